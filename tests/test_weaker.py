"""Weaker readings: each allows all that the plain reading allows, and as much more as it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import at

from dateline.time.calendar import DAY, HOUR
from dateline.time.dates import Window, read_date
from dateline.time.relative import RelativeDate, gap, resolve
from dateline.time.weaker import (
    RUNGS,
    SETTING_ASIDE,
    Rung,
    rungs_of_date,
    rungs_of_relative,
    weaker_date,
    weaker_duration,
    weaker_gap,
    weaker_relative,
)

PUBLISHED = Window(at("2015-11-30"), at("2015-12-01"))  # a Monday


def test_one_weaker_reading_is_cheaper_than_setting_aside_and_two_are_not() -> None:
    costs = [rung.cost for rung in RUNGS.values()]
    assert max(costs) < SETTING_ASIDE < 2 * min(costs)


@pytest.mark.parametrize(
    ("text", "rungs"),
    [
        ("2015-11-28", ("zone",)),
        ("2015-11-28~", ("margin", "zone")),
        ("2015-11%", ("margin", "zone")),
        ("2015-11-28?", ("zone",)),
        ("2015-11-28T10:24:00Z", ()),
        ("XXXX~", ("zone",)),
    ],
)
def test_the_rungs_of_a_date(text: str, rungs: tuple[Rung, ...]) -> None:
    assert rungs_of_date(read_date(text)) == rungs


@pytest.mark.parametrize(
    ("text", "rung", "earliest", "before"),
    [
        ("2015-11-28", "zone", "2015-11-27T10:00:00Z", "2015-11-29T12:00:00Z"),
        ("2015-11-28~", "margin", "2015-11-25T00:00:00Z", "2015-12-02T00:00:00Z"),
        ("2015-11-28%", "margin", "2015-11-22T00:00:00Z", "2015-12-05T00:00:00Z"),
        ("2015-11~", "margin", "2015-10-01T00:00:00Z", "2016-01-01T00:00:00Z"),
        ("2015~", "margin", "2014-01-01T00:00:00Z", "2017-01-01T00:00:00Z"),
        ("2015%", "margin", "2013-01-01T00:00:00Z", "2018-01-01T00:00:00Z"),
        ("201X~", "margin", "2000-01-01T00:00:00Z", "2030-01-01T00:00:00Z"),
    ],
)
def test_a_date_may_be_off_by_as_much_as_it_is_precise(
    text: str, rung: Rung, earliest: str, before: str
) -> None:
    start, end = weaker_date(read_date(text), frozenset({rung}))
    assert start is end
    assert start == Window(at(earliest), at(before))


def test_each_alternative_is_widened_and_those_that_meet_become_one() -> None:
    start, _ = weaker_date(read_date("[2015-11-01,2015-11-03,2015-11-28]"), frozenset({"zone"}))
    assert start.parts == (
        (at("2015-10-31T10:00:00Z"), at("2015-11-04T12:00:00Z")),
        (at("2015-11-27T10:00:00Z"), at("2015-11-29T12:00:00Z")),
    )


def test_an_interval_keeps_two_windows_and_its_open_side() -> None:
    start, end = weaker_date(read_date("2015-11-28/.."), frozenset({"zone"}))
    assert start == Window(at("2015-11-27T10:00:00Z"), at("2015-11-29T12:00:00Z"))
    assert end == Window(None, None)


SATURDAY = RelativeDate(weekday=5, direction="earlier")
TUESDAY = RelativeDate(weekday=1, direction="later")
TEN_DAYS_AGO = RelativeDate(offset=-10, unit="day")
THIS_MONTH = RelativeDate(within_unit="month", direction="earlier")


@pytest.mark.parametrize(
    ("rule", "to_publication", "rungs"),
    [
        (SATURDAY, True, ("zone", "week", "eve")),
        (SATURDAY, False, ("week",)),
        (TEN_DAYS_AGO, True, ("zone", "unit", "eve")),
        (RelativeDate(offset=-3, unit="hour"), True, ("unit", "eve")),
        (THIS_MONTH, True, ("zone", "eve")),
        (RelativeDate(clock_time="07:24", on="2015-11-24"), True, ()),
        (RelativeDate(direction="around"), True, ()),
        (RelativeDate(direction="earlier"), True, ("eve",)),
    ],
)
def test_the_rungs_of_a_relative_date(
    rule: RelativeDate, to_publication: bool, rungs: tuple[Rung, ...]
) -> None:
    assert rungs_of_relative(rule, to_publication=to_publication) == rungs


@pytest.mark.parametrize(
    ("rule", "rung", "earliest", "before"),
    [
        (SATURDAY, "eve", "2015-11-28", "2015-11-29"),
        (SATURDAY, "zone", "2015-11-27T10:00:00Z", "2015-11-29T12:00:00Z"),
        (SATURDAY, "week", "2015-11-21", "2015-11-29"),
        (TUESDAY, "week", "2015-12-01", "2015-12-09"),
        (TEN_DAYS_AGO, "unit", "2015-11-19", "2015-11-22"),
        (TEN_DAYS_AGO, "eve", "2015-11-19", "2015-11-21"),
        (THIS_MONTH, "eve", "2015-11-01", "2015-12-01"),
    ],
)
def test_a_relative_date_read_more_weakly(
    rule: RelativeDate, rung: Rung, earliest: str, before: str
) -> None:
    window = weaker_relative(rule, PUBLISHED, frozenset({rung}))
    assert (window.earliest, window.before) == (at(earliest), at(before))


def test_the_week_before_is_an_alternative_and_not_all_days_between() -> None:
    window = weaker_relative(SATURDAY, PUBLISHED, frozenset({"week"}))
    assert window.parts == (
        (at("2015-11-21"), at("2015-11-22")),
        (at("2015-11-28"), at("2015-11-29")),
    )


def test_earlier_this_month_may_be_of_the_month_before_when_written_on_its_last_day() -> None:
    first = Window(at("2015-10-01"), at("2015-10-02"))
    window = weaker_relative(THIS_MONTH, first, frozenset({"eve"}))
    assert (window.earliest, window.before) == (at("2015-09-01"), at("2015-10-02"))


def test_an_undated_anchor_leaves_everything_open() -> None:
    for rung in rungs_of_relative(TEN_DAYS_AGO, to_publication=True):
        window = weaker_relative(TEN_DAYS_AGO, Window(None, None), frozenset({rung}))
        assert window == Window(None, None)


@pytest.mark.parametrize(
    ("amount", "unit", "least", "most"),
    [
        (2, "day", 1, 3 * DAY),
        (3, "day", 2, 4 * DAY),
        (1, "day", 1, 2 * DAY),
        (2, "hour", HOUR // 2, 7 * HOUR // 2),
        (1, "hour", 1, 5 * HOUR // 2),
    ],
)
def test_a_number_may_be_one_more_or_one_less(
    amount: float, unit: str, least: int, most: int
) -> None:
    assert weaker_duration(amount, unit, frozenset({"unit"})) == (least, most)


RULES = st.sampled_from(
    (
        SATURDAY, TUESDAY, TEN_DAYS_AGO, THIS_MONTH,
        RelativeDate(offset=1, unit="month"), RelativeDate(offset=0, unit="day"),
        RelativeDate(offset=-2, unit="year"), RelativeDate(within_unit="week"),
        RelativeDate(clock_time="23:30", utc_offset="+03:00"), RelativeDate(direction="later"),
    )
)  # fmt: skip


@given(RULES, st.integers(at("2015-01-01"), at("2016-12-31")), st.integers(0, 3 * DAY))
def test_every_weaker_reading_allows_all_that_the_plain_one_allows(
    rule: RelativeDate, moment: int, length: int
) -> None:
    anchor = Window(moment, moment + 1 + length)
    plain = resolve(rule, anchor)
    for rung in rungs_of_relative(rule, to_publication=True):
        assert holds(weaker_relative(rule, anchor, frozenset({rung})), plain)
    for rung in rungs_of_relative(rule, to_publication=False):
        weaker, strict = weaker_gap(rule, frozenset({rung})), gap(rule)
        assert weaker[0] is None or (strict[0] is not None and weaker[0] <= strict[0])
        assert weaker[1] is None or (strict[1] is not None and weaker[1] >= strict[1])


def holds(wider: Window, window: Window) -> bool:
    """Whether a window lies in another one, and in one of its alternatives if it has any."""
    spans = wider.parts or ((wider.earliest, wider.before),)
    return any(
        (low is None or (window.earliest is not None and low <= window.earliest))
        and (high is None or (window.before is not None and window.before <= high))
        for low, high in spans
    )


@pytest.mark.parametrize(
    ("rule", "rung", "least", "most"),
    [
        (RelativeDate(anchor="a", offset=4, unit="day"), "unit", 2 * DAY + 1, 6 * DAY - 1),
        (RelativeDate(anchor="a", weekday=5, direction="earlier"), "week", 1 - 14 * DAY, DAY - 1),
    ],
)
def test_the_distance_from_an_event_read_more_weakly(
    rule: RelativeDate, rung: Rung, least: int, most: int
) -> None:
    assert weaker_gap(rule, frozenset({rung})) == (least, most)
