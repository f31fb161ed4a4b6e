"""Annotated documents: whether their links can hold, against trying every schedule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product

import pytest
from annotated import Told, document, instance, timeml, timex
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotation import MEANINGS
from dateline.reasoning.annotated import Findings, assess, relation_of
from dateline.timeml import parse_timeml

Span = tuple[int, int]

#: What each kind of link means for two half-open spans, said once more in another way.
HOLDS: Mapping[str, Callable[[Span, Span], bool]] = {
    "BEFORE": lambda a, b: a[1] < b[0],
    "AFTER": lambda a, b: b[1] < a[0],
    "IBEFORE": lambda a, b: a[1] == b[0],
    "IAFTER": lambda a, b: a[0] == b[1],
    "INCLUDES": lambda a, b: a[0] < b[0] and b[1] < a[1],
    "IS_INCLUDED": lambda a, b: b[0] < a[0] and a[1] < b[1],
    "BEGINS": lambda a, b: a[0] == b[0] and a[1] < b[1],
    "BEGUN_BY": lambda a, b: a[0] == b[0] and a[1] > b[1],
    "ENDS": lambda a, b: a[1] == b[1] and a[0] > b[0],
    "ENDED_BY": lambda a, b: a[1] == b[1] and a[0] < b[0],
    "SIMULTANEOUS": lambda a, b: a == b,
    "IDENTITY": lambda a, b: a == b,
    "DURING": lambda a, b: a == b,
    "DURING_INV": lambda a, b: a == b,
    "OVERLAP": lambda a, b: max(a[0], b[0]) < min(a[1], b[1]),
    "BEFORE_OR_OVERLAP": lambda a, b: a[0] < b[1],
    "OVERLAP_OR_AFTER": lambda a, b: a[1] > b[0],
    "VAGUE": lambda _, __: True,
    "NONE": lambda _, __: True,
    "UNKNOWN": lambda _, __: True,
}


def judged(
    links: Sequence[Told], events: int = 0, times: Mapping[str, str] | None = None
) -> Findings:
    return assess(parse_timeml(document(links, events, times), "news.tml"))


def minimal_sets(names: Sequence[str], allowed: Iterable[frozenset[str]]) -> set[frozenset[str]]:
    """Return the smallest sets that lie within none of the allowed ones."""
    kept = set(allowed)
    found: set[frozenset[str]] = set()
    for size in range(1, len(names) + 1):
        for chosen in map(frozenset, combinations(names, size)):
            if not any(one <= chosen for one in found) and not any(chosen <= one for one in kept):
                found.add(chosen)
    return found


def spans(first: int, last: int) -> list[Span]:
    return [(s, t) for s in range(first, last) for t in range(s + 1, last + 1)]


def test_the_meaning_of_every_kind_is_checked_here() -> None:
    assert HOLDS.keys() == MEANINGS.keys()


NODES = ("ei1", "ei2", "t1")
ENDS = st.sampled_from(NODES)
LINKS = st.lists(st.tuples(st.sampled_from(sorted(HOLDS)), ENDS, ENDS), min_size=1, max_size=7)


@settings(max_examples=250)
@given(LINKS)
def test_the_conflicts_are_the_minimal_sets_that_no_schedule_fits(
    drawn: list[tuple[str, str, str]],
) -> None:
    links = [(f"l{n}", *told) for n, told in enumerate(drawn)]
    # Three spans have six ends: six moments are enough for every order of them.
    schedules = (dict(zip(NODES, c, strict=True)) for c in product(spans(0, 5), repeat=len(NODES)))
    allowed = {
        frozenset(name for name, kind, a, b in links if HOLDS[kind](at[a], at[b]))
        for at in schedules
    }
    expected = minimal_sets([name for name, *_ in links], allowed)
    found = judged(links, 2, {"t1": "PAST_REF"})
    assert {frozenset(names) for names in found.conflicts} == expected
    assert found.consistent == (not expected)
    assert not found.more
    assert list(found.conflicts) == sorted(found.conflicts, key=lambda names: (len(names), names))
    assert all(list(names) == sorted(names) for names in found.conflicts)
    assert found.calendar_conflicts == ()


#: Two days that follow each other; a grid with room for the four ends of two events between them.
DAYS = {"t1": "2015-11-01", "t2": "2015-11-02"}
ON_GRID = {"t1": (0, 5), "t2": (5, 10)}
DATED_ENDS = st.sampled_from(("ei1", "ei2", "t1", "t2"))
DATED_LINKS = st.lists(
    st.tuples(st.sampled_from(sorted(HOLDS)), DATED_ENDS, DATED_ENDS), min_size=2, max_size=6
)


@settings(max_examples=40)
@given(DATED_LINKS)
def test_contradictions_that_need_the_calendar_are_all_found(
    drawn: list[tuple[str, str, str]],
) -> None:
    links = [(f"l{n}", *told) for n, told in enumerate(drawn)]
    schedules = (
        {"ei1": one, "ei2": other, **ON_GRID} for one, other in product(spans(-4, 14), repeat=2)
    )
    allowed = {
        frozenset(name for name, kind, a, b in links if HOLDS[kind](at[a], at[b]))
        for at in schedules
    }
    found = judged(links, 2, DAYS)
    listed = {frozenset(names) for names in found.conflicts}
    listed |= {frozenset(conflict.links) for conflict in found.calendar_conflicts}
    smallest = {one for one in listed if not any(other < one for other in listed)}
    assert smallest == minimal_sets([name for name, *_ in links], allowed)
    assert all(set(c.times) <= {"t1", "t2"} and c.times for c in found.calendar_conflicts)
    assert all(c.size == len(c.links) + len(c.times) for c in found.calendar_conflicts)
    assert not found.more_with_calendar


@pytest.mark.parametrize(
    ("links", "conflicts"),
    [
        ([("l1", "BEFORE", "ei1", "ei2"), ("l2", "AFTER", "ei2", "ei1")], []),
        ([("l1", "BEFORE", "ei1", "ei2"), ("l2", "BEFORE", "ei2", "ei1")], [("l1", "l2")]),
        # in English, to happen during a day is not to last all day; in TimeML it is
        ([("l1", "DURING", "ei1", "t1"), ("l2", "IS_INCLUDED", "ei1", "t1")], [("l1", "l2")]),
        ([("l1", "SIMULTANEOUS", "ei1", "ei2"), ("l2", "IDENTITY", "ei2", "ei1")], []),
        # immediately before is not before: something must lie between
        ([("l1", "IBEFORE", "ei1", "ei2"), ("l2", "BEFORE", "ei1", "ei2")], [("l1", "l2")]),
        # whoever begins with another does not lie strictly within it
        ([("l1", "BEGINS", "ei1", "ei2"), ("l2", "IS_INCLUDED", "ei1", "ei2")], [("l1", "l2")]),
        ([("l1", "BEGINS", "ei1", "ei2"), ("l2", "BEGUN_BY", "ei2", "ei1")], []),
        ([("l1", "ENDS", "ei1", "ei2"), ("l2", "ENDED_BY", "ei2", "ei1")], []),
        # an event that is before itself
        ([("l1", "BEFORE", "ei1", "ei1")], [("l1",)]),
        ([("l1", "IDENTITY", "ei1", "ei1"), ("l2", "OVERLAP", "ei1", "ei1")], []),
        # "l10" comes before "l2": ids are in text order, sets by their size first
        (
            [
                ("l2", "BEFORE", "ei1", "ei2"),
                ("l10", "BEFORE", "ei2", "ei3"),
                ("l3", "BEFORE", "ei3", "ei1"),
                ("l4", "INCLUDES", "ei3", "ei1"),
                ("l5", "IAFTER", "ei1", "ei3"),
            ],
            [("l3", "l4"), ("l4", "l5"), ("l10", "l2", "l3"), ("l10", "l2", "l4"),
             ("l10", "l2", "l5"), ("l3", "l5")],
        ),
    ],
)  # fmt: skip
def test_what_contradicts_by_hand(links: list[Told], conflicts: list[tuple[str, ...]]) -> None:
    found = judged(links, 3, {"t1": "1998"})
    assert list(found.conflicts) == sorted(conflicts, key=lambda names: (len(names), names))
    assert found.consistent == (not conflicts)


def test_the_calendar_tells_what_the_links_do_not() -> None:
    links = [
        ("l1", "BEFORE", "ei1", "ei2"),
        ("l2", "IS_INCLUDED", "ei1", "t1"),
        ("l3", "IS_INCLUDED", "ei2", "t2"),
    ]
    found = judged(links, 2, {"t1": "2015-11-28", "t2": "2015-11-27"})
    assert found.consistent
    (conflict,) = found.calendar_conflicts
    assert (conflict.links, conflict.times) == (("l1", "l2", "l3"), ("t1", "t2"))
    assert not judged(links, 2, {"t1": "2015-11-27", "t2": "2015-W48"}).calendar_conflicts
    assert not judged(links, 2, {"t1": "2015-11-28", "t2": "PAST_REF"}).calendar_conflicts


def test_a_conflict_of_the_links_alone_is_not_told_again_with_the_calendar() -> None:
    links = [
        ("l1", "BEFORE", "t1", "t2"),
        ("l2", "AFTER", "t1", "t2"),
        ("l3", "IBEFORE", "t1", "t2"),
    ]
    found = judged(links, 0, DAYS)
    assert found.conflicts == (("l1", "l2"), ("l1", "l3"), ("l2", "l3"))
    assert [(c.links, c.times) for c in found.calendar_conflicts] == [
        (("l1",), ("t1", "t2")),
        (("l2",), ("t1", "t2")),
    ]


def test_a_part_that_holds_together_does_not_hide_one_that_does_not() -> None:
    links = [
        ("l1", "BEFORE", "ei1", "ei2"),
        ("l2", "BEFORE", "ei3", "ei4"),
        ("l3", "IS_INCLUDED", "ei4", "ei3"),
    ]
    assert judged(links, 4).conflicts == (("l2", "l3"),)


def test_a_document_without_links_is_consistent() -> None:
    for empty in (timeml(), timeml("Nothing happened."), timeml(instance(1), timex("t1", "1998"))):
        found = assess(parse_timeml(empty, "empty.tml"))
        assert found.consistent
        assert found.conflicts == ()
        assert found.calendar_conflicts == ()
        assert not found.more


def test_links_that_leave_all_open_constrain_nothing() -> None:
    found = judged([("l1", "VAGUE", "ei1", "ei2"), ("l2", "NONE", "ei2", "ei1")], 2)
    assert found.consistent
    assert len(found.document.links) == 2
    assert all(relation_of(link) is None for link in found.document.links)


def test_only_links_in_contradictions_are_told_about() -> None:
    links = [("l1", "BEFORE", "ei1", "ei2"), ("l2", "AFTER", "ei1", "ei2")]
    links.append(("l3", "BEFORE", "ei2", "ei3"))
    assert list(judged(links, 3).links) == ["l1", "l2"]


def test_many_contradictions_are_told_with_the_smallest_first() -> None:
    rings = [
        (f"l{ring}-{n}", "BEFORE", f"ei{4 * ring + n + 1}", f"ei{4 * ring + (n + 1) % 4 + 1}")
        for ring in range(30)
        for n in range(4)
    ]
    # One short way through all of them joins the rings to one part.
    chain = [(f"c{ring}", "BEFORE", f"ei{4 * ring + 1}", f"ei{4 * ring + 5}") for ring in range(29)]
    found = judged([*rings, *chain, ("x", "AFTER", "ei1", "ei2")], 120)
    assert found.conflicts[0] == ("l0-0", "x")
    assert [len(names) for names in found.conflicts] == [2, *[4] * 30]
    assert not found.more
