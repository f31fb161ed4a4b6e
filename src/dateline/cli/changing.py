"""Commands that change a knowledge base, or say what would change it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.completion import complete_name
from dateline.cli.frame import (
    FINDINGS,
    examples,
    in_messages,
    say_conflicts,
    show,
    warn_of_conflicts,
    with_format,
    with_kb,
    write_json,
)

if TYPE_CHECKING:
    from dateline.pipeline import Solved


#: Warnings of one kind that a person is shown.
MOST_WARNINGS = 8


@click.command(
    epilog=examples(
        "dateline load --example", "dateline load --corpus", "dateline load article.trig actors.ttl"
    )
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--example", is_flag=True, help="Load the article that comes with Dateline.")
@click.option("--corpus", is_flag=True, help="Load that article and the reports around it.")
@click.option("--no-solve", is_flag=True, help="Only store; build the accepted view later.")
@click.option("--strict", is_flag=True, help="Exit with 3 if the claims contradict each other.")
@click.option("--bulk", is_flag=True, help="Load big, normalised N-Quads (.nq, .nq.gz) fast.")
@click.option(
    "--parts",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="With --bulk: also write compressed parts for an engine's own bulk loader.",
)
@with_kb
@click.pass_context
def load(ctx: click.Context, /, files: tuple[Path, ...], kb: str, **options: Any) -> None:
    """Read RDF, validate it, store all of it or nothing, and solve.

    A source that is loaded again replaces itself. TriG, Turtle, N-Quads, N-Triples, JSON-LD and
    RDF/XML are read, and annotated documents in TimeML (.tml).

    With --bulk, N-Quads that are normalised already stream through a structural check into the
    knowledge base. That only adds: sources and claims that are there already are refused.
    """
    from dateline import pipeline, resources

    if options["bulk"]:
        solved = _load_bulk(files, kb, options)
        ctx.exit(FINDINGS if options["strict"] and solved and solved.timeline.conflicts else 0)
    if options["parts"]:
        raise click.UsageError("--parts is for --bulk")
    shipped: tuple[Path, ...] = ()
    if options["example"] or options["corpus"]:
        shipped = resources.corpus_files() if options["corpus"] else resources.example_files()
    chosen = (*files, *shipped)
    if not chosen:
        raise click.UsageError("name a file to load, or use --example")
    solved = pipeline.load(kb, chosen, solve=not options["no_solve"])
    what = "1 file" if len(chosen) == 1 else f"{len(chosen)} files"
    if solved is None:
        click.echo(f"loaded {what} into {kb}; not solved yet (dateline solve)", err=True)
        return
    click.echo(f"loaded {what} into {kb}: {_summary(solved)}", err=True)
    _warn_of_loose_ends(solved)
    warn_of_conflicts(solved)
    ctx.exit(FINDINGS if options["strict"] and solved.timeline.conflicts else 0)


def _load_bulk(files: tuple[Path, ...], kb: str, options: Mapping[str, Any]) -> Solved | None:
    """Load what is normalised already; solve it, unless that is not wanted or not possible."""
    from dateline import pipeline
    from dateline.store.opening import is_remote

    parts = options["parts"]
    if options["example"] or options["corpus"]:
        raise click.UsageError("--bulk loads files that you name, not the shipped ones")
    if not files:
        raise click.UsageError("name the files to load: N-Quads, ending in .nq or .nq.gz")
    if is_remote(kb) and parts is None:
        raise click.UsageError("into an endpoint, bulk data go as parts: add --parts FOLDER")
    began = time.perf_counter()
    totals = pipeline.load_bulk(kb, files, parts)
    took = time.perf_counter() - began
    counts = ((totals.quads, "quad"), (totals.claims, "claim"), (totals.sources, "source"))
    what = _counted(counts)
    if totals.left_out:
        click.echo(f"left out {totals.left_out:,} quads of computed graphs", err=True)
    if is_remote(kb):
        from dateline.bulk.parts import how_to_load

        click.echo(f"wrote {parts}: {what}; nothing was sent", err=True)
        click.echo(how_to_load(parts, kb), nl=False)
        return None
    click.echo(f"loaded {what} into {kb}", err=True)
    click.echo(f"took {took:.1f} s, {totals.quads / took:,.0f} quads a second", err=True)
    if options["no_solve"]:
        click.echo("not solved yet (dateline solve)", err=True)
        return None
    began = time.perf_counter()
    solved = pipeline.solve(kb)
    click.echo(f"solved {kb}: {_summary(solved)}", err=True)
    click.echo(f"took {time.perf_counter() - began:.1f} s", err=True)
    _warn_of_loose_ends(solved)
    warn_of_conflicts(solved)
    return solved


def _warn_of_loose_ends(solved: Solved) -> None:
    """Say which names the claims use that nobody describes; at most a handful."""
    from dateline.loose_ends import loose_ends
    from dateline.vocabulary import shorten

    found = loose_ends(solved.knowledge)
    for name, claim, role in found[:MOST_WARNINGS]:
        message = f"warning: no {role} is described as {shorten(name)} (in {shorten(claim)})"
        click.echo(message, err=True)
    if len(found) > MOST_WARNINGS:
        click.echo(f"warning: and {len(found) - MOST_WARNINGS} more such names", err=True)


def _summary(solved: Solved) -> str:
    knowledge, timeline = solved.knowledge, solved.timeline
    counts = (
        (len(knowledge.sources), "source"),
        (len(knowledge.claims), "claim"),
        (len(timeline.entries), "event"),
    )
    return _counted(counts)


def _counted(counts: Iterable[tuple[int, str]]) -> str:
    return ", ".join(f"{n:,} {word}{'' if n == 1 else 's'}" for n, word in counts)


@click.command(epilog=examples("dateline withdraw source:ynet-4733020"))
@click.argument("source", shell_complete=complete_name("source"))
@with_kb
def withdraw(source: str, kb: str) -> None:
    """Take back all that SOURCE said, as if never loaded.

    The history of the knowledge base still knows it.
    """
    from dateline import pipeline
    from dateline.vocabulary import shorten

    iri, count, solved = pipeline.withdraw(kb, source)
    click.echo(f"withdrew {shorten(iri)}: {count} claim{'' if count == 1 else 's'}", err=True)
    _warn_of_loose_ends(solved)


@click.command(epilog=examples("dateline solve"))
@with_kb
def solve(kb: str) -> None:
    """Rebuild the accepted view, the bounds and the conflicts."""
    from dateline import pipeline

    solved = pipeline.solve(kb)
    click.echo(f"solved {kb}: {_summary(solved)}", err=True)
    warn_of_conflicts(solved)


@click.command(
    epilog=examples(
        "dateline check article.trig",
        "dateline check article.trig --verify article.txt",
        "dateline check news.tml -f json",
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

    Of an annotated document (TimeML, .tml): whether its temporal links can all hold, and if not,
    the smallest sets of them that cannot.

    Exits with 1 where a file breaks a rule or cannot be read, with 3 where claims or links
    contradict each other or the words of some evidence are not in the text.
    """
    from dateline import pipeline, querying
    from dateline.timeml import is_timeml

    annotated = tuple(path for path in files if is_timeml(path))
    if text is not None and Path("-") in files:
        raise click.UsageError("--verify reads its files twice; give it no standard input")
    if text is not None and annotated:
        raise click.UsageError("--verify is for files of claims; TimeML holds its text itself")
    if annotated:
        others = tuple(path for path in files if path not in annotated)
        ctx.exit(_check_annotated(annotated, others, kb, form, output))
    words = None if text is None else querying.text_of(text)
    solved = pipeline.check(kb, files)
    click.echo(f"the rules are kept; with these files: {_summary(solved)}", err=True)
    _warn_of_loose_ends(solved)
    if words is None:
        say_conflicts(solved, form, output)
        ctx.exit(FINDINGS if solved.timeline.conflicts else 0)
    verified = querying.verified(files, words)
    if form == "json":
        from dateline.exports.contract import verified_contract

        write_json(verified_contract(verified), output)
    else:
        from dateline.exports.terminal import verified_text

        show(verified_text(verified), output)
    warn_of_conflicts(solved)
    faults = solved.timeline.conflicts or not all(v.holds for v in verified)
    ctx.exit(FINDINGS if faults else 0)


def _check_annotated(
    annotated: tuple[Path, ...], others: tuple[Path, ...], kb: str, form: str, output: str
) -> int:
    """Report on annotated documents, and on the claims of other files; returns the exit code.

    A document that cannot be read does not keep the others from being reported on.
    """
    from dateline import pipeline
    from dateline.exports.annotations import documents_contract, documents_text

    solved = pipeline.check(kb, others) if others else None
    findings, unreadable = pipeline.check_annotated(annotated)
    if form == "json":
        from dateline.exports.contract import conflicts_contract

        claims = conflicts_contract(solved) if solved else {}
        write_json({**documents_contract(findings, unreadable), **claims}, output)
    else:
        from rich.console import Group

        from dateline.exports.doubts import conflicts_text

        parts = [documents_text(findings)] if findings else []
        show(Group(*parts, *([conflicts_text(solved)] if solved else [])), output)
    if solved:
        click.echo(f"the rules are kept; with these files: {_summary(solved)}", err=True)
        _warn_of_loose_ends(solved)
    for error in unreadable:
        click.echo(f"Error: {in_messages(str(error))}", err=True)
    if unreadable:
        return 1
    contradicting = solved is not None and bool(solved.timeline.conflicts)
    return FINDINGS if contradicting or not all(found.consistent for found in findings) else 0
