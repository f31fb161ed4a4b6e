"""Which properties and classes may stand in which graph; those that users declare, at the end.

Each property and class is judged once. One that only the background can explain waits: background
may come last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

import pyoxigraph as ox

from dateline.bulk.findings import MOST_OF_A_RULE, Rule
from dateline.bulk.metadata import CLASSES
from dateline.bulk.rules import (
    COMPUTED,
    COMPUTED_CLASSES,
    METADATA,
    Fits,
    is_declared_class,
    is_declared_property,
    is_stated,
    value_of,
)
from dateline.model import Iri, Taxonomy
from dateline.taxonomy import local, taxonomy_of
from dateline.vocabulary import DL, shorten

#: Metadata in ``graph:claims``, background in ``graph:reference``, statements in claim graphs.
Kind = Literal["metadata", "background", "statement"]

UNKNOWN_PROPERTY = Rule(
    "a claim uses a property that the vocabulary does not know",
    "Check its spelling, or declare it in graph:reference as rdfs:subPropertyOf a dl: property",
)
UNKNOWN_CLASS = Rule(
    "a claim uses a class that the vocabulary does not know",
    "Check its spelling, or declare it in graph:reference as rdfs:subClassOf a dl: class",
)
MISPLACED = Rule(
    "this property or class does not belong into this graph",
    "What is said of claims and sources stands in graph:claims, background in graph:reference, and"
    " what a claim states in the graph with its IRI",
)
GIVEN_EVENT = Rule(
    "an event is described outside of any claim",
    "Move what is said about it into the graph of a claim",
)
EVENT: Final = Iri(DL + "Event")


@dataclass
class Waiting:
    """A term that waits for the background: how often it was met, and where at first."""

    count: int = 0
    places: list[tuple[str, int, bytes]] = field(default_factory=list)

    def met(self, file: str, line: int, name: bytes) -> None:
        """Note one use."""
        self.count += 1
        if len(self.places) < MOST_OF_A_RULE:
            self.places.append((file, line, name))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a term may be used: ``rule`` is what it breaks, ``waiting`` is for the end."""

    fits: Fits
    misfit: Rule
    rule: Rule | None = None
    waiting: Waiting | None = None


class Terms:
    """Judges properties and classes."""

    def __init__(self) -> None:
        self.shipped = taxonomy_of(())
        self.waiting: dict[tuple[Kind, str, bool], Waiting] = {}

    def of_property(self, kind: Kind, predicate: bytes) -> Verdict:
        """Judge a property."""
        name = predicate[1:-1].decode()
        fits, mend = value_of(name)
        misfit = Rule(f"this is no value of {shorten(name)}", f"Write {mend}")
        rule, waits = self._property(kind, name)
        return Verdict(fits, misfit, rule, self._waiting(kind, name, False) if waits else None)

    def _property(self, kind: Kind, name: str) -> tuple[Rule | None, bool]:
        if kind == "statement":
            if is_stated(name):
                return None, False
            return (MISPLACED, False) if name in METADATA | COMPUTED else (None, True)
        if not name.startswith(DL):
            return None, False
        if kind == "metadata":
            return None if name in METADATA else MISPLACED, False
        fine = is_declared_property(name) and name not in METADATA - {DL + "url"}
        return None if fine else MISPLACED, False

    def of_class(self, kind: Kind, value: bytes) -> Verdict:
        """Judge a class, the value of ``rdf:type``."""
        name = value[1:-1].decode()
        rule, waits = self._class(kind, value, name)
        waiting = self._waiting(kind, name, True) if waits else None
        return Verdict(bool, UNKNOWN_CLASS, rule, waiting)

    def _class(self, kind: Kind, value: bytes, name: str) -> tuple[Rule | None, bool]:
        if kind == "metadata":
            return (MISPLACED if name.startswith(DL) and value not in CLASSES else None), False
        if name in COMPUTED_CLASSES or (kind == "background" and value in CLASSES):
            return MISPLACED, False
        if not is_declared_class(name):
            return (UNKNOWN_CLASS, False) if name.startswith(DL) else (None, True)
        given = kind == "background" and self.shipped.is_a(Iri(name), EVENT)
        return (GIVEN_EVENT if given else None), False

    def _waiting(self, kind: Kind, name: str, is_class: bool) -> Waiting:
        return self.waiting.setdefault((kind, name, is_class), Waiting())

    def conclude(self, background: Iterable[ox.Quad]) -> Iterator[tuple[Rule, Waiting]]:
        """Yield the terms that the background does not explain."""
        taxonomy = taxonomy_of(background)
        for (kind, name, is_class), waiting in self.waiting.items():
            if kind == "background":
                if taxonomy.is_a(Iri(name), EVENT):
                    yield GIVEN_EVENT, waiting
            elif is_class and Iri(name) not in taxonomy.superclasses:
                yield UNKNOWN_CLASS, waiting
            elif not is_class and (rule := _of_a_sub_property(taxonomy, name)):
                yield rule, waiting


def _of_a_sub_property(taxonomy: Taxonomy, name: str) -> Rule | None:
    above = [
        DL + parent
        for parent in taxonomy.superproperties.get(local(name), ())
        if DL + parent in METADATA | COMPUTED or is_stated(DL + parent)
    ]
    if not above:
        return UNKNOWN_PROPERTY
    return None if all(is_stated(parent) for parent in above) else MISPLACED
