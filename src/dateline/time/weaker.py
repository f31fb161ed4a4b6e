"""Weaker readings of what a claim says about time, tried where claims contradict each other.

A *rung* is one way of reading words more loosely: the weekday of the week before, a day in another
time zone. Every weaker reading allows all that the plain one allows. So a claim that is read more
weakly can resolve a contradiction and never makes one. The table is that of the chronology: which
rungs there are and what they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from dateline.time.calendar import DAY, HOUR, UNIT_SECONDS, add_months, saturate
from dateline.time.dates import duration_bounds
from dateline.time.relative import RelativeDate, gap, grain, resolve
from dateline.time.rules import open_date
from dateline.time.windows import DateExpression, Precision, Window, greatest, least, union

Rung = Literal["soft", "margin", "nearby", "zone", "unit", "week", "eve"]
Bounds = tuple[int | None, int | None]
_Move = Callable[[int], int]


class Looseness(NamedTuple):
    """What a rung means, as words after "if", and what reading a claim so costs."""

    words: str
    cost: int


RUNGS: Final[dict[Rung, Looseness]] = {
    "soft": Looseness("only the firm part of the words is meant", 12),
    "margin": Looseness("the date is only about right", 12),
    "nearby": Looseness("it was a day before or after the other", 11),
    "eve": Looseness("it was written the day before it was published", 12),
    "zone": Looseness("the day is that of another time zone", 14),
    "unit": Looseness("the number is one more or one less", 16),
    "week": Looseness("the weekday is that of another week", 18),
}
"""In the order in which they are tried."""

SETTING_ASIDE: Final = 20
"""What setting a claim aside costs among the rungs: more than any one of them, less than any two.

So a claim is read more weakly before it is set aside; but rather than twisting two claims, or one
claim twice, one is set aside.
"""

ZONES: Final = (14 * HOUR, 12 * HOUR)
"""A civil day somewhere on Earth starts this much before the UTC day, and ends this much after."""

#: Months, or days where there are none, by which "about" may be off: by the precision of a date.
_MARGINS: Final[dict[Precision, int]] = {
    "month": 1, "season": 1, "quarter": 1, "quadrimester": 1, "semester": 1,
    "year": 12, "decade": 120, "century": 1200, "millennium": 12000,
}  # fmt: skip
_DAYS_OFF: Final = 3


def rungs_of_date(date: DateExpression) -> tuple[Rung, ...]:
    """Return the rungs of an EDTF date: none for a time of day, which is exact as written."""
    if date.precision == "second":
        return ()
    about = date.qualifier in {"~", "%"} and date.precision != "unspecified"
    return ("margin", "zone") if about else ("zone",)


def weaker_date(date: DateExpression, given_up: frozenset[Rung]) -> tuple[Window, Window]:
    """Return the windows of the start and the end of a date with some rungs given up.

    They are the date's own two windows, the same one twice where it is no interval.
    """
    start, end = date.start, date.end
    if "margin" in given_up:
        times = 2 if date.qualifier == "%" else 1
        start, end = (_loosened(window, date.precision, times) for window in (start, end))
    if "zone" in given_up:
        start, end = (_anywhere_on_earth(window) for window in (start, end))
    return (start, start) if date.kind in {"date", "one of"} else (start, end)


def _loosened(window: Window, precision: Precision, times: int) -> Window:
    months = _MARGINS.get(precision)
    if months is None:
        return widened(window, times * _DAYS_OFF * DAY, times * _DAYS_OFF * DAY)
    off = times * months
    return _mapped(window, lambda lo: add_months(lo, -off), lambda hi: add_months(hi, off))


def _anywhere_on_earth(window: Window) -> Window:
    return widened(window, *ZONES)


def widened(window: Window, before: int, after: int) -> Window:
    """Return the window, and each of its parts, with some seconds more on both sides."""
    return _mapped(window, lambda lo: lo - before, lambda hi: hi + after)


def _mapped(window: Window, low: _Move, high: _Move) -> Window:
    first = None if window.earliest is None else saturate(low(window.earliest))
    before = None if window.before is None else saturate(high(window.before))
    if not window.parts or before is None:
        return Window(first, before)
    return union([(saturate(low(lo)), saturate(high(hi))) for lo, hi in window.parts], before)


def rungs_of_relative(rule: RelativeDate, *, to_publication: bool) -> tuple[Rung, ...]:
    """Return the rungs of a relative date, which may be anchored to a publication or an event.

    An event as the anchor has no day of writing, and its own dates have their own time zones.
    """
    moves = rule.on is None or open_date(rule.on) is not None
    says_nothing = rule.direction == "around" and rule.offset is None
    applies: dict[Rung, bool] = {
        "soft": rule.part is not None and moves,
        "margin": rule.direction == "around" and rule.offset is not None,
        "zone": to_publication and rule.clock_time is None and _in_days(rule),
        "unit": rule.offset is not None and rule.weekday is None and _is_exact(rule),
        "week": rule.weekday is not None,
        "eve": to_publication and moves and not says_nothing,
    }
    return tuple(rung for rung, there in applies.items() if there)


def _in_days(rule: RelativeDate) -> bool:
    """Whether the rule leads to whole civil days."""
    counted = rule.unit is not None and UNIT_SECONDS[rule.unit][0] >= DAY
    return counted or rule.within_unit is not None or grain(rule) is not None


def _is_exact(rule: RelativeDate) -> bool:
    """Whether an offset is the distance itself, not the least or the greatest one."""
    return rule.direction in {None, "around"}


def weaker_relative(rule: RelativeDate, anchor: Window, given_up: frozenset[Rung]) -> Window:
    """Return the window of a relative date with some rungs given up; see ``relative.resolve``."""
    if "eve" in given_up and anchor.earliest is not None:
        anchor = Window(saturate(anchor.earliest - DAY), anchor.before)
    windows = [resolve(one, anchor) for one in _variants(rule, given_up)]
    if "week" in given_up:
        windows += [_moved(window, off) for window in windows for off in _weeks_off(rule)]
    if "zone" in given_up:
        windows = [_anywhere_on_earth(window) for window in windows]
    found = _any_of(windows)
    return Window(found.earliest, found.before) if "margin" in given_up else found


def weaker_gap(rule: RelativeDate, given_up: frozenset[Rung]) -> Bounds:
    """Return the least and greatest seconds from an anchor to the date; see ``relative.gap``."""
    gaps = [gap(one) for one in _variants(rule, given_up)]
    offs = (0, *_weeks_off(rule)) if "week" in given_up else (0,)
    moved = [
        (None if lo is None else lo + off, None if hi is None else hi + off)
        for lo, hi in gaps
        for off in offs
    ]
    return least([lo for lo, _ in moved]), greatest([hi for _, hi in moved])


def _variants(rule: RelativeDate, given_up: frozenset[Rung]) -> list[RelativeDate]:
    """Return the rule and those that it may stand for too."""
    off = 1 if "unit" in given_up else 0
    if "margin" in given_up:
        off += _DAYS_OFF if rule.unit == "day" else 1
    offsets = (
        [rule.offset] if rule.offset is None else range(rule.offset - off, rule.offset + off + 1)
    )
    rules = [replace(rule, offset=offset) for offset in offsets]
    if "soft" in given_up:
        rules += [_whole(one) for one in rules]
    # About so many: the direction means nothing more, and none goes with an offset of 0.
    return [replace(one, direction=None) if one.offset == 0 and off else one for one in rules]


def _whole(rule: RelativeDate) -> RelativeDate:
    """Return the rule without its part; of the anchor's own day, that day."""
    has_base = rule.weekday is not None or rule.on is not None or rule.unit is not None
    return replace(rule, part=None, within_unit=rule.within_unit or (None if has_base else "day"))


def _weeks_off(rule: RelativeDate) -> tuple[int, ...]:
    """Return how far the weekday of another week may be away."""
    ways = {"earlier": (-7 * DAY,), "later": (7 * DAY,)}
    return ways.get(rule.direction or "", (-7 * DAY, 7 * DAY))


def _moved(window: Window, seconds: int) -> Window:
    return _mapped(window, lambda lo: lo + seconds, lambda hi: hi + seconds)


def _any_of(windows: Iterable[Window]) -> Window:
    """Return the window of alternatives: their union, or their hull where one is open."""
    every = list(windows)
    if len(every) == 1:
        return every[0]
    lows = [window.earliest for window in every if window.earliest is not None]
    highs = [window.before for window in every if window.before is not None]
    low = min(lows) if len(lows) == len(every) else None
    high = max(highs) if len(highs) == len(every) else None
    if low is None or high is None:
        return Window(low, high)
    spans = [
        part
        for w, lo, hi in zip(every, lows, highs, strict=True)
        for part in w.parts or ((lo, hi),)
    ]
    return union(sorted(spans), high)


def weaker_duration(amount: float, unit: str, given_up: frozenset[Rung]) -> tuple[int, int]:
    """Return the least and greatest length in seconds; see ``dates.duration_bounds``."""
    least, most = duration_bounds(amount, unit)
    if "unit" in given_up:
        most = duration_bounds(amount + 1, unit)[1]
        least = duration_bounds(amount - 1, unit)[0] if amount > 1 else 1
    return least, most
