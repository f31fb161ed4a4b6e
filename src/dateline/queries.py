"""Queries: ``.rq`` files with a header that says what they answer, bound and run.

Parameters enter a query as a ``VALUES`` block of serialised terms, put first into its outermost
group, so that every SPARQL 1.1 engine sees a plain query. Nothing is ever formatted into a text.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from dateline.errors import QueryError
from dateline.resources import path_of
from dateline.store.contract import Reader, Results
from dateline.vocabulary import ACCEPTED, PREFIXES, REFERENCE

Term = ox.NamedNode | ox.Literal
#: What parameters are given: a term, or several of which any will do.
Values = Mapping[str, Term | Sequence[Term]]

#: What a parameter can name: by its kind, or where that is ``IRI``, by its own name.
THINGS = ("event", "actor", "place", "source", "claim", "kind")

#: What a query reads that names no graph: the accepted view, with the labels of actors and places.
DEFAULT_GRAPHS = (ACCEPTED, REFERENCE)

#: Comments, strings and IRIs are passed over as wholes when looking for words and braces.
_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n]*|<[^<>"{}|^`\\\s]*>
        |\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'
        |[?$](?P<variable>\w+)|[\w-]*:(?:[\w./:%-]|\\.)*)
      |(?P<word>[A-Za-z]+)|(?P<brace>[{}()])""",
    re.VERBOSE | re.DOTALL,
)

#: Deeper nesting than anybody writes; thousands of levels would overflow the engine's parser.
MOST_NESTED = 64
_CHAIN = re.compile(r"[!+*/|&(\-]")
#: More operators than anybody writes; tens of thousands would overflow it too.
MOST_OPERATORS = 4_000
#: More rows of values than anybody gives by hand; each parameter multiplies them by its values.
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that a query may be given a value for.

    ``kind`` says what it takes, such as ``actor`` or ``seconds``: see ``parameters``. It is empty
    where the query does not say.
    """

    name: str
    kind: str

    @property
    def thing(self) -> str:
        """What it names: one of THINGS, "thing" for any of them, "" where it names nothing."""
        if self.kind == "IRI":
            return self.name if self.name in THINGS else "thing"
        return self.kind if self.kind in THINGS else ""


@dataclass(frozen=True, slots=True)
class Query:
    """A query, its header read; ``file`` is where it stands, None where it stands in no file.

    Without a header it has no title, and every variable of it is a parameter.
    """

    name: str
    title: str
    answers: str
    caution: str
    parameters: tuple[Parameter, ...]
    text: str
    file: Path | None = None


def named_queries(folder: Path | None = None) -> tuple[Query, ...]:
    """Return every query of a folder (the shipped ones by default) by name."""
    files = (folder or path_of("queries")).glob("*.rq")
    return tuple(read_query(file) for file in sorted(files))


def read_query(path: Path) -> Query:
    """Read a ``.rq`` file; raises QueryError where it cannot be read as text."""
    try:
        return parse_query(path.stem, path.read_bytes().decode(), path)
    except UnicodeDecodeError as error:
        place = f"byte {error.start + 1}"
        raise QueryError(f"{path} cannot be read: it is not UTF-8 text at {place}") from error
    except OSError as error:
        why = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise QueryError(f"{path} cannot be read: {why}") from error


def parse_query(name: str, text: str, file: Path | None = None) -> Query:
    r"""Return a query text with its header read.

    >>> parse_query("q", "# # Who?\n# **Answers:** who.\nASK {}").title
    'Who?'
    """
    header = [line.removeprefix("#").strip() for line in text.splitlines() if line.startswith("#")]
    title = next((line.removeprefix("# ") for line in header if line.startswith("# ")), "")
    said = dict(re.findall(r"\*\*(\w+):\*\*\s*(.*?)\s*(?=\*\*\w+:\*\*|$)", " ".join(header)))
    if "Parameters" in said:
        parameters = re.findall(r"\?(\w+) \((\w+(?: \w+)*)\)", said["Parameters"])
    else:
        parameters = [(variable, "") for variable in _variables(text)]
    return Query(
        name,
        title,
        said.get("Answers", ""),
        said.get("Caution", ""),
        tuple(Parameter(variable, kind) for variable, kind in parameters),
        text,
        file,
    )


def bind(text: str, values: Values) -> str:
    """Return the query with a VALUES block of the values at the head of its outermost group.

    A parameter with several values takes any of them, and several such parameters any pair.

    >>> bind("ASK { ?e ?p ?o }", {"e": ox.NamedNode("http://example.org/e")})
    'ASK { VALUES (?e) { (<http://example.org/e>) } ?e ?p ?o }'
    >>> bind("ASK { ?e ?p ?o }", {"o": [ox.Literal("a"), ox.Literal("b")]})
    'ASK { VALUES (?o) { ("a") ("b") } ?e ?p ?o }'
    """
    if not values:
        return text
    choices = [[v] if isinstance(v, ox.NamedNode | ox.Literal) else v for v in values.values()]
    if math.prod(len(choice) for choice in choices) > MOST_ROWS:
        raise QueryError(f"the parameters have more than {MOST_ROWS} combinations of values")
    return bind_rows(text, tuple(values), list(itertools.product(*choices)))


def bind_rows(text: str, names: Sequence[str], rows: Sequence[Sequence[Term]]) -> str:
    """Return the query with a VALUES block at the head of its outermost group: rows of values."""
    place = _outermost_group(text)
    variables = " ".join(f"?{name}" for name in names)
    terms = " ".join(f"({' '.join(str(v) for v in row)})" for row in rows)
    return f"{text[:place]} VALUES ({variables}) {{ {terms} }}{text[place:]}"


def _outermost_group(text: str) -> int:
    """Return the position just after the brace that opens the WHERE group."""
    depth = 0
    template = False
    for word, brace, end in _words(text):
        if word == "CONSTRUCT":
            template = True
        elif word == "WHERE":
            template = False
        elif brace == "{" and depth == 0 and not template:
            return end
        elif brace:
            depth += 1 if brace in "{(" else -1
            template = template and not (brace == "}" and depth == 0)
    raise QueryError("the query has no group of patterns to give parameters to")


def _variables(text: str) -> list[str]:
    """Return the names of a query's variables, in the order in which they first stand in it."""
    found = (match.group("variable") for match in _TOKEN.finditer(text))
    return list(dict.fromkeys(name for name in found if name))


def _words(text: str) -> Iterator[tuple[str, str, int]]:
    for match in _TOKEN.finditer(text):
        if match.group("skip") is None:
            yield (match.group("word") or "").upper(), match.group("brace") or "", match.end()


def check_safe(text: str) -> None:
    """Raise QueryError for what would reach the network, or bring the engine down."""
    depth = 0
    for word, brace, _ in _words(text):
        if word in {"SERVICE", "FROM", "LOAD"}:
            raise QueryError(
                f"{word} is not allowed here: a query reads this knowledge base and nothing else"
            )
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth > MOST_NESTED:
            raise QueryError(f"the query nests deeper than {MOST_NESTED} groups")
    if len(_CHAIN.findall(text)) > MOST_OPERATORS:
        raise QueryError(f"the query has more than {MOST_OPERATORS} operators")


def run(store: Reader, query: Query, values: Values | None = None) -> Results:
    """Run a query with its parameters bound; standard prefixes that it lacks are supplied."""
    for name in values or {}:
        parameter_of(query, name)
    check_safe(query.text)
    return store.query(
        bind(query.text, values or {}), prefixes=PREFIXES, default_graphs=DEFAULT_GRAPHS
    )


def parameter_of(query: Query, name: str) -> Parameter:
    """Return a parameter of a query by name; raises QueryError, which lists those that it has."""
    for parameter in query.parameters:
        if parameter.name == name:
            return parameter
    known = ", ".join(f"{p.name} ({p.kind})" if p.kind else p.name for p in query.parameters)
    has = f"it has: {known}" if known else "it has none"
    raise QueryError(f"query {query.name!r} has no parameter {name!r}; {has}")
