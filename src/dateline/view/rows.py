"""The program's own queries of the view -> rows, asked for in pieces that every engine gives whole.

The queries are the files in ``queries/view/``; each gives at most ``ROWS`` rows, fewer than any
engine cuts an answer off at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import pyoxigraph as ox

from dateline.errors import QueryError
from dateline.model import Iri
from dateline.queries import DEFAULT_GRAPHS, Term, bind, bind_rows
from dateline.resources import read_text
from dateline.store.contract import Reader
from dateline.terms import text

#: The LIMIT of each query: an answer of so many rows may not be the whole one.
ROWS = 5_000
#: How many values a query is given at a time.
VALUES = 1_000


class TooManyRows(QueryError):
    """What is asked about one thing fills more rows than one answer may have."""


@cache
def own_query(name: str) -> str:
    """Return the text of a query of ``queries/view/``."""
    return read_text(f"queries/view/{name}.rq")


def ask(store: Reader, query: str) -> list[ox.QuerySolution]:
    """Return the rows of a query, which brings its LIMIT."""
    found = store.query(query, prefixes={}, default_graphs=DEFAULT_GRAPHS)
    assert isinstance(found, ox.QuerySolutions)
    try:
        return list(found)
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error


def ask_of(
    store: Reader, name: str, variables: Sequence[str], values: Sequence[Sequence[Term]]
) -> Iterator[ox.QuerySolution]:
    """Yield the rows of a query for rows of values, however many, in no fixed order.

    Raises TooManyRows where one row of values alone has more than an answer may hold.
    """
    for start in range(0, len(values), VALUES):
        yield from _whole(store, own_query(name), variables, values[start : start + VALUES])


def numbered(things: Sequence[Iri]) -> list[tuple[ox.Literal, ox.NamedNode]]:
    """Return things with their places in the sequence, which cost an engine less to give back."""
    return [(ox.Literal(number), ox.NamedNode(thing)) for number, thing in enumerate(things)]


def _whole(
    store: Reader, query: str, variables: Sequence[str], values: Sequence[Sequence[Term]]
) -> list[ox.QuerySolution]:
    found = ask(store, bind_rows(query, variables, values))
    if len(found) < ROWS:
        return found
    if len(values) == 1:
        raise TooManyRows(f"more than {ROWS} rows tell of {text(values[0][-1])}")
    half = len(values) // 2
    return [
        *_whole(store, query, variables, values[:half]),
        *_whole(store, query, variables, values[half:]),
    ]


def ask_after(store: Reader, query: str, key: str) -> Iterator[ox.QuerySolution]:
    """Yield the rows of a query that gives those after a text, sorted by an IRI: all, in turns."""
    after = ""
    while True:
        found = ask(store, bind(query, {"after": ox.Literal(after)}))
        yield from found
        if len(found) < ROWS:
            return
        after = text(found[-1][key])
