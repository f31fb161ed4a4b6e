"""The words of time in English, and what each stands for: the lexicons of the phrases."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from dateline.errors import DateError
from dateline.time.calendar import MONTH_NAMES, UNIT_SECONDS
from dateline.time.dates import read_date
from dateline.time.grammar import Found, Phrase, Slot, either, lexicon, token
from dateline.time.rules import WEEKDAYS

_ONES: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = (
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
NUMBERS: Final[dict[str, int]] = {
    **{word: n for n, word in enumerate(_ONES, 1)},
    **{word: 10 * n for n, word in enumerate(_TENS, 2)},
    **{f"{ten} {one}": 10 * n + m for n, ten in enumerate(_TENS, 2)
       for m, one in enumerate(_ONES[:9], 1)},
    "a": 1, "an": 1, "a couple of": 2, "couple of": 2, "a dozen": 12, "a hundred": 100,
}  # fmt: skip
UNITS: Final[dict[str, tuple[int, str]]] = {
    **{name: (1, name) for name in UNIT_SECONDS},
    **{f"{name}s": (1, name) for name in UNIT_SECONDS},
    "fortnight": (2, "week"), "fortnights": (2, "week"), "decade": (10, "year"),
    "decades": (10, "year"),
}  # fmt: skip
VAGUE: Final[dict[str, tuple[int, str]]] = {
    "minutes": (60, "minute"), "hours": (24, "hour"), "days": (14, "day"), "weeks": (8, "week"),
    "months": (18, "month"), "years": (20, "year"),
}  # fmt: skip
"""How many "days" without a number are at most, as first tried; ours, and vague as the words."""
SHIFTS: Final[dict[str, int]] = {
    "last": -1, "previous": -1, "past": -1, "preceding": -1, "prior": -1, "this past": -1,
    "this": 0, "current": 0, "that": 0, "same": 0, "that same": 0,
    "next": 1, "coming": 1, "following": 1, "upcoming": 1, "this coming": 1,
}  # fmt: skip
WAYS: Final[dict[str, int]] = {
    "ago": -1, "earlier": -1, "before": -1, "previously": -1, "back": -1, "prior": -1,
    "later": 1, "after": 1, "afterwards": 1, "afterward": 1, "hence": 1, "from now": 1,
    "from then": 1,
}  # fmt: skip
RELATIONS: Final[dict[str, int]] = {
    "before": -1, "prior to": -1, "ahead of": -1, "after": 1, "following": 1, "since": 1,
    "from": 1, "by": -1, "until": -1, "till": -1,
}  # fmt: skip
BOUNDS: Final[dict[str, str]] = {
    "more than": "least", "over": "least", "at least": "least", "not less than": "least",
    "less than": "most", "fewer than": "most", "under": "most", "at most": "most",
    "no more than": "most", "not more than": "most", "up to": "most",
    "about": "around", "around": "around", "some": "around", "roughly": "around",
    "approximately": "around", "nearly": "around", "almost": "around",
}  # fmt: skip
PARTS: Final[dict[str, str]] = {
    "early": "early", "beginning of": "early", "start of": "early", "first days of": "early",
    "early hours of": "early",
    "mid": "middle", "middle of": "middle", "middle": "middle",
    "late": "late", "end of": "late", "last days of": "late",
}  # fmt: skip
SIDES: Final[dict[str, str]] = {
    "previously": "earlier", "recently": "earlier", "earlier": "earlier", "before": "earlier",
    "lately": "earlier", "formerly": "earlier", "already": "earlier", "past": "earlier",
    "so far": "earlier", "until now": "earlier", "before then": "earlier",
    "later": "later", "later on": "later", "afterwards": "later", "afterward": "later",
    "subsequently": "later", "soon": "later", "shortly": "later", "since": "later",
    "since then": "later", "after that": "later", "future": "later", "near future": "later",
    "around then": "around", "around that time": "around", "around this time": "around",
    "about then": "around", "at that time": "around",
}  # fmt: skip
ZONES: Final[dict[str, str]] = {
    "gmt": "Z", "utc": "Z", "z": "Z", "cet": "+01:00",
    "cest": "+02:00", "eet": "+02:00", "eest": "+03:00", "msk": "+03:00",
    "moscow time": "+03:00", "est": "-05:00", "edt": "-04:00", "pst": "-08:00", "pdt": "-07:00",
}  # fmt: skip
"""Abbreviations that mean one offset all year (IANA tz database), without those of two zones."""
SEASONS: Final[dict[str, int]] = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23,
                                  "winter": 24}  # fmt: skip
_NTH: Final[dict[str, int]] = {
    name: n
    for n, names in enumerate(("first 1st", "second 2nd", "third 3rd", "fourth 4th"), 1)
    for name in names.split()
}


_OFFSET: Final = re.compile(r"[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)")


def _in(low: int, high: int, width: int = 0) -> Callable[[str], int | None]:
    def read(digits: str) -> int | None:
        number = int(digits) if len(digits) < 10 else high + 1
        return number if low <= number <= high and len(digits) in {width or len(digits)} else None

    return read


def _ordinal(text: str) -> int | None:
    number = int(text[:-2])
    return number if 1 <= number <= 31 else None


def _iso(text: str) -> str | None:
    try:
        read_date(text)
    except DateError:
        return None
    return text


def _clock(phrase: Phrase, at: int) -> Found:
    """Find a time of day: 07:24, 7:24 a.m., 7 a.m., 0724 before a zone, noon."""
    if phrase.word(at) in {"noon", "midday"}:
        yield at + 1, "12:00"
        return
    kind = phrase.tokens[at].kind if at < len(phrase.tokens) else ""
    match = re.fullmatch(r"(\d{1,2})(?:[:.]?(\d{2})(?::(\d{2}))?)?", phrase.word(at))
    if kind not in {"clock", "number"} or match is None:
        return
    hour, minute, second = (match[1], match[2] or "00", f":{match[3]}" if match[3] else "")
    following = phrase.word(at + 1).replace(".", "").replace(" ", "")
    if following in {"am", "pm"} and 1 <= int(hour) <= 12 and int(minute) < 60:
        yield at + 2, f"{int(hour) % 12 + 12 * (following == 'pm'):02}:{minute}{second}"
    in_full = kind == "clock" or (len(phrase.word(at)) == 4 and any(ZONE(phrase, at + 1)))
    if in_full and following not in {"am", "pm"} and int(hour) < 24 and int(minute) < 60:
        yield at + 1, f"{int(hour):02}:{minute}{second}"


def _ahead(phrase: Phrase, at: int) -> Found:
    """Find an offset from UTC, +3 or +03:00, perhaps after "local time" or "UTC"."""
    start = at
    while phrase.word(start) in {"local", "time", "utc", "gmt"}:
        start += 1
    if start < len(phrase.tokens) and phrase.tokens[start].kind == "ahead":
        sign, digits = phrase.word(start)[0], phrase.word(start)[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
        text = f"{sign}{int(hours):02}:{minutes}"
        if _OFFSET.fullmatch(text):
            yield start + 1, text


ZONE: Final[Slot] = either(_ahead, lexicon(ZONES))

_WEEKDAYS: Final = {
    short: n
    for n, name in enumerate(name.lower() for name in WEEKDAYS)
    for short in {
        name,
        name[:3],
        {"tue": "tues", "wed": "weds", "thu": "thurs"}.get(name[:3], name),
    }
} | {"thur": 3}
_MONTHS: Final = {
    short: n for n, name in enumerate(MONTH_NAMES, 1) for short in (name.lower(), name[:3].lower())
} | {"sept": 9}

SLOTS: Final[Mapping[str, Slot]] = {
    "number": either(lexicon(NUMBERS), token("number", _in(0, 10**9))),
    "unit": lexicon(UNITS),
    "vague": lexicon(VAGUE),
    "calendar": lexicon({name: name for name in ("day", "week", "month", "year")}),
    "shift": lexicon(SHIFTS),
    "way": lexicon(WAYS),
    "relation": lexicon(RELATIONS),
    "bound": lexicon(BOUNDS),
    "part": lexicon(PARTS),
    "daypart": lexicon({name: name for name in ("morning", "afternoon", "evening", "night")}),
    "side": lexicon(SIDES),
    "weekday": lexicon(_WEEKDAYS),
    "month": lexicon(_MONTHS),
    "day": either(token("ordinal", _ordinal), token("number", _in(1, 31))),
    "ordinal": token("ordinal", _ordinal),
    "nth": lexicon(_NTH),
    "year": token("number", _in(1, 9999, 4)),
    "iso": token("iso", _iso),
    "season": lexicon(SEASONS),
    "clock": _clock,
    "zone": ZONE,
}
NAMES: Final = {
    "anchor": "a date or an event", "zone": "a zone such as GMT or (UTC+3)",
    "way": "ago, earlier, later or after",
    "unit": "a unit of time", "weekday": "a weekday", "day": "a day of the month",
    "month": "a month", "year": "a year of four digits", "clock": "a time of day",
    "number": "a number", "shift": "last, this or next", "calendar": "day, week, month or year",
    "daypart": "morning, afternoon, evening or night",
}  # fmt: skip
"""What to say was expected where a slot found nothing, the most telling first."""
