"""How a timeline is drawn: ranks with ties, whiskers, what is certain, and lanes without overlaps.

Ranks are a linear extension of all that is known of the order: an event that certainly starts
before another has a lower rank. Events of the same rank are not known to start in any order.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateline.model import Iri
from dateline.reasoning.chronology import Chronology
from dateline.reasoning.distances import FAR, comes_after
from dateline.timeline import Entry

Stretch = tuple[int, int]
NEVER = FAR


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


def bars(entries: Sequence[Entry], ranks: Mapping[Iri, int]) -> tuple[Bar, ...]:
    """Return the bars of entries in display order, within a frame that holds all known dates.

    ``ranks`` are those of ``ranks_of``, of these entries or of more; what is not drawn leaves no
    gap between the ranks of the bars.
    """
    frame = _frame(entries)
    whiskers = [_whisker(entry, frame) for entry in entries]
    used = sorted({ranks[entry.event.iri] for entry in entries})
    drawn = {rank: number for number, rank in enumerate(used)}
    return tuple(
        Bar(entry.event.iri, drawn[ranks[entry.event.iri]], lane, whisker, _core(entry))
        for entry, lane, whisker in zip(entries, lanes(whiskers), whiskers, strict=True)
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


def ranks_of(entries: Iterable[Entry], chronology: Chronology) -> Mapping[Iri, int]:
    """Return the ranks of entries in display order.

    A new rank begins where an event certainly starts after one of the rank so far.
    """
    ranks: dict[Iri, int] = {}
    rank = 0
    over = NEVER  # by when an event of the rank has certainly started, as far as dates tell
    tied: dict[int, set[int]] = {}  # the starts of the rank, by the part that they are points of
    for entry in entries:
        event = entry.event.iri
        schedule, part = chronology.schedule(event), chronology.home[event]
        start, _ = chronology.points(event)
        if schedule.earliest[start] > over or comes_after(schedule, start, tied.get(part, ())):
            rank, over, tied = rank + 1, NEVER, {}
        ranks[event] = rank
        over = min(over, schedule.latest[start])
        tied.setdefault(part, set()).add(start)
    return ranks
