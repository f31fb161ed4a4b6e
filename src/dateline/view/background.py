"""Labels, sources and places in the background of an accepted view, of just what is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from dateline.model import Iri, Knowledge, Source
from dateline.queries import bind_rows
from dateline.store.contract import Reader
from dateline.taxonomy import local
from dateline.terms import Term, text
from dateline.view.rows import VALUES, ask_after, ask_of, numbered, own_query
from dateline.vocabulary import REFERENCE


def labels_of(store: Reader, things: Iterable[Iri]) -> Mapping[Iri, str]:
    """Return the label of each actor, place or source: as ``Knowledge.label`` would give it."""
    found: dict[tuple[Iri, bool], list[Term]] = {}
    wanted = sorted(set(things))
    for row in ask_of(store, "labels", ("number", "thing"), numbered(wanted)):
        in_background = text(row["graph"]) == REFERENCE
        found.setdefault((wanted[int(row["number"].value)], in_background), []).append(row["label"])
    said = {key: first_of(labels) for key, labels in found.items()}
    described = Knowledge(
        labels={thing: label for (thing, in_background), label in said.items() if in_background},
        sources={thing: Source(thing, label) for (thing, own), label in said.items() if not own},
    )
    return {thing: described.label(thing) for thing in wanted}


def first_of(values: Iterable[Term]) -> str:
    """Return the value that is shown of several: the English one, then the first."""
    return text(min(values, key=lambda v: (getattr(v, "language", None) != "en", text(v))))


def sources_of_claims(store: Reader, claims: Iterable[Iri]) -> Mapping[Iri, Iri]:
    """Return the source of each claim that has one."""
    found: dict[Iri, Iri] = {}
    wanted = sorted(claims)
    for row in ask_of(store, "sources", ("number", "claim"), numbered(wanted)):
        claim, source = wanted[int(row["number"].value)], Iri(text(row["source"]))
        found[claim] = min(found.get(claim, source), source)
    return found


def copies_among(store: Reader, sources: Iterable[Iri]) -> Knowledge:
    """Return knowledge of what these sources are copies of, through copies of copies."""
    known: dict[Iri, Source] = {}
    level = set(sources)
    while level:
        known |= {source: Source(source) for source in level}
        nodes = [(ox.NamedNode(source),) for source in sorted(level)]
        originals: dict[Iri, Iri] = {}
        for row in ask_of(store, "copies", ("source",), nodes):
            source, original = Iri(text(row["source"])), Iri(text(row["original"]))
            originals[source] = min(originals.get(source, original), original)
        known |= {source: Source(source, copy_of=of) for source, of in originals.items()}
        level = set(originals.values()) - known.keys()
    return Knowledge(sources=known)


def described_sources(store: Reader, sources: Iterable[Iri]) -> Mapping[Iri, Source]:
    """Return sources with their labels and addresses, and when and by whom they were published."""
    labels = labels_of(store, sources)
    said: dict[tuple[Iri, str], list[Term]] = {}
    nodes = [(ox.NamedNode(source),) for source in labels]
    for row in ask_of(store, "described", ("source",), nodes):
        key = Iri(text(row["source"])), local(text(row["property"]))
        said.setdefault(key, []).append(row["value"])

    def told(source: Iri, name: str) -> str:
        return first_of(said[source, name]) if (source, name) in said else ""

    return {
        source: Source(
            source,
            label,
            told(source, "published") or None,
            told(source, "publisher"),
            told(source, "url"),
        )
        for source, label in labels.items()
    }


def places_within(store: Reader, place: Iri) -> frozenset[Iri]:
    """Return a place with all places that lie in it."""
    found: set[Iri] = set()
    level = {place}
    while level:
        found |= level
        nodes = [(ox.NamedNode(outer),) for outer in sorted(level)]
        level = {
            Iri(text(row["inner"]))
            for start in range(0, len(nodes), VALUES)
            for row in ask_after(
                store,
                bind_rows(own_query("within"), ("place",), nodes[start : start + VALUES]),
                "inner",
            )
        } - found
    return frozenset(found)
