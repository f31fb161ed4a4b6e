"""All minimal conflicts and the cheapest repair, against trying every set of claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from dateline.reasoning import conflicts, smallest
from dateline.reasoning.conflicts import Conflict
from dateline.reasoning.hitting_sets import Price
from dateline.reasoning.network import Edge, Network
from dateline.reasoning.repairs import Reconciled, Weighing, by_reliability, reconcile_parts

CLAIMS = [Iri(name) for name in "abcdefj"]
JUDGEMENT = Iri("j")
COSTS: Mapping[str, int] = dict(zip(CLAIMS, (3, 5, 4, 3, 6, 5, 4), strict=True))
EVENTS = 3


def weighing(costs: Mapping[str, int] = COSTS) -> Weighing:
    """Take claims at their word, or set them aside at these costs."""
    return Weighing(lambda claim: Price(costs.get(claim, 1)), lambda claim: claim == JUDGEMENT)


def reconcile(net: Network, costs: Mapping[str, int] = COSTS) -> Reconciled:
    (found,) = reconcile_parts([net], weighing(costs))
    return found


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
    cheapest = min(sum(COSTS[c] for c in repair) for repair in repairs)
    parts = network(EVENTS, edges).components()
    found = reconcile_parts(parts, weighing())
    listed = {conflict for part in found for conflict in part.conflicts}
    assert {conflict.members for conflict in listed} == minimal
    for conflict in listed:
        assert conflict.claims == tuple(sorted(conflict.members - {JUDGEMENT}))
        assert conflict.assuming == tuple(sorted(conflict.members & {JUDGEMENT}))
        assert conflict.size == len(conflict.members)
    aside = frozenset(claim for part in found for claim in part.set_aside)
    assert all(not aside.isdisjoint(one) for one in minimal)
    assert aside in repairs
    assert sum(COSTS[c] for c in aside) == cheapest
    for part in found:
        assert not part.more
        certify(part.schedule)


@settings(max_examples=40)
@given(claimed())
def test_no_claim_is_set_aside_without_need(edges: list[Edge]) -> None:
    parts = network(EVENTS, edges).components()
    found = reconcile_parts(parts, weighing())
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
    found = reconcile(network(1, edges), {})
    assert {c.claims for c in found.conflicts} == {("a", "b"), ("a", "c"), ("b", "c")}


def test_a_claim_before_itself_contradicts_alone() -> None:
    assert only(reconcile(network(1, [edge(1, 1, -1, "a")]), {})).claims == ("a",)


def test_judgements_stand_apart() -> None:
    edges = [edge(1, 0, -5, "b"), edge(0, 1, 3, "a", "j")]
    found = reconcile(network(1, edges))
    assert only(found) == Conflict(3, (Iri("a"), Iri("b")), (JUDGEMENT,))
    assert found.set_aside == {"a"}


def test_what_one_part_gives_up_all_give_up() -> None:
    # The claim c dates two events that have nothing to do with each other, one of them wrongly.
    edges = [edge(1, 0, -5, "a"), edge(0, 1, 3, "c"), edge(0, 3, 7, "c")]
    first, second = reconcile_parts(network(2, edges).components(), weighing({"a": 2, "c": 1}))
    assert first.set_aside == second.set_aside == {"c"}
    assert second.conflicts == ()
    assert second.schedule.latest[1] > 7


def test_a_conflict_that_holds_one_of_another_part_is_left_out() -> None:
    # c contradicts itself about the first event, and a about the second: c alone is to blame.
    edges = [
        *(edge(1, 0, -5, "c"), edge(0, 1, 3, "c")),
        *(edge(3, 0, -5, "a"), edge(0, 3, 3, "c")),
    ]
    first, second = reconcile_parts(network(2, edges).components(), weighing({"a": 1, "c": 9}))
    assert only(first).claims == ("c",)
    assert second.conflicts == ()
    assert first.set_aside == second.set_aside == {"c"}
    assert second.schedule.earliest[1] == 5


def test_the_same_conflict_of_two_parts_is_one_conflict() -> None:
    edges = [
        *(edge(1, 0, -5, "a"), edge(0, 1, 3, "c")),
        *(edge(3, 0, -5, "a"), edge(0, 3, 3, "c")),
    ]
    found = reconcile_parts(network(2, edges).components(), weighing({}))
    assert len({conflict for part in found for conflict in part.conflicts}) == 1


def test_parts_that_hold_together_are_left_as_they_are() -> None:
    parts = network(2, on_grid(2)).components()
    assert [one.conflicts for one in reconcile_parts(parts, weighing({}))] == [(), ()]


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
    monkeypatch.setattr(smallest, "EFFORT", 0)
    found = reconcile(network(5, edges), {})
    assert found.more
    assert len(found.set_aside) == 5
    certify(found.schedule)
    monkeypatch.setattr(conflicts, "WAYS_OUT", 33)
    assert not reconcile(network(5, edges), {}).more


# --- what it costs to set a claim aside -----------------------------------------------------------


def ranked(knowledge: Knowledge) -> list[Iri]:
    """Return the claims in the order in which they are set aside, one for one."""
    price = by_reliability(knowledge).price
    by_name = sorted(knowledge.by_iri, reverse=True)
    return sorted(by_name, key=lambda c: (price(c).weight, -price(c).published))


def test_all_claims_cost_something() -> None:
    knowledge = known(*there_are(*"pqrstuv"), judged("j"))
    assert min(by_reliability(knowledge).price(c).weight for c in knowledge.by_iri) > 0


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
    for claim in knowledge.by_iri:
        assert by_reliability(bare).price(claim) == by_reliability(knowledge).price(claim)


def test_the_network_of_a_part_is_the_one_that_is_left() -> None:
    net: Network = network(1, [edge(1, 0, -5, "a"), edge(0, 1, 3, "b")])
    found = reconcile(net, {"a": 1, "b": 2})
    assert found.schedule.network.claims == {"b"}
