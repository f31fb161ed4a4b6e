"""Periods of the calendar, by which a range of time is found again: a day, two months, a century.

A range lies in one period: the finest one that holds it, of one calendar unit or of two neighbours.
So what can lie in a window of time is in one of the periods that the window touches, and these hold
little else. A range that is open on a side lies in a period that is open there, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dateline.time.calendar import (
    DAY,
    HORIZON,
    add_months,
    civil,
    day_of,
    day_start,
    format_day,
    month_start,
    week_start,
)

#: The year in which the horizon lies has fewer digits than this.
_MOST_DIGITS: Final = 11
#: Beyond these years EDTF has no months and days, and the finest period is a year.
_LAST_YEAR: Final = 9999


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar, [begin, end) in seconds since 1970 UTC.

    Its name tells its first and last day, month or year and can stand in an IRI. An open side lies
    at the horizon, beyond every date.
    """

    name: str
    begin: int
    end: int


@lru_cache(maxsize=4096)
def period_of(earliest: int | None, before: int | None) -> Period:
    """Return the period that holds the range [earliest, before); None = open on that side.

    >>> from dateline.time.calendar import parse_datetime as at
    >>> period_of(at("2015-11-24T07:00:00Z"), at("2015-11-24T09:00:00Z")).name
    '2015-11-24'
    >>> period_of(at("2015-11-24T00:00:00Z"), at("2015-11-27T00:00:00Z")).name
    '2015-11-23_2015-11-29'
    >>> period_of(at("2015-11-24T00:00:00Z"), None).name
    'from-2015'
    """
    if earliest is not None and before is not None:
        last = max(earliest, before - 1)
        return next(_holding(earliest, last))
    if earliest is not None:
        year = civil(earliest)[0]
        return Period(f"from-{_year(year)}", day_start(year), HORIZON)
    if before is not None:
        year = civil(before - 1)[0]
        return Period(f"until-{_year(year)}", -HORIZON, day_start(year + 1))
    return Period("any", -HORIZON, HORIZON)


@lru_cache(maxsize=4096)
def years_of(period: Period) -> Period:
    """Return the period of whole years in which a period lies; one of whole years is its own."""
    if period.begin == -HORIZON or period.end == HORIZON:
        return period
    return next(_years_holding(period.begin, period.end - 1))


def _holding(first: int, last: int) -> Iterator[Period]:
    """Yield the periods that hold the seconds from first to last, the finest one first."""
    if max(abs(civil(first)[0]), abs(civil(last)[0])) <= _LAST_YEAR:
        for start_of, next_of, write in _UNITS:
            begin = start_of(first)
            for end in (next_of(begin), next_of(next_of(begin))):
                if last < end:
                    yield Period(write(begin, end), begin, end)
    yield from _years_holding(first, last)


def _years_holding(first: int, last: int) -> Iterator[Period]:
    """Yield the periods of one or two years, decades, centuries and so on that hold a range."""
    first_year, last_year = civil(first)[0], civil(last)[0]
    for digits in range(_MOST_DIGITS):
        unit = 10**digits
        begin = first_year - first_year % unit
        for end in (begin + unit, begin + 2 * unit):
            if last_year < end:
                yield Period(_years(begin, end - 1), day_start(begin), day_start(end))


def _named(first: str, last: str) -> str:
    return first if first == last else f"{first}_{last}"


def _year(year: int) -> str:
    if abs(year) > _LAST_YEAR:
        return f"Y{year}"
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def _years(first: int, last: int) -> str:
    return _named(_year(first), _year(last))


def _days(begin: int, end: int) -> str:
    return _named(format_day(begin), format_day(end - DAY))


def _months(begin: int, end: int) -> str:
    return _named(format_day(begin)[: -len("-01")], format_day(end - DAY)[: -len("-31")])


def _quarter_start(moment: int) -> int:
    year, month, _ = civil(moment)
    return day_start(year, month - (month - 1) % 3)


_Step = Callable[[int], int]
#: The units within a year: where one begins that holds a moment, the next one, and their name.
_UNITS: Final[tuple[tuple[_Step, _Step, Callable[[int, int], str]], ...]] = (
    (day_of, lambda begin: begin + DAY, _days),
    (week_start, lambda begin: begin + 7 * DAY, _days),
    (month_start, lambda begin: add_months(begin, 1), _months),
    (_quarter_start, lambda begin: add_months(begin, 3), _months),
)
