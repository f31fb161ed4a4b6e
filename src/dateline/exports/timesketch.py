"""A timeline as JSON Lines for Timesketch: each event at one point of time, its bounds beside it.

Timesketch asks for ``message``, ``datetime`` (ISO 8601 with an offset) and ``timestamp_desc``, and
takes any other field as it comes: docs/guides/user/import-from-json-csv.md of google/timesketch.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from dateline.entry import Entry
from dateline.exports.contract import entry_contract
from dateline.exports.losses import Losses
from dateline.exports.plain_text import on_a_line
from dateline.exports.slice import Slice
from dateline.time.calendar import day_start, format_datetime

NEVER = (
    "a span of time: an event stands at one point, its bounds in further fields",
    "contradictions and their explanations",
    "which sources were left out, and why",
)
#: The years that Timesketch can read.
FIRST, AFTER = day_start(1), day_start(10_000)


def export(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield a line for each dated event; one without any date is left out and reported."""
    for entry in chosen.entries:
        event = entry.event
        moment, what = _point(entry)
        if moment is None:
            losses.leave_out(event.iri, event.label, "nothing is known of when it happened")
            continue
        if not FIRST <= moment < AFTER:
            losses.leave_out(event.iri, event.label, "Timesketch knows the years 1 to 9999 only")
            continue
        if what != "Event":
            losses.note(event.iri, "an uncertain time: one of its bounds stands for it")
        losses.written += 1
        told = entry_contract(entry)
        line = {
            "message": on_a_line(event.label),
            "datetime": format_datetime(moment).replace("Z", "+00:00"),
            "timestamp_desc": what,
            "status": event.status,
            "event_type": told["type"],
            "when": entry.when,
            "start_earliest": told["start"]["earliest"],
            "start_latest": told["start"]["latest"],
            "end_earliest": told["end"]["earliest"],
            "end_latest": told["end"]["latest"],
            "participants": [on_a_line(f"{p.label} ({p.role})") for p in entry.participants],
            "places": [on_a_line(place.label) for place in entry.places],
            "event_iri": event.iri,
            "claims": list(event.claims),
            "sources": list(event.sources),
            "tag": [event.status, told["type"]],
        }
        yield json.dumps(line, ensure_ascii=False) + "\n"


def _point(entry: Entry) -> tuple[int | None, str]:
    """Return the moment that stands for an event, and what moment that is."""
    bounds = entry.bounds
    if bounds.start_earliest is not None:
        known = bounds.start_earliest == bounds.start_latest
        return bounds.start_earliest, "Event" if known else "Earliest start"
    for moment, what in (
        (bounds.start_latest, "Latest start"),
        (bounds.end_earliest, "Earliest end"),
        (bounds.end_latest, "Latest end"),
    ):
        if moment is not None:
            return moment, what
    return None, ""
