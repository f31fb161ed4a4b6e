"""Whose account, and as known when: the part of the knowledge that a view looks at.

Two clocks stay apart. ``as_of`` asks what had been *published* by a day, ``recorded_by`` what this
knowledge base had *recorded* by a day; neither asks when events happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from dateline.entry import LeftOut as LeftOut
from dateline.events import ASSERTED, events_of
from dateline.model import Claim, Iri, Knowledge
from dateline.reasoning.publications import publication_of
from dateline.time.calendar import parse_datetime

Policy = Literal["all", "own-voice", "corroborated", "reliable"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
#: Sources that are usually not reliable, or never (Admiralty scale); others, and those that nobody
#: has rated or can rate (F), are not known to be.
UNRELIABLE = frozenset({"D", "E"})


@dataclass(frozen=True, slots=True)
class View:
    """What to look at. ``as_of`` and ``recorded_by`` are the first second after the day.

    ``according_to`` is an actor (its claims, those of its organs and members, and what sources say
    in their own voice that it does not dispute) or a source (all that it says).
    """

    as_of: int | None = None
    recorded_by: int | None = None
    according_to: Iri | None = None
    policy: Policy = "all"


@dataclass(frozen=True, slots=True)
class Seen:
    """The knowledge that a view looks at; ``doubtful`` sources may have been published later."""

    knowledge: Knowledge
    left_out: tuple[LeftOut, ...] = ()
    doubtful: tuple[LeftOut, ...] = ()


def seen_from(knowledge: Knowledge, view: View) -> Seen:
    """Return what is left of the knowledge in a view; judgements go with the file they came in."""
    seen = Seen(knowledge)
    if view.recorded_by is not None:
        seen = replace(seen, knowledge=_recorded_by(knowledge, view.recorded_by))
    if view.as_of is not None:
        seen = _as_of(seen.knowledge, view.as_of)
    kept = seen.knowledge
    if view.according_to is not None:
        kept = _according_to(kept, view.according_to)
    if view.policy == "own-voice":
        kept = _only(kept, (c for c in kept.claims if c.is_judgement or c.in_own_voice))
    elif view.policy == "corroborated":
        kept = _corroborated(kept)
    elif view.policy == "reliable":
        kept = _only(kept, (c for c in kept.claims if not _is_unreliable(kept, c)))
    return replace(seen, knowledge=kept)


def _only(knowledge: Knowledge, claims: Iterable[Claim]) -> Knowledge:
    return replace(knowledge, claims=tuple(claims))


def _recorded_by(knowledge: Knowledge, moment: int) -> Knowledge:
    """Return the claims that were recorded before a moment, and not yet withdrawn then."""
    return _only(
        knowledge,
        sorted(
            (
                claim
                for claim in (*knowledge.claims, *knowledge.withdrawn)
                if claim.recorded_at
                and parse_datetime(claim.recorded_at) < moment
                and not (claim.withdrawn_at and parse_datetime(claim.withdrawn_at) < moment)
            ),
            key=lambda claim: claim.iri,
        ),
    )


def _as_of(knowledge: Knowledge, moment: int) -> Seen:
    """Return the claims of sources that may have been published before a moment."""
    left_out, doubtful = [], []
    for source in sorted({claim.source for claim in knowledge.claims if claim.source is not None}):
        window = publication_of(knowledge, source).window
        if window.earliest is None and window.before is None:
            left_out.append(LeftOut(source, "undated"))
        elif window.earliest is not None and window.earliest >= moment:
            left_out.append(LeftOut(source, "published later"))
        elif window.before is None or window.before > moment:
            doubtful.append(LeftOut(source, "possibly published later"))
    gone = {left.source for left in left_out}
    claims = (c for c in knowledge.claims if c.source not in gone and c.brought_by not in gone)
    sources = {iri: source for iri, source in knowledge.sources.items() if iri not in gone}
    kept = replace(_only(knowledge, claims), sources=sources)
    return Seen(kept, tuple(left_out), tuple(doubtful))


def _according_to(knowledge: Knowledge, who: Iri) -> Knowledge:
    if who in knowledge.sources:
        return _only(knowledge, _told_by(knowledge, who))
    said = claims_told_by(knowledge, who)
    disputed = {target for claim in said for target in claim.disputes}
    background = (
        c for c in knowledge.claims if (c.is_judgement or c.in_own_voice) and c.iri not in disputed
    )
    return _only(knowledge, sorted((*said, *background), key=lambda claim: claim.iri))


def claims_told_by(knowledge: Knowledge, who: Iri) -> list[Claim]:
    """Return what an actor (with its organs and members) or a source itself says, and no more."""
    if who in knowledge.sources:
        return [claim for claim in knowledge.claims if claim.source == who]
    voices = {who, *(actor for actor, wholes in knowledge.wholes.items() if who in wholes)}
    return [claim for claim in knowledge.claims if voices.intersection(claim.attributed_to)]


def _told_by(knowledge: Knowledge, source: Iri) -> list[Claim]:
    """Return what a source says, and what it takes for granted: that the events it dates were."""
    own = claims_told_by(knowledge, source)
    spoken_of = {triple.subject for claim in own for triple in claim.triples}
    spoken_of -= {t.subject for claim in own for t in claim.triples if t.predicate == "type"}
    return [
        claim
        for claim in knowledge.claims
        if claim.source == source
        or claim.is_judgement
        or any(t.predicate == "type" and t.subject in spoken_of for t in claim.triples)
    ]


def _corroborated(knowledge: Knowledge) -> Knowledge:
    """Return the claims about events that two sources tell of, neither a copy of the other."""
    confirmed: set[Iri] = set()
    events: set[Iri] = set()
    for event in events_of(knowledge):
        events.update(event.members)
        if event.status in ASSERTED and len(event.tellers) > 1:
            confirmed.update(event.members)
    return _only(
        knowledge,
        (
            claim
            for claim in knowledge.claims
            if {t.subject for t in claim.triples}.intersection(events) <= confirmed
        ),
    )


def _is_unreliable(knowledge: Knowledge, claim: Claim) -> bool:
    source = knowledge.sources.get(claim.source) if claim.source is not None else None
    return source is not None and source.reliability in UNRELIABLE
