"""A file -> quads in the shape that the store keeps.

Files are parsed with pyoxigraph only: it reads nothing but the bytes it is given. Normalising puts
metadata into ``graph:claims`` and background into ``graph:reference``, names blank nodes after
what they say, drops derived graphs, and writes every literal in its canonical form.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from dateline.annotation_claims import claims_of
from dateline.errors import SourceError
from dateline.terms import Term, text
from dateline.timeml import ENDINGS, is_timeml, read_timeml
from dateline.vocabulary import CLAIMS, DERIVED, DL, FIXED, GENID, OA, REFERENCE, TYPE, XSD

A = ox.NamedNode(TYPE)
CLAIM = ox.NamedNode(DL + "Claim")
WITHDRAWN = ox.NamedNode(DL + "Withdrawn")
SOURCE = ox.NamedNode(DL + "source")
DECIMAL = ox.NamedNode(XSD + "decimal")
INTEGER = ox.NamedNode(XSD + "integer")
BROUGHT_BY = ox.NamedNode(DL + "broughtBy")
IN_CLAIMS = ox.NamedNode(CLAIMS)
IN_REFERENCE = ox.NamedNode(REFERENCE)
DERIVED_GRAPHS = frozenset(ox.NamedNode(graph) for graph in DERIVED)

#: Properties that only claims have: whatever has one of them is a claim.
CLAIM_MARKS = frozenset(
    DL + name
    for name in (
        "source", "attributedTo", "saidIn", "evidence", "modality", "certainty", "credibility",
        "supports", "disputes", "supersedes", "retracts", "author", "reason", "broughtBy",
    )
)  # fmt: skip
#: Classes and properties that mark a source.
SOURCE_CLASSES = frozenset({DL + "Source", DL + "Article"})
SOURCE_MARKS = frozenset(
    DL + name for name in ("published", "agency", "textDigest", "reliability", "copyOf")
)
#: Where the description of a claim or source goes on in another node.
LEADS_ON = frozenset({DL + "evidence", OA + "hasSelector"})

#: More nesting than anybody writes; thousands of levels would overflow the parser's stack.
MOST_NESTED = 200
#: A JSON string (perhaps never closed) or a bracket outside strings.
_JSON = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)

TRIPLE_TERMS = "triple terms (RDF 1.2) are not supported"

FORMATS = {
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True)
class SourceFile:
    """A file's name and its normalised quads, sorted."""

    file: str
    quads: tuple[ox.Quad, ...]

    @cached_property
    def claims(self) -> frozenset[str]:
        """The IRIs of the claims that the file makes."""
        return frozenset(
            text(quad.subject)
            for quad in self.quads
            if quad.predicate == A and quad.object == CLAIM and quad.graph_name == IN_CLAIMS
        )

    @cached_property
    def metadata(self) -> dict[str, list[ox.Quad]]:
        """What the file says about each claim, source and evidence, by its IRI."""
        found: dict[str, list[ox.Quad]] = {}
        for quad in self.quads:
            if quad.graph_name == IN_CLAIMS:
                found.setdefault(text(quad.subject), []).append(quad)
        return found

    @cached_property
    def graphs(self) -> dict[str, list[ox.Quad]]:
        """What each graph states, by its IRI: the claims and the fixed graphs."""
        found: dict[str, list[ox.Quad]] = {}
        for quad in self.quads:
            found.setdefault(text(quad.graph_name), []).append(quad)
        return found

    @cached_property
    def described_sources(self) -> frozenset[str]:
        """The IRIs of the sources that the file says what kind of thing they are."""
        return frozenset(
            text(quad.subject)
            for quad in self.graphs.get(CLAIMS, ())
            if quad.predicate == A and text(quad.object) in SOURCE_CLASSES
        )


def read_file(path: Path | str) -> SourceFile:
    """Read and normalise a file of TriG, Turtle, N-Quads, N-Triples, JSON-LD, RDF/XML or TimeML.

    ``-`` is standard input, and RDF.

    Raises SourceError where the file is missing, of another kind, or does not parse.
    """
    if str(path) == "-":
        return read_bytes(sys.stdin.buffer.read(), "standard input")
    path = Path(path)
    if is_timeml(path):
        return SourceFile(str(path), normalise(claims_of(read_timeml(path)), str(path)))
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(str(path), "there is no such file") from None
    except OSError as error:
        raise SourceError(str(path), f"cannot be read ({error.strerror})") from error
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        known = " ".join((*FORMATS, *sorted(ENDINGS)))
        raise SourceError(str(path), f"what kind of file is this? Known endings: {known}")
    return read_bytes(data, str(path), form)


def read_bytes(data: bytes, file: str, form: ox.RdfFormat | None = None) -> SourceFile:
    """Read and normalise RDF; without a format (standard input) its beginning tells it."""
    data = data.removeprefix(codecs.BOM_UTF8)
    quads = list(_parse(data, file, form or _guess(data)))
    return SourceFile(file, normalise(quads, file))


def _guess(data: bytes) -> ox.RdfFormat:
    beginning = data.lstrip()[:200]
    if beginning.startswith((b"{", b"[")):
        return ox.RdfFormat.JSON_LD
    if beginning.startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE")):
        return ox.RdfFormat.RDF_XML
    first = next((line for line in data.splitlines() if line.strip()), b"")
    looks_like_quads = first.startswith((b"<", b"_:")) and first.rstrip().endswith(b" .")
    return ox.RdfFormat.N_QUADS if looks_like_quads else ox.RdfFormat.TRIG


def _parse(data: bytes, file: str, form: ox.RdfFormat) -> Iterator[ox.Quad]:
    _refuse_traps(data, file, form)
    try:
        # Blank node labels of two files must never meet.
        yield from ox.parse(data, format=form, rename_blank_nodes=True)
    except SyntaxError as error:
        place = f"line {error.lineno}, column {error.offset}" if error.lineno else ""
        message = str(error.msg).split(": ", 1)[-1] if place else str(error.msg)
        raise SourceError(file, f"does not parse: {message}", place) from error
    except (ValueError, OSError) as error:
        raise SourceError(file, f"does not parse: {error}") from error


def _refuse_traps(data: bytes, file: str, form: ox.RdfFormat) -> None:
    """Refuse what would overflow the parser's stack, which no exception would tell of."""
    terms = data.count(b"<<(")
    if form == ox.RdfFormat.RDF_XML:
        if b"<!DOCTYPE" in data:
            raise SourceError(file, "RDF/XML with a DOCTYPE is refused; remove the declaration")
        # Triple terms need a version; neither name can be written in another way.
        terms = data.count(b"parseType") if re.search(rb":version\s*=", data) else 0
    if terms > MOST_NESTED:
        raise SourceError(file, TRIPLE_TERMS)
    if form == ox.RdfFormat.JSON_LD and _depth(data) > MOST_NESTED:
        raise SourceError(file, f"is nested more than {MOST_NESTED} levels deep")


def _depth(data: bytes) -> int:
    """Return how deeply the brackets of a JSON document are nested."""
    depth = deepest = 0
    for token in _JSON.finditer(data):
        if token[0] in {b"{", b"["}:
            depth += 1
            deepest = max(deepest, depth)
        elif token[0] in {b"}", b"]"}:
            depth -= 1
    return deepest


def normalise(quads: Sequence[ox.Quad], file: str) -> tuple[ox.Quad, ...]:
    """Return quads as the store keeps them, sorted; see the head of this module."""
    kept = [quad for quad in quads if quad.graph_name not in DERIVED_GRAPHS]
    if any(isinstance(term, ox.Triple) for quad in kept for term in (quad.subject, quad.object)):
        raise SourceError(file, TRIPLE_TERMS)
    named = _name_blank_nodes(kept, file)
    routed = list(_route(named))
    for quad in routed:
        if quad.object == CLAIM and text(quad.subject) in FIXED:
            raise SourceError(file, f"{quad.subject} is no claim; give the claim an IRI of its own")
    store = ox.Store()
    store.extend(routed)  # makes literals canonical exactly as the stores do
    return tuple(sorted({_whole(quad) for quad in store}, key=str))


def _whole(quad: ox.Quad) -> ox.Quad:
    """Return a quad with a decimal that is a whole number as an integer: Virtuoso knows no other.

    The store has taken off what follows the point, if it was nothing but zeros.
    """
    value = quad.object
    if isinstance(value, ox.Literal) and value.datatype == DECIMAL and "." not in value.value:
        return ox.Quad(
            quad.subject,
            quad.predicate,
            ox.Literal(value.value, datatype=INTEGER),
            quad.graph_name,
        )
    return quad


def _name_blank_nodes(quads: Sequence[ox.Quad], file: str) -> list[ox.Quad]:
    """Give each blank node an IRI made of what it says and of who mentions it."""
    about: dict[ox.BlankNode, list[ox.Quad]] = {}
    mentions: dict[ox.BlankNode, set[str]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, ox.BlankNode):
            raise SourceError(file, "a claim graph has no name; give the claim an IRI")
        if isinstance(quad.subject, ox.BlankNode):
            about.setdefault(quad.subject, []).append(quad)
        if isinstance(quad.object, ox.BlankNode) and isinstance(quad.subject, ox.NamedNode):
            mentions.setdefault(quad.object, set()).add(f"{quad.subject} {quad.predicate}")
    names: dict[ox.BlankNode, ox.NamedNode] = {}
    under_way: set[ox.BlankNode] = set()

    def name(node: ox.BlankNode) -> ox.NamedNode:
        if node in names:
            return names[node]
        if node in under_way:
            raise SourceError(file, "blank nodes refer to each other in a circle; give them IRIs")
        under_way.add(node)
        says = sorted(
            f"{quad.graph_name} {quad.predicate} {settled(quad.object)}"
            for quad in about.get(node, ())
        )
        told = json.dumps([sorted(mentions.get(node, ())), says])
        names[node] = ox.NamedNode(GENID + hashlib.sha256(told.encode()).hexdigest()[:32])
        return names[node]

    def settled(term: Term) -> Term:
        return name(term) if isinstance(term, ox.BlankNode) else term

    try:
        return [
            ox.Quad(
                name(quad.subject) if isinstance(quad.subject, ox.BlankNode) else quad.subject,
                quad.predicate,
                settled(quad.object),
                quad.graph_name,
            )
            for quad in quads
        ]
    except RecursionError:
        raise SourceError(file, "blank nodes are nested too deeply; give them IRIs") from None


def _route(quads: Sequence[ox.Quad]) -> Iterator[ox.Quad]:
    """Put what stands in the default graph where it belongs, and register the claims."""
    loose = [q for q in quads if isinstance(q.graph_name, ox.DefaultGraph)]
    metadata = [*loose, *(q for q in quads if q.graph_name == IN_CLAIMS)]
    graphs = {
        q.graph_name
        for q in quads
        if isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value not in FIXED
    }
    withdrawn = {q.subject for q in metadata if q.predicate == A and q.object == WITHDRAWN}
    claims = graphs | {
        q.subject
        for q in metadata
        if q.predicate.value in CLAIM_MARKS or (q.predicate == A and q.object == CLAIM)
    }
    sources = {
        q.subject
        for q in metadata
        if q.predicate.value in SOURCE_MARKS
        or (q.predicate == A and text(q.object) in SOURCE_CLASSES)
    } | {q.object for q in metadata if q.predicate == SOURCE}
    sources -= claims
    belongs = _reachable(metadata, claims | sources | withdrawn)
    for quad in quads:
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            yield quad
        else:
            graph = IN_CLAIMS if quad.subject in belongs else IN_REFERENCE
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
    made = claims - withdrawn
    for claim in made:
        yield ox.Quad(claim, A, CLAIM, IN_CLAIMS)
    said = {q.subject: q.object for q in metadata if q.predicate == SOURCE}
    only = set(said.values())
    brought = {q.subject for q in metadata if q.predicate == BROUGHT_BY}
    if len(only) == 1:  # then the judgements in this file came with that source
        for claim in made - said.keys() - brought:
            yield ox.Quad(claim, BROUGHT_BY, next(iter(only)), IN_CLAIMS)


def _reachable(quads: Iterable[ox.Quad], start: Iterable[object]) -> set[object]:
    onward: dict[object, list[object]] = {}
    for quad in quads:
        if quad.predicate.value in LEADS_ON:
            onward.setdefault(quad.subject, []).append(quad.object)
    found = set(start)
    waiting = list(found)
    while waiting:
        for node in onward.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found
