"""What a person asks to see side by side: two accounts, what is contested, two states, two events.

Reads and solves what each side stands for; the comparing itself is in ``comparison``, ``contested``
and ``difference``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dateline.asking import sources_of, view_of
from dateline.claims import read_knowledge
from dateline.comparison import Compared, Side, compare
from dateline.contested import Contested, contested_facts
from dateline.difference import Change, State, difference
from dateline.errors import QueryError
from dateline.model import Iri, Knowledge
from dateline.names import resolve_name
from dateline.pipeline import EVERYTHING, Solved, read_solved, solve_knowledge
from dateline.store.opening import Place, open_store
from dateline.viewpoints import View, claims_told_by, seen_from


@dataclass(frozen=True)
class Accounts:
    """Everything that is known, whose two accounts were compared, and what came of it."""

    whole: Solved
    first: Iri
    second: Iri
    events: tuple[Compared, ...]


@dataclass(frozen=True)
class Differed:
    """Two states, in words and solved, and what changed from the earlier to the later one."""

    earlier: str
    later: str
    before: Solved
    after: Solved
    changes: tuple[Change, ...]


def accounts(place: Place, names: tuple[str, str], options: Mapping[str, Any]) -> Accounts:
    """Return the accounts of two actors or sources, event by event.

    ``options`` are those of a view that hold for both. Raises NameLookupError, DateError, and
    QueryError where both names mean the same.
    """
    knowledge = read_knowledge(open_store(place))
    views = [view_of(knowledge, {**options, "according_to": name}) for name in names]
    first, second = (view.according_to for view in views)
    if first is None or second is None or first == second:
        raise QueryError("name two different actors or sources")
    whole = solve_knowledge(knowledge, replace(views[0], according_to=None))
    sides = [_side(knowledge, who, view) for who, view in zip((first, second), views, strict=True)]
    return Accounts(whole, first, second, compare(whole.timeline, whole.knowledge, *sides))


def _side(knowledge: Knowledge, who: Iri, view: View) -> Side:
    kept = seen_from(knowledge, replace(view, according_to=None)).knowledge
    claims = frozenset(claim.iri for claim in claims_told_by(kept, who))
    return Side(who, claims, solve_knowledge(knowledge, view).timeline)


def contested(place: Place, options: Mapping[str, Any]) -> tuple[Solved, tuple[Contested, ...]]:
    """Return everything that is known in a view, and what of it is contested."""
    solved = read_solved(place, lambda knowledge: view_of(knowledge, options))
    return solved, contested_facts(solved.timeline, solved.knowledge)


def between_days(place: Place, since: str, until: str | None, *, recorded: bool) -> Differed:
    """Return what changed between two days of publication, or of recording; to now without end.

    Raises DateError; QueryError where the first day is the later one.
    """
    knowledge = read_knowledge(open_store(place))
    clock = "recorded_by" if recorded else "as_of"
    earlier = view_of(knowledge, {clock: since})
    later = view_of(knowledge, {clock: until}) if until else EVERYTHING
    first, last = ((v.recorded_by if recorded else v.as_of) for v in (earlier, later))
    if first is not None and last is not None and first > last:
        raise QueryError(f"--from is later than --to: {since}, {until}")
    return _differed(
        since,
        until or "now",
        solve_knowledge(knowledge, earlier),
        solve_knowledge(knowledge, later),
    )


def between_bases(before: Place, after: Place) -> Differed:
    """Return what is otherwise in one knowledge base than in another."""
    return _differed(str(before), str(after), read_solved(before), read_solved(after))


def through_source(place: Place, name: str) -> Differed:
    """Return what a source changes: without it, and with it. Raises NameLookupError."""
    knowledge = read_knowledge(open_store(place))
    source = resolve_name(name, sources_of(knowledge), "source")
    rest = replace(
        knowledge,
        claims=tuple(c for c in knowledge.claims if source not in (c.source, c.brought_by)),
        sources={iri: known for iri, known in knowledge.sources.items() if iri != source},
    )
    label = knowledge.label(source)
    without, whole = solve_knowledge(rest), solve_knowledge(knowledge)
    return _differed(f"without {label}", f"with {label}", without, whole)


def _differed(earlier: str, later: str, before: Solved, after: Solved) -> Differed:
    return Differed(earlier, later, before, after, difference(_state(before), _state(after)))


def _state(solved: Solved) -> State:
    return State(solved.knowledge, solved.chronology, solved.timeline)
