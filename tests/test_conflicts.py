"""All minimal conflicts and the cheapest repair, against trying every set of claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import (
    certify,
    edge,
    holds_together,
    judged,
    known,
    network,
    on_grid,
    said,
    source,
    there_are,
)

from dateline.model import Iri, Knowledge
from dateline.reasoning import conflicts
from dateline.reasoning.conflicts import Conflict
from dateline.reasoning.network import Edge, Network
from dateline.reasoning.repairs import Reconciled, reconcile_parts

CLAIMS = [Iri(name) for name in "abcdefj"]
JUDGEMENT = Iri("j")
COSTS = dict(zip(CLAIMS, (3, 5, 4, 3, 6, 5, 4), strict=True))
EVENTS = 3


def is_judgement(claim: Iri) -> bool:
    return claim == JUDGEMENT


@st.composite
def claimed(draw: st.DrawFn) -> list[Edge]:
    """Draw tight edges, each of one claim, or of one claim that assumes a judgement."""
    point = st.integers(0, 2 * EVENTS)
    drawn = draw(
        st.lists(
            st.tuples(
                point,
                point,
                st.integers(-5, 2),
                st.sampled_from("abcdef"),
                st.sampled_from(((), (), ("j",))),
            ).filter(lambda e: e[0] != e[1]),
            min_size=2,
            max_size=10,
        )
    )
    return [edge(a, b, weight, claim, *more) for a, b, weight, claim, more in drawn]


def of(edges: Iterable[Edge], claims: frozenset[Iri]) -> list[Edge]:
    return [e for e in edges if claims.issuperset(e.basis.claims)]


def subsets(claims: Sequence[Iri]) -> Iterator[frozenset[Iri]]:
    return map(
        frozenset, chain.from_iterable(combinations(claims, n) for n in range(len(claims) + 1))
    )


@settings(max_examples=40)
@given(claimed())
def test_the_conflicts_are_all_minimal_ones_and_the_repair_is_the_cheapest(
    edges: list[Edge],
) -> None:
    bad = [chosen for chosen in subsets(CLAIMS) if not holds_together(EVENTS, of(edges, chosen))]
    minimal = {chosen for chosen in bad if not any(other < chosen for other in bad)}
    repairs = [
        chosen
        for chosen in subsets(CLAIMS)
        if holds_together(EVENTS, of(edges, frozenset(CLAIMS) - chosen))
    ]
    cheapest = min(repairs, key=lambda s: (sum(COSTS[c] for c in s), sorted(s)))
    parts = network(EVENTS, edges).components()
    found = reconcile_parts(parts, COSTS, is_judgement)
    listed = {conflict for part in found for conflict in part.conflicts}
    assert {conflict.members for conflict in listed} == minimal
    for conflict in listed:
        assert conflict.claims == tuple(sorted(conflict.members - {JUDGEMENT}))
        assert conflict.assuming == tuple(sorted(conflict.members & {JUDGEMENT}))
        assert conflict.size == len(conflict.members)
    aside = frozenset(claim for part in found for claim in part.set_aside)
    assert all(not aside.isdisjoint(one) for one in minimal)
    assert aside in repairs
    if len(parts) == 1:
        assert aside == cheapest
    for part in found:
        assert not part.more
        certify(part.schedule)


@settings(max_examples=40)
@given(claimed())
def test_no_claim_is_set_aside_without_need(edges: list[Edge]) -> None:
    parts = network(EVENTS, edges).components()
    found = reconcile_parts(parts, COSTS, is_judgement)
    aside = frozenset(claim for part in found for claim in part.set_aside)
    for claim in aside:
        kept = frozenset(CLAIMS) - aside | {claim}
        assert not holds_together(EVENTS, of(edges, kept))


def only(found: Reconciled) -> Conflict:
    (conflict,) = found.conflicts
    return conflict


def test_a_claim_of_several_edges_stands_in_a_conflict_only_where_it_is_needed() -> None:
    # E in [10, 12), E in [20, 22), E lasted at least 20: the first two contradict by themselves.
    edges = [
        *(edge(1, 0, -10, "a"), edge(0, 2, 12, "a")),
        *(edge(1, 0, -20, "b"), edge(0, 2, 22, "b")),
        edge(2, 1, -20, "c"),
    ]
    found = reconcile(network(1, edges), {}, is_judgement)
    assert {c.claims for c in found.conflicts} == {("a", "b"), ("a", "c"), ("b", "c")}


def test_a_claim_before_itself_contradicts_alone() -> None:
    assert only(reconcile(network(1, [edge(1, 1, -1, "a")]), {}, is_judgement)).claims == ("a",)


def test_judgements_stand_apart() -> None:
    edges = [edge(1, 0, -5, "b"), edge(0, 1, 3, "a", "j")]
    found = reconcile(network(1, edges), COSTS, is_judgement)
    assert only(found) == Conflict(3, (Iri("a"), Iri("b")), (JUDGEMENT,))
    assert found.set_aside == {"a"}


def test_what_one_part_gives_up_all_give_up() -> None:
    # The claim c dates two events that have nothing to do with each other, one of them wrongly.
    edges = [edge(1, 0, -5, "a"), edge(0, 1, 3, "c"), edge(0, 3, 7, "c")]
    first, second = reconcile_parts(
        network(2, edges).components(), {Iri("a"): 2, Iri("c"): 1}, is_judgement
    )
    assert first.set_aside == second.set_aside == {"c"}
    assert second.conflicts == ()
    assert second.schedule.latest[1] > 7


def test_a_conflict_that_holds_one_of_another_part_is_left_out() -> None:
    # c contradicts itself about the first event, and a about the second: c alone is to blame.
    edges = [
        *(edge(1, 0, -5, "c"), edge(0, 1, 3, "c")),
        *(edge(3, 0, -5, "a"), edge(0, 3, 3, "c")),
    ]
    first, second = reconcile_parts(
        network(2, edges).components(), {Iri("a"): 1, Iri("c"): 9}, is_judgement
    )
    assert only(first).claims == ("c",)
    assert second.conflicts == ()
    assert first.set_aside == second.set_aside == {"c"}
    assert second.schedule.earliest[1] == 5


def test_the_same_conflict_of_two_parts_is_one_conflict() -> None:
    edges = [
        *(edge(1, 0, -5, "a"), edge(0, 1, 3, "c")),
        *(edge(3, 0, -5, "a"), edge(0, 3, 3, "c")),
    ]
    found = reconcile_parts(network(2, edges).components(), {}, is_judgement)
    assert len({conflict for part in found for conflict in part.conflicts}) == 1


def test_parts_that_hold_together_are_left_as_they_are() -> None:
    parts = network(2, on_grid(2)).components()
    assert [one.conflicts for one in reconcile_parts(parts, {}, is_judgement)] == [(), ()]


def test_when_there_are_too_many_ways_out_the_list_says_that_there_may_be_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Five pairs that contradict: 2 ** 5 ways out.
    edges = [
        e
        for n in range(5)
        for e in (edge(1 + 2 * n, 0, -5, f"a{n}"), edge(0, 1 + 2 * n, 3, f"b{n}"))
    ]
    monkeypatch.setattr(conflicts, "WAYS_OUT", 20)
    found = reconcile(network(5, edges), {}, is_judgement)
    assert found.more
    assert len(found.set_aside) == 5
    certify(found.schedule)
    monkeypatch.setattr(conflicts, "WAYS_OUT", 33)
    assert not reconcile(network(5, edges), {}, is_judgement).more


# --- what it costs to set a claim aside -----------------------------------------------------------


def ranked(knowledge: Knowledge) -> list[Iri]:
    costs = costs_of(knowledge)
    return sorted(costs, key=lambda claim: costs[claim])


def test_all_claims_cost_something_and_no_two_the_same() -> None:
    costs = costs_of(known(*there_are(*"pqrstuv"), judged("j")))
    assert min(costs.values()) > 0
    assert len(set(costs.values())) == len(costs)


def test_reliability_comes_first_then_publication_then_the_name() -> None:
    knowledge = known(
        said("c1", source="early"),
        said("c10", source="early"),
        said("c2", source="early"),
        said("late", source="late"),
        said("undated", source="undated"),
        said("rumour", source="blog"),
        judged("judged"),
        sources=[
            source("early", "2015-11-30"),
            source("late", "2015-12-01"),
            source("undated"),
            source("blog", "2015-11-01", "F"),
        ],
    )
    assert ranked(knowledge) == ["rumour", "late", "c2", "c10", "c1", "undated", "judged"]


def test_a_claim_of_a_source_that_is_not_described_is_unrated() -> None:
    knowledge = known(said("a", source="x"), said("b", source="y"))
    bare = Knowledge(knowledge.claims, {}, knowledge.taxonomy)
    assert costs_of(bare) == costs_of(knowledge)


def test_the_network_of_a_part_is_the_one_that_is_left() -> None:
    net: Network = network(1, [edge(1, 0, -5, "a"), edge(0, 1, 3, "b")])
    found = reconcile(net, {Iri("a"): 1, Iri("b"): 2}, is_judgement)
    assert found.schedule.network.claims == {"b"}
