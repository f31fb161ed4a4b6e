"""What is shown and written: harmless whatever strangers put into their labels, and well formed."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from commands import ARTICLE, EV, PREFIXES, run, told
from rich.cells import cell_len

from dateline.exports.doubts import conflicts_text
from dateline.exports.plain_text import in_a_cell, in_markdown, on_a_line, when_words
from dateline.exports.terminal import rendered
from dateline.model import Claim, Evidence, Iri, Knowledge
from dateline.pipeline import read_solved
from dateline.reasoning.network import Basis
from dateline.wording import basis_words, words_of

X = "https://example.org/kb/"
HOSTILE = {
    "escapes": "\x1b[2J\x1b[31mred\x07 \x9b31m",
    "a link in the terminal": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "right to left": "safe \u202egpj.exe\u2066 x\u200f",
    "a formula": "=cmd()|'/c calc'!A1",
    "another formula": "\t@SUM(1+1)",
    "a wide formula": "＝1+1",
    "a table": "a|b\\|c | d",
    "markup": "<script>alert(1)</script> [x](javascript:y) ![z](q) `code` **b** $x$ &amp;",
    "a heading": "# not a heading",
    "lines": "one\ntwo\r\nthree\u2028four\x85five",
    "rich markup": "[bold red]loud[/] [link=https://evil.example]x[/link] :smile:",
    "very long": "word" * 2_500,
    "many words": "ten letters " * 900,
    "emoji": "👩\u200d👩\u200d👧 🇮🇱 ☕️ 日本語",
    "another script": "می\u200cخواهم שלום",
    "quotes": "\"'“”,;\\",
    "private and broken": "\ue000\ufeff\u00ad\U000e0041",
}


def literal(text: str) -> str:
    return '"' + "".join(f"\\U{ord(letter):08X}" for letter in text) + '"@en'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base in which every label, and all that is quoted, is hostile."""
    place = tmp_path_factory.mktemp("hostile")
    parts = [PREFIXES, "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"]
    parts += [":Own rdfs:subClassOf dl:Incident ; rdfs:label " + literal("\x1b[31mkind") + " .\n"]
    for number, text in enumerate(HOSTILE.values()):
        label = literal(text)
        parts.append(
            f"""
:a{number} a dl:Person ; rdfs:label {label} . :p{number} a dl:Place ; rdfs:label {label} .
:s{number} a dl:Article ; rdfs:label {label} ; dl:published "2015-12-03"^^edtf:EDTF .
:c{number} a dl:Claim ; dl:source :s{number} ; dl:attributedTo :a{number} ;
    dl:evidence [ a dl:Evidence ; oa:exact {label.removesuffix("@en")} ] .
:c{number} {{ :e{number} a :Own ; rdfs:label {label} ; dl:manner {label} ;
    dl:initiator :a{number} ; dl:place :p{number} . }}
:d{number} a dl:Claim ; dl:source :s{number} ; dl:evidence [ a dl:Evidence ; oa:exact "x" ] .
:d{number} {{ :e{number} dl:before :e{(number + 1) % len(HOSTILE)} . }}
:t{number} a dl:Claim ; dl:source :s{number} ; dl:evidence [ a dl:Evidence ; oa:exact "x" ] .
:t{number} {{ :e{number} dl:when [ a dl:RelativeDate ; dl:expression {label} ;
    dl:direction dl:earlier ] . }}
"""
        )
    file = place / "hostile.trig"
    file.write_text("".join(parts), encoding="utf-8")
    result = run("load", file, kb=place / "dateline.kb")
    assert result.exit_code == 0, result.output
    return place / "dateline.kb"


def harms(text: str) -> set[str]:
    """The letters that a terminal obeys instead of showing."""
    return {
        letter
        for letter in text
        if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    } - {"\n", "\u200c", "\u200d"}


ALL_ENTRIES = "SELECT ?e ?l ?s { ?e a dl:Event ; rdfs:label ?l ; dl:manner ?s }"


@pytest.mark.parametrize(
    "arguments",
    [
        ["timeline"],
        ["timeline", "-f", "markdown"],
        ["explain", "https://example.org/kb/e0"],
        ["explain", "https://example.org/kb/e12"],
        ["order", "https://example.org/kb/e3", "https://example.org/kb/e11"],
        ["conflicts"],
        ["info"],
        ["query", "-"],
        ["explain", "e"],  # may be any of these
        ["explain", "https://example.org/kb/e99"],
        ["timeline", "--actor", "wordword"],
        ["withdraw", "o"],
    ],
    ids=lambda a: " ".join(a),
)
def test_no_label_reaches_the_terminal_as_an_order(hostile: Path, arguments: list[str]) -> None:
    result = run(*arguments, kb=hostile, stdin=ALL_ENTRIES)
    assert result.output.strip()
    assert harms(result.stdout) == set()
    assert harms(result.stderr) == set()
    if "-f" not in arguments:
        assert max((cell_len(line) for line in result.stdout.splitlines()), default=0) <= 80


@pytest.fixture(scope="module")
def contested(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with denials, second places and quantities: each source against the next."""
    place = tmp_path_factory.mktemp("contested")
    kb = shutil.copytree(hostile, place / "dateline.kb")
    parts = [PREFIXES]
    for number, text in enumerate(HOSTILE.values()):
        label, following = literal(text), (number + 1) % len(HOSTILE)
        for name, source in (("m", number), ("o", following)):
            amount = f"[ a dl:Quantity ; dl:kind {label} ; dl:value {source} ; dl:unit {label} ]"
            parts.append(
                f"""
:{name}{number} a dl:Claim ; dl:source :s{source} ;
    dl:evidence [ a dl:Evidence ; oa:exact "x" ] .
:{name}{number} {{ :e{number} dl:place :p{source} ; dl:quantity {amount} . }}
"""
            )
        parts.append(
            f"""
:q{number} a dl:Claim ; dl:source :s{following} ; dl:disputes :c{number} ;
    dl:evidence [ a dl:Evidence ; oa:exact "x" ] .
"""
        )
    (place / "contested.trig").write_text("".join(parts), encoding="utf-8")
    result = run("load", place / "contested.trig", kb=kb)
    assert result.exit_code == 0, result.output
    return kb


@pytest.mark.parametrize("form", ["table", "markdown"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["compare"],
        ["compare", "--according-to", f"{X}s0", "--according-to", f"{X}s1"],
        ["compare", "--according-to", f"{X}a1", "--according-to", f"{X}s1"],
        ["compare", "--according-to", "word", "--according-to", "o"],
        ["diff", "--source", f"{X}s1"],
        ["diff", "--source", "o"],
        ["diff", "--from", "2015-12-02"],
        ["diff", "--before", ":memory:"],
        ["match", "--same-source", "--least", "-9"],
        ["match", "--accept", f"{X}e0", f"{X}e1", "--reason", "\x1b[31m"],
        ["match", "--withdraw", f"{X}e0", f"{X}e1"],
    ],
    ids=lambda a: " ".join(a).replace("\x1b", "ESC"),
)
def test_no_label_of_a_report_is_an_order_or_markup(
    contested: Path, arguments: list[str], form: str
) -> None:
    result = run(*arguments, "-f", form, kb=contested)
    assert result.output.strip()
    assert harms(result.stdout) == set()
    assert harms(result.stderr) == set()
    if form == "table":
        assert max((cell_len(line) for line in result.stdout.splitlines()), default=0) <= 80
    else:
        assert re.search(r"(?<!\\)<script|(?<!\\)\]\(", result.stdout) is None
        rows = [line for line in result.stdout.splitlines() if line.startswith("|")]
        assert all(line.endswith("|") for line in rows)


def test_a_report_shows_what_is_said_as_it_is(contested: Path) -> None:
    shown = " ".join(run("compare", kb=contested, env={"COLUMNS": "4000"}).stdout.split())
    assert "[bold red]loud[/]" in shown
    found = told("compare", kb=contested)["contested"]
    assert {one["kind"] for one in found if one["aspect"] == "quantity"} >= set(HOSTILE.values())
    assert any(one["aspect"] == "happened" for one in found)


def test_markup_of_the_table_program_is_shown_and_not_obeyed(hostile: Path) -> None:
    shown = " ".join(run("timeline", kb=hostile, env={"COLUMNS": "200"}).stdout.split())
    assert "[bold red]loud[/]" in shown
    assert ":smile:" in shown


def test_json_gives_every_label_as_it_is(hostile: Path) -> None:
    entries = {e["event"]: e for e in told("timeline", kb=hostile)["entries"]}
    for number, text in enumerate(HOSTILE.values()):
        entry = entries[f"https://example.org/kb/e{number}"]
        assert entry["label"] == text
        assert entry["participants"][0]["label"] == text
        assert entry["places"][0]["label"] == text
    raw = run("timeline", "-f", "json", kb=hostile).stdout
    assert not set(raw) & set(map(chr, [*range(10), *range(11, 32)]))


def test_a_spreadsheet_has_one_line_for_each_event_and_runs_no_formula(hostile: Path) -> None:
    text = run("timeline", "-f", "csv", kb=hostile).stdout_bytes.decode()
    assert text.count("\r\n") == len(HOSTILE) + 1
    assert harms(text.replace("\r\n", "")) == set()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(HOSTILE)
    for row in rows:
        assert None not in row
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert "'=cmd()|'/c calc'!A1" in {row["label"] for row in rows}
    assert "'@SUM(1+1)" in {row["label"] for row in rows}


def test_markdown_has_one_row_for_each_event_and_no_markup_of_strangers(hostile: Path) -> None:
    text = run("timeline", "-f", "markdown", kb=hostile).stdout
    table, _, notes = text.partition("\n\n")
    rows = table.splitlines()
    assert len(rows) == len(HOSTILE) + 2
    for row in rows:
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 6, row
        assert "<" not in row
    for line in notes.splitlines():
        assert not line.startswith("#") or line == "## Contradictions"
        assert "<" not in re.sub(r" <https://example\.org/kb/s\d+>$", "", line)
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*$]", re.sub(r"\\[`*$]", "", table))


def test_a_source_that_is_no_web_address_is_not_made_a_link(kb: Path, tmp_path: Path) -> None:
    file = tmp_path / "urn.trig"
    file.write_text(
        PREFIXES + '<urn:x:report> a dl:Article ; rdfs:label "R"@en .\n'
        ":c a dl:Claim ; dl:source <urn:x:report> ; dl:evidence [ a dl:Evidence ;"
        ' oa:exact "x" ] .\n:c { :e a dl:Meeting ; rdfs:label "E"@en . }\n'
    )
    assert run("load", file, kb=tmp_path / "small.kb").exit_code == 0
    text = run("timeline", "-f", "markdown", kb=tmp_path / "small.kb").stdout
    assert text.endswith("\n[^1]: R. urn:x:report\n")


PLAIN = [
    ("as it is", "Ya'alon’s — “talk” 日本 👧", "Ya'alon’s — “talk” 日本 👧"),
    ("spaces", "  a \t b\u00a0c ", "a b c"),
    ("escape", "\x1b[0m", "�[0m"),
    ("direction", "a\u202eb", "a�b"),
    ("joiners", "می\u200cخواهم", "می\u200cخواهم"),
    ("nothing", " \n ", ""),
]


@pytest.mark.parametrize(
    ("text", "shown"), [row[1:] for row in PLAIN], ids=[row[0] for row in PLAIN]
)
def test_text_on_a_line(text: str, shown: str) -> None:
    assert on_a_line(text) == shown
    assert on_a_line(shown) == shown


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_a_cell_that_begins_like_a_formula_is_made_text(start: str) -> None:
    assert in_a_cell(f"{start}1") == f"'{start}1"
    assert in_a_cell(f"\n {start}1") == f"'{start}1"
    assert in_a_cell(f"1{start}") == f"1{start}"


@pytest.mark.parametrize("letter", list("\\`*_[]|~#!$"))
def test_markdown_escapes(letter: str) -> None:
    assert in_markdown(f"a{letter}b") == f"a\\{letter}b"


WHEN = [
    (None, "unknown"),
    ("2015-11-28", "2015-11-28"),
    ("[..2015-11-28]", "by 2015-11-28"),
    ("[2015-11-28..]", "from 2015-11-28 on"),
    ("[2015-11-28..2015-12-01]", "2015-11-28 to 2015-12-01"),
    ("2015-11-28/2015-12-01", "2015-11-28 until 2015-12-01"),
]


@pytest.mark.parametrize(("edtf", "words"), WHEN, ids=[str(row[0]) for row in WHEN])
def test_dates_in_words(edtf: str | None, words: str) -> None:
    assert when_words(edtf) == words


# ---------------------------------------------------------------- what an export holds


def test_csv_says_the_same_as_json(shipped: Path) -> None:
    entries = told("timeline", kb=shipped)["entries"]
    text = run("timeline", "-f", "csv", kb=shipped).stdout_bytes.decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["event"] for row in rows] == [entry["event"] for entry in entries]
    for row, entry in zip(rows, entries, strict=True):
        assert row["when"] == (entry["when"] or "")
        assert row["start_latest"] == (entry["start"]["latest"] or "")
        assert row["duration_maximum"] == str(entry["duration"]["maximum"] or "")
        assert row["claims"].split("; ") == entry["claims"]
        assert row["participants"] == "; ".join(
            f"{p['label']} ({p['role']})" for p in entry["participants"]
        )


def test_markdown_names_every_source_in_a_footnote_that_is_used(shipped: Path) -> None:
    text = run("timeline", "-f", "markdown", kb=shipped).stdout
    assert set(re.findall(r"\[\^(\d+)\] \|", text)) == set(re.findall(r"^\[\^(\d+)\]:", text, re.M))


@pytest.fixture(scope="module")
def flagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The article, a claim that contradicts it, a date that is disputed, and a long event."""
    place = tmp_path_factory.mktemp("flagged")
    evidence = 'dl:evidence [ a dl:Evidence ; oa:exact "so they say" ]'
    file = place / "flagged.trig"
    file.write_text(
        f"""{PREFIXES}
@prefix time: <http://www.w3.org/2006/time#> .
:paper a dl:Article ; rdfs:label "A paper"@en ; dl:published "2015-12-20"^^edtf:EDTF .
:x a dl:Claim ; dl:source :paper ; {evidence} .
:x {{ ev:tel-aviv-talks dl:before ev:moscow-meeting . }}
:fair a dl:Claim ; dl:source :paper ; {evidence} .
:fair {{ :the-fair a dl:Situation ; rdfs:label "A fair"@en . }}
:fair-days a dl:Claim ; dl:source :paper ; {evidence} .
:fair-days {{ :the-fair dl:when "2015-12-05/2015-12-09"^^edtf:EDTF . }}
:fair-length a dl:Claim ; dl:source :paper ; {evidence} .
:fair-length {{ :the-fair dl:duration [ a dl:Duration ; dl:expression "twenty days"@en ;
    dl:amount 20 ; dl:unit time:unitDay ] . }}
:raid a dl:Claim ; dl:source :paper ; {evidence} .
:raid {{ :the-raid a dl:Incident ; rdfs:label "A raid"@en . }}
:raid-day a dl:Claim ; dl:source :paper ;
    dl:evidence [ a dl:Evidence ; dl:url <https://x.example/1> ] .
:raid-day {{ :the-raid dl:when "2015-12-06"^^edtf:EDTF . }}
:denial a dl:Claim ; dl:source :paper ; {evidence} ; dl:disputes :raid-day .
"""
    )
    folder = place / "dateline.kb"
    assert run("load", file, ARTICLE, kb=folder).exit_code == 0
    return folder


def test_a_table_explains_its_marks_and_only_those_it_has(flagged: Path, shipped: Path) -> None:
    text = run("timeline", kb=flagged).stdout
    raid = next(line for line in text.splitlines() if "A raid" in line)
    assert raid.endswith("reported~")
    assert "~ its time rests on a disputed claim" in text
    assert "* not all claims that bear on it can hold together" in text
    clean = run("timeline", kb=shipped).stdout
    assert "~" not in clean
    assert "*" not in clean


def test_a_lasting_event_with_known_days_shows_both(flagged: Path) -> None:
    line = next(li for li in run("timeline", kb=flagged).stdout.splitlines() if "A fair" in li)
    assert line.startswith("2015-12-05 until 2015-12-09")


def test_markdown_tells_of_contradictions_and_marks_the_events(flagged: Path) -> None:
    text = run("timeline", "-f", "markdown", kb=flagged).stdout
    assert "\n## Contradictions\n\n- These cannot all hold: " in text
    marked = [line for line in text.splitlines() if line.startswith("|") and r" \* |" in line]
    assert len(marked) == 5


def test_a_conflict_says_what_each_claim_says(flagged: Path) -> None:
    text = " ".join(run("conflicts", kb=flagged).stdout.split())
    assert "“A fair” lasted twenty days (A paper, published " in text
    assert "“A fair” happened within 2015-12-05/2015-12-09 (A paper, published " in text
    assert "2. These cannot all hold; one of them is wrong:" in text
    assert "There may be more" not in text


def test_it_is_said_where_more_contradictions_may_be(flagged: Path) -> None:
    solved = read_solved(str(flagged))
    more = replace(solved, timeline=replace(solved.timeline, more_conflicts=True))
    text = rendered(conflicts_text(more), 80)
    assert text.endswith("\nThere may be more; these are the smallest found.\n")


def test_plans_that_fit_nothing_are_told_apart_from_contradictions(tmp_path: Path) -> None:
    text = f"""{PREFIXES}
        <x:paper> a dl:Article ; rdfs:label "A paper" ; dl:published "2015-12-01"^^edtf:EDTF .
        <x:c> dl:source <x:paper> ; dl:modality dl:planned ; dl:evidence [ dl:url <x:page> ] .
        <x:c> {{ <x:e> a dl:Meeting ; rdfs:label "A late plan" ; dl:when "2015-11-01"^^edtf:EDTF }}
    """
    (tmp_path / "plan.trig").write_text(text)
    run("load", tmp_path / "plan.trig", kb=tmp_path / "kb")
    shown = run("conflicts", kb=tmp_path / "kb").stdout
    assert shown.startswith("No contradictions.\nPlans that do not fit")
    assert "“A late plan” happened within 2015-11-01" in shown


def test_evidence_that_leads_nowhere_shows_the_reason_of_the_claim() -> None:
    iri = Iri("https://example.org/kb/c")
    claim = Claim(iri, evidence=(Evidence(Iri("urn:x:e"), start=3),), reason="It was in the air.")
    assert words_of(Knowledge(claims=(claim,)), iri) == "It was in the air."


def test_a_constraint_without_a_claim_has_words_too() -> None:
    basis = Basis((), "lasts", Iri(EV + "downing"))
    assert basis_words(basis, {}) == "“downing” lasts at least a second"


def test_an_explanation_shows_words_addresses_and_positions_of_evidence(flagged: Path) -> None:
    raid = run("explain", "https://example.org/kb/the-raid", kb=flagged).stdout
    assert "https://x.example/1" in raid
    assert "lasts at least a second" in raid
    fair = run("explain", "https://example.org/kb/the-fair", kb=flagged).stdout
    assert "“so they say”" in fair
    talks = run("explain", EV + "tel-aviv-talks", kb=flagged).stdout
    assert "characters 1164–1359" in talks
    assert "set aside, since not all claims can hold together:" in talks


def test_a_query_table_shortens_names_and_counts_rows(shipped: Path) -> None:
    one = run("query", "-", kb=shipped, stdin="SELECT ?e { ?e a dl:Talks }").stdout
    assert one.splitlines() == ["e", "ev:tel-aviv-talks", "", "1 row"]
    none = run("query", "-", kb=shipped, stdin="SELECT ?e { ?e a dl:Nothing }").stdout
    assert none.splitlines() == ["e", "", "0 rows"]
    blank = run("query", "-", kb=shipped, stdin="SELECT ?b { BIND (BNODE() AS ?b) }").stdout
    assert blank.splitlines()[-1] == "1 row"


def test_json_is_read_by_people_too(shipped: Path) -> None:
    text = run("timeline", "-f", "json", kb=shipped).stdout
    assert "Russian–Turkish" in text  # not \u2013
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
