"""Judgements of identity through the store: recorded, refused where they contradict, taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commands import PREFIXES, run, told

from dateline.errors import InvalidInput
from dateline.judging import judge, judgement_file, take_back
from dateline.model import Iri
from dateline.pipeline import read_solved

X = "https://example.org/kb/"


def report(paper: str, event: str, day: str, more: str = "") -> str:
    """Return a paper that reports a meeting of the same two on a day."""
    return f"""
:{paper} a dl:Article ; rdfs:label "The {paper}" ; dl:published "2015-12-03"^^edtf:EDTF .
:{paper}-1 a dl:Claim ; dl:source :{paper} ; dl:evidence [ a dl:Evidence ; oa:exact "met" ] .
:{paper}-1 {{ :{event} a dl:Meeting ; rdfs:label "Meeting in the {paper}"@en ;
    dl:participant :ann , :bob . }}
:{paper}-2 a dl:Claim ; dl:source :{paper} ; dl:evidence [ a dl:Evidence ; oa:exact "then" ] .
:{paper}-2 {{ :{event} dl:when "{day}"^^edtf:EDTF . }}
:ann a dl:Person ; rdfs:label "Ann" . :bob a dl:Person ; rdfs:label "Bob" .
{more}"""


@pytest.fixture(scope="module")
def three_papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three papers on meetings of the same two: two on one day, the third a day later."""
    place = tmp_path_factory.mktemp("papers")
    for paper, day in (("post", "2015-11-24"), ("mail", "2015-11-24"), ("echo", "2015-11-25")):
        (place / f"{paper}.trig").write_text(PREFIXES + report(paper, f"in-{paper}", day))
    assert run("load", *sorted(place.glob("*.trig")), kb=place / "papers.kb").exit_code == 0
    return place / "papers.kb"


@pytest.fixture
def papers(three_papers: Path, tmp_path: Path) -> Path:
    """A knowledge base of the three papers, to do anything with."""
    return shutil.copytree(three_papers, tmp_path / "papers.kb")


def names(kb: Path) -> list[tuple[str, list[str]]]:
    """The events that are left, each with the names that it goes by."""
    entries = read_solved(str(kb)).timeline.entries
    found = ((e.event.iri, [m.removeprefix(X) for m in e.event.members]) for e in entries)
    return sorted((iri.removeprefix(X), members) for iri, members in found)


APART = [("in-echo", ["in-echo"]), ("in-mail", ["in-mail"]), ("in-post", ["in-post"])]
JOINED = [("in-echo", ["in-echo"]), ("in-post", ["in-mail", "in-post"])]
MAIL, POST, ECHO = X + "in-mail", X + "in-post", X + "in-echo"


def test_what_is_accepted_is_one_event_and_what_is_withdrawn_two_again(papers: Path) -> None:
    accepted = run("match", "--accept", MAIL, POST, "--reason", "The same two.", kb=papers)
    assert (accepted.exit_code, accepted.stdout) == (0, "")
    assert accepted.stderr.startswith("recorded kb:judgement/")
    assert names(papers) == JOINED
    back = run("match", "--withdraw", POST, MAIL, kb=papers)  # whichever way round
    assert (back.exit_code, back.stderr) == (0, accepted.stderr.replace("recorded", "withdrew"))
    assert names(papers) == APART
    again = run("match", "--accept", MAIL, POST, "--reason", "The same two.", kb=papers)
    assert again.stderr == accepted.stderr
    assert names(papers) == JOINED


def test_a_judgement_is_a_claim_with_its_author_and_reason(papers: Path) -> None:
    run("match", "--accept", MAIL, POST, "--reason", " Same two. ", "--author", "Eve", kb=papers)
    solved = read_solved(str(papers))
    (claim,) = [c for c in solved.knowledge.claims if c.is_judgement]
    assert (claim.author, claim.reason, claim.source) == ("Eve", "Same two.", None)
    assert [(t.subject, t.predicate, t.value) for t in claim.triples] == [
        (MAIL, "sameEventAs", POST)
    ]
    assert claim.recorded_at
    run("match", "--reject", ECHO, POST, "--reason", "A day later.", kb=papers,
        env={"DATELINE_AUTHOR": "Adam"})  # fmt: skip
    authors = {c.author for c in read_solved(str(papers)).knowledge.claims if c.is_judgement}
    assert authors == {"Eve", "Adam"}
    asked = run("query", "-", kb=papers, stdin=f"SELECT ?m {{ <{POST}> dl:mergedFrom ?m }}")
    assert "in-mail" in asked.stdout  # the accepted view is built anew


def test_the_history_knows_what_was_withdrawn(papers: Path) -> None:
    run("match", "--accept", MAIL, POST, "--reason", "x", kb=papers)
    run("match", "--withdraw", MAIL, POST, kb=papers)
    (claim,) = [c for c in read_solved(str(papers)).knowledge.withdrawn if c.is_judgement]
    assert claim.withdrawn_at


def test_what_contradicts_is_said_before_and_not_recorded(papers: Path) -> None:
    before = names(papers), run("dump", kb=papers).stdout
    result = run("match", "--accept", ECHO, POST, "--reason", "x", kb=papers)
    assert (result.exit_code, result.stdout) == (3, "")
    first, second, *_, last = result.stderr.splitlines()
    assert first == "warning: these are two events, or one of these claims is wrong:"
    assert second.startswith("  These cannot all hold: “Meeting in the echo” happened within ")
    assert "“Meeting in the echo” is the same event as “Meeting in the post”" in second
    assert last == "nothing is recorded; record it all the same with --force"
    assert (names(papers), run("dump", kb=papers).stdout) == before


def test_what_contradicts_is_recorded_with_force(papers: Path) -> None:
    result = run("match", "--accept", ECHO, POST, "--reason", "x", "--force", kb=papers)
    assert result.exit_code == 0
    assert "these are two events" in result.stderr
    assert "\nrecorded kb:judgement/" in result.stderr
    assert told("conflicts", kb=papers, code=3)["conflicts"]


def test_only_some_contradictions_are_shown(papers: Path, tmp_path: Path) -> None:
    for number in range(4):
        paper = f"sheet{number}"
        more = (
            f":{paper}-3 a dl:Claim ; dl:author 'me' ; dl:reason 'so' ."
            f" :{paper}-3 {{ :in-{paper} dl:sameEventAs :in-post . }}"
        )
        text = PREFIXES + report(paper, f"in-{paper}", "2015-11-24", more)
        (tmp_path / f"{paper}.trig").write_text(text)
        run("load", tmp_path / f"{paper}.trig", kb=papers)
    result = run("match", "--accept", ECHO, POST, "--reason", "x", kb=papers)
    lines = result.stderr.splitlines()
    assert len(lines) == 6
    assert lines[-2] == "  … and 2 more contradictions"


def test_what_is_rejected_is_not_proposed_again_and_keeps_the_events_apart(papers: Path) -> None:
    pairs = [(c["event"], c["other"]) for c in told("match", kb=papers)["candidates"]]
    assert pairs == [(POST, MAIL)]
    rejected = run("match", "--reject", MAIL, POST, "--reason", "Two rooms.", kb=papers)
    assert rejected.exit_code == 0
    assert told("match", kb=papers)["candidates"] == []
    accepted = run("match", "--accept", MAIL, POST, "--reason", "One room.", kb=papers)
    assert accepted.exit_code == 3
    assert "“Meeting in the mail” is another event than “Meeting in the post”" in accepted.stderr
    forced = run("match", "--accept", MAIL, POST, "--reason", "One room.", "--force", kb=papers)
    assert forced.exit_code == 0
    assert names(papers) == APART
    (conflict,) = told("conflicts", kb=papers, code=3)["conflicts"]
    assert conflict["claims"] == []
    assert len(conflict["assuming"]) == 2
    assert [repair["applied"] for repair in conflict["repairs"]].count(True) == 1
    assert "One room" not in run("conflicts", kb=papers).stdout
    run("match", "--withdraw", MAIL, POST, kb=papers)  # both of them
    assert names(papers) == APART
    assert told("conflicts", kb=papers)["conflicts"] == []


def test_rejecting_what_is_judged_one_is_a_contradiction(papers: Path) -> None:
    run("match", "--accept", MAIL, POST, "--reason", "x", kb=papers)
    result = run("match", "--reject", MAIL, POST, "--reason", "y", kb=papers)
    assert result.exit_code == 3
    assert result.stderr.startswith("warning: these are one event, or one of these claims is wrong")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--accept", MAIL, MAIL, "--reason", "x"], "name two different events"),
        (["--accept", MAIL, POST, "--reason", "x"], "are one event already"),
        (["--reject", ECHO, POST, "--reason", "x"], "are held apart already, by kb:judgement/"),
        (["--withdraw", MAIL, ECHO], f"no judgement is about just {MAIL} and {ECHO}; near it are:"),
        (["--withdraw", MAIL, X + "none"], "is no event here"),
        (["--accept", "Meeting in", POST, "--reason", "x"], "may be any of these; say which event"),
    ],
)
def test_what_cannot_be_recorded_or_taken_back_changes_nothing(
    papers: Path, arguments: list[str], message: str
) -> None:
    run("match", "--accept", MAIL, POST, "--reason", "x", kb=papers)
    run("match", "--reject", ECHO, POST, "--reason", "x", kb=papers)
    before = run("dump", kb=papers).stdout
    result = run("match", *arguments, kb=papers)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert message in result.stderr
    assert run("dump", kb=papers).stdout == before


def test_near_judgements_of_a_source_are_named_as_such(papers: Path, tmp_path: Path) -> None:
    more = (
        ":mail-3 a dl:Claim ; dl:source :mail ; dl:evidence [ oa:exact 'so' ; a dl:Evidence ] ."
        " :mail-3 { :in-mail dl:sameEventAs :in-post . }"
    )
    (tmp_path / "mail.trig").write_text(PREFIXES + report("mail", "in-mail", "2015-11-24", more))
    assert run("load", tmp_path / "mail.trig", kb=papers).exit_code == 0
    assert names(papers) == JOINED
    result = run("match", "--withdraw", MAIL, POST, kb=papers)
    assert result.exit_code == 1
    assert f"{MAIL} sameEventAs {POST}  ({X}mail-3, said by a source)" in result.stderr


def test_nothing_near_is_said_plainly(papers: Path) -> None:
    result = run("match", "--withdraw", MAIL, POST, kb=papers)
    assert result.stderr == f"Error: no judgement is about just {MAIL} and {POST}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--accept", MAIL, POST],
        ["--accept", MAIL, POST, "--reason", "  "],
        ["--reject", MAIL, POST],
        ["--accept", MAIL, POST, "--reject", MAIL, POST, "--reason", "x"],
        ["--accept", MAIL],
        ["--limit", "0"],
        ["--least", "many"],
    ],
)
def test_a_wrong_command_line_is_told_so(papers: Path, arguments: list[str]) -> None:
    assert run("match", *arguments, kb=papers).exit_code == 2


def test_the_name_of_a_judgement_is_made_of_all_that_it_says() -> None:
    said = ("sameEventAs", Iri(MAIL), Iri(POST))
    one = judgement_file(*said, reason="x", author="me")
    assert one == judgement_file(*said, reason="x", author="me")
    others = [
        judgement_file("differentEventFrom", *said[1:], reason="x", author="me"),
        judgement_file(*said, reason="y", author="me"),
        judgement_file(*said, reason="x", author="you"),
    ]
    assert len({frozenset(file.claims) for file in (one, *others)}) == 4


def test_the_functions_behind_the_command(papers: Path) -> None:
    pair = (MAIL, POST)
    judged = judge(str(papers), pair, "sameEventAs", "x", "me", force=False)
    assert (judged.stored, judged.conflicts) == (True, ())
    assert take_back(str(papers), pair) == (judged.claim,)


def test_a_judgement_that_breaks_the_rules_is_refused(papers: Path) -> None:
    before = run("dump", kb=papers).stdout
    with pytest.raises(InvalidInput, match="likes"):
        judge(str(papers), (MAIL, POST), "likes", "x", "me", force=True)
    assert run("dump", kb=papers).stdout == before
