"""Why an event stands where it stands, and what comes before it, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dateline.exports.plain_text import lasting_words, on_a_line, when_words
from dateline.exports.terminal import plain
from dateline.model import Iri
from dateline.pipeline import Solved
from dateline.reasoning.around import Around
from dateline.reasoning.chronology import SIDES
from dateline.reasoning.network import Edge
from dateline.reasoning.order import Order
from dateline.reasoning.relations import ALLEN, RELATIONS
from dateline.reasoning.unions import convex, inequality_words
from dateline.vocabulary import shorten
from dateline.wording import (
    SIDE_WORDS,
    claim_words,
    edge_words,
    moment,
    reading_words,
    words_of,
)


def explanation(event: Iri, solved: Solved) -> RenderableType:
    """Return every bound of an event with its chain of claims, each with words and source."""
    entry = next(e for e in solved.timeline.entries if event in e.event.members)
    lasted = lasting_words(entry.duration)
    parts: list[RenderableType] = [
        Text.assemble(
            (on_a_line(entry.event.label), "bold"), f"  {on_a_line(shorten(entry.event.iri))}"
        ),
        plain(f"{when_words(entry.when)}; {entry.event.status}{f'; {lasted}' if lasted else ''}"),
    ]
    bounds = solved.chronology.bounds(event)
    for side, value in zip(SIDES, bounds.in_order, strict=True):
        parts.append(Text.assemble("\n", f"{SIDE_WORDS[side]}: ", (moment(value), "bold")))
        if side in entry.hangs_on_repair:
            parts.append(
                Padding(Text("this hangs on how a contradiction is resolved"), (0, 0, 0, 2))
            )
        if value is None:
            parts.append(Padding(Text("no claim bounds it"), (0, 0, 0, 2)))
        parts += _chain(solved.chronology.reasons(event, side), solved)
    if entry.reread:
        parts.append(Text("\nread more weakly, so that all claims can hold:", style="bold"))
    for claim, rungs in sorted(entry.reread.items()):
        words = claim_words(solved.knowledge, claim, solved.names)
        parts.append(Padding(plain(words), (0, 0, 0, 2)))
        parts.append(Padding(plain(f"perhaps {reading_words(rungs)}", "dim"), (0, 0, 0, 4)))
    if entry.set_aside:
        parts.append(Text("\nset aside, since not all claims can hold together:", style="bold"))
        for claim in entry.set_aside:
            parts.append(
                Padding(plain(claim_words(solved.knowledge, claim, solved.names)), (0, 0, 0, 2))
            )
    return Group(*parts)


def _chain(edges: Iterable[Edge], solved: Solved) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for edge in edges:
        if not edge.basis.claims:
            parts.append(Padding(Text("· every event lasts at least a second"), (0, 0, 0, 2)))
            continue
        parts.append(Padding(plain(f"· {edge_words(edge, solved.names)}"), (0, 0, 0, 2)))
        for iri in edge.basis.claims:
            claim = solved.knowledge.by_iri[iri]
            who = solved.knowledge.label(claim.source) if claim.source else "judgement"
            words = f"{shorten(iri)} — {who}; {words_of(solved.knowledge, iri)}"
            parts.append(Padding(plain(words, "dim"), (0, 0, 0, 6)))
    return parts


def order_text(a: Iri, b: Iri, order: Order, solved: Solved) -> RenderableType:
    """Return the answers, what they rest on, and schedules that show a maybe."""
    first, second = (on_a_line(solved.names.get(event, event)) for event in (a, b))
    parts: list[RenderableType] = [
        Text.assemble("A  ", (first, "bold")),
        Text.assemble("B  ", (second, "bold")),
        Text.assemble("\nDoes A end before B starts?  ", (order.before, "bold")),
        Text.assemble("Does A start before B?  ", (order.starts_before, "bold")),
    ]
    if order.because:
        parts.append(Text("\nbecause", style="bold"))
        parts += _chain(order.because, solved)
    for title, example in (
        ("It can have been so", order.example),
        ("or so", order.counter_example),
    ):
        if example is not None:
            parts.append(Text(f"\n{title}:", style="bold"))
            for name, event in (("A", a), ("B", b)):
                start, end = example[event]
                parts.append(Text(f"  {name} from {moment(start)} to {moment(end)}"))
    parts.append(Text("\nwhat is possible:", style="bold"))
    if len(order.possible) == len(ALLEN):
        parts.append(Text("  anything: no claim orders them"))
    short = [inequality_words(one) for one in convex(frozenset(order.possible)) or ()]
    if short:
        parts.append(Padding(Text(f"in short: {', and '.join(short)}"), (0, 0, 0, 2)))
    for name in order.possible if len(order.possible) < len(ALLEN) else ():
        parts.append(Padding(Text(f"A {RELATIONS[name].words} B"), (0, 0, 0, 2)))
    return Group(*parts)


def around_text(event: Iri, found: Around, solved: Solved) -> RenderableType:
    """Return what comes before and after an event, in the order of the timeline."""
    place = {entry.event.iri: n for n, entry in enumerate(solved.timeline.entries)}
    parts: list[RenderableType] = [Text(on_a_line(solved.names.get(event, event)), style="bold")]
    for title, events in (
        ("certainly before it", found.certainly_before),
        ("certainly after it", found.certainly_after),
        ("possibly before it", found.possibly_before),
        ("possibly after it", found.possibly_after),
    ):
        parts.append(Text(f"\n{title}:", style="bold"))
        shown = sorted((other for other in events if other in place), key=place.__getitem__)
        for other in shown:
            entry = solved.timeline.entries[place[other]]
            status = "" if entry.event.status == "reported" else f" ({entry.event.status})"
            told = f"{when_words(entry.when)}: {entry.event.label}{status}"
            parts.append(Padding(plain(f"· {told}"), (0, 0, 0, 2)))
        if not shown:
            parts.append(Padding(Text("nothing"), (0, 0, 0, 2)))
    return Group(*parts)
