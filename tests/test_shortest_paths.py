"""Shortest paths and negative cycles, against networkx and on the shapes that are hard."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import edge

from dateline.reasoning.network import ORIGIN, Edge
from dateline.reasoning.shortest_paths import Contradiction, shortest

REACH = 1_000


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[Edge]]:
    """Draw a number of points and weighted edges; shifted weights make most of them consistent."""
    points = draw(st.integers(1, 14))
    heights = draw(st.lists(st.integers(-20, 20), min_size=points, max_size=points))
    slack = draw(st.sampled_from((0, 0, 2, 5)))
    drawn = draw(
        st.lists(
            st.tuples(
                st.integers(0, points - 1), st.integers(0, points - 1), st.integers(-slack, 15)
            ),
            max_size=40,
        )
    )
    return points, [
        edge(a, b, weight + heights[b] - heights[a], f"c{n}")
        for n, (a, b, weight) in enumerate(drawn)
    ]


def as_graph(points: int, edges: list[Edge], *, backwards: bool) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(points))
    reach = [(ORIGIN, point, REACH) for point in range(1, points)]
    ways = [(e.target, e.source, e.weight) if backwards else tuple(e[:3]) for e in edges]
    for a, b, weight in (*reach, *ways):
        if weight < graph.get_edge_data(a, b, {"weight": 1 << 40})["weight"]:
            graph.add_edge(a, b, weight=weight)
    return graph


@settings(max_examples=300)
@given(networks(), st.booleans())
def test_distances_are_those_of_bellman_and_ford(
    drawn: tuple[int, list[Edge]], backwards: bool
) -> None:
    points, edges = drawn
    found = shortest(points, edges, REACH, backwards=backwards)
    graph = as_graph(points, edges, backwards=backwards)
    try:
        expected = nx.single_source_bellman_ford_path_length(graph, ORIGIN)
    except nx.NetworkXUnbounded:
        expected = None
    if isinstance(found, Contradiction):
        assert expected is None
        assert sum(e.weight for e in found.edges) < 0
    else:
        assert expected == dict(enumerate(found))


@settings(max_examples=300)
@given(networks())
def test_a_contradiction_is_a_simple_circle(drawn: tuple[int, list[Edge]]) -> None:
    points, edges = drawn
    for backwards in (False, True):
        found = shortest(points, edges, REACH, backwards=backwards)
        if isinstance(found, Contradiction):
            ahead = [e.target for e in found.edges]
            behind = [e.source for e in found.edges]
            assert sorted(ahead) == sorted(behind)
            assert len(set(ahead)) == len(ahead)
            steps = zip(found.edges, (*found.edges[1:], found.edges[0]), strict=True)
            assert all(
                a.source == b.target if backwards else a.target == b.source for a, b in steps
            )
            assert found.claims == {claim for e in found.edges for claim in e.basis.claims}


def test_a_point_without_a_path_is_as_far_as_the_reach() -> None:
    assert shortest(3, [edge(ORIGIN, 1, 4)], REACH) == [0, 4, REACH]
    assert shortest(3, [edge(2, 1, -1)], REACH) == [0, REACH - 1, REACH]


def test_distances_may_be_counted_from_any_point() -> None:
    assert shortest(3, [edge(2, 1, 3), edge(1, 0, 4)], REACH, start=2) == [7, 3, 0]


def test_circles_of_weight_zero_do_no_harm() -> None:
    edges = [edge(1, 2, 0), edge(2, 3, 0), edge(3, 1, 0), edge(0, 1, 5), edge(1, 0, -5)]
    assert shortest(4, edges, REACH) == [0, 5, 5, 5]


def test_an_edge_from_a_point_to_itself_is_a_circle_if_negative() -> None:
    assert shortest(2, [edge(1, 1, 0)], REACH) == [0, REACH]
    found = shortest(2, [edge(1, 1, -1, "loop")], REACH)
    assert isinstance(found, Contradiction)
    assert found.claims == {"loop"}


def test_a_circle_far_from_the_origin_is_found_too() -> None:
    found = shortest(4, [edge(1, 2, -1), edge(2, 3, 0), edge(3, 1, 0)], REACH)
    assert isinstance(found, Contradiction)
    assert len(found.edges) == 3


def test_a_circle_through_the_reach_shows_the_edges_that_have_a_basis() -> None:
    found = shortest(3, [edge(1, 2, -600, "a"), edge(2, ORIGIN, -600, "b")], REACH)
    assert isinstance(found, Contradiction)
    assert found.claims == {"a", "b"}


def test_a_subtree_that_is_cut_off_is_reached_again() -> None:
    edges = [
        edge(0, 1, 10),
        edge(1, 2, 0),
        edge(2, 3, 0),
        edge(3, 4, 0),
        edge(0, 5, 9),
        edge(5, 6, -1),
        edge(6, 1, -1),
    ]
    assert shortest(7, edges, REACH) == [0, 7, 7, 7, 7, 9, 8]
