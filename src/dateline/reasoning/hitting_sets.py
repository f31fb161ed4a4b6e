"""Sets that meet every one of some other sets: the ways out of a collection of conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dateline.model import Iri

#: How many partial choices are looked at by hand. What takes more is left to a solver of integer
#: programs, which is exact too within ``NODES``, but slower to start than all of the rest.
EFFORT = 2_000


#: How many nodes of its search an integer program may look at.
NODES = 50


class Price(NamedTuple):
    """What choosing a member costs; among equal sums, what to choose first: the latest published.

    ``weight`` is at least 1; ``published`` is in seconds, and any number where it is unknown.
    """

    weight: int
    published: int = 0


def cheapest_hitting_set(
    sets: Sequence[frozenset[Iri]], prices: Mapping[Iri, Price]
) -> frozenset[Iri]:
    """Return the set of least total weight that meets every set, none of which is empty.

    Among sets of equal weight the one whose members rank first among all that have a price: the
    lightest, then the latest published, then the last by name. Branch and bound on the smallest set
    not met yet; where that takes more than ``EFFORT``, a mixed-integer program. Should even that
    take more than ``NODES``, it is the best set found so far, which meets every set too.
    """
    if not sets:
        return frozenset()
    by_name = sorted(prices, reverse=True)
    ranked = sorted(by_name, key=lambda m: (prices[m].weight, -prices[m].published))
    members = frozenset().union(*sets)
    ranks = {member: rank for rank, member in enumerate(ranked) if member in members}
    weights = {member: prices[member].weight for member in ranks}
    step = 1 + sum(ranks.values())  # so that ranks never outweigh a unit of weight
    costs = {member: weights[member] * step + ranks[member] for member in ranks}
    found = _by_branching(sets, costs)
    if found is None:
        found = _by_programming(sets, weights, ranks)
    return _greedy(sets, costs) if found is None else found


def _by_branching(
    sets: Sequence[frozenset[Iri]], costs: Mapping[Iri, int]
) -> frozenset[Iri] | None:
    best = _greedy(sets, costs)
    best_cost = sum(costs[c] for c in best)
    effort = 0
    stack: list[tuple[int, frozenset[Iri], frozenset[Iri]]] = [(0, frozenset(), frozenset())]
    while stack:
        effort += 1
        if effort > EFFORT:
            return None
        cost, chosen, barred = stack.pop()
        open_sets = [s - barred for s in sets if s.isdisjoint(chosen)]
        if cost + _floor(open_sets, costs) > best_cost:
            continue
        if not open_sets:
            if (cost, sorted(chosen)) < (best_cost, sorted(best)):
                best, best_cost = chosen, cost
            continue
        branch = min(open_sets, key=lambda s: (len(s), sorted(s)))
        tried: frozenset[Iri] = barred
        for claim in sorted(branch, key=lambda c: (costs[c], c)):
            stack.append((cost + costs[claim], chosen | {claim}, tried))
            tried |= {claim}
    return best


def _greedy(sets: Sequence[frozenset[Iri]], costs: Mapping[Iri, int]) -> frozenset[Iri]:
    chosen: set[Iri] = set()
    while open_sets := [s for s in sets if s.isdisjoint(chosen)]:
        candidates = set().union(*open_sets)
        chosen.add(min(candidates, key=lambda c: (costs[c] / sum(c in s for s in open_sets), c)))
    return frozenset(chosen)


def _floor(open_sets: Sequence[frozenset[Iri]], costs: Mapping[Iri, int]) -> int:
    """Return a cost that no completion stays below: disjoint sets need a member each."""
    total = 0
    used: set[Iri] = set()
    for one in sorted(open_sets, key=len):
        if used.isdisjoint(one):
            used |= one
            total += min((costs[c] for c in one), default=1 << 62)
    return total


def _by_programming(
    sets: Sequence[frozenset[Iri]], weights: Mapping[Iri, int], ranks: Mapping[Iri, int]
) -> frozenset[Iri] | None:
    """Minimise the weights, and then the ranks among sets of that weight, over 0 and 1.

    None where nothing is found within ``NODES``.
    """
    # SciPy takes longer to import than a small timeline takes altogether.
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    members = sorted(weights)
    place = {member: n for n, member in enumerate(members)}
    rows = [row for row, one in enumerate(sets) for _ in one]
    columns = [place[member] for one in sets for member in sorted(one)]
    meets = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(sets), len(members)))
    constraints = [LinearConstraint(meets, lb=1)]
    chosen = None
    for cost in (weights, ranks):
        vector = np.array([cost[member] for member in members], dtype=float)
        found = milp(
            vector,
            integrality=np.ones(len(members)),
            bounds=Bounds(0, 1),
            constraints=constraints,
            options={"mip_rel_gap": 0, "node_limit": NODES},
        )
        if found.x is None:
            break
        chosen = found.x
        if not found.success:
            break
        constraints.append(LinearConstraint(vector[np.newaxis, :], ub=round(found.fun) + 0.5))
    if chosen is None:
        return None
    return frozenset(member for member, share in zip(members, chosen, strict=True) if share > 0.5)


def minimal_hitting_sets(sets: Iterable[frozenset[Iri]]) -> Sequence[frozenset[Iri]]:
    """Return every set that meets all sets and of which no part does, each once (Berge 1989)."""
    found: Sequence[frozenset[Iri]] = (frozenset(),)
    for one in sets:
        found = with_another_set(found, one)
    return found


def with_another_set(
    found: Sequence[frozenset[Iri]], one: frozenset[Iri]
) -> Sequence[frozenset[Iri]]:
    """Return the minimal hitting sets of some sets and another one, from those of the former.

    Those that meet it stay as they are; the others need one more member. That is minimal if
    no set that stays is a part of it; and such a part holds the new member.
    """
    stay = [each for each in found if not each.isdisjoint(one)]
    with_member: dict[Iri, list[frozenset[Iri]]] = {}
    for each in stay:
        for member in each & one:
            with_member.setdefault(member, []).append(each)
    grown = (
        (each | {member}, member)
        for each in found
        if each.isdisjoint(one)
        for member in sorted(one)
    )
    more = [
        larger
        for larger, member in grown
        if not any(part <= larger for part in with_member.get(member, ()))
    ]
    return [*stay, *more]
