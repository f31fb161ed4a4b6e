"""A timeline as RDF: the accepted view of the events chosen, with their claims and sources.

Turtle and JSON-LD hold the view alone, which can be read as plain facts; TriG and N-Quads also hold
every claim in its graph, with its source and evidence, and the contradictions that claims are in.
All hold what describes actors and places.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from dateline.accepted import view_of
from dateline.exports.losses import Losses
from dateline.exports.slice import Slice
from dateline.resources import path_of
from dateline.sources import LEADS_ON
from dateline.terms import text
from dateline.timeline import Entry, Timeline
from dateline.vocabulary import CLAIMS, DL, PREFIXES, REFERENCE

NEVER = ("which sources were left out, and why",)
#: Where the description of a claim leads on to another one that is written, too.
ONWARD = LEADS_ON | {DL + name for name in ("source", "broughtBy", "copyOf")}


def write_nq(chosen: Slice, losses: Losses) -> Iterator[bytes]:
    """Yield N-Quads, event by event; what two events share comes with the first of them."""
    for quads in _each(chosen, losses):
        yield ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def write_trig(chosen: Slice, losses: Losses) -> Iterator[bytes]:
    """Yield one TriG document, graph by graph."""
    found = {quad for quads in _each(chosen, losses) for quad in quads}
    ordered = sorted(found, key=lambda quad: (str(quad.graph_name), str(quad)))
    yield _serialized(ordered, ox.RdfFormat.TRIG)


def write_ttl(chosen: Slice, losses: Losses) -> Iterator[bytes]:
    """Yield one Turtle document."""
    yield _serialized(_triples(chosen, losses), ox.RdfFormat.TURTLE)


def write_jsonld(chosen: Slice, losses: Losses) -> Iterator[bytes]:
    """Yield one JSON-LD document, with the context of the ontology in it."""
    import rdflib

    lines = ox.serialize(_triples(chosen, losses), format=ox.RdfFormat.N_TRIPLES) or b""
    context = json.loads(path_of("ontology/context.jsonld").read_text(encoding="utf-8"))
    graph = rdflib.Graph().parse(data=lines, format="nt")
    told = json.loads(graph.serialize(format="json-ld", context=context["@context"]))
    told["@graph"].sort(key=lambda node: str(node.get("id", node.get("@id"))))
    yield json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _serialized(statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Return a document whose prefixes are in order: the writer has them in any."""
    lines = (ox.serialize(statements, format=form, prefixes=PREFIXES) or b"").splitlines(True)
    count = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    return b"".join(sorted(lines[:count]) + lines[count:])


def _triples(chosen: Slice, losses: Losses) -> list[ox.Triple]:
    """Return the view of the events, and what describes the actors and places in it."""
    triples: set[ox.Triple] = set()
    for entry in chosen.entries:
        losses.written += 1
        losses.note(entry.event.iri, "what its claims say, one by one, and their sources")
        view = _view(entry, chosen)
        triples.update(quad.triple for quad in view)
        for thing in _things(view):
            triples.update(quad.triple for quad in chosen.store.quads(REFERENCE, thing))
    return sorted(triples, key=str)


def _each(chosen: Slice, losses: Losses) -> Iterator[list[ox.Quad]]:
    """Yield, for each event, the quads that no earlier one has brought; then contradictions."""
    known = chosen.solved.knowledge
    deniers: dict[str, list[str]] = {}
    for claim in known.claims:
        for denied in claim.disputes:
            deniers.setdefault(denied, []).append(claim.iri)
    judged = {source: claim for source, (claim, _) in known.judged_publications.items()}
    seen: set[str] = set()
    for entry in chosen.entries:
        losses.written += 1
        view = _view(entry, chosen)
        # What says nothing of the event itself, yet bears on it: denials, days of publication.
        bearing = [d for claim in entry.event.claims for d in deniers.get(claim, ())]
        bearing += [judged[source] for source in entry.event.sources if source in judged]
        yield view + list(_described([*_things(view), *bearing], chosen, seen))
    theirs = tuple(c for c in chosen.conflicts if not seen.isdisjoint(c.members))
    if theirs:
        yield list(view_of(Timeline((), theirs, ()), known, chosen.solved.names))


def _view(entry: Entry, chosen: Slice) -> list[ox.Quad]:
    return list(view_of(Timeline((entry,), (), ()), chosen.knowledge, {}))


def _things(view: Iterable[ox.Quad]) -> list[str]:
    """Return the names that the view of an event uses, each once, in order."""
    nodes = (node for quad in view for node in (quad.subject, quad.object))
    return sorted({text(node) for node in nodes if isinstance(node, ox.NamedNode)})


def _described(things: Iterable[str], chosen: Slice, seen: set[str]) -> Iterator[ox.Quad]:
    """Yield what describes things, what claims among them state, and what that leads on to."""
    waiting = list(things)
    while waiting:
        thing = waiting.pop()
        if thing in seen:
            continue
        seen.add(thing)
        yield from chosen.store.quads(REFERENCE, thing)
        about = list(chosen.store.quads(CLAIMS, thing))
        if about:
            yield from about
            yield from chosen.store.quads(thing)
        waiting += [text(quad.object) for quad in about if quad.predicate.value in ONWARD]
