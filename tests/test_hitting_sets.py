"""Ways out of sets of conflicts, against trying all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Iri
from dateline.reasoning import hitting_sets
from dateline.reasoning.hitting_sets import cheapest_hitting_set, minimal_hitting_sets

NAMES = [Iri(name) for name in "abcdefg"]
SETS = st.lists(st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=4), max_size=8)
COSTS = st.fixed_dictionaries({name: st.integers(1, 4) for name in NAMES})


def subsets() -> Iterator[frozenset[Iri]]:
    sizes = range(len(NAMES) + 1)
    return map(frozenset, chain.from_iterable(combinations(NAMES, size) for size in sizes))


def meets_all(chosen: frozenset[Iri], sets: Sequence[frozenset[Iri]]) -> bool:
    return all(not chosen.isdisjoint(one) for one in sets)


@settings(max_examples=150)
@given(SETS, COSTS)
def test_the_cheapest_is_the_best_of_all_and_ties_go_by_name(
    sets: list[frozenset[Iri]], costs: dict[Iri, int]
) -> None:
    best = min(
        (chosen for chosen in subsets() if meets_all(chosen, sets)),
        key=lambda chosen: (sum(costs[c] for c in chosen), sorted(chosen)),
    )
    assert cheapest_hitting_set(sets, costs) == best


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


@given(SETS, COSTS)
def test_without_effort_left_what_is_found_still_meets_every_set(
    sets: list[frozenset[Iri]], costs: dict[Iri, int]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hitting_sets, "EFFORT", 0)
        assert meets_all(cheapest_hitting_set(sets, costs), sets)


def test_nothing_meets_no_sets() -> None:
    assert cheapest_hitting_set([], {}) == frozenset()
    assert list(minimal_hitting_sets([])) == [frozenset()]


def test_one_dear_member_may_be_cheaper_than_several() -> None:
    sets = [frozenset(map(Iri, pair)) for pair in ("xa", "xb", "xc")]
    costs = {Iri(name): 2 for name in "abc"} | {Iri("x"): 5}
    assert cheapest_hitting_set(sets, costs) == {"x"}
    assert cheapest_hitting_set(sets, costs | {Iri("x"): 7}) == {"a", "b", "c"}
