"""A timeline as RDF: the accepted view of the events chosen, with their claims and sources.

Turtle and JSON-LD hold the view alone, which can be read as plain facts; TriG and N-Quads also hold
every claim in its graph, with its source and evidence, and the contradictions that claims are in.
All hold what describes actors and places.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import pyoxigraph as ox

from dateline.accepted import VIEW, view_of
from dateline.entry import Entry
from dateline.exports.losses import Losses
from dateline.exports.slice import Slice
from dateline.model import Iri
from dateline.reasoning.results import Conflict
from dateline.resources import path_of
from dateline.sources import LEADS_ON
from dateline.terms import text, without_complaints
from dateline.vocabulary import CLAIMS, COMMENT, DL, FIXED, PREFIXES, REFERENCE, XSD

#: Quads that are written at a time.
PIECE = 20_000
#: Of each event in the view there is one such line. In no literal stands a quote after a space.
AN_EVENT = re.compile(rf'<{DL}order> "-?\d+"\^\^<{XSD}integer> {VIEW} \.\n'.encode())
PAGE = ox.NamedNode(DL + "page")
NEVER = ("which sources were left out, and why",)
#: Of the forms without graphs.
NEVER_CLAIMS = (*NEVER, "what claims say, one by one, and their sources")
#: Where the description of a claim leads on to another one that is written, too.
ONWARD = LEADS_ON | {DL + name for name in ("source", "broughtBy", "copyOf")}


def write_nq(chosen: Slice, losses: Losses) -> Iterator[bytes]:
    """Yield N-Quads: of everything, as it is stored; of a part, sorted."""
    quads = chosen.store.quads() if chosen.everything else iter(_quads(chosen, losses))
    while piece := ox.serialize(islice(quads, PIECE), format=ox.RdfFormat.N_QUADS):
        if chosen.everything:
            losses.written += len(AN_EVENT.findall(piece))
        yield piece


def write_trig(chosen: Slice, losses: Losses) -> Iterator[bytes]:
    """Yield one TriG document, graph by graph."""
    yield _serialized(_quads(chosen, losses), ox.RdfFormat.TRIG)


def write_ttl(chosen: Slice, losses: Losses) -> Iterator[bytes]:
    """Yield one Turtle document."""
    yield _serialized(_triples(chosen, losses), ox.RdfFormat.TURTLE)


def write_jsonld(chosen: Slice, losses: Losses) -> Iterator[bytes]:
    """Yield one JSON-LD document, with the context of the ontology in it."""
    import rdflib

    without_complaints()
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
    entries = tuple(chosen.entries)
    losses.written = len(entries)
    view = _view(entries, (), chosen)
    about = (q for thing in _things(view) for q in chosen.store.quads(REFERENCE, thing))
    return sorted({quad.triple for quad in (*view, *about)}, key=str)


def _quads(chosen: Slice, losses: Losses) -> list[ox.Quad]:
    """Return the view of the events with all claims that bear on them, and contradictions."""
    entries = tuple(chosen.entries)
    losses.written = len(entries)
    known = chosen.solved.knowledge
    told = {claim for entry in entries for claim in entry.event.claims}
    sources = {source for entry in entries for source in entry.event.sources}
    # What says nothing of an event itself, yet bears on it: denials, days of publication.
    told |= {claim.iri for claim in known.claims if not told.isdisjoint(claim.disputes)}
    told |= {claim for source, (claim, _) in known.judged_publications.items() if source in sources}
    theirs = tuple(c for c in chosen.conflicts if not told.isdisjoint(c.members))
    view = _view(entries, theirs, chosen)
    found = {*view, *_described([*_things(view), *sorted(told)], chosen)}
    return sorted(found, key=lambda quad: (str(quad.graph_name), str(quad)))


def _view(entries: Sequence[Entry], theirs: Sequence[Conflict], chosen: Slice) -> list[ox.Quad]:
    """Return the accepted view of just these events, and these contradictions."""
    timeline = replace(
        chosen.shown.timeline, entries=tuple(entries), conflicts=tuple(theirs), set_aside=(),
        reread={}, more_conflicts=False,
    )  # fmt: skip
    known = chosen.solved.knowledge
    view = view_of(timeline, known, chosen.solved.names, chosen.solved.ranks)
    named = {entry.event.iri for entry in entries}
    # Pages and the like tell of the timeline as a whole, which this is not.
    kept = [q for q in view if text(q.subject) not in FIXED and not _is_left(q, named)]
    if chosen.asked:
        only = ox.Literal(f"Only: {chosen.asked}", language="en")
        kept.append(ox.Quad(VIEW, ox.NamedNode(COMMENT), only, VIEW))
    return kept


def _is_left(quad: ox.Quad, named: set[Iri]) -> bool:
    """Whether a quad tells the page of an event that is not here."""
    return quad.predicate == PAGE and text(quad.subject) not in named


def _things(view: Iterable[ox.Quad]) -> list[str]:
    """Return the names that a view uses, each once, in order."""
    nodes = (node for quad in view for node in (quad.subject, quad.object))
    return sorted({text(node) for node in nodes if isinstance(node, ox.NamedNode)})


def _described(things: Iterable[str], chosen: Slice) -> Iterator[ox.Quad]:
    """Yield what describes things, what claims among them state, and what that leads on to."""
    waiting = list(things)
    seen: set[str] = set()
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
