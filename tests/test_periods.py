"""Periods of the calendar: nothing that lies in a window is missed, and little else is found."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.time.calendar import DAY, HORIZON, LATEST_DATE, parse_datetime
from dateline.time.periods import Period, period_of, years_of

FAR = st.integers(-LATEST_DATE, LATEST_DATE)
NEAR = st.integers(parse_datetime("-0300-01-01T00:00:00Z"), parse_datetime("2400-01-01T00:00:00Z"))
LENGTH = st.one_of(
    *(st.integers(1, n * DAY) for n in (1, 9, 70, 500, 40_000)), st.integers(1, 2**57)
)
MOMENT = NEAR | FAR
#: Ranges of every length near and far; None is open.
RANGES = st.one_of(
    st.tuples(MOMENT, LENGTH).map(lambda drawn: (drawn[0], drawn[0] + drawn[1])),
    st.tuples(st.none() | MOMENT, st.none()),
    st.tuples(st.none(), st.none() | MOMENT),
)


def at(text: str) -> int | None:
    """Return the moment of a day or of a day with its time; None of nothing."""
    if not text:
        return None
    return parse_datetime(text if "T" in text else f"{text}T00:00:00Z")


def touches(period: Period, first: int, after: int) -> bool:
    return period.begin < after and period.end > first


@pytest.mark.parametrize(
    ("first", "before", "name"),
    [
        ("2015-11-24T07:24:00Z", "2015-11-24T07:25:00Z", "2015-11-24"),
        ("2015-11-24", "2015-11-25", "2015-11-24"),
        ("2015-11-24", "2015-11-26", "2015-11-24_2015-11-25"),
        ("2015-11-24T23:59:59Z", "2015-11-25T00:00:01Z", "2015-11-24_2015-11-25"),
        ("2015-11-23", "2015-11-30", "2015-11-23_2015-11-29"),
        ("2015-11-28", "2015-12-05", "2015-11-23_2015-12-06"),
        ("2015-11-01", "2015-12-01", "2015-11"),
        ("2015-11-20", "2015-12-10", "2015-11_2015-12"),
        ("2015-10-01", "2016-01-01", "2015-10_2015-12"),
        ("2015-06-20", "2015-12-10", "2015"),
        ("2015-07-20", "2015-12-10", "2015-07_2015-12"),
        ("2015-01-01", "2016-01-01", "2015"),
        ("2015-12-20", "2016-08-10", "2015_2016"),
        ("2010-01-01", "2020-01-01", "2010_2019"),
        ("1999-01-01", "2004-01-01", "1990_2009"),
        ("0001-01-01", "2001-01-01", "0000_9999"),
        ("0000-12-31", "0001-01-01", "0000-12-31"),
        ("-0043-03-15", "-0043-03-16", "-0043-03-15"),
        ("-0043-03-01", "-0043-04-01", "-0043-03"),
        ("-0001-12-31", "0000-01-02", "-0001-12-31_0000-01-01"),
        ("-0012-01-01", "-0005-01-01", "-0020_-0001"),
        ("-9999-01-01", "-9999-01-02", "-9999-01-01"),
        ("-10000-05-01", "-10000-05-02", "Y-10000"),
        ("9999-12-31", "10000-01-02", "9999_Y10000"),
        ("12015-05-01", "12015-05-02", "Y12015"),
        ("2015-11-24", "", "from-2015"),
        ("", "2016-01-01", "until-2015"),
        ("", "2016-01-01T00:00:01Z", "until-2016"),
        ("-13800-01-01", "", "from-Y-13800"),
        ("", "", "any"),
    ],
)
def test_a_range_lies_in_the_finest_period_that_holds_it(
    first: str, before: str, name: str
) -> None:
    assert period_of(at(first), at(before)).name == name


@pytest.mark.parametrize(
    ("first", "before", "years"),
    [
        ("2015-11-24", "2015-11-25", "2015"),
        ("2015-12-28", "2016-01-02", "2015_2016"),
        ("2015-01-01", "2016-01-01", "2015"),
        ("1999-01-01", "2004-01-01", "1990_2009"),
        ("2015-11-24", "", "from-2015"),
        ("", "2015-11-24", "until-2015"),
        ("", "", "any"),
    ],
)
def test_a_period_lies_in_whole_years(first: str, before: str, years: str) -> None:
    period = period_of(at(first), at(before))
    assert years_of(period).name == years
    assert years_of(years_of(period)) == years_of(period)


@given(RANGES, MOMENT, LENGTH)
@example((-LATEST_DATE, LATEST_DATE + 1), 0, 1)
@example((0, 1), 0, 1)
def test_what_may_lie_in_a_window_is_in_a_period_that_the_window_touches(
    span: tuple[int | None, int | None], first: int, length: int
) -> None:
    earliest, before = span
    after = first + length
    period = period_of(earliest, before)
    may = (earliest is None or earliest < after) and (before is None or before > first)
    assert not may or touches(period, first, after)
    assert not touches(period, first, after) or touches(years_of(period), first, after)


@given(RANGES)
def test_a_period_holds_its_range_and_its_years_hold_the_period(
    span: tuple[int | None, int | None],
) -> None:
    earliest, before = span
    period = period_of(earliest, before)
    years = years_of(period)
    assert (period.begin == -HORIZON) == (earliest is None)
    assert (period.end == HORIZON) == (before is None)
    assert earliest is None or period.begin <= earliest
    assert before is None or before <= period.end
    assert years.begin <= period.begin < period.end <= years.end
    assert max(-years.begin, years.end) < 2**59


@given(NEAR, LENGTH)
def test_a_period_is_not_much_longer_than_its_range_or_than_a_day(first: int, length: int) -> None:
    period = period_of(first, first + length)
    assert period.end - period.begin <= max(2 * DAY, 20 * length)


@given(RANGES)
def test_names_are_single_words_of_a_path_and_tell_periods_apart(
    span: tuple[int | None, int | None],
) -> None:
    period = period_of(*span)
    assert re.fullmatch(
        r"any|((from|until)-)?Y?-?\d+(-\d\d){0,2}(_Y?-?\d+(-\d\d){0,2})?", period.name
    )
    other = period_of(
        None if period.begin == -HORIZON else period.begin,
        None if period.end == HORIZON else period.end,
    )
    assert other == period


def test_a_window_of_ten_days_touches_few_periods_of_the_days_around_it() -> None:
    first, after = at("2015-11-20"), at("2015-11-30")
    assert first is not None
    assert after is not None
    used = {
        period_of(day, day + length * DAY)
        for day in range(first - 400 * DAY, after + 400 * DAY, DAY)
        for length in range(1, 366)
    }
    assert len(used) > 1900
    assert len({period for period in used if touches(period, first, after)}) < 45
