"""Both bounds of every event, beside graph libraries and a solver for everything, in one run.

    python benchmarks/peers.py [EVENTS]

Solve call against solve call, each on its own prepared graph, warm, the best of several in turn;
and again with building the graph included, from the same arrays. Ratios are the peer's time over
ours. z3 takes two checks for each bound; its row is for one check of a tenth of the news that only
asks whether they hold together.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import igraph
import networkx
import rustworkx
import z3
from growth import columns_of, solved
from news import News, draw

from dateline.reasoning.columns import Columns

HORIZON = 1 << 50
ROUNDS = 5
Prepare = Callable[[News], Any]
Solve = Callable[[Any], object]


def both_directions(news: News) -> list[list[tuple[int, int, int]]]:
    """Return the lightest edge of each pair of points, forwards and backwards, and the horizon."""
    lightest: dict[tuple[int, int], int] = {(0, p): HORIZON for p in range(1, news.points)}
    backwards = dict(lightest)
    for a, b, w in zip(
        news.source.tolist(), news.target.tolist(), news.weight.tolist(), strict=True
    ):
        lightest[a, b] = min(w, lightest.get((a, b), HORIZON))
        backwards[b, a] = min(w, backwards.get((b, a), HORIZON))
    return [[(*pair, w) for pair, w in edges.items()] for edges in (lightest, backwards)]


def prepare_networkx(news: News) -> Any:
    """Build two directed graphs."""
    graphs = []
    for edges in both_directions(news):
        graph = networkx.DiGraph()
        graph.add_weighted_edges_from(edges)
        graphs.append(graph)
    return graphs


def solve_networkx(graphs: Any) -> object:
    """Find the distances of all points, both ways."""
    return [networkx.single_source_bellman_ford_path_length(graph, 0) for graph in graphs]


def prepare_rustworkx(news: News) -> Any:
    """Build two directed graphs."""
    graphs = []
    for edges in both_directions(news):
        graph = rustworkx.PyDiGraph()
        graph.add_nodes_from(range(news.points))
        graph.add_edges_from(edges)
        graphs.append(graph)
    return graphs


def solve_rustworkx(graphs: Any) -> object:
    """Find the distances of all points, both ways."""
    return [
        rustworkx.digraph_bellman_ford_shortest_path_lengths(graph, 0, float) for graph in graphs
    ]


def prepare_igraph(news: News) -> Any:
    """Build two directed graphs."""
    graphs = []
    for edges in both_directions(news):
        graph = igraph.Graph(n=news.points, edges=[e[:2] for e in edges], directed=True)
        graph.es["weight"] = [e[2] for e in edges]
        graphs.append(graph)
    return graphs


def solve_igraph(graphs: Any) -> object:
    """Find the distances of all points, both ways."""
    return [g.distances(source=0, weights="weight", algorithm="bellman_ford") for g in graphs]


def prepare_ours(news: News) -> Columns:
    """Sort the constraints by where they leave, both ways."""
    columns = columns_of(news)
    assert columns.outgoing is not None
    assert columns.incoming is not None
    return columns


def prepare_z3(news: News) -> Any:
    """State every constraint to a solver of difference logic."""
    solver = z3.SolverFor("QF_IDL")
    points = [z3.Int(f"p{n}") for n in range(news.points)]
    solver.add(
        [
            points[b] - points[a] <= w
            for a, b, w in zip(
                news.source.tolist(), news.target.tolist(), news.weight.tolist(), strict=True
            )
        ]
    )
    return solver


def solve_z3(solver: Any) -> object:
    """Ask whether the constraints hold together."""
    return solver.check()


def clock(function: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def compare(
    name: str, news: News, theirs: tuple[Prepare, Solve], rounds: int = ROUNDS
) -> tuple[str, float, float]:
    """Return the peer's name and its time over ours: to solve, and with building included."""
    prepare, solve = theirs
    graph, columns = prepare(news), prepare_ours(news)
    solve(graph)
    solved(columns)
    pairs = [(clock(lambda: solve(graph)), clock(lambda: solved(columns))) for _ in range(rounds)]
    whole = [
        (clock(lambda: solve(prepare(news))), clock(lambda: solved(prepare_ours(news))))
        for _ in range(2)
    ]
    ratio = [min(p for p, _ in some) / min(o for _, o in some) for some in (pairs, whole)]
    return name, ratio[0], ratio[1]


def main() -> None:
    """Print a line for each peer."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    news = draw("stories", events)
    print(f"both bounds of {events:,} events, {news.source.size:,} constraints;"
          f" numba {version('numba')}, numpy {version('numpy')}")  # fmt: skip
    print(f"{'peer':<28} {'to solve':>10} {'built too':>10}")
    peers: dict[str, tuple[Prepare, Solve]] = {
        f"networkx {version('networkx')}": (prepare_networkx, solve_networkx),
        f"rustworkx {version('rustworkx')}": (prepare_rustworkx, solve_rustworkx),
        f"igraph {version('igraph')}": (prepare_igraph, solve_igraph),
    }
    for name, functions in peers.items():
        told, solve, whole = compare(name, news, functions)
        print(f"{told:<28} {solve:>8.1f} x {whole:>8.1f} x", flush=True)
    tenth = draw("stories", events // 10)
    told, solve, whole = compare(
        f"z3 {version('z3-solver')}, one check", tenth, (prepare_z3, solve_z3), 1
    )
    print(f"{told:<28} {solve:>8.1f} x {whole:>8.1f} x", flush=True)


if __name__ == "__main__":
    main()
