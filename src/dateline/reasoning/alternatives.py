"""What would be otherwise: another way out of a conflict, or a claim that is wrong.

It is never said which of the claims of a conflict is wrong. So next to the way out that was taken
stand the others, each with the bounds that it would change; a bound that changes with the way out
hangs on that choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from dateline.model import Claim, Iri, Knowledge
from dateline.reasoning.chronology import SIDES, Bounds, Chronology, Side, bounds_in, solve
from dateline.reasoning.conflicts import Conflict
from dateline.reasoning.constraints import Background, network_of, reading
from dateline.reasoning.solver import Schedule, settle
from dateline.time.weaker import RUNGS, Rung

Changes = Mapping[Iri, tuple[Bounds, Bounds]]
"""Events whose bounds differ: as they are, and as they would be."""

#: How many conflicts are looked at for what hangs on them.
LOOKED_AT = 50


@dataclass(frozen=True)
class WayOut:
    """One way to resolve a conflict: a claim is set aside, or read with a rung given up.

    ``two_events`` names an event of which the claims would then be of two different ones.
    """

    claim: Iri
    rungs: tuple[Rung, ...] = ()
    two_events: Iri | None = None
    applied: bool = False
    changes: Changes = field(default_factory=dict)


def ways_out(chronology: Chronology, conflict: Conflict) -> tuple[WayOut, ...]:
    """Return the ways out of a conflict: the applied ones first, then weaker readings."""
    found = [
        replace(
            way,
            applied=_is_applied(chronology, way),
            changes={} if way.two_events else _if_otherwise(chronology, conflict, way.claim),
        )
        for way in (*_readings(chronology.knowledge, conflict), *_split(chronology, conflict))
    ]
    return tuple(sorted(found, key=lambda way: not way.applied))


def _is_applied(chronology: Chronology, way: WayOut) -> bool:
    if way.two_events:
        return False
    if way.rungs:
        return way.claim in chronology.reread
    return way.claim in chronology.set_aside


def _readings(knowledge: Knowledge, conflict: Conflict) -> Iterator[WayOut]:
    """Yield for each claim its cheapest weaker reading that resolves the conflict, then itself."""
    weaker = Background(knowledge).weaker_network(conflict.members)
    aside = []
    for claim in (*conflict.claims, *conflict.assuming):
        rungs = [rung for rung in RUNGS if reading(claim, rung) in weaker.claims]
        for rung in rungs:
            given_up = frozenset({reading(claim, rung)})
            if isinstance(settle(weaker.without(given_up)), Schedule):
                yield WayOut(claim, (rung,))
                break
        aside.append(WayOut(claim))
    yield from aside


def _split(chronology: Chronology, conflict: Conflict) -> Iterator[WayOut]:
    """Yield the events that several sources name alike, and that may be two: then all holds."""
    claims = [chronology.knowledge.by_iri[iri] for iri in conflict.claims]
    for source in sorted({claim.source for claim in claims if claim.source is not None}):
        own = [claim for claim in claims if claim.source == source]
        others = _events_in((c for c in claims if c.source != source), chronology)
        for event in sorted(_events_in(own, chronology) & others):
            other_name = Iri(f"{event} of {source}")
            split = [
                replace(
                    claim,
                    triples=tuple(
                        replace(
                            t,
                            subject=other_name if t.subject == event else t.subject,
                            value=other_name if t.value == event else t.value,
                        )
                        for t in claim.triples
                    ),
                )
                if claim in own
                else claim
                for claim in (*claims, *(chronology.knowledge.by_iri[i] for i in conflict.assuming))
            ]
            if isinstance(
                settle(network_of(replace(chronology.knowledge, claims=tuple(split)))), Schedule
            ):
                yield WayOut(own[0].iri, two_events=event)
                return


def _events_in(claims: Iterable[Claim], chronology: Chronology) -> set[Iri]:
    """Return the events that claims speak of."""
    things = {x for c in claims for t in c.triples for x in (t.subject, t.value)}
    return {thing for thing in things if isinstance(thing, Iri) and thing in chronology.home}


def _if_otherwise(chronology: Chronology, conflict: Conflict, claim: Iri) -> Changes:
    """Return what changes if a conflict is resolved through this claim instead."""
    changes: dict[Iri, tuple[Bounds, Bounds]] = {}
    for part in chronology.parts:
        if claim not in part.network.claims or part.given_up.isdisjoint(conflict.members):
            continue
        instead = (part.given_up - conflict.members) | {claim}
        settled = settle(part.network.without(instead))
        if not isinstance(settled, Schedule):
            settled = settle(part.network.without(instead | part.given_up))
        if isinstance(settled, Schedule):
            changes.update(_differences(part.schedule, settled))
    return changes


def _differences(now: Schedule, then: Schedule) -> Iterator[tuple[Iri, tuple[Bounds, Bounds]]]:
    for event in now.network.events:
        before, after = bounds_in(now, event), bounds_in(then, event)
        if before != after:
            yield event, (before, after)


def hanging_on_repairs(chronology: Chronology) -> Mapping[Iri, frozenset[Side]]:
    """Return the bounds that would be others if another claim of some conflict were given up.

    Only the first ``LOOKED_AT`` conflicts are looked at.
    """
    found: dict[Iri, frozenset[Side]] = {}
    for conflict in chronology.conflicts[:LOOKED_AT]:
        for claim in conflict.claims:
            for event, (now, then) in _if_otherwise(chronology, conflict, claim).items():
                found[event] = found.get(event, frozenset()) | differing(now, then)
    return found


def differing(now: Bounds, then: Bounds) -> frozenset[Side]:
    """Return the sides on which two bounds differ."""
    return frozenset(
        side
        for side, one, other in zip(SIDES, now.in_order, then.in_order, strict=True)
        if one != other
    )


@dataclass(frozen=True)
class WhatIf:
    """What is otherwise without a claim: bounds, conflicts that go, events nobody else tells of."""

    claim: Iri
    changes: Changes
    resolved: tuple[Conflict, ...]
    untold: tuple[Iri, ...]


def what_if_wrong(chronology: Chronology, claim: Iri) -> WhatIf:
    """Return what would be otherwise if a claim had not been made."""
    knowledge = chronology.knowledge
    rest = replace(knowledge, claims=tuple(c for c in knowledge.claims if c.iri != claim))
    then = solve(rest, chronology.parts)
    told = {t.subject for c in rest.claims for t in c.triples if t.predicate == "type"}
    types = {
        t.subject for t in knowledge.by_iri[claim].triples if t.predicate == "type"
    } & chronology.home.keys()
    changes = {
        event: (chronology.bounds(event), then.bounds(event))
        for event in chronology.home
        if event in then.home
        and chronology.parts[chronology.home[event]] is not then.parts[then.home[event]]
        and chronology.bounds(event) != then.bounds(event)
    }
    gone = tuple(c for c in chronology.conflicts if c not in then.conflicts)
    return WhatIf(claim, changes, gone, tuple(sorted(types - told)))
