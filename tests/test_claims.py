"""RDF becomes values: every property of claims, sources and evidence arrives where it belongs."""

from __future__ import annotations

import pytest
from documents import BASE, HEAD, claim, event, given, judgement, loaded, source

from dateline.claims import knowledge_of, read_knowledge
from dateline.model import (
    Claim,
    Duration,
    Edtf,
    Evidence,
    Iri,
    Knowledge,
    Quantity,
    Source,
    Text,
    Triple,
    Value,
)
from dateline.time.relative import RelativeDate
from dateline.vocabulary import DL


def known(text: str) -> Knowledge:
    return knowledge_of(given(text).quads)


def the_claim(text: str) -> Claim:
    (found,) = known(text).claims
    return found


def iri(name: str) -> Iri:
    return Iri(BASE + name)


def test_an_empty_store_knows_nothing() -> None:
    assert (known("").claims, dict(known("").sources)) == ((), {})


def test_a_claim_has_its_source_and_speaks_in_its_voice_unless_it_says_otherwise() -> None:
    plain = the_claim(claim("c", event("e")))
    assert (plain.iri, plain.source, plain.in_own_voice) == (iri("c"), iri("paper"), True)
    assert (plain.modality, plain.certainty, plain.is_judgement) == ("asserted", "certain", False)
    assert (plain.attributed_to, plain.said_in, plain.disputes) == ((), None, ())


def test_every_property_of_a_claim_is_read() -> None:
    full = the_claim(
        claim(
            "c",
            event("e"),
            more="""; dl:attributedTo :b , :a ; dl:saidIn :speech ; dl:modality dl:planned ;
                dl:certainty dl:possible ; dl:disputes :d , :f ; dl:broughtBy :other ;
                dl:recordedAt "2024-01-01T00:00:00Z"^^xsd:dateTime""",
        )
    )
    assert full.attributed_to == (iri("a"), iri("b"))
    assert (full.said_in, full.brought_by) == (iri("speech"), iri("other"))
    assert (full.modality, full.certainty) == ("planned", "possible")
    assert full.disputes == (iri("d"), iri("f"))
    assert full.recorded_at == "2024-01-01T00:00:00Z"
    assert not full.in_own_voice


def test_a_judgement_has_an_author_and_a_reason() -> None:
    judged = the_claim(judgement("j", ":e dl:sameEventAs :f ."))
    assert (judged.author, judged.reason, judged.source) == ("me", "so", None)
    assert judged.is_judgement
    assert judged.triples == (Triple(iri("e"), "sameEventAs", iri("f")),)


def test_a_withdrawn_claim_is_not_known() -> None:
    assert known(":c a dl:Withdrawn ; dl:source :paper . :c { :e a dl:Meeting . }").claims == ()


VALUES: list[tuple[str, str, str, Value]] = [
    ("a thing", "dl:place :paris", "place", iri("paris")),
    ("words", 'dl:topic "fish"@en', "topic", Text("fish", "en")),
    ("words without a language", 'dl:topic "fish"', "topic", Text("fish")),
    ("a label", 'rdfs:label "talks"@en', "label", Text("talks", "en")),
    ("a kind", "a dl:Talks", "type", Iri(DL + "Talks")),
    ("a property of the user's", ":pilot :x", BASE + "pilot", iri("x")),
    ("a date", 'dl:when "2015-11~"^^edtf:EDTF', "when", Edtf("2015-11~")),
    (
        "a weekday",
        """dl:startsOn [ dl:expression "on Monday"@en ; dl:weekday time:Monday ;
            dl:direction dl:earlier ; dl:anchor :speech ]""",
        "startsOn",
        RelativeDate("on Monday", iri("speech"), weekday=0, direction="earlier"),
    ),
    (
        "an offset",
        "dl:endsOn [ dl:offset -10 ; dl:unit time:unitDay ]",
        "endsOn",
        RelativeDate("", offset=-10, unit="day"),
    ),
    (
        "a unit",
        "dl:activeOn [ dl:withinUnit time:unitMonth ]",
        "activeOn",
        RelativeDate("", within_unit="month"),
    ),
    (
        "a clock time",
        """dl:when [ dl:clockTime "10:00" ; dl:utcOffset "+02:00" ;
            dl:on "2021-05-04"^^edtf:EDTF ]""",
        "when",
        RelativeDate("", clock_time="10:00", utc_offset="+02:00", on="2021-05-04"),
    ),
    (
        "a part of a week before",
        "dl:when [ dl:withinUnit time:unitWeek ; dl:offset -1 ; dl:part dl:late ]",
        "when",
        RelativeDate("", within_unit="week", offset=-1, part="late"),
    ),
    (
        "a day that is none",
        "dl:when [ dl:weekday :Someday ]",
        "when",
        RelativeDate(""),
    ),
    (
        "a duration",
        'dl:duration [ dl:amount 2.5 ; dl:unit time:unitDay ; dl:expression "so long"@en ]',
        "duration",
        Duration(2.5, "day", expression="so long"),
    ),
    (
        "bounds of a duration",
        "dl:duration [ dl:minimum 60 ; dl:maximum 90 ]",
        "duration",
        Duration(minimum=60, maximum=90),
    ),
    (
        "a quantity",
        """dl:quantity [ dl:kind "depth" ; dl:value 1.5 ; dl:unit "km" ;
            dl:approximation "about" ]""",
        "quantity",
        Quantity(Iri("any"), "depth", "1.5", "km", "about"),
    ),
]


@pytest.mark.parametrize(
    ("what", "states", "name", "value"), VALUES, ids=[row[0] for row in VALUES]
)
def test_a_claim_states(what: str, states: str, name: str, value: Value) -> None:
    assert the_claim(claim("c", f":e {states} .")).triples == (Triple(iri("e"), name, value),)


def test_a_claim_states_its_triples_in_a_fixed_order() -> None:
    triples = the_claim(claim("c", ":f dl:before :g . :e dl:place :b , :a ; a dl:Talks .")).triples
    assert [(t.subject, t.predicate) for t in triples] == [
        (iri("e"), "type"),
        (iri("e"), "place"),
        (iri("e"), "place"),
        (iri("f"), "before"),
    ]
    assert [t.value for t in triples[1:3]] == [iri("a"), iri("b")]


EVIDENCE = [
    ("words", 'oa:exact "they met"', Evidence(iri("w"), exact="they met")),
    ("an address", "dl:url <urn:x:page>", Evidence(iri("w"), url="urn:x:page")),
    (
        "a position",
        """oa:hasSource :copy ; oa:hasSelector [ oa:start 3 ; oa:end 9 ] ; dl:digest "d" ;
            dl:looseDigest "l" """,
        Evidence(iri("w"), iri("copy"), 3, 9, "d", "l"),
    ),
    ("a position of its own", "oa:start 0 ; oa:end 9", Evidence(iri("w"), None, 0, 9)),
    ("a quote", 'oa:hasSelector [ oa:exact "met" ]', Evidence(iri("w"), exact="met")),
]


@pytest.mark.parametrize(("what", "says", "expected"), EVIDENCE, ids=[row[0] for row in EVIDENCE])
def test_evidence_is(what: str, says: str, expected: Evidence) -> None:
    text = f":c dl:source :paper ; dl:evidence :w . :w {says} . :c {{ :e a dl:Talks . }}"
    assert the_claim(text).evidence == (expected,)


def test_evidence_that_is_not_described_is_there_by_name() -> None:
    assert the_claim(":c dl:source :p ; dl:evidence :w .").evidence == (Evidence(iri("w")),)


def test_every_property_of_a_source_is_read() -> None:
    found = known(
        source(
            more="""dl:published "2021-03"^^edtf:EDTF ; dl:publisher "The Paper" ;
            dl:url <urn:x:1> ; dl:reliability "B" ; dl:copyOf :wire ; dl:textDigest "0a" """
        )
    ).sources
    assert found[iri("paper")] == Source(
        iri("paper"), "paper", "2021-03", "The Paper", "urn:x:1", "B", iri("wire"), "0a"
    )


def test_a_source_that_is_only_cited_is_known_by_name() -> None:
    assert known(claim("c", event("e"))).sources == {iri("paper"): Source(iri("paper"))}


BACKGROUND = """
:paris a dl:Place ; rdfs:label "Paris"@fr , "Paris (city)"@en ; dl:within :france .
:france dl:within :europe , :paris . :europe dl:within :earth .
:putin a dl:Person ; rdfs:label "Vladimir Putin"@en ; skos:altLabel "Putin"@en , "ВВП"@ru .
"""


def test_the_background_is_read() -> None:
    found = known(BACKGROUND)
    assert found.labels == {iri("paris"): "Paris (city)", iri("putin"): "Vladimir Putin"}
    assert found.aliases[iri("putin")] == ("Putin", "ВВП")
    assert found.kinds[iri("putin")] == (Iri(DL + "Person"),)


def test_the_places_around_a_place_come_nearest_first_and_circles_end() -> None:
    found = known(BACKGROUND).containers
    assert found[iri("paris")] == (iri("france"), iri("europe"), iri("earth"))
    assert found[iri("france")] == (iri("europe"), iri("paris"), iri("earth"))


def test_a_store_is_read_like_a_file() -> None:
    text = source() + claim("c", event("e")) + BACKGROUND
    store, file = read_knowledge(loaded(text)), known(text)
    assert store.sources == file.sources
    assert [c.triples for c in store.claims] == [c.triples for c in file.claims]


def test_what_normalising_never_leaves_behind_is_refused() -> None:
    import pyoxigraph as ox

    quads = ox.parse(
        (HEAD + ":c a dl:Claim . :c { :e dl:place _:b . }").encode(), ox.RdfFormat.TRIG
    )
    graphed = [
        ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(DL.replace("ns#", "graph/claims")))
        if isinstance(q.graph_name, ox.DefaultGraph)
        else q
        for q in quads
    ]
    with pytest.raises(TypeError, match="a claim cannot state _:"):
        knowledge_of(graphed)
