"""A knowledge base as an ``rdflib.Dataset``, for those who work with linked data.

The dataset is a copy of one state, answered by Oxigraph through oxrdflib. It refuses what would
change it, and what rdflib would otherwise do with its own, slow engine without a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn

import pyoxigraph as ox

from dateline.errors import NotInstalled, QueryError, StoreError
from dateline.queries import DEFAULT_GRAPHS, check_safe
from dateline.store.contract import Reader
from dateline.terms import without_complaints
from dateline.vocabulary import PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset


def dataset_of(store: Reader) -> Dataset:
    """Return a read-only copy of a knowledge base; raises NotInstalled without oxrdflib.

    Its default graph holds the accepted view and the background, as for queries that name no graph;
    the named graphs are as they are.
    """
    try:
        from oxrdflib import OxigraphStore
    except ImportError as error:
        raise NotInstalled("oxrdflib", "rdflib") from error
    from rdflib import Dataset

    without_complaints()

    class Snapshot(OxigraphStore):
        """Reads one state, by SPARQL text and by pattern, and nothing else."""

        def query(self, query: Any, *args: Any, **more: Any) -> Any:
            if not isinstance(query, str):
                raise QueryError(
                    "a prepared query would be answered by rdflib's own engine, which is very slow;"
                    " give the text of the query"
                )
            check_safe(query)
            return super().query(query, *args, **more)

        def add_graph(self, graph: Any) -> None:
            """Naming a graph to look into it adds nothing."""

        def _refuse(self, *_: Any, **__: Any) -> NoReturn:
            raise StoreError("this is a copy to read; change the knowledge base by load()")

        add = addN = remove = remove_graph = update = _refuse  # noqa: N815 - rdflib's name

    copy = ox.Store()
    copy.extend(_with_default_graph(store.quads()))
    dataset = Dataset(store=Snapshot(store=copy))
    for prefix, iri in PREFIXES.items():
        dataset.bind(prefix, iri)
    return dataset


def _with_default_graph(quads: Iterable[ox.Quad]) -> Iterable[ox.Quad]:
    shown = {ox.NamedNode(graph) for graph in DEFAULT_GRAPHS}
    for quad in quads:
        yield quad
        if quad.graph_name in shown:
            yield ox.Quad(quad.subject, quad.predicate, quad.object)
