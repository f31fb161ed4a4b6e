"""A timeline as CSV: one row for each event, lists within a cell separated by "; "."""

from __future__ import annotations

import csv
import io

from dateline.exports.contract import entry_contract
from dateline.exports.plain_text import in_a_cell
from dateline.timeline import Timeline

COLUMNS = (
    "when", "label", "type", "status", "participants", "places",
    "start_earliest", "start_latest", "end_earliest", "end_latest",
    "duration_minimum", "duration_maximum", "planned_for", "rests_on_disputed",
    "event", "claims", "sources", "set_aside",
)  # fmt: skip


def timeline_csv(timeline: Timeline) -> str:
    """Return CSV with a header line (RFC 4180); unknown bounds are empty cells."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for entry in timeline.entries:
        told = entry_contract(entry)
        people = [f"{p['label']} ({p['role']})" for p in told["participants"]]
        writer.writerow(
            {
                "when": told["when"],
                "label": in_a_cell(told["label"]),
                "type": told["type"],
                "status": told["status"],
                "participants": in_a_cell("; ".join(people)),
                "places": in_a_cell("; ".join(place["label"] for place in told["places"])),
                "start_earliest": told["start"]["earliest"],
                "start_latest": told["start"]["latest"],
                "end_earliest": told["end"]["earliest"],
                "end_latest": told["end"]["latest"],
                "duration_minimum": told["duration"]["minimum"],
                "duration_maximum": told["duration"]["maximum"],
                "planned_for": told["planned_for"],
                "rests_on_disputed": str(told["rests_on_disputed"]).lower(),
                "event": told["event"],
                "claims": "; ".join(told["claims"]),
                "sources": "; ".join(told["sources"]),
                "set_aside": "; ".join(told["set_aside"]),
            }
        )
    return text.getvalue()
