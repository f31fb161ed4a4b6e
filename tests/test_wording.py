"""Constraints and conflicts in plain words."""

from __future__ import annotations

import pytest
from worlds import (
    NEWS,
    at,
    dated,
    judged,
    known,
    labelled,
    lasted,
    related,
    said,
    source,
    there_are,
    when,
)

from dateline.model import Duration, Iri, Knowledge, Source, Text, Triple
from dateline.reasoning.chronology import solve
from dateline.reasoning.conflicts import Conflict
from dateline.reasoning.network import Basis, Edge
from dateline.reasoning.relations import RELATIONS
from dateline.time.relative import RelativeDate
from dateline.vocabulary import shorten
from dateline.wording import (
    basis_words,
    claim_words,
    conflict_words,
    edge_words,
    moment,
    names_of,
    quoted,
    triple_words,
)

NAMES = {Iri("talks"): "Gas talks", Iri("visit"): "Visit to Baku"}
A, B = Iri("talks"), Iri("visit")
SATURDAY = RelativeDate("on Saturday", weekday=5, direction="earlier")


@pytest.mark.parametrize(
    ("thing", "words"),
    [("talks", "“Gas talks”"), ("kb/event/raid", "“raid”"), (None, "something"), ("", "something")],
)
def test_things_are_named_by_label_or_by_the_end_of_their_name(
    thing: str | None, words: str
) -> None:
    assert quoted(NAMES, thing) == words


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (Basis((), "when", A, detail="2015"), "“Gas talks” happened within 2015"),
        (Basis((), "startsOn", A, detail="2015"), "“Gas talks” started within 2015"),
        (Basis((), "endsOn", A, detail="2015"), "“Gas talks” ended within 2015"),
        (Basis((), "activeOn", A, detail="2015"), "“Gas talks” was going on in 2015"),
        (
            Basis((), "when", A, B, "4 days later"),
            "“Gas talks” happened within 4 days later (counted from “Visit to Baku”)",
        ),
        (Basis((), "duration", A, detail="2 days"), "“Gas talks” lasted: 2 days"),
        (Basis((), "duration", A), "“Gas talks” lasted: as stated"),
        (
            Basis((), "published", A, detail="published 2015-11-30"),
            "“Gas talks” is told of by a source published 2015-11-30",
        ),
        (Basis((), "said", A, B), "“Gas talks” is told of in “Visit to Baku”"),
        (Basis((), "lasts", A), "“Gas talks” lasts at least a second"),
    ],
    ids=lambda value: value.rule if isinstance(value, Basis) else None,
)
def test_a_constraint_is_a_sentence(basis: Basis, words: str) -> None:
    assert basis_words(basis, NAMES) == words


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        (Edge(0, 1, 18, Basis((), "duration", A, detail="17 seconds")),
         "“Gas talks” lasted: 17 seconds, so at most 18 seconds"),
        (Edge(1, 0, -5400, Basis((), "duration", A)),
         "“Gas talks” lasted: as stated, so at least 1 hour 30 minutes"),
        (Edge(1, 0, -1, Basis((), "lasts", A)), "“Gas talks” lasts at least a second"),
    ],
)  # fmt: skip
def test_of_a_length_of_time_the_bound_that_follows_is_told(edge: Edge, words: str) -> None:
    assert edge_words(edge, NAMES) == words


@pytest.mark.parametrize("name", RELATIONS)
def test_a_relation_is_a_sentence_about_both_events(name: str) -> None:
    expected = f"“Gas talks” {RELATIONS[name].words} “Visit to Baku”"
    assert basis_words(Basis((), name, A, B), NAMES) == expected
    assert triple_words(related("talks", name, "visit"), NAMES) == expected


@pytest.mark.parametrize(
    ("triple", "words"),
    [
        (when("talks", "2015-11-24"), "“Gas talks” happened within 2015-11-24"),
        (
            when("talks", SATURDAY),
            "“Gas talks” happened within “on Saturday” "
            "(the last Saturday on or before the telling's day)",
        ),
        (
            Triple(A, "duration", Duration(2, "day", expression="two-day")),
            "“Gas talks” lasted two-day",
        ),
        (lasted("talks", 2), "“Gas talks” lasted a stated time"),
        (dated(NEWS, "published", "2015"), "“news” was published 2015"),
        (labelled("talks", "Talks on gas"), "“Talks on gas” took place"),
        (related("talks", "place", "baku"), ""),
        (Triple(A, "when", Text("soon")), ""),
    ],
    ids=[
        "date",
        "relative date",
        "duration in words",
        "duration",
        "published",
        "label",
        "place",
        "date in words",
    ],
)
def test_a_triple_says_what_it_says_about_time(triple: Triple, words: str) -> None:
    assert triple_words(triple, NAMES) == words


def described(knowledge: Knowledge) -> Knowledge:
    labels = {Iri("tass"): "TASS"}
    return Knowledge(knowledge.claims, knowledge.sources, knowledge.taxonomy, labels)


def test_a_claim_says_who_says_so() -> None:
    knowledge = described(
        known(
            said("own", when("talks", "2015"), labelled("talks", "Talks")),
            said("quoted", when("talks", "2015"), by="tass"),
            said("bare", related("talks", "place", "baku")),
            judged("judged", related("talks", "sameEventAs", "visit")),
        )
    )
    words = {c.iri: claim_words(knowledge, c.iri, NAMES) for c in knowledge.claims}
    assert words == {
        "own": "“Gas talks” happened within 2015; “Talks” took place (News)",
        "quoted": "“Gas talks” happened within 2015 (TASS, News)",
        "bare": "tells of it (News)",
        "judged": "“Gas talks” is the same event as “Visit to Baku” (judged by the editor)",
    }


def test_a_conflict_never_says_which_claim_is_wrong() -> None:
    knowledge = known(
        said("a", when("talks", "2015-11-24")),
        said("b", when("talks", "2015-11-26"), source="paper"),
        judged("j", related("talks", "sameEventAs", "visit")),
    )
    plain = conflict_words(knowledge, Conflict(2, (Iri("a"), Iri("b")), ()), NAMES)
    assert plain == (
        "These cannot all hold: “Gas talks” happened within 2015-11-24 (News); and "
        "“Gas talks” happened within 2015-11-26 (Paper). One of these is wrong."
    )
    assuming = conflict_words(knowledge, Conflict(3, (Iri("a"), Iri("b")), (Iri("j"),)), NAMES)
    assert " This assumes: “Gas talks” is the same event as “Visit to Baku” (judged by" in assuming
    assert assuming.endswith("One of these is wrong.")


def test_every_conflict_of_a_chronology_can_be_told() -> None:
    knowledge = known(
        *there_are("talks"), said("a", when("talks", "2015")), said("b", when("talks", "2016"))
    )
    chronology = solve(knowledge)
    (conflict,) = chronology.conflicts
    words = conflict_words(knowledge, conflict, {})
    assert "“talks” happened within 2015 (News)" in words
    assert "“talks” happened within 2016 (News)" in words


def test_labels_of_events_come_before_others() -> None:
    knowledge = Knowledge(
        sources={Iri(NEWS): source(NEWS), Iri("blog"): Source(Iri("blog"))},
        labels={Iri("tass"): "TASS", Iri("talks"): "old"},
    )
    names = names_of([(Iri("talks"), "Gas talks")], knowledge)
    assert names == {"tass": "TASS", "talks": "Gas talks", "news": "News", "blog": "blog"}


def test_a_bound_is_a_moment_or_unknown() -> None:
    assert moment(at("2015-11-24T10:24:00Z")) == "2015-11-24T10:24:00Z"
    assert moment(0) == "1970-01-01T00:00:00Z"
    assert moment(None) == "unknown"


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (None, "“Gas talks” happened within “on Saturday” {rule} (News)"),
        (
            "2015-11-30",
            "“Gas talks” happened within “on Saturday” {rule} (News, published 2015-11-30)",
        ),
    ],
    ids=["undated", "dated"],
)
def test_a_relative_date_is_given_as_days_where_the_day_of_telling_is_known(
    published: str | None, words: str
) -> None:
    knowledge = known(said("c", when("talks", SATURDAY)), sources=[source(NEWS, published)])
    day = ": 2015-11-28" if published else ""
    rule = f"(the last Saturday on or before the telling's day{day})"
    assert claim_words(knowledge, Iri("c"), NAMES) == words.format(rule=rule)


def test_two_names_of_one_event_with_one_label_are_not_said_to_be_each_other() -> None:
    names = {A: "Gas talks", B: "Gas talks"}
    words = f"“Gas talks” is one event, told of under two names, {shorten(A)} and {shorten(B)}"
    assert basis_words(Basis((), "sameEventAs", A, B), names) == words
    assert triple_words(Triple(A, "sameEventAs", B), names) == words
