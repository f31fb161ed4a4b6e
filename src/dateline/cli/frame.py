"""What all commands share: the knowledge base, formats, output and errors."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from dateline.errors import DatelineError, InvalidInput, NoKnowledgeBase, OutOfTime, OutputError

if TYPE_CHECKING:
    from dateline.pipeline import Solved
    from dateline.view.reading import Viewed


DEFAULT_KB = "dateline.kb"
FINDINGS = 3
#: So many formats fit into the line of an option.
FEW = 10
OVERDUE = 124
ENDINGS = {".json": "json", ".csv": "csv", ".md": "markdown", ".markdown": "markdown",
           ".tsv": "tsv", ".xml": "xml", ".ttl": "ttl", ".nt": "nt", ".nq": "nq",
           ".trig": "trig", ".jsonld": "jsonld", ".txt": "table"}  # fmt: skip


class Overdue(click.ClickException):
    """The time that was allowed is over."""

    exit_code = OVERDUE


class Commands(click.Group):
    """Shows our own errors as one line (or one line a problem) and exits with 1, or 124."""

    def main(self, *arguments: Any, **settings: Any) -> Any:
        """Run the program; a full disk behind standard output is one line, too."""
        try:
            return super().main(*arguments, **settings)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            _leave_standard_output()
            click.echo(f"Error: cannot write standard output: {error.strerror}", err=True)
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; every expected error becomes a message."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _leave_standard_output()  # who reads has enough, as head has
            ctx.exit(0)
        except NoKnowledgeBase as error:
            place = str(error).removeprefix("there is no knowledge base at ")
            where = "" if place in {str(error), DEFAULT_KB} else f" --kb {place}"
            message = f"{error}. Make one with the shipped example: dateline load --example{where}"
            raise click.ClickException(in_messages(message)) from error
        except InvalidInput as error:
            for problem in error.problems:
                click.echo(f"Error: {in_messages(str(problem))}", err=True)
            ctx.exit(1)
        except DatelineError as error:
            failure = Overdue if isinstance(error, OutOfTime) else click.ClickException
            raise failure(in_messages(str(error))) from error


def in_messages(message: str) -> str:
    """Return a message, which may quote labels of strangers, with its lines and wide spaces."""
    from dateline.exports.plain_text import on_a_line

    return "\n".join(
        "  ".join(on_a_line(part) for part in line.split("  ")) for line in message.split("\n")
    )


def examples(*lines: str) -> str:
    """Return the closing part of a command's help: commands to copy."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _chosen_kb(ctx: click.Context, _: click.Parameter, value: str | None) -> str:
    return value or ctx.obj or os.environ.get("DATELINE_KB") or DEFAULT_KB


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

#: Seconds after the end that are left for a better message, and for what is under way to break off.
GRACE = 0.3


def _in_time(ctx: click.Context, _: click.Parameter, seconds: float | None) -> None:
    """Allow a command so many seconds: requests are broken off then, and anything else with them.

    A query of the embedded store cannot be broken off. So the process ends; what it was changing
    stays as it was, or is completed by the next command.
    """
    if seconds is None or ctx.resilient_parsing:
        return
    if not 0 < seconds < threading.TIMEOUT_MAX:
        raise click.BadParameter("it is a number of seconds greater than 0")
    from dateline.store import deadline

    timer = threading.Timer(seconds + GRACE, _give_up, [deadline.said(seconds)])
    timer.daemon = True
    deadline.allow(seconds)
    timer.start()
    ctx.call_on_close(timer.cancel)
    ctx.call_on_close(lambda: deadline.allow(None))


def _give_up(message: str) -> None:
    with contextlib.suppress(OSError):
        os.write(2, f"Error: {message}\n".encode())
    os._exit(OVERDUE)


def with_kb(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of all that reads or changes a knowledge base: which one, and how long."""
    kb = click.option(
        "--kb",
        metavar="PLACE",
        type=click.Path(),
        callback=_chosen_kb,
        help="The knowledge base: a folder, or the URL of a SPARQL endpoint; default: DATELINE_KB,"
        f" else ./{DEFAULT_KB}.",
    )
    timeout = click.option(
        "--timeout",
        metavar="SECONDS",
        type=float,
        envvar="DATELINE_TIMEOUT",
        callback=_in_time,
        expose_value=False,
        help="Give up after so long, with exit code 124.",
    )
    return kb(timeout(command))


with_output: Decorator = click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    default="-",
    help="Where to write; - is standard output.",
)


def _accounts(ctx: click.Context, option: click.Parameter, typed: str) -> Any:
    from dateline.cli.completion import complete_name

    return [i for what in ("actor", "source") for i in complete_name(what)(ctx, option, typed)]


def filled(_: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Refuse an option that is given and empty: a script that lost a name would ask for all."""
    if value is not None and not value.strip():
        raise click.UsageError(f"{option.opts[0]} is empty")
    return value


def _only_one(ctx: click.Context, option: click.Parameter, values: tuple[str, ...]) -> str | None:
    if len(values) > 1:
        raise click.UsageError("--according-to takes one account; dateline compare takes two")
    return filled(ctx, option, values[0] if values else None)


_VIEW_OPTIONS = (
    click.option(
        "--as-of",
        metavar="DATE",
        callback=filled,
        help="Only what had been published by that day.",
    ),
    click.option(
        "--recorded-by",
        metavar="DATE",
        callback=filled,
        help="Only what had been loaded by that day.",
    ),
    click.option(
        "--according-to",
        metavar="NAME",
        multiple=True,
        callback=_only_one,
        shell_complete=_accounts,
        help="The account of an actor, or of one source.",
    ),
    click.option(
        "--policy",
        type=click.Choice(["all", "own-voice", "corroborated", "reliable"]),
        help="Which claims count: all, own voice only, on events that two independent sources"
        " tell of, or all but those of sources rated D or E.",
    ),
)


def with_view(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a view: whose account, and as known when."""
    for option in reversed(_VIEW_OPTIONS):
        command = option(command)
    return command


def read_view(kb: str, options: Mapping[str, Any]) -> Solved:
    """Read and solve what a view looks at; say on standard error what it leaves out."""
    from dateline import asking, pipeline

    solved = pipeline.read_solved(kb, lambda knowledge: asking.view_of(knowledge, options))
    say_view(solved)
    return solved


def say_view(solved: Solved | Viewed) -> None:
    """Say on standard error whose account a view is, and which sources it leaves out or doubts."""
    from dateline.vocabulary import shorten

    account = solved.timeline.account
    if account is not None:
        label = in_messages(solved.knowledge.label(account))
        click.echo(f"according to: {label} ({in_messages(shorten(account))})", err=True)
    for word, sources in (
        ("left out", solved.timeline.left_out),
        ("kept", solved.timeline.doubtful),
    ):
        for left in sources:
            click.echo(f"{word}: {in_messages(shorten(left.source))} ({left.why})", err=True)


def with_format(*formats: str, endings: Mapping[str, str] = ENDINGS) -> Decorator:
    """Add ``-f``: one of these formats, else told by the ending of the output, else the first.

    ``endings`` say which format is meant by the ending of a file.
    """

    def chosen(ctx: click.Context, _: click.Parameter, value: str | None) -> str:
        suffix = Path(str(ctx.params.get("output", "-"))).suffix.lower()
        ending = endings.get(suffix) if suffix else formats[0]
        if value is None and ending not in formats:
            known = ", ".join(formats)
            raise click.UsageError(f"no {suffix} is written here; say which with -f: {known}")
        return value or ending or formats[0]

    many = len(formats) > FEW
    option = click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(formats),
        metavar="FORMAT" if many else None,
        callback=chosen,
        help=(f"One of {', '.join(formats)}. " if many else "")
        + f"Default: by the ending of the output, else {formats[0]}.",
    )
    return lambda command: with_output(option(command))


def write(text: str, output: str) -> None:
    """Write a result; a file appears whole or not at all."""
    if output == "-":
        click.echo(text, nl=False, color=True)  # as it is, also what looks like colours
        return
    with writing(output) as out:
        out.write(text.encode())


@contextlib.contextmanager
def writing(output: str) -> Iterator[IO[bytes]]:
    """Open where a result goes, to write it piece by piece; a file appears whole or not at all."""
    from dateline.exports.output import whole_file

    try:
        if output == "-":
            sys.stdout.flush()
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        else:
            with whole_file(output) as out:
                yield out
    except BrokenPipeError:
        raise  # who reads has enough
    except OSError as error:
        if output == "-":
            _leave_standard_output()
        where = "standard output" if output == "-" else output
        raise OutputError(where, error.strerror or str(error)) from error


def _leave_standard_output() -> None:
    """Write no more: what is left in the buffer would be tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def show(what: Any, output: str) -> None:
    """Write something for people: as wide as the terminal and with bold, plain 80 columns else."""
    write(as_shown(what, output), output)


def as_shown(what: Any, output: str) -> str:
    """Return something for people as text that fits where it goes."""
    from dateline.exports.terminal import rendered

    in_terminal = output == "-" and sys.stdout.isatty()
    width = None if in_terminal or "COLUMNS" in os.environ else 80
    return rendered(what, width, styled=in_terminal)


def write_json(value: Mapping[str, Any], output: str) -> None:
    """Write a JSON contract."""
    write(in_json(value).decode(), output)


def in_json(value: Mapping[str, Any]) -> bytes:
    """Return a JSON contract as it is written."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def warn_of_conflicts(solved: Solved | Viewed) -> None:
    """Say on standard error that there are contradictions, where there are."""
    count = len(solved.timeline.conflicts)
    if count:
        what = "a contradiction" if count == 1 else f"{count} contradictions"
        click.echo(f"warning: the claims hold {what}; see: dateline conflicts", err=True)


def say_conflicts(solved: Solved, form: str, output: str) -> None:
    """Write every conflict, or that there are none."""
    if form == "json":
        from dateline.exports.contract import conflicts_contract

        write_json(conflicts_contract(solved), output)
    else:
        from dateline.exports.doubts import conflicts_text

        show(conflicts_text(solved), output)
