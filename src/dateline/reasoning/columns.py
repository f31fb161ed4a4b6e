"""A network of very many points as arrays, and both bounds of every point.

What ``solver.settle`` says of a network of objects, this says of columns: one row for each
constraint ``target - source <= weight``, with nothing said of what it rests on. Point 0 is the
origin; seconds are whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dateline.reasoning.kernel import (
    HELD,
    Index,
    Points,
    Whole,
    compiled,
    heads_by_tail,
    in_order,
    last_arcs,
    lay_out,
    proves,
    relax,
)
from dateline.reasoning.network import ORIGIN
from dateline.time.calendar import HORIZON


@dataclass(frozen=True, eq=False)
class Arcs:
    """The constraints as arcs in one direction, with the points renumbered.

    ``place`` is the new number of each point, in an order in which a search had best look at them:
    so what is looked at together lies together. The arcs are sorted by where they leave; ``order``
    are the numbers of their constraints.
    """

    place: Points
    offsets: Points
    order: Index
    heads: Points
    weights: Whole


@dataclass(frozen=True, eq=False)
class Columns:
    """Constraints ``target - source <= weight`` between points 0 to ``points - 1``."""

    points: int
    source: Index
    target: Index
    weight: Whole

    @classmethod
    def of(
        cls, points: int, source: npt.ArrayLike, target: npt.ArrayLike, weight: npt.ArrayLike
    ) -> Columns:
        """Return the columns of any sequences of whole numbers of the same length."""
        return cls(
            points,
            np.asarray(source, np.int32),
            np.asarray(target, np.int32),
            np.asarray(weight, np.int64),
        )

    @cached_property
    def outgoing(self) -> Arcs:
        """The constraints as they stand, by source: paths from the origin give latest times."""
        in_turn, leave, _ = self.turns
        return self._arcs(self.source, self.target, in_turn, leave)

    @cached_property
    def incoming(self) -> Arcs:
        """The constraints backwards, by target: paths to the origin give earliest times."""
        in_turn, _, arrive = self.turns
        return self._arcs(self.target, self.source, in_turn[::-1], arrive)

    @cached_property
    def turns(self) -> tuple[Index, Index, Index]:
        """All points, each after those that lead to it, as far as that can be.

        And for each point, how many constraints leave it and arrive at it.
        """
        leave, arrive = np.zeros(self.points, np.int32), np.zeros(self.points, np.int32)
        starts, leaving = np.empty(self.points, np.int32), np.empty(self.source.size, np.int32)
        compiled(heads_by_tail)(self.source, self.target, leave, arrive, starts, leaving)
        found = np.empty(self.points, np.int32)
        compiled(in_order)(ORIGIN, starts, leave, leaving, found)
        return found, leave, arrive

    def _arcs(self, tails: Index, heads: Index, in_turn: Index, degree: Index) -> Arcs:
        place = np.empty(self.points, np.uint32)
        place[in_turn] = np.arange(self.points, dtype=np.uint32)
        offsets = np.empty(self.points + 1, np.uint32)
        np.cumsum(degree[in_turn], out=offsets[:-1])
        offsets[-1] = tails.size
        order = np.empty(tails.size, np.int32)
        new_heads, weights = np.empty(tails.size, np.uint32), np.empty(tails.size, np.int64)
        compiled(lay_out)(tails, heads, self.weight, place, offsets, order, new_heads, weights)
        return Arcs(place, offsets, order, new_heads, weights)


@dataclass(frozen=True, eq=False)
class Paths:
    """The distance of every point, and the last arc on its way, as places among the arcs."""

    distance: Whole
    arcs: Arcs
    arc: Index

    @cached_property
    def last(self) -> Index:
        """The number of the constraint that comes last; ``HELD`` where none is on the way."""
        last = np.empty(self.arc.size, np.int32)
        compiled(last_arcs)(self.arcs.place, self.arc, self.arcs.order, last)
        return last


@dataclass(frozen=True, eq=False)
class Extremes:
    """The earliest and the latest time of every point; both are schedules that fit.

    ``fixes_earliest`` and ``fixes_latest`` explain them: the number of the constraint that fixes
    the bound of a point, from the bound of the point at its other end; ``HELD`` for the origin and
    for what no constraint bounds.
    """

    earliest: Whole
    latest: Whole
    to_origin: Paths
    from_origin: Paths

    @property
    def fixes_earliest(self) -> Index:
        """By point, what fixes its earliest time."""
        return self.to_origin.last

    @property
    def fixes_latest(self) -> Index:
        """By point, what fixes its latest time."""
        return self.from_origin.last


@dataclass(frozen=True, eq=False)
class Cycle:
    """The numbers of constraints around a cycle of negative weight: they cannot all hold."""

    numbers: Index


def extremes(columns: Columns, horizon: tuple[int, int] = (-HORIZON, HORIZON)) -> Extremes | Cycle:
    """Return both bounds of every point within the horizon, or why there are none.

    Time about O(constraints) on networks of news, memory about 100 bytes for each constraint.
    """
    ahead = shortest_from(columns.outgoing, horizon[1])
    if isinstance(ahead, Cycle):
        return ahead
    back = shortest_from(columns.incoming, -horizon[0])
    if isinstance(back, Cycle):  # it reaches beyond the horizon of the past
        return Cycle(back.numbers[::-1])
    return Extremes(-back.distance, ahead.distance, back, ahead)


def shortest_from(arcs: Arcs, reach: int, start: int = ORIGIN) -> Paths | Cycle:
    """Return the distance of every point from the start, at most ``reach``."""
    points, first = arcs.place.size, int(arcs.place[start])
    distance = np.full(points, reach, np.int64)
    distance[first] = 0
    parent, arc = np.full(points, first, np.uint32), np.full(points, HELD, np.int32)
    tail, closing = compiled(relax)(
        first, arcs.offsets, arcs.heads, arcs.weights, distance, parent, arc
    )
    if closing < 0:
        return Paths(distance[arcs.place], arcs, arc)
    places = [closing]
    while tail != arcs.heads[closing] and arc[tail] != HELD:  # or it leads to the horizon
        places.append(arc[tail])
        tail = parent[tail]
    return Cycle(arcs.order[places[::-1]])


def certified(columns: Columns, found: Extremes) -> bool:
    """Whether the bounds prove themselves.

    Both extreme schedules keep every constraint, so each bound is reached; and every constraint
    that fixes a bound is tight, so none can be wider.
    """
    return bool(
        found.latest[ORIGIN] == found.earliest[ORIGIN] == 0
        and compiled(proves)(
            columns.source,
            columns.target,
            columns.weight,
            found.earliest,
            found.latest,
            found.fixes_earliest,
            found.fixes_latest,
        )
    )


def chain(columns: Columns, found: Extremes, point: int, *, latest: bool) -> list[int]:
    """Return the numbers of the constraints from the origin to a point that fix its bound."""
    fixes = found.fixes_latest if latest else found.fixes_earliest
    comes_from = columns.source if latest else columns.target
    numbers: list[int] = []
    while fixes[point] != HELD:
        numbers.append(int(fixes[point]))
        point = int(comes_from[numbers[-1]])
    return numbers[::-1]
