"""What comes before and after an event: certainly, and possibly.

Searches from both ends of the event answer for its whole component; for all other events their
bounds do. Nothing is closed over all pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dateline.model import Iri
from dateline.reasoning.chronology import Chronology
from dateline.reasoning.distances import FAR, distances_from
from dateline.reasoning.network import end_of, start_of
from dateline.reasoning.order import Answer, order
from dateline.reasoning.solver import Schedule


@dataclass(frozen=True, slots=True)
class Around:
    """The events on each side of an event, by IRI; what is certain is not listed as possible.

    Before: it ends before the event starts; after: it starts after the event ends. An event that
    stands in none of the four certainly overlaps with it.
    """

    certainly_before: tuple[Iri, ...]
    possibly_before: tuple[Iri, ...]
    certainly_after: tuple[Iri, ...]
    possibly_after: tuple[Iri, ...]


def around(chronology: Chronology, event: Iri) -> Around:
    """Return what comes before and after an event, of all events of the chronology."""
    home = chronology.schedule(event)
    searched = _Searched(home, home.network.number[event])
    before: dict[Answer, list[Iri]] = {"yes": [], "maybe": [], "no": []}
    after: dict[Answer, list[Iri]] = {"yes": [], "maybe": [], "no": []}
    for other in sorted(chronology.home.keys() - {event}):
        schedule = chronology.schedule(other)
        apart = other not in home.network.number and event not in schedule.network.number
        if apart or (schedule is home and home.network.is_plain):
            number = schedule.network.number[other]
            before[searched.is_before(schedule, number)].append(other)
            after[searched.is_after(schedule, number)].append(other)
        else:
            before[order(chronology, other, event).before].append(other)
            after[order(chronology, event, other).before].append(other)
    return Around(*(tuple(side[answer]) for side in (before, after) for answer in ("yes", "maybe")))


class _Searched:
    """The distances from and to both ends of an event, to answer for every other one."""

    def __init__(self, schedule: Schedule, number: int) -> None:
        self.schedule = schedule
        self.start, self.end = start_of(number), end_of(number)
        self.from_start = distances_from(schedule, self.start)
        self.to_start = distances_from(schedule, self.start, backwards=True)
        self.from_end = distances_from(schedule, self.end)
        self.to_end = distances_from(schedule, self.end, backwards=True)

    def is_before(self, schedule: Schedule, number: int) -> Answer:
        """Whether an event of this number in a schedule ends before the event starts."""
        end = end_of(number)
        if self._most(schedule, end, self.start, self.from_start) <= 0:
            return "yes"
        return "no" if self._least(schedule, end, self.start, self.to_start) > 0 else "maybe"

    def is_after(self, schedule: Schedule, number: int) -> Answer:
        """Whether an event of this number in a schedule starts after the event ends."""
        start = start_of(number)
        if self._least(schedule, start, self.end, self.to_end) >= 0:
            return "yes"
        return "no" if self._most(schedule, start, self.end, self.from_end) < 0 else "maybe"

    def _most(self, schedule: Schedule, point: int, from_: int, paths: Mapping[int, int]) -> int:
        by_calendar = schedule.latest[point] - self.schedule.earliest[from_]
        return min(by_calendar, paths.get(point, FAR) if schedule is self.schedule else FAR)

    def _least(self, schedule: Schedule, point: int, to: int, paths: Mapping[int, int]) -> int:
        by_calendar = self.schedule.latest[to] - schedule.earliest[point]
        return -min(by_calendar, paths.get(point, FAR) if schedule is self.schedule else FAR)
