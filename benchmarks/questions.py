"""An article into what is solved, and the order of two events, in a store of 100,000 events.

    python benchmarks/questions.py [EVENTS]

Stories of twenty events are told claim by claim and solved. Then an article of 50 true claims about
eight of them is taken in, and the order of pairs of the same story is asked. Ratios are to the same
done anew: all stories solved again; the shortest paths of the story found by networkx.
"""

from __future__ import annotations

import random
import statistics
import sys
import time

import networkx

from dateline.model import Claim, Edtf, Iri, Knowledge, Source, Taxonomy, Triple
from dateline.reasoning import standing as standing_module
from dateline.reasoning.chronology import Chronology, solve
from dateline.reasoning.order import order
from dateline.reasoning.standing import Standing
from dateline.time.calendar import DAY, day_start, format_day
from dateline.vocabulary import DL

STORY = 20
MEETING = Iri(DL + "Meeting")
FIRST = day_start(2010)


def said(name: str, triple: Triple, source: str) -> Claim:
    """Return a claim of a source."""
    return Claim(Iri(name), (triple,), Iri(source))


def tell(rng: random.Random, story: int) -> tuple[dict[str, int], list[Claim]]:
    """Draw when the events of a story happened, and tell of them: about three claims each."""
    began = FIRST + rng.randrange(5 * 365) * DAY
    when = {f"e{story}-{n}": began + rng.randrange(60 * DAY) for n in range(STORY)}
    source = f"paper{story % 50}"
    claims = [said(f"is-{e}", Triple(Iri(e), "type", MEETING), source) for e in when]
    told = (true_triple(rng, when) for _ in range(2 * STORY))
    claims += [said(f"c{story}-{number}", triple, source) for number, triple in enumerate(told)]
    return when, claims


def true_triple(rng: random.Random, when: dict[str, int]) -> Triple:
    """Return a date or an order that is true."""
    a, b = rng.sample(sorted(when), 2)
    if rng.random() < 0.3 or when[a] // DAY == when[b] // DAY:
        day = format_day(when[a])
        return Triple(Iri(a), "when", Edtf(day[: rng.choice((7, 10))]))
    first, last = sorted((a, b), key=when.__getitem__)
    return Triple(Iri(first), "before", Iri(last))


def clocked(standing: Standing, claims: list[Claim]) -> tuple[float, float]:
    """Return the seconds to take an article in, and those of them that were spent solving."""
    inside: list[float] = []

    def watched(*arguments: object) -> Chronology:
        began = time.perf_counter()
        found = solve(*arguments)  # type: ignore[arg-type]  # passed on as they come
        inside.append(time.perf_counter() - began)
        return found

    standing_module.solve = watched  # type: ignore[assignment]  # the same function, with a clock
    began = time.perf_counter()
    standing.with_claims(claims)
    whole = time.perf_counter() - began
    standing_module.solve = solve
    return whole, sum(inside)


def by_networkx(chronology: Chronology, event: Iri) -> float:
    """Return the seconds that a peer takes for all shortest paths from an event in its story."""
    schedule = chronology.schedule(event)
    graph = networkx.DiGraph()
    for edge in schedule.edges:
        held = graph.get_edge_data(edge.source, edge.target, {"weight": edge.weight})
        graph.add_edge(edge.source, edge.target, weight=min(edge.weight, held["weight"]))
    began = time.perf_counter()
    for point in chronology.points(event):
        networkx.single_source_bellman_ford_path_length(graph, point)
    return time.perf_counter() - began


def main() -> None:
    """Print a line for each question."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rng = random.Random(1)
    stories = [tell(rng, story) for story in range(events // STORY)]
    claims = [claim for _, told in stories for claim in told]
    sources = {Iri(f"paper{n}"): Source(Iri(f"paper{n}"), published="2016") for n in range(50)}
    began = time.perf_counter()
    standing = Standing.of(
        Knowledge(tuple(claims), sources, Taxonomy(aspects={MEETING: "punctual"}))
    )
    anew = time.perf_counter() - began
    print(f"{events:,} events, {len(claims):,} claims, stories of {STORY}")
    times = []
    for article in range(7):
        touched = rng.sample(stories, 8)
        told = [
            said(f"new{article}-{n}", true_triple(rng, touched[n % 8][0]), "paper1")
            for n in range(50)
        ]
        times.append(clocked(standing, told))
    whole, inside = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"an article of 50 claims: 1/{anew / whole:,.0f} of solving anew;"
          f" {whole * 1e3:.0f} ms, {inside * 1e3:.0f} ms of them in the solver")  # fmt: skip
    chronology = standing.chronology
    asked = []
    for _ in range(200):
        a, b = rng.sample(sorted(rng.choice(stories)[0]), 2)
        order(chronology, Iri(a), Iri(b))  # the story is looked at for the first time
        began = time.perf_counter()
        order(chronology, Iri(a), Iri(b))
        ours = time.perf_counter() - began
        asked.append((ours, by_networkx(chronology, Iri(a)) / ours))
    ours, ratio = (statistics.median(column) for column in zip(*asked, strict=True))
    slowest = sorted(one for one, _ in asked)[-len(asked) // 20]
    print(f"the order of two events: networkx takes {ratio:.1f} x for the paths alone;"
          f" {ours * 1e3:.2f} ms, the slowest twentieth {slowest * 1e3:.2f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
