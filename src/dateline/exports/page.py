"""Everything that a page shows of a timeline, as values in reading order, for the templates.

Nothing here is escaped: that is done once, where a template writes a value (``templating.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dateline.exports.axis import Frame, frame_of
from dateline.exports.plain_text import lasting_words, web_link, when_words
from dateline.exports.slice import Slice
from dateline.model import Claim, Iri, Knowledge, Quantity, Source, Text, Triple
from dateline.pipeline import Solved
from dateline.reasoning.alternatives import ways_out
from dateline.reasoning.chronology import SIDES
from dateline.reasoning.conflicts import Conflict
from dateline.reasoning.network import Edge
from dateline.reasoning.relations import RELATIONS
from dateline.time.calendar import format_day
from dateline.timeline import PARTICIPANT, Entry
from dateline.vocabulary import shorten
from dateline.wording import (
    SIDE_WORDS,
    basis_words,
    claim_words,
    moment,
    reading_words,
    telling_of,
    triple_words,
    way_out_words,
    words_of,
)

#: Contradictions whose ways out are worked out; of the others only what contradicts is shown.
WAYS_OUT_SHOWN = 50
#: Claims that are not simply asserted by the source itself say so.
PLAINLY = "asserted"


@dataclass(frozen=True, slots=True)
class Cited:
    """A claim that something rests on: its name, who makes it, its words or their place."""

    claim: str
    who: str
    source: Iri | None
    words: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One link of the chain that fixes a bound; ``events`` are the numbers of others in it."""

    says: str
    cited: tuple[Cited, ...]
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bounded:
    """One of the four bounds of an event."""

    words: str
    value: str
    hangs_on_repair: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Bounds that hold for the same reasons; for none, where they are not known."""

    bounds: tuple[Bounded, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A claim in full: what it says, who says it, and what became of it."""

    cited: Cited
    says: tuple[str, ...]
    notes: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims that cannot all hold, the events concerned, and what may be the matter."""

    number: int
    claims: tuple[tuple[str, str], ...]
    assuming: tuple[tuple[str, str], ...]
    events: tuple[tuple[int, str], ...]
    perhaps: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that events can be filtered by, and how many have it."""

    key: str
    label: str
    events: int


@dataclass(frozen=True)
class Page:
    """What is shown of a slice. Events are numbered from 1 in display order."""

    chosen: Slice
    entries: tuple[Entry, ...]

    @property
    def solved(self) -> Solved:
        """Everything that is known."""
        return self.chosen.solved

    @property
    def knowledge(self) -> Knowledge:
        """The claims and what they are about."""
        return self.solved.knowledge

    @cached_property
    def frame(self) -> Frame | None:
        """The stretch of time that holds all known bounds."""
        return frame_of(self.entries)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of every event on the page, by each of its names."""
        return {m: n for n, entry in enumerate(self.entries, 1) for m in entry.event.members}

    @cached_property
    def title(self) -> str:
        """What the page is of."""
        return f"Timeline: {_count(len(self.entries), 'event')}"

    @cached_property
    def summary(self) -> str:
        """Return in a sentence what there is, and what of it has no date."""
        undated = [entry for entry in self.entries if entry.when is None]
        parts = [_count(len(self.sources), "source")]
        if self.chosen.conflicts:
            parts.append(_count(len(self.chosen.conflicts), "contradiction"))
        if undated:
            ordered = sum(self.is_ordered(entry) for entry in undated)
            known = f" ({ordered} of them in a known order)" if ordered else ""
            parts.append(f"{_count(len(undated), 'event')} without a date{known}")
        return f"{_span_words(self.entries)}{', '.join(parts)}."

    # --- events -----------------------------------------------------------------------------------

    def when(self, entry: Entry) -> str:
        """Return the time of an event in words."""
        return when_words(entry.when) if entry.when else _UNDATED[self.is_ordered(entry)]

    def is_ordered(self, entry: Entry) -> bool:
        """Whether claims order an event among others."""
        return not self._ordered.isdisjoint(entry.event.members)

    @cached_property
    def _ordered(self) -> frozenset[str]:
        related = (
            name
            for claim in self.knowledge.claims
            for triple in claim.triples
            if triple.predicate in RELATIONS and isinstance(triple.value, Iri)
            for name in (triple.subject, triple.value)
        )
        return frozenset(related)

    def moments(self, entry: Entry) -> str:
        """Return the four bounds in seconds, those that are not known empty."""
        return ",".join("" if bound is None else str(bound) for bound in entry.bounds.in_order)

    def planned(self, entry: Entry) -> str:
        """Return when an event was planned for, in words."""
        return when_words(entry.planned_for)

    def lasting(self, entry: Entry) -> str:
        """Return how long an event lasted, in words."""
        return lasting_words(entry.duration)

    def kind(self, entry: Entry) -> str:
        """Return the label of an event's kind."""
        return self.chosen.kind_of(entry)

    def participants(self, entry: Entry) -> list[tuple[str, list[str]]]:
        """Return for each way of taking part those who did."""
        roles: dict[str, list[str]] = {}
        for participant in entry.participants:
            roles.setdefault(self._property(participant.role), []).append(participant.label)
        return list(roles.items())

    def facts(self, entry: Entry) -> list[tuple[str, str, str]]:
        """Return what else is said of an event: what, its value, and its status."""
        shown_elsewhere = {p.actor for p in entry.participants} | {p.place for p in entry.places}
        return [
            (
                self._property(fact.predicate)
                if fact.subject in entry.event.members
                else f"{self._name(fact.subject)}, {self._property(fact.predicate)}",
                self._value(fact.value),
                fact.status,
            )
            for fact in entry.event.facts
            if fact.predicate not in RELATIONS and fact.value not in shown_elsewhere
        ]

    def bounds(self, entry: Entry) -> list[Chain]:
        """Return the four bounds, those with the same reasons together."""
        chronology, event = self.solved.chronology, entry.event.iri
        chains: dict[tuple[Reason, ...], list[Bounded]] = {}
        for side, value in zip(SIDES, entry.bounds.in_order, strict=True):
            edges = chronology.reasons(event, side) if value is not None else ()
            # That an event lasts at least a second goes without saying.
            reasons = tuple(self._reason(edge, entry) for edge in edges if edge.basis.claims)
            shown = moment(value).replace("T", " ").replace("Z", " UTC")
            bounded = Bounded(SIDE_WORDS[side], shown, side in entry.hangs_on_repair)
            chains.setdefault(reasons, []).append(bounded)
        return [Chain(tuple(bounds), reasons) for reasons, bounds in chains.items()]

    def _reason(self, edge: Edge, entry: Entry) -> Reason:
        basis = edge.basis
        here = self.numbers[entry.event.iri]
        others = (self.numbers.get(name or "") for name in (basis.subject, basis.other))
        return Reason(
            basis_words(basis, self.solved.names),
            tuple(self._cited(claim) for claim in basis.claims),
            tuple(dict.fromkeys(n for n in others if n is not None and n != here)),
        )

    def claims(self, entry: Entry) -> Iterator[Told]:
        """Yield every claim about an event."""
        for iri in dict.fromkeys((*entry.event.claims, *entry.set_aside, *entry.reread)):
            yield self._told(self.knowledge.by_iri[iri], entry)

    def _told(self, claim: Claim, entry: Entry) -> Told:
        notes = [claim.modality] if claim.modality != PLAINLY else []
        notes += ["disputed"] if claim.iri in self.knowledge.disputed else []
        if claim.iri in entry.set_aside:
            notes.append("set aside, since not all claims can hold together")
        if claim.iri in entry.reread:
            weaker = reading_words(entry.reread[claim.iri])
            notes.append(f"read more weakly, so that all claims can hold: perhaps {weaker}")
        notes += [f"in contradiction {n}" for n in self._contradicted.get(claim.iri, ())]
        source = self.knowledge.sources.get(claim.source or Iri())
        links = dict.fromkeys(web_link(e.url) for e in claim.evidence)
        return Told(
            self._cited(claim.iri),
            tuple(dict.fromkeys(self._says(triple, claim, entry) for triple in claim.triples)),
            tuple(notes),
            tuple(link for link in links if link and (source is None or link != source.url)),
        )

    def _cited(self, iri: Iri) -> Cited:
        claim = self.knowledge.by_iri[iri]
        who = " and ".join(self.knowledge.label(actor) for actor in claim.attributed_to)
        if claim.is_judgement:
            who = f"judged by {self.knowledge.label(claim.author)}"
        only_linked = claim.evidence and not any(e.exact or e.end is not None for e in claim.evidence)
        words = "" if only_linked else words_of(self.knowledge, iri)
        return Cited(shorten(iri), who, claim.source, words)

    def _says(self, triple: Triple, claim: Claim, entry: Entry) -> str:
        told = telling_of(self.knowledge, claim)
        if words := triple_words(triple, self.solved.names, told):
            return words
        value = triple.value
        shown = self._value(value) if isinstance(value, Iri | Text | Quantity) else "as stated"
        said = f"{self._property(triple.predicate)}: {shown}"
        own = triple.subject in entry.event.members
        return said if own else f"{self._name(triple.subject)}, {said}"

    def _name(self, thing: Iri) -> str:
        return self.solved.names.get(thing) or self.knowledge.label(thing)

    def _property(self, name: str) -> str:
        if name == PARTICIPANT:
            return "took part"
        return self.knowledge.taxonomy.property_labels.get(name, _PROPERTIES.get(name, name))

    def _value(self, value: Iri | Text | Quantity) -> str:
        if isinstance(value, Quantity):
            parts = (value.kind, value.approximation, value.value, value.unit)
            return " ".join(part for part in parts if part)
        if isinstance(value, Text):
            return value.value
        labels = self.knowledge.taxonomy.class_labels
        return self.solved.names.get(value) or labels.get(value) or self.knowledge.label(value)

    # --- contradictions ---------------------------------------------------------------------------

    @cached_property
    def _contradicted(self) -> Mapping[Iri, list[int]]:
        found: dict[Iri, list[int]] = {}
        for number, conflict in enumerate(self.chosen.conflicts, 1):
            for claim in conflict.members:
                found.setdefault(claim, []).append(number)
        return found

    @cached_property
    def _events_of_claims(self) -> Mapping[Iri, list[int]]:
        """The numbers of the events that each contradicting claim speaks of."""
        found: dict[Iri, list[int]] = {}
        for iri in self._contradicted:
            triples = self.knowledge.by_iri[iri].triples
            named = (name for triple in triples for name in (triple.subject, triple.value))
            numbers = (self.numbers.get(name) for name in named if isinstance(name, Iri))
            found[iri] = list(dict.fromkeys(n for n in numbers if n is not None))
        return found

    @cached_property
    def _contradictions_of(self) -> Mapping[int, list[int]]:
        found: dict[int, list[int]] = {}
        for claim, events in self._events_of_claims.items():
            for event in events:
                found.setdefault(event, []).extend(self._contradicted[claim])
        return {event: sorted(set(numbers)) for event, numbers in found.items()}

    def contradictions_of(self, entry: Entry) -> Sequence[int]:
        """Return the numbers of the contradictions in which claims about an event have a part."""
        return self._contradictions_of.get(self.numbers[entry.event.iri], ())

    def contradictions(self) -> Iterator[Contradiction]:
        """Yield every contradiction of the timeline."""
        for number, conflict in enumerate(self.chosen.conflicts, 1):
            events = sorted({n for c in conflict.members for n in self._events_of_claims[c]})
            yield Contradiction(
                number,
                self._members(conflict.claims),
                self._members(conflict.assuming),
                tuple((n, self.entries[n - 1].event.label) for n in events),
                self._perhaps(conflict) if number <= WAYS_OUT_SHOWN else (),
            )

    def _members(self, claims: Iterable[Iri]) -> tuple[tuple[str, str], ...]:
        names = self.solved.names
        return tuple((claim_words(self.knowledge, c, names), shorten(c)) for c in claims)

    def _perhaps(self, conflict: Conflict) -> tuple[tuple[str, bool], ...]:
        found = []
        for way in ways_out(self.solved.chronology, conflict):
            words = way_out_words(way, self.knowledge, self.solved.names)
            of_claim = "" if way.two_events else f"{shorten(way.claim)}: "
            found.append((f"{of_claim}perhaps {words}", way.applied))
        return tuple(found)

    # --- what can be filtered by ------------------------------------------------------------------

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every source that tells of something on the page, by label."""
        named = {source for entry in self.entries for source in entry.event.sources}
        claims = (self.knowledge.by_iri[claim] for claim in self._contradicted)
        named |= {claim.source for claim in claims if claim.source is not None}
        known = (self.knowledge.sources.get(iri) or Source(iri) for iri in named)
        return tuple(sorted(known, key=lambda s: (self.source_label(s.iri).casefold(), s.iri)))

    @cached_property
    def source_numbers(self) -> Mapping[Iri | None, int]:
        """The number of every source on the page."""
        return {source.iri: n for n, source in enumerate(self.sources, 1)}

    def source_label(self, source: Iri) -> str:
        """Return the label of a source."""
        return self.knowledge.label(source)

    def short_name(self, thing: str) -> str:
        """Return the short form of a name."""
        return shorten(thing)

    def source_link(self, source: Source) -> str:
        """Return where a source can be read, "" where it is not on the web."""
        return web_link(source.url)

    def choices(self, what: str) -> list[Choice]:
        """Return the values of ``"kind"``, ``"actor"``, ``"status"`` or ``"source"`` in use."""
        counted: Counter[tuple[str, str]] = Counter()
        for entry in self.entries:
            counted.update(self.having(entry)[what])
        ordered = sorted(counted.items(), key=lambda item: (item[0][0].casefold(), item[0]))
        return [Choice(key, label, events) for (label, key), events in ordered]

    def having(self, entry: Entry) -> dict[str, set[tuple[str, str]]]:
        """Return what an event can be found by: for each filter, labels and keys."""
        kind = entry.event.types[0]
        return {
            "kind": {(self.kind(entry), shorten(kind))},
            "actor": {(p.label, shorten(p.actor)) for p in entry.participants},
            "status": {(entry.event.status, entry.event.status)},
            "source": {
                (self.source_label(s), str(self.source_numbers[s])) for s in entry.event.sources
            },
        }


_UNDATED = {False: "no date is known", True: "no date is known, only its order"}
_PROPERTIES = {"type": "kind"}


def page_of(chosen: Slice) -> Page:
    """Return what a page shows of a slice; reads its entries."""
    return Page(chosen, tuple(chosen.entries))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _span_words(entries: Iterable[Entry]) -> str:
    known = [bound for entry in entries for bound in entry.bounds.in_order if bound is not None]
    if not known:
        return ""
    return f"{format_day(min(known))} to {format_day(max(known) - 1)} (UTC). "
