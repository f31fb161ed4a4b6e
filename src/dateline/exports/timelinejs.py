"""A timeline as the JSON of TimelineJS: a slide for each event, undated ones on the title slide.

The fields are those of https://timeline.knightlab.com/docs/json-format.html. Two traps there: an
end that is equal to its start field by field is dropped, and years before 1 are those of
JavaScript, where -44 is shown as 44 BCE though it is the year 45 BCE.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterator
from typing import Any

from dateline.entry import Entry
from dateline.exports.losses import Losses
from dateline.exports.plain_text import doubts_of, on_a_line, when_words
from dateline.exports.slice import Slice
from dateline.model import Source
from dateline.time.calendar import civil, day_start

NEVER = (
    "which claims an event rests on, and which of them were set aside",
    "times of day",
    "contradictions and their explanations",
    "which sources were left out, and why",
)
YEAR_ONE = day_start(1)


def export(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield one JSON document."""
    slides: list[dict[str, Any]] = []
    undated: list[Entry] = []
    for entry in chosen.entries:
        losses.written += 1
        slide = _slide(entry, chosen, losses)
        if slide is None:
            undated.append(entry)
        else:
            slides.append(slide)
    whole: dict[str, Any] = {}
    told = f"<p>Only: {_shown(chosen.asked)}</p>" if chosen.asked else ""
    if undated:
        items = "".join(f"<li>{_shown(e.event.label)}</li>" for e in undated)
        told += f"<p>Without a date:</p><ul>{items}</ul>"
    if told:
        whole["title"] = {"unique_id": "undated", "text": {"headline": "Timeline", "text": told}}
    whole["events"] = slides
    yield json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _slide(entry: Entry, chosen: Slice, losses: Losses) -> dict[str, Any] | None:
    event, bounds = entry.event, entry.bounds
    ends = None if bounds.end_latest is None else bounds.end_latest - 1
    known = [m for m in (bounds.start_earliest, bounds.start_latest, ends) if m is not None]
    if not known:
        losses.note(event.iri, "its place in the order: it is named on the title slide only")
        return None
    start = _date(known[0])
    slide: dict[str, Any] = {"unique_id": _name(event.iri), "start_date": start}
    if bounds.start_earliest is None:
        losses.note(event.iri, "an open beginning: it stands at its latest time")
    elif ends is not None and (end := _date(ends)) != start:
        slide["end_date"] = end
        losses.note(event.iri, "an uncertain time or a length: drawn as a span")
    elif ends is None:
        losses.note(event.iri, "an open end: it stands where it can have begun at the earliest")
    if known[0] < YEAR_ONE:
        losses.note(event.iri, "a year before 1, which is shown one year off")
    slide["display_date"] = html.escape(when_words(entry.when))
    slide["group"] = html.escape(on_a_line(chosen.kind_of(entry)))
    slide["text"] = {"headline": _shown(event.label), "text": _text(entry, chosen)}
    slide["autolink"] = False
    return slide


def _date(moment: int) -> dict[str, int]:
    year, month, day = civil(moment)
    return {"year": year, "month": month, "day": day}


def _name(iri: str) -> str:
    return "event-" + hashlib.sha256(iri.encode()).hexdigest()[:16]


def _text(entry: Entry, chosen: Slice) -> str:
    parts = [f"<p>{_shown(words)}</p>" for words in (entry.event.status, *doubts_of(entry))]
    people = dict.fromkeys(p.label for p in entry.participants)
    lists = (people, dict.fromkeys(place.label for place in entry.places))
    parts += [f"<p>{', '.join(_shown(name) for name in names)}</p>" for names in lists if names]
    sources = "".join(f"<li>{_link(source)}</li>" for source in chosen.sources_of(entry))
    return "".join(parts) + (f"<ul>{sources}</ul>" if sources else "")


def _link(source: Source) -> str:
    label = _shown(source.label or source.iri)
    if not source.url.startswith(("http://", "https://")):
        return label
    return f'<a href="{html.escape(source.url)}">{label}</a>'


def _shown(words: str) -> str:
    return html.escape(on_a_line(words))
