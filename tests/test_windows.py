"""Windows of time over made-up events: the queries of the benchmark, on a small number of them."""

from __future__ import annotations

import importlib
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from dateline.accepted import view_of
from dateline.timeline import Timeline

COUNT = 3_000


@pytest.fixture(scope="module")
def benchmark() -> Any:
    """The benchmark as a module; it stands beside the tests, not in the package."""
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(Path(__file__).parents[1] / "benchmarks")
        return importlib.import_module("windows")


@pytest.fixture(scope="module")
def store(benchmark: Any) -> ox.Store:
    made = ox.Store()
    timeline = Timeline(tuple(benchmark.entries(COUNT)), (), ())
    ranks = {entry.event.iri: n for n, entry in enumerate(timeline.entries)}
    made.extend(view_of(timeline, benchmark.KNOWLEDGE, {}, ranks))
    return made


@pytest.mark.parametrize("asked", ["window", "actor"])
def test_the_index_finds_what_a_filter_and_arrays_find(
    asked: str, benchmark: Any, store: ox.Store
) -> None:
    window = {"window": benchmark.TEN_DAYS, "actor": benchmark.MONTH}[asked]
    by_index, by_filter = (
        benchmark.asked_here(store, benchmark.text_of(f"{asked}-by-{way}", window))
        for way in ("index", "filter")
    )
    columns = benchmark.Columns(COUNT)
    assert len(by_index) > 5
    assert by_index == by_filter
    assert sorted(by_index) == sorted(columns.within(*window, busy=asked == "actor"))


def test_a_window_does_not_look_at_every_event(benchmark: Any, store: ox.Store) -> None:
    """What an engine makes of a query hangs on its form; a wrong one takes longer than a filter."""
    taken = {}
    for way in ("index", "filter"):
        text = benchmark.text_of(f"window-by-{way}", benchmark.TEN_DAYS)
        times = []
        for _ in range(3):
            began = time.process_time()
            benchmark.asked_here(store, text)
            times.append(time.process_time() - began)
        taken[way] = min(times)
    assert taken["index"] < taken["filter"] / 2
