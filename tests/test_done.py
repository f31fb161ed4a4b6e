"""When the work on the article is done: each clause, on a fresh knowledge base."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from commands import ARTICLE, EV, PREFIXES, SAID, run, told

from dateline.resources import path_of

PARIS, DECREE, DOWNING = EV + "paris-meeting", EV + "decree-signed", EV + "downing"
MOSCOW, TEL_AVIV, AGREEMENT = (
    EV + "moscow-meeting",
    EV + "tel-aviv-talks",
    EV + "mechanism-agreement",
)
INCURSION, INTERVIEW = EV + "israeli-airspace-incursion", EV + "yaalon-interview"
DAY = 86_400


def entries(kb: Path) -> dict[str, dict[str, Any]]:
    return {entry["event"]: entry for entry in told("timeline", kb=kb)["entries"]}


def exactly(day: str) -> dict[str, str]:
    """The bounds of a start that fell on that day, and about which no more is known."""
    return {"earliest": f"{day}T00:00:00Z", "latest": f"{day}T23:59:59Z"}


# ---------------------------------------------------------------- from the article alone


def test_the_paris_meeting_was_on_monday_the_30th_and_on_no_other_day(kb: Path) -> None:
    paris = entries(kb)[PARIS]
    assert paris["when"] == "2015-11-30"
    assert paris["start"]["earliest"] >= "2015-11-30T00:00:00Z"
    assert paris["end"]["latest"] <= "2015-12-01T00:00:00Z"
    assert paris["status"] == "reported"


def test_the_decree_was_signed_on_saturday_the_28th_and_on_no_other_day(kb: Path) -> None:
    decree = entries(kb)[DECREE]
    assert decree["when"] == "2015-11-28"
    assert decree["start"] == exactly("2015-11-28")


@pytest.mark.parametrize("earlier", [MOSCOW, AGREEMENT], ids=["moscow meeting", "agreement"])
def test_the_moscow_meeting_and_the_agreement_came_before_the_talks(kb: Path, earlier: str) -> None:
    order = told("order", earlier, TEL_AVIV, kb=kb)
    assert (order["before"], order["startsBefore"]) == ("yes", "yes")
    assert order["because"]
    assert told("order", TEL_AVIV, earlier, kb=kb)["before"] == "no"


def test_the_talks_lasted_two_days_at_most_because_the_army_says_so(kb: Path) -> None:
    talks = entries(kb)[TEL_AVIV]
    assert talks["duration"]["maximum"] == 2 * DAY
    assert talks["duration"]["minimum"] <= 2 * DAY
    bounds = told("explain", TEL_AVIV, kb=kb)["bounds"]
    claims = [reason["claim"] for side in bounds.values() for reason in side["because"]]
    assert SAID + "f12-duration" in claims
    assert "lasted: two-day" in run("explain", TEL_AVIV, kb=kb).stdout


def test_the_incursion_came_before_the_interview_and_that_before_publication(kb: Path) -> None:
    assert told("order", INCURSION, INTERVIEW, kb=kb)["before"] == "yes"
    found = entries(kb)
    assert found[INCURSION]["end"]["latest"] < found[INTERVIEW]["end"]["latest"]
    assert found[INTERVIEW]["end"]["latest"] <= "2015-12-02T00:00:00Z"  # the last day it may be
    reasons = told("explain", INTERVIEW, kb=kb)["bounds"]["endLatest"]["because"]
    assert SAID + "publication-day" in [reason["claim"] for reason in reasons]


def test_the_downing_came_before_the_decree_and_has_no_lower_bound(kb: Path) -> None:
    assert told("order", DOWNING, DECREE, kb=kb)["before"] == "yes"
    downing = entries(kb)[DOWNING]
    assert downing["start"]["earliest"] is None
    assert downing["end"]["earliest"] is None
    assert downing["when"] == "[..2015-11-28]"


def test_the_breach_of_turkish_airspace_is_claimed_by_turkey(kb: Path) -> None:
    breach = EV + "turkish-airspace-incursion"
    assert entries(kb)[breach]["status"] == "claimed"
    claimants = run("query", "claimants-of-event", "--param", "event", breach, "-f", "csv", kb=kb)
    assert "actor/turkey" in claimants.stdout
    line = next(li for li in run("timeline", kb=kb).stdout.splitlines() if "breaches" in li)
    assert "claimed" in line


def test_the_order_of_incursion_and_downing_is_maybe_with_a_counter_example_that_fits(
    kb: Path, tmp_path: Path
) -> None:
    order = told("order", INCURSION, DOWNING, kb=kb)
    assert (order["before"], order["startsBefore"], order["because"]) == ("maybe", "maybe", [])
    example = order["counterExample"]
    assert set(example) == {INCURSION, DOWNING}
    assert example[INCURSION]["end"] > example[DOWNING]["start"]  # so it does not come before
    fixed = "".join(_fixing(event, times) for event, times in example.items())
    pins = tmp_path / "pins.trig"
    pins.write_text(PREFIXES + ':pins a dl:Article ; rdfs:label "Pins"@en .\n' + fixed)
    assert run("load", pins, kb=kb).exit_code == 0
    assert told("conflicts", kb=kb)["conflicts"] == []  # all claims hold with it
    assert told("order", INCURSION, DOWNING, kb=kb)["before"] == "no"


def _fixing(event: str, times: dict[str, str]) -> str:
    """Two claims that fix an event's start and end; an end is the moment after its last second."""
    end = datetime.fromisoformat(times["end"]) - timedelta(seconds=1)
    last = end.strftime("%Y-%m-%dT%H:%M:%SZ")
    name = event.rsplit("/", 1)[-1]
    return "".join(
        f":pin-{name}-{prop} a dl:Claim ; dl:source :pins ; dl:evidence [ a dl:Evidence ;"
        f' oa:exact "{prop}" ] .\n'
        f':pin-{name}-{prop} {{ <{event}> dl:{prop} "{moment}"^^edtf:EDTF . }}\n'
        for prop, moment in (("startsOn", times["start"]), ("endsOn", last))
    )


def test_every_finite_bound_of_every_event_is_explained_by_claims(kb: Path) -> None:
    finite = 0
    for iri, entry in entries(kb).items():
        bounds = told("explain", iri, kb=kb)["bounds"]
        given = {
            "startEarliest": entry["start"]["earliest"],
            "startLatest": entry["start"]["latest"],
            "endEarliest": entry["end"]["earliest"],
            "endLatest": entry["end"]["latest"],
        }
        for side, value in given.items():
            assert bounds[side]["value"] == value, (iri, side)
            claims = [reason["claim"] for reason in bounds[side]["because"]]
            assert bool(claims) == (value is not None), (iri, side)
            finite += value is not None
    assert finite > 40


# ---------------------------------------------------------------- changes in the data


def edited(tmp_path: Path, change: Callable[[str], str]) -> Path:
    """A copy of the article's data with a change."""
    text = ARTICLE.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    copy = tmp_path / ARTICLE.name
    copy.write_text(changed, encoding="utf-8")
    return copy


def test_another_publication_day_moves_the_relative_dates_by_itself(
    kb: Path, tmp_path: Path
) -> None:
    article = edited(
        tmp_path, lambda text: text.replace('"[2015-11-30,2015-12-01]"', '"2015-12-08"')
    )
    assert run("load", article, kb=kb).exit_code == 0
    found = entries(kb)
    assert found[PARIS]["when"] == "2015-12-07"
    assert found[DECREE]["when"] == "2015-12-05"


# F11 came before F14, against what the article says. Told in three ways, it is one contradiction.

CLAIM = 'dl:evidence [ a dl:Evidence ; oa:exact "The talks came first." ] .'
GRAPH = "{ ev:tel-aviv-talks dl:before ev:moscow-meeting . }"


def inside_the_article(tmp_path: Path) -> Path:
    added = f"\nsaid:x a dl:Claim ; dl:source source:ynet-4733020 ; {CLAIM}\nsaid:x {GRAPH}\n"
    return edited(tmp_path, lambda text: text + added)


def citing_the_article(tmp_path: Path) -> Path:
    file = tmp_path / "added.trig"
    file.write_text(
        f"{PREFIXES}said:x a dl:Claim ; dl:source source:ynet-4733020 ; {CLAIM}\nsaid:x {GRAPH}\n"
    )
    return file


def from_a_source_of_its_own(tmp_path: Path) -> Path:
    file = tmp_path / "other.trig"
    file.write_text(
        f'{PREFIXES}:other a dl:Article ; rdfs:label "Another report"@en .\n'
        f"said:x a dl:Claim ; dl:source :other ; {CLAIM}\nsaid:x {GRAPH}\n"
    )
    return file


@pytest.mark.parametrize(
    ("make", "sources"),
    [
        (inside_the_article, 1),
        (citing_the_article, 1),
        (from_a_source_of_its_own, 2),
    ],
    ids=["inside the article's file", "in a file that cites it", "from a source of its own"],
)
def test_a_claim_against_the_order_makes_a_conflict_of_exactly_two_claims_and_a_flagged_timeline(
    kb: Path, tmp_path: Path, make: Callable[[Path], Path], sources: int
) -> None:
    loaded = run("load", make(tmp_path), kb=kb)
    assert loaded.exit_code == 0
    assert "warning: the claims hold a contradiction" in loaded.stderr

    (conflict,) = told("conflicts", kb=kb, code=3)["conflicts"]
    assert conflict["claims"] == [SAID + "f11-follows-up", SAID + "x"]
    assert conflict["assuming"] == []
    assert len(conflict["sources"]) == sources
    assert {claim for repair in conflict["repairs"] for claim in repair["set_aside"]} == {
        SAID + "f11-follows-up",
        SAID + "x",
    }

    shown = run("timeline", kb=kb)
    assert shown.exit_code == 0
    assert "warning: the claims hold a contradiction" in shown.stderr
    found = entries(kb)
    flagged = [line for line in shown.stdout.splitlines() if line.rstrip().endswith("*")]
    assert len(flagged) == sum(
        bool(entry["set_aside"] or entry["hangs_on_repair"]) for entry in found.values()
    )
    assert "* not all claims that bear on it can hold together" in shown.stdout
    assert {iri for iri, entry in found.items() if entry["set_aside"]} == {TEL_AVIV, MOSCOW}
    assert run("timeline", "--strict", kb=kb).exit_code == 3


# ---------------------------------------------------------------- questions in SPARQL


@pytest.fixture
def with_plan(kb: Path) -> Path:
    """The article, and a summit that is planned beside one that is reported."""
    plan = path_of("ontology/examples/valid/plan.trig")
    assert run("load", plan, kb=kb).exit_code == 0
    return kb


def test_a_question_for_meetings_returns_those_said_to_have_been_and_no_planned_one(
    with_plan: Path,
) -> None:
    asked = run("query", "-", "-f", "csv", kb=with_plan, stdin="SELECT ?e { ?e a dl:Meeting }")
    assert asked.exit_code == 0
    found = set(asked.stdout.split()[1:])
    assert found == {
        PARIS,
        MOSCOW,
        TEL_AVIV,
        EV + "climate-summit",
        "https://example.org/border-news/summit",
    }


def test_a_planned_event_shows_in_the_timeline_as_planned(with_plan: Path) -> None:
    found = entries(with_plan)
    plan = found["https://example.org/border-news/planned-summit"]
    assert (plan["status"], plan["type"]) == ("planned", "Summit")
    assert plan["when"] == "[2021-05-01..2021-05-07]"
    reported = found["https://example.org/border-news/summit"]
    assert reported["status"] == "reported"
    assert reported["planned_for"].startswith("[2021-05-01..")
    assert "planned" in run("timeline", "--search", "planned summit", kb=with_plan).stdout


def test_withdrawing_what_contradicted_makes_the_view_as_it_was(kb: Path, tmp_path: Path) -> None:
    before = run("timeline", "-f", "json", kb=kb).stdout
    run("load", from_a_source_of_its_own(tmp_path), kb=kb)
    assert run("timeline", "-f", "json", kb=kb).stdout != before
    assert run("withdraw", "Another report", kb=kb).exit_code == 0
    assert run("timeline", "-f", "json", kb=kb).stdout == before
    assert told("conflicts", kb=kb) == {"conflicts": [], "more": False}
