"""Why an event stands where it stands, what contradicts, and what would be otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from rich.console import RenderableType

from dateline.answers.shown import Framed, Printed
from dateline.answers.timelines import Reread
from dateline.answers.value import Moment, Value
from dateline.exports.contract import conflicts_contract, explain_contract, what_if_contract
from dateline.exports.doubts import conflicts_text, what_if_text
from dateline.exports.frames import Column, columns_of
from dateline.exports.reasons import explanation
from dateline.model import Iri
from dateline.pipeline import Solved


@dataclass(frozen=True)
class Reason(Value):
    """A claim in the chain that fixes a bound: what it says, its words or position, its source."""

    claim: Iri
    says: str
    words: str
    source: Iri | None
    reading: int


@dataclass(frozen=True)
class Bound(Value):
    """A bound of an event, None where no claim fixes it, and the chain of claims that does."""

    value: Moment | None
    because: tuple[Reason, ...]


@dataclass(frozen=True)
class Said(Value):
    """A claim, and what it says in words."""

    claim: Iri
    says: str


@dataclass(frozen=True, repr=False)
class Explanation(Printed, Framed, Value):
    """Every bound of an event with the chain of claims that fixes it.

    ``bounds`` are ``startEarliest``, ``startLatest``, ``endEarliest`` and ``endLatest``.
    """

    event: Iri
    bounds: Mapping[str, Bound]
    set_aside: tuple[Said, ...]
    reread: tuple[Reread, ...]
    hangs_on_repair: tuple[str, ...]
    _solved: Solved = field(compare=False)

    @classmethod
    def of(cls, event: Iri, solved: Solved) -> Self:
        """Return the explanation of an event."""
        return cls.from_dict(explain_contract(event, solved), _solved=solved)

    @property
    def label(self) -> str:
        """The label of the event."""
        return self._solved.names[self.event]

    def __repr__(self) -> str:
        return f"<Explanation of {self.label!r}>"

    def _text(self) -> RenderableType:
        return explanation(self.event, self._solved)

    def _repr_html_(self) -> str:
        from dateline.exports.notebook import explanation_html

        return explanation_html(self.event, self._solved)

    def _columns(self) -> tuple[Column, ...]:
        return columns_of(
            {
                "bound": "text",
                "value": "moment",
                "claim": "text",
                "says": "text",
                "words": "text",
                "source": "text",
            },
            (
                (
                    side,
                    bound.value.seconds if bound.value is not None else None,
                    reason.claim,
                    reason.says,
                    reason.words,
                    reason.source,
                )
                for side, bound in self.bounds.items()
                for reason in bound.because
            ),
        )


@dataclass(frozen=True)
class NowThen(Value):
    """A bound as it is, and as it would be."""

    now: Moment | None
    then: Moment | None


@dataclass(frozen=True)
class Changed(Value):
    """An event whose bounds would be others: those that differ, by their names."""

    event: Iri
    bounds: Mapping[str, NowThen]


@dataclass(frozen=True)
class Repair(Value):
    """A way out of a contradiction: claims set aside, or other readings of them, in words.

    ``applied`` says whether the timeline takes it; ``changes`` what would be otherwise with it.
    """

    set_aside: tuple[Iri, ...]
    readings: tuple[str, ...]
    claim: Iri
    applied: bool
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Conflict(Value):
    """A smallest set of claims that cannot all hold, and what would resolve it."""

    claims: tuple[Iri, ...]
    assuming: tuple[Iri, ...]
    sources: tuple[Iri, ...]
    explanation: str
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, repr=False)
class Conflicts(Printed, Framed, Value):
    """A sequence of all contradictions; ``more`` says that there may be further ones."""

    conflicts: tuple[Conflict, ...]
    more: bool
    _solved: Solved = field(compare=False)

    @classmethod
    def of(cls, solved: Solved) -> Self:
        """Return the contradictions in what was solved."""
        return cls.from_dict(conflicts_contract(solved), _solved=solved)

    def __len__(self) -> int:
        return len(self.conflicts)

    def __iter__(self) -> Iterator[Conflict]:
        return iter(self.conflicts)

    def __getitem__(self, place: int) -> Conflict:
        return self.conflicts[place]

    def __repr__(self) -> str:
        return f"<Conflicts: {len(self)}{' or more' if self.more else ''}>"

    def _text(self) -> RenderableType:
        return conflicts_text(self._solved)

    def _columns(self) -> tuple[Column, ...]:
        return columns_of(
            {"claims": "texts", "assuming": "texts", "sources": "texts", "explanation": "text"},
            ((one.claims, one.assuming, one.sources, one.explanation) for one in self.conflicts),
        )


@dataclass(frozen=True, repr=False)
class WhatIf(Printed, Value):
    """What would be otherwise without a claim.

    ``resolved`` are the contradictions that would be gone, each as its claims; ``untold`` the
    events that nobody else tells of.
    """

    claim: Iri
    changes: tuple[Changed, ...]
    resolved: tuple[tuple[Iri, ...], ...]
    untold: tuple[Iri, ...]
    _shown: RenderableType = field(compare=False)

    @classmethod
    def of(cls, claim: Iri, solved: Solved) -> Self:
        """Return what would be otherwise if a claim had not been made."""
        found = solved.what_if_wrong(claim)
        return cls.from_dict(what_if_contract(found), _shown=what_if_text(found, solved))

    def __repr__(self) -> str:
        return (
            f"<WhatIf: {len(self.changes)} dates, {len(self.resolved)} contradictions,"
            f" {len(self.untold)} events>"
        )

    def _text(self) -> RenderableType:
        return self._shown
