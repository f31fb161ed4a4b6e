"""Dates told relative to something else: "on Saturday", "10 days ago", "earlier this month".

Every rule but a direction alone sends an anchor moment to a window that never moves back when the
anchor moves on. So the answer for an anchor that is itself only known within a window is the hull
from the answer for its first second to the answer for its last one. Civil days are UTC days, except
for a clock time with an offset.

Why none moves back: each base picks one of a row of stretches that follow each other in time (days,
weeks, months, Saturdays, 24ths), a later anchor picks the same or a later one, and a part or a
clock time is narrowed down in the same way within each of the row.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import Final

from dateline.time.calendar import (
    DAY,
    HOUR,
    LATEST_DATE,
    MINUTE,
    UNIT_SECONDS,
    Span,
    add_months,
    civil,
    day_of,
    day_start,
    days_in_month,
    month_start,
    parse_utc_offset,
    saturate,
    week_start,
    weekday,
    year_start,
)
from dateline.time.dates import Window
from dateline.time.described import describe
from dateline.time.rules import (
    PARTS_OF_DAY,
    WEEKDAYS,
    WITHIN_UNITS,
    Direction,
    Part,
    RelativeDate,
    check,
    grain,
    open_date,
    require_usable,
    start_of_named_day,
)

__all__ = [
    "WEEKDAYS", "WITHIN_UNITS", "Direction", "Part", "RelativeDate", "check", "describe", "gap",
    "grain", "resolve",
]  # fmt: skip

_MONTHS: Final = {"month": 1, "year": 12}
_CYCLE: Final = range(2000, 2400)
"""The years after which the calendar repeats."""
_SHORT_CYCLE: Final = range(2000, 2006)
"""Leap and common years, each beside the other: enough for what stays within a few months."""
_Bounds = tuple[int | None, int | None]


def resolve(rule: RelativeDate, anchor: Window) -> Window:
    """Return the window of the dated moment if the anchor's moment lies in ``anchor``.

    It is the hull over all moments of the anchor, seconds in UTC. Where the anchor is open it is
    open too, unless the rule does not depend on the anchor.

    Raises:
        ValueError: the rule is unusable; ``check`` says why.
    """
    require_usable(rule)
    if rule.on is not None and open_date(rule.on) is None:
        return _within_dates(*_at(rule, 0))
    earliest = None if anchor.earliest is None else _at(rule, anchor.earliest)[0]
    before = None if anchor.before is None else _at(rule, anchor.before - 1)[1]
    return _within_dates(earliest, before)


def gap(rule: RelativeDate) -> _Bounds:
    """Return the least and the greatest seconds from the anchor's start to the dated start.

    Necessary for an anchor on whatever day, and exact: each is reached on some day of the calendar.
    None = no bound on that side.

    Raises:
        ValueError: the rule is unusable; ``check`` says why.
    """
    require_usable(rule)
    return _gap(replace(rule, expression="", anchor=None))


@lru_cache(maxsize=4096)
def _gap(rule: RelativeDate) -> _Bounds:
    """Return the extremes at the moments where the window of the date changes.

    In between, the distance only grows or falls as the anchor moves on (or the window moves along
    with it), so no other moment has more to say.
    """
    if rule.on is not None and open_date(rule.on) is None:
        return None, None
    moments = list(_turns(rule))
    found = [_at(rule, moment) for moment in moments]
    leasts = [lo - m for (lo, _), m in zip(found, moments, strict=True) if lo is not None]
    mosts = [hi - 1 - m for (_, hi), m in zip(found, moments, strict=True) if hi is not None]
    return (
        saturate(min(leasts)) if len(leasts) == len(moments) else None,
        saturate(max(mosts)) if len(mosts) == len(moments) else None,
    )


def _turns(rule: RelativeDate) -> Iterator[int]:
    """Yield the last seconds before, and the first seconds after, the window may change.

    Those of one week, or of a cycle of years where months matter. That the day is the same some
    months later, or the last one of its month, makes first and last days of months say it all.
    """
    ahead = parse_utc_offset(rule.utc_offset or "Z")
    length = UNIT_SECONDS[rule.unit or "day"][0]
    if length < DAY:
        changes: Iterable[int] = range(0, 2 * length, length)
    elif rule.on is not None and rule.within_unit is None:
        changes = (edge for span in _named_spans(rule.on) for edge in span)
    elif {rule.unit, rule.within_unit} & _MONTHS.keys():
        years = _CYCLE if rule.offset else _SHORT_CYCLE
        changes = (day_start(year, month) for year in years for month in range(1, 13))
    else:
        changes = range(0, 8 * DAY, DAY)
    for change in changes:
        yield change - ahead - 1
        yield change - ahead


def _within_dates(earliest: int | None, before: int | None) -> Window:
    """Return the window, at least one second of it where dates can lie."""
    return Window(
        None if earliest is None else min(saturate(earliest), LATEST_DATE - 1),
        None if before is None else max(saturate(before), 1 - LATEST_DATE),
    )


def _at(rule: RelativeDate, moment: int) -> _Bounds:
    """Return the window of the dated moment for an anchor at one known second."""
    if rule.clock_time is not None:
        ahead = parse_utc_offset(rule.utc_offset or "Z")
        midnight = _stretch(rule, moment + ahead)[0] - ahead
        start, before = _clock(rule.clock_time)
        return midnight + start, midnight + before
    if rule.part is not None:
        return _part_of(_stretch(rule, moment), rule.part, grain(rule) or "")
    if grain(rule) is not None:
        return _stretch(rule, moment)
    if rule.offset is not None and rule.unit is not None:
        return _counted(rule, rule.offset, rule.unit, moment)
    if rule.direction == "around":
        return None, None
    unit_start, unit_end = None, None
    if rule.within_unit is not None:
        unit_start, unit_end = _unit_around(rule.within_unit, moment)
    return (
        moment if rule.direction == "later" else unit_start,
        moment + 1 if rule.direction == "earlier" else unit_end,
    )


def _stretch(rule: RelativeDate, moment: int) -> Span:
    """Return the day, week, month or year that the base names, for an anchor at one second."""
    if rule.weekday is not None:
        return _weekday(rule, rule.weekday, moment)
    if rule.on is not None:
        return _named_date(rule, rule.on, moment)
    if rule.offset is not None and rule.unit is not None:
        return _shifted(rule.offset, rule.unit, moment)
    return _unit_around(rule.within_unit or "day", moment, rule.offset or 0)


def _weekday(rule: RelativeDate, number: int, moment: int) -> Span:
    weeks = (rule.offset or 0) * 7 * DAY
    if rule.within_unit is not None:
        day = week_start(moment) + weeks + number * DAY
        return day, day + DAY
    ahead = (number - weekday(moment)) % 7
    if rule.direction == "earlier" and ahead:
        ahead -= 7
    day = day_of(moment) + weeks + ahead * DAY
    return day, day + DAY


def _named_date(rule: RelativeDate, on: str, moment: int) -> Span:
    named = open_date(on)
    if named is None:
        day = start_of_named_day(on) or 0
        return day, day + DAY
    if rule.within_unit is not None:
        start = _unit_around(rule.within_unit, moment, rule.offset or 0)[0]
        return _in_month(add_months(start, (named[0] or 1) - 1), named[1])
    year, month, _ = civil(moment)
    spans = _instances(*named, year * 12 + month - 1, 1 if rule.direction == "later" else -1)
    if rule.direction == "later":
        return next(span for span in spans if span[1] > moment)
    return next(span for span in spans if span[0] <= moment)


def _instances(month: int | None, day: int | None, start: int, step: int) -> Iterator[Span]:
    """Yield the days or months of a name from a month (counted from year 0) on, or back from it."""
    index = start
    while True:
        year, month_index = divmod(index, 12)
        if month in {None, month_index + 1} and (day or 1) <= days_in_month(year, month_index + 1):
            yield _in_month(day_start(year, month_index + 1), day)
        index += step


def _in_month(first: int, day: int | None) -> Span:
    """Return a day of the month that begins then, its last one if it is too short; or all."""
    before = add_months(first, 1)
    if day is None:
        return first, before
    start = min(first + (day - 1) * DAY, before - DAY)
    return start, start + DAY


@lru_cache(maxsize=512)
def _named_spans(on: str) -> tuple[Span, ...]:
    """Return every day or month of a name in a cycle of the calendar, and a little more."""
    month, day = open_date(on) or (None, None)
    years = _CYCLE if month else _SHORT_CYCLE
    spans = _instances(month, day, 12 * years.start, 1)
    return tuple(takewhile(lambda span: civil(span[0])[0] < years.stop + 8, spans))


def _counted(rule: RelativeDate, offset: int, unit: str, moment: int) -> _Bounds:
    """Return the window of a fine offset, or of one that is a least or a greatest distance."""
    start, before = _shifted(offset, unit, moment)
    if rule.direction in {None, "around"}:
        return start, before
    if (rule.direction == "earlier") == (offset < 0):
        return (None, before) if offset < 0 else (start, None)
    return (start, moment + 1) if offset < 0 else (moment, before)


def _shifted(offset: int, unit: str, moment: int) -> Span:
    """Shift by a number of units; the result is as coarse as the unit, from a day on one day."""
    if unit in _MONTHS:
        day = add_months(moment, offset * _MONTHS[unit])
        return day, day + DAY
    length = UNIT_SECONDS[unit][0]
    width = min(length, DAY)
    shifted = moment + offset * length
    start = shifted - shifted % width
    return start, start + width


def _unit_around(unit: str, moment: int, offset: int = 0) -> Span:
    """Return the calendar unit in which a moment lies, or the one so many units on."""
    if unit == "day":
        start = day_of(moment) + offset * DAY
        return start, start + DAY
    if unit == "week":
        start = week_start(moment) + offset * 7 * DAY
        return start, start + 7 * DAY
    first = month_start(moment) if unit == "month" else year_start(moment)
    start = add_months(first, offset * _MONTHS[unit])
    return start, add_months(start, _MONTHS[unit])


def _part_of(span: Span, part: Part, of: str) -> Span:
    """Return a part of a day, week, month or year."""
    start, before = span
    if part in PARTS_OF_DAY:
        first, last = PARTS_OF_DAY[part]
        return start + first, start + last
    edges = _THIRDS[of](start, before)
    return edges[{"early": 0, "middle": 1, "late": 2}[part]]


#: Thirds; of a week, whose days make no thirds, they overlap.
_THIRDS: Final[dict[str, Callable[[int, int], tuple[Span, Span, Span]]]] = {
    "day": lambda s, e: ((s, s + 8 * HOUR), (s + 8 * HOUR, s + 16 * HOUR), (s + 16 * HOUR, e)),
    "week": lambda s, e: ((s, s + 3 * DAY), (s + DAY, s + 4 * DAY), (s + 3 * DAY, e)),
    "month": lambda s, e: ((s, s + 10 * DAY), (s + 10 * DAY, s + 20 * DAY), (s + 20 * DAY, e)),
    "year": lambda s, e: (
        (s, add_months(s, 4)), (add_months(s, 4), add_months(s, 8)), (add_months(s, 8), e)
    ),
}  # fmt: skip


def _clock(clock_time: str) -> Span:
    """Return the seconds of the day between which a clock time lies: a minute or a second."""
    hour, minute, *seconds = (int(number) for number in clock_time.split(":"))
    start = hour * HOUR + minute * MINUTE
    if seconds:
        return start + seconds[0], start + seconds[0] + 1
    return start, start + MINUTE
