"""Everything that a page shows of a timeline, as values in reading order, for the templates.

Nothing here is escaped: that is done once, where a template writes a value (``templating.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from dateline.exports.axis import Frame, frame_of
from dateline.exports.contradictions import Contradictions
from dateline.exports.drawing import MOST_ROWS
from dateline.exports.plain_text import lasting_words, web_link, when_words
from dateline.exports.slice import Slice
from dateline.exports.telling import Telling
from dateline.lanes import bars
from dateline.model import Iri, Knowledge, Source
from dateline.pipeline import Solved
from dateline.reasoning.relations import RELATIONS
from dateline.time.calendar import format_day
from dateline.timeline import Entry
from dateline.vocabulary import shorten


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that events can be filtered by, and how many have it."""

    key: str
    label: str
    events: int


class Tie(NamedTuple):
    """Events, by their first and last number, of which it is not known which started first."""

    first: int
    last: int
    rank: int


@dataclass(frozen=True)
class Page:
    """What is shown of a slice. Events are numbered from 1 in display order."""

    chosen: Slice
    entries: tuple[Entry, ...]

    @property
    def solved(self) -> Solved:
        """Everything that is known."""
        return self.chosen.solved

    @property
    def knowledge(self) -> Knowledge:
        """The claims and what they are about."""
        return self.solved.knowledge

    @cached_property
    def frame(self) -> Frame | None:
        """The stretch of time that holds all known bounds."""
        return frame_of(self.entries)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of every event on the page, by each of its names."""
        return {m: n for n, entry in enumerate(self.entries, 1) for m in entry.event.members}

    @cached_property
    def title(self) -> str:
        """What the page is of."""
        return f"Timeline: {_count(len(self.entries), 'event')}"

    @cached_property
    def summary(self) -> str:
        """Return in a sentence what there is, and what of it has no date."""
        undated = [entry for entry in self.entries if entry.when is None]
        parts = [_count(len(self.sources), "source")]
        if self.contradictions.bearing:
            parts.append(_count(len(self.contradictions.bearing), "contradiction"))
        if undated:
            ordered = sum(self.is_ordered(entry) for entry in undated)
            known = f" ({ordered} of them in a known order)" if ordered else ""
            parts.append(f"{_count(len(undated), 'event')} without a date{known}")
        return f"{_span_words(self.entries)}{', '.join(parts)}."

    @cached_property
    def telling(self) -> Telling:
        """What the claims say of each event."""
        return Telling(self.solved, self.numbers, self.contradictions.of_claims)

    @cached_property
    def contradictions(self) -> Contradictions:
        """The contradictions among the claims."""
        labels = {n: entry.event.label for n, entry in enumerate(self.entries, 1)}
        return Contradictions(self.chosen, self.numbers, labels)

    @cached_property
    def ties(self) -> Mapping[int, Tie]:
        """The tie in which an event stands, by its number.

        Events alone at their place are left out; so are all where there are very many.
        """
        if len(self.entries) > MOST_ROWS:
            return {}
        tied: dict[int, list[int]] = {}
        for number, bar in enumerate(bars(self.entries, self.solved.ranks), 1):
            tied.setdefault(bar.rank, []).append(number)
        ties = (Tie(of[0], of[-1], rank) for rank, of in tied.items() if len(of) > 1)
        return {n: tie for tie in ties for n in range(tie.first, tie.last + 1)}

    # --- events -----------------------------------------------------------------------------------

    def when(self, entry: Entry) -> str:
        """Return the time of an event in words."""
        return when_words(entry.when) if entry.when else _UNDATED[self.is_ordered(entry)]

    def is_ordered(self, entry: Entry) -> bool:
        """Whether claims order an event among others."""
        return not self._ordered.isdisjoint(entry.event.members)

    @cached_property
    def _ordered(self) -> frozenset[str]:
        related = (
            name
            for claim in self.knowledge.claims
            for triple in claim.triples
            if triple.predicate in RELATIONS and isinstance(triple.value, Iri)
            for name in (triple.subject, triple.value)
        )
        return frozenset(related)

    def moments(self, entry: Entry) -> str:
        """Return the four bounds in seconds, those that are not known empty."""
        return ",".join("" if bound is None else str(bound) for bound in entry.bounds.in_order)

    def planned(self, entry: Entry) -> str:
        """Return when an event was planned for, in words."""
        return when_words(entry.planned_for)

    def lasting(self, entry: Entry) -> str:
        """Return how long an event lasted, in words."""
        return lasting_words(entry.duration)

    def kind(self, entry: Entry) -> str:
        """Return the label of an event's kind."""
        return self.chosen.kind_of(entry)

    # --- what can be filtered by ------------------------------------------------------------------

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every source that tells of something on the page, or bounds it, by label."""
        named = {source for entry in self.entries for source in entry.event.sources}
        claims = (self.knowledge.by_iri[claim] for claim in self.contradictions.of_claims)
        named |= {claim.source for claim in claims if claim.source is not None}
        named |= {source for entry in self.entries for source in self.telling.bounded_by(entry)}
        known = (self.knowledge.sources.get(iri) or Source(iri) for iri in named)
        return tuple(sorted(known, key=lambda s: (self.source_label(s.iri).casefold(), s.iri)))

    @cached_property
    def source_numbers(self) -> Mapping[Iri | None, int]:
        """The number of every source on the page."""
        return {source.iri: n for n, source in enumerate(self.sources, 1)}

    def source_label(self, source: Iri) -> str:
        """Return the label of a source."""
        return self.knowledge.label(source)

    def short_name(self, thing: str) -> str:
        """Return the short form of a name."""
        return shorten(thing)

    def source_link(self, source: Source) -> str:
        """Return where a source can be read, "" where it is not on the web."""
        return web_link(source.url)

    def choices(self, what: str) -> list[Choice]:
        """Return the values of ``"kind"``, ``"actor"``, ``"status"`` or ``"source"`` in use."""
        counted: Counter[tuple[str, str]] = Counter()
        for entry in self.entries:
            counted.update(self.having(entry)[what])
        ordered = sorted(counted.items(), key=lambda item: (item[0][0].casefold(), item[0]))
        return [Choice(key, label, events) for (label, key), events in ordered]

    def having(self, entry: Entry) -> dict[str, set[tuple[str, str]]]:
        """Return what an event can be found by: for each filter, labels and keys."""
        kind = entry.event.types[0]
        return {
            "kind": {(self.kind(entry), shorten(kind))},
            "actor": {(p.label, shorten(p.actor)) for p in entry.participants},
            "status": {(entry.event.status, entry.event.status)},
            "source": {
                (self.source_label(s), str(self.source_numbers[s])) for s in entry.event.sources
            },
        }


_UNDATED = {False: "no date is known", True: "no date is known, only its order"}


def page_of(chosen: Slice) -> Page:
    """Return what a page shows of a slice; reads its entries."""
    return Page(chosen, tuple(chosen.entries))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _span_words(entries: Iterable[Entry]) -> str:
    known = [bound for entry in entries for bound in entry.bounds.in_order if bound is not None]
    if not known:
        return ""
    return f"{format_day(min(known))} to {format_day(max(known) - 1)} (UTC). "
