"""What is contested: each fact on which the claims cannot all be right, with every value."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import (
    amount,
    denied,
    is_a,
    judged,
    known,
    labelled,
    measured,
    related,
    said,
    source,
    supposed,
    there_are,
    when,
)

from dateline.contested import HAPPENED, QUANTITY, TIME, Contested, Slot, contested_facts, disagree
from dateline.model import Claim, Iri, Knowledge, Text, Triple
from dateline.pipeline import solve_knowledge
from dateline.time.relative import RelativeDate

EXISTS = said("is-e", is_a("e"))


def contested(*claims: Claim) -> tuple[Contested, ...]:
    return contested_in(known(*claims))


def contested_in(knowledge: Knowledge) -> tuple[Contested, ...]:
    return contested_facts(solve_knowledge(knowledge).timeline, knowledge)


def slots(found: tuple[Contested, ...]) -> dict[Slot, list[tuple[object, tuple[str, ...]]]]:
    return {one.slot: [(told.value, told.claims) for told in one.values] for one in found}


def test_places_apart_are_contested_with_every_value_and_its_claims() -> None:
    found = contested(
        EXISTS,
        said("a", related("e", "place", "kremlin"), source="one"),
        said("b", related("e", "site", "villa"), source="other"),
        said("c", related("e", "place", "kremlin"), source="third"),
    )
    assert slots(found) == {Slot("place"): [("kremlin", ("a", "c")), ("villa", ("b",))]}
    assert found[0].claims == {"a", "b", "c"}


@pytest.mark.parametrize(
    "claims",
    [
        [said("a", related("e", "place", "moscow"))],
        [
            said("a", related("e", "place", "moscow"), source="one"),
            said("b", related("e", "place", "kremlin"), source="other"),
        ],
        [
            said("a", related("e", "place", "moscow"), source="one"),
            said("b", related("e", "place", "kremlin"), related("e", "place", "villa"), source="b"),
        ],
        [said("a", related("e", "place", "villa"), related("e", "place", "kremlin"))],
        [
            said("a", related("e", "place", "villa"), source="one"),
            judged("b", related("e", "place", "kremlin")),
        ],
        [
            said("a", related("e", "participant", "putin"), source="one"),
            said("b", related("e", "participant", "netanyahu"), source="other"),
        ],
        [
            said("a", related("e", "host", "putin"), source="one"),
            said("b", related("e", "host", "russia"), source="other"),
        ],
        [
            said("a", measured("e", amount("1")), source="one"),
            said("b", measured("e", amount("17", "s", kind="duration")), source="other"),
        ],
        [
            said("a", labelled("e", "The talks"), Triple(Iri("e"), "manner", Text("calm"))),
            said("b", Triple(Iri("e"), "manner", Text("loud")), source="other"),
        ],
        [
            said("a", related("e", "about", "f"), source="one"),
            said("b", related("e", "about", "g"), source="other"),
        ],
        [
            said("a", related("e", "place", "villa"), source="one"),
            supposed("b", related("e", "place", "kremlin"), source="other"),
        ],
    ],
    ids=[
        "one place",
        "a place in a place",
        "one of several fits",
        "two that one source names",
        "an editor's view",
        "who took part beside others",
        "a member and its state",
        "two different measures",
        "words",
        "two subjects",
        "a supposition",
    ],
)
def test_what_can_all_be_true_is_not_contested(claims: list[Claim]) -> None:
    knowledge = replace(
        known(EXISTS, *claims),
        containers={Iri("kremlin"): (Iri("moscow"),)},
        wholes={Iri("putin"): (Iri("russia"),)},
    )
    assert contested_in(knowledge) == ()


def test_two_hosts_are_contested() -> None:
    found = contested(
        EXISTS,
        said("a", related("e", "host", "putin"), source="one"),
        said("b", related("e", "host", "netanyahu"), source="other"),
    )
    assert slots(found) == {Slot("host"): [("netanyahu", ("b",)), ("putin", ("a",))]}


def test_two_values_of_a_property_that_has_one_are_contested() -> None:
    knowledge = known(
        EXISTS,
        said("a", related("e", "outcome", "treaty"), source="one"),
        said("b", related("e", "outcome", "nothing"), source="other"),
    )
    taxonomy = replace(knowledge.taxonomy, single_valued=frozenset({"outcome"}))
    found = contested_in(replace(knowledge, taxonomy=taxonomy))
    assert [one.slot for one in found] == [Slot("outcome")]


def test_a_copy_does_not_contradict_what_it_copies() -> None:
    knowledge = known(
        EXISTS,
        said("a", related("e", "place", "villa"), source="wire"),
        said("b", related("e", "place", "kremlin"), source="copy"),
        sources=[replace(source("copy"), copy_of=Iri("wire"))],
    )
    assert contested_in(knowledge) == ()


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (("1.5", "km", ""), ("1.5", "km", ""), False),
        (("1.5", "km", ""), ("1.50", "km", ""), False),
        (("1.5", "km", ""), ("1.6", "km", ""), True),
        (("1.5", "km", "about"), ("1.6", "km", ""), False),
        (("1.5", "km", ""), ("1500", "m", ""), False),
        (("1.15", "mile", ""), ("1.36", "mile", ""), True),
        (("1", "mile", "more than"), ("1.36", "mile", ""), False),
        (("1", "mile", "more than"), ("1.5", "km", ""), True),
        (("2", "km", "at most"), ("1.5", "km", ""), False),
        (("2", "km", "at most"), ("3", "km", ""), True),
        (("17", "s", ""), ("5", "min", ""), True),
        (("17", "s", ""), ("17", "km", ""), False),
        (("10", "", ""), ("10", "", ""), False),
        (("10", "", ""), ("12", "", ""), True),
        (("several", "", ""), ("10", "", ""), True),
        (("several", "", ""), ("several", "", ""), False),
    ],
)  # fmt: skip
def test_quantities_disagree_where_their_ranges_do_not_meet(
    one: tuple[str, str, str], other: tuple[str, str, str], apart: bool
) -> None:
    assert disagree([amount(*one)], [amount(*other)], known()) is apart
    assert disagree([amount(*other)], [amount(*one)], known()) is apart


def test_silence_disagrees_with_nothing() -> None:
    assert not disagree([], [Iri("kremlin")], known())
    assert not disagree([Iri("kremlin")], [], known())


def test_quantities_are_asked_kind_by_kind() -> None:
    found = contested(
        EXISTS,
        said("a", measured("e", amount("1")), source="one"),
        said("b", measured("e", amount("2")), source="other"),
        said("c", measured("e", amount("17", "s", kind="duration")), source="other"),
    )
    assert [one.slot for one in found] == [Slot(QUANTITY, "depth")]


def test_a_denial_contests_that_it_happened() -> None:
    found = contested(EXISTS, denied("no", "is-e", source="other"))
    assert slots(found) == {Slot(HAPPENED): [(True, ("is-e",))]}
    assert found[0].values[0].denied_by == ("no",)


def test_a_denial_of_what_nobody_asserts_is_no_contest() -> None:
    assert contested(supposed("is-e", is_a("e")), denied("no", "is-e")) == ()


def test_a_denial_of_one_fact_contests_this_fact_alone() -> None:
    place = said("a", related("e", "place", "villa"))
    found = contested(EXISTS, place, denied("no", "a", source="other"))
    assert slots(found) == {Slot("place"): [("villa", ("a",))]}
    assert found[0].values[0].denied_by == ("no",)


def test_a_denial_of_a_date_contests_the_time() -> None:
    found = contested(EXISTS, said("a", when("e", "2015-11-24")), denied("no", "a", source="other"))
    assert [(one.slot, one.values[0].denied_by) for one in found] == [(Slot(TIME), ("no",))]


def test_who_denies_the_event_denies_nothing_else_of_it() -> None:
    whole = said("is-e", is_a("e"), when("e", "2015-11-24"), related("e", "place", "villa"))
    assert [one.slot for one in contested(whole, denied("no", "is-e"))] == [Slot(HAPPENED)]


def test_dates_in_a_contradiction_are_contested_all_together() -> None:
    found = contested(
        EXISTS,
        said("a", when("e", "2015-11-24"), source="one"),
        said("b", when("e", "2015-11-25"), source="other"),
        said("c", when("e", "2015-11"), source="third"),
        said("d", when("e", "2015-11-24"), source="third"),
    )
    (one,) = found
    assert one.slot == Slot(TIME)
    assert sorted(told.claims for told in one.values) == [("a", "d"), ("b",), ("c",)]


def test_the_same_words_of_another_day_are_another_date() -> None:
    yesterday = RelativeDate("yesterday", offset=-1, unit="day")
    later = RelativeDate("later", anchor="f", direction="later")
    knowledge = known(
        EXISTS,
        said("is-f", is_a("f")),
        said("a", when("e", yesterday), source="one"),
        said("b", when("e", yesterday), source="other"),
        said("c", when("e", yesterday), source="third"),
        said("d", when("e", later), source="third"),
        sources=[source("one", "2015-11-25"), source("other", "2015-11-27"),
                 source("third", "2015-11-25")],
    )  # fmt: skip
    (one,) = contested_in(knowledge)
    assert sorted(told.claims for told in one.values) == [("a", "c"), ("b",), ("d",)]


def test_a_date_that_only_other_claims_contradict_stands_beside_these() -> None:
    found = contested(
        *there_are("e", "f"),
        said("a", when("e", "2015-11-24")),
        said("b", when("f", "2015-11-23")),
        said("c", related("e", "before", "f"), source="other"),
    )
    values = {
        one.event: [(told.value is None, told.claims) for told in one.values] for one in found
    }
    assert {one.slot for one in found} == {Slot(TIME)}
    assert values == {
        "e": [(False, ("a",)), (True, ("b", "c"))],
        "f": [(False, ("b",)), (True, ("a", "c"))],
    }
