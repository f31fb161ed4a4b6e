"""Two accounts side by side, event by event: agreed, told by one alone, or contradicted.

An account is what somebody *says*: the claims of a source, or those attributed to an actor, its
organs and members. What others say besides bears on its dates (a viewpoint is solved with it), but
never counts as told. Who is silent on an event, a place or a number contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from dateline.contested import (
    HAPPENED,
    TIME,
    Slot,
    Told,
    disagree,
    disputes_of,
    existence_claims,
    stated,
    told_facts,
    told_times,
)
from dateline.model import Iri, Knowledge
from dateline.reasoning.chronology import Bounds
from dateline.timeline import Entry, Timeline

Verdict = Literal["agreed", "only_first", "only_second", "contradicted"]
Stance = Literal["happened", "disputed", "denied", "planned", "hypothetical"]

#: What an account that says "it happened" contradicts.
CONTRADICTING: Mapping[Stance, frozenset[Stance]] = {
    "happened": frozenset({"disputed", "denied", "hypothetical"}),
    "disputed": frozenset({"happened"}),
    "denied": frozenset({"happened"}),
    "planned": frozenset(),
    "hypothetical": frozenset({"happened"}),
}


@dataclass(frozen=True)
class Side:
    """Whose account, the claims that this one makes, and the timeline solved from its view."""

    who: Iri
    claims: frozenset[Iri]
    timeline: Timeline

    @cached_property
    def entries(self) -> Mapping[Iri, Entry]:
        """The entry of every event of the view, by each of its names."""
        return {m: entry for entry in self.timeline.entries for m in entry.event.members}


@dataclass(frozen=True, slots=True)
class Account:
    """What one side says of an event: whether it happened, when, and each value of its facts.

    ``bounds`` and ``when`` are those of the side's view, None where the view has no such event.
    """

    stance: Stance
    claims: tuple[Iri, ...]
    facts: Mapping[Slot, tuple[Told, ...]]
    bounds: Bounds | None
    when: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One event in two accounts, and the slots on which they contradict each other."""

    event: Iri
    label: str
    verdict: Verdict
    first: Account | None
    second: Account | None
    contradicted: tuple[Slot, ...] = ()


def compare(
    whole: Timeline, knowledge: Knowledge, first: Side, second: Side
) -> tuple[Compared, ...]:
    """Return every event that one of two sides tells of, in the order of the whole timeline.

    ``whole`` is the timeline of everything; which events are one is taken from there.
    """
    disputes = disputes_of(knowledge)
    found = []
    for entry in whole.entries:
        one, other = (_account(entry, knowledge, side, disputes) for side in (first, second))
        if one or other:
            slots = _contradicted(one, other, knowledge) if one and other else ()
            verdict: Verdict = (
                "contradicted" if slots
                else "only_first" if other is None
                else "only_second" if one is None
                else "agreed"
            )  # fmt: skip
            found.append(Compared(entry.event.iri, entry.event.label, verdict, one, other, slots))
    return tuple(found)


def _account(
    entry: Entry, knowledge: Knowledge, side: Side, disputes: Mapping[Iri, tuple[Iri, ...]]
) -> Account | None:
    """Return what a side says of an event, None where it says nothing of it."""
    event = entry.event
    about = side.claims.intersection(event.claims)
    denying = {
        claim
        for target in event.claims
        for claim in disputes.get(target, ())
        if claim in side.claims
    }
    if not about and not denying:
        return None
    existence = existence_claims(entry, knowledge)
    denied = any(denying.intersection(disputes.get(claim.iri, ())) for claim in existence)
    own = {claim.modality for claim in existence if claim.iri in about}
    seen = next((side.entries[m] for m in event.members if m in side.entries), None)
    facts = {
        slot: _only(told, side) for slot, told in told_facts(entry, knowledge, disputes).items()
    }
    dates = tuple(_only(tuple(told_times(entry, knowledge, disputes)), side))
    return Account(
        _stance(own, denied=denied),
        tuple(sorted(about | denying)),
        {slot: told for slot, told in {Slot(TIME): dates, **facts}.items() if told},
        seen.bounds if seen else None,
        seen.when if seen else None,
    )


def _stance(modalities: set[str], *, denied: bool) -> Stance:
    """Return what a side holds of an event, by its claims that there is one and its denials.

    Who gives a day or place of an event takes for granted that it was.
    """
    if denied:
        return "disputed" if "asserted" in modalities else "denied"
    if "asserted" in modalities or not modalities:
        return "happened"
    return "planned" if "planned" in modalities else "hypothetical"


def _only(told: tuple[Told, ...], side: Side) -> tuple[Told, ...]:
    """Return the values that a side states or denies, with its claims alone."""
    own = (
        Told(
            one.value,
            tuple(claim for claim in one.claims if claim in side.claims),
            tuple(claim for claim in one.denied_by if claim in side.claims),
        )
        for one in told
    )
    return tuple(one for one in own if one.claims or one.denied_by)


def _contradicted(one: Account, other: Account, knowledge: Knowledge) -> tuple[Slot, ...]:
    slots = []
    if other.stance in CONTRADICTING[one.stance]:
        slots.append(Slot(HAPPENED))
    held_to_be = {one.stance, other.stance} <= {"happened", "disputed"}  # plans may be revised
    if held_to_be and one.bounds and other.bounds and _apart(one.bounds, other.bounds):
        slots.append(Slot(TIME))
    for slot in sorted({*one.facts, *other.facts}, key=lambda slot: (slot.aspect, slot.kind)):
        mine, theirs = one.facts.get(slot, ()), other.facts.get(slot, ())
        if slot not in slots and (
            disagree(stated(mine), stated(theirs), knowledge)
            or _denies(mine, theirs)
            or _denies(theirs, mine)
        ):
            slots.append(slot)
    return tuple(slots)


def _denies(told: Iterable[Told], others: Iterable[Told]) -> bool:
    """Whether one side denies a value that the other states."""
    denied = [one.value for one in told if one.denied_by and not one.claims]
    return any(other.claims and other.value in denied for other in others)


def _apart(one: Bounds, other: Bounds) -> bool:
    """Whether no start, or no end, fits both: then not both can be right about the time."""
    return _disjoint(
        (one.start_earliest, one.start_latest), (other.start_earliest, other.start_latest)
    ) or _disjoint((one.end_earliest, one.end_latest), (other.end_earliest, other.end_latest))


def _disjoint(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    (first, last), (earliest, latest) = one, other
    return (last is not None and earliest is not None and last < earliest) or (
        latest is not None and first is not None and latest < first
    )
