"""Which events are one and which are held apart, and what contradicts that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import judged, known, related, said, source, supposed, there_are, when

from dateline.identity import canonical_events, held_apart, without_joining
from dateline.model import Claim, Iri, Knowledge
from dateline.pipeline import solve_knowledge
from dateline.wording import conflict_words


def same(iri: str, a: str, b: str) -> Claim:
    return judged(iri, related(a, "sameEventAs", b))


def different(iri: str, a: str, b: str) -> Claim:
    return judged(iri, related(a, "differentEventFrom", b))


def classes(knowledge: Knowledge) -> set[frozenset[str]]:
    """The identity classes of more than one event, in the solved timeline."""
    entries = solve_knowledge(knowledge).timeline.entries
    return {frozenset(map(str, e.event.members)) for e in entries if len(e.event.members) > 1}


CHAIN = (*there_are("a", "b", "c", "d"), same("ab", "a", "b"), same("bc", "b", "c"))


@pytest.mark.parametrize(
    ("claims", "conflicts", "aside"),
    [
        ([], [], set()),
        ([different("ad", "a", "d")], [], set()),
        ([different("no", "a", "b")], [{"no", "ab"}], {"ab"}),
        ([different("no", "b", "a")], [{"no", "ab"}], {"ab"}),
        ([different("no", "c", "a")], [{"no", "ab", "bc"}], {"bc"}),
        (
            [same("ac", "a", "c"), different("no", "a", "c")],
            [{"no", "ac"}, {"no", "ab", "bc"}],
            {"ac", "bc"},
        ),
        ([different("no", "a", "b"), different("nor", "a", "c")], [{"no", "ab"}], {"ab"}),
        ([replace(supposed("no"), triples=different("", "a", "b").triples)], [], set()),
    ],
    ids=[
        "nothing is held apart",
        "what nobody joins",
        "what is joined at once",
        "in either direction",
        "joined through others",
        "joined in two ways",
        "one of two is enough",
        "a supposition holds nothing apart",
    ],
)
def test_joining_what_is_held_apart_is_a_contradiction(
    claims: list[Claim], conflicts: list[set[str]], aside: set[str]
) -> None:
    found = held_apart(known(*CHAIN, *claims))
    assert [set(conflict.members) for conflict in found.conflicts] == conflicts
    assert found.set_aside == aside


def test_what_costs_least_is_set_aside_and_never_the_judgement_that_holds_apart() -> None:
    knowledge = known(
        *there_are("a", "b", "c"),
        said("good", related("a", "sameEventAs", "b"), source="good-paper"),
        said("bad", related("b", "sameEventAs", "c"), source="bad-paper"),
        said("worst", related("a", "differentEventFrom", "c"), source="worst-paper"),
        sources=(
            source("good-paper", "2015-11-24", "A"),
            source("bad-paper", "2015-11-24", "D"),
            source("worst-paper", "2015-11-24", "F"),
        ),
    )
    found = held_apart(knowledge)
    assert found.set_aside == {"bad"}
    (conflict,) = found.conflicts
    assert (conflict.claims, conflict.assuming) == (("bad", "good", "worst"), ())


def test_among_equals_the_one_recorded_last_is_set_aside() -> None:
    first = replace(same("z", "a", "b"), recorded_at="2026-01-01T00:00:00Z")
    last = replace(same("y", "b", "c"), recorded_at="2026-01-02T00:00:00Z")
    knowledge = known(*there_are("a", "b", "c"), first, last, different("no", "a", "c"))
    assert held_apart(knowledge).set_aside == {"y"}


def test_events_that_are_held_apart_stay_two_with_their_own_times() -> None:
    knowledge = known(
        *there_are("a", "b"),
        said("a-when", when("a", "2015-11-24")),
        said("b-when", when("b", "2015-11-26")),
        same("ab", "a", "b"),
        different("no", "a", "b"),
    )
    solved = solve_knowledge(knowledge)
    assert {(e.event.iri, e.when) for e in solved.timeline.entries} == {
        ("a", "2015-11-24"),
        ("b", "2015-11-26"),
    }
    assert [set(c.members) for c in solved.timeline.conflicts] == [{"ab", "no"}]
    assert solved.timeline.set_aside == ("ab",)
    assert all(entry.set_aside == ("ab",) for entry in solved.timeline.entries)
    assert solved.knowledge == knowledge


def test_the_rest_of_a_class_stays_together() -> None:
    knowledge = known(*CHAIN, same("cd", "c", "d"), different("no", "a", "b"))
    assert classes(knowledge) == {frozenset("bcd")}


def test_a_contradiction_of_judgements_alone_reads_as_one_sentence() -> None:
    knowledge = known(*there_are("a", "b"), same("ab", "a", "b"), different("no", "a", "b"))
    solved = solve_knowledge(knowledge)
    (conflict,) = solved.timeline.conflicts
    words = conflict_words(knowledge, conflict, solved.names)
    assert words.startswith("These cannot all hold: “a” is the same event as “b” (judged by ")
    assert "“a” is another event than “b”" in words
    assert "assumes" not in words


def test_taking_the_joining_out_of_a_claim_leaves_the_rest_of_it() -> None:
    claim = said("c", related("a", "sameEventAs", "b"), related("a", "before", "d"))
    (left,) = without_joining(known(claim), frozenset({Iri("c")})).claims
    assert [t.predicate for t in left.triples] == ["before"]


def test_an_event_of_no_class_is_its_own() -> None:
    assert canonical_events(known(*CHAIN), [Iri("d")]) == {
        **dict.fromkeys("abc", "c"),
        "d": "d",
    }


def test_what_if_the_judgement_that_holds_apart_is_wrong() -> None:
    claims = (
        *there_are("a", "b"),
        said("a-when", when("a", "2015-11-24")),
        same("ab", "a", "b"),
        different("no", "a", "b"),
    )
    solved = solve_knowledge(known(*claims))
    assert set(solved.what_if_wrong(Iri("no")).changes) == {"b"}
    assert not solved.what_if_wrong(Iri("ab")).changes
    assert set(solved.what_if_wrong(Iri("a-when")).changes) == {"a"}
