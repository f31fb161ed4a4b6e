"""Answers in each format, read back by readers that others wrote."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

import pyoxigraph as ox
import pytest
import rdflib
from commands import run
from rdflib.compare import isomorphic
from rdflib.query import Result

from dateline.errors import QueryError
from dateline.queries import parse_query
from dateline.querying import BINDING_FORMATS, GRAPH_FORMATS, rows_of, write_answer
from dateline.store.contract import Results

#: What labels of strangers can hold, in one text each.
HOSTILE = [
    "plain", "", " two  spaces ", 'a "quoted" one', "a,b;c", "tab\there", "line\nbreak", "cr\rhere",
    "both\r\nhere", "\\n is no break", "=HYPERLINK(1)", "+1", "-1", "@x", "<b>&amp;</b>", "]]>",
    "é 🜚", "\u2028\u0085", "'single'", "</literal>", "?x\t?y",
]  # fmt: skip
TERMS: list[ox.NamedNode | ox.Literal | None] = [
    *(ox.Literal(text) for text in HOSTILE),
    *(ox.Literal(text, language="en") for text in HOSTILE),
    ox.NamedNode("https://example.org/a,b;c"), ox.NamedNode("https://example.org/é'()*"),
    ox.Literal(-12), ox.Literal("2.5", datatype=ox.NamedNode(f"{rdflib.XSD}decimal")),
    ox.Literal(True), ox.Literal("x", datatype=ox.NamedNode("urn:t")), None,
]  # fmt: skip


def solutions(terms: Iterable[ox.NamedNode | ox.Literal | None]) -> ox.QuerySolutions:
    rows = "\n".join(f"({n} {'UNDEF' if term is None else term})" for n, term in enumerate(terms))
    found = ox.Store().query(f"SELECT ?n ?x {{ VALUES (?n ?x) {{ {rows} }} }} ORDER BY ?n")
    assert isinstance(found, ox.QuerySolutions)
    return found


def written(results: Results, form: str) -> bytes:
    out = io.BytesIO()
    write_answer(results, form, out)
    return out.getvalue()


def as_rdflib(term: ox.NamedNode | ox.Literal | None) -> rdflib.term.Node | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    plain = term.language or term.datatype == ox.NamedNode(f"{rdflib.XSD}string")
    datatype = None if plain else term.datatype.value
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_rows_are_read_back_term_by_term(form: str) -> None:
    data = written(solutions(TERMS), form)
    found = Result.parse(io.BytesIO(data), format=form)
    assert [str(name) for name in found.vars or ()] == ["n", "x"]
    rows = [{str(name): term for name, term in row.items()} for row in found.bindings]
    told = {int(str(row["n"])): row.get("x") for row in rows}
    same(told, dict(enumerate(as_rdflib(term) for term in TERMS)))


def same(found: Mapping[int, object], expected: dict[int, rdflib.term.Node | None]) -> None:
    """Compare term by term; numbers by their value, which engines may write anew."""
    assert found.keys() == expected.keys()
    for key, term in expected.items():
        told = found[key]
        if isinstance(term, rdflib.Literal) and term.value is not None:
            assert isinstance(told, rdflib.Literal)
            assert (told.toPython(), told.datatype, told.language) == (
                term.toPython(), term.datatype, term.language,
            )  # fmt: skip
        else:
            assert told == term


def test_tsv_has_one_line_for_each_row_and_terms_as_turtle_has_them() -> None:
    lines = written(solutions(TERMS), "tsv").decode().split("\n")
    assert lines.pop() == ""
    assert lines.pop(0) == "?n\t?x"
    told = {int(number): term for number, term in (line.split("\t") for line in lines)}
    same(
        {n: rdflib.util.from_n3(text) if text else None for n, text in told.items()},
        dict(enumerate(as_rdflib(term) for term in TERMS)),
    )


def test_csv_has_plain_values_word_for_word_as_the_standard_asks() -> None:
    data = written(solutions(TERMS), "csv").decode()
    names, *rows = csv.reader(io.StringIO(data, newline=""))
    assert names == ["n", "x"]
    told = dict(rows)
    for number, text in told.items():
        term = TERMS[int(number)]
        assert text == ("" if term is None else term.value)
    assert "=HYPERLINK(1)" in told.values()


def test_a_blank_node_in_csv_is_called_one() -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.BlankNode("b"), ox.NamedNode("urn:p"), ox.Literal("x")))
    found = store.query("SELECT ?s { ?s ?p ?o }")
    assert written(found, "csv") == b"s\r\n_:b\r\n"


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(("text", "answer"), [("ASK {}", True), ("ASK { ?s ?p ?o }", False)])
def test_yes_and_no_are_read_back(text: str, answer: bool, form: str) -> None:
    found = Result.parse(io.BytesIO(written(ox.Store().query(text), form)), format=form)
    assert found.askAnswer is answer


TRIPLES = [
    ox.Triple(ox.NamedNode("https://example.org/é"), ox.NamedNode("https://example.org/p"), term)
    for term in TERMS
    if term is not None
]
READERS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_a_graph_is_read_back_whether_the_store_is_here_or_far_away(form: str) -> None:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in TRIPLES)
    here = written(store.query("CONSTRUCT WHERE { ?s ?p ?o }"), form)
    far = written(iter(TRIPLES), form)
    expected = rdflib.Graph().parse(data=ox.serialize(TRIPLES, format=ox.RdfFormat.N_TRIPLES))
    for data in (here, far):
        found = rdflib.Graph().parse(data=data, format=READERS[form])
        assert isomorphic(found, expected), set(found) ^ set(expected)


@pytest.mark.parametrize("form", ["xml", "rdf"])
@pytest.mark.parametrize("letter", ["\x00", "\x08", "\x1b", "\ufffe"])
def test_what_xml_cannot_hold_is_said_and_not_written(letter: str, form: str) -> None:
    term = ox.Literal(f"a{letter}b")
    results: object = solutions([term])
    if form == "rdf":
        results = [ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:x:p"), term)]
    with pytest.raises(QueryError, match=f"XML cannot hold U\\+{ord(letter):04X}"):
        written(results, form)  # type: ignore[arg-type]  # a graph of a remote store


def test_other_formats_hold_control_characters() -> None:
    data = json.loads(written(solutions([ox.Literal("a\x00\x1bb")]), "json"))
    assert data["results"]["bindings"][0]["x"]["value"] == "a\x00\x1bb"


@pytest.mark.parametrize("form", BINDING_FORMATS)
def test_an_answer_without_rows_still_names_its_columns(form: str) -> None:
    data = written(ox.Store().query("SELECT ?n ?x { ?n ?p ?x }"), form).decode()
    assert "n" in data
    assert data.endswith("\n")
    query = parse_query("own", "SELECT ?n { ?n ?p ?x }")
    assert rows_of(ox.Store().query(query.text), query) == (["n"], [])


def test_a_table_shows_seconds_that_were_given_as_the_moment_they_are() -> None:
    text = """# **Parameters:** ?from (seconds), ?day (day), ?n (integer)
SELECT * { VALUES (?from ?day ?n) { (0 86400 7) ("soon" "x" 86400) } }"""
    query = parse_query("own", text)
    found = rows_of(ox.Store().query(query.text), query)
    assert found is not None
    assert [[row[name] for name in ("from", "day", "n")] for row in found[1]] == [
        ["1970-01-01T00:00:00Z", "1970-01-02T00:00:00Z", "7"],
        ["soon", "x", "86400"],
    ]


# ---------------------------------------------------------------------------------- on the way


def test_rows_go_out_as_they_come() -> None:
    class Watched(io.BytesIO):
        pieces = 0

        def write(self, data: object) -> int:
            self.pieces += 1
            return super().write(data)  # type: ignore[arg-type]  # bytes

    many: list[ox.NamedNode | ox.Literal | None] = [ox.Literal(n) for n in range(100_000)]
    for form in ("csv", "tsv", "json"):
        out = Watched()
        write_answer(solutions(many), form, out)
        assert out.pieces > 10, form


def test_an_engine_that_fails_on_the_way_is_an_error_and_leaves_no_file(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> Iterator[ox.Triple]:
        yield TRIPLES[0]
        raise RuntimeError("out of breath")

    monkeypatch.setattr("dateline.querying.run", failing)
    target = tmp_path / "answer.nt"
    refused = run("query", "-", "-o", target, kb=shipped, stdin="CONSTRUCT WHERE { ?s ?p ?o }")
    assert (refused.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert refused.stderr == "Error: the query cannot be answered: out of breath\n"


def test_what_stops_the_writing_is_said_of_the_file(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Results, __: str, ___: IO[bytes]) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dateline.querying._write", full)
    target = tmp_path / "answer.csv"
    refused = run("query", "meetings", "-o", target, kb=shipped)
    assert (refused.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert refused.stderr == f"Error: cannot write {target}: No space left on device\n"
