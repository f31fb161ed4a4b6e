"""A query, named or own -> its answer; a text -> what it verifies; all there is, written out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from dateline.asking import nameable
from dateline.claims import knowledge_of, read_knowledge
from dateline.errors import QueryError, SourceError
from dateline.names import resolve_name
from dateline.pipeline import Solved, is_solved, solve_knowledge
from dateline.queries import Query, Term, find_query, parse_query, run
from dateline.sources import read_file
from dateline.store.contract import Results
from dateline.store.opening import open_store
from dateline.time.dates import read_date
from dateline.verification import Verified, verify
from dateline.vocabulary import PREFIXES, XSD, expand, shorten

Rows = tuple[list[str], list[dict[str, str | None]]]

BINDING_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


def answer(
    place: str, name: str, text: str | None, params: Mapping[str, str], form: str
) -> str | Rows:
    """Run a query and return its answer in a format, or as rows for a table.

    ``text`` is the query itself, where it is not a named one or a file.
    """
    store = open_store(place)
    query = find_query(name) if text is None else parse_query(name, text)
    values: dict[str, Term] = {}
    if params:
        solved = solve_knowledge(read_knowledge(store))
        values = {key: _value(solved, query, key, value) for key, value in params.items()}
    if not is_solved(store):
        raise QueryError(f"the accepted view of {place} is not built yet; run: dateline solve")
    return _formatted(run(store, query, values), form)


def _formatted(results: Results, form: str) -> str | Rows:
    if not isinstance(results, ox.QuerySolutions | ox.QueryBoolean):
        if form != "table" and form not in GRAPH_FORMATS:
            raise QueryError(f"this query makes a graph; write it as: {', '.join(GRAPH_FORMATS)}")
        rdf_format = GRAPH_FORMATS.get(form, ox.RdfFormat.TURTLE)
        return _whole_lines(ox.serialize(results, format=rdf_format, prefixes=PREFIXES))
    if form in GRAPH_FORMATS:
        raise QueryError(
            f"this query makes rows; write them as: table, {', '.join(BINDING_FORMATS)}"
        )
    if form in BINDING_FORMATS:
        if isinstance(results, ox.QueryBoolean) and form in {"csv", "tsv"}:
            raise QueryError("a yes-or-no answer has no CSV or TSV form; use json or xml")
        if form == "csv" and isinstance(results, ox.QuerySolutions):
            return _csv(results)
        return _whole_lines(results.serialize(format=BINDING_FORMATS[form]))
    if isinstance(results, ox.QueryBoolean):
        return "yes\n" if bool(results) else "no\n"
    names = [variable.value for variable in results.variables]
    return names, [{name: _shown(solution[name]) for name in names} for solution in _each(results)]


def _csv(results: ox.QuerySolutions) -> str:
    """Return rows as SPARQL 1.1 CSV: plain values, quoted where a comma or a quote asks for it.

    The store's own writer leaves an IRI with a comma in it unquoted.
    """
    told = io.StringIO()
    writer = csv.writer(told)
    names = [variable.value for variable in results.variables]
    writer.writerow(names)
    for solution in _each(results):
        writer.writerow([_plain(solution[name]) for name in names])
    return told.getvalue()


def _plain(term: object) -> str:
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _whole_lines(data: bytes | None) -> str:
    text = (data or b"").decode()
    return text if text.endswith("\n") else f"{text}\n"


def _each(results: ox.QuerySolutions) -> Iterable[ox.QuerySolution]:
    try:
        yield from results
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error


def _shown(term: object) -> str | None:
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, ox.Literal) else None


def _value(solved: Solved, query: Query, name: str, value: str) -> Term:
    """Return a parameter's value as a term of the kind that the query asks for."""
    kind = next((p.kind for p in query.parameters if p.name == name), "")
    if kind == "seconds":
        first = read_date(value).window.earliest
        if first is None:
            raise QueryError(f"parameter {name!r} is a date with a beginning, not {value!r}")
        return _integer(first)
    if kind == "integer" or (not kind and re.fullmatch(r"[+-]?\d+", value)):
        if not re.fullmatch(r"[+-]?\d+", value):
            raise QueryError(f"parameter {name!r} is a whole number, not {value!r}")
        return _integer(int(value))
    if kind == "text":
        return ox.Literal(value)
    if kind == "IRI":
        things, what = nameable(solved, name)
        return ox.NamedNode(resolve_name(value, things, what))
    iri = expand(value) or (value[1:-1] if re.fullmatch(r"<[^<>\s]+>", value) else None)
    try:
        return ox.NamedNode(iri) if iri else ox.Literal(value)
    except ValueError as error:
        raise QueryError(f"parameter {name!r} is not an IRI: {value!r}") from error


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))


def text_of(file: Path) -> str:
    """Return a text to verify evidence against; raises SourceError where it cannot be read."""
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise SourceError(str(file), "there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(file), f"cannot be read as UTF-8 text ({error})") from error


def verified(files: Sequence[Path], words: str) -> tuple[Verified, ...]:
    """Check the evidence in files against a text."""
    claims = [c for file in files for c in knowledge_of(read_file(file).quads).claims]
    return verify(claims, words)


def dumped(place: str, form: str) -> str:
    """Return everything in a knowledge base, sorted, as N-Quads or TriG."""
    formats = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}
    return open_store(place).dump(formats[form], PREFIXES).decode()
