"""The shipped queries: readable, portable, and right about the shipped article on two engines."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from documents import BASE, claim, event, loaded, source
from portable_expressions import TRUTH_VALUED
from portable_profile import violations
from rdflib.namespace import RDFS
from rdflib.namespace import XSD as RDF_XSD
from rdflib.plugins.sparql.parser import parseQuery

from dateline.cli import main
from dateline.errors import DatelineError, QueryError
from dateline.loading import put_files
from dateline.model import Iri
from dateline.parameters import MOMENTS, TAKES
from dateline.pipeline import Solved, load, read_solved, withdraw, write_view
from dateline.queries import (
    DEFAULT_GRAPHS,
    MOST_NESTED,
    THINGS,
    Query,
    Term,
    bind,
    check_safe,
    named_queries,
    parse_query,
    read_query,
    run,
)
from dateline.query_folders import find_query
from dateline.querying import answer, dumped
from dateline.reasoning.order import order
from dateline.resources import corpus_files, example_files, path_of
from dateline.selection import Selection, select
from dateline.sources import read_file
from dateline.store.contract import Store
from dateline.store.embedded import MemoryStore
from dateline.store.journal import JOURNAL
from dateline.store.opening import create_store, open_store
from dateline.time.dates import read_date
from dateline.time.windows import Window
from dateline.vocabulary import DL, FIXED, KB, PREFIXES, XSD, expand

EXPECTED = Path(__file__).parent / "queries"
#: The documents are not in the installed package, but beside these tests.
PROJECT = Path(__file__).parents[1]
QUERIES = {query.name: query for query in named_queries()}
#: What the program asks and tells an endpoint by itself; "seed.ru" looks for nothing.
OWN = [file for file in sorted(path_of("queries/store").iterdir()) if file.name != "seed.ru"]
KINDS = {"IRI", *THINGS, *TAKES}

#: Of rdflib to itself, whenever it reads N-Quads.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.* is deprecated:DeprecationWarning")

each_query = pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)

Rows = Counter[tuple[str, ...]]


class Data:
    """A knowledge base in a folder, and the same data in another engine, by way of the dump."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.store = open_store(place)

    @cached_property
    def elsewhere(self) -> rdflib.Dataset:
        dataset = rdflib.Dataset()
        dataset.parse(data=dumped(self.place, "nq"), format="nquads")
        return dataset

    @cached_property
    def solved(self) -> Solved:
        return read_solved(self.place)


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """The shipped article."""
    place = str(tmp_path_factory.mktemp("queries") / "article")
    load(place, example_files())
    return Data(place)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """The article and the reports around it, without asking the shapes again."""
    place = str(tmp_path_factory.mktemp("queries") / "corpus")
    with create_store(place).change() as changes:
        put_files(changes, [read_file(path) for path in corpus_files()])
        write_view(changes)
    return Data(place)


@pytest.fixture(scope="module")
def place(article: Data) -> str:
    return article.place


@pytest.fixture(scope="module")
def store(article: Data) -> Store:
    return article.store


@dataclass(frozen=True)
class Case:
    """A query and the data that it is asked of; most are only telling of one of the two."""

    query: Query
    on: str

    @property
    def file(self) -> Path:
        name = {"article": "expected.csv", "corpus": "expected-corpus.csv"}[self.on]
        return EXPECTED / self.query.name / name

    def expected(self) -> tuple[list[str], Rows]:
        return table(self.file.read_text(encoding="utf-8"))


CASES = [
    case
    for query in QUERIES.values()
    for case in (Case(query, "article"), Case(query, "corpus"))
    if case.file.exists()
]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.query.name}-{case.on}")
each_case_with_parameters = pytest.mark.parametrize(
    "case",
    [case for case in CASES if (EXPECTED / case.query.name / "params.json").exists()],
    ids=lambda case: f"{case.query.name}-{case.on}",
)


@pytest.fixture
def data(case: Case, request: pytest.FixtureRequest) -> Data:
    found = request.getfixturevalue(case.on)
    assert isinstance(found, Data)
    return found


def given(query: Query) -> dict[str, str]:
    """Return the parameters of a query's test, as a person types them."""
    file = EXPECTED / query.name / "params.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def terms(query: Query) -> dict[str, Term]:
    """Return the same parameters as terms."""
    kinds = {parameter.name: parameter.kind for parameter in query.parameters}
    return {name: term(kinds[name], value) for name, value in given(query).items()}


def term(kind: str, value: str) -> Term:
    if kind in {"IRI", *THINGS}:
        iri = expand(value)
        assert iri is not None
        return ox.NamedNode(iri)
    window = read_date(value).window
    first = window.earliest
    moment = {"seconds": first, "day": first, "seconds after": window.before}[kind]
    return ox.Literal(str(moment), datatype=ox.NamedNode(XSD + "integer"))


def table(text: str) -> tuple[list[str], Rows]:
    """Return the names and the rows of a CSV text; the order of rows does not count."""
    names, *rows = csv.reader(io.StringIO(text))
    return names, Counter(tuple(row) for row in rows)


def rows_of(results: object) -> list[tuple[str, ...]]:
    """Return the rows of an embedded store's answer as lexical values, "" for none."""
    assert isinstance(results, ox.QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [tuple(lexical(row[name]) for name in names) for row in results]


def lexical(value: object) -> str:
    if value is None:
        return ""
    assert isinstance(value, ox.NamedNode | ox.Literal)
    return value.value


def rows_elsewhere(dataset: rdflib.Dataset, text: str) -> list[tuple[str, ...]]:
    """Return the rows of rdflib's answer; it writes UTC as an offset, where it was Z."""
    found = dataset.query(text)
    return [
        tuple(
            re.sub(r"(T[0-9:]+)\+00:00$", r"\1Z", str(row[name])) if name in row else ""
            for name in found.vars or ()
        )
        for row in found.bindings
    ]


# ------------------------------------------------------------------------------------ the files


def test_every_query_has_an_expected_answer() -> None:
    assert {case.query.name for case in CASES} == set(QUERIES)
    assert len(QUERIES) >= 30


@each_query
def test_the_header_says_what_is_asked_and_answered(query: Query) -> None:
    assert re.fullmatch(r"[A-Z].*\?", query.title)
    assert query.answers.endswith(".")
    assert "**Parameters:**" in query.text
    assert {parameter.kind for parameter in query.parameters} <= KINDS


@each_query
def test_the_name_is_in_kebab_case(query: Query) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", query.name)


@each_query
def test_the_query_brings_its_own_prefixes_and_no_others(query: Query) -> None:
    ox.Store().query(query.text)  # supplied with no prefixes
    parseQuery(query.text)
    body = re.sub(r"(?m)^\s*#.*$|^PREFIX.*$", "", query.text)
    declared = re.findall(r"(?m)^PREFIX (\w+): <(.*)>$", query.text)
    assert [(name, PREFIXES[name]) for name, _ in declared] == declared
    assert {name for name, _ in declared} == set(re.findall(r"\b([a-z]+):\w", body))


@each_query
def test_the_query_keeps_to_the_portable_profile(query: Query) -> None:
    assert violations(query.text) == []


def pattern_of(file: Path) -> str:
    """Return a query of the program's own as one with values; of an update, what it looks for."""
    text = re.sub(r"VALUES \(([^)]*)\) { }", _with_values, file.read_text(encoding="utf-8"))
    if file.suffix == ".rq":
        return text
    prefixes = re.findall(r"(?m)^PREFIX .*$", text)
    return "\n".join((*prefixes, f"ASK {text[text.index('WHERE') :]}"))


def _with_values(block: re.Match[str]) -> str:
    row = " ".join("<x:given>" for _ in block.group(1).split())
    return f"VALUES ({block.group(1)}) {{ ({row}) }}"


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.name)
def test_what_the_program_itself_asks_keeps_to_the_portable_profile(file: Path) -> None:
    found = violations(pattern_of(file), {*FIXED, JOURNAL})
    # The rows are taken as a set, and need no order.
    assert [fault for fault in found if fault != "SELECT without ORDER BY"] == []


@each_query
def test_the_query_is_safe_to_run(query: Query) -> None:
    check_safe(query.text)


@each_query
def test_every_parameter_is_a_variable_that_the_answer_shows(query: Query) -> None:
    shown = re.search(r"SELECT(.*?)WHERE", query.text, re.DOTALL)
    assert shown is not None
    assert {p.name for p in query.parameters} <= set(re.findall(r"\?(\w+)", shown.group(1)))


def test_every_expected_answer_belongs_to_a_query() -> None:
    assert {folder.name for folder in EXPECTED.iterdir()} == set(QUERIES)


# ---------------------------------------------------------------------------------- the answers


@each_case
def test_the_answer_is_as_expected(case: Case, data: Data) -> None:
    found = run(data.store, case.query, terms(case.query))
    assert isinstance(found, ox.QuerySolutions)
    shown = [variable.value for variable in found.variables]
    answers = rows_of(found)
    if os.environ.get("DATELINE_GOLDEN") == "write":
        with case.file.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([shown, *answers])
    names, rows = case.expected()
    assert rows
    assert shown == names
    assert Counter(answers) == rows


@each_case
def test_parameters_as_a_person_types_them_give_the_same_answer(
    case: Case, data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    solved = data.solved  # once for all queries
    monkeypatch.setattr("dateline.asking.solve_knowledge", lambda _: solved)
    found = answer(data.place, case.query.name, None, given(case.query), "csv")
    assert isinstance(found, str)
    assert table(found) == case.expected()


@each_case
def test_another_engine_gives_the_same_answer(case: Case, data: Data) -> None:
    rows = rows_elsewhere(data.elsewhere, bind(case.query.text, terms(case.query)))
    assert Counter(rows) == case.expected()[1]


@each_case_with_parameters
def test_without_parameters_the_query_answers_for_all_values(case: Case, data: Data) -> None:
    query = case.query
    everything = Counter(rows_of(run(data.store, query)))
    assert Counter(rows_elsewhere(data.elsewhere, query.text)) == everything
    names, expected = case.expected()
    # Days are not in the data: none is a day of its own. What is answered of it may change, too.
    dates = {p.name for p in query.parameters if p.kind in MOMENTS}
    loose = {*dates, "inForce", "inWindow", "actor"} if dates else set()

    def kept(rows: Rows) -> Rows:
        found: Rows = Counter()
        for row, count in rows.items():
            found[tuple(v for n, v in zip(names, row, strict=True) if n not in loose)] += count
        return found

    assert kept(expected) <= kept(everything)
    assert dates or expected < everything


@pytest.mark.parametrize(
    ("query", "name"),
    [(q, p.name) for q in QUERIES.values() for p in q.parameters if p.thing],
    ids=lambda part: part if isinstance(part, str) else part.name,
)
def test_of_something_unknown_nothing_is_said(query: Query, name: str, store: Store) -> None:
    nobody = {name: ox.NamedNode("http://example.org/nobody")}
    assert rows_of(run(store, query, nobody)) == []


def test_rows_come_in_the_order_of_the_timeline(place: str, store: Store) -> None:
    entries = read_solved(place).timeline.entries
    ordered = [e.event.iri for e in sorted(entries, key=lambda e: (e.order, e.event.iri))]
    rows = rows_of(run(store, QUERIES["claimants-of-event"]))
    assert list(dict.fromkeys(row[0] for row in rows)) == ordered


@pytest.mark.parametrize(
    ("day", "certainly", "possibly"),
    [
        ("2015-11-27", [], ["s-400-deployment", "su-34-arming", "wider-measures-against-turkey"]),
        (
            "2015-11-28",
            ["decree-signed"],
            ["s-400-deployment", "su-34-arming", "wider-measures-against-turkey"],
        ),
        (
            "2015-12-05",
            [],
            ["decree-signed", "s-400-deployment", "su-34-arming", "wider-measures-against-turkey"],
        ),
    ],
)
def test_in_force_before_on_and_after_the_day_of_the_decree(
    day: str, certainly: list[str], possibly: list[str], store: Store
) -> None:
    rows = rows_of(run(store, QUERIES["in-force-on-day"], {"day": term("seconds", day)}))
    found: dict[str, list[str]] = {"certainly": [], "possibly": []}
    for _, measure, _, _, in_force, *_ in rows:
        found[in_force].append(measure.removeprefix(KB + "event/"))
    assert sorted(found["certainly"]) == certainly
    assert sorted(found["possibly"]) == possibly


WINDOWS = [
    ("2015-11-24", "2015-11-24"),
    ("2015-11-24", "2015-11-30"),
    ("2015-11-28", "2015-11-28"),
    ("2015-12-01", "2015-12-31"),
    ("2014", "2016"),
    ("1066", "1066"),
    ("-0043", "9999"),
]


@pytest.mark.parametrize(("first", "last"), WINDOWS)
def test_windows_hold_what_the_timeline_selects(first: str, last: str, corpus: Data) -> None:
    days = {"from": term("seconds", first), "to": term("seconds after", last)}
    within = Window(read_date(first).window.earliest, read_date(last).window.before)
    knowledge, timeline = corpus.solved.knowledge, corpus.solved.timeline

    def selected(selection: Selection) -> list[str]:
        return [e.event.iri for e in select(timeline, selection, knowledge).entries]

    possible = Selection(within=within)
    certain = Selection(within=within, certain=True)
    rows = rows_of(run(corpus.store, QUERIES["events-in-window"], days))
    assert [row[2] for row in rows] == selected(possible)
    rows = rows_of(run(corpus.store, QUERIES["events-certainly-in-window"], days))
    assert [row[2] for row in rows] == selected(certain)
    for actor in ("russia", "turkey", "vladimir-putin"):
        iri = ox.NamedNode(KB + "actor/" + actor)
        rows = rows_of(run(corpus.store, QUERIES["actor-in-window"], {**days, "actor": iri}))
        for answer_, selection in (("certainly", certain), ("possibly", possible)):
            found = [row[3] for row in rows if row[7] == answer_ or answer_ == "possibly"]
            asserted = {row[3] for row in rows}
            took_part = replace(selection, actor=Iri(iri.value))
            assert found == [event for event in selected(took_part) if event in asserted]


@pytest.mark.parametrize("asked", ["window", "actor"])
def test_the_queries_of_the_benchmark_are_portable_and_answer_alike(
    asked: str, store: Store
) -> None:
    answers = set()
    for way in ("index", "filter"):
        file = PROJECT / "benchmarks" / f"{asked}-by-{way}.rq"
        query = parse_query(file.stem, file.read_text(encoding="utf-8"))
        assert violations(query.text) == []
        putin = {"actor": ox.NamedNode(KB + "actor/vladimir-putin")}
        days = {"from": term("seconds", "2015-11-28"), "to": term("seconds after", "2015-11-29")}
        values = {**days, **putin} if asked == "actor" else days
        answers.add(tuple(rows_of(run(store, query, values))))
    (rows,) = answers
    assert rows


def test_what_is_certainly_or_possibly_before_agrees_with_the_solver(
    place: str, store: Store
) -> None:
    """The queries may know less than the solver, and never more."""
    solved = read_solved(place)
    events = [e.event.iri for e in solved.timeline.entries if e.event.status != "hypothetical"]
    certain = rows_of(run(store, QUERIES["certainly-before-event"]))
    possible = {(row[1], row[0]) for row in rows_of(run(store, QUERIES["possibly-before-event"]))}
    over = {(row[1], row[0]) for row in certain if row[4] == "over"}
    begun = {(row[1], row[0]) for row in certain if row[4] != "over"}
    assert over <= begun
    assert not begun & possible
    for a in events:
        for b in events:
            if a == b:
                continue
            known = order(solved.chronology, a, b)
            assert (a, b) not in over or known.before == "yes", (a, b)
            assert (a, b) not in begun or known.starts_before == "yes", (a, b)
            assert (a, b) in begun | possible or known.starts_before == "no", (a, b)


def test_a_question_about_meetings_finds_exactly_the_meetings(place: str) -> None:
    found = answer(place, "typed", "SELECT ?e { ?e a dl:Meeting }", {}, "table")
    assert not isinstance(found, str)
    names, rows = found
    assert names == ["e"]
    assert sorted(row["e"] or "" for row in rows) == [
        "ev:climate-summit",
        "ev:moscow-meeting",
        "ev:paris-meeting",
        "ev:tel-aviv-talks",
    ]


# ------------------------------------------------------------------------- what the data lack

COPIES = """
@prefix dl: <https://w3id.org/dateline/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix x: <http://example.org/> .
x:wire a dl:Article ; rdfs:label "Wire" .
x:paper a dl:Article ; rdfs:label "Paper" ; dl:copyOf x:wire .
x:gazette a dl:Article ; rdfs:label "Gazette" ; dl:copyOf x:wire .
x:herald a dl:Article ; rdfs:label "Herald" ; dl:reliability "B" .
x:c1 a dl:Claim ; dl:source x:wire .    x:c1 { x:e a dl:Meeting ; rdfs:label "They met"@en }
x:c2 a dl:Claim ; dl:source x:paper .   x:c2 { x:e a dl:Meeting }
x:c3 a dl:Claim ; dl:source x:gazette ; dl:credibility "3" . x:c3 { x:e a dl:Meeting }
x:c4 a dl:Claim ; dl:source x:herald .  x:c4 { x:e a dl:Meeting }
"""


def test_a_report_and_its_copies_count_once() -> None:
    store = loaded(COPIES)
    (row,) = rows_of(run(store, QUERIES["independent-sources"]))
    assert row[-2:] == ("4", "2")
    copies = rows_of(run(store, QUERIES["copies-of-reports"]))
    assert [(row[1], row[2]) for row in copies] == [("Gazette", "copy of"), ("Paper", "copy of")]


def test_claims_are_graded_by_their_source_and_by_themselves() -> None:
    graded = rows_of(run(loaded(COPIES), QUERIES["graded-claims"]))
    assert {(row[3].rpartition("/")[2], row[1], row[2]) for row in graded} == {
        ("c3", "", "3"),
        ("c4", "B", ""),
    }


# ----------------------------------------------------------------- withdrawn claims, plans, merging


ARTICLE = """
@prefix dl: <https://w3id.org/dateline/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix x: <http://example.org/> .
x:actor a dl:State ; rdfs:label "Actor"@en .
x:paper a dl:Article ; rdfs:label "Paper"@en ; dl:published "2020-05-10"^^edtf:EDTF .
x:words a dl:Evidence ; oa:exact "words" .
x:met a dl:Claim ; dl:source x:paper ; dl:evidence x:words .
x:met { x:meeting a dl:Meeting ; rdfs:label "They met"@en ; dl:participant x:actor }
x:plan a dl:Claim ; dl:source x:paper ; dl:evidence x:words ; dl:modality dl:planned .
x:plan { x:visit a dl:Visit ; rdfs:label "They will meet"@en ; dl:participant x:actor }
x:met-when a dl:Claim ; dl:source x:paper ; dl:evidence x:words .
x:met-when { x:meeting dl:when "2020-05-01"^^edtf:EDTF }
x:denial a dl:Claim ; dl:source x:paper ; dl:attributedTo x:actor ; dl:evidence x:words ;
    dl:disputes x:met .
"""


def test_plans_and_disputes_are_shown_as_what_they_are(tmp_path: Path) -> None:
    place, file = str(tmp_path / "kb"), tmp_path / "paper.trig"
    file.write_text(ARTICLE, encoding="utf-8")
    load(place, [file])
    store = open_store(place)

    def ask(name: str) -> list[tuple[str, ...]]:
        return rows_of(run(store, QUERIES[name]))

    assert [(row[0], row[2]) for row in ask("meetings")] == [
        ("http://example.org/meeting", DL + "disputed")
    ]
    assert {(row[1], row[3]) for row in ask("timeline-of-actor")} == {
        ("http://example.org/meeting", DL + "disputed"),
        ("http://example.org/visit", DL + "planned"),
    }
    assert {(row[2], row[-1]) for row in ask("claimants-of-event")} == {
        ("claims", "http://example.org/met"),
        ("claims", "http://example.org/plan"),
        ("disputes", "http://example.org/denial"),
    }
    assert ("http://example.org/actor", "disputes") in {
        (row[7], row[6]) for row in ask("claimed-or-disputed-facts")
    }
    assert [row[3] for row in ask("publication-days")] == ["printed"]
    assert ask("certainly-before-event") == ask("possibly-before-event") == []
    withdraw(place, "Paper")
    assert rows_of(run(open_store(place), QUERIES["publication-days"])) == []


def test_what_is_withdrawn_is_said_by_nobody(tmp_path: Path) -> None:
    place = str(tmp_path / "kb")
    load(place, example_files())
    withdraw(place, "source:ynet-4733020")
    store = open_store(place)
    answering = {name for name, query in QUERIES.items() if rows_of(run(store, query))}
    assert answering == {"actors-and-organs"}, "background is nobody's claim"


# ---------------------------------------------------------------------------------- binding values


E = ox.NamedNode("http://example.org/e")
HEAD = " VALUES (?e) { (<http://example.org/e>) }"


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("SELECT ?e { ?e ?p ?o }", "SELECT ?e {@ ?e ?p ?o }"),
        ("SELECT ?e WHERE { { ?e ?p ?o } }", "SELECT ?e WHERE {@ { ?e ?p ?o } }"),
        ("ASK { ?e ?p ?o }", "ASK {@ ?e ?p ?o }"),
        ("ask where{ ?e ?p ?o }", "ask where{@ ?e ?p ?o }"),
        ("DESCRIBE ?e { ?e ?p ?o }", "DESCRIBE ?e {@ ?e ?p ?o }"),
        ("# { a comment }\nASK { ?e ?p ?o }", "# { a comment }\nASK {@ ?e ?p ?o }"),
        ('SELECT ("{" AS ?x) { ?e ?p ?o }', 'SELECT ("{" AS ?x) {@ ?e ?p ?o }'),
        ("SELECT ('''{\n\"{''' AS ?x) { ?e ?p ?o }", "SELECT ('''{\n\"{''' AS ?x) {@ ?e ?p ?o }"),
        (
            'SELECT ("a \\" { <x" AS ?x) { ?e ?p ?o }',
            'SELECT ("a \\" { <x" AS ?x) {@ ?e ?p ?o }',
        ),
        (
            "PREFIX where: <http://example.org/#{>\nASK { ?e ?p ?o }".replace("{", "", 1),
            "PREFIX where: <http://example.org/#>\nASK {@ ?e ?p ?o }",
        ),
        (
            "PREFIX construct: <http://example.org/>\nASK { ?e construct:p ?o }",
            "PREFIX construct: <http://example.org/>\nASK {@ ?e construct:p ?o }",
        ),
        (
            "CONSTRUCT { ?e ?p ?o } WHERE { ?e ?p ?o }",
            "CONSTRUCT { ?e ?p ?o } WHERE {@ ?e ?p ?o }",
        ),
        ("CONSTRUCT { ?e ?p (1 2) } { ?e ?p ?o }", "CONSTRUCT { ?e ?p (1 2) } {@ ?e ?p ?o }"),
        (
            "SELECT (EXISTS { ?e ?p ?o } AS ?x) { ?e ?p ?o }",
            "SELECT (EXISTS { ?e ?p ?o } AS ?x) {@ ?e ?p ?o }",
        ),
        (
            "SELECT ?e { { SELECT ?e { ?e ?p ?o } } } ORDER BY ?e",
            "SELECT ?e {@ { SELECT ?e { ?e ?p ?o } } } ORDER BY ?e",
        ),
    ],
)
def test_values_stand_first_in_the_outermost_group(text: str, bound: str) -> None:
    found = bind(text, {"e": E})
    assert found == bound.replace("@", HEAD)
    ox.Store().query(found)


def test_values_are_serialised_and_never_formatted() -> None:
    nasty = 'a" } # \\ \n {'
    found = bind("SELECT ?e ?n { }", {"e": ox.Literal(nasty), "n": ox.Literal(3)})
    assert rows_of(ox.Store().query(found)) == [(nasty, "3")]


def test_no_values_leave_the_query_as_it_is() -> None:
    assert bind("ASK { ?e ?p ?o }", {}) == "ASK { ?e ?p ?o }"


def test_a_query_without_patterns_takes_no_values() -> None:
    with pytest.raises(QueryError, match="no group of patterns"):
        bind("DESCRIBE <http://example.org/e>", {"e": E})


# -------------------------------------------------------------------------------------- safety


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "ASK { service <http://example.org/> { ?s ?p ?o } }",
        "ASK { SerVice SILENT ?s { ?s ?p ?o } }",
        "ASK { ?s ?p 1SERVICE <http://example.org/> { ?s ?p ?o } }",
        "ASK FROM <http://example.org/> { ?s ?p ?o }",
        "ASK from named <http://example.org/> { ?s ?p ?o }",
        "LOAD <http://example.org/>",
        # An escaped character in a name starts neither a comment nor a string.
        "PREFIX x: <x:>\nASK { ?s ?p x:a\\#b . SERVICE <http://example.org/> { ?s ?p ?o } }",
        "PREFIX x: <x:>\nASK { ?s ?p x:a\\'b . SERVICE <x:y> { ?s ?p x:a\\'b } }",
        # Less-than is no IRI.
        "ASK { FILTER(1<2) SERVICE<http://example.org/> { ?s ?p ?o } FILTER(2>1) }",
    ],
)
def test_what_would_leave_this_knowledge_base_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="is not allowed here"):
        check_safe(text)


@pytest.mark.parametrize(
    "text",
    [
        "# SERVICE and FROM are not allowed\nASK { ?s ?p ?o }",
        "ASK { ?service ?from ?load }",
        'ASK { ?s ?p "SERVICE" , \'FROM\' , """LOAD "SERVICE" """ }',
        "ASK { ?s ?p <http://example.org/#SERVICE> }",
        "PREFIX service: <x:>\nASK { ?s service:FROM service:load-service }",
    ],
)
def test_words_that_only_look_dangerous_are_fine(text: str) -> None:
    check_safe(text)
    ox.Store().query(text)


def test_the_engine_does_not_read_escapes_that_would_hide_a_word() -> None:
    with pytest.raises(SyntaxError):
        ox.Store().query("ASK { \\u0053ERVICE <http://example.org/> { ?s ?p ?o } }")


def test_nesting_is_limited() -> None:
    check_safe("ASK " + "{" * MOST_NESTED + "}" * MOST_NESTED)
    with pytest.raises(QueryError, match="nests deeper"):
        check_safe("ASK " + "{" * (MOST_NESTED + 1) + "}" * (MOST_NESTED + 1))
    with pytest.raises(QueryError, match="operators"):
        check_safe("ASK { FILTER(" + "!" * 5_000 + "true) }")


def test_running_a_query_checks_it_first(store: Store) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        run(store, parse_query("own", "ASK { SERVICE <http://example.org/> { ?s ?p ?o } }"))


# ------------------------------------------------------------------------- finding, own queries


def test_a_query_is_found_by_name() -> None:
    assert find_query("meetings") == QUERIES["meetings"]


def test_a_query_is_found_by_file(tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text("# # Mine?\n#\n# **Answers:** this.\n\nASK {}", encoding="utf-8")
    query = find_query(str(file))
    assert (query.name, query.title, query.answers) == ("own", "Mine?", "this.")


def test_an_unknown_query_lists_the_known_ones() -> None:
    with pytest.raises(QueryError, match=r"no query named 'meeting'.*meetings"):
        find_query("meeting")


def test_a_file_that_is_not_there_is_said_to_be_unreadable(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"nothing\.rq cannot be read"):
        find_query(str(tmp_path / "nothing.rq"))


def test_a_file_that_is_not_text_is_said_to_be_unreadable(tmp_path: Path) -> None:
    (tmp_path / "bytes.rq").write_bytes(b"\xff\xfe")
    with pytest.raises(QueryError, match="cannot be read"):
        read_query(tmp_path / "bytes.rq")


def test_a_header_may_run_over_lines_and_in_any_order() -> None:
    query = parse_query(
        "q",
        "# # Who?\n#\n# **Caution:** `a **b** c`\n# and more.\n# **Parameters:** ?x (IRI),\n"
        "#   ?day (seconds)\n# **Answers:** them.\nASK {}",
    )
    assert (query.title, query.answers) == ("Who?", "them.")
    assert query.caution == "`a **b** c` and more."
    assert [(p.name, p.kind) for p in query.parameters] == [("x", "IRI"), ("day", "seconds")]


@pytest.mark.parametrize(
    ("name", "params", "complaint"),
    [
        ("meetings", {"actor": "Putin"}, "has no parameter 'actor'; it has none"),
        ("timeline-of-actor", {"who": "Putin"}, "has no parameter 'who'; it has: actor"),
        ("timeline-of-actor", {"actor": "Nobody"}, "is no actor here"),
        ("events-in-window", {"from": "../2015"}, "a date with a beginning"),
        ("in-force-on-day", {"day": "2015-11"}, "one day"),
        ("in-force-on-day", {"day": "24/11/2015"}, "cannot read the date"),
    ],
)
def test_a_wrong_parameter_is_explained(
    name: str, params: Mapping[str, str], complaint: str, place: str
) -> None:
    with pytest.raises(DatelineError, match=re.escape(complaint)):
        answer(place, name, None, params, "csv")


def test_a_query_without_a_header_takes_any_of_its_variables(place: str) -> None:
    text = "SELECT ?label { ?e rdfs:label ?label }"
    params = {"e": "ev:paris-meeting"}
    assert (
        answer(place, "typed", text, params, "csv")
        == "label\r\nNetanyahu and Putin meet in Paris\r\n"
    )
    with pytest.raises(QueryError, match="has no parameter 'event'; it has: label, e"):
        answer(place, "typed", text, {"event": "ev:paris-meeting"}, "csv")


def test_what_is_no_sparql_is_said_to_be_none(store: Store) -> None:
    with pytest.raises(QueryError, match="not SPARQL"):
        run(store, parse_query("own", "SELECT nothing"))


def test_an_empty_knowledge_base_answers_with_no_rows() -> None:
    empty = MemoryStore()
    for query in QUERIES.values():
        found = empty.query(query.text, prefixes={}, default_graphs=DEFAULT_GRAPHS)
        assert rows_of(found) == []


# ------------------------------------------------------------------------- the profile catches


P = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dl", "graph", "rdfs"))
IN = "GRAPH graph:accepted "
REGISTRY = "GRAPH graph:claims { ?c a dl:Claim } "
EVENT = IN + "{ ?e a ?k . OPTIONAL { ?e dl:startEarliestSeconds ?s } } "
CHAIN = IN + "{ ?e a dl:Event . ?f a dl:Event . ?e (dl:before|^dl:after)+ ?f } "


def test_the_profile_knows_what_the_vocabulary_gives_as_true_or_false() -> None:
    ontology = rdflib.Graph().parse(path_of("ontology/dateline.ttl"))
    assert set(ontology.subjects(RDFS.range, RDF_XSD.boolean)) == TRUTH_VALUED


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("SELECT ?e { ?e a dl:Event } ORDER BY ?e", "outside GRAPH"),
        (f"SELECT ?e {{ {IN}{{ ?e a dl:Event }} ?e dl:order ?n }} ORDER BY ?e", "outside GRAPH"),
        (
            f"SELECT ?e {{ {IN}{{ ?e a dl:Event }} FILTER EXISTS {{ ?e a ?k }} }} ORDER BY ?e",
            "outside",
        ),
        ("SELECT ?s { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s", "GRAPH ?g is not bounded"),
        ("SELECT ?s { GRAPH <x:y> { ?s ?p ?o } } ORDER BY ?s", "none of the fixed graphs"),
        (
            f"SELECT ?s {{ {IN}{{ ?c a dl:Claim }} GRAPH ?c {{ ?s ?p ?o }} }} ORDER BY ?s",
            "GRAPH ?c is not bounded",
        ),
        (
            f"SELECT ?s {{ GRAPH ?c {{ ?s ?p ?o }} OPTIONAL {{ {REGISTRY}}} }} ORDER BY ?s",
            "GRAPH ?c is not bounded",
        ),
        (
            f"SELECT ?s {{ {{ {REGISTRY}}} UNION {{ GRAPH ?c {{ ?s ?p ?o }} }} }} ORDER BY ?s",
            "GRAPH ?c is not bounded",
        ),
        (
            f"SELECT ?c {{ {REGISTRY} MINUS {{ GRAPH ?c {{ ?s ?p ?o }} }} }} ORDER BY ?c",
            "GRAPH ?c is not bounded",
        ),
        (
            f"SELECT ?c {{ {REGISTRY} {{ SELECT ?s {{ GRAPH ?c {{ ?s ?p ?o }} }} }} }} ORDER BY ?c",
            "GRAPH ?c is not bounded",
        ),
        (f"SELECT ?e FROM <x:y> {{ {IN}{{ ?e a dl:Event }} }} ORDER BY ?e", "FROM"),
        (f"SELECT ?e FROM NAMED <x:y> {{ {IN}{{ ?e a dl:Event }} }} ORDER BY ?e", "FROM"),
        (f"SELECT ?e {{ {IN}{{ ?e a ?k }} SERVICE <x:y> {{ ?e ?p ?o }} }} ORDER BY ?e", "SERVICE"),
        (f"SELECT ?e {{ {IN}{{ <x:y> dl:within* ?e }} }} ORDER BY ?e", "a path uses *"),
        (f"SELECT ?e {{ {IN}{{ <x:y> (dl:a|^dl:b/dl:c?) ?e }} }} ORDER BY ?e", "a path uses ?"),
        (f"SELECT ?e {{ {IN}{{ <x:y> dl:within+ ?e }} }} ORDER BY ?e", "beside it finds ?e"),
        (
            f"SELECT ?e {{ {IN}{{ ?e dl:before+ ?f . ?f dl:after+ ?e }} }} ORDER BY ?e",
            "beside it finds ?f",
        ),
        (
            f"SELECT ?e {{ {IN}{{ ?e a dl:Event . ?e dl:before+ <x:y> }} }} ORDER BY ?e",
            "without DISTINCT",
        ),
        (f"SELECT ?e {{ {IN}{{ ?e a ?k }} MINUS {{ {CHAIN} }} }} ORDER BY ?e", "+ in MINUS"),
        (
            f"SELECT ?e {{ {IN}{{ ?e a ?k }} FILTER NOT EXISTS {{ {CHAIN} }} }} ORDER BY ?e",
            "+ in EXISTS",
        ),
        (
            f"SELECT ?e {{ {IN}{{ ?e a ?k }} OPTIONAL {{ {CHAIN} }} }} ORDER BY ?e",
            "several properties in OPTIONAL",
        ),
        (f"SELECT ?e {{ {EVENT} FILTER (COALESCE(?s < 5, true)) }} ORDER BY ?e", "COALESCE of"),
        (f"SELECT ?e ?b {{ {EVENT} BIND (?s < 5 AS ?b) }} ORDER BY ?e", "?b is true or false"),
        (f"SELECT ?e (BOUND(?s) AS ?b) {{ {EVENT} }} ORDER BY ?e", "?b is true or false"),
        (
            f"SELECT ?e (IF(BOUND(?s), true, ?s) AS ?b) {{ {EVENT} }} ORDER BY ?e",
            "?b is true or false",
        ),
        (
            f"SELECT ?e ?b {{ {IN}{{ ?e dl:restsOnDisputed ?b }} }} ORDER BY ?e",
            "?b is true or false, and is shown",
        ),
        (
            f'SELECT ?e ?b {{ {EVENT} BIND (IF(?s < 5, "a", "b") AS ?b) }} ORDER BY ?e',
            "IF compares ?s, which may have no value",
        ),
        (f"SELECT ?e ?b {{ {EVENT} BIND (?s / 2 AS ?b) }} ORDER BY ?e", "divided"),
        (f"SELECT ?k (AVG(?s) AS ?b) {{ {EVENT} }} GROUP BY ?k ORDER BY ?k", "Avg has no fixed"),
        (f"SELECT ?k (MIN(?s) AS ?b) {{ {EVENT} }} GROUP BY ?k ORDER BY ?k", "MIN of ?s, which"),
        (
            f"SELECT ?k (MAX(?l) AS ?b) {{ {IN}{{ ?e a ?k ; rdfs:label ?l }} }}"
            " GROUP BY ?k ORDER BY ?k",
            "MAX of a text",
        ),
        (
            f"SELECT ?k (COUNT(*) AS ?n) {{ {EVENT} }} GROUP BY (STR(?e) AS ?k) ORDER BY ?k",
            "GROUP BY an expression",
        ),
        (
            f"SELECT ?e {{ {EVENT} {IN}{{ ?f dl:order ?n FILTER (?n > ?s) }} }} ORDER BY ?e",
            "FILTER reads ?s from outside its group",
        ),
        (f"SELECT ?e {{ {EVENT} MINUS {{ {IN}{{ ?f a ?g }} }} }} ORDER BY ?e", "MINUS shares no"),
        (f"SELECT ?e {{ {EVENT} {IN}{{ ?f a ?g }} FILTER (?e < ?f) }} ORDER BY ?e", "?e is an IRI"),
        (f"SELECT ?e {{ {IN}{{ ?e a dl:Event }} }}", "without ORDER BY"),
        (f"SELECT ?e {{ {IN}{{ ?e a dl:Event }} }} ORDER BY STR(?e)", "ORDER BY an expression"),
        (f"SELECT ?e {{ {IN}{{ ?e dl:order ?order }} }} ORDER BY ?e", "without ?order"),
        (
            f"SELECT ?e {{ {IN}{{ ?e dl:startEarliest ?t }} }} ORDER BY ?t",
            "?t is a dateTime",
        ),
        (
            f"SELECT ?e {{ {IN}{{ ?e dl:endLatest ?t FILTER (?t < ?u) }} }} ORDER BY ?e",
            "?t is a dateTime",
        ),
        (f"SELECT ?e {{ {IN}{{ ?e dl:x ?t }} FILTER (YEAR(?t) = 2015) }} ORDER BY ?e", "YEAR"),
        (f"SELECT ?e {{ {IN}{{ ?e dl:x ?t }} FILTER (?t < NOW()) }} ORDER BY ?e", "NOW"),
        (f"SELECT ?e {{ {IN}{{ [] dl:participant ?e }} }} ORDER BY ?e", "blank node"),
        (f"SELECT ?e {{ {IN}{{ ?e dl:kind ev:x }} }} ORDER BY ?e", "does not parse"),
        (f"SELECT ?e {{ {IN}{{ <<( ?e ?p ?o )>> a dl:X }} }} ORDER BY ?e", "does not parse"),
    ],
)
def test_the_profile_catches(text: str, complaint: str) -> None:
    found = violations(P + text)
    assert any(complaint in violation for violation in found), found


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT ?s {{ {REGISTRY} GRAPH ?c {{ ?s ?p ?o }} }} ORDER BY ?s",
        f"SELECT ?s {{ {REGISTRY} FILTER EXISTS {{ GRAPH ?c {{ ?s ?p ?o }} }} }} ORDER BY ?s",
        f"SELECT ?s {{ {REGISTRY} OPTIONAL {{ GRAPH ?c {{ ?s ?p ?o }} }} }} ORDER BY ?s",
        f"SELECT DISTINCT ?e {{ {CHAIN} }} ORDER BY ?e",
        f"SELECT ?e (COUNT(*) AS ?n) {{ {CHAIN} }} GROUP BY ?e ORDER BY ?e",
        f"SELECT DISTINCT ?e {{ {IN}{{ ?e a ?k . <x:y> dl:before+ ?e }} }} ORDER BY ?e",
        f"SELECT ?e {{ {EVENT} FILTER (!BOUND(?s) || ?s < 5) }} ORDER BY ?e",
        f'SELECT ?e (IF(BOUND(?s) && ?s < 5, "a", "b") AS ?b) {{ {EVENT} }} ORDER BY ?e',
        f"SELECT ?k (MIN(?n) AS ?b) {{ {IN}{{ ?e a ?k ; dl:x ?n }} }} GROUP BY ?k ORDER BY ?k",
        f"SELECT ?e {{ {EVENT} OPTIONAL {{ {IN}{{ ?e dl:x ?n }} FILTER (?n > ?s) }} }} ORDER BY ?e",
        f"SELECT ?e {{ {EVENT} FILTER (?s > ?day && STR(?e) < STR(?k)) }} ORDER BY ?e",
        f"SELECT ?e {{ {EVENT} FILTER EXISTS {{ {IN}{{ ?f dl:x ?n FILTER (?n > ?s) }} }} }}"
        " ORDER BY ?e",
        f"SELECT ?e ?t {{ {IN}{{ ?e dl:startEarliest ?t }} }} ORDER BY ?e",
        f"SELECT ?e {{ {IN}{{ ?e dl:order ?order }} }} ORDER BY ?order ?e LIMIT 5",
        f"ASK {{ {IN}{{ ?e a dl:Event }} }}",
    ],
)
def test_the_profile_allows(text: str) -> None:
    assert violations(P + text) == []


# ------------------------------------------------------------------------------- the documentation


def documented(queries: Sequence[Query]) -> str:
    """Return the table of docs/queries.md, made from the headers."""
    lines = ["| query | question | parameters | answers |", "|---|---|---|---|"]
    for query in queries:
        parameters = ", ".join(f"`{p.name}` ({p.kind})" for p in query.parameters) or "none"
        lines.append(f"| `{query.name}` | {query.title} | {parameters} | {query.answers} |")
    return "\n".join(lines)


def test_the_documentation_lists_the_queries_as_they_are() -> None:
    text = (PROJECT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert documented(named_queries()) in text


def asked() -> list[tuple[str, str]]:
    """Return each question of docs/queries.md with the query or command that answers it."""
    text = (PROJECT / "docs" / "queries.md").read_text(encoding="utf-8")
    themes = text.partition("## Which question")[2].partition("\n## ")[0]
    rows = re.findall(r"(?m)^\| (.*) \| `(.*)` \|$", themes)
    assert len(rows) == len(re.findall(r"(?m)^\| (?!question)", themes))
    return rows


def test_each_query_answers_its_question_in_the_documentation() -> None:
    named = [(question, ask) for question, ask in asked() if not ask.startswith("dateline ")]
    assert sorted(named) == sorted((query.title, query.name) for query in QUERIES.values())


@pytest.mark.parametrize("line", [ask for _, ask in asked() if ask.startswith("dateline ")])
def test_each_command_of_the_documentation_is_as_it_is_named_there(line: str) -> None:
    _, name, *words = line.split()
    command = main.commands[name]
    with command.make_context(name, [sample(word) for word in words]) as context:
        assert context.params


def sample(word: str) -> str:
    """Return what a person might write for a word in capitals."""
    return {"DATE": "2015-11-25", "FILE": __file__, "TEXTFILE": __file__}.get(word, word)


def test_commands_answer_what_no_query_can() -> None:
    commands = {ask.split()[1] for _, ask in asked() if ask.startswith("dateline ")}
    assert {"explain", "order", "conflicts", "what-if", "timeline", "when"} <= commands


def test_the_examples_of_queries_in_the_documentation_work(place: str) -> None:
    text = (PROJECT / "docs" / "queries.md").read_text(encoding="utf-8")
    examples = re.findall(r"(?s)```sparql\n(.*?)```", text)
    assert len(examples) == 2
    for example in examples:
        query = parse_query("example", example)
        assert query.title
        assert violations(example) == []
        params = {"place": "Paris"} if query.parameters else {}
        found = answer(place, "example", example, params, "csv")
        assert isinstance(found, str)
        assert len(table(found)[1]) == 2


def test_a_meeting_without_a_place_is_one_row_without_one() -> None:
    store = loaded(source() + claim("c", event("e")) + ":paris a dl:Place ; rdfs:label 'Paris' .")
    rows = run(store, find_query("meetings"))
    assert isinstance(rows, ox.QuerySolutions)
    (row,) = rows
    assert (row["meeting"].value, row["place"], row["placeLabel"]) == (BASE + "e", None, None)
