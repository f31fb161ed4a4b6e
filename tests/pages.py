"""Slices of timelines for the tests of pages and pictures, and what is written of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from dateline.claims import read_knowledge
from dateline.exports.formats import FORMATS
from dateline.exports.losses import Losses
from dateline.exports.slice import Slice
from dateline.loading import put_files
from dateline.model import Claim, Edtf, Evidence, Iri, Source, Text, Triple
from dateline.pipeline import Solved, read_solved, solve_knowledge
from dateline.resources import corpus_files
from dateline.sources import read_file
from dateline.store.contract import Reader
from dateline.store.embedded import MemoryStore
from dateline.store.opening import open_store
from dateline.vocabulary import DL

X = "https://example.org/kb/"
#: No dates: each event is said to come before the next.
UNDATED = (None,)


def whole(solved: Solved, store: Reader) -> Slice:
    """Return everything that was solved."""
    return Slice(solved.timeline.entries, solved, store, lambda: solved, everything=True)


def slice_in(place: Path) -> Slice:
    solved = read_solved(str(place))
    return whole(solved, open_store(str(place)))


def made_up(count: int, dates: Iterable[str | None] = ("2015-11-24",), label: str = "") -> Slice:
    """Return a slice of so many events of two kinds, with these dates in turn."""
    source = Source(Iri(f"{X}s"), "A report", "2015-12-03")
    turns = list(dates)
    claims = []
    for n in range(count):
        event = Iri(f"{X}e{n}")
        kind = Iri(DL + ("Meeting", "Statement")[n % 2])
        triples = [
            Triple(event, "type", kind),
            Triple(event, "label", Text(label or f"Event number {n}", "en")),
        ]
        if (date := turns[n % len(turns)]) is not None:
            triples.append(Triple(event, "when", Edtf(date)))
        if n + 1 < count and dates == UNDATED:
            triples.append(Triple(event, "before", Iri(f"{X}e{n + 1}")))
        evidence = (Evidence(Iri(f"{X}v{n}"), exact="so it says"),)
        claims.append(Claim(Iri(f"{X}c{n}"), tuple(triples), source.iri, evidence=evidence))
    ontology = read_knowledge(MemoryStore())
    solved = solve_knowledge(replace(ontology, claims=tuple(claims), sources={source.iri: source}))
    return whole(solved, MemoryStore())


def shipped_sources() -> Slice:
    """Return what all shipped sources say, contradictions and all."""
    store = MemoryStore()
    with store.change() as changes:
        put_files(changes, [read_file(path) for path in corpus_files()])
    solved = solve_knowledge(read_knowledge(store))
    return whole(solved, store)


def written(form: str, chosen: Slice) -> str:
    return "".join(str(piece) for piece in FORMATS[form].export(chosen, Losses()))
