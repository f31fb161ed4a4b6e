"""Minimal contradictions by size, against trying every set of claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations, pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import edge, holds_together, network

from dateline.model import Iri
from dateline.reasoning import conflicts
from dateline.reasoning.conflicts import all_cores, disjoint_cores
from dateline.reasoning.network import Anchored, Basis, Edge, Network, end_of, start_of
from dateline.reasoning.shortest_paths import Contradiction
from dateline.reasoning.smallest import smallest_first
from dateline.reasoning.solver import settle
from dateline.time.relative import RelativeDate

EVENTS = 4
Core = frozenset[Iri]


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Draw edges to and from the calendar and between events; claims have one to many of them."""
    point = st.integers(0, 2 * EVENTS)
    drawn = draw(
        st.lists(
            st.tuples(
                point,
                point,
                st.sampled_from((-4, -2, -1, -1, 0, 0, 1, 3)),
                st.sampled_from("abcdefgh"),
                st.sampled_from(((), (), (), ("j",), ("j", "k"))),
            ).filter(lambda e: e[0] != e[1] or e[2] < 0),
            min_size=2,
            max_size=16,
        )
    )
    return network(
        EVENTS, [edge(a, b, weight, claim, *more) for a, b, weight, claim, more in drawn]
    )


def subsets(claims: Iterable[Iri]) -> Iterator[Core]:
    """Yield every set of these claims, smaller ones first."""
    names = sorted(claims)
    sizes = range(len(names) + 1)
    return map(frozenset, chain.from_iterable(combinations(names, size) for size in sizes))


def minimal_cores(net: Network) -> set[Core]:
    """Return every minimal set of claims that contradict, by trying all of them."""
    found: set[Core] = set()
    for chosen in subsets(net.claims):
        if not any(core <= chosen for core in found):
            kept = [e for e in net.edges if chosen.issuperset(e.basis.claims)]
            if not holds_together(len(net.events), kept):
                found.add(chosen)
    return found


def by_name(claim: Iri) -> Iri:
    return claim


def breaking(net: Network) -> Core:
    return frozenset[Iri]().union(*disjoint_cores(net, frozenset(), by_name))


@settings(max_examples=150)
@given(networks())
def test_every_minimal_contradiction_is_found_and_none_before_a_smaller_one(net: Network) -> None:
    found, more = smallest_first(net, breaking(net))
    assert not more
    assert set(found) == minimal_cores(net)
    assert len(found) == len(set(found))
    assert [len(core) for core in found] == sorted(len(core) for core in found)


@settings(max_examples=100)
@given(networks(), st.integers(0, 300))
def test_a_search_that_is_cut_short_leaves_out_nothing_smaller(net: Network, effort: int) -> None:
    expected = minimal_cores(net)
    found, more = smallest_first(net, breaking(net), effort)
    assert expected.issuperset(found)
    if not more:
        assert expected == set(found)
    if found:
        assert {core for core in expected if len(core) < len(found[-1])}.issubset(found)


@settings(max_examples=100)
@given(networks(), st.sampled_from((0, 3, 200)))
def test_the_ways_out_and_the_search_by_size_agree(net: Network, ways_out: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conflicts, "WAYS_OUT", ways_out)
        found, more = all_cores(net, by_name)
    assert not more
    assert set(found) == minimal_cores(net)
    assert found == sorted(found, key=lambda core: (len(core), sorted(core)))


@settings(max_examples=60)
@given(networks(), st.sampled_from((1, 60)))
def test_where_dates_hang_on_events_one_of_the_smallest_is_found_all_the_same(
    net: Network, rounds: int
) -> None:
    a_day_later = RelativeDate(offset=1, unit="day", anchor="e0")
    basis = Basis((Iri("z"),), "when", Iri("later"), Iri("e0"))
    date = Anchored(len(net.events), "when", a_day_later, 0, basis)
    anchored = Network((*net.events, Iri("later")), net.edges, (date,))
    expected = minimal_cores(net)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conflicts, "WAYS_OUT", rounds)
        patch.setattr(conflicts, "prod", lambda _: rounds + 1)
        found, more = all_cores(anchored, by_name)
    assert more == bool(expected)
    assert expected.issuperset(found)
    assert bool(found) == bool(expected)
    if found and rounds > 1:
        assert len(found[0]) == min(map(len, expected))


def before(a: int, b: int, claim: str) -> Edge:
    return edge(start_of(b), end_of(a), -1, claim)


def same_time(a: int, b: int, claim: str) -> list[Edge]:
    pairs = ((start_of(a), start_of(b)), (end_of(a), end_of(b)))
    return [edge(x, y, 0, claim) for pair in pairs for x, y in (pair, pair[::-1])]


def ring(first: int, size: int, claim: str) -> list[Edge]:
    """Return events each before the next, and the last before the first."""
    events = [*range(first, first + size), first]
    return [before(a, b, f"{claim}{a:03}") for a, b in pairwise(events)]


def test_a_small_contradiction_is_found_among_many_large_ones() -> None:
    # Twenty rings of seven that share nothing have 7 ** 20 ways out; one of two hides in them.
    edges = [e for n in range(20) for e in ring(7 * n, 7, "r")]
    edges += [before(75, 74, "short")]
    found, more = all_cores(network(140, edges), by_name)
    assert found[0] == {"short", "r074"}
    assert not more
    assert len(found) == 21
    assert {len(core) for core in found[1:]} == {7}


@pytest.mark.parametrize("size", [1, 2, 40])
def test_one_long_way_round_is_found_whatever_its_length(size: int) -> None:
    found, more = smallest_first(network(size, ring(0, size, "r")), {Iri("r000")})
    assert not more
    assert [len(core) for core in found] == [size]


def test_a_claim_that_is_used_twice_counts_once() -> None:
    # Both ends of one claim of simultaneity: its starts one way, and its ends the other.
    edges = [*same_time(0, 1, "same"), edge(end_of(1), start_of(0), 5, "a"), before(0, 1, "b")]
    assert smallest_first(network(2, edges), {Iri("same"), Iri("b")}) == (
        [frozenset({"b", "same"})],
        False,
    )


def test_equal_times_in_a_long_row_and_one_that_breaks_it() -> None:
    edges = [e for n in range(30) for e in same_time(n, n + 1, f"s{n:02}")]
    found, more = smallest_first(network(31, [*edges, before(0, 30, "b")]), {Iri("b")})
    assert [len(core) for core in found] == [31]
    assert not more


def tangled(events: int, links: int, seed: int) -> Network:
    """Return links that were told at random, so that most of what they say contradicts."""
    random = Random(seed)
    edges: list[Edge] = []
    for n in range(links):
        a, b = random.sample(range(events), 2)
        name = f"l{n:03}"
        kind = random.random()
        if kind < 0.6:
            edges.append(before(a, b, name))
        elif kind < 0.8:
            edges += same_time(a, b, name)
        else:  # a contains b
            edges += [
                edge(start_of(b), start_of(a), -1, name),
                edge(end_of(a), end_of(b), -1, name),
            ]
    return network(events, edges)


def is_minimal(net: Network, core: Core) -> bool:
    whole = isinstance(settle(net.only(core)), Contradiction)
    return whole and not any(
        isinstance(settle(net.only(core - {claim})), Contradiction) for claim in core
    )


@pytest.mark.parametrize(("events", "links"), [(30, 60), (60, 150), (150, 400)])
def test_a_tangle_has_more_than_are_listed_and_the_smallest_are_listed(
    events: int, links: int
) -> None:
    net = tangled(events, links, seed=events)
    found, more = all_cores(net, by_name)
    assert more
    assert all(is_minimal(net, core) for core in found[::5])
    pairs = [frozenset(pair) for pair in combinations(sorted(net.claims)[:100], 2)]
    contradicting = {pair for pair in pairs if isinstance(settle(net.only(pair)), Contradiction)}
    assert {core for core in found if core in pairs} == contradicting


def test_nothing_is_looked_for_where_all_holds_together() -> None:
    net = network(3, [before(0, 1, "a"), before(1, 2, "b")])
    assert all_cores(net, by_name) == ([], False)
    assert smallest_first(net, ()) == ([], False)
