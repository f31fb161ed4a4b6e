"""How an EDTF date or an English time phrase is read: each meaning with its window."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dateline.errors import DateError
from dateline.time.calendar import DAY, add_months, civil, format_datetime, format_day
from dateline.time.dates import read_date, write_span
from dateline.time.phrases import Reading, read_phrase
from dateline.time.relative import describe, resolve
from dateline.time.rules import RelativeDate, open_date
from dateline.time.weaker import RUNGS, weaker_date
from dateline.time.windows import DateExpression, Window

_LIKE_EDTF: Final = re.compile(r"[-0-9XYTZES+:~?%/.,\[\]{}\s]*")
_SEASON: Final = re.compile(r"(-?[0-9X]{4}-)(2[1-4])([?~%]?)")
_ANYWHERE: Final = Window(None, None)
_PRECISIONS: Final = {"unspecified": "these years"}
_QUALIFIED: Final = {"": "", "?": ", uncertain", "~": ", approximate",
                     "%": ", uncertain and approximate"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """One way to read a date: its window, seconds in UTC, and the reading in plain words.

    ``edtf`` is the window to the day, None if nothing is known of it. ``start`` and ``end`` are
    the windows of the two ends where the date is of something that goes on from one to the other.
    """

    edtf: str | None
    window: Window
    words: str
    start: Window | None = None
    end: Window | None = None


def meanings(expression: str, published: Window | None = None) -> tuple[Meaning, ...]:
    """Return what EDTF or an English phrase may mean, the most plausible first, each window once.

    ``published`` is when it was said. Without it, what is counted from there has no bounds.

    Raises:
        DateError: with the place of what cannot be read, and what was expected there.
    """
    found: dict[tuple[Window, Window | None, str], Meaning] = {}
    for reading in _read(expression):
        for meaning in _of_reading(reading, published or _ANYWHERE):
            # Words tell apart what has no bounds for want of what it is counted from.
            words = meaning.words if meaning.window == _ANYWHERE else ""
            found.setdefault((meaning.window, meaning.start, words), meaning)
    return tuple(found.values())


def is_counted_from_publication(expression: str) -> bool:
    """Whether what an expression means depends on when it was said.

    Raises:
        DateError: as ``meanings``.
    """
    reading: Reading | str | None = _read(expression)[0]
    while isinstance(reading, Reading) and _moves(reading):
        reading = reading.counted_from
    return reading is None


def _read(expression: str) -> tuple[Reading, ...]:
    """Read EDTF or a phrase; what looks like EDTF and is neither is refused as EDTF."""
    text = expression.strip()
    try:
        return (Reading(read_date(text).text),)
    except DateError as error:
        not_edtf = error
    try:
        return read_phrase(text)
    except DateError:
        if _LIKE_EDTF.fullmatch(text):
            raise not_edtf from None
        raise


def _moves(reading: Reading) -> bool:
    """Whether what a reading is counted from makes a difference."""
    if isinstance(reading.date, str):
        return False
    return reading.date.on is None or open_date(reading.date.on) is not None


def _of_reading(reading: Reading, published: Window) -> tuple[Meaning, ...]:
    if isinstance(reading.date, str):
        return _of_edtf(read_date(reading.date))
    window = resolve(reading.date, _anchor(reading, published))
    return (Meaning(write_window(window), window, _words(reading, reading.date)),)


def _anchor(reading: Reading, published: Window) -> Window:
    origin = reading.counted_from
    if isinstance(origin, Reading):
        return _of_reading(origin, published)[0].window
    return published if origin is None else _ANYWHERE


def _words(reading: Reading, rule: RelativeDate) -> str:
    origin = reading.counted_from
    if origin is None:
        return describe(rule, "the publication")
    if isinstance(origin, str):
        return describe(rule, f"“{origin}”")
    if isinstance(origin.date, str):
        return describe(rule, origin.date)
    return f"{describe(rule, 'that date')}; that date is {_words(origin, origin.date)}"


def _of_edtf(date: DateExpression) -> tuple[Meaning, ...]:
    two_ends = date.kind in {"interval", "all of"}
    start, end = (date.start, date.end) if two_ends else (None, None)
    # The window of a date by itself has its alternatives.
    window = date.window if two_ends else date.start
    found = [Meaning(date.text, window, _edtf_words(date), start, end)]
    season = _SEASON.fullmatch(date.text)
    if season is not None:
        year, number, mark = season.groups()
        for more, where in ((4, "northern"), (8, "southern")):
            one = read_date(f"{year}{int(number) + more}{mark}")
            words = f"that season of the {where} hemisphere"
            found.append(Meaning(one.text, one.start, words))
    if date.qualifier in {"~", "%"} and date.precision not in {"unspecified", "second"}:
        start, end = weaker_date(date, frozenset({"margin"}))
        about = Window(start.earliest, end.before)
        words = f"if {RUNGS['margin'].words}"
        ends = (start, end) if two_ends else (None, None)
        found.append(Meaning(write_window(about), about, words, *ends))
    return tuple(found)


def _edtf_words(date: DateExpression) -> str:
    return _kind_words(date) + _QUALIFIED[date.qualifier]


def _kind_words(date: DateExpression) -> str:
    if date.kind == "interval":
        first, last = date.start != _ANYWHERE, date.end != _ANYWHERE
        start = "from some time within the first date" if first else "from an open or unknown start"
        end = "to some time within the last date" if last else "to an open or unknown end"
        return f"{start} {end}"
    if date.kind == "one of":
        return "some time within one of these dates"
    if date.kind == "all of":
        return "from the first of these dates to the last"
    if date.start.parts:
        return f"some time within one of {len(date.start.parts)} stretches of time"
    if date.precision == "second":
        return "that second"
    if date.precision == "season":
        return "some time within the season, anywhere on Earth"
    return f"some time within {_PRECISIONS.get(date.precision, f'the {date.precision}')}"


def write_window(window: Window) -> str | None:
    """Return a window in EDTF, as a second, day, month or year where it is one, else by its days.

    None if it is open on both sides.
    """
    first, before = window.earliest, window.before
    if first is not None and before is not None:
        year, month, day = civil(first)
        if before == first + 1:
            return format_datetime(first)
        if first % DAY == 0 and 0 <= year <= 9999 and day == 1:
            if month == 1 and before == add_months(first, 12):
                return f"{year:04}"
            if before == add_months(first, 1):
                return format_day(first)[:-3]
    return write_span(first, None if before is None else before - 1)
