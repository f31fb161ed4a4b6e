"""The ontology, with a user's own subclasses -> which terms are kinds of which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import pyoxigraph as ox

from dateline.model import Iri, Taxonomy
from dateline.resources import read_text
from dateline.terms import text
from dateline.vocabulary import DL, LABEL, SUBCLASS, SUBPROPERTY

#: What is said of a class or property, besides its label.
STRUCTURE = (SUBCLASS, SUBPROPERTY, DL + "aspect", DL + "singleValued")


@cache
def ontology() -> tuple[ox.Quad, ...]:
    """Return the triples of the shipped ontology."""
    return tuple(ox.parse(read_text("ontology/dateline.ttl"), format=ox.RdfFormat.TURTLE))


def taxonomy_of(background: Iterable[ox.Quad]) -> Taxonomy:
    """Return the kinds that the ontology and the background declare."""
    parents: dict[str, dict[str, list[str]]] = {SUBCLASS: {}, SUBPROPERTY: {}}
    aspects: dict[Iri, str] = {}
    single: set[str] = set()
    labels: dict[str, str] = {}
    for quad in (*ontology(), *_of_terms(background)):
        subject, predicate, value = text(quad.subject), quad.predicate.value, quad.object
        if predicate in parents and isinstance(value, ox.NamedNode):
            parents[predicate].setdefault(subject, []).append(value.value)
        elif predicate == DL + "aspect" and isinstance(value, ox.NamedNode):
            aspects[Iri(subject)] = local(value.value)
        elif predicate == DL + "singleValued" and text(value) == "true":
            single.add(local(subject))
        elif predicate == LABEL and isinstance(value, ox.Literal):
            labels.setdefault(subject, value.value)
    ours = {
        child
        for child, named in parents[SUBCLASS].items()
        if _leads_to_us(child, parents[SUBCLASS])
    }
    return Taxonomy(
        {Iri(c): tuple(Iri(p) for p in _ancestors(c, parents[SUBCLASS])) for c in sorted(ours)},
        {
            local(child): tuple(
                local(parent)
                for parent in _ancestors(child, parents[SUBPROPERTY])
                if _leads_to_us(parent, parents[SUBPROPERTY])
            )
            for child in parents[SUBPROPERTY]
        },
        aspects,
        frozenset(single),
        {Iri(term): label for term, label in labels.items()},
    )


def _of_terms(background: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return what is said of classes and properties, sorted: a store keeps no order."""
    said = [quad for quad in background if quad.predicate.value in {*STRUCTURE, LABEL}]
    terms = {quad.subject for quad in said if quad.predicate.value != LABEL}
    return sorted((quad for quad in said if quad.subject in terms), key=_english_first)


def _english_first(quad: ox.Quad) -> tuple[bool, str]:
    return getattr(quad.object, "language", None) != "en", str(quad)


def local(iri: str) -> str:
    """Return the local name of a term of the ontology; any other IRI stays as it is.

    >>> local("https://w3id.org/dateline/ns#before")
    'before'
    """
    return iri.removeprefix(DL)


def _leads_to_us(term: str, parents: Mapping[str, list[str]]) -> bool:
    return any(a.startswith(DL) for a in (term, *_ancestors(term, parents)))


def _ancestors(term: str, parents: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return all ancestors in our own namespace or a user's, nearest first; circles end."""
    found: dict[str, None] = {}
    level = [term]
    while level:
        level = [
            p for child in level for p in parents.get(child, ()) if p not in found and p != term
        ]
        found.update(dict.fromkeys(level))
    return tuple(found)
