"""The axis of time under a picture: which stretch is drawn, and where its ticks stand.

Plain calendar arithmetic in UTC for every year; ``templates/page.js`` does the same when a reader
zooms, and the browser tests hold the two side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dateline.time.calendar import DAY, HOUR, MINUTE, MONTH_NAMES, civil, day_start
from dateline.timeline import Entry

YEAR = 31_556_952
MONTH = YEAR // 12
#: The shortest stretch that is drawn, and the part of it that is left free on both sides.
SHORTEST = 10 * MINUTE
MARGIN = 0.03

#: Lengths between ticks up to two weeks, in seconds; after them come months, then years.
SECONDS = (1, 5, 15, 30, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE,
           HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY)  # fmt: skip
MONTHS = (1, 3, 6)
_MONDAY = 4 * DAY  # 1970-01-05


class Tick(NamedTuple):
    """A moment on the axis: its ``label``, and the ``context`` where that is another than before.

    A day of November 2015 is labelled ``24`` in the context ``Nov 2015``.
    """

    seconds: int
    label: str
    context: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The stretch of time that is drawn, half-open, in seconds."""

    first: int
    before: int

    def place(self, seconds: int) -> float:
        """Return where a moment lies in the frame, in percent of its width."""
        return 100 * (seconds - self.first) / (self.before - self.first)


def frame_of(entries: Iterable[Entry]) -> Frame | None:
    """Return the stretch that holds all known bounds, None where none is known."""
    known = [bound for entry in entries for bound in entry.bounds.in_order if bound is not None]
    if not known:
        return None
    first, before = min(known), max(known)
    lacking = max(0, SHORTEST - (before - first))
    margin = (lacking + 1) // 2 + int(MARGIN * (before - first))
    return Frame(first - margin, before + margin)


def ticks(frame: Frame, most: int) -> list[Tick]:
    """Return at most about ``most`` ticks: whole seconds, hours, days, months or years."""
    length = frame.before - frame.first
    for step in SECONDS:
        if length <= step * most:
            return _labelled(_every(frame, step), step)
    for months in MONTHS:
        if length <= months * MONTH * most:
            return _labelled(_months(frame, months), MONTH)
    years = 1
    while length > years * YEAR * most:
        years = _next_round(years)
    return [
        Tick(moment, year_words(year), "")
        for year, moment in _years(frame, years)
        if frame.first <= moment < frame.before
    ]


def _next_round(number: int) -> int:
    """Return the next of 1, 2, 5, 10, 20, 50 and so on."""
    return number * 5 // 2 if str(number).startswith("2") else number * 2


def _every(frame: Frame, step: int) -> Iterator[int]:
    offset = _MONDAY if step >= 7 * DAY else 0
    moment = frame.first + (offset - frame.first) % step
    while moment < frame.before:
        yield moment
        moment += step


def _months(frame: Frame, step: int) -> Iterator[int]:
    year, month, _ = civil(frame.first)
    count = year * 12 + (month - 1) // step * step
    while (moment := day_start(count // 12, count % 12 + 1)) < frame.before:
        if moment >= frame.first:
            yield moment
        count += step


def _years(frame: Frame, step: int) -> Iterator[tuple[int, int]]:
    """Yield round years as people count them, with the moments at which they start."""
    first, last = (_counted(civil(moment)[0]) for moment in (frame.first, frame.before))
    for year in range(first // step * step, last + 1, step):
        if year or step > 1:  # there is no year 0: in its place stands the first
            yield year or 1, day_start(year + 1 if year < 0 else year or 1)


def _counted(year: int) -> int:
    """Return an astronomical year as it is counted: 0 is -1, the first year before the era."""
    return year if year > 0 else year - 1


def year_words(year: int) -> str:
    """Return a year as people write it, -1 being the first before our era.

    >>> year_words(2015), year_words(-44), year_words(-2_500_000), year_words(12000)
    ('2015', '44 BCE', '2.5 million BCE', '12,000')
    """
    count, era = abs(year), " BCE" if year < 0 else ""
    for size, word in ((10**9, " billion"), (10**6, " million")):
        if count >= size:
            return f"{count / size:g}{word}{era}"
    return f"{count:,}{era}" if count > 9999 else f"{count}{era}"


def _labelled(moments: Iterable[int], step: int) -> list[Tick]:
    found: list[Tick] = []
    last = None
    for moment in moments:
        label, context = _words(moment, step)
        found.append(Tick(moment, label, "" if context == last else context))
        last = context
    return found


def _words(moment: int, step: int) -> tuple[str, str]:
    year, month, day = civil(moment)
    counted, name = year_words(_counted(year)), MONTH_NAMES[month - 1][:3]
    if step >= MONTH:
        return name, counted
    if step >= DAY:
        return str(day), f"{name} {counted}"
    minutes, second = divmod(moment % DAY, MINUTE)
    clock = f"{minutes // 60:02}:{minutes % 60:02}"
    return (clock if step >= MINUTE else f"{clock}:{second:02}"), f"{day} {name} {counted}"
