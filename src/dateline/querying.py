"""A query, named or own -> its answer; a text -> what it verifies; all there is, written out."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from dateline.claims import knowledge_of
from dateline.errors import QueryError, SourceError
from dateline.parameters import MOMENTS, Given, terms_of
from dateline.pipeline import is_solved
from dateline.queries import Query, parse_query, run
from dateline.query_folders import find_query
from dateline.sources import read_file
from dateline.store.contract import Results
from dateline.store.opening import Place, open_store
from dateline.time.calendar import format_datetime
from dateline.verification import Verified, verify
from dateline.vocabulary import PREFIXES, shorten

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

DUMP_FORMATS = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}


#: Seconds that lie in the calendar, and have not been made something else by the query.
_SECONDS = re.compile("-?[0-9]{1,15}")
#: What XML 1.0 has no way to write.
_NOT_IN_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")


def ask(place: Place, query: Query, given: Given) -> Results:
    """Run a query and return its answer as the store gives it.

    ``given`` are the values of parameters as a person types them, one or several for a name.
    """
    store = open_store(place)
    if not is_solved(store):
        raise QueryError(f"the accepted view of {place} is not built yet; run: dateline solve")
    return run(store, query, terms_of(store, query, given))


def answer(place: Place, name: str, text: str | None, params: Given, form: str) -> str | Rows:
    """Run a query and return its answer in a format, or as rows for a table.

    ``text`` is the query itself, where it is not a named one or a file.
    """
    query = find_query(name) if text is None else parse_query(name, text)
    results = ask(place, query, params)
    rows = rows_of(results, query) if form == "table" else None
    if rows is not None:
        return rows
    told = io.BytesIO()
    write_answer(results, form, told)
    return told.getvalue().decode()


def rows_of(results: Results, query: Query) -> Rows | None:
    """Return the names and the rows of an answer, IRIs shortened, as a table shows them.

    What a parameter counts in seconds is shown as the moment it is. None where the answer is yes
    or no, or a graph.
    """
    if not isinstance(results, ox.QuerySolutions):
        return None
    names = [variable.value for variable in results.variables]
    moments = {p.name for p in query.parameters if p.kind in MOMENTS}
    return names, [
        {name: _shown(solution[name], moment=name in moments) for name in names}
        for solution in _each(results)
    ]


def write_answer(results: Results, form: str, out: IO[bytes]) -> None:
    """Write an answer row by row in a format, which "table" means only for yes or no and graphs.

    Raises:
        QueryError: where the format does not fit the answer, or the engine fails on the way.
    """
    _refuse_misfit(results, form)
    try:
        _write(results, form, out)
    except (OSError, RuntimeError) as error:
        if getattr(error, "errno", None) is not None:
            raise  # of the file that is written, not of the engine
        raise QueryError(f"the query cannot be answered: {error}") from error


def _refuse_misfit(results: Results, form: str) -> None:
    bindings = isinstance(results, ox.QuerySolutions | ox.QueryBoolean)
    if bindings and form in GRAPH_FORMATS:
        known = ", ".join(BINDING_FORMATS)
        raise QueryError(f"this query makes rows; write them as: table, {known}")
    if not bindings and form in BINDING_FORMATS:
        raise QueryError(f"this query makes a graph; write it as: {', '.join(GRAPH_FORMATS)}")
    if isinstance(results, ox.QueryBoolean) and form in {"csv", "tsv"}:
        raise QueryError("a yes-or-no answer has no CSV or TSV form; use json or xml")


def _write(results: Results, form: str, out: IO[bytes]) -> None:
    if form in {"xml", "rdf"}:
        whole = io.BytesIO()
        _serialize(results, form, whole)
        out.write(_as_xml(whole.getvalue()))
    elif form == "csv" and isinstance(results, ox.QuerySolutions):
        _write_csv(results, out)
    elif form == "table" and isinstance(results, ox.QueryBoolean):
        out.write(b"yes\n" if bool(results) else b"no\n")
    else:
        _serialize(results, form, out)


def _serialize(results: Results, form: str, out: IO[bytes]) -> None:
    """Write an answer with the engine's own writer; a line break ends every answer."""
    if isinstance(results, ox.QuerySolutions | ox.QueryBoolean):
        results.serialize(out, format=BINDING_FORMATS[form])
        if form in {"json", "xml"}:
            out.write(b"\n")
    else:
        rdf_format = GRAPH_FORMATS.get(form, ox.RdfFormat.TURTLE)
        ox.serialize(results, out, format=rdf_format, prefixes=PREFIXES)
        if form in {"jsonld", "rdf"}:
            out.write(b"\n")


def _as_xml(data: bytes) -> bytes:
    """Return XML that another reader reads as it is meant; raises QueryError where none can.

    The engine writes control characters, which XML has no way to hold, and bare carriage returns,
    which a reader takes for line breaks.
    """
    for letter in _NOT_IN_XML.findall(data.decode()):
        raise QueryError(f"XML cannot hold U+{ord(letter):04X}, which is in the answer; use json")
    return data.replace(b"\r", b"&#13;")


def _write_csv(results: ox.QuerySolutions, out: IO[bytes]) -> None:
    """Write rows as SPARQL 1.1 CSV: plain values, quoted where a comma or a quote asks for it.

    The store's own writer leaves an IRI with a comma in it unquoted.
    """
    line = io.StringIO()
    writer = csv.writer(line)
    names = [variable.value for variable in results.variables]
    rows = ([_plain(solution[name]) for name in names] for solution in _each(results))
    for row in itertools.chain([names], rows):
        writer.writerow(row)
        out.write(line.getvalue().encode())
        line.seek(0)
        line.truncate()


def _plain(term: object) -> str:
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _each(results: Iterable[ox.QuerySolution]) -> Iterable[ox.QuerySolution]:
    try:
        yield from results
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error


def _shown(term: object, *, moment: bool) -> str | None:
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if moment and isinstance(term, ox.Literal) and _SECONDS.fullmatch(term.value):
        return format_datetime(int(term.value))
    return term.value if isinstance(term, ox.Literal) else None


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


def dumped(place: Place, form: str) -> str:
    """Return everything in a knowledge base, sorted, as N-Quads or TriG."""
    return open_store(place).dump(DUMP_FORMATS[form], PREFIXES).decode()
