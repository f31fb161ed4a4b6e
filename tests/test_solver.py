"""Bounds, against trying every schedule on a small grid and against networkx on larger networks."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import (
    allows,
    at,
    certify,
    edge,
    grid_edges,
    holed,
    known,
    network,
    on_grid,
    related,
    said,
    schedules,
    there_are,
    when,
)

from dateline.model import Iri
from dateline.reasoning.constraints import network_of
from dateline.reasoning.network import (
    ORIGIN,
    Alternatives,
    Anchored,
    Basis,
    Edge,
    Network,
    end_of,
    start_of,
)
from dateline.reasoning.shortest_paths import Contradiction
from dateline.reasoning.solver import UNKNOWN, Schedule, explain, settle
from dateline.time.calendar import DAY, HORIZON
from dateline.time.relative import RelativeDate


def settled(net: Network) -> Schedule:
    found = settle(net)
    assert isinstance(found, Schedule)
    return found


@settings(max_examples=80)
@given(st.integers(1, 3).flatmap(lambda n: st.tuples(st.just(n), grid_edges(n))))
def test_bounds_are_the_first_and_last_of_all_schedules(drawn: tuple[int, list[Edge]]) -> None:
    events, edges = drawn
    net = network(events, [*on_grid(events), *edges])
    every = schedules(net)
    found = settle(net)
    if isinstance(found, Contradiction):
        assert not every
        return
    certify(found)
    for point in range(1 + 2 * events):
        assert found.earliest[point] == min(times[point] for times in every)
        assert found.latest[point] == max(times[point] for times in every)


def distances(points: int, ways: list[tuple[int, int, int]]) -> dict[int, int]:
    """Return the distance of every point from the origin, at most the horizon."""
    graph = nx.DiGraph()
    for a, b, weight in (*((ORIGIN, point, HORIZON) for point in range(1, points)), *ways):
        if weight < graph.get_edge_data(a, b, {"weight": HORIZON + 1})["weight"]:
            graph.add_edge(a, b, weight=weight)
    return dict(nx.single_source_bellman_ford_path_length(graph, ORIGIN))


@settings(max_examples=100)
@given(
    st.integers(2, 12).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(
                st.tuples(
                    st.integers(0, 2 * n), st.integers(0, 2 * n), st.integers(-2 * DAY, 90 * DAY)
                ),
                max_size=40,
            ),
        )
    )
)
def test_bounds_are_the_distances_that_networkx_finds(
    drawn: tuple[int, list[tuple[int, int, int]]],
) -> None:
    events, drawn_ways = drawn
    edges = [edge(a, b, weight) for a, b, weight in drawn_ways if a != b]
    found = settle(network(events, edges))
    lasts = [(end_of(n), start_of(n), -1) for n in range(events)]
    ways = [*(e[:3] for e in edges), *lasts]
    try:
        latest = distances(1 + 2 * events, ways)
        to_origin = distances(1 + 2 * events, [(b, a, weight) for a, b, weight in ways])
    except nx.NetworkXUnbounded:
        assert isinstance(found, Contradiction)
        return
    assert isinstance(found, Schedule)
    certify(found)
    assert dict(enumerate(found.latest)) == latest
    assert {point: -value for point, value in enumerate(found.earliest)} == to_origin


def test_an_event_of_which_nothing_is_told_lies_anywhere_and_lasts_a_second() -> None:
    found = settled(network(1, []))
    assert found.earliest == (0, -HORIZON, 1 - HORIZON)
    assert found.latest == (0, HORIZON - 1, HORIZON)
    certify(found)


def test_an_unknown_bound_has_no_reasons() -> None:
    found = settled(network(1, [edge(ORIGIN, 1, 5)]))
    assert explain(found, 1, "earliest") == ()
    assert [e.weight for e in explain(found, 1, "latest")] == [5]


def test_reasons_are_those_with_the_fewest_claims() -> None:
    dear = [edge(ORIGIN, 1, 3, "a", "b"), edge(1, 3, 2, "c")]
    cheap = [edge(ORIGIN, 5, 4, "d"), edge(5, 3, 1, "e")]
    found = settled(network(3, [*dear, *cheap]))
    assert [e.basis.claims for e in explain(found, 3, "latest")] == [("d",), ("e",)]
    shorter = settled(network(3, [*dear, *cheap, edge(ORIGIN, 3, 5, "f", "g")]))
    assert [e.basis.claims for e in explain(shorter, 3, "latest")] == [("f", "g")]


def test_reasons_run_from_the_calendar_to_the_event() -> None:
    found = settled(network(2, [edge(1, ORIGIN, -4, "a"), edge(3, 1, -2, "b")]))
    assert found.earliest[3] == 6
    assert [e.basis.claims for e in explain(found, 3, "earliest")] == [("a",), ("b",)]


def test_the_middle_schedule_is_midway() -> None:
    found = settled(network(1, [edge(1, ORIGIN, 0), edge(ORIGIN, 2, 11)]))
    assert (found.middle(ORIGIN), found.middle(1), found.middle(2)) == (0, 5, 6)


def test_a_narrower_horizon_holds_every_point() -> None:
    found = settle(network(1, []), (10, 20))
    assert isinstance(found, Schedule)
    assert (found.earliest, found.latest) == ((0, 10, 11), (0, 19, 20))


# --- dates with holes -----------------------------------------------------------------------------


@settings(max_examples=300)
@given(
    st.integers(1, 2).flatmap(
        lambda n: st.tuples(
            st.just(n), grid_edges(n, most=4), st.lists(holed(n), min_size=1, max_size=3)
        )
    )
)
def test_bounds_of_dates_with_holes_are_exact(
    drawn: tuple[int, list[Edge], list[tuple[Alternatives, list[Edge]]]],
) -> None:
    events, edges, dates = drawn
    hulls = [hull for _, hulls in dates for hull in hulls]
    net = network(events, [*on_grid(events), *edges, *hulls])
    net = replace(net, alternatives=tuple(date for date, _ in dates))
    every = [t for t in schedules(net) if all(allows(date, t) for date in net.alternatives)]
    found = settle(net)
    if isinstance(found, Contradiction):
        assert not every
        # What it rests on contradicts by itself.
        assert isinstance(settle(net.only(found.claims)), Contradiction)
        return
    certify(found)
    for point in range(1 + 2 * events):
        assert found.earliest[point] == min(times[point] for times in every)
        assert found.latest[point] == max(times[point] for times in every)
    for extreme in (found.earliest, found.latest):
        assert all(allows(date, extreme) for date in net.alternatives)


def test_a_hole_is_jumped_and_the_jump_rests_on_what_forces_it() -> None:
    claims = (
        *there_are("talks", "visit"),
        said("mask", when("talks", "2015-XX-28")),
        said("visit", when("visit", "2015-10-05")),
        said("after", related("talks", "after", "visit")),
        said("by", when("talks", "[..2015-12-20]")),
    )
    found = settled(network_of(known(*claims)))
    talks = found.network.number[Iri("talks")]
    assert found.earliest[start_of(talks)] == at("2015-10-28")
    assert found.latest[end_of(talks)] == at("2015-11-29")
    for side, point, members in (
        ("earliest", start_of(talks), {"mask", "visit", "after"}),
        ("latest", end_of(talks), {"mask", "by"}),
    ):
        chain = explain(found, point, "earliest" if side == "earliest" else "latest")
        assert {c for e in chain for c in e.basis.claims} == members


def test_a_date_that_fits_only_in_a_hole_contradicts() -> None:
    claims = (
        *there_are("talks"),
        said("set", when("talks", "[2015-11-01,2015-11-28]")),
        said("day", when("talks", "2015-11-10")),
    )
    found = settle(network_of(known(*claims)))
    assert isinstance(found, Contradiction)
    assert found.claims == {"set", "day"}


# --- dates anchored to events ---------------------------------------------------------------------


def anchored(event: int, rule: RelativeDate, anchor: int, claim: str = "rule") -> Anchored:
    return Anchored(event, "when", rule, anchor, Basis((Iri(claim),), "when", Iri(f"e{event}")))


def dated(event: int, first: str, before: str, *claims: str) -> list[Edge]:
    return [
        edge(start_of(event), ORIGIN, -at(first), *claims),
        edge(ORIGIN, end_of(event), at(before), *claims),
    ]


@pytest.mark.parametrize(
    ("rule", "first", "before"),
    [
        (RelativeDate(offset=4, unit="day"), "2015-11-28", "2015-11-29"),
        (RelativeDate(weekday=5, direction="later"), "2015-11-28", "2015-11-29"),
        (RelativeDate(weekday=5, direction="earlier"), "2015-11-21", "2015-11-22"),
        (RelativeDate(within_unit="month"), "2015-11-01", "2015-12-01"),
        (RelativeDate(clock_time="07:24"), "2015-11-24T07:24:00Z", "2015-11-24T07:25:00Z"),
    ],
    ids=["four days after", "the Saturday after", "the Saturday before", "that month", "at 07:24"],
)
def test_a_date_anchored_to_an_event_follows_the_bounds_of_the_anchor(
    rule: RelativeDate, first: str, before: str
) -> None:
    edges = dated(1, "2015-11-24", "2015-11-25", "anchor")
    net = Network((Iri("e0"), Iri("e1")), tuple(edges), (anchored(0, rule, 1),))
    found = settled(net)
    certify(found)
    assert found.earliest[1] == at(first)
    assert found.latest[2] == at(before)


def test_a_refined_date_rests_on_the_claims_that_date_the_anchor() -> None:
    net = Network(
        (Iri("e0"), Iri("e1")),
        tuple(dated(1, "2015-11-24", "2015-11-25", "anchor")),
        (anchored(0, RelativeDate(offset=4, unit="day"), 1),),
    )
    (reason,) = explain(settled(net), 1, "earliest")
    assert reason.basis.claims == ("rule", "anchor")


def test_dates_anchored_in_a_row_are_refined_in_turn() -> None:
    day_after = RelativeDate(offset=1, unit="day")
    net = Network(
        tuple(Iri(f"e{n}") for n in range(4)),
        tuple(dated(3, "2015-11-24", "2015-11-25", "anchor")),
        tuple(anchored(n, day_after, n + 1, f"rule{n}") for n in range(3)),
    )
    found = settled(net)
    certify(found)
    assert found.earliest[start_of(0)] == at("2015-11-27")
    assert found.latest[end_of(0)] == at("2015-11-28")


def test_events_anchored_to_each_other_settle_or_contradict() -> None:
    events = (Iri("e0"), Iri("e1"))
    edges = tuple(dated(0, "2015-11-01", "2015-12-01", "month"))
    near = Network(
        events,
        edges,
        (
            anchored(0, RelativeDate(weekday=5, direction="earlier"), 1, "a"),
            anchored(1, RelativeDate(weekday=6, direction="later"), 0, "b"),
        ),
    )
    found = settled(near)
    certify(found)
    assert found.earliest[start_of(1)] == at("2015-11-01")
    apart = Network(
        events,
        edges,
        (
            anchored(0, RelativeDate(offset=2, unit="day"), 1, "a"),
            anchored(1, RelativeDate(offset=2, unit="day"), 0, "b"),
        ),
    )
    contradiction = settle(apart)
    assert isinstance(contradiction, Contradiction)
    assert contradiction.claims == {"a", "b"}


def test_dates_that_push_each_other_on_for_ever_are_given_up_in_time() -> None:
    # No Saturday is a Sunday, but no circle of gaps says so.
    net = Network(
        (Iri("e0"), Iri("e1")),
        (edge(start_of(0), ORIGIN, -at("2015-11-01")),),
        (
            anchored(1, RelativeDate(weekday=6, direction="later"), 0, "a"),
            anchored(0, RelativeDate(weekday=5, direction="later"), 1, "b"),
        ),
    )
    found = settled(net)
    certify(found)
    assert found.earliest[start_of(0)] > at("2016-01-01")


def test_each_side_of_a_refined_date_rests_on_what_fixes_that_side_of_the_anchor() -> None:
    net = Network(
        (Iri("e0"), Iri("e1")),
        (edge(start_of(1), ORIGIN, -at("2015-11-01"), "from"), edge(ORIGIN, 4, at("2015-12-01"))),
        (anchored(0, RelativeDate(offset=0, unit="day"), 1),),
    )
    found = settled(net)
    certify(found)
    assert [e.basis.claims for e in explain(found, start_of(0), "earliest")] == [("rule", "from")]
    reasons = explain(found, end_of(0), "latest")
    assert {claim for e in reasons for claim in e.basis.claims} == {"rule", "c"}


def test_a_refined_date_may_contradict() -> None:
    net = Network(
        (Iri("e0"), Iri("e1")),
        (*dated(0, "2015-11-24", "2015-11-25", "x"), *dated(1, "2015-11-24", "2015-11-25", "y")),
        (anchored(0, RelativeDate(offset=0, unit="day"), 1, "same"),),
    )
    certify(settled(net))
    off = net.anchored[0]._replace(rule=RelativeDate(weekday=5, direction="later"))
    found = settle(Network(net.events, net.edges, (off,)))
    assert isinstance(found, Contradiction)
    assert found.claims == {"x", "y", "same"}


def test_an_anchor_that_is_not_dated_leaves_the_gap_alone() -> None:
    net = Network((Iri("e0"), Iri("e1")), (), (anchored(0, RelativeDate(offset=4, unit="day"), 1),))
    found = settled(net)
    certify(found)
    assert abs(found.earliest[start_of(0)]) > UNKNOWN
    near = settle(net, (0, 40 * DAY))
    assert isinstance(near, Schedule)
    assert near.earliest[start_of(0)] == 4 * DAY
