"""A timeline as GraphML, by ``networkx``: events, actors, places and sources as a network."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dateline.entry import Entry
from dateline.errors import NotInstalled
from dateline.exports.losses import Losses
from dateline.exports.plain_text import in_xml, on_a_line
from dateline.exports.slice import Slice
from dateline.model import Iri
from dateline.written import bounds_contract

if TYPE_CHECKING:
    import networkx

NEVER = (
    "which claims an event or a relation rests on",
    "facts whose value is not a thing, such as quantities and words",
    "contradictions and their explanations",
    "which sources were left out, and why",
)


def export(chosen: Slice, losses: Losses) -> Iterator[bytes]:
    """Yield one document; raises NotInstalled where ``networkx`` is not installed."""
    try:
        import networkx
    except ImportError:
        raise NotInstalled("networkx", "formats") from None
    only = {"asked": in_xml(on_a_line(chosen.asked))} if chosen.asked else {}
    graph = networkx.MultiDiGraph(**only)
    entries = list(chosen.entries)
    for entry in entries:
        losses.written += 1
        graph.add_node(_name(entry.event.iri), **_event(entry))
    for entry in entries:
        _relate(graph, entry, chosen)
    told = io.BytesIO()
    networkx.write_graphml_xml(graph, told, named_key_ids=True)
    yield told.getvalue() + b"\n"


def _event(entry: Entry) -> dict[str, Any]:
    told = bounds_contract(entry.bounds)
    bounds = {
        f"{side}_{bound}": moment
        for side, pair in told.items()
        for bound, moment in pair.items()
        if moment is not None
    }
    return {
        "label": in_xml(on_a_line(entry.event.label)),
        "what": "event",
        "type": in_xml(entry.event.types[0]),
        "status": entry.event.status,
        "order": entry.order,
        **({"when": entry.when} if entry.when else {}),
        **bounds,
    }


def _relate(graph: networkx.MultiDiGraph, entry: Entry, chosen: Slice) -> None:
    event = entry.event.iri

    def link(other: Iri, label: str, what: str, relation: str) -> None:
        if _name(other) not in graph:
            graph.add_node(_name(other), label=in_xml(on_a_line(label)), what=what)
        graph.add_edge(_name(event), _name(other), key=relation, relation=relation)

    for participant in entry.participants:
        link(participant.actor, participant.label, "actor", participant.role)
    for place in entry.places:
        link(place.place, place.label, "place", "place")
    for source in chosen.sources_of(entry):
        link(source.iri, source.label or source.iri, "source", "source")
    taken = {p.actor for p in entry.participants} | {p.place for p in entry.places}
    for fact in entry.event.facts:
        if fact.subject == event and isinstance(fact.value, Iri) and fact.value not in taken:
            link(fact.value, chosen.knowledge.label(fact.value), "thing", fact.predicate)


def _name(iri: str) -> str:
    return in_xml(iri)
