"""The ontology with a user's own kinds: which terms are kinds of which."""

from __future__ import annotations

import pytest
from documents import BASE, given

from dateline.model import Iri, Taxonomy
from dateline.taxonomy import local, taxonomy_of
from dateline.vocabulary import DL, REFERENCE

SHIPPED = taxonomy_of(())


def dl(*names: str) -> tuple[Iri, ...]:
    return tuple(Iri(DL + name) for name in names)


def with_own(text: str) -> Taxonomy:
    return taxonomy_of(given(text).graphs[REFERENCE])


CHAINS = {
    "Shootdown": ("Shootdown", "Incident", "Event"),
    "Summit": ("Summit", "Meeting", "Event"),
    "ArmedForce": ("ArmedForce", "Organization", "Actor"),
    "Article": ("Article", "Source"),
    "Event": ("Event",),
}


@pytest.mark.parametrize("kind", CHAINS)
def test_a_kind_is_closed_over_its_ancestors(kind: str) -> None:
    ours = [local(k) for k in SHIPPED.closure(dl(kind)) if k.startswith(DL)]
    assert tuple(ours) == CHAINS[kind]


ASPECTS = {
    "Incident": "punctual",
    "Shootdown": "punctual",
    "Meeting": "punctual",
    "Summit": "lasting",
    "Sanction": "lasting",
    "Situation": "lasting",
    "Statement": "punctual",
    "Event": "",
}


@pytest.mark.parametrize("kind", ASPECTS)
def test_how_a_kind_lasts_is_told_by_its_nearest_ancestor(kind: str) -> None:
    assert SHIPPED.aspect(dl(kind)) == ASPECTS[kind]


ROLES = ["host", "initiator", "target", "mediator", "signatory", "speaker", "imposedOn"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_a_way_of_taking_part(role: str) -> None:
    closed = SHIPPED.closed_property(role)
    assert (closed[0], "participant" in closed) == (role, True)
    assert not [name for name in closed if ":" in name]  # terms of others are left out


def test_a_place_is_the_only_property_with_one_value() -> None:
    assert SHIPPED.single_valued == {"place"}


def test_kinds_have_labels() -> None:
    assert SHIPPED.class_labels[Iri(DL + "AirspaceIncursion")] != ""


def test_a_users_kinds_join_the_tree() -> None:
    own = with_own(
        """:Ambush rdfs:subClassOf :Attack . :Attack rdfs:subClassOf dl:Incident ;
            rdfs:label "attack"@en , "Angriff"@de ; dl:aspect dl:lasting ."""
    )
    ambush = Iri(BASE + "Ambush")
    assert own.superclasses[ambush][:2] == (Iri(BASE + "Attack"), Iri(DL + "Incident"))
    assert own.is_a(ambush, Iri(DL + "Event"))
    assert own.aspect([ambush]) == "lasting"
    assert own.class_labels[Iri(BASE + "Attack")] == "attack"


def test_a_kind_that_leads_nowhere_we_know_is_left_out() -> None:
    own = with_own(":Cat rdfs:subClassOf :Animal .")
    assert Iri(BASE + "Cat") not in own.superclasses


def test_kinds_in_a_circle_end() -> None:
    own = with_own(
        ":A rdfs:subClassOf :B , dl:Meeting . :B rdfs:subClassOf :A . dl:Event rdfs:subClassOf :A ."
    )
    assert {Iri(BASE + "B"), *dl("Meeting", "Event")} <= set(own.superclasses[Iri(BASE + "A")])
    assert Iri(BASE + "A") not in own.superclasses[Iri(BASE + "A")]


def test_a_users_role_leads_to_ours() -> None:
    own = with_own(":pilot rdfs:subPropertyOf :crew . :crew rdfs:subPropertyOf dl:initiator .")
    assert own.closed_property(BASE + "pilot") == (
        BASE + "pilot",
        BASE + "crew",
        "initiator",
        "participant",
    )


def test_a_user_may_say_which_properties_have_one_value() -> None:
    own = with_own(":flag dl:singleValued true . :crew dl:singleValued false .")
    assert own.single_valued == {"place", BASE + "flag"}


def test_nonsense_in_the_background_is_passed_over() -> None:
    own = with_own(':A rdfs:subClassOf "Meeting" ; dl:aspect "lasting" ; rdfs:label :B .')
    assert own == SHIPPED
