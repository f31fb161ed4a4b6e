"""Events: identity classes, status, label, kinds and facts, as claims give them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import (
    ACTOR,
    EVENT,
    MEETING,
    NEWS,
    SITUATION,
    SUMMIT,
    denied,
    is_a,
    judged,
    known,
    labelled,
    lasted,
    planned,
    related,
    said,
    shuffled,
    source,
    supposed,
    when,
)

from dateline.events import STATUSES, Event, Fact, events_of
from dateline.model import Claim, Iri, Knowledge, Quantity, Text, Triple
from dateline.time.relative import RelativeDate


def only(knowledge: Knowledge, set_aside: frozenset[Iri] = frozenset()) -> Event:
    (event,) = events_of(knowledge, set_aside)
    return event


# --- status ---------------------------------------------------------------------------------------

IS = is_a("talks")
REPORTED = said("reported", IS)
CLAIMED = said("claimed", IS, by="tass")
PLANNED = planned("planned", IS)
SUPPOSED = supposed("supposed", IS)


@pytest.mark.parametrize(
    ("status", "claims"),
    [
        ("reported", [REPORTED]),
        ("claimed", [CLAIMED]),
        ("planned", [PLANNED]),
        ("hypothetical", [SUPPOSED]),
        ("reported", [CLAIMED, REPORTED]),
        ("claimed", [PLANNED, CLAIMED, SUPPOSED]),
        ("planned", [SUPPOSED, PLANNED]),
        ("disputed", [REPORTED, CLAIMED, denied("no", "claimed")]),
        ("disputed", [CLAIMED, PLANNED, denied("no", "claimed")]),
        ("disputed", [REPORTED, denied("no", "reported")]),
        ("hypothetical", [SUPPOSED, denied("no", "supposed")]),
        ("planned", [PLANNED, SUPPOSED, denied("no", "planned", "supposed")]),
        ("reported", [REPORTED, SUPPOSED, denied("no", "supposed")]),
        ("reported", [judged("judged", IS)]),
    ],
    ids=lambda value: value if isinstance(value, str) else "+".join(c.iri for c in value),
)
def test_the_strongest_of_what_is_said_is_the_status(status: str, claims: list[Claim]) -> None:
    assert only(known(*claims)).status == status
    assert only(known(*reversed(claims))).status == status


def test_a_status_is_always_one_of_the_five() -> None:
    assert STATUSES == ("disputed", "reported", "claimed", "planned", "hypothetical")


# --- identity -------------------------------------------------------------------------------------

SAME = judged("same", related("downing", "sameEventAs", "crash"))
TWO = (said("c", is_a("crash"), source="one"), said("d", is_a("downing"), source="two"))


def test_events_judged_the_same_are_one_event() -> None:
    event = only(known(*TWO, SAME))
    assert event.iri == "crash"
    assert event.members == ("crash", "downing")
    assert event.claims == ("c", "d", "same")
    assert event.sources == ("one", "two")


def test_identity_is_undone_when_the_judgement_is_set_aside() -> None:
    events = events_of(known(*TWO, SAME), frozenset({Iri("same")}))
    assert [event.members for event in events] == [("crash",), ("downing",)]
    assert all("sameEventAs" not in {f.predicate for f in event.facts} for event in events)


def test_a_supposed_identity_identifies_nothing() -> None:
    claims = (*TWO, supposed("s", related("downing", "sameEventAs", "crash")))
    assert len(events_of(known(*claims))) == 2


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=6),
    st.integers(0, 100),
)
def test_classes_are_those_that_judgements_connect(pairs: list[tuple[str, str]], seed: int) -> None:
    claims = [said(f"is-{name}", is_a(name)) for name in "abcdef"]
    claims += [judged(f"j{n}", related(a, "sameEventAs", b)) for n, (a, b) in enumerate(pairs)]
    expected = {name: {name} for name in "abcdef"}
    for a, b in pairs:
        whole = expected[a] | expected[b]
        expected.update(dict.fromkeys(whole, whole))
    events = events_of(shuffled(known(*claims), seed))
    assert {event.members for event in events} == {
        tuple(sorted(whole)) for whole in expected.values()
    }
    assert len(events) == len({event.iri for event in events})
    pointing = {a for a, _ in pairs}
    for event in events:
        assert event.iri == min(event.members, key=lambda name: (name in pointing, name))


def test_a_report_that_says_it_tells_of_a_known_event_does_not_rename_it() -> None:
    judgements = (
        judged("j1", related("a-report", "sameEventAs", "downing")),
        judged("j2", related("b-report", "sameEventAs", "a-report")),
    )
    reports = (said("r1", is_a("a-report")), said("r2", is_a("b-report")))
    event = only(known(TWO[1], *reports, *judgements))
    assert (event.iri, len(event.members)) == ("downing", 3)


def test_what_is_judged_the_same_as_an_event_that_nobody_tells_of_stays_one_event() -> None:
    judgements = (
        judged("j1", related("a-report", "sameEventAs", "downing")),
        judged("j2", related("b-report", "sameEventAs", "downing")),
    )
    reports = (said("r1", is_a("a-report")), said("r2", is_a("b-report")))
    event = only(known(*reports, *judgements))
    assert (event.iri, event.members) == ("a-report", ("a-report", "b-report"))


def test_facts_speak_of_the_class_and_not_of_its_members() -> None:
    claims = (
        *TWO,
        SAME,
        said("r", is_a("raid"), related("raid", "inResponseTo", "downing")),
        said("w", related("downing", "place", "border")),
    )
    crash, raid = events_of(known(*claims))
    assert [(f.predicate, f.value) for f in raid.facts] == [("inResponseTo", "crash")]
    assert [(f.subject, f.value) for f in crash.facts] == [("crash", "border")]


def test_plans_of_an_event_are_found_by_any_of_its_names() -> None:
    claims = (
        *TWO,
        SAME,
        planned("p", is_a("plan")),
        judged("po", related("plan", "planOf", "downing")),
        judged("po2", Triple(Iri("plan"), "planOf", Text("the downing"))),
    )
    crash, plan = events_of(known(*claims))
    assert crash.plans == ("plan",)
    assert plan.plans == ()


# --- label and kinds ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "claims"),
    [
        ("own", [said("a", IS, labelled("talks", "quoted"), by="tass"), ("b", "own", NEWS)]),
        ("early", [("a", "late", "late"), ("b", "early", "early")]),
        ("dated", [("a", "undated", "undated"), ("b", "dated", "late")]),
        ("first", [("b", "second", NEWS), ("a", "first", NEWS)]),
    ],
    ids=["own voice", "the earliest published", "dated before undated", "by IRI"],
)
def test_the_label_is_that_of_the_claim_that_comes_first(
    label: str, claims: list[Claim | tuple[str, str, str]]
) -> None:
    made = [
        c if isinstance(c, Claim) else said(c[0], IS, labelled("talks", c[1]), source=c[2])
        for c in claims
    ]
    sources = [source("early", "2015-11-24"), source("late", "2015-12"), source("undated")]
    assert only(known(*made, sources=sources)).label == label


def test_english_labels_come_first_and_without_any_the_name_is_shown() -> None:
    german = labelled("talks", "Gespräche", "de")
    assert only(known(said("a", IS, german, labelled("talks", "talks")))).label == "talks"
    assert only(known(said("a", IS, german))).label == "Gespräche"
    assert only(known(said("a", is_a("kb/event/paris")))).label == "paris"


def test_an_event_that_happened_is_labelled_by_those_who_say_so() -> None:
    claims = (
        planned("a", IS, labelled("talks", "planned talks")),
        said("b", is_a("talks", SUMMIT), labelled("talks", "summit")),
    )
    event = only(known(*claims))
    assert event.label == "summit"
    assert event.kinds == (SUMMIT,)
    assert event.types == (SUMMIT, MEETING, EVENT)


def test_a_planned_event_is_labelled_by_its_plans() -> None:
    assert only(known(planned("a", IS, labelled("talks", "planned")))).label == "planned"


def test_kinds_that_are_no_events_are_not_its_types() -> None:
    event = only(known(said("a", IS, is_a("talks", ACTOR), is_a("talks", SITUATION))))
    assert event.kinds == tuple(sorted((MEETING, ACTOR, SITUATION)))
    assert event.types == (MEETING, SITUATION, EVENT)


def test_actors_and_things_of_unknown_kind_are_no_events() -> None:
    claims = (
        said("a", is_a("tass", ACTOR)),
        said("b", Triple(Iri("x"), "type", Text("a meeting"))),
        said("c", when("y", "2015")),
    )
    assert events_of(known(*claims)) == ()


# --- facts ----------------------------------------------------------------------------------------


def test_what_several_claims_say_is_one_fact_with_its_own_status() -> None:
    claims = (
        said("is", IS),
        said("p1", related("talks", "host", "turkey"), by="tass"),
        said("p2", related("talks", "host", "turkey"), by="dpa"),
        said("p3", related("talks", "host", "france")),
        denied("no", "p3"),
    )
    france, turkey = only(known(*claims)).facts
    assert turkey == Fact(Iri("talks"), "host", Iri("turkey"), "claimed", (Iri("p1"), Iri("p2")))
    assert (france.status, france.claims) == ("disputed", ("p3",))


def test_times_names_and_judgements_are_no_facts() -> None:
    claims = (
        said("is", IS, labelled("talks", "talks")),
        said("t", when("talks", "2015"), lasted("talks", 2)),
        said("r", when("talks", RelativeDate(offset=1, unit="day"))),
        judged("j", related("talks", "differentEventFrom", "visit")),
        said("o", Triple(Iri("talks"), "begun", RelativeDate(direction="earlier"))),
    )
    assert only(known(*claims)).facts == ()


def test_quantities_and_words_are_facts() -> None:
    depth = Quantity(Iri("q"), "depth", "1.5", "km", "about")
    claims = (
        said("is", IS),
        said("q", Triple(Iri("talks"), "quantity", depth)),
        said("m", Triple(Iri("talks"), "topic", Text("gas", "en"))),
    )
    assert {f.value for f in only(known(*claims)).facts} == {depth, Text("gas", "en")}


def test_what_a_claim_says_of_an_actor_beside_the_event_is_a_fact_about_the_actor() -> None:
    office = Triple(Iri("lavrov"), "capacity", Text("foreign minister", "en"))
    (fact,) = only(known(said("is", IS, office))).facts
    assert (fact.subject, fact.predicate) == ("lavrov", "capacity")


def test_what_a_claim_says_of_another_event_stays_with_that_event() -> None:
    claims = (
        said("both", IS, is_a("visit"), related("visit", "place", "baku")),
        said("r", related("talks", "before", "visit")),
    )
    talks, visit = events_of(known(*claims))
    assert [f.predicate for f in talks.facts] == ["before"]
    assert [f.predicate for f in visit.facts] == ["place"]


def test_a_relation_that_is_set_aside_is_no_fact_but_a_place_still_is() -> None:
    claims = (
        said("is", IS),
        said("r", related("talks", "before", "visit"), related("talks", "place", "baku")),
    )
    event = only(known(*claims), frozenset({Iri("r")}))
    assert [f.predicate for f in event.facts] == ["place"]


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_the_order_of_claims_changes_no_event(seed: int) -> None:
    claims = (
        *TWO,
        SAME,
        said("l1", is_a("crash"), labelled("crash", "crash"), source="one"),
        said("l2", is_a("crash", SUMMIT), labelled("crash", "the crash"), by="tass"),
        said("p1", related("crash", "host", "turkey")),
        said("p2", related("downing", "host", "turkey"), by="dpa"),
        planned("plan", is_a("plan")),
        judged("po", related("plan", "planOf", "downing")),
    )
    knowledge = known(*claims)
    assert events_of(shuffled(knowledge, seed)) == events_of(knowledge)


def test_a_claim_that_names_a_kind_twice_counts_once() -> None:
    twice = replace(REPORTED, triples=(IS, is_a("talks", EVENT)))
    assert only(known(twice)).claims == ("reported",)
