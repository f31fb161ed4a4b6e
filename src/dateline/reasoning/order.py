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

from dateline.model import Iri
from dateline.reasoning.chronology import Chronology, fitting_schedule
from dateline.reasoning.network import ORIGIN, Basis, Edge, Network, end_of, start_of
from dateline.reasoning.relations import ALLEN, RELATIONS, Inequality
from dateline.reasoning.shortest_paths import Contradiction
from dateline.reasoning.solver import Schedule, Span, explain, settle

Answer = Literal["yes", "no", "maybe"]
End = tuple[Schedule, int]  # a point and the schedule that it is a point of
FAR = 1 << 62
BEFORE = Inequality("tA", "sB", 0)
NOT_BEFORE = Inequality("sB", "tA", -1)


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
    first, second = _schedules(chronology, a, b)
    ends = {
        "sA": (first, start_of(first.network.number[a])),
        "tA": (first, end_of(first.network.number[a])),
        "sB": (second, start_of(second.network.number[b])),
        "tB": (second, end_of(second.network.number[b])),
    }
    gaps = {(x, y): distance(ends[x], ends[y])[0] for x, y in itertools.permutations(ends, 2)}
    because: tuple[Edge, ...] = ()
    counter_example = example = None
    answer = _answer(gaps, BEFORE)
    if answer == "yes":
        because = distance(ends["sB"], ends["tA"])[1]
    elif answer == "no":
        because = distance(ends["tA"], ends["sB"])[1]
    else:
        span = chronology.known_span
        counter_example = _schedule_with(first, second, a, b, NOT_BEFORE, span)
        example = _schedule_with(first, second, a, b, BEFORE, span)
    # A date anchored to an event can rule out what the distances alone leave open.
    if isinstance(counter_example, Contradiction):
        _add(gaps, BEFORE)
        because, counter_example, example = _claimed(counter_example), None, None
    elif isinstance(example, Contradiction):
        _add(gaps, NOT_BEFORE)
        because, counter_example, example = _claimed(example), None, None
    return Order(
        _answer(gaps, BEFORE),
        _answer(gaps, Inequality("sA", "sB", -1)),
        tuple(name for name in ALLEN if _possible(gaps, RELATIONS[name].hard)),
        because,
        counter_example,
        example,
    )


def _schedules(chronology: Chronology, a: Iri, b: Iri) -> tuple[Schedule, Schedule]:
    """Return a schedule for each event: the same one if a plan and what it relates to share it."""
    first, second = chronology.schedule(a), chronology.schedule(b)
    if b in first.network.number:
        return first, first
    if a in second.network.number:
        return second, second
    return first, second


def _add(gaps: dict[tuple[str, str], int], known: Inequality) -> None:
    """Take one more inequality into account, and what follows from it for every other distance."""
    here = dict.fromkeys(((end, end) for end in ("sA", "tA", "sB", "tB")), 0)
    old = {**gaps, **here}
    for x, y in gaps:
        across = old[x, known.right] + known.weight + old[known.left, y]
        gaps[x, y] = min(gaps[x, y], across)


def _claimed(contradiction: Contradiction) -> tuple[Edge, ...]:
    return tuple(edge for edge in contradiction.edges if edge.basis.rule != "asked")


def _answer(gaps: Mapping[tuple[str, str], int], asked: Inequality) -> Answer:
    """Yes where the distance is as short as asked, no where asking closes a negative cycle."""
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


def distance(source: End, target: End) -> tuple[int, tuple[Edge, ...]]:
    """Return the tightest bound on ``target - source`` in seconds, and the edges it comes from.

    Through the calendar it is the latest time of the one less the earliest of the other; within a
    component, Dijkstra on costs reduced by the latest times, which are a schedule that fits.
    """
    first, second = source[0], target[0]
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
    """Return a path shorter than the limit that does not use the calendar, if there is one."""
    late = schedule.latest
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
        for edge in schedule.relating.get(here, ()):
            cost = reduced + edge.weight + late[edge.source] - late[edge.target]
            too_far = cost - late[source] + late[target] >= limit
            if not too_far and cost < best.get(edge.target, FAR):
                best[edge.target] = cost
                came[edge.target] = edge
                heapq.heappush(heap, (cost, edge.target))
    return None


def _schedule_with(
    first: Schedule, second: Schedule, a: Iri, b: Iri, extra: Inequality, span: Span
) -> Mapping[Iri, tuple[int, int]] | Contradiction:
    """Return times of both events in a schedule that fits all claims and the extra inequality."""
    joined = _joined(first, second)
    s, t = joined.number[a], joined.number[b]
    point = {"sA": start_of(s), "tA": end_of(s), "sB": start_of(t), "tB": end_of(t)}
    asked = Edge(point[extra.right], point[extra.left], extra.weight, Basis((), "asked", a, b))
    network = Network(joined.events, (*joined.edges, asked), joined.anchored)
    settled = settle(network)
    if isinstance(settled, Contradiction):
        return settled
    schedule = fitting_schedule(network, span)
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
