"""What a place that keeps a knowledge base must be able to do, whatever engine it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, runtime_checkable

import pyoxigraph as ox

#: Rows, yes or no, or the triples of a graph.
Results = ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]


class Reader(Protocol):
    """What reading a knowledge base takes, whatever engine holds it."""

    def quads(self, graph: str | None = None, subject: str | None = None) -> Iterator[ox.Quad]:
        """Return the quads of a graph, of a subject, or all, in no fixed order."""
        ...

    def query(
        self, text: str, *, prefixes: Mapping[str, str], default_graphs: Iterable[str]
    ) -> Results:
        """Run a SPARQL 1.1 query; raises QueryError where it does not parse."""
        ...

    def dump(self, form: ox.RdfFormat, prefixes: Mapping[str, str]) -> bytes:
        """Return everything, in a format that holds graphs."""
        ...


class Changes(Reader, Protocol):
    """A change under way: sees its own writes; nobody else does until it is done."""

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads."""
        ...

    def add_lines(self, pieces: Iterable[bytes]) -> None:
        """Add very many quads: N-Quads in pieces of any length; what ``pieces`` raises, it raises.

        Then the change has come to nothing, and is to be given up.
        """
        ...

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove quads."""
        ...

    def clear(self, graph: str) -> None:
        """Remove a graph with everything in it."""
        ...


class Store(Reader, Protocol):
    """An open knowledge base: reads one state; ``change`` makes the next, all or nothing."""

    def change(self) -> AbstractContextManager[Changes]:
        """Start a change that takes effect when the block ends well, and not at all otherwise."""
        ...


@runtime_checkable
class HasRoom(Protocol):
    """What a store may offer besides, while it is read and while it is changed."""

    @property
    def room(self) -> Path | None:
        """A folder for files that are made from what is stored just now; None where there is none.

        They belong to one state: the next one begins without them.
        """
        ...


def room_of(store: Reader) -> Path | None:
    """Return where files may stand that are made from what is stored; None for no such place."""
    return store.room if isinstance(store, HasRoom) else None
