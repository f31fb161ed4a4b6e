"""How a timeline is drawn: ranks with ties, whiskers, what is certain, and lanes without overlaps.

Ranks are a linear extension of all that is known of the order: an event that certainly starts
before another has a lower rank. Events of the same rank are not known to start in any order.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.model import Iri
from dateline.reasoning.chronology import Chronology
from dateline.reasoning.distances import distance
from dateline.timeline import Entry

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bar:
    """One event as it is drawn; times in seconds.

    The ``whisker`` reaches from the earliest start to the latest end, cut off where nothing is
    known at the ends of the ``frame``; the ``core`` is the time in which the event was certainly
    going on, None where there is none. No two whiskers in one lane overlap, and there are as few
    lanes as can be.
    """

    event: Iri
    rank: int
    lane: int
    whisker: Stretch
    core: Stretch | None


def bars(entries: Sequence[Entry], chronology: Chronology) -> tuple[Bar, ...]:
    """Return the bars of entries in display order, within a frame that holds all known dates."""
    frame = _frame(entries)
    whiskers = [_whisker(entry, frame) for entry in entries]
    return tuple(
        Bar(entry.event.iri, rank, lane, whisker, _core(entry))
        for entry, rank, lane, whisker in zip(
            entries, _ranks(entries, chronology), lanes(whiskers), whiskers, strict=True
        )
    )


def _frame(entries: Iterable[Entry]) -> Stretch:
    """Return the span from the first to the last moment that is known of or shown."""
    known = [b for entry in entries for b in entry.bounds.in_order if b is not None]
    shown = [entry.order for entry in entries]
    return min((*known, *shown), default=0), max((*known, *(o + 1 for o in shown)), default=1)


def _whisker(entry: Entry, frame: Stretch) -> Stretch:
    first, last = entry.bounds.start_earliest, entry.bounds.end_latest
    return frame[0] if first is None else first, frame[1] if last is None else last


def _core(entry: Entry) -> Stretch | None:
    begun, over = entry.bounds.start_latest, entry.bounds.end_earliest
    return (begun, over) if begun is not None and over is not None and begun < over else None


def lanes(stretches: Sequence[Stretch]) -> list[int]:
    """Return a lane for each stretch, half-open, so that none overlap: as few as can be.

    Each takes the lowest lane that is free; as many lanes are used as stretches overlap at once.
    """
    order = sorted(range(len(stretches)), key=lambda n: (stretches[n], n))
    found = [0] * len(stretches)
    busy: list[tuple[int, int]] = []  # until when, lane
    free: list[int] = []
    used = 0
    for n in order:
        first, before = stretches[n]
        while busy and busy[0][0] <= first:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if not free:
            free, used = [used], used + 1
        found[n] = heapq.heappop(free)
        heapq.heappush(busy, (before, found[n]))
    return found


def _ranks(entries: Sequence[Entry], chronology: Chronology) -> list[int]:
    """Return ranks: a new one where an event certainly starts after one of the rank so far."""
    ranks: list[int] = []
    tied: list[Iri] = []
    for entry in entries:
        event = entry.event.iri
        if any(_starts_before(chronology, other, event) for other in tied):
            tied = []
        elif ranks:
            ranks.append(ranks[-1])
            tied.append(event)
            continue
        ranks.append(ranks[-1] + 1 if ranks else 0)
        tied.append(event)
    return ranks


def _starts_before(chronology: Chronology, a: Iri, b: Iri) -> bool:
    """Whether A certainly starts before B, by distances."""
    first, second = chronology.schedule(a), chronology.schedule(b)
    here, there = chronology.points(a)[0], chronology.points(b)[0]
    return distance((second, there), (first, here))[0] < 0
