"""The value of a TIMEX3 -> the span of the calendar that it fills.

TimeML 1.2.1 and ISO 24617-1 write values like ISO 8601, with letters for what that has no notation
for. A value has a span here only where the calendar alone says from when to when: no seasons, parts
of the day, fiscal years, references to now, durations, sets or placeholders (X).
"""

from __future__ import annotations

import re
from datetime import date

from dateline.errors import DateError
from dateline.time.calendar import DAY, Span, day_start
from dateline.time.dates import read_date

_YEARS = re.compile(r"([0-9]{2,4})")
_PART_OF_YEAR = re.compile(r"([0-9]{4})-([QH])([1-4])")
_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})(?:-?([1-7]|WE))?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_COMPACT_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_CLOCK = re.compile(r"([0-9]{2})(?::?([0-9]{2})(?::?([0-9]{2})(?:[.,][0-9]+)?)?)?Z?")


def filled_span(type_: str, value: str, mod: str = "") -> Span | None:
    """Return the half-open span in seconds since 1970 that a TIMEX3 fills, or None.

    A time of day is as long as its last part says (a minute, as a rule) and is taken to be on the
    clock that all of the document goes by; with another offset than Z it has no span. With a
    modifier (START, APPROX, …) only a part of the span or about so much is meant: None.

    >>> filled_span("DATE", "1970-W01-4")
    (0, 86400)
    >>> filled_span("DURATION", "P3D") is None
    True
    """
    if type_.upper() not in {"DATE", "TIME"} or mod:
        return None
    day, with_clock, clock = value.strip().partition("T")
    span = _date_span(day)
    if span is None or not with_clock:
        return span
    return _clock_span(span[0], clock) if span[1] - span[0] == DAY else None


def _date_span(value: str) -> Span | None:
    if week := _WEEK.fullmatch(value):
        return _week_span(int(week[1]), int(week[2]), week[3] or "")
    if part := _PART_OF_YEAR.fullmatch(value):
        first = {"Q": 32, "H": 39}[part[2]]
        if part[2] == "H" and part[3] > "2":
            return None
        return _edtf_span(f"{part[1]}-{first + int(part[3])}")
    if years := _YEARS.fullmatch(value):
        return _edtf_span(years[1].ljust(4, "X"))
    if compact := _COMPACT_DAY.fullmatch(value):
        return _edtf_span("-".join(compact.groups()))
    named = _DAY.fullmatch(value)
    return _edtf_span(value) if named and int(named[2]) <= 12 else None


def _edtf_span(text: str) -> Span | None:
    try:
        window = read_date(text).window
    except DateError:
        return None
    first, after = window.earliest, window.before
    return None if first is None or after is None else (first, after)


def _week_span(year: int, week: int, day: str) -> Span | None:
    """Return the span of an ISO week, of a day in it, or of its weekend."""
    first = {"": 1, "WE": 6}.get(day) or int(day)
    try:
        start = date.fromisocalendar(year, week, first)
    except ValueError:
        return None
    earliest = day_start(start.year, start.month, start.day)
    return earliest, earliest + DAY * {"": 7, "WE": 2}.get(day, 1)


def _clock_span(day: int, clock: str) -> Span | None:
    read = _CLOCK.fullmatch(clock)
    if read is None:
        return None
    hour, minute, second = (int(part or 0) for part in read.groups())
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute + second > 0):
        return None
    start = day + hour * 3600 + minute * 60 + second
    return start, start + (1 if read[3] else 60 if read[2] or hour == 24 else 3600)
