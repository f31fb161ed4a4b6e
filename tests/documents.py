"""Small files for tests of the RDF side: sources, claims, and what the claims state."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from dateline.loading import put_files
from dateline.pipeline import write_view
from dateline.resources import example_files
from dateline.sources import SourceFile, read_bytes, read_file
from dateline.store.contract import Changes, Reader, Store
from dateline.store.embedded import MemoryStore
from dateline.vocabulary import DL, PREFIXES, XSD

BASE = "https://example.org/news/"
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**PREFIXES, "": BASE}.items())


def source(name: str = "paper", more: str = 'dl:published "2021-03-10"^^edtf:EDTF') -> str:
    """Return the description of a source."""
    return f':{name} a dl:Article ; rdfs:label "{name}"@en ; {more} .\n'


def claim(name: str, states: str, *, source: str = "paper", more: str = "") -> str:
    """Return a claim of a source: its metadata (``more`` of it), and what its graph states."""
    words = f'dl:evidence [ a dl:Evidence ; oa:exact "words of {name}" ]'
    graph = f":{name} {{ {states} }}\n" if states else ""
    return f":{name} a dl:Claim ; dl:source :{source} ; {words} {more} .\n{graph}"


def judgement(name: str, states: str) -> str:
    """Return somebody's conclusion, with author and reason in place of a source."""
    return f':{name} a dl:Claim ; dl:author "me" ; dl:reason "so"@en .\n:{name} {{ {states} }}\n'


def event(name: str, kind: str = "dl:Meeting", more: str = "") -> str:
    """Return the statements that there was an event of a kind."""
    return f':{name} a {kind} ; rdfs:label "{name}"@en {more} .'


def written(folder: Path, text: str, name: str = "given.trig") -> Path:
    """Write a TriG file without its prefixes."""
    file = folder / name
    file.write_text(HEAD + text, encoding="utf-8")
    return file


def given(text: str, name: str = "given.trig") -> SourceFile:
    """Return TriG without its prefixes as a file that was read."""
    return read_bytes((HEAD + text).encode(), name, ox.RdfFormat.TRIG)


def loaded(*texts: str) -> MemoryStore:
    """Return a store with files loaded one after the other, and the accepted view."""
    store = MemoryStore()
    for number, text in enumerate(texts):
        put(store, [given(text, f"file{number}.trig")])
    return store


def put(store: Store, files: Sequence[SourceFile]) -> None:
    """Load files at once and rebuild the view."""
    with store.change() as changes:
        put_files(changes, files)
        write_view(changes)


def shipped_store() -> MemoryStore:
    """Return a store with the shipped data loaded and solved."""
    store = MemoryStore()
    put(store, [read_file(path) for path in example_files()])
    return store


def node(name: str) -> ox.NamedNode:
    """Return the IRI of a prefixed name; ``:name`` is in the tests' own namespace."""
    prefix, _, local = name.partition(":")
    return ox.NamedNode((PREFIXES[prefix] if prefix else BASE) + local)


def number(value: int) -> ox.Literal:
    """Return a whole number as a literal."""
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))


def values(store: Reader, graph: str, subject: str, predicate: str) -> list[str]:
    """Return what a graph says of a thing, sorted: names of ours prefixed, other terms as text."""
    found = store.quads(node(graph).value, subject if "//" in subject else node(subject).value)
    return sorted(short(quad.object) for quad in found if quad.predicate == node(predicate))


def short(term: object) -> str:
    """Return a term as tests write it: ``:name``, ``dl:name``, or its text."""
    iri = term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
    for prefix, base in {"": BASE, "dl": DL, **PREFIXES}.items():
        if isinstance(term, ox.NamedNode) and iri.startswith(base):
            return f"{prefix}:{iri[len(base) :]}"
    return iri


def asks(store: Reader, pattern: str) -> bool:
    """Whether a SPARQL pattern (prefixes of PREFIXES, and ``:``) is found."""
    names = {**PREFIXES, "": BASE}
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=names, default_graphs=()))


def all_quads(store: Reader | Changes) -> set[str]:
    """Return everything in a store, comparable."""
    return {str(quad) for quad in store.quads()}
