"""``graph:reference`` as it streams by, and what the knowledge base has already."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyoxigraph as ox

from dateline.bulk.findings import Rule
from dateline.bulk.metadata import CLAIM_IS_THERE, CLASSES, SOURCE, SOURCE_IS_THERE, Fault
from dateline.bulk.nodes import BITS, Hashes, distinct
from dateline.bulk.rules import iri
from dateline.store.contract import Reader
from dateline.vocabulary import CLAIMS, REFERENCE, SUBCLASS, SUBPROPERTY, TYPE

OTHERWISE = Rule(
    "the knowledge base says this property of this thing otherwise",
    "Bulk loading only adds; replace background with an ordinary load",
)
KINDS: Final = frozenset({iri(SUBCLASS), iri(SUBPROPERTY)})
REGISTERED: Final = BITS["Claim"] | BITS["Withdrawn"]


@dataclass
class Background:
    """Background, by the hashes of what is said of what; ``kinds`` are its subclasses."""

    slots: array[int] = field(default_factory=lambda: array("q"))
    statements: array[int] = field(default_factory=lambda: array("q"))
    kinds: list[ox.Quad] = field(default_factory=list)

    def see(self, subject: bytes, predicate: bytes, value: bytes) -> None:
        """Take in a quad."""
        self.slots.append(hash((subject, predicate)))
        self.statements.append(hash((subject, predicate, value)))
        if predicate in KINDS and value.startswith(b"<"):
            one, how, other = (
                ox.NamedNode(term[1:-1].decode()) for term in (subject, predicate, value)
            )
            self.kinds.append(ox.Quad(one, how, other, ox.NamedNode(REFERENCE)))


class Present:
    """What a knowledge base has already: bulk loading only adds to it."""

    def __init__(self, store: Reader) -> None:
        claims, sources = array("q"), array("q")
        for quad in store.quads(CLAIMS):
            predicate, value = iri(quad.predicate.value), str(quad.object).encode()
            bit = CLASSES.get(value, 0) if quad.predicate.value == TYPE else 0
            if bit & REGISTERED:
                claims.append(hash(str(quad.subject).encode()))
            if bit & (BITS["Source"] | BITS["Withdrawn"]):  # a source can be withdrawn, too
                sources.append(hash(str(quad.subject).encode()))
            if predicate == SOURCE:
                sources.append(hash(value))
        self.claims, self.sources = distinct(claims), distinct(sources)
        self.background = Background()
        for quad in store.quads(REFERENCE):
            terms = (quad.subject, quad.predicate, quad.object)
            subject, predicate, value = (str(term).encode() for term in terms)
            self.background.see(subject, predicate, value)

    def faults(self, claims: Hashes, sources: Hashes, added: Background) -> Iterator[Fault]:
        """Yield what is there already, or is said otherwise there."""
        yield Fault(CLAIM_IS_THERE, "node", np.intersect1d(claims, self.claims))
        yield Fault(SOURCE_IS_THERE, "source", np.intersect1d(sources, self.sources))
        slots = np.array(added.slots, np.int64)
        statements = np.array(added.statements, np.int64)
        taken = np.isin(slots, distinct(self.background.slots))
        new = ~np.isin(statements, distinct(self.background.statements))
        yield Fault(OTHERWISE, "background", np.unique(statements[taken & new]))
