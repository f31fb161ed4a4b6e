"""What engines compute differently: expressions, aggregates, and what a filter sees.

A part of the portable profile (``portable_profile``); the rules and why each is there:
docs/queries.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib import Literal, URIRef, Variable
from rdflib.namespace import RDFS, SKOS, XSD
from rdflib.plugins.sparql.parserutils import CompValue

from dateline.vocabulary import DL, OA

Names = frozenset[Variable]

EXISTS = {"Builtin_EXISTS", "Builtin_NOTEXISTS"}
#: What is true or false.
TRUTHS = {
    *("RelationalExpression", "ConditionalAndExpression", "ConditionalOrExpression", "UnaryNot"),
    *("Builtin_BOUND", "Builtin_sameTerm", "Builtin_isIRI", "Builtin_isURI", "Builtin_isLITERAL"),
    *("Builtin_isBLANK", "Builtin_isNUMERIC", "Builtin_REGEX", "Builtin_CONTAINS"),
    *("Builtin_STRSTARTS", "Builtin_STRENDS", "Builtin_LANGMATCHES", *EXISTS),
}
#: Properties of the vocabulary whose values are true or false.
TRUTH_VALUED = {URIRef(DL + name) for name in ("restsOnDisputed", "moreConflicts")}
TEXTS = {RDFS.label, SKOS.altLabel, URIRef(DL + "words"), URIRef(OA + "exact")}
#: What stands around the outermost group; a parameter has its value in there.
OUTERMOST = {
    *("Slice", "Distinct", "Reduced", "Project", "OrderBy", "Extend", "Filter"),
    *("AggregateJoin", "Group", "SelectQuery", "AskQuery", "ConstructQuery", "DescribeQuery"),
}


def written_differently(parsed: Any) -> Iterator[str]:
    """Yield a complaint for each group and aggregate of its own kind, in the tree of the parser."""
    for node in inner(parsed):
        if node.name == "GroupClause" and not all(isinstance(c, Variable) for c in node.condition):
            yield "GROUP BY an expression"
        elif node.name in {"Aggregate_Avg", "Aggregate_GroupConcat", "Aggregate_Sample"}:
            yield f"{node.name.removeprefix('Aggregate_')} has no fixed digits, order or choice"


def computed_differently(query: CompValue, nodes: list[CompValue], certain: Any) -> Iterator[str]:
    """Yield what in a translated query engines compute differently.

    ``certain(node)`` are the variables that have a value in every solution of a pattern.
    """
    triples = [triple for node in nodes if node.name == "BGP" for triple in node.triples]
    for _, predicate, value in triples:
        if predicate in TRUTH_VALUED and value in (query.get("PV") or ()):
            yield f"?{value} is true or false, and is shown"
    things = {term for s, p, _ in triples for term in (s, p)}
    texts = {value for _, predicate, value in triples if predicate in TEXTS}
    for node in nodes:
        yield from _operators(node, things)
        if node.name == "Extend":
            yield from _values(node, certain)
        elif node.name == "AggregateJoin":
            yield from _aggregates(node, certain, texts)
        elif node.name == "Minus" and not variables(node.p1) & variables(node.p2):
            yield "MINUS shares no variable with what it takes from"
    yield from _unseen(query, outermost=True)


def _operators(node: CompValue, things: set[Any]) -> Iterator[str]:
    if node.name == "MultiplicativeExpression" and "/" in node.op:
        yield "a number is divided"
    elif node.name == "Builtin_COALESCE" and any(is_truth(each) for each in node.arg):
        yield "COALESCE of a condition"
    elif node.name == "RelationalExpression" and node.op in {"<", ">", "<=", ">="}:
        for side in (node.expr, node.other):
            if isinstance(side, Variable) and side in things:
                yield f"?{side} is an IRI, and is compared by order"


def is_truth(expression: Any) -> bool:
    """Whether an expression is true or false, or may be."""
    if isinstance(expression, Literal):
        return expression.datatype == XSD.boolean
    if not isinstance(expression, CompValue):
        return False
    if expression.name == "Builtin_IF":
        return is_truth(expression.arg2) or is_truth(expression.arg3)
    return expression.name in TRUTHS


def _values(bind: CompValue, certain: Any) -> Iterator[str]:
    if is_truth(bind.expr):
        yield f"?{bind.var} is true or false"
    yield from _conditions(bind.expr, certain(bind.p))


def _conditions(expression: Any, known: Names) -> Iterator[str]:
    """Yield the conditions of IF that fail where a variable has no value."""
    if not isinstance(expression, CompValue):
        return
    if expression.name == "Builtin_IF":
        known |= {node.arg for node in inner([expression.arg1]) if node.name == "Builtin_BOUND"}
        for variable in sorted(_read(expression.arg1) - known):
            yield f"IF compares ?{variable}, which may have no value"
    for value in expression.values():
        for part in value if isinstance(value, list) else [value]:
            yield from _conditions(part, known)


def _aggregates(join: CompValue, certain: Any, texts: set[Any]) -> Iterator[str]:
    for aggregate in join.A:
        name = aggregate.name.removeprefix("Aggregate_").upper()
        if name in {"SUM", "MIN", "MAX"}:
            if aggregate.vars in texts:
                yield f"{name} of a text"
            for variable in sorted(_read(aggregate.vars) - certain(join.p.p)):
                yield f"{name} of ?{variable}, which may have no value"


def _unseen(node: Any, *, outermost: bool) -> Iterator[str]:
    """Yield the filters that read what stands outside their group; EXISTS sees everything."""
    if isinstance(node, list | tuple):
        for part in node:
            yield from _unseen(part, outermost=outermost)
    if not isinstance(node, CompValue) or node.name in EXISTS:
        return
    if node.name == "Filter" and not outermost:
        for variable in sorted(_read(node.expr) - variables(node.p)):
            yield f"FILTER reads ?{variable} from outside its group"
    for key, value in node.items():
        if key in {"p", "p1", "p2"}:
            yield from _unseen(value, outermost=outermost and node.name in OUTERMOST)


def _read(expression: Any) -> Names:
    """Return the variables that an expression reads, but for those inside EXISTS and BOUND."""
    if isinstance(expression, Variable):
        return frozenset({expression})
    if isinstance(expression, CompValue):
        if expression.name in {*EXISTS, "Builtin_BOUND"}:
            return frozenset()
        return _read([value for key, value in expression.items() if not key.startswith("_")])
    if isinstance(expression, list | tuple):
        return frozenset().union(*(_read(part) for part in expression))
    return frozenset()


def variables(node: CompValue) -> Names:
    """Return the variables that may have a value in a solution of a pattern."""
    if node.name == "BGP":
        return frozenset(t for triple in node.triples for t in triple if isinstance(t, Variable))
    if node.name in {"Project", "SelectQuery"}:
        return frozenset(node.PV)
    if node.name == "values":
        return frozenset(name for row in node.res for name in row)
    found = {node.get(name) for name in ("var", "term") if isinstance(node.get(name), Variable)}
    parts = ("p", "p1") if node.name == "Minus" else ("p", "p1", "p2")
    inside = (variables(node[part]) for part in parts if isinstance(node.get(part), CompValue))
    return frozenset(found).union(*inside)


def inner(thing: Any) -> Iterator[CompValue]:
    """Yield every node inside a node, or inside a list of nodes."""
    if isinstance(thing, CompValue):
        thing = [value for key, value in thing.items() if not key.startswith("_")]
    elif not isinstance(thing, list | tuple):
        return
    for value in thing:
        if isinstance(value, CompValue):
            yield value
        yield from inner(value)
