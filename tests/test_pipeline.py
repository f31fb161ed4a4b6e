"""The whole flow: load, solve, read; all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from documents import (
    BASE,
    all_quads,
    asks,
    claim,
    event,
    put,
    shipped_store,
    source,
    values,
    written,
)

from dateline import pipeline
from dateline.errors import InvalidInput, NameLookupError, NoKnowledgeBase, SourceError, StoreError
from dateline.sources import read_bytes
from dateline.store.embedded import MemoryStore
from dateline.store.opening import open_store
from dateline.vocabulary import DERIVED, PREFIXES

ON_A_DAY = ':e dl:when "2021-03-01"^^edtf:EDTF .'
PAPER = source() + claim("c", event("e")) + claim("w", ON_A_DAY)
OTHER = source("other") + claim("d", event("f"), source="other")
BAD = source("bad") + ":b a dl:Claim ; dl:source :bad . :b { :g a dl:Meeting . }"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "kb")


@pytest.fixture
def filled(tmp_path: Path, place: str) -> str:
    """A knowledge base with one paper."""
    pipeline.load(place, [written(tmp_path, PAPER, "paper.trig")])
    return place


def view(place: str) -> set[str]:
    store = open_store(place)
    return {str(quad) for graph in DERIVED for quad in store.quads(graph)}


def test_a_file_becomes_a_timeline(tmp_path: Path, place: str) -> None:
    solved = pipeline.load(place, [written(tmp_path, PAPER)])
    assert solved is not None
    (entry,) = solved.timeline.entries
    assert (entry.event.label, entry.when) == ("e", "2021-03-01")
    store = open_store(place)
    assert pipeline.is_solved(store)
    assert values(store, "graph:accepted", ":e", "dl:when") == ["2021-03-01"]
    assert pipeline.read_solved(place).timeline == solved.timeline


def test_an_event_is_named_by_its_label_or_its_iri(filled: str) -> None:
    solved = pipeline.read_solved(filled)
    assert solved.event("e") == solved.event(BASE + "e") == BASE + "e"
    assert solved.names[solved.event("e")] == "e"
    with pytest.raises(NameLookupError, match="'zz' is no event here"):
        solved.event("zz")


def test_loading_without_solving_takes_the_view_away_until_it_is_solved(
    tmp_path: Path, filled: str
) -> None:
    before = view(filled)
    assert pipeline.load(filled, [written(tmp_path, PAPER)], solve=False) is None
    assert not pipeline.is_solved(open_store(filled))
    assert view(filled) == set()
    assert len(pipeline.read_solved(filled).timeline.entries) == 1
    pipeline.solve(filled)
    assert view(filled) == before


UNUSABLE = {
    "a file that breaks the rules": (BAD, InvalidInput),
    "a file that does not parse": (":b {", SourceError),
    "a file that says nothing": ("", InvalidInput),
    "a file that makes a claim of another source": (
        OTHER + claim("c", event("g"), source="other"),
        InvalidInput,
    ),
}


@pytest.mark.parametrize("last", UNUSABLE)
def test_several_files_are_loaded_all_or_nothing(tmp_path: Path, filled: str, last: str) -> None:
    text, kind = UNUSABLE[last]
    before = all_quads(open_store(filled))
    good, bad = written(tmp_path, OTHER, "good.trig"), written(tmp_path, text, "bad.trig")
    with pytest.raises(kind, match=r"bad\.trig"):
        pipeline.load(filled, [good, bad])
    assert all_quads(open_store(filled)) == before


def test_a_load_that_is_refused_makes_no_knowledge_base(tmp_path: Path, place: str) -> None:
    with pytest.raises(InvalidInput):
        pipeline.load(place, [written(tmp_path, BAD)])
    assert not Path(place).exists()


RULES = """[ a dl:RelativeDate ; dl:expression "then"@en ; dl:clockTime "25:00" ]"""
BAD_VALUES = {
    "a rule": (f":e dl:when {RULES} .", "w"),
    "an offset": (
        ':e dl:when [ a dl:RelativeDate ; dl:expression "x"@en ; dl:offset "ten" ] .',
        "w",
    ),
    "an amount": (':e dl:duration [ a dl:Duration ; dl:amount "two" ] .', "w"),
}


@pytest.mark.parametrize("what", BAD_VALUES)
def test_a_value_that_cannot_be_read_is_a_problem_of_its_claim(
    tmp_path: Path, place: str, what: str
) -> None:
    states, name = BAD_VALUES[what]
    text = source() + claim("c", event("e")) + claim(name, states)
    with pytest.raises(InvalidInput) as refused:
        pipeline.load(place, [written(tmp_path, text)])
    assert {getattr(p, "place", "") for p in refused.value.problems} == {BASE + name}


def test_a_rule_that_only_reading_finds_wrong_is_a_problem(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shapes catch all of today's faults before; the check stands behind them."""
    monkeypatch.setattr(pipeline, "check_rule", lambda _: "it is odd")
    rule = '[ a dl:RelativeDate ; dl:expression "recently"@en ; dl:direction dl:earlier ]'
    text = PAPER + claim("r", f":e dl:when {rule} .")
    with pytest.raises(InvalidInput, match="r: it is odd"):
        pipeline.load(place, [written(tmp_path, text)])


def test_the_files_of_one_load_explain_each_other(tmp_path: Path, place: str) -> None:
    own = written(tmp_path, ":Ambush rdfs:subClassOf dl:Incident .", "kinds.trig")
    uses = written(tmp_path, source() + claim("c", event("e", ":Ambush")), "uses.trig")
    with pytest.raises(InvalidInput, match="Ambush"):
        pipeline.load(place, [uses])
    pipeline.load(place, [uses, own])
    assert asks(open_store(place), "GRAPH graph:accepted { :e a dl:Incident }")
    pipeline.load(place, [uses])  # by now the store explains it


# --- check ----------------------------------------------------------------------------------------


def test_checking_says_what_loading_would_and_stores_nothing(tmp_path: Path, filled: str) -> None:
    before = all_quads(open_store(filled))
    text = OTHER + claim("x", ":e dl:before :f .", source="other")
    text += claim("y", ":f dl:before :e .", source="other")
    solved = pipeline.check(filled, [written(tmp_path, text)])
    assert len(solved.timeline.conflicts) == 1
    assert len(solved.timeline.entries) == 2
    assert all_quads(open_store(filled)) == before


def test_checking_needs_no_knowledge_base_and_makes_none(tmp_path: Path, place: str) -> None:
    solved = pipeline.check(place, [written(tmp_path, PAPER)])
    assert [entry.event.label for entry in solved.timeline.entries] == ["e"]
    assert not Path(place).exists()


def test_checking_refuses_what_loading_would(tmp_path: Path, filled: str) -> None:
    with pytest.raises(InvalidInput, match="evidence"):
        pipeline.check(filled, [written(tmp_path, BAD)])
    with pytest.raises(InvalidInput, match="in the knowledge base already"):
        pipeline.check(filled, [written(tmp_path, UNUSABLE[next(reversed(UNUSABLE))][0])])


# --- withdraw, solve, dump ------------------------------------------------------------------------


def test_a_source_is_withdrawn_by_its_label(tmp_path: Path, filled: str) -> None:
    before = view(filled)
    pipeline.load(filled, [written(tmp_path, OTHER)])
    source, count, solved = pipeline.withdraw(filled, "OTHER")
    assert (source, count) == (BASE + "other", 1)
    assert source not in {claim.source for claim in solved.knowledge.claims}
    assert view(filled) == before
    with pytest.raises(
        NameLookupError, match=r"'other' was withdrawn before \(2024-01-01T00:00:00Z\)"
    ):
        pipeline.withdraw(filled, "other")


@pytest.mark.parametrize(
    "use",
    [pipeline.solve, pipeline.read_solved, lambda place: pipeline.withdraw(place, "paper")],
    ids=["solve", "read", "withdraw"],
)
def test_a_knowledge_base_that_is_not_there_is_not_made(use: object, place: str) -> None:
    assert callable(use)
    with pytest.raises(NoKnowledgeBase):
        use(place)
    assert not Path(place).exists()


def test_another_writer_stops_a_load_with_one_error(tmp_path: Path, filled: str) -> None:
    before = all_quads(open_store(filled))
    with open_store(filled).change(), pytest.raises(StoreError, match="another process"):
        pipeline.load(filled, [written(tmp_path, OTHER)])
    assert all_quads(open_store(filled)) == before


def test_in_memory_everything_is_forgotten(tmp_path: Path) -> None:
    assert pipeline.load(":memory:", [written(tmp_path, PAPER)]) is not None
    assert pipeline.read_solved(":memory:").timeline.entries == ()


@pytest.mark.parametrize("form", [ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS], ids=["trig", "nq"])
def test_what_was_dumped_comes_back_as_it_was(tmp_path: Path, form: ox.RdfFormat) -> None:
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    files = [written(tmp_path, PAPER, "a.trig"), written(tmp_path, OTHER, "b.trig")]
    pipeline.load(one, files, solve=False)
    pipeline.withdraw(one, "other")
    dump = tmp_path / f"dump.{form.file_extension}"
    dump.write_bytes(open_store(one).dump(form, PREFIXES))
    pipeline.load(other, [dump])
    assert all_quads(open_store(other)) == all_quads(open_store(one))


def test_the_shipped_data_come_back_from_a_dump() -> None:
    store, again = shipped_store(), MemoryStore()
    dump = store.dump(ox.RdfFormat.TRIG, PREFIXES)
    put(again, [read_bytes(dump, "dump.trig")])
    assert all_quads(again) == all_quads(store)


def test_check_tells_of_the_conflicts_of_its_own_files_only(tmp_path: Path) -> None:
    def on(name: str, day: str) -> str:
        return source(name) + claim(f"c-{name}", f':e dl:when "{day}"^^edtf:EDTF .', source=name)

    place = str(tmp_path / "kb")
    happened = source("first") + claim("is", event("e"), source="first")
    first = written(tmp_path, happened, "first.trig")
    pipeline.load(place, [first, written(tmp_path, on("second", "2021-02-01"), "second.trig")])
    pipeline.load(place, [written(tmp_path, on("third", "2021-02-02"), "third.trig")])
    clean = written(
        tmp_path, source("fourth") + claim("new", event("f"), source="fourth"), "4.trig"
    )
    assert pipeline.read_solved(place).timeline.conflicts
    untouched = pipeline.check(place, [clean]).timeline
    assert (untouched.conflicts, untouched.set_aside) == ((), ())
    assert pipeline.check(place, [first]).timeline.conflicts == ()
    (conflict,) = pipeline.check(place, [tmp_path / "third.trig"]).timeline.conflicts
    assert conflict.members == {BASE + "c-second", BASE + "c-third"}


def test_a_time_of_recording_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(StoreError, match="SOURCE_DATE_EPOCH is no number of seconds: 'yesterday'"):
        pipeline.load(str(tmp_path / "kb"), [written(tmp_path, PAPER)])


def test_an_open_knowledge_base_in_memory_keeps_what_is_put_into_it(tmp_path: Path) -> None:
    store = MemoryStore()
    pipeline.load(store, [written(tmp_path, PAPER)])
    assert len(pipeline.read_solved(store).timeline.entries) == 1
    source, claims, solved = pipeline.withdraw(store, "paper")
    assert (source, claims, solved.timeline.entries) == (BASE + "paper", 2, ())


def test_an_open_folder_is_changed_through_itself(tmp_path: Path, filled: str) -> None:
    store = open_store(filled)
    pipeline.load(store, [written(tmp_path, OTHER, "other.trig")])
    assert len(pipeline.read_solved(store).timeline.entries) == 2
    assert len(pipeline.read_solved(filled).timeline.entries) == 2


def test_an_open_knowledge_base_is_named_after_its_place(filled: str) -> None:
    assert [str(open_store(place)) for place in (filled, ":memory:")] == [filled, ":memory:"]
