"""What is read from the accepted view is what solving finds, whatever is told and asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from documents import claim, event, judgement, loaded, put, shipped_store, source
from hypothesis import given, settings
from hypothesis import strategies as st
from portable_profile import violations

from dateline import accepted, showing
from dateline.claims import read_knowledge
from dateline.entry import STATUSES, Entry, Timeline
from dateline.errors import QueryError, TooManyRows
from dateline.exports.formats import FORMATS
from dateline.exports.losses import Losses
from dateline.exports.slice import Slice
from dateline.model import Iri
from dateline.pipeline import Solved, solve_knowledge
from dateline.resources import corpus_files, path_of
from dateline.selection import Selection, select
from dateline.sources import read_file
from dateline.store.contract import Results
from dateline.store.embedded import MemoryStore
from dateline.terms import text
from dateline.time.calendar import parse_datetime as at
from dateline.time.dates import Window
from dateline.view import candidates, entries, rows
from dateline.view.candidates import selecting
from dateline.view.reading import Viewed, is_built, read_view
from dateline.view.reading import entries as entries_in
from dateline.vocabulary import ACCEPTED, DL, KB

EVERY = Selection()


def solved_of(store: MemoryStore) -> Solved:
    return solve_knowledge(read_knowledge(store))


def bare(entry: Entry) -> Entry:
    """Return an entry without what no timeline shows."""
    return replace(entry, event=replace(entry.event, facts=(), plans=()))


def printed(timeline: Timeline, shown: Solved | Viewed, store: MemoryStore) -> list[object]:
    """Return the timeline in every format that is written from the view alone."""

    def solve() -> Solved:
        raise AssertionError("the view is enough")

    chosen = Slice(timeline.entries, shown, store, solve)
    forms = [form for form in FORMATS.values() if form.needs in {"rows", "view"}]
    return [(form.name, *form.export(chosen, Losses(form.never))) for form in forms]


def assert_same(store: MemoryStore, selection: Selection = EVERY) -> None:
    """Assert that a timeline reads as it is solved, entry by entry and in every format."""
    solved, viewed = solved_of(store), read_view(store, selection)
    chosen = select(solved.timeline, selection, solved.knowledge)
    expected = [bare(entry) for entry in chosen.entries]
    assert list(viewed.timeline.entries) == expected
    assert replace(viewed.timeline, entries=()) == replace(chosen, entries=())
    assert viewed.ranks == {e.event.iri: solved.ranks[e.event.iri] for e in expected}
    assert printed(viewed.timeline, viewed, store) == printed(chosen, solved, store)
    assert list(entries_in(store, selection)) == expected


@pytest.fixture(scope="module")
def article() -> MemoryStore:
    return shipped_store()


@pytest.fixture(scope="module")
def corpus() -> MemoryStore:
    store = MemoryStore()
    put(store, [read_file(path) for path in corpus_files()])
    return store


# --- the whole timeline ---------------------------------------------------------------------------


def test_the_timeline_of_the_article_reads_as_it_is_solved(article: MemoryStore) -> None:
    assert_same(article)


def test_the_timeline_of_all_sources_reads_as_it_is_solved(corpus: MemoryStore) -> None:
    assert_same(corpus)


WORLDS = {
    "nothing at all": source(),
    "an event told under two names": source()
    + claim("a", event("e"))
    + claim("b", event("f", "dl:Talks"))
    + judgement("j", ":e dl:sameEventAs :f ."),
    "kinds of which one is a kind of the other": source()
    + claim("a", event("e", "dl:Meeting"))
    + claim("b", ":e a dl:Summit ."),
    "kinds of one's own": source()
    + ":Duel rdfs:subClassOf dl:Meeting ; rdfs:label 'duel'@en ; dl:aspect dl:lasting ."
    + ":Row a dl:Actor ."
    + claim("a", event("e", ":Duel")),
    "roles of one's own, told with the wider ones": source()
    + ":second rdfs:subPropertyOf dl:mediator . :site rdfs:subPropertyOf dl:place ."
    + ":s a dl:Person ; rdfs:label 'Zweiter'@de , 'Second'@en ."
    + claim("a", event("e", more="; :second :s ; dl:host :h ; :site :here ; dl:place :there"))
    + claim("b", ":e dl:mediator :s ; dl:participant :h , :other ."),
    "what is only planned, or only supposed": source()
    + claim("a", event("e", ":Trip", "; dl:host :h"), more="; dl:modality dl:planned")
    + ":Trip rdfs:subClassOf dl:Visit ."
    + claim("b", event("f", more="; dl:place :p"), more="; dl:modality dl:hypothetical")
    + claim("c", event("g"))
    + claim("d", ":g dl:participant :x ; dl:place :p .", more="; dl:modality dl:planned")
    + claim("w", ':e dl:when "2021-03"^^edtf:EDTF .', more="; dl:modality dl:planned"),
    "a plan and its report": source()
    + claim("a", event("plan"), more="; dl:modality dl:planned")
    + claim("w", ':plan dl:when "2021-03-12"^^edtf:EDTF .', more="; dl:modality dl:planned")
    + claim("b", event("e"))
    + judgement("j", ":plan dl:planOf :e ."),
    "copies, and a source that merely mentions": source("one")
    + source("two", "dl:copyOf :one")
    + source("three", "dl:copyOf :two")
    + source("four")
    + claim("a", event("e"), source="one")
    + claim("b", event("e"), source="three")
    + claim("c", ':e dl:when "2021-03-01"^^edtf:EDTF .', source="four"),
    "disputed claims": source()
    + source("other")
    + claim("a", event("e"))
    + claim("b", ':e dl:when "2021-03-02"^^edtf:EDTF .')
    + claim("c", "", source="other", more="; dl:disputes :a , :b"),
    "contradictions": source()
    + source("other", 'dl:published "2021-03-12"^^edtf:EDTF ; dl:reliability "A"')
    + claim("a", event("e"))
    + claim("b", event("f"), source="other")
    + claim("d1", ':e dl:when "2021-03-02"^^edtf:EDTF .')
    + claim("d2", ':e dl:when "2021-03-03"^^edtf:EDTF .', source="other")
    + claim("x", ":e dl:before :f .")
    + claim("y", ":f dl:before :e .", source="other"),
    "labels in other languages, and without any": source()
    + claim("a", ':e a dl:Meeting ; rdfs:label "פגישה"@he .')
    + claim("b", ":f a dl:Meeting ; dl:participant :paper , :nobody .")
    + claim("c", ':g a dl:Meeting ; rdfs:label "plain" ; dl:participant "many" .'),
}


@pytest.mark.parametrize("text", WORLDS.values(), ids=WORLDS)
def test_a_small_world_reads_as_it_is_solved(text: str) -> None:
    assert_same(loaded(text))


NAMES = "abcd"


@st.composite
def told(draw: st.DrawFn) -> str:
    """Return a file in which three sources tell of four events, true or not."""
    parts = [
        source("s0", 'dl:published "2021-03-10"^^edtf:EDTF'),
        source("s1", 'dl:published "2021-03"^^edtf:EDTF ; dl:reliability "D"'),
        source("s2", draw(st.sampled_from(["dl:copyOf :s0", 'dl:publisher "me"@en']))),
        ":inner dl:within :outer . :outer a dl:Place ; rdfs:label 'Outer'@en .",
    ]
    name = st.sampled_from(NAMES)
    statements = st.one_of(
        st.builds(event, name, st.sampled_from(["dl:Meeting", "dl:Summit", "dl:Sanction"])),
        st.builds(
            ':{} dl:{} "2021-03-{:02}"^^edtf:EDTF .'.format,
            name,
            st.sampled_from(["when", "startsOn", "endsOn"]),
            st.integers(1, 12),
        ),
        st.builds(
            ":{} dl:{} :{} .".format,
            name,
            st.sampled_from(["before", "partOf", "inResponseTo", "host", "participant", "place"]),
            st.sampled_from(["a", "b", "inner", "outer"]),
        ),
    )
    modality = st.sampled_from(["", "", "; dl:modality dl:planned", "; dl:attributedTo :outer"])
    disputes = st.sampled_from(["", "", "", "", "; dl:disputes :c0"])
    parts += [
        claim(
            f"c{number}",
            draw(statements),
            source=draw(st.sampled_from(["s0", "s1", "s2"])),
            more=draw(modality) + (draw(disputes) if number else ""),
        )
        for number in range(draw(st.integers(3, 14)))
    ]
    if draw(st.booleans()):
        parts.append(judgement("j", f":{draw(name)} dl:sameEventAs :{draw(name)} ."))
    return "".join(parts)


@settings(max_examples=40, deadline=None)
@given(told())
def test_whatever_is_told_reads_as_it_is_solved(text: str) -> None:
    assert_same(loaded(text))


# --- what is asked for ----------------------------------------------------------------------------

KINDS = ("Event", "Meeting", "Incident", "Statement", "Sanction", "Summit", "Situation")
DAYS = st.none() | st.sampled_from(
    ["2015-10-01", "2015-11-24", "2015-11-25", "2015-11-28", "2015-11-30", "2016-02-01"]
)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    first, after = (
        None if day is None else at(f"{day}T00:00:00Z") for day in (draw(DAYS), draw(DAYS))
    )
    return Selection(
        actor=draw(st.none() | iris("actor", "turkey", "russia", "putin", "netanyahu", "nobody")),
        place=draw(st.none() | iris("place", "paris", "france", "turkey", "syria", "nowhere")),
        kind=draw(st.none() | st.sampled_from([Iri(DL + kind) for kind in KINDS])),
        source=draw(st.none() | iris("source", "ynet-4733020", "none")),
        status=draw(st.none() | st.sampled_from(STATUSES)),
        search=draw(st.none() | st.sampled_from(["TURK", "jet", "paris"])),
        within=Window(first, after),
        certain=draw(st.booleans()),
    )


def iris(kind: str, *names: str) -> st.SearchStrategy[Iri]:
    return st.sampled_from([Iri(f"{KB}{kind}/{name}") for name in names])


ONE_BY_ONE = (
    Selection(actor=Iri(KB + "actor/turkey")),
    Selection(place=Iri(KB + "place/france")),
    Selection(kind=Iri(DL + "Meeting")),
    Selection(source=Iri(KB + "source/ynet-4733020")),
    Selection(status="planned"),
    Selection(search="paris"),
    Selection(within=Window(at("2015-11-24T00:00:00Z"), at("2015-11-29T00:00:00Z"))),
    Selection(within=Window(at("2015-11-24T00:00:00Z"), at("2015-11-29T00:00:00Z")), certain=True),
    Selection(within=Window(None, at("2015-11-29T00:00:00Z")), certain=True),
)


@pytest.mark.parametrize("selection", ONE_BY_ONE)
def test_each_filter_finds_what_it_finds_in_the_solved_timeline(
    corpus: MemoryStore, selection: Selection
) -> None:
    assert_same(corpus, selection)
    assert 0 < len(read_view(corpus, selection).timeline.entries) < 40


@pytest.fixture(scope="module")
def everything(corpus: MemoryStore) -> Solved:
    return solved_of(corpus)


@settings(max_examples=150, deadline=None)
@given(selections())
def test_filters_find_together_what_they_find_in_the_solved_timeline(
    corpus: MemoryStore, everything: Solved, selection: Selection
) -> None:
    chosen = select(everything.timeline, selection, everything.knowledge)
    found = [entry.event.iri for entry in entries_in(corpus, selection)]
    assert found == [entry.event.iri for entry in chosen.entries]


def test_only_candidates_are_read(corpus: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Iri] = []
    plain = entries.EventReader._together

    def noting(self: entries.EventReader, events: list[Iri]) -> Iterator[entries.Seen]:
        read.extend(events)
        return plain(self, events)

    monkeypatch.setattr(entries.EventReader, "_together", noting)
    window = Window(at("2015-11-24T00:00:00Z"), at("2015-11-25T00:00:00Z"))
    asked = Selection(actor=Iri(KB + "actor/putin"), kind=Iri(DL + "Meeting"), within=window)
    found = read_view(corpus, asked).timeline.entries
    assert len(found) <= len(read) < 10


# --- long timelines, and answers that are cut off -------------------------------------------------


def many(count: int) -> str:
    """Return a file that tells of some events, and disputes all that is told of one of them."""
    events = "".join(
        claim(f"c{n}", event(f"e{n}", more=f"; dl:host :h{n % 3} ; dl:place :p"))
        + claim(f"d{n}", f':e{n} dl:when "2021-03-{1 + n % 9:02}"^^edtf:EDTF .')
        + claim(f"x{n}", "", more=f"; dl:disputes :c{n}")
        for n in range(count)
    )
    return source() + events


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages, answers and what is read together hold very little."""
    monkeypatch.setattr(accepted, "PAGE", 3)
    monkeypatch.setattr(entries, "TOGETHER", 4)
    monkeypatch.setattr(entries, "KEPT", 1)
    monkeypatch.setattr(rows, "ROWS", 7)
    monkeypatch.setattr(candidates, "ROWS", 7)


@pytest.mark.usefixtures("in_pieces")
def test_a_timeline_of_many_pages_reads_as_it_is_solved() -> None:
    store = loaded(many(10))
    pages = {
        text(quad.object) for quad in store.quads(ACCEPTED) if quad.predicate.value == DL + "page"
    }
    assert pages == {"0", "1", "2", "3"}
    assert_same(store)
    for selection in (Selection(kind=Iri(DL + "Meeting")), Selection(search="e1")):
        assert_same(store, selection)


def queries_noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that fills with the queries that stores in memory are asked from now on."""
    asked: list[str] = []
    plain = MemoryStore.query

    def noting(self: MemoryStore, text: str, **options: Any) -> Results:
        asked.append(text)
        return plain(self, text, **options)

    monkeypatch.setattr(MemoryStore, "query", noting)
    return asked


@pytest.mark.parametrize("certain", [False, True])
def test_of_a_long_timeline_each_page_is_compared_by_bounds_and_not_period_by_period(
    certain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepted, "PAGE", 3)
    monkeypatch.setattr(candidates, "ROWS", 7)
    store = loaded(many(12))
    asked = queries_noted(monkeypatch)
    window = Window(at("2021-03-01T00:00:00Z"), at("2021-03-08T00:00:00Z"))
    assert_same(
        store, Selection(within=window, certain=certain, actor=Iri("https://example.org/news/h1"))
    )
    assert not [text for text in asked if "dl:page ?page" in text]
    assert_same(store, Selection(within=window, certain=certain))
    paged = [text for text in asked if "dl:page ?page" in text]
    assert len(paged) >= 4
    assert not [text for text in paged if "Period" in text]


def test_what_is_asked_of_one_thing_may_be_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "ROWS", 1)
    with pytest.raises(TooManyRows, match="more than 1 rows tell of"):
        list(
            rows.ask_of(
                loaded(many(1)),
                "labels",
                ("number", "thing"),
                rows.numbered([Iri("https://example.org/news/paper")]),
            )
        )


def test_conditions_of_too_many_values_are_left_to_the_entries(
    corpus: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "VALUES", 2)
    for selection in (
        *ONE_BY_ONE,
        replace(ONE_BY_ONE[1], kind=Iri(DL + "Meeting"), within=ONE_BY_ONE[6].within),
    ):
        assert_same(corpus, selection)


def test_entries_come_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepted, "PAGE", 2)
    monkeypatch.setattr(entries, "TOGETHER", 2)
    store = loaded(many(6))
    asked = queries_noted(monkeypatch)
    found = entries_in(store)
    next(found)
    begun = len(asked)
    assert len(list(found)) == 5
    assert len(asked) > 2 * begun - 3


# --- where there is no view -----------------------------------------------------------------------


def test_a_view_that_does_not_say_how_many_pages_it_has_is_not_read(article: MemoryStore) -> None:
    assert is_built(article)
    store = MemoryStore()
    with store.change() as changes:
        changes.add(quad for quad in article.quads() if quad.predicate.value != DL + "pages")
    assert not is_built(store)
    assert list(entries_in(store)) == []


@pytest.mark.parametrize(
    ("options", "another"),
    [
        ({}, False),
        ({"policy": "all", "as_of": None, "actor": "Putin"}, False),
        ({"policy": "reliable"}, True),
        ({"as_of": "2015-11-30"}, True),
        ({"recorded_by": "2015-11-30"}, True),
        ({"according_to": "Turkey"}, True),
    ],
)
def test_another_view_is_solved(options: Mapping[str, str], another: bool) -> None:
    assert showing.asks_for_another_view(options) == another


def test_an_engine_that_fails_on_the_way_is_an_error_with_its_words(
    article: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(list[ox.QuerySolution]):
        def __iter__(self) -> Iterator[ox.QuerySolution]:
            raise OSError("out of breath")

    monkeypatch.setattr(ox, "QuerySolutions", Failing)
    monkeypatch.setattr(MemoryStore, "query", lambda *_, **__: Failing())
    with pytest.raises(QueryError, match="the query cannot be answered: out of breath"):
        rows.ask(article, "")


# --- the queries ----------------------------------------------------------------------------------

OWN = sorted(path_of("queries/view").glob("*.rq"))
CONDITIONS = ("page", "actor", "place", "kind", "source", "status", "possible", "certain", "bounds")


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.stem)
def test_the_programs_own_queries_keep_to_the_portable_profile(file: Path) -> None:
    assert violations(file.read_text()) == []
    assert "\nLIMIT 5000\n" in file.read_text()


@pytest.mark.parametrize("count", range(len(CONDITIONS) + 1))
def test_so_does_every_query_that_is_composed_of_conditions(count: int) -> None:
    for names in combinations(CONDITIONS, count) if count < 3 else (CONDITIONS[:count],):
        text = selecting({name: {} for name in names})
        assert violations(text) == []
        assert "# with" not in text
