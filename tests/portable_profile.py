"""The portable query profile, checked: what a query must not use, so that every engine answers it.

The rules and why each is there: docs/queries.md.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import Any

from portable_expressions import EXISTS, computed_differently, inner, written_differently
from rdflib import BNode, Literal, URIRef, Variable
from rdflib.namespace import RDF, XSD
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern, translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from dateline.vocabulary import CLAIMS, DL, FIXED

CLAIM = URIRef(DL + "Claim")
#: What the vocabulary gives as xsd:dateTime: for reading, not for comparing or sorting.
MOMENTS = {
    URIRef(DL + name)
    for name in (
        *("startEarliest", "startLatest", "endEarliest", "endLatest"),
        *("recordedAt", "withdrawnAt", "retrieved"),
    )
}
CLOCK = {"NOW", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ"}
NOTHING: frozenset[Any] = frozenset()


def violations(text: str, graphs: Container[str] = FIXED) -> list[str]:
    """Return what in a query breaks the profile, in words; the query brings its own prefixes.

    ``graphs`` are those that may be named.
    """
    try:
        parsed = parseQuery(text)
        found = list(written_differently(parsed[1]))
        query = translateQuery(parsed).algebra
    except Exception as error:  # noqa: BLE001 - the parser raises whatever it likes
        return [f"does not parse: {error}"]
    if query.datasetClause:
        found.append("FROM names the data set")
    nodes = list(_nodes(query))
    if query.name == "SelectQuery":
        found += _unordered(query.p, nodes)
        found += _repeated(query.p, nodes)
    found += _pattern(query.p, Place(graphs), NOTHING)
    found += _moments(nodes)
    found += computed_differently(query, nodes, lambda node: _certain(node, registry=False))
    return found


def _unordered(solution: CompValue, nodes: list[CompValue]) -> Iterator[str]:
    while solution.name in {"Slice", "Distinct", "Reduced", "Project"}:
        solution = solution.p
    if solution.name != "OrderBy":
        yield "SELECT without ORDER BY"
        return
    keys = [condition.expr for condition in solution.expr]
    if not all(isinstance(key, Variable) for key in keys):
        yield "ORDER BY an expression"
    given = {v for node in nodes if node.name == "BGP" for t in node.triples for v in t}
    if Variable("order") in given and Variable("order") not in keys:
        yield "ORDER BY without ?order"


def _repeated(solution: CompValue, nodes: list[CompValue]) -> Iterator[str]:
    """Along a path with +, some engines give two ends once for each way between them."""
    paths = (t[1] for node in nodes if node.name == "BGP" for t in node.triples)
    around = {"Project", "Distinct", "OrderBy", "Slice", "Extend", "Filter"}
    names = []
    while solution.name in around:
        names.append(solution.name)
        solution = solution.p
    once = "Distinct" in names or solution.name == "AggregateJoin"
    if not once and any(list(_repetitions(path)) for path in paths):
        yield "a path uses + without DISTINCT or GROUP BY"


@dataclass(frozen=True)
class Place:
    """Where a pattern stands: in which graph, and in which of the groups that take away or add."""

    graphs: Container[str]
    graph: Any = None
    within: str = ""


def _pattern(node: CompValue, place: Place, registered: frozenset[Any]) -> Iterator[str]:
    """Walk a pattern; ``registered`` are claims of the registry, or values that are given."""
    if node.name == "GroupGraphPatternSub":  # how the parser leaves EXISTS
        node = translateGroupGraphPattern(node)
    registered |= _certain(node, registry=True)
    if node.name == "BGP":
        yield from _triples(node.triples, place)
    elif node.name == "ServiceGraphPattern":
        yield "SERVICE asks another endpoint"
    elif node.name == "Graph":
        if isinstance(node.term, Variable) and node.term not in registered:
            yield f"GRAPH ?{node.term} is not bounded by the registry"
        elif isinstance(node.term, URIRef) and str(node.term) not in place.graphs:
            yield f"GRAPH <{node.term}> is none of the fixed graphs"
        yield from _pattern(node.p, replace(place, graph=node.term), registered)
    else:
        for part in ("p", "p1", "p2"):
            if isinstance(node.get(part), CompValue):
                within = {"Minus": "MINUS", "LeftJoin": "OPTIONAL"}.get(node.name, "")
                there = replace(place, within=within) if within and part == "p2" else place
                # The right side of MINUS and a sub-select see nothing of what is around them.
                alone = (node.name, part) in {("Minus", "p2"), ("ToMultiSet", "p")}
                yield from _pattern(node[part], there, NOTHING if alone else registered)
    for exists in _exists(node.get("expr")):
        yield from _pattern(exists.graph, replace(place, within="EXISTS"), registered)


def _triples(triples: list[Any], place: Place) -> Iterator[str]:
    if triples and place.graph is None:
        yield "a pattern stands outside GRAPH"
    found = {term for s, p, o in triples if not isinstance(p, Path) for term in (s, o)}
    for subject, path, value in triples:
        if isinstance(subject, BNode) or isinstance(value, BNode):
            yield "a blank node stands in a pattern"
        for repetition in _repetitions(path):
            if repetition != "+":
                yield f"a path uses {repetition}"
            for end in (subject, value):
                if isinstance(end, Variable) and end not in found:
                    yield f"a path uses + and nothing beside it finds ?{end}"
            if place.within in {"MINUS", "EXISTS"}:
                yield f"a path uses + in {place.within}"
            if place.within == "OPTIONAL" and isinstance(path.path, AlternativePath):
                yield "a path uses + over several properties in OPTIONAL"


def _repetitions(path: Any) -> Iterator[str]:
    """Yield the repetitions in a path, such as "+"."""
    if isinstance(path, MulPath):
        yield str(path.mod)
        yield from _repetitions(path.path)
    elif isinstance(path, InvPath):
        yield from _repetitions(path.arg)
    elif isinstance(path, AlternativePath | SequencePath):
        for part in path.args:
            yield from _repetitions(part)


def _certain(node: CompValue, *, registry: bool, graph: Any = None) -> frozenset[Any]:
    """Return the variables that have a value (are a claim of the registry) in every solution."""
    if node.name == "values":
        return frozenset.intersection(*(frozenset(row) for row in node.res))
    if node.name == "BGP":
        return _found(node.triples, registry, graph)

    def part(name: str, inner: Any = graph) -> frozenset[Any]:
        return _certain(node[name], registry=registry, graph=inner)

    if node.name == "Graph":
        return part("p", node.term)
    if node.name == "Join":
        return part("p1") | part("p2")
    if node.name in {"LeftJoin", "Minus"}:
        return part("p1")
    if node.name == "Union":
        return part("p1") & part("p2")
    if node.name == "Project":
        return part("p") & frozenset(node.PV)
    if node.name == "Extend" and not registry and isinstance(node.expr, URIRef | Literal):
        return part("p") | {node.var}
    return part("p") if isinstance(node.get("p"), CompValue) else frozenset()


def _found(triples: list[Any], registry: bool, graph: Any) -> frozenset[Any]:
    if registry:
        is_claim = (RDF.type, CLAIM, URIRef(CLAIMS))
        return frozenset(s for s, p, o in triples if (p, o, graph) == is_claim)
    plain = [triple for triple in triples if not isinstance(triple[1], Path)]
    return frozenset(term for triple in plain for term in triple if isinstance(term, Variable))


def _exists(expression: Any) -> Iterator[CompValue]:
    """Yield each EXISTS in an expression, but for those inside another's pattern."""
    if isinstance(expression, CompValue):
        if expression.name in EXISTS:
            yield expression
        else:
            for value in expression.values():
                yield from _exists(value)
    elif isinstance(expression, list | tuple):
        for value in expression:
            yield from _exists(value)


def _nodes(query: CompValue) -> Iterator[CompValue]:
    """Yield every node of a translated query, those inside EXISTS too."""
    yield query.p
    for node in inner(query.p):
        if node.name in EXISTS and node.graph.name == "GroupGraphPatternSub":
            translated = translateGroupGraphPattern(node.graph)
            yield translated
            yield from inner(translated)
        yield node


def _moments(nodes: list[CompValue]) -> Iterator[str]:
    """Dates are compared and sorted wrongly by most engines: integers are there for that."""
    moments = {
        value
        for node in nodes
        if node.name == "BGP"
        for _, predicate, value in node.triples
        if predicate in MOMENTS
    }
    for node in nodes:
        name = node.name.removeprefix("Builtin_")
        if name in CLOCK:
            yield f"{name} reads a date or the clock"
        if name == "Function" and node.iri == XSD.dateTime:
            yield "a cast makes a dateTime"
        for value in _operands(node):
            if isinstance(value, Variable) and value in moments:
                yield f"?{value} is a dateTime and is compared or sorted by"
            if isinstance(value, Literal) and value.datatype == XSD.dateTime:
                yield "a dateTime is compared"


def _operands(node: CompValue) -> Iterator[Any]:
    for key in ("expr", "other", "arg", "arg1", "arg2"):
        value = node.get(key)
        yield from value if isinstance(value, list) else [value]
