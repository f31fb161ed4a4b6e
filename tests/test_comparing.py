"""The commands that put things side by side: on all shipped sources, and on small ones."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from commands import EV, PREFIXES, Shape, golden, run, told

from dateline.model import Iri
from dateline.pipeline import read_solved
from dateline.vocabulary import KB

SOURCE = KB + "source/"
X = "https://example.org/kb/"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All shipped sources. Nobody writes into it."""
    kb = tmp_path_factory.mktemp("corpus") / "dateline.kb"
    assert run("load", "--corpus", kb=kb).exit_code == 0
    return kb


# --- what all shipped sources say -----------------------------------------------------------------

RUSSIA_AND_TURKEY = ("compare", "--according-to", "Russia", "--according-to", "Turkey")
THE_NEWS = ("diff", "--source", "thenews-2015-11-30")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("contested.txt", ("compare",)),
        ("compare.txt", RUSSIA_AND_TURKEY),
        ("compare.md", (*RUSSIA_AND_TURKEY, "-f", "markdown")),
        ("diff.txt", THE_NEWS),
        ("diff.md", (*THE_NEWS, "-f", "markdown")),
        ("diff.json", (*THE_NEWS, "-f", "json")),
        ("match.txt", ("match", "--limit", "3")),
    ],
)
def test_golden_output_of_all_sources(corpus: Path, name: str, arguments: tuple[str, ...]) -> None:
    result = run(*arguments, kb=corpus)
    assert result.exit_code == 0
    golden(name, result.stdout)
    if name.endswith(".txt"):
        assert max(map(len, result.stdout.splitlines())) <= 80


def contested(corpus: Path) -> dict[tuple[str, str], list[tuple[str, list[str]]]]:
    return {
        (one["event"].removeprefix(EV), one["kind"] or one["aspect"]): [
            (value["words"], [s.removeprefix(SOURCE) for s in value["sources"]])
            for value in one["values"]
        ]
        for one in told("compare", kb=corpus)["contested"]
    }


def test_contested_facts_show_every_value_with_its_claimants(corpus: Path) -> None:
    found = contested(corpus)
    violation = found["turkish-airspace-incursion", "happened"]
    assert violation == [
        ("it happened", ["reuters-un-letter-2015-11-24", "rt-turkey-letter-2015-11-24",
                         "ynet-4733020"]),
    ]  # fmt: skip
    places = dict(found["moscow-meeting", "place"])
    assert places["Kremlin"] == ["imlebanon-2015-09-21"]
    assert places["Novo-Ogaryovo"] == ["sputnik-2015-09-21"]
    depths = {words for words, _ in found["turkish-airspace-incursion", "depth"]}
    assert depths == {"1.36 mile", "1.15 mile", "more than 1 mile"}
    decree = dict(found["decree-signed", "time"])
    (sunday,) = [words for words in decree if "2015-11-29" in words]
    (saturday,) = [words for words in decree if "2015-11-28" in words]
    assert decree[sunday] == ["thenews-2015-11-30"]
    assert decree[saturday] == ["mypaper-2015-11-30", "ynet-4733020"]


def test_russia_and_turkey_stand_side_by_side(corpus: Path) -> None:
    answer = told(*RUSSIA_AND_TURKEY, kb=corpus)
    assert (answer["first"], answer["second"]) == (KB + "actor/russia", KB + "actor/turkey")
    events = {one["event"].removeprefix(EV): one for one in answer["events"]}
    violation = events["turkish-airspace-incursion"]
    assert violation["verdict"] == "contradicted"
    assert {"aspect": "happened", "kind": None} in violation["contradicted"]
    assert (violation["first"]["stance"], violation["second"]["stance"]) == ("denied", "happened")
    assert events["downing"]["verdict"] == "agreed"
    assert events["decree-signed"]["verdict"] == "only_first"
    assert events["decree-signed"]["second"] is None


def test_two_sources_side_by_side(corpus: Path) -> None:
    answer = told("compare", "--according-to", "imlebanon-2015-09-21",
                  "--according-to", "sputnik-2015-09-21", kb=corpus)  # fmt: skip
    meeting = next(e for e in answer["events"] if e["event"] == EV + "moscow-meeting")
    assert meeting["contradicted"] == [{"aspect": "place", "kind": None}]
    text = run("compare", "--according-to", "thenews-2015-11-30",
               "--according-to", "ynet-4733020", kb=corpus).stdout  # fmt: skip
    row = next(line for line in text.splitlines() if line.startswith("Putin signs"))
    assert re.search(r"time\s+2015-11-29\s+2015-11-28", row)


def test_an_account_as_of_a_day_knows_only_what_was_published(corpus: Path) -> None:
    result = run(*RUSSIA_AND_TURKEY, "--as-of", "2015-11-24", kb=corpus)
    assert "left out: source:bondarev-2015-11-27 (published later)" in result.stderr
    answer = told(*RUSSIA_AND_TURKEY, "--as-of", "2015-11-24", kb=corpus)
    events = {one["event"].removeprefix(EV): one["verdict"] for one in answer["events"]}
    assert events["reuters-un-letter-2015-11-24-violation"] == "only_second"
    assert {left["why"] for left in answer["left_out"]} == {"published later", "undated"}
    early = run("compare", "--as-of", "2015-09-21", kb=corpus)
    assert "left out" in early.stderr
    assert "Kremlin" in early.stdout
    nothing = run("compare", "--as-of", "2015-01-01", kb=corpus)
    assert nothing.stdout == "Nothing is contested.\n"
    neither = run(*RUSSIA_AND_TURKEY, "--as-of", "2015-09-24", "-f", "markdown", kb=corpus)
    assert neither.stdout == "Neither of them tells of anything.\n"


def changed(corpus: Path, *arguments: str) -> list[tuple[str, str, list[str]]]:
    return [
        (one["change"], one["event"].removeprefix(EV),
         [source.removeprefix(SOURCE) for source in one["sources"]])
        for one in told("diff", *arguments, kb=corpus)["changes"]
    ]  # fmt: skip


def test_between_two_days_every_change_names_its_sources(corpus: Path) -> None:
    found = changed(corpus, "--from", "2015-11-25", "--to", "2015-11-27")
    assert ("new", "ahram-2015-11-26-s-400-deployment", ["ahram-2015-11-26"]) in found
    by_bondarev = {kind for kind, _, sources in found if sources == ["bondarev-2015-11-27"]}
    assert {"new", "status", "contested", "confirmed"} <= by_bondarev
    assert all(sources for _, _, sources in found)
    published = {source for _, _, sources in found for source in sources}
    assert published == {"ahram-2015-11-26", "bondarev-2015-11-27"}


def test_nothing_changes_on_one_day_or_between_a_base_and_itself(corpus: Path) -> None:
    same_day = run("diff", "--from", "2015-11-25", "--to", "2015-11-25", kb=corpus)
    assert same_day.stdout == "Nothing changed.\n"
    itself = run("diff", "--before", corpus, "--after", corpus, "-f", "markdown")
    assert itself.stdout == "Nothing changed.\n"


def test_without_and_with_each_source_the_changes_are_its_own(corpus: Path) -> None:
    solved = read_solved(str(corpus))
    for source in ("thenews-2015-11-30", "bondarev-2015-11-27", "ynet-4733020"):
        own = {
            claim.iri
            for claim in solved.knowledge.claims
            if Iri(SOURCE + source) in (claim.source, claim.brought_by)
        }
        changes = told("diff", "--source", source, kb=corpus)["changes"]
        assert changes
        assert all(set(one["because"]) <= own for one in changes)
        assert all(one["sources"] == [SOURCE + source] for one in changes)


def test_a_withdrawn_source_makes_the_difference_between_two_bases(
    corpus: Path, tmp_path: Path
) -> None:
    then = shutil.copytree(corpus, tmp_path / "then.kb")
    assert run("withdraw", "thenews-2015-11-30", kb=then).exit_code == 0
    between = told("diff", "--before", then, kb=corpus)["changes"]
    assert between == told("diff", "--source", "thenews-2015-11-30", kb=corpus)["changes"]
    backwards = run("diff", "--before", corpus, "--after", then).stdout
    assert "Confirmed by fewer independent sources" in backwards
    assert "No longer contested" in backwards
    assert "without: thenews-2015-11-30" in backwards


def test_the_days_may_be_those_of_loading(tmp_path: Path) -> None:
    kb = tmp_path / "dateline.kb"
    (tmp_path / "one.trig").write_text(PREFIXES + SMALL_REPORT)
    (tmp_path / "two.trig").write_text(PREFIXES + SMALL_REPORT.replace(":one", ":two"))
    for name, day in (("one", "1767225600"), ("two", "1767312000")):  # 1 and 2 January 2026
        loaded = run("load", tmp_path / f"{name}.trig", kb=kb, env={"SOURCE_DATE_EPOCH": day})
        assert loaded.exit_code == 0, loaded.output
    days = ("--from", "2026-01-01", "--to", "2026-01-02", "--recorded")
    (change,) = told("diff", *days, kb=kb)["changes"]
    assert (change["change"], change["sources"]) == ("confirmed", [X + "two"])
    assert (change["before"]["told_by"], change["after"]["told_by"]) == (
        [X + "one"],
        [X + "one", X + "two"],
    )
    assert told("diff", "--from", "2026-01-02", "--recorded", kb=kb)["changes"] == []


def test_accounts_of_one_day_are_told_apart_to_the_second(tmp_path: Path) -> None:
    kb = tmp_path / "dateline.kb"
    parts = [PREFIXES, SMALL_REPORT]
    for name, hour in (("one", "10"), ("two", "11")):
        parts.append(SMALL_REPORT.replace(":one", f":{name}") if name != "one" else "")
        parts.append(
            f"""
:{name}-2 a dl:Claim ; dl:source :{name} ; dl:evidence [ a dl:Evidence ; oa:exact "at" ] .
:{name}-2 {{ :meeting dl:when [ a dl:RelativeDate ; dl:expression "at {hour}" ;
    dl:clockTime "{hour}:00" ; dl:utcOffset "+00:00" ; dl:on "2015-12-01"^^edtf:EDTF ] . }}
"""
        )
    (tmp_path / "clocks.trig").write_text("".join(parts))
    assert run("load", tmp_path / "clocks.trig", kb=kb).exit_code == 0
    sides = ("--according-to", X + "one", "--according-to", X + "two")
    shown = run("compare", *sides, "-f", "markdown", kb=kb).stdout
    assert "| A meeting | time | starts 2015-12-01T10:00:00Z to 2015-12-01T10:00:59Z" in shown
    assert "| starts 2015-12-01T11:00:00Z to" in shown


def test_judgements_join_and_date_events_and_are_named_as_causes(tmp_path: Path) -> None:
    kb, later = tmp_path / "dateline.kb", tmp_path / "later.kb"
    other = SMALL_REPORT.replace(":one", ":two").replace(":meeting", ":talks")
    day = """
:day a dl:Claim ; dl:author "Eve" ; dl:reason "It is known." .
:day { :meeting dl:when "2015-12-01"^^edtf:EDTF . }
:no a dl:Claim ; dl:author "Adam" ; dl:reason "It is not." ; dl:disputes :day .
"""
    (tmp_path / "both.trig").write_text(PREFIXES + SMALL_REPORT + other)
    (tmp_path / "day.trig").write_text(PREFIXES + day)
    assert run("load", tmp_path / "both.trig", kb=kb).exit_code == 0
    shutil.copytree(kb, later)
    joined = run("match", "--accept", X + "talks", X + "meeting", "--reason", "x", kb=later)
    assert joined.exit_code == 0
    assert run("load", tmp_path / "day.trig", kb=later).exit_code == 0
    shown = " ".join(run("diff", "--before", kb, kb=later, env={"COLUMNS": "200"}).stdout.split())
    assert f"Now one event Event Names Because of A meeting {X}meeting, {X}talks judged by" in shown
    assert (
        "Re-dated Event Was Is Because of A meeting by 2015-12-03 2015-12-01 judged by Eve" in shown
    )
    back = run("diff", "--before", later, "--after", kb, env={"COLUMNS": "200"}).stdout
    assert "Now several events" in back
    assert "without: judged by an analyst" in back
    contested = " ".join(run("compare", kb=later).stdout.split())
    assert "time happened within 2015-12-01 judged by Eve not so: happened within" in contested
    (found,) = told("compare", kb=later)["contested"]
    assert found["values"][0]["sources"] == []


SMALL_REPORT = """
:one a dl:Article ; rdfs:label "A report" ; dl:published "2015-12-03"^^edtf:EDTF .
:one-1 a dl:Claim ; dl:source :one ; dl:evidence [ a dl:Evidence ; oa:exact "met" ] .
:one-1 { :meeting a dl:Meeting ; rdfs:label "A meeting"@en . }
"""


def test_reports_of_one_thing_are_found_again_without_the_judgements(corpus: Path) -> None:
    """What editors judged to be one is proposed first, when all their judgements are forgotten."""
    from dateline.identity import SAME, identities, without_joining
    from dateline.matching import candidates
    from dateline.pipeline import solve_knowledge

    whole = read_solved(str(corpus))
    name = {m: e.event.iri for e in whole.timeline.entries for m in e.event.members}
    judged = frozenset(claim.iri for *_, claim in identities(whole.knowledge.claims, SAME))
    bare = solve_knowledge(without_joining(whole.knowledge, judged))
    found = candidates(bare.timeline, bare.knowledge, bare.chronology)
    right = [pair for pair in found if name[pair.event.event.iri] == name[pair.other.event.iri]]
    assert (len(right), len(found)) == (36, 53)  # as the guide says
    assert all(pair in right for pair in found if pair.score >= 9)


# --- contracts ------------------------------------------------------------------------------------

IRI = re.compile(r"https?://\S+")
TIME = (re.compile(r"-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), None)
SPAN = {"earliest": TIME, "latest": TIME}
SLOT = {"aspect": str, "kind": (str, None)}
VALUE = {
    "value": (IRI, None), "words": str, "claims": [IRI], "denied_by": [IRI], "sources": [IRI],
    "attributed_to": [IRI], "independent": int,
}  # fmt: skip
ACCOUNT = (
    {
        "stance": re.compile("happened|disputed|denied|planned|hypothetical"),
        "when": (str, None), "start": SPAN, "end": SPAN,
        "facts": [{**SLOT, "values": [VALUE]}], "claims": [IRI],
    },
    None,
)  # fmt: skip
CONTESTED = {"event": IRI, "label": str, **SLOT, "values": [VALUE]}
STATE = (
    {
        "event": IRI, "members": [IRI], "status": str, "when": (str, None), "start": SPAN,
        "end": SPAN, "told_by": [IRI],
    },
    None,
)  # fmt: skip
LEFT_OUT = [{"source": IRI, "why": str}]
CONTRACTS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (("compare",), {"contested": [CONTESTED], "left_out": LEFT_OUT}),
    (
        RUSSIA_AND_TURKEY,
        {
            "first": IRI, "second": IRI,
            "events": [
                {
                    "event": IRI, "label": str,
                    "verdict": re.compile("agreed|only_first|only_second|contradicted"),
                    "contradicted": [SLOT], "first": ACCOUNT, "second": ACCOUNT,
                }
            ],
            "left_out": LEFT_OUT,
        },
    ),
    (
        ("diff", "--from", "2015-11-25"),
        {
            "before": str, "after": str,
            "changes": [
                {
                    "change": re.compile(
                        "new|gone|merged|split|status|redated|confirmed|less_confirmed|contested"
                        "|settled|set_aside|restored"
                    ),
                    "event": IRI, "label": str, "before": STATE, "after": STATE,
                    "moved": [re.compile("(start|end)(Earliest|Latest)")],
                    "contested": (CONTESTED, None), "claim": (IRI, None), "because": [IRI],
                    "sources": [IRI],
                }
            ],
            "left_out": LEFT_OUT,
        },
    ),
    (
        ("match",),
        {
            "candidates": [
                {
                    "event": IRI, "label": str, "other": IRI, "otherLabel": str, "score": int,
                    "reasons": [{"what": str, "points": int, "things": [IRI]}],
                }
            ]
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "shape"), CONTRACTS, ids=[" ".join(c[0]) for c in CONTRACTS])
def test_json_keeps_its_contract(
    corpus: Path, arguments: tuple[str, ...], shape: dict[str, Any]
) -> None:
    assert Shape.misfits(told(*arguments, kb=corpus), shape) == []


def test_a_score_is_the_sum_of_its_reasons(corpus: Path) -> None:
    for one in told("match", kb=corpus)["candidates"]:
        assert one["score"] == sum(reason["points"] for reason in one["reasons"])


# --- what cannot be asked -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["compare", "--according-to", "Russia"], 2, "name two accounts"),
        (["compare", *["--according-to", "Russia"] * 3], 2, "name two accounts"),
        (["compare", *["--according-to", "Russia"] * 2], 1, "two different actors or sources"),
        (["compare", "--according-to", "Narnia", "--according-to", "Russia"], 1,
         "'Narnia' is no actor or source here"),
        (["compare", "--according-to", "Netan", "--according-to", "air force"], 1,
         "say which actor or source you mean:"),
        (["compare", "--as-of", "soon"], 1, "cannot read the date 'soon'"),
        (["diff"], 2, "say --from DATE"),
        (["diff", "--to", "2015-11-25"], 2, "say --from DATE"),
        (["diff", "--after", "x.kb"], 2, "say --from DATE"),
        (["diff", "--from", "2015", "--source", "ynet-4733020"], 2, "say --from DATE"),
        (["diff", "--source", "ynet-4733020", "--recorded"], 2, "--recorded goes with --from"),
        (["diff", "--from", "2015-12-01", "--to", "2015-11-25"], 1,
         "--from is later than --to: 2015-12-01, 2015-11-25"),
        (["diff", "--from", "soon"], 1, "cannot read the date 'soon'"),
        (["diff", "--from", "2015-11-25", "--to", "2015/.."], 1, "it has no end; name a day"),
        (["diff", "--source", "Times"], 1, "is no source here"),
        (["diff", "--before", "nowhere.kb"], 1, "there is no knowledge base at nowhere.kb"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_one_line(
    shipped: Path, arguments: list[str], code: int, message: str
) -> None:
    result = run(*arguments, kb=shipped)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_nothing_looks_like_one_event_in_one_article(shipped: Path) -> None:
    assert run("match", kb=shipped).stdout == "No two events look like one.\n"
    within = told("match", "--same-source", "--least", "7", kb=shipped)["candidates"]
    assert within
    many = run("match", "--same-source", "--least", "0", "--limit", "2", kb=shipped)
    assert re.fullmatch(r"and \d+ more pairs; see --limit\n", many.stderr)
    assert len(re.findall(r"^-?\d+ ", many.stdout, re.MULTILINE)) == 2


def test_candidates_as_markdown(shipped: Path) -> None:
    text = run("match", "--same-source", "--limit", "1", "-f", "markdown", kb=shipped).stdout
    assert text.startswith("| Points | Perhaps one event | Why |\n|---|---|---|\n| ")


# --- the same sources seen in part ----------------------------------------------------------------


@pytest.mark.parametrize(
    "view",
    [
        ("--according-to", "Turkey"),
        ("--policy", "corroborated"),
        ("--policy", "reliable"),
        ("--as-of", "2015-10-06"),
    ],
    ids=" ".join,
)
def test_a_way_out_may_move_an_event_that_a_view_does_not_show(
    corpus: Path, view: tuple[str, str]
) -> None:
    shown = run("conflicts", *view, kb=corpus)
    assert shown.exit_code == 3, shown.output
    assert "These cannot all hold" in shown.stdout


def test_check_speaks_of_its_own_files_only_and_says_so(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "note.trig"
    file.write_text(
        f'{PREFIXES}:note a dl:Article ; rdfs:label "A note"@en .\n'
        ":fair-happened a dl:Claim ; dl:source :note ;"
        ' dl:evidence [ a dl:Evidence ; oa:exact "a fair" ] .\n'
        ':fair-happened { :fair a dl:Meeting ; rdfs:label "A fair"@en . }\n'
    )
    shown = run("check", file, kb=corpus)
    assert shown.exit_code == 0
    assert "No contradictions in which these files have a part (20 others)." in shown.stdout


def test_a_view_takes_one_account(corpus: Path) -> None:
    shown = run("timeline", "--according-to", "Turkey", "--according-to", "Russia", kb=corpus)
    assert shown.exit_code == 2
    assert "--according-to takes one account; dateline compare takes two" in shown.stderr
