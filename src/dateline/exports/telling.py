"""What the claims say of an event, in words: who took part, why it stands there, every claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dateline.exports.plain_text import web_link
from dateline.model import Claim, Iri, Knowledge, Quantity, Text, Triple
from dateline.pipeline import Solved
from dateline.reasoning.chronology import SIDES
from dateline.reasoning.network import Edge
from dateline.reasoning.relations import RELATIONS
from dateline.timeline import PARTICIPANT, Entry
from dateline.vocabulary import shorten
from dateline.wording import (
    SIDE_WORDS,
    edge_words,
    moment,
    reading_words,
    telling_of,
    triple_words,
    words_of,
)

#: Claims that are not simply asserted by the source itself say so.
PLAINLY = "asserted"
#: Properties whose labels in the ontology are not what a list of facts says.
PROPERTIES = {PARTICIPANT: "took part", "type": "kind"}


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


@dataclass(frozen=True)
class Telling:
    """Puts into words what is known of events.

    ``numbers`` are those of the events that are shown, by each of their names; ``contradicted`` are
    the numbers of the contradictions in which claims have a part.
    """

    solved: Solved
    numbers: Mapping[str, int]
    contradicted: Mapping[Iri, Sequence[int]]

    @property
    def knowledge(self) -> Knowledge:
        """The claims and what they are about."""
        return self.solved.knowledge

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
        known = self._chains.get(entry.event.iri)
        if known is None:
            known = self._chains[entry.event.iri] = self._bounds(entry)
        return known

    @cached_property
    def _chains(self) -> dict[Iri, list[Chain]]:
        return {}

    def _bounds(self, entry: Entry) -> list[Chain]:
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

    def bounded_by(self, entry: Entry) -> set[Iri]:
        """Return the sources of all claims that the bounds of an event rest on."""
        reasons = (reason for chain in self.bounds(entry) for reason in chain.reasons)
        return {one.source for reason in reasons for one in reason.cited if one.source is not None}

    def _reason(self, edge: Edge, entry: Entry) -> Reason:
        basis = edge.basis
        here = self.numbers[entry.event.iri]
        others = (self.numbers.get(name or "") for name in (basis.subject, basis.other))
        return Reason(
            edge_words(edge, self.solved.names),
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
        notes += [f"in contradiction {n}" for n in self.contradicted.get(claim.iri, ())]
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
        only_linked = claim.evidence and not any(
            e.exact or e.end is not None for e in claim.evidence
        )
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
        labels = self.knowledge.taxonomy.property_labels
        return PROPERTIES.get(name) or labels.get(name, name)

    def _value(self, value: Iri | Text | Quantity) -> str:
        if isinstance(value, Quantity):
            parts = (value.kind, value.approximation, value.value, value.unit)
            return " ".join(part for part in parts if part)
        if isinstance(value, Text):
            return value.value
        labels = self.knowledge.taxonomy.class_labels
        return self.solved.names.get(value) or labels.get(value) or self.knowledge.label(value)
