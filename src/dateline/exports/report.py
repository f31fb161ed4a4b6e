"""Answers of several tables, for a terminal or as Markdown: one form for what is compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dateline.exports.plain_text import in_markdown, on_a_line


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its title; cells are text of anybody, made harmless only where it is shown.

    Where rows are ``grouped``, those of one group have the same first cell, which is shown once.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    grouped: bool = False


def report_text(sections: Iterable[Section], nothing: str) -> RenderableType:
    """Return the tables that have rows, or the words for nothing at all."""
    parts: list[RenderableType] = []
    for section in sections:
        if section.rows:
            title = Text(on_a_line(section.title), style="bold")
            parts += [Text("")] if parts else []
            parts += [title, _table(section)] if section.title else [_table(section)]
    return Group(*parts) if parts else Text(nothing)


def _shown(section: Section) -> Sequence[tuple[str, ...]]:
    if not section.grouped:
        return section.rows
    groups = groupby(section.rows, key=lambda row: row[0])
    return [
        (first if number == 0 else "", *rest)
        for first, rows in groups
        for number, (_, *rest) in enumerate(rows)
    ]


def _table(section: Section) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in section.columns:
        table.add_column(on_a_line(name), overflow="fold")
    for row in _shown(section):
        table.add_row(*(Text(on_a_line(cell)) for cell in row))
    return table


def report_markdown(sections: Iterable[Section], nothing: str) -> str:
    """Return the tables that have rows under headings, as GitHub-flavoured Markdown."""
    blocks = [_markdown(section) for section in sections if section.rows]
    return "\n\n".join(blocks or [nothing]) + "\n"


def _markdown(section: Section) -> str:
    heading = [f"## {in_markdown(section.title)}", ""] if section.title else []
    rule = "|" + "---|" * len(section.columns)
    return "\n".join(
        [*heading, _row(section.columns), rule, *(_row(row) for row in _shown(section))]
    )


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(in_markdown(cell) for cell in cells) + " |"
