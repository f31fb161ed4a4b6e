"""Commands that show what the timeline rests on."""

from __future__ import annotations

from typing import Any

import click

from dateline.cli.completion import complete_name
from dateline.cli.frame import (
    FINDINGS,
    examples,
    read_view,
    say_conflicts,
    show,
    with_format,
    with_kb,
    with_view,
    write_json,
)


@click.command(
    epilog=examples("dateline explain ev:paris-meeting", 'dateline explain "talks in Tel Aviv"')
)
@click.argument("event", shell_complete=complete_name("event"))
@with_view
@with_kb
@with_format("table", "json")
def explain(event: str, kb: str, form: str, output: str, **view: Any) -> None:
    """Show why EVENT stands where it does: the claims of each bound.

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
@click.argument("event", shell_complete=complete_name("event"))
@click.argument("other", required=False, shell_complete=complete_name("event"))
@with_view
@with_kb
@with_format("table", "json")
def order(event: str, other: str | None, kb: str, form: str, output: str, **view: Any) -> None:
    """Say whether EVENT came before OTHER: yes, no, maybe; and why.

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
@click.argument("claim", shell_complete=complete_name("claim"))
@with_view
@with_kb
@with_format("table", "json")
def what_if(claim: str, kb: str, form: str, output: str, **view: Any) -> None:
    """Show what would be otherwise if CLAIM were wrong.

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
    """List claims that cannot all hold, and what would resolve that.

    Exits with 3 if there are any.
    """
    solved = read_view(kb, view)
    say_conflicts(solved, form, output)
    ctx.exit(FINDINGS if solved.timeline.conflicts else 0)
