"""The JSON contracts of the commands: plain dictionaries, in a fixed order of keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dateline.lanes import Bar, bars
from dateline.model import Iri, Knowledge
from dateline.pipeline import Solved
from dateline.queries import Query
from dateline.query_folders import is_own
from dateline.reasoning.alternatives import Changes, WayOut, WhatIf, ways_out
from dateline.reasoning.around import Around
from dateline.reasoning.chronology import SIDES, Chronology
from dateline.reasoning.conflicts import Conflict
from dateline.reasoning.network import Edge
from dateline.reasoning.order import Order
from dateline.time.calendar import format_datetime
from dateline.timeline import Timeline
from dateline.verification import Verified
from dateline.view.reading import Viewed
from dateline.wording import (
    claim_words,
    edge_words,
    way_out_words,
    words_of,
)
from dateline.written import entry_contract, reread_contract


def timeline_contract(timeline: Timeline, shown: Solved | Viewed) -> dict[str, Any]:
    """Return a timeline: what part of all it is, entries in order, conflicts, what was left out."""
    return {
        "asked": timeline.asked,
        "entries": [entry_contract(entry) for entry in timeline.entries],
        "conflicts": [
            {
                "claims": list(conflict.claims),
                "explanation": shown.explanation(conflict),
            }
            for conflict in timeline.conflicts
        ],
        "left_out": left_out_contract(timeline),
        "doubtful": [{"source": left.source, "why": left.why} for left in timeline.doubtful],
        "drawing": [_drawn(bar) for bar in bars(timeline.entries, shown.ranks)],
    }


def left_out_contract(timeline: Timeline) -> list[dict[str, str]]:
    """Return the sources that a view leaves out, and why."""
    return [{"source": left.source, "why": left.why} for left in timeline.left_out]


def _drawn(bar: Bar) -> dict[str, Any]:
    """Return where an event stands in a drawing, and the time in which it certainly went on."""
    core = None if bar.core is None else {"from": _time(bar.core[0]), "before": _time(bar.core[1])}
    return {"event": bar.event, "rank": bar.rank, "lane": bar.lane, "certain": core}


def order_contract(order: Order) -> dict[str, Any]:
    """Return the order of two events, and a schedule that shows a maybe."""
    counter = order.counter_example
    return {
        "before": order.before,
        "startsBefore": order.starts_before,
        "possible": list(order.possible),
        "because": _claims_of(order.because),
        "counterExample": None if counter is None else example_contract(counter),
    }


def around_contract(event: Iri, found: Around) -> dict[str, Any]:
    """Return what comes before and after an event."""
    return {
        "event": event,
        "certainlyBefore": list(found.certainly_before),
        "possiblyBefore": list(found.possibly_before),
        "certainlyAfter": list(found.certainly_after),
        "possiblyAfter": list(found.possibly_after),
    }


def what_if_contract(found: WhatIf) -> dict[str, Any]:
    """Return what would be otherwise without a claim."""
    return {
        "claim": found.claim,
        "changes": changes_contract(found.changes),
        "resolved": [list(conflict.claims) for conflict in found.resolved],
        "untold": list(found.untold),
    }


def example_contract(example: Mapping[Iri, tuple[int, int]]) -> dict[str, Any]:
    """Return the times that a schedule gives to events."""
    return {
        event: {"start": _time(start), "end": _time(end)} for event, (start, end) in example.items()
    }


def conflicts_contract(solved: Solved) -> dict[str, Any]:
    """Return every conflict with the ways to resolve it."""
    timeline = solved.timeline
    return {
        "conflicts": [_conflict(conflict, solved) for conflict in timeline.conflicts],
        "more": timeline.more_conflicts,
    }


def _conflict(conflict: Conflict, solved: Solved) -> dict[str, Any]:
    return {
        "claims": list(conflict.claims),
        "assuming": list(conflict.assuming),
        "sources": sources_of(solved.knowledge, conflict.claims),
        "explanation": solved.explanation(conflict),
        "repairs": [_way_out(way, solved) for way in ways_out(solved.chronology, conflict)],
    }


def _way_out(way: WayOut, solved: Solved) -> dict[str, Any]:
    weaker = bool(way.rungs or way.two_events)
    return {
        "set_aside": [] if weaker else [way.claim],
        "readings": [way_out_words(way, solved.knowledge, solved.names)] if weaker else [],
        "claim": way.claim,
        "applied": way.applied,
        "changes": changes_contract(way.changes),
    }


def changes_contract(changes: Changes) -> list[dict[str, Any]]:
    """Return the bounds that differ: as they are and as they would be."""
    return [
        {
            "event": event,
            "bounds": {
                side: {"now": _time(one), "then": _time(other)}
                for side, one, other in zip(SIDES, now.in_order, then.in_order, strict=True)
                if one != other
            },
        }
        for event, (now, then) in sorted(changes.items())
    ]


def sources_of(knowledge: Knowledge, claims: Sequence[Iri]) -> list[Iri]:
    """Return the sources of claims, each once."""
    return sorted({c.source for iri in claims if (c := knowledge.by_iri[iri]).source is not None})


def explain_contract(event: Iri, solved: Solved) -> dict[str, Any]:
    """Return every bound of an event with the chain of claims that fixes it."""
    chronology = solved.chronology
    bounds = chronology.bounds(event)
    entry = next(e for e in solved.timeline.entries if event in e.event.members)
    return {
        "event": event,
        "bounds": {
            side: {
                "value": _time(value),
                "because": _because(chronology, chronology.reasons(event, side), solved),
            }
            for side, value in zip(SIDES, bounds.in_order, strict=True)
        },
        "set_aside": [
            {"claim": claim, "says": claim_words(solved.knowledge, claim, solved.names)}
            for claim in entry.set_aside
        ],
        "reread": reread_contract(entry),
        "hangs_on_repair": [side for side in SIDES if side in entry.hangs_on_repair],
    }


def _because(chronology: Chronology, edges: Sequence[Edge], solved: Solved) -> list[dict[str, Any]]:
    found = []
    for edge in edges:
        for iri in edge.basis.claims:
            claim = chronology.knowledge.by_iri[iri]
            found.append(
                {
                    "claim": iri,
                    "says": edge_words(edge, solved.names),
                    "words": words_of(solved.knowledge, iri),
                    "source": claim.source,
                    "reading": 0,
                }
            )
    return found


def _claims_of(edges: Sequence[Edge]) -> list[Iri]:
    return list(dict.fromkeys(claim for edge in edges for claim in edge.basis.claims))


def _time(seconds: int | None) -> str | None:
    return None if seconds is None else format_datetime(seconds)


def verified_contract(verified: Sequence[Verified]) -> dict[str, Any]:
    """Return what became of each piece of evidence."""
    return {
        "evidence": [
            {
                "claims": list(one.claims),
                "finding": one.finding,
                "stated": {"start": one.evidence.start, "end": one.evidence.end},
                "start": one.start,
                "words": one.words,
            }
            for one in verified
        ]
    }


def queries_contract(queries: Sequence[Query]) -> dict[str, Any]:
    """Return the named queries with their questions and parameters."""
    return {
        "queries": [
            {
                "name": query.name,
                "title": query.title,
                "answers": query.answers,
                "parameters": [{"name": p.name, "kind": p.kind} for p in query.parameters],
                "file": str(query.file) if is_own(query) else None,
            }
            for query in queries
        ]
    }
