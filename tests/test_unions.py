"""Unions of the relations of Allen, against every pair of small spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product

import pytest
from worlds import MEANINGS

from dateline.reasoning.relations import ALLEN, RELATIONS, Inequality
from dateline.reasoning.unions import convex, inequality_words

SPANS = list(combinations(range(6), 2))


def satisfied(inequalities: Iterable[Inequality], a: tuple[int, int], b: tuple[int, int]) -> bool:
    ends = {"sA": a[0], "tA": a[1], "sB": b[0], "tB": b[1]}
    return all(ends[left] - ends[right] <= weight for left, right, weight in inequalities)


def true_in(chosen: Iterable[str]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [
        (a, b)
        for a, b in product(SPANS, repeat=2)
        if any(MEANINGS[name][0](*a, *b) for name in chosen)
    ]


def every_union() -> Iterator[frozenset[str]]:
    for count in range(1, 14):
        yield from map(frozenset, combinations(ALLEN, count))


def test_82_unions_are_convex_and_their_inequalities_say_just_them() -> None:
    found = {union: said for union in every_union() if (said := convex(union)) is not None}
    assert len(found) == 82
    for union, inequalities in found.items():
        held = [pair for pair in product(SPANS, repeat=2) if satisfied(inequalities, *pair)]
        assert held == true_in(union)


def test_no_inequality_of_a_convex_union_can_be_left_out() -> None:
    for union in every_union():
        inequalities = convex(union) or ()
        for one in inequalities:
            rest = [other for other in inequalities if other != one]
            held = [pair for pair in product(SPANS, repeat=2) if satisfied(rest, *pair)]
            assert held != true_in(union)


def test_every_inequality_is_a_relation_of_its_own_either_way_round() -> None:
    # So a claim that states several relations between two events can say any convex union.
    stated = {r.hard for r in RELATIONS.values() if len(r.hard) == 1 and not r.soft}
    turned = str.maketrans("AB", "BA")
    for left, right, weight in {i for u in every_union() for i in convex(u) or ()}:
        ways = (
            (Inequality(left, right, weight),),
            (Inequality(left.translate(turned), right.translate(turned), weight),),
        )
        assert any(way in stated for way in ways)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"intervalBefore"}, ["A ends before B starts"]),
        ({"intervalBefore", "intervalMeets"}, ["A ends by the time that B starts"]),
        (set(ALLEN), []),
        (
            {"intervalMeets"},
            ["A ends by the time that B starts", "B starts by the time that A ends"],
        ),
    ],
)
def test_a_convex_union_in_words(names: set[str], words: list[str]) -> None:
    inequalities = convex(names)
    assert inequalities is not None
    assert sorted(map(inequality_words, inequalities)) == words


def test_what_is_not_convex_has_no_inequalities() -> None:
    assert convex({"intervalBefore", "intervalAfter"}) is None
    assert convex(set()) is None
