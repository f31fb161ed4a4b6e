"""Exports of everything: against Python's own writers, and in how much memory.

    python benchmarks/exports.py [EVENTS ... [FOLDER]]

Made-up events (those of ``windows.py``, with the names of their actors) are put into a knowledge
base in a folder by the functions that the program itself uses, but nothing is solved. Each export
is the command, in a process of its own, from its start to its end. Against it stands what Python
takes to write the same rows, read back from the output and lying in memory: ``csv.writer`` and
``json.JSONEncoder``. N-Quads are compared with the engine's own dump, which no Python touches.
With a FOLDER the knowledge bases are kept there, and taken from there when they are there.
"""

from __future__ import annotations

import contextlib
import csv
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from windows import KNOWLEDGE, entries

from dateline.accepted import view_of
from dateline.entry import Entry, Participant
from dateline.model import Iri
from dateline.store.embedded import create_folder, open_folder
from dateline.timeline import Timeline
from dateline.view.kept import keep_rows
from dateline.vocabulary import LABEL, REFERENCE

FORMATS = ("csv", "jsonl", "nq", "parquet")
#: Rows that Python has in memory at a time.
GROUP = 100_000


def with_names(entry: Entry) -> Entry:
    """Return an entry that says who took part."""
    actors = sorted(fact.value for fact in entry.event.facts if isinstance(fact.value, str))
    named = tuple(Participant(Iri(a), name_of(a), "participant") for a in actors)
    return replace(entry, participants=named)


def name_of(actor: str) -> str:
    """Return the label of a made-up actor."""
    return "The actor " + actor.rpartition("/")[2]


def make_folder(place: Path, count: int) -> None:
    """Make a knowledge base that holds the view of so many events in the order of their times."""
    if place.exists():
        return
    began = time.perf_counter()
    every = [with_names(entry) for entry in entries(count)]
    every.sort(key=lambda entry: (entry.order, entry.event.iri))
    timeline = Timeline(tuple(every), (), ())
    ranks = {entry.event.iri: rank for rank, entry in enumerate(every)}
    actors = {p.actor for entry in every for p in entry.participants}
    graph = ox.NamedNode(REFERENCE)
    with create_folder(str(place)).change() as changes:
        changes.add(
            ox.Quad(ox.NamedNode(a), ox.NamedNode(LABEL), ox.Literal(name_of(a)), graph)
            for a in sorted(actors)
        )
        changes.add(view_of(timeline, KNOWLEDGE, {}, ranks))
        wrote = time.perf_counter()
        keep_rows(changes, every)
        rows = time.perf_counter() - wrote
    took = time.perf_counter() - began
    print(f"{count:,} events put into a folder in {took:.0f} s, {rows:.0f} s for their rows")


#: A small process that starts the command: what a large one starts begins with its memory.
RUN = """
import os, subprocess, sys, time
began = time.perf_counter()
child = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(child.pid, 0)
print(time.perf_counter() - began, usage.ru_maxrss / 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def exported(place: Path, form: str, out: Path) -> tuple[float, float]:
    """Run the command; returns its seconds, and the megabytes that it took at most."""
    command = [sys.executable, "-m", "dateline", "timeline", "--kb", str(place), "-f", form]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command, "-o", str(out)],
        capture_output=True,
        text=True,
        check=True,
    )
    took, memory = map(float, done.stdout.split())
    return took, memory


def written_by_csv(out: Path, scratch: Path) -> tuple[float, int]:
    """Return in how many seconds ``csv.writer`` writes the rows of an output, and how many."""
    with out.open(newline="", encoding="utf-8") as lines:
        rows = csv.reader(lines)

        def write(group: list[Any]) -> None:
            with scratch.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(group)

        head = next(rows)
        assert head[0] == "when"
        return clocked(rows, write)


def written_by_json(out: Path, scratch: Path) -> tuple[float, int]:
    """Return in how many seconds ``json`` makes the lines of an output, and how many."""
    encode = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps makes one for each row
    with out.open(encoding="utf-8") as lines:

        def write(group: list[Any]) -> None:
            with scratch.open("w", encoding="utf-8") as file:
                for row in group:
                    file.write(encode(row) + "\n")

        return clocked(map(json.loads, lines), write)


def clocked(rows: Iterator[Any], write: Callable[[list[Any]], None]) -> tuple[float, int]:
    """Return the seconds that writing takes, group by group, without reading; and the rows."""
    took, count = 0.0, 0
    while group := list(islice(rows, GROUP)):
        count += len(group)
        gc.disable()
        began = time.perf_counter()
        write(group)
        took += time.perf_counter() - began
        gc.enable()
    return took, count


def dumped(place: Path, scratch: Path) -> float:
    """Return in how many seconds the engine writes everything as N-Quads by itself."""
    store = open_folder(str(place))
    began = time.perf_counter()
    store.engine.dump(str(scratch), format=ox.RdfFormat.N_QUADS)
    return time.perf_counter() - began


def measure(place: Path, folder: Path, count: int) -> dict[str, float]:
    """Print a line for each format; returns the megabytes of each."""
    memory: dict[str, float] = {}
    scratch = folder / "scratch"
    for form in FORMATS:
        out = folder / f"out.{form}"
        took, memory[form] = exported(place, form, out)
        against = ""
        if form in {"csv", "jsonl"}:
            writer = written_by_csv if form == "csv" else written_by_json
            python, rows = writer(out, scratch)
            assert rows == count, (form, rows)
            against = f"; {took / python:.2f} x the time of Python's {form.removesuffix('l')}"
        elif form == "nq":
            against = f"; {took / dumped(place, scratch):.2f} x the time of the engine's dump"
        rate = count / took
        print(f"  {form}: {took:.1f} s, {rate:,.0f} events/s, {memory[form]:.0f} MB{against}")
        sys.stdout.flush()
        out.unlink()
    scratch.unlink()
    return memory


def main() -> None:
    """Print the lines of each size, and by how much memory grew."""
    words = sys.argv[1:]
    counts = [int(word) for word in words if word.isdigit()] or [100_000, 1_000_000]
    kept = [word for word in words if not word.isdigit()]
    with contextlib.ExitStack() as held:
        scratch = tempfile.TemporaryDirectory(prefix="dateline-")
        folder = Path(kept[0] if kept else held.enter_context(scratch))
        folder.mkdir(parents=True, exist_ok=True)
        taken = []
        for count in counts:
            place = folder / f"{count}.kb"
            make_folder(place, count)
            print(f"{count:,} events", flush=True)
            taken.append(measure(place, folder, count))
        for form in FORMATS:
            grown = taken[-1][form] / taken[0][form]
            print(f"{form}: {grown:.2f} x the memory for {counts[-1] / counts[0]:.0f} x the events")


if __name__ == "__main__":
    main()
