"""Dates told relative to something else: "on Saturday", "10 days ago", "earlier this month".

Every rule but a direction alone sends an anchor moment to a window that never moves back when the
anchor moves on. So the answer for an anchor that is itself only known within a window is the hull
from the answer for its first second to the answer for its last one. Civil days are UTC days, except
for a clock time with an offset.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from dateline.errors import DateError
from dateline.time.calendar import (
    DAY,
    HOUR,
    LATEST_DATE,
    MINUTE,
    UNIT_SECONDS,
    Span,
    add_months,
    day_of,
    day_start,
    month_start,
    parse_utc_offset,
    saturate,
    week_start,
    weekday,
    year_start,
)
from dateline.time.dates import Window, read_date

Direction = Literal["earlier", "later", "around"]


@dataclass(frozen=True, slots=True)
class RelativeDate:
    """The words of a relative date and the one rule that they stand for.

    One of these is the rule: ``weekday`` with a direction; ``offset`` with a unit; ``within_unit``
    with or without a direction; ``clock_time``, perhaps with ``utc_offset`` and ``on``; or a
    ``direction`` alone.
    """

    expression: str = ""
    """The words, such as "on Saturday"."""
    anchor: str | None = None
    """IRI of a source, a statement or another event; None is the default anchor."""
    weekday: int | None = None
    """0 = Monday to 6 = Sunday."""
    direction: Direction | None = None
    offset: int | None = None
    """Signed number of units, negative = before the anchor."""
    unit: str | None = None
    """Of the offset: second, minute, hour, day, week, month or year."""
    within_unit: str | None = None
    """The anchor's own day, week (from Monday), month or year."""
    clock_time: str | None = None
    """``07:24`` or ``09:24:05``."""
    utc_offset: str | None = None
    """``+02:00``; None is UTC."""
    on: str | None = None
    """EDTF day of the clock time; None is the anchor's day."""


WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WITHIN_UNITS: Final = ("day", "week", "month", "year")

_MONTHS: Final = {"month": 1, "year": 12}
_CLOCK_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")
_Bounds = tuple[int | None, int | None]


def resolve(rule: RelativeDate, anchor: Window) -> Window:
    """Return the window of the dated moment if the anchor's moment lies in ``anchor``.

    It is the hull over all moments of the anchor, seconds in UTC. Where the anchor is open it is
    open too, unless the rule does not depend on the anchor.

    Raises:
        ValueError: the rule is unusable; ``check`` says why.
    """
    _require_usable(rule)
    if rule.clock_time is not None and rule.on is not None:
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
    _require_usable(rule)
    if rule.clock_time is not None:
        return _clock_gap(rule)
    if rule.weekday is not None:
        return (1 - 7 * DAY, DAY - 1) if rule.direction == "earlier" else (1 - DAY, 7 * DAY - 1)
    if rule.offset is not None and rule.unit is not None:
        least, greatest, width = _shifts(rule.offset, rule.unit)
        return saturate(least - (width - 1)), saturate(greatest + width - 1)
    farthest = None
    if rule.within_unit is not None:
        farthest = UNIT_SECONDS[rule.within_unit][1] - 1
    elif rule.direction == "around":
        return None, None
    backwards = None if farthest is None else -farthest
    if rule.direction == "earlier":
        return backwards, 0
    return (0 if rule.direction == "later" else backwards), farthest


def _within_dates(earliest: int | None, before: int | None) -> Window:
    """Return the window, at least one second of it where dates can lie."""
    return Window(
        None if earliest is None else min(saturate(earliest), LATEST_DATE - 1),
        None if before is None else max(saturate(before), 1 - LATEST_DATE),
    )


def _at(rule: RelativeDate, moment: int) -> _Bounds:
    """Return the window of the dated moment for an anchor at one known second."""
    if rule.clock_time is not None:
        return _clock_window(rule, moment)
    if rule.weekday is not None:
        return _weekday_window(rule, moment)
    if rule.offset is not None and rule.unit is not None:
        return _offset_window(rule.offset, rule.unit, moment)
    if rule.direction == "around":
        return None, None
    unit_start, unit_end = None, None
    if rule.within_unit is not None:
        unit_start, unit_end = _unit_around(rule.within_unit, moment)
    return (
        moment if rule.direction == "later" else unit_start,
        moment + 1 if rule.direction == "earlier" else unit_end,
    )


def _weekday_window(rule: RelativeDate, moment: int) -> _Bounds:
    ahead = ((rule.weekday or 0) - weekday(moment)) % 7
    if rule.direction == "earlier" and ahead:
        ahead -= 7
    day = day_of(moment) + ahead * DAY
    return day, day + DAY


def _offset_window(offset: int, unit: str, moment: int) -> _Bounds:
    """Shift by a number of units; the result is as coarse as the unit, from a day on one day."""
    if unit in _MONTHS:
        day = add_months(moment, offset * _MONTHS[unit])
        return day, day + DAY
    length = UNIT_SECONDS[unit][0]
    width = min(length, DAY)
    shifted = moment + offset * length
    start = shifted - shifted % width
    return start, start + width


def _shifts(offset: int, unit: str) -> tuple[int, int, int]:
    """Return the least and greatest shift between unit starts, and the width of the result."""
    if unit in _MONTHS:
        return *_month_shifts(offset * _MONTHS[unit]), DAY
    length = UNIT_SECONDS[unit][0]
    return offset * length, offset * length, min(length, DAY)


@lru_cache(maxsize=1024)
def _month_shifts(months: int) -> tuple[int, int]:
    """Return the least and greatest seconds from a day to the day some months later.

    Within a month the shift is the same for every day, but less where the target month is too
    short; so first and last days say it all. The calendar repeats after 400 years.
    """
    firsts = [day_start(year, month) for year in range(2000, 2400) for month in range(1, 13)]
    lasts = [first - DAY for first in firsts]
    shifts = [add_months(day, months) - day for day in firsts + lasts]
    return min(shifts), max(shifts)


def _unit_around(unit: str, moment: int) -> tuple[int, int]:
    """Return the calendar unit in which a moment lies."""
    if unit == "day":
        return day_of(moment), day_of(moment) + DAY
    if unit == "week":
        return week_start(moment), week_start(moment) + 7 * DAY
    start = month_start(moment) if unit == "month" else year_start(moment)
    return start, add_months(start, _MONTHS[unit])


def _clock(rule: RelativeDate) -> Span:
    """Return the seconds of the day between which a clock time lies: a minute or a second."""
    hour, minute, *seconds = (int(number) for number in (rule.clock_time or "").split(":"))
    start = hour * HOUR + minute * MINUTE
    if seconds:
        return start + seconds[0], start + seconds[0] + 1
    return start, start + MINUTE


def _clock_window(rule: RelativeDate, moment: int) -> _Bounds:
    start, before = _clock(rule)
    ahead_of_utc = parse_utc_offset(rule.utc_offset or "Z")
    named = None if rule.on is None else _start_of_named_day(rule.on)
    local_day = day_of(moment + ahead_of_utc) if named is None else named
    return local_day - ahead_of_utc + start, local_day - ahead_of_utc + before


def _clock_gap(rule: RelativeDate) -> _Bounds:
    if rule.on is not None:
        return None, None
    start, before = _clock(rule)
    return start - (DAY - 1), before - 1


def check(rule: RelativeDate) -> str | None:
    """Say in plain words why a rule is unusable and how to mend it; None if it is fine."""
    given = {
        "weekday": rule.weekday,
        "offset": rule.offset,
        "withinUnit": rule.within_unit,
        "clockTime": rule.clock_time,
    }
    named = [name for name, value in given.items() if value is not None]
    if len(named) > 1:
        return f"has two rules, {named[0]} and {named[1]}; give each a relative date of its own"
    for name, value, partner in (
        ("unit", rule.unit, "offset"),
        ("utcOffset", rule.utc_offset, "clockTime"),
        ("on", rule.on, "clockTime"),
    ):
        if value is not None and given[partner] is None:
            return f"has {name} without {partner}; add {partner} or leave {name} out"
    if rule.direction not in {None, "earlier", "later", "around"}:
        return f"direction {rule.direction!r} is unknown; expected earlier, later or around"
    if not named:
        if rule.direction is None:
            return "has no rule; give weekday, offset, withinUnit, clockTime or direction"
        return None
    return _CHECKS[named[0]](rule)


def _check_weekday(rule: RelativeDate) -> str | None:
    if rule.weekday not in range(7):
        return f"weekday {rule.weekday} does not exist; expected 0 (Monday) to 6 (Sunday)"
    if rule.direction not in {"earlier", "later"}:
        return "has a weekday without knowing which; add direction earlier or later"
    return None


def _check_offset(rule: RelativeDate) -> str | None:
    if rule.unit not in UNIT_SECONDS:
        problem = "has no unit" if rule.unit is None else f"unit {rule.unit!r} is unknown"
        return f"{problem}; expected one of {', '.join(UNIT_SECONDS)}"
    if rule.direction is not None:
        return "has an offset and a direction; leave direction out, the offset's sign says it"
    return None


def _check_within_unit(rule: RelativeDate) -> str | None:
    if rule.within_unit not in WITHIN_UNITS:
        expected = ", ".join(WITHIN_UNITS)
        return f"withinUnit {rule.within_unit!r} is unknown; expected one of {expected}"
    if rule.direction == "around":
        return "has withinUnit and direction around; leave direction out, the whole unit is meant"
    return None


def _check_clock_time(rule: RelativeDate) -> str | None:
    if _CLOCK_TIME.fullmatch(rule.clock_time or "") is None:
        return f"clockTime {rule.clock_time!r} is no time of day; write it as 07:24 or 07:24:05"
    if rule.direction is not None:
        return "has a clockTime and a direction; leave direction out and give the day with on"
    try:
        parse_utc_offset(rule.utc_offset or "Z")
    except DateError as error:
        return f"utcOffset {rule.utc_offset!r}: {error.message}"
    if rule.on is None:
        return None
    try:
        is_day = _start_of_named_day(rule.on) is not None
    except DateError as error:
        return f"on {rule.on!r}: {error.message}"
    return None if is_day else f"on {rule.on!r} is not one day; write it as 2015-11-24"


def _start_of_named_day(text: str) -> int | None:
    """Return the start of an EDTF day, None if the date is not one day."""
    window = read_date(text).window
    if window.earliest is None or window.before != window.earliest + DAY:
        return None
    return window.earliest


_CHECKS = {
    "weekday": _check_weekday,
    "offset": _check_offset,
    "withinUnit": _check_within_unit,
    "clockTime": _check_clock_time,
}


def _require_usable(rule: RelativeDate) -> None:
    problem = check(rule)
    if problem is not None:
        raise ValueError(f"the relative date {problem}")


def describe(rule: RelativeDate, anchor: str = "the anchor") -> str:
    """Say the rule in short plain English, such as "10 days before the anchor's day".

    ``anchor`` are the words for the anchor.

    Raises:
        ValueError: the rule is unusable; ``check`` says why.
    """
    _require_usable(rule)
    return _describe(rule).replace("the anchor", anchor)


def _describe(rule: RelativeDate) -> str:
    if rule.clock_time is not None:
        zone = "UTC" if rule.utc_offset in {None, "Z"} else f"UTC{rule.utc_offset}"
        day = rule.on or "the anchor's day"
        return f"{rule.clock_time} {zone} on {day}"
    if rule.weekday is not None:
        name = WEEKDAYS[rule.weekday]
        if rule.direction == "earlier":
            return f"the last {name} on or before the anchor's day"
        return f"the first {name} on or after the anchor's day"
    if rule.offset is not None and rule.unit is not None:
        return _describe_offset(rule.offset, rule.unit)
    if rule.within_unit is not None:
        unit = f"the anchor's {rule.within_unit}"
        if rule.direction == "earlier":
            return f"from the start of {unit} to the anchor"
        return (
            f"from the anchor to the end of {unit}" if rule.direction == "later" else f"in {unit}"
        )
    sides = {"earlier": "not after the anchor", "later": "not before the anchor"}
    return sides.get(rule.direction or "", "around the anchor")


def _describe_offset(offset: int, unit: str) -> str:
    is_fine = UNIT_SECONDS[unit][0] < DAY
    if offset == 0:
        return f"the anchor's {unit}" if is_fine else "the anchor's day"
    plural = "" if abs(offset) == 1 else "s"
    side = "before" if offset < 0 else "after"
    anchor = "the anchor" if is_fine else "the anchor's day"
    return f"{abs(offset)} {unit}{plural} {side} {anchor}"
