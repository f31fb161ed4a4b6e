"""Which events are proposed as one, with what reasons, and which are never compared."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from worlds import (
    EVENT,
    MEETING,
    SITUATION,
    SUMMIT,
    is_a,
    judged,
    known,
    planned,
    related,
    said,
    source,
    when,
)

from dateline.matching import ENOUGH, POINTS, Candidate, candidates
from dateline.model import Claim, Iri, Knowledge, Triple
from dateline.pipeline import solve_knowledge


def found(*claims: Claim, enough: int = -10, same_source: bool = False) -> tuple[Candidate, ...]:
    knowledge = replace(
        known(*claims),
        containers={Iri("kremlin"): (Iri("moscow"),)},
        wholes={Iri("putin"): (Iri("russia"),)},
    )
    return found_in(knowledge, enough=enough, same_source=same_source)


def found_in(
    knowledge: Knowledge, enough: int = ENOUGH, same_source: bool = False
) -> tuple[Candidate, ...]:
    solved = solve_knowledge(knowledge)
    return candidates(
        solved.timeline, knowledge, solved.chronology, same_source=same_source, enough=enough
    )


def report(event: str, *triples: Triple, kind: Iri = MEETING, source: str = "") -> Claim:
    """Return a report of an event by a source of its own."""
    return said(f"is-{event}", is_a(event, kind), *triples, source=source or f"paper-{event}")


def took_part(event: str, *actors: str) -> tuple[Triple, ...]:
    return tuple(related(event, "participant", actor) for actor in actors)


def at_place(event: str, place: str) -> Triple:
    return related(event, "place", place)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ((*took_part("a", "putin"),), took_part("b", "putin"),
         {"the same kind": 3, "an actor in both": 2}),
        (took_part("a", "putin", "abbas", "merkel"), took_part("b", "putin", "abbas", "merkel"),
         {"the same kind": 3, "an actor in both": 4}),
        (took_part("a", "putin"), took_part("b", "russia"),
         {"the same kind": 3, "an actor of the other's": 1}),
        (took_part("a", "putin", "abbas"), took_part("b", "russia", "abbas"),
         {"the same kind": 3, "an actor in both": 2, "an actor of the other's": 1}),
        ((at_place("a", "kremlin"),), (at_place("b", "kremlin"),),
         {"the same kind": 3, "the same place": 2}),
        ((at_place("a", "kremlin"),), (at_place("b", "moscow"),),
         {"the same kind": 3, "a place within the other's": 1}),
        ((at_place("a", "kremlin"), *took_part("a", "putin")),
         (at_place("b", "kremlin"), *took_part("b", "abbas")),
         {"the same kind": 3, "no actor in common": -2, "the same place": 2}),
        ((at_place("a", "kremlin"), *took_part("a", "putin")),
         (at_place("b", "paris"), *took_part("b", "putin")),
         {"the same kind": 3, "an actor in both": 2, "different places": -2}),
        ((at_place("a", "kremlin"), when("a", "2015-11-24")),
         (at_place("b", "kremlin"), when("b", "2015-11-24")),
         {"the same kind": 3, "on the same day": 3, "the same place": 2}),
        ((at_place("a", "kremlin"), when("a", "[2015-11-24..2015-11-25]")),
         (at_place("b", "kremlin"), when("b", "2015-11-24")),
         {"the same kind": 3, "within the same week": 2, "the same place": 2}),
        ((at_place("a", "kremlin"), when("a", "2015-11")),
         (at_place("b", "kremlin"), when("b", "2015-11-24")),
         {"the same kind": 3, "within known days": 1, "the same place": 2}),
    ],
)  # fmt: skip
def test_what_speaks_for_a_pair_adds_up_to_its_score(
    one: tuple[Triple, ...], other: tuple[Triple, ...], reasons: dict[str, int]
) -> None:
    (candidate,) = found(report("a", *one), report("b", *other))
    assert {reason.what: reason.points for reason in candidate.reasons} == reasons
    assert candidate.score == sum(reasons.values())


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (MEETING, MEETING, "the same kind"),
        (MEETING, SUMMIT, "a kind of the other's"),
        (MEETING, SITUATION, None),
        (EVENT, EVENT, "the same kind"),
    ],
)
def test_kinds_are_of_one_family_or_not_compared(one: Iri, other: Iri, what: str | None) -> None:
    pair = found(
        report("a", *took_part("a", "putin"), kind=one),
        report("b", *took_part("b", "putin"), kind=other),
    )
    assert [candidate.reasons[0].what for candidate in pair] == ([what] if what else [])


def test_what_other_vocabularies_say_of_kinds_makes_no_family() -> None:
    thing = Iri("https://example.org/Thing")
    taxonomy = replace(
        known().taxonomy,
        superclasses={EVENT: (thing,), MEETING: (EVENT, thing), SITUATION: (EVENT, thing)},
    )
    claims = (
        report("a", *took_part("a", "putin")),
        report("b", *took_part("b", "putin"), kind=SITUATION),
    )
    assert found_in(replace(known(*claims), taxonomy=taxonomy), enough=-10) == ()


def test_two_kinds_of_one_family_that_are_neither_the_other() -> None:
    taxonomy = replace(
        known().taxonomy,
        superclasses={Iri("Talks"): (MEETING, EVENT), Iri("Visit"): (MEETING, EVENT),
                      MEETING: (EVENT,)},
    )  # fmt: skip
    claims = (
        report("a", *took_part("a", "putin"), kind=Iri("Talks")),
        report("b", *took_part("b", "putin"), kind=Iri("Visit")),
    )
    (candidate,) = found_in(replace(known(*claims), taxonomy=taxonomy), enough=0)
    assert candidate.reasons[0].what == "kinds of one family"


PAIR = (
    report("a", *took_part("a", "putin", "abbas")),
    report("b", *took_part("b", "putin", "abbas")),
)


@pytest.mark.parametrize(
    "claims",
    [
        [report("a", *took_part("a", "putin")), report("b", *took_part("b", "abbas"))],
        [*PAIR, said("x", when("a", "2015-11-24")), said("y", when("b", "2015-11-25"))],
        [*PAIR, said("x", related("a", "before", "b"))],
        [*PAIR, said("x", related("b", "followsUp", "a"))],
        [*PAIR, judged("x", related("a", "sameEventAs", "b"))],
        [*PAIR, judged("x", related("b", "differentEventFrom", "a"))],
        [
            *PAIR,
            report("c", *took_part("c", "putin", "abbas")),
            judged("x", related("c", "sameEventAs", "a")),
            judged("y", related("c", "differentEventFrom", "b")),
        ],
        [PAIR[0], replace(PAIR[1], modality="planned")],
        [PAIR[0], replace(PAIR[1], source=PAIR[0].source)],
    ],
    ids=[
        "nobody in common", "on two days", "one before the other", "one follows up on the other",
        "judged one already", "judged two already", "judged two by another name",
        "a plan and what happened", "both told of by one source",
    ],
)  # fmt: skip
def test_what_is_never_proposed(claims: list[Claim]) -> None:
    assert found(*claims) == ()


def test_two_events_of_one_source_are_proposed_where_that_is_asked_for() -> None:
    claims = (PAIR[0], replace(PAIR[1], source=PAIR[0].source))
    assert len(found(*claims, same_source=True)) == 1


def test_two_plans_are_compared() -> None:
    plans = [planned(f"p{e}", is_a(e), *took_part(e, "putin"), source=f"paper-{e}") for e in "ab"]
    assert len(found(*plans)) == 1


def test_few_points_are_not_worth_a_look() -> None:
    assert found(*PAIR, enough=7)
    assert found(*PAIR, enough=8) == ()


def test_the_best_come_first_and_then_by_name() -> None:
    claims = [report(e, *took_part(e, "putin", "abbas")) for e in "cba"]
    dated = [said(f"day-{e}", when(e, "2015-11-24")) for e in "bc"]
    pairs = [(c.score, c.event.event.iri, c.other.event.iri) for c in found(*claims, *dated)]
    assert pairs == [(10, "c", "b"), (7, "b", "a"), (7, "c", "a")]


def test_the_new_report_would_go_by_the_name_that_others_go_by() -> None:
    claims = (
        report("z", *took_part("z", "putin", "abbas")),
        report("y", *took_part("y", "putin", "abbas")),
        report("a", *took_part("a", "putin", "abbas")),
        judged("same", related("y", "sameEventAs", "z")),
    )
    (candidate,) = found(*claims)
    assert (candidate.event.event.iri, candidate.other.event.iri) == ("a", "z")


def test_else_by_the_name_of_the_one_that_was_told_of_first() -> None:
    claims = [report(event, *took_part(event, "putin")) for event in "ab"]
    sources = [source("paper-a", "2015-12-02"), source("paper-b", "2015-12-01")]
    (candidate,) = found_in(known(*claims, sources=sources), enough=0)
    assert (candidate.event.event.iri, candidate.other.event.iri) == ("a", "b")


def test_all_points_are_told_and_fit_together() -> None:
    most = {"the same kind", "on the same day", "the same place"}
    assert sum(POINTS[what] for what in most) + 4 == 12
    assert ENOUGH <= 12


def test_many_events_of_an_actor_are_not_compared_all_with_all() -> None:
    days = [f"{year}-{month:02}-{day:02}" for year in range(2000, 2008) for month in range(1, 13)
            for day in range(1, 29, 3)]  # fmt: skip
    claims = [
        report(f"{name}{number}", *took_part(f"{name}{number}", "putin"),
               when(f"{name}{number}", day))
        for number, day in enumerate(days)
        for name in "ab"
    ]  # fmt: skip
    solved = solve_knowledge(known(*claims))
    started = time.process_time()
    pairs = candidates(solved.timeline, solved.knowledge, solved.chronology)
    taken = time.process_time() - started
    assert len(solved.timeline.entries) == 1_920
    assert {(c.event.event.iri[1:], c.other.event.iri[1:]) for c in pairs} == {
        (str(n), str(n)) for n in range(len(days))
    }
    assert taken < 10  # all with all would be 1.8 million pairs
