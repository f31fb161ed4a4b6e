"""Commands for SPARQL and for everything at once."""

from __future__ import annotations

import sys

import click

from dateline.cli.frame import examples, show, with_format, with_kb, write, write_json
from dateline.errors import QueryError


@click.command(
    epilog=examples(
        "dateline query timeline-of-actor --param actor Putin",
        "echo 'SELECT ?e { ?e a dl:Meeting }' | dateline query -",
    )
)
@click.argument("query")
@click.option(
    "--param",
    "params",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="Give a parameter a value: an IRI, a label, a date or a number.",
)
@with_kb
@with_format("table", "json", "csv", "tsv", "xml", "ttl", "nt", "jsonld", "rdf")
def query(query: str, params: tuple[tuple[str, str], ...], kb: str, form: str, output: str) -> None:
    """Run a named query, a query FILE, or a query from standard input (-).

    A query that names no graph reads the accepted view. Standard prefixes need no declaration.
    """
    from dateline.querying import answer

    name, text = (query, None) if query != "-" else ("standard input", _standard_input())
    found = answer(kb, name, text, dict(params), form)
    if isinstance(found, str):
        write(found, output)
    else:
        from dateline.exports.terminal import rows_table

        show(rows_table(*found), output)


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as error:
        raise QueryError(f"standard input is not UTF-8 text: {error}") from error


@click.command(epilog=examples("dateline queries"))
@with_format("table", "json")
def queries(form: str, output: str) -> None:
    """List the named queries: what each answers, and its parameters."""
    from dateline.exports.contract import queries_contract
    from dateline.queries import named_queries

    known = named_queries()
    if form == "json":
        write_json(queries_contract(known), output)
    else:
        from dateline.exports.terminal import queries_table

        show(queries_table(known), output)


@click.command(epilog=examples("dateline dump -o everything.nq", "dateline dump -f trig"))
@with_kb
@with_format("nq", "trig")
def dump(kb: str, form: str, output: str) -> None:
    """Write the whole knowledge base, claims and views, as N-Quads or TriG."""
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
