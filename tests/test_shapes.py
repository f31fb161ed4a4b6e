"""What a file must keep to: each valid example passes, each invalid one fails for one reason."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyshacl import validate
from rdflib import RDF, RDFS, SH

from dateline.resources import path_of, read_text
from dateline.shapes import Problem, check_shapes
from dateline.sources import read_file

EXAMPLES = path_of("ontology/examples")
VALID = sorted((EXAMPLES / "valid").iterdir())
INVALID = sorted((EXAMPLES / "invalid").iterdir())
BASE = "https://example.org/border-news/"
PREFIXES = f"""
    @prefix dl: <https://w3id.org/dateline/ns#> .
    @prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
    @prefix oa: <http://www.w3.org/ns/oa#> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix time: <http://www.w3.org/2006/time#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix : <{BASE}> .
"""
CLAIM = """
    :paper a dl:Article ; rdfs:label "Ministers meet"@en .
    :c a dl:Claim ; dl:source :paper ; dl:evidence [ a dl:Evidence ; oa:exact "they met" ] .
"""


def problems_of(
    folder: Path, text: str, background: tuple[ox.Quad, ...] = ()
) -> tuple[Problem, ...]:
    file = folder / "given.trig"
    file.write_text(PREFIXES + text, encoding="utf-8")
    return check_shapes("given.trig", read_file(file).quads, background)


def rules(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.rule.split(" (here: ")[0] for problem in problems}


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_a_valid_example_has_no_problem(file: Path) -> None:
    assert check_shapes(file.name, read_file(file).quads) == ()


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_an_invalid_example_has_the_one_problem_that_it_announces(file: Path) -> None:
    first_line = file.read_text(encoding="utf-8").splitlines()[0]
    problems = check_shapes(file.name, read_file(file).quads)
    (rule,) = rules(problems)
    assert first_line.removeprefix("# message: ") in rule
    assert all(problem.mend and problem.file == file.name for problem in problems)


shapes = rdflib.Graph().parse(data=read_text("ontology/shapes.ttl"), format="turtle")


def test_an_invalid_example_announces_a_message_of_the_shapes() -> None:
    messages = {str(message).split(" — ")[0] for message in shapes.objects(None, SH.message)}
    announced = {f.read_text(encoding="utf-8").splitlines()[0][11:] for f in INVALID}
    assert announced - {"cannot read the date"} <= messages


def test_the_shapes_are_well_formed_shacl() -> None:
    conforms, _, text = validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_every_shape_has_a_label_and_every_message_a_rule_and_a_mend() -> None:
    unlabelled = [
        s for s in shapes.subjects(RDF.type, SH.NodeShape) if (s, RDFS.label, None) not in shapes
    ]
    assert unlabelled == []
    for message in shapes.objects(None, SH.message):
        rule, dash, mend = str(message).partition(" — ")
        assert dash
        assert not rule.endswith(".")
        assert mend.endswith(".")


MEETING = ':e a dl:Meeting ; rdfs:label "meeting"@en'
ORDER = ":c { :e dl:before :f . }"

PLACES = [
    ("in the claim that states it", f':c {{ {MEETING} ; dl:when "soon" . }}', "c"),
    ("in the claim that types the event", ":c { :e a dl:Meeting . }", "c"),
    (
        "in the claim that a relative date belongs to",
        f":c {{ {MEETING} ; dl:when [ a dl:RelativeDate ; dl:direction dl:later ] . }}",
        "c",
    ),
    ("in the claim that uses the property", ":c { :e :unheardOf :f . }", "c"),
    ("in the source itself", ORDER + ' :paper dl:reliability "Z" .', "paper"),
    ("in the actor itself", ORDER + " :someone a dl:Person .", "someone"),
    ("in the source with a bad date", ORDER + ' :paper dl:published "?"^^edtf:EDTF .', "paper"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "text", "place"), PLACES, ids=[row[0] for row in PLACES])
def test_a_problem_stands(tmp_path: Path, where: str, text: str, place: str) -> None:
    (problem,) = problems_of(tmp_path, CLAIM + text)
    assert problem.place == BASE + place


def test_the_position_of_evidence_is_a_matter_of_its_claim(tmp_path: Path) -> None:
    evidence = "[ a oa:TextPositionSelector ; oa:start 9 ; oa:end 4 ]"
    (problem,) = problems_of(
        tmp_path,
        f""":paper a dl:Article ; rdfs:label "Ministers meet"@en .
        :c a dl:Claim ; dl:source :paper ;
            dl:evidence [ a dl:Evidence ; oa:hasSelector {evidence} ; dl:digest "{"0" * 64}" ] .
        :c {{ :e dl:before :f . }}""",
    )
    assert problem.place == BASE + "c"


def test_a_fault_in_two_claims_is_two_problems(tmp_path: Path) -> None:
    second = CLAIM.replace(":c a", ":c2 a").replace(
        ':paper a dl:Article ; rdfs:label "Ministers meet"@en .', ""
    )
    problems = problems_of(tmp_path, CLAIM + second + ":c { :e :odd :f . } :c2 { :e :odd :g . }")
    assert [problem.place for problem in problems] == [BASE + "c", BASE + "c2"]


def test_a_problem_reads_as_one_line_with_file_place_rule_and_mend() -> None:
    problem = Problem("a.trig", "https://w3id.org/dateline/kb/claim/c", "it is wrong", "Mend it.")
    assert str(problem) == "a.trig: claim:c: it is wrong. Mend it."
    assert (
        str(Problem("a.trig", "line 3, column 7", "it is wrong", ""))
        == "a.trig: line 3, column 7: it is wrong."
    )


def test_the_offending_value_is_shown(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, CLAIM + ":c { :e dl:spekaer :f . }")
    assert problem.rule.endswith("(here: dl:spekaer)")


LENIENT = {
    "a claim without rdf:type": CLAIM.replace("a dl:Claim ;", "") + ORDER,
    "a sourced claim with an author as well": CLAIM
    + ':c dl:author "me" ; dl:reason "so" .'
    + ORDER,
    "a sourced judgement of identity": CLAIM + ":c { :e dl:sameEventAs :f . }",
    "a denial of a claim in another file": CLAIM + ":c dl:disputes :elsewhere .",
    "a retraction that states nothing": CLAIM + ":c dl:retracts :elsewhere .",
    "an actor typed in a claim": CLAIM + ':c { :x a dl:Person ; rdfs:label "X"@en . }',
    "foreign types in the reference data": CLAIM
    + ':x a dl:Person, <http://xmlns.com/foaf/0.1/Person> ; rdfs:label "X"@en .'
    + ':c { :x dl:capacity "minister"@en . }',
    "a unit without a direction": CLAIM
    + f""":c {{ {MEETING} ; dl:when [ a dl:RelativeDate ;
        dl:expression "this week"@en ; dl:withinUnit time:unitWeek ] . }}""",
    "judgements that differ about a publication date": CLAIM
    + ':j1 a dl:Claim ; dl:author "a" ; dl:reason "so" .'
    + ':j2 a dl:Claim ; dl:author "b" ; dl:reason "so" .'
    + ':j1 { :paper dl:published "2021"^^edtf:EDTF . }'
    + ':j2 { :paper dl:published "2022"^^edtf:EDTF . }'
    + ORDER,
    "the words on a quote selector": CLAIM.replace(
        'oa:exact "they met"', 'oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact "they met" ]'
    )
    + ORDER,
    "a duration with a minimum only": CLAIM
    + ":c { :e dl:duration [ a dl:Duration ; dl:minimum 60 ] . }",
    "contradicting dates": CLAIM + ":c { :e dl:before :f . :f dl:before :e . }",
}


@pytest.mark.parametrize("what", LENIENT)
def test_what_the_model_allows_is_no_problem(tmp_path: Path, what: str) -> None:
    assert problems_of(tmp_path, LENIENT[what]) == ()


def test_the_kinds_and_actors_of_the_store_are_known_to_a_file(tmp_path: Path) -> None:
    store = tmp_path / "reference.trig"
    store.write_text(
        PREFIXES
        + ':Ambush rdfs:subClassOf dl:Incident . :x rdfs:label "X"@en . :bad a dl:Person .',
        encoding="utf-8",
    )
    text = CLAIM + ':x a dl:Person . :c { :e a :Ambush ; rdfs:label "ambush"@en ; dl:target :x . }'
    assert problems_of(tmp_path, text, read_file(store).quads) == ()
    assert len(problems_of(tmp_path, text)) == 2


def test_a_file_that_says_nothing_has_no_problem() -> None:
    assert check_shapes("empty.trig", ()) == ()


ILL_TYPED = [
    '"x"^^xsd:integer',
    '"<a/>"^^rdf:XMLLiteral',
    '"2021-02-30"^^xsd:date',
    '"{"^^rdf:JSON',
]


@pytest.mark.parametrize("literal", ILL_TYPED)
def test_ill_typed_literals_are_problems_and_not_noise(
    tmp_path: Path, literal: str, caplog: pytest.LogCaptureFixture
) -> None:
    text = CLAIM + f':c {{ :e a dl:Meeting ; rdfs:label "m"@en ; dl:when {literal} . }}'
    assert len(problems_of(tmp_path, text)) == 1
    assert caplog.text == ""
