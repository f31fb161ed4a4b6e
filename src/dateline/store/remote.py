"""A knowledge base at a SPARQL endpoint.

What it holds, beside the graphs of the model, is its journal. Reading compares the revision before
and after, so that what is returned is one state. A change is made to a copy in this process; what
is different then is made at the endpoint by the journal.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import pyoxigraph as ox

from dateline.errors import Incomplete, NoKnowledgeBase, QueryError, StoreError
from dateline.store import download
from dateline.store.contract import Changes, Results
from dateline.store.credentials import shown
from dateline.store.dataset import reads_of
from dateline.store.embedded import MemoryStore
from dateline.store.journal import FIRST, Entry, Journal, State
from dateline.store.patch import difference
from dateline.store.protocol import Client
from dateline.store.statements import statement
from dateline.vocabulary import FIXED, GRAPH

#: How often reading starts again because the knowledge base was changed meanwhile.
TRIES = 5
#: After so many questions about single things of a graph, all of the graph is fetched.
CURIOUS = 16
#: The default graph of a query that is given none: nothing is in it.
NOTHING = GRAPH + "nothing"

T = TypeVar("T")


class RemoteStore:
    """A knowledge base at an endpoint; what was read once is kept as long as it is current."""

    def __init__(self, client: Client, journal: Journal, state: State) -> None:
        self._client = client
        self._journal = journal
        self._place = shown(client.place)
        self._know(state)

    def _know(self, state: State) -> None:
        """Forget everything but which revision there is."""
        self._revision = state.revision
        self._held = MemoryStore()
        self._whole: set[str] = set()
        self._claims: tuple[str, ...] | None = None
        self._complete = False
        self._asked: dict[str, int] = {}

    def quads(self, graph: str | None = None, subject: str | None = None) -> Iterator[ox.Quad]:
        """Return the quads of a graph, of a subject, or all; raises StoreError."""
        if not self._complete:
            if graph is None:
                self._steady(self._hold_all)
            elif graph not in self._whole:
                kind = graph if graph in FIXED else ""
                self._asked[kind] = self._asked.get(kind, 0) + 1
                often = self._asked[kind] > CURIOUS
                if graph in FIXED and subject is not None and not often:
                    return iter(self._steady(lambda: download.about(self._client, graph, subject)))
                if graph not in FIXED and often:
                    self._steady(self._hold_claims)
                else:
                    self._steady(lambda: self._hold(graph))
        return self._held.quads(graph, subject)

    def query(
        self, text: str, *, prefixes: Mapping[str, str], default_graphs: Iterable[str]
    ) -> Results:
        """Run a query at the endpoint; raises QueryError, StoreError."""
        reads = reads_of(text, prefixes)
        default = (tuple(default_graphs) or (NOTHING,)) if reads.default else ()

        def ask() -> Results:
            named = self._named(reads.graphs) if reads.default and reads.graphs else ()
            return self._client.results(reads.form, reads.text, default=default, named=named)

        return self._steady(ask)

    def _named(self, graphs: frozenset[str | None]) -> tuple[str, ...]:
        """Return the graphs to list with a query that reads the default graph beside others."""
        names = sorted(graph for graph in graphs if graph is not None)
        if None in graphs:
            names = sorted({*names, *FIXED, *self._registered()})
        if len(names) > self._client.engine.most_named:
            raise QueryError(
                "here a query cannot read any graph and also what stands in none: write GRAPH"
                " graph:accepted { … } (or another graph) around the latter"
            )
        return tuple(names)

    def dump(self, form: ox.RdfFormat, prefixes: Mapping[str, str]) -> bytes:
        """Return everything, sorted; raises StoreError."""
        self.quads()
        return self._held.dump(form, prefixes)

    @contextlib.contextmanager
    def change(self) -> Iterator[Changes]:
        """Change a copy, then commit what is different; raises StoreError where others write."""
        revision, entry = self._journal.begin()
        try:
            self._know(State(revision, (entry,)))
            self._hold_all()
            before = self._held
            after = MemoryStore()
            with after.change() as copy:
                copy.add(before.quads())
                yield copy
            self._journal.commit(entry, revision, difference(before.quads(), after.quads()))
        except BaseException:
            self._undo(entry)
            raise
        self._know(self._journal.settled())

    def _undo(self, entry: Entry) -> None:
        # Where not even this can be done, the next writer does it.
        with contextlib.suppress(StoreError):
            self._journal.undo(entry)

    def _steady(self, read: Callable[[], T]) -> T:
        """Return what was read of one state: read again where it was changed meanwhile."""
        for _ in range(TRIES):
            try:
                found = read()
                if self._is_current():
                    return found
            except (Incomplete, QueryError):
                # Perhaps only because things went away while they were counted.
                if self._is_current():
                    raise
            self._know(self._journal.settled())
        raise StoreError(f"{self._place} is being changed all the time; try again later")

    def _is_current(self) -> bool:
        state = self._journal.state()
        return state.revision == self._revision and not state.ready

    def _hold(self, graph: str) -> None:
        if graph not in self._whole:
            self._held.add(download.whole_graph(self._client, graph))
            self._whole.add(graph)

    def _hold_claims(self) -> None:
        names = self._registered()
        lacking = [name for name in names if name not in self._whole]
        self._held.add(download.claim_graphs(self._client, lacking))
        self._whole.update(lacking)

    def _hold_all(self) -> None:
        for graph in sorted(FIXED):
            self._hold(graph)
        self._hold_claims()
        self._complete = True

    def _registered(self) -> tuple[str, ...]:
        """Return the names of all claims that may have a graph."""
        if self._claims is None:
            found = download.registered(self._client)
            self._claims = tuple(name for name in found if name not in FIXED)
        return self._claims


def open_endpoint(place: str) -> RemoteStore:
    """Open the knowledge base at an endpoint for reading.

    Raises NoKnowledgeBase where there is none, StoreError where there is no endpoint.
    """
    client = Client(place)
    journal = Journal(client)
    state = journal.settled()
    if state.revision in {"", FIRST} and not client.rows(statement("holds.rq")):
        raise NoKnowledgeBase(f"there is no knowledge base at {shown(place)}")
    return RemoteStore(client, journal, state)


def create_endpoint(place: str) -> RemoteStore:
    """Open the knowledge base at an endpoint; an empty one where there is none yet."""
    client = Client(place)
    journal = Journal(client)
    return RemoteStore(client, journal, journal.settled())
