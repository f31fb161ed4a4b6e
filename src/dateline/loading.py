"""Files -> the claims of a store: a source loaded again replaces itself, a withdrawn one is marked.

Who a claim belongs to: its source; a judgement belongs to the source whose file brought it. A file
that describes a source (says what kind of thing it is) holds all of that source's claims; a file
that only cites a source adds to them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import pyoxigraph as ox

from dateline.errors import InvalidInput, StoreError
from dateline.shapes import Problem
from dateline.sources import (
    BROUGHT_BY,
    CLAIM,
    IN_CLAIMS,
    IN_REFERENCE,
    LEADS_ON,
    SOURCE,
    WITHDRAWN,
    A,
    SourceFile,
)
from dateline.store.contract import Changes, Reader
from dateline.terms import text
from dateline.vocabulary import CLAIMS, DL, REFERENCE, XSD

RECORDED_AT = ox.NamedNode(DL + "recordedAt")
WITHDRAWN_AT = ox.NamedNode(DL + "withdrawnAt")


def now() -> ox.Literal:
    """Return the time of recording; SOURCE_DATE_EPOCH (seconds) stands in for the clock if set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise StoreError(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch!r}") from None
    told = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return ox.Literal(told, datatype=ox.NamedNode(XSD + "dateTime"))


def put_files(changes: Changes, files: Sequence[SourceFile]) -> None:
    """Put the files' claims and background into the store.

    Raises InvalidInput where a file makes a claim that another source has made differently.
    """
    refuse_foreign_claims(changes, files)
    recorded = now()
    made = frozenset(claim for file in files for claim in file.claims)
    described = {source for file in files for source in file.described_sources}
    for claim in sorted(claims_of(changes, described) - made):
        _mark_withdrawn(changes, claim, recorded)
    kept = {claim: _recorded_at(changes, file, claim) for file in files for claim in file.claims}
    _remove_nodes(changes, made | described)
    for claim in sorted(made):
        changes.clear(claim)
    for file in files:
        changes.remove(_replaced_background(changes, file))
        changes.add(file.quads)
        for claim in sorted(file.claims):
            node = ox.NamedNode(claim)
            if not any(q.predicate == RECORDED_AT for q in _about(changes, claim)):
                changes.add([ox.Quad(node, RECORDED_AT, kept[claim] or recorded, IN_CLAIMS)])


def withdraw_source(changes: Changes, source: str) -> int:
    """Take out what a source said; the history keeps it, marked. Returns the number of claims."""
    claims = claims_of(changes, {source})
    withdraw_claims(changes, {*claims, source})
    return len(claims)


def withdraw_claims(changes: Changes, claims: Iterable[str]) -> None:
    """Take out single claims; the history keeps them, marked."""
    recorded = now()
    for claim in sorted(claims):
        _mark_withdrawn(changes, claim, recorded)


def claims_of(store: Reader, sources: Iterable[str]) -> set[str]:
    """Return the claims in force that belong to any of the sources."""
    wanted = set(sources)
    quads = list(store.quads(CLAIMS))
    registered = {text(q.subject) for q in quads if q.predicate == A and q.object == CLAIM}
    return {
        text(q.subject)
        for q in quads
        if q.predicate in {SOURCE, BROUGHT_BY} and text(q.object) in wanted
    } & registered


def refuse_foreign_claims(store: Reader, files: Sequence[SourceFile]) -> None:
    """Raise InvalidInput where another source, or another file, makes a claim differently."""
    problems = []
    seen: dict[str, tuple[str, set[str], set[str]]] = {}
    for file in files:
        for claim in sorted(file.claims):
            content = {str(q) for q in _content(file, claim)}
            owners = _owners(content)
            name, before, was = seen.get(claim) or ("the knowledge base", *_stored(store, claim))
            foreign = owners != was
            if before and content != before and (foreign or claim in seen):
                whose = " and from another source" if foreign else ""
                problems.append(
                    Problem(
                        file.file,
                        claim,
                        f"It is in {name} already, with other content{whose}",
                        "Give the new claim an IRI of its own.",
                    )
                )
            seen[claim] = (file.file, content, owners)
    if problems:
        raise InvalidInput(problems)


def _stored(store: Reader, claim: str) -> tuple[set[str], set[str]]:
    about = list(_about(store, claim))
    if not any(q.predicate == A and q.object == CLAIM for q in about):
        return set(), set()
    content = {
        str(q)
        for q in (*about, *_led_to(store, claim), *store.quads(claim))
        if q.predicate != RECORDED_AT
    }
    return content, _owners(content)


def _owners(content: set[str]) -> set[str]:
    marks = (str(SOURCE), str(BROUGHT_BY))
    parts = (line.split(" ", 2) for line in content)
    return {rest for _, predicate, rest in parts if predicate in marks}


def _content(file: SourceFile, claim: str) -> Iterator[ox.Quad]:
    """Return what a file says in and about a claim, but for the time of recording."""
    yield from (q for q in file.metadata.get(claim, ()) if q.predicate != RECORDED_AT)
    yield from _led_to(file, claim)
    yield from file.graphs.get(claim, ())


def _about(store: Reader, node: str) -> Iterator[ox.Quad]:
    return store.quads(CLAIMS, node)


def _led_to(where: Reader | SourceFile, node: str) -> list[ox.Quad]:
    """Return the quads of the evidence (and selectors) that a claim or source leads on to."""
    found: list[ox.Quad] = []
    waiting, seen = [node], {node}
    while waiting:
        here = waiting.pop()
        for quad in _metadata(where, here):
            if here != node:
                found.append(quad)
            onward = text(quad.object)
            if quad.predicate.value in LEADS_ON and onward not in seen:
                seen.add(onward)
                waiting.append(onward)
    return found


def _metadata(where: Reader | SourceFile, node: str) -> Iterable[ox.Quad]:
    return where.metadata.get(node, ()) if isinstance(where, SourceFile) else _about(where, node)


def _recorded_at(store: Reader, file: SourceFile, claim: str) -> ox.Literal | None:
    """Return when a claim was first recorded, where it is there already with the same content."""
    content, _ = _stored(store, claim)
    if not content or content != {str(q) for q in _content(file, claim)}:
        return None
    recorded = (q.object for q in _about(store, claim) if q.predicate == RECORDED_AT)
    return next((moment for moment in recorded if isinstance(moment, ox.Literal)), None)


def _remove_nodes(changes: Changes, nodes: Iterable[str]) -> None:
    """Remove what is said about claims and sources, with evidence that nothing else uses."""
    led_to: list[ox.Quad] = []
    for node in sorted(nodes):
        led_to += _led_to(changes, node)
        changes.remove(_about(changes, node))
    leads = {quad.subject for quad in led_to}
    mentioned = {
        quad.object
        for quad in changes.quads(CLAIMS)
        if quad.predicate.value in LEADS_ON and quad.subject not in leads
    }
    kept = {node for quad in led_to if quad.subject in mentioned for node in _chain(led_to, quad)}
    changes.remove(quad for quad in led_to if quad.subject not in kept)


def _chain(led_to: Sequence[ox.Quad], quad: ox.Quad) -> set[object]:
    """Return the node of a quad with the nodes that it leads on to (evidence and its selector)."""
    onward = {q.object for q in led_to if q.subject == quad.subject}
    return {quad.subject, *onward}


def _mark_withdrawn(changes: Changes, node: str, moment: ox.Literal) -> None:
    """Take a claim or source out of the registry, and say since when."""
    name = ox.NamedNode(node)
    changes.remove(q for q in _about(changes, node) if q.predicate == A)
    changes.add(
        [
            ox.Quad(name, A, WITHDRAWN, IN_CLAIMS),
            ox.Quad(name, WITHDRAWN_AT, moment, IN_CLAIMS),
        ]
    )


def _replaced_background(store: Reader, file: SourceFile) -> list[ox.Quad]:
    """Return background that the file states anew: a property of a thing is replaced as a whole."""
    stated = {(q.subject, q.predicate) for q in file.quads if q.graph_name == IN_REFERENCE}
    return [q for q in store.quads(REFERENCE) if (q.subject, q.predicate) in stated]
