"""Loading: a source replaces itself, a citing file adds, nobody overwrites another's claims."""

from __future__ import annotations

import pytest
from documents import (
    BASE,
    all_quads,
    asks,
    claim,
    event,
    given,
    judgement,
    loaded,
    put,
    source,
    values,
)

from dateline.claims import read_knowledge
from dateline.errors import InvalidInput
from dateline.loading import claims_of, now, withdraw_source
from dateline.model import Iri
from dateline.pipeline import write_view
from dateline.store.embedded import MemoryStore
from dateline.terms import text
from dateline.vocabulary import ACCEPTED, CLAIMS, CONFLICTS

FIRST, SECOND, THIRD = (f"2024-01-0{day}T00:00:00Z" for day in (1, 2, 3))
CLOCK = {FIRST: 1704067200, SECOND: 1704153600, THIRD: 1704240000}

PAPER = source() + claim("c1", event("e1")) + claim("c2", event("e2"))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, FIRST)


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(CLOCK[moment]))


def in_force(store: MemoryStore) -> set[str]:
    return {str(c.iri).removeprefix(BASE) for c in read_knowledge(store).claims}


def about(store: MemoryStore, name: str, predicate: str) -> list[str]:
    return values(store, "graph:claims", name, predicate)


def withdraw(store: MemoryStore, name: str = "paper") -> int:
    with store.change() as changes:
        count = withdraw_source(changes, BASE + name)
        write_view(changes)
    return count


def view(store: MemoryStore) -> set[str]:
    return {str(quad) for graph in (ACCEPTED, CONFLICTS) for quad in store.quads(graph)}


# --- the clock ------------------------------------------------------------------------------------


def test_the_time_of_recording_is_that_of_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    assert now().value == FIRST
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert now().value > "2026"
    assert now().value.endswith("Z")


# --- loading again --------------------------------------------------------------------------------


def test_every_claim_says_when_it_was_recorded() -> None:
    store = loaded(PAPER + judgement("j", ":e1 dl:sameEventAs :e2 ."))
    for name in (":c1", ":c2", ":j"):
        assert about(store, name, "dl:recordedAt") == [FIRST]


def test_loading_the_same_again_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAPER + judgement("j", ":e1 dl:sameEventAs :e2 .") + ":x a dl:Person ."
    store = loaded(text)
    before = all_quads(store)
    set_clock(monkeypatch, SECOND)
    put(store, [given(text)])
    assert all_quads(store) == before


def test_a_claim_that_changed_is_replaced_and_recorded_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = loaded(PAPER)
    set_clock(monkeypatch, SECOND)
    put(store, [given(PAPER.replace(":e2 a dl:Meeting", ":e2 a dl:Summit"))])
    assert values(store, ":c2", ":e2", "rdf:type") == ["dl:Summit"]
    assert about(store, ":c1", "dl:recordedAt") == [FIRST]
    assert about(store, ":c2", "dl:recordedAt") == [SECOND]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("words of c2", "other words"),
        ("dl:source :paper ;", "dl:source :paper ; dl:certainty dl:probable ;"),
    ],
    ids=["evidence", "metadata"],
)
def test_a_claim_changes_by_its_evidence_and_metadata_too(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    store = loaded(PAPER)
    set_clock(monkeypatch, SECOND)
    put(store, [given(PAPER.replace(old, new))])
    assert about(store, ":c2", "dl:recordedAt") == [SECOND]
    (evidence,) = read_knowledge(store).by_iri[Iri(BASE + "c2")].evidence
    assert evidence.exact == ("other words" if old.startswith("words") else "words of c2")


def test_a_claim_that_is_gone_is_withdrawn_and_kept_in_the_history(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = loaded(PAPER)
    set_clock(monkeypatch, SECOND)
    put(store, [given(source() + claim("c1", event("e1")))])
    assert in_force(store) == {"c1"}
    assert about(store, ":c2", "rdf:type") == ["dl:Withdrawn"]
    assert about(store, ":c2", "dl:withdrawnAt") == [SECOND]
    assert about(store, ":c2", "dl:recordedAt") == [FIRST]
    assert values(store, ":c2", ":e2", "rdf:type") == ["dl:Meeting"]
    assert not asks(store, "GRAPH graph:accepted { :e2 ?p ?o }")


def test_a_claim_that_comes_back_is_in_force_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store = loaded(PAPER)
    set_clock(monkeypatch, SECOND)
    put(store, [given(source() + claim("c1", event("e1")))])
    set_clock(monkeypatch, THIRD)
    put(store, [given(PAPER)])
    assert in_force(store) == {"c1", "c2"}
    assert about(store, ":c2", "rdf:type") == ["dl:Claim"]
    assert about(store, ":c2", "dl:withdrawnAt") == []
    assert about(store, ":c2", "dl:recordedAt") == [THIRD]


def test_the_description_of_a_source_is_replaced_as_a_whole() -> None:
    store = loaded(PAPER, source(more='dl:published "2022"^^edtf:EDTF') + claim("c1", event("e1")))
    assert about(store, ":paper", "dl:published") == ["2022"]


def test_a_file_that_only_cites_a_source_adds_to_it() -> None:
    store = loaded(PAPER, claim("c3", event("e3")))
    assert in_force(store) == {"c1", "c2", "c3"}
    assert about(store, ":paper", "rdfs:label") == ["paper"]
    assert claims_of(store, [BASE + "paper"]) == {BASE + n for n in ("c1", "c2", "c3")}


def test_another_source_is_left_alone() -> None:
    other = source("other") + claim("d1", event("e1"), source="other")
    store = loaded(PAPER, other)
    put(store, [given(source() + claim("c1", event("e1")))])
    assert in_force(store) == {"c1", "d1"}


def test_a_recorded_time_in_the_file_is_kept() -> None:
    """So that what was dumped comes back as it was."""
    store = loaded(PAPER + f':c1 dl:recordedAt "{THIRD}"^^xsd:dateTime .')
    assert about(store, ":c1", "dl:recordedAt") == [THIRD]
    assert about(store, ":c2", "dl:recordedAt") == [FIRST]


# --- evidence -------------------------------------------------------------------------------------

SHARED = """
:words a dl:Evidence ; oa:hasSelector :position ; dl:digest "d" .
:position oa:start 3 ; oa:end 9 .
"""


def uses(name: str, paper: str = "paper") -> str:
    return (
        f":{name} dl:source :{paper} ; dl:evidence :words . :{name} {{ :{name}e a dl:Meeting . }}\n"
    )


def test_evidence_that_another_claim_uses_survives() -> None:
    store = loaded(source() + uses("c1") + SHARED, uses("c2", "other"))
    put(store, [given(source() + claim("c3", event("e3")))])
    put(store, [given(source() + claim("c1", event("e1")))])
    (evidence,) = read_knowledge(store).by_iri[Iri(BASE + "c2")].evidence
    assert (evidence.start, evidence.end, evidence.digest) == (3, 9, "d")


def test_evidence_of_a_claim_that_is_replaced_goes_with_it() -> None:
    store = loaded(source() + uses("c1") + SHARED, source() + claim("c1", event("e1")))
    assert not asks(store, "GRAPH ?g { :words ?p ?o }")
    assert not asks(store, "GRAPH ?g { :position ?p ?o }")


def test_evidence_of_a_withdrawn_claim_stays_with_it() -> None:
    store = loaded(source() + uses("c1") + uses("c2") + SHARED, source() + claim("c2", event("e")))
    assert about(store, ":words", "dl:digest") == ["d"]
    assert about(store, ":position", "oa:start") == ["3"]


# --- background -----------------------------------------------------------------------------------


def test_a_property_in_the_background_is_replaced_and_others_are_kept() -> None:
    store = loaded(
        ':x a dl:Person ; rdfs:label "Old"@en , "Alt"@de ; skos:altLabel "O"@en . :y a dl:Person .',
        ':x rdfs:label "New"@en .',
    )
    assert values(store, "graph:reference", ":x", "rdfs:label") == ["New"]
    assert values(store, "graph:reference", ":x", "skos:altLabel") == ["O"]
    assert values(store, "graph:reference", ":y", "rdf:type") == ["dl:Person"]


# --- whose claim it is ----------------------------------------------------------------------------

FOREIGN = source("other") + claim("c1", event("e9"), source="other")


def test_a_claim_of_another_source_with_other_content_is_refused() -> None:
    store = loaded(PAPER)
    before = all_quads(store)
    with pytest.raises(InvalidInput) as refused:
        put(store, [given(FOREIGN, "other.trig")])
    (problem,) = refused.value.problems
    assert str(problem) == (
        f"other.trig: {BASE}c1: It is in the knowledge base already, with other content and from"
        " another source. Give the new claim an IRI of its own."
    )
    assert all_quads(store) == before


def test_two_files_of_one_load_may_not_make_a_claim_of_two_sources() -> None:
    with pytest.raises(InvalidInput, match=r"b.trig: .*c1: It is in a.trig already.*from another"):
        put(MemoryStore(), [given(PAPER, "a.trig"), given(FOREIGN, "b.trig")])


def test_two_files_of_one_load_may_not_make_a_claim_in_two_ways() -> None:
    changed = PAPER.replace(":e2 a dl:Meeting", ":e2 a dl:Summit")
    with pytest.raises(InvalidInput, match=r"c2: It is in a.trig already, with other content\."):
        put(MemoryStore(), [given(PAPER, "a.trig"), given(changed, "b.trig")])


def test_the_same_claim_twice_in_one_load_is_one_claim() -> None:
    store = MemoryStore()
    put(store, [given(PAPER, "a.trig"), given(PAPER, "b.trig")])
    assert in_force(store) == {"c1", "c2"}


def test_a_withdrawn_claim_may_be_made_by_another_source() -> None:
    store = loaded(PAPER)
    withdraw(store)
    put(store, [given(FOREIGN)])
    assert in_force(store) == {"c1"}
    assert values(store, ":c1", ":e9", "rdf:type") == ["dl:Meeting"]


# --- judgements -----------------------------------------------------------------------------------


def test_a_judgement_that_its_file_no_longer_makes_is_withdrawn() -> None:
    store = loaded(PAPER + judgement("j", ":e1 dl:sameEventAs :e2 ."))
    assert asks(store, "GRAPH graph:accepted { :e2 dl:mergedFrom :e1 }")
    put(store, [given(PAPER)])
    assert in_force(store) == {"c1", "c2"}
    assert not asks(store, "GRAPH graph:accepted { :e2 dl:mergedFrom :e1 }")


def test_a_judgement_of_somebody_else_about_the_same_events_is_left_alone() -> None:
    store = loaded(PAPER, judgement("j", ":e1 dl:sameEventAs :e2 ."))
    put(store, [given(PAPER)])
    assert in_force(store) == {"c1", "c2", "j"}


# --- withdrawing ----------------------------------------------------------------------------------

OTHER = (
    source("other", 'dl:published "2021-03-11"^^edtf:EDTF')
    + claim("d1", event("e1"), source="other")
    + claim("d2", ":e1 dl:before :e2 .", source="other")
    + claim("d3", ":e2 dl:before :e1 .", source="other")
    + judgement("dj", ":e1 dl:sameEventAs :e3 .")
    + claim("d4", event("e3"), source="other")
)


def test_withdrawing_leaves_the_view_and_the_conflicts_as_if_never_loaded() -> None:
    before = loaded(PAPER)
    store = loaded(PAPER, OTHER)
    assert asks(store, "GRAPH graph:conflicts { ?conflict a dl:Conflict }")
    assert view(store) != view(before)
    assert withdraw(store, "other") == 5
    assert view(store) == view(before)
    assert in_force(store) == {"c1", "c2"}


def test_the_history_keeps_what_is_withdrawn_and_says_since_when(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = loaded(PAPER, OTHER)
    set_clock(monkeypatch, SECOND)
    withdraw(store, "other")
    for name in (":other", ":d1", ":dj"):
        assert about(store, name, "rdf:type") == ["dl:Withdrawn"]
        assert about(store, name, "dl:withdrawnAt") == [SECOND]
    assert about(store, ":d1", "dl:recordedAt") == [FIRST]
    assert values(store, ":d1", ":e1", "rdf:type") == ["dl:Meeting"]
    assert asks(store, "GRAPH graph:claims { :d1 dl:evidence [ oa:exact 'words of d1' ] }")
    assert Iri(BASE + "other") not in read_knowledge(store).sources


def test_withdrawing_twice_withdraws_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    store = loaded(PAPER, OTHER)
    withdraw(store, "other")
    assert withdraw(store, "other") == 0


def test_a_withdrawn_source_can_be_loaded_again() -> None:
    store = loaded(PAPER, OTHER)
    before = all_quads(store)
    withdraw(store, "other")
    put(store, [given(OTHER)])
    assert all_quads(store) == before


def test_the_marks_of_withdrawal_are_registered_with_the_claims() -> None:
    store = loaded(PAPER)
    withdraw(store)
    assert {text(q.graph_name) for q in store.quads(subject=BASE + "c1")} == {CLAIMS}
