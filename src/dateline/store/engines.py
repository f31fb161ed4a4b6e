"""What is special about each engine, as data: where it listens, what it cuts off, what it takes.

Which engines these rules were run on, and which rule covers the others: docs/engines.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph as ox

from dateline.errors import StoreError
from dateline.vocabulary import XSD


@dataclass(frozen=True, slots=True)
class Engine:
    """The profile of an engine.

    ``servers`` are beginnings of its Server header; ``most_rows`` is where it cuts answers off
    (None: nowhere; it fails instead); ``says_if_cut`` tells whether rows show that they were cut,
    so that they need not be counted; ``batch`` is how many triples one update may hold;
    ``most_named`` how many graphs a request may name; ``auth`` how it usually takes a password.
    """

    name: str
    title: str
    servers: tuple[str, ...]
    most_rows: int | None
    says_if_cut: bool
    batch: int
    most_named: int
    auth: str
    addresses: Callable[[str, bool], Addresses]
    #: Datatypes of which it makes other values or other datatypes.
    spoiled: frozenset[str] = frozenset()
    most_digits: int | None = None

    def loses(self, literal: ox.Literal) -> bool:
        """Whether it gives back something else than this, without a word."""
        kind, digits = literal.datatype.value, len(literal.value.lstrip("-"))
        too_long = self.most_digits is not None and digits > self.most_digits
        return kind in self.spoiled or (kind == XSD + "integer" and too_long)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where an endpoint takes queries, updates and (if it does) whole graphs."""

    query: str
    update: str
    graph_store: str | None


def _oxigraph(url: str, _: bool) -> Addresses:
    """``oxigraph serve``: ``/query``, ``/update`` and ``/store`` beside each other."""
    base = _without(url, "query", "update", "store")
    return Addresses(f"{base}/query", f"{base}/update", f"{base}/store")


def _virtuoso(url: str, named: bool) -> Addresses:
    """Virtuoso: everybody reads at ``/sparql``; who has a name reads and writes elsewhere."""
    base = _without(url, "sparql-auth", "sparql")
    own = f"{base}/sparql-auth"
    return Addresses(
        own if named else f"{base}/sparql", own, f"{base}/sparql-graph-crud-auth" if named else None
    )


def _generic(url: str, _: bool) -> Addresses:
    """SPARQL 1.1 Protocol: one address for all, and no graph store unless it is named."""
    return Addresses(url, url, None)


def _without(url: str, *endings: str) -> str:
    """Return a URL without a last part that is one of these, and without query and fragment."""
    scheme, host, path, _, _ = urlsplit(url)
    path = path.rstrip("/")
    head, _, last = path.rpartition("/")
    return urlunsplit((scheme, host, head if last in endings else path, "", ""))


#: What Virtuoso 7 changes or refuses: it reads these, and writes them in its own way.
_SPOILED = frozenset(
    XSD + name for name in ("duration", "dayTimeDuration", "yearMonthDuration", "time")
) | {
    "http://www.opengis.net/ont/geosparql#wktLiteral",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral",
}

ENGINES = (
    Engine(
        "oxigraph", "Oxigraph server", ("oxigraph/",), None, True, 1000, 1000, "basic", _oxigraph
    ),
    # At 10,000 rows it cuts; of a CONSTRUCT it does not say so. Templates of 1,000 triples take
    # it twice as long, per triple, as those of 200; 2,000 it refuses. Each named graph comes back
    # as a header of its answer.
    Engine(
        "virtuoso",
        "Virtuoso 7",
        ("virtuoso/",),
        10_000,
        True,
        200,
        80,
        "digest",
        _virtuoso,
        _SPOILED,
        18,
    ),
    Engine("generic", "SPARQL 1.1", (), None, False, 1000, 1000, "basic", _generic),
)


def engine_of(server: Callable[[], str], environment: Mapping[str, str] = os.environ) -> Engine:
    """Return the profile that DATELINE_ENGINE names, else that of the Server header, if asked for.

    Raises StoreError where DATELINE_ENGINE names none.
    """
    chosen = environment.get("DATELINE_ENGINE", "")
    by_name = {engine.name: engine for engine in ENGINES}
    if chosen:
        if chosen not in by_name:
            raise StoreError(f"DATELINE_ENGINE is one of {', '.join(by_name)}, not {chosen!r}")
        return by_name[chosen]
    header = server().lower()
    return next((e for e in ENGINES if e.servers and header.startswith(e.servers)), ENGINES[-1])


def addresses_of(
    engine: Engine, url: str, *, named: bool, environment: Mapping[str, str] = os.environ
) -> Addresses:
    """Return where the engine at a URL listens; settings of one's own come first.

    ``named`` tells whether we have a name and a password there.
    """
    usual = engine.addresses(url, named)
    return Addresses(
        usual.query,
        environment.get("DATELINE_UPDATE_URL") or usual.update,
        environment.get("DATELINE_GRAPH_STORE_URL") or usual.graph_store,
    )
