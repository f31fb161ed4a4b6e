"""A timeline as Parquet, by ``pyarrow``: one row for each event, lists as lists, times as integers.

Bounds are seconds since 1970 in UTC: no other type of Parquet reaches as far as they do. The same
bounds stand beside them as text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from dateline.errors import NotInstalled
from dateline.exports.losses import Losses
from dateline.exports.slice import Slice
from dateline.written import Row, seconds_of

if TYPE_CHECKING:
    import pyarrow

NEVER = ("contradictions and their explanations", "which sources were left out, and why")
#: Events that are in memory at once: a row group.
GROUP = 20_000
BOUNDS = ("start_earliest", "start_latest", "end_earliest", "end_latest")


def export(chosen: Slice, losses: Losses) -> Iterator[bytes]:
    """Yield one file, row group by row group; NotInstalled where ``pyarrow`` is not installed."""
    try:
        from pyarrow import Table, parquet
    except ImportError:
        raise NotInstalled("pyarrow", "formats") from None
    schema = _schema()
    if chosen.asked:
        schema = schema.with_metadata({"dateline.asked": chosen.asked})
    told = _Pieces()
    rows = chosen.rows()
    with parquet.ParquetWriter(told, schema) as writer:
        while group := list(islice(rows, GROUP)):
            losses.written += len(group)
            writer.write_table(Table.from_pylist([_in_columns(row) for row in group], schema))
            yield told.taken()
    yield told.taken()


class _Pieces(io.RawIOBase):
    """A file that hands over what has been written since the last time."""

    def __init__(self) -> None:
        super().__init__()
        self.size = 0
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.pieces.append(bytes(piece))
        self.size += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self.size

    def taken(self) -> bytes:
        whole, self.pieces = b"".join(self.pieces), []
        return whole


def _in_columns(row: Row) -> Row:
    start, end, duration = row.pop("start"), row.pop("end"), row.pop("duration")
    texts = (start["earliest"], start["latest"], end["earliest"], end["latest"])
    for name, text in zip(BOUNDS, texts, strict=True):
        row[name] = text
        row[f"{name}_seconds"] = None if text is None else seconds_of(text)
    row["duration_minimum"], row["duration_maximum"] = duration["minimum"], duration["maximum"]
    return row


def _schema() -> pyarrow.Schema:
    import pyarrow as pa

    words, whole, truth = pa.string(), pa.int64(), pa.bool_()
    listed = pa.list_(words)
    person = pa.list_(pa.struct([("actor", words), ("label", words), ("role", words)]))
    place = pa.list_(pa.struct([("place", words), ("label", words)]))
    reread = pa.list_(pa.struct([("claim", words), ("reading", words)]))
    return pa.schema(
        [
            *((name, words) for name in ("event", "label", "type")),
            ("types", listed),
            *((name, words) for name in ("status", "when", *BOUNDS)),
            *((f"{name}_seconds", whole) for name in BOUNDS),
            ("duration_minimum", whole),
            ("duration_maximum", whole),
            ("planned_for", words),
            ("participants", person),
            ("places", place),
            *((name, listed) for name in ("claims", "sources", "told_by", "set_aside")),
            ("reread", reread),
            ("hangs_on_repair", listed),
            ("rests_on_disputed", truth),
        ]
    )
