"""Commands that put things side by side: two accounts, two states, two events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dateline.cli.completion import complete_name
from dateline.cli.frame import (
    FINDINGS,
    examples,
    in_messages,
    say_view,
    show,
    with_format,
    with_kb,
    write,
    write_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.exports.report import Section
    from dateline.judging import Judged


#: Contradictions that a person is shown before a judgement is recorded.
MOST_CONFLICTS = 3


def _say(sections: Iterable[Section], form: str, output: str, nothing: str) -> None:
    """Write a report as text or Markdown."""
    from dateline.exports.report import report_markdown, report_text

    if form == "markdown":
        write(report_markdown(sections, nothing), output)
    else:
        show(report_text(sections, nothing), output)


@click.command(
    epilog=examples(
        "dateline compare",
        "dateline compare --according-to Netanyahu --according-to Putin",
    )
)
@click.option(
    "--according-to", "names", multiple=True, metavar="NAME",
    help="An actor, or a source; give two of them.",
)  # fmt: skip
@click.option("--as-of", metavar="DATE", help="Only what had been published by that day.")
@click.option("--recorded-by", metavar="DATE", help="Only what had been loaded by that day.")
@with_kb
@with_format("table", "json", "markdown")
def compare(names: tuple[str, ...], kb: str, form: str, output: str, **view: Any) -> None:
    """Put two accounts side by side, or list what is contested.

    An actor's account is what it says, with its organs and members; a source's is all that it
    says. They contradict each other on an event where they tell of it what cannot both be true:
    that it happened, when, where, by whom, or how much. Silence contradicts nothing.
    """
    from dateline import comparing
    from dateline.exports import comparisons

    if len(names) not in {0, 2}:
        raise click.UsageError("name two accounts with --according-to, or none")
    if not names:
        solved, found = comparing.contested(kb, view)
        say_view(solved)
        if form == "json":
            write_json(comparisons.contested_contract(solved, found), output)
        else:
            sections = comparisons.contested_sections(solved, found)
            _say(sections, form, output, "Nothing is contested.")
        return
    accounts = comparing.accounts(kb, (names[0], names[1]), view)
    say_view(accounts.whole)
    if form == "json":
        write_json(comparisons.compared_contract(accounts), output)
    else:
        sections = comparisons.compared_sections(accounts)
        _say(sections, form, output, "Neither of them tells of anything.")


@click.command(
    epilog=examples(
        "dateline diff --from 2015-11-25 --to 2015-12-01",
        "dateline diff --source ynet-4733020 -f markdown",
        "dateline diff --before dateline.kb --after dateline.kb",
    )
)
@click.option("--from", "since", metavar="DATE", help="As known on that day of publication.")
@click.option("--to", "until", metavar="DATE", help="As known on that day; default: all there is.")
@click.option("--recorded", is_flag=True, help="Days are those of loading, not of publication.")
@click.option("--before", metavar="KB", help="As another knowledge base has it.")
@click.option("--after", metavar="KB", help="As this one has it; default: the one of --kb.")
@click.option(
    "--source",
    metavar="NAME",
    shell_complete=complete_name("source"),
    help="Without this source, and with it.",
)
@with_kb
@with_format("table", "json", "markdown")
def diff(kb: str, form: str, output: str, **states: Any) -> None:
    """Show what changed: between two days, or through one source.

    Or between two knowledge bases, with --before and --after.

    Each change names the sources that caused it: those of the claims that it rests on and the
    other state lacks.
    """
    from dateline import comparing
    from dateline.exports import differences

    found = _differed(comparing, kb, states)
    say_view(found.after)
    if form == "json":
        write_json(differences.difference_contract(found), output)
    else:
        _say(differences.difference_sections(found), form, output, "Nothing changed.")


def _differed(comparing: Any, kb: str, states: dict[str, Any]) -> Any:
    """Return the two states that the options name; raises UsageError where they name none."""
    since, until, before, after, source = (
        states[name] for name in ("since", "until", "before", "after", "source")
    )
    ways = sum(map(bool, (since, before, source)))
    if ways != 1 or (until and not since) or (after and not before):
        raise click.UsageError("say --from DATE [--to DATE], --before KB [--after KB], or --source")
    if states["recorded"] and not since:
        raise click.UsageError("--recorded goes with --from")
    if since:
        return comparing.between_days(kb, since, until, recorded=states["recorded"])
    if before:
        return comparing.between_bases(before, after or kb)
    return comparing.through_source(kb, source)


@click.command(
    epilog=examples(
        "dateline match",
        "dateline match --reject ev:paris-meeting ev:moscow-meeting --reason Autumn",
    )
)
@click.option("--accept", nargs=2, metavar="A B", help="Record that A is the same event as B.")
@click.option("--reject", nargs=2, metavar="A B", help="Record that A and B are two events.")
@click.option("--withdraw", nargs=2, metavar="A B", help="Take back what was recorded of A and B.")
@click.option("--reason", metavar="WORDS", help="Why; goes with --accept or --reject.")
@click.option(
    "--author", default="an analyst", envvar="DATELINE_AUTHOR", metavar="NAME",
    help="Who judges so (or set DATELINE_AUTHOR).",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Record it though the claims then contradict.")
@click.option("--same-source", is_flag=True, help="Also propose events that one source tells of.")
@click.option("--least", type=int, metavar="POINTS", help="Propose pairs with so many points.")
@click.option("--limit", type=click.IntRange(1), default=20, help="So many pairs; default: 20.")
@with_kb
@with_format("table", "json", "markdown")
@click.pass_context
def match(ctx: click.Context, /, kb: str, form: str, output: str, **options: Any) -> None:
    """Propose events that may be one; record that two are, or not.

    Nothing is merged for good: what is recorded is a judgement, a claim with an author and a
    reason, and --withdraw takes it back. Where it makes the claims contradict each other, that is
    said, nothing is recorded, and the exit code is 3; with --force it is recorded all the same.
    """
    chosen = [name for name in ("accept", "reject", "withdraw") if options[name]]
    if len(chosen) > 1:
        raise click.UsageError("choose one of --accept, --reject and --withdraw")
    if not chosen:
        _propose(kb, form, output, options)
    elif chosen == ["withdraw"]:
        _withdraw(kb, options["withdraw"])
    else:
        if not (options["reason"] or "").strip():
            raise click.UsageError(f"--{chosen[0]} needs a --reason")
        ctx.exit(_judge(kb, chosen[0], options))


def _propose(kb: str, form: str, output: str, options: dict[str, Any]) -> None:
    from dateline import pipeline
    from dateline.exports import matches
    from dateline.matching import ENOUGH, candidates

    solved = pipeline.read_solved(kb)
    found = candidates(
        solved.timeline,
        solved.knowledge,
        solved.chronology,
        same_source=options["same_source"],
        enough=ENOUGH if options["least"] is None else options["least"],
    )
    shown = found[: options["limit"]]
    if form == "json":
        write_json(matches.candidates_contract(shown), output)
    else:
        section = matches.candidates_section(shown, solved)
        _say([section], form, output, "No two events look like one.")
    if len(found) > len(shown):
        click.echo(f"and {len(found) - len(shown)} more pairs; see --limit", err=True)


def _judge(kb: str, verb: str, options: dict[str, Any]) -> int:
    from dateline import judging
    from dateline.identity import DIFFERENT, SAME

    judged = judging.judge(
        kb,
        options[verb],
        SAME if verb == "accept" else DIFFERENT,
        options["reason"].strip(),
        options["author"],
        force=options["force"],
    )
    _warn(judged, verb)
    if not judged.stored:
        click.echo("nothing is recorded; record it all the same with --force", err=True)
        return FINDINGS
    from dateline.vocabulary import shorten

    click.echo(f"recorded {shorten(judged.claim)}", err=True)
    return 0


def _warn(judged: Judged, verb: str) -> None:
    """Say what the judgement contradicts, and that it may be the judgement that is wrong."""
    if not judged.conflicts:
        return
    wrong = "these are two events" if verb == "accept" else "these are one event"
    click.echo(f"warning: {wrong}, or one of these claims is wrong:", err=True)
    for words in judged.conflicts[:MOST_CONFLICTS]:
        click.echo(f"  {in_messages(words)}", err=True)
    if len(judged.conflicts) > MOST_CONFLICTS:
        more = len(judged.conflicts) - MOST_CONFLICTS
        click.echo(f"  … and {more} more contradictions", err=True)


def _withdraw(kb: str, names: tuple[str, str]) -> None:
    from dateline import judging
    from dateline.vocabulary import shorten

    for claim in judging.take_back(kb, names):
        click.echo(f"withdrew {in_messages(shorten(claim))}", err=True)
