"""Claims -> the network of time constraints that they state or imply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import get_args

from dateline.model import Claim, Duration, Edtf, Iri, Knowledge, Triple
from dateline.reasoning.dated import window_edges
from dateline.reasoning.network import (
    ORIGIN,
    Anchored,
    Basis,
    DateProperty,
    Edge,
    Network,
    end_of,
    start_of,
)
from dateline.reasoning.relations import RELATIONS
from dateline.time.calendar import format_day
from dateline.time.dates import Window, duration_bounds, read_date
from dateline.time.relative import RelativeDate, describe, resolve

DATE_PROPERTIES: frozenset[DateProperty] = frozenset(get_args(DateProperty))
NEVER = Window(None, None)


@dataclass(frozen=True, slots=True)
class Publication:
    """When a source was published, as a window, and the judgements that say so."""

    window: Window
    judged_by: tuple[Iri, ...] = ()

    @property
    def words(self) -> str:
        """The publication day in words, as in "published 2015-11-30 to 2015-12-01"."""
        return f"published {span_words(self.window)}"


def span_words(window: Window) -> str:
    """Return the days of a window: "2015-11-28", "2015-11-30 to 2015-12-01", "by 2015-12-01".

    >>> span_words(Window(1448668800, 1448755200))
    '2015-11-28'
    """
    first = None if window.earliest is None else format_day(window.earliest)
    last = None if window.before is None else format_day(window.before - 1)
    if first is None and last is None:
        return "at an unknown time"
    if first is None:
        return f"by {last}"
    if last is None:
        return f"from {first} on"
    return first if first == last else f"{first} to {last}"


def publication_of(knowledge: Knowledge, source: Iri | None) -> Publication:
    """Return when a source was published: as printed on it, or else as somebody judges."""
    known = knowledge.sources.get(source) if source is not None else None
    if known is None or source is None:
        return Publication(NEVER)
    if known.published is not None:
        return Publication(read_date(known.published).window)
    judged = knowledge.judged_publications.get(source)
    if judged is None:
        return Publication(NEVER)
    claim, date = judged
    return Publication(read_date(date.text).window, (claim,))


def network_of(knowledge: Knowledge) -> Network:
    """Return every time constraint of the claims; hypothetical claims constrain nothing."""
    return _Builder(knowledge).network()


class _Builder:
    """Collects the edges of one network; lives for one call of ``network_of``."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.claims = [claim for claim in knowledge.claims if claim.modality != "hypothetical"]
        types: dict[Iri, list[Iri]] = {}
        for claim in knowledge.claims:
            for triple in claim.triples:
                if triple.predicate == "type" and isinstance(triple.value, Iri):
                    types.setdefault(triple.subject, []).append(triple.value)
        self.aspect = {event: knowledge.taxonomy.aspect(kinds) for event, kinds in types.items()}
        self.number: dict[Iri, int] = {}
        self.edges: list[Edge] = []
        self.anchored: list[Anchored] = []
        self.publications = {
            source: publication_of(knowledge, source)
            for source in {claim.source for claim in self.claims}
        }
        self.typed_by = {
            (claim.source, triple.subject)
            for claim in self.claims
            for triple in claim.triples
            if triple.predicate == "type"
        }

    def network(self) -> Network:
        for event in self.aspect:
            self.event(event)
        for claim in self.claims:
            for triple in claim.triples:
                self.edges += self.constraints_of(claim, triple)
            for event in self.told_events(claim):
                self.edges += self.telling(claim, event)
        return Network(tuple(self.number), tuple(self.edges), tuple(self.anchored))

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
            return self.dated_relatively(claim, event, prop, value)
        date = read_date(value.text)
        basis = Basis((claim.iri,), prop, event, detail=value.text)
        end = date.start if date.kind in {"date", "one of"} else date.end
        return window_edges(self.event(event), prop, date.start, end, basis)

    def dated_relatively(
        self, claim: Claim, event: Iri, prop: DateProperty, rule: RelativeDate
    ) -> Iterable[Edge]:
        """Resolve against the publication; an anchor that is an event is left to the solver."""
        anchor = Iri(rule.anchor) if rule.anchor else claim.said_in or claim.source
        said = f"“{rule.expression}”: " if rule.expression else ""
        if anchor is None:
            return ()
        if anchor not in self.knowledge.sources:
            basis = Basis((claim.iri,), prop, event, anchor, said + describe(rule))
            self.anchored.append(Anchored(self.event(event), prop, rule, self.event(anchor), basis))
            return ()
        published = self.publications.get(anchor) or publication_of(self.knowledge, anchor)
        window = resolve(rule, published.window)
        basis = Basis(
            (claim.iri, *published.judged_by),
            prop,
            event,
            detail=f"{said}{describe(rule, 'the publication')} ({published.words}):"
            f" {span_words(window)}",
        )
        return window_edges(self.event(event), prop, window, window, basis)

    def lasting(self, claim: Claim, event: Iri, value: Duration) -> Iterator[Edge]:
        least, most = value.minimum, value.maximum
        if value.amount is not None and value.unit:
            least, most = duration_bounds(value.amount, value.unit)
        plural = "" if value.amount == 1 else "s"
        stated = f"{value.amount:g} {value.unit}{plural}" if value.amount else ""
        basis = Basis((claim.iri,), "duration", event, detail=value.expression or stated)
        s, t = start_of(self.event(event)), end_of(self.event(event))
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
            yield Edge(
                point[inequality.right],
                point[inequality.left],
                inequality.weight,
                Basis((claim.iri,), name, a, b, soft=soft),
            )

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
        s, t = start_of(self.event(event)), end_of(self.event(event))
        ends = self.aspect[event] == "punctual"
        by_source = Basis(
            (claim.iri, *published.judged_by), "published", event, detail=published.words
        )
        if claim.modality == "planned":
            if claim.said_in is not None:
                said = start_of(self.event(claim.said_in))
                yield Edge(s, said, 0, Basis((claim.iri,), "said", event, claim.said_in))
            elif published.window.earliest is not None:
                yield Edge(s, ORIGIN, -published.window.earliest, by_source)
            return
        if published.window.before is not None:
            yield Edge(ORIGIN, s, published.window.before - 1, by_source)
            if ends:
                yield Edge(ORIGIN, t, published.window.before, _softened(by_source))
        if claim.said_in is not None and claim.said_in != event:
            basis = Basis((claim.iri,), "said", event, claim.said_in)
            said = start_of(self.event(claim.said_in))
            yield Edge(said, s, -1, basis)
            if ends:
                yield Edge(said, t, 0, _softened(basis))


def _softened(basis: Basis) -> Basis:
    return replace(basis, soft=True)
