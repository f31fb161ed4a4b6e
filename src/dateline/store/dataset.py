"""What a query reads: its form, and whether its patterns name their graphs.

By the protocol, a request that gives default graphs hides all named ones, and one that gives none
leaves the default graph to the engine (empty here, everything there). So what is sent with a query
depends on what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rdflib import URIRef, Variable
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from dateline.errors import QueryError
from dateline.store.embedded import MemoryStore

FORMS = {
    "SelectQuery": "SELECT",
    "AskQuery": "ASK",
    "ConstructQuery": "CONSTRUCT",
    "DescribeQuery": "DESCRIBE",
}


@dataclass(frozen=True, slots=True)
class Reads:
    """A query for an endpoint: its form, its text with all prefixes, and what its patterns read.

    ``graphs`` are the graphs that it names; None among them stands for a variable.
    """

    form: str
    text: str
    default: bool
    graphs: frozenset[str | None]


def reads_of(text: str, prefixes: Mapping[str, str]) -> Reads:
    """Return what a query reads; raises QueryError where it is not SPARQL 1.1 or goes elsewhere."""
    try:
        prologue, query = parseQuery(text)
    except Exception as error:
        _refuse_by_engine(text, prefixes)
        raise QueryError(
            "this query cannot be sent to an endpoint: it is not read alike"
        ) from error
    found = list(_patterns(query, None))
    if any(where == "service" for where, _ in found):
        raise QueryError("the query cannot be answered: SERVICE asks yet another endpoint")
    _refuse_by_engine(text, prefixes)
    declared = {d.prefix or "": str(d.iri) for d in prologue if d.name == "PrefixDecl"}
    lacking = [name for name in prefixes if name not in declared and f"{name}:" in text]
    heading = " ".join(f"PREFIX {name}: <{prefixes[name]}>" for name in lacking)
    names = {**prefixes, **declared}
    graphs = frozenset(_name(term, names) for where, term in found if where == "graph")
    default = query.name == "DescribeQuery" or any(where == "default" for where, _ in found)
    # On the same line, so that the lines of what the engine says of faults stay right.
    return Reads(FORMS[query.name], f"{heading} {text}" if heading else text, default, graphs)


def _refuse_by_engine(text: str, prefixes: Mapping[str, str]) -> None:
    """Raise QueryError where the embedded engine cannot read a query; it has nothing to search."""
    if not re.search(r"\bSERVICE\b", text, re.IGNORECASE):
        MemoryStore().query(text, prefixes=prefixes, default_graphs=())


def _patterns(node: Any, graph: Any) -> Iterator[tuple[str, Any]]:
    """Yield ``graph`` with each name of a graph, and ``default`` and ``service`` where they are."""
    if isinstance(node, CompValue):
        if node.name == "ServiceGraphPattern":
            yield "service", None
        elif node.name == "GraphGraphPattern":
            yield "graph", node.term
            graph = node.term
        elif node.name == "TriplesBlock" and graph is None:
            yield "default", None
        for key, value in node.items():
            if key != "template":
                yield from _patterns(value, graph)
    elif isinstance(node, list | tuple) or hasattr(node, "asList"):
        for part in node:
            yield from _patterns(part, graph)


def _name(term: Any, prefixes: Mapping[str, str]) -> str | None:
    if isinstance(term, Variable):
        return None
    if isinstance(term, URIRef):
        return str(term)
    return f"{prefixes.get(term.prefix or '', '')}{term.localname}"
