"""Whether a file keeps to the rules: SHACL over what the file says, one problem per fault.

The rules stand in ``ontology/shapes.ttl``; this module tells them the named graphs of a file (SHACL
sees one flat graph), runs them, and says for each violation in which claim it stands.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from dateline import vocabulary as iri
from dateline.errors import DateError
from dateline.resources import read_text
from dateline.terms import without_complaints
from dateline.time.dates import read_date
from dateline.vocabulary import shorten

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

EDTF_MEND: Final = "Write it as EDTF, for example 2015-11-24, 2015-11 or [2015-11-30,2015-12-01]."


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in a file, as a result and not an exception.

    ``place`` is the claim that states the fault, else the node that has it, else a line and column;
    ``mend`` says how to mend it, and is empty where ``rule`` says it.
    """

    file: str
    place: str
    rule: str
    mend: str

    def __str__(self) -> str:
        place = shorten(self.place)
        return f"{self.file}: {place}: {self.rule}.{f' {self.mend}' if self.mend else ''}"


def check_shapes(
    file: str, quads: Sequence[ox.Quad], background: Iterable[ox.Quad] = ()
) -> tuple[Problem, ...]:
    """Return what is wrong with a file, sorted and without repetition.

    Args:
        file: The name of the file, as the problems will give it.
        quads: What the file says: each claim in its graph, metadata in ``graph:claims``, reference
            data in ``graph:reference``; no blank nodes.
        background: The store's reference data, which may explain what the file mentions.
    """
    without_complaints()  # the shapes report it
    statements = _Statements(quads)
    found = {*_unreadable_dates(file, quads, statements)}
    for focus, value, path, message in _violations(_flat_graph(quads, background)):
        rule, _, mend = message.partition(" — ")
        offender = focus if statements.is_only_predicate(focus) else value
        if offender is not None and not offender == focus == value:  # not the place itself
            rule += f" (here: {textwrap.shorten(shorten(offender), 80)})"
        for place in statements.places(focus, value, path):
            found.add(Problem(file, place, rule, mend))
    return tuple(sorted(found, key=lambda p: (p.place, p.rule, p.mend)))


class _Statements:
    """Which claims say what, to find the place of a violation by its nodes (plain strings)."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.by_subject: dict[str, set[str]] = defaultdict(set)
        self.by_predicate: dict[str, set[str]] = defaultdict(set)
        self.by_class: dict[str, set[str]] = defaultdict(set)
        self.by_detail: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.evidence_for: dict[str, str] = {}
        for quad in quads:
            graph, subject, value = (_text(t) for t in (quad.graph_name, quad.subject, quad.object))
            predicate = quad.predicate.value
            if graph in iri.FIXED:
                if predicate in {iri.DL + "evidence", iri.OA + "hasSelector"}:
                    self.evidence_for[value] = subject
                continue
            self.by_subject[subject].add(graph)
            self.by_predicate[predicate].add(graph)
            self.by_detail[subject, value].add(graph)
            self.by_detail[subject, predicate].add(graph)
            if predicate == iri.TYPE:
                self.by_class[value].add(graph)

    def is_only_predicate(self, name: str) -> bool:
        """Whether claims use this as a property and say nothing about it."""
        return name in self.by_predicate and name not in self.by_subject

    def places(self, focus: str, value: str | None, path: str | None) -> Sequence[str]:
        """Return the claims in which a violation stands, else the node that has it."""
        if focus == iri.CLAIMS:  # asked once for the whole file: the value is a class
            return sorted(self.by_class.get(value or "", {iri.CLAIMS}))
        if self.is_only_predicate(focus):
            return sorted(self.by_predicate[focus])
        for detail in (value, path, iri.TYPE):
            if detail is not None and (focus, detail) in self.by_detail:
                return sorted(self.by_detail[focus, detail])
        return (self.owner(focus),)

    def owner(self, node: str) -> str:
        """Return the claim that states something of a node or has it as evidence, else the node."""
        for _ in range(2):  # a position belongs to a piece of evidence, and that to a claim
            node = self.evidence_for.get(node, node)
        return min(self.by_subject[node]) if node in self.by_subject else node


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _unreadable_dates(
    file: str, quads: Iterable[ox.Quad], statements: _Statements
) -> Iterator[Problem]:
    for quad in quads:
        if isinstance(quad.object, ox.Literal) and quad.object.datatype.value == iri.EDTF:
            try:
                read_date(quad.object.value)
            except DateError as error:
                graph = _text(quad.graph_name)
                place = statements.owner(_text(quad.subject)) if graph in iri.FIXED else graph
                yield Problem(file, place, str(error), EDTF_MEND)


def _flat_graph(quads: Sequence[ox.Quad], background: Iterable[ox.Quad]) -> Graph:
    """Return the one graph that the shapes see; the head of shapes.ttl tells what is in it."""
    from rdflib import BNode, Graph, URIRef

    flat = Graph()
    for triple in _shipped("ontology/dateline.ttl"):
        flat.add(triple)
    mentioned: set[object] = set()
    for quad in quads:
        s, p, o = (_to_rdflib(term) for term in (quad.subject, quad.predicate, quad.object))
        flat.add((s, p, o))
        mentioned.update((quad.subject, quad.predicate, quad.object))
        graph = _text(quad.graph_name)
        if graph == iri.REFERENCE:
            flat.add((URIRef(iri.REFERENCE), URIRef(iri.DL + "describes"), s))
        elif graph not in iri.FIXED:
            statement = BNode()
            flat.add((URIRef(graph), URIRef(iri.DL + "states"), statement))
            for part, term in (("subject", s), ("predicate", p), ("object", o)):
                flat.add((statement, URIRef(iri.RDF + part), term))
    for quad in background:
        if quad.subject in mentioned or quad.predicate.value in {iri.SUBCLASS, iri.SUBPROPERTY}:
            s, p, o = (_to_rdflib(term) for term in (quad.subject, quad.predicate, quad.object))
            flat.add((s, p, o))
    return flat


@cache
def _shipped(name: str) -> Graph:
    from rdflib import Graph

    return Graph().parse(data=read_text(name), format="turtle")


def _to_rdflib(term: object) -> Node:
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        # rdflib would parse the text of XML and HTML literals, which may be a stranger's trap.
        kind = term.datatype.value
        plain = kind == iri.XSD + "string" or kind.startswith(iri.RDF)
        return Literal(term.value, datatype=None if plain else URIRef(kind), normalize=False)
    return URIRef(term.value) if isinstance(term, ox.NamedNode) else BNode(str(term))


def _violations(flat: Graph) -> Iterator[tuple[str, str | None, str | None, str]]:
    """Run the shapes; yield focus node, value, path and message of each violation."""
    from pyshacl import validate
    from rdflib import SH, Graph

    shapes = _shipped("ontology/shapes.ttl")
    _, report, text = validate(flat, shacl_graph=shapes, inplace=True, inference="none")
    if not isinstance(report, Graph):  # pragma: no cover - the shapes themselves are broken
        raise RuntimeError(f"the shapes cannot be run: {text}")
    for result in report.objects(None, SH.result):
        parts = (SH.focusNode, SH.value, SH.resultPath, SH.resultMessage)
        found = (report.value(result, part) for part in parts)
        focus, value, path, message = (None if term is None else str(term) for term in found)
        yield focus or "", value, path, message or ""
