"""The table "Relations" of the chronology, entry by entry, on every pair of small spans."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from worlds import EVERY, MEANINGS

from dateline.reasoning.relations import (
    ALLEN,
    RELATIONS,
    Inequality,
)

SPANS = list(combinations(range(6), 2))


def satisfied(inequalities: list[Inequality], a: tuple[int, int], b: tuple[int, int]) -> bool:
    ends = {"sA": a[0], "tA": a[1], "sB": b[0], "tB": b[1]}
    return all(ends[left] - ends[right] <= weight for left, right, weight in inequalities)


def test_every_relation_has_a_meaning_of_its_own() -> None:
    assert RELATIONS.keys() == MEANINGS.keys()
    assert all(name == relation.name for name, relation in RELATIONS.items())


@pytest.mark.parametrize("name", MEANINGS)
@pytest.mark.parametrize("aspect", EVERY, ids=["punctual", "lasting", "open"])
def test_the_hard_part_says_what_the_word_must_mean(name: str, aspect: str) -> None:
    hard = [one for one, soft in RELATIONS[name].inequalities(aspect) if not soft]
    for a, b in product(SPANS, repeat=2):
        assert satisfied(hard, a, b) == MEANINGS[name][0](*a, *b)


@pytest.mark.parametrize("name", MEANINGS)
@pytest.mark.parametrize("aspect", EVERY, ids=["punctual", "lasting", "open"])
def test_the_soft_part_says_what_it_usually_means_of_such_events(name: str, aspect: str) -> None:
    soft = [one for one, is_soft in RELATIONS[name].inequalities(aspect) if is_soft]
    _, meaning, aspects = MEANINGS[name]
    assert bool(soft) == (aspect in aspects)
    for a, b in product(SPANS, repeat=2):
        assert satisfied(soft, a, b) == (aspect not in aspects or meaning(*a, *b))


def test_of_any_two_spans_exactly_one_relation_of_allen_holds() -> None:
    assert len(ALLEN) == 13
    for a, b in product(SPANS, repeat=2):
        holding = [name for name in ALLEN if satisfied(list(RELATIONS[name].hard), a, b)]
        assert len(holding) == 1


def test_the_relations_of_allen_are_the_ones_of_intervals() -> None:
    assert set(ALLEN) == {name for name in MEANINGS if name.startswith("interval")}


def test_a_word_fits_between_the_labels_of_two_events() -> None:
    for relation in RELATIONS.values():
        assert relation.words == relation.words.strip()
        assert relation.words
        assert relation.origin in {"M", "A", "D", "J", "P"}
