"""What a person asks for, in their words -> what the program works with, and the answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from dateline.claims import knowledge_of, read_knowledge
from dateline.errors import DateError, QueryError, SourceError
from dateline.model import Claim, Iri, Knowledge
from dateline.names import resolve_name
from dateline.pipeline import Solved, is_solved, solve_knowledge
from dateline.queries import Query, Term, find_query, parse_query, run
from dateline.selection import Selection
from dateline.sources import read_file
from dateline.store import Results, open_store
from dateline.taxonomy import local
from dateline.time.dates import Window, read_date
from dateline.verification import Verified, verify
from dateline.viewpoints import View
from dateline.vocabulary import DL, PREFIXES, XSD, expand, shorten

Rows = tuple[list[str], list[dict[str, str | None]]]

BINDING_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


def selection_of(solved: Solved, filters: Mapping[str, Any]) -> Selection:
    """Return the filters with names resolved and dates read; raises NameLookupError, DateError."""
    knowledge = solved.knowledge

    def named(key: str, things: Mapping[Iri, Iterable[str]], what: str) -> Iri | None:
        name = filters.get(key)
        return resolve_name(name, things, what) if name else None

    since, until = filters.get("since"), filters.get("until")
    within = Window(
        read_date(since).window.earliest if since else None,
        read_date(until).window.before if until else None,
    )
    first, after = within.earliest, within.before
    if first is not None and after is not None and first >= after:
        raise QueryError(f"--from is later than --to: {since}, {until}")
    return Selection(
        actor=named("actor", _of_kind(knowledge, "Actor"), "actor"),
        place=named("place", _of_kind(knowledge, "Place"), "place"),
        kind=named("kind", _kinds(knowledge), "kind of event"),
        source=named("source", sources_of(knowledge), "source"),
        status=filters.get("status"),
        search=filters.get("search"),
        within=within,
        certain=bool(filters.get("certain")),
    )


def view_of(knowledge: Knowledge, options: Mapping[str, Any]) -> View:
    """Return the view that options ask for; raises NameLookupError, DateError."""
    according_to = options.get("according_to")
    voices = {**sources_of(knowledge), **_of_kind(knowledge, "Actor")}
    return View(
        _end_of_day(options.get("as_of")),
        _end_of_day(options.get("recorded_by")),
        resolve_name(according_to, voices, "actor or source") if according_to else None,
        options.get("policy") or "all",
    )


def _end_of_day(date: str | None) -> int | None:
    """Return the first second after a date, which is a UTC day, month or year, or None."""
    if not date:
        return None
    before = read_date(date).window.before
    if before is None:
        raise DateError(date, len(date), "it has no end; name a day")
    return before


def _of_kind(knowledge: Knowledge, kind: str) -> Mapping[Iri, Iterable[str]]:
    """Return actors or places with their labels: those described, and those that claims mention."""
    wanted = Iri(DL + kind)
    prop = "participant" if kind == "Actor" else "place"
    described = {
        iri
        for iri, kinds in knowledge.kinds.items()
        if any(knowledge.taxonomy.is_a(k, wanted) for k in kinds)
    }
    mentioned = {
        triple.value
        for claim in knowledge.claims
        for triple in claim.triples
        if isinstance(triple.value, Iri)
        and prop in knowledge.taxonomy.closed_property(triple.predicate)
    }
    return {
        iri: (knowledge.label(iri), *knowledge.aliases.get(iri, ()))
        for iri in sorted(described | mentioned)
    }


def sources_of(knowledge: Knowledge) -> Mapping[Iri, Iterable[str]]:
    """Return the sources with their labels and publishers."""
    return {iri: (source.label, source.publisher) for iri, source in knowledge.sources.items()}


def _kinds(knowledge: Knowledge) -> Mapping[Iri, Iterable[str]]:
    taxonomy = knowledge.taxonomy
    event = Iri(DL + "Event")
    kinds = {event, *(kind for kind in taxonomy.superclasses if taxonomy.is_a(kind, event))}
    return {kind: (taxonomy.class_labels.get(kind, ""),) for kind in sorted(kinds)}


def answer(
    place: str, name: str, text: str | None, params: Mapping[str, str], form: str
) -> str | Rows:
    """Run a query and return its answer in a format, or as rows for a table.

    ``text`` is the query itself, where it is not a named one or a file.
    """
    store = open_store(place)
    query = find_query(name) if text is None else parse_query(name, text)
    values: dict[str, Term] = {}
    if params:
        solved = solve_knowledge(read_knowledge(store))
        values = {key: _value(solved, query, key, value) for key, value in params.items()}
    if not is_solved(store):
        raise QueryError(f"the accepted view of {place} is not built yet; run: dateline solve")
    return _formatted(run(store, query, values), form)


def _formatted(results: Results, form: str) -> str | Rows:
    if isinstance(results, ox.QueryTriples):
        if form != "table" and form not in GRAPH_FORMATS:
            raise QueryError(f"this query makes a graph; write it as: {', '.join(GRAPH_FORMATS)}")
        rdf_format = GRAPH_FORMATS.get(form, ox.RdfFormat.TURTLE)
        return _whole_lines(ox.serialize(results, format=rdf_format, prefixes=PREFIXES))
    if form in GRAPH_FORMATS:
        raise QueryError(
            f"this query makes rows; write them as: table, {', '.join(BINDING_FORMATS)}"
        )
    if form in BINDING_FORMATS:
        if isinstance(results, ox.QueryBoolean) and form in {"csv", "tsv"}:
            raise QueryError("a yes-or-no answer has no CSV or TSV form; use json or xml")
        return _whole_lines(results.serialize(format=BINDING_FORMATS[form]))
    if isinstance(results, ox.QueryBoolean):
        return "yes\n" if bool(results) else "no\n"
    names = [variable.value for variable in results.variables]
    return names, [{name: _shown(solution[name]) for name in names} for solution in _each(results)]


def _whole_lines(data: bytes | None) -> str:
    text = (data or b"").decode()
    return text if text.endswith("\n") else f"{text}\n"


def _each(results: ox.QuerySolutions) -> Iterable[ox.QuerySolution]:
    try:
        yield from results
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error


def _shown(term: object) -> str | None:
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, ox.Literal) else None


def _value(solved: Solved, query: Query, name: str, value: str) -> Term:
    """Return a parameter's value as a term of the kind that the query asks for."""
    kind = next((p.kind for p in query.parameters if p.name == name), "")
    if kind == "seconds":
        first = read_date(value).window.earliest
        if first is None:
            raise QueryError(f"parameter {name!r} is a date with a beginning, not {value!r}")
        return _integer(first)
    if kind == "integer" or (not kind and re.fullmatch(r"[+-]?\d+", value)):
        if not re.fullmatch(r"[+-]?\d+", value):
            raise QueryError(f"parameter {name!r} is a whole number, not {value!r}")
        return _integer(int(value))
    if kind == "text":
        return ox.Literal(value)
    if kind == "IRI":
        things, what = _nameable(solved, name)
        return ox.NamedNode(resolve_name(value, things, what))
    iri = expand(value) or (value[1:-1] if re.fullmatch(r"<[^<>\s]+>", value) else None)
    try:
        return ox.NamedNode(iri) if iri else ox.Literal(value)
    except ValueError as error:
        raise QueryError(f"parameter {name!r} is not an IRI: {value!r}") from error


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))


def _nameable(solved: Solved, parameter: str) -> tuple[Mapping[Iri, Iterable[str]], str]:
    """Return the things that a parameter may name, and what they are: told by its own name."""
    knowledge = solved.knowledge
    things: dict[str, Mapping[Iri, Iterable[str]]] = {
        "claim": {claim.iri: () for claim in knowledge.claims},
        "kind": _kinds(knowledge),
        "source": sources_of(knowledge),
        "actor": _of_kind(knowledge, "Actor"),
        "place": _of_kind(knowledge, "Place"),
        "event": {e.event.iri: (e.event.label,) for e in solved.timeline.entries},
    }
    if parameter in things:
        return things[parameter], parameter
    return {iri: labels for some in things.values() for iri, labels in some.items()}, "thing"


def text_of(file: Path) -> str:
    """Return a text to verify evidence against; raises SourceError where it cannot be read."""
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise SourceError(str(file), "there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(file), f"cannot be read as UTF-8 text ({error})") from error


def verified(files: Sequence[Path], words: str) -> tuple[Verified, ...]:
    """Check the evidence in files against a text."""
    claims = [c for file in files for c in knowledge_of(read_file(file).quads).claims]
    return verify(claims, words)


def dumped(place: str, form: str) -> str:
    """Return everything in a knowledge base, sorted, as N-Quads or TriG."""
    formats = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}
    return open_store(place).dump(formats[form], PREFIXES).decode()


def contents(place: str) -> dict[str, Any]:
    """Return what is in a knowledge base, counted."""
    store = open_store(place)
    solved = solve_knowledge(read_knowledge(store))
    knowledge = solved.knowledge
    return {
        "knowledge_base": place,
        "solved": is_solved(store),
        "statements": sum(1 for _ in store.quads()),
        "sources": [
            {
                "source": iri,
                "label": source.label,
                "published": source.published,
                "claims": sum(claim.source == iri for claim in knowledge.claims),
            }
            for iri, source in knowledge.sources.items()
        ],
        "claims": dict(sorted(Counter(_voice(c) for c in knowledge.claims).items())),
        "events": dict(
            sorted(Counter(entry.event.status for entry in solved.timeline.entries).items())
        ),
        "kinds": dict(
            Counter(local(entry.event.types[0]) for entry in solved.timeline.entries).most_common()
        ),
        "actors": len(_of_kind(knowledge, "Actor")),
        "places": len(_of_kind(knowledge, "Place")),
        "conflicts": len(solved.timeline.conflicts),
    }


def _voice(claim: Claim) -> str:
    if claim.is_judgement:
        return "judged"
    if claim.modality != "asserted":
        return claim.modality
    return "in own voice" if claim.in_own_voice else "attributed"
