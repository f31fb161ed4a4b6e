"""Where a parameter must stand in a query, so that a value for it restricts all of the answer.

A value enters as a VALUES block at the head of the outermost group. The rules: docs/queries.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib import Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

AROUND = {"Slice", "Distinct", "Reduced", "Project", "OrderBy"}
WITHIN = {*AROUND, "Filter", "Extend", "ToMultiSet"}


def unjoined(text: str, parameter: str) -> list[str]:
    """Return why a value for a parameter would not restrict the answer as a person expects."""
    name = Variable(parameter)
    pattern = _where(translateQuery(parseQuery(text)).algebra.p)
    if _certain(pattern, name):
        return [
            f"?{parameter} stands in {what} before it has a value"
            for what, before, within in _steps(pattern)
            if name in _variables(within) and not _certain(before, name)
        ]
    if name in _variables(_without_conditions(pattern)):
        return [f"?{parameter} has no value in some of the rows, which no value restricts"]
    if name not in _variables(pattern):
        return [f"?{parameter} does not occur"]
    return []


def _where(node: CompValue) -> CompValue:
    """Return the outermost group, without what the SELECT and the GROUP BY make of it."""
    outer = node
    while True:
        if node.name == "AggregateJoin":
            found = node.p.p
            assert isinstance(found, CompValue)
            return found
        if node.name not in WITHIN:
            break
        node = node.p
    while outer.name in AROUND:
        outer = outer.p
    return outer


def _steps(node: CompValue) -> Iterator[tuple[str, CompValue, Any]]:
    """Yield each OPTIONAL and MINUS of the outermost group with what stands before it."""
    while isinstance(node.get("p1", node.get("p")), CompValue):
        if node.name in {"Graph", "Union", "ToMultiSet"}:
            return
        if node.name == "LeftJoin":
            yield "OPTIONAL", node.p1, [node.p2, node.expr]
        if node.name == "Minus":
            yield "MINUS", node.p1, node.p2
        node = node.get("p1", node.get("p"))


def _without_conditions(node: CompValue) -> list[Any]:
    """Return the parts of the outermost group but for what FILTER and BIND compute in it."""
    if node.name in {"Filter", "Extend"}:
        return _without_conditions(node.p)
    if node.name in {"Join", "LeftJoin", "Minus"}:
        rest = [node.p2, node.expr] if node.name == "LeftJoin" else [node.p2]
        return [*_without_conditions(node.p1), *rest]
    return [node]


def _variables(thing: Any) -> set[Variable]:
    if isinstance(thing, Variable):
        return {thing}
    if isinstance(thing, CompValue):
        inside = [value for key, value in thing.items() if not key.startswith("_")]
        return set().union(*map(_variables, inside))
    if isinstance(thing, dict):
        return _variables([*thing.keys(), *thing.values()])
    if isinstance(thing, list | tuple | set | frozenset):
        return set().union(*map(_variables, thing))
    return set()


def _certain(node: CompValue, name: Variable) -> bool:
    """Whether a variable has a value in every solution of a pattern."""
    if node.name == "BGP":
        return any(name in (s, p, o) for s, p, o in node.triples)
    if node.name == "Graph":
        return bool(node.term == name) or _certain(node.p, name)
    if node.name == "Join":
        return _certain(node.p1, name) or _certain(node.p2, name)
    if node.name == "Union":
        return _certain(node.p1, name) and _certain(node.p2, name)
    if node.name in {"LeftJoin", "Minus"}:
        return _certain(node.p1, name)
    if node.name == "values":
        return all(row.get(name, "UNDEF") != "UNDEF" for row in node.res)
    if node.name == "Extend" and node.var == name:
        return isinstance(node.expr, Variable) and _certain(node.p, node.expr)
    if node.name == "Project" and name not in node.PV:
        return False
    return isinstance(node.get("p"), CompValue) and _certain(node.p, name)
