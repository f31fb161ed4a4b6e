"""Which of two events came first, against trying every schedule on a small grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import (
    EVENT,
    MEANINGS,
    MEETING,
    NEWS,
    SITUATION,
    World,
    allows,
    at,
    chronology_of,
    dated,
    grid_edges,
    holed,
    is_a,
    known,
    lasted_seconds,
    network,
    on_grid,
    planned,
    related,
    said,
    schedules,
    source,
    there_are,
    when,
    worlds,
)

from dateline.model import Iri
from dateline.reasoning.chronology import solve
from dateline.reasoning.distances import distance
from dateline.reasoning.network import ORIGIN, Alternatives, Basis, Edge, Network, end_of, start_of
from dateline.reasoning.order import Answer, Order, order
from dateline.reasoning.relations import ALLEN
from dateline.reasoning.shortest_paths import Contradiction
from dateline.reasoning.solver import Schedule, settle
from dateline.time.calendar import DAY
from dateline.time.relative import RelativeDate

A, B = Iri("e0"), Iri("e1")


def answer(truths: Iterable[bool]) -> Answer:
    found = set(truths)
    return "maybe" if len(found) == 2 else "yes" if True in found else "no"


@settings(max_examples=80)
@given(st.integers(2, 3).flatmap(lambda n: st.tuples(st.just(n), grid_edges(n))))
def test_answers_are_those_of_all_schedules(drawn: tuple[int, list[Edge]]) -> None:
    events, edges = drawn
    net = network(events, [*on_grid(events), *edges])
    every = schedules(net)
    if not every:
        assert isinstance(settle(net), Contradiction)
        return
    chronology = chronology_of(net)
    found = order(chronology, A, B)
    assert found.before == answer(times[2] <= times[3] for times in every)
    assert found.starts_before == answer(times[1] < times[3] for times in every)
    assert set(found.possible) == {
        name for name in ALLEN if any(MEANINGS[name][0](*times[1:5]) for times in every)
    }
    certify_order(net, found, A, B)
    for one in (1, 2):
        for other in (3, 4):
            gap = distance(
                (chronology.schedule(A), chronology.points(A)[one - 1]),
                (chronology.schedule(B), chronology.points(B)[other - 3]),
            )[0]
            assert gap == max(times[other] - times[one] for times in every)


@settings(max_examples=80)
@given(st.tuples(grid_edges(2, most=4), st.lists(holed(2), min_size=1, max_size=2)))
def test_answers_about_dates_with_holes_are_those_of_all_schedules(
    drawn: tuple[list[Edge], list[tuple[Alternatives, list[Edge]]]],
) -> None:
    edges, dates = drawn
    hulls = [hull for _, hulls in dates for hull in hulls]
    net = replace(
        network(2, [*on_grid(2), *edges, *hulls]), alternatives=tuple(date for date, _ in dates)
    )
    every = [t for t in schedules(net) if all(allows(date, t) for date in net.alternatives)]
    if not every:
        return
    found = order(chronology_of(net), A, B)
    assert found.before == answer(times[2] <= times[3] for times in every)
    assert found.starts_before == answer(times[1] < times[3] for times in every)
    assert set(found.possible) == {
        name for name in ALLEN if any(MEANINGS[name][0](*times[1:5]) for times in every)
    }
    for shown, expected in ((found.example, True), (found.counter_example, False)):
        if shown is not None:
            times = (0, *shown[A], *shown[B])
            assert tuple(times) in every
            assert (times[2] <= times[3]) == expected


def certify_order(net: Network, found: Order, a: Iri, b: Iri) -> None:
    """Check that an answer is proved by its reasons, and a maybe by two schedules that fit."""
    if found.before == "maybe":
        assert found.because == ()
        assert found.example is not None
        assert found.counter_example is not None
        assert found.example[a][1] <= found.example[b][0]
        assert not found.counter_example[a][1] <= found.counter_example[b][0]
        for shown in (found.example, found.counter_example):
            assert isinstance(settle(pinned(net, shown)), Schedule)
        return
    assert found.example is found.counter_example is None
    # The claims that are given as reasons leave no schedule in which the answer is another.
    claims = {claim for one in found.because for claim in one.basis.claims}
    reasons = net.without(net.claims - claims)
    end_of_a, start_of_b = end_of(net.number[a]), start_of(net.number[b])
    asked = Basis((), "asked", a, b)
    opposite = (
        Edge(end_of_a, start_of_b, -1, asked)
        if found.before == "yes"
        else Edge(start_of_b, end_of_a, 0, asked)
    )
    denied = settle(Network(net.events, (*reasons.edges, opposite), reasons.anchored))
    assert isinstance(denied, Contradiction)


def pinned(net: Network, shown: Mapping[Iri, tuple[int, int]]) -> Network:
    """Return the network with events that start and end exactly as shown."""
    edges = list(net.edges)
    for event, (start, end) in shown.items():
        for point, value in (
            (start_of(net.number[event]), start),
            (end_of(net.number[event]), end),
        ):
            basis = Basis((), "pinned", event)
            edges += [Edge(ORIGIN, point, value, basis), Edge(point, ORIGIN, -value, basis)]
    return Network(net.events, tuple(edges), net.anchored)


@settings(max_examples=50)
@given(worlds())
def test_an_answer_is_never_against_the_truth(world: World) -> None:
    chronology = solve(world.knowledge)
    for a in world.spans:
        for b in world.spans:
            (sa, ta), (sb, tb) = world.spans[a], world.spans[b]
            found = order(chronology, a, b)
            assert found.before in ("maybe", "yes" if ta <= sb else "no")
            assert found.starts_before in ("maybe", "yes" if sa < sb else "no")
            assert any(MEANINGS[name][0](sa, ta, sb, tb) for name in found.possible)


@settings(max_examples=50)
@given(worlds())
def test_the_other_way_round_the_answer_is_the_mirror_image(world: World) -> None:
    chronology = solve(world.knowledge)
    a, b = sorted(world.spans)[:2]
    one, other = order(chronology, a, b), order(chronology, b, a)
    assert {MIRROR[name] for name in one.possible} == set(other.possible)
    if one.before == "yes":
        assert other.before == "no"


MIRROR = {
    "intervalBefore": "intervalAfter",
    "intervalMeets": "intervalMetBy",
    "intervalOverlaps": "intervalOverlappedBy",
    "intervalStarts": "intervalStartedBy",
    "intervalDuring": "intervalContains",
    "intervalFinishes": "intervalFinishedBy",
    "intervalEquals": "intervalEquals",
}
MIRROR |= {other: one for one, other in MIRROR.items()}


# --- cases ----------------------------------------------------------------------------------------


def test_an_event_is_neither_before_nor_after_itself() -> None:
    chronology = solve(known(*there_are("talks")))
    found = order(chronology, Iri("talks"), Iri("talks"))
    assert (found.before, found.starts_before) == ("no", "no")
    assert found.possible == ("intervalEquals",)


def test_dates_order_events_of_different_parts() -> None:
    chronology = solve(
        known(
            *there_are("first", "last"),
            said("d1", when("first", "2015-11-24")),
            said("d2", when("last", "2015-11-25")),
        )
    )
    found = order(chronology, Iri("first"), Iri("last"))
    assert found.before == "yes"
    assert {e.basis.claims for e in found.because} == {("d1",), ("d2",)}
    other = order(chronology, Iri("last"), Iri("first"))
    assert (other.before, other.starts_before) == ("no", "no")
    assert other.possible == ("intervalAfter", "intervalMetBy")


def test_a_chain_of_claims_orders_events_without_dates() -> None:
    chronology = solve(
        known(
            *there_are("a", "b", "c"),
            said("ab", related("a", "before", "b")),
            said("bc", related("b", "before", "c")),
        )
    )
    found = order(chronology, Iri("a"), Iri("c"))
    assert found.before == "yes"
    assert {c for e in found.because for c in e.basis.claims} == {"ab", "bc"}


def test_start_order_may_be_certain_where_order_is_not() -> None:
    chronology = solve(
        known(
            *there_are("war", kind=SITUATION),
            *there_are("raid"),
            said("w", dated("war", "startsOn", "2015-03")),
            said("r", when("raid", "2015-11")),
        )
    )
    found = order(chronology, Iri("war"), Iri("raid"))
    assert (found.before, found.starts_before) == ("maybe", "yes")
    assert "intervalDuring" not in found.possible
    assert "intervalContains" in found.possible


def test_a_maybe_between_parts_shows_times_of_both() -> None:
    chronology = solve(known(*there_are("a", "b"), said("d", when("a", "2015-11-24"))))
    found = order(chronology, Iri("a"), Iri("b"))
    assert found.before == "maybe"
    assert found.example is not None
    assert found.counter_example is not None
    for shown in (found.example, found.counter_example):
        assert shown.keys() == {"a", "b"}
        assert at("2015-11-24") <= shown[Iri("a")][0] < shown[Iri("a")][1] <= at("2015-11-25")
    assert found.example[Iri("a")][1] <= found.example[Iri("b")][0]
    assert found.counter_example[Iri("a")][1] > found.counter_example[Iri("b")][0]


def test_parts_with_dates_anchored_to_events_are_joined_for_the_example() -> None:
    later = RelativeDate(anchor="b", offset=10, unit="day")
    chronology = solve(
        known(
            *there_are("a", "b", "c", "d"),
            said("a1", when("a", later)),
            said("c1", when("c", RelativeDate(anchor="d", offset=1, unit="day"))),
            said("d1", when("d", "2015-11")),
        )
    )
    found = order(chronology, Iri("a"), Iri("c"))
    assert found.before == "maybe"
    assert found.example is not None
    assert at("2015-11-02") <= found.example[Iri("c")][0] < at("2015-12-02")


@pytest.mark.parametrize(("first", "second"), [("summit", "talks"), ("talks", "summit")])
def test_a_plan_is_ordered_with_the_reported_event_that_it_follows(first: str, second: str) -> None:
    chronology = solve(
        known(
            *there_are("summit"),
            planned("p", is_a("talks", MEETING), related("talks", "after", "summit")),
            sources=[source(NEWS, "2015-11-30")],
        )
    )
    found = order(chronology, Iri(first), Iri(second))
    assert found.before == ("yes" if first == "summit" else "no")
    assert "p" in {c for e in found.because for c in e.basis.claims}


ANCHORED = (
    *there_are("a", "b", "e", "x", "y", kind=EVENT),
    said("x", when("x", "2015-11-01T12:00:00Z")),
    said("y", when("y", "2015-11-12T10:00:00Z")),
    said("bx", related("b", "after", "x")),
    said("ay", related("a", "before", "y")),
    said("b1", dated("b", "startsOn", "2015-11-01/2015-11-02")),
    said("long", lasted_seconds("b", 259 * DAY // 24, 262 * DAY // 24)),
    said("brief", lasted_seconds("a", 1, 1)),
    said("eb", related("e", "intervalMetBy", "b")),
    said("a1", dated("a", "startsOn", RelativeDate(anchor="b", offset=10, unit="day"))),
)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("b", "a", ("no", "yes")), ("a", "e", ("yes", "yes"))],
    ids=["no", "yes"],
)
def test_an_anchored_date_may_settle_what_distances_leave_open(
    first: str, second: str, expected: tuple[Answer, Answer]
) -> None:
    found = order(solve(known(*ANCHORED)), Iri(first), Iri(second))
    assert (found.before, found.starts_before) == expected
    assert found.because
    assert all(one.basis.rule != "asked" for one in found.because)
    assert found.example is found.counter_example is None
