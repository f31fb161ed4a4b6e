"""The kernel of the solver over arrays: shortest paths by one point, or a negative cycle.

The same algorithm as in ``shortest_paths`` (first-in-first-out Bellman-Ford with subtree
disassembly), written for a compiler: plain loops over arrays. With numba installed it is compiled,
once, and kept; importing this module takes longer than solving a small timeline, so only what has
very many events does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Index = npt.NDArray[np.int32]
Points = npt.NDArray[np.uint32]  # numbers without a sign, which the compiler need not ask about

HELD = -1
"""In place of the number of an arc: the point hangs on the horizon and nothing else."""


def heads_by_tail(tails: Index, heads: Index, offsets: Index, leaving: Index) -> None:
    """Sort the heads of arcs by their tails (a counting sort).

    Fills ``offsets`` (points + 1) and ``leaving``: the heads of the arcs that leave point p stand
    at ``offsets[p]`` to ``offsets[p + 1]``. The first comes in as zeros.
    """
    for k in range(tails.size):
        offsets[tails[k] + 1] += 1
    for p in range(1, offsets.size):
        offsets[p] += offsets[p - 1]
    place = offsets.copy()
    for k in range(tails.size):
        leaving[place[tails[k]]] = heads[k]
        place[tails[k]] += 1


def in_order(start: int, offsets: Index, heads: Index, found: Index) -> None:
    """Fill ``found`` with all points, each after those that lead to it, as far as that can be.

    The reverse postorder of a depth-first search, from the start and then from what it does not
    reach. Along it, distances in a network without cycles take one pass.
    """
    points = found.size
    following = offsets[:points].copy()
    seen = np.zeros(points, np.bool_)
    stack = np.empty(points, np.int32)
    free = points
    for n in range(-1, points):
        root = start if n < 0 else n
        if seen[root]:
            continue
        seen[root], stack[0], top = True, root, 0
        while top >= 0:
            u = stack[top]
            if following[u] == offsets[u + 1]:
                free, top = free - 1, top - 1
                found[free] = u
                continue
            v = heads[following[u]]
            following[u] += 1
            if not seen[v]:
                top += 1
                seen[v], stack[top] = True, v


def lay_out(
    tails: Index,
    heads: Index,
    weights: Whole,
    place: Points,
    offsets: Points,
    order: Index,
    new_heads: Points,
    new_weights: Whole,
) -> int:
    """Renumber the points of arcs by their places, sort by tail, keep the lightest of each pair.

    Fills ``offsets`` (points + 1, zeros) and the three arrays after it, of which the first so many
    count as are returned: the number of each arc, its head, and its weight.
    """
    for k in range(tails.size):
        offsets[place[tails[k]] + 1] += 1
    for p in range(1, offsets.size):
        offsets[p] += offsets[p - 1]
    free = offsets.copy()
    for k in range(tails.size):
        q = free[place[tails[k]]]
        free[place[tails[k]]] += 1
        order[q], new_heads[q], new_weights[q] = k, place[heads[k]], weights[k]
    tail_of = np.full(place.size, -1, np.int32)  # by head: the last tail with an arc to it
    best = np.empty(place.size, np.int32)
    kept = np.int64(0)
    first = np.int64(0)
    for u in range(place.size):
        after = np.int64(offsets[u + 1])
        offsets[u] = kept
        for k in range(first, after):
            v = new_heads[k]
            if tail_of[v] != u:
                tail_of[v], best[v] = u, kept
                order[kept], new_heads[kept], new_weights[kept] = order[k], v, new_weights[k]
                kept += 1
            elif new_weights[k] < new_weights[best[v]]:
                order[best[v]], new_weights[best[v]] = order[k], new_weights[k]
        first = after
    offsets[place.size] = kept
    return int(kept)


def relax(  # one loop without calls, so that it compiles to one
    start: int,
    offsets: Points,
    heads: Points,
    weights: Whole,
    distance: Whole,
    parent: Points,
    arc: Index,
) -> tuple[int | np.int64, np.int64]:
    """Shorten distances until none can be shortened; return a closed negative cycle's last arc.

    Points are first looked at in the order of their numbers. ``heads`` and ``weights`` stand in the
    order of ``offsets``. ``distance`` comes in as the reach of every point, and 0 for the start.
    ``parent`` and ``arc`` become the tree of shortest paths: the point before, and the place of the
    arc from it. Returns the tail and the place of an arc that closes a negative cycle with the
    tree, or (-1, -1).
    """
    points = distance.size
    # The tree, threaded in preorder; depth -1 is cut off and waits to be reached again. At first
    # all hang below the start: on its arcs, or on the horizon.
    after, ahead = np.empty(points, np.uint32), np.empty(points, np.uint32)
    depth = np.ones(points, np.int32)
    ring = np.arange(points).astype(np.uint32)
    waits = np.ones(points, np.bool_)
    last = start
    for p in range(points):
        if p != start:
            after[last], ahead[p], last = p, last, p
    after[last], ahead[start], depth[start] = start, last, 0
    for k in range(offsets[start], offsets[start + 1]):
        if weights[k] < distance[heads[k]]:
            if heads[k] == start:
                return start, np.int64(k)
            distance[heads[k]], arc[heads[k]] = weights[k], k
    front, count = 0, points
    while count:
        u = ring[front]
        front, count = (front + 1 if front + 1 < points else 0), count - 1
        waits[u] = False
        if u == start or depth[u] < 0:  # the start has been looked at, and never gets shorter
            continue
        base = distance[u]
        for k in range(offsets[u], offsets[u + 1]):
            v = heads[k]
            if base + weights[k] >= distance[v]:
                continue
            if depth[v] >= 0:
                # Cut off all below v: it is about to improve. If u is there, that is a cycle.
                x = after[v]
                while depth[x] > depth[v] and x != u:
                    depth[x] = -1
                    x = after[x]
                if v == u or depth[x] > depth[v]:
                    return np.int64(u), np.int64(k)
                after[ahead[v]], ahead[x] = x, ahead[v]
            distance[v] = base + weights[k]
            parent[v], arc[v], depth[v] = u, k, depth[u] + 1
            x = after[u]
            after[u], ahead[v], after[v], ahead[x] = v, u, x, v
            if not waits[v]:
                waits[v] = True
                free = front + count
                ring[free if free < points else free - points] = v
                count += 1
    return np.int64(-1), np.int64(-1)


def is_kept(tails: Index, heads: Index, weights: Whole, times: Whole) -> bool:
    """Whether no constraint ``head - tail <= weight`` is broken."""
    for k in range(tails.size):
        if times[heads[k]] - times[tails[k]] > weights[k]:
            return False
    return True


def is_tight(
    tails: Index, heads: Index, weights: Whole, times: Whole, fixes: Index, at_head: bool
) -> bool:
    """Whether the arc that fixes the time of a point ends there (or starts), and has no slack."""
    for p in range(fixes.size):
        k = fixes[p]
        if k == HELD:
            continue
        ends = heads[k] if at_head else tails[k]
        if ends != p or times[heads[k]] - times[tails[k]] != weights[k]:
            return False
    return True


Compiled = Callable[..., Any]


def is_available() -> bool:
    """Whether there is a compiler for the kernel."""
    return find_spec("numba") is not None


@cache
def compiled(function: Compiled) -> Compiled:
    """Return a function of this module compiled, or as it is where there is no compiler."""
    if not is_available():
        return function
    import numba  # takes a third of a second

    quick: Compiled = numba.njit(cache=True)(function)
    return quick
