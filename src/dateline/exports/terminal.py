"""Timelines and answers as tables and text for a terminal of any width from 60 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.exports.plain_text import on_a_line, when_words
from dateline.query_folders import is_own
from dateline.taxonomy import local
from dateline.vocabulary import shorten

if TYPE_CHECKING:
    from dateline.entry import Timeline
    from dateline.exports.losses import Losses
    from dateline.exports.slice import Slice
    from dateline.pipeline import Solved
    from dateline.queries import Parameter, Query
    from dateline.verification import Verified
    from dateline.view.reading import Viewed


def rendered(what: RenderableType, width: int | None, *, styled: bool = False) -> str:
    """Return what a terminal of this width (None: the one in use, or 80) would show, as text.

    ``styled`` text has the terminal's codes for bold and the like in it.
    """
    # In a notebook, rich would show the text by itself, and in colours.
    console = Console(width=width, highlight=False, force_terminal=styled, force_jupyter=False)
    with console.capture() as capture:
        console.print(what)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def plain(words: str, style: str = "") -> Text:
    """Return words, which may be a stranger's, as text on one line."""
    return Text(on_a_line(words), style=style)


NEVER = (
    "bounds to the second, and durations",
    "actors, claims and sources",
    "contradictions and their explanations",
    "which sources were left out, and why",
)


def export(chosen: Slice, losses: Losses, width: int | None = 80) -> Iterator[str]:
    """Yield the timeline as a table."""
    timeline = chosen.timeline
    losses.written = len(timeline.entries)
    yield rendered(timeline_table(timeline, chosen.shown), width)


def timeline_table(timeline: Timeline, shown: Solved | Viewed) -> RenderableType:
    """Return a row for each event: when, what (with places), its kind and status."""
    entries, known = timeline.entries, shown.knowledge
    if not entries:
        return Text("No event fits.")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("When", no_wrap=True)
    table.add_column("What")
    table.add_column("Kind")
    table.add_column("Status", no_wrap=True)
    for entry in entries:
        event = entry.event
        places = ", ".join(place.label for place in entry.places)
        what = plain(event.label)
        if places and places.casefold() not in event.label.casefold():
            what.append(f" — {on_a_line(places)}", style="dim")
        marks = ("*" if entry.is_repaired else "") + ("~" if entry.rests_on_disputed else "")
        kind = known.taxonomy.class_labels.get(event.types[0], local(event.types[0]))
        table.add_row(plain(when_words(entry.when)), what, plain(kind), plain(event.status + marks))
    notes = []
    if any(entry.is_repaired for entry in entries):
        notes.append("* not all claims that bear on it can hold together; see: dateline conflicts")
    if any(entry.rests_on_disputed for entry in entries):
        notes.append("~ its time rests on a disputed claim")
    return Group(table, *(Text(note, style="dim") for note in ("", *notes) if notes))


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
    if parameter.thing:
        return parameter.thing.upper()
    known = {"seconds": "DATE", "seconds after": "DATE", "day": "DATE", "": "VALUE"}
    return known.get(parameter.kind, parameter.kind.upper())


def queries_table(queries: Sequence[Query]) -> RenderableType:
    """Return the named queries, each with its question and parameters."""
    parts: list[RenderableType] = []
    for query in queries:
        parameters = " ".join(f"--param {p.name} {_typed(p)}" for p in query.parameters)
        parts.append(Text.assemble((query.name, "bold"), f"  {parameters}"))
        parts.append(Padding(plain(query.title), (0, 0, 0, 2)))
        if is_own(query):
            parts.append(Padding(plain(f"your own: {query.file}", "dim"), (0, 0, 0, 2)))
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
