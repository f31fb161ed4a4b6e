"""Normalised N-Quads -> the same lines, checked on their way: the structural check of bulk loading.

Each quad is looked at once, and what must hold between quads is checked at the end, from what the
parts remember. Names are not remembered: where something is wrong, the files are read again to say
in which lines. Lines are passed on only as long as nothing is wrong.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from dateline.bulk.background import Background, Present
from dateline.bulk.details import Details
from dateline.bulk.findings import Findings, Rule
from dateline.bulk.lines import Chunk, Row, read_chunks
from dateline.bulk.metadata import EVIDENCE, PROPERTIES, RDF_TYPE, SEVERAL, SOURCE, Fault, Metadata
from dateline.bulk.nodes import SINGLE, Described, distinct
from dateline.bulk.rules import fault_of_literal, iri
from dateline.bulk.terms import Kind, Terms, Verdict
from dateline.vocabulary import CLAIMS, DERIVED, DL, REFERENCE, XSD

IN_CLAIMS: Final = iri(CLAIMS)
IN_REFERENCE: Final = iri(REFERENCE)
IN_DERIVED: Final = frozenset(iri(graph) for graph in DERIVED)

#: Some files of many may be empty, as when something was cut into parts; not all of them.
NOTHING: Final = Rule("It holds no statement")
#: Literals with a datatype whose verdict is kept; when there are more, it begins anew.
MOST_LITERALS: Final = 200_000
#: Claims that are stamped with the time of recording in one piece.
STAMPED: Final = 10_000


@dataclass(frozen=True)
class Totals:
    """What a load brings."""

    quads: int
    claims: int
    sources: int
    left_out: int
    """Quads of the graphs that solving writes, which input never brings in."""


class Check:
    """Checks files of N-Quads; ``totals`` are there once ``lines`` has come to its end.

    Args:
        paths: The files; they explain each other. Read twice where something is wrong.
        present: What the knowledge base has already.
        recorded: The time of recording (xsd:dateTime) for claims that do not give their own.
    """

    totals: Totals

    def __init__(self, paths: Sequence[Path], present: Present, recorded: str) -> None:
        self.paths, self.present = paths, present
        self.stamp = f' <{DL}recordedAt> "{recorded}"^^<{XSD}dateTime> <{CLAIMS}> .\n'.encode()
        self.findings, self.terms = Findings(), Terms()
        self.metadata, self.details, self.background = Metadata(), Details(), Background()
        self.quads = self.left_out = 0
        self.graphs = array("q")
        self._graph = b""
        self._properties: dict[tuple[Kind, bytes], Verdict] = {}
        self._classes: dict[tuple[Kind, bytes], Verdict] = {}
        self._literals: dict[bytes, str | None] = {}

    def lines(self) -> Iterator[bytes]:
        """Yield the lines of all files in pieces, and then when the claims were recorded.

        Raises InvalidInput at the end where a rule is broken, SourceError where a file cannot be
        read. What was yielded before counts for nothing then.
        """
        with tempfile.TemporaryFile() as self.metadata.names:
            for path in self.paths:
                for chunk in read_chunks(path):
                    kept = self._look_at(chunk)
                    if kept and not self.findings.counts:
                        yield kept
            yield from self._conclusion()

    def _conclusion(self) -> Iterator[bytes]:
        known = self.metadata.described()
        self._conclude(known)
        if self.quads + self.left_out == 0:
            for path in self.paths:
                self.findings.add(NOTHING, str(path), 0)
        self.findings.refuse()
        claims, sources = known.having("Claim"), known.having("Source")
        for stamps in _pieces(self.metadata.unrecorded(known), STAMPED):
            self.quads += len(stamps)
            yield b"".join(name + self.stamp for name in stamps)
        self.totals = Totals(self.quads, claims.size, sources.size, self.left_out)

    def _look_at(self, chunk: Chunk) -> bytes:
        """Check a chunk, and return what is to be loaded of it."""
        for number, fault in chunk.faults:
            self.findings.add(Rule(fault), chunk.file, number)
        computed = 0
        for number, row in zip(chunk.numbers, chunk.rows, strict=True):
            if row[3] in IN_DERIVED:
                computed += 1
            else:
                self._look_at_quad(chunk.file, number, row)
        self.quads += len(chunk.rows) - computed
        self.left_out += computed
        if not computed:
            return chunk.text
        kept = (row for row in chunk.rows if row[3] not in IN_DERIVED)
        return b"".join(b" ".join(row) + b" .\n" for row in kept)

    def _look_at_quad(self, file: str, line: int, row: Row) -> None:
        subject, predicate, value, graph = row
        kind: Kind
        name = subject
        if graph == IN_CLAIMS:
            kind = "metadata"
            self.metadata.see(subject, predicate, value)
        elif graph == IN_REFERENCE:
            kind = "background"
            self.background.see(subject, predicate, value)
        else:
            kind = "statement"
            name = graph
            if graph != self._graph:
                self._graph = graph
                self.graphs.append(hash(graph))
            self.details.see(graph, subject, predicate, value)
        verdict = self._properties.get((kind, predicate))
        if verdict is None:
            verdict = self.terms.of_property(kind, predicate)
            self._properties[kind, predicate] = verdict
        if verdict.rule or verdict.waiting or not verdict.fits(value):
            self._judge(verdict, verdict.fits(value), (file, line, name))
        if predicate == RDF_TYPE:
            self._look_at_class(kind, value, (file, line, name))
        elif value.startswith(b'"') and value.endswith(b">"):
            self._look_at_literal(value, (file, line, name))

    def _judge(self, verdict: Verdict, fits: object, place: tuple[str, int, bytes]) -> None:
        rule = verdict.rule or (None if fits else verdict.misfit)
        if rule:
            self.findings.add(rule, *place)
            return
        assert verdict.waiting  # nothing else is judged
        verdict.waiting.met(*place)

    def _look_at_class(self, kind: Kind, value: bytes, place: tuple[str, int, bytes]) -> None:
        verdict = self._classes.get((kind, value))
        if verdict is None:
            verdict = self._classes[kind, value] = self.terms.of_class(kind, value)
        if verdict.rule or verdict.waiting:
            self._judge(verdict, True, place)

    def _look_at_literal(self, literal: bytes, place: tuple[str, int, bytes]) -> None:
        if literal not in self._literals:
            if len(self._literals) >= MOST_LITERALS:
                self._literals.clear()
            self._literals[literal] = fault_of_literal(literal)
        fault = self._literals[literal]
        if fault:
            self.findings.add(Rule(fault), *place)

    def _conclude(self, known: Described) -> None:
        """Check what must hold between quads, and note what does not."""
        for rule, waiting in self.terms.conclude(
            (*self.present.background.kinds, *self.background.kinds)
        ):
            self.findings.counts[rule] += waiting.count
            for file, line, name in waiting.places:
                self.findings.show(rule, file, line, name)
        registered = known.having("Claim", "Withdrawn")
        sources = np.union1d(known.having("Source"), distinct(self.metadata.sources))
        faults = (
            *self.metadata.faults(known, distinct(self.graphs)),
            # What breaks a rule by itself cannot be read as values.
            *(() if self.findings.counts else self.details.faults()),
            *self.present.faults(registered, sources, self.background),
        )
        self._find([fault for fault in faults if fault.nodes.size])
        if known.repeated.size:
            self._find_several(frozenset(known.repeated.tolist()))

    def _find(self, faults: Sequence[Fault]) -> None:
        """Read the files again for the lines in which faults stand, as many as are shown."""
        rules: dict[tuple[str, int], list[Rule]] = {}
        for fault in faults:
            self.findings.counts[fault.rule] += fault.nodes.size
            for node in fault.nodes.tolist():
                rules.setdefault((fault.where, node), []).append(fault.rule)
        places = frozenset(fault.where for fault in faults)
        for file, line, row in self._again() if faults else ():
            for where, node, name in _nodes(row, places):
                for rule in rules.pop((where, node), ()):
                    self.findings.show(rule, file, line, name)
            if not any(self.findings.wants(fault.rule) for fault in faults):
                return

    def _find_several(self, nodes: frozenset[int]) -> None:
        """Read the files again for nodes that may have two values where there is one."""
        values: dict[tuple[bytes, bytes], bytes] = {}
        for file, line, (subject, predicate, value, graph) in self._again():
            if graph != IN_CLAIMS or not PROPERTIES.get(predicate, 0) & SINGLE:
                continue
            if hash(subject) in nodes and values.setdefault((subject, predicate), value) != value:
                self.findings.add(SEVERAL, file, line, subject)

    def _again(self) -> Iterator[tuple[str, int, Row]]:
        for path in self.paths:
            for chunk in read_chunks(path):
                for number, row in zip(chunk.numbers, chunk.rows, strict=True):
                    yield chunk.file, number, row


def _nodes(row: Row, places: frozenset[str]) -> Iterator[tuple[str, int, bytes]]:
    """Yield the hashed names in a line by which faults are told: what it is, hash and name."""
    subject, predicate, value, graph = row
    if graph == IN_CLAIMS:
        yield "node", hash(subject), subject
        yield "evidence", hash(value if predicate == EVIDENCE else subject), subject
        yield "source", hash(value if predicate == SOURCE else subject), subject
    elif graph == IN_REFERENCE:
        yield "background", hash((subject, predicate, value)), subject
    else:
        yield "graph", hash(graph), graph
        if "detail" in places:
            yield "detail", hash((value, graph)), graph


def _pieces(names: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    piece: list[bytes] = []
    for name in names:
        piece.append(name)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece
