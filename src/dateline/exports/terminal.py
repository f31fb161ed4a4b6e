"""Timelines and answers as tables and text for a terminal of any width from 60 columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.exports.contract import words_of
from dateline.exports.plain_text import on_a_line, span_of_time, when_words
from dateline.model import Iri
from dateline.pipeline import Solved
from dateline.queries import Parameter, Query
from dateline.reasoning.around import Around
from dateline.reasoning.chronology import SIDES
from dateline.reasoning.network import Edge
from dateline.reasoning.order import Order
from dateline.reasoning.relations import ALLEN, RELATIONS
from dateline.reasoning.unions import convex, inequality_words
from dateline.taxonomy import local
from dateline.timeline import Timeline
from dateline.verification import Verified
from dateline.vocabulary import shorten
from dateline.wording import (
    basis_words,
    claim_words,
    moment,
    reading_words,
)

SIDE_WORDS = {
    "startEarliest": "starts at the earliest",
    "startLatest": "starts at the latest",
    "endEarliest": "ends at the earliest",
    "endLatest": "ends at the latest",
}


def rendered(what: RenderableType, width: int | None, *, styled: bool = False) -> str:
    """Return what a terminal of this width (None: the one in use, or 80) would show, as text.

    ``styled`` text has the terminal's codes for bold and the like in it.
    """
    console = Console(width=width, highlight=False, force_terminal=styled)
    with console.capture() as capture:
        console.print(what)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def plain(words: str, style: str = "") -> Text:
    """Return words, which may be a stranger's, as text on one line."""
    return Text(on_a_line(words), style=style)


def timeline_table(timeline: Timeline, solved: Solved) -> RenderableType:
    """Return a row for each event: when, what (with places), its kind and status."""
    if not timeline.entries:
        return Text("No event fits.")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("When", no_wrap=True)
    table.add_column("What")
    table.add_column("Kind")
    table.add_column("Status", no_wrap=True)
    for entry in timeline.entries:
        event = entry.event
        places = ", ".join(place.label for place in entry.places)
        what = plain(event.label)
        if places and places.casefold() not in event.label.casefold():
            what.append(f" — {on_a_line(places)}", style="dim")
        kind = solved.knowledge.taxonomy.class_labels.get(event.types[0], local(event.types[0]))
        marks = ("*" if entry.is_repaired else "") + ("~" if entry.rests_on_disputed else "")
        table.add_row(plain(when_words(entry.when)), what, plain(kind), plain(event.status + marks))
    notes = []
    if any(entry.is_repaired for entry in timeline.entries):
        notes.append("* not all claims that bear on it can hold together; see: dateline conflicts")
    if any(entry.rests_on_disputed for entry in timeline.entries):
        notes.append("~ its time rests on a disputed claim")
    return Group(table, *(Text(note, style="dim") for note in ("", *notes) if notes))


def explanation(event: Iri, solved: Solved) -> RenderableType:
    """Return every bound of an event with its chain of claims, each with words and source."""
    entry = next(e for e in solved.timeline.entries if event in e.event.members)
    parts: list[RenderableType] = [
        Text.assemble(
            (on_a_line(entry.event.label), "bold"), f"  {on_a_line(shorten(entry.event.iri))}"
        ),
        plain(f"{when_words(entry.when)}; {entry.event.status}{_lasting(entry.duration)}"),
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


def _lasting(duration: tuple[int | None, int | None]) -> str:
    """Return how long it lasted, where that is known to anything but "a second or more"."""
    least, most = duration
    if most is None:
        return "" if least in (None, 1) else f"; lasted at least {span_of_time(least or 1)}"
    at_least = f" and at least {span_of_time(least)}" if least not in (None, 1) else ""
    return f"; lasted at most {span_of_time(most)}{at_least}"


def _chain(edges: Iterable[Edge], solved: Solved) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for edge in edges:
        if not edge.basis.claims:
            parts.append(Padding(Text("· every event lasts at least a second"), (0, 0, 0, 2)))
            continue
        parts.append(Padding(plain(f"· {basis_words(edge.basis, solved.names)}"), (0, 0, 0, 2)))
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


#: The most columns, and the longest unbreakable words together, that a table still reads well with.
MOST_COLUMNS = 6
MOST_LETTERS = 72


def rows_table(names: Sequence[str], rows: Iterable[Mapping[str, str | None]]) -> RenderableType:
    """Return the rows of a query: a table, or a block for each row where that would not fit."""
    told = [[on_a_line(row.get(name) or "") for name in names] for row in rows]
    count = Text(f"{len(told)} row{'' if len(told) == 1 else 's'}", style="dim")
    columns = zip(*told, strict=True) if told else ([] for _ in names)
    longest = [
        max(len(word) for cell in (name, *column) for word in (cell.split() or [""]))
        for name, column in zip(names, columns, strict=True)
    ]
    if len(names) > MOST_COLUMNS or sum(longest) + 2 * len(names) > MOST_LETTERS:
        return Group(*(_block(names, cells) for cells in told), count)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(on_a_line(name), overflow="fold")
    for cells in told:
        table.add_row(*(Text(cell) for cell in cells))
    return Group(table, Text(""), count)


def _block(names: Sequence[str], cells: Sequence[str]) -> RenderableType:
    """Return a row as lines of name and value, with a blank line after it."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, cell in zip(names, cells, strict=True):
        if cell:
            table.add_row(on_a_line(name), Text(cell))
    return Padding(table, (0, 0, 1, 0))


def verified_text(verified: Sequence[Verified]) -> RenderableType:
    """Return every piece of evidence with its words, where they were found."""
    parts: list[RenderableType] = []
    for one in verified:
        span = (one.evidence.start, one.evidence.end)
        stated = "words" if None in span else f"characters {span[0]}–{span[1]}"
        where = f", now at {one.start}" if one.finding == "moved" else ""
        style = "" if one.holds else "bold"
        parts.append(Text(f"{stated}: {one.finding}{where}", style=style))
        claims = ", ".join(shorten(claim).rsplit("/", 1)[-1] for claim in one.claims)
        parts.append(Padding(plain(claims, "dim"), (0, 0, 0, 2)))
        if one.words:
            parts.append(Padding(plain(f"“{one.words.strip()}”"), (0, 0, 0, 2)))
    good = sum(one.holds for one in verified)
    parts.append(
        Text(f"{good} of {len(verified)} pieces of evidence are in the text", style="bold")
    )
    return Group(*parts)


def _typed(parameter: Parameter) -> str:
    """Return what a person types for a parameter."""
    return {"seconds": "DATE"}.get(parameter.kind, parameter.kind.upper())


def queries_table(queries: Sequence[Query]) -> RenderableType:
    """Return the named queries, each with its question and parameters."""
    parts: list[RenderableType] = []
    for query in queries:
        parameters = " ".join(f"--param {p.name} {_typed(p)}" for p in query.parameters)
        parts.append(Text.assemble((query.name, "bold"), f"  {parameters}"))
        parts.append(Padding(plain(query.title), (0, 0, 0, 2)))
    return Group(*parts)


def contents_text(found: Mapping[str, Any]) -> RenderableType:
    """Return what is in a knowledge base."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column()
    table.add_row("knowledge base", plain(found["knowledge_base"]))
    table.add_row("accepted view", "built" if found["solved"] else "not built yet: dateline solve")
    table.add_row("statements", str(found["statements"]))
    for source in found["sources"]:
        table.add_row(
            "source", plain(f"{source['label'] or source['source']}: {source['claims']} claims")
        )
    for name in ("claims", "events", "kinds"):
        counts = ", ".join(f"{count} {local(kind)}" for kind, count in found[name].items())
        table.add_row(name, plain(counts))
    table.add_row("actors, places", f"{found['actors']}, {found['places']}")
    table.add_row("contradictions", str(found["conflicts"]))
    return table
