"""Ways out of sets of conflicts, against trying all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Iri
from dateline.reasoning import hitting_sets
from dateline.reasoning.hitting_sets import Price, cheapest_hitting_set, minimal_hitting_sets

NAMES = [Iri(name) for name in "abcdefg"]
SETS = st.lists(st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=4), max_size=8)
PRICES = st.fixed_dictionaries(
    {name: st.builds(Price, st.integers(1, 4), st.integers(1, 3)) for name in NAMES}
)


def subsets() -> Iterator[frozenset[Iri]]:
    sizes = range(len(NAMES) + 1)
    return map(frozenset, chain.from_iterable(combinations(NAMES, size) for size in sizes))


def meets_all(chosen: frozenset[Iri], sets: Sequence[frozenset[Iri]]) -> bool:
    return all(not chosen.isdisjoint(one) for one in sets)


def cost(chosen: frozenset[Iri], prices: Mapping[Iri, Price]) -> tuple[int, int]:
    """Return the weight, and then the ranks: the lightest, the latest, the last name go first."""
    members = sorted(prices, reverse=True)
    ranked = sorted(members, key=lambda m: (prices[m].weight, -prices[m].published))
    return sum(prices[c].weight for c in chosen), sum(ranked.index(c) for c in chosen)


@settings(max_examples=150)
@given(SETS, PRICES)
def test_the_cheapest_is_the_best_of_all_and_ties_go_by_date_and_name(
    sets: list[frozenset[Iri]], prices: dict[Iri, Price]
) -> None:
    every = frozenset[Iri]().union(*sets)
    best = min(
        (chosen for chosen in subsets() if chosen <= every and meets_all(chosen, sets)),
        key=lambda chosen: (cost(chosen, prices), sorted(chosen)),
    )
    assert cheapest_hitting_set(sets, prices) == best


@settings(max_examples=40)
@given(SETS.filter(bool), PRICES)
def test_with_many_choices_an_integer_program_finds_as_good_a_set(
    sets: list[frozenset[Iri]], prices: dict[Iri, Price]
) -> None:
    by_hand = cheapest_hitting_set(sets, prices)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hitting_sets, "EFFORT", 0)
        found = cheapest_hitting_set(sets, prices)
    assert meets_all(found, sets)
    assert cost(found, prices) == cost(by_hand, prices)


def test_dozens_of_overlapping_conflicts_are_no_trouble() -> None:
    # Each claim contradicts the next three around a ring: every fourth one may stay.
    ring = [Iri(f"c{n:02}") for n in range(60)]
    sets = [frozenset((ring[n], ring[(n + k) % 60])) for n in range(60) for k in (1, 2, 3)]
    found = cheapest_hitting_set(sets, {claim: Price(1) for claim in ring})
    assert meets_all(found, sets)
    assert len(found) == 45


@settings(max_examples=150)
@given(SETS)
def test_the_minimal_ones_are_found_each_once(sets: list[frozenset[Iri]]) -> None:
    expected = {
        chosen
        for chosen in subsets()
        if meets_all(chosen, sets) and not any(meets_all(chosen - {c}, sets) for c in chosen)
    }
    found = list(minimal_hitting_sets(sets))
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_nothing_meets_no_sets() -> None:
    assert cheapest_hitting_set([], {}) == frozenset()
    assert list(minimal_hitting_sets([])) == [frozenset()]


def test_one_dear_member_may_be_cheaper_than_several() -> None:
    sets = [frozenset(map(Iri, pair)) for pair in ("xa", "xb", "xc")]
    prices = {Iri(name): Price(2) for name in "abc"} | {Iri("x"): Price(5)}
    assert cheapest_hitting_set(sets, prices) == {"x"}
    assert cheapest_hitting_set(sets, prices | {Iri("x"): Price(7)}) == {"a", "b", "c"}


def test_among_equals_the_latest_published_goes_first_and_then_the_last_name() -> None:
    pair = [frozenset((Iri("a"), Iri("b")))]
    assert cheapest_hitting_set(pair, {Iri("a"): Price(1, 9), Iri("b"): Price(1, 5)}) == {"a"}
    assert cheapest_hitting_set(pair, {Iri("a"): Price(1, 5), Iri("b"): Price(1, 5)}) == {"b"}
