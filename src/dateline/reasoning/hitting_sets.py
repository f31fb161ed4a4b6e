"""Sets that meet every one of some other sets: the ways out of a collection of conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dateline.model import Iri

#: How many partial choices are looked at before settling for a good set instead of the best one.
EFFORT = 20_000


def cheapest_hitting_set(
    sets: Sequence[frozenset[Iri]], costs: Mapping[Iri, int]
) -> frozenset[Iri]:
    """Return the set of least total cost that meets every set (ties by IRI).

    Branch and bound on the smallest set not met yet. Exact unless ``EFFORT`` runs out, which takes
    dozens of overlapping conflicts; then the best set found so far, which meets every set too.
    """
    best = _greedy(sets, costs)
    best_cost = sum(costs.get(c, 0) for c in best)
    effort = 0
    stack: list[tuple[int, frozenset[Iri], frozenset[Iri]]] = [(0, frozenset(), frozenset())]
    while stack and effort < EFFORT:
        effort += 1
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
        for claim in sorted(branch, key=lambda c: (costs.get(c, 0), c)):
            stack.append((cost + costs.get(claim, 0), chosen | {claim}, tried))
            tried |= {claim}
    return best


def _greedy(sets: Sequence[frozenset[Iri]], costs: Mapping[Iri, int]) -> frozenset[Iri]:
    chosen: set[Iri] = set()
    while open_sets := [s for s in sets if s.isdisjoint(chosen)]:
        candidates = set().union(*open_sets)
        chosen.add(
            min(
                candidates,
                key=lambda c: (costs.get(c, 0) / sum(c in s for s in open_sets), c),
            )
        )
    return frozenset(chosen)


def _floor(open_sets: Sequence[frozenset[Iri]], costs: Mapping[Iri, int]) -> int:
    """Return a cost that no completion stays below: disjoint sets need a member each."""
    total = 0
    used: set[Iri] = set()
    for one in sorted(open_sets, key=len):
        if used.isdisjoint(one):
            used |= one
            total += min((costs.get(c, 0) for c in one), default=1 << 62)
    return total


def minimal_hitting_sets(sets: Sequence[frozenset[Iri]]) -> Iterator[frozenset[Iri]]:
    """Yield every set that meets all sets and of which no part does, each once, in any order.

    Depth first; a choice is dropped as soon as one of its members no longer meets a set alone.
    """
    stack: list[tuple[frozenset[Iri], frozenset[Iri]]] = [(frozenset(), frozenset())]
    while stack:
        chosen, barred = stack.pop()
        if not all(any(s & chosen == {member} for s in sets) for member in chosen):
            continue
        unmet = next((s for s in sets if s.isdisjoint(chosen)), None)
        if unmet is None:
            yield chosen
            continue
        for claim in sorted(unmet - barred):
            stack.append((chosen | {claim}, barred))
            barred |= {claim}
