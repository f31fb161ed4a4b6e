"""The cheapest way out of contradictions: claims read more weakly, or set aside.

An implicit hitting set: the cheapest choice that breaks every contradiction found so far is tried,
and what still contradicts is added, until nothing does (Reiter 1987; Chandrasekaran and others
2011). The claims are taken in all their readings, each resting on the assumption that no weaker one
is meant; giving up such an assumption costs less than giving up the claim.

A claim that is read more weakly stays, but it no longer fixes any bound: like one that is set
aside, it is left out of the network that the bounds come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.model import Iri, Knowledge
from dateline.reasoning.conflicts import Conflict, all_cores, conflict_of, disjoint_cores
from dateline.reasoning.constraints import Background, claim_read
from dateline.reasoning.hitting_sets import Price, cheapest_hitting_set
from dateline.reasoning.network import Network, joined
from dateline.reasoning.publications import publication_of
from dateline.reasoning.results import Reread as Reread
from dateline.reasoning.shortest_paths import Contradiction
from dateline.reasoning.solver import Schedule, settle
from dateline.time.weaker import RUNGS, SETTING_ASIDE, Rung

#: Admiralty reliability of a source, as a weight: how much it costs to set its claim aside.
RELIABILITY: Mapping[str, int] = {"A": 6, "B": 5, "C": 4, "D": 3, "E": 2, "F": 1}
UNRATED = 3
JUDGEMENT = 4

#: How many choices are tried in looking for the cheapest way out.
ROUNDS = 8


@dataclass(frozen=True)
class Reconciled:
    """A component's schedule without what was given up, and the conflicts that made it so.

    ``network`` is the component with all its claims.
    """

    network: Network
    schedule: Schedule
    conflicts: tuple[Conflict, ...] = ()
    set_aside: frozenset[Iri] = frozenset()
    more: bool = False
    reread: Reread = field(default_factory=dict)

    @property
    def given_up(self) -> frozenset[Iri]:
        """The claims that fix no bound: set aside, or read more weakly."""
        return self.set_aside | frozenset(self.reread)


@dataclass(frozen=True)
class Weighing:
    """How claims are weighed against each other.

    ``price`` is what it costs to set a claim aside. ``weaker`` gives the constraints of some claims
    in all their readings; without it, claims are taken at their word or not at all.
    """

    price: Callable[[Iri], Price]
    is_judgement: Callable[[Iri], bool] = lambda _: False
    weaker: Callable[[frozenset[Iri]], Network] | None = None

    def price_of(self, assumption: Iri) -> Price:
        """Return what it costs to give up a claim, or one of its stricter readings."""
        claim, rung = claim_read(assumption)
        weight, published = self.price(claim)
        share = SETTING_ASIDE if rung is None else RUNGS[rung].cost
        return Price(weight * share, published)

    def trust(self, assumption: Iri) -> tuple[bool, int, Iri]:
        """Sort what is least doubtful first: claims before judgements, the expensive first."""
        claim, _ = claim_read(assumption)
        return self.is_judgement(claim), -self.price_of(assumption).weight, assumption


def by_reliability(knowledge: Knowledge, *, readings: bool = True) -> Weighing:
    """Return how the claims are weighed: by the reliability of their sources."""
    claims, background = knowledge.by_iri, Background(knowledge)

    def price(iri: Iri) -> Price:
        source = claims[iri].source
        if source is None:
            return Price(JUDGEMENT)
        known = knowledge.sources.get(source)
        published = publication_of(knowledge, source).window.before or 0
        return Price(RELIABILITY.get(known.reliability, UNRATED) if known else UNRATED, published)

    return Weighing(
        price,
        lambda iri: claims[iri].is_judgement,
        background.weaker_network if readings else None,
    )


def reconcile_parts(
    parts: Sequence[Network], weighing: Weighing, known: Iterable[Reconciled] = ()
) -> tuple[Reconciled, ...]:
    """Solve components that share no constraint; what is given up in one is given up in all.

    A claim may speak of events in several components. So a conflict of one of them may hold a
    smaller one of another, and is left out; and broken components that share a claim are repaired
    together. A component that is among the ``known`` ones, and was found to hold together, is not
    solved again.
    """
    holding = {one.network: one for one in known if not one.conflicts and not one.given_up}
    taken = {n: holding[part] for n, part in enumerate(parts) if holding and part in holding}
    settled = [taken[n].schedule if n in taken else settle(part) for n, part in enumerate(parts)]
    broken = [n for n, found in enumerate(settled) if isinstance(found, Contradiction)]
    if not broken:
        return tuple(
            taken.get(n) or Reconciled(parts[n], found)
            for n, found in enumerate(settled)
            if isinstance(found, Schedule)
        )
    conflicts: dict[int, list[Conflict]] = {}
    more: set[int] = set()
    for n in broken:
        cores, may_be_more = all_cores(parts[n], weighing.trust)
        conflicts[n] = [conflict_of(core, weighing.is_judgement) for core in cores]
        more.update({n} if may_be_more else ())
    minimal = _minimal(conflict for those in conflicts.values() for conflict in those)
    aside, reread = _given_up([parts[n] for n in broken], weighing)
    given_up = aside | frozenset(reread)
    found = []
    for n, (part, one) in enumerate(zip(parts, settled, strict=True)):
        concerned = given_up & part.claims
        if not concerned and n in taken:
            found.append(taken[n])
            continue
        schedule = settle(part.without(concerned)) if concerned else one
        assert isinstance(schedule, Schedule), "a repair leaves no contradiction"
        found.append(
            Reconciled(
                part,
                schedule,
                tuple(sorted(c for c in conflicts.get(n, ()) if c in minimal)),
                aside & concerned,
                n in more,
                {claim: rungs for claim, rungs in reread.items() if claim in concerned},
            )
        )
    return tuple(found)


def _given_up(broken: Sequence[Network], weighing: Weighing) -> tuple[frozenset[Iri], Reread]:
    """Return the claims to set aside and those to read more weakly, over all broken components."""
    aside: frozenset[Iri] = frozenset()
    rungs: dict[Iri, tuple[Rung, ...]] = {}
    for group in _sharing([(n, part.claims) for n, part in enumerate(broken)]):
        for assumption in sorted(_cheapest_repair(joined([broken[n] for n in group]), weighing)):
            claim, rung = claim_read(assumption)
            if rung is None:
                aside |= {claim}
            else:
                rungs[claim] = (*rungs.get(claim, ()), rung)
    return aside, {claim: those for claim, those in rungs.items() if claim not in aside}


def _cheapest_repair(network: Network, weighing: Weighing) -> frozenset[Iri]:
    """Return the cheapest assumptions to give up so that the rest holds together.

    A choice that works is found first; it stands where the cheapest takes more than ``ROUNDS``.
    """
    readings = weighing.weaker(network.claims) if weighing.weaker else network
    prices = {assumption: weighing.price_of(assumption) for assumption in readings.claims}
    cores: list[frozenset[Iri]] = []
    workable: frozenset[Iri] = frozenset()
    while left := disjoint_cores(readings, workable, weighing.trust):
        cores += left
        workable |= {min(core, key=lambda a: (*prices[a], a)) for core in left}
    for _ in range(ROUNDS):
        chosen = cheapest_hitting_set(cores, prices)
        left = disjoint_cores(readings, chosen, weighing.trust)
        if not left:
            return chosen
        cores += left
    for assumption in sorted(workable, key=lambda a: (*prices[a], a), reverse=True):
        if isinstance(settle(readings.without(workable - {assumption})), Schedule):
            workable -= {assumption}
    return workable


def _sharing(broken: Sequence[tuple[int, frozenset[Iri]]]) -> list[list[int]]:
    """Group the numbers whose sets of claims have something in common."""
    groups: list[tuple[list[int], frozenset[Iri]]] = []
    for n, claims in broken:
        near = [group for group in groups if not group[1].isdisjoint(claims)]
        groups = [group for group in groups if group not in near]
        numbers = [number for group in near for number in group[0]]
        groups.append(([*numbers, n], claims.union(*(group[1] for group in near))))
    return [numbers for numbers, _ in groups]


def _minimal(conflicts: Iterable[Conflict]) -> frozenset[Conflict]:
    """Return the conflicts that hold no other one."""
    kept: dict[Iri, list[Conflict]] = {}
    for conflict in sorted(set(conflicts)):
        smaller = (other for claim in conflict.members for other in kept.get(claim, ()))
        if not any(other.members < conflict.members for other in smaller):
            for claim in conflict.members:
                kept.setdefault(claim, []).append(conflict)
    return frozenset(conflict for those in kept.values() for conflict in those)
