"""A timeline -> the accepted view and the conflicts, as quads: what follows from the claims.

The view can be deleted and made anew at any time; nothing in it is anybody's claim.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from dateline.entry import PARTICIPANT
from dateline.events import ASSERTED, Event, Fact
from dateline.loose_ends import described, mentioned
from dateline.model import Iri, Knowledge, Quantity, Text
from dateline.reasoning.results import NOTHING
from dateline.selection import certain_range
from dateline.time.calendar import format_datetime
from dateline.time.periods import Period, period_of, years_of
from dateline.timeline import Entry, Timeline
from dateline.vocabulary import (
    ACCEPTED,
    CONFLICT,
    CONFLICTS,
    DL,
    EDTF,
    FACT,
    LABEL,
    PERIOD,
    TYPE,
    XSD,
)
from dateline.wording import conflict_words

VIEW = ox.NamedNode(ACCEPTED)
FOUND = ox.NamedNode(CONFLICTS)
Object = ox.NamedNode | ox.Literal


#: How many events stand on a page of the view.
PAGE = 1_000


def view_of(
    timeline: Timeline, knowledge: Knowledge, names: Mapping[Iri, str], ranks: Mapping[Iri, int]
) -> Iterator[ox.Quad]:
    """Yield the quads of ``graph:accepted`` and ``graph:conflicts``."""
    for entry in timeline.entries:
        yield from _event(entry, knowledge)
    yield from _periods(timeline, knowledge)
    yield from _pages(timeline, ranks)
    yield from _undescribed(knowledge)
    given_up = {*timeline.set_aside, *timeline.reread}
    for conflict in timeline.conflicts:
        digest = hashlib.sha256("\n".join(sorted(conflict.members)).encode()).hexdigest()[:32]
        node = ox.NamedNode(CONFLICT + digest)
        words = conflict_words(knowledge, conflict, names)
        yield ox.Quad(node, _name("type"), _name("Conflict"), FOUND)
        yield ox.Quad(node, _name("explanation"), ox.Literal(words, language="en"), FOUND)
        for name, claims in (
            ("claim", conflict.claims),
            ("assuming", conflict.assuming),
            ("setAside", sorted(conflict.members.intersection(given_up))),
        ):
            for claim in claims:
                yield ox.Quad(node, _name(name), ox.NamedNode(claim), FOUND)
    if timeline.more_conflicts:
        yield ox.Quad(FOUND, _name("moreConflicts"), _typed("true", "boolean"), FOUND)
    for iri, readings in (*((c, (NOTHING,)) for c in timeline.set_aside), *timeline.reread.items()):
        for reading in readings:
            yield ox.Quad(ox.NamedNode(iri), _name("countsOnlyAs"), ox.Literal(reading), FOUND)


def _event(entry: Entry, knowledge: Knowledge) -> Iterator[ox.Quad]:
    event = entry.event
    node = ox.NamedNode(event.iri)

    def say(name: str, value: Object) -> ox.Quad:
        return ox.Quad(node, _name(name), value, VIEW)

    asserted = event.status in ASSERTED
    for kind in event.types if asserted else [DL + "Event"]:
        yield say("type", ox.NamedNode(kind))
    yield ox.Quad(
        node, ox.NamedNode(LABEL), ox.Literal(event.label, language=event.language or None), VIEW
    )
    yield say("status", _name(event.status))
    for claim in event.claims:
        yield say("basedOn", ox.NamedNode(claim))
    for member in event.members:
        yield say("mergedFrom", ox.NamedNode(member))
    yield from _not_implied(event, knowledge)
    yield from _times(entry, node)
    for side in sorted(entry.hangs_on_repair):
        yield say("hangsOnRepair", _name(side))
    for claim in sorted({*entry.set_aside, *entry.reread}):
        yield say("setAside", ox.NamedNode(claim))
    if not asserted:
        for kind in event.kinds:
            yield from _fact(Fact(event.iri, "type", kind, event.status, event.claims))
    yield from _facts(event, knowledge)


def _not_implied(event: Event, knowledge: Knowledge) -> Iterator[ox.Quad]:
    """Yield kinds and sources of an event where they are not those that one would expect."""
    node = ox.NamedNode(event.iri)
    if event.status in ASSERTED and event.kinds != knowledge.taxonomy.narrowest(event.types):
        for kind in event.kinds:
            yield ox.Quad(node, _name("namedKind"), ox.NamedNode(kind), VIEW)
    speaking = {knowledge.original(source) for source in event.sources}
    for source in sorted(speaking.difference(event.tellers)):
        yield ox.Quad(node, _name("mentionedBy"), ox.NamedNode(source), VIEW)


def _times(entry: Entry, node: ox.NamedNode) -> Iterator[ox.Quad]:
    bounds = entry.bounds
    for name, seconds in (
        ("startEarliest", bounds.start_earliest),
        ("startLatest", bounds.start_latest),
        ("endEarliest", bounds.end_earliest),
        ("endLatest", bounds.end_latest),
    ):
        if seconds is not None:
            yield ox.Quad(node, _name(name), _typed(format_datetime(seconds), "dateTime"), VIEW)
            yield ox.Quad(node, _name(name + "Seconds"), _typed(str(seconds), "integer"), VIEW)
    for name, expression in (("when", entry.when), ("plannedFor", entry.planned_for)):
        if expression is not None:
            literal = ox.Literal(expression, datatype=ox.NamedNode(EDTF))
            yield ox.Quad(node, _name(name), literal, VIEW)
    for name, seconds in zip(("durationMinimum", "durationMaximum"), entry.duration, strict=True):
        if seconds is not None:
            yield ox.Quad(node, _name(name), _typed(str(seconds), "integer"), VIEW)
    yield ox.Quad(node, _name("order"), _typed(str(entry.order), "integer"), VIEW)
    disputed = _typed("true" if entry.rests_on_disputed else "false", "boolean")
    yield ox.Quad(node, _name("restsOnDisputed"), disputed, VIEW)


def _pages(timeline: Timeline, ranks: Mapping[Iri, int]) -> Iterator[ox.Quad]:
    """Yield on which page of the timeline each event stands, and its rank in a drawing."""
    for number, entry in enumerate(timeline.entries):
        node = ox.NamedNode(entry.event.iri)
        yield ox.Quad(node, _name("page"), _typed(str(number // PAGE), "integer"), VIEW)
        yield ox.Quad(node, _name("rank"), _typed(str(ranks[entry.event.iri]), "integer"), VIEW)
    pages = -(-len(timeline.entries) // PAGE)
    yield ox.Quad(VIEW, _name("pages"), _typed(str(pages), "integer"), VIEW)


def _undescribed(knowledge: Knowledge) -> Iterator[ox.Quad]:
    """Yield what actors and places are that claims name and nobody describes."""
    for kind in ("Actor", "Place"):
        for thing in sorted(mentioned(knowledge, kind) - described(knowledge, kind)):
            yield ox.Quad(ox.NamedNode(thing), _name("type"), _name(kind), VIEW)


def _periods(timeline: Timeline, knowledge: Knowledge) -> Iterator[ox.Quad]:
    """Yield in which periods of the calendar to look for events, and those that are in use."""
    used: set[Period] = set()
    for entry in timeline.entries:
        node = ox.NamedNode(entry.event.iri)
        aspect = knowledge.taxonomy.aspect(entry.event.kinds)
        if aspect:
            yield ox.Quad(node, _name("aspect"), _name(aspect), VIEW)
        possible = period_of(entry.bounds.start_earliest, entry.bounds.end_latest)
        yield ox.Quad(node, _name("possiblePeriod"), _period(possible), VIEW)
        for actor in _participants(entry.event, knowledge):
            yield ox.Quad(node, _period(possible), actor, VIEW)
        used.add(possible)
        certain = certain_range(entry.bounds, aspect) if entry.event.status in ASSERTED else None
        if certain is not None:
            used.add(period := period_of(*certain))
            yield ox.Quad(node, _name("certainPeriod"), _period(period), VIEW)
    years = {years_of(period) for period in used}
    for period in used:
        yield ox.Quad(_period(period), _name("inYears"), _period(years_of(period)), VIEW)
    for period in used | years:
        yield ox.Quad(_period(period), _name("type"), _name("Period"), VIEW)
        if period in years:
            yield ox.Quad(_period(period), _name("type"), _name("Years"), VIEW)
        for name, seconds in (("beginSeconds", period.begin), ("endSeconds", period.end)):
            yield ox.Quad(_period(period), _name(name), _typed(str(seconds), "integer"), VIEW)


def _participants(event: Event, knowledge: Knowledge) -> Iterator[Object]:
    """Yield who takes part in an event, where that stands plainly in the view."""
    if event.status in ASSERTED:
        for fact in event.facts:
            named = knowledge.taxonomy.closed_property(fact.predicate)
            if fact.subject == event.iri and fact.status in ASSERTED and PARTICIPANT in named:
                yield _value(fact)


def _facts(event: Event, knowledge: Knowledge) -> Iterator[ox.Quad]:
    """Plain triples for what is asserted; a Fact beside what is not simply reported."""
    several = Counter(_slot(fact, knowledge) for fact in event.facts)
    for fact in event.facts:
        if event.status in ASSERTED and fact.status in ASSERTED:
            for name in knowledge.taxonomy.closed_property(fact.predicate):
                yield ox.Quad(ox.NamedNode(fact.subject), _name(name), _value(fact), VIEW)
        slot = _slot(fact, knowledge)
        simply = event.status in ASSERTED and fact.status == "reported"
        if not simply or (slot is not None and several[slot] > 1):
            yield from _fact(fact)
        if isinstance(fact.value, Quantity):
            yield from _quantity(fact.value)


def _slot(fact: Fact, knowledge: Knowledge) -> tuple[str, str, str] | None:
    """Return what two facts share that disagree by having two values; None where they may."""
    if isinstance(fact.value, Quantity):
        return fact.subject, fact.predicate, fact.value.kind
    single = fact.predicate in knowledge.taxonomy.single_valued
    return (fact.subject, fact.predicate, "") if single else None


def _fact(fact: Fact) -> Iterator[ox.Quad]:
    value = _value(fact)
    text = f"{fact.subject} {fact.predicate} {value}"
    node = ox.NamedNode(FACT + hashlib.sha256(text.encode()).hexdigest()[:32])
    yield ox.Quad(node, _name("type"), _name("Fact"), VIEW)
    yield ox.Quad(node, _name("subject"), ox.NamedNode(fact.subject), VIEW)
    yield ox.Quad(node, _name("predicate"), _name(fact.predicate), VIEW)
    yield ox.Quad(node, _name("object"), value, VIEW)
    yield ox.Quad(node, _name("status"), _name(fact.status), VIEW)
    for claim in fact.claims:
        yield ox.Quad(node, _name("basedOn"), ox.NamedNode(claim), VIEW)


def _quantity(quantity: Quantity) -> Iterator[ox.Quad]:
    node = ox.NamedNode(quantity.iri)
    yield ox.Quad(node, _name("type"), _name("Quantity"), VIEW)
    kind = "decimal" if "." in quantity.value else "integer"  # as in the claims
    yield ox.Quad(node, _name("value"), _typed(quantity.value, kind), VIEW)
    for name, text in (
        ("kind", quantity.kind),
        ("unit", quantity.unit),
        ("approximation", quantity.approximation),
    ):
        if text:
            yield ox.Quad(node, _name(name), ox.Literal(text), VIEW)


def _value(fact: Fact) -> Object:
    value = fact.value
    if isinstance(value, Quantity):
        return ox.NamedNode(value.iri)
    if isinstance(value, Text):
        if value.datatype:
            return ox.Literal(value.value, datatype=ox.NamedNode(value.datatype))
        return ox.Literal(value.value, language=value.language or None)
    return ox.NamedNode(value)


def _name(name: str) -> ox.NamedNode:
    """Return the IRI of a term: local names are the ontology's own."""
    if name == "type":
        return ox.NamedNode(TYPE)
    return ox.NamedNode(name if ":" in name else DL + name)


def _period(period: Period) -> ox.NamedNode:
    return ox.NamedNode(PERIOD + period.name)


def _typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))
