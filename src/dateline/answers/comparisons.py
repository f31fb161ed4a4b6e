"""Accounts side by side, contested facts, what changed, and events that may be one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Self

from rich.console import RenderableType

from dateline.answers.shown import Framed, Printed
from dateline.answers.timelines import LeftOut, Range
from dateline.answers.value import Value
from dateline.comparing import Accounts, Differed
from dateline.contested import Contested
from dateline.exports.comparisons import (
    compared_contract,
    compared_sections,
    contested_contract,
    contested_sections,
)
from dateline.exports.differences import difference_contract, difference_sections
from dateline.exports.frames import Column, columns_of
from dateline.exports.matches import candidates_contract, candidates_section
from dateline.exports.report import report_text
from dateline.matching import Candidate
from dateline.model import Iri
from dateline.pipeline import Solved


@dataclass(frozen=True)
class Told(Value):
    """A value that claims give, as the name of a thing and in words, with those who say so.

    ``denied_by`` are claims; ``independent`` counts the sources of which none is a copy of another.
    """

    value: Iri | None
    words: str
    claims: tuple[Iri, ...]
    denied_by: tuple[Iri, ...]
    sources: tuple[Iri, ...]
    attributed_to: tuple[Iri, ...]
    independent: int


@dataclass(frozen=True)
class Aspect(Value):
    """What a fact is about: that the event happened, its time, or one of its properties."""

    aspect: str
    kind: str | None


@dataclass(frozen=True)
class Stated(Value):
    """A fact with all the values that an account gives it."""

    aspect: str
    kind: str | None
    values: tuple[Told, ...]


@dataclass(frozen=True)
class ContestedFact(Value):
    """A fact about an event on which claims disagree, with all its values."""

    event: Iri
    label: str
    aspect: str
    kind: str | None
    values: tuple[Told, ...]


@dataclass(frozen=True)
class Account(Value):
    """What one side holds of an event: whether it happened, when, and what else it tells."""

    stance: str
    when: str | None
    start: Range
    end: Range
    facts: tuple[Stated, ...]
    claims: tuple[Iri, ...]


@dataclass(frozen=True)
class ComparedEvent(Value):
    """One event in two accounts; None where an account does not tell of it.

    ``verdict`` is ``contradicted``, ``agreed``, ``only_first`` or ``only_second``.
    """

    event: Iri
    label: str
    verdict: str
    contradicted: tuple[Aspect, ...]
    first: Account | None
    second: Account | None


@dataclass(frozen=True, repr=False)
class Comparison(Printed, Framed, Value):
    """The accounts of two actors or sources, event by event."""

    first: Iri
    second: Iri
    events: tuple[ComparedEvent, ...]
    left_out: tuple[LeftOut, ...]
    _accounts: Accounts = field(compare=False)

    @classmethod
    def of(cls, found: Accounts) -> Self:
        """Return two accounts that were compared."""
        return cls.from_dict(compared_contract(found), _accounts=found)

    def __repr__(self) -> str:
        return f"<Comparison: {len(self.events)} events>"

    def _text(self) -> RenderableType:
        sections = compared_sections(self._accounts)
        return report_text(sections, "Neither of them tells of anything.")

    def _columns(self) -> tuple[Column, ...]:
        return columns_of(
            {"event": "text", "label": "text", "verdict": "text", "first_stance": "text",
             "first_when": "text", "second_stance": "text", "second_when": "text"},
            (
                (
                    one.event,
                    one.label,
                    one.verdict,
                    one.first.stance if one.first else None,
                    one.first.when if one.first else None,
                    one.second.stance if one.second else None,
                    one.second.when if one.second else None,
                )
                for one in self.events
            ),
        )  # fmt: skip


@dataclass(frozen=True, repr=False)
class ContestedFacts(Printed, Framed, Value):
    """A sequence of all facts on which claims disagree."""

    contested: tuple[ContestedFact, ...]
    left_out: tuple[LeftOut, ...]
    _found: tuple[Solved, tuple[Contested, ...]] = field(compare=False)

    @classmethod
    def of(cls, solved: Solved, found: tuple[Contested, ...]) -> Self:
        """Return what is contested in what was solved."""
        return cls.from_dict(contested_contract(solved, found), _found=(solved, found))

    def __len__(self) -> int:
        return len(self.contested)

    def __iter__(self) -> Iterator[ContestedFact]:
        return iter(self.contested)

    def __getitem__(self, place: int) -> ContestedFact:
        return self.contested[place]

    def __repr__(self) -> str:
        return f"<ContestedFacts: {len(self)}>"

    def _text(self) -> RenderableType:
        return report_text(contested_sections(*self._found), "Nothing is contested.")

    def _columns(self) -> tuple[Column, ...]:
        return columns_of(
            {"event": "text", "label": "text", "aspect": "text", "kind": "text", "words": "text",
             "value": "text", "claims": "texts", "denied_by": "texts", "sources": "texts",
             "attributed_to": "texts", "independent": "integer"},
            (
                (
                    one.event,
                    one.label,
                    one.aspect,
                    one.kind,
                    told.words,
                    told.value,
                    told.claims,
                    told.denied_by,
                    told.sources,
                    told.attributed_to,
                    told.independent,
                )
                for one in self.contested
                for told in one.values
            ),
        )  # fmt: skip


@dataclass(frozen=True)
class Snapshot(Value):
    """An event as it is in one of two states."""

    event: Iri
    members: tuple[Iri, ...]
    status: str
    when: str | None
    start: Range
    end: Range
    told_by: tuple[Iri, ...]


@dataclass(frozen=True)
class Change(Value):
    """Something that changed about an event; ``because`` are the claims that caused it.

    ``change`` is one of ``new``, ``gone``, ``merged``, ``split``, ``status``, ``redated``,
    ``confirmed``, ``less_confirmed``, ``contested``, ``settled``, ``set_aside``, ``restored``.
    """

    change: str
    event: Iri
    label: str
    before: Snapshot | None
    after: Snapshot | None
    moved: tuple[str, ...]
    contested: ContestedFact | None
    claim: Iri | None
    because: tuple[Iri, ...]
    sources: tuple[Iri, ...]


@dataclass(frozen=True, repr=False)
class Difference(Printed, Framed, Value):
    """What changed from one state to another; ``before`` and ``after`` name them in words."""

    before: str
    after: str
    changes: tuple[Change, ...]
    left_out: tuple[LeftOut, ...]
    _found: Differed = field(compare=False)

    @classmethod
    def of(cls, found: Differed) -> Self:
        """Return two states that were compared."""
        return cls.from_dict(difference_contract(found), _found=found)

    def __repr__(self) -> str:
        return f"<Difference: {len(self.changes)} changes>"

    def _text(self) -> RenderableType:
        return report_text(difference_sections(self._found), "Nothing changed.")

    def _columns(self) -> tuple[Column, ...]:
        return columns_of(
            {"change": "text", "event": "text", "label": "text", "when_before": "text",
             "when_after": "text", "status_before": "text", "status_after": "text",
             "claim": "text", "because": "texts", "sources": "texts"},
            (
                (
                    one.change,
                    one.event,
                    one.label,
                    one.before.when if one.before else None,
                    one.after.when if one.after else None,
                    one.before.status if one.before else None,
                    one.after.status if one.after else None,
                    one.claim,
                    one.because,
                    one.sources,
                )
                for one in self.changes
            ),
        )  # fmt: skip


@dataclass(frozen=True)
class MatchReason(Value):
    """What speaks for two events being one, or against it: its points, and the things shared."""

    what: str
    points: int
    things: tuple[Iri, ...]


@dataclass(frozen=True)
class Match(Value):
    """Two events that may be one, with a score and the reasons that add up to it."""

    KEYS: ClassVar = {"other_label": "otherLabel"}

    event: Iri
    label: str
    other: Iri
    other_label: str
    score: int
    reasons: tuple[MatchReason, ...]


@dataclass(frozen=True, repr=False)
class Matches(Printed, Framed, Value):
    """A sequence of pairs of events that may be one, the likeliest first."""

    candidates: tuple[Match, ...]
    _found: tuple[Sequence[Candidate], Solved] = field(compare=False)

    @classmethod
    def of(cls, found: Sequence[Candidate], solved: Solved) -> Self:
        """Return pairs that were found."""
        return cls.from_dict(candidates_contract(found), _found=(found, solved))

    def __len__(self) -> int:
        return len(self.candidates)

    def __iter__(self) -> Iterator[Match]:
        return iter(self.candidates)

    def __getitem__(self, place: int) -> Match:
        return self.candidates[place]

    def __repr__(self) -> str:
        return f"<Matches: {len(self)}>"

    def _text(self) -> RenderableType:
        return report_text([candidates_section(*self._found)], "No two events look like one.")

    def _columns(self) -> tuple[Column, ...]:
        return columns_of(
            {"event": "text", "label": "text", "other": "text", "other_label": "text",
             "score": "integer", "reasons": "texts"},
            (
                (
                    one.event,
                    one.label,
                    one.other,
                    one.other_label,
                    one.score,
                    tuple(f"{reason.what} {reason.points:+}" for reason in one.reasons),
                )
                for one in self.candidates
            ),
        )  # fmt: skip
