"""Whole graphs from an endpoint, however few rows at a time it gives.

Nothing is asked for without saying of which graphs: engines keep graphs of their own beside ours.
Where an answer cannot show that it is whole, the rows are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pyoxigraph as ox

from dateline.errors import Incomplete
from dateline.store.credentials import shown
from dateline.store.protocol import Client
from dateline.store.statements import statement

#: Rows of a page, and graphs asked for at a time: to begin with, and at least.
MOST_ROWS = 5_000
LEAST_ROWS = 100
MOST_GRAPHS = 500

T = TypeVar("T")


def about(client: Client, graph: str, subject: str) -> list[ox.Quad]:
    """Return what a graph says of a thing."""
    row = (ox.NamedNode(graph), ox.NamedNode(subject))
    found = ox.Store()  # writes numbers as every store of ours does
    found.extend(_quads(client.rows(statement("about.rq", [row]))))
    return list(found)


def whole_graph(client: Client, graph: str) -> list[ox.Quad]:
    """Return a graph; raises Incomplete where not all of it can be had."""
    node = ox.NamedNode(graph)
    if client.engine.most_rows is None and client.engine.says_if_cut:
        return _quads(client.rows(statement("quads.rq", [(node,)])))
    count = _count(client, [node])
    most = client.engine.most_rows
    if count < (MOST_ROWS if most is None else most):
        found = _quads(client.rows(statement("quads.rq", [(node,)])))
        if len(found) == count:
            return found
    return _by_halves(lambda rows: _paged(client, node, rows, count))


def claim_graphs(client: Client, graphs: Sequence[str]) -> list[ox.Quad]:
    """Return the graphs of some claims; raises Incomplete where not all of them can be had."""
    found: list[ox.Quad] = []
    for start in range(0, len(graphs), MOST_GRAPHS):
        nodes = [ox.NamedNode(graph) for graph in graphs[start : start + MOST_GRAPHS]]
        found += _graphs(client, nodes)
    return found


def _graphs(client: Client, nodes: Sequence[ox.NamedNode]) -> list[ox.Quad]:
    """Return some graphs, by halves where they are too many at a time."""
    try:
        found = _quads(client.rows(statement("quads.rq", [(node,) for node in nodes])))
        if client.engine.says_if_cut or len(found) == _count(client, nodes):
            return found
    except Incomplete:
        if len(nodes) == 1:
            raise
    if len(nodes) == 1:
        return whole_graph(client, nodes[0].value)
    half = len(nodes) // 2
    return _graphs(client, nodes[:half]) + _graphs(client, nodes[half:])


def registered(client: Client) -> list[str]:
    """Return every claim of the registry, in force or withdrawn, by its name."""

    def read(rows: int) -> list[str]:
        names: dict[str, None] = {}
        after = ""
        while True:
            text = f"{statement('graphs.rq', [(ox.Literal(after),)])}LIMIT {rows}"
            page = [_literal(row[0]) for row in client.rows(text)]
            names.update(dict.fromkeys(page))
            if not page or (len(page) < rows and client.engine.says_if_cut):
                return list(names)
            after = page[-1]

    return _by_halves(read)


def _paged(client: Client, graph: ox.NamedNode, rows: int, count: int) -> list[ox.Quad]:
    """Return a graph page by page: what it says of so many things, then of those after them."""
    found: list[ox.Quad] = []
    after = ""
    while True:
        text = f"{statement('page.rq', [(graph, ox.Literal(after))])}LIMIT {rows}"
        page = client.rows(text)
        keys = [_literal(row[4]) for row in page]
        if len(page) >= rows:
            # The last thing may go on on the next page: it is read there, from its beginning.
            kept = keys.index(keys[-1])
            if kept == 0:
                raise Incomplete(f"{shown(client.place)}: {keys[0]} fills more than a page")
        else:
            kept = len(page)
        found += _quads(page[:kept])
        if len(page) < rows:
            break
        after = keys[kept - 1]
    if len(set(found)) != count:
        raise Incomplete(
            f"{shown(client.place)}: of {count:,} statements in {graph.value} {len(found):,} came"
        )
    return found


def _by_halves(read: Callable[[int], list[T]]) -> list[T]:
    """Read with pages of many rows, then with smaller ones as long as the engine cuts them off."""
    rows = MOST_ROWS
    while True:
        try:
            return read(rows)
        except Incomplete:
            if rows // 2 < LEAST_ROWS:
                raise
            rows //= 2


def _count(client: Client, nodes: Sequence[ox.NamedNode]) -> int:
    rows = client.rows(statement("count.rq", [(node,) for node in nodes]))
    return int(_literal(rows[0][0])) if len(rows) == 1 else -1


def _literal(term: Any) -> str:
    return term.value if isinstance(term, ox.Literal) else ""


def _quads(rows: Sequence[Sequence[Any]]) -> list[ox.Quad]:
    return [ox.Quad(s, p, o, g) for s, p, o, g, *_ in rows]
