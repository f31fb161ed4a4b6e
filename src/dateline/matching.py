"""Which events of different sources may be one: candidates, each with its reasons and a score.

Two events are compared only where they share an actor or a place, are of one family of kinds, and
can have happened at the same time. The score is a sum of points, all of them listed in ``POINTS``;
it orders the candidates and is no probability. A person decides; nothing is joined here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import product

from dateline.contested import existence_claims
from dateline.events import EVENT
from dateline.identity import DIFFERENT, SAME, identities
from dateline.model import Iri, Knowledge
from dateline.reasoning.chronology import Bounds, Chronology
from dateline.reasoning.order import order
from dateline.reasoning.publications import publication_of
from dateline.time.calendar import DAY
from dateline.timeline import Entry, Timeline

#: What speaks for two events being one, in points; at most 12 together.
POINTS: Mapping[str, int] = {
    "the same kind": 3,
    "a kind of the other's": 2,
    "kinds of one family": 1,
    "on the same day": 3,
    "within the same week": 2,
    "within known days": 1,
    "an actor in both": 2,
    "an actor of the other's": 1,
    "no actor in common": -2,
    "the same place": 2,
    "a place within the other's": 1,
    "different places": -2,
}
#: Actors in common count up to this many points together.
MOST_FOR_ACTORS = 4
#: Fewer points than this are not worth a look.
ENOUGH = 6

EARLIEST, LATEST = -(1 << 62), 1 << 62


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against, its points, and the actors or places meant."""

    what: str
    points: int
    things: tuple[Iri, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two events that may be one; ``event`` would go by the name of ``other``."""

    event: Entry
    other: Entry
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        """The sum of the points of all reasons."""
        return sum(reason.points for reason in self.reasons)


def candidates(
    timeline: Timeline,
    knowledge: Knowledge,
    chronology: Chronology,
    *,
    same_source: bool = False,
    enough: int = ENOUGH,
) -> tuple[Candidate, ...]:
    """Return the pairs of events that may be one, the best first, then by IRI.

    Left out are pairs that are judged to be the same or different already, pairs that the claims
    about time keep apart, and, unless ``same_source``, pairs that one source tells of: it has two
    events in mind.
    """
    apart = _judged_different(timeline, knowledge)
    named = {other for _, other, _ in identities(knowledge.claims, SAME)}
    sources = {entry.event.iri: _tellers(entry, knowledge) for entry in timeline.entries}
    found = []
    for one, other in _pairs(timeline.entries, knowledge):
        pair = (one.event.iri, other.event.iri)
        if frozenset(pair) in apart:
            continue
        if not same_source and not sources[pair[0]].isdisjoint(sources[pair[1]]):
            continue
        first, second = _directed(one, other, knowledge, named)
        candidate = Candidate(first, second, _reasons(one, other, knowledge))
        if candidate.score >= enough and _may_be_equal(chronology, *pair):
            found.append(candidate)
    return tuple(sorted(found, key=lambda c: (-c.score, c.event.event.iri, c.other.event.iri)))


def _tellers(entry: Entry, knowledge: Knowledge) -> frozenset[Iri]:
    """Return the sources that say that there is such an event."""
    claims = existence_claims(entry, knowledge)
    return frozenset(claim.source for claim in claims if claim.source is not None)


def _judged_different(timeline: Timeline, knowledge: Knowledge) -> frozenset[frozenset[Iri]]:
    """Return the pairs of events of the timeline that somebody holds apart."""
    name = {m: entry.event.iri for entry in timeline.entries for m in entry.event.members}
    return frozenset(
        frozenset((name.get(event, event), name.get(other, other)))
        for event, other, _ in identities(knowledge.claims, DIFFERENT)
    )


def _directed(
    one: Entry, other: Entry, knowledge: Knowledge, named: AbstractSet[Iri]
) -> tuple[Entry, Entry]:
    """Return two entries such that the first would be judged to be the same event as the second.

    The second is the one that others go by already (``named``), or that more sources tell of; else
    the one that was told of first, then the first by IRI.
    """

    def weight(entry: Entry) -> tuple[bool, int, int, Iri]:
        event = entry.event
        published = (publication_of(knowledge, teller).window.earliest for teller in event.tellers)
        first = min((day for day in published if day is not None), default=LATEST)
        return event.iri not in named, -len(event.tellers), first, event.iri

    second, first = sorted((one, other), key=weight)
    return first, second


# --- which pairs are looked at --------------------------------------------------------------------


def _pairs(entries: Iterable[Entry], knowledge: Knowledge) -> Iterator[tuple[Entry, Entry]]:
    """Yield the pairs that share an actor or place, a family and a time; each pair once.

    A bucket holds the events of one family that have to do with one actor or place. Within it they
    are looked at by their earliest start, beside those that may still be going on then.
    """
    buckets: dict[tuple[Iri, Iri], list[Entry]] = {}
    for entry in entries:
        for family, thing in product(_families(entry, knowledge), _things(entry, knowledge)):
            buckets.setdefault((family, thing), []).append(entry)
    seen: set[tuple[Iri, Iri]] = set()
    for _, bucket in sorted(buckets.items()):
        going_on: list[Entry] = []
        for entry in sorted(bucket, key=lambda e: (_window(e)[0], e.event.iri)):
            start = _window(entry)[0]
            going_on = [other for other in going_on if _window(other)[1] > start]
            for other in going_on:
                pair = (other.event.iri, entry.event.iri)
                if pair not in seen and pair[::-1] not in seen and _comparable(other, entry):
                    seen.add(pair)
                    yield other, entry
            going_on.append(entry)


def _families(entry: Entry, knowledge: Knowledge) -> Iterable[Iri]:
    """Return the broadest kinds of an event below Event; Event itself where it has no other."""
    supers = knowledge.taxonomy.superclasses
    kinds = set(entry.event.types) - {EVENT}
    return [kind for kind in sorted(kinds) if kinds.isdisjoint(supers.get(kind, ()))] or [EVENT]


def _things(entry: Entry, knowledge: Knowledge) -> Iterable[Iri]:
    """Return the actors and places of an event, and what these belong to or lie in."""
    return {thing for one in (*_actors(entry), *_places(entry)) for thing in _up(one, knowledge)}


def _comparable(one: Entry, other: Entry) -> bool:
    """Whether both are plans or neither is: a plan is never the event that it is a plan of."""
    return (one.event.status == "planned") == (other.event.status == "planned")


def _window(entry: Entry) -> tuple[int, int]:
    """Return from when to when an event can have gone on at most."""
    start, end = entry.bounds.start_earliest, entry.bounds.end_latest
    return (EARLIEST if start is None else start), (LATEST if end is None else end)


def _may_be_equal(chronology: Chronology, one: Iri, other: Iri) -> bool:
    """Whether the claims about time leave open that both are the same."""
    return "intervalEquals" in order(chronology, one, other).possible


# --- what speaks for a pair -----------------------------------------------------------------------


def _reasons(one: Entry, other: Entry, knowledge: Knowledge) -> tuple[Reason, ...]:
    found = (
        _kind_reason(one, other, knowledge),
        _time_reason(one.bounds, other.bounds),
        *_actor_reasons(one, other, knowledge),
        _place_reason(one, other, knowledge),
    )
    return tuple(reason for reason in found if reason is not None)


def _reason(what: str, things: Iterable[Iri] = (), points: int | None = None) -> Reason:
    return Reason(what, POINTS[what] if points is None else points, tuple(things))


def _kind_reason(one: Entry, other: Entry, knowledge: Knowledge) -> Reason:
    a, b = one.event.kinds, other.event.kinds
    if set(a) & set(b):
        return _reason("the same kind")
    is_a = knowledge.taxonomy.is_a
    if any(is_a(x, y) or is_a(y, x) for x, y in product(a, b)):
        return _reason("a kind of the other's")
    return _reason("kinds of one family")


def _time_reason(one: Bounds, other: Bounds) -> Reason | None:
    """Return how closely the starts of both are known to lie together; None if a side is open."""
    bounds = (one.start_earliest, other.start_earliest, one.start_latest, other.start_latest)
    known = [bound for bound in bounds if bound is not None]
    if len(known) < len(bounds):
        return None
    first, last = min(known), max(known)
    if first // DAY == last // DAY:
        return _reason("on the same day")
    return _reason("within the same week" if last - first < 7 * DAY else "within known days")


def _actor_reasons(one: Entry, other: Entry, knowledge: Knowledge) -> Iterator[Reason]:
    a, b = _actors(one), _actors(other)
    both = sorted(a & b)
    related = sorted(
        x for x in a - b if any(x in _up(y, knowledge) or y in _up(x, knowledge) for y in b - a)
    )
    points = min(MOST_FOR_ACTORS, len(both) * POINTS["an actor in both"])
    if both:
        yield _reason("an actor in both", both, points)
    rest = min(MOST_FOR_ACTORS - points, len(related) * POINTS["an actor of the other's"])
    if related and rest:
        yield _reason("an actor of the other's", related, rest)
    if a and b and not both and not related:
        yield _reason("no actor in common")


def _place_reason(one: Entry, other: Entry, knowledge: Knowledge) -> Reason | None:
    a, b = _places(one), _places(other)
    if not a or not b:
        return None
    if a & b:
        return _reason("the same place", sorted(a & b))
    within = sorted(
        x for x in a if any(x in _up(y, knowledge) or y in _up(x, knowledge) for y in b)
    )
    if within:
        return _reason("a place within the other's", within)
    return _reason("different places", sorted(a | b))


def _actors(entry: Entry) -> set[Iri]:
    return {participant.actor for participant in entry.participants}


def _places(entry: Entry) -> set[Iri]:
    return {place.place for place in entry.places}


def _up(thing: Iri, knowledge: Knowledge) -> tuple[Iri, ...]:
    """Return a thing with the places that it lies in and the actors that it belongs to."""
    return (thing, *knowledge.containers.get(thing, ()), *knowledge.wholes.get(thing, ()))
