"""The page docs/history.md: what all shipped sources together say, with what each bound rests on.

    DATELINE_GOLDEN=write python -m pytest tests/test_corpus.py -k history

writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.exports.plain_text import in_markdown, when_words
from dateline.model import Iri
from dateline.pipeline import Solved
from dateline.reasoning.chronology import SIDES
from dateline.time.weaker import RUNGS
from dateline.timeline import Entry
from dateline.vocabulary import KB, shorten
from dateline.wording import claim_words, moment

HEAD = """# What the shipped sources say together

One article and the {sources} reports around it (`dateline load --corpus`), solved together:
{events} events in the order of the timeline, each with the four bounds of its time and the claims
that fix them. Times are UTC, and the end of an event is the first moment after it. A bound is
*unknown* where no claim reaches that far: nothing is guessed. A claim's name here is
`source/claim`; what it says stands [below](#the-claims).

This page is written by `tests/history.py`, and a test keeps it true.
"""

BOUNDS = {
    "startEarliest": "starts at the earliest",
    "startLatest": "starts at the latest",
    "endEarliest": "ends at the earliest",
    "endLatest": "ends at the latest",
}


def history(solved: Solved) -> str:
    """Return the page."""
    return "\n".join(_lines(solved))


def _lines(solved: Solved) -> Iterator[str]:
    timeline = solved.timeline
    telling = {claim.source for claim in solved.knowledge.claims if claim.source is not None}
    yield HEAD.format(sources=len(telling) - 1, events=len(timeline.entries))
    yield "## The events\n"
    used: set[Iri] = set()
    for entry in timeline.entries:
        yield from _event(solved, entry, used)
    yield from _contradictions(solved, used)
    yield "## The claims\n"
    yield "| claim | says |\n|---|---|"
    for claim in sorted(used, key=_name):
        yield f"| `{_name(claim)}` | {in_markdown(_says(solved, claim))} |"
    yield ""


def _event(solved: Solved, entry: Entry, used: set[Iri]) -> Iterator[str]:
    event, bounds = entry.event, entry.bounds
    yield f"### {in_markdown(event.label)}\n"
    count = len(event.sources)
    remarks = [
        f"`{shorten(event.iri)}`",
        when_words(entry.when),
        event.status,
        f"{count} source{'' if count == 1 else 's'}",
        *([f"planned for {when_words(entry.planned_for)}"] if entry.planned_for else []),
        *(["rests on disputed claims"] if entry.rests_on_disputed else []),
    ]
    yield " · ".join(remarks) + "\n"
    yield "| bound | UTC | rests on |\n|---|---|---|"
    values = (bounds.start_earliest, bounds.start_latest, bounds.end_earliest, bounds.end_latest)
    for side, value in zip(SIDES, values, strict=True):
        edges = solved.chronology.reasons(event.iri, side)
        claims = dict.fromkeys(claim for edge in edges for claim in edge.basis.claims)
        used.update(claims)
        named = ", ".join(f"`{_name(claim)}`" for claim in claims)
        yield f"| {BOUNDS[side]} | {moment(value)} | {named} |"
    yield ""


def _contradictions(solved: Solved, used: set[Iri]) -> Iterator[str]:
    yield "## The contradictions\n"
    yield "Claims that cannot all be so, without the judgements that this assumes.\n"
    for conflict in solved.timeline.conflicts:
        used.update(conflict.claims)
        yield "- " + ", ".join(f"`{_name(claim)}`" for claim in conflict.claims)
    yield "\nRead more weakly, so that all claims hold:\n"
    for claim, rungs in sorted(solved.chronology.reread.items()):
        words = " and ".join(loose.words for name, loose in RUNGS.items() if name in rungs)
        yield f"- `{_name(claim)}`: if {words}"
    for claim in solved.timeline.set_aside:
        yield f"- `{_name(claim)}`: set aside"
    yield ""


def _says(solved: Solved, iri: Iri) -> str:
    """Return what a claim says; a judgement on identity names the events, and says why."""
    claim = solved.knowledge.by_iri[iri]
    for triple in claim.triples:
        if triple.predicate == "sameEventAs":
            same = f"{shorten(triple.subject)} is the same event as {shorten(str(triple.value))}"
            return f"{same}: {claim.reason}"
    return claim_words(solved.knowledge, iri, solved.names)


def _name(claim: Iri) -> str:
    return claim.removeprefix(KB + "claim/")
