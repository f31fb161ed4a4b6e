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
from dateline.reasoning.alternatives import Changes, WayOut, ways_out
from dateline.reasoning.chronology import SIDES
from dateline.reasoning.conflicts import Conflict
from dateline.reasoning.network import Edge
from dateline.reasoning.order import Order
from dateline.reasoning.relations import ALLEN, RELATIONS
from dateline.taxonomy import local
from dateline.timeline import Timeline, when_of
from dateline.verification import Verified
from dateline.vocabulary import shorten
from dateline.wording import (
    basis_words,
    claim_words,
    moment,
    quoted,
    reading_words,
    way_out_words,
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


def _text(words: str, style: str = "") -> Text:
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
        what = _text(event.label)
        if places and places.casefold() not in event.label.casefold():
            what.append(f" — {on_a_line(places)}", style="dim")
        kind = solved.knowledge.taxonomy.class_labels.get(event.types[0], local(event.types[0]))
        marks = ("*" if entry.is_repaired else "") + ("~" if entry.rests_on_disputed else "")
        table.add_row(_text(when_words(entry.when)), what, _text(kind), _text(event.status + marks))
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
        _text(f"{when_words(entry.when)}; {entry.event.status}{_lasting(entry.duration)}"),
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
        parts.append(Padding(_text(words), (0, 0, 0, 2)))
        parts.append(Padding(_text(f"perhaps {reading_words(rungs)}", "dim"), (0, 0, 0, 4)))
    if entry.set_aside:
        parts.append(Text("\nset aside, since not all claims can hold together:", style="bold"))
        for claim in entry.set_aside:
            parts.append(
                Padding(_text(claim_words(solved.knowledge, claim, solved.names)), (0, 0, 0, 2))
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
        parts.append(Padding(_text(f"· {basis_words(edge.basis, solved.names)}"), (0, 0, 0, 2)))
        for iri in edge.basis.claims:
            claim = solved.knowledge.by_iri[iri]
            who = solved.knowledge.label(claim.source) if claim.source else "judgement"
            words = f"{shorten(iri)} — {who}; {words_of(solved.knowledge, iri)}"
            parts.append(Padding(_text(words, "dim"), (0, 0, 0, 6)))
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
    for name in order.possible if len(order.possible) < len(ALLEN) else ():
        parts.append(Padding(Text(f"A {RELATIONS[name].words} B"), (0, 0, 0, 2)))
    return Group(*parts)


def conflicts_text(solved: Solved) -> RenderableType:
    """Return every conflict with its claims, and what would resolve it."""
    timeline = solved.timeline
    parts: list[RenderableType] = []
    in_conflict = {claim for conflict in timeline.conflicts for claim in conflict.members}
    odd_plans = [claim for claim in timeline.set_aside if claim not in in_conflict]
    if not timeline.conflicts:
        all_hold = "" if odd_plans else ": all claims can hold together"
        parts.append(Text(f"No contradictions{all_hold}."))
    for number, conflict in enumerate(timeline.conflicts, 1):
        parts.append(Text(f"{number}. These cannot all hold; one of them is wrong:", style="bold"))
        for iri in (*conflict.claims, *conflict.assuming):
            assumed = "assuming: " if iri in conflict.assuming else ""
            words = claim_words(solved.knowledge, iri, solved.names)
            parts.append(Padding(_text(f"· {assumed}{words}"), (0, 0, 0, 2)))
            parts.append(Padding(_text(shorten(iri), "dim"), (0, 0, 0, 6)))
        parts += _ways_out(conflict, solved)
    if odd_plans:
        parts.append(Text("Plans that do not fit what is reported, or each other:", style="bold"))
    for iri in odd_plans:
        words = claim_words(solved.knowledge, iri, solved.names)
        parts.append(Padding(_text(f"· {words}"), (0, 0, 0, 2)))
    if timeline.more_conflicts:
        parts.append(Text("There may be more; these are the smallest found."))
    return Group(*parts)


def _ways_out(conflict: Conflict, solved: Solved) -> Iterable[RenderableType]:
    """Yield for each claim what may be the matter with it, and what that would change."""
    by_claim: dict[tuple[Iri, Iri | None], list[WayOut]] = {}
    for way in ways_out(solved.chronology, conflict):
        by_claim.setdefault((way.claim, way.two_events), []).append(way)
    for (claim, event), ways in by_claim.items():
        told = ", or ".join(way_out_words(way, solved.knowledge, solved.names) for way in ways)
        of_claim = "" if event else f"{shorten(claim)}: "
        taken = [way for way in ways if way.applied]
        how = "read so" if taken and taken[0].rungs else "set aside"
        mark = f" [{how} in the timeline]" if taken else ""
        yield Padding(_text(f"– {of_claim}perhaps {told}{mark}"), (0, 0, 0, 2))
        yield from changes_text(ways[0].changes, solved, "then", 6)


def changes_text(
    changes: Changes, solved: Solved, then: str, indent: int
) -> Iterable[RenderableType]:
    """Yield a line for each event whose time would be another."""
    for event, (_, bounds) in sorted(changes.items()):
        entry = next(e for e in solved.timeline.entries if event in e.event.members)
        if event != entry.event.iri:
            continue
        aspect = solved.knowledge.taxonomy.aspect(entry.event.kinds)
        now, other = when_words(entry.when), when_words(when_of(bounds, aspect))
        shift = f"{then} {other}, not {now}" if now != other else "other bounds, the same days"
        parts = _text(f"{quoted(solved.names, event)}: {shift}", "dim")
        yield Padding(parts, (0, 0, 0, indent))


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
        parts.append(Padding(_text(claims, "dim"), (0, 0, 0, 2)))
        if one.words:
            parts.append(Padding(_text(f"“{one.words.strip()}”"), (0, 0, 0, 2)))
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
        parts.append(Padding(_text(query.title), (0, 0, 0, 2)))
    return Group(*parts)


def contents_text(found: Mapping[str, Any]) -> RenderableType:
    """Return what is in a knowledge base."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column()
    table.add_row("knowledge base", _text(found["knowledge_base"]))
    table.add_row("accepted view", "built" if found["solved"] else "not built yet: dateline solve")
    table.add_row("statements", str(found["statements"]))
    for source in found["sources"]:
        table.add_row(
            "source", _text(f"{source['label'] or source['source']}: {source['claims']} claims")
        )
    for name in ("claims", "events", "kinds"):
        counts = ", ".join(f"{count} {local(kind)}" for kind, count in found[name].items())
        table.add_row(name, _text(counts))
    table.add_row("actors, places", f"{found['actors']}, {found['places']}")
    table.add_row("contradictions", str(found["conflicts"]))
    return table
