"""Which events are held to be one, and which are held apart: what judgements of identity come to.

Nothing is merged for good. ``sameEventAs`` joins two events and, through others, whole classes of
them; ``differentEventFrom`` holds two apart. Where both are said of the same two events, that is a
contradiction, and the events stay apart: whoever joins what is two loses what was said of each, and
whoever keeps apart what is one loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dateline.model import Claim, Iri, Knowledge
from dateline.reasoning.conflicts import Conflict, conflict_of
from dateline.reasoning.repairs import by_reliability

SAME, DIFFERENT = "sameEventAs", "differentEventFrom"


@dataclass(frozen=True, slots=True)
class HeldApart:
    """The contradictions among judgements of identity, and the claims set aside for them."""

    conflicts: tuple[Conflict, ...] = ()
    set_aside: frozenset[Iri] = frozenset()


def identities(claims: Iterable[Claim], relation: str) -> Iterator[tuple[Iri, Iri, Claim]]:
    """Yield the two events of each statement that they are the same, or different ones.

    What is only supposed to be the same joins nothing.
    """
    for claim in claims:
        if claim.modality == "hypothetical":
            continue
        for triple in claim.triples:
            if triple.predicate == relation and isinstance(triple.value, Iri):
                yield triple.subject, triple.value, claim


def canonical_events(
    knowledge: Knowledge, events: Iterable[Iri], set_aside: frozenset[Iri] = frozenset()
) -> Mapping[Iri, Iri]:
    """Return the canonical event of each: of its identity class, the one that the others go by.

    That is an event that is not itself said to be the same as another one, so that a new report
    which says so renames nothing; then the first by IRI. Events that no claim tells of any more
    still connect, and lend no name.
    """
    told = set(events)
    leader = {event: event for event in told}
    pointing: set[Iri] = set()

    def find(event: Iri) -> Iri:
        while leader.setdefault(event, event) != event:
            event = leader[event]
        return event

    for event, other, claim in identities(knowledge.claims, SAME):
        if claim.iri not in set_aside:
            leader[find(event)] = find(other)
            pointing.add(event)
    name: dict[Iri, Iri] = {}
    for event in sorted(leader, key=lambda e: (e not in told, e in pointing, e)):
        name.setdefault(find(event), event)
    return {event: name[find(event)] for event in leader}


def held_apart(knowledge: Knowledge) -> HeldApart:
    """Return what contradicts the judgements that two events are different, one path at a time.

    The events of such a judgement must not be connected by ``sameEventAs``. As long as they are,
    the shortest path and the judgement cannot all hold, and of the path that claim is set aside
    which costs least by the reliability of its source; among equals the one that was published or
    recorded last, then the last by IRI.
    """
    different = list(identities(knowledge.claims, DIFFERENT))
    if not different:
        return HeldApart()
    claims = knowledge.by_iri
    weighing = by_reliability(knowledge, readings=False)
    conflicts: list[Conflict] = []
    aside: set[Iri] = set()
    joined = _joined(knowledge)
    for event, other, apart in sorted(different, key=lambda found: (found[2].iri, *found[:2])):
        while path := _path(joined, event, other, aside):
            conflicts.append(conflict_of({*path, apart.iri}, weighing.is_judgement))
            prices = {claim: weighing.price(claim) for claim in path}
            least = min(price.weight for price in prices.values())
            cheapest = [claim for claim in path if prices[claim].weight == least]
            aside.add(max(cheapest, key=lambda c: (prices[c].published, claims[c].recorded_at, c)))
    return HeldApart(tuple(sorted(set(conflicts))), frozenset(aside))


def without_joining(knowledge: Knowledge, claims: frozenset[Iri]) -> Knowledge:
    """Return the knowledge in which these claims no longer join events; the rest of them stays."""
    if not claims:
        return knowledge
    return replace(
        knowledge,
        claims=tuple(
            replace(claim, triples=tuple(t for t in claim.triples if t.predicate != SAME))
            if claim.iri in claims
            else claim
            for claim in knowledge.claims
        ),
    )


Joined = Mapping[Iri, list[tuple[Iri, Iri]]]
"""For each event the claims that join it to others, with these."""


def _joined(knowledge: Knowledge) -> Joined:
    found: dict[Iri, list[tuple[Iri, Iri]]] = {}
    for event, other, claim in identities(knowledge.claims, SAME):
        found.setdefault(event, []).append((claim.iri, other))
        found.setdefault(other, []).append((claim.iri, event))
    return found


def _path(joined: Joined, event: Iri, other: Iri, aside: set[Iri]) -> tuple[Iri, ...]:
    """Return the claims along a shortest path from one event to another; empty if there is none."""
    reached: dict[Iri, tuple[Iri, ...]] = {event: ()}
    level = [event]
    while level and other not in reached:
        following: list[Iri] = []
        for here in level:
            for claim, there in sorted(joined.get(here, ())):
                if claim not in aside and there not in reached:
                    reached[there] = (*reached[here], claim)
                    following.append(there)
        level = following
    return reached.get(other, ())
