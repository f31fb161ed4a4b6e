"""Dates as written in EDTF, read as windows of time, and windows written as EDTF.

A date is read as "some time within", never as "filling": ``2015`` is a moment of that year. The
qualifiers ``?``, ``~`` and ``%`` do not move a bound (ISO 8601-2:2019, 8.4.2); they are kept for
weaker readings.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache

from dateline.errors import DateError
from dateline.time.calendar import (
    DAY,
    LATEST_DATE,
    UNIT_SECONDS,
    add_months,
    day_of,
    day_start,
    format_day,
    saturate,
)
from dateline.time.edtf import read_expression
from dateline.time.windows import MAX_PARTS, DateExpression, Precision, Window

__all__ = ["MAX_PARTS", "DateExpression", "Window", "duration_bounds", "read_date", "write_span"]


@lru_cache(maxsize=65_536)
def read_date(text: str) -> DateExpression:
    """Read an EDTF expression of level 0, 1 or 2 (LoC 2019; ISO 8601-2:2019).

    A time of day without an offset is UTC. An open end (``..``) and an unknown end (nothing) of an
    interval both leave that side without a bound. Years farther than about 4.5 thousand million
    from 1970 lie beyond that, and nothing more is known of them.

    Raises:
        DateError: with the position of the offending character and what was expected.
    """
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        fast = _plain_date(text, plain)
        if fast is not None:
            return fast
    return read_expression(text)


def write_span(first_day: int | None, last_day: int | None) -> str | None:
    """Write "some time within these days" in EDTF; the days are given by any moment in them.

    ``2015-11-24`` for one day, ``[a..b]`` for several, ``[..b]`` and ``[a..]`` where a side is
    None, and None where both are.

    Raises:
        ValueError: the last day lies before the first.
    """
    if first_day is not None and last_day is not None and day_of(last_day) < day_of(first_day):
        raise ValueError("the last day lies before the first")
    first = "" if first_day is None else format_day(first_day)
    last = "" if last_day is None else format_day(last_day)
    if first == last:
        return first or None
    return f"[{first}..{last}]"


def duration_bounds(amount: Decimal | float, unit: str) -> tuple[int, int]:
    """Return the least and the greatest length in seconds of "it lasted ``amount`` units".

    Whole days count civil days touched: two days may be the last second of one and the first of
    the next. Everything else is known to half a unit. At least 1 second.

    Raises:
        DateError: the amount is not a positive number, or the unit is unknown.
    """
    text = f"{amount} {unit}"
    number = Decimal(str(amount))
    if not number.is_finite() or number <= 0:
        raise DateError(text, 0, "a duration is a number greater than zero")
    number = min(number, Decimal(LATEST_DATE))
    if unit not in UNIT_SECONDS:
        units = ", ".join(UNIT_SECONDS)
        raise DateError(text, len(str(amount)) + 1, f"unknown unit; expected one of {units}")
    if unit == "day" and number == number.to_integral_value():
        days = int(number)
        return max(1, saturate((days - 2) * DAY + 2)), saturate(days * DAY)
    shortest, longest = UNIT_SECONDS[unit]
    half = Decimal("0.5")
    least = math.floor((number - half) * shortest)
    return max(1, saturate(least)), saturate(math.ceil((number + half) * longest))


_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _plain_date(text: str, match: re.Match[str]) -> DateExpression | None:
    """Read YYYY, YYYY-MM or YYYY-MM-DD; None if that is no date of the calendar."""
    year, month, day = match.groups()
    precision: Precision = "day" if day else "month" if month else "year"
    try:
        first = day_start(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    before = first + DAY if day else add_months(first, 1 if month else 12)
    window = Window(first, before)
    return DateExpression(text, "date", window, window, "", precision)
