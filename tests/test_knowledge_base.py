"""A knowledge base in Python says the same as the commands, and what it is said to say."""

from __future__ import annotations

import dataclasses
import inspect
import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any, is_typeddict

import pyoxigraph as ox
import pytest
from commands import golden, run, told
from documents import BASE, claim, event, put, source, written

import dateline
from dateline import DatelineError, Iri, KnowledgeBase, Moment
from dateline.answers import changes, comparisons, orders, reasons, rows, timelines
from dateline.answers.rows import Rows, Triples, cell_of
from dateline.answers.timelines import Entry
from dateline.answers.value import Value
from dateline.errors import (
    DateError,
    InvalidInput,
    JudgementError,
    NameLookupError,
    NoKnowledgeBase,
    NotInstalled,
    QueryError,
    SourceError,
    StoreError,
)
from dateline.resources import corpus_files
from dateline.sources import read_file
from dateline.store.embedded import MemoryStore
from dateline.vocabulary import ACCEPTED, XSD

#: Two papers that contradict each other on the day of one event.
TWO_DAYS = (
    source()
    + claim("c", event("e", more='; dl:when "2021-03-01"^^edtf:EDTF'))
    + source("other")
    + claim("d", ':e dl:when "2021-03-05"^^edtf:EDTF .', source="other")
)
HOSTILE = "<script>alert('x')</script>\u202e[red]\x1b[31m|=1+1"


@pytest.fixture(scope="module")
def article(shipped: Path) -> KnowledgeBase:
    return KnowledgeBase.open(shipped)


@pytest.fixture(scope="module")
def corpus() -> KnowledgeBase:
    store = MemoryStore()
    put(store, [read_file(path) for path in corpus_files()])
    return KnowledgeBase(store)


@pytest.fixture
def memory(tmp_path: Path) -> Callable[[str], KnowledgeBase]:
    """Return a knowledge base in memory with what a text of claims says."""

    def filled(text: str) -> KnowledgeBase:
        kb = KnowledgeBase.open(":memory:")
        kb.load(written(tmp_path, text))
        return kb

    return filled


# ---------------------------------------------------------------- the same as the commands

CLAIM = "claim:ynet-4733020/f20-when"
SAME_AS: dict[str, tuple[list[str], Callable[[KnowledgeBase], Any]]] = {
    "timeline": (["timeline"], lambda kb: kb.timeline()),
    "timeline by filters": (
        ["timeline", "--actor", "Putin", "--from", "2015-11-28", "--to", "2015-11-30", "--certain"],
        lambda kb: kb.timeline(actor="Putin", since="2015-11-28", until="2015-11-30", certain=True),
    ),
    "timeline by other filters": (
        ["timeline", "--place", "Paris", "--type", "Meeting", "--status", "reported",
         "--search", "Netanyahu", "--source", "source:ynet-4733020"],
        lambda kb: kb.timeline(place="Paris", kind="Meeting", status="reported",
                               search="Netanyahu", source="source:ynet-4733020"),
    ),
    "timeline of a view": (
        ["timeline", "--according-to", "Turkey", "--as-of", "2015-12-02", "--policy", "all"],
        lambda kb: kb.timeline(according_to="Turkey", as_of=date(2015, 12, 2), policy="all"),
    ),
    "timeline before anything was loaded": (
        ["timeline", "--recorded-by", "2015"],
        lambda kb: kb.timeline(recorded_by="2015"),
    ),
    "explain": (["explain", "ev:downing"], lambda kb: kb.explain("ev:downing")),
    "explain in a view": (
        ["explain", "ev:downing", "--policy", "own-voice"],
        lambda kb: kb.explain("ev:downing", policy="own-voice"),
    ),
    "order": (
        ["order", "ev:downing", "ev:paris-meeting"],
        lambda kb: kb.order("ev:downing", "ev:paris-meeting"),
    ),
    "order that may be": (
        ["order", "ev:moscow-meeting", "ev:tel-aviv-talks"],
        lambda kb: kb.order("ev:moscow-meeting", "ev:tel-aviv-talks"),
    ),
    "order of one": (["order", "ev:downing"], lambda kb: kb.around("ev:downing")),
    "what-if": (["what-if", CLAIM], lambda kb: kb.what_if(CLAIM)),
    "conflicts": (["conflicts"], lambda kb: kb.conflicts()),
    "compare": (
        ["compare", "--according-to", "Netanyahu", "--according-to", "Putin"],
        lambda kb: kb.compare("Netanyahu", "Putin"),
    ),
    "contested": (["compare"], lambda kb: kb.contested()),
    "diff of days": (
        ["diff", "--from", "2015-11-25", "--to", "2015-12-01"],
        lambda kb: kb.diff(date(2015, 11, 25), date(2015, 12, 1)),
    ),
    "diff of a source": (
        ["diff", "--source", "ynet-4733020"], lambda kb: kb.diff(source="ynet-4733020")
    ),
    "match": (["match", "--same-source"], lambda kb: kb.match(same_source=True)),
    "match of few points": (
        ["match", "--same-source", "--least", "3", "--limit", "9999"],
        lambda kb: kb.match(same_source=True, least=3),
    ),
    "info": (["info"], lambda kb: kb.info()),
    "rows": (
        ["query", "timeline-of-actor", "--param", "actor", "Putin"],
        lambda kb: kb.query("timeline-of-actor", actor="Putin"),
    ),
}  # fmt: skip
#: Rows are read from terms, not from JSON.
OF_THE_ARTICLE = {"rows", *(name for name in SAME_AS if "filters" in name)}


@pytest.mark.parametrize("name", SAME_AS)
def test_a_value_says_what_the_command_says(
    name: str, article: KnowledgeBase, shipped: Path
) -> None:
    command, asked = SAME_AS[name]
    answer = asked(article)
    printed = run(*command, "-f", "json", kb=shipped)
    assert answer.to_dict() == json.loads(printed.stdout)
    if name != "info":
        table = run(*command, kb=shipped).stdout
        assert str(answer) == table.rstrip("\n")


@pytest.mark.parametrize("name", [name for name in SAME_AS if name not in OF_THE_ARTICLE])
def test_a_value_of_the_corpus_is_read_and_written_as_the_same(
    name: str, corpus: KnowledgeBase
) -> None:
    answer = SAME_AS[name][1](corpus)
    assert json.loads(json.dumps(answer.to_dict())) == answer.to_dict()
    private = {f.name: None for f in dataclasses.fields(answer) if f.name.startswith("_")}
    assert type(answer).from_dict(answer.to_dict(), **private) == answer
    assert repr(answer).startswith(("<", "Contents("))


def test_the_queries_are_those_of_the_command(article: KnowledgeBase, shipped: Path) -> None:
    assert [query.to_dict() for query in article.queries()] == told("queries")["queries"]


def test_a_dump_is_that_of_the_command(article: KnowledgeBase, shipped: Path) -> None:
    assert article.dump() == run("dump", kb=shipped).stdout
    assert article.dump("trig") == run("dump", "-f", "trig", kb=shipped).stdout


def test_a_check_says_what_the_command_says(article: KnowledgeBase, tmp_path: Path) -> None:
    file = written(tmp_path, TWO_DAYS)
    found = KnowledgeBase.open(tmp_path / "none").check([file])
    assert found.to_dict() == told("check", file, kb=tmp_path / "none", code=3)
    assert [set(conflict.claims) for conflict in found] == [{BASE + "c", BASE + "d"}]
    assert found[0] == found.conflicts[0]


# ---------------------------------------------------------------- places and changes


def test_one_in_memory_lives_as_long_as_the_object(tmp_path: Path) -> None:
    one, other = KnowledgeBase.open(":memory:"), KnowledgeBase.open(":memory:")
    one.load(written(tmp_path, TWO_DAYS))
    assert (len(one.timeline()), len(other.timeline())) == (1, 0)
    assert repr(one) == "KnowledgeBase.open(':memory:')"


def test_a_folder_is_made_by_the_first_load(tmp_path: Path) -> None:
    place = tmp_path / "kb"
    kb = KnowledgeBase.open(place)
    with pytest.raises(NoKnowledgeBase):
        kb.timeline()
    assert not place.exists()
    state = kb.load([str(written(tmp_path, TWO_DAYS))])
    assert state == changes.State(sources=2, claims=2, events=1, conflicts=1)
    assert repr(kb) == f"KnowledgeBase.open({str(place)!r})"


def test_what_another_program_changes_shows_at_once(tmp_path: Path) -> None:
    mine, other = (KnowledgeBase.open(tmp_path / "kb") for _ in range(2))
    mine.load(written(tmp_path, TWO_DAYS))
    assert len(mine.conflicts()) == 1
    more = written(tmp_path, source("third") + claim("f", event("f"), source="third"), "more.trig")
    for _ in range(3):  # older generations are swept away meanwhile
        other.load(more)
    assert len(mine.timeline()) == 2
    assert other.withdraw("other") == changes.Withdrawn(Iri(BASE + "other"), 1)
    assert len(mine.conflicts()) == 0


def test_the_same_state_is_solved_once(
    memory: Callable[[str], KnowledgeBase], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dateline import pipeline

    solved: list[Any] = []
    solve = pipeline.solve_knowledge

    def counted(*given: Any) -> Any:
        solved.append(given)
        return solve(*given)

    monkeypatch.setattr(pipeline, "solve_knowledge", counted)
    kb = memory(TWO_DAYS)
    solved.clear()
    for _ in range(2):
        kb.timeline(), kb.conflicts(), kb.explain("e", policy="own-voice")
    assert len(solved) == 2
    for day in range(1, 12):
        kb.timeline(recorded_by=date(2021, 3, day))
    assert len(solved) == 13


def test_a_place_that_is_something_else_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="is not a Dateline knowledge base"):
        KnowledgeBase.open(tmp_path)


def test_a_knowledge_base_can_be_solved_later(tmp_path: Path) -> None:
    kb = KnowledgeBase.open(":memory:")
    assert kb.load(written(tmp_path, TWO_DAYS), solve=False) is None
    assert not kb.info().solved
    assert kb.solve().conflicts == 1
    assert kb.info().solved


def test_the_corpus_is_all_shipped_files(monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline import knowledge_base, resources

    monkeypatch.setattr(knowledge_base, "corpus_files", resources.example_files)  # fewer: sooner
    assert KnowledgeBase.open(":memory:").load_corpus() == changes.State(1, 73, 24, 0)


def test_two_knowledge_bases_are_compared(memory: Callable[[str], KnowledgeBase]) -> None:
    one, other = memory(source() + claim("c", event("e"))), memory(TWO_DAYS)
    found = other.diff(other=one)
    assert (found.before, found.after) == (":memory:", ":memory:")
    assert "redated" in {change.change for change in found.changes}


def test_events_are_judged_to_be_one_and_two_again(tmp_path: Path) -> None:
    text = source() + claim("c", event("e")) + claim("d", event("f"))
    kb = KnowledgeBase.open(":memory:")
    kb.load(written(tmp_path, text))
    assert kb.reject("e", "f", reason="so", author="me").recorded
    (taken,) = kb.take_back("e", "f")
    judged = kb.accept("e", "f", reason="so", author="me")
    assert judged.recorded
    assert judged.conflicts == ()
    assert judged.claim != taken
    assert len(kb.timeline()) == 1
    with pytest.raises(JudgementError):
        kb.accept(BASE + "e", BASE + "f", reason="so", author="me")


def test_a_judgement_that_contradicts_is_recorded_only_with_force(tmp_path: Path) -> None:
    days = (("e", "2021-03-01"), ("f", "2021-03-09"))
    text = source() + "".join(
        claim(f"c-{name}", event(name, more=f'; dl:when "{day}"^^edtf:EDTF')) for name, day in days
    )
    kb = KnowledgeBase.open(":memory:")
    kb.load(written(tmp_path, text))
    judged = kb.accept("e", "f", reason="so", author="me")
    assert (judged.recorded, len(judged.conflicts)) == (False, 1)
    assert kb.accept("e", "f", reason="so", author="me", force=True).recorded


# ---------------------------------------------------------------- what cannot be asked

CANNOT: dict[str, tuple[type[DatelineError], str, Callable[[KnowledgeBase], Any]]] = {
    "an unknown event": (NameLookupError, "is no event here", lambda kb: kb.explain("nothing")),
    "an unknown actor": (NameLookupError, "is no actor", lambda kb: kb.timeline(actor="nobody")),
    "an unknown claim": (NameLookupError, "is no claim", lambda kb: kb.what_if("nothing")),
    "an unknown source": (NameLookupError, "is no source", lambda kb: kb.withdraw("nothing")),
    "a date that is none": (DateError, "2015-13", lambda kb: kb.timeline(since="2015-13")),
    "certain of no window": (QueryError, "goes with", lambda kb: kb.timeline(certain=True)),
    "a policy that is none": (
        QueryError, "there are: all, own-voice, corroborated, reliable",
        lambda kb: kb.conflicts(policy="none"),  # type: ignore[arg-type]
    ),
    "a status that is none": (
        QueryError, "there are: disputed, reported", lambda kb: kb.timeline(status="true")
    ),
    "one event": (QueryError, "two different", lambda kb: kb.order("downing", "ev:downing")),
    "one account": (QueryError, "two different", lambda kb: kb.compare("Putin", "Putin")),
    "no difference": (QueryError, "say since when", lambda kb: kb.diff()),
    "two differences": (QueryError, "say since", lambda kb: kb.diff("2015", source="ynet-4733020")),
    "an end without a beginning": (
        QueryError, "go with since", lambda kb: kb.diff(until="2015", source="ynet-4733020")
    ),
    "a query that there is not": (QueryError, "no query named", lambda kb: kb.query("nothing")),
    "a query that is none": (QueryError, "not SPARQL", lambda kb: kb.query("SELECT {")),
    "a query of the network": (
        QueryError, "SERVICE", lambda kb: kb.query("ASK { SERVICE <http://x/> { ?s ?p ?o } }")
    ),
    "an unknown parameter": (
        QueryError, "no parameter 'x'", lambda kb: kb.query("meetings", x="y")
    ),
    "an unknown form of a dump": (QueryError, "nq, trig", lambda kb: kb.dump("xml")),
    "an unknown variable": (
        QueryError, "there are: e",
        lambda kb: _rows(kb.query("SELECT ?e { ?e a dl:Meeting }")).column("f"),
    ),
    "an unknown form of triples": (
        QueryError, "ttl, nt, jsonld, rdf",
        lambda kb: _triples(kb.query("CONSTRUCT WHERE { ?e a dl:Talks }")).serialize("csv"),
    ),
}  # fmt: skip


def _rows(found: Rows | Triples | bool) -> Rows:
    assert isinstance(found, Rows)
    return found


def _triples(found: Rows | Triples | bool) -> Triples:
    assert isinstance(found, Triples)
    return found


@pytest.mark.parametrize("what", CANNOT)
def test_it_cannot_answer(what: str, article: KnowledgeBase) -> None:
    error, words, ask = CANNOT[what]
    with pytest.raises(error) as raised:
        ask(article)
    assert words in str(raised.value)


def test_a_load_that_fails_changes_nothing(tmp_path: Path) -> None:
    kb = KnowledgeBase.open(":memory:")
    kb.load(written(tmp_path, source("first") + claim("f", event("f"), source="first")))
    before = kb.dump()
    bad = written(tmp_path, source("bad") + ":b a dl:Claim . :b { :g a dl:Meeting . }")
    with pytest.raises(InvalidInput) as raised:
        kb.load([written(tmp_path, TWO_DAYS, "good.trig"), bad])
    assert raised.value.problems
    with pytest.raises(SourceError):
        kb.load(tmp_path / "none.trig")
    assert kb.dump() == before


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("given", "same"),
    [
        pytest.param(datetime(2015, 11, 28, 12, tzinfo=UTC), "2015-11-28T12:00:00Z", id="in UTC"),
        pytest.param(datetime(2015, 11, 28, 12), "2015-11-28T12:00:00Z", id="without a zone"),
        pytest.param(
            datetime(2015, 11, 28, 14, tzinfo=timezone(timedelta(hours=2))),
            "2015-11-28T12:00:00Z",
            id="in another zone",
        ),
        pytest.param(date(2015, 11, 28), "2015-11-28", id="a day"),
    ],
)
def test_dates_of_python_are_taken(given: date, same: str, article: KnowledgeBase) -> None:
    assert article.timeline(since=given, certain=True) == article.timeline(since=same, certain=True)


def test_values_are_frozen_and_compare_by_what_they_say(article: KnowledgeBase) -> None:
    timeline, again = article.timeline(), article.timeline()
    assert timeline == again
    assert timeline != article.timeline(actor="Putin")
    with pytest.raises(dataclasses.FrozenInstanceError):
        timeline.entries = ()  # type: ignore[misc]
    assert hash(timeline[0]) == hash(again[0])


def test_values_can_be_kept_for_another_program(article: KnowledgeBase) -> None:
    for ask in (case[1] for case in SAME_AS.values()):
        answer = ask(article)
        assert pickle.loads(pickle.dumps(answer)) == answer


def test_answers_are_sequences(corpus: KnowledgeBase) -> None:
    for answer in (
        corpus.timeline(),
        corpus.conflicts(),
        corpus.contested(),
        corpus.match(),
        corpus.query("meetings"),
        corpus.query("CONSTRUCT WHERE { ?e a dl:Meeting }"),
    ):
        assert not isinstance(answer, bool)
        assert len(answer) > 1
        assert list(answer)[0] == answer[0]  # noqa: RUF015
        assert str(len(answer)) in repr(answer)


def test_moments_sort_by_time() -> None:
    texts = ["9999-01-01T00:00:00Z", "12000-01-01T00:00:00Z", "-0005-01-01T00:00:00Z"]
    early, middle, late = sorted(map(Moment, texts))
    assert [early, middle, late] == [texts[2], texts[0], texts[1]]
    assert early <= middle < late >= middle > early
    with pytest.raises(DateError, match="1 to 9999"):
        _ = late.datetime


XSD_CASES = [
    ("integer", "7", 7), ("int", "-7", -7), ("decimal", "1.50", "1.50"), ("double", "1e3", 1000.0),
    ("boolean", "true", True), ("boolean", "0", False), ("boolean", "maybe", "maybe"),
    ("integer", "seven", "seven"), ("decimal", "x", "x"), ("date", "2015-11-24", "2015-11-24"),
    ("dateTime", "2015-11-24T10:00:00+03:00", "2015-11-24T07:00:00Z"),
    ("dateTime", "yesterday", "yesterday"), ("string", "x", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("datatype", "text", "value"), XSD_CASES)
def test_a_literal_becomes_a_value(datatype: str, text: str, value: object) -> None:
    cell = cell_of(ox.Literal(text, datatype=ox.NamedNode(XSD + datatype)))
    assert (str(cell) if datatype == "decimal" else cell) == value
    assert type(cell) is not str or type(value) is str


def test_other_terms_become_text() -> None:
    assert cell_of(ox.NamedNode("http://x/")) == Iri("http://x/")
    assert cell_of(ox.BlankNode("b")) == "_:b"
    assert cell_of(None) is None


ALL_KINDS = """SELECT ?iri ?text ?tagged ?number ?big ?mixed ?flag ?at {
  VALUES (?iri ?text ?tagged ?number ?big ?mixed ?flag ?at) {
    (<http://x/> "a" "b"@en 1 99999999999999999999 1.5 true "2015-11-24T00:00:00Z"^^xsd:dateTime)
    (UNDEF UNDEF UNDEF UNDEF UNDEF 2 UNDEF UNDEF)
  }
}"""


def test_rows_have_columns_of_their_kinds(article: KnowledgeBase) -> None:
    found = _rows(article.query(ALL_KINDS))
    assert found[1]["mixed"] == 2
    assert found.column("tagged") == ("b", None)
    assert [str(kind) for kind in found.to_pandas().dtypes] == [
        "string", "string", "string", "Int64", "string", "Float64", "boolean",
        "datetime64[s, UTC]",
    ]  # fmt: skip
    assert found.to_polars().rows()[0] == (
        "http://x/", "a", "b", 1, "99999999999999999999", 1.5, True,
        datetime(2015, 11, 24, tzinfo=UTC),
    )  # fmt: skip


def test_rows_are_the_json_of_sparql(article: KnowledgeBase, shipped: Path) -> None:
    for text in (
        ALL_KINDS,
        "SELECT ?b ?t { BIND(BNODE() AS ?b) BIND(<<( <x:a> <x:b> 1 )>> AS ?t) }",
    ):
        printed = json.loads(run("query", "-", "-f", "json", kb=shipped, stdin=text).stdout)
        mine = _rows(article.query(text)).to_dict()
        if "BNODE" in text:  # a blank node has another name each time
            for one in (mine, printed):
                del one["results"]["bindings"][0]["b"]["value"]
        assert mine == printed


def test_bindings_are_values_and_never_text_of_the_query(article: KnowledgeBase) -> None:
    text = "SELECT ?e { ?e rdfs:label ?label }"
    label = "Netanyahu and Putin meet in Paris"
    (row,) = _rows(
        article.query("SELECT ?e { ?e rdfs:label ?l FILTER(STR(?l) = ?label) }", label=label)
    )
    assert article.query("ASK { ?e a dl:Meeting }", e=row["e"]) is True  # type: ignore[arg-type]
    assert len(_rows(article.query(text, label='" } ?x { '))) == 0
    day = _rows(article.query("in-force-on-day", day=date(2015, 11, 30)))
    assert day == article.query("in-force-on-day", day="2015-11-30")
    assert _rows(article.query("SELECT ?n { BIND(?m AS ?n) }", m=3))[0] == {"n": 3}


def test_of_several_values_any_will_do(article: KnowledgeBase) -> None:
    kinds = [Iri(f"https://w3id.org/dateline/ns#{name}") for name in ("Meeting", "Shootdown")]
    text = "SELECT DISTINCT ?e { ?e a ?kind }"
    both = _rows(article.query(text, kind=kinds)).column("e")
    alone = [_rows(article.query(text, kind=kind)).column("e") for kind in kinds]
    assert set(both) == {e for one in alone for e in one}
    assert all(alone)


def test_queries_of_your_own_are_found_by_name(tmp_path: Path) -> None:
    file = tmp_path / "how-many.rq"
    file.write_text(
        "# # How many?\n# **Answers:** a number.\nSELECT (1 AS ?n) {}", encoding="utf-8"
    )
    kb = KnowledgeBase.open(":memory:", queries=[tmp_path])
    assert _rows(kb.query("how-many"))[0] == {"n": 1}
    assert kb.query(str(file)) == kb.query("how-many")
    assert str(file) in [query.file for query in kb.queries()]


def test_an_engine_that_fails_on_the_way_is_an_error() -> None:
    class Failing:
        variables = (ox.Variable("e"),)

        def __iter__(self) -> Iterator[Any]:
            raise RuntimeError("out of breath")

    with pytest.raises(QueryError, match="cannot be answered: out of breath"):
        Rows.of(Failing())  # type: ignore[arg-type]  # stands in for the engine's answer


def test_triples_are_written_as_rdf(article: KnowledgeBase) -> None:
    found = _triples(article.query("CONSTRUCT WHERE { ?e a dl:Shootdown }"))
    assert "ev:downing a dl:Shootdown" in found.serialize()
    assert str(found) == "ev:downing rdf:type dl:Shootdown"
    assert list(found.to_pandas().columns) == ["subject", "predicate", "object"]


# ---------------------------------------------------------------- data frames


FRAMES = (
    "timeline",
    "explain",
    "conflicts",
    "compare",
    "contested",
    "diff of days",
    "match",
    "rows",
)


@pytest.mark.parametrize("name", FRAMES)
def test_both_kinds_of_data_frame_have_the_same_rows(name: str, corpus: KnowledgeBase) -> None:
    answer = SAME_AS[name][1](corpus)
    pandas, polars = answer.to_pandas(), answer.to_polars()
    assert list(pandas.columns) == polars.columns
    assert len(pandas) == len(polars)
    texts = [n for n, kind in polars.schema.items() if str(kind) == "String"]
    for column in texts:
        assert [None if v is None else str(v) for v in pandas[column].astype(object).where(
            pandas[column].notna(), None)] == polars[column].to_list()  # fmt: skip


def test_bounds_are_moments_and_lists_stay_lists(corpus: KnowledgeBase) -> None:
    timeline = corpus.timeline()
    pandas, polars = timeline.to_pandas(), timeline.to_polars()
    for n, entry in enumerate(timeline):
        latest = entry.start.latest
        assert polars["start_latest"][n] == (latest.datetime if latest is not None else None)
        assert pandas["participants"][n] == [p.label for p in entry.participants]
    assert str(pandas["start_latest"].dtype) == "datetime64[s, UTC]"
    assert str(pandas["duration_maximum"].dtype) == "Int64"
    assert str(polars["actors"].dtype) == "List(String)"


def test_moments_that_no_datetime_holds_are_text(memory: Callable[[str], KnowledgeBase]) -> None:
    far = source() + claim("c", event("e", more='; dl:when "-0044-03-15"^^edtf:EDTF'))
    timeline = memory(far).timeline()
    assert timeline.to_pandas()["start_earliest"][0] == "-0044-03-15T00:00:00Z"
    assert timeline.to_polars()["start_earliest"][0] == "-0044-03-15T00:00:00Z"


def test_no_event_is_a_data_frame_without_rows(article: KnowledgeBase) -> None:
    nothing = article.timeline(search="no such words")
    assert nothing.to_pandas().shape == (0, 22)
    assert nothing.to_polars().shape == (0, 22)
    assert str(nothing) == "No event fits."


MISSING: dict[str, tuple[str, Callable[[KnowledgeBase], Any]]] = {
    "pandas": ("frames", lambda kb: kb.timeline().to_pandas()),
    "polars": ("frames", lambda kb: kb.timeline().to_polars()),
    "oxrdflib": ("rdflib", lambda kb: kb.graph()),
}


@pytest.mark.parametrize("package", MISSING)
def test_a_package_that_is_missing_is_named(
    package: str, article: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra, ask = MISSING[package]
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(NotInstalled) as raised:
        ask(article)
    assert str(raised.value) == (
        f"{package} is not installed; install it with: pip install 'dateline[{extra}]'"
    )
    assert isinstance(raised.value, ImportError)


# ---------------------------------------------------------------- notebooks


def test_labels_of_strangers_are_no_markup(memory: Callable[[str], KnowledgeBase]) -> None:
    label = f"rdfs:label {json.dumps(HOSTILE)}@en"
    dated = 'dl:place :p ; dl:when "2021-03-01"^^edtf:EDTF'
    kb = memory(
        f':paper a dl:Article ; {label} ; dl:published "2021-03-10"^^edtf:EDTF .\n'
        + claim("c", f":e a dl:Meeting ; {label} ; {dated} .")
        + f"graph:reference {{ :p a dl:Place ; {label} . }}\n"
    )
    for answer in (
        kb.timeline(),
        kb.explain(BASE + "e"),
        kb.query("SELECT ?l { ?e rdfs:label ?l }"),
    ):
        shown = answer._repr_html_()  # type: ignore[union-attr]
        assert "<script" not in shown
        assert "&lt;script&gt;" in shown
        assert not set(shown) & {"\x1b", "\u202e"}
        assert "[red]" in shown
        assert not set(str(answer)) & {"\x1b", "\u202e"}


def test_what_a_notebook_shows_stands_alone(corpus: KnowledgeBase) -> None:
    shown = corpus.timeline()._repr_html_() + corpus.explain("ev:decree-signed")._repr_html_()
    for outside in ("src=", "href=", "<link", "<style", "<script", "url(", "class="):
        assert outside not in shown
    for colour in ("color:", "background", '"#', "rgb"):
        assert colour not in shown
    assert shown.count("<svg") == 40
    assert "hangs on how a contradiction is resolved" in shown
    assert "read more weakly" in shown
    assert "~ its time rests on a disputed claim" in shown
    assert "* not all claims that bear on it" in shown


def test_a_notebook_shows_what_is_set_aside(memory: Callable[[str], KnowledgeBase]) -> None:
    shown = memory(TWO_DAYS).explain("e")._repr_html_()
    assert "set aside, since not all claims can hold together" in shown
    assert "no claim bounds it" in memory(source() + claim("c", event("e"))).explain(
        "e")._repr_html_()  # fmt: skip


def test_no_event_and_very_many_are_shown_in_few_words(
    article: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dateline.exports import notebook

    assert article.timeline(search="no such words")._repr_html_() == "<p>No event fits.</p>"
    monkeypatch.setattr(notebook, "MOST_ROWS", 3)
    assert "and 21 more events" in article.timeline()._repr_html_()
    found = _rows(article.query("SELECT ?e { ?e a dl:Event }"))
    assert "and 21 more rows" in found._repr_html_()


# ---------------------------------------------------------------- linked data


def test_a_graph_answers_as_queries_do(corpus: KnowledgeBase) -> None:
    text = "SELECT ?e ?when { ?e a dl:Meeting ; dl:when ?when } ORDER BY ?e ?when"
    dataset = corpus.graph()
    mine = _rows(corpus.query(text))
    assert [tuple(str(v) for v in row) for row in dataset.query(text)] == [  # type: ignore[union-attr]
        tuple(str(v) for v in row) for row in mine.values
    ]


def test_a_graph_has_the_named_graphs(article: KnowledgeBase) -> None:
    from rdflib import RDF, URIRef

    dataset = article.graph()
    accepted = dataset.graph(URIRef(ACCEPTED))
    meeting = URIRef("https://w3id.org/dateline/ns#Meeting")
    assert len(list(accepted.subjects(RDF.type, meeting))) == 4
    assert article.dump().count("\n") == sum(
        1 for *_, graph in dataset.quads() if graph is not None
        and str(graph) != "urn:x-rdflib:default"
    )  # fmt: skip


REFUSED: dict[str, tuple[type[DatelineError], Callable[[Any], Any]]] = {
    "adding": (StoreError, lambda ds: ds.add(next(iter(ds.triples((None, None, None)))))),
    "removing": (StoreError, lambda ds: ds.remove((None, None, None))),
    "updating": (StoreError, lambda ds: ds.update("CLEAR ALL")),
    "reading a file into it": (
        StoreError, lambda ds: ds.parse(data="<x:a> <x:b> <x:c> .", format="nt")
    ),
    "the network": (QueryError, lambda ds: ds.query("ASK { SERVICE <http://x/> { ?s ?p ?o } }")),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_graph_refuses(what: str, article: KnowledgeBase) -> None:
    error, ask = REFUSED[what]
    with pytest.raises(error):
        ask(article.graph())


def test_a_graph_refuses_what_would_be_slow(article: KnowledgeBase) -> None:
    from rdflib.plugins.sparql import prepareQuery

    with pytest.raises(QueryError, match="give the text of the query"):
        article.graph().query(prepareQuery("ASK { ?s ?p ?o }"))


# ---------------------------------------------------------------- what is promised


def fresh(code: str) -> str:
    """Return what a program prints, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def test_importing_the_package_imports_nothing_else() -> None:
    told = "import sys; before = set(sys.modules); import dateline;"
    new = fresh(told + "print(sorted(set(sys.modules) - before - {'__future__'}))")
    assert new == "['dateline', 'dateline.version']"


def test_the_interface_imports_nothing_that_is_optional_or_slow() -> None:
    told = (
        "import sys; from dateline import KnowledgeBase;"
        "KnowledgeBase.open(':memory:').timeline().to_dict();"
        "print({'pandas', 'polars', 'oxrdflib', 'rdflib', 'pyshacl', 'click', 'numba', 'IPython'}"
        " & set(sys.modules))"
    )
    assert fresh(told) == "set()"


def test_there_is_no_other_name() -> None:
    assert set(dateline.__all__) <= set(dir(dateline))
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = dateline.Nothing  # type: ignore[attr-defined]


def described(module: ModuleType) -> Iterator[str]:
    """Yield every class of a module with its fields and methods."""
    for name, kind in inspect.getmembers(module, inspect.isclass):
        if kind.__module__ != module.__name__ or name.startswith("_"):
            continue
        bases = ", ".join(base.__name__ for base in kind.__bases__)
        yield f"class {name}({bases})"
        if is_typeddict(kind):
            yield from (f"    {field}: {what.__forward_arg__}" for field, what
                        in kind.__annotations__.items())  # fmt: skip
        if dataclasses.is_dataclass(kind):
            for field in dataclasses.fields(kind):
                if not field.name.startswith("_"):
                    yield f"    {field.name}: {field.type}"
        for member, what in sorted(vars(kind).items()):
            what = getattr(what, "__func__", what)
            if (
                inspect.isfunction(what)
                and (member in LISTED or member[0] != "_")
                and member != "of"
            ):
                yield f"    {member}{inspect.signature(what)}"
            elif isinstance(what, property):
                yield f"    {member} -> {what.fget.__annotations__['return']}"


LISTED = {"__len__", "__iter__", "__getitem__", "_repr_html_"}


def test_names_signatures_and_defaults_do_not_change_unnoticed() -> None:
    from dateline import errors, knowledge_base, options
    from dateline.answers import shown, value

    lines = [f"dateline: {', '.join(dateline.__all__)}"]
    for module in (knowledge_base, options, value, shown, timelines, reasons, orders, comparisons,
                   rows, changes, errors):  # fmt: skip
        lines += ["", f"# {module.__name__}", *described(module)]
    golden("python.txt", "\n".join(lines) + "\n")


def test_every_value_says_what_it_is() -> None:
    kinds: list[type] = [Value]
    for kind in kinds:
        kinds += kind.__subclasses__()
        assert kind.__doc__
        assert not kind.__doc__.startswith(f"{kind.__name__}(")
    assert Entry in kinds
