"""The network as arrays: compiled and not, it says what the solver says of objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import edge, network

from dateline.reasoning import kernel, shortest_paths
from dateline.reasoning.columns import Columns, Cycle, Extremes, certified, chain, extremes
from dateline.reasoning.kernel import HELD
from dateline.reasoning.network import Edge
from dateline.reasoning.shortest_paths import Contradiction, both_ways
from dateline.reasoning.solver import Schedule, settle

REACH = 1_000


@pytest.fixture(params=["compiled", "as it is"])
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run the kernel compiled, and as plain Python, where each line counts as covered."""
    if request.param == "as it is":
        kernel.compiled.cache_clear()
        monkeypatch.setattr(kernel, "is_available", lambda: False)
    yield
    kernel.compiled.cache_clear()


def of(points: int, edges: list[Edge]) -> Columns:
    return Columns.of(
        points,
        [e.source for e in edges],
        [e.target for e in edges],
        [e.weight for e in edges],
    )


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[Edge]]:
    points = draw(st.integers(1, 12))
    heights = draw(st.lists(st.integers(-20, 20), min_size=points, max_size=points))
    slack = draw(st.sampled_from((0, 0, 2, 5)))
    point = st.integers(0, points - 1)
    drawn = draw(st.lists(st.tuples(point, point, st.integers(-slack, 15)), max_size=40))
    return points, [
        edge(a, b, weight + heights[b] - heights[a], f"c{n}")
        for n, (a, b, weight) in enumerate(drawn)
    ]


def assert_same(points: int, edges: list[Edge]) -> None:
    cols = of(points, edges)
    found, expected = extremes(cols, (-REACH, REACH)), both_ways(points, edges, -REACH, REACH)
    if isinstance(found, Cycle):
        assert isinstance(expected, Contradiction)
        steps = [edges[number] for number in found.numbers]
        assert sum(step.weight for step in steps) < 0
        for one, other in zip(steps, [*steps[1:], steps[0]], strict=True):
            assert one.target == other.source
        return
    assert not isinstance(expected, Contradiction)
    assert found.earliest.tolist() == expected[0]
    assert found.latest.tolist() == expected[1]
    assert certified(cols, found)
    for point in range(points):
        assert_explained(edges, found, cols, point)


def assert_explained(edges: list[Edge], found: Extremes, cols: Columns, point: int) -> None:
    for latest, bound in ((True, found.latest[point]), (False, -found.earliest[point])):
        numbers = chain(cols, found, point, latest=latest)
        steps = [edges[number] for number in numbers]
        held = point if not steps else steps[0].source if latest else steps[0].target
        assert held == 0 or bound == REACH + sum(step.weight for step in steps)
        if held == 0:
            assert bound == sum(step.weight for step in steps)


@settings(max_examples=150)
@given(networks())
def test_compiled_bounds_are_those_of_plain_python(drawn: tuple[int, list[Edge]]) -> None:
    assert_same(*drawn)


@settings(max_examples=150)
@given(networks())
def test_the_kernel_as_it_is_gives_the_same(drawn: tuple[int, list[Edge]]) -> None:
    kernel.compiled.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "is_available", lambda: False)
        assert_same(*drawn)
    kernel.compiled.cache_clear()


@pytest.mark.usefixtures("how")
class TestByHand:
    def test_a_bound_and_what_fixes_it(self) -> None:
        # The first event ends by 10 and takes 3; the second starts after its start.
        cols = Columns.of(5, [0, 2, 3], [2, 1, 1], [10, -3, -1])
        found = extremes(cols, (-REACH, REACH))
        assert isinstance(found, Extremes)
        assert found.latest.tolist() == [0, 7, 10, REACH, REACH]
        assert found.earliest.tolist() == [0, -REACH, 3 - REACH, 1 - REACH, -REACH]
        assert chain(cols, found, 1, latest=True) == [0, 1]
        assert chain(cols, found, 3, latest=True) == []
        assert found.fixes_latest[3] == HELD

    def test_a_loop_of_one_point(self) -> None:
        found = extremes(Columns.of(2, [1], [1], [-1]))
        assert isinstance(found, Cycle)
        assert found.numbers.tolist() == [0]

    def test_a_cycle_through_the_origin(self) -> None:
        found = extremes(Columns.of(2, [0, 1], [1, 0], [3, -5]))
        assert isinstance(found, Cycle)
        assert sorted(found.numbers.tolist()) == [0, 1]

    def test_what_lies_beyond_the_horizon_of_the_past(self) -> None:
        found = extremes(Columns.of(2, [0], [1], [-9]), (-4, REACH))
        assert isinstance(found, Cycle)
        assert found.numbers.tolist() == [0]


def test_a_certificate_fails_where_a_bound_is_wrong() -> None:
    cols = Columns.of(3, [0, 2], [2, 1], [10, -3])
    found = extremes(cols, (-REACH, REACH))
    assert isinstance(found, Extremes)
    assert certified(cols, found)
    for name in ("earliest", "latest"):
        for off in (1, -1):
            wrong = replace(found, **{name: getattr(found, name) + np.array([0, off, 0])})
            assert not certified(cols, wrong)
    misled = replace(found.from_origin, arc=found.from_origin.arc[::-1])
    assert not certified(cols, replace(found, from_origin=misled))


def test_a_large_network_is_solved_over_arrays_with_the_same_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edges = [
        edge(0, 2, 90, "by"),
        *(edge(4 + 2 * n, 1 + 2 * n, -1, f"c{n}") for n in range(30)),
        edge(61, 0, -5, "from"),
    ]
    net = network(31, edges)
    small = settle(net)
    monkeypatch.setattr(shortest_paths, "LARGE", 10)
    monkeypatch.setattr(shortest_paths, "shortest", None)  # not needed any more
    large = settle(net)
    assert isinstance(small, Schedule)
    assert isinstance(large, Schedule)
    assert (small.earliest, small.latest) == (large.earliest, large.latest)
    contradicting = settle(network(31, [*edges, edge(0, 61, 1, "no")]))
    assert isinstance(contradicting, Contradiction)
    assert contradicting.claims == {"from", "no"}


def test_without_a_compiler_a_large_network_is_solved_in_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shortest_paths, "LARGE", 1)
    monkeypatch.setattr(shortest_paths, "find_spec", lambda _: None)
    assert both_ways(3, [edge(0, 1, 4)], -REACH, REACH) == ([0, -REACH, -REACH], [0, 4, REACH])
