"""The exception tree: what it says, and that nothing else comes out of the library."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from dateline import errors
from dateline.errors import (
    DateError,
    DatelineError,
    InvalidInput,
    NameLookupError,
    NoKnowledgeBase,
    SourceError,
    StoreError,
)

CODE = Path(errors.__file__).parent
OURS = {
    name: kind
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, Exception)
}

SAID = [
    (
        DateError("2015-13", 5, "no such month"),
        "cannot read the date '2015-13' at character 6: no such month",
    ),
    (SourceError("a.trig", "does not parse"), "a.trig: does not parse"),
    (
        SourceError("a.trig", "does not parse", "line 3, column 7"),
        "a.trig, line 3, column 7: does not parse",
    ),
    (InvalidInput(["a.trig: one", "a.trig: two"]), "a.trig: one\na.trig: two"),
    (NameLookupError("x", "is no event here"), "'x' is no event here"),
    (NameLookupError("x", "may be:", ["a", "b"]), "'x' may be:\n  a\n  b"),
    (NoKnowledgeBase("there is none"), "there is none"),
]


@pytest.mark.parametrize(("error", "text"), SAID, ids=[text for _, text in SAID])
def test_an_error_says(error: DatelineError, text: str) -> None:
    assert str(error) == text


def test_an_error_keeps_its_parts() -> None:
    date = DateError("2015-13", 5, "no such month")
    assert (date.text, date.position, date.message) == ("2015-13", 5, "no such month")
    source = SourceError("a.trig", "does not parse", "line 3")
    assert (source.file, source.place, source.message) == ("a.trig", "line 3", "does not parse")
    assert InvalidInput(["one"]).problems == ("one",)
    name = NameLookupError("x", "may be:", ["a"])
    assert (name.name, name.candidates) == ("x", ("a",))


@pytest.mark.parametrize("kind", OURS.values(), ids=OURS)
def test_every_exception_is_a_dateline_error(kind: type[Exception]) -> None:
    assert issubclass(kind, DatelineError)


def test_a_missing_knowledge_base_is_a_fault_of_the_store() -> None:
    assert issubclass(NoKnowledgeBase, StoreError)


def test_the_tree_at_the_head_of_the_module_names_every_exception() -> None:
    head = errors.__doc__ or ""
    assert {name for name in OURS if name in head} == set(OURS)


#: Faults of the program itself, which no input can bring about.
OWN_FAULTS = {
    ("__init__.py", "AttributeError"): "Python asks so whether a module has a name",
    ("claims.py", "TypeError"): "normalised quads hold IRIs and literals only",
    ("options.py", "TypeError"): "what Python raises for an argument that is none",
    ("shapes.py", "RuntimeError"): "the shipped shapes are well formed",
}


def raised(file: Path) -> set[str]:
    """Return the names of the exceptions that a module raises itself.

    Where a function of the module makes the exception, it is what that function returns.
    """
    tree = ast.parse(file.read_text(encoding="utf-8"))
    makers = {
        found.name: ast.unparse(found.returns)
        for found in ast.walk(tree)
        if isinstance(found, ast.FunctionDef) and found.returns is not None
    }
    raises = (found.exc for found in ast.walk(tree) if isinstance(found, ast.Raise))
    named = (ast.unparse(e.func).rpartition(".")[2] for e in raises if isinstance(e, ast.Call))
    return {kind for name in named for kind in makers.get(name, name).split(" | ")}


LIBRARY = [f for f in sorted(CODE.rglob("*.py")) if "cli" not in f.relative_to(CODE).as_posix()]


@pytest.mark.parametrize("file", LIBRARY, ids=lambda f: f.relative_to(CODE).as_posix())
def test_a_module_raises_no_exception_but_ours(file: Path) -> None:
    """Functions of the pure core may raise a ValueError if they say so."""
    others = {name for name in raised(file) - set(OURS) if (file.name, name) not in OWN_FAULTS}
    if "        ValueError: " in file.read_text(encoding="utf-8"):
        others -= {"ValueError"}
    assert others == set()


def test_the_modules_do_raise_ours() -> None:
    assert {name for file in LIBRARY for name in raised(file)} >= set(OURS) - {"DatelineError"}
