"""Names, dates and parameters as people type them, and answers in each form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from commands import EV, SAID, SMALL

from dateline import asking, querying
from dateline.errors import DateError, NameLookupError, QueryError, SourceError
from dateline.model import Iri
from dateline.pipeline import Solved, read_solved
from dateline.selection import Selection
from dateline.time.calendar import parse_datetime
from dateline.time.windows import Window
from dateline.viewpoints import View

KB = "https://w3id.org/dateline/kb/"
DL = "https://w3id.org/dateline/ns#"


@pytest.fixture(scope="module")
def solved(shipped: Path) -> Solved:
    return read_solved(str(shipped))


FILTERS: list[tuple[dict[str, Any], Selection]] = [
    ({}, Selection()),
    ({"actor": None, "search": ""}, Selection(search="")),
    ({"actor": "Putin"}, Selection(actor=Iri(KB + "actor/vladimir-putin"))),
    ({"actor": "türkiye"}, Selection(actor=Iri(KB + "actor/turkey"))),
    ({"place": "place:paris"}, Selection(place=Iri(KB + "place/paris"))),
    ({"kind": "airspace incursion"}, Selection(kind=Iri(DL + "AirspaceIncursion"))),
    ({"kind": "Event"}, Selection(kind=Iri(DL + "Event"))),
    ({"source": "ynet-4733020"}, Selection(source=Iri(KB + "source/ynet-4733020"))),
    ({"status": "claimed"}, Selection(status="claimed")),
    ({"search": "radio", "certain": True}, Selection(search="radio", certain=True)),
    (
        {"since": "2015-11", "until": "2015-11-30"},
        Selection(
            within=Window(
                parse_datetime("2015-11-01T00:00:00Z"), parse_datetime("2015-12-01T00:00:00Z")
            )
        ),
    ),
    ({"since": "2015"}, Selection(within=Window(parse_datetime("2015-01-01T00:00:00Z"), None))),
    ({"until": "2015"}, Selection(within=Window(None, parse_datetime("2016-01-01T00:00:00Z")))),
    ({"until": "../2015"}, Selection(within=Window(None, parse_datetime("2016-01-01T00:00:00Z")))),
]


@pytest.mark.parametrize(("filters", "selection"), FILTERS, ids=[str(f) for f, _ in FILTERS])
def test_filters_are_read(solved: Solved, filters: dict[str, Any], selection: Selection) -> None:
    assert asking.selection_of(solved, filters) == selection


def test_a_day_may_be_its_own_window_and_an_empty_one_is_refused(solved: Solved) -> None:
    one = asking.selection_of(solved, {"since": "2015-11-30", "until": "2015-11-30"}).within
    assert one.earliest is not None
    assert one.before == one.earliest + 86_400
    with pytest.raises(QueryError, match="--from is later than --to: 2015-12-01, 2015-11-30"):
        asking.selection_of(solved, {"since": "2015-12-01", "until": "2015-11-30"})


WRONG: list[tuple[dict[str, str], type[Exception], str]] = [
    ({"actor": "Nobody"}, NameLookupError, "'Nobody' is no actor here"),
    ({"place": "Nowhere"}, NameLookupError, "'Nowhere' is no place here"),
    ({"kind": "Party"}, NameLookupError, "'Party' is no kind of event here"),
    ({"source": "Gazette"}, NameLookupError, "'Gazette' is no source here"),
    ({"since": "yesterday"}, DateError, "cannot read the date 'yesterday' at character 1"),
    ({"until": "2015-02-30"}, DateError, "'2015-02-30'"),
]


@pytest.mark.parametrize(("filters", "error", "said"), WRONG, ids=[str(f) for f, _, _ in WRONG])
def test_wrong_filters_are_refused(
    solved: Solved, filters: dict[str, str], error: type[Exception], said: str
) -> None:
    with pytest.raises(error) as refusal:
        asking.selection_of(solved, filters)
    assert said in str(refusal.value)


VIEWS: list[tuple[dict[str, Any], View]] = [
    ({}, View()),
    ({"as_of": "2015-11-30"}, View(as_of=parse_datetime("2015-12-01T00:00:00Z"))),
    ({"recorded_by": "2015"}, View(recorded_by=parse_datetime("2016-01-01T00:00:00Z"))),
    ({"according_to": "Ya'alon"}, View(according_to=Iri(KB + "actor/moshe-yaalon"))),
    ({"according_to": "ynet-4733020"}, View(according_to=Iri(KB + "source/ynet-4733020"))),
    ({"policy": "own-voice"}, View(policy="own-voice")),
]


@pytest.mark.parametrize(("options", "view"), VIEWS, ids=[str(o) for o, _ in VIEWS])
def test_views_are_read(solved: Solved, options: dict[str, Any], view: View) -> None:
    assert asking.view_of(solved.knowledge, options) == view


def test_a_view_needs_a_day_with_an_end(solved: Solved) -> None:
    with pytest.raises(DateError, match="it has no end; name a day"):
        asking.view_of(solved.knowledge, {"as_of": "2015/.."})


# ---------------------------------------------------------------- queries

HEADED = "# # Which?\n# **Parameters:** ?x ({kind})\nSELECT ?x {{ FILTER (1 = 1) }}"
VALUES: list[tuple[str, str, str]] = [
    ("IRI", "Putin", f"<{KB}actor/vladimir-putin>"),
    ("IRI", "Netanyahu and Putin meet in Paris", f"<{EV}paris-meeting>"),
    ("IRI", "Paris", f"<{KB}place/paris>"),
    ("IRI", "f01-when", f"<{SAID}f01-when>"),
    ("IRI", "dl:Meeting", f"<{DL}Meeting>"),
    ("text", "12", '"12"'),
    ("text", "ev:downing", '"ev:downing"'),
    ("integer", "-12", '"-12"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ("seconds", "1970-01-02", '"86400"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ("anything", "free words", '"free words"'),
]


@pytest.mark.parametrize(("kind", "value", "term"), VALUES, ids=[f"{k} {v}" for k, v, _ in VALUES])
def test_a_parameter_is_read_as_its_query_declares(
    shipped: Path, kind: str, value: str, term: str
) -> None:
    query = HEADED.format(kind=kind)
    answer = querying.answer(str(shipped), "mine", query, {"x": value}, "tsv")
    assert isinstance(answer, str)
    found = answer.splitlines()[1]
    assert found in {term, term.split("^^")[0].strip('"')}  # TSV writes numbers as they are


def test_without_a_declaration_the_look_of_a_value_decides(shipped: Path) -> None:
    query = "SELECT (DATATYPE(?x) AS ?d) { FILTER (1 = 1) }"
    for value, kind in (("12", "xsd:integer"), ("twelve", "xsd:string"), ("ev:downing", None)):
        answer = querying.answer(str(shipped), "mine", query, {"x": value}, "table")
        assert answer == (["d"], [{"d": kind}])


def test_a_seconds_parameter_needs_a_date_with_a_beginning(shipped: Path) -> None:
    with pytest.raises(QueryError, match="'x' is a date with a beginning, not"):
        querying.answer(
            str(shipped), "mine", HEADED.format(kind="seconds"), {"x": "../2015"}, "tsv"
        )


def test_answers_in_each_form(shipped: Path) -> None:
    def ask(text: str, form: str) -> str | querying.Rows:
        return querying.answer(str(shipped), "mine", text, {}, form)

    rows = "SELECT ?e ?n { ?e a dl:Talks }"
    assert ask(rows, "table") == (["e", "n"], [{"e": "ev:tel-aviv-talks", "n": None}])
    assert ask(rows, "csv") == f"e,n\r\n{EV}tel-aviv-talks,\r\n"
    assert ask("ASK {}", "table") == "yes\n"
    assert ask("ASK { FILTER (false) }", "table") == "no\n"
    graph = "CONSTRUCT { ?e a dl:Talks } WHERE { ?e a dl:Talks }"
    assert ask(graph, "table") == ask(graph, "ttl")
    assert ask(graph, "nt") == (
        f"<{EV}tel-aviv-talks> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{DL}Talks> .\n"
    )
    with pytest.raises(QueryError, match="this query makes a graph"):
        ask(graph, "json")
    with pytest.raises(QueryError, match="this query makes rows"):
        ask(rows, "nt")
    with pytest.raises(QueryError, match="no CSV or TSV form"):
        ask("ASK {}", "tsv")


def test_an_engine_that_fails_on_the_way_is_an_error_with_its_words() -> None:
    def failing() -> Iterator[ox.QuerySolution]:
        yield from ()
        raise RuntimeError("out of breath")

    with pytest.raises(QueryError, match="the query cannot be answered: out of breath"):
        list(querying._each(failing()))  # stands in for the engine's answer


# ---------------------------------------------------------------- evidence, contents, dumps


def test_evidence_is_looked_for_in_a_text_that_can_be_read(tmp_path: Path) -> None:
    file, text = tmp_path / "small.trig", tmp_path / "text.txt"
    file.write_text(SMALL)
    text.write_bytes(b"Und sie trafen sich: they met.\r\n")
    (one,) = querying.verified([file], querying.text_of(text))
    assert (one.finding, one.start, one.words) == ("found", 21, "they met")
    text.write_bytes(b"\xff")
    with pytest.raises(SourceError, match="cannot be read as UTF-8 text"):
        querying.text_of(text)
    with pytest.raises(SourceError, match="there is no such file"):
        querying.text_of(tmp_path / "none.txt")


def test_contents_are_counted(shipped: Path, solved: Solved) -> None:
    found = asking.contents(str(shipped))
    assert found["solved"] is True
    assert [source["claims"] for source in found["sources"]] == [72]
    assert sum(found["claims"].values()) == len(solved.knowledge.claims) == 73
    assert found["claims"]["hypothetical"] == 1
    assert sum(found["kinds"].values()) == len(solved.timeline.entries)
    assert found["conflicts"] == 0


def test_a_dump_holds_everything_and_loads_again(shipped: Path) -> None:
    quads = querying.dumped(str(shipped), "nq")
    assert quads.splitlines() == sorted(quads.splitlines())
    assert len(quads.splitlines()) == asking.contents(str(shipped))["statements"]
    as_trig = ox.parse(querying.dumped(str(shipped), "trig"), format=ox.RdfFormat.TRIG)
    as_quads = ox.parse(quads, format=ox.RdfFormat.N_QUADS)
    assert {str(quad) for quad in as_trig} == {str(quad) for quad in as_quads}


def test_csv_quotes_addresses_with_commas_in_them(shipped: Path) -> None:
    query = (
        "SELECT ?address ?missing ?words { VALUES (?address ?words) "
        '{ (<https://example.org/a,b> "say \\"so\\"") (UNDEF "plain") } } ORDER BY ?words'
    )
    told = querying.answer(str(shipped), "mine", query, {}, "csv")
    assert isinstance(told, str)
    assert told.splitlines() == [
        "address,missing,words",
        ",,plain",
        '"https://example.org/a,b",,"say ""so"""',
    ]
