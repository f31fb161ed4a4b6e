"""Windows of time over a million events: by the periods of the view, and by a filter.

    python benchmarks/windows.py [EVENTS [FOLDER]]

The view of made-up events is written by the same functions that write it for real ones, and loaded
into a store on disk. Asked are ten days, and a month of an actor that takes part in a fifth of all
events: the queries are the `.rq` files beside this one. The same is asked of Virtuoso, where it is
installed, and of arrays, which is the least that it can take. All must give the same events.
With a FOLDER the store is kept there, and taken from there when it is there.
"""

from __future__ import annotations

import contextlib
import gc
import json
import random
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyoxigraph as ox

from dateline.accepted import view_of
from dateline.events import Event, Fact
from dateline.model import Iri, Knowledge, Taxonomy
from dateline.queries import bind
from dateline.reasoning.chronology import Bounds
from dateline.time.calendar import (
    DAY,
    HORIZON,
    HOUR,
    add_months,
    day_of,
    day_start,
    month_start,
    year_start,
)
from dateline.timeline import Entry, Timeline, when_of
from dateline.vocabulary import DL, KB, XSD

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "tests"))
from engines import Virtuoso, virtuoso_is_installed, virtuoso_server  # noqa: E402 - of the tests

EVENT, MEETING, SITUATION = (Iri(DL + name) for name in ("Event", "Meeting", "Situation"))
KNOWLEDGE = Knowledge(
    taxonomy=Taxonomy(
        {MEETING: (EVENT,), SITUATION: (EVENT,)},
        aspects={MEETING: "punctual", SITUATION: "lasting"},
    )
)
FIRST, LAST = day_start(2000), day_start(2020)
BUSY = Iri(KB + "actor/busy")
TEN_DAYS = day_start(2010, 11, 20), day_start(2010, 11, 30)
MONTH = day_start(2010, 11), day_start(2010, 12)
Rows = list[tuple[str, str]]


def when(rng: random.Random) -> tuple[int | None, int | None]:
    """Draw the possible time of an event: how precisely events of the news can be dated."""
    moment = rng.randrange(FIRST, LAST)
    kind = rng.random()
    if kind < 0.12:
        return moment, moment + rng.randrange(60, 3 * HOUR)
    if kind < 0.70:
        return day_of(moment), day_of(moment) + DAY
    if kind < 0.80:
        return day_of(moment), day_of(moment) + rng.randrange(2, 10) * DAY
    if kind < 0.95:
        return month_start(moment), add_months(month_start(moment), 1)
    if kind < 0.987:
        return year_start(moment), add_months(year_start(moment), 12)
    if kind < 0.992:
        return day_of(moment), None
    return None, (day_of(moment) if kind < 0.9985 else None)


def told(rng: random.Random, number: int) -> Entry:
    """Draw an event with two actors; one in 30 goes on, and of these one in five without an end."""
    earliest, before = when(rng)
    lasts = rng.random() < 1 / 30
    bounds = Bounds(
        earliest,
        None if before is None else before - 1,
        None if earliest is None else earliest + 1,
        None if lasts and rng.random() < 0.2 else before,
    )
    iri, claim = Iri(f"{KB}event/e{number}"), Iri(f"{KB}claim/c{number}")
    actors = {
        BUSY if rng.random() < 0.2 else Iri(f"{KB}actor/a{rng.randrange(20_000)}"),
        Iri(f"{KB}actor/a{rng.randrange(20_000)}"),
    }
    kind = SITUATION if lasts else MEETING
    event = Event(
        iri,
        (iri,),
        f"Event number {number}",
        "en",
        (kind,),
        (kind, EVENT),
        "reported",
        tuple(Fact(iri, "participant", actor, "reported", (claim,)) for actor in actors),
        (claim,),
        (Iri(f"{KB}source/s{number % 1000}"),),
    )
    aspect = "lasting" if lasts else "punctual"
    order = earliest if earliest is not None else before if before is not None else FIRST
    return Entry(event, bounds, when_of(bounds, aspect), order, (1, None), None, (), (), (), False)


def entries(count: int) -> Iterator[Entry]:
    """Yield so many events, the same every time."""
    rng = random.Random(1)
    return (told(rng, number) for number in range(count))


class Columns:
    """What a window needs of all events, as arrays; an open side lies at the horizon."""

    def __init__(self, count: int) -> None:
        every = list(entries(count))
        self.events = [(entry.event.iri, entry.event.label) for entry in every]
        self.order = np.array([entry.order for entry in every])
        self.start, self.end = (
            np.array([open_side if bound is None else bound for bound in bounds])
            for bounds, open_side in (
                ([entry.bounds.start_earliest for entry in every], -HORIZON),
                ([entry.bounds.end_latest for entry in every], HORIZON),
            )
        )
        self.busy = np.array([any(f.value == BUSY for f in entry.event.facts) for entry in every])

    def within(self, first: int, after: int, *, busy: bool) -> Rows:
        """Return the events that may lie in a window, in order."""
        found = (self.start < after) & (self.end > first)
        (chosen,) = np.nonzero(found & self.busy if busy else found)
        return [self.events[n] for n in chosen[np.argsort(self.order[chosen], kind="stable")]]


def make_store(folder: Path, count: int) -> ox.Store:
    """Return a store with the view of so many events, in a folder that may hold it already."""
    place = folder / f"view-of-{count}"
    if not place.exists():
        began = time.perf_counter()
        store = ox.Store(str(folder / "unfinished"))
        timeline = Timeline(tuple(entries(count)), (), ())
        ranks = {entry.event.iri: rank for rank, entry in enumerate(timeline.entries)}
        store.bulk_extend(view_of(timeline, KNOWLEDGE, {}, ranks))
        store.flush()
        del store, timeline
        gc.collect()
        (folder / "unfinished").rename(place)
        print(f"view written and loaded in {time.perf_counter() - began:.0f} s", flush=True)
    return ox.Store.read_only(str(place))


def text_of(name: str, window: tuple[int, int]) -> str:
    """Return a query of this folder with its parameters bound."""
    values: dict[str, ox.NamedNode | ox.Literal] = {
        name: ox.Literal(str(second), datatype=ox.NamedNode(XSD + "integer"))
        for name, second in zip(("from", "to"), window, strict=True)
    }
    if name.startswith("actor"):
        values["actor"] = ox.NamedNode(BUSY)
    return bind((HERE / f"{name}.rq").read_text(encoding="utf-8"), values)


def asked_here(store: ox.Store, text: str) -> Rows:
    """Return what the store answers."""
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    return [(row[0].value, row[1].value) for row in found]  # type: ignore[union-attr]


def asked_there(server: Virtuoso, text: str) -> Rows:
    """Return what Virtuoso answers."""
    data = urllib.parse.urlencode({"query": text}).encode()
    wanted = urllib.request.Request(
        server.query, data, {"Accept": "application/sparql-results+json"}
    )
    with urllib.request.urlopen(wanted) as answer:
        bindings = json.load(answer)["results"]["bindings"]
    return [(row["event"]["value"], row["label"]["value"]) for row in bindings]


def clocked(ask: Callable[[], Rows], times: int = 5) -> tuple[float, Rows]:
    """Return the least seconds that an answer takes, the first time left out, and the answer."""
    rows = ask()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - began)
    return min(taken), rows


def main() -> None:
    """Print a line for each question and each way to answer it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with contextlib.ExitStack() as held:
        folder = Path(sys.argv[2] if len(sys.argv) > 2 else held.enter_context(_scratch()))
        folder.mkdir(parents=True, exist_ok=True)
        store = make_store(folder, count)
        print(f"{count:,} events, {len(store):,} quads")
        columns = Columns(count)
        server = _virtuoso(held, folder, store) if virtuoso_is_installed() else None
        for name, window in (("window", TEN_DAYS), ("actor", MONTH)):
            compare(name, window, store, columns, server)


def compare(
    name: str, window: tuple[int, int], store: ox.Store, columns: Columns, server: Virtuoso | None
) -> None:
    """Print what a question takes in each way."""
    texts = {way: text_of(f"{name}-by-{way}", window) for way in ("index", "filter")}
    ways: dict[str, Callable[[], Rows]] = {
        "by index": lambda: asked_here(store, texts["index"]),
        "by filter": lambda: asked_here(store, texts["filter"]),
        "arrays": lambda: columns.within(*window, busy=name == "actor"),
    }
    if server is not None:
        ways["Virtuoso by index"] = lambda: asked_there(server, texts["index"])
        ways["Virtuoso by filter"] = lambda: asked_there(server, texts["filter"])
    ours, rows = clocked(ways["by index"])
    print(f"{name}: {len(rows):,} events; by index {ours * 1e3:.1f} ms", flush=True)
    for way, ask in ways.items():
        if way == "by index":
            continue
        took, found = clocked(ask, 3)
        assert sorted(found) == sorted(rows), f"{way}: {len(found)} rows"
        print(f"  {way}: {took / ours:.2f} x; {took * 1e3:.1f} ms", flush=True)


@contextlib.contextmanager
def _scratch() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        yield folder


def _virtuoso(held: contextlib.ExitStack, folder: Path, store: ox.Store) -> Virtuoso:
    """Start Virtuoso with the same quads."""
    place = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="virtuoso-", dir=folder)))
    server = held.enter_context(virtuoso_server(place / "server", buffers=300_000, rows=1_000_000))
    file = place / "view.nq"
    store.dump(str(file), format=ox.RdfFormat.N_QUADS)
    server.bulk_load([file], patience=3600)
    file.unlink()
    return server


if __name__ == "__main__":
    main()
