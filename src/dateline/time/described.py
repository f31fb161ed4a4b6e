"""The rule of a relative date in short plain English."""

from __future__ import annotations

from dateline.time.calendar import DAY, MONTH_NAMES, UNIT_SECONDS
from dateline.time.rules import (
    PARTS_OF_DAY,
    WEEKDAYS,
    RelativeDate,
    open_date,
    require_usable,
)


def describe(rule: RelativeDate, anchor: str = "the anchor") -> str:
    """Say the rule in short plain English, such as "10 days before the anchor's day".

    ``anchor`` are the words for the anchor.

    Raises:
        ValueError: the rule is unusable; ``check`` says why.
    """
    require_usable(rule)
    return _refined(rule).replace("the anchor", anchor)


def _refined(rule: RelativeDate) -> str:
    if rule.clock_time is not None:
        zone = "UTC" if rule.utc_offset in {None, "Z"} else f"UTC{rule.utc_offset}"
        return f"{rule.clock_time} {zone} on {_stretch(rule)}"
    if rule.part is None:
        return _base(rule)
    if rule.part in PARTS_OF_DAY:
        return f"in the {rule.part} of {_stretch(rule)}"
    side = "in the middle of" if rule.part == "middle" else f"{rule.part} in"
    return f"{side} {_stretch(rule)}"


def _stretch(rule: RelativeDate) -> str:
    """Say the base as something that has parts."""
    if rule.unit is not None and rule.offset:
        return f"the day {_base(rule)}"
    return _base(rule).removeprefix("in ")


def _base(rule: RelativeDate) -> str:
    if rule.weekday is not None:
        return _chosen(rule, WEEKDAYS[rule.weekday])
    if rule.on is not None:
        named = open_date(rule.on)
        return rule.on if named is None else _chosen(rule, _named(*named))
    if rule.offset is not None and rule.unit is not None:
        return _counted(rule, rule.offset, rule.unit)
    if rule.within_unit is not None:
        unit = _unit_of(rule)
        if rule.direction == "earlier":
            return f"from the start of {unit} to the anchor"
        return f"from the anchor to the end of {unit}" if rule.direction else f"in {unit}"
    sides = {
        "earlier": "not after the anchor",
        "later": "not before the anchor",
        "around": "around the anchor",
    }
    return sides.get(rule.direction or "", "the anchor's day")


def _named(month: int | None, day: int | None) -> str:
    if month is None:
        ending = {1: "st", 2: "nd", 3: "rd"}.get((day or 0) % 10 if day not in {11, 12, 13} else 0)
        return f"{day}{ending or 'th'}"
    name = MONTH_NAMES[month - 1]
    return f"{name} {day}" if day else name


def _chosen(rule: RelativeDate, name: str) -> str:
    """Say which one is meant of the many with a name."""
    if rule.within_unit is not None:
        return f"the {name} of {_unit_of(rule)}"
    off = _how_many(rule.offset, "week", "before", "after") if rule.offset else ""
    if rule.on is not None and rule.on.count("-") == 1:
        when = "last" if rule.direction == "earlier" else "first"
        side = "begun by" if rule.direction == "earlier" else "not over by"
        return f"in the {when} {name} {side} the anchor's day"
    if rule.direction == "earlier":
        return f"{off}the last {name} on or before the anchor's day"
    return f"{off}the first {name} on or after the anchor's day"


def _unit_of(rule: RelativeDate) -> str:
    off = _how_many(rule.offset, rule.within_unit or "", "before", "after") if rule.offset else ""
    return (
        f"the {rule.within_unit} {off}the anchor's" if off else f"the anchor's {rule.within_unit}"
    )


def _how_many(number: int, unit: str, earlier: str, later: str) -> str:
    plural = "" if abs(number) == 1 else "s"
    return f"{abs(number)} {unit}{plural} {earlier if number < 0 else later} "


def _counted(rule: RelativeDate, offset: int, unit: str) -> str:
    is_fine = UNIT_SECONDS[unit][0] < DAY
    if offset == 0:
        return f"the anchor's {unit}" if is_fine else "the anchor's day"
    words = _how_many(offset, unit, "before", "after")
    anchor = "the anchor" if is_fine else "the anchor's day"
    away = "earlier" if offset < 0 else "later"
    if rule.direction == "around":
        return f"about {words}{anchor}"
    if rule.direction is not None:
        return f"at {'least' if rule.direction == away else 'most'} {words}{anchor}"
    return f"{words}{anchor}"
