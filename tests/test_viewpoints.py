"""Whose account, and as known when: what each view keeps and leaves out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import at, denied, is_a, judged, known, related, said, source, when

from dateline.model import Claim, Edtf, Iri, Knowledge, Source, Triple
from dateline.time.calendar import DAY
from dateline.viewpoints import LeftOut, View, seen_from


def kept(knowledge: Knowledge, view: View) -> set[str]:
    return {str(claim.iri) for claim in seen_from(knowledge, view).knowledge.claims}


def recorded(claim: Claim, day: str, withdrawn: str = "") -> Claim:
    ending = "T12:00:00Z"
    return replace(
        claim,
        recorded_at=day + ending,
        withdrawn_at=withdrawn + ending if withdrawn else "",
    )


# --- as of a day of publication -------------------------------------------------------------------

PAPERS = known(
    said("early", is_a("e"), source="early-paper"),
    said("late", is_a("e"), source="late-paper"),
    said("loose", is_a("e"), source="loose-paper"),
    said("undated", is_a("e"), source="undated-paper"),
    said("since", is_a("e"), source="since-paper"),
    judged("plain"),
    replace(judged("brought"), brought_by=Iri("late-paper")),
    sources=(
        source("early-paper", "2015-11-24"),
        source("late-paper", "2015-11-26"),
        source("loose-paper", "[2015-11-24,2015-11-26]"),
        source("undated-paper"),
        source("since-paper", "[2015-11-20..]"),
    ),
)
ON_24_NOVEMBER = View(as_of=at("2015-11-24") + DAY)


def test_as_of_a_day_keeps_what_was_or_may_have_been_published_by_its_end() -> None:
    assert kept(PAPERS, ON_24_NOVEMBER) == {"early", "loose", "since", "plain"}


def test_as_of_a_day_names_the_sources_it_leaves_out_and_those_it_doubts() -> None:
    seen = seen_from(PAPERS, ON_24_NOVEMBER)
    assert seen.left_out == (
        LeftOut(Iri("late-paper"), "published later"),
        LeftOut(Iri("undated-paper"), "undated"),
    )
    assert [doubt.source for doubt in seen.doubtful] == ["loose-paper", "since-paper"]


def test_as_of_a_day_forgets_the_sources_that_it_leaves_out() -> None:
    assert Iri("late-paper") not in seen_from(PAPERS, ON_24_NOVEMBER).knowledge.sources


def test_a_judged_publication_day_counts_as_one_that_is_printed() -> None:
    day = Triple(Iri("undated-paper"), "published", Edtf("2015-11-20"))
    knowledge = replace(PAPERS, claims=(*PAPERS.claims, judged("day", day)))
    assert "undated" in kept(knowledge, ON_24_NOVEMBER)


# --- as recorded by a day -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-01", set()),
        ("2026-01-02", {"first"}),
        ("2026-01-03", {"first", "second"}),
        ("2026-01-05", {"second"}),
    ],
    ids=["before anything", "after the first", "after the second", "after a withdrawal"],
)
def test_recorded_by_a_day_knows_what_was_loaded_and_not_yet_withdrawn(
    day: str, expected: set[str]
) -> None:
    now = known(
        recorded(said("second", is_a("e")), "2026-01-03"),
        said("without a time", is_a("e")),
    )
    knowledge = replace(
        now, withdrawn=(recorded(said("first", is_a("e")), "2026-01-02", "2026-01-04"),)
    )
    assert kept(knowledge, View(recorded_by=at(day) + DAY)) == expected


# --- according to somebody ------------------------------------------------------------------------

ACCOUNTS = replace(
    known(
        said("own", is_a("downing")),
        said("own-disputed", is_a("warning")),
        said("turkey-says", is_a("incursion"), by="turkey"),
        said("turkish-army-says", is_a("radar-track"), by="turkish-army"),
        said("russia-says", is_a("ambush"), by="russia"),
        replace(denied("russia-denies", "own-disputed"), attributed_to=(Iri("russia"),)),
        said("other-paper", is_a("summit"), source="other"),
        judged("identity", related("a", "sameEventAs", "b")),
    ),
    wholes={Iri("turkish-army"): (Iri("turkey"),)},
)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (
            "turkey",
            {
                *("own", "own-disputed", "turkey-says", "turkish-army-says", "other-paper"),
                "identity",
            },
        ),
        ("russia", {"own", "russia-says", "russia-denies", "other-paper", "identity"}),
        (
            "turkish-army",
            {"own", "own-disputed", "turkish-army-says", "other-paper", "identity"},
        ),
        ("other", {"other-paper", "identity"}),
    ],
    ids=["a state speaks through its army", "what it denies is gone", "an army", "a source"],
)
def test_an_account_is_what_somebody_says_and_the_background_it_does_not_dispute(
    who: str, expected: set[str]
) -> None:
    assert kept(ACCOUNTS, View(according_to=Iri(who))) == expected


# --- policies -------------------------------------------------------------------------------------


def test_the_own_voice_policy_leaves_out_what_is_only_attributed() -> None:
    left = kept(ACCOUNTS, View(policy="own-voice"))
    assert left == {"own", "own-disputed", "other-paper", "identity"}


def wire(iri: str, of: str) -> Source:
    return replace(source(iri, "2015-11-24"), copy_of=Iri(of))


def test_corroborated_events_are_told_of_by_two_sources_that_are_no_copies() -> None:
    knowledge = known(
        said("a1", is_a("told-twice"), source="paper"),
        said("a2", is_a("told-twice"), source="agency"),
        said("a3", related("told-twice", "before", "copied"), source="paper"),
        said("b1", is_a("copied"), source="agency"),
        said("b2", is_a("copied"), source="copy"),
        said("b3", is_a("copied"), source="copy-of-copy"),
        said("c1", is_a("told-once"), source="paper"),
        judged("of no event"),
        sources=(
            source("paper", "2015-11-24"),
            source("agency", "2015-11-24"),
            wire("copy", "agency"),
            wire("copy-of-copy", "copy"),
        ),
    )
    assert kept(knowledge, View(policy="corroborated")) == {"a1", "a2", "a3", "of no event"}


def test_every_copy_of_a_circle_is_of_the_same_original() -> None:
    around = (wire("x", "y"), wire("y", "z"), wire("z", "y"), wire("self", "self"))
    knowledge = known(sources=around)
    originals = [knowledge.original(Iri(name)) for name in ("x", "y", "z", "self", "unknown")]
    assert originals == ["y", "y", "y", "self", "unknown"]


def test_the_reliable_policy_leaves_out_sources_that_are_usually_not() -> None:
    grades = ("A", "B", "C", "D", "E", "F", "")
    knowledge = known(
        *(said(f"by-{grade}", is_a("e"), source=f"paper-{grade}") for grade in grades),
        judged("identity", related("e", "sameEventAs", "f")),
        sources=[source(f"paper-{grade}", "2015-11-24", grade) for grade in grades],
    )
    left = kept(knowledge, View(policy="reliable"))
    assert left == {"by-A", "by-B", "by-C", "by-F", "by-", "identity"}


def test_copies_in_a_circle_count_as_one_source() -> None:
    knowledge = known(
        said("a", is_a("e"), source="x"),
        sources=(wire("x", "y"), wire("y", "x")),
    )
    assert kept(knowledge, View(policy="corroborated")) == set()


def test_two_events_that_are_judged_the_same_corroborate_each_other() -> None:
    knowledge = known(
        said("a", is_a("e1"), source="paper"),
        said("b", is_a("e2"), source="agency"),
        judged("same", related("e1", "sameEventAs", "e2")),
    )
    assert kept(knowledge, View(policy="corroborated")) == {"a", "b", "same"}


def test_a_view_of_everything_keeps_everything() -> None:
    assert seen_from(ACCOUNTS, View()).knowledge == ACCOUNTS


def test_the_account_of_a_source_takes_the_events_it_dates_for_granted() -> None:
    knowledge = known(
        said("exists", is_a("summit"), source="paper"),
        said("elsewhere", is_a("other"), source="paper"),
        said("dates", when("summit", "2015-11-30"), source="note"),
    )
    assert kept(knowledge, View(according_to=Iri("note"))) == {"exists", "dates"}
