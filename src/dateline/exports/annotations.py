"""What contradicts in annotated documents: the JSON contract, and text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dateline.annotation import Document, Link, Node
from dateline.errors import SourceError
from dateline.exports.plain_text import on_a_line
from dateline.reasoning.annotated import Findings, relation_of

if TYPE_CHECKING:
    from rich.console import RenderableType

#: Contradictions of one document that a person is shown.
MOST_SHOWN = 20
#: Words of one event or time that a person is shown.
MOST_LETTERS = 40


def documents_contract(
    findings: Sequence[Findings], unreadable: Sequence[SourceError]
) -> dict[str, Any]:
    """Return each document in turn, and the files that cannot be read."""
    return {
        "documents": [_document(found) for found in findings],
        "unreadable": [
            {"file": error.file, "place": error.place, "why": error.message} for error in unreadable
        ],
    }


def _document(found: Findings) -> dict[str, Any]:
    document = found.document
    return {
        "file": document.file,
        "events": len(document.events),
        "times": len(document.times),
        "relations": document.relations,
        "used": len(document.links),
        "consistent": found.consistent,
        "conflicts": [list(conflict) for conflict in found.conflicts],
        "more": found.more,
        "calendar_conflicts": [
            {"links": list(conflict.links), "times": list(conflict.times)}
            for conflict in found.calendar_conflicts
        ],
        "more_calendar": found.more_with_calendar,
        "links": {
            name: {
                "kind": link.kind,
                "source": link.source,
                "target": link.target,
                "line": link.line,
                "says": link_words(link, document),
            }
            for name, link in found.links.items()
        },
        "notes": [{"line": note.line, "note": note.words} for note in document.notes],
    }


def link_words(link: Link, document: Document) -> str:
    """Return what a link says, with the words of the events and times that it relates."""
    relation = relation_of(link)
    source, target = (_named(document.nodes[name]) for name in (link.source, link.target))
    return f"{source} {relation.words if relation else 'may relate in any way to'} {target}"


def _named(node: Node) -> str:
    words = node.words if len(node.words) <= MOST_LETTERS else f"{node.words[: MOST_LETTERS - 1]}…"
    return f"“{words}” ({node.id})"


def documents_text(findings: Sequence[Findings]) -> RenderableType:
    """Return for each document whether its links can all hold, and if not, which cannot."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    parts: list[RenderableType] = []
    for found in findings:
        for indent, words, style in _lines(found):
            parts.append(Padding(Text(on_a_line(words), style), (0, 0, 0, indent)))
    if len(findings) > 1:
        broken = sum(not found.consistent for found in findings)
        parts.append(Text(f"{len(findings)} documents, {broken} inconsistent", "bold"))
    return Group(*parts)


Line = tuple[int, str, str]
"""How far a line is indented, its words, and their style."""


def _lines(found: Findings) -> Iterator[Line]:
    document = found.document
    verdict = "consistent" if found.consistent else "inconsistent"
    yield 0, f"{document.file}: {verdict}", "bold"
    counts = ((document.events, "event"), (document.times, "time"))
    told = [f"{len(those)} {word}{'' if len(those) == 1 else 's'}" for those, word in counts]
    plural = "" if document.relations == 1 else "s"
    yield 2, f"{', '.join(told)}, {document.relations} link{plural}", "dim"
    by_links = [(names, ()) for names in found.conflicts]
    yield from _contradictions("", by_links, 0, found)
    if found.more:
        yield 2, "There may be more; none of them is smaller than all of these.", ""
    dated = [(conflict.links, conflict.times) for conflict in found.calendar_conflicts]
    yield from _contradictions(" with the calendar", dated, len(by_links), found)
    if found.more_with_calendar:
        yield 2, "There may be more with the calendar.", ""
    for note in document.notes:
        where = f"line {note.line}: " if note.line else ""
        yield 2, f"note: {where}{note.words}", "dim"


def _contradictions(
    how: str,
    conflicts: Sequence[tuple[Sequence[str], Sequence[str]]],
    first: int,
    found: Findings,
) -> Iterator[Line]:
    document = found.document
    values = {time.id: time.value for time in document.times}
    for number, (links, times) in enumerate(conflicts[:MOST_SHOWN], 1):
        what = "This cannot hold" if len(links) + len(times) == 1 else "These cannot all hold"
        yield 2, f"{first + number}. {what}{how}:", ""
        for name in links:
            yield 5, f"{name}: {link_words(found.links[name], document)}", ""
        for name in times:
            yield 5, f"{name}: {_named(document.nodes[name])} is {values[name]}", ""
    if len(conflicts) > MOST_SHOWN:
        yield 2, f"… and {len(conflicts) - MOST_SHOWN} more; all of them with -f json", ""
