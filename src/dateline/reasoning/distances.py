"""How far apart two points can be: exact distances, found for just the points that are asked about.

Shortest paths by Dijkstra on costs reduced by the latest times, which are a schedule that fits
(Johnson 1977). The calendar is left out of them: it is a hub, and its part of the answer is known
from the bounds.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping

from dateline.reasoning.network import Edge
from dateline.reasoning.solver import Schedule, explain

End = tuple[Schedule, int]  # a point and the schedule that it is a point of
FAR = 1 << 62


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


def comes_after(schedule: Schedule, point: int, others: Collection[int]) -> bool:
    """Whether a point certainly comes after some of the others, by paths without the calendar."""
    late = schedule.latest
    most = max((late[point] - late[other] for other in others), default=0)
    best = {point: 0}
    heap = [(0, point)]
    while heap:
        reduced, here = heapq.heappop(heap)
        if reduced > best[here]:
            continue
        if here in others and reduced < late[point] - late[here]:
            return True
        for edge in schedule.relating.get(here, ()):
            cost = reduced + edge.weight + late[edge.source] - late[edge.target]
            if cost < min(most, best.get(edge.target, FAR)):
                best[edge.target] = cost
                heapq.heappush(heap, (cost, edge.target))
    return False


def distances_from(schedule: Schedule, point: int, *, backwards: bool = False) -> Mapping[int, int]:
    """Return the tightest bound on ``other - point`` for every point that paths lead to.

    Backwards: on ``point - other``, for every point that paths lead from. The calendar is left
    out; see ``distance``.
    """
    late = schedule.latest
    arcs = schedule.relating_backwards if backwards else schedule.relating
    best = {point: 0}
    done: dict[int, int] = {}
    heap = [(0, point)]
    while heap:
        reduced, here = heapq.heappop(heap)
        if here in done:
            continue
        shift = late[here] - late[point]
        done[here] = reduced - shift if backwards else reduced + shift
        for edge in arcs.get(here, ()):
            cost = reduced + edge.weight + late[edge.source] - late[edge.target]
            there = edge.source if backwards else edge.target
            if cost < best.get(there, FAR):
                best[there] = cost
                heapq.heappush(heap, (cost, there))
    return done
