"""What a change takes away and adds, and in which order, so that no reader is told half of it.

The claims' graphs come first and the registry that names them after: whoever reads by the registry
meets no claim without its statements. What follows from the claims comes last.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from dateline.terms import text
from dateline.vocabulary import CLAIMS, DERIVED, FIXED, REFERENCE, TYPE

#: Characters of one part. Virtuoso refuses a graph with texts of more than some 30,000.
PART = 4_000


@dataclass(frozen=True, slots=True)
class Patch:
    """Quads that a change removes and adds; both may be done again without harm."""

    removed: frozenset[ox.Quad]
    added: frozenset[ox.Quad]

    def steps(self, most: int) -> Iterator[tuple[str, tuple[ox.Quad, ...]]]:
        """Yield ``delete`` or ``insert`` with at most so many quads, in the order to do them."""
        for word, quads in (
            ("insert", _of(self.added, _is_claim)),
            ("delete", _of(self.removed, {REFERENCE}.__contains__)),
            ("insert", _of(self.added, {REFERENCE}.__contains__)),
            # Out of the registry before anything else of a claim, and into it after all else.
            (
                "delete",
                sorted(_of(self.removed, {CLAIMS}.__contains__), key=_is_type, reverse=True),
            ),
            ("insert", sorted(_of(self.added, {CLAIMS}.__contains__), key=_is_type)),
            ("delete", _of(self.removed, _is_claim)),
            ("delete", _of(self.removed, DERIVED.__contains__)),
            ("insert", _of(self.added, DERIVED.__contains__)),
        ):
            for start in range(0, len(quads), most):
                yield word, tuple(quads[start : start + most])

    def reverse(self) -> Patch:
        """Return the patch that takes this one back."""
        return Patch(self.added, self.removed)

    def encoded(self) -> tuple[str, ...]:
        """Return the patch as parts of plain text."""
        told = json.dumps([_lines(self.removed), _lines(self.added)])
        text = base64.b64encode(zlib.compress(told.encode())).decode()
        return tuple(text[i : i + PART] for i in range(0, len(text), PART))


def difference(before: Iterable[ox.Quad], after: Iterable[ox.Quad]) -> Patch:
    """Return what makes one state of a knowledge base into another."""
    had, has = frozenset(before), frozenset(after)
    return Patch(had - has, has - had)


def decoded(parts: Iterable[str]) -> Patch:
    """Return the patch that was encoded in parts.

    Raises:
        ValueError: they are not the parts of one.
    """
    try:
        told = json.loads(zlib.decompress(base64.b64decode("".join(parts), validate=True)))
        removed, added = (frozenset(ox.parse(lines, format=ox.RdfFormat.N_QUADS)) for lines in told)
    except (zlib.error, SyntaxError) as error:
        raise ValueError("these are not the parts of a change") from error
    return Patch(removed, added)


def digest_of(parts: Iterable[str]) -> str:
    """Return a short name for what is in the parts, to tell whether all of them came."""
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _of(quads: Iterable[ox.Quad], wanted: Callable[[str], bool]) -> list[ox.Quad]:
    """Return the quads of some graphs, sorted."""
    return sorted((quad for quad in quads if wanted(text(quad.graph_name))), key=_by_graph)


def _by_graph(quad: ox.Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad.triple)


def _is_claim(graph: str) -> bool:
    return graph not in FIXED


def _is_type(quad: ox.Quad) -> bool:
    return quad.predicate.value == TYPE


def _lines(quads: Iterable[ox.Quad]) -> str:
    return (ox.serialize(sorted(quads, key=_by_graph), format=ox.RdfFormat.N_QUADS) or b"").decode()
