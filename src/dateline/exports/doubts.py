"""Contradictions and doubts for a terminal: what cannot all hold, and what would be otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dateline.exports.plain_text import when_words
from dateline.exports.terminal import plain
from dateline.model import Iri
from dateline.pipeline import Solved
from dateline.reasoning.alternatives import Changes, WayOut, WhatIf, ways_out
from dateline.reasoning.conflicts import Conflict
from dateline.timeline import when_of
from dateline.vocabulary import shorten
from dateline.wording import claim_words, quoted, way_out_words


def conflicts_text(solved: Solved) -> RenderableType:
    """Return every conflict with its claims, and what would resolve it."""
    timeline = solved.timeline
    parts: list[RenderableType] = []
    in_conflict = {claim for conflict in timeline.conflicts for claim in conflict.members}
    odd_plans = [claim for claim in timeline.set_aside if claim not in in_conflict]
    elsewhere = max(0, len(solved.chronology.conflicts) - len(timeline.conflicts))
    if elsewhere and not timeline.conflicts:
        parts.append(
            Text(f"No contradictions in which these files have a part ({elsewhere} others).")
        )
    elif not timeline.conflicts:
        all_hold = "" if odd_plans else ": all claims can hold together"
        parts.append(Text(f"No contradictions{all_hold}."))
    for number, conflict in enumerate(timeline.conflicts, 1):
        parts.append(Text(f"{number}. These cannot all hold; one of them is wrong:", style="bold"))
        for iri in (*conflict.claims, *conflict.assuming):
            assumed = "assuming: " if iri in conflict.assuming else ""
            words = claim_words(solved.knowledge, iri, solved.names)
            parts.append(Padding(plain(f"· {assumed}{words}"), (0, 0, 0, 2)))
            parts.append(Padding(plain(shorten(iri), "dim"), (0, 0, 0, 6)))
        parts += _ways_out(conflict, solved)
    if odd_plans:
        parts.append(Text("Plans that do not fit what is reported, or each other:", style="bold"))
    for iri in odd_plans:
        words = claim_words(solved.knowledge, iri, solved.names)
        parts.append(Padding(plain(f"· {words}"), (0, 0, 0, 2)))
    if timeline.more_conflicts:
        parts.append(Text("There may be more; these are the smallest found."))
    return Group(*parts)


def _ways_out(conflict: Conflict, solved: Solved) -> Iterable[RenderableType]:
    """Yield for each claim what may be the matter with it, and what that would change."""
    by_claim: dict[tuple[Iri, Iri | None], list[WayOut]] = {}
    for way in ways_out(solved.chronology, conflict):
        by_claim.setdefault((way.claim, way.two_events), []).append(way)
    for (claim, event), ways in by_claim.items():
        told = ", or ".join(way_out_words(way, solved.knowledge, solved.names) for way in ways)
        of_claim = "" if event else f"{shorten(claim)}: "
        taken = [way for way in ways if way.applied]
        how = "read so" if taken and taken[0].rungs else "set aside"
        mark = f" [{how} in the timeline]" if taken else ""
        yield Padding(plain(f"– {of_claim}perhaps {told}{mark}"), (0, 0, 0, 2))
        yield from changes_text(ways[0].changes, solved, "then", 6)


def what_if_text(found: WhatIf, solved: Solved) -> RenderableType:
    """Return what would be otherwise without a claim."""
    words = claim_words(solved.knowledge, found.claim, solved.names)
    parts: list[RenderableType] = [
        Text("If this were wrong:", style="bold"),
        Padding(plain(words), (0, 0, 0, 2)),
        Padding(plain(shorten(found.claim), "dim"), (0, 0, 0, 6)),
        Text("\nthen", style="bold"),
    ]
    changes = list(changes_text(found.changes, solved, "it would be", 2))
    untold = (f"no claim would tell of {quoted(solved.names, event)}" for event in found.untold)
    parts += [*(Padding(plain(words), (0, 0, 0, 2)) for words in untold), *changes]
    if found.resolved:
        count = len(found.resolved)
        what = "a contradiction" if count == 1 else f"{count} contradictions"
        parts.append(Padding(Text(f"{what} would be resolved"), (0, 0, 0, 2)))
    if not (changes or found.untold or found.resolved):
        parts.append(Padding(Text("no date would be another"), (0, 0, 0, 2)))
    return Group(*parts)


def changes_text(
    changes: Changes, solved: Solved, then: str, indent: int
) -> Iterable[RenderableType]:
    """Yield a line for each event whose time would be another."""
    shown = {entry.event.iri: entry for entry in solved.timeline.entries}
    for event, (_, bounds) in sorted(changes.items()):
        entry = shown.get(event)
        if entry is None:  # another name of an event, or one that this view does not show
            continue
        aspect = solved.knowledge.taxonomy.aspect(entry.event.kinds)
        now, other = when_words(entry.when), when_words(when_of(bounds, aspect))
        shift = f"{then} {other}, not {now}" if now != other else "other bounds, the same days"
        parts = plain(f"{quoted(solved.names, event)}: {shift}", "dim")
        yield Padding(parts, (0, 0, 0, indent))
