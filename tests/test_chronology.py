"""Bounds, contradictions and plans of whole worlds: what is true is never excluded."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import (
    EVENT,
    LASTING,
    MEETING,
    NEWS,
    SITUATION,
    World,
    at,
    certify,
    dated,
    denied,
    fits,
    judged,
    known,
    lasted,
    lasted_seconds,
    planned,
    related,
    said,
    shuffled,
    source,
    spoiled_worlds,
    supposed,
    there_are,
    when,
    worlds,
)

from dateline.model import Edtf, Iri, Knowledge, Source, Triple, Value
from dateline.reasoning.chronology import (
    SIDES,
    Bounds,
    Chronology,
    fitting_schedule,
    planned_events,
    solve,
)
from dateline.reasoning.constraints import network_of
from dateline.reasoning.shortest_paths import Contradiction
from dateline.reasoning.solver import UNKNOWN, Schedule, settle
from dateline.time.calendar import DAY, format_day
from dateline.time.dates import read_date
from dateline.time.relative import RelativeDate

MODEST = settings(max_examples=60)


def assert_true_bounds(world: World, chronology: Chronology) -> None:
    for event, (start, end) in world.spans.items():
        bounds = chronology.bounds(event)
        assert bounds.start_earliest is None or bounds.start_earliest <= start
        assert bounds.start_latest is None or start <= bounds.start_latest
        assert bounds.end_earliest is None or bounds.end_earliest <= end
        assert bounds.end_latest is None or end <= bounds.end_latest


def all_bounds(chronology: Chronology) -> dict[Iri, Bounds]:
    return {event: chronology.bounds(event) for event in chronology.home}


# --- true claims ----------------------------------------------------------------------------------


@MODEST
@given(worlds())
def test_true_claims_never_contradict_and_the_truth_lies_within_every_bound(world: World) -> None:
    chronology = solve(world.knowledge)
    assert chronology.conflicts == ()
    assert chronology.set_aside == frozenset()
    assert_true_bounds(world, chronology)
    for part in chronology.parts:
        certify(part.schedule)


@MODEST
@given(worlds(noise=True))
def test_plans_and_suppositions_of_any_content_leave_reported_events_alone(world: World) -> None:
    noisy = solve(world.knowledge)
    asserted = tuple(c for c in world.knowledge.claims if c.modality == "asserted")
    plain = solve(replace(world.knowledge, claims=asserted))
    assert noisy.conflicts == ()
    for event in world.spans:
        assert noisy.bounds(event) == plain.bounds(event)
    assert_true_bounds(world, noisy)


@MODEST
@given(worlds())
def test_the_schedule_for_display_satisfies_every_constraint(world: World) -> None:
    chronology = solve(world.knowledge)
    shown = chronology.display_schedule
    assert shown.keys() == world.spans.keys()
    for part in chronology.parts:
        times = [0, *(point for event in part.schedule.network.events for point in shown[event])]
        assert fits(part.schedule.edges, times)


@MODEST
@given(worlds())
def test_the_chain_of_reasons_alone_fixes_the_bound(world: World) -> None:
    chronology = solve(world.knowledge)
    network = network_of(world.knowledge)
    for event in world.spans:
        for side in SIDES:
            claims = {c for edge in chronology.reasons(event, side) for c in edge.basis.claims}
            alone = settle(network.without(network.claims - claims))
            assert isinstance(alone, Schedule)
            point = chronology.points(event)[side.startswith("end")] - 1
            number = 2 * alone.network.number[event] + 1 + point % 2
            values = alone.earliest if side.endswith("Earliest") else alone.latest
            bound = getattr(chronology.bounds(event), _snake(side))
            if bound is not None:
                assert values[number] == bound


def _snake(side: str) -> str:
    return side.replace("E", "_e").replace("L", "_l")


# --- false claims ---------------------------------------------------------------------------------


@MODEST
@given(spoiled_worlds())
def test_every_conflict_holds_a_false_claim_and_is_minimal(
    drawn: tuple[World, frozenset[Iri]],
) -> None:
    world, spoiled = drawn
    chronology = solve(world.knowledge)
    network = network_of(world.knowledge)
    judgements = {c.iri for c in world.knowledge.claims if c.is_judgement}
    for conflict in chronology.conflicts:
        assert not spoiled.isdisjoint(conflict.claims)
        assert judgements.issuperset(conflict.assuming)
        assert judgements.isdisjoint(conflict.claims)
        assert conflict.size == len(conflict.members)
        assert isinstance(settle(network.only(conflict.members)), Contradiction)
        for member in conflict.members:
            rest = network.only(conflict.members - {member})
            assert isinstance(settle(rest), Schedule)
    assert len({c.members for c in chronology.conflicts}) == len(chronology.conflicts)
    sizes = [conflict.size for conflict in chronology.conflicts]
    assert sizes == sorted(sizes)
    assert all(not chronology.given_up.isdisjoint(c.members) for c in chronology.conflicts)
    for part in chronology.parts:
        certify(part.schedule)


@MODEST
@given(spoiled_worlds(), st.integers(0, 1_000))
def test_the_order_of_claims_changes_nothing(
    drawn: tuple[World, frozenset[Iri]], seed: int
) -> None:
    knowledge = drawn[0].knowledge
    one, other = solve(knowledge), solve(shuffled(knowledge, seed))
    assert all_bounds(one) == all_bounds(other)
    assert one.conflicts == other.conflicts
    assert one.set_aside == other.set_aside


@MODEST
@given(worlds(), st.integers(0, 1_000))
def test_saying_something_again_changes_no_bound(world: World, seed: int) -> None:
    claims = world.knowledge.claims
    again = replace(claims[seed % len(claims)], iri=Iri("again"))
    repeated = replace(world.knowledge, claims=(*claims, again))
    assert all_bounds(solve(world.knowledge)) == all_bounds(solve(repeated))


@MODEST
@given(worlds(), st.permutations(("p", "q", "r", "s", "t")))
def test_the_names_of_events_do_not_matter(world: World, names: list[str]) -> None:
    renamed = dict(zip(sorted(world.spans), map(Iri, names), strict=False))

    def named(thing: Value) -> Value:
        if isinstance(thing, RelativeDate):
            return replace(thing, anchor=renamed.get(Iri(thing.anchor), thing.anchor))
        return renamed.get(thing, thing) if isinstance(thing, Iri) else thing

    claims = tuple(
        replace(
            claim,
            triples=tuple(
                Triple(renamed.get(t.subject, t.subject), t.predicate, named(t.value))
                for t in claim.triples
            ),
            said_in=claim.said_in and renamed[claim.said_in],
        )
        for claim in world.knowledge.claims
    )
    one, other = solve(world.knowledge), solve(replace(world.knowledge, claims=claims))
    for old, new in renamed.items():
        assert one.bounds(old) == other.bounds(new)


@MODEST
@given(spoiled_worlds())
def test_solving_part_by_part_is_solving_all_at_once(drawn: tuple[World, frozenset[Iri]]) -> None:
    chronology = solve(drawn[0].knowledge)
    whole = settle(network_of(drawn[0].knowledge).without(chronology.given_up))
    assert isinstance(whole, Schedule)
    for event in chronology.home:
        number = whole.network.number[event]
        part, points = chronology.schedule(event), chronology.points(event)
        for point, in_whole in zip(points, (1 + 2 * number, 2 + 2 * number), strict=True):
            assert part.earliest[point] == whole.earliest[in_whole]
            assert part.latest[point] == whole.latest[in_whole]


DAYS = st.integers(0, 60)


@st.composite
def dated_knowledge(draw: st.DrawFn) -> tuple[list[tuple[str, str, int]], list[Triple], int]:
    """Draw dates to the day (event, property, day number), other triples and a publication day."""
    events = ("a", "b", "c")
    event = st.sampled_from(events)
    props = st.sampled_from(("when", "startsOn", "endsOn", "activeOn"))
    dates = draw(st.lists(st.tuples(event, props, DAYS), max_size=4))
    names = st.sampled_from(("before", "during", "cooccursWith", "intervalMeets"))
    rules = st.sampled_from(
        (
            RelativeDate(offset=-10, unit="day"),
            RelativeDate(weekday=2, direction="earlier"),
            RelativeDate(anchor="a", offset=1, unit="week"),
            RelativeDate(within_unit="week", direction="earlier"),
        )
    )
    others = draw(
        st.lists(
            st.one_of(
                st.builds(related, event, names, event),
                st.builds(lasted, event, st.integers(1, 5)),
                st.builds(when, st.sampled_from(("b", "c")), rules),
            ),
            max_size=4,
        )
    )
    return dates, others, draw(DAYS)


@MODEST
@given(dated_knowledge(), st.integers(-60_000, 60_000))
def test_shifting_all_dates_shifts_the_bounds(
    drawn: tuple[list[tuple[str, str, int]], list[Triple], int], weeks: int
) -> None:
    dates, others, published = drawn

    def told(shift: int) -> Chronology:
        day = [format_day((16_700 + number + shift) * DAY) for number in range(61)]
        return solve(
            known(
                *there_are("a", "b", "c"),
                *(
                    said(f"d{n}", dated(e, prop, Edtf(day[d]).text))
                    for n, (e, prop, d) in enumerate(dates)
                ),
                *(said(f"o{n}", triple) for n, triple in enumerate(others)),
                sources=[source(NEWS, day[published])],
            )
        )

    before, after = told(0), told(7 * weeks)
    assert before.conflicts == after.conflicts
    assert before.set_aside == after.set_aside
    for event in map(Iri, "abc"):
        one, other = before.bounds(event), after.bounds(event)
        for side in SIDES:
            early, late = getattr(one, _snake(side)), getattr(other, _snake(side))
            assert late == (None if early is None else early + 7 * weeks * DAY)


# --- plans and suppositions -----------------------------------------------------------------------


def test_a_plan_does_not_tighten_a_reported_event() -> None:
    claims = (
        *there_are("talks"),
        said("when", when("talks", "2015-12")),
        planned("plan", when("talks", "2015-12-15")),
    )
    bounds = solve(known(*claims)).bounds(Iri("talks"))
    assert bounds.start_earliest == at("2015-12-01")
    assert bounds.end_latest == at("2016-01-01")


def test_plans_that_differ_are_revisions_and_no_conflict() -> None:
    chronology = solve(
        known(
            planned("p", Triple(Iri("talks"), "type", MEETING)),
            planned("p1", when("talks", "2015-12-15")),
            planned("p2", when("talks", "2015-12-17")),
        )
    )
    assert chronology.conflicts == ()
    assert not chronology.more_conflicts
    assert len(chronology.set_aside) == 1
    assert chronology.bounds(Iri("talks")).start_earliest in (at("2015-12-15"), at("2015-12-17"))


def test_a_planned_event_lies_after_the_publication_of_the_plan() -> None:
    claims = [planned("p", Triple(Iri("talks"), "type", MEETING))]
    bounds = solve(known(*claims, sources=[source(NEWS, "2015-11-30")])).bounds(Iri("talks"))
    assert bounds.start_earliest == at("2015-11-30")
    assert bounds.start_latest is None


def test_a_plan_lies_after_the_statement_that_announces_it() -> None:
    claims = (
        *there_are("speech"),
        said("on", when("speech", "2015-11-26")),
        planned("p", Triple(Iri("talks"), "type", MEETING), in_="speech"),
    )
    chronology = solve(known(*claims, sources=[source(NEWS, "2015-11-30")]))
    assert chronology.bounds(Iri("talks")).start_earliest == at("2015-11-26")


def test_a_plan_may_mention_an_event_of_which_nothing_else_is_told() -> None:
    claim = planned("p", Triple(Iri("talks"), "type", MEETING), related("talks", "before", "vote"))
    chronology = solve(known(claim))
    shown = chronology.display_schedule
    assert shown[Iri("talks")][1] <= shown[Iri("vote")][0]


def test_suppositions_constrain_nothing() -> None:
    chronology = solve(
        known(
            supposed("s", Triple(Iri("attack"), "type", MEETING)),
            supposed("s2", when("attack", "2015-11-24"), related("attack", "before", "attack")),
            sources=[source(NEWS, "2015-11-30")],
        )
    )
    assert chronology.conflicts == ()
    assert chronology.bounds(Iri("attack")) == Bounds()


def test_planned_events_are_those_that_nobody_says_have_happened() -> None:
    claims = (
        planned("p1", Triple(Iri("talks"), "type", MEETING)),
        planned("p2", Triple(Iri("summit"), "type", MEETING)),
        said("s", Triple(Iri("summit"), "type", MEETING)),
        supposed("h", Triple(Iri("talks"), "type", MEETING)),
        planned("p3", when("visit", "2015")),
    )
    assert planned_events(claims) == {Iri("talks")}


def test_a_plan_of_an_event_that_is_judged_to_have_happened_is_no_longer_a_plan() -> None:
    claims = (
        planned("p", Triple(Iri("plan"), "type", MEETING)),
        said("s", Triple(Iri("summit"), "type", MEETING)),
        judged("j1", related("plan", "sameEventAs", "talks")),
        judged("j2", related("summit", "sameEventAs", "talks")),
    )
    assert planned_events(claims) == frozenset()
    assert planned_events(claims, frozenset({Iri("j2")})) == {Iri("plan")}
    supposed_same = (*claims[:3], replace(claims[3], modality="hypothetical"))
    assert planned_events(supposed_same) == {Iri("plan")}


# --- repairs --------------------------------------------------------------------------------------

TWO_DATES = (
    *there_are("talks"),
    said("a", when("talks", "2015-11-24"), source="one"),
    said("b", when("talks", "2015-11-26"), source="two"),
)


@pytest.mark.parametrize(
    ("sources", "set_aside"),
    [
        ([source("one", "2015-12-01", "B"), source("two", "2015-12-01", "A")], "a"),
        ([source("one", "2015-12-01", "A"), source("two", "2015-12-01", "B")], "b"),
        ([source("one", "2015-12-02"), source("two", "2015-12-01")], "a"),
        ([source("one", "2015-12-01"), source("two", "2015-12-02")], "b"),
        ([source("one", "2015-12-01"), source("two", "2015-12-01")], "b"),
        ([source("one"), source("two")], "b"),
        ([source("one", "2015-12-02", "A"), source("two", "2015-12-01", "B")], "b"),
        ([source("one", "2015-12-01", "E"), source("two", "2015-12-01")], "a"),
    ],
    ids=[
        "the less reliable source, first",
        "the less reliable source, second",
        "the later publication, first",
        "the later publication, second",
        "the last by IRI",
        "the last by IRI, undated",
        "reliability counts more than publication",
        "an unrated source is better than a bad one",
    ],
)
def test_the_cheapest_claim_is_set_aside(sources: list[Source], set_aside: str) -> None:
    chronology = solve(known(*TWO_DATES, sources=sources))
    assert [conflict.claims for conflict in chronology.conflicts] == [(Iri("a"), Iri("b"))]
    assert chronology.set_aside == {Iri(set_aside)}
    kept = "2015-11-26" if set_aside == "a" else "2015-11-24"
    assert chronology.bounds(Iri("talks")).start_earliest == at(kept)


def test_an_event_before_itself_is_a_conflict_of_one_claim() -> None:
    loop = said("loop", related("talks", "before", "talks"))
    chronology = solve(known(*there_are("talks"), loop))
    (conflict,) = chronology.conflicts
    assert conflict.claims == (Iri("loop"),)
    assert chronology.set_aside == {Iri("loop")}


# --- far and near ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("0000", at("0000-01-01"), at("0001-01-01")),
        ("-0043-03-15", at("-0043-03-15"), at("-0043-03-16")),
        ("Y-12000", read_date("Y-12000").window.earliest, read_date("Y-12000").window.before),
    ],
)
def test_years_before_the_first_are_years_like_others(date: str, start: int, end: int) -> None:
    bounds = solve(known(*there_are("ides"), said("d", when("ides", date)))).bounds(Iri("ides"))
    assert bounds == Bounds(start, end - 1, start + 1, end)


@pytest.mark.parametrize("years", [("Y-138E8", "Y-136E8"), ("Y138E8", "Y136E8"), ("Y5E9", "Y-5E9")])
def test_years_too_far_to_count_contradict_nothing_that_they_allow(years: tuple[str, str]) -> None:
    one, other = years
    order = said("o", related("b", "after" if one.startswith("Y-") else "before", "a"))
    chronology = solve(
        known(*there_are("a", "b"), said("x", when("a", one)), said("y", when("b", other)), order)
    )
    assert chronology.conflicts == ()
    bounds = chronology.bounds(Iri("a"))
    assert (bounds.start_earliest is None) is one.startswith("Y-")
    assert (bounds.end_latest is None) is not one.startswith("Y-")


@pytest.mark.parametrize(("date", "way"), [("Y4E9/..", "before"), ("../Y-4E9", "after")])
def test_what_reaches_beyond_the_horizon_is_a_conflict(date: str, way: str) -> None:
    age = 2**57
    claims = (
        *there_are("a", "b", kind=EVENT),
        said("date", when("a", date)),
        said("long-a", lasted_seconds("a", age, age)),
        said("long-b", lasted_seconds("b", age, age)),
        said("order", related("a", way, "b")),
    )
    (conflict,) = solve(known(*claims)).conflicts
    assert set(conflict.claims) == {"date", "long-a", "long-b", "order"}


def test_a_date_anchored_to_an_event_without_a_date_leaves_both_unknown() -> None:
    claims = (
        *there_are("a", "b", "c"),
        said("later", when("a", RelativeDate(anchor="b", offset=10, unit="day"))),
        said("dated", when("c", "2015-11-24")),
    )
    chronology = solve(known(*claims))
    assert chronology.bounds(Iri("a")) == Bounds()
    shown = chronology.display_schedule
    assert abs(shown[Iri("a")][0] - shown[Iri("b")][0] - 10 * DAY) < DAY


def test_an_undated_event_is_shown_within_a_month_of_the_known_dates() -> None:
    claims = (*there_are("a", "b"), said("d", when("a", "2015-11-24")))
    shown = solve(known(*claims)).display_schedule
    assert abs(shown[Iri("b")][0] - at("2015-11-24")) <= 31 * DAY


def test_without_any_date_events_are_shown_in_their_order_around_1970() -> None:
    claims = (*there_are("a", "b"), said("o", related("a", "before", "b")))
    shown = solve(known(*claims)).display_schedule
    assert shown[Iri("a")][1] <= shown[Iri("b")][0]
    assert abs(shown[Iri("a")][0]) <= 32 * DAY


def test_what_cannot_lie_near_the_known_dates_is_shown_as_far_as_it_takes() -> None:
    claims = (*there_are("a", kind=EVENT), said("l", lasted("a", 900, "year")))
    (shown,) = solve(known(*claims)).display_schedule.values()
    assert 899 * 365 * DAY < shown[1] - shown[0] < 901 * 366 * DAY


def test_a_span_of_everything_is_the_widest_that_is_tried() -> None:
    network = network_of(known(*there_are("a"), said("l", lasted_seconds("a", 2**57, None))))
    schedule = fitting_schedule(network, (-UNKNOWN, UNKNOWN))
    assert fits(schedule.edges, schedule.earliest)


def test_bounds_that_hang_on_a_disputed_claim_say_so() -> None:
    claims = (*there_are("a", "b"), said("d", when("a", "2015")), said("e", when("b", "2016")))
    chronology = solve(known(*claims, denied("no", "d")))
    assert chronology.rests_on_disputed(Iri("a"))
    assert not chronology.rests_on_disputed(Iri("b"))
    assert not solve(known(*claims)).rests_on_disputed(Iri("a"))


# --- size -----------------------------------------------------------------------------------------


def chain(length: int) -> Knowledge:
    names = [f"e{n:05}" for n in range(length)]
    steps = pairwise(names)
    return known(
        *there_are(*names, kind=SITUATION),
        *(said(f"c{n:05}", related(a, "before", b)) for n, (a, b) in enumerate(steps)),
        said("first", when(names[0], "2015-11-24")),
        sources=[source(NEWS, "2016-01-01")],
    )


def test_a_chain_of_three_thousand_events_is_solved_in_seconds() -> None:
    began = time.process_time()
    chronology = solve(chain(3_000))
    taken = time.process_time() - began
    assert chronology.conflicts == ()
    last = chronology.bounds(Iri("e02999"))
    assert last.start_earliest == at("2015-11-24") + 2_999
    assert last.start_latest == at("2016-01-02") - 1
    assert taken < 10


def test_a_circle_of_three_thousand_events_is_found_at_once() -> None:
    circle = chain(3_000)
    closing = said("closing", related("e02999", "before", "e00000"))
    began = time.process_time()
    found = settle(network_of(replace(circle, claims=(*circle.claims, closing))))
    taken = time.process_time() - began
    assert isinstance(found, Contradiction)
    assert Iri("closing") in found.claims
    assert taken < 10


def test_a_lasting_background_is_not_over_when_it_is_answered() -> None:
    claims = (
        *there_are("war", kind=SITUATION),
        *there_are("raid"),
        said("w", dated("war", "startsOn", "2015-03")),
        said("r", related("raid", "after", "war")),
    )
    chronology = solve(known(*claims, judged("j", dated(NEWS, "published", "2015-12-01"))))
    assert chronology.knowledge.taxonomy.aspect([SITUATION]) == LASTING
    assert chronology.bounds(Iri("war")).end_latest is None
    assert chronology.bounds(Iri("raid")).start_earliest == at("2015-03-01") + 1
