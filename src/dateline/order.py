"""Which of two events came first: yes, no or maybe, and why.

Answers come from exact distances between the four ends of the two events; nothing is closed over
all pairs. A "maybe" shows a schedule of all events that fits every claim and answers otherwise.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dateline.chronology import Chronology, fitting_schedule
from dateline.model import Iri
from dateline.network import ORIGIN, Basis, Edge, Network, end_of, start_of
from dateline.relations import ALLEN, RELATIONS, Inequality
from dateline.solver import Schedule, explain

Answer = Literal["yes", "no", "maybe"]
FAR = 1 << 62


@dataclass(frozen=True)
class Order:
    """Whether A ends before B starts, whether A starts before B, and what else may be.

    ``possible`` names the relations of Allen that are left; ``because`` are the constraints that
    settle ``before`` (empty for maybe); ``counter_example`` gives a start and an end, in seconds,
    to both events such that every claim holds and A does *not* come before B, for maybe only;
    ``example`` one in which it does.
    """

    before: Answer
    starts_before: Answer
    possible: tuple[str, ...]
    because: tuple[Edge, ...]
    counter_example: Mapping[Iri, tuple[int, int]] | None = None
    example: Mapping[Iri, tuple[int, int]] | None = None


def order(chronology: Chronology, a: Iri, b: Iri) -> Order:
    """Return how two events are ordered. Both must be events of the chronology."""
    ends = {
        "sA": (a, chronology.points(a)[0]),
        "tA": (a, chronology.points(a)[1]),
        "sB": (b, chronology.points(b)[0]),
        "tB": (b, chronology.points(b)[1]),
    }
    gaps = {
        (x, y): distance(chronology, ends[x], ends[y])[0]
        for x, y in itertools.permutations(ends, 2)
    }
    possible = tuple(name for name in ALLEN if _possible(gaps, RELATIONS[name].hard))
    ends_first = _answer(gaps, Inequality("tA", "sB", 0))
    because: tuple[Edge, ...] = ()
    if ends_first == "yes":
        because = distance(chronology, ends["sB"], ends["tA"])[1]
    elif ends_first == "no":
        because = distance(chronology, ends["tA"], ends["sB"])[1]
    maybe = ends_first == "maybe"
    return Order(
        ends_first,
        _answer(gaps, Inequality("sA", "sB", -1)),
        possible,
        because,
        _schedule_with(chronology, a, b, Inequality("sB", "tA", -1)) if maybe else None,
        _schedule_with(chronology, a, b, Inequality("tA", "sB", 0)) if maybe else None,
    )


def _answer(gaps: Mapping[tuple[str, str], int], asked: Inequality) -> Answer:
    """``left - right <= weight``: certain when no longer path exists, refuted by a negative cycle."""
    if gaps[asked.right, asked.left] <= asked.weight:
        return "yes"
    return "no" if gaps[asked.left, asked.right] + asked.weight < 0 else "maybe"


def _possible(gaps: Mapping[tuple[str, str], int], asked: tuple[Inequality, ...]) -> bool:
    """Whether the inequalities fit the distances: no negative cycle among the four ends."""
    reach = dict(gaps)
    for left, right, weight in asked:
        reach[right, left] = min(reach[right, left], weight)
    names = ("sA", "tA", "sB", "tB")
    for via, x, y in itertools.product(names, repeat=3):
        if via not in (x, y):
            across = reach[x, via] + reach[via, y]
            if across < reach.get((x, y), 0 if x == y else FAR):
                reach[x, y] = across
    return all(reach.get((x, x), 0) >= 0 for x in names)


def distance(
    chronology: Chronology, source: tuple[Iri, int], target: tuple[Iri, int]
) -> tuple[int, tuple[Edge, ...]]:
    """Return the tightest bound on ``target - source`` in seconds, and the edges it comes from.

    Through the calendar it is the latest time of the one less the earliest of the other; within a
    component, Dijkstra on costs reduced by the latest times, which are a schedule that fits.
    """
    first, second = chronology.schedule(source[0]), chronology.schedule(target[0])
    by_calendar = second.latest[target[1]] - first.earliest[source[1]]
    if first is second:
        found = _within(first, source[1], target[1], by_calendar)
        if found is not None:
            return found
    reasons = (
        *explain(first, source[1], "earliest"),
        *explain(second, target[1], "latest"),
    )
    return by_calendar, reasons


def _within(
    schedule: Schedule, source: int, target: int, limit: int
) -> tuple[int, tuple[Edge, ...]] | None:
    """Return a path that is shorter than the limit and does not use the calendar, if there is one."""
    late = schedule.latest
    leaving: dict[int, list[Edge]] = {}
    for edge in schedule.edges:
        if ORIGIN not in (edge.source, edge.target):
            leaving.setdefault(edge.source, []).append(edge)
    best = {source: 0}
    came: dict[int, Edge] = {}
    heap = [(0, source)]
    while heap:
        reduced, here = heapq.heappop(heap)
        if reduced > best[here]:
            continue
        if here == target:
            path: list[Edge] = []
            while here != source:
                path.append(came[here])
                here = came[here].source
            return reduced - late[source] + late[target], tuple(reversed(path))
        for edge in leaving.get(here, ()):
            cost = reduced + edge.weight + late[edge.source] - late[edge.target]
            too_far = cost - late[source] + late[target] >= limit
            if not too_far and cost < best.get(edge.target, FAR):
                best[edge.target] = cost
                came[edge.target] = edge
                heapq.heappush(heap, (cost, edge.target))
    return None


def _schedule_with(
    chronology: Chronology, a: Iri, b: Iri, extra: Inequality
) -> Mapping[Iri, tuple[int, int]]:
    """Return times of both events in a schedule that fits all claims and the extra inequality."""
    network = _joined(chronology.schedule(a), chronology.schedule(b))
    s, t = network.number[a], network.number[b]
    point = {"sA": start_of(s), "tA": end_of(s), "sB": start_of(t), "tB": end_of(t)}
    asked = Edge(point[extra.right], point[extra.left], extra.weight, Basis((), "asked", a, b))
    known = [v for pair in chronology.display_schedule.values() for v in pair]
    schedule = fitting_schedule(
        Network(network.events, (*network.edges, asked), network.anchored),
        (min(known), max(known)),
    )
    return {
        event: (schedule.middle(start_of(number)), schedule.middle(end_of(number)))
        for event, number in ((a, s), (b, t))
    }


def _joined(first: Schedule, second: Schedule) -> Network:
    """Return one network of the parts that the two schedules solve."""
    if first is second:
        return first.network
    one, two = first.network, second.network
    shift = 2 * len(one.events)

    def moved(point: int) -> int:
        return point if point == ORIGIN else point + shift

    return Network(
        (*one.events, *two.events),
        (
            *one.edges,
            *(Edge(moved(e.source), moved(e.target), e.weight, e.basis) for e in two.edges),
        ),
        (
            *one.anchored,
            *(
                rule._replace(
                    event=rule.event + len(one.events), anchor=rule.anchor + len(one.events)
                )
                for rule in two.anchored
            ),
        ),
    )
