"""What a person types for an event, actor, place, source, claim or kind -> its IRI, by query.

Labels are looked up where they are kept, without reading and solving the whole knowledge base: the
queries are the files in ``queries/names/``. What a name means is decided in ``names``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from dateline.model import Iri, Taxonomy
from dateline.names import resolve_name
from dateline.queries import THINGS, Values, read_query, run
from dateline.resources import path_of
from dateline.store.contract import Reader
from dateline.taxonomy import taxonomy_of
from dateline.terms import text
from dateline.vocabulary import DL, REFERENCE, expand

#: More names than a person looks through; beyond that, near misses are not looked for.
MOST_NAMES = 10_000

Row = Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """Things with their labels; ``means`` has the event that each merged report became."""

    labels: dict[Iri, tuple[str, ...]] = field(default_factory=dict)
    means: dict[Iri, Iri] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Take in a row of a query for names."""
        thing, label = Iri(row["thing"]), row.get("label")
        known = self.labels.get(thing, ())
        self.labels[thing] = (*known, label) if label and label not in known else known
        if row.get("event"):
            self.means[thing] = Iri(row["event"])

    def is_main(self, thing: Iri) -> bool:
        """Whether this is the name by which the accepted view calls the thing."""
        return self.means.get(thing, thing) == thing


def look_up(store: Reader, name: str, what: str) -> Iri:
    """Return the IRI of the thing that a person means, an event's the one in the accepted view.

    ``what`` is one of THINGS, or anything else for any of them. Raises NameLookupError.
    """
    typed = name.strip().removeprefix("<").removesuffix(">")
    found = Found()
    for asked in _steps(typed):
        found = _found(store, what, asked)
        if found.labels:
            break
    iri = resolve_name(name, found.labels, what if what in THINGS else "thing")
    return found.means.get(iri, iri)


def named_like(store: Reader, part: str, what: str, most: int) -> Found:
    """Return some things in whose label or IRI a text stands, whatever the case."""
    return _found(store, what, {"part": ox.Literal(part.lower())} if part else {}, most)


def _steps(typed: str) -> Iterator[Values]:
    """Yield what to look for, from what fits exactly to everything that there is."""
    iris = [iri for iri in (_as_iri(typed), _as_iri(expand(typed) or "")) if iri is not None]
    if iris:
        yield {"thing": iris}
    if typed:
        yield {"whole": ox.Literal(typed.lower())}
        yield {"part": ox.Literal(typed.lower())}
    yield {}


def _as_iri(typed: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(typed)
    except ValueError:
        return None


def _found(store: Reader, what: str, asked: Values, most: int = MOST_NAMES) -> Found:
    found = Found()
    for row in itertools.islice(_rows_of(store, what, asked), most):
        found.add(row)
    return found


def _rows_of(store: Reader, what: str, asked: Values) -> Iterator[Row]:
    if what not in THINGS:
        for kind in THINGS:
            yield from _rows_of(store, kind, asked)
        yield from _ask(store, "described", asked)
    elif what == "kind":
        yield from _kinds(taxonomy_in(store), asked)
    elif what in {"actor", "place"}:
        taxonomy = taxonomy_in(store)
        wanted = Iri(DL + what.title())
        classes = [kind for kind in taxonomy.superclasses if taxonomy.is_a(kind, wanted)]
        role = {"actor": "participant", "place": "place"}[what]
        roles = [name for name, above in taxonomy.superproperties.items() if role in (name, *above)]
        yield from _ask(store, "described", {**asked, "class": _nodes([wanted, *classes])})
        yield from _ask(store, "mentioned", {**asked, "property": _nodes([role, *roles])})
    else:
        yield from _ask(store, f"{what}s", asked)


def _nodes(names: list[str]) -> list[ox.NamedNode]:
    """Return names, IRIs or local names of the ontology, as terms, each once."""
    return [ox.NamedNode(n if ":" in n else DL + n) for n in dict.fromkeys(names)]


def taxonomy_in(store: Reader) -> Taxonomy:
    """Return the kinds of the ontology and those that a knowledge base adds."""
    background = ox.NamedNode(REFERENCE)
    return taxonomy_of(
        ox.Quad(row["term"], row["relation"], row["value"], background)
        for row in _run(store, "kinds", {})
    )


def _kinds(taxonomy: Taxonomy, asked: Values) -> Iterator[Row]:
    """Yield the kinds of events that fit: they stand in the ontology, not in the store."""
    event = Iri(DL + "Event")
    iris = {text(term) for term in _listed(asked.get("thing"))}
    wanted = next((text(term) for key in ("whole", "part") for term in _listed(asked.get(key))), "")
    for kind in sorted({event, *(k for k in taxonomy.superclasses if taxonomy.is_a(k, event))}):
        label = taxonomy.class_labels.get(kind, "")
        if kind in iris or (not iris and wanted in f"{kind}\n{label}".lower()):
            yield {"thing": kind, "label": label}


def _listed(given: object) -> list[ox.NamedNode | ox.Literal]:
    """Return a parameter's values as a list."""
    given = given if isinstance(given, list) else [given]
    return [term for term in given if isinstance(term, ox.NamedNode | ox.Literal)]


def _ask(store: Reader, name: str, asked: Values) -> Iterator[Row]:
    found = _run(store, name, asked)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {key: text(row[key]) for key in names if row[key] is not None}


def _run(store: Reader, name: str, asked: Values) -> ox.QuerySolutions:
    found = run(store, read_query(path_of(f"queries/names/{name}.rq")), asked)
    assert isinstance(found, ox.QuerySolutions), "a query for names makes rows"
    return found
