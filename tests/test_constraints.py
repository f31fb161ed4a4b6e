"""Claims -> constraints: publication, utterance, dates, durations and relations."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from worlds import EVENT as OPEN_KIND
from worlds import (
    EVERY,
    MEANINGS,
    MEETING,
    NEWS,
    SITUATION,
    at,
    dated,
    fits,
    holds,
    is_a,
    judged,
    known,
    lasted,
    lasted_seconds,
    planned,
    related,
    said,
    source,
    supposed,
    there_are,
    when,
)

from dateline.model import Claim, Iri, Knowledge, Text, Triple
from dateline.reasoning.chronology import solve
from dateline.reasoning.constraints import DATE_PROPERTIES, network_of
from dateline.reasoning.network import Edge
from dateline.reasoning.publications import Publication, publication_of, span_words
from dateline.time.calendar import DAY
from dateline.time.dates import Window
from dateline.time.relative import RelativeDate

NOVEMBER = source(NEWS, "2015-11-30")
KIND_OF = dict(zip(EVERY, (MEETING, SITUATION, OPEN_KIND), strict=True))
SPANS = list(combinations(range(5), 2))


# --- relations ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MEANINGS)
@pytest.mark.parametrize("aspect", EVERY, ids=["punctual", "lasting", "open"])
def test_a_relation_of_a_claim_binds_the_two_events_as_the_table_says(
    name: str, aspect: str
) -> None:
    claims = (said("a", is_a("a")), said("b", is_a("b", KIND_OF[aspect])))
    network = network_of(known(*claims, said("r", related("a", name, "b"))))
    assert network.events == ("a", "b")
    assert all(e.basis.claims == ("r",) for e in network.edges)
    assert all((e.basis.subject, e.basis.other) == ("a", "b") for e in network.edges)
    for a, b in product(SPANS, repeat=2):
        assert fits(network.edges, (0, *a, *b)) == holds(name, a, b, aspect)


def test_soft_parts_are_marked() -> None:
    claims = (*there_are("a", "b"), said("r", related("a", "before", "b")))
    assert [e.basis.soft for e in network_of(known(*claims)).edges] == [False, True]


# --- telling --------------------------------------------------------------------------------------


def telling(kind: Iri, *, in_: str = "") -> list[Edge]:
    speech = [said("is-speech", is_a("speech", SITUATION), source="other")]
    claims = (said("c", is_a("e", kind), in_=in_), *(speech if in_ else ()))
    return [
        e for e in network_of(known(*claims, sources=[NOVEMBER])).edges if "c" in e.basis.claims
    ]


@pytest.mark.parametrize("kind", [SITUATION, OPEN_KIND], ids=["lasting", "open"])
def test_what_is_told_has_begun_before_the_source_is_published(kind: Iri) -> None:
    edges = telling(kind)
    last = at("2015-12-01") - 1
    assert fits(edges, (0, last, last + 5 * DAY))
    assert not fits(edges, (0, last + 1, last + 5 * DAY))


def test_what_is_punctual_is_over_when_the_source_is_published() -> None:
    edges = telling(MEETING)
    before = at("2015-12-01")
    assert fits(edges, (0, before - 1, before))
    assert not fits(edges, (0, before - 1, before + 1))
    assert [e.basis.soft for e in edges] == [False, True]


@pytest.mark.parametrize(
    ("kind", "over"), [(MEETING, True), (SITUATION, False), (OPEN_KIND, False)]
)
def test_what_is_told_in_a_statement_has_begun_before_it(kind: Iri, over: bool) -> None:
    edges = [e for e in telling(kind, in_="speech") if e.basis.rule == "said"]
    assert all(e.basis.other == "speech" for e in edges)
    said_at = 100
    assert fits(edges, (0, 99, 100, said_at, 200))
    assert not fits(edges, (0, 100, 101, said_at, 200))
    assert fits(edges, (0, 99, 101, said_at, 200)) == (not over)


def test_a_statement_does_not_come_before_itself() -> None:
    assert network_of(known(said("c", is_a("speech"), in_="speech"))).edges == ()


@pytest.mark.parametrize("kind", [MEETING, SITUATION])
def test_a_plan_starts_no_earlier_than_it_is_published(kind: Iri) -> None:
    network = network_of(known(planned("p", is_a("e", kind)), sources=[NOVEMBER]))
    day = at("2015-11-30")
    assert fits(network.edges, (0, day, day + 1))
    assert not fits(network.edges, (0, day - 1, day + 1))


def test_a_plan_starts_no_earlier_than_the_statement_that_announces_it() -> None:
    claims = (planned("p", is_a("e"), in_="speech"),)
    network = network_of(known(*claims, sources=[NOVEMBER]))
    assert network.events == ("e", "speech")
    assert fits(network.edges, (0, 5, 6, 5, 6))
    assert not fits(network.edges, (0, 4, 6, 5, 6))


def test_an_undated_source_does_not_say_when() -> None:
    claims = (said("c", is_a("e")), planned("p", is_a("f")))
    assert network_of(known(*claims)).edges == ()


def test_a_source_that_says_more_of_an_event_is_told_after_it_unless_it_types_it() -> None:
    claims = (
        said("is", is_a("e", SITUATION), source="one"),
        said("more", related("e", "place", "baku"), source="one"),
        said("else", related("e", "place", "baku"), source="two"),
    )
    sources = [source("one", "2015-11-30"), source("two", "2015-11-20")]
    edges = network_of(known(*claims, sources=sources)).edges
    assert {e.basis.claims for e in edges} == {("is",), ("else",)}


def test_judgements_and_suppositions_tell_of_nothing() -> None:
    claims = (judged("j", is_a("e")), supposed("s", is_a("f"), when("f", "2015")))
    network = network_of(known(*claims, sources=[NOVEMBER]))
    assert network.events == ("e", "f")
    assert network.edges == ()


# --- publication ----------------------------------------------------------------------------------

JUDGED = judged("day", dated(NEWS, "published", "2015-11-30"))


def test_the_printed_publication_comes_before_the_judged_one() -> None:
    printed = source(NEWS, "2015-12-01")
    knowledge = known(*there_are("e"), JUDGED, sources=[printed])
    window = Window(at("2015-12-01"), at("2015-12-02"))
    assert publication_of(knowledge, Iri(NEWS)) == Publication(window)


def test_a_judged_publication_names_the_judgement() -> None:
    later = judged("later", dated(NEWS, "published", "2015-12-05"))
    knowledge = known(*there_are("e"), later, JUDGED)
    window = Window(at("2015-11-30"), at("2015-12-01"))
    assert publication_of(knowledge, Iri(NEWS)) == Publication(window, (Iri("day"),))


def test_of_two_days_in_one_judgement_the_first_counts() -> None:
    both = judged(
        "both", dated(NEWS, "published", "2015-11-30"), dated(NEWS, "published", "2015-11-29")
    )
    found = publication_of(known(*there_are("e"), both), Iri(NEWS))
    assert found.window.earliest == at("2015-11-30")


@pytest.mark.parametrize(
    "claims",
    [
        (),
        (judged("j", dated("paper", "published", "2015")),),
        (judged("j", Triple(Iri(NEWS), "published", Text("in 2015"))),),
    ],
    ids=["nothing", "of another source", "in words"],
)
def test_without_a_date_of_its_own_a_source_has_no_publication(claims: tuple[Claim, ...]) -> None:
    knowledge = known(*there_are("e"), *claims)
    assert publication_of(knowledge, Iri(NEWS)) == Publication(Window(None, None))


def test_no_source_and_an_unknown_source_have_no_publication() -> None:
    never = Publication(Window(None, None))
    assert publication_of(known(), None) == never
    assert publication_of(known(), Iri("nowhere")) == never


def test_a_judged_publication_stands_in_the_assumptions_of_a_conflict() -> None:
    chronology = solve(known(*there_are("e"), JUDGED, said("d", when("e", "2015-12-24"))))
    (conflict,) = chronology.conflicts
    assert conflict.claims == ("d", "is-e")
    assert conflict.assuming == ("day",)


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Window(None, None), "at an unknown time"),
        (Window(None, at("2015-12-01")), "by 2015-11-30"),
        (Window(at("2015-11-30"), None), "from 2015-11-30 on"),
        (Window(at("2015-11-30"), at("2015-12-01")), "2015-11-30"),
        (Window(at("2015-11-30"), at("2015-12-02")), "2015-11-30 to 2015-12-01"),
    ],
)
def test_windows_are_told_in_days(window: Window, words: str) -> None:
    assert span_words(window) == words
    assert Publication(window).words == f"published {words}"


# --- dates ----------------------------------------------------------------------------------------


def dates_of(triple: Triple, *claims: Claim, published: str | None = None) -> list[Edge]:
    network = network_of(
        known(said("d", triple), said("is", is_a("e")), *claims, sources=[source(NEWS, published)])
    )
    return [e for e in network.edges if e.basis.rule in DATE_PROPERTIES]


@pytest.mark.parametrize("prop", sorted(DATE_PROPERTIES))
def test_a_date_becomes_edges_that_rest_on_its_claim(prop: str) -> None:
    edges = dates_of(dated("e", prop, "2015-11-24"))
    assert edges
    assert {e.basis.claims for e in edges} == {("d",)}
    assert {e.basis.detail for e in edges} == {"2015-11-24"}
    day = at("2015-11-24")
    assert fits(edges, (0, day, day + DAY))
    assert not fits(edges, (0, day - DAY, day)) or not fits(edges, (0, day + DAY, day + 2 * DAY))


@pytest.mark.parametrize(
    ("text", "fitting", "failing"),
    [
        ("2015-11-24/2015-11-26", ("2015-11-24", "2015-11-27"), ("2015-11-25", "2015-11-27")),
        ("[2015-11-24,2015-11-26]", ("2015-11-25", "2015-11-26"), ("2015-11-23", "2015-11-24")),
        ("{2015-11-24,2015-11-26}", ("2015-11-24", "2015-11-27"), ("2015-11-24", "2015-11-25")),
        ("2015-11-24/..", ("2015-11-24", "2019-01-01"), ("2015-11-25", "2019-01-01")),
        ("../2015-11-24", ("1915-11-24", "2015-11-25"), ("1915-11-24", "2015-11-26")),
    ],
    ids=["interval", "one of", "all of", "open after", "open before"],
)
def test_dates_of_several_members(
    text: str, fitting: tuple[str, str], failing: tuple[str, str]
) -> None:
    edges = dates_of(when("e", text))
    assert fits(edges, (0, at(fitting[0]), at(fitting[1])))
    assert not fits(edges, (0, at(failing[0]), at(failing[1])))


ON_TUESDAY = RelativeDate("on Tuesday", weekday=1, direction="earlier")


def test_a_relative_date_counts_from_the_publication() -> None:
    edges = dates_of(when("e", ON_TUESDAY), published="2015-11-30")
    day = at("2015-11-24")
    assert fits(edges, (0, day, day + DAY))
    assert not fits(edges, (0, day - 1, day + DAY))
    assert not fits(edges, (0, day, day + DAY + 1))
    assert edges[0].basis.detail == (
        "“on Tuesday”: the last Tuesday on or before the publication's day "
        "(published 2015-11-30): 2015-11-24"
    )


def test_an_uncertain_publication_takes_the_hull_of_all_its_days() -> None:
    edges = dates_of(when("e", ON_TUESDAY), published="[2015-11-30..2015-12-01]")
    assert fits(edges, (0, at("2015-11-24"), at("2015-11-25")))
    assert fits(edges, (0, at("2015-12-01"), at("2015-12-02")))
    assert not fits(edges, (0, at("2015-11-23"), at("2015-11-24")))
    assert not fits(edges, (0, at("2015-12-01"), at("2015-12-03")))


def test_a_relative_date_that_hangs_on_a_judged_publication_assumes_the_judgement() -> None:
    edges = dates_of(when("e", ON_TUESDAY), JUDGED)
    assert {e.basis.claims for e in edges} == {("d", "day")}


def test_without_a_publication_a_relative_date_says_nothing() -> None:
    assert dates_of(when("e", ON_TUESDAY)) == []
    assert network_of(known(judged("j", when("e", ON_TUESDAY)))).anchored == ()


def test_a_relative_date_may_name_another_source_as_its_anchor() -> None:
    rule = RelativeDate(anchor="paper", offset=-1, unit="day")
    knowledge = known(
        *there_are("e"),
        said("d", when("e", rule)),
        sources=[source("paper", "2015-11-20")],
    )
    edges = [e for e in network_of(knowledge).edges if e.basis.rule == "when"]
    assert fits(edges, (0, at("2015-11-19"), at("2015-11-20")))
    assert not fits(edges, (0, at("2015-11-20"), at("2015-11-21")))
    assert edges[0].basis.detail.startswith(
        "1 day before the publication's day (published 2015-11-20)"
    )


@pytest.mark.parametrize(
    ("rule", "in_", "anchor"),
    [
        (RelativeDate(anchor="crash", offset=4, unit="day"), "speech", "crash"),
        (RelativeDate(offset=4, unit="day"), "speech", "speech"),
    ],
    ids=["a named event", "the statement by default"],
)
def test_a_date_relative_to_an_event_is_left_to_the_solver(
    rule: RelativeDate, in_: str, anchor: str
) -> None:
    network = network_of(known(*there_are("e"), said("d", when("e", rule), in_=in_)))
    (date,) = network.anchored
    assert (network.events[date.event], network.events[date.anchor]) == ("e", anchor)
    assert (date.prop, date.rule) == ("when", rule)
    assert date.basis.claims == ("d",)
    assert date.basis.other == anchor


# --- durations ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("triple", "least", "most", "words"),
    [
        (lasted("e", 1), 1, DAY, "1 day"),
        (lasted("e", 2), 2, 2 * DAY, "2 days"),
        (lasted("e", 5), 3 * DAY + 2, 5 * DAY, "5 days"),
        (lasted("e", 2, "hour"), 5400, 9000, "2 hours"),
        (lasted("e", 1.5, "day"), DAY, 2 * DAY, "1.5 days"),
        (lasted_seconds("e", 10, 20), 10, 20, ""),
    ],
    ids=["one day", "two days", "five days", "two hours", "a day and a half", "seconds"],
)
def test_a_duration_bounds_the_length(triple: Triple, least: int, most: int, words: str) -> None:
    edges = network_of(known(said("l", triple))).edges
    assert {e.basis.detail for e in edges} == {words}
    for length, fitting in ((least - 1, False), (least, True), (most, True), (most + 1, False)):
        assert fits(edges, (0, 7, 7 + length)) == fitting


def test_a_duration_may_be_open_on_either_side() -> None:
    (longer,) = network_of(known(said("l", lasted_seconds("e", 10, None)))).edges
    (shorter,) = network_of(known(said("l", lasted_seconds("e", None, 10)))).edges
    assert (longer.weight, shorter.weight) == (-10, 10)


# --- what says nothing about time -----------------------------------------------------------------


@pytest.mark.parametrize(
    "triple",
    [
        related("e", "place", "baku"),
        Triple(Iri("e"), "when", Text("yesterday")),
        Triple(Iri("e"), "duration", Text("long")),
        Triple(Iri("e"), "before", Text("the war")),
        Triple(Iri("e"), "type", Text("Meeting")),
    ],
    ids=[
        "a place",
        "a date in words",
        "a length in words",
        "a relation to words",
        "a kind in words",
    ],
)
def test_other_statements_constrain_nothing(triple: Triple) -> None:
    network = network_of(known(said("c", triple)))
    assert network.edges == ()
    assert network.anchored == ()


def test_no_claims_make_no_network() -> None:
    assert network_of(Knowledge()).events == ()
