"""Events that may be one: as a section of a report, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dateline.exports.report import Section
from dateline.matching import Candidate, Reason
from dateline.pipeline import Solved
from dateline.timeline import Entry
from dateline.vocabulary import shorten


def candidates_section(found: Sequence[Candidate], solved: Solved) -> Section:
    """Return two rows for each pair: the points, both events, and what speaks for them."""
    rows = []
    for candidate in found:
        why = "; ".join(_words(reason, solved) for reason in candidate.reasons)
        rows.append((str(candidate.score), _named(candidate.event), why))
        rows.append(("", _named(candidate.other), ""))
    return Section("", ("Points", "Perhaps one event", "Why"), tuple(rows))


def _named(entry: Entry) -> str:
    return f"{shorten(entry.event.iri)}: {entry.event.label}"


def _words(reason: Reason, solved: Solved) -> str:
    things = ", ".join(solved.knowledge.label(thing) for thing in reason.things)
    return f"{reason.what}{f' ({things})' if things else ''} {reason.points:+}"


def candidates_contract(found: Iterable[Candidate]) -> dict[str, Any]:
    """Return every pair with its score and the reasons that add up to it."""
    return {
        "candidates": [
            {
                "event": candidate.event.event.iri,
                "label": candidate.event.event.label,
                "other": candidate.other.event.iri,
                "otherLabel": candidate.other.event.label,
                "score": candidate.score,
                "reasons": [
                    {"what": reason.what, "points": reason.points, "things": list(reason.things)}
                    for reason in candidate.reasons
                ],
            }
            for candidate in found
        ]
    }
