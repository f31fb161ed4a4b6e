"""What an output was made from: enough to make it again, and to see what is otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from dateline import __version__
from dateline.store.contract import Reader
from dateline.vocabulary import DERIVED, DL

RECORDED_AT = DL + "recordedAt"


class Fingerprint:
    """The size and SHA-256 of an output, taken while it passes."""

    def __init__(self) -> None:
        self.size = 0
        self._hash = hashlib.sha256()

    def add(self, piece: bytes) -> None:
        """Take the next piece."""
        self.size += len(piece)
        self._hash.update(piece)

    @property
    def digest(self) -> str:
        """The SHA-256 so far, in hexadecimal."""
        return self._hash.hexdigest()


def manifest(
    store: Reader,
    form: str,
    fingerprint: Fingerprint,
    events: int,
    asked: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what an output was made from: what was asked for, of which data, by which version."""
    digest, count = dataset_digest(store.quads())
    return {
        "dateline": __version__,
        "format": form,
        "events": events,
        "bytes": fingerprint.size,
        "sha256": fingerprint.digest,
        "asked": {key: value for key, value in asked.items() if value},
        "dataset": {"digest": digest, "statements": count},
    }


def dataset_digest(quads: Iterable[ox.Quad]) -> tuple[str, int]:
    """Return a digest of what was said, whatever the order, and the number of statements.

    The sum of the SHA-256 of all N-Quads lines, modulo 2 to the power of 256. What solving derives
    is left out, and when claims were recorded: the same data loaded elsewhere have the same digest.
    """
    total, count = 0, 0
    for quad in quads:
        graph = quad.graph_name
        derived = isinstance(graph, ox.NamedNode) and graph.value in DERIVED
        if not derived and quad.predicate.value != RECORDED_AT:
            count += 1
            total += int.from_bytes(hashlib.sha256(str(quad).encode()).digest())
    return f"{total % (1 << 256):064x}", count
