"""What a person types is found among the things there are, or what is near it is shown."""

from __future__ import annotations

import pytest

from dateline.errors import NameLookupError
from dateline.model import Iri
from dateline.names import SHOWN, resolve_name

ACTOR = "https://w3id.org/dateline/kb/actor/"
THINGS = {
    Iri(ACTOR + "vladimir-putin"): ("Vladimir Putin", "Putin"),
    Iri(ACTOR + "moshe-yaalon"): ("Moshe Ya'alon",),
    Iri(ACTOR + "russia"): ("Russia",),
    Iri(ACTOR + "russian-air-force"): ("Russian Air Force",),
    Iri("https://example.org/own#envoy/"): ("",),
}

FOUND = [
    (ACTOR + "russia", "russia", "an IRI"),
    (f"<{ACTOR}russia>", "russia", "an IRI in brackets"),
    ("actor:russia", "russia", "a prefixed name"),
    ("RUSSIA", "russia", "a label in another case, though others begin with it"),
    ("Putin", "vladimir-putin", "another label"),
    ("moshe-yaalon", "moshe-yaalon", "the end of an IRI"),
    (" vladimir putin ", "vladimir-putin", "a label with spaces around it"),
    ("air force", "russian-air-force", "words within one label"),
]


@pytest.mark.parametrize(("name", "end", "how"), FOUND, ids=[row[2] for row in FOUND])
def test_a_thing_is_found_by(name: str, end: str, how: str) -> None:
    assert resolve_name(name, THINGS, "actor") == ACTOR + end


def test_the_end_of_an_iri_stands_behind_its_last_hash_or_slash() -> None:
    assert resolve_name("envoy", THINGS, "actor") == "https://example.org/own#envoy/"


def test_a_name_that_may_mean_several_things_lists_them() -> None:
    with pytest.raises(NameLookupError, match="may be any of these; say which actor") as found:
        resolve_name("russ", THINGS, "actor")
    assert found.value.candidates == (
        "actor:russia  Russia",
        "actor:russian-air-force  Russian Air Force",
    )
    assert found.value.name == "russ"


MANY = THINGS | {Iri(f"urn:x:{n}"): (f"meeting {n:02d}",) for n in range(SHOWN + 3)}


def test_a_misspelt_name_shows_what_is_near_it() -> None:
    with pytest.raises(NameLookupError, match="'Yaaloni' is no actor here; near it are:") as found:
        resolve_name("Yaaloni", MANY, "actor")
    assert found.value.candidates == ("actor:moshe-yaalon  Moshe Ya'alon",)


def test_a_name_with_nothing_near_it_says_only_that() -> None:
    with pytest.raises(NameLookupError) as found:
        resolve_name("zzz", MANY, "actor")
    assert str(found.value) == "'zzz' is no actor here"


def test_a_name_with_nothing_near_it_shows_everything_where_that_is_little() -> None:
    with pytest.raises(NameLookupError) as found:
        resolve_name("zzz", THINGS, "actor")
    assert found.value.candidates == (
        "actor:vladimir-putin  Vladimir Putin",
        "actor:moshe-yaalon  Moshe Ya'alon",
        "actor:russia  Russia",
        "actor:russian-air-force  Russian Air Force",
        "https://example.org/own#envoy/",
    )


def test_a_long_list_is_cut_and_says_how_many_more_there_are() -> None:
    with pytest.raises(NameLookupError) as found:
        resolve_name("meeting", MANY, "event")
    assert len(found.value.candidates) == SHOWN + 1
    assert found.value.candidates[-1] == "… and 3 more"
