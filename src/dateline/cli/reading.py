"""Commands that show the timeline and what it rests on."""

from __future__ import annotations

from typing import Any

import click

from dateline.cli.frame import (
    FINDINGS,
    examples,
    read_view,
    say_conflicts,
    show,
    warn_of_conflicts,
    with_format,
    with_kb,
    with_view,
    write,
    write_json,
)

STATUSES = ("disputed", "reported", "claimed", "planned", "hypothetical")


@click.command(
    epilog=examples(
        "dateline timeline",
        "dateline timeline --actor Putin --from 2015-11-01 --to 2015-11-30",
        "dateline timeline --type Meeting -o meetings.csv",
        "dateline timeline --according-to Turkey",
    )
)
@click.option("--actor", help="Only events in which this actor took part.")
@click.option("--place", help="Only events at this place, or at a place within it.")
@click.option("--type", "kind", help="Only events of this kind, such as Meeting.")
@click.option("--source", help="Only events that this source tells of.")
@click.option("--status", type=click.Choice(STATUSES), help="Only events of this status.")
@click.option("--search", metavar="WORDS", help="Only events with this text in their labels.")
@click.option("--from", "since", metavar="DATE", help="Only what may have gone on from then on.")
@click.option("--to", "until", metavar="DATE", help="Only what may have gone on up to then.")
@click.option(
    "--certain",
    is_flag=True,
    help="With --from or --to: only what certainly did; nothing merely planned.",
)
@click.option("--strict", is_flag=True, help="Exit with 3 if the claims contradict each other.")
@with_view
@with_kb
@with_format("table", "json", "csv", "markdown")
@click.pass_context
def timeline(
    ctx: click.Context, /, kb: str, form: str, output: str, strict: bool, **options: Any
) -> None:
    """Show every event in its order, with what is known of its time.

    Events without a date stand in their place in the order. "by DAY" means at DAY or earlier,
    "DAY to DAY" some time within. Dates are EDTF, such as 2015-11-28 or 2015-11.
    """
    if options["certain"] and not (options["since"] or options["until"]):
        raise click.UsageError("--certain goes with --from or --to")
    from dateline.asking import selection_of
    from dateline.selection import select

    solved = read_view(kb, options)
    chosen = select(solved.timeline, selection_of(solved, options), solved.knowledge)
    if form == "json":
        from dateline.exports.contract import timeline_contract

        write_json(timeline_contract(chosen, solved), output)
    elif form == "csv":
        from dateline.exports.losses import Losses
        from dateline.exports.slice import slice_of
        from dateline.exports.spreadsheet import write_csv
        from dateline.store.opening import open_store

        write("".join(write_csv(slice_of(chosen, solved, open_store(kb)), Losses())), output)
    elif form == "markdown":
        from dateline.exports.markdown import timeline_markdown

        write(timeline_markdown(chosen, solved), output)
    else:
        from dateline.exports.terminal import timeline_table

        show(timeline_table(chosen, solved), output)
    warn_of_conflicts(solved)
    ctx.exit(FINDINGS if strict and solved.timeline.conflicts else 0)


@click.command(
    epilog=examples("dateline explain ev:paris-meeting", 'dateline explain "talks in Tel Aviv"')
)
@click.argument("event")
@with_view
@with_kb
@with_format("table", "json")
def explain(event: str, kb: str, form: str, output: str, **view: Any) -> None:
    """Show why EVENT is placed where it is: every bound with its chain of claims.

    EVENT is an IRI, a prefixed name, a label, or words of a label that fit one event.
    """
    solved = read_view(kb, view)
    iri = solved.event(event)
    if form == "json":
        from dateline.exports.contract import explain_contract

        write_json(explain_contract(iri, solved), output)
    else:
        from dateline.exports.reasons import explanation

        show(explanation(iri, solved), output)


@click.command(
    epilog=examples(
        "dateline order ev:moscow-meeting ev:tel-aviv-talks", "dateline order ev:downing"
    )
)
@click.argument("event")
@click.argument("other", required=False)
@with_view
@with_kb
@with_format("table", "json")
def order(event: str, other: str | None, kb: str, form: str, output: str, **view: Any) -> None:
    """Say whether EVENT came before OTHER: yes, no or maybe, and why.

    Without OTHER: everything that came before and after EVENT, certainly and possibly.
    """
    solved = read_view(kb, view)
    a = solved.event(event)
    if other is None:
        from dateline.reasoning.around import around

        found = around(solved.chronology, a)
        if form == "json":
            from dateline.exports.contract import around_contract

            write_json(around_contract(a, found), output)
        else:
            from dateline.exports.reasons import around_text

            show(around_text(a, found, solved), output)
        return
    from dateline.reasoning.order import order as order_of

    b = solved.event(other)
    if a == b:
        raise click.UsageError("name two different events")
    answer = order_of(solved.chronology, a, b)
    if form == "json":
        from dateline.exports.contract import order_contract

        write_json(order_contract(answer), output)
    else:
        from dateline.exports.reasons import order_text

        show(order_text(a, b, answer, solved), output)


@click.command("what-if", epilog=examples("dateline what-if claim:ynet-4733020/f20-when"))
@click.argument("claim")
@with_view
@with_kb
@with_format("table", "json")
def what_if(claim: str, kb: str, form: str, output: str, **view: Any) -> None:
    """Show what would be otherwise if CLAIM were wrong: dates, contradictions, events.

    CLAIM is an IRI or a prefixed name, as "dateline explain" shows them.
    """
    solved = read_view(kb, view)
    found = solved.what_if_wrong(solved.claim(claim))
    if form == "json":
        from dateline.exports.contract import what_if_contract

        write_json(what_if_contract(found), output)
    else:
        from dateline.exports.doubts import what_if_text

        show(what_if_text(found, solved), output)


@click.command(epilog=examples("dateline conflicts", "dateline conflicts -f json"))
@with_view
@with_kb
@with_format("table", "json")
@click.pass_context
def conflicts(ctx: click.Context, /, kb: str, form: str, output: str, **view: Any) -> None:
    """List the sets of claims that cannot all hold, and what would resolve each.

    Exits with 3 if there are any.
    """
    solved = read_view(kb, view)
    say_conflicts(solved, form, output)
    ctx.exit(FINDINGS if solved.timeline.conflicts else 0)
