"""Contradictions among claims, and the cheapest way out of them.

A contradiction is a set of claims that cannot all hold: minimal, so that leaving out any one of
them lets the rest stand. All of them are found through the duality of conflicts and repairs
(Reiter 1987): as long as some way of giving up claims, chosen to break every contradiction found
so far, still leaves one, that one is new. It is never said *which* claim is wrong, only that one of
these is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.model import Claim, Iri, Knowledge
from dateline.reasoning.constraints import publication_of
from dateline.reasoning.hitting_sets import cheapest_hitting_set, minimal_hitting_sets
from dateline.reasoning.network import Network
from dateline.reasoning.shortest_paths import Contradiction
from dateline.reasoning.solver import Schedule, settle

#: How many ways out are tried in one component before saying that there may be more conflicts.
WAYS_OUT = 200

#: Admiralty reliability of a source, as a weight: how much it costs to set its claim aside.
RELIABILITY: Mapping[str, int] = {"A": 6, "B": 5, "C": 4, "D": 3, "E": 2, "F": 1}
UNRATED = 3
JUDGEMENT = 4


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """Claims that cannot all hold, and the judgements that the argument assumes."""

    size: int
    claims: tuple[Iri, ...]
    assuming: tuple[Iri, ...]

    @property
    def members(self) -> frozenset[Iri]:
        """Everything of which one must be wrong."""
        return frozenset((*self.claims, *self.assuming))


@dataclass(frozen=True)
class Reconciled:
    """A component's schedule after setting claims aside, and the conflicts that made it so."""

    schedule: Schedule
    conflicts: tuple[Conflict, ...] = ()
    set_aside: frozenset[Iri] = frozenset()
    more: bool = False


def costs_of(knowledge: Knowledge) -> Mapping[Iri, int]:
    """Return what setting each claim aside costs: by the reliability of its source.

    Among equals the latest published is the cheapest, then the last by IRI.
    """

    def weight(claim: Claim) -> int:
        if claim.source is None:
            return JUDGEMENT
        source = knowledge.sources.get(claim.source)
        return RELIABILITY.get(source.reliability, UNRATED) if source else UNRATED

    published = {
        source: publication_of(knowledge, source).window.before or 0 for source in knowledge.sources
    }

    def latest_first(claim: Claim) -> int:
        return -(published.get(claim.source, 0) if claim.source else 0)

    by_iri = sorted(knowledge.claims, key=lambda claim: claim.iri, reverse=True)
    ranked = sorted(by_iri, key=latest_first)
    step = len(ranked) * (len(ranked) + 1)  # so that ties never outweigh one step of reliability
    return {claim.iri: weight(claim) * step + rank for rank, claim in enumerate(ranked)}


def reconcile_parts(
    parts: Sequence[Network], costs: Mapping[Iri, int], is_judgement: Callable[[Iri], bool]
) -> tuple[Reconciled, ...]:
    """Solve components that share no constraint; what is given up in one is given up in all.

    A claim may speak of events in several components. So a conflict of one of them may hold
    a smaller one of another, and is left out; and a claim is set aside only if some conflict that
    is left needs it.
    """
    found = [reconcile(part, costs, is_judgement) for part in parts]
    conflicts = _minimal(conflict for one in found for conflict in one.conflicts)
    if not conflicts:
        return tuple(found)
    aside = frozenset(claim for one in found for claim in one.set_aside)
    for claim in sorted(aside, key=lambda c: (-costs.get(c, 0), c)):
        if all(not c.members.isdisjoint(aside - {claim}) for c in conflicts):
            aside -= {claim}
    for place, (part, one) in enumerate(zip(parts, found, strict=True)):
        given_up = aside & part.claims
        if given_up != one.set_aside:
            again = reconcile(part.without(given_up), costs, is_judgement)
            one = replace(one, schedule=again.schedule, set_aside=given_up | again.set_aside)
        found[place] = replace(one, conflicts=tuple(c for c in one.conflicts if c in conflicts))
    return tuple(found)


def _minimal(conflicts: Iterable[Conflict]) -> frozenset[Conflict]:
    """Return the conflicts that hold no other one."""
    kept: dict[Iri, list[Conflict]] = {}
    for conflict in sorted(set(conflicts)):
        smaller = (other for claim in conflict.members for other in kept.get(claim, ()))
        if not any(other.members < conflict.members for other in smaller):
            for claim in conflict.members:
                kept.setdefault(claim, []).append(conflict)
    return frozenset(conflict for those in kept.values() for conflict in those)


def reconcile(
    network: Network, costs: Mapping[Iri, int], is_judgement: Callable[[Iri], bool]
) -> Reconciled:
    """Solve a component; where its claims contradict, find all conflicts, the cheapest repair."""
    settled = settle(network)
    if isinstance(settled, Schedule):
        return Reconciled(settled)
    conflicts = [minimise(network, settled, costs, is_judgement)]
    while True:
        aside = cheapest_hitting_set([c.members for c in conflicts], costs)
        settled = settle(network.without(aside))
        if isinstance(settled, Schedule):
            break
        conflicts.append(minimise(network, settled, costs, is_judgement))
    schedule = settled
    more = False
    tried = {aside}
    while len(tried) < WAYS_OUT:
        ways_out = minimal_hitting_sets([c.members for c in conflicts])
        untried = next((way for way in ways_out if way not in tried), None)
        if untried is None:
            break
        tried.add(untried)
        settled = settle(network.without(untried))
        if isinstance(settled, Contradiction):
            conflicts.append(minimise(network, settled, costs, is_judgement))
    else:
        more = True
    return Reconciled(schedule, tuple(sorted(conflicts)), aside, more)


def minimise(
    network: Network,
    found: Contradiction,
    costs: Mapping[Iri, int],
    is_judgement: Callable[[Iri], bool],
) -> Conflict:
    """Return a minimal conflict within a contradiction: first over claims, then over judgements.

    The least doubtful claims are left out first, so that the doubtful ones stay visible.
    """
    kept = set(found.claims)
    for claim in sorted(kept, key=lambda c: (is_judgement(c), -costs.get(c, 0), c)):
        rest = frozenset(kept - {claim})
        if isinstance(settle(network.only(rest)), Contradiction):
            kept.discard(claim)
    claims = tuple(sorted(claim for claim in kept if not is_judgement(claim)))
    assuming = tuple(sorted(claim for claim in kept if is_judgement(claim)))
    return Conflict(len(kept), claims, assuming)
