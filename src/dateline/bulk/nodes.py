"""What is known of the nodes of a stream of quads, small enough for many millions of them.

A node is kept as the hash of its name (64 bits: among ten million names, that any two share one has
a probability of one in 400,000) with a bit for each thing said of it. Names are not kept: whoever
needs one reads the files again.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.int64]

#: What metadata say of a node: a bit for each.
BITS: Final = {
    name: 1 << place
    for place, name in enumerate(
        (
            "Claim", "Withdrawn", "Source", "Evidence", "Position",  # classes
            "label", "source", "evidence", "author", "reason", "saidIn", "modality", "certainty",
            "credibility", "replies", "recordedAt", "withdrawnAt", "published", "reliability",
            "textDigest", "digest", "hasSelector", "exact", "url", "start", "end",
        )
    )
}  # fmt: skip
#: Of which a node may have only one value.
SINGLE: Final = sum(
    BITS[name]
    for name in (
        "source", "saidIn", "modality", "certainty", "credibility", "published", "reliability",
        "textDigest", "digest", "start", "end",
    )
)  # fmt: skip


def bits(*names: str) -> int:
    """Return a mask with the bits of these names."""
    return sum(BITS[name] for name in names)


@dataclass(frozen=True)
class Described:
    """Nodes in ascending order of their hashes, each once, and what is said of each."""

    nodes: Hashes
    masks: Hashes
    #: Nodes of which something that has one value is said in several places.
    repeated: Hashes

    @classmethod
    def of(cls, nodes: array[int], masks: array[int], repeated: Iterable[int]) -> Described:
        """Put together what was said of each node in one place and another."""
        order = np.argsort(_hashes(nodes), kind="stable")
        sorted_nodes, sorted_masks = _hashes(nodes)[order], _hashes(masks)[order]
        first = _firsts(sorted_nodes)
        united = np.bitwise_or.reduceat(sorted_masks, first) if first.size else sorted_masks
        single = sorted_masks & SINGLE
        # Where two masks share a bit, the sum is more than the union.
        added = np.add.reduceat(single, first) if first.size else single
        twice = sorted_nodes[first][added != united & SINGLE]
        several = np.array(sorted(repeated), np.int64)
        return cls(sorted_nodes[first], united, np.union1d(twice, several))

    def having(self, *names: str) -> Hashes:
        """Return the nodes of which any of these is said."""
        found: Hashes = self.nodes[(self.masks & bits(*names)) != 0]
        return found

    def of_nodes(self, nodes: Hashes) -> Hashes:
        """Return what is said of each of some nodes; 0 where nothing is."""
        if not self.nodes.size:
            return np.zeros(nodes.size, np.int64)
        place = np.minimum(np.searchsorted(self.nodes, nodes), self.nodes.size - 1)
        masks: Hashes = np.where(self.nodes[place] == nodes, self.masks[place], 0)
        return masks


def distinct(hashes: array[int]) -> Hashes:
    """Return hashes in ascending order, each once."""
    return np.unique(_hashes(hashes))


def missing(wanted: Hashes, there: Hashes) -> Hashes:
    """Return those of the one that are not among the other; both ascending."""
    return np.setdiff1d(wanted, there, assume_unique=True)


def grouped(nodes: array[int], features: array[int]) -> Iterable[tuple[int, tuple[int, ...]]]:
    """Yield each node with all its features, ascending."""
    if not nodes:
        return
    order = np.lexsort((_hashes(features), _hashes(nodes)))
    sorted_nodes, sorted_features = _hashes(nodes)[order], _hashes(features)[order]
    first = _firsts(sorted_nodes)
    ends = [*first[1:].tolist(), sorted_nodes.size]
    for begin, end in zip(first.tolist(), ends, strict=True):
        yield int(sorted_nodes[begin]), tuple(dict.fromkeys(sorted_features[begin:end].tolist()))


def _hashes(values: array[int]) -> Hashes:
    return np.frombuffer(values, np.int64) if values else np.empty(0, np.int64)


def _firsts(ascending: Hashes) -> npt.NDArray[np.intp]:
    """Return where each new value begins."""
    if not ascending.size:
        return np.empty(0, np.intp)
    return np.flatnonzero(np.concatenate(([True], ascending[1:] != ascending[:-1])))
