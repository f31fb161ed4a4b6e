"""A selection -> the events of the view that may pass it, in display order, found by query.

A query finds at least all that are asked for. Which of them are is said by ``Selection.passes``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from dateline.entry import EVENT
from dateline.model import Iri, Taxonomy
from dateline.queries import Term, bind
from dateline.selection import Selection
from dateline.store.contract import Reader
from dateline.terms import text
from dateline.time.calendar import HORIZON
from dateline.view.rows import ROWS, VALUES, ask, own_query
from dateline.vocabulary import DL

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
    if asked:
        found = ask(store, selecting(asked))
        if len(found) < ROWS:
            yield from (Iri(text(row["event"])) for row in found)
            return
    for page in range(pages):
        for row in ask(store, selecting({"page": {"page": ox.Literal(page)}, **asked})):
            yield Iri(text(row["event"]))


def conditions(
    selection: Selection, taxonomy: Taxonomy, containers: Mapping[Iri, Sequence[Iri]]
) -> dict[str, Given]:
    """Return the conditions of ``selected.rq`` that a selection asks for, with their values.

    Left out are those of so many values that a query cannot hold them.
    """
    asked: dict[str, Given] = {}
    if selection.actor is not None:
        asked["actor"] = {"actor": ox.NamedNode(selection.actor)}
    if selection.source is not None:
        asked["source"] = {"source": ox.NamedNode(selection.source)}
    if selection.status is not None:
        asked["status"] = {"status": ox.NamedNode(DL + selection.status)}
    first, after = selection.within.earliest, selection.within.before
    if first is not None or after is not None:
        exact = selection.certain and first is not None and after is not None
        asked["certain" if exact else "possible"] = {
            "from": ox.Literal(-HORIZON if first is None else first),
            "to": ox.Literal(HORIZON if after is None else after),
        }
    if selection.place is not None:
        asked["place"] = {"place": _nodes({selection.place, *containers})}
    if selection.kind not in {None, EVENT}:
        below = {kind for kind in taxonomy.superclasses if taxonomy.is_a(kind, Iri(selection.kind))}
        asked["kind"] = {"kind": _nodes({Iri(selection.kind), *below})}
    while math.prod(_count(given) for given in asked.values()) > VALUES:
        del asked[max(asked, key=lambda name: _count(asked[name]))]
    return asked


def _nodes(things: set[Iri]) -> list[ox.NamedNode]:
    return [ox.NamedNode(thing) for thing in sorted(things)]


def _count(given: Given) -> int:
    return max(len(values) if isinstance(values, list) else 1 for values in given.values())


def selecting(asked: Mapping[str, Given]) -> str:
    """Return ``selected.rq`` with the conditions that are asked for, bound."""
    head, *parts = own_query("selected").split("  # with ")
    *optional, always = (*parts[:-1], *parts[-1].split("  # always\n"))
    kept = [
        condition for part in optional for name, condition in [part.split("\n", 1)] if name in asked
    ]
    values = {name: value for given in asked.values() for name, value in given.items()}
    return bind("".join((head, *kept, always)), values)
