"""The accepted view of a store -> the timeline, or entries one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from dateline.entry import Entry, Timeline
from dateline.lookup import taxonomy_in
from dateline.model import Iri, Knowledge, Taxonomy
from dateline.reasoning.results import NOTHING, Conflict, Reread
from dateline.selection import Selection
from dateline.store.contract import Reader
from dateline.taxonomy import local
from dateline.terms import Term, text
from dateline.view.background import described_sources, places_within
from dateline.view.candidates import candidates
from dateline.view.entries import EventReader, Seen
from dateline.vocabulary import ACCEPTED, CONFLICTS, TYPE

if TYPE_CHECKING:
    from dateline.time.weaker import Rung

EVERY = Selection()


@dataclass(frozen=True)
class Viewed:
    """A timeline as the accepted view tells it, with what is needed to show it.

    ``knowledge`` is only that: the sources and kinds of the entries, and no claims. ``ranks`` are
    those of the whole timeline; the conflicts, too, are all of them.
    """

    timeline: Timeline
    knowledge: Knowledge
    ranks: Mapping[Iri, int]
    explanations: Mapping[Conflict, str]

    def explanation(self, conflict: Conflict) -> str:
        """Return a conflict in words."""
        return self.explanations[conflict]


def is_built(store: Reader) -> bool:
    """Whether there is an accepted view, and one that this version has written."""
    return AcceptedView(store).pages is not None


def entries(store: Reader, selection: Selection = EVERY) -> Iterator[Entry]:
    """Yield the entries that are asked for in display order; few are in memory at a time."""
    for seen in AcceptedView(store).seen(selection):
        yield seen.entry


def read_view(store: Reader, selection: Selection = EVERY) -> Viewed:
    """Return the timeline of the entries that are asked for, as the accepted view tells it."""
    view = AcceptedView(store)
    seen = tuple(view.seen(selection))
    found = view.findings
    timeline = Timeline(
        tuple(one.entry for one in seen),
        tuple(sorted(found.explanations)),
        found.set_aside,
        found.more,
        found.reread,
    )
    named = {source for one in seen for source in one.entry.event.sources}
    return Viewed(
        timeline,
        replace(view.background(), sources=described_sources(store, named)),
        {one.entry.event.iri: one.rank for one in seen},
        found.explanations,
    )


@dataclass(frozen=True)
class Findings:
    """What graph:conflicts holds: conflicts in words, and what became of their claims."""

    explanations: Mapping[Conflict, str] = field(default_factory=dict)
    set_aside: tuple[Iri, ...] = ()
    reread: Reread = field(default_factory=dict)
    more: bool = False


@dataclass(frozen=True)
class AcceptedView:
    """The accepted view of a store."""

    store: Reader

    @cached_property
    def pages(self) -> int | None:
        """How many pages the timeline has; None where there is no view that says so."""
        for quad in self.store.quads(ACCEPTED, ACCEPTED):
            if local(quad.predicate.value) == "pages":
                return int(text(quad.object))
        return None

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """The kinds and properties of the ontology, and the users' own."""
        return taxonomy_in(self.store)

    @cached_property
    def findings(self) -> Findings:
        """The conflicts, and what became of the claims in them."""
        return findings_of(self.store.quads(CONFLICTS))

    def background(self, place: Iri | None = None) -> Knowledge:
        """Return the kinds, and which places lie in the one that is asked for."""
        within = places_within(self.store, place) if place is not None else ()
        return Knowledge(
            taxonomy=self.taxonomy,
            containers={inner: (place,) for inner in within if place is not None},
        )

    def seen(self, selection: Selection) -> Iterator[Seen]:
        """Yield the entries that are asked for, with their ranks, in display order."""
        background = self.background(selection.place)
        reader = EventReader(self.store, self.taxonomy, self.findings.reread)
        found = candidates(
            self.store, selection, self.taxonomy, background.containers, self.pages or 0
        )
        for seen in reader.read(found):
            if selection.passes(seen.entry, background):
                yield seen


def findings_of(quads: Iterator[ox.Quad]) -> Findings:
    """Return what the quads of graph:conflicts say."""
    about: dict[str, dict[str, list[Term]]] = {}
    for quad in quads:
        name = "type" if quad.predicate.value == TYPE else local(quad.predicate.value)
        about.setdefault(text(quad.subject), {}).setdefault(name, []).append(quad.object)
    explanations = {
        _conflict(said): text(said["explanation"][0]) for said in about.values() if "type" in said
    }
    counting = {
        Iri(claim): sorted(text(reading) for reading in said["countsOnlyAs"])
        for claim, said in sorted(about.items())
        if "countsOnlyAs" in said
    }
    return Findings(
        explanations,
        tuple(claim for claim, readings in counting.items() if readings == [NOTHING]),
        {
            claim: tuple(cast("Rung", reading) for reading in readings)
            for claim, readings in counting.items()
            if readings != [NOTHING]
        },
        "moreConflicts" in about.get(CONFLICTS, {}),
    )


def _conflict(said: Mapping[str, list[Term]]) -> Conflict:
    claims, assuming = (
        tuple(sorted(Iri(text(claim)) for claim in said.get(name, ())))
        for name in ("claim", "assuming")
    )
    return Conflict(len(claims) + len(assuming), claims, assuming)
