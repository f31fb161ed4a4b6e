"""The timeline that a person asks to see: read from the accepted view, or solved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dateline.entry import Timeline
from dateline.filters import chosen_in
from dateline.selection import select
from dateline.store.opening import Place, open_store
from dateline.view.reading import Viewed, is_built, read_view

if TYPE_CHECKING:
    from dateline.pipeline import Solved
    from dateline.store.contract import Reader


def timeline_of(place: Place, options: Mapping[str, Any]) -> Solved | Viewed:
    """Return the entries that are asked for, with all that is needed to show them.

    They are read from the accepted view where it is built and the options ask for no other view;
    else everything is read and solved. Raises NameLookupError, DateError.
    """
    store = open_store(place)
    if not asks_for_another_view(options) and is_built(store):
        return read_view(store, chosen_in(store, options))
    solved, chosen = solved_at(store, options)
    return replace(solved, timeline=chosen)


def asks_for_another_view(options: Mapping[str, Any]) -> bool:
    """Whether options look at less than all that is known."""
    named = any(options.get(name) for name in ("as_of", "recorded_by", "according_to"))
    return named or (options.get("policy") or "all") != "all"


def solved_at(store: Reader, options: Mapping[str, Any]) -> tuple[Solved, Timeline]:
    """Return all that a view looks at, solved, and the part of its timeline that is asked for."""
    from dateline.asking import selection_of, view_of  # solving takes long to start
    from dateline.claims import read_knowledge
    from dateline.pipeline import solve_knowledge

    knowledge = read_knowledge(store)
    solved = solve_knowledge(knowledge, view_of(knowledge, options))
    return solved, select(solved.timeline, selection_of(solved, options), solved.knowledge)
