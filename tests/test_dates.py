"""EDTF: what is accepted, what window it means, and what is said of a text that is refused."""

import re
import warnings
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dateline.errors import DateError
from dateline.time import calendar
from dateline.time.calendar import DAY
from dateline.time.dates import MAX_PARTS, Window, duration_bounds, read_date, write_span

with warnings.catch_warnings():
    # Its grammar warns about itself when it is imported.
    warnings.simplefilter("ignore")
    from edtf import parse_edtf


def moment(text: str | None) -> int | None:
    """The first second of a day, month, year or second, written as in EDTF."""
    if text is None:
        return None
    if "T" in text:
        return calendar.parse_datetime(text)
    numbers = [int(number) for number in text.lstrip("-").split("-")]
    numbers[0] = -numbers[0] if text.startswith("-") else numbers[0]
    return calendar.day_start(*numbers)


def window(earliest: str | None, before: str | None) -> tuple[int | None, int | None]:
    return moment(earliest), moment(before)


def bounds(found: Window) -> tuple[int | None, int | None]:
    return found.earliest, found.before


ONE_WINDOW = [
    # level 0
    ("2015", "2015", "2016", "year"),
    ("0000", "0000", "0001", "year"),
    ("2015-11", "2015-11", "2015-12", "month"),
    ("2015-12", "2015-12", "2016", "month"),
    ("2016-02", "2016-02-01", "2016-03-01", "month"),
    ("2015-11-24", "2015-11-24", "2015-11-25", "day"),
    ("2015-11-24T07:24:00Z", "2015-11-24T07:24:00Z", "2015-11-24T07:24:01Z", "second"),
    ("2015-11-24T07:24:00", "2015-11-24T07:24:00Z", "2015-11-24T07:24:01Z", "second"),
    ("2015-11-28T23:30:00-08:00", "2015-11-29T07:30:00Z", "2015-11-29T07:30:01Z", "second"),
    ("2015-11-28T23:30:00+05:30", "2015-11-28T18:00:00Z", "2015-11-28T18:00:01Z", "second"),
    # level 1
    ("-0044", "-0044", "-0043", "year"),
    ("-0044-03-15", "-0044-03-15", "-0044-03-16", "day"),
    ("Y170000002", "170000002", "170000003", "year"),
    ("Y-170000002", "-170000002", "-170000001", "year"),
    ("2015-21", "2015-03", "2015-12", "season"),
    ("2015-22", "2015-01", "2016-03", "season"),
    ("2015-23", "2015-03", "2015-12", "season"),
    ("2015-24", "2015-01", "2016-03", "season"),
    ("1984?", "1984", "1985", "year"),
    ("2004-06~", "2004-06", "2004-07", "month"),
    ("2004-06-11%", "2004-06-11", "2004-06-12", "day"),
    ("2015-24~", "2015-01", "2016-03", "season"),
    ("201X", "2010", "2020", "decade"),
    ("20XX", "2000", "2100", "century"),
    ("2004-XX", "2004", "2005", "year"),
    ("1985-04-XX", "1985-04", "1985-05", "month"),
    ("1985-XX-XX", "1985", "1986", "year"),
    # level 2
    ("Y-17E7", "-170000000", "-169999999", "year"),
    ("1950S2", "1900", "2000", "century"),
    ("1950S4", "1950", "1951", "year"),
    ("-1950S3~", "-1959", "-1949", "decade"),
    ("0050S1", "0050", "0060", "decade"),
    ("Y171010000S3", "171000000", "172000000", "unspecified"),
    ("Y3388E2S3", "338000", "339000", "millennium"),
    ("2015-25", "2015-03", "2015-06", "season"),
    ("2015-26", "2015-06", "2015-09", "season"),
    ("2015-27", "2015-09", "2015-12", "season"),
    ("2015-29", "2015-09", "2015-12", "season"),
    ("2015-31", "2015-03", "2015-06", "season"),
    ("2015-32", "2015-06", "2015-09", "season"),
    ("2015-33", "2015-01", "2015-04", "quarter"),
    ("2015-34", "2015-04", "2015-07", "quarter"),
    ("2015-35", "2015-07", "2015-10", "quarter"),
    ("2015-36", "2015-10", "2016-01", "quarter"),
    ("2015-37", "2015-01", "2015-05", "quadrimester"),
    ("2015-38", "2015-05", "2015-09", "quadrimester"),
    ("2015-39", "2015-09", "2016-01", "quadrimester"),
    ("2015-40", "2015-01", "2015-07", "semester"),
    ("2015-41", "2015-07", "2016-01", "semester"),
    ("2015-11-1X", "2015-11-10", "2015-11-20", "day"),
    ("2015-11-3X", "2015-11-30", "2015-12-01", "day"),
    ("2015-1X", "2015-10", "2016-01", "month"),
    ("2XXX", "2000", "3000", "millennium"),
    ("1XXX-XX", "1000", "2000", "millennium"),
    ("XXXX", "0000", "10000", "unspecified"),
    ("-000X", "-0009", "0000", "decade"),
    ("-198X", "-1989", "-1979", "decade"),
    ("201X-22", "2010-01", "2020-03", "season"),
]


@pytest.mark.parametrize(("text", "earliest", "before", "precision"), ONE_WINDOW)
def test_a_date_is_some_time_within_its_window(
    text: str, earliest: str, before: str, precision: str
) -> None:
    found = read_date(text)
    assert found.text == text
    assert found.kind == "date"
    assert found.start == found.end
    assert found.start == found.window  # so that there are no parts
    assert bounds(found.window) == window(earliest, before)
    assert found.precision == precision


@pytest.mark.parametrize(
    ("text", "count", "first", "last", "precision"),
    [
        ("2015-XX-28", 12, ("2015-01-28", "2015-01-29"), ("2015-12-28", "2015-12-29"), "day"),
        ("2015-XX-31", 7, ("2015-01-31", "2015-02-01"), ("2015-12-31", "2016-01-01"), "day"),
        ("156X-12-25", 10, ("1560-12-25", "1560-12-26"), ("1569-12-25", "1569-12-26"), "day"),
        ("1XXX-12", 1000, ("1000-12", "1001-01"), ("1999-12", "2000-01"), "month"),
        ("20XX-02-29", 25, ("2000-02-29", "2000-03-01"), ("2096-02-29", "2096-03-01"), "day"),
        ("X015", 10, ("0015", "0016"), ("9015", "9016"), "year"),
        ("2015-XX-1X", 12, ("2015-01-10", "2015-01-20"), ("2015-12-10", "2015-12-20"), "day"),
        ("2015-0X-1X", 9, ("2015-01-10", "2015-01-20"), ("2015-09-10", "2015-09-20"), "day"),
        ("-198X-12", 10, ("-1989-12", "-1988-01"), ("-1980-12", "-1979-01"), "month"),
        ("XXXX-12-XX", 10_000, ("0000-12", "0001-01"), ("9999-12", "10000-01"), "month"),
        ("2015-28", 2, ("2015-01", "2015-03"), ("2015-12", "2016-03"), "season"),
        ("2015-30", 2, ("2015-01", "2015-03"), ("2015-12", "2016-03"), "season"),
        ("201X-28", 11, ("2010-01", "2010-03"), ("2019-12", "2020-03"), "season"),
        ("[1667,1668,1670..1672]", 2, ("1667", "1669"), ("1670", "1673"), "year"),
        ("[2015-11-24,2015-11]", 0, ("2015-11", "2015-12"), ("2015-11", "2015-12"), "month"),
        ("[2015,2015-06]", 0, ("2015", "2016"), ("2015", "2016"), "year"),
        ("[2016,2014]", 2, ("2014", "2015"), ("2016", "2017"), "year"),
        ("[2015-XX-28,2016]", 13, ("2015-01-28", "2015-01-29"), ("2016", "2017"), "year"),
        ("[2015-11-24..2015-11-28]", 0, ("2015-11-24", "2015-11-29"), (None, None), "day"),
        ("[2015..2015-06]", 0, ("2015", "2015-07"), (None, None), "year"),
        ("[1984]", 0, ("1984", "1985"), (None, None), "year"),
    ],
)
def test_a_window_with_holes_has_parts(
    text: str,
    count: int,
    first: tuple[str, str],
    last: tuple[str | None, str | None],
    precision: str,
) -> None:
    found = read_date(text)
    assert len(found.start.parts) == count
    assert found.start == found.end
    assert found.precision == precision
    if count:
        assert found.start.parts[0] == window(*first)
        assert found.start.parts[-1] == window(*last)
    else:
        assert bounds(found.start) == window(*first)


def test_a_window_with_too_many_parts_keeps_their_hull() -> None:
    found = read_date("XXXX-XX-28").start
    assert MAX_PARTS < 120_000
    assert found == Window(moment("0000-01-28"), moment("9999-12-29"))


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "precision"),
    [
        ("2014/2015", "interval", ("2014", "2015"), ("2015", "2016"), "year"),
        ("2004-06/2006-08-02", "interval", ("2004-06", "2004-07"),
         ("2006-08-02", "2006-08-03"), "month"),
        ("2015/2015", "interval", ("2015", "2016"), ("2015", "2016"), "year"),
        ("2015-06/2015", "interval", ("2015-06", "2015-07"), ("2015", "2016"), "year"),
        ("2014?/2015~", "interval", ("2014", "2015"), ("2015", "2016"), "year"),
        ("2014-21/2015-33", "interval", ("2014-03", "2014-12"), ("2015", "2015-04"), "quarter"),
        ("2014/..", "interval", ("2014", "2015"), (None, None), "year"),
        ("2014/", "interval", ("2014", "2015"), (None, None), "year"),
        ("../2014-05", "interval", (None, None), ("2014-05", "2014-06"), "month"),
        ("/2014-05", "interval", (None, None), ("2014-05", "2014-06"), "month"),
        ("../..", "interval", (None, None), (None, None), "unspecified"),
        ("/..", "interval", (None, None), (None, None), "unspecified"),
        ("../", "interval", (None, None), (None, None), "unspecified"),
        ("[..1760-12-03]", "one of", (None, "1760-12-04"), (None, "1760-12-04"), "day"),
        ("[1760-12..]", "one of", ("1760-12", None), ("1760-12", None), "month"),
        ("[..1760,1770]", "one of", (None, "1771"), (None, "1771"), "year"),
        ("[1667,1760-12..]", "one of", ("1667", None), ("1667", None), "year"),
        ("[..1660,1670..]", "one of", (None, None), (None, None), "year"),
        ("{1667,1668,1670..1672}", "all of", ("1667", "1668"), ("1672", "1673"), "year"),
        ("{1960,1961-12}", "all of", ("1960", "1961"), ("1961-12", "1962"), "year"),
        ("{1961-12,1960}", "all of", ("1960", "1961"), ("1961-12", "1962"), "year"),
        ("{..1984}", "all of", (None, "1985"), ("1984", "1985"), "year"),
        ("{1984..}", "all of", ("1984", "1985"), ("1984", None), "year"),
    ],
)  # fmt: skip
def test_start_and_end_have_windows_of_their_own(
    text: str,
    kind: str,
    start: tuple[str | None, str | None],
    end: tuple[str | None, str | None],
    precision: str,
) -> None:
    found = read_date(text)
    assert found.kind == kind
    assert bounds(found.start) == window(*start)
    assert bounds(found.end) == window(*end)
    assert found.window == Window(found.start.earliest, found.end.before)
    assert found.precision == precision


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("2004-06-11", ""), ("2004-06-11?", "?"), ("2004-06-11~", "~"), ("2004-06-11%", "%"),
        ("2004?-06-11", "?"), ("2004-06~-11", "~"), ("?2004-06-~11", "%"), ("?2004?-06", "?"),
        ("2004-%06-11", "%"), ("2004-06?-11%", "%"), ("2014?/2015?", "?"), ("2014?/2015~", "%"),
        ("[2014,2015~]", "~"), ("{?2014,2015}", "?"), ("1950S2~", "~"), ("Y170000002?", "?"),
        ("201X?", "?"), ("2015-~24", "~"),
    ],
)  # fmt: skip
def test_the_strongest_qualifier_counts_and_moves_no_bound(text: str, qualifier: str) -> None:
    found = read_date(text)
    bare = read_date(text.replace("?", "").replace("~", "").replace("%", ""))
    assert found.qualifier == qualifier
    assert (found.start, found.end) == (bare.start, bare.end)


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, "such as 2015-11-24"),
        (" 2015", 0, "no white space"),
        ("[2014, 2015]", 6, "no white space"),
        ("Tuesday", 0, "a year of four digits"),
        ("201", 3, "a year of four digits"),
        ("201-05", 3, "a year of four digits"),
        ("201u", 3, "a year of four digits"),
        ("20151", 4, "a longer one begins with Y"),
        ("20151124", 4, "a longer one begins with Y"),
        ("-0000", 0, "the year before 1 is 0000"),
        ("2015-", 5, "a month of two digits"),
        ("2015-6", 5, "a month of two digits"),
        ("2015-006", 5, "a month of two digits"),
        ("2015-00", 5, "month 00 does not exist"),
        ("2015-13", 5, "month 13 does not exist"),
        ("2015-2X", 5, "month 2X does not exist"),
        ("2015-42", 5, "month 42 does not exist"),
        ("2015-11-4", 8, "a day of two digits"),
        ("2015-11-31", 8, "day 31 does not exist in November 2015"),
        ("2015-11-?31", 9, "day 31 does not exist in November 2015"),
        ("2015-02-29", 8, "day 29 does not exist in February 2015"),
        ("2015-11-00", 8, "day 00 does not exist"),
        ("2015-11-32", 8, "day 32 does not exist"),
        ("2015-XX-32", 8, "day 32 does not exist"),
        ("201X-02-3X", 8, "day 3X does not exist in February 201X"),
        ("2015-24-01", 7, "has no day"),
        ("2015-11-24Z", 10, "unexpected 'Z'"),
        ("2015-11-24??", 11, "unexpected '?'"),
        ("19XXS2", 4, "unexpected 'S'"),
        ("1950S0", 5, "expected S1 to S4"),
        ("1950S5", 5, "expected S1 to S4"),
        ("1950S2-05", 6, "unexpected '-'"),
        ("Y2015", 0, "without Y"),
        ("Y012015", 1, "without leading zeros"),
        ("Y12015-01", 6, "unexpected '-'"),
        ("2015-11-24T07:24Z", 16, "write 2015-11-24T07:24:00Z"),
        ("2015-11-24T07:24", 16, "write 2015-11-24T07:24:00"),
        ("2015-11-24T07:24:00.5Z", 19, "no fractions"),
        ("2015-11-24T25:24:00Z", 11, "hour 25 does not exist"),
        ("2015-11-24T7:24:00Z", 10, "an hour of two digits"),
        ("2015-11-31T07:24:00Z", 8, "day 31 does not exist in November 2015"),
        ("2015-11T07:24:00Z", 7, "a full date before it"),
        ("2015-11-2XT07:24:00Z", 10, "a full date before it"),
        ("2015-11-24T07:24:00Z?", 19, "an offset from UTC"),
        ("2015-11-24T07:24:00Z/2016", 10, "only in a date by itself"),
        ("[2015-11-24T07:24:00Z]", 11, "only in a date by itself"),
        ("/", 0, "at least one side"),
        ("2014/2015/2016", 9, "unexpected '/'"),
        ("2014a/2015", 4, "expected '/'"),
        ("2014/2013", 5, "ends before it starts"),
        ("2015-11-24/2015-11-23", 11, "ends before it starts"),
        ("2014/2013-12", 5, "ends before it starts"),
        ("[]", 1, "a year of four digits"),
        ("[..]", 3, "a year of four digits"),
        ("[1984", 5, "expected ',' or ']'"),
        ("{1984]", 5, "expected ',' or '}'"),
        ("[1984,]", 6, "a year of four digits"),
        ("[1984..,1990]", 7, "a year of four digits"),
        ("[1980,..1984]", 6, "a year of four digits"),
        ("[1984..1983]", 7, "ends before it starts"),
        ("[1984]?", 6, "unexpected '?'"),
        ("[2014/2015]", 5, "unexpected '/'"),
    ],
)
def test_a_wrong_text_is_refused_where_it_goes_wrong(
    text: str, position: int, message: str
) -> None:
    with pytest.raises(DateError) as caught:
        read_date(text)
    assert caught.value.text == text
    assert caught.value.position == position
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("text", "at_the_end"),
    [
        ("Y17E20", True), ("Y-17E20", False), ("Y17E20S15", True), ("Y1E999999999", True),
        ("Y" + "9" * 10_000, True), ("Y-" + "9" * 10_000, False), ("Y4600000000", True),
    ],
)  # fmt: skip
def test_of_a_year_beyond_all_dates_no_more_is_known_than_that(text: str, at_the_end: bool) -> None:
    after_all = Window(calendar.LATEST_DATE - 1, None)
    before_all = Window(None, 1 - calendar.LATEST_DATE)
    assert read_date(text).start == (after_all if at_the_end else before_all)


# --- properties ---

DATES = st.dates()
MASKED = st.tuples(DATES, st.lists(st.sampled_from([0, 1, 2, 3, 5, 6, 8, 9]), max_size=8))


def masked(text: str, places: list[int]) -> str:
    return "".join("X" if place in places else digit for place, digit in enumerate(text))


@given(MASKED)
def test_a_masked_date_contains_the_date(case: tuple[date, list[int]]) -> None:
    day, places = case
    exact = moment(day.isoformat())
    assert exact is not None
    found = read_date(masked(day.isoformat(), places)).start
    assert found.earliest is not None
    assert found.before is not None
    assert found.earliest <= exact < found.before
    if found.parts:
        assert sum(low <= exact < high for low, high in found.parts) == 1


@given(st.integers(1600, 1999), st.data())
def test_the_parts_of_a_mask_are_exactly_the_days_that_fit_it(
    year: int, data: st.DataObject
) -> None:
    month, day = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 28))
    places = data.draw(st.sets(st.sampled_from([3, 5, 6, 8, 9])))
    mask = masked(f"{year}-{month:02}-{day:02}", list(places))
    found = read_date(mask).start
    assert found.earliest is not None
    assert found.before is not None
    fitting = {
        start
        for decade_year in range(year // 10 * 10, year // 10 * 10 + 10)
        for start in range(
            calendar.day_start(decade_year), calendar.day_start(decade_year + 1), DAY
        )
        if masked(calendar.format_day(start), list(places)) == mask
    }
    parts = found.parts or ((found.earliest, found.before),)
    assert {start for low, high in parts for start in range(low, high, DAY)} == fitting


@given(MASKED)
def test_parts_are_sorted_and_apart_and_their_hull_is_the_window(
    case: tuple[date, list[int]],
) -> None:
    day, places = case
    found = read_date(masked(day.isoformat(), places)).start
    assert all(before < later for (_, before), (later, _) in pairwise(found.parts))
    assert all(low < high for low, high in found.parts)
    assert len(found.parts) != 1
    if found.parts:
        assert bounds(found) == (found.parts[0][0], found.parts[-1][1])


@given(DATES)
def test_a_coarser_date_contains_the_finer(day: date) -> None:
    texts = [f"{day.isoformat()}T12:00:00Z", day.isoformat()]
    texts += [f"{day.year:04}-{day.month:02}", f"{day.year:04}", f"{day.year // 10:03}X"]
    texts += [f"{day.year // 100:02}XX", f"{day.year // 1000}XXX", "XXXX"]
    windows = [read_date(text).window for text in texts]
    for finer, coarser in pairwise(windows):
        assert finer.earliest is not None
        assert finer.before is not None
        assert coarser.earliest is not None
        assert coarser.before is not None
        assert coarser.earliest <= finer.earliest < finer.before <= coarser.before


@given(DATES)
def test_the_fast_path_reads_as_the_slow_one(day: date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        plain, qualified = read_date(text), read_date(text + "?")
        assert (plain.start, plain.precision) == (qualified.start, qualified.precision)


@given(st.text("0123456789XYTZES-+:~?%/.,[]{}", max_size=25))
def test_every_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    if we_accept(text):
        assert read_date(text).text == text
        return
    with pytest.raises(DateError) as caught:
        read_date(text)
    assert 0 <= caught.value.position <= len(text)


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**11))
def test_a_span_is_read_back_as_it_was_written(first: int, length: int) -> None:
    written = write_span(first, first + length)
    assert written is not None
    found = read_date(written).window
    assert found.earliest is not None
    assert found.before is not None
    assert found.earliest <= calendar.day_of(first)
    assert found.before >= calendar.day_of(first + length) + DAY
    assume(all(abs(calendar.civil(each)[0]) < 10_000 for each in (first, first + length)))
    assert bounds(found) == (calendar.day_of(first), calendar.day_of(first + length) + DAY)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2015-11-24", "2015-11-24", "2015-11-24"),
        ("2015-11-24T03:00:00Z", "2015-11-24T23:59:59Z", "2015-11-24"),
        ("2015-11-24", "2015-11-28", "[2015-11-24..2015-11-28]"),
        (None, "2015-11-28", "[..2015-11-28]"),
        ("2015-11-24", None, "[2015-11-24..]"),
        (None, None, None),
        ("12015-01-01", "12015-12-31", "Y12015"),
        ("-0044-03-15", "12015-12-31", "[-0044-03-15..Y12015]"),
    ],
)
def test_some_time_within_days_is_written_in_edtf(
    first: str | None, last: str | None, text: str | None
) -> None:
    assert write_span(moment(first), moment(last)) == text


def test_a_span_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before the first"):
        write_span(DAY, 0)


# --- durations ---


@pytest.mark.parametrize(
    ("amount", "unit", "least", "greatest"),
    [
        (1, "day", 1, DAY),
        (2, "day", 2, 2 * DAY),
        (17, "day", 15 * DAY + 2, 17 * DAY),
        (Decimal("2.0"), "day", 2, 2 * DAY),
        (2.5, "day", 2 * DAY, 3 * DAY),
        (2, "hour", 5400, 9000),
        (17, "second", 16, 18),
        (Decimal("0.5"), "minute", 1, 60),
        (0.1, "second", 1, 1),
        (1, "week", 7 * DAY // 2, 21 * DAY // 2),
        (1, "month", 14 * DAY, 93 * DAY // 2),
        (2, "year", 547 * DAY + DAY // 2, 915 * DAY),
        (Decimal("1e999999"), "day", calendar.LATEST_DATE, calendar.LATEST_DATE),
    ],
)
def test_a_duration_has_a_least_and_a_greatest_length(
    amount: Decimal | float, unit: str, least: int, greatest: int
) -> None:
    assert duration_bounds(amount, unit) == (least, greatest)


@given(st.integers(0, 10**9), st.integers(1, 400 * DAY))
def test_the_civil_days_touched_by_a_span_give_back_bounds_that_hold_it(
    start: int, length: int
) -> None:
    days = (calendar.day_of(start + length - 1) - calendar.day_of(start)) // DAY + 1
    least, greatest = duration_bounds(days, "day")
    assert least <= length <= greatest


@pytest.mark.parametrize(
    ("amount", "unit", "position", "message"),
    [
        (0, "day", 0, "greater than zero"),
        (-2, "day", 0, "greater than zero"),
        (float("nan"), "day", 0, "greater than zero"),
        (float("inf"), "day", 0, "greater than zero"),
        (2, "fortnight", 2, "expected one of second, minute"),
    ],
)
def test_an_impossible_duration_is_refused(
    amount: float, unit: str, position: int, message: str
) -> None:
    with pytest.raises(DateError) as caught:
        duration_bounds(amount, unit)
    assert caught.value.position == position
    assert message in caught.value.message


# --- against another reader of EDTF ---


def words(text: str) -> list[str]:
    return text.split()


BOTH_ACCEPT = words("""
2015 2015-11 2015-11-24 0000 -0044 -0044-03-15 9999-12-31 2016-02-29
2015-11-28T23:30:00 2015-11-28T23:30:00Z 2015-11-28T23:30:00-08:00 2015-11-28T23:30:00-08
2015-11-28T24:00:00 2014/2015 2014-06/2015 2004-02-01/2005-02-08 2014/.. ../2014 2014/ /2014 ../..
2001-21/2003 2004-06-XX/2004-07-03 1984?/2004~ 2004-06-~01/2004-06-~20
Y170000002 Y-170000002 Y-17E7 Y17E7 Y17E7S3 Y3388E2S3 1950S2 Y171010000S3
2001-21 2001-24 2001-25 2001-34 2001-41
1984? 2004-06~ 2004-06-11% 2004-06~-11 2004?-06-11 ?2004-06-~11 2004-%06-11 ?2015 ~2015-06
201X 20XX 2XXX XXXX 2004-XX 1985-04-XX 1985-XX-XX 156X-12-25 15XX-12-25 XXXX-12-XX 1XXX-XX 1XXX-12
2015-XX-28 2015-XX-XX? -198X X015
[1667,1668,1670..1672] [..1760-12-03] [1760-12..] [1760-01,1760-02,1760-12..] [1667,1760-12]
[..1984] {1667,1668,1670..1672} {1960,1961-12} {..1984} [2015-11-24..2015-11-28] [1984?,1985]
[2015-XX-28,2016]
""")

BOTH_REFUSE = words("""
2015-13 2015-00 2015-11-31 15-11 20151124 2015-1 2015-11-4 2015-11-28T25:00:00 2015-11-28T23:30Z
2015-11-28T23:30:00+15:00 2015-11-28T23:30:00.5Z / 2014/2015/2016 2015-11-28T23:30:00Z/2016
Y2015 Y012345 2001-42 2001-20 2001-21-01 1984?~ ??1984 2015-2X 201x 201u
[] [..] [1984 {1984] [1984,] [1667..,1668] now Tuesday 24.11.2015 2015/11/24 2015-11-24Z
""")

ONLY_WE_ACCEPT = {
    "2015-11-28T23:30:00+00:00": "a zero offset is in ISO 8601-1 and in XSD",
    "2001-21~": "level 1 qualifies every date, a season is one",
    "201X-21": "unspecified digits may stand anywhere",
    "2015-06?-11~": "a group qualifier in the middle and one at the end",
    "?2004?-06": "a qualifier of the component beside that of the group",
    "[1984]": "a set of one is a set",
    "[2015..2015-06]": "the ends of a run may differ in precision",
    "[2001-21,2001-22]": "a season is a date, sets are of dates",
    "/..": "its grammar accepts it, building the value fails (edtf 5.0.2)",
    "../": "its grammar accepts it, building the value fails (edtf 5.0.2)",
    "1984-1X": "an example of the specification; building the value fails (edtf 5.0.2)",
}

ONLY_THE_OTHER_ACCEPTS = {
    "2015-02-29": "2015 is no leap year",
    "2015-02-3X": "February has no such day",
    "2015-11T23:30:00": "level 0 gives a time to a full date only",
    "2016/2015": "the interval ends before it starts",
    "1950S0": "no significant digit says nothing",
    "1950S9": "the year has four digits",
}


def we_accept(text: str) -> bool:
    try:
        read_date(text)
    except DateError:
        return False
    return True


def the_other_accepts(text: str) -> bool:
    try:
        return parse_edtf(text, fail_silently=True) is not None
    except (AttributeError, TypeError):  # its grammar matched, its value cannot be built
        return False


@pytest.mark.parametrize("text", BOTH_ACCEPT)
def test_what_another_reader_of_edtf_accepts_too(text: str) -> None:
    assert we_accept(text)
    assert the_other_accepts(text)


@pytest.mark.parametrize("text", BOTH_REFUSE)
def test_what_another_reader_of_edtf_refuses_too(text: str) -> None:
    assert not we_accept(text)
    assert not the_other_accepts(text)


@pytest.mark.parametrize("text", ONLY_WE_ACCEPT)
def test_what_only_we_accept_for_the_reason_given(text: str) -> None:
    assert we_accept(text)
    assert not the_other_accepts(text)


@pytest.mark.parametrize("text", ONLY_THE_OTHER_ACCEPTS)
def test_what_only_the_other_accepts_for_the_reason_given(text: str) -> None:
    assert not we_accept(text)
    assert the_other_accepts(text)


def either(*choices: str) -> st.SearchStrategy[str]:
    return st.sampled_from(choices)


def sequence(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


#: Built after the grammar of the specification, of all three levels, right and a little wrong.
MARK = either("", "", "", "", "?", "~", "%")
YEAR = either(
    "2015", "2016", "1984", "0000", "-0044", "201X", "20XX", "2XXX", "XXXX", "-198X", "X015"
)
MONTH = sequence(
    MARK, either("01", "02", "06", "11", "12", "13", "00", "XX", "1X", "0X", "X1"), MARK
)
DAY_NUMBER = sequence(
    MARK, either("01", "28", "29", "30", "31", "32", "XX", "1X", "3X", "X1"), MARK
)
PART_OF_YEAR = sequence(st.integers(20, 42).map(str), MARK)
LONG_YEAR = sequence(
    either("Y", "Y-"),
    either("2015", "12015", "170000002", "17E7", "3388E2", "0E5"),
    either("", "", "S1", "S3", "S0"),
)
DATE = st.one_of(
    sequence(MARK, YEAR, MARK),
    sequence(either("1950", "-1950"), either("S2", "S0", "S9"), MARK),
    LONG_YEAR,
    sequence(YEAR, either("-"), PART_OF_YEAR),
    sequence(MARK, YEAR, MARK, either("-"), MONTH),
    sequence(MARK, YEAR, MARK, either("-"), MONTH, either("-"), DAY_NUMBER),
)
MOMENT = sequence(
    either("2015-11-28", "2016-02-29", "2015-02-29", "2015-11"),
    either("T00:00:00", "T23:59:59", "T24:00:00", "T24:00:01", "T25:00:00", "T07:24", "T07:60:00"),
    either("", "Z", "+03:00", "-08", "+14:00", "+15:00", "-00:30"),
)
SIDE = st.one_of(DATE, either("..", ""))
RUN = st.one_of(DATE, sequence(DATE, either(".."), DATE))
EXPRESSIONS = st.one_of(
    DATE,
    MOMENT,
    sequence(SIDE, either("/"), SIDE),
    sequence(either("["), RUN, either(","), RUN, either("]", "..]", "}")),
    sequence(either("{"), either("", ".."), RUN, either(","), RUN, either("}")),
)
#: What the other reader lets pass: dates that do not exist, and ends that come before the start.
STRICTER = re.compile(
    r"(day|month) .* does not exist|expected S1 to S|ends before it starts"
    r"|a time of day needs a full date before it"
)


@settings(max_examples=400)
@given(EXPRESSIONS)
def test_what_the_other_reader_accepts_is_refused_only_for_the_reasons_given(text: str) -> None:
    if the_other_accepts(text) and not we_accept(text):
        with pytest.raises(DateError, match=STRICTER):
            read_date(text)


def fitting(mask: str) -> Iterator[int]:
    """The numbers whose digits fit a mask."""
    numbers = range(10 ** len(mask))
    return (n for n in numbers if re.fullmatch(mask.replace("X", "."), f"{n:0{len(mask)}}"))


def exists(year: str, month: str, day: str) -> bool:
    """Whether some day of the calendar fits three masks; negative years are as positive ones."""
    return any(
        1 <= d <= calendar.days_in_month(y, m)
        for m in fitting(month)
        if 1 <= m <= 12
        for d in fitting(day)
        if 1 <= d <= 31
        for y in fitting(year)
    )


TWO_DIGITS = st.tuples(*[st.sampled_from("0123X")] * 2).map("".join)


@given(either("2015", "2016", "1900", "201X", "19X1", "XXXX"), TWO_DIGITS, TWO_DIGITS)
def test_a_masked_day_is_read_if_and_only_if_some_day_fits_it(
    year: str, month: str, day: str
) -> None:
    assume(not (month.isdecimal() and 21 <= int(month) <= 41))  # a part of the year, without days
    assert we_accept(f"{year}-{month}-{day}") == exists(year, month, day)


@pytest.mark.parametrize(
    "text",
    ["2015", "2015-11", "2016-02", "2015-11-24", "201X", "20XX", "2004-XX", "1985-04-XX",
     "1985-XX-XX", "2015-33", "2015-36", "2014/2015-06", "2004-02-01/2005-02-08"],
)  # fmt: skip
def test_the_other_reader_has_the_same_first_and_last_day(text: str) -> None:
    other = parse_edtf(text)
    found = read_date(text).window
    first, last = (
        calendar.day_start(*when[:3]) for when in (other.lower_strict(), other.upper_strict())
    )
    assert bounds(found) == (first, last + DAY)
