"""Time phrases: what each may mean, and that the truth is among what a true phrase may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import DateError
from dateline.time.calendar import (
    DAY,
    HOUR,
    MINUTE,
    MONTH_NAMES,
    civil,
    day_start,
    format_day,
    week_start,
    weekday,
)
from dateline.time.dates import read_date
from dateline.time.phrases import DATES, LONGEST, PHRASES, SPANS, read_phrase
from dateline.time.readings import is_counted_from_publication, meanings, write_window
from dateline.time.rules import WEEKDAYS
from dateline.time.windows import Window
from dateline.time.words import NUMBERS

MONDAY = "2015-11-30"

#: Published on Monday, 30 November 2015: what the phrase may mean, most plausible first.
READ_AS = {
    "today": "2015-11-30",
    "yesterday": "2015-11-29",
    "tomorrow": "2015-12-01",
    "the day before yesterday": "2015-11-28",
    "the day after tomorrow": "2015-12-02",
    "on Saturday": "2015-11-28 2015-11-21 2015-12-05",
    "Sat": "2015-11-28 2015-11-21 2015-12-05",
    "On MONDAY,": "2015-11-30 2015-11-23",
    "last Saturday": "2015-11-28 2015-11-21",
    "next Friday": "2015-12-04 2015-12-11",
    "this Friday": "2015-12-04 2015-11-27",
    "this coming Friday": "2015-12-04 2015-12-11",
    "Tuesday of last week": "2015-11-24",
    "last week on Tuesday": "2015-11-24",
    "Thursday next week": "2015-12-10",
    "Thursday week": "2015-12-10",
    "10 days ago": "2015-11-20",
    "ten days ago": "2015-11-20",
    "twenty-one days earlier": "2015-11-09",
    "a couple of days ago": "2015-11-28",
    "two weeks from now": "2015-12-14 [2015-12-14..2015-12-20]",
    "in two weeks": "2015-12-14 [2015-12-14..2015-12-20]",
    "in two weeks' time": "2015-12-14 [2015-12-14..2015-12-20]",
    "a fortnight ago": "2015-11-16 [2015-11-16..2015-11-22]",
    "two months ago": "2015-09-30 2015-09",
    "a year later": "2016-11-30 2016",
    "a decade ago": "2005-11-30 2005",
    "about 10 days ago": "2015-11-20",
    "more than a week ago": "[..2015-11-23]",
    "at least 3 days later": "[2015-12-03..]",
    "less than 3 days ago": "[2015-11-27..2015-11-30]",
    "in less than 3 days": "[2015-11-30..2015-12-03]",
    "within 3 days": "[2015-11-30..2015-12-03] [2015-11-27..2015-11-30]",
    "in the last 10 days": "[2015-11-20..2015-11-30]",
    "over the next two weeks": "[2015-11-30..2015-12-14]",
    "days ago": "[2015-11-16..2015-11-30] [..2015-11-30]",
    "several weeks ago": "[2015-10-05..2015-11-30] [..2015-11-30]",
    "a few days later": "[2015-11-30..2015-12-14] [2015-11-30..]",
    "in a few days": "[2015-11-30..2015-12-14] [2015-11-30..]",
    "within days": "[2015-11-30..2015-12-14]",
    "last week": "[2015-11-23..2015-11-29] [2015-11-23..2015-11-30]",
    "this week": "[2015-11-30..2015-12-06]",
    "last month": "2015-10 [2015-10-30..2015-11-30]",
    "next month": "2015-12 [2015-11-30..2015-12-30]",
    "last year": "2014 [2014-11-30..2015-11-30]",
    "the previous day": "2015-11-29",
    "the day before": "2015-11-29",
    "the day after": "2015-12-01",
    "the same day": "2015-11-30",
    "earlier this month": "2015-11",
    "later this week": "[2015-11-30..2015-12-06]",
    "later in the year": "[2015-11-30..2015-12-31]",
    "the rest of the year": "[2015-11-30..2015-12-31]",
    "earlier today": "2015-11-30",
    "previously": "[..2015-11-30]",
    "recently": "[..2015-11-30]",
    "in the past": "[..2015-11-30]",
    "soon": "[2015-11-30..]",
    "around then": "None",
    "in November": "2015-11",
    "in December": "2014-12 2015-12",
    "last November": "2015-11 2014-11",
    "next March": "2016-03",
    "this March": "2015-03",
    "November last year": "2014-11",
    "28 November": "2015-11-28 2016-11-28",
    "November 28th": "2015-11-28 2016-11-28",
    "28 November last year": "2014-11-28",
    "November 28 last year": "2014-11-28",
    "on the 24th": "2015-11-24 2015-12-24",
    "Tuesday the 24th": "2015-11-24 2015-12-24",
    "the 24th of last month": "2015-10-24",
    "the 3rd of the month": "2015-11-03",
    "early November": "[2015-11-01..2015-11-10]",
    "early this month": "[2015-11-01..2015-11-10]",
    "at the beginning of the month": "[2015-11-01..2015-11-10]",
    "in the middle of the month": "[2015-11-11..2015-11-20]",
    "at the end of last year": "[2014-09-01..2014-12-31]",
    "early next week": "[2015-12-07..2015-12-09]",
    "in the early hours of Saturday": "2015-11-28 2015-11-21 2015-12-05",
    "late on Saturday": "2015-11-28 2015-11-21 2015-12-05",
    "this morning": "2015-11-30",
    "tonight": "[2015-11-30..2015-12-01]",
    "last night": "[2015-11-29..2015-11-30]",
    "overnight": "[2015-11-29..2015-11-30] [2015-11-30..2015-12-01]",
    "yesterday evening": "2015-11-29",
    "on the evening of 24 November 2015": "2015-11-24",
    "on Saturday morning": "2015-11-28 2015-11-21 2015-12-05",
    "at 07:24 GMT": "2015-11-30 2015-11-29",
    "at 07:24 GMT on the 24th": "2015-11-24 2015-12-24",
    "at 10:24 a.m. on Saturday": "2015-11-28 2015-11-21 2015-12-05",
    "yesterday at noon": "2015-11-29",
    "two days before yesterday": "2015-11-27",
    "four days after 24 November 2015": "2015-11-28",
    "the day after 24 November 2015": "2015-11-25",
    "more than two days after 24 November 2015": "[2015-11-26..]",
    "within two days of 24 November 2015": "[2015-11-24..2015-11-26] [2015-11-22..2015-11-24]",
    "days before 24 November 2015": "[2015-11-10..2015-11-24] [..2015-11-24]",
    "two weeks from Saturday": "2015-12-12 [2015-12-07..2015-12-13] 2015-12-05"
    " [2015-11-30..2015-12-06] 2015-12-19 [2015-12-14..2015-12-20]",
    "before 2015": "[..2015-12-31]",
    "since November 2014": "[2014-11-01..]",
}

#: The same whenever they are published.
ABSOLUTE = {
    "28 November 2015": "2015-11-28",
    "the 28th of November, 2015": "2015-11-28",
    "Nov. 28, 2015": "2015-11-28",
    "Saturday, 28 November 2015": "2015-11-28",
    "2015-11-28": "2015-11-28",
    "on 2015-11-28": "2015-11-28",
    "in November 2015": "2015-11",
    "in 2015": "2015",
    "in early 2015": "[2015-01-01..2015-04-30]",
    "mid-November 2015": "[2015-11-11..2015-11-20]",
    "late 2015": "[2015-09-01..2015-12-31]",
    "the first quarter of 2015": "2015-33",
    "the second half of 2015": "2015-41",
    "spring 2015": "2015-21 2015-25 2015-29",
    "the 1980s": "198X",
    "the 19th century": "18XX",
    "between 24 and 28 November 2015": "[2015-11-24..2015-11-28]",
    "between November 2015 and January 2016": "[2015-11..2016-01]",
    "from 24 November 2015 to 2 December 2015": "2015-11-24/2015-12-02",
}


@pytest.mark.parametrize(("phrase", "expected"), READ_AS.items())
def test_a_phrase_is_read_from_the_day_of_publication(phrase: str, expected: str) -> None:
    found = meanings(phrase, read_date(MONDAY).window)
    assert " ".join(str(meaning.edtf) for meaning in found) == expected
    assert is_counted_from_publication(phrase) == (not re.search(r"\d{4}", phrase))


@pytest.mark.parametrize(("phrase", "expected"), ABSOLUTE.items())
def test_a_full_date_in_words_needs_no_publication(phrase: str, expected: str) -> None:
    found = meanings(phrase)
    assert " ".join(str(meaning.edtf) for meaning in found) == expected
    assert not is_counted_from_publication(phrase)


CLOCKS = {
    "07:24 GMT": "07:24:00Z",
    "7:24 UTC": "07:24:00Z",
    "0724 GMT": "07:24:00Z",
    "07.24 GMT": "07:24:00Z",
    "07:24:05 Z": "07:24:05Z",
    "7 a.m.": "07:00:00Z",
    "7:24pm": "19:24:00Z",
    "7.24 p.m.": "19:24:00Z",
    "12:30 a.m.": "00:30:00Z",
    "12 pm": "12:00:00Z",
    "noon": "12:00:00Z",
    "09:24 EET": "07:24:00Z",
    "10:24 local time (UTC+3)": "07:24:00Z",
    "10:24 (UTC+03:00)": "07:24:00Z",
    "10:24 +0300": "07:24:00Z",
    "10:24 Moscow time": "07:24:00Z",
}


@pytest.mark.parametrize(("clock", "time"), CLOCKS.items())
def test_a_time_of_day_in_its_many_forms(clock: str, time: str) -> None:
    for phrase in (f"at {clock} on 24 November 2015", f"24 November 2015 at {clock}"):
        (found,) = meanings(phrase)
        assert found.window.earliest == read_date(f"2015-11-24T{time}").window.earliest


@pytest.mark.parametrize(
    ("phrase", "position", "message"),
    [
        ("", 0, "nothing to read|expected EDTF"),
        ("foo", 0, "words such as “on Saturday”"),
        ("on Satuday", 3, "expected a weekday; a day of the month"),
        ("the 31st of Novembre", 12, "expected a month"),
        ("10 days sooner", 8, "expected ago, earlier, later or after"),
        ("10:24 local time", 6, "expected a zone such as GMT or \\(UTC\\+3\\)"),
        ("at 25:00 on Saturday", 3, "a time of day"),
        ("at 10:24 (UTC+20) on Saturday", 13, "expected a weekday"),
        ("in two ages", 7, "a unit of time"),
        ("from Saturday to Sunday", 0, "both need their year"),
        ("between 24 May and 28 May 2015", 0, "both need their year"),
        ("by", 2, "expected a date or an event"),
        ("at most 0 days before the vote", 26, "expected"),
        ("late in the 1980s", 0, "early and late are of a day"),
        ("the evening of November 2015", 4, "is of one day"),
        ("at 10:24 in November 2015", 0, "is of one day"),
        ("10 February 29 days", 12, "expected a year of four digits"),
        ("on Saturday the party", 16, "nothing more|expected"),
        ("29/11/2015", 2, "cannot read '/'"),
        ("31 November 2015", 0, "day 31 does not exist in November 2015"),
        ("Sunday, 28 November 2015", 0, "2015-11-28 is a Saturday, not a Sunday"),
        ("from 2 December 2015 to 24 November 2015", 0, "ends before it starts"),
        ("two-day", 0, "how long something lasts, not when"),
        ("for two days", 0, "how long something lasts, not when"),
        ("a day or two", 6, "expected"),
        ("0 days", 0, "how long something lasts"),
        ("third half of 2015", 6, "“quarter”"),
        ("x" * (LONGEST + 1), LONGEST, "at most 200 characters"),
    ],
)
def test_an_unreadable_phrase_is_refused_where_it_goes_wrong(
    phrase: str, position: int, message: str
) -> None:
    with pytest.raises(DateError, match=message) as caught:
        read_phrase(phrase)
    assert caught.value.position == position


@pytest.mark.parametrize("text", ["2015-13", "20151124", "[2014, 2015]", "2014/2013"])
def test_what_looks_like_edtf_is_refused_as_edtf(text: str) -> None:
    with pytest.raises(DateError) as edtf:
        read_date(text)
    with pytest.raises(DateError) as caught:
        meanings(text)
    assert str(caught.value) == str(edtf.value)


def test_an_event_that_a_phrase_counts_from_is_named() -> None:
    (found,) = meanings("four days after the shootdown", read_date(MONDAY).window)
    assert (found.edtf, found.window) == (None, Window(None, None))
    assert found.words == "4 days after “the shootdown”'s day"
    assert not is_counted_from_publication("four days after the shootdown")
    assert [one.words for one in meanings("two weeks before the vote")] == [
        "2 weeks before “the vote”'s day",
        "in the week 2 weeks before “the vote”'s",
    ]


def test_a_date_that_a_phrase_counts_from_is_named() -> None:
    anchor = read_date(MONDAY).window
    assert meanings("2 days after 24 November 2015")[0].words == "2 days after 2015-11-24's day"
    assert meanings("2 days before yesterday", anchor)[0].words == (
        "2 days before that date's day; that date is 1 day before the publication's day"
    )


def test_an_uncertain_publication_gives_the_hull() -> None:
    (found,) = meanings("yesterday", read_date("2015-11").window)
    assert found.edtf == "[2015-10-31..2015-11-29]"


# --- EDTF, as read by the same function ---


@pytest.mark.parametrize(
    ("text", "expected", "words"),
    [
        ("2015-11-28", "2015-11-28", "some time within the day"),
        ("2015-11-28T07:24:00Z", "2015-11-28T07:24:00Z", "that second"),
        ("2015-11?", "2015-11?", "some time within the month, uncertain"),
        ("XXXX", "XXXX", "some time within these years"),
        ("2015-XX-28", "2015-XX-28", "some time within one of 12 stretches of time"),
        ("2014/..", "2014/..", "from some time within the first date to an open or unknown end"),
        ("/2014", "/2014", "from an open or unknown start to some time within the last date"),
        ("[2014,2016]", "[2014,2016]", "some time within one of these dates"),
        ("{2014,2016}", "{2014,2016}", "from the first of these dates to the last"),
        ("2015-24", "2015-24 2015-28 2015-32", "some time within the season, anywhere on Earth"),
        ("2015-11-28~", "2015-11-28~ [2015-11-25..2015-12-01]",
         "some time within the day, approximate"),
        ("2015~/2016", "2015~/2016 [2014-01-01..2017-12-31]",
         "from some time within the first date to some time within the last date, approximate"),
        ("2015-11%", "2015-11% [2015-09-01..2016-01-31]",
         "some time within the month, uncertain and approximate"),
        ("XXXX~", "XXXX~", "some time within these years, approximate"),
    ],
)  # fmt: skip
def test_edtf_has_its_meanings_too(text: str, expected: str, words: str) -> None:
    found = meanings(text)
    assert " ".join(str(meaning.edtf) for meaning in found) == expected
    assert found[0].words == words
    assert found[0].window.earliest == read_date(text).window.earliest


def test_an_interval_keeps_the_windows_of_its_two_ends() -> None:
    (found,) = meanings("2014/2015-06")
    date = read_date("2014/2015-06")
    assert (found.start, found.end, found.window) == (date.start, date.end, date.window)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2015", "2015"), ("2015-02", "2015-02"), ("2015-02-01", "2015-02-01"),
        ("2015-02-01T00:00:00Z", "2015-02-01T00:00:00Z"),
        ("[2015..2016]", "[2015-01-01..2016-12-31]"), ("-0044", "[-0044-01-01..-0044-12-31]"),
        ("../2015", "[..2015-12-31]"), ("2015/..", "[2015-01-01..]"), ("../..", None),
    ],
)  # fmt: skip
def test_a_window_is_written_as_coarsely_as_it_is(text: str, written: str | None) -> None:
    assert write_window(read_date(text).window) == written


# --- every true phrase has the truth among its meanings ---


class Told(NamedTuple):
    """When something is told, and when it happened: seconds."""

    now: int
    then: int

    @property
    def days(self) -> int:
        return self.then // DAY - self.now // DAY

    @property
    def weeks(self) -> int:
        return (week_start(self.then) - week_start(self.now)) // (7 * DAY)

    @property
    def months(self) -> int:
        (year, month, _), (then_year, then_month, _) = civil(self.now), civil(self.then)
        return (then_year - year) * 12 + then_month - month

    @property
    def years(self) -> int:
        return civil(self.then)[0] - civil(self.now)[0]


SHIFT = {-1: "last", 0: "this", 1: "next"}
NUMBER = {number: word for word, number in NUMBERS.items() if number > 1}


def number(n: int) -> list[str]:
    return [str(n), *([NUMBER[n]] if n in NUMBER else [])]


def plural(n: int, unit: str) -> str:
    return unit if n == 1 else f"{unit}s"


def ordinal(n: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{'th' if n in {11, 12, 13} else ending}"


def counted(told: Told) -> Iterator[str]:
    for unit, n in (("day", told.days), ("week", told.weeks), ("month", told.months),
                    ("year", told.years)):  # fmt: skip
        if n < 0:
            yield from (f"{word} {plural(-n, unit)} ago" for word in number(-n))
            yield f"about {-n} {plural(-n, unit)} earlier" if unit == "day" else f"{-n} {unit}s ago"
        if n > 0:
            yield from (f"in {word} {plural(n, unit)}" for word in number(n))
            yield f"{n} {plural(n, unit)} from now"
    if told.days < -1:
        yield f"more than {-told.days - 1} {plural(-told.days - 1, 'day')} ago"
    if told.then <= told.now:
        yield f"less than {1 - told.days} {plural(1 - told.days, 'day')} ago"
        yield f"in the last {1 - told.days} days"
        yield f"{told.now // HOUR - told.then // HOUR} hours ago"
        yield from ("recently", "previously", "earlier", "in the past")
        yield from ["days ago", "a few days ago"] if told.days > -14 else []
    if told.then >= told.now:
        yield f"within {1 + told.days} days"
        yield f"in at most {1 + told.days} days"
        yield from ("later", "afterwards", "soon")
        yield from ["days later", "in a few days"] if told.days < 14 else []


def by_weekday(told: Told) -> Iterator[str]:
    name = WEEKDAYS[weekday(told.then)]
    if -7 <= told.days <= 6:
        yield from (f"on {name}", name[:3].upper(), f"on {name} {part_of_day(told.then)}")
        yield f"at {clock(told.then)} on {name}"
    if -7 <= told.days <= -1:
        yield f"last {name}"
    if 1 <= told.days <= 13:
        yield f"next {name}"
    if told.weeks in SHIFT:
        yield from (f"{name} of {SHIFT[told.weeks]} week", f"{SHIFT[told.weeks]} week on {name}")


def by_calendar(told: Told) -> Iterator[str]:
    _, month, day = civil(told.then)
    name = MONTH_NAMES[month - 1]
    third = ("early", "mid", "late")[min((day - 1) // 10, 2)]
    if abs(told.months) < 12:
        yield from (f"in {name}", f"{name[:3]}.", f"{third} {name}", f"{third} in {name}")
        if (month, day) != (2, 29):
            yield from (
                f"on {day} {name}",
                f"{name} {ordinal(day)}",
                f"the {ordinal(day)} of {name}",
            )
    if abs(told.days) < 28:
        yield f"on the {ordinal(day)}"
    for unit, off in (("week", told.weeks), ("month", told.months), ("year", told.years)):
        if off in SHIFT:
            yield f"{SHIFT[off]} {unit}"
        if off == 0 and told.then <= told.now:
            yield from (f"earlier this {unit}", f"earlier in the {unit}")
        if off == 0 and told.then >= told.now:
            yield f"later this {unit}"
    if told.months in SHIFT:
        where = {"early": "beginning", "mid": "middle", "late": "end"}[third]
        yield f"at the {where} of {SHIFT[told.months]} month"
        yield f"the {ordinal(day)} of {SHIFT[told.months]} month"
    if told.years in SHIFT:
        yield f"{name} {SHIFT[told.years]} year"
        yield f"{('early', 'mid', 'late')[(month - 1) // 4]} {SHIFT[told.years]} year"


def by_full_date(told: Told) -> Iterator[str]:
    year, month, day = civil(told.then)
    name = MONTH_NAMES[month - 1]
    third = ("early", "mid", "late")[min((day - 1) // 10, 2)]
    full = f"{day} {name} {year}"
    yield from (full, f"{name} {day}, {year}", f"{WEEKDAYS[weekday(told.then)]}, {full}")
    yield from (f"in {name} {year}", f"in {third} {name} {year}", f"in {year}", f"the {year} s")
    yield f"{('early', 'mid', 'late')[(month - 1) // 4]} {year}"
    yield f"the {('first', 'second', 'third', 'fourth')[(month - 1) // 3]} quarter of {year}"
    yield f"the {'first' if month < 7 else 'second'} half of {year}"
    yield from (f"at {clock(told.then)} on {full}", f"{full}, {clock(told.then)}")
    ahead = civil(told.then + 3 * HOUR)
    local = f"{ahead[2]} {MONTH_NAMES[ahead[1] - 1]} {ahead[0]}"
    yield f"at {hour_and_minute(told.then + 3 * HOUR)} local time (UTC+3) on {local}"
    yield f"between {format_day(told.then - DAY)} and {format_day(told.then)}"
    other = format_day(told.now)
    if told.days:
        relation = "after" if told.days > 0 else "before"
        yield f"{abs(told.days)} {plural(abs(told.days), 'day')} {relation} {other}"
        yield f"{relation} {other}"
    yield f"within {abs(told.days) + 1} days of {other}"


def hour_and_minute(moment: int) -> str:
    return f"{moment % DAY // HOUR:02}:{moment % HOUR // MINUTE:02}"


def clock(moment: int) -> str:
    hour, minute = moment % DAY // HOUR, moment % HOUR // MINUTE
    return f"{hour % 12 or 12}:{minute:02} {'a.m.' if hour < 12 else 'p.m.'} GMT"


def part_of_day(moment: int) -> str:
    hour = moment % DAY // HOUR
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"


def by_day(told: Told) -> Iterator[str]:
    near = {0: "today", -1: "yesterday", 1: "tomorrow", -2: "the day before yesterday",
            2: "the day after tomorrow", -3: "two days before yesterday"}  # fmt: skip
    if told.days in near:
        name = near[told.days]
        yield from (name, f"{name} at {clock(told.then)}", f"{name} {part_of_day(told.then)}")
    if told.days == 0:
        yield f"this {part_of_day(told.then)}"
        yield from ["earlier today"] if told.then <= told.now else ["later today"]
    if -6 * HOUR <= told.then - told.now // DAY * DAY < 10 * HOUR:
        yield from ("last night", "overnight")


def true_phrases(told: Told) -> list[str]:
    tellers = (counted, by_weekday, by_calendar, by_full_date, by_day)
    return [phrase for teller in tellers for phrase in teller(told)]


@given(
    st.integers(day_start(1995), day_start(2035)),
    st.one_of(
        st.integers(-2 * DAY, 2 * DAY),
        st.integers(-14 * DAY, 14 * DAY),
        st.integers(-800 * DAY, 800 * DAY),
    ),
    st.booleans(),
)
def test_a_true_phrase_may_mean_the_truth(now: int, off: int, to_the_second: bool) -> None:
    told = Told(now, now + off)
    start = now if to_the_second else now // DAY * DAY
    published = Window(start, start + (1 if to_the_second else DAY))
    for phrase in true_phrases(told):
        windows = [meaning.window for meaning in meanings(phrase, published)]
        assert any(
            (window.earliest is None or window.earliest <= told.then)
            and (window.before is None or told.then < window.before)
            for window in windows
        ), f"{phrase!r} does not mean {format_day(told.then)}, told {format_day(now)}: {windows}"


# --- the table ---

ROWS = [*DATES, *SPANS, *PHRASES]


def test_every_row_has_its_source_and_no_two_rows_have_the_same_words() -> None:
    assert all(row.source for row in ROWS)
    assert len({row.words for row in ROWS}) == len(ROWS)


WORDS = re.findall(
    r"\S+",
    """
on in the last next this early late mid of at week month year day days two 10 24th Saturday
November 2015 ago later before after more than within evening night 07:24 GMT a.m. from now + 3
between and overnight earlier recently a few for
""",
)


def fault_in(text: str) -> int | None:
    """The place from which on a text cannot be read, if so."""
    try:
        assert meanings(text, read_date(MONDAY).window)
    except DateError as error:
        return error.position
    return None


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
def test_any_words_are_read_or_refused_with_a_place_in_them(text: str) -> None:
    assert fault_in(text) in {None, *range(len(text) + 1)}


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    assert fault_in(text) in {None, *range(len(text) + 1)}


def test_by_the_end_is_a_limit_and_not_a_part() -> None:
    late = read_date("[2015-09-01..2015-12-31]").window
    (by, *_), (at_end, *_) = meanings("by the end of 2015"), meanings("at the end of 2015")
    assert (by.window.earliest, by.window.before) == (None, late.before)
    assert at_end.window == late
