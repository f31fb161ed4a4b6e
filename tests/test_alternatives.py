"""Other ways out of a contradiction, and claims that may be wrong: what would be otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import (
    World,
    at,
    judged,
    known,
    related,
    said,
    source,
    spoiled_worlds,
    there_are,
    when,
    worlds,
)

from dateline.model import Iri, Knowledge
from dateline.reasoning import alternatives
from dateline.reasoning.alternatives import (
    WayOut,
    differing,
    hanging_on_repairs,
    ways_out,
    what_if_wrong,
)
from dateline.reasoning.chronology import Bounds, Chronology, solve
from dateline.time.relative import RelativeDate

SOURCES = [source("one", "2015-12-01", "A"), source("two", "2015-12-02", "C")]
TALKS = Iri("talks")


def shown(ways: tuple[WayOut, ...]) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(way.claim, way.rungs, way.applied) for way in ways if way.two_events is None]


def two_days(first: str, second: str) -> Chronology:
    return solve(
        known(
            *there_are("talks"),
            said("a", when("talks", first), source="one"),
            said("b", when("talks", second), source="two"),
            sources=SOURCES,
        )
    )


def test_each_claim_may_be_read_more_weakly_or_be_wrong_and_the_applied_way_comes_first() -> None:
    chronology = two_days("2015-11-24", "2015-11-25")
    (conflict,) = chronology.conflicts
    ways = ways_out(chronology, conflict)
    assert shown(ways) == [
        ("b", ("zone",), True),
        ("a", ("zone",), False),
        ("a", (), False),
        ("b", (), False),
    ]
    (now, then) = ways[1].changes[TALKS]
    assert (now.start_earliest, then.start_earliest) == (at("2015-11-24"), at("2015-11-25"))
    assert ways[0].changes == ways[3].changes == {}


def test_what_no_weaker_reading_resolves_is_wrong_or_two_events() -> None:
    chronology = two_days("2015-11-10", "2015-11-25")
    (conflict,) = chronology.conflicts
    ways = ways_out(chronology, conflict)
    assert shown(ways) == [("b", (), True), ("a", (), False)]
    assert [way.two_events for way in ways] == [None, None, "talks"]


def test_a_conflict_within_one_source_does_not_make_two_events() -> None:
    chronology = solve(
        known(
            *there_are("talks"),
            said("a", when("talks", "2015-11-10")),
            said("b", when("talks", "2015-11-25")),
        )
    )
    (conflict,) = chronology.conflicts
    assert all(way.two_events is None for way in ways_out(chronology, conflict))


def test_events_of_two_sources_that_are_related_may_be_two_as_well() -> None:
    chronology = solve(
        known(
            *there_are("talks", "visit"),
            said("a", related("talks", "before", "visit"), source="one"),
            said("b", related("visit", "before", "talks"), source="two"),
            sources=SOURCES,
        )
    )
    (conflict,) = chronology.conflicts
    (split,) = (way for way in ways_out(chronology, conflict) if way.two_events)
    assert split.two_events in {"talks", "visit"}


def test_an_identity_that_is_judged_is_a_way_out_of_its_own() -> None:
    chronology = solve(
        known(
            *there_are("talks", "meeting"),
            judged("same", related("talks", "sameEventAs", "meeting")),
            said("a", when("talks", "2015-11-10"), source="one"),
            said("b", when("meeting", "2015-11-25"), source="two"),
            sources=SOURCES,
        )
    )
    (conflict,) = chronology.conflicts
    assert conflict.assuming == ("same",)
    assert ("same", (), False) in shown(ways_out(chronology, conflict))


def test_bounds_that_change_with_the_way_out_hang_on_it_and_others_do_not() -> None:
    chronology = solve(
        known(
            *there_are("talks", "visit", "fair"),
            said("a", when("talks", "2015-11-24"), source="one"),
            said("b", when("talks", "2015-11-25"), source="two"),
            said("v", related("visit", "before", "talks"), source="one"),
            said("f", when("fair", "2015-11-01"), source="one"),
            sources=SOURCES,
        )
    )
    found = hanging_on_repairs(chronology)
    assert found == {
        "talks": {"startEarliest", "startLatest", "endEarliest", "endLatest"},
        "visit": {"startLatest", "endLatest"},
    }
    assert hanging_on_repairs(two_days("2015-11-24", "2015-11-24")) == {}


def test_another_way_out_may_leave_other_conflicts_to_resolve() -> None:
    # c alone is given up for two conflicts; without it in one of them, it is still needed.
    chronology = solve(
        known(
            *there_are("talks"),
            said("a", when("talks", "2015-11-10"), source="one"),
            said("b", when("talks", "2015-11"), related("talks", "before", "talks"), source="two"),
            said("c", when("talks", "2015-10-01"), source="two"),
            sources=SOURCES,
        )
    )
    for conflict in chronology.conflicts:
        assert ways_out(chronology, conflict)


@pytest.mark.parametrize(
    ("now", "then", "sides"),
    [
        (Bounds(1, 2, 3, 4), Bounds(1, 2, 3, 4), set()),
        (Bounds(1, 2, 3, 4), Bounds(None, 2, 3, 5), {"startEarliest", "endLatest"}),
    ],
)
def test_the_sides_on_which_bounds_differ(now: Bounds, then: Bounds, sides: set[str]) -> None:
    assert differing(now, then) == sides


# --- a claim that may be wrong --------------------------------------------------------------------


@settings(max_examples=40)
@given(spoiled_worlds(), st.data())
def test_what_if_is_solving_without_the_claim(
    drawn: tuple[World, frozenset[Iri]], data: st.DataObject
) -> None:
    knowledge = drawn[0].knowledge
    chronology = solve(knowledge)
    claim = data.draw(st.sampled_from(sorted(knowledge.by_iri)))
    found = what_if_wrong(chronology, claim)
    then = solve(replace(knowledge, claims=tuple(c for c in knowledge.claims if c.iri != claim)))
    for event in then.home.keys() & chronology.home.keys():
        now, other = chronology.bounds(event), then.bounds(event)
        assert found.changes.get(event, (now, now)) == (now, other)
    assert set(found.resolved) == set(chronology.conflicts) - set(then.conflicts)


@settings(max_examples=40)
@given(worlds(noise=True))
def test_taking_over_what_is_known_changes_nothing(world: World) -> None:
    knowledge = world.knowledge
    known_before = solve(replace(knowledge, claims=knowledge.claims[1:]))
    one, other = solve(knowledge, known_before.parts), solve(knowledge)
    assert {e: one.bounds(e) for e in one.home} == {e: other.bounds(e) for e in other.home}
    assert (one.set_aside, one.reread, one.conflicts) == (
        other.set_aside, other.reread, other.conflicts,
    )  # fmt: skip


def test_a_part_that_is_known_is_not_solved_again(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = known(
        *there_are("a", "b"),
        said("da", when("a", "2015-11-24")),
        said("db", when("b", "2015-11-24")),
    )
    before = solve(knowledge)
    after = solve(
        replace(knowledge, claims=(*knowledge.claims, said("more", when("a", "2015-11")))),
        before.parts,
    )
    assert after.parts[after.home[Iri("b")]] is before.parts[before.home[Iri("b")]]
    assert after.parts[after.home[Iri("a")]] is not before.parts[before.home[Iri("a")]]


def test_events_that_only_one_claim_tells_of_are_named() -> None:
    only = known(*there_are("a", "b"), said("again", related("a", "type", "x")))
    found = what_if_wrong(solve(only), Iri("is-b"))
    assert found.untold == ("b",)
    assert not found.changes


def test_a_wrong_claim_in_a_contradiction_resolves_it() -> None:
    knowledge: Knowledge = known(
        *there_are("talks"),
        said("a", when("talks", RelativeDate(offset=-10, unit="day"))),
        said("b", when("talks", "2015-11-25")),
        sources=[source("news", "2015-12-20")],
    )
    chronology = solve(knowledge)
    found = what_if_wrong(chronology, Iri("a"))
    assert [conflict.claims for conflict in found.resolved] == [("a", "b")]
    assert alternatives.LOOKED_AT >= 1
