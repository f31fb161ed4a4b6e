"""Minimal contradictions by their size: every one of the smallest before any larger one.

Claims contradict each other where the edges that rest on them close a cycle of negative weight, so
a minimal contradiction is the claims of a simple negative cycle. Sets of claims are grown from an
edge along the points that they reach, first to one claim, then to two, and so on. What cannot come
back to where it started below zero with the claims that are still allowed is not followed.

Only cycles through some claims need to be looked for: those without which the rest holds together.
The cycles of the first of them are found, then those of the second that do without the first, and
so on, so that nothing is found twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dateline.model import Iri
from dateline.reasoning.network import Network, end_of, start_of

#: How many edges are looked at before the search stops: a second or two.
EFFORT = 2_000_000
#: How many times that while nothing has been found.
PATIENCE = 4
#: How many contradictions of one component are enough.
MOST = 200

#: Farther than any path.
FAR = 1 << 80


class _Arc(NamedTuple):
    """An edge with its claims as a set of bits, and the least that a cycle pays for it."""

    source: int
    target: int
    weight: int
    claims: int
    cost: int


@dataclass
class _Found:
    """The minimal contradictions so far, also by each claim in them, and the effort they took."""

    effort: int
    cores: list[int] = field(default_factory=list)
    with_claim: dict[int, list[int]] = field(default_factory=dict)
    looked_at: int = 0
    given: int = 0

    @property
    def spent(self) -> bool:
        """Whether the search is to stop."""
        new = len(self.cores) - self.given
        allowed = self.effort if new else self.effort * PATIENCE
        return self.looked_at > allowed or new >= MOST

    def add(self, core: int) -> None:
        self.cores.append(core)
        for claim in _bits(core):
            self.with_claim.setdefault(claim, []).append(core)

    def within(self, claims: int, new: int) -> bool:
        """Whether one that holds some of the new claims lies within the claims."""
        return any(
            core & ~claims == 0 for claim in _bits(new) for core in self.with_claim.get(claim, ())
        )


def smallest_first(
    network: Network,
    breaking: Iterable[Iri],
    effort: int = EFFORT,
    known: Iterable[frozenset[Iri]] = (),
) -> tuple[list[frozenset[Iri]], bool]:
    """Return minimal contradictions, smallest first, and whether there may be more.

    None that is left out is smaller than the last one that was found.

    Args:
        network: A plain one: its edges say everything.
        breaking: Claims without which the network holds together.
        effort: How many edges to look at, or more as long as nothing is found.
        known: Minimal contradictions that need not be found again; they are returned as well.
    """
    claims = sorted(network.claims)
    bit = {claim: 1 << n for n, claim in enumerate(claims)}
    shares, whole = _shares(network, bit)
    left = _arcs(network, bit, shares)
    degree = {claim: sum(1 for arc in left if arc.claims & bit[claim]) for claim in breaking}
    found = _Found(effort)
    for core in known:
        found.add(sum(bit[claim] for claim in core))
    found.given = len(found.cores)
    roots: list[_Root] = []
    for claim in sorted(degree, key=lambda claim: (-degree[claim], claim)):
        points = 1 + 2 * len(network.events)
        through = [arc for arc in left if arc.claims & bit[claim]]
        roots += (_Root(arc, left, points, shares, whole, found) for arc in through)
        left = [arc for arc in left if not arc.claims & bit[claim]]
    most, growing = 0, roots
    while growing and most < len(claims) and not found.spent:
        most += 1
        growing = [root for root in growing if not root.grow(most)]
    told = [frozenset(c for c in claims if core & bit[c]) for core in found.cores]
    return told, found.spent


def _shares(network: Network, bit: Mapping[Iri, int]) -> tuple[dict[int, int], int]:
    """Return the least that a cycle pays for each use of a claim, and what a whole claim costs.

    A simple cycle leaves no point twice and reaches none twice: this limits how many edges of a
    claim it can use. Each pays its share, rounded down, so that a cycle never costs more than its
    claims do. (To and fro between two points is a cycle by itself; where all edges of a claim rest
    on the same claims, that one is found without growing.)
    """
    pairs: dict[int, set[tuple[int, int]]] = {}
    rests_on: dict[int, set[frozenset[Iri]]] = {}
    for edge in network.edges:
        for name in edge.basis.claims:
            pairs.setdefault(bit[name], set()).add((edge.source, edge.target))
            rests_on.setdefault(bit[name], set()).add(frozenset(edge.basis.claims))
    uses: dict[int, int] = {}
    for claim, those in pairs.items():
        uses[claim] = min(
            len({source for source, _ in those}), len({target for _, target in those})
        )
        if len(rests_on[claim]) == 1:
            uses[claim] = min(uses[claim], len({frozenset(pair) for pair in those}))
    whole = max(uses.values(), default=1)
    return {claim: whole // count for claim, count in uses.items()}, whole


def _arcs(network: Network, bit: Mapping[Iri, int], shares: Mapping[int, int]) -> list[_Arc]:
    """Return the lightest edges, and the least duration of each event, which rests on no claim."""
    lightest: dict[tuple[int, int, int], _Arc] = {}
    lasting = ((end_of(n), start_of(n), -1, 0) for n in range(len(network.events)))
    stated = (
        (edge.source, edge.target, edge.weight, sum(bit[c] for c in set(edge.basis.claims)))
        for edge in network.edges
    )
    for source, target, weight, claims in (*lasting, *stated):
        key = (source, target, claims)
        if key not in lightest or weight < lightest[key].weight:
            cost = sum(shares[claim] for claim in _bits(claims))
            lightest[key] = _Arc(source, target, weight, claims, cost)
    return list(lightest.values())


class _Root:
    """The search for the contradictions through one edge."""

    def __init__(
        self,
        arc: _Arc,
        arcs: Sequence[_Arc],
        points: int,
        shares: Mapping[int, int],
        whole: int,
        found: _Found,
    ) -> None:
        self.arc = arc
        self.points = points
        self.shares = shares
        self.whole = whole
        self.found = found
        ahead = _reached(arcs, arc.target, backwards=False)
        behind = _reached(arcs, arc.source, backwards=True)
        self.leaving: dict[int, list[_Arc]] = {}
        for one in arcs:
            if one.source in ahead and one.target in behind:
                self.leaving.setdefault(one.source, []).append(one)
        onward = [
            one
            for point, those in self.leaving.items()
            for one in those
            if point != arc.source and one.target != arc.target
        ]
        self.free = [one for one in onward if not one.cost]
        self.priced = [one for one in onward if one.cost]
        self.dearest = max((one.cost for one in self.priced), default=1)
        self.bounds: list[list[int]] = []

    def grow(self, most: int) -> bool:
        """Find the contradictions of at most so many claims; whether there can be no larger one.

        All smaller ones must have been found, of all roots.
        """
        start = self.arc.claims
        if self.arc.target not in self.leaving and self.arc.source != self.arc.target:
            return True
        if self.found.within(start, start):
            return True
        if start.bit_count() > most:
            return False
        self.postponed = False
        seen = {start}
        stack: list[tuple[int, dict[int, int]]] = [(start, {self.arc.target: 0})]
        while stack and not self.found.spent:
            claims, distance = stack.pop()
            if self._contradict(claims, distance):
                self.found.add(claims)
                continue
            for grown in self._larger(claims, distance, most, seen):
                seen.add(grown)
                stack.append((grown, dict(distance)))
        return not self.postponed

    def _larger(
        self, claims: int, distance: Mapping[int, int], most: int, seen: set[int]
    ) -> Iterator[int]:
        """Yield the sets with the claims of one more edge that can still come to contradict.

        Takes note where one is left out that a larger limit would let pass.
        """
        for point, here in distance.items():
            for arc in self.leaving.get(point, ()):
                self.found.looked_at += 1
                new = arc.claims & ~claims
                grown = claims | new
                if not new or grown in seen or self.found.within(grown, new):
                    continue
                if grown.bit_count() > most:
                    self.postponed = True
                    continue
                paid = sum(self.shares[claim] for claim in _bits(grown))
                lowest, final = self._bound(most * self.whole - paid, arc.target)
                if here + arc.weight + lowest + self.arc.weight < 0:
                    yield grown
                elif not final:
                    self.postponed = True

    def _contradict(self, claims: int, distance: dict[int, int]) -> bool:
        """Whether these claims contradict; completes the distances from the root's target."""
        waiting = deque(distance)
        steps = dict.fromkeys(distance, 0)
        while waiting:
            point = waiting.popleft()
            here, step = distance[point], steps[point] + 1
            for arc in self.leaving.get(point, ()):
                self.found.looked_at += 1
                if arc.claims & ~claims or here + arc.weight >= distance.get(arc.target, FAR):
                    continue
                distance[arc.target], steps[arc.target] = here + arc.weight, step
                if step > len(distance):  # it came by some point twice, the second time lower
                    return True
                waiting.append(arc.target)
        return distance.get(self.arc.source, FAR) + self.arc.weight < 0

    def _bound(self, budget: int, point: int) -> tuple[int, bool]:
        """Return how low a path from a point to the root's source can come for so much.

        And whether it cannot come lower for more. The path is what is left of a cycle, which costs
        at most its claims; so no cycle is ruled out.
        """
        while len(self.bounds) <= budget and not self._final:
            self._next_bounds()
        return self.bounds[min(budget, len(self.bounds) - 1)][point], self._final

    @property
    def _final(self) -> bool:
        """Whether paying more lets no path come lower: what counts has not changed any more."""
        last = self.bounds[-1 - self.dearest :]
        return len(last) > self.dearest and last[0] == last[-1]

    def _next_bounds(self) -> None:
        budget = len(self.bounds)
        lowest = list(self.bounds[-1]) if self.bounds else [FAR] * self.points
        lowest[self.arc.source] = min(lowest[self.arc.source], 0)
        for arc in self.priced:
            if arc.cost <= budget:
                onward = arc.weight + self.bounds[budget - arc.cost][arc.target]
                lowest[arc.source] = min(lowest[arc.source], onward)
        changed = True
        while changed:
            changed = False
            for arc in self.free:
                if arc.weight + lowest[arc.target] < lowest[arc.source]:
                    lowest[arc.source] = arc.weight + lowest[arc.target]
                    changed = True
        self.found.looked_at += len(self.priced)
        self.bounds.append(lowest)


def _reached(arcs: Iterable[_Arc], start: int, *, backwards: bool) -> set[int]:
    """Return the points that can be reached from a point, or that reach it, with itself."""
    onward: dict[int, list[int]] = {}
    for arc in arcs:
        here, there = (arc.target, arc.source) if backwards else (arc.source, arc.target)
        onward.setdefault(here, []).append(there)
    reached = {start}
    waiting = [start]
    while waiting:
        for point in onward.get(waiting.pop(), ()):
            if point not in reached:
                reached.add(point)
                waiting.append(point)
    return reached


def _bits(claims: int) -> Iterator[int]:
    while claims:
        lowest = claims & -claims
        yield lowest
        claims ^= lowest
