"""Integer calendar arithmetic: the proleptic Gregorian calendar in UTC, for every year.

A moment is a plain ``int``, the seconds since 1970-01-01T00:00:00Z without leap seconds; a civil
day is the moment at which it starts. Years are astronomical: year 0 is 1 BCE, year -1 is 2 BCE.
The standard library's dates stop at the years 1 and 9999, so years are folded into one 400-year
cycle, after which the Gregorian calendar repeats to the day and the weekday.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from dateline.errors import DateError

DAY: Final = 86400
HOUR: Final = 3600
MINUTE: Final = 60

HORIZON: Final = 2**58
"""Every moment lies within this many seconds of 1970: farther than any date can be written."""

LATEST_DATE: Final = 2**57
"""Dates farther than so many seconds (about 4.5 thousand million years) are only bounded by it."""

Span = tuple[int, int]
"""From the first to the second, half-open; or a first month and a number of months."""

PARTS_OF_YEAR: Final[dict[int, tuple[Span, ...]]] = {
    21: ((3, 9),), 22: ((1, 14),), 23: ((3, 9),), 24: ((1, 14),),  # anywhere on Earth
    25: ((3, 3),), 26: ((6, 3),), 27: ((9, 3),), 28: ((1, 2), (12, 3)),  # northern
    29: ((9, 3),), 30: ((1, 2), (12, 3)), 31: ((3, 3),), 32: ((6, 3),),  # southern
    33: ((1, 3),), 34: ((4, 3),), 35: ((7, 3),), 36: ((10, 3),),  # quarters
    37: ((1, 4),), 38: ((5, 4),), 39: ((9, 4),),  # quadrimesters
    40: ((1, 6),), 41: ((7, 6),),  # semesters
}  # fmt: skip
"""ISO 8601-2:2019 sub-year groupings: first months and numbers of months, as alternatives.

Seasons 21 to 24 (spring, summer, autumn, winter) may be meant in either hemisphere and are the hull
of both. A season over the turn of the year may be counted to the year of its start or its end.
"""

_CYCLE_YEARS = 400
_CYCLE_DAYS = 146_097
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_CYCLE_ORDINAL = date(_CYCLE_YEARS, 1, 1).toordinal()
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday
_MAX_OFFSET = 14 * HOUR

UNIT_SECONDS: Final[dict[str, tuple[int, int]]] = {
    "second": (1, 1),
    "minute": (MINUTE, MINUTE),
    "hour": (HOUR, HOUR),
    "day": (DAY, DAY),
    "week": (7 * DAY, 7 * DAY),
    "month": (28 * DAY, 31 * DAY),
    "year": (365 * DAY, 366 * DAY),
}
"""The shortest and the longest length of every unit of time, in seconds."""

MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def saturate(seconds: int) -> int:
    """Return ``seconds``, or the nearest moment at which dates saturate."""
    return max(-LATEST_DATE, min(LATEST_DATE, seconds))


def day_start(year: int, month: int = 1, day: int = 1) -> int:
    """Return the first second of a civil day.

    Raises:
        ValueError: the month or the day does not exist.
    """
    cycle, year_in_cycle = divmod(year, _CYCLE_YEARS)
    folded = date(_CYCLE_YEARS + year_in_cycle, month, day).toordinal() - _EPOCH_ORDINAL
    return (folded + (cycle - 1) * _CYCLE_DAYS) * DAY


def civil(seconds: int) -> tuple[int, int, int]:
    """Return the (year, month, day) in which a moment lies."""
    days = seconds // DAY + _EPOCH_ORDINAL - _CYCLE_ORDINAL
    cycle, day_in_cycle = divmod(days, _CYCLE_DAYS)
    folded = date.fromordinal(_CYCLE_ORDINAL + day_in_cycle)
    return folded.year + cycle * _CYCLE_YEARS, folded.month, folded.day


def weekday(seconds: int) -> int:
    """Return the weekday of a moment, 0 = Monday to 6 = Sunday."""
    return (seconds // DAY + _EPOCH_WEEKDAY) % 7


def days_in_month(year: int, month: int) -> int:
    """Return the number of days of a month, 28 to 31.

    Raises:
        ValueError: the month does not exist.
    """
    first = day_start(year, month)
    return (add_months(first, 1) - first) // DAY


def day_of(seconds: int) -> int:
    """Return the start of the civil day in which a moment lies."""
    return seconds - seconds % DAY


def week_start(seconds: int) -> int:
    """Return the start of the Monday of the week in which a moment lies."""
    return day_of(seconds) - weekday(seconds) * DAY


def month_start(seconds: int) -> int:
    """Return the start of the month in which a moment lies."""
    year, month, _ = civil(seconds)
    return day_start(year, month)


def year_start(seconds: int) -> int:
    """Return the start of the year in which a moment lies."""
    return day_start(civil(seconds)[0])


def add_months(day: int, n: int) -> int:
    """Return the start of the civil day ``n`` months after that of ``day`` (before, if negative).

    The day number stays; where the month is too short, it becomes the last day of that month.
    """
    year, month, number = civil(day)
    years, month_index = divmod(month - 1 + n, 12)
    first = day_start(year + years, month_index + 1)
    if number <= 28:
        return first + (number - 1) * DAY
    following = day_start(year + (month + n) // 12, (month + n) % 12 + 1)
    return min(first + (number - 1) * DAY, following - DAY)


def spans_of_years(
    years: Iterable[int], months: Sequence[Span], days: Sequence[int] | None
) -> Iterator[Span]:
    """Yield the existing days, or the whole spans of months if days is None, of ascending years.

    ``months`` are a first month and a number of months each; days are counted from the first.
    """
    for year in years:
        for month, length in months:
            first = add_months(day_start(year), month - 1)
            before = add_months(first, length)
            if days is None:
                yield first, before
                continue
            starts = (first + (day - 1) * DAY for day in days)
            yield from ((start, start + DAY) for start in starts if start < before)


def join_spans(spans: Iterable[Span]) -> Iterator[Span]:
    """Join spans, at least one and sorted by their start, where they touch or overlap."""
    ordered = iter(spans)
    first, before = next(ordered)
    for span in ordered:
        if span[0] > before:
            yield first, before
            first = span[0]
        before = max(before, span[1])
    yield first, before


def _year_text(year: int) -> str:
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def format_datetime(seconds: int) -> str:
    """Return a moment as ``2015-11-24T00:00:00Z``, the lexical form of XSD 1.1 dateTime."""
    year, month, day = civil(seconds)
    minutes, second = divmod(seconds % DAY, MINUTE)
    hour, minute = divmod(minutes, 60)
    return f"{_year_text(year)}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"


def in_datetime(seconds: int) -> datetime | None:
    """Return a moment as a ``datetime`` in UTC, or None outside of the years 1 to 9999.

    >>> in_datetime(day_start(2015, 11, 24)), in_datetime(day_start(10_000))
    (datetime.datetime(2015, 11, 24, 0, 0, tzinfo=datetime.timezone.utc), None)
    """
    if not day_start(1) <= seconds < day_start(10_000):
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def format_day(seconds: int) -> str:
    """Return the civil day of a moment as EDTF, ``2015-11-24``.

    EDTF has days only in the years -9999 to 9999; beyond them this is the year, ``Y12015``.
    """
    year, month, day = civil(seconds)
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{_year_text(year)}-{month:02}-{day:02}"


_OFFSET = re.compile(r"Z|([+-])([0-9]{2})(?::([0-9]{2}))?")
_DATETIME_FIELDS = tuple(
    (re.compile(pattern), expected)
    for pattern, expected in (
        (r"(-?[0-9]{4,12})(?![0-9])", "a year of 4 to 12 digits"),
        (r"-([0-9]{2})(?![0-9])", "'-' and a month of two digits"),
        (r"-([0-9]{2})(?![0-9])", "'-' and a day of two digits"),
        (r"T([0-9]{2})(?![0-9])", "'T' and an hour of two digits"),
        (r":([0-9]{2})(?![0-9])", "':' and minutes of two digits"),
        (r":([0-9]{2})(?![0-9])(?:\.[0-9]+)?", "':' and seconds of two digits"),
    )
)


def parse_utc_offset(text: str) -> int:
    """Return an offset from UTC in seconds, east positive: ``+03:00`` is 10800.

    Reads ``Z``, ``+hh`` and ``+hh:mm`` (or with ``-``), up to 14 hours either way.

    Raises:
        DateError: the text is no such offset.
    """
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise DateError(text, 0, "expected an offset from UTC, such as +02:00 or Z")
    sign, hours, minutes = match.groups(default="00")
    if int(minutes) > 59:
        raise DateError(text, 4, f"minute {minutes} does not exist")
    seconds = int(hours) * HOUR + int(minutes) * MINUTE
    if seconds > _MAX_OFFSET:
        raise DateError(text, 1, "an offset from UTC is at most 14:00")
    return -seconds if sign == "-" else seconds


def parse_datetime(text: str) -> int:
    """Return the moment of an XSD 1.1 dateTime, ``2015-11-24T10:24:00+03:00``.

    Without an offset it is taken as UTC. A fraction of a second is cut off. ``24:00:00`` is the
    start of the next day. The offset may also be ``+hh``, as in ISO 8601.

    Raises:
        DateError: the text is no date and time, or the date or the time does not exist.
    """
    fields: list[re.Match[str]] = []
    at = 0
    for pattern, expected in _DATETIME_FIELDS:
        match = pattern.match(text, at)
        if match is None:
            raise DateError(text, at, f"expected {expected}")
        fields.append(match)
        at = match.end()
    moment = _existing_day(text, fields[:3]) + _existing_time(text, fields[3:])
    if at == len(text):
        return moment
    try:
        return moment - parse_utc_offset(text[at:])
    except DateError as error:
        raise DateError(text, at + error.position, error.message) from None


def _existing_day(text: str, fields: list[re.Match[str]]) -> int:
    year, month, day = (int(field[1]) for field in fields)
    if not 1 <= month <= 12:
        raise DateError(text, fields[1].start(1), f"month {month:02} does not exist")
    if not 1 <= day <= days_in_month(year, month):
        message = f"day {day:02} does not exist in {MONTH_NAMES[month - 1]} {_year_text(year)}"
        raise DateError(text, fields[2].start(1), message)
    return day_start(year, month, day)


def _existing_time(text: str, fields: list[re.Match[str]]) -> int:
    hour, minute, second = (int(field[1]) for field in fields)
    if (hour, minute, second) == (24, 0, 0):
        return DAY
    for field, value, name, last in zip(
        fields, (hour, minute, second), ("hour", "minute", "second"), (23, 59, 59), strict=True
    ):
        if value > last:
            raise DateError(text, field.start(1), f"{name} {value:02} does not exist")
    return hour * HOUR + minute * MINUTE + second
