"""Bulk loading with its structural check, beside Oxigraph's own bulk loader on the same quads.

    python benchmarks/bulk.py [EVENTS ...]

Each load runs in a process of its own; solving, and reading the timeline, are timed apart, of news
whose claims fit into memory. The goal is half of the rate of Oxigraph's own loader.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import bulk_news

#: What the processes run: prints seconds and megabytes.
RUN = """
import resource, sys, time
from pathlib import Path
import pyoxigraph as ox
from dateline import pipeline
from dateline.bulk import checking
from dateline.bulk.background import Present
from dateline.store.embedded import MemoryStore

def oxigraph(place, file):
    store = ox.Store(place)
    store.bulk_load(path=file)
    store.flush()

def check(place, file):
    for _ in checking.Check([Path(file)], Present(MemoryStore()), "2020-01-01T00:00:00Z").lines():
        pass

def load(place, file):
    pipeline.load_bulk(place, [Path(file)])

def solve(place, file):
    pipeline.solve(place)

def timeline(place, file):
    assert pipeline.read_solved(place).timeline.entries

step, place, file = sys.argv[1:]
began = time.perf_counter()
globals()[step](place, file)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.perf_counter() - began, memory)
"""
STEPS = {
    "oxigraph": "Oxigraph's bulk loader",
    "check": "the structural check alone",
    "load": "check and load",
    "solve": "solving, the view written",
    "timeline": "the timeline read",
}


#: These hold all claims in memory, some 25 kB for each event; so not of very many.
IN_MEMORY = frozenset({"solve", "timeline"})
MOST_SOLVED = 300_000


def measured(folder: Path, file: Path, steps: Iterable[str]) -> Iterator[tuple[str, float, float]]:
    """Run steps one after the other; yields each with its seconds and megabytes."""
    for step in steps:
        place = folder / ("engine" if step == "oxigraph" else "kb")
        command = [sys.executable, "-c", RUN, step, str(place), str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds, memory = map(float, done.stdout.split())
        yield step, seconds, memory


def measure(events: int) -> None:
    """Print a line for each step, and the ratio of the rates."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quads = bulk_news.write(folder / "news.nq", events)
        print(f"{events:,} events as {quads:,} quads")
        took: dict[str, float] = {}
        steps = [step for step in STEPS if events <= MOST_SOLVED or step not in IN_MEMORY]
        for step, seconds, memory in measured(folder, folder / "news.nq", steps):
            took[step] = seconds
            rate = (
                f", {quads / seconds:,.0f} quads a second" if step in {"oxigraph", "load"} else ""
            )
            print(f"{STEPS[step]}: {seconds:.1f} s{rate}, {memory:,.0f} MB", flush=True)
        print(
            f"check and load at {took['oxigraph'] / took['load']:.2f} x the rate of Oxigraph's own"
        )
        if events > MOST_SOLVED:
            print(f"not solved: the claims of more than {MOST_SOLVED:,} events at once")


def main() -> None:
    """Measure each number of events."""
    for events in [int(word) for word in sys.argv[1:]] or [100_000, 1_000_000]:
        measure(events)


if __name__ == "__main__":
    main()
