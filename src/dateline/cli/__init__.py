"""The command line: each command builds one thing and calls one function.

Exit codes: 0 good, 1 input that cannot be used, 2 wrong usage, 3 findings, 124 out of time. Results
go to standard output, everything else to standard error. Modules are imported when a command needs
them, so that ``dateline --help`` starts at once.
"""

from __future__ import annotations

import click

from dateline import __version__
from dateline.cli.changing import check, load, solve, withdraw
from dateline.cli.comparing import compare, diff, match
from dateline.cli.completion import completion
from dateline.cli.dates import when
from dateline.cli.exporting import timeline
from dateline.cli.frame import Commands, examples
from dateline.cli.querying import dump, info, queries, query
from dateline.cli.reading import conflicts, explain, order, what_if


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog=examples("dateline load --example", "dateline timeline"),
)
@click.version_option(__version__, prog_name="dateline")
@click.option("--kb", metavar="PATH", help="The knowledge base (or set DATELINE_KB).")
@click.pass_context
def main(ctx: click.Context, kb: str | None) -> None:
    """Reconstruct timelines from what sources say, and show what each date rests on."""
    ctx.obj = kb


for command in (
    load, withdraw, solve, timeline, explain, order, conflicts, what_if, compare, diff, match,
    check, when, query, queries, dump, info, completion,
):  # fmt: skip
    main.add_command(command)
