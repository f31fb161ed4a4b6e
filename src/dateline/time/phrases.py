"""English time phrases: what each may mean, the most plausible meaning first.

The tables are the whole grammar. A row has its words (see ``grammar``), what they may mean, and
where that reading comes from. The first row that fits a whole phrase is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from dateline.errors import DateError
from dateline.time.grammar import Found, Phrase, Slot
from dateline.time.rules import RelativeDate as R
from dateline.time.senses import (
    Dated,
    Reading,
    anchored,
    at_clock,
    bounded,
    counted,
    days_off,
    full_date,
    named,
    near,
    of_the_day,
    of_unit,
    of_week,
    on_side,
    refined,
    run,
    shifted_month,
    shifted_unit,
    shifted_weekday,
    vague,
    weekday_and_date,
    within,
)
from dateline.time.words import NAMES, SLOTS

__all__ = ["Reading", "read_phrase"]

LONGEST: Final = 200
"""Longer texts are no time phrases."""
_NAMED: Final = 5
"""Of what was expected somewhere, a message names this many."""


class Row(NamedTuple):
    """Words, what they may mean, and who says so."""

    words: str
    means: Callable[..., Sequence[Dated | Reading]]
    source: str


AP = "AP Stylebook: a weekday is one within seven days of the publication"
MD = "Mazur and Dale 2008: the publication's own day is that weekday"
TML = "TIMEX3 (TimeML 1.2.1)"
ISO = "ISO 8601-1:2019: weeks begin on Monday"
CAL = "the calendar"
SET = "EDTF, level 2"
OURS = "as vague as the words; ours"


DATES: Final = (
    Row("{iso}", lambda text: [text], "ISO 8601-1:2019"),
    Row("{day} [of] {month} {year}", full_date, CAL),
    Row("{month} {day} {year}", lambda month, day, year: full_date(day, month, year), CAL),
    Row("{day} [of] {month}", lambda day, month: named(month, day), AP),
    Row("{month} {day}", named, AP),
)
SPANS: Final = (
    Row("today", lambda: days_off(0), TML),
    Row("yesterday", lambda: days_off(-1), TML),
    Row("tomorrow", lambda: days_off(1), TML),
    Row("day before yesterday", lambda: days_off(-2), TML),
    Row("day after tomorrow", lambda: days_off(2), TML),
    Row("{weekday} {date}", weekday_and_date, CAL),
    Row("{date}", lambda dates: dates, CAL),
    Row("{weekday} [of|in] {shift} week", of_week, ISO),
    Row("{shift} week [on] {weekday}", lambda shift, number: of_week(number, shift), ISO),
    Row("{weekday} week", lambda number: [R(weekday=number, direction="later", offset=1)], CAL),
    Row("{shift} {weekday}", shifted_weekday, MD),
    Row("{weekday}", near, f"{AP}; {MD}"),
    Row("{day} of {shift} month", lambda day, shift: of_unit("month", None, day, shift), CAL),
    Row("{day} of month", lambda day: of_unit("month", None, day, 0), CAL),
    Row("{day} [of] {month} {shift} year", lambda d, m, n: of_unit("year", m, d, n), CAL),
    Row("{month} {day} {shift} year", lambda m, d, n: of_unit("year", m, d, n), CAL),
    Row("{month} [of] {shift} year", lambda m, n: of_unit("year", m, None, n), CAL),
    Row("{ordinal} century", lambda n: [f"{n - 1:02}XX"], SET),
    Row("[{weekday}] {ordinal}", lambda _, day: named(None, day), AP),
    Row("{month} [of] {year}", lambda m, y: [f"{y:04}-{m:02}"], CAL),
    Row("{shift} {month}", shifted_month, CAL),
    Row("{month}", lambda month: named(month, None), AP),
    Row("{season} [of] {year}", lambda season, y: [f"{y:04}-{season}"], SET),
    Row("{nth} quarter [of] {year}", lambda n, y: [f"{y:04}-{32 + n}"], SET),
    Row("first half [of] {year}", lambda y: [f"{y:04}-40"], SET),
    Row("second half [of] {year}", lambda y: [f"{y:04}-41"], SET),
    Row("{year} s", lambda y: [f"{y:04}"[:3] + "X"], SET),
    Row("{year}", lambda y: [f"{y:04}"], CAL),
    Row("{shift} {calendar}", shifted_unit, ISO),
    Row("{calendar} before|earlier", lambda unit: shifted_unit(-1, unit), ISO),
    Row("{calendar} after|later", lambda unit: shifted_unit(1, unit), ISO),
    Row("{calendar}", lambda unit: [R(within_unit=unit)], CAL),
    Row("{number} {unit} {way}", counted, f"{TML}; civil days are counted"),
    Row("in {number} {unit} [time]", lambda n, unit: counted(n, unit, 1), TML),
)
PHRASES: Final = (
    Row("{span}", lambda span: span, CAL),
    # A time of day.
    Row("[at] {clock} [{zone}] {span}", lambda c, z, span: at_clock(span, c, z), CAL),
    Row("{span} [at] {clock} [{zone}]", at_clock, CAL),
    Row("[at] {clock} [{zone}]", lambda c, z: at_clock([R(), *days_off(-1)], c, z), AP),
    # A part of a day or of something longer.
    Row("tonight", lambda: of_the_day(0, "night"), TML),
    Row("overnight", lambda: [*of_the_day(-1, "night"), *of_the_day(0, "night")], OURS),
    Row("[in|during] {shift} {daypart}", of_the_day, TML),
    Row("[in|on|during] {daypart} [of|on] {span}", lambda p, span: refined(span, part=p), TML),
    Row("{span} [in] {daypart}", lambda span, p: refined(span, part=p), TML),
    Row("[in|at|towards] {part} {span}", lambda p, span: refined(span, part=p), OURS),
    # On one side of the anchor.
    Row("{side} this|in|that {calendar}", on_side, TML),
    Row("{side} today", lambda side: on_side(side, "day"), TML),
    Row("rest of [this] {calendar}", lambda unit: on_side("later", unit), TML),
    Row("[in] {side}", lambda side: [R(direction=side)], TML),
    # So many units away, at least, at most, or about.
    Row("[in|over|during] {shift} {number} {unit}",
        lambda shift, n, u: bounded("most", n, u, shift) if shift else [], TML),
    Row("{bound} {number} {unit} {way}", bounded, TML),
    Row("[in] {bound} {number} {unit}", lambda b, n, u: bounded(b, n, u, 1), TML),
    Row("within {number} {unit}", within, TML),
    Row("[a] [few|several|many] {vague} {way}", vague, OURS),
    Row("in [a] [few|several|some] {vague}", lambda unit: vague(unit, 1), OURS),
    Row("within [a] [few|several|some] {vague}", lambda unit: vague(unit, 1)[:1], OURS),
    # From one date to another.
    Row("between {span} and {span}", partial(run, form="[{}..{}]"), SET),
    Row("between {day} and {day} {month} {year}",
        lambda a, b, m, y: run(full_date(a, m, y), full_date(b, m, y), "[{}..{}]"), SET),
    Row("from {span} to|until|till {span}", partial(run, form="{}/{}"), SET),
    # Counted from something that the phrase names.
    Row("{number} {unit} {relation} {anchor}",
        lambda n, u, r, x: anchored(counted(n, u, r), x), TML),
    Row("{bound} {number} {unit} {relation} {anchor}",
        lambda b, n, u, r, x: anchored(bounded(b, n, u, r), x), TML),
    Row("within {number} {unit} of {anchor}", lambda n, u, x: anchored(within(n, u), x), TML),
    Row("[a] [few|several|many] {vague} {relation} {anchor}",
        lambda u, r, x: anchored(vague(u, r), x), OURS),
    Row("{calendar} {relation} {anchor}", lambda u, r, x: anchored(shifted_unit(r, u), x), TML),
    Row("{relation} {anchor}",
        lambda r, x: anchored([R(direction="earlier" if r < 0 else "later")], x), TML),
)  # fmt: skip
DURATION: Final = "[for|lasting|during] {number} {unit} [long]"
_FILLERS: Final = frozenset({"on", "in", "of", "at", "during", "over"})


def read_phrase(text: str) -> tuple[Reading, ...]:
    """Return the meanings of an English time phrase, the most plausible first.

    Raises:
        DateError: with the place from which on it cannot be read, and what was expected there.
    """
    if len(text) > LONGEST:
        raise DateError(text, LONGEST, f"a time phrase has at most {LONGEST} characters")
    phrase = Phrase(text, _SLOTS, NAMES)
    try:
        readings = _whole(phrase, 0)
    except DateError as error:
        raise DateError(text, phrase.place(0), error.message) from None
    if readings:
        return tuple(readings)
    for end, _ in phrase.match(DURATION, 0):
        if end == len(phrase.tokens):
            message = "this is how long something lasts, not when; a date has ago, later or after"
            raise DateError(text, phrase.place(0), message)
    raise DateError(text, phrase.place(phrase.reached), _expected(phrase))


def _expected(phrase: Phrase) -> str:
    if not phrase.reached:
        return "expected EDTF, such as 2015-11-28, or words such as “on Saturday”, “10 days ago”"
    names = list(NAMES.values())
    rank = {name: names.index(name) if name in names else len(names) for name in phrase.expected}
    expected = sorted(phrase.expected, key=lambda name: rank[name])
    return f"expected {'; '.join(expected[:_NAMED])}{'; …' if len(expected) > _NAMED else ''}"


def _whole(phrase: Phrase, at: int) -> list[Reading]:
    """Return what the rest of a phrase means by the first row that fits; nothing if none does."""
    for row in PHRASES:
        for end, values in phrase.match(row.words, at):
            found = row.means(*values) if end == len(phrase.tokens) else ()
            if found:
                return [one if isinstance(one, Reading) else Reading(one) for one in found]
            if end < len(phrase.tokens):
                phrase.missed(end, "nothing more")
    return []


def _rows(rows: Sequence[Row]) -> Slot:
    def find(phrase: Phrase, at: int) -> Found:
        for row in rows:
            for end, values in phrase.match(row.words, at):
                yield end, row.means(*values)

    return find


def _span(phrase: Phrase, at: int) -> Found:
    yield from _SPANS(phrase, at)
    if phrase.word(at) in _FILLERS:
        yield from _SPANS(phrase, at + 1)


def _anchor(phrase: Phrase, at: int) -> Iterator[tuple[int, Sequence[Reading | str]]]:
    """Find a date, or anything else as the words for an event, up to the end of the phrase."""
    if at < len(phrase.tokens):
        yield len(phrase.tokens), _whole(phrase, at) or [phrase.rest(at)]


_SPANS: Final = _rows(SPANS)
_SLOTS: Final = {**SLOTS, "date": _rows(DATES), "span": _span, "anchor": _anchor}
