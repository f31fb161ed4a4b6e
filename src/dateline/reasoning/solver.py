"""A network of time constraints -> the earliest and latest time of every point, or a contradiction.

Two single-source shortest-path runs from the origin give both bounds of every point: the latest
time is the distance from the origin, the earliest is minus the distance to it (Dechter, Meiri and
Pearl 1991).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple, get_args

from dateline.reasoning.dated import gap_edges, window_edges
from dateline.reasoning.network import ORIGIN, Anchored, Basis, Edge, Network, end_of, start_of
from dateline.reasoning.shortest_paths import Contradiction, both_ways
from dateline.time.calendar import HORIZON
from dateline.time.dates import Window
from dateline.time.relative import resolve

#: A bound this far from 1970 rests on the horizon, not on a claim: it is unknown.
UNKNOWN = HORIZON // 4 * 3

#: Anchored dates are refined this often: a hundred dates may hang on one another in a row. More
#: rounds come up only where dates are anchored to each other in a circle.
ROUNDS = 100

Span = tuple[int, int]
Side = Literal["earliest", "latest"]
SIDES: tuple[Side, ...] = get_args(Side)
Arriving = Mapping[int, Sequence[tuple[int, Edge]]]
EVERYTHING: Span = (-HORIZON, HORIZON)


@dataclass(frozen=True)
class Schedule:
    """Bounds of every point of a network that holds together; both are schedules that fit.

    ``earliest`` and ``latest`` are seconds by point; ``edges`` are those of the network with the
    refinements of dates anchored to events and the least duration of each event.
    """

    network: Network
    edges: tuple[Edge, ...]
    earliest: tuple[int, ...]
    latest: tuple[int, ...]

    def middle(self, point: int) -> int:
        """Return the point's time in the schedule midway between the two extreme ones.

        It fits too: the schedules that fit are a convex set, and whole weights survive rounding.
        """
        return (self.earliest[point] + self.latest[point]) // 2

    @cached_property
    def relating(self) -> Mapping[int, Sequence[Edge]]:
        """The edges between events, not to the calendar, by the point that they leave."""
        leaving: dict[int, list[Edge]] = {}
        for edge in self.edges:
            if ORIGIN not in (edge.source, edge.target):
                leaving.setdefault(edge.source, []).append(edge)
        return leaving

    @cached_property
    def tight(self) -> Mapping[Side, Arriving]:
        """The edges that fix bounds, by side and arrival, each with the point it comes from."""
        early: dict[int, list[tuple[int, Edge]]] = {}
        late: dict[int, list[tuple[int, Edge]]] = {}
        for edge in self.edges:
            if self.earliest[edge.target] - self.earliest[edge.source] == edge.weight:
                early.setdefault(edge.source, []).append((edge.target, edge))
            if self.latest[edge.target] - self.latest[edge.source] == edge.weight:
                late.setdefault(edge.target, []).append((edge.source, edge))
        return {"earliest": early, "latest": late}


def settle(network: Network, horizon: Span = EVERYTHING) -> Schedule | Contradiction:
    """Return the bounds of every point within the horizon, or why there are none.

    Dates that are anchored to other events are refined with the anchor's bounds until nothing
    changes, or for ``ROUNDS`` rounds. Stopping early leaves bounds wider than they could be, never
    too narrow.
    """
    edges = [
        *network.edges,
        *_least_durations(network),
        *(edge for date in network.anchored for edge in gap_edges(date)),
    ]
    refined: dict[tuple[int, Side], _Refined] = {}
    found = _bounds(network, edges, horizon)
    for _ in range(ROUNDS):
        if isinstance(found, Contradiction) or not _refine(network.anchored, found, refined):
            break
        windows = [edge for one in refined.values() for edge in one.edges]
        found = _bounds(network, [*edges, *windows], horizon)
    return found


def _least_durations(network: Network) -> list[Edge]:
    """Every event lasts at least a second: ``start - end <= -1``."""
    return [
        Edge(end_of(n), start_of(n), -1, Basis((), "lasts", event))
        for n, event in enumerate(network.events)
    ]


class _Refined(NamedTuple):
    """One side of the window of an anchored date, and the edges that say so."""

    window: Window
    edges: list[Edge]


def _refine(
    rules: Sequence[Anchored], schedule: Schedule, refined: dict[tuple[int, Side], _Refined]
) -> bool:
    """Take up what the anchors' bounds say now of anchored dates; False where that is no news.

    Each side of a window rests on the claims that fix the same side of the anchor.
    """
    news = False
    for number, rule in enumerate(rules):
        point = start_of(rule.anchor)
        for side in SIDES:
            window = _side_of_window(rule, schedule, side)
            before = refined.get((number, side), _Refined(Window(None, None), []))
            if window == before.window:
                continue
            fixed_by = (c for edge in explain(schedule, point, side) for c in edge.basis.claims)
            claims = tuple(dict.fromkeys((*rule.basis.claims, *fixed_by)))
            basis = replace(rule.basis, claims=claims)
            edges = window_edges(rule.event, rule.prop, window, window, basis)
            refined[number, side] = _Refined(window, edges)
            news = True
    return news


def _side_of_window(rule: Anchored, schedule: Schedule, side: Side) -> Window:
    """Return the window of an anchored date, open on the other side."""
    point = start_of(rule.anchor)
    if side == "earliest":
        low = schedule.earliest[point]
        anchor = Window(low if low > -UNKNOWN else None, None)
        return Window(resolve(rule.rule, anchor).earliest, None)
    high = schedule.latest[point]
    anchor = Window(None, high + 1 if high < UNKNOWN else None)
    return Window(None, resolve(rule.rule, anchor).before)


def _bounds(network: Network, edges: Sequence[Edge], horizon: Span) -> Schedule | Contradiction:
    points = 1 + 2 * len(network.events)
    found = both_ways(points, edges, *horizon)
    if isinstance(found, Contradiction):
        return found
    earliest, latest = found
    return Schedule(network, tuple(edges), tuple(earliest), tuple(latest))


def explain(schedule: Schedule, point: int, side: Side) -> tuple[Edge, ...]:
    """Return the edges, from the origin outwards, that fix a bound: with the fewest claims.

    The weights sum to the bound (to minus the bound for the earliest). Empty where the bound rests
    on the horizon: it is unknown. Cheapest path over tight edges, an edge costing the claims that
    it rests on.
    """
    return _fewest_claims(schedule.tight[side], point)


def _fewest_claims(arriving: Arriving, point: int) -> tuple[Edge, ...]:
    """Return the path from the origin to a point that rests on the fewest claims, if there is one.

    ``arriving`` gives, for each point, the edges that arrive there and the points they come from.
    """
    best: dict[int, tuple[int, int]] = {point: (0, 0)}
    onward: dict[int, tuple[int, Edge]] = {}
    heap = [(0, 0, point)]
    while heap:
        claims, steps, here = heapq.heappop(heap)
        if here == ORIGIN:
            return _path(onward, point)
        if (claims, steps) > best[here]:
            continue
        for tail, edge in arriving.get(here, ()):
            cost = (claims + len(edge.basis.claims), steps + 1)
            if tail not in best or cost < best[tail]:
                best[tail] = cost
                onward[tail] = (here, edge)
                heapq.heappush(heap, (*cost, tail))
    return ()


def _path(onward: Mapping[int, tuple[int, Edge]], point: int) -> tuple[Edge, ...]:
    path: list[Edge] = []
    here = ORIGIN
    while here != point:
        here, edge = onward[here]
        path.append(edge)
    return tuple(path)
