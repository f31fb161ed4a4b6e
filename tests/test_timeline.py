"""Entries of a timeline: what they show of their bounds, and the order in which they stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from worlds import (
    MEETING,
    NEWS,
    SITUATION,
    SUMMIT,
    World,
    at,
    dated,
    denied,
    is_a,
    judged,
    known,
    lasted,
    planned,
    related,
    said,
    source,
    spoiled_worlds,
    supposed,
    there_are,
    when,
    worlds,
)

from dateline.model import Claim, Iri, Knowledge, Text, Triple
from dateline.reasoning.chronology import Bounds, solve
from dateline.time.calendar import DAY
from dateline.time.dates import read_date
from dateline.timeline import Entry, Timeline, arrange, when_of
from dateline.viewpoints import LeftOut


def timeline_of(knowledge: Knowledge) -> Timeline:
    return arrange(solve(knowledge))


def entry(knowledge: Knowledge, event: str) -> Entry:
    return next(e for e in timeline_of(knowledge).entries if e.event.iri == event)


# --- when -----------------------------------------------------------------------------------------

D24, D25, D26, D27 = (at(f"2015-11-{day}") for day in (24, 25, 26, 27))
WITHIN_DAY = Bounds(D24, D25 - 1, D24 + 1, D25)
TWO_DAYS = Bounds(D24, D25 - 1, D25 + 1, D26)


@pytest.mark.parametrize(
    ("bounds", "aspect", "expected"),
    [
        (Bounds(), "punctual", None),
        (Bounds(), "lasting", None),
        (WITHIN_DAY, "punctual", "2015-11-24"),
        (WITHIN_DAY, "lasting", "2015-11-24"),
        (WITHIN_DAY, "", "2015-11-24"),
        (Bounds(D24 + 36_000, D24 + 36_000, D24 + 36_001, D24 + 36_001), "", "2015-11-24"),
        (Bounds(D24, D26 - 1, D24 + 1, D26), "punctual", "[2015-11-24..2015-11-25]"),
        (Bounds(D24, D26 - 1, D24 + 1, D26), "lasting", "[2015-11-24..2015-11-25]"),
        (Bounds(None, D25 - 1, None, D25), "punctual", "[..2015-11-24]"),
        (Bounds(None, D25 - 1, None, None), "lasting", "[..2015-11-24]"),
        (Bounds(None, D25 - 1, None, None), "punctual", None),
        (Bounds(D24, None, D24 + 1, None), "punctual", "[2015-11-24..]"),
        (Bounds(D24, None, D24 + 1, None), "lasting", "[2015-11-24..]"),
        (Bounds(D24, D25 - 1, D24 + 1, None), "punctual", "[2015-11-24..]"),
        (Bounds(D24, D25 - 1, D24 + 1, None), "lasting", "2015-11-24"),
        (Bounds(D24, D25 - 1, D24 + 1, D27), "lasting", "2015-11-24"),
        (Bounds(D24, D25 - 1, D24 + 1, D27), "punctual", "[2015-11-24..2015-11-26]"),
        (TWO_DAYS, "lasting", "2015-11-24/2015-11-25"),
        (TWO_DAYS, "punctual", "2015-11-24/2015-11-25"),
        (TWO_DAYS, "", "2015-11-24/2015-11-25"),
        (Bounds(D24, D25 - 1, D25, D25), "punctual", "2015-11-24"),
        (Bounds(at("-0043-03-15"), at("-0043-03-15"), None, None), "lasting", "-0043-03-15"),
        (Bounds(at("0000-01-01"), at("0000-01-01"), None, None), "lasting", "0000-01-01"),
    ],
)
def test_when_is_the_start_of_lasting_kinds_and_the_whole_of_others(
    bounds: Bounds, aspect: str, expected: str | None
) -> None:
    assert when_of(bounds, aspect) == expected


@settings(max_examples=60)
@given(worlds())
def test_when_is_edtf_that_holds_the_truth(world: World) -> None:
    for shown in timeline_of(world.knowledge).entries:
        if shown.when is None:
            continue
        read = read_date(shown.when)
        start, end = world.spans[shown.event.iri]
        lasting = SITUATION in shown.event.kinds
        assert read.window.earliest is None or read.window.earliest <= start
        last = start + 1 if lasting and read.kind != "interval" else end
        assert read.window.before is None or last <= read.window.before


# --- display order --------------------------------------------------------------------------------


@settings(max_examples=60)
@given(spoiled_worlds())
def test_entries_stand_in_an_order_that_the_claims_allow(
    drawn: tuple[World, frozenset[Iri]],
) -> None:
    chronology = solve(drawn[0].knowledge)
    shown = arrange(chronology)
    starts = {event: start for event, (start, _) in chronology.display_schedule.items()}
    events = [e.event.iri for e in shown.entries]
    assert events == sorted(events, key=lambda event: (starts[event], event))
    for one, other in pairwise(shown.entries):
        assert one.order <= other.order
        late, early = one.bounds.start_earliest, other.bounds.start_latest
        assert late is None or early is None or late <= early
    assert shown.conflicts == chronology.conflicts
    assert set(shown.set_aside) == chronology.set_aside


def test_an_event_known_only_by_its_order_stands_in_its_place() -> None:
    claims = (
        *there_are("first", "middle", "last"),
        said("f", when("first", "2015-11-24")),
        said("l", when("last", "2015-11-26")),
        said("m1", related("middle", "after", "first")),
        said("m2", related("middle", "before", "last")),
    )
    shown = timeline_of(known(*claims))
    assert [e.event.iri for e in shown.entries] == ["first", "middle", "last"]


def test_ties_go_by_name() -> None:
    claims = (*there_are("b", "a"), *(said(f"w{e}", when(e, "2015-11-24")) for e in "ba"))
    assert [e.event.iri for e in timeline_of(known(*claims)).entries] == ["a", "b"]


# --- what an entry shows --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ((), (1, None)),
        ((said("d", when("e", "2015-11-24")),), (1, DAY)),
        ((said("d", lasted("e", 3)),), (DAY + 2, 3 * DAY)),
        ((said("d", when("e", "2015-11-24/2015-11-26")),), (DAY + 2, 3 * DAY)),
    ],
    ids=["nothing", "one day", "a stated length", "an interval"],
)
def test_the_length_is_bounded_by_dates_and_by_durations(
    claims: tuple[Claim, ...], expected: tuple[int, int | None]
) -> None:
    knowledge = known(*there_are("e"), *claims)
    assert entry(knowledge, "e").duration == expected


def test_an_entry_says_for_when_it_was_planned() -> None:
    claims = (
        *there_are("talks"),
        said("d", when("talks", "2015-12-17")),
        planned("p1", is_a("plan-1"), when("plan-1", "2015-12-14")),
        planned("p2", is_a("plan-2"), when("plan-2", "2015-12-15")),
        judged("po1", related("plan-1", "planOf", "talks")),
        judged("po2", related("plan-2", "planOf", "talks")),
        judged("po3", related("nothing", "planOf", "talks")),
    )
    shown = entry(known(*claims), "talks")
    assert shown.planned_for == "[2015-12-14..2015-12-15]"
    assert shown.when == "2015-12-17"
    assert entry(known(*claims), "plan-1").planned_for is None
    assert entry(known(*claims), "plan-1").event.status == "planned"


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ((), None),
        ((dated("plan", "startsOn", "2015-12-14"),), "[2015-12-14..]"),
        ((dated("plan", "endsOn", "2015-12-14"),), "[..2015-12-14]"),
    ],
    ids=["undated", "a start", "an end"],
)
def test_a_plan_without_dates_says_little(dates: tuple[Triple, ...], expected: str | None) -> None:
    claims = (
        *there_are("talks"),
        planned("p", is_a("plan"), *dates),
        judged("po", related("plan", "planOf", "talks")),
    )
    assert entry(known(*claims), "talks").planned_for == expected


def test_of_a_lasting_kind_it_is_the_start_that_is_planned() -> None:
    claims = (
        *there_are("summit", kind=SUMMIT),
        planned("p", is_a("plan", SUMMIT), dated("plan", "startsOn", "[2015-12-14..2015-12-16]")),
        judged("po", related("plan", "planOf", "summit")),
    )
    assert entry(known(*claims), "summit").planned_for == "[2015-12-14..2015-12-16]"


def test_every_event_is_shown_whatever_its_status() -> None:
    claims = (
        *there_are("reported", "denied"),
        said("c", is_a("claimed"), by="tass"),
        planned("p", is_a("planned")),
        supposed("s", is_a("supposed")),
        denied("no", "is-denied"),
    )
    assert {e.event.iri: e.event.status for e in timeline_of(known(*claims)).entries} == {
        "reported": "reported",
        "denied": "disputed",
        "claimed": "claimed",
        "planned": "planned",
        "supposed": "hypothetical",
    }


def test_participants_come_with_their_closest_role_and_places_with_their_labels() -> None:
    knowledge = known(
        said("is", is_a("talks"), related("talks", "participant", "turkey")),
        said("h", related("talks", "host", "turkey"), related("talks", "participant", "russia")),
        said("p", related("talks", "place", "baku"), related("talks", "site", "palace")),
        said("x", Triple(Iri("talks"), "participant", Text("many"))),
        said("y", Triple(Iri("talks"), "place", Text("there"))),
        said("z", related("turkey", "participant", "alliance"), is_a("talks")),
    )
    shown = entry(
        Knowledge(knowledge.claims, {}, knowledge.taxonomy, {Iri("baku"): "Baku"}), "talks"
    )
    assert [(p.actor, p.role) for p in shown.participants] == [
        ("russia", "participant"),
        ("turkey", "host"),
    ]
    assert [(p.place, p.label) for p in shown.places] == [("baku", "Baku"), ("palace", "palace")]


def test_an_entry_names_the_claims_that_were_set_aside() -> None:
    claims = (
        *there_are("a", "b", "c"),
        said("da", when("a", "2015-11-24")),
        said("db", when("b", "2015-11-27")),
        said("wrong", related("b", "before", "a")),
    )
    knowledge = known(*claims)
    aside = {e.event.iri: e.set_aside for e in timeline_of(knowledge).entries}
    assert aside == {"a": ("wrong",), "b": ("wrong",), "c": ()}
    assert timeline_of(knowledge).set_aside == ("wrong",)


def test_an_entry_of_several_names_shows_what_was_set_aside_of_any() -> None:
    claims = (
        *there_are("a", "b"),
        judged("same", related("a", "sameEventAs", "b")),
        said("d1", when("a", "2015-11-24")),
        said("d2", when("b", "2015-11-24")),
        said("d3", when("b", "2015-11-29")),
    )
    (shown,) = timeline_of(known(*claims)).entries
    assert shown.event.members == ("a", "b")
    assert shown.set_aside == ("d3",)
    assert shown.when == "2015-11-24"


def test_a_plan_that_is_judged_the_same_as_a_report_does_not_tighten_it() -> None:
    claims = (
        planned("p", is_a("a-plan"), when("a-plan", "2015-12-15")),
        *there_are("talks"),
        said("d", when("talks", "2015-12")),
        judged("same", related("a-plan", "sameEventAs", "talks")),
    )
    (shown,) = timeline_of(known(*claims)).entries
    assert shown.event.status == "reported"
    assert shown.when == "[2015-12-01..2015-12-31]"


def test_bounds_that_rest_on_disputed_claims_are_marked() -> None:
    claims = (*there_are("a", "b"), said("d", when("a", "2015")), denied("no", "d"))
    marks = {e.event.iri: e.rests_on_disputed for e in timeline_of(known(*claims)).entries}
    assert marks == {"a": True, "b": False}


def test_what_was_left_out_is_passed_on() -> None:
    left = LeftOut(Iri(NEWS), "undated")
    shown = arrange(solve(known(*there_are("a"))), [left])
    assert shown.left_out == (left,)
    assert not shown.more_conflicts
    assert arrange(solve(known())).entries == ()


@pytest.mark.parametrize("kind", [MEETING, SITUATION])
def test_the_publication_alone_says_by_when(kind: Iri) -> None:
    knowledge = known(*there_are("e", kind=kind), sources=[source(NEWS, "2015-11-30")])
    assert entry(knowledge, "e").when == "[..2015-11-30]"


def test_a_long_chain_is_arranged_in_its_order() -> None:
    names = [f"e{n:03}" for n in range(300)]
    claims = (
        *there_are(*names),
        *(said(f"c{n:03}", related(b, "after", a)) for n, (a, b) in enumerate(pairwise(names))),
        said("first", when(names[0], "2015-11-24")),
        denied("no", "c150"),
    )
    shown = timeline_of(known(*claims))
    assert [e.event.iri for e in shown.entries] == names
    assert [e.rests_on_disputed for e in shown.entries].count(True) == 149
