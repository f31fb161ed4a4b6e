"""Networks: their parts, and what is left of them without some claims."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from worlds import edge, grid_edges, network

from dateline.model import Iri
from dateline.reasoning.network import ORIGIN, Anchored, Basis, Edge, Network, end_of, start_of
from dateline.time.relative import RelativeDate

RULE = RelativeDate(offset=1, unit="day")


def anchored(event: int, anchor: int, *claims: str) -> Anchored:
    names = tuple(Iri(claim) for claim in claims)
    return Anchored(event, "when", RULE, anchor, Basis(names, "when", Iri(f"e{event}")))


def named_edges(net: Network) -> list[tuple[str, str, int]]:
    """Return the edges by the names of their points: "e0.s" is the start of e0."""
    name = {ORIGIN: "origin"}
    for event, number in net.number.items():
        name[start_of(number)], name[end_of(number)] = f"{event}.s", f"{event}.t"
    return sorted((name[e.source], name[e.target], e.weight) for e in net.edges)


def test_the_points_of_events_are_numbered_after_the_origin() -> None:
    points = [ORIGIN, *(point for n in range(4) for point in (start_of(n), end_of(n)))]
    assert points == list(range(9))


def test_events_that_share_only_the_calendar_are_parts_of_their_own() -> None:
    net = network(3, [edge(ORIGIN, 1, 5), edge(3, ORIGIN, -2), edge(1, 6, 0)])
    parts = net.components()
    assert sorted(part.events for part in parts) == [("e0", "e2"), ("e1",)]
    assert sorted(e for part in parts for e in named_edges(part)) == named_edges(net)


def test_a_date_anchored_to_an_event_keeps_the_two_together() -> None:
    net = Network((Iri("e0"), Iri("e1"), Iri("e2")), (), (anchored(2, 0, "c"),))
    parts = {part.events: part for part in net.components()}
    assert set(parts) == {("e0", "e2"), ("e1",)}
    (date,) = parts[Iri("e0"), Iri("e2")].anchored
    assert (date.event, date.anchor) == (1, 0)


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(st.just(n), grid_edges(n))))
def test_parts_hold_every_event_and_edge_once(drawn: tuple[int, list[Edge]]) -> None:
    net = network(*drawn)
    parts = net.components()
    assert sorted(event for part in parts for event in part.events) == sorted(net.events)
    assert sorted(e for part in parts for e in named_edges(part)) == named_edges(net)


def test_without_a_claim_all_that_rests_on_it_is_gone() -> None:
    net = Network(
        (Iri("e0"), Iri("e1")),
        (edge(1, 3, 0, "a"), edge(3, 1, 0, "b"), edge(2, 3, 0, "a", "b")),
        (anchored(0, 1, "a"), anchored(0, 1, "b")),
    )
    left = net.without(frozenset({Iri("a")}))
    assert named_edges(left) == [("e1.s", "e0.s", 0)]
    assert left.anchored == (anchored(0, 1, "b"),)
    assert left.events == net.events
    assert net.without(frozenset()) is net


def test_only_some_claims_keep_what_rests_on_them_alone() -> None:
    net = Network(
        (Iri("e0"), Iri("e1"), Iri("e2")),
        (edge(1, 5, 0, "a"), edge(5, 1, 0, "b"), edge(2, 3, 0, "a", "b")),
        (anchored(2, 0, "a"), anchored(2, 1, "b")),
    )
    left = net.only(frozenset({Iri("a")}))
    assert left.events == ("e0", "e2")
    assert named_edges(left) == [("e0.s", "e2.s", 0)]
    assert [(date.event, date.anchor) for date in left.anchored] == [(1, 0)]
    assert net.only(frozenset()).events == ()


def test_the_claims_of_a_network_are_those_of_its_edges_and_of_its_anchored_dates() -> None:
    net = Network((Iri("e0"),), (edge(0, 1, 0, "a", "b"),), (anchored(0, 0, "c"),))
    assert net.claims == {"a", "b", "c"}
