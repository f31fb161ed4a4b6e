"""A timeline as GeoJSON (RFC 7946), with ``when`` as in Linked Places Format 1.3.

An event at several places is one feature with several points; one whose place is not known, or has
no position, is a feature without a geometry. Positions are longitude first. ``when`` is a foreign
member (RFC 7946, 6.1) whose timespans are those of Linked Places Format:
https://github.com/LinkedPasts/linked-places-format.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dateline.entry import Entry
from dateline.exports.losses import Losses
from dateline.exports.plain_text import when_words
from dateline.exports.slice import Slice
from dateline.time.calendar import format_datetime
from dateline.written import entry_contract

NEVER = ("contradictions and their explanations", "which sources were left out, and why")
#: How sure a status is, in the words of Linked Places Format.
CERTAINTY = {"reported": "certain", "claimed": "less-certain"}


def export(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield one feature collection, a feature on each line."""
    only = json.dumps(f"Only: {chosen.asked}", ensure_ascii=False)
    description = f'"description": {only}, ' if chosen.asked else ""
    yield f'{{"type": "FeatureCollection", {description}"features": ['
    before = "\n"
    for entry in chosen.entries:
        losses.written += 1
        if entry.places and not any(p.place in chosen.positions for p in entry.places):
            losses.note(entry.event.iri, "a place on the map: its position is not known")
        yield before + json.dumps(_feature(entry, chosen), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def _feature(entry: Entry, chosen: Slice) -> dict[str, Any]:
    told = entry_contract(entry)
    names = {"event", "label", "start", "end"}
    feature: dict[str, Any] = {
        "type": "Feature",
        "id": entry.event.iri,
        "properties": {
            "title": entry.event.label,
            **{key: value for key, value in told.items() if key not in names},
        },
        "geometry": _geometry(entry, chosen),
    }
    if timespan := _timespan(entry):
        feature["when"] = {
            "timespans": [timespan],
            "label": when_words(entry.when),
            "certainty": _certainty(entry),
        }
    feature["links"] = [
        {"type": "citation", "identifier": source.url or source.iri, "label": source.label}
        for source in chosen.sources_of(entry)
    ]
    return feature


def _certainty(entry: Entry) -> str:
    certainty = CERTAINTY.get(entry.event.status, "uncertain")
    return "less-certain" if entry.is_doubtful and certainty == "certain" else certainty


def _geometry(entry: Entry, chosen: Slice) -> dict[str, Any] | None:
    where = [chosen.positions[p.place] for p in entry.places if p.place in chosen.positions]
    points = [[longitude, latitude] for latitude, longitude in where]
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}


def _timespan(entry: Entry) -> dict[str, dict[str, str]]:
    """Return start and end, each at least with what bounds it; without a start there is none."""
    bounds = entry.bounds
    span: dict[str, dict[str, str]] = {}
    for name, earliest, latest in (
        ("start", bounds.start_earliest, bounds.start_latest),
        ("end", bounds.end_earliest, bounds.end_latest),
    ):
        if earliest is not None and earliest == latest:
            span[name] = {"in": format_datetime(earliest)}
        else:
            known = {"earliest": earliest, "latest": latest}
            side = {key: format_datetime(m) for key, m in known.items() if m is not None}
            if side:
                span[name] = side
    if "end" in span and "start" not in span and bounds.end_latest is not None:
        span["start"] = {"latest": format_datetime(bounds.end_latest)}
    return span if "start" in span else {}
