"""How a timeline is drawn: ranks keep the order, lanes keep bars apart."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import World, at, dated, known, related, said, there_are, when, worlds

from dateline.lanes import Bar, bars, lanes, ranks_of
from dateline.model import Claim, Iri
from dateline.reasoning.chronology import Chronology, solve
from dateline.reasoning.distances import distance
from dateline.reasoning.order import order
from dateline.timeline import arrange

STRETCHES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=25,
)


@given(STRETCHES)
def test_no_two_in_a_lane_overlap_and_there_are_as_few_lanes_as_can_be(
    stretches: list[tuple[int, int]],
) -> None:
    found = lanes(stretches)
    for n, (first, before) in enumerate(stretches):
        for m in range(n):
            if found[n] == found[m]:
                assert stretches[m][1] <= first or before <= stretches[m][0]
    at_once = [
        sum(first <= moment < before for first, before in stretches) for moment, _ in stretches
    ]
    assert len(set(found)) == max(at_once, default=0)


def drawn_from(chronology: Chronology) -> tuple[Bar, ...]:
    entries = arrange(chronology).entries
    return bars(entries, ranks_of(entries, chronology))


def drawn(claims: Sequence[Claim]) -> dict[str, Bar]:
    chronology = solve(known(*claims))
    return {bar.event: bar for bar in drawn_from(chronology)}


def test_whiskers_reach_as_far_as_bounds_and_the_core_is_certain() -> None:
    found = drawn(
        (
            *there_are("war", "raid", "rumour"),
            said("w1", dated("war", "startsOn", "2015-03")),
            said("w2", dated("war", "endsOn", "2015-12")),
            said("r", when("raid", "2015-11-10")),
        )
    )
    war, raid, rumour = found["war"], found["raid"], found["rumour"]
    assert war.whisker == (at("2015-03-01"), at("2016-01-01"))
    assert war.core == (at("2015-04-01") - 1, at("2015-12-01") + 1)
    assert raid.whisker == (at("2015-11-10"), at("2015-11-11"))
    assert raid.core is None
    assert rumour.core is None
    assert rumour.whisker[0] <= war.whisker[0]
    assert rumour.whisker[1] >= war.whisker[1]
    assert len({war.lane, raid.lane, rumour.lane}) == 3


def test_events_that_nothing_orders_share_a_rank() -> None:
    found = drawn(
        (
            *there_are("a", "b", "c"),
            said("da", when("a", "2015-11-24")),
            said("db", when("b", "2015-11-24")),
            said("dc", when("c", "2015-11-25")),
        )
    )
    assert found["a"].rank == found["b"].rank == 0
    assert found["c"].rank == 1


def test_a_chain_without_dates_has_a_rank_for_each_link() -> None:
    found = drawn(
        (
            *there_are("a", "b", "c"),
            said("ab", related("a", "before", "b")),
            said("bc", related("b", "before", "c")),
        )
    )
    assert [found[name].rank for name in "abc"] == [0, 1, 2]


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn(()) == {}


@settings(max_examples=50)
@given(worlds())
def test_ranks_are_a_linear_extension_of_what_is_certain(world: World) -> None:
    chronology = solve(world.knowledge)
    found = drawn_from(chronology)
    rank = {bar.event: bar.rank for bar in found}
    assert [bar.rank for bar in found] == sorted(rank.values())
    for a in map(Iri, rank):
        for b in map(Iri, rank):
            if a != b and order(chronology, a, b).starts_before == "yes":
                assert rank[a] <= rank[b]
                if chronology.schedule(a).network.is_plain:
                    assert rank[a] < rank[b]


@settings(max_examples=50)
@given(worlds())
def test_a_rank_begins_where_an_event_certainly_follows_one_of_the_last(world: World) -> None:
    chronology = solve(world.knowledge)
    events = [entry.event.iri for entry in arrange(chronology).entries]
    expected, tied = [0] * len(events), events[:1]
    for number, event in enumerate(events[1:], 1):
        follows = any(starts_before(chronology, other, event) for other in tied)
        expected[number] = expected[number - 1] + follows
        tied = [event] if follows else [*tied, event]
    assert [bar.rank for bar in drawn_from(chronology)] == expected


def starts_before(chronology: Chronology, a: Iri, b: Iri) -> bool:
    first, second = chronology.schedule(a), chronology.schedule(b)
    here, there = chronology.points(a)[0], chronology.points(b)[0]
    return distance((second, there), (first, here))[0] < 0


def test_what_is_not_drawn_leaves_no_gap_between_ranks() -> None:
    claims = (
        *there_are("a", "b", "c"),
        *(said(f"d{n}", when(n, f"2015-11-{d}")) for n, d in zip("abc", (20, 21, 22), strict=True)),
    )
    chronology = solve(known(*claims))
    entries = arrange(chronology).entries
    found = bars((entries[0], entries[2]), ranks_of(entries, chronology))
    assert [bar.rank for bar in found] == [0, 1]
