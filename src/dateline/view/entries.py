"""Events of the accepted view -> entries: what ``accepted`` writes of an entry, read back.

Not read are the facts and plans of an event, which no timeline shows: queries find them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, cached_property
from typing import cast

import pyoxigraph as ox

from dateline.entry import ASSERTED, EVENT, PARTICIPANT, Entry, Event, Participant, Place, closest
from dateline.errors import StoreError, TooManyRows
from dateline.model import Iri, Knowledge, Taxonomy
from dateline.queries import bind_rows
from dateline.reasoning.results import Bounds, Reread, Side
from dateline.store.contract import Reader
from dateline.taxonomy import local
from dateline.terms import Term, text
from dateline.view.background import copies_among, labels_of, sources_of_claims
from dateline.view.rows import ask_after, ask_of, numbered, own_query
from dateline.vocabulary import ACCEPTED, LABEL, TYPE

#: How many events are read together: their rows are fewer than one answer may have.
TOGETHER = 100
#: How many labels are kept in memory.
KEPT = 10_000

Values = Mapping[str, list[Term]]
"""What is said of one thing: properties by their local name."""


@dataclass(frozen=True)
class Seen:
    """An entry, with the rank of its event in a drawing of the timeline."""

    entry: Entry
    rank: int


@dataclass(frozen=True)
class EventReader:
    """Reads events of a view; ``reread`` are the claims that count as a weaker reading only."""

    store: Reader
    taxonomy: Taxonomy
    reread: Reread

    def read(self, events: Iterable[Iri]) -> Iterator[Seen]:
        """Yield the entries of events, in the order given; only some are in memory at a time."""
        waiting: list[Iri] = []
        for event in events:
            waiting.append(event)
            if len(waiting) == TOGETHER:
                yield from self._together(waiting)
                waiting = []
        if waiting:
            yield from self._together(waiting)

    def _together(self, events: Sequence[Iri]) -> Iterator[Seen]:
        told = [
            _Told(iri, said, facts, self)
            for iri, said, facts in zip(
                events, self._said_of(events), self._facts_of(events), strict=True
            )
        ]
        labels = self._labels_of({t for one in told for t in (*one.roles, *one.place_names)})
        sources = sources_of_claims(self.store, {claim for one in told for claim in one.claims})
        originals = copies_among(self.store, set(sources.values()))
        for one in told:
            yield one.seen(labels, sources, originals)

    def _labels_of(self, things: AbstractSet[Iri]) -> Mapping[Iri, str]:
        """Return the labels of things; those of the last ones are kept, being asked for again."""
        if len(self._labels) > KEPT:
            self._labels.clear()
        self._labels.update(labels_of(self.store, things - self._labels.keys()))
        return self._labels

    @cached_property
    def _labels(self) -> dict[Iri, str]:
        return {}

    def _said_of(self, events: Sequence[Iri]) -> Sequence[Values]:
        try:
            return _by_number(ask_of(self.store, "entries", NUMBERED, numbered(events)), events)
        except TooManyRows:
            return [self._said_alone(event) for event in events]

    def _said_alone(self, event: Iri) -> Values:
        said: dict[str, list[Term]] = {}
        for quad in self.store.quads(ACCEPTED, event):
            said.setdefault(_local(quad.predicate.value), []).append(quad.object)
        return said

    def _facts_of(self, events: Sequence[Iri]) -> Sequence[Values]:
        query = bind_rows(own_query("facts"), NUMBERED, numbered(events))
        return _by_number(ask_after(self.store, query, "fact"), events)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Every property by which an actor takes part in an event."""
        return self._kinds_of_property(PARTICIPANT)

    @cached_property
    def placing(self) -> frozenset[str]:
        """Every property that says where an event took place."""
        return self._kinds_of_property("place")

    def _kinds_of_property(self, name: str) -> frozenset[str]:
        wider = self.taxonomy.superproperties
        return frozenset({name, *(kind for kind, above in wider.items() if name in above)})


NUMBERED = ("number", "event")


def _by_number(rows: Iterable[ox.QuerySolution], events: Sequence[Iri]) -> Sequence[Values]:
    found: list[dict[str, list[Term]]] = [{} for _ in events]
    for row in rows:
        about = found[int(row["number"].value)]
        about.setdefault(_local(row["property"].value), []).append(row["value"])
    return found


@cache
def _local(iri: str) -> str:
    return "type" if iri == TYPE else "label" if iri == LABEL else local(iri)


@dataclass(frozen=True)
class _Told:
    """What a view says of one event; ``facts`` tell what does not simply stand in it."""

    iri: Iri
    said: Values
    facts: Values
    reader: EventReader

    def seen(
        self, labels: Mapping[Iri, str], sources: Mapping[Iri, Iri], originals: Knowledge
    ) -> Seen:
        """Return the entry, given the labels of all that it names and the sources of its claims."""
        given_up = self._iris("setAside")
        reread = self.reader.reread
        entry = Entry(
            self._event(sorted({sources[c] for c in self.claims if c in sources}), originals),
            Bounds(
                self._number("startEarliestSeconds"),
                self._number("startLatestSeconds"),
                self._number("endEarliestSeconds"),
                self._number("endLatestSeconds"),
            ),
            self._text("when"),
            self._number("order") or 0,
            (self._number("durationMinimum"), self._number("durationMaximum")),
            self._text("plannedFor"),
            tuple(
                Participant(actor, labels[actor], role)
                for actor, named in sorted(self.roles.items())
                for role in closest(named, self.reader.taxonomy)
            ),
            tuple(Place(place, labels[place]) for place in sorted(self.place_names)),
            tuple(claim for claim in given_up if claim not in reread),
            self._text("restsOnDisputed") in {"true", "1"},
            {claim: reread[claim] for claim in given_up if claim in reread},
            frozenset(cast(Side, local(iri)) for iri in self._iris("hangsOnRepair")),
        )
        return Seen(entry, self._number("rank") or 0)

    def _event(self, sources: Sequence[Iri], originals: Knowledge) -> Event:
        taxonomy = self.reader.taxonomy
        status = local(self._text("status") or "")
        if status in ASSERTED:
            # What is an event can be named as an actor, too.
            types = taxonomy.closure(k for k in self._iris("type") if taxonomy.is_a(k, EVENT))
            kinds = self._iris("namedKind") or taxonomy.narrowest(types)
        else:
            kinds = _iris(self.facts.get("type", ()))
            types = taxonomy.closure(kinds)
        label = self._label()
        mentioning = self._iris("mentionedBy")
        return Event(
            self.iri,
            self._iris("mergedFrom"),
            text(label),
            getattr(label, "language", None) or "",
            kinds,
            tuple(kind for kind in types if taxonomy.is_a(kind, EVENT)),
            status,
            (),
            self.claims,
            tuple(sources),
            tellers=tuple(sorted({originals.original(s) for s in sources}.difference(mentioning))),
        )

    def _label(self) -> Term:
        labels = self.said.get("label", ())
        if len(labels) != 1:
            raise StoreError(f"the view is damaged at {self.iri}; build it again: dateline solve")
        return labels[0]

    @cached_property
    def claims(self) -> tuple[Iri, ...]:
        """The claims about the event."""
        return self._iris("basedOn")

    @cached_property
    def roles(self) -> Mapping[Iri, set[str]]:
        """Who took part, with all properties that say so."""
        found: dict[Iri, set[str]] = {}
        for name, actor in self._named_by(self.reader.roles):
            found.setdefault(actor, set()).add(name)
        return found

    @cached_property
    def place_names(self) -> frozenset[Iri]:
        """The places of the event."""
        return frozenset(place for _, place in self._named_by(self.reader.placing))

    def _named_by(self, properties: frozenset[str]) -> Iterator[tuple[str, Iri]]:
        for told in (self.said, self.facts):
            for name in told.keys() & properties:
                for thing in _iris(told[name]):
                    yield name, thing

    def _iris(self, name: str) -> tuple[Iri, ...]:
        return _iris(self.said.get(name, ()))

    def _text(self, name: str) -> str | None:
        values = self.said.get(name)
        return text(values[0]) if values else None

    def _number(self, name: str) -> int | None:
        value = self._text(name)
        return None if value is None else int(value)


def _iris(values: Iterable[Term]) -> tuple[Iri, ...]:
    """Return the names among values, sorted; words name nothing."""
    return tuple(sorted({Iri(v.value) for v in values if isinstance(v, ox.NamedNode)}))
