"""A timeline as JSON Lines: one event on each line, as in the JSON contract of a timeline."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.exports.losses import Losses
from dateline.exports.slice import Slice
from dateline.written import line_of

NEVER = ("contradictions and their explanations", "which sources were left out, and why")


def export(chosen: Slice, losses: Losses) -> Iterator[str | bytes]:
    """Yield lines for the events; nothing that is known of an event is lost."""
    if chosen.kept is not None:
        for block in chosen.kept.lines():
            losses.written += block.count(b"\n")
            yield block
        return
    for row in chosen.rows():
        losses.written += 1
        yield line_of(row)
