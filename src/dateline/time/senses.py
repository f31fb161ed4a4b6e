"""What time phrases mean: rules and dates, several where the words leave it open.

Words that can be true of no day, such as 31 November 2015, raise a DateError about that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from dateline.errors import DateError
from dateline.time.calendar import weekday
from dateline.time.dates import read_date, write_span
from dateline.time.relative import RelativeDate as R
from dateline.time.relative import check, resolve
from dateline.time.rules import WEEKDAYS, Direction, Part
from dateline.time.windows import DateExpression

Dated = R | str
"""A rule, or an EDTF date."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a phrase: a rule and what it is counted from, or an EDTF date by itself."""

    date: Dated
    counted_from: Reading | str | None = None
    """A date in the phrase itself, the words for an event, or None for the publication."""


def days_off(n: int) -> list[Dated]:
    """Return the day so many days from the anchor's."""
    return [R(offset=n, unit="day")]


def near(number: int) -> list[Dated]:
    """Return the weekday as news use it: within seven days, rather before than after."""
    back = R(weekday=number, direction="earlier")
    return [back, replace(back, offset=-1), R(weekday=number, direction="later")]


def shifted_weekday(shift: int, number: int) -> list[Dated]:
    """Return the last, this or the next weekday."""
    back, on = R(weekday=number, direction="earlier"), R(weekday=number, direction="later")
    if shift < 0:
        return [back, replace(back, offset=-1)]
    if shift > 0:
        return [on, R(weekday=number, within_unit="week", offset=1), replace(on, offset=1)]
    return [R(weekday=number, within_unit="week"), on, back]


def of_week(number: int, shift: int) -> list[Dated]:
    """Return the weekday of the week so many weeks on."""
    return [R(weekday=number, within_unit="week", offset=shift or None)]


def named(month: int | None, day: int | None) -> list[Dated]:
    """Return a month, a day of a month, or a day of any month: the last one, or the next."""
    on = f"XXXX-{f'{month:02}' if month else 'XX'}{f'-{day:02}' if day else ''}"
    return [R(on=on, direction="earlier"), R(on=on, direction="later")]


def of_unit(unit: str, month: int | None, day: int | None, shift: int) -> list[Dated]:
    """Return a month or day of the year, or a day of the month, so many units on."""
    on = f"XXXX-{f'{month:02}' if month else 'XX'}{f'-{day:02}' if day else ''}"
    return [R(on=on, within_unit=unit, offset=shift or None)]


def shifted_month(shift: int, month: int) -> list[Dated]:
    """Return the last, this or the next month of a name."""
    of_year = partial(of_unit, "year", month, None)
    back, on = named(month, None)
    return {-1: [back, *of_year(-1)], 0: of_year(0), 1: [on, *of_year(1)]}[shift]


def full_date(day: int, month: int, year: int) -> list[Dated]:
    """Return a day of the calendar; raises DateError if there is none."""
    return [read_date(f"{year:04}-{month:02}-{day:02}").text]


def weekday_and_date(number: int, dates: Sequence[Dated]) -> Sequence[Dated]:
    """Return the dates; a full one must be that weekday."""
    for date in dates:
        start = read_date(date).window.earliest if isinstance(date, str) else None
        if start is not None and weekday(start) != number:
            is_day, said = WEEKDAYS[weekday(start)], WEEKDAYS[number]
            raise DateError(str(date), 0, f"{date} is a {is_day}, not a {said}")
    return dates


def shifted_unit(shift: int, unit: str) -> list[Dated]:
    """Return the last, this or the next day, week, month or year."""
    if unit == "day":
        return days_off(shift)
    whole: Dated = R(within_unit=unit, offset=shift or None)
    way: Direction = "later" if shift < 0 else "earlier"
    return [whole, R(offset=shift, unit=unit, direction=way)] if shift else [whole]


def counted(number: int, unit: tuple[int, str], way: int) -> list[Dated]:
    """Return so many units off: exactly, or some time in the calendar unit there."""
    offset = number * unit[0] * way
    exact: Dated = R(offset=offset, unit=unit[1])
    if unit[1] in {"week", "month", "year"}:
        return [exact, R(within_unit=unit[1], offset=offset)]
    return [exact]


def bounded(bound: str, number: int, unit: tuple[int, str], way: int) -> list[Dated]:
    """Return at least, at most or about so many units off."""
    away: Direction = "earlier" if way < 0 else "later"
    towards: Direction = "later" if way < 0 else "earlier"
    directions: dict[str, Direction] = {"least": away, "most": towards, "around": "around"}
    rule = R(offset=number * unit[0] * way, unit=unit[1], direction=directions[bound])
    return [rule] if number else []


def within(number: int, unit: tuple[int, str]) -> list[Dated]:
    """Return at most so many units off, after the anchor or before it."""
    return [*bounded("most", number, unit, 1), *bounded("most", number, unit, -1)]


def vague(unit: tuple[int, str], way: int) -> list[Dated]:
    """Return units without a number off: not many of them, or any number."""
    most = bounded("most", unit[0], (1, unit[1]), way)
    return [*most, R(direction="earlier" if way < 0 else "later")]


def on_side(side: Direction, unit: str) -> list[Dated]:
    """Return the anchor's unit before the anchor, or after it."""
    return [R(within_unit=unit, direction=side)]


def refined(dates: Sequence[Dated], **how: Any) -> list[Dated]:
    """Return the dates with a part or a clock time, those that it can be of."""
    found: list[Dated] = []
    for date in dates:
        if isinstance(date, R):
            found.append(replace(date, **how))
        elif read_date(date).precision == "day":
            found.append(R(on=date, **how))
        else:
            found += _part_of(read_date(date), **how)
    usable = [date for date in found if isinstance(date, str) or check(date) is None]
    if not usable:
        message = "a time or a morning is of one day; early and late are of a day, month or year"
        raise DateError("", 0, message)
    return usable


def _part_of(date: DateExpression, part: Part | None = None, **_: Any) -> list[str]:
    """Return a part of a month or a year as its days; nothing if it has no such part."""
    rule = R(within_unit=date.precision, part=part)
    if part is None or check(rule) is not None:
        return []
    window = resolve(rule, date.window)
    return [write_span(window.earliest, (window.before or 0) - 1) or ""]


def at_clock(dates: Sequence[Dated], clock: str, zone: str | None) -> list[Dated]:
    """Return the dates at a time of day."""
    return refined(dates, clock_time=clock, utc_offset=zone)


def of_the_day(shift: int, part: Part) -> list[Dated]:
    """Return a part of the day so many days on."""
    return [R(part=part, offset=shift, unit="day") if shift else R(part=part)]


def anchored(dates: Sequence[Dated], anchors: Sequence[Reading | str]) -> list[Reading]:
    """Return the dates, counted from each of the anchors."""
    return [Reading(date, anchor) for anchor in anchors for date in dates]


def run(first: Sequence[Dated], last: Sequence[Dated], form: str) -> list[Dated]:
    """Return two full dates as one EDTF expression."""
    if not isinstance(first[0], str) or not isinstance(last[0], str):
        raise DateError("", 0, "from one date to another: both need their year, as in 24 May 2015")
    return [read_date(form.format(first[0], last[0])).text]
