"""A timeline as a Mermaid diagram: sections by year, a period for each date, events below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from dateline.entry import Entry
from dateline.exports.losses import Losses
from dateline.exports.plain_text import in_mermaid, when_words
from dateline.exports.slice import Slice
from dateline.time.calendar import civil

NEVER = (
    "bounds: periods are words, evenly spaced",
    "actors, places, claims and sources",
    "contradictions and their explanations",
    "which sources were left out, and why",
)


def export(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield a diagram of the kind ``timeline``; events without a date stand in their order."""
    yield "timeline\n"
    if chosen.asked:
        yield f"    title Only {in_mermaid(chosen.asked)}\n"
    for year, in_year in groupby(chosen.entries, _year):
        yield f"    section {year}\n"
        for when, together in groupby(in_year, lambda entry: entry.when):
            yield f"        {in_mermaid(when_words(when))}"
            for entry in together:
                losses.written += 1
                status = "" if entry.event.status == "reported" else f" ({entry.event.status})"
                yield f" : {in_mermaid(entry.event.label + status)}"
            yield "\n"


def _year(entry: Entry) -> str:
    """Return the year in which an event is shown, by its place in the order."""
    return str(civil(entry.order)[0])
