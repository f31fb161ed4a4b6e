"""Contradictions among claims: minimal sets of claims that cannot all hold.

Minimal means that leaving out any one of them lets the rest stand. All of them are found through
the duality of conflicts and repairs (Reiter 1987): as long as some way of giving up claims, chosen
to break every contradiction found so far, still leaves one, that one is new. It is never said
*which* claim is wrong, only that one of these is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import prod
from typing import Any

from dateline.model import Iri
from dateline.reasoning.hitting_sets import (
    Price,
    cheapest_hitting_set,
    minimal_hitting_sets,
    with_another_set,
)
from dateline.reasoning.network import Network
from dateline.reasoning.results import Conflict as Conflict
from dateline.reasoning.shortest_paths import Contradiction
from dateline.reasoning.solver import settle

#: How many ways out are tried in one component before saying that there may be more conflicts, and
#: how many points are looked at for that: of a large component, fewer ways out are tried.
WAYS_OUT = 1_000
LOOKS = 100_000
#: How many ways out are kept in mind: beyond them there are too many to try.
KEPT = 20_000


def _most_ways_out(network: Network) -> int:
    return min(WAYS_OUT, 50 + LOOKS // (1 + 2 * len(network.events)))


Trust = Callable[[Iri], Any]
"""A key by which claims sort, the most trusted first."""


def conflict_of(members: Iterable[Iri], is_judgement: Callable[[Iri], bool]) -> Conflict:
    """Return the conflict of these claims and judgements."""
    ordered = sorted(members)
    return Conflict(
        len(ordered),
        tuple(claim for claim in ordered if not is_judgement(claim)),
        tuple(claim for claim in ordered if is_judgement(claim)),
    )


def all_cores(
    network: Network, trust: Trust, known: Iterable[frozenset[Iri]] = ()
) -> tuple[list[frozenset[Iri]], bool]:
    """Return the minimal sets of claims that contradict, and whether there may be more.

    The smallest come first. Where there may be more, one of the smallest is among them unless the
    search for it had to be given up, and of a plain network, all that are smaller than the last one
    that the search found (``smallest.smallest_first``). ``known`` are
    minimal sets already found, which are not looked for again.
    """
    given = list(known)
    disjoint = disjoint_cores(network, frozenset(), trust)
    cores = list(dict.fromkeys([*given, *disjoint]))
    more = bool(cores)
    if prod(map(len, disjoint)) <= _most_ways_out(network):  # there are at least so many ways out
        more = _add_by_ways_out(network, cores, trust)
    if more and not network.is_plain:
        cores += _one_of_the_smallest(network)
    elif more:
        from dateline.reasoning import smallest  # only for tangles of contradictions

        breaking = frozenset[Iri]().union(*disjoint)
        found, more = smallest.smallest_first(network, breaking, smallest.EFFORT, given)
        more = more or not set(cores).issubset(found)
        cores += found
    return sorted(set(cores), key=lambda core: (len(core), sorted(core))), more


def _one_of_the_smallest(network: Network) -> Iterator[frozenset[Iri]]:
    """Yield a contradiction of the fewest claims; nothing where that takes too many rounds.

    Whatever contradicts meets everything whose absence leaves the rest standing. So the smallest
    set that meets all such sets found so far contradicts, or shows another one (Ignatiev and others
    2015).
    """
    prices = {claim: Price(1) for claim in network.claims}
    ways_out: list[frozenset[Iri]] = []
    for _ in range(_most_ways_out(network)):
        chosen = cheapest_hitting_set(ways_out, prices)
        if isinstance(settle(network.only(chosen)), Contradiction):
            yield chosen
            return
        given_up: frozenset[Iri] = frozenset()
        settled = settle(network.without(given_up))
        while isinstance(settled, Contradiction) and not settled.claims <= chosen:
            given_up |= settled.claims - chosen
            settled = settle(network.without(given_up))
        for claim in sorted(given_up):
            if not isinstance(settle(network.without(given_up - {claim})), Contradiction):
                given_up -= {claim}
        ways_out.append(given_up)


def _add_by_ways_out(network: Network, cores: list[frozenset[Iri]], trust: Trust) -> bool:
    """Add what contradicts after each way out of the rest; whether there may be more."""
    ways_out = minimal_hitting_sets(cores)
    tried: set[frozenset[Iri]] = set()
    while len(tried) < _most_ways_out(network) and len(ways_out) <= KEPT:
        untried = next((way for way in ways_out if way not in tried), None)
        if untried is None:
            return False
        tried.add(untried)
        settled = settle(network.without(untried))
        if isinstance(settled, Contradiction):
            cores.append(minimised(network, settled, trust))
            ways_out = with_another_set(ways_out, cores[-1])
    return True


def disjoint_cores(
    network: Network, given_up: frozenset[Iri], trust: Trust
) -> list[frozenset[Iri]]:
    """Return minimal sets of claims that contradict, with nothing in common, until none is left."""
    cores: list[frozenset[Iri]] = []
    while isinstance(settled := settle(network.without(given_up)), Contradiction):
        cores.append(minimised(network, settled, trust))
        given_up |= cores[-1]
    return cores


def minimised(network: Network, found: Contradiction, trust: Trust) -> frozenset[Iri]:
    """Return a minimal part of the claims of a contradiction that still contradicts.

    The most trusted claims are left out first, so that the doubtful ones stay visible.
    """
    kept = found.claims
    concerned = network.only(kept)
    for claim in sorted(kept, key=trust):
        rest = kept - {claim}
        if isinstance(settle(concerned.only(rest)), Contradiction):
            kept = rest
    return kept
