"""A selection -> the events of the view that may pass it, in display order, found by query.

A query finds at least all that are asked for. Which of them are is said by ``Selection.passes``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline.entry import EVENT
from dateline.model import Iri, Taxonomy
from dateline.queries import Term, bind
from dateline.selection import Selection
from dateline.store.contract import Reader
from dateline.terms import text
from dateline.time.calendar import HORIZON
from dateline.view.rows import ROWS, VALUES, ask, ask_after, ask_of, own_query
from dateline.vocabulary import DL

if TYPE_CHECKING:
    from dateline.written import Row

Given = dict[str, Term | Sequence[Term]]


def candidates(
    store: Reader,
    selection: Selection,
    taxonomy: Taxonomy,
    containers: Mapping[Iri, Sequence[Iri]],
    pages: int,
) -> Iterator[Iri]:
    """Yield the events that may be asked for, in display order; only some are in memory at a time.

    ``containers`` has the places within the one that is asked for; ``pages`` is how many there are.
    """
    asked = conditions(selection, taxonomy, containers)
    window = _window(selection)
    if asked or window:
        by_period = _in_time(store, selection, window, room=VALUES // combinations(asked))
        found = ask(store, selecting(asked | by_period))
        if len(found) < ROWS:
            yield from (Iri(text(row["event"])) for row in found)
            return
    if selection.search is not None and pages > 1:
        found_in_rows = _found_in_rows(store, selection)
        if found_in_rows is not None:
            yield from found_in_rows
            return
    if window:
        # Of a page's events, few bounds are compared; periods would be tried one by one.
        asked["bounds"] = {**window}
    for page in range(pages):
        for row in ask(store, selecting({"page": {"page": ox.Literal(page)}, **asked})):
            yield Iri(text(row["event"]))


def _found_in_rows(store: Reader, selection: Selection) -> Iterator[Iri] | None:
    """Return the events in whose rows a text stands; None where no rows are kept."""
    from dateline.view.kept import kept_rows  # only a search of very much reads them

    kept = kept_rows(store)
    if kept is None:
        return None
    return (Iri(row["event"]) for row in kept.rows() if selection.finds(_labels_in(row)))


def _labels_in(row: Row) -> Iterator[str]:
    yield row["label"]
    for named in (*row["participants"], *row["places"]):
        yield named["label"]


def conditions(
    selection: Selection, taxonomy: Taxonomy, containers: Mapping[Iri, Sequence[Iri]]
) -> dict[str, Given]:
    """Return the conditions of ``selected.rq`` that a selection asks for, but for those of time.

    Left out are those of so many values that a query cannot hold them.
    """
    asked: dict[str, Given] = {}
    if selection.actor is not None:
        asked["actor"] = {"actor": ox.NamedNode(selection.actor)}
    if selection.source is not None:
        asked["source"] = {"source": ox.NamedNode(selection.source)}
    if selection.status is not None:
        asked["status"] = {"status": ox.NamedNode(DL + selection.status)}
    if selection.place is not None:
        asked["place"] = {"place": _nodes({selection.place, *containers})}
    if selection.kind not in {None, EVENT}:
        below = {kind for kind in taxonomy.superclasses if taxonomy.is_a(kind, Iri(selection.kind))}
        asked["kind"] = {"kind": _nodes({Iri(selection.kind), *below})}
    while combinations(asked) > VALUES:
        del asked[max(asked, key=lambda name: combinations({name: asked[name]}))]
    return asked


def _window(selection: Selection) -> dict[str, Term]:
    """Return from which second to which a selection goes, nothing where it goes for all."""
    first, after = selection.within.earliest, selection.within.before
    if first is None and after is None:
        return {}
    return {
        "from": ox.Literal(-HORIZON if first is None else first),
        "to": ox.Literal(HORIZON if after is None else after),
    }


def _in_time(
    store: Reader, selection: Selection, window: dict[str, Term], room: int
) -> dict[str, Given]:
    """Return the condition on the time of events: by periods of the calendar, or by their bounds.

    ``room`` is for how many periods a query has room.
    """
    if not window:
        return {}
    years = [row["years"] for row in ask_after(store, bind(own_query("years"), window), "years")]
    edges = tuple(window.values())
    periods: list[Term] = []
    for row in ask_of(store, "periods", (*window, "years"), [(*edges, year) for year in years]):
        periods.append(row["period"])
        if len(periods) > room:
            return {"bounds": {**window}}
    # A window that is open on a side can certainly hold what has no certain period.
    within = selection.within
    exact = selection.certain and None not in {within.earliest, within.before}
    return {"certain" if exact else "possible": {"period": periods}}


def combinations(asked: Mapping[str, Given]) -> int:
    """Return how many rows of values the conditions have together."""
    counts = (
        len(v) if isinstance(v, list) else 1 for given in asked.values() for v in given.values()
    )
    return math.prod(counts)


def _nodes(things: set[Iri]) -> list[ox.NamedNode]:
    return [ox.NamedNode(thing) for thing in sorted(things)]


def selecting(asked: Mapping[str, Given]) -> str:
    """Return ``selected.rq`` with the conditions that are asked for, bound."""
    body, tail = own_query("selected").split("  # end\n")
    head, *parts = body.split("  # with ")
    named = (part.split("\n", 1) for part in parts)
    kept = "".join(condition for name, condition in named if name in asked)
    values = {name: value for given in asked.values() for name, value in given.items()}
    return bind(head + kept + tail, values)
