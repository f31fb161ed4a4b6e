"""Commands for SPARQL and for everything at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.completion import complete_parameter, complete_query
from dateline.cli.frame import (
    examples,
    in_messages,
    show,
    with_format,
    with_kb,
    write,
    write_json,
    writing,
)
from dateline.errors import QueryError

if TYPE_CHECKING:
    from dateline.queries import Query


def _query_folders(_: click.Context, __: click.Parameter, named: tuple[str, ...]) -> list[Path]:
    for folder in named:
        if not Path(folder).is_dir():
            raise QueryError(f"there is no folder of queries {folder}")
    everywhere = os.environ.get("DATELINE_QUERIES", "").split(os.pathsep)
    return [Path(folder) for folder in (*named, *everywhere) if folder]


with_folders: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--queries",
    "folders",
    metavar="FOLDER",
    multiple=True,
    type=click.Path(),
    callback=_query_folders,
    help="A folder with queries of your own; so are those in DATELINE_QUERIES. They come first.",
)


@click.command(
    epilog=examples(
        "dateline query timeline-of-actor --param actor Putin",
        "dateline query timeline-of-actor --param actor Putin --param actor Turkey",
        "echo 'SELECT ?e { ?e a dl:Meeting }' | dateline query -",
    )
)
@click.argument("query", shell_complete=complete_query)
@click.option(
    "--param",
    "params",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    shell_complete=complete_parameter,
    help="Give a parameter a value: a name, an IRI, a date or a number; repeat it for several.",
)
@with_folders
@with_kb
@with_format("table", "json", "csv", "tsv", "xml", "ttl", "nt", "jsonld", "rdf")
def query(
    query: str,
    params: tuple[tuple[str, str], ...],
    folders: list[Path],
    kb: str,
    form: str,
    output: str,
) -> None:
    """Run a named query, a query FILE, or what stands on input (-).

    A query that names no graph reads the accepted view. Standard prefixes need no declaration.
    """
    from dateline.querying import ask, rows_of, write_answer

    chosen = _chosen(query, folders)
    given: dict[str, list[str]] = {}
    for parameter, value in params:
        given.setdefault(parameter, []).append(value)
    found = ask(kb, chosen, given)
    rows = rows_of(found, chosen) if form == "table" else None
    if rows is not None:
        from dateline.exports.terminal import rows_table

        show(rows_table(*rows), output)
    else:
        with writing(output) as out:
            write_answer(found, form, out)


def _chosen(name: str, folders: list[Path]) -> Query:
    """Return the query that is asked for; say on standard error what it stands in for."""
    from dateline.queries import parse_query
    from dateline.query_folders import catalogue

    if name == "-":
        return parse_query("standard input", _standard_input())
    known = catalogue(folders)
    found = known.find(name)
    for line in known.hiding(found):
        click.echo(in_messages(line), err=True)
    return found


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as error:
        raise QueryError(f"standard input is not UTF-8 text: {error}") from error


@click.command(epilog=examples("dateline queries", "dateline queries --queries my-questions"))
@with_folders
@with_format("table", "json")
def queries(folders: list[Path], form: str, output: str) -> None:
    """List the named queries: what each answers, and its parameters.

    Where two have one name, the first is used: FOLDER, then DATELINE_QUERIES, then Dateline's.
    """
    from dateline.query_folders import catalogue

    known = catalogue(folders)
    if form == "json":
        from dateline.exports.contract import queries_contract

        write_json(queries_contract(known.queries), output)
    else:
        from dateline.exports.terminal import queries_table

        show(queries_table(known.queries), output)
    for fault in known.faults:
        click.echo(f"left out: {in_messages(fault.why)}", err=True)
    for line in (line for found in known.queries for line in known.hiding(found)):
        click.echo(in_messages(line), err=True)


@click.command(epilog=examples("dateline dump -o everything.nq", "dateline dump -f trig"))
@with_kb
@with_format("nq", "trig")
def dump(kb: str, form: str, output: str) -> None:
    """Write everything, claims and views, as N-Quads or TriG."""
    from dateline.querying import dumped

    write(dumped(kb, form), output)


@click.command(epilog=examples("dateline info", "dateline info -f json"))
@with_kb
@with_format("table", "json")
def info(kb: str, form: str, output: str) -> None:
    """Say what is in the knowledge base."""
    from dateline.asking import contents

    found = contents(kb)
    if form == "json":
        write_json(found, output)
    else:
        from dateline.exports.terminal import contents_text

        show(contents_text(found), output)
