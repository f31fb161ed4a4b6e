"""The command line: each command builds one thing and calls one function.

Exit codes: 0 good, 1 input that cannot be used, 2 wrong usage, 3 findings. Results go to standard
output, everything else to standard error. Modules are imported when a command needs them, so that
``dateline --help`` starts at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline import __version__
from dateline.errors import DatelineError, InvalidInput, NoKnowledgeBase

if TYPE_CHECKING:
    from dateline.pipeline import Solved

DEFAULT_KB = "dateline.kb"
FINDINGS = 3
ENDINGS = {".json": "json", ".csv": "csv", ".md": "markdown", ".markdown": "markdown",
           ".tsv": "tsv", ".xml": "xml", ".ttl": "ttl", ".nt": "nt", ".nq": "nq",
           ".trig": "trig", ".jsonld": "jsonld", ".txt": "table"}  # fmt: skip


class Commands(click.Group):
    """Shows our own errors as one line (or one line a problem) and exits with 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; every expected error becomes a message."""
        try:
            return super().invoke(ctx)
        except NoKnowledgeBase as error:
            message = f"{error}. Make one with the shipped example: dateline load --example"
            raise click.ClickException(message) from error
        except InvalidInput as error:
            for problem in error.problems:
                click.echo(f"error: {_line(str(problem))}", err=True)
            ctx.exit(1)
        except DatelineError as error:
            raise click.ClickException(str(error)) from error


def _line(text: str) -> str:
    from dateline.exports.plain_text import on_a_line

    return on_a_line(text)


def _examples(*lines: str) -> str:
    """Return the closing part of a command's help: commands to copy."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog=_examples("dateline load --example", "dateline timeline"),
)
@click.version_option(__version__, prog_name="dateline")
@click.option("--kb", metavar="PATH", help="The knowledge base (or set DATELINE_KB).")
@click.pass_context
def main(ctx: click.Context, kb: str | None) -> None:
    """Reconstruct timelines from what sources say, and show what each date rests on."""
    ctx.obj = kb


def _chosen_kb(ctx: click.Context, _: click.Parameter, value: str | None) -> str:
    return value or ctx.obj or os.environ.get("DATELINE_KB") or DEFAULT_KB


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

with_kb: Decorator = click.option(
    "--kb",
    metavar="PATH",
    callback=_chosen_kb,
    help=f"The knowledge base; default: DATELINE_KB, else ./{DEFAULT_KB}.",
)
with_output: Decorator = click.option(
    "-o", "--output", metavar="FILE", default="-", help="Where to write; - is standard output."
)


def with_format(*formats: str) -> Decorator:
    """Add ``-f``: one of these formats, else told by the ending of the output, else the first."""

    def chosen(ctx: click.Context, _: click.Parameter, value: str | None) -> str:
        ending = ENDINGS.get(Path(str(ctx.params.get("output", "-"))).suffix.lower(), "")
        return value or (ending if ending in formats else formats[0])

    option = click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(formats),
        callback=chosen,
        help=f"Default: by the ending of the output, else {formats[0]}.",
    )
    return lambda command: with_output(option(command))


def _write(text: str, output: str) -> None:
    """Write a result; a file appears whole or not at all."""
    if output == "-":
        click.echo(text, nl=False)
        return
    draft = Path(f"{output}.part")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(output)
    except OSError as error:
        raise click.ClickException(f"cannot write {output}: {error.strerror}") from error


def _show(what: Any, output: str) -> None:
    """Write something for people: as wide as the terminal, 80 columns in a file."""
    from dateline.exports.terminal import rendered

    in_terminal = output == "-" and sys.stdout.isatty()
    width = None if in_terminal or "COLUMNS" in os.environ else 80
    _write(rendered(what, width), output)


def _json(value: Mapping[str, Any], output: str) -> None:
    _write(json.dumps(value, ensure_ascii=False, indent=2) + "\n", output)


def _warn_of_conflicts(solved: Solved) -> None:
    count = len(solved.timeline.conflicts)
    if count:
        what = "a contradiction" if count == 1 else f"{count} contradictions"
        click.echo(f"warning: the claims hold {what}; see: dateline conflicts", err=True)


@main.command(epilog=_examples("dateline load --example", "dateline load article.trig actors.ttl"))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--example", is_flag=True, help="Load the shipped data.")
@click.option("--no-solve", is_flag=True, help="Only store; build the accepted view later.")
@click.option("--strict", is_flag=True, help="Exit with 3 if the claims contradict each other.")
@with_kb
@click.pass_context
def load(
    ctx: click.Context,
    files: tuple[Path, ...],
    example: bool,
    no_solve: bool,
    strict: bool,
    kb: str,
) -> None:
    """Read RDF, validate it, store it (all of it or nothing), and solve.

    A source that is loaded again replaces itself. TriG, Turtle, N-Quads, N-Triples, JSON-LD and
    RDF/XML are read.
    """
    from dateline import pipeline, resources

    chosen = (*files, *(resources.example_files() if example else ()))
    if not chosen:
        raise click.UsageError("name a file to load, or use --example")
    solved = pipeline.load(kb, chosen, solve=not no_solve)
    what = "1 file" if len(chosen) == 1 else f"{len(chosen)} files"
    if solved is None:
        click.echo(f"loaded {what} into {kb}; not solved yet (dateline solve)", err=True)
        return
    click.echo(f"loaded {what} into {kb}: {_summary(solved)}", err=True)
    _warn_of_conflicts(solved)
    ctx.exit(FINDINGS if strict and solved.timeline.conflicts else 0)


def _summary(solved: Solved) -> str:
    knowledge, timeline = solved.knowledge, solved.timeline
    counts = (
        (len(knowledge.sources), "source"),
        (len(knowledge.claims), "claim"),
        (len(timeline.entries), "event"),
    )
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts)


@main.command(epilog=_examples("dateline withdraw source:ynet-4733020"))
@click.argument("source")
@with_kb
def withdraw(source: str, kb: str) -> None:
    """Take back everything that SOURCE said, as if it had never been loaded.

    The history of the knowledge base still knows it.
    """
    from dateline import pipeline
    from dateline.vocabulary import shorten

    iri, count = pipeline.withdraw(kb, source)
    click.echo(f"withdrew {shorten(iri)}: {count} claims", err=True)


@main.command(epilog=_examples("dateline solve"))
@with_kb
def solve(kb: str) -> None:
    """Rebuild the accepted view, the bounds and the conflicts."""
    from dateline import pipeline

    solved = pipeline.solve(kb)
    click.echo(f"solved {kb}: {_summary(solved)}", err=True)
    _warn_of_conflicts(solved)


STATUSES = ("disputed", "reported", "claimed", "planned", "hypothetical")


@main.command(
    epilog=_examples(
        "dateline timeline",
        "dateline timeline --actor Putin --from 2015-11-01 --to 2015-11-30",
        "dateline timeline --type Meeting -o meetings.csv",
    )
)
@click.option("--actor", help="Only events in which this actor took part.")
@click.option("--place", help="Only events at this place, or at a place within it.")
@click.option("--type", "kind", help="Only events of this kind, such as Meeting.")
@click.option("--source", help="Only events that this source tells of.")
@click.option("--status", type=click.Choice(STATUSES), help="Only events of this status.")
@click.option("--search", metavar="WORDS", help="Only events with these words in them.")
@click.option("--from", "since", metavar="DATE", help="Only what may have gone on from then on.")
@click.option("--to", "until", metavar="DATE", help="Only what may have gone on up to then.")
@click.option("--certain", is_flag=True, help="With --from/--to: only what certainly did.")
@click.option("--strict", is_flag=True, help="Exit with 3 if the claims contradict each other.")
@with_kb
@with_format("table", "json", "csv", "markdown")
@click.pass_context
def timeline(
    ctx: click.Context, kb: str, form: str, output: str, strict: bool, **filters: Any
) -> None:
    """Show every event in its order, with what is known of its time.

    Events without a date stand in their place in the order. "by DAY" means at DAY or earlier,
    "DAY to DAY" some time within. Dates are EDTF, such as 2015-11-28 or 2015-11.
    """
    from dateline import pipeline
    from dateline.asking import selection_of
    from dateline.selection import select

    solved = pipeline.read_solved(kb)
    chosen = select(solved.timeline, selection_of(solved, filters), solved.knowledge)
    if form == "json":
        from dateline.exports.contract import timeline_contract

        _json(timeline_contract(chosen, solved), output)
    elif form == "csv":
        from dateline.exports.spreadsheet import timeline_csv

        _write(timeline_csv(chosen), output)
    elif form == "markdown":
        from dateline.exports.markdown import timeline_markdown

        _write(timeline_markdown(chosen, solved), output)
    else:
        from dateline.exports.terminal import timeline_table

        _show(timeline_table(chosen, solved), output)
    _warn_of_conflicts(solved)
    ctx.exit(FINDINGS if strict and solved.timeline.conflicts else 0)


@main.command(epilog=_examples('dateline explain "Tel Aviv"', "dateline explain ev:paris-meeting"))
@click.argument("event")
@with_kb
@with_format("table", "json")
def explain(event: str, kb: str, form: str, output: str) -> None:
    """Show why EVENT is placed where it is: every bound with its chain of claims.

    EVENT is an IRI, a prefixed name, a label, or words of a label that fit one event.
    """
    from dateline import pipeline

    solved = pipeline.read_solved(kb)
    iri = solved.event(event)
    if form == "json":
        from dateline.exports.contract import explain_contract

        _json(explain_contract(iri, solved), output)
    else:
        from dateline.exports.terminal import explanation

        _show(explanation(iri, solved), output)


@main.command(epilog=_examples("dateline order ev:moscow-meeting ev:tel-aviv-talks"))
@click.argument("event")
@click.argument("other")
@with_kb
@with_format("table", "json")
def order(event: str, other: str, kb: str, form: str, output: str) -> None:
    """Say whether EVENT came before OTHER: yes, no or maybe, and why."""
    from dateline import pipeline
    from dateline.order import order as order_of

    solved = pipeline.read_solved(kb)
    a, b = solved.event(event), solved.event(other)
    if a == b:
        raise click.UsageError("name two different events")
    answer = order_of(solved.chronology, a, b)
    if form == "json":
        from dateline.exports.contract import order_contract

        _json(order_contract(answer), output)
    else:
        from dateline.exports.terminal import order_text

        _show(order_text(a, b, answer, solved), output)


@main.command(epilog=_examples("dateline conflicts", "dateline conflicts -f json"))
@with_kb
@with_format("table", "json")
@click.pass_context
def conflicts(ctx: click.Context, kb: str, form: str, output: str) -> None:
    """List the sets of claims that cannot all hold, and what would resolve each.

    Exits with 3 if there are any.
    """
    from dateline import pipeline

    solved = pipeline.read_solved(kb)
    _say_conflicts(solved, form, output)
    ctx.exit(FINDINGS if solved.timeline.conflicts else 0)


def _say_conflicts(solved: Solved, form: str, output: str) -> None:
    if form == "json":
        from dateline.exports.contract import conflicts_contract

        _json(conflicts_contract(solved), output)
    else:
        from dateline.exports.terminal import conflicts_text

        _show(conflicts_text(solved), output)


@main.command(
    epilog=_examples(
        "dateline check article.trig", "dateline check article.trig --verify article.txt"
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--verify",
    "text",
    type=click.Path(path_type=Path),
    metavar="TEXTFILE",
    help="Check the evidence against your own copy of the text, and show the words.",
)
@with_kb
@with_format("table", "json")
@click.pass_context
def check(
    ctx: click.Context, files: tuple[Path, ...], text: Path | None, kb: str, form: str, output: str
) -> None:
    """Say everything that load would say of FILES, storing nothing.

    Exits with 1 where a file breaks a rule, with 3 where claims contradict each other or the words
    of some evidence are not in the text.
    """
    from dateline import asking, pipeline

    solved = pipeline.check(kb, files)
    if text is None:
        _say_conflicts(solved, form, output)
        ctx.exit(FINDINGS if solved.timeline.conflicts else 0)
    verified = asking.verified(files, text)
    if form == "json":
        from dateline.exports.contract import verified_contract

        _json(verified_contract(verified), output)
    else:
        from dateline.exports.terminal import verified_text

        _show(verified_text(verified), output)
    _warn_of_conflicts(solved)
    faults = solved.timeline.conflicts or not all(v.holds for v in verified)
    ctx.exit(FINDINGS if faults else 0)


@main.command(
    epilog=_examples(
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
    from dateline.asking import answer

    name, text = (query, None) if query != "-" else ("standard input", sys.stdin.read())
    found = answer(kb, name, text, dict(params), form)
    if isinstance(found, str):
        _write(found, output)
    else:
        from dateline.exports.terminal import rows_table

        _show(rows_table(*found), output)


@main.command(epilog=_examples("dateline queries"))
@with_format("table", "json")
def queries(form: str, output: str) -> None:
    """List the named queries: what each answers, and its parameters."""
    from dateline.exports.contract import queries_contract
    from dateline.queries import named_queries

    known = named_queries()
    if form == "json":
        _json(queries_contract(known), output)
    else:
        from dateline.exports.terminal import queries_table

        _show(queries_table(known), output)


@main.command(epilog=_examples("dateline dump -o everything.nq", "dateline dump -f trig"))
@with_kb
@with_format("nq", "trig")
def dump(kb: str, form: str, output: str) -> None:
    """Write the whole knowledge base, claims and views, as N-Quads or TriG."""
    from dateline.asking import dumped

    _write(dumped(kb, form), output)


@main.command(epilog=_examples("dateline info", "dateline info -f json"))
@with_kb
@with_format("table", "json")
def info(kb: str, form: str, output: str) -> None:
    """Say what is in the knowledge base."""
    from dateline.asking import contents

    found = contents(kb)
    if form == "json":
        _json(found, output)
    else:
        from dateline.exports.terminal import contents_text

        _show(contents_text(found), output)
