"""The command that says how a date is read; it needs no knowledge base."""

from __future__ import annotations

import click

from dateline.cli.frame import examples, with_format, write, write_json
from dateline.errors import DateError


@click.command(
    epilog=examples(
        'dateline when "on Saturday" --published 2015-11-30',
        "dateline when 2015-XX-28",
        'dateline when "10 days ago" --published 2015-12-04 -f json',
    )
)
@click.argument("expression", nargs=-1, required=True)
@click.option(
    "--published", metavar="DATE", help="When it was said: EDTF, such as 2015-11-30 or 2015-11."
)
@with_format("table", "json")
def when(expression: tuple[str, ...], published: str | None, form: str, output: str) -> None:
    """Show how EXPRESSION is read: each meaning with its window.

    EXPRESSION is a date in EDTF or a time phrase in English; the most plausible meaning comes
    first. What is counted from the day of publication needs --published, which may be uncertain
    itself. Windows are half-open, in UTC.
    """
    from dateline.exports.readings import readings_contract, readings_text
    from dateline.time.dates import read_date
    from dateline.time.readings import is_counted_from_publication, meanings

    text = " ".join(expression)
    try:
        day = read_date(published).window if published is not None else None
        if day is None and is_counted_from_publication(text):
            raise click.ClickException(
                f"“{text}” is counted from when it was said; add --published DATE"
            )
        found = meanings(text, day)
    except DateError as error:
        raise click.ClickException(_pointed_at(error)) from error
    if form == "json":
        write_json(readings_contract(text, found), output)
    else:
        write(readings_text(found), output)


def _pointed_at(error: DateError) -> str:
    """Return the message of an error with a mark below the place in the text."""
    from dateline.exports.plain_text import on_a_line

    skipped = max(0, error.position - 40)
    shown = on_a_line(error.text[skipped : skipped + 70])
    mark = " " * (len(on_a_line(error.text[skipped : error.position] + "^")) - 1) + "^"
    place = f"cannot read this at character {error.position + 1}: {error.message}"
    return f"{on_a_line(place)}\n  {shown}\n  {mark}"
