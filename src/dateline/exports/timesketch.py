"""A timeline as JSON Lines for Timesketch: each event at one point of time, its bounds beside it.

Timesketch asks for ``message``, ``datetime`` (ISO 8601 with an offset) and ``timestamp_desc``, and
takes any other field as it comes: docs/guides/user/import-from-json-csv.md of google/timesketch.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from dateline.exports.losses import Losses
from dateline.exports.plain_text import on_a_line
from dateline.exports.slice import Slice
from dateline.time.calendar import day_start
from dateline.written import Row, seconds_of

NEVER = (
    "a span of time: an event stands at one point, its bounds in further fields",
    "contradictions and their explanations",
    "which sources were left out, and why",
)
#: The years that Timesketch can read.
FIRST, AFTER = day_start(1), day_start(10_000)


def export(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield a line for each dated event; one without any date is left out and reported."""
    for row in chosen.rows():
        event, label, status = row["event"], row["label"], row["status"]
        moment, what = _point(row)
        if moment is None:
            losses.leave_out(event, label, "nothing is known of when it happened")
            continue
        if not FIRST <= seconds_of(moment) < AFTER:
            losses.leave_out(event, label, "Timesketch knows the years 1 to 9999 only")
            continue
        if what != "Event":
            losses.note(event, "an uncertain time: one of its bounds stands for it")
        losses.written += 1
        line = {
            "message": on_a_line(label),
            "datetime": moment.replace("Z", "+00:00"),
            "timestamp_desc": what,
            "status": status,
            "event_type": row["type"],
            "when": row["when"],
            "start_earliest": row["start"]["earliest"],
            "start_latest": row["start"]["latest"],
            "end_earliest": row["end"]["earliest"],
            "end_latest": row["end"]["latest"],
            "participants": [on_a_line(f"{p['label']} ({p['role']})") for p in row["participants"]],
            "places": [on_a_line(place["label"]) for place in row["places"]],
            "event_iri": event,
            "claims": row["claims"],
            "sources": row["sources"],
            "tag": [status, row["type"]],
        }
        yield json.dumps(line, ensure_ascii=False) + "\n"


def _point(row: Row) -> tuple[str | None, str]:
    """Return the moment that stands for an event, and what moment that is."""
    start, end = row["start"], row["end"]
    if start["earliest"] is not None:
        known = start["earliest"] == start["latest"]
        return start["earliest"], "Event" if known else "Earliest start"
    for moment, what in (
        (start["latest"], "Latest start"),
        (end["earliest"], "Earliest end"),
        (end["latest"], "Latest end"),
    ):
        if moment is not None:
            return moment, what
    return None, ""
