"""How the solver grows with the number of events, beside a peer in the same run.

    python benchmarks/growth.py [LARGEST]

For each shape of news and each size, in a process of its own on one processor: the time from arrays
to both bounds of every event, with what fixes each and the certificate that proves them; the peak
memory; and the ratio to what rustworkx takes for both bounds alone, building its graph included.
The kernel is compiled before the clock starts. Each size is solved once in each of three processes;
the one in the middle counts. Writes the picture ``growth.png`` and the numbers
``growth.txt`` to the folder ``benchmarks/results``.
"""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from news import SHAPES, News, draw

from dateline.reasoning.columns import Columns, Extremes, certified, extremes

RESULTS = Path(__file__).parent / "results"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
RUNS = 3


def columns_of(news: News) -> Columns:
    """Return the constraints as the solver takes them."""
    return Columns.of(news.points, news.source, news.target, news.weight)


def solved(columns: Columns) -> Extremes:
    """Return the bounds; synthetic news never contradict themselves."""
    found = extremes(columns)
    assert isinstance(found, Extremes)
    return found


def by_rustworkx(news: News) -> float | None:
    """Return the seconds that a peer takes for the same bounds; None where it breaks down.

    Long chains overflow its stack, which ends the process.
    """
    import rustworkx

    if news.claims == news.events + 1 and news.events > 10_000:
        return None

    began = time.perf_counter()
    horizon = 1 << 50
    rows = list(zip(news.source.tolist(), news.target.tolist(), news.weight.tolist(), strict=True))
    held = [(0, point, horizon) for point in range(1, news.points)]
    for edges in (rows, [(b, a, w) for a, b, w in rows]):
        graph = rustworkx.PyDiGraph()
        graph.add_nodes_from(range(news.points))
        graph.add_edges_from([*edges, *held])
        rustworkx.digraph_bellman_ford_shortest_path_lengths(graph, 0, float)
    return time.perf_counter() - began


def run(news: News) -> tuple[float, float]:
    """Return the seconds to bounds with what fixes them, and to the certificate."""
    began = time.perf_counter()
    columns = columns_of(news)
    found = solved(columns)
    assert found.fixes_earliest.size == found.fixes_latest.size == news.points
    bounds = time.perf_counter() - began
    assert certified(columns, found), "the certificate fails"
    return bounds, time.perf_counter() - began


def measured(shape: str, events: int) -> dict[str, Any]:
    """Measure one size of one shape in this process."""
    small = columns_of(draw(shape, 200))
    certified(small, solved(small))  # compile
    news = draw(shape, events)
    bounds, seconds = run(news)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {
        "shape": shape,
        "events": events,
        "claims": news.claims,
        "constraints": int(news.source.size),
        "seconds": seconds,
        "peak_gb": peak,
        "ratio": None if (peer := by_rustworkx(news)) is None else peer / bounds,
    }


def main() -> None:
    """Print a line for each size; draw the curves."""
    if "--one" in sys.argv:
        at = sys.argv.index("--one")
        print(json.dumps(measured(sys.argv[at + 1], int(sys.argv[at + 2]))))
        return
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    RESULTS.mkdir(exist_ok=True)
    lines = [
        f"{'news':<8} {'events':>9} {'claims':>9} {'constraints':>11} {'rustworkx takes':>16}"
        f" {'seconds':>8} {'peak GB':>8}"
    ]
    print(lines[0], flush=True)
    rows: list[dict[str, Any]] = []
    for shape in SHAPES:
        for events in (size for size in SIZES if size <= largest):
            runs = [in_process(shape, events) for _ in range(RUNS)]
            row = sorted(runs, key=lambda one: one["seconds"])[RUNS // 2]
            rows.append(row)
            lines.append(
                f"{shape:<8} {events:>9,} {row['claims']:>9,} {row['constraints']:>11,}"
                f" {told(row['ratio']):>16} {row['seconds']:>8.4f} {row['peak_gb']:>8.2f}"
            )
            print(lines[-1], flush=True)
    for shape in SHAPES:
        power = exponent(rows, shape)
        lines.append(f"{shape}: time grows with events to the power of {power:.2f}")
        print(lines[-1], flush=True)
    (RESULTS / "growth.txt").write_text("\n".join(lines) + "\n")
    picture(rows, RESULTS / "growth.png")


def told(ratio: float | None) -> str:
    """Return a ratio as it is printed."""
    return "breaks down" if ratio is None else f"{ratio:.1f} x"


def in_process(shape: str, events: int) -> dict[str, Any]:
    """Measure in a process of its own, on one processor where that can be chosen."""

    def pinned() -> None:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    command = [sys.executable, __file__, "--one", shape, str(events)]
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        preexec_fn=pinned,
    )
    row: dict[str, Any] = json.loads(done.stdout)
    return row


def exponent(rows: list[dict[str, Any]], shape: str) -> float:
    """Return the slope of time over events, both logarithmic, from 10,000 events on."""
    large = [r for r in rows if r["shape"] == shape and r["events"] >= 10_000]
    x = [math.log(r["events"]) for r in large]
    y = [math.log(r["seconds"]) for r in large]
    return float(np.polyfit(x, y, 1)[0]) if len(large) > 1 else float("nan")


def picture(rows: list[dict[str, Any]], path: Path) -> None:
    """Draw time over events, both logarithmic, with a line of slope 1 to compare."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for shape, mark in zip(SHAPES, "os^", strict=True):
        mine = [r for r in rows if r["shape"] == shape]
        axes.loglog(
            [r["events"] for r in mine], [r["seconds"] for r in mine], f"{mark}-", label=shape
        )
    last = max(rows, key=lambda r: (r["events"], r["seconds"]))
    x = [min(r["events"] for r in rows), last["events"]]
    y = [last["seconds"] * value / last["events"] for value in x]
    axes.loglog(x, y, "k:", label="proportional")
    axes.set(xlabel="events", ylabel="seconds to bounds and certificate, one processor")
    axes.set_title("Growth of the solver")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
