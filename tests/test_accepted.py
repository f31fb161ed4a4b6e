"""The accepted view says what follows from the claims, and neither more nor less.

The view of the shipped data stands in ``golden/accepted.trig``. After a change that is meant to
change it, ``python tests/test_accepted.py`` writes it anew; look at the difference.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from documents import (
    BASE,
    asks,
    claim,
    event,
    judgement,
    loaded,
    shipped_store,
    short,
    source,
    values,
)

from dateline.claims import read_knowledge
from dateline.pipeline import solve_knowledge, write_view
from dateline.reasoning.order import order
from dateline.store.embedded import MemoryStore
from dateline.taxonomy import local, ontology
from dateline.terms import text
from dateline.time.calendar import parse_datetime
from dateline.vocabulary import ACCEPTED, CONFLICTS, DERIVED, DL, PERIOD, PREFIXES

GOLDEN = Path(__file__).parent / "golden" / "accepted.trig"


@pytest.fixture(scope="module")
def shipped_view() -> MemoryStore:
    return shipped_store()


def derived(store: MemoryStore) -> list[ox.Quad]:
    return sorted((q for graph in DERIVED for q in store.quads(graph)), key=str)


def in_view(store: MemoryStore, name: str, predicate: str) -> list[str]:
    return values(store, "graph:accepted", name, predicate)


def facts(store: MemoryStore, subject: str) -> set[tuple[str, str, str]]:
    """Return the Fact nodes about a thing: property, value and status."""
    about = {q.subject for q in store.quads(ACCEPTED) if short(q.object) == "dl:Fact"}
    found = set()
    for fact in about:
        says = {short(q.predicate): short(q.object) for q in store.quads(ACCEPTED, text(fact))}
        if says["dl:subject"] == subject:
            found.add((says["dl:predicate"], says["dl:object"], says["dl:status"]))
    return found


# --- the shipped data -----------------------------------------------------------------------------


def test_the_view_of_the_shipped_data_is_the_golden_one(shipped_view: MemoryStore) -> None:
    golden = ox.parse(GOLDEN.read_bytes(), format=ox.RdfFormat.TRIG)
    assert {str(q) for q in derived(shipped_view)} == {str(q) for q in golden}


def test_the_view_uses_declared_terms_only(shipped_view: MemoryStore) -> None:
    declared = {text(q.subject) for q in ontology()}
    used = {text(t) for q in derived(shipped_view) for t in (q.predicate, q.object)}
    assert {local(term) for term in used if term.startswith(DL) and term not in declared} == set()


def test_every_time_has_its_twin_in_seconds(shipped_view: MemoryStore) -> None:
    twins = 0
    for quad in shipped_view.quads(ACCEPTED):
        name = short(quad.predicate)
        if name in {
            f"dl:{end}{bound}" for end in ("start", "end") for bound in ("Earliest", "Latest")
        }:
            twin = in_view(shipped_view, short(quad.subject), f"{name}Seconds")
            assert twin == [str(parse_datetime(text(quad.object)))]
            assert abs(int(twin[0])) < 2**59
            twins += 1
    assert twins > 40


def test_the_order_satisfies_every_certain_order(shipped_view: MemoryStore) -> None:
    solved = solve_knowledge(read_knowledge(shipped_view))
    places = {e.event.iri: e.order for e in solved.timeline.entries}
    certain = [
        (a, b)
        for a in places
        for b in places
        if a != b and order(solved.chronology, a, b).starts_before == "yes"
    ]
    assert len(certain) > 20
    assert [(a, b) for a, b in certain if places[a] >= places[b]] == []
    for event_iri, place in places.items():
        (said,) = (
            q.object
            for q in shipped_view.quads(ACCEPTED, event_iri)
            if short(q.predicate) == "dl:order"
        )
        assert text(said) == str(place)


def test_a_shootdown_that_nobody_asserts_is_not_found_as_one(shipped_view: MemoryStore) -> None:
    found = shipped_view.query(
        "SELECT ?e { ?e a dl:Shootdown }", prefixes=PREFIXES, default_graphs=[ACCEPTED]
    )
    assert isinstance(found, ox.QuerySolutions)
    assert [short(row["e"]) for row in found] == ["ev:downing"]
    assert in_view(shipped_view, "ev:shootdown-over-israel", "rdf:type") == ["dl:Event"]


def test_the_view_can_be_made_again(shipped_view: MemoryStore) -> None:
    store = shipped_store()
    with store.change() as changes:
        for graph in DERIVED:
            changes.clear(graph)
    assert derived(store) == []
    with store.change() as changes:
        write_view(changes)
    assert derived(store) == derived(shipped_view)


# --- types, roles and labels ----------------------------------------------------------------------


def test_types_are_closed_over_classes_and_roles_over_properties() -> None:
    store = loaded(
        source()
        + ":Duel rdfs:subClassOf dl:Talks . :second rdfs:subPropertyOf dl:mediator ."
        + claim("c", event("e", ":Duel", "; dl:host :h ; :second :s"))
    )
    assert in_view(store, ":e", "rdf:type") == [":Duel", "dl:Event", "dl:Meeting", "dl:Talks"]
    assert in_view(store, ":e", "dl:host") == [":h"]
    assert in_view(store, ":e", "dl:mediator") == [":s"]
    assert in_view(store, ":e", "dl:participant") == [":h", ":s"]
    assert facts(store, ":e") == set()


def test_a_label_comes_from_the_articles_own_voice_first_then_from_the_earliest() -> None:
    def told(name: str, day: str, label: str, more: str = "") -> str:
        states = f':e a dl:Meeting ; rdfs:label "{label}"@en .'
        published = f'dl:published "2021-03-{day}"^^edtf:EDTF'
        return source(name, published) + claim(f"c{name}", states, source=name, more=more)

    texts = told("a", "01", "quoted", "; dl:attributedTo :x") + told("b", "09", "late")
    assert in_view(loaded(texts), ":e", "rdfs:label") == ["late"]
    assert in_view(loaded(texts + told("z", "05", "early")), ":e", "rdfs:label") == ["early"]


# --- status ---------------------------------------------------------------------------------------

QUOTED, PLANNED, MAYBE = (
    "; dl:attributedTo :x",
    "; dl:modality dl:planned",
    "; dl:modality dl:hypothetical",
)
DENIAL = claim("no", "", more="; dl:attributedTo :y ; dl:disputes :c0")
STATUSES = [
    ("reported", [""], ""),
    ("claimed", [QUOTED], ""),
    ("reported", [QUOTED, ""], ""),
    ("disputed", [""], DENIAL),
    ("disputed", [QUOTED, ""], DENIAL),
    ("reported", ["", PLANNED], ""),
    ("planned", [PLANNED], ""),
    ("planned", [PLANNED, MAYBE], ""),
    ("claimed", [MAYBE, QUOTED], ""),
    ("hypothetical", [MAYBE], ""),
    ("hypothetical", [MAYBE], DENIAL),
]


@pytest.mark.parametrize(("status", "claims", "denial"), STATUSES)
def test_the_status_of_an_event_comes_from_its_claims(
    status: str, claims: list[str], denial: str
) -> None:
    told = (claim(f"c{n}", event("e"), more=more) for n, more in enumerate(claims))
    store = loaded(source() + "".join(told) + denial)
    assert in_view(store, ":e", "dl:status") == [f"dl:{status}"]
    asserted = status in {"reported", "claimed", "disputed"}
    kinds = ["dl:Event", "dl:Meeting"] if asserted else ["dl:Event"]
    assert in_view(store, ":e", "rdf:type") == kinds
    expected = set() if asserted else {("rdf:type", "dl:Meeting", f"dl:{status}")}
    assert facts(store, ":e") == expected


# --- facts ----------------------------------------------------------------------------------------


def test_what_is_simply_reported_has_no_fact_beside_it() -> None:
    store = loaded(source() + claim("c", event("e", more="; dl:host :h ; dl:place :p")))
    assert not asks(store, "GRAPH graph:accepted { ?f a dl:Fact }")
    assert in_view(store, ":e", "dl:place") == [":p"]


def test_a_claimed_or_disputed_fact_stands_plain_and_as_a_fact() -> None:
    store = loaded(
        source()
        + claim("c", event("e"))
        + claim("where", ":e dl:place :p .", more=QUOTED)
        + claim("c0", ":e dl:host :h .")
        + DENIAL
    )
    assert in_view(store, ":e", "dl:place") == [":p"]
    assert in_view(store, ":e", "dl:participant") == [":h"]
    assert facts(store, ":e") == {
        ("dl:place", ":p", "dl:claimed"),
        ("dl:host", ":h", "dl:disputed"),
    }
    assert asks(
        store,
        "GRAPH graph:accepted { [ dl:object :p ; dl:basedOn :where ] . :e dl:basedOn :where }",
    )


def test_two_places_are_a_disagreement_and_two_hosts_are_not() -> None:
    store = loaded(
        source()
        + claim("c", event("e", more="; dl:place :p ; dl:host :h , :i"))
        + claim("d", ":e dl:place :q .")
    )
    assert facts(store, ":e") == {
        ("dl:place", ":p", "dl:reported"),
        ("dl:place", ":q", "dl:reported"),
    }


def quantity(kind: str, value: str, more: str = "") -> str:
    return f':e dl:quantity [ a dl:Quantity ; dl:kind "{kind}" ; dl:value {value} {more} ] .'


def test_a_quantity_is_described_and_two_of_a_kind_are_a_disagreement() -> None:
    store = loaded(
        source()
        + claim("c", event("e"))
        + claim("q1", quantity("depth", "1.5", '; dl:unit "km" ; dl:approximation "about"'))
        + claim("q2", quantity("depth", "2"))
        + claim("q3", quantity("height", "3"))
    )
    assert sorted(p for p, _, _ in facts(store, ":e")) == ["dl:quantity"] * 2
    assert asks(
        store,
        """GRAPH graph:accepted { :e dl:quantity ?q . ?q a dl:Quantity ; dl:kind "depth" ;
            dl:value 1.5 ; dl:unit "km" ; dl:approximation "about" }""",
    )


@pytest.mark.parametrize("more", [PLANNED, MAYBE, ""], ids=["planned", "hypothetical", "asserted"])
def test_what_is_said_of_an_event_that_did_not_happen_stands_in_facts_only(more: str) -> None:
    store = loaded(
        source()
        + claim("c", event("e", more="; dl:host :h"), more=PLANNED)
        + claim("where", ":e dl:place :p .", more=more)
    )
    assert in_view(store, ":e", "dl:place") == in_view(store, ":e", "dl:host") == []
    assert in_view(store, ":e", "dl:participant") == []
    found = {(predicate, value) for predicate, value, _ in facts(store, ":e")}
    assert found == {("rdf:type", "dl:Meeting"), ("dl:host", ":h"), ("dl:place", ":p")}


def test_a_planned_fact_of_a_reported_event_is_a_fact_only() -> None:
    store = loaded(source() + claim("c", event("e")) + claim("w", ":e dl:place :p .", more=PLANNED))
    assert in_view(store, ":e", "dl:place") == []
    assert facts(store, ":e") == {("dl:place", ":p", "dl:planned")}


def test_what_is_said_of_an_actor_in_an_event_is_in_the_view() -> None:
    office = claim("c", event("e", more='. :h dl:capacity "minister"@en'))
    assert in_view(loaded(source() + office), ":h", "dl:capacity") == ["minister"]


# --- identity, plans and time ---------------------------------------------------------------------


def test_events_that_are_judged_the_same_become_one_and_can_be_followed_back() -> None:
    store = loaded(
        source()
        + claim("c1", event("e1"))
        + claim("c2", event("e2", more="; dl:host :h"))
        + judgement("j", ":e2 dl:sameEventAs :e1 .")
    )
    assert in_view(store, ":e1", "dl:mergedFrom") == [":e1", ":e2"]
    assert in_view(store, ":e1", "dl:host") == [":h"]
    assert in_view(store, ":e1", "dl:basedOn") == [":c1", ":c2", ":j"]
    assert in_view(store, ":e2", "rdf:type") == []
    assert asks(
        store,
        """GRAPH graph:accepted { :e1 dl:mergedFrom ?member ; dl:basedOn ?claim }
            GRAPH ?claim { ?member dl:host :h }""",
    )


def test_a_plan_stands_beside_the_bounds_of_what_was_reported() -> None:
    store = loaded(
        source()
        + claim("c", event("e"))
        + claim("p", event("plan"), more=PLANNED)
        + claim("pw", ':plan dl:when "2021-05"^^edtf:EDTF .', more=PLANNED)
        + judgement("j", ":plan dl:planOf :e .")
    )
    assert in_view(store, ":e", "dl:plannedFor") == ["[2021-05-01..2021-05-31]"]
    assert in_view(store, ":e", "dl:startEarliest") == []
    assert in_view(store, ":plan", "dl:when") == ["[2021-05-01..2021-05-31]"]
    assert in_view(store, ":plan", "dl:status") == ["dl:planned"]


def test_an_event_on_a_day_has_its_bounds_and_its_length() -> None:
    on_a_day = claim("w", ':e dl:when "2021-03-01"^^edtf:EDTF .')
    store = loaded(source() + claim("c", event("e")) + on_a_day)
    assert in_view(store, ":e", "dl:when") == ["2021-03-01"]
    assert in_view(store, ":e", "dl:startEarliest") == ["2021-03-01T00:00:00Z"]
    assert in_view(store, ":e", "dl:startEarliestSeconds") == ["1614556800"]
    assert in_view(store, ":e", "dl:endLatest") == ["2021-03-02T00:00:00Z"]
    assert in_view(store, ":e", "dl:durationMaximum") == ["86400"]
    assert in_view(store, ":e", "dl:restsOnDisputed") == ["false"]


def test_a_bound_that_rests_on_a_disputed_claim_says_so() -> None:
    on_a_day = claim("c0", ':e dl:when "2021-03-01"^^edtf:EDTF .')
    store = loaded(source() + claim("c", event("e")) + on_a_day + DENIAL)
    assert in_view(store, ":e", "dl:restsOnDisputed") == ["true"]


# --- periods, by which events are found in a window of time ---------------------------------------


def periods(store: MemoryStore, name: str, predicate: str) -> list[str]:
    return [period.removeprefix(PERIOD) for period in in_view(store, name, predicate)]


@pytest.mark.parametrize(
    ("kind", "dates", "possible", "certain"),
    [
        ("dl:Meeting", {"when": "2021-03-01"}, "2021-03-01", ["2021-03-01"]),
        ("dl:Meeting", {"when": "2021-03"}, "2021-03", ["2021-03"]),
        ("dl:Meeting", {"startsOn": "2021-03-01/.."}, "from-2021", []),
        ("dl:Meeting", {"when": "../2021-03-01"}, "until-2021", []),
        ("dl:Meeting", {}, "any", []),
        ("dl:Situation", {"startsOn": "2021-03-01"}, "from-2021", ["2021-03-01"]),
        ("dl:Situation", {"startsOn": "2021-03"}, "from-2021", ["2021-03"]),
        ("dl:Situation", {"endsOn": "2021-03-01"}, "until-2021", ["2021-03-01"]),
        (
            "dl:Situation",
            {"startsOn": "2021-03-01", "endsOn": "2021-04-01"},
            "2021-03_2021-04",
            ["2021-03_2021-04"],
        ),
    ],
)
def test_an_event_is_found_in_the_periods_in_which_it_possibly_and_certainly_was(
    kind: str, dates: dict[str, str], possible: str, certain: list[str]
) -> None:
    said = "".join(
        claim(name, f':e dl:{name} "{date}"^^edtf:EDTF .') for name, date in dates.items()
    )
    store = loaded(source(more="a dl:Source") + claim("c", event("e", kind)) + said)
    assert periods(store, ":e", "dl:possiblePeriod") == [possible]
    assert periods(store, ":e", "dl:certainPeriod") == certain
    assert in_view(store, ":e", "dl:aspect") == [
        "dl:lasting" if kind == "dl:Situation" else "dl:punctual"
    ]


@pytest.mark.parametrize(
    ("more", "possible"), [(PLANNED, "2021-05-01"), ("; dl:modality dl:hypothetical", "any")]
)
def test_what_is_planned_or_supposed_certainly_was_at_no_time(more: str, possible: str) -> None:
    on_a_day = claim("w", ':e dl:when "2021-05-01"^^edtf:EDTF .', more=more)
    store = loaded(source() + claim("c", event("e"), more=more) + on_a_day)
    assert periods(store, ":e", "dl:possiblePeriod") == [possible]
    assert periods(store, ":e", "dl:certainPeriod") == []


@pytest.mark.parametrize(
    ("more", "found"), [("", [":h", ":x"]), (QUOTED, [":h", ":x"]), (PLANNED, [])]
)
def test_participants_are_found_by_the_period_too_where_they_stand_plainly(
    more: str, found: list[str]
) -> None:
    on_a_day = claim("w", ':e dl:when "2021-03-01"^^edtf:EDTF ; dl:host :h ; dl:place :p .')
    store = loaded(
        source()
        + claim("c", event("e", more="; dl:participant :x"), more=more)
        + on_a_day
        + claim("m", ":e dl:mediator :m .", more=PLANNED)
    )
    assert in_view(store, ":e", "dl:participant") == found
    by_period = [q for q in store.quads(ACCEPTED) if q.predicate.value.startswith(PERIOD)]
    assert sorted(short(quad.object) for quad in by_period) == found
    days = {quad.predicate.value.removeprefix(PERIOD) for quad in by_period}
    assert days == ({"2021-03-01"} if found else set())


def test_the_periods_in_use_are_described_and_no_others() -> None:
    on_a_day = claim("w", ':e dl:when "2021-03-01"^^edtf:EDTF .')
    store = loaded(source() + claim("c", event("e")) + on_a_day)
    described = {
        text(quad.subject).removeprefix(PERIOD): text(quad.object)
        for quad in store.quads(ACCEPTED)
        if short(quad.predicate) == "dl:beginSeconds"
    }
    assert described == {"2021-03-01": "1614556800", "2021": "1609459200"}
    day, year = f"<{PERIOD}2021-03-01>", f"<{PERIOD}2021>"
    assert asks(
        store,
        f"""GRAPH graph:accepted {{
            {day} a dl:Period ; dl:endSeconds 1614643200 ; dl:inYears {year} .
            {year} a dl:Years ; dl:endSeconds 1640995200
        }}""",
    )
    assert not asks(store, f"GRAPH graph:accepted {{ {day} a dl:Years }}")


# --- conflicts ------------------------------------------------------------------------------------


def test_a_contradiction_is_told_with_its_claims_and_the_repair() -> None:
    store = loaded(
        source()
        + claim("a", event("e"))
        + claim("b", event("f"))
        + claim("x", ":e dl:before :f .")
        + claim("y", ":f dl:before :e .")
    )
    (conflict,) = {q.subject for q in store.quads(CONFLICTS) if short(q.object) == "dl:Conflict"}
    name = short(conflict)
    assert values(store, "graph:conflicts", name, "rdf:type") == ["dl:Conflict"]
    assert values(store, "graph:conflicts", name, "dl:claim") == [":x", ":y"]
    (given_up,) = values(store, "graph:conflicts", name, "dl:setAside")
    assert given_up in {":x", ":y"}
    (words,) = values(store, "graph:conflicts", name, "dl:explanation")
    assert words
    for thing in (":e", ":f"):
        assert in_view(store, thing, "dl:setAside") == [given_up]


def test_a_judgement_in_a_contradiction_is_what_the_conflict_assumes() -> None:
    store = loaded(
        source()
        + claim("a", event("e"))
        + claim("b", event("f"))
        + claim("x", ":e dl:before :f .")
        + judgement("j", ":e dl:sameEventAs :f .")
    )
    (conflict,) = {q.subject for q in store.quads(CONFLICTS) if short(q.object) == "dl:Conflict"}
    assert values(store, "graph:conflicts", short(conflict), "dl:assuming") == [":j"]
    assert values(store, "graph:conflicts", short(conflict), "dl:claim") == [":x"]


def test_claims_in_harmony_leave_the_conflicts_empty(shipped_view: MemoryStore) -> None:
    assert list(shipped_view.quads(CONFLICTS)) == []


if __name__ == "__main__":
    view = derived(shipped_store())
    GOLDEN.write_bytes(ox.serialize(view, format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b"")


def test_a_label_keeps_its_language_and_a_value_its_datatype() -> None:
    store = loaded(
        source()
        + ":casualties rdfs:subPropertyOf dl:topic ."
        + claim("c", ':e a dl:Meeting ; rdfs:label "פגישה"@he ; :casualties 5 .')
    )
    names = {**PREFIXES, "": BASE}
    asked = 'ASK { GRAPH graph:accepted { :e rdfs:label "פגישה"@he ; :casualties 5 } }'
    assert bool(store.query(asked, prefixes=names, default_graphs=()))
