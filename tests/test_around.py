"""What comes before and after an event, against asking for each pair."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import (
    World,
    chronology_of,
    dated,
    grid_edges,
    known,
    network,
    on_grid,
    said,
    there_are,
    when,
    worlds,
)

from dateline.model import Iri
from dateline.reasoning.around import around
from dateline.reasoning.chronology import Chronology, solve
from dateline.reasoning.network import Edge
from dateline.reasoning.order import order
from dateline.reasoning.shortest_paths import Contradiction
from dateline.reasoning.solver import settle


def assert_as_pair_by_pair(chronology: Chronology, event: Iri) -> None:
    found = around(chronology, event)
    for other in chronology.home:
        if other == event:
            continue
        before = order(chronology, other, event).before
        after = order(chronology, event, other).before
        assert (other in found.certainly_before) == (before == "yes")
        assert (other in found.possibly_before) == (before == "maybe")
        assert (other in found.certainly_after) == (after == "yes")
        assert (other in found.possibly_after) == (after == "maybe")


@settings(max_examples=60)
@given(st.integers(2, 4).flatmap(lambda n: st.tuples(st.just(n), grid_edges(n))))
def test_the_lists_are_the_answers_pair_by_pair(drawn: tuple[int, list[Edge]]) -> None:
    events, edges = drawn
    net = network(events, [*on_grid(events), *edges])
    if not isinstance(settle(net), Contradiction):
        assert_as_pair_by_pair(chronology_of(net), Iri("e0"))


@settings(max_examples=40)
@given(worlds(noise=True))
def test_the_lists_are_the_answers_also_of_plans_and_anchored_dates(world: World) -> None:
    chronology = solve(world.knowledge)
    for event in chronology.home:
        assert_as_pair_by_pair(chronology, event)


def test_an_event_that_certainly_overlaps_stands_on_no_side() -> None:
    chronology = solve(
        known(
            *there_are("war", "raid", "fair"),
            said("w1", dated("war", "startsOn", "2015-03")),
            said("w2", dated("war", "endsOn", "2015-12")),
            said("r", when("raid", "2015-11")),
            said("f", when("fair", "2014")),
        )
    )
    found = around(chronology, Iri("raid"))
    assert found.certainly_before == ("fair",)
    assert "war" not in {*found.possibly_before, *found.certainly_after, *found.possibly_after}
