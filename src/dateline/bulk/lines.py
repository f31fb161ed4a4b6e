"""Files of N-Quads -> chunks of canonical lines with their terms, in bounded memory.

Most lines are canonical already and are taken apart by one regular expression, many at a time. What
else N-Quads allows (other white space, comments, escapes, unusual IRIs) is parsed line by line and
written canonically, so that whoever takes the lines on gets the same bytes for the same quads.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from dateline.errors import SourceError
from dateline.sources import TRIPLE_TERMS

#: Subject, predicate, object and graph, each as it is written in N-Quads.
Row = tuple[bytes, bytes, bytes, bytes]

#: Bytes that are looked at together.
CHUNK: Final = 1 << 20
#: More bytes than any sensible line has; without a limit one endless line would fill the memory.
LONGEST_LINE: Final = 16 << 20

#: IRIs of which no parser can complain; all others are parsed.
_PLAIN_IRI = (
    rb"<https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~!$&'()*+,;=:@/?-]*(?:#[A-Za-z0-9._~/-]*)?)?>"
)
_IRI = rb'<[^\x00-\x20<>"{}|^`\\]*>'
_TEXT = rb'"[^"\\\r\n]*(?:\\[tbnrf"\\][^"\\\r\n]*)*"'
_TAG = rb"@[a-z]{1,8}(?:-[a-z0-9]{1,8})*"


def _line(iri: bytes, text: bytes) -> re.Pattern[bytes]:
    literal = text + rb"(?:" + _TAG + rb"|\^\^" + iri + rb")?"
    parts = (iri, iri, iri + rb"|" + literal, iri)
    return re.compile(rb"^" + b" ".join(b"(" + part + b")" for part in parts) + rb" \.$", re.M)


_PLAIN = _line(_PLAIN_IRI, _TEXT)
_CANONICAL = _line(_IRI, rb'"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"')


@dataclass(frozen=True)
class Chunk:
    """Some lines of a file: their text in canonical form, their terms and their line numbers.

    ``faults`` are lines that hold no quad of ours: number and what is wrong.
    """

    file: str
    text: bytes
    rows: Sequence[Row]
    numbers: Sequence[int]
    faults: Sequence[tuple[int, str]] = field(default_factory=tuple)


def read_chunks(path: Path) -> Iterator[Chunk]:
    """Yield the lines of a file (``.nq``, ``.nq.gz``).

    Raises SourceError where it is missing, of another kind, or cut off.
    """
    first = 1
    try:
        with _opened(path) as file:
            while text := file.read(CHUNK):
                text += file.readline(LONGEST_LINE)
                if not text.endswith(b"\n"):
                    if file.read(1):
                        line = first + text.count(b"\n")
                        raise SourceError(str(path), "a line is longer than 16 MB", f"line {line}")
                    text += b"\n"
                yield _chunk(str(path), text, first)
                first += text.count(b"\n")
    except FileNotFoundError:
        raise SourceError(str(path), "there is no such file") from None
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(str(path), f"cannot be read ({reason})") from error


def _opened(path: Path) -> IO[bytes] | gzip.GzipFile:
    name = path.name.lower()
    if name.endswith(".nq"):
        return path.open("rb")
    if name.endswith(".nq.gz"):
        return gzip.open(path, "rb")
    raise SourceError(str(path), "bulk loading reads N-Quads: files that end in .nq or .nq.gz")


def _chunk(file: str, text: bytes, first: int) -> Chunk:
    rows = _PLAIN.findall(text)
    count = text.count(b"\n")
    if len(rows) == count and _is_unicode(text):
        return Chunk(file, text, rows, range(first, first + count))
    return _line_by_line(file, text, first)


def _is_unicode(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line_by_line(file: str, text: bytes, first: int) -> Chunk:
    lines: list[bytes] = []
    rows: list[Row] = []
    numbers: list[int] = []
    faults: list[tuple[int, str]] = []
    for number, line in enumerate(text.split(b"\n")[:-1], first):
        plain = _PLAIN.fullmatch(line) if _is_unicode(line) else None
        found, fault = ([line], "") if plain else _rewritten(line)
        if fault:
            faults.append((number, fault))
        for one in found:
            match = plain or _CANONICAL.fullmatch(one)
            assert match is not None  # a quad is written like this
            lines.append(one + b"\n")
            rows.append((match[1], match[2], match[3], match[4]))
            numbers.append(number)
    return Chunk(file, b"".join(lines), rows, numbers, faults)


def _rewritten(line: bytes) -> tuple[list[bytes], str]:
    """Return the quad of a line (or none) as a canonical line, or what is wrong with it."""
    if b"<<" in line:  # nested thousands deep they would overflow the parser's stack
        return [], TRIPLE_TERMS
    try:
        quads = list(ox.parse(line, format=ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        return [], f"does not parse: {str(error.msg).split(': ', 1)[-1]}"
    fault = next((fault for quad in quads if (fault := _not_kept(quad))), "")
    return ([] if fault else [f"{quad} .".encode() for quad in quads]), fault


def _not_kept(quad: ox.Quad) -> str:
    """Say why the store does not keep a quad; "" if it does."""
    if isinstance(quad.graph_name, ox.DefaultGraph):
        return "stands in no graph; metadata belong into graph:claims"
    if ox.BlankNode in {type(quad.subject), type(quad.object), type(quad.graph_name)}:
        return "holds a blank node; give it an IRI that stays the same"
    return ""
