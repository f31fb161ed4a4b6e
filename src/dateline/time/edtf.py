"""The grammar of EDTF, levels 0, 1 and 2, read from left to right.

Extended Date/Time Format Specification, Library of Congress, 2019, which profiles ISO 8601-1:2019
and ISO 8601-2:2019.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import NoReturn

from dateline.errors import DateError
from dateline.time.calendar import MONTH_NAMES, PARTS_OF_YEAR, Span, parse_datetime
from dateline.time.windows import (
    PRECISIONS,
    YEAR_PRECISIONS,
    DateExpression,
    Kind,
    Precision,
    Qualifier,
    Window,
    greatest,
    least,
    over_years,
    union,
    whole_years,
    wholly_before,
)

_QUALIFIER = re.compile(r"[?~%]")
_YEAR = re.compile(r"(-?)([0-9X]{4})(?![0-9X])")
_YEAR_BEGINNING = re.compile(r"-?[0-9X]{0,4}")
_LONG_YEAR = re.compile(r"(-?)([1-9][0-9]*)(?:E([1-9][0-9]{0,8}))?")
_SIGNIFICANT_DIGITS = re.compile(r"S([0-9]{1,9})")
_TWO_DIGITS = re.compile(r"[0-9X]{2}(?![0-9X])")
_TIMED = re.compile(r"[-0-9X?~%]+T")
_TIMED_DAY = re.compile(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MINUTES_ONLY = re.compile(r"([0-9]{2}:[0-9]{2})(Z|[+-].*)?")
_MAX_YEAR_DIGITS = 12  # longer years are too far, so that they need not be worked out
_YEAR_EXPECTED = "expected a year of four digits, such as 2015 (unknown digits: X)"
_LONG_YEAR_EXPECTED = "a year of four digits ends here (a longer one begins with Y, as in Y12015)"
_UNBOUNDED = Window(None, None)


def read_expression(text: str) -> DateExpression:
    """Return what an EDTF expression says; raises DateError with the place of the fault."""
    return _Reader(text).expression()


@dataclass(frozen=True, slots=True)
class _Member:
    """A date inside an expression, or a run of dates in a set: its first and its last date."""

    first: Window
    last: Window
    precision: Precision

    def alternatives(self) -> tuple[Span, ...]:
        """Return the spans that make up the member; none if it is open on a side."""
        if self.first == self.last and self.first.parts:
            return self.first.parts
        if self.first.earliest is None or self.last.before is None:
            return ()
        return ((self.first.earliest, self.last.before),)


class _Reader:
    """Reads one expression from left to right; ``at`` is the position reached."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.marks: set[str] = set()

    def fail(self, message: str, at: int | None = None) -> NoReturn:
        raise DateError(self.text, self.at if at is None else at, message)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
        return match

    def take_qualifier(self) -> None:
        match = self.take(_QUALIFIER)
        if match is not None:
            self.marks.add(match[0])

    def skip(self, literal: str) -> bool:
        found = self.text.startswith(literal, self.at)
        self.at += len(literal) * found
        return found

    def unexpected(self, expected: str) -> NoReturn:
        if self.at == len(self.text):
            self.fail(f"expected {expected}")
        if self.text[self.at] == "T":
            self.fail("a time of day stands only in a date by itself, not in a set or an interval")
        self.fail(f"unexpected {self.text[self.at]!r}, expected {expected}")

    def finish(self) -> None:
        if self.at < len(self.text):
            self.unexpected("nothing more")

    def expression(self) -> DateExpression:
        if not self.text:
            self.fail("nothing to read, expected a date such as 2015-11-24")
        blank = re.search(r"\s", self.text)
        if blank is not None:
            self.fail("there is no white space in an EDTF date, take it out", blank.start())
        if self.skip("["):
            return self.one_of()
        if self.skip("{"):
            return self.all_of()
        if "/" in self.text:
            return self.interval()
        if _TIMED.match(self.text):
            return self.moment()
        date = self.date()
        self.finish()
        return self.result("date", date.first, date.last, [date])

    def result(
        self, kind: Kind, start: Window, end: Window, members: Sequence[_Member]
    ) -> DateExpression:
        ranks = [PRECISIONS.index(member.precision) for member in members]
        precision = PRECISIONS[max(ranks, default=-1)]
        return DateExpression(self.text, kind, start, end, _strongest(self.marks), precision)

    # One date.

    def moment(self) -> DateExpression:
        day, _, clock = self.text.partition("T")
        if not _TIMED_DAY.fullmatch(day):
            self.fail("a time of day needs a full date before it, such as 2015-11-24", len(day))
        minutes = _MINUTES_ONLY.fullmatch(clock)
        if minutes is not None:
            mend = f"{day}T{minutes[1]}:00{minutes[2] or ''}"
            self.fail(f"EDTF needs the seconds, write {mend}", len(day) + 1 + minutes.end(1))
        if "." in clock:
            at = len(day) + 1 + clock.index(".")
            self.fail("EDTF has no fractions of a second, leave them out", at)
        second = parse_datetime(self.text)
        window = Window(second, second + 1)
        return DateExpression(self.text, "date", window, window, "", "second")

    def date(self) -> _Member:
        self.take_qualifier()
        if self.skip("Y"):
            return self.long_year()
        match = self.take(_YEAR)
        if match is None:
            beginning = self.take(_YEAR_BEGINNING)
            is_long = beginning is not None and len(beginning[0].lstrip("-")) == 4
            self.fail(_LONG_YEAR_EXPECTED if is_long else _YEAR_EXPECTED)
        sign, mask = match.groups()
        if match[0] == "-0000":
            self.fail("there is no year -0000, the year before 1 is 0000", match.start())
        if "X" not in mask and self.text.startswith("S", self.at):
            return self.significant(sign, mask.lstrip("0") or "0", 0)
        self.take_qualifier()
        years = _matching(mask)
        if sign:
            years = [-year for year in reversed(years) if year]
        known = YEAR_PRECISIONS[len(mask) - len(mask.rstrip("X"))]
        if self.skip("-"):
            return self.within_year(years, match[0], known)
        return _one_date(over_years(years, ((1, 12),), None), known)

    def long_year(self) -> _Member:
        match = self.take(_LONG_YEAR)
        if match is None:
            self.fail("expected a year without leading zeros after Y, such as Y170000002")
        sign, digits, exponent = match.groups()
        if exponent is None and len(digits) <= 4:
            self.fail("a year of up to four digits is written without Y", match.start() - 1)
        return self.significant(sign, digits, int(exponent or 0))

    def significant(self, sign: str, digits: str, exponent: int) -> _Member:
        """Take the significant digits, if given, and the qualifier of a year."""
        count = len(digits) + exponent
        match = self.take(_SIGNIFICANT_DIGITS)
        given = int(match[1]) if match else count
        if not 1 <= given <= count:
            self.fail(f"the year has {count} digits, expected S1 to S{count}", self.at - 1)
        self.take_qualifier()
        unknown = count - given
        precision = YEAR_PRECISIONS[min(unknown, 4)]
        if count > _MAX_YEAR_DIGITS:
            far = -(10**_MAX_YEAR_DIGITS) if sign else 10**_MAX_YEAR_DIGITS
            return _one_date(whole_years(far, far), precision)
        year = int(digits) * 10**exponent
        low = year - year % 10**unknown
        high = low + 10**unknown - 1
        return _one_date(whole_years(-high, -low) if sign else whole_years(low, high), precision)

    def within_year(self, years: Sequence[int], year_text: str, known: Precision) -> _Member:
        """Take the month or the season, and the day, of a year."""
        self.take_qualifier()
        month_at = self.at
        month = self.two_digits("month")
        self.take_qualifier()
        if month.isdecimal() and int(month) in PARTS_OF_YEAR:
            return self.grouping(years, int(month))
        months = [number for number in _matching(month) if 1 <= number <= 12]
        if not months:
            self.fail(f"month {month} does not exist", month_at)
        if month != "XX":
            known = "month"
        day_at, day = self.day()
        if day == "XX":
            whole = [(1, 12)] if month == "XX" else [(number, 1) for number in months]
            return _one_date(over_years(years, whole, None), known)
        days = [number for number in _matching(day) if 1 <= number <= 31]
        try:
            window = over_years(years, [(number, 1) for number in months], days)
        except ValueError:
            named = f"{MONTH_NAMES[months[0] - 1]} " if len(months) == 1 and days else ""
            place = f" in {named}{year_text}" if days else ""
            self.fail(f"day {day} does not exist{place}", day_at)
        return _one_date(window, "day")

    def grouping(self, years: Sequence[int], number: int) -> _Member:
        if self.text.startswith("-", self.at):
            self.fail("a season or another part of a year has no day")
        groupings: tuple[tuple[int, Precision], ...] = (
            (32, "season"), (36, "quarter"), (39, "quadrimester"), (41, "semester"),
        )  # fmt: skip
        precision = next(name for last, name in groupings if number <= last)
        return _one_date(over_years(years, PARTS_OF_YEAR[number], None), precision)

    def day(self) -> tuple[int, str]:
        """Take the day and its qualifiers; without one, the day is unknown."""
        if not self.skip("-"):
            return self.at, "XX"
        self.take_qualifier()
        at = self.at
        day = self.two_digits("day")
        self.take_qualifier()
        return at, day

    def two_digits(self, name: str) -> str:
        match = self.take(_TWO_DIGITS)
        if match is None:
            self.fail(f"expected a {name} of two digits, such as 06")
        return match[0]

    # Several dates.

    def interval(self) -> DateExpression:
        first = self.side()
        if not self.skip("/"):
            self.unexpected("'/'")
        last_at = self.at
        last = self.side()
        self.finish()
        if self.text == "/":
            self.fail("an interval needs a date or '..' on at least one side", 0)
        members = [member for member in (first, last) if member is not None]
        start = first.first if first else _UNBOUNDED
        end = last.last if last else _UNBOUNDED
        if wholly_before(end, start):
            self.fail("the interval ends before it starts", last_at)
        return self.result("interval", start, end, members)

    def side(self) -> _Member | None:
        """Take one side of an interval; None where it is open or unknown."""
        if self.skip("..") or self.at == len(self.text) or self.text[self.at] == "/":
            return None
        return self.date()

    def one_of(self) -> DateExpression:
        items = self.items("]")
        earliest = least([item.first.earliest for item in items])
        before = greatest([item.last.before for item in items])
        spans = sorted(span for item in items for span in item.alternatives())
        if earliest is None or before is None:
            window = Window(earliest, before)
        else:
            window = union(spans, before)
        return self.result("one of", window, window, items)

    def all_of(self) -> DateExpression:
        items = self.items("}")
        firsts = [item.first for item in items]
        lasts = [item.last for item in items]
        start = Window(least([w.earliest for w in firsts]), least([w.before for w in firsts]))
        end = Window(greatest([w.earliest for w in lasts]), greatest([w.before for w in lasts]))
        return self.result("all of", start, end, items)

    def items(self, close: str) -> list[_Member]:
        items = [self.item(close, "..")]
        while self.skip(","):
            items.append(self.item(close, ""))
        if not self.skip(close):
            self.unexpected(f"',' or {close!r}")
        self.finish()
        return items

    def item(self, close: str, opening: str) -> _Member:
        """Take a date, or a run of dates, of a set; only its first item may be open before."""
        if opening and self.skip(opening):
            last = self.date()
            return _Member(Window(None, last.last.before), last.last, last.precision)
        first = self.date()
        if not self.skip(".."):
            return first
        if self.text.startswith(close, self.at):
            return _Member(first.first, Window(first.first.earliest, None), first.precision)
        last_at = self.at
        last = self.date()
        if wholly_before(last.last, first.first):
            self.fail("the run of dates ends before it starts", last_at)
        coarser = max(first.precision, last.precision, key=PRECISIONS.index)
        return _Member(first.first, last.last, coarser)


def _one_date(window: Window, precision: Precision) -> _Member:
    return _Member(window, window, precision)


def _strongest(marks: set[str]) -> Qualifier:
    # Uncertain in one place and approximate in another is both.
    if "%" in marks or marks == {"?", "~"}:
        return "%"
    return "~" if "~" in marks else "?" if "?" in marks else ""


def _matching(mask: str) -> list[int]:
    """Return the numbers that a mask such as ``1X`` stands for, ascending."""
    digits = ("0123456789" if digit == "X" else digit for digit in mask)
    return [int("".join(number)) for number in product(*digits)]
