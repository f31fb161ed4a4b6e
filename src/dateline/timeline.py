"""Bounds and events -> timeline entries in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from dateline.entry import PARTICIPANT as PARTICIPANT
from dateline.entry import Entry as Entry
from dateline.entry import Participant as Participant
from dateline.entry import Place as Place
from dateline.entry import Timeline as Timeline
from dateline.entry import closest
from dateline.events import Event, Fact, events_of
from dateline.identity import HeldApart
from dateline.model import Iri, Knowledge
from dateline.reasoning.chronology import Bounds, Chronology, Side
from dateline.reasoning.distances import distance
from dateline.reasoning.solver import UNKNOWN
from dateline.time.calendar import day_of
from dateline.time.dates import write_span
from dateline.viewpoints import LeftOut

NOTHING_APART = HeldApart()


def arrange(
    chronology: Chronology,
    left_out: Sequence[LeftOut] = (),
    doubtful: Sequence[LeftOut] = (),
    apart: HeldApart = NOTHING_APART,
) -> Timeline:
    """Place every event that the claims tell of in time.

    ``apart`` are contradictions about identity, which time knows nothing of.
    """
    knowledge = chronology.knowledge
    events = events_of(knowledge, chronology.set_aside)
    shown = chronology.display_schedule
    aspects = {event.iri: knowledge.taxonomy.aspect(event.kinds) for event in events}
    spans = {event.iri: chronology.bounds(event.iri) for event in events}
    touched = _touched_by(chronology, chronology.set_aside)
    reread = _touched_by(chronology, chronology.reread.keys())
    hanging = _hanging_on_repairs(chronology)
    entries = [
        Entry(
            event,
            spans[event.iri],
            when_of(spans[event.iri], aspects[event.iri]),
            shown[event.iri][0],
            _duration(chronology, event.iri),
            _planned_for(
                [spans[plan] for plan in event.plans if plan in spans], aspects[event.iri]
            ),
            _participants(knowledge, event),
            _places(knowledge, event),
            tuple(sorted({c for member in event.members for c in touched.get(member, ())})),
            any(chronology.rests_on_disputed(member) for member in event.members),
            {
                claim: chronology.reread[claim]
                for member in event.members
                for claim in sorted(reread.get(member, ()))
            },
            hanging.get(event.iri, frozenset()),
        )
        for event in events
    ]
    entries.sort(key=lambda entry: (entry.order, entry.event.iri))
    return Timeline(
        tuple(entries),
        tuple(sorted({*chronology.conflicts, *apart.conflicts})),
        tuple(sorted(chronology.set_aside)),
        chronology.more_conflicts,
        chronology.reread,
        tuple(left_out),
        tuple(doubtful),
    )


def _hanging_on_repairs(chronology: Chronology) -> Mapping[Iri, frozenset[Side]]:
    if not chronology.conflicts:
        return {}
    from dateline.reasoning.alternatives import hanging_on_repairs  # only for contradictions

    return hanging_on_repairs(chronology)


def when_of(bounds: Bounds, aspect: str) -> str | None:
    """Return the bounds to the day as EDTF: of the start for lasting kinds, else of the event.

    >>> from dateline.time.calendar import parse_datetime as at
    >>> day, next_day = at("2015-11-24T00:00:00Z"), at("2015-11-25T00:00:00Z")
    >>> when_of(Bounds(day, next_day - 1, day + 1, next_day), "punctual")
    '2015-11-24'
    >>> when_of(Bounds(None, next_day - 1, None, next_day), "punctual")
    '[..2015-11-24]'
    """
    starts = _day(bounds.start_earliest), _day(bounds.start_latest)
    ends = _day(bounds.end_earliest, 1), _day(bounds.end_latest, 1)
    one_day_each = starts[0] == starts[1] and ends[0] == ends[1]
    if one_day_each and starts[0] is not None and ends[0] is not None and starts[0] != ends[0]:
        return f"{write_span(starts[0], starts[0])}/{write_span(ends[0], ends[0])}"
    if aspect == "lasting":
        return write_span(*starts)
    return write_span(starts[0], ends[1])


def _day(moment: int | None, back: int = 0) -> int | None:
    """Return the start of the day of a moment; ends are taken one second back, into the event."""
    return None if moment is None else day_of(moment - back)


def _duration(chronology: Chronology, event: Iri) -> tuple[int | None, int | None]:
    schedule = chronology.schedule(event)
    start, end = ((schedule, point) for point in chronology.points(event))
    most = distance(start, end)[0]
    least = -distance(end, start)[0]
    return (least if least < UNKNOWN else None), (most if most < UNKNOWN else None)


def _planned_for(plans: Sequence[Bounds], aspect: str) -> str | None:
    """Return when the event was planned for, as EDTF: from the first to the last plan's days.

    Of lasting kinds it is the start that is planned for these days.
    """
    if not plans:
        return None
    firsts = [_day(plan.start_earliest) for plan in plans]
    lasts = [
        _day(plan.start_latest) if aspect == "lasting" else _day(plan.end_latest, 1)
        for plan in plans
    ]
    return write_span(
        None if None in firsts else min(day for day in firsts if day is not None),
        None if None in lasts else max(day for day in lasts if day is not None),
    )


def _touched_by(chronology: Chronology, claims: AbstractSet[Iri]) -> Mapping[Iri, set[Iri]]:
    """Return the claims by the events that they speak of, or whose time they would bear on."""
    found: dict[Iri, set[Iri]] = {}
    for iri in claims:
        for triple in chronology.knowledge.by_iri[iri].triples:
            found.setdefault(triple.subject, set()).add(iri)
            if isinstance(triple.value, Iri):
                found.setdefault(triple.value, set()).add(iri)
    for part in chronology.parts if claims else ():
        for edge in part.network.edges:
            for event in part.network.events_of(edge):
                found.setdefault(event, set()).update(claims & set(edge.basis.claims))
    return found


def _participants(knowledge: Knowledge, event: Event) -> tuple[Participant, ...]:
    """Return who took part; a role is left out where a closer one is known."""
    roles: dict[Iri, set[str]] = {}
    for fact in _of(event, knowledge, PARTICIPANT):
        if isinstance(fact.value, Iri):
            roles.setdefault(fact.value, set()).add(fact.predicate)
    return tuple(
        Participant(actor, knowledge.label(actor), role)
        for actor, named in sorted(roles.items())
        for role in closest(named, knowledge.taxonomy)
    )


def _places(knowledge: Knowledge, event: Event) -> tuple[Place, ...]:
    return tuple(
        Place(place, knowledge.label(place))
        for place in sorted(
            {f.value for f in _of(event, knowledge, "place") if isinstance(f.value, Iri)}
        )
    )


def _of(event: Event, knowledge: Knowledge, predicate: str) -> list[Fact]:
    """Return the event's own facts whose property is a kind of the one named."""
    return [
        fact
        for fact in event.facts
        if fact.subject == event.iri
        and predicate in knowledge.taxonomy.closed_property(fact.predicate)
    ]
