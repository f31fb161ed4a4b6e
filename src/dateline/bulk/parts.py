"""Checked lines -> ``part-00000.nq.gz`` and so on with a manifest, for an engine's own bulk loader.

The same files make the same bytes. Parts are named as Virtuoso's loader wants them: it tells the
format by the name.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import shlex
import shutil
from collections.abc import Generator, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final

from dateline.bulk.checking import Totals
from dateline.errors import StoreError
from dateline.vocabulary import GRAPH

MANIFEST: Final = "manifest.json"
#: A part ends after the piece in which it reaches so many quads.
QUADS: Final = 1_000_000
#: Of zlib: half of the time of the usual level, for a tenth more bytes.
LEVEL: Final = 4


@dataclass(frozen=True)
class Part:
    """A file of the folder: its name, the quads in it, its size in bytes and its SHA-256."""

    name: str
    quads: int
    bytes: int
    sha256: str


class Parts:
    """The parts of a folder, as they are written into a draft of it."""

    def __init__(self, draft: Path, quads: int) -> None:
        self.draft, self.quads = draft, quads
        self.made: list[Part] = []

    def through(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Pass on pieces of whole lines, each once it is written."""
        pieces = iter(pieces)
        for first in pieces:
            path = self.draft / f"part-{len(self.made):05d}.nq.gz"
            with path.open("wb") as file:
                count = yield from self._fill(file, first, pieces)
            with path.open("rb") as written:
                digest = hashlib.file_digest(written, "sha256").hexdigest()
            self.made.append(Part(path.name, count, path.stat().st_size, digest))

    def _fill(
        self, file: IO[bytes], piece: bytes, more: Iterator[bytes]
    ) -> Generator[bytes, None, int]:
        count = 0
        # Neither the name nor the time stands in the file: the same lines are the same bytes.
        with gzip.GzipFile("", "wb", LEVEL, file, mtime=0) as packed:
            while piece:
                packed.write(piece)
                count += piece.count(b"\n")
                yield piece
                piece = next(more, b"") if count < self.quads else b""
        return count

    def finish(self, totals: Totals, version: str) -> None:
        """Write the manifest."""
        manifest = {
            "dateline": version,
            "quads": totals.quads,
            "claims": totals.claims,
            "sources": totals.sources,
            "files": [asdict(part) for part in self.made],
        }
        text = json.dumps(manifest, indent=2) + "\n"
        (self.draft / MANIFEST).write_text(text, encoding="utf-8", newline="")


@contextlib.contextmanager
def parts_in(folder: Path, quads: int = QUADS) -> Iterator[Parts]:
    """Make a folder of parts, which is there when the block ends well and not at all otherwise.

    Raises StoreError where the folder is there already, or cannot be written.
    """
    if folder.exists():
        raise StoreError(f"{folder} is there already; parts are written into a new folder")
    draft = folder.with_name(f"{folder.name}.unfinished")
    try:
        shutil.rmtree(draft, ignore_errors=True)  # left by one that was killed
        draft.mkdir(parents=True)
        try:
            yield Parts(draft, quads)
            draft.replace(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise StoreError(f"cannot write parts into {folder} ({error.strerror or error})") from error


def how_to_load(folder: Path, place: str) -> str:
    """Return the commands that load a folder of parts into an engine, and what comes after."""
    here = folder.resolve()
    parts = shlex.quote(f"{here}/") + "part-*.nq.gz"
    return f"""\
To load the parts with the engine's own loader, while it serves nobody:
  Oxigraph   oxigraph load --location STORE --file {parts}
  Virtuoso   isql-vt, as dba, where {here} is one of DirsAllowed:
               ld_dir('{here}', 'part-*.nq.gz', '{GRAPH}claims');
               rdf_loader_run(); checkpoint;
               select ll_file, ll_error from DB.DBA.load_list where ll_error is not null;
Then build the accepted view:
  dateline solve --kb {shlex.quote(place)}
"""
