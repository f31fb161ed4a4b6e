"""The timeline, shown or written in any format."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from dateline.cli.completion import complete_name
from dateline.cli.frame import (
    FINDINGS,
    as_shown,
    examples,
    filled,
    in_json,
    say_view,
    warn_of_conflicts,
    with_format,
    with_kb,
    with_view,
    writing,
)
from dateline.exports.formats import FORMATS

if TYPE_CHECKING:
    from dateline.exports.formats import Format
    from dateline.exports.losses import Losses
    from dateline.exports.manifest import Fingerprint
    from dateline.exports.slice import Slice

STATUSES = ("disputed", "reported", "claimed", "planned", "hypothetical")


@click.command(
    epilog=examples(
        "dateline timeline",
        "dateline timeline --actor Putin --from 2015-11-01 --to 2015-11-30",
        "dateline timeline --type Meeting -o meetings.csv",
        "dateline timeline --according-to Turkey",
        "dateline timeline -o timeline.ics --loss lost.json",
    )
)
@click.option(
    "--actor",
    shell_complete=complete_name("actor"),
    callback=filled,
    help="Only events in which this actor took part.",
)
@click.option(
    "--place",
    shell_complete=complete_name("place"),
    callback=filled,
    help="Only events at this place, or at a place within it.",
)
@click.option(
    "--type",
    "kind",
    shell_complete=complete_name("kind"),
    callback=filled,
    help="Only events of this kind, such as Meeting.",
)
@click.option(
    "--source",
    shell_complete=complete_name("source"),
    callback=filled,
    help="Only events that this source tells of.",
)
@click.option("--status", type=click.Choice(STATUSES), help="Only events of this status.")
@click.option(
    "--search",
    metavar="WORDS",
    callback=filled,
    help="Only events with this text in their labels.",
)
@click.option(
    "--from",
    "since",
    metavar="DATE",
    callback=filled,
    help="Only what may have gone on from then on.",
)
@click.option(
    "--to",
    "until",
    metavar="DATE",
    callback=filled,
    help="Only what may have gone on up to then.",
)
@click.option(
    "--certain",
    is_flag=True,
    help="With --from or --to: only what certainly did; nothing merely planned.",
)
@click.option(
    "--loss",
    metavar="FILE",
    type=click.Path(),
    help="Where to write what the format could not carry.",
)
@click.option(
    "--manifest",
    metavar="FILE",
    type=click.Path(),
    help="Where to write what the output was made from.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with 3 if the claims contradict each other, or the format lost something.",
)
@with_view
@with_kb
@with_format(*FORMATS, endings={e: form.name for form in FORMATS.values() for e in form.endings})
@click.pass_context
def timeline(
    ctx: click.Context,
    /,
    kb: str,
    form: str,
    output: str,
    loss: str | None,
    manifest: str | None,
    strict: bool,
    **options: Any,
) -> None:
    """Show every event in its order, with what is known of its time.

    Events without a date stand in their place in the order. "by DAY" means at DAY or earlier,
    "DAY to DAY" some time within. Dates are EDTF, such as 2015-11-28 or 2015-11.

    No format leaves an event out without a word: what it could not carry, --loss says.
    """
    if options["certain"] and not (options["since"] or options["until"]):
        raise click.UsageError("--certain goes with --from or --to")
    files = [Path(name).resolve() for name in (output, loss, manifest) if name not in {None, "-"}]
    if len(files) > len(set(files)):
        raise click.UsageError("-o, --loss and --manifest have to name different files")
    chosen_form = FORMATS[form]
    if chosen_form.binary and output == "-" and is_terminal(sys.stdout):
        raise click.UsageError(f"{form} is no text for a terminal; name a file: -o FILE")
    from dateline.exports.slice import read_slice

    chosen = read_slice(kb, options, chosen_form)
    say_view(chosen.shown)
    losses = chosen.losses(chosen_form)
    # All files are opened before the first takes its place. Each is closed before the next is
    # written, so that what goes wrong is said of the right one.
    with _reporting(loss) as lost:
        with _reporting(manifest) as made:
            with writing(output) as out:
                fingerprint = _write(chosen, chosen_form, losses, output, out)
            if made is not None:
                made.write(in_json(_manifest(chosen, form, fingerprint, losses, options)))
        if lost is not None:
            lost.write(in_json(losses.to_dict(form)))
    if losses.absent:
        count = len(losses.absent)
        events = "an event" if count == 1 else f"{count} events"
        click.echo(f"warning: {form} has no place for {events}; see: --loss FILE", err=True)
    elif strict and losses.any:
        click.echo(f"warning: {form} cannot carry all of these events; see: --loss FILE", err=True)
    warn_of_conflicts(chosen.shown)
    ctx.exit(FINDINGS if strict and (chosen.conflicts or losses.any) else 0)


def _reporting(name: str | None) -> AbstractContextManager[IO[bytes] | None]:
    """Open a file beside the output, where one is asked for."""
    return nullcontext() if name is None else writing(name)


def is_terminal(stream: IO[str]) -> bool:
    """Whether a person looks at what is written to a stream."""
    return stream.isatty()


def _write(chosen: Slice, form: Format, losses: Losses, output: str, out: IO[bytes]) -> Fingerprint:
    """Write a slice in a format to what is open for the output."""
    from dateline.exports.manifest import Fingerprint

    fingerprint = Fingerprint()
    pieces = form.export(chosen, losses)
    if form.name == "table":
        from dateline.exports.terminal import timeline_table

        timeline = chosen.timeline
        losses.written = len(timeline.entries)
        pieces = iter([as_shown(timeline_table(timeline, chosen.shown), output)])
    for piece in _watched(pieces, chosen, losses):
        data = piece.encode() if isinstance(piece, str) else piece
        fingerprint.add(data)
        out.write(data)
    return fingerprint


def _watched(pieces: Iterable[str | bytes], chosen: Slice, losses: Losses) -> Iterator[str | bytes]:
    """Yield what is written, with a count of events on a terminal's standard error."""
    if not is_terminal(sys.stderr):
        yield from pieces
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), "events", MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=chosen.count)
        for piece in pieces:
            progress.update(task, completed=losses.written + len(losses.absent))
            yield piece


def _manifest(
    chosen: Slice,
    form: str,
    fingerprint: Fingerprint,
    losses: Losses,
    options: Mapping[str, Any],
) -> Mapping[str, Any]:
    from dateline.exports.manifest import manifest

    return manifest(chosen.store, form, fingerprint, losses.written, options)
