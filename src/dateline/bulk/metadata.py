"""``graph:claims`` as it streams by: what is said of claims, sources, evidence and positions."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import IO, Final, NamedTuple

import numpy as np

from dateline.bulk.findings import Rule
from dateline.bulk.nodes import BITS, SINGLE, Described, Hashes, bits, distinct, missing
from dateline.bulk.rules import iri
from dateline.vocabulary import DL, LABEL, OA, TYPE

RDF_TYPE: Final = iri(TYPE)
CLASSES: Final = {
    iri(DL + "Claim"): BITS["Claim"],
    iri(DL + "Withdrawn"): BITS["Withdrawn"],
    iri(DL + "Source"): BITS["Source"],
    iri(DL + "Article"): BITS["Source"],
    iri(DL + "Evidence"): BITS["Evidence"],
    iri(OA + "TextPositionSelector"): BITS["Position"],
}
#: Properties whose presence is remembered.
PROPERTIES: Final = {
    **{iri(DL + name): bit for name, bit in BITS.items()},
    **{iri(OA + name): BITS[name] for name in ("hasSelector", "exact", "start", "end")},
    **{iri(DL + name): BITS["replies"] for name in ("disputes", "supports", "retracts")},
    iri(LABEL): BITS["label"],
}
EVIDENCE: Final = iri(DL + "evidence")
SOURCE: Final = iri(DL + "source")
SELECTOR: Final = iri(OA + "hasSelector")

UNREGISTERED = Rule(
    "its graph belongs to no claim", "Say in graph:claims that it is a dl:Claim, and who says it"
)
UNBACKED = Rule(
    "nothing backs this claim",
    "A claim needs dl:source and dl:evidence; or, if it is a judgement, dl:author and dl:reason",
)
SAYS_NOTHING = Rule(
    "this claim states nothing and disputes nothing",
    "Write what it states in a graph with the IRI of the claim",
)
UNDATED_WITHDRAWAL = Rule("it is withdrawn, but not since when", "Add dl:withdrawnAt")
NAMELESS = Rule("this source has no label", "Add rdfs:label with its title")
WORDLESS = Rule(
    "this evidence leads to no words",
    "Give oa:hasSelector with the position and dl:digest, or oa:exact, or dl:url",
)
HALF_A_POSITION = Rule("this position lacks its start or its end", "Give oa:start and oa:end")
OUT_OF_PLACE = Rule(
    "this is no claim, source, evidence or position",
    "Background belongs into graph:reference, what is said of events into the graph of a claim",
)
SEVERAL = Rule("it has two values of a property that has one", "Keep one of the two lines")
CLAIM_IS_THERE = Rule(
    "the knowledge base has this claim already",
    "Bulk loading only adds; replace a source with an ordinary load",
)
SOURCE_IS_THERE = Rule(
    "the knowledge base has this source already",
    "Bulk loading only adds; replace a source, or add to it, with an ordinary load",
)


class Fault(NamedTuple):
    """Nodes that break a rule; ``where`` says what of a line is the hashed name (see checking)."""

    rule: Rule
    where: str
    nodes: Hashes


class Metadata:
    """Remembers what is said of each node.

    ``names`` is a file for the names of claims of which no time of recording was seen beside them;
    it has to be set before the first quad.
    """

    names: IO[bytes]

    def __init__(self) -> None:
        self.nodes, self.masks = array("q"), array("q")
        self.repeated: set[int] = set()
        self.evidence, self.sources = array("q"), array("q")
        self.positions, self.positioned = array("q"), array("q")
        self._subject, self._mask = b"", 0

    def see(self, subject: bytes, predicate: bytes, value: bytes) -> None:
        """Take in a quad; those of one subject are best seen one after the other."""
        if subject != self._subject:
            self._close()
            self._subject = subject
        bit = CLASSES.get(value, 0) if predicate == RDF_TYPE else PROPERTIES.get(predicate, 0)
        if self._mask & bit & SINGLE:
            self.repeated.add(hash(subject))
        self._mask |= bit
        if predicate == EVIDENCE:
            self.evidence.append(hash(value))
        elif predicate == SOURCE:
            self.sources.append(hash(value))
        elif predicate == SELECTOR:
            self.positioned.append(hash(subject))
            self.positions.append(hash(value))

    def _close(self) -> None:
        if self._subject:
            self.nodes.append(hash(self._subject))
            self.masks.append(self._mask)
            if self._mask & CLAIM and not self._mask & BITS["recordedAt"]:
                self.names.write(self._subject + b"\n")
        self._mask = 0

    def described(self) -> Described:
        """Return what is known of each node when everything was seen."""
        self._close()
        self._subject = b""
        return Described.of(self.nodes, self.masks, self.repeated)

    def unrecorded(self, described: Described) -> Iterator[bytes]:
        """Yield the names of the claims of which no time of recording is given."""
        recorded = set(described.having("recordedAt").tolist()) if self.names.tell() else set()
        self.names.seek(0)
        for line in self.names:
            if hash(name := line[:-1]) not in recorded:
                yield name

    def faults(self, known: Described, graphs: Hashes) -> Iterator[Fault]:
        """Yield what is wrong; ``graphs`` are those that state something."""
        claims, withdrawn = known.having("Claim"), known.having("Withdrawn")
        yield Fault(UNREGISTERED, "graph", missing(graphs, known.having("Claim", "Withdrawn")))
        said = known.of_nodes(claims)
        backed = _all(said, "source", "evidence") | _all(said, "author", "reason")
        yield Fault(UNBACKED, "node", claims[~backed])
        yield Fault(SAYS_NOTHING, "node", missing(claims[~_all(said, "replies")], graphs))
        dated = _all(known.of_nodes(withdrawn), "withdrawnAt")
        yield Fault(UNDATED_WITHDRAWAL, "node", withdrawn[~dated])
        sources = known.having("Source")
        yield Fault(NAMELESS, "node", sources[~_all(known.of_nodes(sources), "label")])
        yield from self._evidence_faults(known)
        cited = np.concatenate([distinct(a) for a in (self.evidence, self.positions, self.sources)])
        of_a_class = known.having("Claim", "Withdrawn", "Source", "Evidence", "Position")
        strange = missing(missing(known.nodes, of_a_class), np.unique(cited))
        yield Fault(OUT_OF_PLACE, "node", strange)

    def _evidence_faults(self, known: Described) -> Iterator[Fault]:
        evidence = np.union1d(known.having("Evidence"), distinct(self.evidence))
        said = known.of_nodes(evidence)
        leads = _all(said, "hasSelector", "digest") | (said & bits("exact", "url") != 0)
        owners, positions = (np.array(a, np.int64) for a in (self.positioned, self.positions))
        quoting = owners[_all(known.of_nodes(positions), "exact")]
        yield Fault(WORDLESS, "evidence", missing(evidence[~leads], np.unique(quoting)))
        placed = known.having("Position", "start", "end")
        whole = _all(known.of_nodes(placed), "start", "end")
        yield Fault(HALF_A_POSITION, "node", placed[~whole])


CLAIM: Final = BITS["Claim"]


def _all(masks: Hashes, *names: str) -> np.typing.NDArray[np.bool_]:
    every: np.typing.NDArray[np.bool_] = masks & bits(*names) == bits(*names)
    return every
