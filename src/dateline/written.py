"""An entry as a row: its JSON contract, a plain dictionary, and the cells of a spreadsheet."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, cast

from dateline.entry import Entry
from dateline.harmless import in_a_cell
from dateline.reasoning.results import SIDES, Bounds
from dateline.taxonomy import local
from dateline.time.calendar import format_datetime, parse_datetime

#: The JSON contract of an entry: strings, whole numbers, and lists and dictionaries of them.
Row = dict[str, Any]

COLUMNS = (
    "when", "label", "type", "status", "participants", "places",
    "start_earliest", "start_latest", "end_earliest", "end_latest",
    "duration_minimum", "duration_maximum", "planned_for", "rests_on_disputed",
    "event", "claims", "sources", "set_aside",
)  # fmt: skip

#: Labels of actors and places come again and again.
_cell = lru_cache(maxsize=65_536)(in_a_cell)
#: Dates and numbers, which may begin with a minus: there is nothing in them that could be called.
_DATE = re.compile(r"[-0-9XYTZES:/.,~?%\[\]{}]+")


#: The seconds of a bound in a row; whoever checks a row and whoever writes it ask for the same.
seconds_of = lru_cache(maxsize=65_536)(parse_datetime)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def line_of(row: Row) -> str:
    """Return a row as a line of JSON."""
    return _encode(row) + "\n"


class _Line:
    """A file to csv.writer that hands each row back as text."""

    def write(self, text: str) -> str:
        return text


def csv_writer(dialect: type[csv.Dialect] = csv.excel) -> Callable[[Sequence[object]], str]:
    """Return what makes cells a line, of CSV (RFC 4180) or another dialect of ``csv``."""
    return cast("Callable[[Sequence[object]], str]", csv.writer(_Line(), dialect).writerow)


def cells_of(row: Row) -> tuple[str, ...]:
    """Return the cells of an event, in the order of ``COLUMNS``: harmless, whoever made the row."""
    start, end, duration = row["start"], row["end"], row["duration"]
    return (
        date_cell(row["when"]),
        in_a_cell(row["label"]),
        _cell(row["type"]),
        _cell(row["status"]),
        _cell("; ".join([f"{p['label']} ({p['role']})" for p in row["participants"]])),
        _cell("; ".join([place["label"] for place in row["places"]])),
        date_cell(start["earliest"]),
        date_cell(start["latest"]),
        date_cell(end["earliest"]),
        date_cell(end["latest"]),
        date_cell(duration["minimum"]),
        date_cell(duration["maximum"]),
        date_cell(row["planned_for"]),
        "true" if row["rests_on_disputed"] else "false",
        in_a_cell(row["event"]),
        in_a_cell("; ".join(row["claims"])),
        in_a_cell("; ".join(row["sources"])),
        in_a_cell("; ".join(row["set_aside"])),
    )


def date_cell(value: object) -> str:
    """Return a date or a number as a cell, "" for None.

    >>> date_cell("-0043-03-15"), date_cell(None), date_cell("-1+cmd")
    ('-0043-03-15', '', "'-1+cmd")
    """
    shown = "" if value is None else str(value)
    return shown if _DATE.fullmatch(shown) else in_a_cell(shown)


def lost_in_cells(row: Row) -> Iterator[str]:
    """Yield what is known of just this event and stands in none of its cells."""
    if row["reread"]:
        yield "weaker readings of its claims"
    if row["hangs_on_repair"]:
        yield "which of its bounds hang on how contradictions end"


def entry_contract(entry: Entry) -> Row:
    """Return one event in time; an unknown bound is None."""
    event = entry.event
    kinds = [local(kind) for kind in event.types]
    return {
        "event": event.iri,
        "label": event.label,
        "type": kinds[0] if kinds else "Event",
        "types": kinds,
        "status": event.status,
        "when": entry.when,
        **bounds_contract(entry.bounds),
        "duration": {"minimum": entry.duration[0], "maximum": entry.duration[1]},
        "planned_for": entry.planned_for,
        "participants": [
            {"actor": p.actor, "label": p.label, "role": p.role} for p in entry.participants
        ],
        "places": [{"place": p.place, "label": p.label} for p in entry.places],
        "claims": list(event.claims),
        "sources": list(event.sources),
        "told_by": list(event.tellers),
        "set_aside": list(entry.set_aside),
        "reread": reread_contract(entry),
        "hangs_on_repair": [side for side in SIDES if side in entry.hangs_on_repair],
        "rests_on_disputed": entry.rests_on_disputed,
    }


def bounds_contract(bounds: Bounds | None) -> dict[str, Any]:
    """Return the four bounds as ``start`` and ``end``; an unknown one is None."""
    known = bounds or Bounds()
    return {
        "start": {"earliest": _time(known.start_earliest), "latest": _time(known.start_latest)},
        "end": {"earliest": _time(known.end_earliest), "latest": _time(known.end_latest)},
    }


def reread_contract(entry: Entry) -> list[dict[str, str]]:
    """Return which claims count as a weaker reading only, and which reading."""
    if not entry.reread:
        return []
    from dateline.wording import reading_words  # takes long to start

    return [
        {"claim": claim, "reading": reading_words(rungs)}
        for claim, rungs in sorted(entry.reread.items())
    ]


def _time(seconds: int | None) -> str | None:
    return None if seconds is None else format_datetime(seconds)
