"""Annotated documents on the command line: checked, and loaded as claims."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from annotated import Told, document, instance, timeml, timex, tlink
from commands import SMALL, run, told
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotation_claims import claims_of
from dateline.claims import read_knowledge
from dateline.pipeline import problems_of, solve_knowledge
from dateline.reasoning.annotated import assess
from dateline.sources import SourceFile, normalise
from dateline.store.embedded import MemoryStore
from dateline.terms import text
from dateline.timeml import parse_timeml

CLAIM = "https://w3id.org/dateline/kb/claim/timeml-news/"

#: Left on Saturday, before arriving; arrived on Friday; and a rest that cannot be.
NEWS = timeml(
    timex("t0", "2015-11-30", "30 November"),
    timex("t1", "2015-11-28", "Saturday"),
    timex("t2", "2015-11-27", "Friday"),
    instance(1, "left"),
    instance(2, "arrived"),
    instance(3, "rested"),
    instance(4, "slept"),
    *map(
        tlink,
        [
            ("l1", "BEFORE", "ei1", "ei2"),
            ("l2", "BEFORE", "ei2", "ei3"),
            ("l3", "IS_INCLUDED", "ei3", "ei1"),
            ("l4", "IS_INCLUDED", "ei1", "t1"),
            ("l5", "IS_INCLUDED", "ei2", "t2"),
            ("l6", "SOMETIMES", "ei2", "t2"),
            ("l7", "BEFORE_OR_OVERLAP", "ei2", "t0"),
            ("l8", "OVERLAP", "ei4", "t1"),
        ],
    ),
)
GOOD = document([("l1", "BEFORE", "ei1", "ei2"), ("l2", "VAGUE", "ei2", "ei1")], 2)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.tml"
    path.write_bytes(NEWS)
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.tml"
    path.write_bytes(GOOD)
    return path


# --- check ----------------------------------------------------------------------------------------


def test_a_document_that_holds_together(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told("check", good) == {
        "documents": [
            {
                "file": str(good),
                "events": 2,
                "times": 0,
                "relations": 2,
                "used": 2,
                "consistent": True,
                "conflicts": [],
                "more": False,
                "calendar_conflicts": [],
                "more_calendar": False,
                "links": {},
                "notes": [],
            }
        ],
        "unreadable": [],
    }
    monkeypatch.chdir(good.parent)
    result = run("check", good.name)
    assert result.exit_code == 0
    assert result.stdout == "good.tml: consistent\n  2 events, 0 times, 2 links\n"


def test_what_contradicts_is_told_with_its_words(news: Path) -> None:
    (found,) = told("check", news, code=3)["documents"]
    assert (found["events"], found["times"], found["relations"], found["used"]) == (4, 3, 8, 7)
    assert not found["consistent"]
    assert found["conflicts"] == [["l1", "l2", "l3"]]
    assert found["calendar_conflicts"] == [{"links": ["l1", "l4", "l5"], "times": ["t1", "t2"]}]
    assert found["links"]["l1"] == {
        "kind": "BEFORE",
        "source": "ei1",
        "target": "ei2",
        "line": 10,
        "says": "“left” (ei1) ends before the start of “arrived” (ei2)",
    }
    assert list(found["links"]) == ["l1", "l2", "l3", "l4", "l5"]
    assert found["notes"] == [
        {"line": 15, "note": "l6 says SOMETIMES, a relation that is not known; it is not used"}
    ]


def test_the_report_for_people(news: Path, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(news.parent)
    result = run("check", news.name, good.name)
    assert result.exit_code == 3
    shown = result.stdout.splitlines()
    assert [line.strip() for line in shown] == [
        "news.tml: inconsistent",
        "4 events, 3 times, 8 links",
        "1. These cannot all hold:",
        "l1: “left” (ei1) ends before the start of “arrived” (ei2)",
        "l2: “arrived” (ei2) ends before the start of “rested” (ei3)",
        "l3: “rested” (ei3) lies strictly within “left” (ei1)",
        "2. These cannot all hold with the calendar:",
        "l1: “left” (ei1) ends before the start of “arrived” (ei2)",
        "l4: “left” (ei1) lies strictly within “Saturday” (t1)",
        "l5: “arrived” (ei2) lies strictly within “Friday” (t2)",
        "t1: “Saturday” (t1) is 2015-11-28",
        "t2: “Friday” (t2) is 2015-11-27",
        "note: line 15: l6 says SOMETIMES, a relation that is not known; it is not used",
        "good.tml: consistent",
        "2 events, 0 times, 2 links",
        "2 documents, 1 inconsistent",
    ]
    assert all(len(line) <= 80 for line in shown)


def test_contradictions_of_the_calendar_alone_are_listed_and_are_no_findings(
    tmp_path: Path,
) -> None:
    path = tmp_path / "dates.tml"
    path.write_bytes(document([("l1", "AFTER", "t1", "t2")], 0, {"t1": "1998", "t2": "1999"}))
    (found,) = told("check", path)["documents"]
    assert found["consistent"]
    assert found["calendar_conflicts"] == [{"links": ["l1"], "times": ["t1", "t2"]}]


def test_one_bad_file_does_not_hide_the_others(news: Path, good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tml"
    bad.write_text("<TimeML>\n<EVENT>")
    missing = tmp_path / "missing.tml"
    result = run("check", bad, good, missing, news, "-f", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert [Path(one["file"]).name for one in found["documents"]] == ["good.tml", "news.tml"]
    assert found["unreadable"] == [
        {
            "file": str(bad),
            "place": "line 2, column 8",
            "why": "is not well-formed XML: no element found",
        },
        {"file": str(missing), "place": "", "why": "there is no such file"},
    ]
    assert result.stderr.splitlines() == [
        f"Error: {bad}, line 2, column 8: is not well-formed XML: no element found",
        f"Error: {missing}: there is no such file",
    ]
    alone = run("check", bad)
    assert alone.exit_code == 1
    assert alone.stdout.strip() == ""


def test_annotated_documents_and_claims_are_checked_in_one_call(good: Path, news: Path) -> None:
    claims = good.with_name("claims.trig")
    claims.write_text(SMALL)
    kb = good.with_name("none.kb")
    found = told("check", good, claims, kb=kb)
    assert list(found) == ["documents", "unreadable", "conflicts", "more"]
    result = run("check", claims, good, kb=kb)
    assert result.exit_code == 0
    assert "consistent" in result.stdout
    assert "No contradictions: all claims can hold together." in result.stdout
    assert "the rules are kept; with these files: 1 source, 1 claim, 1 event" in result.stderr
    assert run("check", claims, news, kb=kb).exit_code == 3
    claims.write_text(SMALL.replace("dl:Meeting", "dl:Meting"))
    assert run("check", claims, good, kb=kb).exit_code == 1
    assert not kb.exists()


def test_evidence_of_an_annotated_document_is_not_verified(good: Path) -> None:
    result = run("check", good, "--verify", good)
    assert result.exit_code == 2
    assert "--verify is for files of claims" in result.stderr


def test_words_of_strangers_are_shown_harmlessly_and_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "long.tml"
    words = "a\u202eb " + "long " * 40
    path.write_bytes(timeml(instance(1, words), tlink(("l1", "BEFORE", "ei1", "ei1"))))
    result = run("check", path)
    assert "1. This cannot hold:" in result.stdout
    assert "“a�b long" in result.stdout
    assert "…” (ei1)" in result.stdout
    assert "\u202e" not in result.stdout


def test_a_long_list_is_cut_for_people_and_complete_for_programs(tmp_path: Path) -> None:
    path = tmp_path / "many.tml"
    links = [
        (f"l{n:02}", kind, f"ei{n // 2 + 1}", f"ei{n // 2 + 2}")
        for n, kind in enumerate(["BEFORE", "AFTER"] * 25)
    ]
    path.write_bytes(document(links, 26))
    shown = run("check", path).stdout
    assert "20. These cannot all hold:" in shown
    assert "21." not in shown
    assert "… and 5 more; all of them with -f json" in shown
    assert len(told("check", path, code=3)["documents"][0]["conflicts"]) == 25


def test_where_there_may_be_more_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.reasoning.smallest.MOST", 2)
    monkeypatch.setattr("dateline.reasoning.conflicts.WAYS_OUT", 2)
    links: list[Told] = [
        (f"l{n}", "BEFORE", f"ei{n % 5 + 1}", f"ei{(n * 2) % 5 + 1}") for n in range(20)
    ]
    links += [(f"d{n}", "AFTER", "t1", "t2") for n in range(4)]
    links += [("j", "OVERLAP", "ei1", "t1")]
    path = tmp_path / "tangle.tml"
    path.write_bytes(document(links, 5, {"t1": "1998", "t2": "1999"}))
    shown = run("check", path).stdout
    assert "There may be more; none of them is smaller than all of these." in shown
    assert "There may be more with the calendar." in shown


# --- load -----------------------------------------------------------------------------------------


def test_a_loaded_document_can_be_asked_like_any_claims(news: Path, tmp_path: Path) -> None:
    kb = tmp_path / "kb"
    result = run("load", news, kb=kb)
    assert result.exit_code == 0
    assert "2 sources, 17 claims, 7 events" in result.stderr
    rows = {row["label"]: row for row in told("timeline", kb=kb)["entries"]}
    assert rows["Saturday"]["start"]["earliest"] == "2015-11-28T00:00:00Z"
    assert rows["Saturday"]["start"]["latest"] == "2015-11-28T00:00:00Z"
    assert rows["Saturday"]["end"]["latest"] == "2015-11-29T00:00:00Z"
    assert rows["Saturday"]["end"]["earliest"] == "2015-11-29T00:00:00Z"
    assert {row["type"] for row in rows.values()} == {"Event"}
    shown = run("explain", "left", kb=kb).stdout
    assert "“left” lies strictly within “Saturday”" in shown
    assert "claim:timeml-news/l4 — the annotation of news; “left”, “Saturday”" in shown
    found = told("conflicts", kb=kb, code=3)["conflicts"]
    names = [[claim.removeprefix(CLAIM) for claim in one["claims"]] for one in found]
    assert names == [["l1", "l2", "l3"], ["l1", "l4", "l5", "value-t1", "value-t2"]]


def test_a_document_loaded_again_replaces_what_it_said(news: Path, tmp_path: Path) -> None:
    kb = tmp_path / "kb"
    for _ in range(2):
        assert run("load", news, kb=kb).exit_code == 0
    news.write_bytes(GOOD)
    result = run("load", news, kb=kb)
    assert "2 sources, 3 claims, 2 events" in result.stderr
    assert run("conflicts", kb=kb).exit_code == 0


def test_documents_of_two_files_are_loaded_side_by_side(
    news: Path, good: Path, tmp_path: Path
) -> None:
    kb = tmp_path / "kb"
    result = run("load", news, good, kb=kb)
    assert result.exit_code == 0
    assert "4 sources, 20 claims, 9 events" in result.stderr
    assert run("withdraw", "the annotation of good", kb=kb).exit_code == 0


def test_the_text_is_published_when_it_was_written(tmp_path: Path) -> None:
    kb = tmp_path / "kb"
    for value, published in (
        ("2015-11-30", "2015-11-30"),
        ("2015-11-30T10:00", "2015-11-30"),
        ("2015-11", "[2015-11-01..2015-11-30]"),
        ("PRESENT_REF", None),
    ):
        path = tmp_path / "a b%.tml"
        path.write_bytes(timeml(timex("t0", value, kind="TIME" if "T" in value else "DATE")))
        assert run("load", path, kb=kb).exit_code == 0
        ask = (
            "SELECT ?d { GRAPH graph:claims { ?s a dl:Article . OPTIONAL { ?s dl:published ?d } } }"
        )
        result = run("query", "-", "-f", "json", kb=kb, stdin=ask)
        rows = json.loads(result.stdout)["results"]["bindings"]
        assert [row.get("d", {}).get("value") for row in rows] == [published]


def test_a_broken_document_loads_nothing(good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tml"
    bad.write_text("<TimeML>")
    kb = tmp_path / "kb"
    result = run("load", good, bad, kb=kb)
    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: {bad}, line 1, column 9: is not well-formed XML: no element found\n"
    )
    assert not kb.exists()


ENDS = st.sampled_from(("ei1", "ei2", "ei3", "t1", "t2"))
KINDS = ("BEFORE", "AFTER", "IBEFORE", "INCLUDES", "IS_INCLUDED", "BEGINS", "ENDED_BY", "DURING",
         "OVERLAP", "VAGUE")  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(KINDS), ENDS, ENDS), max_size=7))
def test_claims_contradict_exactly_as_links_do(drawn: list[tuple[str, str, str]]) -> None:
    links = [(f"l{n}", *one) for n, one in enumerate(drawn)]
    read = parse_timeml(
        document(links, 3, {"t0": "2015-11-01", "t1": "2015-11-02", "t2": "2016"}), "news.tml"
    )
    with MemoryStore().change() as changes:
        changes.add(normalise(claims_of(read), "news.tml"))
        solved = solve_knowledge(read_knowledge(changes))
    found = assess(read)
    expected = {frozenset(names) for names in found.conflicts}
    expected |= {
        frozenset((*conflict.links, *(f"value-{time}" for time in conflict.times)))
        for conflict in found.calendar_conflicts
    }
    listed = {
        frozenset(name.removeprefix(CLAIM) for name in conflict.members)
        for conflict in solved.timeline.conflicts
    }
    assert listed == expected


def test_what_is_made_of_a_document_keeps_the_rules() -> None:
    read = parse_timeml(NEWS, "odd name “ü” 100%.tml")
    made = normalise(claims_of(read), read.file)
    assert problems_of([SourceFile(read.file, made)], ()) == ()
    assert all(" " not in str(quad.graph_name) for quad in made)
    slug = "timeml-odd%20name%20%E2%80%9C%C3%BC%E2%80%9D%20100%25"
    assert f"https://w3id.org/dateline/kb/source/{slug}" in {text(quad.subject) for quad in made}
