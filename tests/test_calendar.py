"""The integer calendar, against the standard library where that reaches and by its rules beyond."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import DateError
from dateline.time import calendar
from dateline.time.calendar import DAY

MOMENTS = st.integers(-calendar.LATEST_DATE, calendar.LATEST_DATE)
DATES = st.dates()


@pytest.mark.parametrize(
    ("civil_date", "moment"),
    [
        ((1970, 1, 1), 0),
        ((1969, 12, 31), -DAY),
        ((2015, 11, 24), 1_448_323_200),
        ((2000, 2, 29), 951_782_400),
        ((0, 1, 1), -62_167_219_200),
        ((-1, 12, 31), -62_167_219_200 - DAY),
        ((-400, 1, 1), -62_167_219_200 - 146_097 * DAY),
        ((170_000_002, 1, 1), (425_000 * 146_097 + 366 + 365) * DAY - 62_167_219_200),
    ],
)
def test_a_day_has_one_number_and_a_number_one_day(
    civil_date: tuple[int, int, int], moment: int
) -> None:
    assert calendar.day_start(*civil_date) == moment
    assert calendar.civil(moment) == civil_date
    assert calendar.civil(moment + DAY - 1) == civil_date


@given(DATES)
def test_it_agrees_with_the_standard_library_where_that_has_years(day: date) -> None:
    moment = calendar.day_start(day.year, day.month, day.day)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert moment == round(midnight.timestamp())
    assert calendar.weekday(moment) == day.weekday()
    assert calendar.civil(moment) == (day.year, day.month, day.day)


@given(MOMENTS)
def test_the_starts_of_day_week_month_and_year_hold_the_moment(moment: int) -> None:
    day = calendar.day_of(moment)
    year, month, number = calendar.civil(moment)
    assert day <= moment < day + DAY
    assert calendar.day_start(year, month, number) == day
    assert calendar.weekday(calendar.week_start(moment)) == 0
    assert 0 <= day - calendar.week_start(moment) <= 6 * DAY
    assert calendar.civil(calendar.month_start(moment)) == (year, month, 1)
    assert calendar.civil(calendar.year_start(moment)) == (year, 1, 1)


@given(MOMENTS)
def test_the_calendar_repeats_after_400_years(moment: int) -> None:
    year, month, day = calendar.civil(moment)
    later = moment + 146_097 * DAY
    assert calendar.civil(later) == (year + 400, month, day)
    assert calendar.weekday(later) == calendar.weekday(moment)


@given(MOMENTS)
def test_a_moment_is_read_back_as_it_was_written(moment: int) -> None:
    assert calendar.parse_datetime(calendar.format_datetime(moment)) == moment


@given(MOMENTS, st.integers(-10_000, 10_000))
def test_adding_months_keeps_the_day_number_or_takes_the_last_day(moment: int, n: int) -> None:
    year, month, day = calendar.civil(moment)
    new_year, new_month, new_day = calendar.civil(calendar.add_months(moment, n))
    assert new_year * 12 + new_month == year * 12 + month + n
    assert new_day == min(day, calendar.days_in_month(new_year, new_month))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2015-01-31", 1, "2015-02-28"),
        ("2016-01-31", 1, "2016-02-29"),
        ("2015-03-31", -1, "2015-02-28"),
        ("2015-12-30", 2, "2016-02-29"),
        ("2016-02-29", 12, "2017-02-28"),
        ("2015-11-24", 0, "2015-11-24"),
        ("2015-11-24", 2, "2016-01-24"),
        ("0000-01-31", -1, "-0001-12-31"),
    ],
)
def test_months_after_a_day(start: str, months: int, end: str) -> None:
    moment = calendar.parse_datetime(f"{start}T18:00:00Z")
    assert calendar.format_day(calendar.add_months(moment, months)) == end


@pytest.mark.parametrize(
    ("year", "month", "days"),
    [(2015, 2, 28), (2016, 2, 29), (1900, 2, 28), (0, 2, 29), (9, 11, 30)],
)
def test_days_in_a_month(year: int, month: int, days: int) -> None:
    assert calendar.days_in_month(year, month) == days


@pytest.mark.parametrize("missing", [(2015, 13, 1), (2015, 2, 29), (2015, 0, 1)])
def test_a_day_that_does_not_exist_has_no_start(missing: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"month|day"):
        calendar.day_start(*missing)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1_448_349_845, "2015-11-24T07:24:05Z"),
        (calendar.day_start(0), "0000-01-01T00:00:00Z"),
        (calendar.day_start(-44, 3, 15), "-0044-03-15T00:00:00Z"),
        (calendar.day_start(12_015, 1, 1), "12015-01-01T00:00:00Z"),
    ],
)
def test_a_moment_is_written_as_an_xsd_date_time(moment: int, text: str) -> None:
    assert calendar.format_datetime(moment) == text


@pytest.mark.parametrize(
    ("civil_date", "text"),
    [
        ((2015, 11, 24), "2015-11-24"),
        ((-44, 3, 15), "-0044-03-15"),
        ((9999, 12, 31), "9999-12-31"),
        ((10_000, 1, 1), "Y10000"),
        ((-9999, 1, 1), "-9999-01-01"),
        ((-10_000, 12, 31), "Y-10000"),
    ],
)
def test_a_day_is_written_in_edtf_as_far_as_edtf_has_days(
    civil_date: tuple[int, int, int], text: str
) -> None:
    assert calendar.format_day(calendar.day_start(*civil_date)) == text


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2015-11-24T10:24:00+03:00", "2015-11-24T07:24:00Z"),
        ("2015-11-28T23:30:00-08:00", "2015-11-29T07:30:00Z"),
        ("2015-11-28T23:30:00-08", "2015-11-29T07:30:00Z"),
        ("2015-11-24T07:24:00", "2015-11-24T07:24:00Z"),
        ("2015-11-24T07:24:00.999Z", "2015-11-24T07:24:00Z"),
        ("2015-11-24T24:00:00Z", "2015-11-25T00:00:00Z"),
        ("2015-12-31T20:00:00-14:00", "2016-01-01T10:00:00Z"),
        ("2015-11-24T07:24:00+00:00", "2015-11-24T07:24:00Z"),
        ("-0044-03-15T12:00:00Z", "-0044-03-15T12:00:00Z"),
    ],
)
def test_two_texts_of_one_moment(text: str, same: str) -> None:
    assert calendar.format_datetime(calendar.parse_datetime(text)) == same


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, "a year of 4 to 12 digits"),
        ("Tuesday", 0, "a year of 4 to 12 digits"),
        ("1234567890123-01-01T00:00:00Z", 0, "a year of 4 to 12 digits"),
        ("2015", 4, "'-' and a month"),
        ("2015-1-1", 4, "'-' and a month"),
        ("2015-11-24", 10, "'T' and an hour"),
        ("2015-11-24 07:24:00Z", 10, "'T' and an hour"),
        ("2015-11-24T07:24Z", 16, "':' and seconds"),
        ("2015-13-24T07:24:00Z", 5, "month 13 does not exist"),
        ("2015-00-24T07:24:00Z", 5, "month 00 does not exist"),
        ("2015-11-31T07:24:00Z", 8, "day 31 does not exist in November 2015"),
        ("2015-11-00T07:24:00Z", 8, "day 00 does not exist in November 2015"),
        ("2015-11-24T25:24:00Z", 11, "hour 25 does not exist"),
        ("2015-11-24T24:00:01Z", 11, "hour 24 does not exist"),
        ("2015-11-24T07:60:00Z", 14, "minute 60 does not exist"),
        ("2015-11-24T07:24:60Z", 17, "second 60 does not exist"),
        ("2015-11-24T07:24:00CET", 19, "an offset from UTC"),
        ("2015-11-24T07:24:00+14:01", 20, "at most 14:00"),
        ("2015-11-24T07:24:00+02:60", 23, "minute 60 does not exist"),
    ],
)
def test_an_unreadable_date_time_is_refused_where_it_goes_wrong(
    text: str, position: int, message: str
) -> None:
    with pytest.raises(DateError) as caught:
        calendar.parse_datetime(text)
    assert caught.value.text == text
    assert caught.value.position == position
    assert message in caught.value.message


def test_far_moments_saturate() -> None:
    assert calendar.saturate(10**30) == calendar.LATEST_DATE
    assert calendar.saturate(-(10**30)) == -calendar.LATEST_DATE
    assert calendar.saturate(5) == 5


def test_spans_are_joined_where_they_touch_or_overlap() -> None:
    assert list(calendar.join_spans([(0, 9), (2, 3), (9, 10), (12, 13)])) == [(0, 10), (12, 13)]


def test_the_days_of_years_leave_out_those_that_do_not_exist() -> None:
    leap_days = list(calendar.spans_of_years(range(2000, 2010), [(2, 1)], [29]))
    assert [calendar.format_day(start) for start, _ in leap_days] == [
        "2000-02-29", "2004-02-29", "2008-02-29",
    ]  # fmt: skip
