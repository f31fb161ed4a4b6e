"""When sources were published, as far as that is known."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model import Iri, Knowledge
from dateline.time.calendar import format_day
from dateline.time.dates import Window, read_date

NEVER = Window(None, None)


@dataclass(frozen=True, slots=True)
class Publication:
    """When a source was published, as a window, and the judgements that say so."""

    window: Window
    judged_by: tuple[Iri, ...] = ()

    @property
    def words(self) -> str:
        """The publication day in words, as in "published 2015-11-30 to 2015-12-01"."""
        return f"published {span_words(self.window)}"


def span_words(window: Window) -> str:
    """Return the days of a window: "2015-11-28", "2015-11-30 to 2015-12-01", "by 2015-12-01".

    >>> span_words(Window(1448668800, 1448755200))
    '2015-11-28'
    """
    first = None if window.earliest is None else format_day(window.earliest)
    last = None if window.before is None else format_day(window.before - 1)
    if first is None and last is None:
        return "at an unknown time"
    if first is None:
        return f"by {last}"
    if last is None:
        return f"from {first} on"
    return first if first == last else f"{first} to {last}"


def publication_of(knowledge: Knowledge, source: Iri | None) -> Publication:
    """Return when a source was published: as printed on it, or else as somebody judges."""
    known = knowledge.sources.get(source) if source is not None else None
    if known is None or source is None:
        return Publication(NEVER)
    if known.published is not None:
        return Publication(read_date(known.published).window)
    judged = knowledge.judged_publications.get(source)
    if judged is None:
        return Publication(NEVER)
    claim, date = judged
    return Publication(read_date(date.text).window, (claim,))
