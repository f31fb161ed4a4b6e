"""The contradictions of a timeline as a page shows them, and which events they make doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dateline.exports.slice import Slice
from dateline.model import Iri
from dateline.pipeline import Solved
from dateline.reasoning.alternatives import ways_out
from dateline.reasoning.conflicts import Conflict
from dateline.timeline import Entry
from dateline.vocabulary import shorten
from dateline.wording import claim_words, way_out_words

#: Contradictions whose ways out are worked out; of the others only what contradicts is shown.
WAYS_OUT_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims that cannot all hold, the events concerned, and what may be the matter."""

    number: int
    claims: tuple[tuple[str, str], ...]
    assuming: tuple[tuple[str, str], ...]
    events: tuple[tuple[int, str], ...]
    perhaps: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Contradictions:
    """Numbers the contradictions of a slice, from 1.

    ``numbers`` are those of the events that are shown, by each of their names.
    """

    chosen: Slice
    numbers: Mapping[str, int]
    labels: Mapping[int, str]

    @property
    def solved(self) -> Solved:
        """Everything that is known."""
        return self.chosen.solved

    @cached_property
    def bearing(self) -> tuple[Conflict, ...]:
        """The contradictions that bear on events shown; all, where all events are."""
        if len(self.labels) == len(self.solved.timeline.entries):
            return self.chosen.conflicts
        return tuple(
            conflict
            for conflict in self.chosen.conflicts
            if any(
                name in self.numbers for claim in conflict.members for name in self._named(claim)
            )
        )

    def _named(self, claim: Iri) -> Iterator[Iri]:
        """Yield what a claim speaks of."""
        for triple in self.solved.knowledge.by_iri[claim].triples:
            yield triple.subject
            if isinstance(triple.value, Iri):
                yield triple.value

    @cached_property
    def of_claims(self) -> Mapping[Iri, list[int]]:
        """The numbers of the contradictions in which each claim has a part."""
        found: dict[Iri, list[int]] = {}
        for number, conflict in enumerate(self.bearing, 1):
            for claim in conflict.members:
                found.setdefault(claim, []).append(number)
        return found

    @cached_property
    def _events_of_claims(self) -> Mapping[Iri, list[int]]:
        """The numbers of the events that each contradicting claim speaks of."""
        found: dict[Iri, list[int]] = {}
        for iri in self.of_claims:
            numbers = (self.numbers.get(name) for name in self._named(iri))
            found[iri] = list(dict.fromkeys(n for n in numbers if n is not None))
        return found

    @cached_property
    def _of_events(self) -> Mapping[int, list[int]]:
        found: dict[int, list[int]] = {}
        for claim, events in self._events_of_claims.items():
            for event in events:
                found.setdefault(event, []).extend(self.of_claims[claim])
        return {event: sorted(set(numbers)) for event, numbers in found.items()}

    def of(self, entry: Entry) -> Sequence[int]:
        """Return the numbers of the contradictions in which claims about an event have a part."""
        return self._of_events.get(self.numbers[entry.event.iri], ())

    def doubts(self, entry: Entry) -> list[str]:
        """Return in a word or two each thing that makes an event or its time doubtful."""
        found = []
        if self.of(entry):
            found.append("contradicted")
        elif entry.is_repaired:
            found.append("hangs on a contradiction")
        if entry.rests_on_disputed:
            found.append("time disputed")
        return found

    def told(self) -> Iterator[Contradiction]:
        """Yield every contradiction that bears on the events shown."""
        for number, conflict in enumerate(self.bearing, 1):
            events = sorted({n for c in conflict.members for n in self._events_of_claims[c]})
            yield Contradiction(
                number,
                self._members(conflict.claims),
                self._members(conflict.assuming),
                tuple((n, self.labels[n]) for n in events),
                self._perhaps(conflict) if number <= WAYS_OUT_SHOWN else (),
            )

    def _members(self, claims: Iterable[Iri]) -> tuple[tuple[str, str], ...]:
        names = self.solved.names
        return tuple((claim_words(self.solved.knowledge, c, names), shorten(c)) for c in claims)

    def _perhaps(self, conflict: Conflict) -> tuple[tuple[str, bool], ...]:
        found = []
        for way in ways_out(self.solved.chronology, conflict):
            words = way_out_words(way, self.solved.knowledge, self.solved.names)
            of_claim = "" if way.two_events else f"{shorten(way.claim)}: "
            found.append((f"{of_claim}perhaps {words}", way.applied))
        return tuple(found)
