"""A timeline as one JSON document: the JSON contract of ``timeline``."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dateline.exports.contract import timeline_contract
from dateline.exports.losses import Losses
from dateline.exports.slice import Slice

NEVER = ()


def export(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield the document; nothing is lost."""
    timeline = chosen.timeline
    losses.written = len(timeline.entries)
    told = timeline_contract(timeline, chosen.shown)
    yield json.dumps(told, ensure_ascii=False, indent=2) + "\n"
