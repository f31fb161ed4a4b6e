"""What changed between two states of what is known, and which claims caused it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    World,
    denied,
    judged,
    known,
    planned,
    related,
    said,
    source,
    there_are,
    when,
    worlds,
)
from worlds import is_a as exists

from dateline.difference import Change, Kind, State, difference
from dateline.model import Claim, Iri, Knowledge
from dateline.pipeline import solve_knowledge

SOURCES = (
    source("one", "2015-12-01", "A"),
    source("other", "2015-12-01", "C"),
    source("third", "2015-12-01", "C"),
    replace(source("copy", "2015-12-01"), copy_of=Iri("one")),
)


def is_a(event: str, source: str = "one", name: str = "") -> Claim:
    return said(name or f"is-{event}", exists(event), source=source)


def state(knowledge: Knowledge) -> State:
    solved = solve_knowledge(knowledge)
    return State(solved.knowledge, solved.chronology, solved.timeline)


def changes(before: list[Claim], after: list[Claim]) -> tuple[Change, ...]:
    return difference(*(state(known(*claims, sources=SOURCES)) for claims in (before, after)))


def told(found: tuple[Change, ...]) -> list[tuple[Kind, str, set[str]]]:
    return [(one.kind, str(one.event.iri), set(one.because)) for one in found]


E = is_a("e")
DAY = said("day", when("e", "2015-11-24"), source="other")
LATER = said("later", when("e", "2015-11-25"), source="third")
IN_VILLA = said("villa", related("e", "place", "villa"), source="one")
IN_KREMLIN = said("kremlin", related("e", "place", "kremlin"), source="other")
SAME = judged("same", related("f", "sameEventAs", "e"))
DIFFERENT = judged("different", related("f", "differentEventFrom", "e"))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([E], [E], []),
        ([], [E], [("new", "e", {"is-e"})]),
        ([E], [], [("gone", "e", {"is-e"})]),
        ([E, DAY], [], [("gone", "e", {"is-e"})]),
        ([E], [E, DAY], [("redated", "e", {"day"})]),
        ([E, DAY], [E], [("redated", "e", {"day"})]),
        ([E], [E, is_a("e", "other", "b")], [("confirmed", "e", {"b"})]),
        ([E, is_a("e", "other", "b")], [E], [("less_confirmed", "e", {"b"})]),
        ([E], [E, is_a("e", "copy", "b")], []),
        (
            [planned("p", exists("e"), source="other")],
            [planned("p", exists("e"), source="other"), E],
            [("status", "e", {"is-e"}), ("redated", "e", {"is-e"})],
        ),
        (
            [E], [E, denied("no", "is-e", source="other")],
            [("status", "e", {"no"}), ("contested", "e", {"no"})],
        ),
        (
            [E, denied("no", "is-e", source="other")], [E],
            [("status", "e", {"no"}), ("settled", "e", {"no"})],
        ),
        ([E, IN_VILLA], [E, IN_VILLA, IN_KREMLIN], [("contested", "e", {"kremlin"})]),
        ([E, IN_VILLA, IN_KREMLIN], [E, IN_VILLA, IN_KREMLIN, DAY], [("redated", "e", {"day"})]),
        ([E, IN_VILLA, IN_KREMLIN], [E, IN_VILLA], [("settled", "e", {"kremlin"})]),
        (
            [E, is_a("f", "other")], [E, is_a("f", "other"), SAME],
            [("merged", "e", {"same"}), ("confirmed", "e", {"same"})],
        ),
        (
            [E, is_a("f", "other"), SAME], [E, is_a("f", "other")],
            [("split", "e", {"same"}), ("less_confirmed", "e", {"same"}),
             ("less_confirmed", "f", {"same"})],
        ),
        (
            [E, is_a("f", "other"), SAME], [E, is_a("f", "other"), SAME, DIFFERENT],
            [("split", "e", {"different"}), ("less_confirmed", "e", {"different"}),
             ("less_confirmed", "f", {"different"}), ("set_aside", "f", {"different"})],
        ),
    ],
    ids=[
        "nothing", "a new event", "an event gone", "an event gone with its date",
        "a date", "a date gone", "a second source", "a second source gone", "a copy is none",
        "a plan has come true", "a denial", "a denial gone", "another place",
        "what was contested is so still", "a place gone",
        "two judged one", "two after all", "two, as somebody else judges",
    ],
)  # fmt: skip
def test_each_change_names_the_claims_that_caused_it(
    before: list[Claim], after: list[Claim], expected: list[tuple[str, str, set[str]]]
) -> None:
    assert sorted(told(changes(before, after)), key=str) == sorted(expected, key=str)


def test_a_moved_bound_rests_on_the_new_chain_and_what_it_lacks() -> None:
    others = [*there_are("f"), said("f-day", when("f", "2015-11-20")), E]
    then = [*others, said("after", related("e", "after", "f"), source="third")]
    (found,) = changes(others, then)
    assert (found.kind, set(found.because)) == ("redated", {"after"})
    assert found.sides == ("startEarliest", "endEarliest")
    assert found.before is not None
    assert found.after is not None
    assert found.before.bounds.start_earliest is None
    assert found.after.bounds.start_earliest is not None


def test_a_claim_that_is_set_aside_names_what_it_contradicts() -> None:
    weak = said("weak", when("e", "2015-11-20"), source="third")
    found = changes([E, weak], [E, weak, replace(DAY, source=Iri("one"))])
    kinds = {one.kind: one for one in found}
    assert kinds.keys() == {"redated", "contested", "set_aside"}
    assert kinds["set_aside"].claim == "weak"
    assert all(one.because == ("day",) for one in found)
    back = {one.kind: one for one in changes([E, weak, replace(DAY, source=Iri("one"))], [E, weak])}
    assert back.keys() == {"redated", "settled", "restored"}
    assert back["restored"].claim == "weak"
    assert all(one.because == ("day",) for one in back.values())


def test_where_a_repair_turns_out_otherwise_the_cause_is_what_turned_it() -> None:
    """One against one the better source counts; a third claim against it turns that around.

    The new bounds rest on old claims alone, those of the source that did not count before.
    """
    before = [
        E,
        *there_are("f"),
        said("on-22", when("f", "2015-11-22"), source="one"),
        said("on-24", when("e", "2015-11-24"), source="one"),
        said("on-20", when("e", "2015-11-20"), source="third"),
    ]
    ahead = said("ahead", related("e", "before", "f"), source="other")
    found = changes(before, [*before, ahead])
    assert {one.kind for one in found} == {"redated", "contested", "set_aside", "restored"}
    assert [one.claim for one in found if one.claim] == ["on-24", "on-20"]
    assert all(one.because == ("ahead",) for one in found)


def test_changes_come_in_the_order_of_the_later_timeline() -> None:
    f = said("f-day", when("f", "2015-11-01"))
    found = changes([*there_are("g")], [E, DAY, *there_are("f"), f])
    assert [(one.kind, one.event.iri) for one in found] == [
        ("new", "f"),
        ("new", "e"),
        ("gone", "g"),
    ]


def test_without_a_nearer_cause_it_is_whatever_changed_around_the_event() -> None:
    """A source that is described anew changes the bounds, though no claim is another."""
    before = known(E, DAY, sources=[source("one", "2015-12-01"), source("other", "2015-12-01")])
    after = replace(
        before,
        claims=(*before.claims, said("far", exists("g"), source="third")),
        sources={**before.sources, Iri("one"): source("one", "2015-11-24")},
    )
    day = replace(before, claims=(E,), sources=before.sources)
    later = replace(after, claims=(E, after.claims[-1]))
    found = {one.kind: set(one.because) for one in difference(state(day), state(later))}
    assert found == {"redated": {"far"}, "new": {"far"}}


@given(worlds(noise=True), st.data())
def test_a_source_undone_is_every_change_undone(world: World, data: st.DataObject) -> None:
    """There and back: each change has its opposite, caused by the same claims."""
    knowledge = world.knowledge
    gone = data.draw(st.sampled_from(sorted(knowledge.sources)))
    rest = replace(knowledge, claims=tuple(c for c in knowledge.claims if c.source != gone))
    whole, part = state(knowledge), state(rest)
    assert difference(whole, whole) == ()
    there, back = difference(part, whole), difference(whole, part)
    opposite = {"new": "gone", "confirmed": "less_confirmed", "contested": "settled"}
    for kind in ("new", "gone", "redated", "confirmed", "less_confirmed"):
        other = {**opposite, **{v: k for k, v in opposite.items()}}.get(kind, kind)
        assert {(c.event.iri, c.because) for c in there if c.kind == kind} == {
            (c.event.iri, c.because) for c in back if c.kind == other
        }
    of_source = {c.iri for c in knowledge.claims if c.source == gone}
    assert all(set(one.because) <= of_source for one in (*there, *back))


@pytest.mark.parametrize("name", ["before", "after"])
def test_a_change_shows_the_event_as_it_is_or_was(name: str) -> None:
    (one,) = changes([], [E]) if name == "after" else changes([E], [])
    assert getattr(one, name).event == one.event
