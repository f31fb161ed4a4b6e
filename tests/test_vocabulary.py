"""The names that the code uses are those that the ontology declares."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline import vocabulary
from dateline.events import NOT_FACTS, STATUSES
from dateline.reasoning.constraints import DATE_PROPERTIES
from dateline.reasoning.relations import RELATIONS
from dateline.resources import path_of
from dateline.taxonomy import local, ontology
from dateline.terms import text
from dateline.vocabulary import DL, KB, PREFIXES, RDF, expand, shorten

CODE = Path(vocabulary.__file__).parent
DECLARED = {
    local(text(quad.subject))
    for quad in ontology()
    if quad.predicate.value == vocabulary.TYPE and text(quad.subject).startswith(DL)
}
#: Told to the shapes about a file's named graphs; no term for users (head of shapes.ttl).
INNER = {"states", "describes"}


def names_after_the_namespace(tree: ast.AST) -> Iterator[str]:
    """Yield ``name`` of each ``DL + "name"``, and all strings of ``DL + x for x in (…)``."""
    for found in ast.walk(tree):
        match found:
            case ast.BinOp(ast.Name("DL") | ast.Attribute(attr="DL"), ast.Add(), right):
                if isinstance(right, ast.Constant):
                    yield str(right.value)
            case ast.GeneratorExp(ast.BinOp(ast.Name("DL"), ast.Add(), ast.Name()), [loop]):
                yield from (
                    str(c.value) for c in ast.walk(loop.iter) if isinstance(c, ast.Constant)
                )


@pytest.mark.parametrize(
    "file", sorted(CODE.rglob("*.py")), ids=lambda f: f.relative_to(CODE).as_posix()
)
def test_every_name_of_ours_in_the_code_is_declared(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert set(names_after_the_namespace(tree)) - INNER - DECLARED == set()


def test_the_code_names_the_marks_of_claims_and_sources() -> None:
    tree = ast.parse((CODE / "sources.py").read_text(encoding="utf-8"))
    assert {"disputes", "copyOf", "Claim", "Article"} <= set(names_after_the_namespace(tree))


LOCAL_NAMES: dict[str, set[str]] = {
    "relations": set(RELATIONS),
    "dates": set(DATE_PROPERTIES),
    "statuses": set(STATUSES),
    "what is no fact": set(NOT_FACTS) - {"type", "label"},
}


@pytest.mark.parametrize("where", LOCAL_NAMES)
def test_every_local_name_that_the_core_uses_is_declared(where: str) -> None:
    assert LOCAL_NAMES[where] <= DECLARED


def test_the_shipped_queries_use_declared_names() -> None:
    used = {
        (query.name, name)
        for query in path_of("queries").rglob("*.rq")
        for name in re.findall(r"\bdl:(\w+)", query.read_text(encoding="utf-8"))
    }
    assert {(query, name) for query, name in used if name not in DECLARED} == set()


def test_no_prefix_stands_for_what_another_stands_for() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_prefixed_name_is_expanded_and_shortened_again(prefix: str) -> None:
    iri = expand(f"{prefix}:thing")
    assert iri == PREFIXES[prefix] + "thing"
    assert shorten(iri) == f"{prefix}:thing"


SHORTENED = [
    (KB + "event/x", "ev:x"),
    (KB + "other/x", "kb:other/x"),
    (DL, DL),
    ("urn:isbn:1", "urn:isbn:1"),
    (RDF + "type", "rdf:type"),
]


@pytest.mark.parametrize(("iri", "name"), SHORTENED)
def test_an_iri_is_shortened_by_its_nearest_prefix(iri: str, name: str) -> None:
    assert shorten(iri) == name


@pytest.mark.parametrize("name", ["Meeting", "nobody:x", "schema://x", ""])
def test_what_is_no_prefixed_name_is_not_expanded(name: str) -> None:
    assert expand(name) is None


def test_derived_graphs_are_fixed_graphs() -> None:
    assert vocabulary.DERIVED < vocabulary.FIXED
    assert all(graph.startswith(vocabulary.GRAPH) for graph in vocabulary.FIXED)
