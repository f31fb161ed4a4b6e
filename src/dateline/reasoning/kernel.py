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

AFTER, AHEAD, DEPTH = 0, 1, 2

HELD = -1
"""In place of the number of an arc: the point hangs on the horizon and nothing else."""


def heads_by_tail(
    tails: Index, heads: Index, leave: Index, arrive: Index, starts: Index, leaving: Index
) -> None:
    """Sort the heads of arcs by their tails (a counting sort).

    Fills ``leaving``: the heads of the arcs that leave point p stand at ``starts[p]`` and after.
    Counts in ``leave`` and ``arrive`` how many arcs do so at each point; both come in as zeros.
    """
    for k in range(tails.size):
        leave[tails[k]] += 1
        arrive[heads[k]] += 1
    total = 0
    for p in range(starts.size):
        total += leave[p]
        starts[p] = total
    for k in range(tails.size - 1, -1, -1):
        starts[tails[k]] -= 1
        leaving[starts[tails[k]]] = heads[k]


def in_order(start: int, starts: Index, leave: Index, heads: Index, found: Index) -> None:
    """Fill ``found`` with all points, each after those that lead to it, as far as that can be.

    The reverse postorder of a depth-first search, from the start and then from what it does not
    reach. Along it, distances in a network without cycles take one pass.
    """
    points = found.size
    left = leave.copy()
    seen = np.zeros(points, np.bool_)
    free = points  # the stack grows from the front of the array that fills up from its back
    for n in range(-1, points):
        root = start if n < 0 else n
        if seen[root]:
            continue
        seen[root], found[0], top = True, root, 0
        while top >= 0:
            u = found[top]
            if left[u] == 0:
                free, top = free - 1, top - 1
                found[free] = u
                continue
            v = heads[starts[u] + leave[u] - left[u]]
            left[u] -= 1
            if not seen[v]:
                top += 1
                seen[v], found[top] = True, v


def lay_out(
    tails: Index,
    heads: Index,
    weights: Whole,
    place: Points,
    offsets: Points,
    order: Index,
    new_heads: Points,
    new_weights: Whole,
) -> None:
    """Renumber the points of arcs by their places, and sort them by tail (a counting sort).

    Fills the number of each arc, its head, and its weight. ``offsets`` comes in as where the arcs
    of each new point end, and becomes where they start.
    """
    for k in range(tails.size - 1, -1, -1):
        offsets[place[tails[k]]] -= 1
        q = offsets[place[tails[k]]]
        order[q], new_heads[q], new_weights[q] = k, place[heads[k]], weights[k]


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
    # The tree, threaded in preorder: by point, the one after it, the one ahead, and the depth, side
    # by side. At first all hang below the start: on its arcs, or on the horizon. Depth 0 is cut off
    # and waits to be reached again.
    tree = np.empty((points, 3), np.uint32)
    ring = np.arange(points, dtype=np.uint32)
    waits = np.ones(points, np.bool_)
    last = np.uint32(start)
    for p in range(points):
        tree[p, DEPTH] = 2
        if p != start:
            tree[last, AFTER], tree[p, AHEAD], last = p, last, np.uint32(p)
    tree[last, AFTER], tree[start, AHEAD], tree[start, DEPTH] = start, last, 1
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
        if u == start or tree[u, DEPTH] == 0:  # the start has been looked at, and stays at 0
            continue
        base = distance[u]
        for k in range(offsets[u], offsets[u + 1]):
            v = heads[k]
            if base + weights[k] >= distance[v]:
                continue
            depth = tree[v, DEPTH]
            if depth:
                # Cut off all below v: it is about to improve. If u is there, that is a cycle.
                x = tree[v, AFTER]
                while tree[x, DEPTH] > depth and x != u:
                    tree[x, DEPTH] = 0
                    x = tree[x, AFTER]
                if v == u or tree[x, DEPTH] > depth:
                    return np.int64(u), np.int64(k)
                before = tree[v, AHEAD]
                tree[before, AFTER], tree[x, AHEAD] = x, before
            distance[v] = base + weights[k]
            parent[v], arc[v] = u, k
            x = tree[u, AFTER]
            tree[v, AFTER], tree[v, AHEAD], tree[v, DEPTH] = x, u, tree[u, DEPTH] + 1
            tree[u, AFTER], tree[x, AHEAD] = v, v
            if not waits[v]:
                waits[v] = True
                free = front + count
                ring[free if free < points else free - points] = v
                count += 1
    return np.int64(-1), np.int64(-1)


def last_arcs(place: Points, arc: Index, order: Index, found: Index) -> None:
    """Fill ``found`` with the number of the last arc to each point; ``HELD`` where none is."""
    for p in range(found.size):
        k = arc[place[p]]
        found[p] = order[k] if k != HELD else HELD


def proves(
    tails: Index,
    heads: Index,
    weights: Whole,
    earliest: Whole,
    latest: Whole,
    fixes_earliest: Index,
    fixes_latest: Index,
) -> bool:
    """Whether each ``head - tail <= weight`` holds, and those that fix a bound are tight."""
    for k in range(tails.size):
        u, v, w = tails[k], heads[k], weights[k]
        if latest[v] - latest[u] > w or earliest[v] - earliest[u] > w:
            return False
    for p in range(earliest.size):
        k = fixes_latest[p]
        if k != HELD and (heads[k] != p or latest[p] - latest[tails[k]] != weights[k]):
            return False
        k = fixes_earliest[p]
        if k != HELD and (tails[k] != p or earliest[heads[k]] - earliest[p] != weights[k]):
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
