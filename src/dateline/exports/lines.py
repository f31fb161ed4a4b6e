"""A timeline as JSON Lines: one event on each line, as in the JSON contract of a timeline."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dateline.exports.contract import entry_contract
from dateline.exports.losses import Losses
from dateline.exports.slice import Slice

NEVER = ("contradictions and their explanations", "which sources were left out, and why")


def export(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield a line for each event; nothing that is known of an event is lost."""
    write = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode
    for entry in chosen.entries:
        losses.written += 1
        yield write(entry_contract(entry)) + "\n"
