"""A timeline: events in time, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

from dateline.answers.shown import Framed, Printed
from dateline.answers.value import Moment, Value
from dateline.exports.contract import timeline_contract
from dateline.exports.frames import Column, Kind, columns_of
from dateline.exports.terminal import timeline_table
from dateline.model import Iri
from dateline.pipeline import Solved
from dateline.view.reading import Viewed

if TYPE_CHECKING:
    from rich.console import RenderableType


@dataclass(frozen=True)
class Range(Value):
    """The first and the last moment at which something can have been; None where unknown."""

    earliest: Moment | None
    latest: Moment | None


@dataclass(frozen=True)
class Duration(Value):
    """The shortest and the longest that something can have lasted, in seconds; None: unknown."""

    minimum: int | None
    maximum: int | None


@dataclass(frozen=True)
class Participant(Value):
    """An actor in an event; ``role`` is the property by which it takes part."""

    actor: Iri
    label: str
    role: str


@dataclass(frozen=True)
class Place(Value):
    """Where an event took place."""

    place: Iri
    label: str


@dataclass(frozen=True)
class Reread(Value):
    """A claim that counts for nothing more than a weaker reading allows, in words."""

    claim: Iri
    reading: str


@dataclass(frozen=True)
class Entry(Value):
    """One event in time.

    ``when`` and ``planned_for`` are EDTF, None where nothing is known. ``start`` and ``end`` are
    ranges of moments, the end being the first moment after the event. ``told_by`` are the
    independent sources that tell of it, ``set_aside`` the claims about it that do not count.
    ``hangs_on_repair`` names the bounds that hang on how a contradiction is resolved.
    """

    event: Iri
    label: str
    type: str
    types: tuple[str, ...]
    status: str
    when: str | None
    start: Range
    end: Range
    duration: Duration
    planned_for: str | None
    participants: tuple[Participant, ...]
    places: tuple[Place, ...]
    claims: tuple[Iri, ...]
    sources: tuple[Iri, ...]
    told_by: tuple[Iri, ...]
    set_aside: tuple[Iri, ...]
    reread: tuple[Reread, ...]
    hangs_on_repair: tuple[str, ...]
    rests_on_disputed: bool


@dataclass(frozen=True)
class Contradiction(Value):
    """Claims that cannot all hold, and why, in words."""

    claims: tuple[Iri, ...]
    explanation: str


@dataclass(frozen=True)
class LeftOut(Value):
    """A source that a view leaves out, or doubts, and why."""

    source: Iri
    why: str


@dataclass(frozen=True)
class Stretch(Value):
    """The time in which an event certainly went on: from a moment, up to another one."""

    KEYS: ClassVar = {"start": "from"}

    start: Moment
    before: Moment


@dataclass(frozen=True)
class Bar(Value):
    """How an event is drawn: its rank in the order, with ties, and a lane without overlaps."""

    event: Iri
    rank: int
    lane: int
    certain: Stretch | None


KINDS: dict[str, Kind] = {
    "when": "text", "label": "text", "type": "text", "status": "text",
    "participants": "texts", "roles": "texts", "places": "texts",
    "start_earliest": "moment", "start_latest": "moment",
    "end_earliest": "moment", "end_latest": "moment",
    "duration_minimum": "integer", "duration_maximum": "integer",
    "planned_for": "text", "rests_on_disputed": "flag",
    "event": "text", "actors": "texts", "place_names": "texts",
    "claims": "texts", "sources": "texts", "told_by": "texts", "set_aside": "texts",
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class Timeline(Printed, Framed, Value):
    """Events in their order, the contradictions among all claims, and what a view left out.

    ``asked`` says in words what part of everything this is, "" for all.
    A timeline is a sequence of entries. ``print`` shows it as a table, a notebook with whiskers
    from the earliest start to the latest end.
    """

    asked: str
    entries: tuple[Entry, ...]
    conflicts: tuple[Contradiction, ...]
    left_out: tuple[LeftOut, ...]
    doubtful: tuple[LeftOut, ...]
    drawing: tuple[Bar, ...]
    _shown: Solved | Viewed = field(compare=False)

    @classmethod
    def of(cls, shown: Solved | Viewed) -> Self:
        """Return the timeline of what was solved, or read from the accepted view."""
        return cls.from_dict(timeline_contract(shown.timeline, shown), _shown=shown)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __getitem__(self, place: int) -> Entry:
        return self.entries[place]

    def __repr__(self) -> str:
        count = len(self.conflicts)
        return (
            f"<Timeline: {len(self)} event{'' if len(self) == 1 else 's'},"
            f" {count} contradiction{'' if count == 1 else 's'}>"
        )

    def _text(self) -> RenderableType:
        return timeline_table(self._shown.timeline, self._shown)

    def _repr_html_(self) -> str:
        from dateline.exports.notebook import timeline_html

        return timeline_html(self._shown.timeline, self._shown)

    def _columns(self) -> tuple[Column, ...]:
        return columns_of(KINDS, (_row(entry) for entry in self.entries))


def _row(entry: Entry) -> tuple[Any, ...]:
    bounds = (entry.start.earliest, entry.start.latest, entry.end.earliest, entry.end.latest)
    return (
        entry.when,
        entry.label,
        entry.type,
        entry.status,
        tuple(p.label for p in entry.participants),
        tuple(p.role for p in entry.participants),
        tuple(p.label for p in entry.places),
        *(None if bound is None else bound.seconds for bound in bounds),
        entry.duration.minimum,
        entry.duration.maximum,
        entry.planned_for,
        entry.rests_on_disputed,
        entry.event,
        tuple(p.actor for p in entry.participants),
        tuple(p.place for p in entry.places),
        entry.claims,
        entry.sources,
        entry.told_by,
        entry.set_aside,
    )
