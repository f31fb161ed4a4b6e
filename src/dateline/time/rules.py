"""The rule of a relative date: what it is made of, and whether it can be used.

One *base* names a stretch of the calendar, or a side of the anchor; ``part`` or ``clock_time`` may
then narrow it down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from dateline.errors import DateError
from dateline.time.calendar import (
    DAY,
    HOUR,
    UNIT_SECONDS,
    Span,
    days_in_month,
    parse_utc_offset,
)
from dateline.time.dates import read_date

Direction = Literal["earlier", "later", "around"]
Part = Literal["early", "middle", "late", "morning", "afternoon", "evening", "night"]


@dataclass(frozen=True, slots=True)
class RelativeDate:
    """The words of a relative date and the one rule that they stand for.

    The base is one of these. Without any of them it is the anchor's own day.

    - ``weekday`` or ``on``, chosen by ``direction`` as the nearest one before or after the anchor,
      or by ``within_unit`` as the one of that week, month or year. ``on`` may also be one full day.
    - ``offset`` and ``unit``: so many units from the anchor. With a direction away from the anchor:
      at least so many. Towards it: at most so many. ``around``: about so many.
    - ``within_unit``: the anchor's own one, or the one ``offset`` units on. Of the anchor's own, a
      direction keeps what lies on that side of the anchor.
    - ``direction`` alone.
    """

    expression: str = ""
    """The words, such as "on Saturday"."""
    anchor: str | None = None
    """IRI of a source, a statement or another event; None is the default anchor."""
    weekday: int | None = None
    """0 = Monday to 6 = Sunday."""
    direction: Direction | None = None
    offset: int | None = None
    """Signed number of units, negative = before the anchor: of ``unit``, else of ``within_unit``,
    else of the weeks from which a weekday is taken."""
    unit: str | None = None
    """Of the offset: second, minute, hour, day, week, month or year."""
    within_unit: str | None = None
    """A calendar day, week (from Monday), month or year."""
    clock_time: str | None = None
    """``07:24`` or ``09:24:05``, on the one day of the base."""
    utc_offset: str | None = None
    """``+02:00``, of the clock time; None is UTC."""
    on: str | None = None
    """A day or month with its year left open: ``XXXX-11``, ``XXXX-11-28``, ``XXXX-XX-24``.
    With a part or a clock time also one full EDTF day."""
    part: Part | None = None
    """The early, middle or late part of the base; or a part of its one day."""


WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WITHIN_UNITS: Final = ("day", "week", "month", "year")
PARTS: Final[tuple[Part, ...]] = get_args(Part)
PARTS_OF_DAY: Final[dict[str, Span]] = {
    "morning": (0, 12 * HOUR), "afternoon": (12 * HOUR, 18 * HOUR),
    "evening": (18 * HOUR, 24 * HOUR), "night": (18 * HOUR, 34 * HOUR),
}  # fmt: skip
"""In seconds from midnight; a night ends with the next morning at 10 (TimeML only names them)."""

_CLOCK_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")
_OPEN_DATE = re.compile(r"XXXX-(?:(0[1-9]|1[0-2])|XX(?=-))(?:-(0[1-9]|[12][0-9]|3[01]))?")
_LEAP_YEAR = 2000


def open_date(text: str) -> tuple[int | None, int | None] | None:
    """Return the month and the day of a date without a year; None if it is none.

    ``XXXX-11`` is (11, None), ``XXXX-11-28`` is (11, 28) and ``XXXX-XX-24`` is (None, 24).
    """
    match = _OPEN_DATE.fullmatch(text)
    if match is None:
        return None
    month, day = (int(digits) if digits else None for digits in match.groups())
    if month and day and day > days_in_month(_LEAP_YEAR, month):
        return None
    return month, day


def grain(rule: RelativeDate) -> str | None:
    """Return the kind of stretch that the base of a usable rule names: day, week, month or year.

    None where it is no such stretch, but a side of the anchor or a fine offset.
    """
    if rule.weekday is not None:
        return "day"
    if rule.on is not None:
        return "month" if rule.on.count("-") == 1 else "day"
    if rule.direction in {"earlier", "later"}:
        return None
    if rule.unit is not None:
        return "day" if UNIT_SECONDS[rule.unit][0] >= DAY else None
    return rule.within_unit or (None if rule.direction else "day")


def check(rule: RelativeDate) -> str | None:
    """Say in plain words why a rule is unusable and how to mend it; None if it is fine."""
    return next(_problems(rule), None)


def require_usable(rule: RelativeDate) -> None:
    """Do nothing for a rule that can be used.

    Raises:
        ValueError: the rule is unusable; ``check`` says why.
    """
    problem = check(rule)
    if problem is not None:
        raise ValueError(f"the relative date {problem}")


def _problems(rule: RelativeDate) -> Iterator[str]:
    """Yield what is wrong; each finding may rely on that nothing was found before it."""
    if rule.direction not in {None, "earlier", "later", "around"}:
        yield f"direction {rule.direction!r} is unknown; expected earlier, later or around"
    bases = {"weekday": rule.weekday, "on": rule.on, "offset": rule.unit}
    named = [name for name, value in bases.items() if value is not None]
    if rule.within_unit is not None and named == ["offset"]:
        named = ["offset", "withinUnit"]
    if len(named) > 1:
        yield f"has two rules, {named[0]} and {named[1]}; give each a relative date of its own"
    yield from _of_the_offset(rule)
    if rule.within_unit not in {None, *WITHIN_UNITS}:
        expected = ", ".join(WITHIN_UNITS)
        yield f"withinUnit {rule.within_unit!r} is unknown; expected one of {expected}"
    if rule.weekday is not None:
        yield from _of_a_weekday(rule)
    elif rule.on is not None:
        yield from _of_a_named_date(rule)
    elif rule.within_unit is not None:
        yield from _of_a_unit(rule)
    yield from _of_the_refinement(rule)


def _of_the_offset(rule: RelativeDate) -> Iterator[str]:
    if rule.unit is not None and rule.offset is None:
        yield "has unit without offset; add offset or leave unit out"
    if rule.offset is None:
        return
    if {rule.unit, rule.within_unit, rule.weekday, rule.on} == {None}:
        yield f"has no unit; expected one of {', '.join(UNIT_SECONDS)}"
    if rule.unit not in {None, *UNIT_SECONDS}:
        yield f"unit {rule.unit!r} is unknown; expected one of {', '.join(UNIT_SECONDS)}"
    if rule.unit is not None and rule.offset == 0 and rule.direction is not None:
        yield "has an offset of 0 and a direction; leave one of them out"


def _of_a_weekday(rule: RelativeDate) -> Iterator[str]:
    if rule.weekday not in range(7):
        yield f"weekday {rule.weekday} does not exist; expected 0 (Monday) to 6 (Sunday)"
    if rule.within_unit is None and rule.direction not in {"earlier", "later"}:
        yield "has a weekday without knowing which; add direction earlier or later"
    if rule.within_unit not in {None, "week"}:
        yield f"has a weekday within a {rule.within_unit}, which is not one day; use week"
    if rule.within_unit is not None and rule.direction is not None:
        yield "has a weekday of a week and a direction; leave one of them out"


def _of_a_named_date(rule: RelativeDate) -> Iterator[str]:
    named = open_date(rule.on or "")
    if named is None:
        yield from _of_a_full_day(rule)
        return
    if rule.within_unit is None and rule.direction not in {"earlier", "later"}:
        yield f"has on {rule.on!r} without knowing which; add direction earlier or later"
    if rule.within_unit is None and rule.offset is not None:
        yield "has on with an offset, but of no unit; add withinUnit or leave offset out"
    whole = "year" if named[0] else "month"
    if rule.within_unit not in {None, whole}:
        yield f"has on {rule.on!r} within a {rule.within_unit}; use withinUnit {whole}"
    if rule.within_unit is not None and rule.direction is not None:
        yield f"has on {rule.on!r} of a {whole} and a direction; leave one of them out"


def _of_a_full_day(rule: RelativeDate) -> Iterator[str]:
    problem = _day_problem(rule.on or "")
    if problem is not None:
        yield problem
    if rule.clock_time is None and rule.part is None:
        yield "has on without clockTime or part; a full day is no relative date, write it as EDTF"
    if rule.direction is not None or rule.within_unit is not None or rule.offset is not None:
        yield "has on with its year; leave direction, withinUnit and offset out"


def _day_problem(on: str) -> str | None:
    try:
        is_day = start_of_named_day(on) is not None
    except DateError as error:
        return f"on {on!r}: {error.message}"
    if is_day:
        return None
    return f"on {on!r} is not one day; write it as 2015-11-24, or XXXX-11-24 without a year"


def _of_a_unit(rule: RelativeDate) -> Iterator[str]:
    if rule.direction == "around":
        yield "has withinUnit and direction around; leave direction out, the whole unit is meant"
    if rule.direction is not None and rule.offset:
        yield "has withinUnit, an offset and a direction; leave direction out, or use part"


def _of_the_refinement(rule: RelativeDate) -> Iterator[str]:
    if rule.utc_offset is not None and rule.clock_time is None:
        yield "has utcOffset without clockTime; add clockTime or leave utcOffset out"
    if rule.clock_time is None and rule.part is None:
        if rule == RelativeDate(rule.expression, rule.anchor):
            yield "has no rule; give weekday, on, offset, withinUnit, part, clockTime or direction"
        return
    if rule.clock_time is not None and rule.part is not None:
        yield "has a clockTime and a part; leave part out"
    if rule.part not in {None, *PARTS}:
        yield f"part {rule.part!r} is unknown; expected one of {', '.join(PARTS)}"
    name = "clockTime" if rule.clock_time is not None else "part"
    stretch = grain(rule)
    if stretch is None and rule.weekday is None and rule.direction is not None:
        yield f"has a {name} and a direction; leave direction out and name the day"
    if stretch is None:
        yield f"has a {name}, but names no day; give unit day, week, month or year"
    if stretch != "day" and (rule.clock_time is not None or rule.part in PARTS_OF_DAY):
        yield f"has a {name} of a {stretch}, but it is of one day; name the day"
    if rule.clock_time is not None:
        yield from _of_a_clock_time(rule)


def _of_a_clock_time(rule: RelativeDate) -> Iterator[str]:
    if _CLOCK_TIME.fullmatch(rule.clock_time or "") is None:
        yield f"clockTime {rule.clock_time!r} is no time of day; write it as 07:24 or 07:24:05"
    try:
        parse_utc_offset(rule.utc_offset or "Z")
    except DateError as error:
        yield f"utcOffset {rule.utc_offset!r}: {error.message}"


def start_of_named_day(text: str) -> int | None:
    """Return the start of an EDTF day, None if the date is not one day.

    Raises:
        DateError: the text is no EDTF.
    """
    window = read_date(text).window
    if window.earliest is None or window.before != window.earliest + DAY:
        return None
    return window.earliest
