"""A timeline as FollowTheMoney entities, one in JSON on each line.

Events become ``Event``, sanctions ``Sanction`` of those whom they are imposed on; actors and places
come along as entities that these point to. Properties are those of the published schema:
https://followthemoney.tech/explorer/. Dates there are ISO 8601, cut off where nothing finer is
known; so the days of earliest and latest go into ``startDate`` and ``endDate``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from dateline.entry import Entry
from dateline.exports.losses import Losses
from dateline.exports.plain_text import on_a_line, when_words
from dateline.exports.slice import Slice
from dateline.model import Iri
from dateline.time.calendar import day_start, format_day
from dateline.vocabulary import DL

NEVER = (
    "whether an end of a span is the earliest or the latest: both go into dates",
    "times of day",
    "which claims an event rests on, and which of them were set aside",
    "relations between events",
    "contradictions and their explanations",
    "which sources were left out, and why",
)
SCHEMATA = {
    DL + "Person": "Person",
    DL + "State": "PublicBody",
    DL + "ArmedForce": "Organization",
    DL + "Organization": "Organization",
}
ORGANIZERS = frozenset({"host", "initiator", "mediator"})
#: The most letters of an address there, the least of all kinds of words.
LONGEST = 250
#: The years that FollowTheMoney can read.
FIRST, AFTER = day_start(1), day_start(9_999)


def export(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield a line for each entity; actors once, before the first event that they are in."""
    told: set[Iri] = set()
    for entry in chosen.entries:
        for participant in entry.participants:
            if participant.actor not in told:
                told.add(participant.actor)
                yield _line(_actor(participant.actor, chosen))
        losses.written += 1
        for entity in _entities(entry, chosen, losses):
            yield _line(entity)


def _line(entity: dict[str, Any]) -> str:
    return json.dumps(entity, ensure_ascii=False) + "\n"


def _actor(actor: Iri, chosen: Slice) -> dict[str, Any]:
    known = chosen.knowledge
    kinds = known.kinds.get(actor, ())
    fitting = (
        schema
        for ancestor, schema in SCHEMATA.items()
        if any(known.taxonomy.is_a(kind, Iri(ancestor)) for kind in kinds)
    )
    properties = {"name": [_words(known.label(actor))]}
    return {"id": _id(actor), "schema": next(fitting, "LegalEntity"), "properties": properties}


def _entities(entry: Entry, chosen: Slice, losses: Losses) -> Iterator[dict[str, Any]]:
    event = entry.event
    shared = _dates(entry, losses)
    if _words(event.label) != event.label:
        losses.note(event.iri, "its label letter by letter: long ones are cut off")
    urls = [s.url for s in chosen.sources_of(entry) if s.url.startswith(("http://", "https://"))]
    shared["sourceUrl"] = urls
    shared["publisher"] = [
        _words(chosen.knowledge.label(s.publisher)) for s in chosen.sources_of(entry) if s.publisher
    ]
    shared["recordId"] = [event.iri]
    shared["summary"] = [f"{when_words(entry.when)}; {event.status}"]
    if DL + "Sanction" in event.types:
        targets = [p.actor for p in entry.participants if p.role == "imposedOn"]
        makers = [_words(p.label) for p in entry.participants if p.role == "imposedBy"]
        for target in targets:
            properties = {
                "entity": [_id(target)],
                "authority": makers,
                "program": [_words(event.label)],
                "status": [event.status],
                **shared,
            }
            yield _entity(f"{event.iri} {target}", "Sanction", properties)
        if targets:
            return
        losses.note(event.iri, "that it is a sanction: nobody is said to be its target")
    roles = {p.actor: p.role for p in entry.participants}
    yield _entity(
        event.iri,
        "Event",
        {
            "name": [_words(event.label)],
            "organizer": [_id(a) for a, role in roles.items() if role in ORGANIZERS],
            "involved": [_id(a) for a, role in roles.items() if role not in ORGANIZERS],
            "location": [_words(place.label) for place in entry.places],
            "keywords": [_words(chosen.kind_of(entry))],
            **shared,
        },
    )


def _entity(name: str, schema: str, properties: dict[str, list[str]]) -> dict[str, Any]:
    kept = {key: list(dict.fromkeys(values)) for key, values in properties.items() if values}
    return {"id": _id(name), "schema": schema, "properties": kept}


def _dates(entry: Entry, losses: Losses) -> dict[str, list[str]]:
    """Return ``date`` where the day is known, else the days between which all lies."""
    first, last = entry.bounds.start_earliest, entry.bounds.end_latest
    known = [moment for moment in (first, last) if moment is not None]
    if not known or not FIRST <= min(known) <= max(known) < AFTER:
        losses.note(entry.event.iri, "a date, but for words in the summary")
        return {}
    starts = [] if first is None else [format_day(first)]
    ends = [] if last is None else [format_day(last - 1)]
    if starts == ends:
        return {"date": starts}
    if not (starts and ends):
        losses.note(entry.event.iri, "that a side of its time is open, but for words")
    return {"startDate": starts, "endDate": ends}


def _words(text: str) -> str:
    """Return text on one line, cut off where FollowTheMoney takes no more of it."""
    line = on_a_line(text)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _id(iri: str) -> str:
    return "dateline-" + hashlib.sha256(iri.encode()).hexdigest()[:32]
