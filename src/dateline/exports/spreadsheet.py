"""A timeline as CSV or TSV: one row for each event, lists within a cell separated by "; "."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from dateline.entry import Entry
from dateline.exports.losses import Losses
from dateline.exports.plain_text import in_a_cell
from dateline.exports.slice import Slice
from dateline.taxonomy import local
from dateline.time.calendar import format_datetime

COLUMNS = (
    "when", "label", "type", "status", "participants", "places",
    "start_earliest", "start_latest", "end_earliest", "end_latest",
    "duration_minimum", "duration_maximum", "planned_for", "rests_on_disputed",
    "event", "claims", "sources", "set_aside",
)  # fmt: skip
NEVER = (
    "which actor has which IRI, and which place",
    "all kinds of an event but the closest",
    "contradictions and their explanations",
    "which sources were left out, and why",
)

#: Labels of actors and places come again and again.
_cell = lru_cache(maxsize=65_536)(in_a_cell)


class _Line:
    """A file to csv.writer that hands each row back as text."""

    def write(self, text: str) -> str:
        return text


def write_csv(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield CSV with a header line (RFC 4180); unknown bounds are empty cells."""
    yield from _rows(chosen, losses, csv.writer(_Line()).writerow)


def write_tsv(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield the same cells with tabs between them; no cell holds a tab or a line break."""
    writer = csv.writer(_Line(), delimiter="\t", lineterminator="\n")
    yield from _rows(chosen, losses, writer.writerow)


def _rows(chosen: Slice, losses: Losses, row: Callable[[Sequence[object]], Any]) -> Iterator[str]:
    yield row(COLUMNS)
    for entry in chosen.entries:
        if entry.reread:
            losses.note(entry.event.iri, "weaker readings of its claims")
        if entry.hangs_on_repair:
            losses.note(entry.event.iri, "which of its bounds hang on how contradictions end")
        losses.written += 1
        yield row(row_of(entry))


def row_of(entry: Entry) -> tuple[object, ...]:
    """Return the cells of an event, in the order of ``COLUMNS``."""
    event, bounds = entry.event, entry.bounds
    return (
        entry.when,
        in_a_cell(event.label),
        local(event.types[0]) if event.types else "Event",
        event.status,
        _cell("; ".join([f"{p.label} ({p.role})" for p in entry.participants])),
        _cell("; ".join([place.label for place in entry.places])),
        *(None if side is None else format_datetime(side) for side in bounds.in_order),
        *entry.duration,
        entry.planned_for,
        "true" if entry.rests_on_disputed else "false",
        event.iri,
        "; ".join(event.claims),
        "; ".join(event.sources),
        "; ".join(entry.set_aside),
    )
