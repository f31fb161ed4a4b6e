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
from typing import Literal, NamedTuple

from dateline.reasoning.dated import (
    anchor_edges,
    anchor_known_by,
    first_fit,
    gap_edges,
    last_fit,
    window_edges,
)
from dateline.reasoning.network import (
    ORIGIN,
    SIDES,
    Alternatives,
    Anchored,
    Basis,
    Edge,
    Network,
    Side,
    end_of,
    start_of,
)
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
        Where dates have holes, midway may lie in one, and it is the earliest schedule instead.
        """
        if self.network.alternatives:
            return self.earliest[point]
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
    def relating_backwards(self) -> Mapping[int, Sequence[Edge]]:
        """The same edges by the point at which they arrive."""
        arriving: dict[int, list[Edge]] = {}
        for edges in self.relating.values():
            for edge in edges:
                arriving.setdefault(edge.target, []).append(edge)
        return arriving

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

    What edges cannot say is refined with the bounds until nothing changes. For dates with holes
    that is exact. Dates anchored to other events are refined for ``ROUNDS`` rounds; stopping early
    leaves bounds wider than they could be, never too narrow.
    """
    edges = [
        *network.edges,
        *_least_durations(network),
        *(edge for date in network.anchored for edge in gap_edges(date)),
    ]
    refined: dict[_Place, _Refined] = {}
    found = _bounds(network, edges, horizon)
    rounds = 0
    while isinstance(found, Schedule) and not network.is_plain:
        rounds += 1
        news = _fit(network.alternatives, found, refined)
        if rounds <= ROUNDS:
            news |= _refine(network.anchored, found, refined)
            news |= _turn_back(network.anchored, found, refined)
        if not news:
            break
        found = _bounds(
            network, [*edges, *(e for one in refined.values() for e in one.edges)], horizon
        )
    return found


def _least_durations(network: Network) -> list[Edge]:
    """Every event lasts at least a second: ``start - end <= -1``."""
    return [
        Edge(end_of(n), start_of(n), -1, Basis((), "lasts", event))
        for n, event in enumerate(network.events)
    ]


_Place = tuple[Literal["anchored", "anchor", "alternatives"], int, Side]


class _Refined(NamedTuple):
    """What is known so far of one side of a date, and the edges that say so."""

    known: Window | int
    edges: list[Edge]


def _fit(
    dates: Sequence[Alternatives], schedule: Schedule, refined: dict[_Place, _Refined]
) -> bool:
    """Take up which spans of dates with holes the bounds rule out; False where that is no news."""
    news = False
    for number, date in enumerate(dates):
        s, t = start_of(date.event), end_of(date.event)
        fits = {
            "earliest": first_fit(date, schedule.earliest[s], schedule.earliest[t]),
            "latest": last_fit(date, schedule.latest[s], schedule.latest[t]),
        }
        nothing_new = {"earliest": 0, "latest": len(date.spans) - 1}
        for side in SIDES:
            place: _Place = ("alternatives", number, side)
            before = refined[place].known if place in refined else nothing_new[side]
            if fits[side] == before:
                continue
            rest = (
                Window(date.spans[fits[side]][0], None)
                if side == "earliest"
                else Window(None, date.spans[fits[side]][1])
            )
            basis = _resting_on(date.basis, schedule, _deciding(date, schedule, side), side)
            edges = window_edges(date.event, date.prop, rest, rest, basis)
            refined[place] = _Refined(fits[side], edges)
            news = True
    return news


def _deciding(date: Alternatives, schedule: Schedule, side: Side) -> int:
    """Return the point whose bound rules out the spans that are ruled out."""
    s, t = start_of(date.event), end_of(date.event)
    if date.prop == "when":
        if side == "earliest":
            return s if schedule.earliest[s] + 1 >= schedule.earliest[t] else t
        return t if schedule.latest[t] - 1 <= schedule.latest[s] else s
    by_side = {"startsOn": (s, s), "endsOn": (t, t), "activeOn": (s, t)}[date.prop]
    return by_side[SIDES.index(side)]


def _resting_on(basis: Basis, schedule: Schedule, point: int, side: Side) -> Basis:
    """Return the basis with the claims that fix a bound added to its own."""
    fixed_by = (claim for edge in explain(schedule, point, side) for claim in edge.basis.claims)
    return replace(basis, claims=tuple(dict.fromkeys((*basis.claims, *fixed_by))))


def _refine(rules: Sequence[Anchored], schedule: Schedule, refined: dict[_Place, _Refined]) -> bool:
    """Take up what the anchors' bounds say now of anchored dates; False where that is no news.

    Each side of a window rests on the claims that fix the same side of the anchor.
    """
    news = False
    for number, rule in enumerate(rules):
        for side in SIDES:
            place: _Place = ("anchored", number, side)
            window = _side_of_window(rule, schedule, side)
            if window == (refined[place].known if place in refined else Window(None, None)):
                continue
            basis = _resting_on(rule.basis, schedule, start_of(rule.anchor), side)
            edges = window_edges(rule.event, rule.prop, window, window, basis)
            refined[place] = _Refined(window, edges)
            news = True
    return news


def _turn_back(
    rules: Sequence[Anchored], schedule: Schedule, refined: dict[_Place, _Refined]
) -> bool:
    """Take up what the bounds of dated events say now of their anchors; False where no news."""
    news = False
    for number, rule in enumerate(rules):
        for side in SIDES:
            place: _Place = ("anchor", number, side)
            point = anchor_known_by(rule, side)
            bound = schedule.earliest[point] if side == "earliest" else schedule.latest[point]
            if abs(bound) >= UNKNOWN or (place in refined and refined[place].known == bound):
                continue
            basis = _resting_on(rule.basis, schedule, point, side)
            edges = anchor_edges(rule._replace(basis=basis), side, bound)
            refined[place] = _Refined(bound, edges)
            news = news or bool(edges)
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
