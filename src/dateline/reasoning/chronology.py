"""What the claims together say about time: bounds of every event, conflicts, and reasons.

Reported events are solved first, component by component, setting the cheapest claims aside where
they contradict. Planned events come after: plans never tighten what was reported, and plans that
differ are revisions, not contradictions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dateline.model import Claim, Iri, Knowledge
from dateline.reasoning.constraints import network_of
from dateline.reasoning.hitting_sets import Price
from dateline.reasoning.network import Edge, Network, end_of, start_of
from dateline.reasoning.repairs import (
    Reconciled,
    Weighing,
    by_reliability,
    reconcile_parts,
)
from dateline.reasoning.results import SIDES as SIDES
from dateline.reasoning.results import Bounds as Bounds
from dateline.reasoning.results import Conflict, Reread
from dateline.reasoning.results import Side as Side
from dateline.reasoning.solver import EVERYTHING, UNKNOWN, Schedule, Span, explain, settle
from dateline.time.calendar import DAY


@dataclass(frozen=True)
class Chronology:
    """The solved knowledge; ``parts`` share no constraint with one another.

    ``set_aside`` claims do not count, and ``reread`` ones stand in a weaker reading only: neither
    fixes a bound.
    """

    knowledge: Knowledge
    parts: tuple[Reconciled, ...]
    home: Mapping[Iri, int]
    conflicts: tuple[Conflict, ...]
    set_aside: frozenset[Iri]
    more_conflicts: bool
    reread: Reread

    @property
    def given_up(self) -> frozenset[Iri]:
        """The claims that fix no bound: set aside, or read more weakly."""
        return self.set_aside | self.reread.keys()

    def schedule(self, event: Iri) -> Schedule:
        """Return the schedule of the part that the event belongs to."""
        return self.parts[self.home[event]].schedule

    def points(self, event: Iri) -> tuple[int, int]:
        """Return the numbers of the event's start and end in its schedule."""
        number = self.schedule(event).network.number[event]
        return start_of(number), end_of(number)

    def bounds(self, event: Iri) -> Bounds:
        """Return the event's bounds."""
        return bounds_in(self.schedule(event), event)

    def reasons(self, event: Iri, side: Side) -> tuple[Edge, ...]:
        """Return the chain of constraints that fixes a bound, from the calendar to the event."""
        s, t = self.points(event)
        point = s if side.startswith("start") else t
        return explain(
            self.schedule(event), point, "earliest" if side.endswith("Earliest") else "latest"
        )

    def rests_on_disputed(self, event: Iri) -> bool:
        """Whether some bound of the event hangs on a claim that somebody disputes."""
        disputed = self.knowledge.disputed
        return bool(disputed) and any(
            not disputed.isdisjoint(edge.basis.claims)
            for side in SIDES
            for edge in self.reasons(event, side)
        )

    @cached_property
    def display_schedule(self) -> Mapping[Iri, tuple[int, int]]:
        """A start and end for every event that satisfies every constraint, near the known dates.

        For drawing and sorting only: it says nothing that the bounds do not say.
        """
        found: dict[Iri, tuple[int, int]] = {}
        for place in range(len(self.parts)):
            schedule = self.fitted(place)
            for number, event in enumerate(schedule.network.events):
                if self.home.get(event) == place:  # plans are solved beside reported events
                    found[event] = (
                        schedule.middle(start_of(number)),
                        schedule.middle(end_of(number)),
                    )
        return found

    def fitted(self, part: int) -> Schedule:
        """Return the bounds of a part within sight of the known dates."""
        if part not in self._fitted:
            network = self.parts[part].schedule.network
            self._fitted[part] = fitting_schedule(network, self.known_span)
        return self._fitted[part]

    @cached_property
    def _fitted(self) -> dict[int, Schedule]:
        return {}

    @cached_property
    def known_span(self) -> Span:
        """From the first to the last bound that is known."""
        known = [
            value
            for part in self.parts
            for values in (part.schedule.earliest, part.schedule.latest)
            for value in values[1:]
            if abs(value) < UNKNOWN
        ]
        return (min(known), max(known)) if known else (0, DAY)


def fitting_schedule(network: Network, span: Span) -> Schedule:
    """Return a schedule within a month of the span, or as little beyond it as it takes.

    The network must hold together, or there is no such schedule to look for.
    """
    margin = 31 * DAY
    while True:
        low, high = max(span[0] - margin, EVERYTHING[0]), min(span[1] + margin, EVERYTHING[1])
        schedule = settle(network, (low, high))
        if isinstance(schedule, Schedule) and (
            (low, high) == EVERYTHING
            or (min(schedule.latest[1:]) >= low and max(schedule.earliest[1:]) <= high)
        ):
            return schedule
        margin *= 32


def bounds_in(schedule: Schedule, event: Iri) -> Bounds:
    """Return the bounds of an event of the schedule's network."""
    number = schedule.network.number[event]
    s, t = start_of(number), end_of(number)
    return Bounds(
        _known(schedule.earliest[s]),
        _known(schedule.latest[s]),
        _known(schedule.earliest[t]),
        _known(schedule.latest[t]),
    )


def _known(value: int) -> int | None:
    return value if abs(value) < UNKNOWN else None


def solve(knowledge: Knowledge, known: Sequence[Reconciled] = ()) -> Chronology:
    """Return what the claims together say about time.

    Parts that are ``known`` already, and come up again as they were, are not solved again.
    """
    reported = replace(
        knowledge, claims=tuple(c for c in knowledge.claims if c.modality != "planned")
    )
    parts = reconcile_parts(network_of(reported).components(), by_reliability(reported), known)
    aside = frozenset(claim for part in parts for claim in part.set_aside)
    reread = {claim: rungs for part in parts for claim, rungs in part.reread.items()}
    conflicts = tuple(sorted({conflict for part in parts for conflict in part.conflicts}))
    more = any(part.more for part in parts)
    home = {
        event: n
        for n, part in enumerate(parts)
        for event in part.schedule.network.events
        if event not in knowledge.sources  # an undated source is a point, and not an event
    }
    planned = planned_events(knowledge.claims, aside)
    if planned:
        network = network_of(knowledge).without(aside | frozenset(reread))
        plans = reconcile_parts(network.components(), _plans_go_first(knowledge), known)
        for part in plans:
            aside |= part.set_aside
            for event in part.schedule.network.events:
                if event in planned or event not in home | knowledge.sources.keys():
                    home[event] = len(parts)
            parts = (*parts, part)
    return Chronology(knowledge, parts, home, conflicts, aside, more, reread)


def _plans_go_first(knowledge: Knowledge) -> Weighing:
    """Return how plans are weighed: against each other, and never against what is reported."""
    claims = knowledge.by_iri
    return Weighing(
        lambda iri: Price(1 if claims[iri].modality == "planned" else 1 << 20),
        lambda iri: claims[iri].is_judgement,
    )


def planned_events(
    claims: Iterable[Claim], set_aside: frozenset[Iri] = frozenset()
) -> frozenset[Iri]:
    """Return the events that are said to be planned, and by nobody to have happened.

    What is judged to be the same event as one that has happened has happened too, unless the
    judgement is set aside.
    """
    plans: set[Iri] = set()
    happened: set[Iri] = set()
    same: dict[Iri, set[Iri]] = {}
    for claim in claims:
        for triple in claim.triples:
            if triple.predicate == "type" and claim.modality != "hypothetical":
                (plans if claim.modality == "planned" else happened).add(triple.subject)
            elif (
                triple.predicate == "sameEventAs"
                and isinstance(triple.value, Iri)
                and claim.modality == "asserted"
                and claim.iri not in set_aside
            ):
                same.setdefault(triple.subject, set()).add(triple.value)
                same.setdefault(triple.value, set()).add(triple.subject)
    waiting = list(happened)
    while waiting:
        others = same.get(waiting.pop(), set()) - happened
        happened |= others
        waiting += others
    return frozenset(plans - happened)
