"""Two accounts of the same events: agreed, told by one alone, or contradicted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import (
    amount,
    denied,
    is_a,
    judged,
    known,
    measured,
    planned,
    related,
    said,
    supposed,
    when,
)

from dateline.comparison import Compared, Side, compare
from dateline.contested import HAPPENED, QUANTITY, TIME, Slot
from dateline.model import Claim, Iri, Knowledge, Triple
from dateline.pipeline import solve_knowledge
from dateline.viewpoints import View, claims_told_by


def compared(knowledge: Knowledge, first: str = "one", second: str = "other") -> list[Compared]:
    whole = solve_knowledge(knowledge)
    sides = [
        Side(
            Iri(who),
            frozenset(claim.iri for claim in claims_told_by(knowledge, Iri(who))),
            solve_knowledge(knowledge, View(according_to=Iri(who))).timeline,
        )
        for who in (first, second)
    ]
    return list(compare(whole.timeline, knowledge, *sides))


def one(iri: str, *triples: Triple) -> Claim:
    return said(iri, *triples, source="one")


def other(iri: str, *triples: Triple) -> Claim:
    return said(iri, *triples, source="other")


A, B = one("a", is_a("e")), other("b", is_a("e"))


@pytest.mark.parametrize(
    ("claims", "verdict", "slots"),
    [
        ([A, B], "agreed", []),
        ([A], "only_first", []),
        ([B], "only_second", []),
        ([A, B, one("p", related("e", "place", "villa"))], "agreed", []),
        (
            [A, B, one("p", related("e", "place", "villa")),
             other("q", related("e", "place", "kremlin"))],
            "contradicted", [Slot("place")],
        ),
        (
            [A, B, one("p", related("e", "host", "putin")),
             other("q", related("e", "host", "obama"))],
            "contradicted", [Slot("host")],
        ),
        (
            [A, B, one("p", measured("e", amount("1"))), other("q", measured("e", amount("2")))],
            "contradicted", [Slot(QUANTITY, "depth")],
        ),
        (
            [A, B, one("p", when("e", "2015-11-24")), other("q", when("e", "2015-11-25"))],
            "contradicted", [Slot(TIME)],
        ),
        (
            [A, B, one("p", when("e", "2015-11-25")), other("q", when("e", "2015-11-24"))],
            "contradicted", [Slot(TIME)],
        ),
        ([A, B, one("p", when("e", "2015-11-24")), other("q", when("e", "2015-11"))], "agreed", []),
        ([A, replace(denied("no", "a"), source=Iri("other"))], "contradicted", [Slot(HAPPENED)]),
        ([A, B, denied("no", "a", source="other")], "contradicted", [Slot(HAPPENED)]),
        (
            [A, B, denied("no", "a", source="one"), denied("nor", "b", source="other")],
            "agreed", [],
        ),
        ([A, supposed("b", is_a("e"), source="other")], "contradicted", [Slot(HAPPENED)]),
        ([A, planned("b", is_a("e"), source="other")], "agreed", []),
        (
            [A, planned("b", is_a("e"), source="other"), one("p", when("e", "2015-11-24")),
             planned("q", when("e", "2015-11-29"), source="other")],
            "agreed", [],
        ),
        ([A, other("q", when("e", "2015-11-24"))], "agreed", []),
        (
            [A, B, one("p", related("e", "place", "villa")), denied("no", "p", source="other")],
            "contradicted", [Slot("place")],
        ),
        (
            [A, B, one("p", when("e", "2015-11-24")), denied("no", "p", source="other")],
            "contradicted", [Slot(TIME)],
        ),
        (
            [A, B, other("p", related("e", "place", "villa")), denied("no", "p", source="one")],
            "contradicted", [Slot("place")],
        ),
    ],
    ids=[
        "both tell of it", "one alone", "the other alone", "silence contradicts nothing",
        "places apart", "two hosts", "two numbers", "two days", "two days the other way round",
        "a day within a month", "a denial", "a denial beside", "both doubt it",
        "a supposition", "a plan", "a plan of another day", "a day takes it for granted",
        "a place denied", "a day denied", "a place denied by the first",
    ],
)  # fmt: skip
def test_an_event_in_two_accounts(claims: list[Claim], verdict: str, slots: list[Slot]) -> None:
    (found,) = compared(known(*claims))
    assert (found.verdict, list(found.contradicted)) == (verdict, slots)
    assert (found.event, found.label) == ("e", "e")


def test_what_neither_tells_of_is_left_out() -> None:
    assert compared(known(said("a", is_a("e"), source="third"), judged("j", is_a("f")))) == []


def test_reports_of_one_event_under_two_names_are_aligned() -> None:
    knowledge = known(A, other("b", is_a("f")), judged("j", related("f", "sameEventAs", "e")))
    (found,) = compared(knowledge)
    assert (found.event, found.verdict) == ("e", "agreed")
    assert found.first is not None
    assert found.second is not None
    assert (found.first.claims, found.second.claims) == (("a",), ("b",))


def test_an_account_holds_its_own_values_and_times_only() -> None:
    knowledge = known(
        A, B,
        one("p", when("e", "2015-11-24")), one("v", related("e", "place", "villa")),
        other("q", when("e", "2015-11")), other("k", related("e", "place", "kremlin")),
    )  # fmt: skip
    (found,) = compared(knowledge)
    assert found.first is not None
    assert found.second is not None
    assert (found.first.stance, found.second.stance) == ("happened", "happened")
    assert (found.first.when, found.second.when) == ("2015-11-24", "[2015-11-01..2015-11-30]")
    assert [told.value for told in found.first.facts[Slot("place")]] == ["villa"]
    assert [told.claims for told in found.second.facts[Slot("place")]] == [("k",)]
    assert [told.claims for told in found.first.facts[Slot(TIME)]] == [("p",)]


def test_an_actor_speaks_through_its_organs_and_others_do_not_speak_for_it() -> None:
    knowledge = replace(
        known(
            said("a", is_a("e"), by="turkey"),
            said("b", is_a("f"), by="turkish-army"),
            replace(denied("no", "a"), attributed_to=(Iri("russia"),)),
            said("own", is_a("g")),
        ),
        wholes={Iri("turkish-army"): (Iri("turkey"),)},
    )
    found = {c.event: c for c in compared(knowledge, "turkey", "russia")}
    assert {event: c.verdict for event, c in found.items()} == {
        "e": "contradicted",
        "f": "only_first",
    }
    russia = found[Iri("e")].second
    assert russia is not None
    assert (russia.stance, russia.when) == ("denied", None)
