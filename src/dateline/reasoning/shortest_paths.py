"""Shortest paths from one point, or a negative cycle: the kernel of the solver.

First-in-first-out Bellman-Ford with subtree disassembly (Tarjan 1981; the best practical
combination in Cherkassky and Goldberg 1999): it notices a negative cycle as soon as there is one.

What is small is solved here; what is large, over arrays in ``columns``, if there is a compiler.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from dateline.model import Iri
from dateline.reasoning.network import ORIGIN, Edge

#: From this many points on, arrays and a compiled kernel are quicker, starting them included.
LARGE = 20_000


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Edges around a cycle whose weights sum to less than zero: they cannot all hold."""

    edges: tuple[Edge, ...]

    @property
    def claims(self) -> frozenset[Iri]:
        """The claims that the edges rest on."""
        return frozenset(claim for edge in self.edges for claim in edge.basis.claims)


def both_ways(
    points: int, edges: Sequence[Edge], low: int, high: int
) -> tuple[list[int], list[int]] | Contradiction:
    """Return the earliest and the latest time of every point, from ``low`` to ``high`` seconds.

    The latest time is the distance from the origin, the earliest is minus the distance to it.
    """
    if points >= LARGE and find_spec("numba") is not None:
        return _over_arrays(points, edges, low, high)
    latest = shortest(points, edges, high)
    if isinstance(latest, Contradiction):
        return latest
    to_origin = shortest(points, edges, -low, backwards=True)
    if isinstance(to_origin, Contradiction):  # it reaches beyond the horizon of the past
        return to_origin
    return [-distance for distance in to_origin], latest


def _over_arrays(
    points: int, edges: Sequence[Edge], low: int, high: int
) -> tuple[list[int], list[int]] | Contradiction:
    from dateline.reasoning.columns import Columns, Cycle, extremes  # takes as long as a small case

    found = extremes(Columns.of(points, *_columns(edges, backwards=False)), (low, high))
    if isinstance(found, Cycle):
        return Contradiction(tuple(edges[number] for number in found.numbers.tolist()))
    return found.earliest.tolist(), found.latest.tolist()


def shortest(
    points: int,
    edges: Sequence[Edge],
    reach: int,
    *,
    backwards: bool = False,
    start: int = ORIGIN,
) -> list[int] | Contradiction:
    """Return the distance of every point from ``start`` (or to it), at most ``reach``.

    A distance equal to ``reach`` means that no path is that short. Time O(points * edges) at
    worst; on networks of news about one visit per point.
    """
    tails, heads, weights = _columns(edges, backwards)
    leaving: list[list[int]] = [[] for _ in range(points)]
    for k, tail in enumerate(tails):
        leaving[tail].append(k)
    distance = [reach] * points
    distance[start] = 0
    tree = _Tree(points, start)
    waiting = deque([start, *(p for p in range(points) if p != start)])
    queued = [True] * points
    while waiting:
        u = waiting.popleft()
        if not queued[u]:
            continue
        queued[u] = False
        base = distance[u]
        for k in leaving[u]:
            v = heads[k]
            if base + weights[k] < distance[v]:
                if v == u or not tree.cut_below(v, u, queued):
                    cycle = tree.cycle(tails, v, u, k)
                    return Contradiction(tuple(edges[step] for step in cycle))
                distance[v] = base + weights[k]
                tree.hang(v, u, k)
                if not queued[v]:
                    queued[v] = True
                    waiting.append(v)
    return distance


def _columns(edges: Sequence[Edge], backwards: bool) -> tuple[list[int], list[int], list[int]]:
    """Return tails, heads and weights of the edges in the direction of travel."""
    sources = [edge.source for edge in edges]
    targets = [edge.target for edge in edges]
    weights = [edge.weight for edge in edges]
    return (targets, sources, weights) if backwards else (sources, targets, weights)


class _Tree:
    """The tree of shortest paths so far, threaded in preorder, so that subtrees can be cut off."""

    def __init__(self, points: int, root: int) -> None:
        order = [root, *(p for p in range(points) if p != root)]
        self.after = [0] * points
        self.ahead = [0] * points
        for here, there in zip(order, [*order[1:], root], strict=True):
            self.after[here], self.ahead[there] = there, here
        self.depth = [1] * points  # -1: cut off, waits to be reached again
        self.depth[root] = 0
        self.parent = [root] * points
        self.step: list[int | None] = [None] * points

    def cut_below(self, v: int, u: int, queued: list[bool]) -> bool:
        """Take v and all below it out of the tree; False when u hangs below v: a negative cycle.

        What hung below v has a distance that is about to improve through v, so it need not be
        looked at before that: it leaves the queue too.
        """
        if self.depth[v] < 0:
            return True
        x = self.after[v]
        while self.depth[x] > self.depth[v]:
            if x == u:
                return False
            self.depth[x] = -1
            queued[x] = False
            x = self.after[x]
        before = self.ahead[v]
        self.after[before], self.ahead[x] = x, before
        return True

    def hang(self, v: int, u: int, edge: int) -> None:
        """Put v below u, reached by this edge."""
        self.parent[v], self.step[v], self.depth[v] = u, edge, self.depth[u] + 1
        x = self.after[u]
        self.after[u], self.ahead[v] = v, u
        self.after[v], self.ahead[x] = x, v

    def cycle(self, tails: Sequence[int], v: int, u: int, closing: int) -> list[int]:
        """Return the numbers of the edges from v down to u and back by the closing edge."""
        found = [closing]
        while u != v:
            step = self.step[u]
            if step is None:
                break
            found.append(step)
            u = tails[step]
        return found[::-1]
