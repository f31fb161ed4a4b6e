"""What came of a change to a knowledge base, and what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from dateline.answers.value import Value
from dateline.model import Iri
from dateline.pipeline import Solved


@dataclass(frozen=True)
class State(Value):
    """How much a knowledge base holds after a change, and how many contradictions."""

    sources: int
    claims: int
    events: int
    conflicts: int

    @classmethod
    def of(cls, solved: Solved) -> Self:
        """Return the counts of what was solved."""
        return cls(
            len(solved.knowledge.sources),
            len(solved.knowledge.claims),
            len(solved.timeline.entries),
            len(solved.timeline.conflicts),
        )


@dataclass(frozen=True)
class Withdrawn(Value):
    """A source that was withdrawn, and the number of its claims."""

    source: Iri
    claims: int


@dataclass(frozen=True)
class Judgement(Value):
    """A judgement on two events, whether it was recorded, and what it contradicts, in words."""

    claim: Iri
    recorded: bool
    conflicts: tuple[str, ...]


@dataclass(frozen=True)
class SourceInfo(Value):
    """A source in a knowledge base; ``published`` is EDTF, None where it is not known."""

    source: Iri
    label: str
    published: str | None
    claims: int


@dataclass(frozen=True)
class Contents(Value):
    """What is in a knowledge base, counted; ``solved`` says whether the accepted view is built."""

    knowledge_base: str
    solved: bool
    statements: int
    sources: tuple[SourceInfo, ...]
    claims: Mapping[str, int]
    events: Mapping[str, int]
    kinds: Mapping[str, int]
    actors: int
    places: int
    conflicts: int


@dataclass(frozen=True)
class QueryParameter(Value):
    """A variable that a named query may be given a value for, and what kind of value it takes."""

    name: str
    kind: str


@dataclass(frozen=True)
class NamedQuery(Value):
    """A named query: its question, what it answers, and its parameters.

    ``file`` is where a query of your own stands, None for those that come with Dateline.
    """

    name: str
    title: str
    answers: str
    parameters: tuple[QueryParameter, ...]
    file: str | None
