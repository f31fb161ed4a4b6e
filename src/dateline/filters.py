"""Filters in a person's words -> a selection: names resolved, dates read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dateline.entry import EVENT
from dateline.errors import QueryError
from dateline.lookup import look_up, taxonomy_in
from dateline.model import Iri, Taxonomy
from dateline.names import resolve_name
from dateline.selection import Selection
from dateline.store.contract import Reader
from dateline.time.dates import Window, read_date


def chosen_in(store: Reader, filters: Mapping[str, Any]) -> Selection:
    """Return the selection of filters, names looked up in a store without reading its claims.

    Raises NameLookupError, DateError.
    """
    return chosen_by(
        filters, lambda name, what: look_up(store, name, what), lambda: taxonomy_in(store)
    )


def chosen_by(
    filters: Mapping[str, Any],
    resolve: Callable[[str, str], Iri],
    taxonomy: Callable[[], Taxonomy],
) -> Selection:
    """Return the selection of filters; ``resolve`` gives the actor, place or source of a name."""

    def named(what: str) -> Iri | None:
        name = filters.get(what)
        return resolve(name, what) if name else None

    since, until, kind = filters.get("since"), filters.get("until"), filters.get("kind")
    within = Window(
        read_date(since).window.earliest if since else None,
        read_date(until).window.before if until else None,
    )
    first, after = within.earliest, within.before
    if first is not None and after is not None and first >= after:
        raise QueryError(f"--from is later than --to: {since}, {until}")
    return Selection(
        actor=named("actor"),
        place=named("place"),
        kind=resolve_name(kind, kinds_of_events(taxonomy()), "kind of event") if kind else None,
        source=named("source"),
        status=filters.get("status"),
        search=filters.get("search"),
        within=within,
        certain=bool(filters.get("certain")),
    )


def kinds_of_events(taxonomy: Taxonomy) -> Mapping[Iri, Iterable[str]]:
    """Return the kinds of events with their labels."""
    kinds = {EVENT, *(kind for kind in taxonomy.superclasses if taxonomy.is_a(kind, EVENT))}
    return {kind: (taxonomy.class_labels.get(kind, ""),) for kind in sorted(kinds)}
