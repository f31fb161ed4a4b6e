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

from dateline.reasoning.kernel import HELD, Index, Whole, arcs_by_tail, compiled, in_order, relax
from dateline.reasoning.network import ORIGIN
from dateline.time.calendar import HORIZON


@dataclass(frozen=True, eq=False)
class Arcs:
    """The constraints as arcs in one direction, sorted by where they leave.

    ``looked_at`` are all points in the order in which a search had best look at them first.
    """

    offsets: Index
    order: Index
    heads: Index
    weights: Whole
    looked_at: Index


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
        return self._arcs(self.source, self.target)

    @cached_property
    def incoming(self) -> Arcs:
        """The constraints backwards, by target: paths to the origin give earliest times."""
        return self._arcs(self.target, self.source)

    def _arcs(self, tails: Index, heads: Index) -> Arcs:
        offsets = np.zeros(self.points + 1, np.int32)
        order = np.zeros(tails.size, np.int32)
        compiled(arcs_by_tail)(tails, offsets, order)
        heads, looked_at = heads[order], np.zeros(self.points, np.int32)
        compiled(in_order)(ORIGIN, offsets, heads, looked_at)
        return Arcs(offsets, order, heads, self.weight[order], looked_at)

    def fits(self, times: Whole) -> bool:
        """Whether times of all points keep every constraint; the origin's own must be 0."""
        gaps = times[self.target]
        gaps -= times[self.source]
        return bool(times[ORIGIN] == 0 and (gaps <= self.weight).all())


@dataclass(frozen=True, eq=False)
class Extremes:
    """The earliest and the latest time of every point; both are schedules that fit.

    ``fixes_earliest`` and ``fixes_latest`` explain them: the number of the constraint that fixes
    the bound of a point, from the bound of the point at its other end; ``HELD`` for the origin and
    for what no constraint bounds.
    """

    earliest: Whole
    latest: Whole
    fixes_earliest: Index
    fixes_latest: Index


@dataclass(frozen=True, eq=False)
class Cycle:
    """The numbers of constraints around a cycle of negative weight: they cannot all hold."""

    numbers: Index


def extremes(columns: Columns, horizon: tuple[int, int] = (-HORIZON, HORIZON)) -> Extremes | Cycle:
    """Return both bounds of every point within the horizon, or why there are none.

    Time about O(constraints) on networks of news, memory about 100 bytes for each constraint.
    """
    found = shortest_from(columns.outgoing, columns.points, horizon[1])
    if isinstance(found, Cycle):
        return found
    latest, fixes_latest = found
    found = shortest_from(columns.incoming, columns.points, -horizon[0])
    if isinstance(found, Cycle):  # it reaches beyond the horizon of the past
        return Cycle(found.numbers[::-1])
    to_origin, fixes_earliest = found
    return Extremes(np.negative(to_origin, out=to_origin), latest, fixes_earliest, fixes_latest)


def shortest_from(
    arcs: Arcs, points: int, reach: int, start: int = ORIGIN
) -> tuple[Whole, Index] | Cycle:
    """Return the distance of every point from the start, at most ``reach``, and the last arc.

    The arc is the number of a constraint, or ``HELD`` where no path is that short.
    """
    distance = np.full(points, reach, np.int64)
    distance[start] = 0
    parent, arc = np.full(points, start, np.int32), np.full(points, HELD, np.int32)
    tail, closing = compiled(relax)(
        start, arcs.offsets, arcs.heads, arcs.weights, distance, parent, arc, arcs.looked_at.copy()
    )
    if closing >= 0:
        places = [closing]
        while tail != arcs.heads[closing] and arc[tail] != HELD:  # or it leads to the horizon
            places.append(arc[tail])
            tail = parent[tail]
        return Cycle(arcs.order[places[::-1]])
    arc[arc >= 0] = arcs.order[arc[arc >= 0]]
    return distance, arc


def certified(columns: Columns, found: Extremes) -> bool:
    """Whether the bounds prove themselves.

    Both extreme schedules keep every constraint, so each bound is reached; and every constraint
    that fixes a bound is tight, so none can be wider.
    """
    return (
        columns.fits(found.latest)
        and columns.fits(found.earliest)
        and _tight(columns, found.latest, found.fixes_latest, columns.target)
        and _tight(columns, found.earliest, found.fixes_earliest, columns.source)
    )


def _tight(columns: Columns, times: Whole, fixes: Index, arrives: Index) -> bool:
    """Whether the constraint that fixes a bound ends at its point, and leaves no slack."""
    (fixed,) = np.nonzero(fixes != HELD)
    number = fixes[fixed]
    slack = columns.weight[number] - times[columns.target[number]] + times[columns.source[number]]
    return bool((arrives[number] == fixed).all() and not slack.any())


def chain(columns: Columns, found: Extremes, point: int, *, latest: bool) -> list[int]:
    """Return the numbers of the constraints from the origin to a point that fix its bound."""
    fixes = found.fixes_latest if latest else found.fixes_earliest
    comes_from = columns.source if latest else columns.target
    numbers: list[int] = []
    while fixes[point] != HELD:
        numbers.append(int(fixes[point]))
        point = int(comes_from[numbers[-1]])
    return numbers[::-1]
