"""The cheapest way out of contradictions, with weaker readings: against trying every choice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import (
    World,
    at,
    certify,
    dated,
    edge,
    holds_together,
    judged,
    known,
    lasted,
    network,
    related,
    said,
    source,
    spoiled_worlds,
    there_are,
    when,
)

from dateline.model import Claim, Iri, Source
from dateline.reasoning import repairs
from dateline.reasoning.chronology import solve
from dateline.reasoning.constraints import network_of, reading
from dateline.reasoning.hitting_sets import Price
from dateline.reasoning.network import Edge
from dateline.reasoning.repairs import Weighing, by_reliability, reconcile_parts
from dateline.reasoning.solver import Schedule, settle
from dateline.time.relative import RelativeDate
from dateline.time.weaker import RUNGS, SETTING_ASIDE, Rung

EVENTS = 2
WEIGHTS = {"a": 3, "b": 5, "c": 4, "d": 1}
RUNGS_TRIED: tuple[Rung, ...] = ("soft", "week")
ASSUMPTIONS = [
    *(Iri(claim) for claim in WEIGHTS),
    *(reading(Iri(claim), rung) for claim in WEIGHTS for rung in RUNGS_TRIED),
]


def cost(assumption: Iri) -> int:
    claim, _, rung = assumption.partition(" ")
    share = {str(name): rung.cost for name, rung in RUNGS.items()}.get(rung, SETTING_ASIDE)
    return WEIGHTS[claim] * share


@st.composite
def readings(draw: st.DrawFn) -> tuple[list[Edge], list[Edge]]:
    """Draw tight edges of claims in their plain reading, and the same in all readings."""
    point = st.integers(0, 2 * EVENTS)
    drawn = st.tuples(point, point, st.integers(-5, 2), st.sampled_from("abcd"))
    plain, every = [], []
    for x, y, weight, claim in draw(st.lists(drawn, min_size=2, max_size=7)):
        if x == y:
            continue
        plain.append(edge(x, y, weight, claim))
        names = [reading(Iri(claim), rung) for rung in RUNGS_TRIED]
        every.append(edge(x, y, weight, claim, *names))
        for given_up in names:
            slack = draw(st.sampled_from((0, 3, 9)))
            kept = [name for name in names if name != given_up]
            every.append(edge(x, y, weight + slack, claim, *kept))
    return plain, every


def without(edges: Sequence[Edge], given_up: frozenset[Iri]) -> list[Edge]:
    return [e for e in edges if given_up.isdisjoint(e.basis.claims)]


@settings(max_examples=60)
@given(readings())
def test_the_repair_is_the_cheapest_of_all_readings(drawn: tuple[list[Edge], list[Edge]]) -> None:
    plain, every = drawn
    choices = map(
        frozenset,
        chain.from_iterable(combinations(ASSUMPTIONS, n) for n in range(1 + len(WEIGHTS))),
    )
    best = min(
        sum(cost(a) for a in choice)
        for choice in choices
        if holds_together(EVENTS, without(every, choice))
    )
    whole = network(EVENTS, every)
    weighing = Weighing(lambda c: Price(WEIGHTS[c]), weaker=lambda _: whole)
    found = reconcile_parts(network(EVENTS, plain).components(), weighing)
    aside = {claim for part in found for claim in part.set_aside}
    reread = {(c, rung) for part in found for c, those in part.reread.items() for rung in those}
    spent = sum(cost(claim) for claim in aside)
    assert spent + sum(cost(reading(claim, rung)) for claim, rung in reread) == best
    for part in found:
        certify(part.schedule)


TALKS = there_are("talks")


@pytest.mark.parametrize(
    ("one", "other", "reread"),
    [
        # the other claim gives 21 September; the words are those of papers of 1 and 2 October
        (RelativeDate(within_unit="month", direction="earlier"), "2015-09-21", "eve"),
        (RelativeDate(offset=-10, unit="day"), "2015-09-21", "eve"),
        (RelativeDate(offset=-10, unit="day"), "2015-09-23", "zone"),
        (RelativeDate(offset=-10, unit="week"), "2015-07-31", "unit"),
        (RelativeDate(weekday=5, direction="earlier"), "2015-09-19", "week"),
    ],
)
def test_words_are_read_more_weakly_before_a_claim_is_set_aside(
    one: RelativeDate, other: str, reread: Rung
) -> None:
    published = "2015-10-01" if one.within_unit else "2015-10-02"
    claims = (
        *TALKS,
        said("words", when("talks", one)),
        said("day", when("talks", other), source="b"),
    )
    chronology = solve(
        known(*claims, sources=[source("news", published, "D"), source("b", "2015-10-20", "A")])
    )
    assert [c.members for c in chronology.conflicts] == [{"words", "day"}]
    assert chronology.set_aside == frozenset()
    assert chronology.reread == {"words": (reread,)}
    assert chronology.bounds(Iri("talks")).start_earliest == at(other)


@pytest.mark.parametrize(
    ("claims", "reread"),
    [
        (
            (
                said("war", dated("a", "startsOn", "2015-11-01")),
                said("end", dated("a", "endsOn", "2015-11-30")),
                said("b", when("b", "2015-11-10")),
                said("weak", related("a", "before", "b")),
            ),
            "soft",
        ),
        (
            (
                said("summit", dated("b", "startsOn", "2015-11-30T09:00:00Z")),
                said("met", when("a", "2015-11-29T20:00:00Z")),
                said("weak", related("a", "onSidelinesOf", "b")),
            ),
            "nearby",
        ),
        (
            (
                said("first", dated("a", "startsOn", "2015-11-01T00:00:00Z")),
                said("last", dated("a", "endsOn", "2015-11-03T12:00:00Z")),
                said("weak", lasted("a", 2)),
            ),
            "unit",
        ),
        (
            (
                said("weak", when("a", "2015-11-10~")),
                said("b", when("b", "2015-11-12")),
                said("d", related("a", "during", "b")),
            ),
            "margin",
        ),
    ],
    ids=["before", "on the sidelines", "a number", "about"],
)
def test_what_gives_way_in_a_relation_a_number_and_an_approximate_date(
    claims: tuple[Claim, ...], reread: Rung
) -> None:
    chronology = solve(known(*there_are("a", "b"), *claims))
    assert chronology.reread == {"weak": (reread,)}
    assert chronology.set_aside == frozenset()


def test_one_claim_is_set_aside_rather_than_two_twisted() -> None:
    claims = (
        *TALKS,
        said("a", when("talks", "2015-11-24"), source="one"),
        said("b", when("talks", "2015-11-26"), source="two"),
    )
    chronology = solve(known(*claims, sources=[source("one"), source("two")]))
    assert chronology.set_aside == {"b"}
    assert not chronology.reread


@pytest.mark.parametrize(
    ("reliability", "reread"), [("A", "good"), ("D", "bad")], ids=["the better", "the worse"]
)
def test_the_claim_of_the_less_reliable_source_is_read_more_weakly(
    reliability: str, reread: str
) -> None:
    claims = (
        *TALKS,
        said("good", when("talks", "2015-11-24"), source="b"),
        said("bad", when("talks", "2015-11-25"), source="one"),
    )
    sources: list[Source] = [
        source("one", "2015-12-01", reliability),
        source("b", "2015-12-01", "B"),
    ]
    assert set(solve(known(*claims, sources=sources)).reread) == {reread}


@settings(max_examples=60)
@given(spoiled_worlds())
def test_a_claim_that_is_read_more_weakly_never_tightens_a_bound(
    drawn: tuple[World, frozenset[Iri]],
) -> None:
    knowledge = drawn[0].knowledge
    chronology = solve(knowledge)
    for part in chronology.parts:
        rest = settle(part.network.without(part.given_up))
        assert isinstance(rest, Schedule)
        assert (part.schedule.earliest, part.schedule.latest) == (rest.earliest, rest.latest)
        assert part.given_up.isdisjoint(c for e in part.schedule.edges for c in e.basis.claims)


@settings(max_examples=60)
@given(spoiled_worlds())
def test_the_weakest_readings_together_are_no_stricter_than_the_plain_ones(
    drawn: tuple[World, frozenset[Iri]],
) -> None:
    knowledge = drawn[0].knowledge
    weighing = by_reliability(knowledge)
    assert weighing.weaker is not None
    plain = network_of(knowledge)
    weaker = weighing.weaker(plain.claims)
    every = frozenset(a for a in weaker.claims if " " not in a)
    assert every == plain.claims
    one, other = settle(plain), settle(weaker)
    assert isinstance(one, Schedule) == isinstance(other, Schedule)
    if isinstance(one, Schedule) and isinstance(other, Schedule):
        for event, number in one.network.number.items():
            if event in other.network.number:
                place = other.network.number[event]
                for point in (1, 2):
                    assert one.earliest[2 * number + point] == other.earliest[2 * place + point]
                    assert one.latest[2 * number + point] == other.latest[2 * place + point]


def test_judgements_weigh_more_than_an_unrated_source() -> None:
    price = by_reliability(known(said("c"), judged("j"), sources=[source("news")])).price
    assert price(Iri("j")) > price(Iri("c"))


def test_in_a_tangle_a_way_out_is_taken_that_works_and_holds_nothing_needless(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(repairs, "ROUNDS", 0)
    edges = [edge(1, 0, -5, "a"), *(edge(0, 1, 3, claim) for claim in "bcd")]
    (found,) = reconcile_parts([network(1, edges)], Weighing(lambda c: Price(WEIGHTS[c])))
    assert found.set_aside in ({"a"}, {"b", "c", "d"})
    certify(found.schedule)
