"""Judgements of identity, recorded and taken back: two events are one, or they are two.

A judgement is a claim like any other, with an author and a reason, and goes into the knowledge base
the way a file does. What would make the claims contradict each other is said before it is stored.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import pyoxigraph as ox

from dateline.claims import knowledge_of, read_knowledge
from dateline.errors import InvalidInput, JudgementError
from dateline.identity import DIFFERENT, SAME, identities
from dateline.loading import put_files, withdraw_claims
from dateline.model import Claim, Iri
from dateline.pipeline import Solved, problems_of, solve_knowledge, write_view
from dateline.sources import CLAIM, IN_CLAIMS, A, SourceFile, normalise
from dateline.store.opening import Place, open_store
from dateline.vocabulary import DL, KB, REFERENCE, shorten
from dateline.wording import conflict_words

JUDGEMENT = KB + "judgement/"


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement, whether it was stored, and the contradictions that it is in, in words."""

    claim: Iri
    stored: bool
    conflicts: tuple[str, ...]


def judge(
    place: Place, names: tuple[str, str], relation: str, reason: str, author: str, *, force: bool
) -> Judged:
    """Record that two events are the same (``SAME``) or different ones (``DIFFERENT``).

    Where the judgement makes the claims contradict each other, it is stored only with ``force``.
    Raises NameLookupError; JudgementError where it is so judged already; InvalidInput.
    """
    store = open_store(place)
    knowledge = read_knowledge(store)
    before = solve_knowledge(knowledge)
    event, other = (before.event(name) for name in names)
    _refuse_what_stands(before, event, other, relation)
    file = judgement_file(relation, event, other, reason=reason, author=author)
    if problems := problems_of([file], store.quads(REFERENCE)):
        raise InvalidInput(problems)
    (claim,) = knowledge_of(file.quads).claims
    claims = (*(c for c in knowledge.claims if c.iri != claim.iri), claim)
    after = solve_knowledge(replace(knowledge, claims=tuple(sorted(claims, key=lambda c: c.iri))))
    conflicts = tuple(
        conflict_words(after.knowledge, conflict, before.names)  # by the names that they still have
        for conflict in after.timeline.conflicts
        if claim.iri in conflict.members
    )
    if conflicts and not force:
        return Judged(claim.iri, False, conflicts)
    with store.change() as changes:
        put_files(changes, [file])
        write_view(changes)
    return Judged(claim.iri, True, conflicts)


def take_back(place: Place, names: tuple[str, str]) -> tuple[Iri, ...]:
    """Withdraw the judgements that two events are the same, or different ones.

    Returns their claims. Raises NameLookupError; JudgementError
    where there is no such judgement between just these two.
    """
    store = open_store(place)
    before = solve_knowledge(read_knowledge(store))
    event, other = (before.event(name) for name in names)
    found = _between(before, event, other)
    if not found:
        raise JudgementError(_nothing_between(before, event, other))
    with store.change() as changes:
        withdraw_claims(changes, found)
        write_view(changes)
    return found


def judgement_file(
    relation: str, event: Iri, other: Iri, *, reason: str, author: str
) -> SourceFile:
    """Return a judgement as the file that would bring it; it is named after all that it says."""
    told = "\n".join((relation, event, other, author, reason))
    name = ox.NamedNode(JUDGEMENT + hashlib.sha256(told.encode()).hexdigest()[:16])
    quads = (
        ox.Quad(name, A, CLAIM, IN_CLAIMS),
        ox.Quad(name, ox.NamedNode(DL + "author"), ox.Literal(author), IN_CLAIMS),
        ox.Quad(name, ox.NamedNode(DL + "reason"), ox.Literal(reason), IN_CLAIMS),
        ox.Quad(ox.NamedNode(event), ox.NamedNode(DL + relation), ox.NamedNode(other), name),
    )
    return SourceFile("the judgement", normalise(quads, "the judgement"))


def _refuse_what_stands(solved: Solved, event: Iri, other: Iri, relation: str) -> None:
    one, two = (shorten(iri) for iri in (event, other))
    if event == other:
        raise JudgementError("name two different events")
    if relation == SAME and _name(solved, event) == _name(solved, other):
        raise JudgementError(f"{one} and {two} are one event already")
    if relation == DIFFERENT:
        for claim in _between(solved, event, other, DIFFERENT):
            raise JudgementError(f"{one} and {two} are held apart already, by {shorten(claim)}")


def _name(solved: Solved, event: Iri) -> Iri:
    """Return the name that an event goes by."""
    return next(e.event.iri for e in solved.timeline.entries if event in e.event.members)


def _between(solved: Solved, event: Iri, other: Iri, *relations: str) -> tuple[Iri, ...]:
    """Return the judgements between two events, whichever way round."""
    return tuple(
        sorted(
            claim.iri
            for relation in relations or (SAME, DIFFERENT)
            for one, two, claim in identities(solved.knowledge.claims, relation)
            if {one, two} == {event, other} and claim.is_judgement
        )
    )


def _nothing_between(solved: Solved, event: Iri, other: Iri) -> str:
    """Return why there is nothing to take back, with the judgements that were perhaps meant."""
    near = [
        f"\n  {shorten(one)} {relation} {shorten(two)}  {_whose(claim)}"
        for relation in (SAME, DIFFERENT)
        for one, two, claim in identities(solved.knowledge.claims, relation)
        if {one, two} & {event, other}
    ]
    hint = "; near it are:" if near else ""
    return f"no judgement is about just {shorten(event)} and {shorten(other)}{hint}{''.join(near)}"


def _whose(claim: Claim) -> str:
    return f"({shorten(claim.iri)}{'' if claim.is_judgement else ', said by a source'})"
