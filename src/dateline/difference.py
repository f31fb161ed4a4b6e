"""What changed between two states of what is known, and which claims caused it.

The cause of a change is what the change rests on and the other state lacks:

- of a bound that moved: the claims of its new chain of reasons that are new, and those of its old
  chain that are gone; where its chains are made of old claims alone, since a repair turned out
  differently, the claims that are new or gone in the contradictions about them;
- of an event, of its status or of the number of its independent sources: the claims that say so
  or dispute it, new or gone;
- of a contested fact: its claims, of a claim set aside or taken back in: the contradictions that it
  is in, as far as these are new or gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from dateline.contested import Contested, Slot, contested_facts, disputes_of, existence_claims
from dateline.events import ASSERTED, Event
from dateline.identity import DIFFERENT, SAME, identities
from dateline.model import Iri, Knowledge
from dateline.reasoning.alternatives import differing
from dateline.reasoning.chronology import SIDES, Chronology, Side
from dateline.timeline import Entry, Timeline

Kind = Literal[
    "new", "gone", "merged", "split", "status", "redated", "confirmed", "less_confirmed",
    "contested", "settled", "set_aside", "restored",
]  # fmt: skip


@dataclass(frozen=True)
class State:
    """What is known at one time: all claims, solved and placed in time."""

    knowledge: Knowledge
    chronology: Chronology
    timeline: Timeline

    @cached_property
    def claims(self) -> frozenset[Iri]:
        """Every claim of the state, given up or not."""
        return frozenset(self.knowledge.by_iri)

    @cached_property
    def given_up(self) -> frozenset[Iri]:
        """The claims that are set aside or read more weakly."""
        return self.chronology.given_up

    @cached_property
    def entries(self) -> Mapping[Iri, Entry]:
        """The entry of every event, by each of its names."""
        return {m: entry for entry in self.timeline.entries for m in entry.event.members}

    @cached_property
    def contested(self) -> Mapping[Iri, Mapping[Slot, Contested]]:
        """What is contested of each event."""
        found: dict[Iri, dict[Slot, Contested]] = {}
        for one in contested_facts(self.timeline, self.knowledge):
            found.setdefault(one.event, {})[one.slot] = one
        return found

    @cached_property
    def disputes(self) -> Mapping[Iri, tuple[Iri, ...]]:
        """The claims that dispute each claim."""
        return disputes_of(self.knowledge)

    @cached_property
    def identities(self) -> Mapping[Iri, frozenset[Iri]]:
        """The claims that an event is the same as another one, or a different one."""
        found: dict[Iri, set[Iri]] = {}
        for relation in (SAME, DIFFERENT):
            for *pair, claim in identities(self.knowledge.claims, relation):
                for event in pair:
                    found.setdefault(event, set()).add(claim.iri)
        return {event: frozenset(claims) for event, claims in found.items()}

    def chain(self, event: Iri, side: Side) -> frozenset[Iri]:
        """Return the claims that a bound of an event rests on."""
        return frozenset(
            claim for edge in self.chronology.reasons(event, side) for claim in edge.basis.claims
        )

    def part_of(self, event: Iri) -> frozenset[Iri]:
        """Return the claims that hang together with an event through constraints."""
        return self.chronology.parts[self.chronology.home[event]].network.claims

    def conflicts_of(self, claims: Iterable[Iri]) -> frozenset[Iri]:
        """Return every claim of the contradictions that some of these claims are in."""
        wanted = set(claims)
        return frozenset(
            member
            for conflict in self.timeline.conflicts
            if not wanted.isdisjoint(conflict.members)
            for member in conflict.members
        )


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is otherwise for an event, and the claims, new or gone, that caused it.

    ``before`` or ``after`` is None where there is no such event. ``sides`` are the bounds that
    moved, ``contested`` what is or was contested, ``claim`` what was set aside or restored.
    """

    kind: Kind
    before: Entry | None
    after: Entry | None
    because: tuple[Iri, ...]
    sides: tuple[Side, ...] = ()
    contested: Contested | None = None
    claim: Iri | None = None

    @property
    def event(self) -> Event:
        """The event, as it is known later, or was known."""
        entries = [entry for entry in (self.after, self.before) if entry is not None]
        return entries[0].event


def difference(before: State, after: State) -> tuple[Change, ...]:
    """Return what changed, in the order of the later timeline; what is gone comes last."""
    return tuple(_Changes(before, after).all())


class _Changes:
    """The two states, and the claims that only one of them has."""

    def __init__(self, before: State, after: State) -> None:
        self.before = before
        self.after = after
        self.changed = before.claims ^ after.claims

    def all(self) -> Iterator[Change]:
        told: set[Iri] = set()
        for entry in self.after.timeline.entries:
            earlier = _entries_of(entry, self.before)
            if not earlier:
                yield self._change("new", None, entry, self._existence(None, entry))
            else:
                yield from self._of_event(earlier, entry, told)
        for entry in self.before.timeline.entries:
            if not _entries_of(entry, self.after):
                yield self._change("gone", entry, None, self._existence(entry, None))

    def _of_event(self, earlier: list[Entry], entry: Entry, told: set[Iri]) -> Iterator[Change]:
        was = next((e for e in earlier if entry.event.iri in e.event.members), earlier[0])
        joining = self._joining(*earlier, entry)
        if len(earlier) > 1:
            yield self._change("merged", was, entry, joining)
        later = _entries_of(was, self.after)
        if len(later) > 1 and was.event.iri not in told:
            told.add(was.event.iri)
            yield self._change("split", was, entry, joining)
        if was.event.status != entry.event.status:
            yield self._change("status", was, entry, self._existence(was, entry))
        moved = differing(was.bounds, entry.bounds)
        if moved:
            sides = tuple(side for side in SIDES if side in moved)
            yield self._change(
                "redated", was, entry, self._redating(was, entry, sides), sides=sides
            )
        if entry.event.status in ASSERTED and was.event.status in ASSERTED:
            more, fewer = len(entry.event.tellers), len(was.event.tellers)
            if more != fewer:
                kind: Kind = "confirmed" if more > fewer else "less_confirmed"
                yield self._change(kind, was, entry, self._existence(was, entry))
        yield from self._of_facts(was, entry)
        yield from self._of_claims(was, entry)

    def _of_facts(self, was: Entry, entry: Entry) -> Iterator[Change]:
        before = self.before.contested.get(was.event.iri, {})
        after = self.after.contested.get(entry.event.iri, {})
        for slot in sorted({*before, *after}, key=lambda slot: (slot.aspect, slot.kind)):
            old, new = before.get(slot), after.get(slot)
            claims = frozenset(c for one in (old, new) if one is not None for c in one.claims)
            because = claims & self.changed
            if new and (old is None or _said(old) != _said(new)):
                yield self._change("contested", was, entry, because, contested=new)
            elif old and new is None:
                yield self._change("settled", was, entry, because, contested=old)

    def _of_claims(self, was: Entry, entry: Entry) -> Iterator[Change]:
        aside = self.after.given_up - self.before.given_up
        back = (self.before.given_up - self.after.given_up) & self.after.claims
        turned: tuple[tuple[Kind, State, frozenset[Iri]], ...] = (
            ("set_aside", self.after, aside),
            ("restored", self.before, back),
        )
        for kind, state, claims in turned:
            for claim in sorted(claims.intersection(entry.event.claims)):
                because = state.conflicts_of({claim}) & self.changed
                yield self._change(kind, was, entry, because, claim=claim)

    def _change(  # the parts of a change, and its cause completed
        self,
        kind: Kind,
        before: Entry | None,
        after: Entry | None,
        because: frozenset[Iri],
        *,
        sides: tuple[Side, ...] = (),
        contested: Contested | None = None,
        claim: Iri | None = None,
    ) -> Change:
        found = tuple(sorted(because or self._around(before, after)))
        return Change(kind, before, after, found, sides, contested, claim)

    def _existence(self, was: Entry | None, entry: Entry | None) -> frozenset[Iri]:
        """Return what is new or gone of who says that there is such an event, or disputes it."""
        found: set[Iri] = set()
        for state, one in ((self.before, was), (self.after, entry)):
            if one is not None:
                told = {claim.iri for claim in existence_claims(one, state.knowledge)}
                found |= told
                found.update(c for claim in told for c in state.disputes.get(claim, ()))
                found |= self._joining(one)
        return self.changed & found

    def _joining(self, *entries: Entry) -> frozenset[Iri]:
        """Return what is new or gone of the judgements that events are one, or are not."""
        return self.changed.intersection(
            claim
            for entry in entries
            for member in entry.event.members
            for state in (self.before, self.after)
            for claim in state.identities.get(member, ())
        )

    def _redating(self, was: Entry, entry: Entry, sides: tuple[Side, ...]) -> frozenset[Iri]:
        found: frozenset[Iri] = frozenset()
        chains: frozenset[Iri] = frozenset()
        for side in sides:
            old = self.before.chain(was.event.iri, side)
            new = self.after.chain(entry.event.iri, side)
            found |= (new - self.before.claims) | (old - self.after.claims)
            chains |= old | new
        if found:
            return found
        turned = chains & (self.before.given_up ^ self.after.given_up)
        return (self.before.conflicts_of(turned) | self.after.conflicts_of(turned)) & self.changed

    def _around(self, was: Entry | None, entry: Entry | None) -> frozenset[Iri]:
        """Return the changed claims that bear on an event at all, where none is nearer."""
        around = {
            claim
            for state, one in ((self.before, was), (self.after, entry))
            if one is not None
            for claim in (*state.part_of(one.event.iri), *one.event.claims)
        }
        return self.changed & around or self.changed


def _said(contested: Contested) -> set[tuple[object, bool]]:
    return {(told.value, bool(told.denied_by)) for told in contested.values}


def _entries_of(entry: Entry, state: State) -> list[Entry]:
    """Return the events of a state that go by a name of this event, each once."""
    found = (state.entries[m] for m in entry.event.members if m in state.entries)
    return list({other.event.iri: other for other in found}.values())
