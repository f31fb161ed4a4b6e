"""The timeline as rows, kept in files beside the view: exports of everything copy them.

- ``timeline.csv.gz``: a line of cells for each event, in display order, without a header
- ``timeline.jsonl.gz``: its JSON contract on a line
- ``timeline.json``: which version wrote them, of what length, and what the cells could not carry

They are written with the view, belong to its generation, and are never the only place of anything:
where they are missing, or not as this version wrote them, the view is read. A folder may come from
anybody, so nothing that is read back is trusted to be harmless.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from dateline.entry import Entry
from dateline.errors import DatelineError, StoreError
from dateline.model import Iri
from dateline.store.contract import Reader, room_of
from dateline.version import VERSION
from dateline.written import (
    COLUMNS,
    Row,
    cells_of,
    csv_writer,
    date_cell,
    entry_contract,
    line_of,
    lost_in_cells,
    seconds_of,
)

ABOUT, CELLS, LINES = "timeline.json", "timeline.csv.gz", "timeline.jsonl.gz"
#: Bytes that are read at a time, and the longest line that is taken for one.
BLOCK, LONGEST = 1 << 20, 1 << 28
#: Events that are listed for each kind of loss: as many as a report of losses lists.
LISTED = 1_000
Lost = Mapping[str, tuple[int, Sequence[Iri]]]


def keep_rows(store: Reader, entries: Iterable[Entry]) -> None:
    """Write the rows of a timeline, one after the other, where the store has room for files."""
    room = room_of(store)
    if room is None:
        return
    counts: Counter[str] = Counter()
    listed: dict[str, list[Iri]] = {}
    written, as_line = 0, csv_writer()
    with ExitStack() as files:
        cells, lines = (files.enter_context(_begun(room / name)) for name in (CELLS, LINES))
        for entry in entries:
            row = entry_contract(entry)
            for what in lost_in_cells(row):
                counts[what] += 1
                if counts[what] <= LISTED:
                    listed.setdefault(what, []).append(entry.event.iri)
            cells.write(as_line(cells_of(row)))
            lines.write(line_of(row))
            written += 1
    about = {
        "dateline": VERSION,
        "columns": COLUMNS,
        "events": written,
        "sizes": [(room / name).stat().st_size for name in (CELLS, LINES)],
        "lost": {what: {"events": counts[what], "listed": listed[what]} for what in counts},
    }
    (room / ABOUT).write_text(json.dumps(about), encoding="utf-8")


def _begun(path: Path) -> IO[str]:
    """Begin a compressed file: rows are alike, and shrink to a tenth in a fraction of the time."""
    return gzip.open(path, "wt", compresslevel=1, encoding="utf-8", newline="")


@dataclass(frozen=True)
class KeptRows:
    """The rows in a folder; ``lost`` says of how many events, and which, cells lack something."""

    folder: Path
    events: int
    lost: Lost

    def cells(self) -> Iterator[bytes]:
        """Yield whole lines of CSV, many at a time, harmless for a spreadsheet."""
        for block in self._blocks(CELLS):
            try:
                yield block if is_harmless(block) else _made_harmless(block)
            except csv.Error as error:
                raise _damaged(self.folder / CELLS) from error

    def lines(self) -> Iterator[bytes]:
        """Yield whole lines of JSON, many at a time."""
        for block in self._blocks(LINES):
            if len(block.translate(None, CONTROLS)) != len(block):
                raise _damaged(self.folder / LINES)
            yield block

    def rows(self) -> Iterator[Row]:
        """Yield the JSON contract of each event."""
        for block in self.lines():
            for line in block.splitlines():
                try:
                    row = json.loads(line)
                    if b"\\u" in line:
                        line_of(row).encode()  # no half of a letter
                    told = fits(row, SHAPE)
                except (ValueError, RecursionError, DatelineError):
                    told = False
                if not told:
                    raise _damaged(self.folder / LINES)
                yield row

    def _blocks(self, name: str) -> Iterator[bytes]:
        rest = b""
        try:
            with gzip.open(self.folder / name) as file:
                while piece := file.read(BLOCK):
                    whole, newline, rest = (rest + piece).rpartition(b"\n")
                    if len(rest) > LONGEST:
                        break
                    if newline:
                        (whole + newline).decode()
                        yield whole + newline
        except FileNotFoundError as error:
            raise StoreError(f"{self.folder} is not there any more; try again") from error
        except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
            raise _damaged(self.folder / name) from error
        if rest:
            raise _damaged(self.folder / name)


def _damaged(path: Path) -> StoreError:
    return StoreError(f"{path} is damaged; build it again with: dateline solve")


def kept_rows(store: Reader) -> KeptRows | None:
    """Return the rows that are kept; None where there are none that this version has written."""
    room = room_of(store)
    if room is None:
        return None
    try:
        about = json.loads((room / ABOUT).read_bytes())
        sizes = [(room / name).stat().st_size for name in (CELLS, LINES)]
    except (OSError, ValueError, RecursionError):
        return None
    this = {"dateline": VERSION, "columns": list(COLUMNS), "sizes": sizes}
    if not fits(about, ABOUT_SHAPE) or {**about, **this} != about:
        return None
    if not all(fits(of, LOST_SHAPE) for of in about["lost"].values()):
        return None
    lost = {what: (of["events"], of["listed"]) for what, of in about["lost"].items()}
    return KeptRows(room, about["events"], lost)


# --- what comes from anybody ------------------------------------------------------------------

#: What no line of JSON holds as it is.
CONTROLS = bytes({*range(0x20), 0x7F} - {0x0A})


def _class_of(byte: int) -> str:
    """Return what a byte may be in CSV: the beginning of a formula, the edge of a cell, a control.

    f and s stand side by side where a cell may be a formula, u and v are together one of the
    controls from U+0080 on, c stands for the others.
    """
    if byte in b"=+-@\xef":  # the wide forms begin with the last
        return "f"
    if byte in b',"\r\n':
        return "s"
    if byte in CONTROLS:
        return "c"
    return "u" if byte == 0xC2 else "v" if 0x80 <= byte < 0xA0 else "."


CLASSES = "".join(map(_class_of, range(256))).encode()


def is_harmless(block: bytes) -> bool:
    """Whether no cell of these lines can be a formula or hold controls; some harmless ones fail."""
    kinds = b"s" + block.translate(CLASSES)
    return b"sf" not in kinds and b"c" not in kinds and b"uv" not in kinds


def _made_harmless(block: bytes) -> bytes:
    """Return lines of CSV with every cell made harmless, as most have been already."""
    as_line, before = csv_writer(), csv.field_size_limit(LONGEST)
    try:
        lines = csv.reader(io.StringIO(block.decode(), newline=""))
        return "".join([as_line([date_cell(cell) for cell in line]) for line in lines]).encode()
    finally:
        csv.field_size_limit(before)


class _Moment:
    """A date and time, or None."""


_TEXT_OR_NONE, _NUMBER_OR_NONE = (str, type(None)), (int, type(None))
SHAPE = {
    "event": str, "label": str, "type": str, "types": [str], "status": str, "when": _TEXT_OR_NONE,
    "start": {"earliest": _Moment, "latest": _Moment},
    "end": {"earliest": _Moment, "latest": _Moment},
    "duration": {"minimum": _NUMBER_OR_NONE, "maximum": _NUMBER_OR_NONE},
    "planned_for": _TEXT_OR_NONE,
    "participants": [{"actor": str, "label": str, "role": str}],
    "places": [{"place": str, "label": str}],
    "claims": [str], "sources": [str], "told_by": [str], "set_aside": [str],
    "reread": [{"claim": str, "reading": str}],
    "hangs_on_repair": [str], "rests_on_disputed": bool,
}  # fmt: skip


ABOUT_SHAPE = {"dateline": str, "columns": [str], "events": int, "sizes": [int], "lost": dict}
LOST_SHAPE = {"events": int, "listed": [str]}


def fits(value: Any, shape: Any) -> bool:
    """Whether a value from JSON has a shape; raises DateError for what is no moment."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return False
        return value.keys() == shape.keys() and all(fits(value[k], s) for k, s in shape.items())
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if shape is _Moment:
        return value is None or (isinstance(value, str) and _is_whole(seconds_of(value)))
    return isinstance(value, shape) and (not isinstance(value, int) or _is_whole(value))


def _is_whole(number: int) -> bool:
    return -(1 << 63) <= number < 1 << 63
