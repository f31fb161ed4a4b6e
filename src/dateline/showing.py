"""The timeline that a person asks to see: read from the accepted view, or solved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from dateline.entry import Timeline
from dateline.filters import chosen_in
from dateline.selection import select
from dateline.store.opening import Place, open_store
from dateline.view.reading import Viewed, is_built, read_view

if TYPE_CHECKING:
    from dateline.pipeline import Solved
    from dateline.store.contract import Reader

    Shown = TypeVar("Shown", Solved, Viewed)


def timeline_of(place: Place, options: Mapping[str, Any]) -> Solved | Viewed:
    """Return the entries that are asked for, with all that is needed to show them.

    They are read from the accepted view where it is built and the options ask for no other view;
    else everything is read and solved. Raises NameLookupError, DateError.
    """
    store = open_store(place)
    if not asks_for_another_view(options) and is_built(store):
        return asked_of(read_view(store, chosen_in(store, options)), options)
    solved, chosen = solved_at(store, options)
    return replace(solved, timeline=chosen)


def asks_for_another_view(options: Mapping[str, Any]) -> bool:
    """Whether options look at less than all that is known."""
    named = any(options.get(name) for name in ("as_of", "recorded_by", "according_to"))
    return named or (options.get("policy") or "all") != "all"


#: What options ask for, in words; only what is asked for is said.
_ASKED = {
    "according_to": "according to {}",
    "as_of": "as published by {}",
    "recorded_by": "as recorded by {}",
    "policy": "policy {}",
    "actor": "actor {}",
    "place": "place {}",
    "kind": "kind {}",
    "source": "source {}",
    "status": "status {}",
    "search": "“{}” in the label",
    "since": "from {}",
    "until": "to {}",
}


def words_for(options: Mapping[str, Any], account: str) -> str:
    """Return in words what part of everything options ask for, "" where they ask for all.

    Names are as they were typed, but for the label of the account.

    >>> words_for({"according_to": "turk", "since": "2015", "certain": True}, "Turkey")
    'according to Turkey; certainly from 2015'
    """
    given = {**options, "policy": None if options.get("policy") == "all" else options.get("policy")}
    named = {**given, "according_to": account or given.get("according_to")}
    parts = [words.format(named[name]) for name, words in _ASKED.items() if given.get(name)]
    if given.get("certain"):
        first = next(n for n, part in enumerate(parts) if part.startswith(("from ", "to ")))
        parts[first] = f"certainly {parts[first]}"
    return "; ".join(parts)


def asked_of(shown: Shown, options: Mapping[str, Any]) -> Shown:
    """Return what is shown, with a timeline that says in words what part of everything it is."""
    account = shown.timeline.account
    label = "" if account is None else shown.knowledge.label(account)
    return replace(shown, timeline=replace(shown.timeline, asked=words_for(options, label)))


def solved_at(store: Reader, options: Mapping[str, Any]) -> tuple[Solved, Timeline]:
    """Return all that a view looks at, solved, and the part of its timeline that is asked for."""
    from dateline.asking import selection_of, view_of  # solving takes long to start
    from dateline.claims import read_knowledge
    from dateline.pipeline import solve_knowledge

    knowledge = read_knowledge(store)
    solved = solve_knowledge(knowledge, view_of(knowledge, options))
    chosen = select(solved.timeline, selection_of(solved, options), solved.knowledge)
    return solved, asked_of(replace(solved, timeline=chosen), options).timeline
