"""The SPARQL that the program itself sends: files in ``queries/store/``, values filled in.

A file says with an empty block, ``VALUES (?name ...) { }``, where rows of serialised terms go, and
with an empty template, ``INSERT { }`` or ``DELETE { }``, where the statements of a batch go.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import pyoxigraph as ox

from dateline.resources import read_text

Value = ox.NamedNode | ox.Literal
Row = Sequence[Value]


def statement(name: str, rows: Iterable[Row] = (), quads: Iterable[ox.Quad] = ()) -> str:
    """Return the text of a file with rows for its VALUES block and quads for its template."""
    text = _text(name)
    told = " ".join(f"({' '.join(map(str, row))})" for row in rows)
    if told:
        text = text.replace(") { }", f") {{ {told} }}", 1)
    template = " ".join(_blocks(quads))
    for word in ("INSERT", "DELETE") if template else ():
        text = text.replace(f"{word} {{ }}", f"{word} {{ {template} }}", 1)
    return text


@cache
def _text(name: str) -> str:
    return read_text(f"queries/store/{name}")


def _blocks(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """Yield quads as blocks of a template, one for each run of quads of one graph."""
    for graph, group in itertools.groupby(quads, key=lambda quad: quad.graph_name):
        yield f"GRAPH {graph} {{ {' . '.join(str(quad.triple) for quad in group)} }}"
