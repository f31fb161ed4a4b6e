"""Windows of time, and what a date expression says of a start and an end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal, get_args

from dateline.time.calendar import (
    LATEST_DATE,
    Span,
    day_start,
    join_spans,
    spans_of_years,
)

Kind = Literal["date", "interval", "one of", "all of"]
Qualifier = Literal["", "?", "~", "%"]
Precision = Literal[
    "second", "day", "month", "season", "quarter", "quadrimester", "semester", "year", "decade",
    "century", "millennium", "unspecified",
]  # fmt: skip
"""The finest thing that is said, finest first; "unspecified" is coarser than a millennium."""

MAX_PARTS: Final = 10_000
"""A window with more alternatives than this keeps only their hull."""

PRECISIONS: tuple[Precision, ...] = get_args(Precision)
YEAR_PRECISIONS: tuple[Precision, ...] = PRECISIONS[PRECISIONS.index("year") :]


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open span of seconds since 1970 UTC in which a moment lies; None = no bound there.

    ``parts`` are the disjoint sorted alternatives where the window has holes (sets and masks such
    as ``2015-XX-28``), else empty. A window that is open on a side, or that has more than
    ``MAX_PARTS`` alternatives, has no parts: it is their hull.
    """

    earliest: int | None
    before: int | None
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DateExpression:
    """What an EDTF expression says of a start and an end.

    For a plain date and "one of" a set both lie in the same window. For an interval and for "all
    of" a set they lie in the windows of its first and its last member. ``precision`` is that of
    the coarsest member.
    """

    text: str
    kind: Kind
    start: Window
    end: Window
    qualifier: Qualifier
    precision: Precision

    @property
    def window(self) -> Window:
        """The hull from the earliest start to the latest end, without parts."""
        return Window(self.start.earliest, self.end.before)


def union(spans: Iterable[Span], before: int) -> Window:
    """Return the window of alternatives, sorted by their start, that end by ``before``."""
    parts = tuple(islice(join_spans(spans), MAX_PARTS + 1))
    return Window(parts[0][0], before, parts if 1 < len(parts) <= MAX_PARTS else ())


def over_years(years: Sequence[int], months: Sequence[Span], days: Sequence[int] | None) -> Window:
    """Return the union of the days, or of the whole months, in years.

    Raises:
        ValueError: none of the days exists.
    """
    # The end is looked for from the last year: 29 February need not exist there, and a window
    # with too many parts is not walked to its end.
    for year in reversed(years):
        last = list(spans_of_years((year,), months, days))
        if last:
            return union(spans_of_years(years, months, days), last[-1][1])
    raise ValueError("none of the days exists")


def whole_years(first: int, last: int) -> Window:
    """Return the window of the years first to last; it is open where they are too far to count.

    >>> whole_years(-13_800_000_000, -13_800_000_000) == Window(None, 1 - LATEST_DATE)
    True
    """
    begin, end = day_start(first), day_start(last + 1)
    return Window(
        None if begin < -LATEST_DATE else min(begin, LATEST_DATE - 1),
        None if end > LATEST_DATE else max(end, 1 - LATEST_DATE),
    )


def wholly_before(one: Window, other: Window) -> bool:
    """Whether every moment of one window comes before every moment of the other."""
    return one.before is not None and other.earliest is not None and one.before <= other.earliest


def least(bounds: Sequence[int | None]) -> int | None:
    """Return the least of some lower bounds; None where one of them is open."""
    known = [bound for bound in bounds if bound is not None]
    return min(known) if len(known) == len(bounds) else None


def greatest(bounds: Sequence[int | None]) -> int | None:
    """Return the greatest of some upper bounds; None where one of them is open."""
    known = [bound for bound in bounds if bound is not None]
    return max(known) if len(known) == len(bounds) else None
