"""How one event is drawn in a picture of time: marks, placed in percent of its width.

A line runs from the earliest start to the latest end, with a cap where a bound is known and dots
where none is; a bar fills the time in which the event was certainly going on. What is known to
within less than a mark's own size is a single mark. ``templates/page.js`` draws the same when a
reader zooms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from dateline.exports.axis import Frame
from dateline.timeline import Entry

Shape = Literal["line", "dots", "band", "core", "cap", "tick", "point"]

#: Below this part of the width, in percent, a mark stands for the whole of it.
POINT = 0.9
#: More events than these are not looked at one by one: neither drawn so, nor asked for their order.
MOST_ROWS = 300
#: How to read the drawing.
READING = (
    "Each line reaches from the earliest possible start to the latest possible end. A cap is a"
    " bound that is known; dots lead on where none is, and a short tick then shows by when the"
    " event had begun, or before when it was not over. A bar fills the time in which the event was"
    " certainly going on; a dot is an event that is known more closely than can be drawn. Events"
    " without a date stand where their order puts them. All times are UTC."
)
#: The same for the lines at its left, where there are any.
READING_TIES = "Of events along one line at the left it is not known which started first."
#: The same for events that are drawn together, as how many there are at a time.
READING_CROWDS = (
    "The higher the light area, the more events may have been going on then; the dark area is of"
    " those that certainly were. Events without any known bound are counted, but not drawn. All"
    " times are UTC."
)
#: Columns of such a drawing.
BINS = 120


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape from ``x`` to ``x2``, in percent of the width; points stand at ``x`` alone."""

    shape: Shape
    x: float
    x2: float = 0.0


def marks(entry: Entry, frame: Frame) -> list[Mark]:
    """Return the marks of an event, those below first; the frame holds all of its known bounds.

    A line of dots runs to the edge where a bound is not known.
    """
    bounds = entry.bounds
    earliest, latest = bounds.start_earliest, bounds.end_latest
    left = 0.0 if earliest is None else frame.place(earliest)
    right = 100.0 if latest is None else frame.place(latest)
    if earliest is not None and latest is not None:
        if right - left < POINT:
            return [Mark("point", (left + right) / 2)]
        found = [Mark("band", left, right), Mark("line", left, right)]
    else:
        found = [Mark("dots", left, right)]
    found += [
        Mark("cap", place)
        for place, bound in ((left, earliest), (right, latest))
        if bound is not None
    ]
    begun, over = bounds.start_latest, bounds.end_earliest
    if begun is not None and over is not None and begun < over:
        found.append(Mark("core", frame.place(begun), frame.place(over)))
        return found
    if begun is not None and latest is None:
        found.append(Mark("tick", frame.place(begun)))
    if over is not None and earliest is None:
        found.append(Mark("tick", frame.place(over)))
    return found


@dataclass(frozen=True, slots=True)
class Crowd:
    """Events together, as columns: how many may, and how many certainly do go on in each."""

    possible: tuple[int, ...]
    certain: tuple[int, ...]

    @property
    def highest(self) -> int:
        """The most events that may have been going on at a time, at least 1."""
        return max(1, *self.possible)


def crowd(entries: Iterable[Entry], frame: Frame) -> Crowd:
    """Return how many events may have been going on in each column, and how many certainly were.

    An event that lies in one column as a whole certainly was, whatever its moment. One without any
    bound may be anywhere, which says nothing of any column: it is in none.
    """
    possible, certain = [0] * BINS, [0] * BINS
    for entry in entries:
        bounds = entry.bounds
        if all(bound is None for bound in bounds.in_order):
            continue
        first, last = _first(bounds.start_earliest, frame), _last(bounds.end_latest, frame)
        for column in range(first, last + 1):
            possible[column] += 1
        begun, over = bounds.start_latest, bounds.end_earliest
        if first == last:
            certain[first] += 1
        elif begun is not None and over is not None and begun < over:
            for column in range(_first(begun, frame), _last(over, frame) + 1):
                certain[column] += 1
    return Crowd(tuple(possible), tuple(certain))


def _first(moment: int | None, frame: Frame) -> int:
    return 0 if moment is None else _column(moment, frame)


def _last(before: int | None, frame: Frame) -> int:
    """Return the column of the last second before a moment."""
    return BINS - 1 if before is None else _column(before - 1, frame)


def _column(moment: int, frame: Frame) -> int:
    return min(BINS - 1, max(0, int(frame.place(moment) * BINS / 100)))


def outline(counts: Sequence[int], most: int, height: int) -> str:
    """Return the path of columns over a line at ``height``, the highest of ``most`` events.

    Every column is one wide; one that has any event is at least a tenth as high as can be.
    """
    steps = [f"M0 {height}"]
    for count in counts:
        high = 0.0 if not count else max(height / 10, height * count / most)
        steps.append(f"V{round(height - high, 2):g}h1")
    return "".join(steps) + f"V{height}Z"
