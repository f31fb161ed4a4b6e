"""Events in time, as frozen values: what a timeline is made of.

``events`` and ``timeline`` make them out of claims, ``view`` reads them back from a store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dateline.model import Iri, Quantity, Taxonomy, Text
from dateline.reasoning.results import Bounds, Conflict, Reread, Side
from dateline.vocabulary import DL

EVENT = Iri(DL + "Event")

#: Strongest first; the first three are what somebody asserts to have happened.
STATUSES = ("disputed", "reported", "claimed", "planned", "hypothetical")
ASSERTED = frozenset(STATUSES[:3])

FactValue = Iri | Text | Quantity


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that claims say of an event or of a participant in it."""

    subject: Iri
    predicate: str
    value: FactValue
    status: str
    claims: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A real event, as far as claims tell: ``members`` are the events of its identity class.

    ``tellers`` are the sources that say there was, is planned or might be such an event, as its
    status has it; for a copy stands the source that it is a copy of, so that copies count once.
    """

    iri: Iri
    members: tuple[Iri, ...]
    label: str
    language: str
    kinds: tuple[Iri, ...]
    types: tuple[Iri, ...]
    status: str
    facts: tuple[Fact, ...]
    claims: tuple[Iri, ...]
    sources: tuple[Iri, ...]
    plans: tuple[Iri, ...] = ()
    tellers: tuple[Iri, ...] = ()


#: Roles are the property by which an actor takes part, and its super-properties lead here.
PARTICIPANT = "participant"


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in an event, with the property that says how it takes part."""

    actor: Iri
    label: str
    role: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event took place, by somebody's claim."""

    place: Iri
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in time. ``when`` and ``planned_for`` are EDTF, or None where nothing is known.

    ``set_aside`` are the claims about it that do not count, ``reread`` those that count for nothing
    more than a weaker reading allows; ``hangs_on_repair`` are the bounds that would be others, had
    the contradictions been resolved in another way.
    ``order`` is the start, in seconds, in a schedule that fits every claim: sort by it, then by
    IRI. ``duration`` is the shortest and longest that the event can have lasted, in seconds.
    """

    event: Event
    bounds: Bounds
    when: str | None
    order: int
    duration: tuple[int | None, int | None]
    planned_for: str | None
    participants: tuple[Participant, ...]
    places: tuple[Place, ...]
    set_aside: tuple[Iri, ...]
    rests_on_disputed: bool
    reread: Reread = field(default_factory=dict)
    hangs_on_repair: frozenset[Side] = frozenset()

    @property
    def is_repaired(self) -> bool:
        """Whether a way out of a contradiction concerns this event."""
        return bool(self.set_aside or self.reread or self.hangs_on_repair)

    @property
    def is_doubtful(self) -> bool:
        """Whether a contradiction or a dispute makes it or its time doubtful."""
        return self.is_repaired or self.rests_on_disputed


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A source that a view leaves out, or doubts, and why."""

    source: Iri
    why: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries in display order, the conflicts among the claims, and what was left out.

    ``doubtful`` sources were kept, though they may have been published after the day asked for.
    ``account`` is the actor or source whose account this is, None where it is nobody's alone;
    ``asked`` says in words what part of everything it is, "" for all.
    """

    entries: tuple[Entry, ...]
    conflicts: tuple[Conflict, ...]
    set_aside: tuple[Iri, ...]
    more_conflicts: bool = False
    reread: Reread = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    doubtful: tuple[LeftOut, ...] = ()
    account: Iri | None = None
    asked: str = ""


def closest(roles: Iterable[str], taxonomy: Taxonomy) -> list[str]:
    """Return the roles that say more than any other of them, sorted.

    Those that they are kinds of may or may not be among the roles: it makes no difference.
    """
    every = {role for named in roles for role in taxonomy.closed_property(named)}
    implied = {
        wider
        for role in every
        for wider in taxonomy.superproperties.get(role, ())
        if role not in taxonomy.superproperties.get(wider, ())
    }
    return sorted(every - implied)
