"""Relative dates: each rule in words, and against plain counting of days."""

import calendar as standard_calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.time import calendar
from dateline.time.calendar import DAY, HOUR
from dateline.time.dates import Window, read_date
from dateline.time.relative import RelativeDate, check, describe, gap, grain, resolve
from dateline.time.rules import PARTS, PARTS_OF_DAY, Part

ON_SATURDAY = RelativeDate("on Saturday", weekday=5, direction="earlier")
COMING_MONDAY = RelativeDate("on Monday", weekday=0, direction="later")
TEN_DAYS_AGO = RelativeDate("10 days ago", offset=-10, unit="day")
EARLIER_THIS_MONTH = RelativeDate(within_unit="month", direction="earlier")
LAST_WEEK = RelativeDate(within_unit="week", offset=-1)
IN_NOVEMBER = RelativeDate(on="XXXX-11", direction="earlier")
NEXT_NOVEMBER = RelativeDate(on="XXXX-11", direction="later")
OVERNIGHT = RelativeDate(part="night", offset=-1, unit="day")


def window(earliest: str | None, before: str | None) -> Window:
    return Window(first_second(earliest), first_second(before))


def first_second(text: str | None) -> int | None:
    return None if text is None else read_date(text).window.earliest


def day_window(day: date) -> Window:
    start = calendar.day_start(day.year, day.month, day.day)
    return Window(start, start + DAY)


@pytest.mark.parametrize(
    ("rule", "anchor", "earliest", "before"),
    [
        # 2015-11-28 is a Saturday
        (ON_SATURDAY, "2015-11-28", "2015-11-28", "2015-11-29"),
        (ON_SATURDAY, "2015-11-27", "2015-11-21", "2015-11-22"),
        (ON_SATURDAY, "2015-11-29", "2015-11-28", "2015-11-29"),
        (ON_SATURDAY, "2015-12-02T09:30:00Z", "2015-11-28", "2015-11-29"),
        (ON_SATURDAY, "[2015-11-27..2015-11-28]", "2015-11-21", "2015-11-29"),
        (COMING_MONDAY, "2015-11-30", "2015-11-30", "2015-12-01"),
        (COMING_MONDAY, "2015-12-01", "2015-12-07", "2015-12-08"),
        (COMING_MONDAY, "2015-11-24", "2015-11-30", "2015-12-01"),
        (TEN_DAYS_AGO, "2015-12-04", "2015-11-24", "2015-11-25"),
        (TEN_DAYS_AGO, "2015-12-04T18:00:00Z", "2015-11-24", "2015-11-25"),
        (TEN_DAYS_AGO, "2015-12", "2015-11-21", "2015-12-22"),
        (RelativeDate(offset=0, unit="day"), "2015-11-24T07:24:05Z", "2015-11-24", "2015-11-25"),
        (RelativeDate(offset=4, unit="day"), "2015-11-24", "2015-11-28", "2015-11-29"),
        (RelativeDate(offset=-2, unit="week"), "2015-11-24", "2015-11-10", "2015-11-11"),
        (RelativeDate(offset=1, unit="month"), "2015-01-31", "2015-02-28", "2015-03-01"),
        (RelativeDate(offset=-3, unit="month"), "2015-11-24T08:00:00Z", "2015-08-24", "2015-08-25"),
        (RelativeDate(offset=-1, unit="year"), "2016-02-29", "2015-02-28", "2015-03-01"),
        (RelativeDate(offset=-3, unit="hour"), "2015-11-24T10:24:05Z",
         "2015-11-24T07:00:00Z", "2015-11-24T08:00:00Z"),
        (RelativeDate(offset=10, unit="minute"), "2015-11-24T23:55:30Z",
         "2015-11-25T00:05:00Z", "2015-11-25T00:06:00Z"),
        (RelativeDate(offset=17, unit="second"), "2015-11-24T07:24:05Z",
         "2015-11-24T07:24:22Z", "2015-11-24T07:24:23Z"),
        (RelativeDate(offset=-1, unit="hour"), "2015-11-24",
         "2015-11-23T23:00:00Z", "2015-11-24T23:00:00Z"),
        (EARLIER_THIS_MONTH, "2015-11-24", "2015-11-01", "2015-11-25"),
        (EARLIER_THIS_MONTH, "2015-11-24T07:24:05Z", "2015-11-01", "2015-11-24T07:24:06Z"),
        (EARLIER_THIS_MONTH, "[2015-11-30..2015-12-02]", "2015-11-01", "2015-12-03"),
        (RelativeDate(within_unit="month", direction="later"), "2015-11-24",
         "2015-11-24", "2015-12-01"),
        (RelativeDate(within_unit="month"), "2015-12-24", "2015-12-01", "2016-01-01"),
        (RelativeDate(within_unit="week", direction="earlier"), "2015-11-26",
         "2015-11-23", "2015-11-27"),
        (RelativeDate(within_unit="week", direction="later"), "2015-11-26",
         "2015-11-26", "2015-11-30"),
        (RelativeDate(within_unit="week"), "2015-11-29", "2015-11-23", "2015-11-30"),
        (RelativeDate(within_unit="day"), "2015-11-24T12:00:00Z", "2015-11-24", "2015-11-25"),
        (RelativeDate(within_unit="day", direction="earlier"), "2015-11-24T12:00:00Z",
         "2015-11-24", "2015-11-24T12:00:01Z"),
        (RelativeDate(within_unit="year", direction="earlier"), "2015-11-24",
         "2015-01-01", "2015-11-25"),
        (RelativeDate(within_unit="year", direction="later"), "2015-11-24",
         "2015-11-24", "2016-01-01"),
        (RelativeDate(direction="earlier"), "2015-11-24", None, "2015-11-25"),
        (RelativeDate(direction="later"), "2015-11-24", "2015-11-24", None),
        (RelativeDate(direction="around"), "2015-11-24", None, None),
        (RelativeDate(clock_time="07:24"), "2015-11-24",
         "2015-11-24T07:24:00Z", "2015-11-24T07:25:00Z"),
        (RelativeDate(clock_time="09:24:05", utc_offset="+02:00", on="2015-11-24"), "2015-11-28",
         "2015-11-24T07:24:05Z", "2015-11-24T07:24:06Z"),
        (RelativeDate(clock_time="01:00", utc_offset="+03:00", on="2015-11-24"), "2015-11-28",
         "2015-11-23T22:00:00Z", "2015-11-23T22:01:00Z"),
        # A UTC day touches two civil days of another zone.
        (RelativeDate(clock_time="09:24", utc_offset="+02:00"), "2015-11-24",
         "2015-11-24T07:24:00Z", "2015-11-25T07:25:00Z"),
        (RelativeDate(clock_time="09:24", utc_offset="+02:00"), "2015-11-24T12:00:00Z",
         "2015-11-24T07:24:00Z", "2015-11-24T07:25:00Z"),
        (RelativeDate(clock_time="09:24", utc_offset="+02:00"), "2015-11-24T22:30:00Z",
         "2015-11-25T07:24:00Z", "2015-11-25T07:25:00Z"),
        (RelativeDate(clock_time="20:00", utc_offset="-08"), "2015-11-24T06:00:00Z",
         "2015-11-24T04:00:00Z", "2015-11-24T04:01:00Z"),
        # calendar units before and after that of the anchor
        (LAST_WEEK, "2015-11-29", "2015-11-16", "2015-11-23"),
        (LAST_WEEK, "2015-11-30", "2015-11-23", "2015-11-30"),
        (LAST_WEEK, "[2015-11-29..2015-11-30]", "2015-11-16", "2015-11-30"),
        (RelativeDate(within_unit="month", offset=1), "2015-12-31", "2016-01-01", "2016-02-01"),
        (RelativeDate(within_unit="year", offset=-1), "2016-02-29", "2015-01-01", "2016-01-01"),
        (RelativeDate(within_unit="day", offset=-1), "2015-12-01T01:00:00Z",
         "2015-11-30", "2015-12-01"),
        (RelativeDate(weekday=1, within_unit="week", offset=-1), "2015-11-29",
         "2015-11-17", "2015-11-18"),
        (RelativeDate(weekday=3, within_unit="week", offset=1), "2015-11-29",
         "2015-12-03", "2015-12-04"),
        (RelativeDate(weekday=5, direction="earlier", offset=-1), "2015-11-28",
         "2015-11-21", "2015-11-22"),
        (RelativeDate(weekday=0, direction="later", offset=1), "2015-11-28",
         "2015-12-07", "2015-12-08"),
        # days and months named without their year
        (IN_NOVEMBER, "2015-11-03", "2015-11-01", "2015-12-01"),
        (IN_NOVEMBER, "2015-10-31", "2014-11-01", "2014-12-01"),
        (NEXT_NOVEMBER, "2015-11-30", "2015-11-01", "2015-12-01"),
        (NEXT_NOVEMBER, "2015-12-01", "2016-11-01", "2016-12-01"),
        (RelativeDate(on="XXXX-11-28", direction="earlier"), "2015-11-28",
         "2015-11-28", "2015-11-29"),
        (RelativeDate(on="XXXX-11-28", direction="earlier"), "2015-11-27",
         "2014-11-28", "2014-11-29"),
        (RelativeDate(on="XXXX-02-29", direction="earlier"), "2103-01-01",
         "2096-02-29", "2096-03-01"),
        (RelativeDate(on="XXXX-02-29", direction="later"), "2097-01-01",
         "2104-02-29", "2104-03-01"),
        (RelativeDate(on="XXXX-XX-24", direction="earlier"), "2015-11-23",
         "2015-10-24", "2015-10-25"),
        (RelativeDate(on="XXXX-XX-31", direction="earlier"), "2015-11-23",
         "2015-10-31", "2015-11-01"),
        (RelativeDate(on="XXXX-XX-31", direction="later"), "2015-11-23",
         "2015-12-31", "2016-01-01"),
        (RelativeDate(on="XXXX-11", within_unit="year", offset=-1), "2015-11-23",
         "2014-11-01", "2014-12-01"),
        (RelativeDate(on="XXXX-02-29", within_unit="year"), "2015-11-23",
         "2015-02-28", "2015-03-01"),
        (RelativeDate(on="XXXX-XX-31", within_unit="month", offset=-1), "2015-03-31",
         "2015-02-28", "2015-03-01"),
        # parts
        (RelativeDate(within_unit="month", part="early"), "2015-02-20",
         "2015-02-01", "2015-02-11"),
        (RelativeDate(within_unit="month", part="middle"), "2015-02-20",
         "2015-02-11", "2015-02-21"),
        (RelativeDate(within_unit="month", part="late", offset=-1), "2015-03-20",
         "2015-02-21", "2015-03-01"),
        (RelativeDate(within_unit="year", part="early"), "2015-11-20",
         "2015-01-01", "2015-05-01"),
        (RelativeDate(within_unit="year", part="middle"), "2015-11-20",
         "2015-05-01", "2015-09-01"),
        (RelativeDate(within_unit="year", part="late", offset=-1), "2015-11-20",
         "2014-09-01", "2015"),
        (RelativeDate(within_unit="week", part="early"), "2015-11-28",
         "2015-11-23", "2015-11-26"),
        (RelativeDate(within_unit="week", part="middle"), "2015-11-28",
         "2015-11-24", "2015-11-27"),
        (RelativeDate(within_unit="week", part="late", offset=1), "2015-11-28",
         "2015-12-03", "2015-12-07"),
        (RelativeDate(on="XXXX-11", direction="earlier", part="late"), "2015-11-28",
         "2015-11-21", "2015-12-01"),
        (RelativeDate(weekday=5, direction="earlier", part="early"), "2015-11-28",
         "2015-11-28", "2015-11-28T08:00:00Z"),
        (RelativeDate(part="morning"), "2015-11-28T20:00:00Z",
         "2015-11-28", "2015-11-28T12:00:00Z"),
        (RelativeDate(part="afternoon", on="2015-11-24"), "2015-11-28",
         "2015-11-24T12:00:00Z", "2015-11-24T18:00:00Z"),
        (RelativeDate(part="evening", offset=-1, unit="day"), "2015-11-28",
         "2015-11-27T18:00:00Z", "2015-11-28"),
        (OVERNIGHT, "2015-11-28", "2015-11-27T18:00:00Z", "2015-11-28T10:00:00Z"),
        # a clock time on a day that is itself relative
        (RelativeDate(clock_time="10:00", weekday=5, direction="earlier"), "2015-11-30",
         "2015-11-28T10:00:00Z", "2015-11-28T10:01:00Z"),
        (RelativeDate(clock_time="01:00", utc_offset="+03:00", weekday=5, direction="earlier"),
         "2015-11-27T22:00:00Z", "2015-11-27T22:00:00Z", "2015-11-27T22:01:00Z"),
        (RelativeDate(clock_time="07:24", on="XXXX-XX-24", direction="earlier"), "2015-11-30",
         "2015-11-24T07:24:00Z", "2015-11-24T07:25:00Z"),
        # at least, at most, about
        (RelativeDate(offset=-1, unit="week", direction="earlier"), "2015-11-28",
         None, "2015-11-22"),
        (RelativeDate(offset=-3, unit="day", direction="later"), "2015-11-28",
         "2015-11-25", "2015-11-29"),
        (RelativeDate(offset=3, unit="day", direction="earlier"), "2015-11-28",
         "2015-11-28", "2015-12-02"),
        (RelativeDate(offset=2, unit="hour", direction="later"), "2015-11-28T07:24:00Z",
         "2015-11-28T09:00:00Z", None),
        (RelativeDate(offset=-10, unit="day", direction="around"), "2015-11-28",
         "2015-11-18", "2015-11-19"),
    ],
)  # fmt: skip
def test_a_rule_and_its_anchor_give_a_window(
    rule: RelativeDate, anchor: str, earliest: str | None, before: str | None
) -> None:
    assert check(rule) is None
    assert resolve(rule, read_date(anchor).window) == window(earliest, before)


@pytest.mark.parametrize(
    ("rule", "earliest", "before"),
    [
        (ON_SATURDAY, "2015-11-21", "2015-11-29"),
        (TEN_DAYS_AGO, "2015-11-15", "2015-11-19"),
        (EARLIER_THIS_MONTH, "2015-11-01", "2015-11-29"),
        (RelativeDate(direction="earlier"), None, "2015-11-29"),
        (RelativeDate(direction="later"), "2015-11-25", None),
        (RelativeDate(clock_time="07:24"), "2015-11-25T07:24:00Z", "2015-11-28T07:25:00Z"),
    ],
)
def test_an_anchor_open_on_a_side_leaves_that_side_open(
    rule: RelativeDate, earliest: str | None, before: str | None
) -> None:
    anchor = window("2015-11-25", "2015-11-29")
    expected = window(earliest, before)
    assert resolve(rule, anchor) == expected
    assert resolve(rule, replace(anchor, before=None)) == Window(expected.earliest, None)
    assert resolve(rule, replace(anchor, earliest=None)) == Window(None, expected.before)
    assert resolve(rule, Window(None, None)) == Window(None, None)


def test_a_clock_time_on_a_named_day_needs_no_anchor() -> None:
    rule = RelativeDate(clock_time="09:24", utc_offset="+02:00", on="2015-11-24")
    expected = window("2015-11-24T07:24:00Z", "2015-11-24T07:25:00Z")
    assert resolve(rule, Window(None, None)) == expected


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("unit", ["second", "day", "month", "year"])
def test_an_offset_beyond_all_dates_saturates(sign: int, unit: str) -> None:
    rule = RelativeDate(offset=sign * 10**30, unit=unit)
    found = resolve(rule, window("2015-11-24", "2015-11-25"))
    end = sign * calendar.LATEST_DATE
    assert found == (Window(end - 1, end) if sign > 0 else Window(end, end + 1))
    assert gap(rule) == (end, end)


# --- against plain counting ---


def counted_day(rule: RelativeDate, anchor: date) -> date:
    """The day that a rule means, found by counting with the standard library's dates."""
    if rule.weekday is not None:
        step = timedelta(days=-1 if rule.direction == "earlier" else 1)
        while anchor.weekday() != rule.weekday:
            anchor += step
        return anchor
    assert rule.offset is not None
    if rule.unit in {"day", "week"}:
        return anchor + rule.offset * timedelta(days=7 if rule.unit == "week" else 1)
    months = anchor.year * 12 + anchor.month - 1 + rule.offset * (12 if rule.unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(anchor.day, standard_calendar.monthrange(year, month)[1]))


def counted_unit(rule: RelativeDate, anchor: date) -> tuple[date, date]:
    """First and last day of the anchor's unit, likewise."""
    if rule.within_unit == "day":
        return anchor, anchor
    if rule.within_unit == "week":
        monday = anchor - timedelta(days=anchor.weekday())
        return monday, monday + timedelta(days=6)
    if rule.within_unit == "month":
        last = standard_calendar.monthrange(anchor.year, anchor.month)[1]
        return anchor.replace(day=1), anchor.replace(day=last)
    return date(anchor.year, 1, 1), date(anchor.year, 12, 31)


DAYS = st.dates(date(1600, 1, 1), date(2400, 12, 31))
WEEKDAY_RULES = st.builds(
    RelativeDate, weekday=st.integers(0, 6), direction=st.sampled_from(["earlier", "later"])
)
DAY_OFFSET_RULES = st.builds(
    RelativeDate,
    offset=st.integers(-400, 400),
    unit=st.sampled_from(["day", "week", "month", "year"]),
)
FINE_OFFSET_RULES = st.builds(
    RelativeDate,
    offset=st.integers(-10_000, 10_000),
    unit=st.sampled_from(["hour", "minute", "second"]),
)
WITHIN_RULES = st.builds(
    RelativeDate,
    within_unit=st.sampled_from(["day", "week", "month", "year"]),
    direction=st.sampled_from([None, "earlier", "later"]),
)
SHIFTED_UNIT_RULES = st.builds(
    RelativeDate,
    within_unit=st.sampled_from(["day", "week", "month", "year"]),
    offset=st.integers(-40, 40),
)
NAMES = ("XXXX-11", "XXXX-02", "XXXX-11-28", "XXXX-02-29", "XXXX-XX-24", "XXXX-XX-31", "XXXX-XX-01")
NAMED_RULES = st.builds(
    RelativeDate,
    on=st.sampled_from(NAMES),
    direction=st.sampled_from(["earlier", "later"]),
)
NAMED_OF_A_UNIT_RULES = st.builds(
    lambda on, off: RelativeDate(
        on=on, within_unit="month" if "-XX-" in on else "year", offset=off or None
    ),
    st.sampled_from(NAMES),
    st.integers(-3, 3),
)
WEEKDAY_OF_A_WEEK_RULES = st.builds(
    RelativeDate,
    weekday=st.integers(0, 6),
    within_unit=st.just("week"),
    offset=st.sampled_from([None, -1, 1, 2]),
)
LEAST_AND_MOST_RULES = st.builds(
    RelativeDate,
    offset=st.sampled_from([-14, -3, -1, 1, 2, 12]),
    unit=st.sampled_from(["minute", "hour", "day", "week", "month", "year"]),
    direction=st.sampled_from(["earlier", "later", "around"]),
)
CLOCK_RULES = st.builds(
    RelativeDate,
    clock_time=st.sampled_from(["00:00", "07:24", "09:24:05", "23:59", "23:59:59"]),
    utc_offset=st.sampled_from([None, "Z", "+02:00", "-08:00", "+05:30", "+14:00", "-12"]),
)
CALENDAR_RULES = st.one_of(
    WEEKDAY_RULES,
    DAY_OFFSET_RULES,
    SHIFTED_UNIT_RULES,
    NAMED_RULES,
    NAMED_OF_A_UNIT_RULES,
    WEEKDAY_OF_A_WEEK_RULES,
)


def narrowed(rule: RelativeDate, part: Part, clock: RelativeDate) -> RelativeDate:
    """The rule with a part of its stretch, or with a clock time where it is one day."""
    if grain(rule) == "day" and clock.utc_offset is not None:
        return replace(rule, clock_time=clock.clock_time, utc_offset=clock.utc_offset)
    return rule if part in PARTS_OF_DAY and grain(rule) != "day" else replace(rule, part=part)


NARROWED_RULES = st.builds(narrowed, CALENDAR_RULES, st.sampled_from(PARTS), CLOCK_RULES)
RULES = st.one_of(
    CALENDAR_RULES,
    NARROWED_RULES,
    FINE_OFFSET_RULES,
    WITHIN_RULES,
    CLOCK_RULES,
    LEAST_AND_MOST_RULES,
)


@given(st.one_of(WEEKDAY_RULES, DAY_OFFSET_RULES), DAYS)
def test_a_day_rule_means_the_day_found_by_counting(rule: RelativeDate, anchor: date) -> None:
    assert resolve(rule, day_window(anchor)) == day_window(counted_day(rule, anchor))


@given(WITHIN_RULES, DAYS)
def test_a_unit_rule_means_the_days_found_by_counting(rule: RelativeDate, anchor: date) -> None:
    first, last = counted_unit(rule, anchor)
    if rule.direction == "earlier":
        last = anchor
    if rule.direction == "later":
        first = anchor
    expected = Window(day_window(first).earliest, day_window(last).before)
    assert resolve(rule, day_window(anchor)) == expected


def hull(windows: list[Window]) -> Window:
    lows = [each.earliest for each in windows if each.earliest is not None]
    highs = [each.before for each in windows if each.before is not None]
    assert len(lows) in {0, len(windows)}
    assert len(highs) in {0, len(windows)}
    return Window(min(lows, default=None), max(highs, default=None))


@given(RULES, DAYS, st.integers(1, 60))
def test_a_span_of_days_gives_the_hull_over_its_days(
    rule: RelativeDate, first: date, length: int
) -> None:
    days = [day_window(first + timedelta(days=n)) for n in range(length)]
    assert resolve(rule, hull(days)) == hull([resolve(rule, day) for day in days])


@given(RULES, st.integers(-(10**10), 10**10), st.integers(1, 300))
def test_a_span_of_seconds_gives_the_hull_over_its_seconds(
    rule: RelativeDate, first: int, length: int
) -> None:
    seconds = [Window(each, each + 1) for each in range(first, first + length)]
    assert resolve(rule, hull(seconds)) == hull([resolve(rule, second) for second in seconds])


# --- gaps: over every day from 2014 to 2017 ---

GAP_RULES = [
    *(
        RelativeDate(weekday=number, direction=direction)
        for number in range(7)
        for direction in ("earlier", "later")
    ),
    *(RelativeDate(offset=offset, unit="day") for offset in (-10, -1, 0, 1, 4)),
    *(RelativeDate(offset=offset, unit="week") for offset in (-1, 2)),
    *(RelativeDate(offset=offset, unit="month") for offset in (-2, -1, 1, 3)),
    *(RelativeDate(offset=offset, unit="year") for offset in (-1, 1)),
    *(RelativeDate(offset=offset, unit="hour") for offset in (-3, 0, 30)),
    *(RelativeDate(offset=offset, unit="minute") for offset in (-90, 5)),
    *(RelativeDate(offset=offset, unit="second") for offset in (-17, 17)),
    *(
        RelativeDate(within_unit=unit, direction=direction)
        for unit in ("day", "week", "month", "year")
        for direction in (None, "earlier", "later")
    ),
    *(
        RelativeDate(clock_time=time, utc_offset=offset)
        for time in ("00:00", "07:24", "23:59:59")
        for offset in (None, "+02:00", "-08:00")
    ),
    *(
        RelativeDate(within_unit=unit, offset=offset, part=part)
        for unit in ("day", "week", "month", "year")
        for offset in (-1, 2)
        for part in (None, "early", "middle", "late")
    ),
    *(
        RelativeDate(on=on, direction=direction, part=part)
        for on in ("XXXX-11", "XXXX-11-28", "XXXX-XX-24", "XXXX-XX-31", "XXXX-XX-01")
        for direction in ("earlier", "later")
        for part in (None, "middle")
    ),
    RelativeDate(on="XXXX-11", within_unit="year", offset=-1),
    RelativeDate(on="XXXX-XX-31", within_unit="month", offset=-1),
    RelativeDate(weekday=1, within_unit="week", offset=-1),
    RelativeDate(weekday=5, direction="earlier", offset=-1, part="night"),
    RelativeDate(weekday=5, direction="later", clock_time="10:00", utc_offset="+03:00"),
    RelativeDate(on="XXXX-XX-24", direction="earlier", clock_time="10:00", utc_offset="-05:00"),
    RelativeDate(offset=-1, unit="month", clock_time="10:00", utc_offset="+03:00"),
    *(RelativeDate(part=part) for part in PARTS),
    *(
        RelativeDate(offset=offset, unit=unit, direction=direction)
        for offset in (-3, 1)
        for unit in ("hour", "day", "month")
        for direction in ("earlier", "later", "around")
    ),
]


def telling_moments(rule: RelativeDate) -> Iterator[int]:
    """First and last second of each civil day, of the rule's zone, from 2014 to 2017."""
    offset = calendar.parse_utc_offset(rule.utc_offset or "Z")
    for day in range(calendar.day_start(2014), calendar.day_start(2018), DAY):
        yield day - offset
        yield day - offset + DAY - 1


@pytest.mark.parametrize("rule", GAP_RULES, ids=describe)
def test_a_gap_is_necessary_and_is_reached_on_some_day(rule: RelativeDate) -> None:
    least, greatest = [], []
    for moment in telling_moments(rule):
        found = resolve(rule, Window(moment, moment + 1))
        least.append(None if found.earliest is None else found.earliest - moment)
        greatest.append(None if found.before is None else found.before - 1 - moment)
    assert gap(rule) == (
        None if None in least else min(each for each in least if each is not None),
        None if None in greatest else max(each for each in greatest if each is not None),
    )


@given(RULES, st.integers(-(10**11), 10**11))
def test_a_gap_holds_at_every_second(rule: RelativeDate, moment: int) -> None:
    found = resolve(rule, Window(moment, moment + 1))
    least, greatest = gap(rule)
    assert (found.earliest is None) == (least is None)
    assert (found.before is None) == (greatest is None)
    if found.earliest is not None and least is not None:
        assert least <= found.earliest - moment
    if found.before is not None and greatest is not None:
        assert found.before - 1 - moment <= greatest


@pytest.mark.parametrize("on", ["XXXX-02-29", "XXXX-XX-31"])
def test_a_gap_knows_the_longest_wait_for_a_rare_day(on: str) -> None:
    days = {"XXXX-02-29": 8 * 365 + 1, "XXXX-XX-31": 61}[on]
    assert gap(RelativeDate(on=on, direction="earlier")) == (-(days * DAY - 1), DAY - 1)
    assert gap(RelativeDate(on=on, direction="later")) == (-(DAY - 1), days * DAY - 1)


@pytest.mark.parametrize(
    ("rule", "bounds"),
    [
        (RelativeDate(offset=4, unit="day"), (4 * DAY - (DAY - 1), 4 * DAY + DAY - 1)),
        (ON_SATURDAY, (-(7 * DAY - 1), DAY - 1)),
        (COMING_MONDAY, (-(DAY - 1), 7 * DAY - 1)),
        (RelativeDate(offset=1, unit="month"), (27 * DAY + 1, 32 * DAY - 1)),
        (RelativeDate(offset=4, unit="year"), (1459 * DAY + 1, 1462 * DAY - 1)),
        (RelativeDate(offset=3, unit="hour"), (2 * HOUR + 1, 4 * HOUR - 1)),
        (EARLIER_THIS_MONTH, (-(31 * DAY - 1), 0)),
        (RelativeDate(within_unit="year", direction="later"), (0, 366 * DAY - 1)),
        (RelativeDate(within_unit="week"), (-(7 * DAY - 1), 7 * DAY - 1)),
        (RelativeDate(direction="earlier"), (None, 0)),
        (RelativeDate(direction="later"), (0, None)),
        (RelativeDate(direction="around"), (None, None)),
        (RelativeDate(clock_time="07:24", on="2015-11-24"), (None, None)),
        (RelativeDate(clock_time="00:00"), (-(DAY - 1), 59)),
        (RelativeDate(part="evening", on="2015-11-24"), (None, None)),
        (LAST_WEEK, (-(14 * DAY - 1), -1)),
        (OVERNIGHT, (-30 * HOUR + 1, 10 * HOUR - 1)),
        (IN_NOVEMBER, (-(366 * DAY - 1), 30 * DAY - 1)),
        (RelativeDate(offset=-1, unit="week", direction="earlier"), (None, -6 * DAY - 1)),
        (RelativeDate(offset=-3, unit="day", direction="later"), (-(4 * DAY - 1), 0)),
    ],
)
def test_a_gap_in_seconds(rule: RelativeDate, bounds: tuple[int | None, int | None]) -> None:
    assert gap(rule) == bounds


# --- words ---


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (ON_SATURDAY, "the last Saturday on or before the anchor's day"),
        (COMING_MONDAY, "the first Monday on or after the anchor's day"),
        (TEN_DAYS_AGO, "10 days before the anchor's day"),
        (RelativeDate(offset=1, unit="week"), "1 week after the anchor's day"),
        (RelativeDate(offset=0, unit="day"), "the anchor's day"),
        (RelativeDate(offset=0, unit="month"), "the anchor's day"),
        (RelativeDate(offset=0, unit="hour"), "the anchor's hour"),
        (RelativeDate(offset=-3, unit="hour"), "3 hours before the anchor"),
        (EARLIER_THIS_MONTH, "from the start of the anchor's month to the anchor"),
        (RelativeDate(within_unit="year", direction="later"),
         "from the anchor to the end of the anchor's year"),
        (RelativeDate(within_unit="week"), "in the anchor's week"),
        (RelativeDate(direction="earlier"), "not after the anchor"),
        (RelativeDate(direction="later"), "not before the anchor"),
        (RelativeDate(direction="around"), "around the anchor"),
        (RelativeDate(clock_time="07:24"), "07:24 UTC on the anchor's day"),
        (RelativeDate(clock_time="09:24:05", utc_offset="+02:00", on="2015-11-24"),
         "09:24:05 UTC+02:00 on 2015-11-24"),
        (LAST_WEEK, "in the week 1 week before the anchor's"),
        (RelativeDate(within_unit="month", offset=2), "in the month 2 months after the anchor's"),
        (RelativeDate(within_unit="month", part="early"), "early in the anchor's month"),
        (RelativeDate(within_unit="month", part="middle"), "in the middle of the anchor's month"),
        (RelativeDate(within_unit="day", part="late"), "late in the anchor's day"),
        (RelativeDate(weekday=1, within_unit="week", offset=-1),
         "the Tuesday of the week 1 week before the anchor's"),
        (RelativeDate(weekday=5, direction="earlier", offset=-1),
         "1 week before the last Saturday on or before the anchor's day"),
        (RelativeDate(weekday=5, direction="earlier", part="evening"),
         "in the evening of the last Saturday on or before the anchor's day"),
        (OVERNIGHT, "in the night of the day 1 day before the anchor's day"),
        (RelativeDate(part="morning"), "in the morning of the anchor's day"),
        (IN_NOVEMBER, "in the last November begun by the anchor's day"),
        (NEXT_NOVEMBER, "in the first November not over by the anchor's day"),
        (replace(IN_NOVEMBER, part="late"), "late in the last November begun by the anchor's day"),
        (RelativeDate(on="XXXX-11-28", direction="earlier"),
         "the last November 28 on or before the anchor's day"),
        (RelativeDate(on="XXXX-XX-24", direction="later"),
         "the first 24th on or after the anchor's day"),
        (RelativeDate(on="XXXX-XX-02", within_unit="month"), "the 2nd of the anchor's month"),
        (RelativeDate(on="XXXX-XX-11", within_unit="month"), "the 11th of the anchor's month"),
        (RelativeDate(clock_time="07:24", on="XXXX-XX-24", direction="earlier"),
         "07:24 UTC on the last 24th on or before the anchor's day"),
        (RelativeDate(offset=-1, unit="week", direction="earlier"),
         "at least 1 week before the anchor's day"),
        (RelativeDate(offset=-3, unit="day", direction="later"),
         "at most 3 days before the anchor's day"),
        (RelativeDate(offset=3, unit="hour", direction="later"),
         "at least 3 hours after the anchor"),
        (RelativeDate(offset=-10, unit="day", direction="around"),
         "about 10 days before the anchor's day"),
    ],
)  # fmt: skip
def test_a_rule_in_words(rule: RelativeDate, words: str) -> None:
    assert describe(rule) == words


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (RelativeDate("once upon a time"), "has no rule"),
        (RelativeDate(weekday=5, direction="earlier", offset=-1, unit="day"),
         "two rules, weekday and offset"),
        (RelativeDate(within_unit="month", clock_time="07:24"),
         "has a clockTime of a month, but it is of one day"),
        (RelativeDate(within_unit="month", offset=-1, unit="day"),
         "two rules, offset and withinUnit"),
        (RelativeDate(on="XXXX-11", offset=-1, unit="day"), "two rules, on and offset"),
        (RelativeDate(weekday=5), "add direction earlier or later"),
        (RelativeDate(weekday=5, direction="around"), "add direction earlier or later"),
        (RelativeDate(weekday=7, direction="earlier"), "weekday 7 does not exist"),
        (RelativeDate(offset=-10), "has no unit; expected one of second, minute"),
        (RelativeDate(offset=-10, unit="fortnight"), "unit 'fortnight' is unknown"),
        (RelativeDate(offset=0, unit="day", direction="earlier"), "an offset of 0 and a direction"),
        (RelativeDate(weekday=5, within_unit="month"), "within a month, which is not one day"),
        (RelativeDate(weekday=5, within_unit="week", direction="later"),
         "a weekday of a week and a direction"),
        (RelativeDate(on="XXXX-11"), "add direction earlier or later"),
        (RelativeDate(on="XXXX-11", direction="earlier", offset=-1), "add withinUnit"),
        (RelativeDate(on="XXXX-11", within_unit="month"), "use withinUnit year"),
        (RelativeDate(on="XXXX-XX-24", within_unit="year"), "use withinUnit month"),
        (RelativeDate(on="XXXX-11", within_unit="year", direction="later"),
         "of a year and a direction"),
        (RelativeDate(on="XXXX-02-30", direction="later"), "day 30 does not exist"),
        (RelativeDate(on="2015-11-24", part="evening", direction="later"), "has on with its year"),
        (RelativeDate(within_unit="week", offset=-1, direction="later"), "or use part"),
        (RelativeDate(within_unit="month", part="evening"), "has a part of a month"),
        (RelativeDate(part="early", clock_time="07:24"), "leave part out"),
        (RelativeDate(part="early", direction="later"), "has a part and a direction"),
        (RelativeDate(part="early", offset=-2, unit="hour"), "names no day"),
        (RelativeDate(unit="day"), "has unit without offset"),
        (RelativeDate(unit="day", direction="earlier"), "has unit without offset"),
        (RelativeDate(utc_offset="+02:00", direction="later"), "has utcOffset without clockTime"),
        (RelativeDate(on="2015-11-24"), "has on without clockTime"),
        (RelativeDate(within_unit="decade"), "withinUnit 'decade' is unknown"),
        (RelativeDate(within_unit="month", direction="around"), "leave direction out"),
        (RelativeDate(clock_time="24:00"), "no time of day"),
        (RelativeDate(clock_time="7:24"), "write it as 07:24"),
        (RelativeDate(clock_time="07:24", direction="earlier"), "leave direction out"),
        (RelativeDate(clock_time="07:24", utc_offset="CET"), "utcOffset 'CET': expected"),
        (RelativeDate(clock_time="07:24", on="2015-11-31"),
         "on '2015-11-31': day 31 does not exist in November 2015"),
        (RelativeDate(clock_time="07:24", on="2015-11"), "is not one day"),
        (RelativeDate(clock_time="07:24", on="2015-11-1X"), "is not one day"),
        (RelativeDate(clock_time="07:24", on="../2015-11-24"), "is not one day"),
    ],
)  # fmt: skip
def test_an_unusable_rule_is_refused_with_the_mend(rule: RelativeDate, problem: str) -> None:
    said = check(rule)
    assert said is not None
    assert problem in said
    with pytest.raises(ValueError, match="the relative date"):
        resolve(rule, Window(None, None))
    with pytest.raises(ValueError, match="the relative date"):
        gap(rule)
    with pytest.raises(ValueError, match="the relative date"):
        describe(rule)


def test_an_unknown_direction_is_refused() -> None:
    rule = RelativeDate(direction="earlier")
    object.__setattr__(rule, "direction", "sooner")  # as read from data, past the type checker
    assert check(rule) == "direction 'sooner' is unknown; expected earlier, later or around"


def test_an_unknown_part_is_refused() -> None:
    rule = RelativeDate(part="early")
    object.__setattr__(rule, "part", "dusk")
    assert "part 'dusk' is unknown; expected one of early, middle" in str(check(rule))
