"""A timeline as CSV or TSV: one row for each event, lists within a cell separated by "; "."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence

from dateline.exports.losses import Losses
from dateline.exports.slice import Slice
from dateline.written import COLUMNS, cells_of, csv_writer, lost_in_cells

NEVER = (
    "which actor has which IRI, and which place",
    "all kinds of an event but the closest",
    "contradictions and their explanations",
    "which sources were left out, and why",
)


class TABS(csv.excel_tab):
    """Tabs between cells, and lines that end as elsewhere."""

    lineterminator = "\n"


def write_csv(chosen: Slice, losses: Losses) -> Iterator[str | bytes]:
    """Yield CSV with a header line (RFC 4180); unknown bounds are empty cells."""
    if chosen.kept is None:
        yield from _rows(chosen, losses, csv_writer())
        return
    yield csv_writer()(COLUMNS)
    for block in chosen.kept.cells():
        losses.written += block.count(b"\n")
        yield block
    for what, (count, listed) in chosen.kept.lost.items():
        losses.note_many(what, count, listed)


def write_tsv(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield the same cells with tabs between them; no cell holds a tab or a line break."""
    yield from _rows(chosen, losses, csv_writer(TABS))


def _rows(
    chosen: Slice, losses: Losses, as_line: Callable[[Sequence[object]], str]
) -> Iterator[str]:
    yield as_line(COLUMNS)
    for row in chosen.rows():
        for what in lost_in_cells(row):
            losses.note(row["event"], what)
        losses.written += 1
        yield as_line(cells_of(row))
