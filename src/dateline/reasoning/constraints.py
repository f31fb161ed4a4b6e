"""Claims -> the network of time constraints that they state or imply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import get_args

from dateline.model import Claim, Duration, Edtf, Iri, Knowledge, Triple
from dateline.reasoning.dated import alternatives_of, distance_edges, window_edges
from dateline.reasoning.network import (
    ORIGIN,
    Alternatives,
    Anchored,
    Basis,
    DateProperty,
    Edge,
    Network,
    end_of,
    start_of,
)
from dateline.reasoning.publications import Publication, publication_of, span_words
from dateline.reasoning.relations import RELATIONS
from dateline.time.calendar import DAY
from dateline.time.dates import Window, read_date
from dateline.time.relative import RelativeDate, describe
from dateline.time.weaker import (
    RUNGS,
    ZONES,
    Rung,
    rungs_of_date,
    rungs_of_relative,
    weaker_date,
    weaker_duration,
    weaker_gap,
    weaker_relative,
)

DATE_PROPERTIES: frozenset[DateProperty] = frozenset(get_args(DateProperty))


def network_of(knowledge: Knowledge) -> Network:
    """Return every time constraint of the claims; hypothetical claims constrain nothing."""
    return Background(knowledge).network()


def reading(claim: Iri, rung: Rung) -> Iri:
    """Return the name of the assumption that a claim is not read more weakly in this way.

    It stands among the claims that an edge rests on; a space cannot be part of an IRI.
    """
    return Iri(f"{claim} {rung}")


def claim_read(assumption: Iri) -> tuple[Iri, Rung | None]:
    """Return the claim that an assumption is about, and the rung (None for the claim as a whole).

    >>> claim_read(reading(Iri("https://example.org/c1"), "week"))
    ('https://example.org/c1', 'week')
    """
    claim, _, name = assumption.partition(" ")
    return Iri(claim), next((rung for rung in RUNGS if rung == name), None)


@dataclass(frozen=True)
class Background:
    """What the constraints of each claim depend on besides the claim itself."""

    knowledge: Knowledge

    @cached_property
    def aspects(self) -> dict[Iri, str]:
        """Whether each event is punctual or lasting, or "" where its kinds leave it open."""
        types: dict[Iri, list[Iri]] = {}
        for claim in self.knowledge.claims:
            for triple in claim.triples:
                if triple.predicate == "type" and isinstance(triple.value, Iri):
                    types.setdefault(triple.subject, []).append(triple.value)
        return {event: self.knowledge.taxonomy.aspect(kinds) for event, kinds in types.items()}

    @cached_property
    def constraining(self) -> tuple[Claim, ...]:
        """The claims that constrain something: all but the hypothetical ones."""
        return tuple(c for c in self.knowledge.claims if c.modality != "hypothetical")

    @cached_property
    def publications(self) -> dict[Iri | None, Publication]:
        """When each source that says something was published."""
        sources = {claim.source for claim in self.constraining}
        return {source: publication_of(self.knowledge, source) for source in sources}

    @cached_property
    def typed_by(self) -> frozenset[tuple[Iri | None, Iri]]:
        """The events of which a source says that there was such an event, with the source."""
        return frozenset(
            (claim.source, triple.subject)
            for claim in self.constraining
            for triple in claim.triples
            if triple.predicate == "type"
        )

    def network(self) -> Network:
        """Return every time constraint of the claims, in their plain reading."""
        return _Builder(self).network(self.constraining, self.aspects)

    def weaker_network(self, claims: frozenset[Iri]) -> Network:
        """Return the constraints of some claims in all their readings.

        Each edge rests on the claims and on the assumptions (``reading``) without which only a
        weaker one holds. Leaving all assumptions out leaves the weakest readings.
        """
        chosen = (claim for claim in self.constraining if claim.iri in claims)
        return _Builder(self, weaker=True).network(chosen, ())


class _Builder:
    """Collects the edges of one network; lives for one call."""

    def __init__(self, background: Background, *, weaker: bool = False) -> None:
        self.knowledge = background.knowledge
        self.aspect = background.aspects
        self.publications = background.publications
        self.typed_by = background.typed_by
        self.weaker = weaker
        self.number: dict[Iri, int] = {}
        self.edges: list[Edge] = []
        self.anchored: list[Anchored] = []
        self.alternatives: list[Alternatives] = []

    def network(self, claims: Iterable[Claim], events: Iterable[Iri]) -> Network:
        for event in events:
            self.event(event)
        for claim in claims:
            for triple in claim.triples:
                self.edges += self.constraints_of(claim, triple)
            for event in self.told_events(claim):
                self.edges += self.telling(claim, event)
        return Network(
            tuple(self.number), tuple(self.edges), tuple(self.anchored), tuple(self.alternatives)
        )

    def readings(
        self, claims: tuple[Iri, ...], rungs: tuple[Rung, ...]
    ) -> Iterator[tuple[frozenset[Rung], tuple[Iri, ...]]]:
        """Yield each reading of a claim: the rung given up, if any, and all that it then rests on.

        With two rungs given up nothing is left of the claim: setting it aside is cheaper.
        """
        if not self.weaker:
            yield frozenset(), claims
            return
        for given_up in ((), *((rung,) for rung in rungs)):
            kept = (reading(claims[0], rung) for rung in rungs if rung not in given_up)
            yield frozenset(given_up), (*claims, *kept)

    def event(self, iri: Iri) -> int:
        return self.number.setdefault(iri, len(self.number))

    def constraints_of(self, claim: Claim, triple: Triple) -> Iterable[Edge]:
        """Return what one triple says about time."""
        value = triple.value
        if triple.predicate in DATE_PROPERTIES and isinstance(value, Edtf | RelativeDate):
            return self.dated(claim, triple.subject, triple.predicate, value)
        if triple.predicate == "duration" and isinstance(value, Duration):
            return self.lasting(claim, triple.subject, value)
        if triple.predicate in RELATIONS and isinstance(value, Iri):
            return self.related(claim, triple.subject, triple.predicate, value)
        return ()

    def dated(
        self, claim: Claim, event: Iri, prop: DateProperty, value: Edtf | RelativeDate
    ) -> Iterable[Edge]:
        if isinstance(value, RelativeDate):
            yield from self.dated_relatively(claim, event, prop, value)
            return
        date = read_date(value.text)
        for given_up, rests_on in self.readings((claim.iri,), rungs_of_date(date)):
            basis = Basis(rests_on, prop, event, detail=value.text)
            yield from self.within(event, prop, *weaker_date(date, given_up), basis)

    def within(
        self, event: Iri, prop: DateProperty, start: Window, end: Window, basis: Basis
    ) -> Iterator[Edge]:
        self.alternatives += alternatives_of(self.event(event), prop, start, end, basis)
        yield from window_edges(self.event(event), prop, start, end, basis)

    def dated_relatively(
        self, claim: Claim, event: Iri, prop: DateProperty, rule: RelativeDate
    ) -> Iterator[Edge]:
        """Resolve against the publication; an anchor that is an event is left to the solver."""
        anchor = Iri(rule.anchor) if rule.anchor else claim.said_in or claim.source
        said = f"“{rule.expression}”: " if rule.expression else ""
        if anchor is None:
            return
        if anchor not in self.knowledge.sources:
            yield from self.anchored_to(claim, event, prop, rule, anchor, said + describe(rule))
            return
        published = self.publications.get(anchor) or publication_of(self.knowledge, anchor)
        rungs = rungs_of_relative(rule, to_publication=True)
        for given_up, rests_on in self.readings((claim.iri, *published.judged_by), rungs):
            window = weaker_relative(rule, published.window, given_up)
            basis = Basis(
                rests_on,
                prop,
                event,
                detail=f"{said}{describe(rule, 'the publication')} ({published.words}):"
                f" {span_words(window)}",
            )
            yield from self.within(event, prop, window, window, basis)

    def anchored_to(
        self,
        claim: Claim,
        event: Iri,
        prop: DateProperty,
        rule: RelativeDate,
        anchor: Iri,
        words: str,
    ) -> Iterator[Edge]:
        rungs = rungs_of_relative(rule, to_publication=False)
        for given_up, rests_on in self.readings((claim.iri,), rungs):
            basis = Basis(rests_on, prop, event, anchor, words)
            date = Anchored(self.event(event), prop, rule, self.event(anchor), basis)
            if given_up:
                yield from distance_edges(date, *weaker_gap(rule, given_up))
            else:
                self.anchored.append(date)

    def lasting(self, claim: Claim, event: Iri, value: Duration) -> Iterator[Edge]:
        counted = value.amount is not None and bool(value.unit)
        plural = "" if value.amount == 1 else "s"
        stated = f"{value.amount:g} {value.unit}{plural}" if value.amount else ""
        s, t = start_of(self.event(event)), end_of(self.event(event))
        for given_up, rests_on in self.readings((claim.iri,), ("unit",) if counted else ()):
            least, most = value.minimum, value.maximum
            if value.amount is not None and value.unit:
                least, most = weaker_duration(value.amount, value.unit, given_up)
            basis = Basis(rests_on, "duration", event, detail=value.expression or stated)
            if least is not None:
                yield Edge(t, s, -least, basis)
            if most is not None:
                yield Edge(s, t, most, basis)

    def related(self, claim: Claim, a: Iri, name: str, b: Iri) -> Iterator[Edge]:
        point = {
            "sA": start_of(self.event(a)),
            "tA": end_of(self.event(a)),
            "sB": start_of(self.event(b)),
            "tB": end_of(self.event(b)),
        }
        for inequality, soft in RELATIONS[name].inequalities(self.aspect.get(b, "")):
            source, target = point[inequality.right], point[inequality.left]
            basis = Basis((claim.iri,), name, a, b, soft=soft)
            if soft:
                nearby = name == "onSidelinesOf"
                yield from self.soft(Edge(source, target, inequality.weight, basis), nearby)
            else:
                yield Edge(source, target, inequality.weight, basis)

    def soft(self, edge: Edge, nearby: bool = False) -> Iterator[Edge]:
        """Yield what a reader would drop first, or move by a day before dropping it."""
        rungs: tuple[Rung, ...] = ("soft", "nearby") if nearby else ("soft",)
        for given_up, rests_on in self.readings(edge.basis.claims, rungs):
            if "soft" not in given_up:
                weight = edge.weight + (DAY if "nearby" in given_up else 0)
                yield edge._replace(weight=weight, basis=replace(edge.basis, claims=rests_on))

    def told_events(self, claim: Claim) -> Iterator[Iri]:
        """Return the events that a claim tells of: those that it says there were.

        Where its source has no claim that there was such an event, also what it says more about.
        """
        if claim.source is None:
            return
        for subject in dict.fromkeys(triple.subject for triple in claim.triples):
            types_it = any(t.subject == subject and t.predicate == "type" for t in claim.triples)
            if subject in self.aspect and (
                types_it or (claim.source, subject) not in self.typed_by
            ):
                yield subject

    def telling(self, claim: Claim, event: Iri) -> Iterator[Edge]:
        """What is told as having happened lies before the telling; what is planned, after it."""
        published = self.publications[claim.source]
        if claim.modality == "planned":
            yield from self.planning(claim, event, published)
            return
        if published.window.before is not None:
            yield from self.published(claim, event, published, published.window.before)
        if claim.said_in is not None and claim.said_in != event:
            basis = Basis((claim.iri,), "said", event, claim.said_in)
            said, number = start_of(self.event(claim.said_in)), self.event(event)
            yield Edge(said, start_of(number), -1, basis)
            if self.aspect[event] == "punctual":
                yield from self.soft(Edge(said, end_of(number), 0, replace(basis, soft=True)))

    def planning(self, claim: Claim, event: Iri, published: Publication) -> Iterator[Edge]:
        start = start_of(self.event(event))
        if claim.said_in is not None:
            said = start_of(self.event(claim.said_in))
            yield Edge(start, said, 0, Basis((claim.iri,), "said", event, claim.said_in))
        elif published.window.earliest is not None:
            basis = _telling(event, published, (claim.iri, *published.judged_by))
            yield Edge(start, ORIGIN, -published.window.earliest, basis)

    def published(
        self, claim: Claim, event: Iri, published: Publication, before: int
    ) -> Iterator[Edge]:
        number = self.event(event)
        rungs: tuple[Rung, ...] = ("zone",)
        for given_up, rests_on in self.readings((claim.iri, *published.judged_by), rungs):
            latest = before + (ZONES[1] if "zone" in given_up else 0)
            basis = _telling(event, published, rests_on)
            yield Edge(ORIGIN, start_of(number), latest - 1, basis)
            if self.aspect[event] == "punctual":
                end = Edge(ORIGIN, end_of(number), latest, replace(basis, soft=True))
                yield from self.soft(end)


def _telling(event: Iri, published: Publication, rests_on: tuple[Iri, ...]) -> Basis:
    return Basis(rests_on, "published", event, detail=published.words)
