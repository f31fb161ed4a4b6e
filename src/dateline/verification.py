"""Evidence against a reader's own copy of the text: do the words still stand where it says?

Words are found by digest, so that nobody has to republish them. Where the position moved, the same
number of characters is looked for everywhere; where only white space changed, the words between
any two gaps are.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.model import Claim, Evidence, Iri

Finding = Literal["found", "moved", "white space differs", "not found", "no digest"]


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of one piece of evidence: where its words stand in the text, and the words."""

    evidence: Evidence
    claims: tuple[Iri, ...]
    finding: Finding
    start: int | None = None
    words: str = ""

    @property
    def holds(self) -> bool:
        """Whether the words are in the text."""
        return self.finding in {"found", "moved", "white space differs"}


def verify(claims: Iterable[Claim], text: str) -> tuple[Verified, ...]:
    """Check every piece of evidence with a position or words against a text, each once."""
    users: dict[Iri, list[Iri]] = {}
    pieces: dict[Iri, Evidence] = {}
    for claim in claims:
        for evidence in claim.evidence:
            pieces[evidence.iri] = evidence
            users.setdefault(evidence.iri, []).append(claim.iri)
    ordered = sorted(pieces.values(), key=lambda e: (e.start or 0, e.end or 0, e.iri))
    checkable = [e for e in ordered if e.start is not None or e.exact or e.digest]
    loose = _Loose(text)
    return tuple(_verify(e, tuple(users[e.iri]), text, loose) for e in checkable)


def _verify(evidence: Evidence, claims: tuple[Iri, ...], text: str, loose: _Loose) -> Verified:
    if not evidence.digest:
        return _by_words(evidence, claims, text)
    start, end = evidence.start, evidence.end
    if start is not None and end is not None:
        words = text[start:end]
        if sha256(words) == evidence.digest:
            return Verified(evidence, claims, "found", start, words)
        length = end - start
        for moved in range(len(text) - length + 1):
            if sha256(text[moved : moved + length]) == evidence.digest:
                return Verified(evidence, claims, "moved", moved, text[moved : moved + length])
    span = loose.found(evidence.loose_digest, (end or 0) - (start or 0))
    if span is not None:
        return Verified(evidence, claims, "white space differs", span[0], text[span[0] : span[1]])
    if evidence.exact:
        return _by_words(evidence, claims, text)
    return Verified(evidence, claims, "not found")


def _by_words(evidence: Evidence, claims: tuple[Iri, ...], text: str) -> Verified:
    if not evidence.exact:
        return Verified(evidence, claims, "no digest")
    start = evidence.start
    if start is not None and text.startswith(evidence.exact, start):
        return Verified(evidence, claims, "found", start, evidence.exact)
    place = text.find(evidence.exact)
    if place < 0:
        return Verified(evidence, claims, "not found")
    return Verified(
        evidence, claims, "moved" if start is not None else "found", place, evidence.exact
    )


class _Loose:
    """The text as words with single spaces, searched for digests of runs of words."""

    def __init__(self, text: str) -> None:
        self.words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", text)]

    def found(self, digest: str, length: int) -> tuple[int, int] | None:
        """Return where words with this digest stand; they take about ``length`` characters."""
        if not digest:
            return None
        for first in range(len(self.words)):
            for last, run in self._runs(first, length):
                if sha256(run) == digest:
                    return self.words[first][1], self.words[last][2]
        return None

    def _runs(self, first: int, length: int) -> Iterator[tuple[int, str]]:
        run = ""
        for last in range(first, len(self.words)):
            run = f"{run} {self.words[last][0]}" if run else self.words[last][0]
            if len(run) > length:
                return
            if len(run) * 2 >= length:
                yield last, run


def sha256(words: str) -> str:
    """Return the SHA-256 of words in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(words.encode()).hexdigest()
