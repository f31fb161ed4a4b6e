"""The vocabulary says what it means, and names nothing that others have not published."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, TIME, VANN, XSD
from rdflib.namespace import GEO, DefinedNamespace

from dateline import vocabulary
from dateline.reasoning.relations import RELATIONS
from dateline.resources import read_text

DL = rdflib.Namespace("https://w3id.org/dateline/ns#")
ONTOLOGY = rdflib.URIRef("https://w3id.org/dateline/ns")
OURS = "https://w3id.org/dateline/"
TERMS = Path(__file__).parent / "terms"
CODE = Path(vocabulary.__file__).parent
#: Vocabularies whose list of terms comes with rdflib; those of the others stand in TERMS.
SHIPPED: tuple[type[DefinedNamespace], ...] = (
    DCTERMS, FOAF, GEO, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, TIME, VANN, XSD,
)  # fmt: skip


def graph_of(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=read_text(name), format="turtle")


ontology = graph_of("ontology/dateline.ttl")
context = json.loads(read_text("ontology/context.jsonld"))["@context"]


def declared(*kinds: rdflib.URIRef) -> set[rdflib.URIRef]:
    return {
        term
        for kind in kinds
        for term in ontology.subjects(RDF.type, kind)
        if isinstance(term, rdflib.URIRef) and term.startswith(DL)
    }


classes = declared(RDFS.Class)
properties = declared(RDF.Property)
individuals = declared(OWL.NamedIndividual)
terms = sorted(classes | properties | individuals)
events = {
    term for term in classes if DL.Event in ontology.transitive_objects(term, RDFS.subClassOf)
}


def published() -> dict[str, set[str]]:
    """Return the terms of each foreign vocabulary, by its namespace."""
    known = {str(ns._NS): {str(term) for term in dir(ns)} for ns in SHIPPED}
    for ns in SHIPPED:  # terms that are Python keywords, such as sh:class
        known[str(ns._NS)] |= {str(ns._NS) + name for name in ns._extras}
    for file in sorted(TERMS.glob("*.txt")):
        _, namespace, *names = file.read_text(encoding="utf-8").splitlines()
        known[namespace.removeprefix("# ")] = {namespace.removeprefix("# ") + n for n in names}
    return known


def foreign_iris(graph: rdflib.Graph) -> set[str]:
    return {
        str(term)
        for triple in graph
        for term in (*triple, getattr(triple[2], "datatype", None))
        if isinstance(term, rdflib.URIRef) and not term.startswith(OURS)
    }


@pytest.mark.parametrize("term", terms, ids=lambda term: term.removeprefix(DL))
def test_every_term_has_one_label_and_a_definition_of_one_sentence(term: rdflib.URIRef) -> None:
    labels, comments = (list(ontology.objects(term, p)) for p in (RDFS.label, RDFS.comment))
    assert len(labels) == len(comments) == 1
    for text in (*labels, *comments):
        assert isinstance(text, rdflib.Literal)
        assert text.language == "en"
    assert re.fullmatch(r"[A-Z][^.!?]*\.", re.sub(r"\d\.\d", "", str(comments[0])))


@pytest.mark.parametrize("term", terms, ids=lambda term: term.removeprefix(DL))
def test_every_term_says_where_it_is_defined(term: rdflib.URIRef) -> None:
    assert list(ontology.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY]


def test_every_name_of_ours_that_the_vocabulary_uses_is_declared_in_it() -> None:
    used = {
        term for t in ontology for term in t if isinstance(term, rdflib.URIRef) and DL in str(term)
    }
    assert used <= set(terms)


def test_classes_are_rdfs_and_owl_classes() -> None:
    assert classes == declared(OWL.Class)


def test_a_property_is_of_one_owl_kind_at_most_and_roles_point_at_actors() -> None:
    assert not declared(OWL.ObjectProperty) & declared(OWL.DatatypeProperty)
    roles = set(ontology.subjects(RDFS.subPropertyOf, DL.participant))
    assert {DL.host, DL.target, DL.imposedOn} <= roles <= declared(OWL.ObjectProperty)
    assert {ontology.value(role, RDFS.range) for role in roles} == {DL.Actor}


def test_the_properties_for_dates_take_literals_and_nodes_and_so_are_of_neither_kind() -> None:
    dates = {DL.when, DL.startsOn, DL.endsOn, DL.activeOn}
    assert dates <= properties - declared(OWL.ObjectProperty, OWL.DatatypeProperty)


@pytest.mark.parametrize("kind", sorted(events - {DL.Event}), ids=lambda t: t.removeprefix(DL))
def test_every_kind_of_event_is_punctual_or_lasting(kind: rdflib.URIRef) -> None:
    lasting = {DL.Summit, DL.Sanction, DL.Deployment, DL.Situation}
    expected = DL.lasting if kind in lasting else DL.punctual
    assert list(ontology.objects(kind, DL.aspect)) == [expected]


def test_an_event_as_such_leaves_its_aspect_open_and_nothing_else_has_one() -> None:
    assert set(ontology.subjects(DL.aspect)) == events - {DL.Event}


def test_an_event_has_one_place() -> None:
    assert list(ontology.subject_objects(DL.singleValued)) == [(DL.place, rdflib.Literal(True))]


@pytest.mark.parametrize("name", sorted(RELATIONS))
def test_the_definition_of_an_order_relation_gives_the_inequalities_of_the_code(name: str) -> None:
    comment = str(ontology.value(DL[name], RDFS.comment))
    inside = comment[comment.rindex("(") + 1 : comment.rindex(")")]
    hard, _, soft = inside.partition("as a rule")
    sign = {-1: "<", 0: "<="}
    for text, inequalities in ((hard, RELATIONS[name].hard), (soft, RELATIONS[name].soft)):
        said: set[tuple[str, str, str]] = set()
        for left, op, right in re.findall(r"([st][AB]) (<=|<|=) ([st][AB])", text):
            said |= {(left, "<=", right), (right, "<=", left)} if op == "=" else {(left, op, right)}
        assert said == {(i.left, sign[i.weight], i.right) for i in inequalities}


def test_the_code_names_no_term_that_the_vocabulary_lacks() -> None:
    sources = "".join(p.read_text(encoding="utf-8") for p in CODE.rglob("*.py"))
    named = set(re.findall(r'\bDL \+ "(\w+)"', sources))
    assert named - {"states", "describes"} <= {term.removeprefix(DL) for term in terms}
    assert str(DL) == vocabulary.DL


def context_iris() -> set[str]:
    """Return what the terms of the JSON-LD context stand for, and their datatypes."""
    names = {
        name
        for entry in context.values()
        if isinstance(entry, str | dict)
        for name in ([entry] if isinstance(entry, str) else [entry["@id"], entry.get("@type")])
        if name and ":" in name
    }
    prefixed = (name.partition(":") for name in names if "//" not in name)
    return {context[prefix] + local for prefix, _, local in prefixed}


USES = {
    "vocabulary": foreign_iris(ontology),
    "shapes": foreign_iris(graph_of("ontology/shapes.ttl")),
    "JSON-LD context": {iri for iri in context_iris() if not iri.startswith(OURS)},
}


@pytest.mark.parametrize("where", USES)
def test_every_foreign_term_is_published(where: str) -> None:
    vocabularies = published()
    known = set().union(*vocabularies.values(), vocabularies)
    assert USES[where] - known - {"https://www.apache.org/licenses/LICENSE-2.0"} == set()


def test_no_relation_of_owl_time_is_put_on_events() -> None:
    """They are for time:ProperInterval, which no event is."""
    for predicate in (RDFS.subPropertyOf, RDFS.subClassOf):
        assert not [o for o in ontology.objects(None, predicate) if str(o).startswith(str(TIME))]


HARMFUL = {
    "http://purl.org/NET/c4dm/event.owl#factor": "disjoint with foaf:Agent",
    "http://linkedevents.org/ontology/atTime": "functional",
    "http://linkedevents.org/ontology/inSpace": "functional",
    str(PROV.wasInvalidatedBy): "not the same as shown false",
    str(OWL.sameAs): "merges what a judgement keeps apart",
}


@pytest.mark.parametrize(("term", "why"), HARMFUL.items())
def test_harmful_alignments_are_left_out(term: str, why: str) -> None:
    assert term not in foreign_iris(ontology), why


def expanded(term: str) -> set[str]:
    """Return the IRIs that a term of the JSON-LD context stands for, as a key and as a type."""
    document = {"@context": context, "@id": "urn:x", "@type": term, term: {"@id": "urn:y"}}
    quads = ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)
    return {
        t.value for q in quads for t in (q.predicate, q.object) if not t.value.startswith("urn")
    }


@pytest.mark.parametrize("term", terms, ids=lambda term: term.removeprefix(DL))
def test_the_json_ld_context_has_every_term_under_its_own_name(term: rdflib.URIRef) -> None:
    name = term.removeprefix(DL)
    assert name in context
    assert expanded(name) == {str(term), str(RDF.type)}


def test_the_json_ld_context_needs_no_other_context() -> None:
    assert not [key for key in context if key in {"@import", "@base"}]
    assert isinstance(context, dict)


JSON_LD_VALUES = [
    ("when", "2015-11-24", '"2015-11-24"^^<http://id.loc.gov/datatypes/edtf/EDTF>'),
    ("weekday", "Saturday", f"<{TIME.Saturday}>"),
    ("unit", "unitDay", f"<{TIME.unitDay}>"),
    ("modality", "planned", f"<{DL.planned}>"),
    ("offset", -10, f'"-10"^^<{XSD.integer}>'),
    ("value", "1.5", f'"1.5"^^<{XSD.decimal}>'),
    ("place", "urn:paris", "<urn:paris>"),
    ("label", "talks", '"talks"@en'),
]


@pytest.mark.parametrize(("name", "value", "expected"), JSON_LD_VALUES)
def test_plain_json_values_become_the_terms_that_they_mean(
    name: str, value: object, expected: str
) -> None:
    document = {"@context": context, "@id": "urn:x", name: value}
    (quad,) = ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)
    assert str(quad.object) == expected


def test_the_unit_of_a_quantity_is_a_word() -> None:
    document = {"@context": context, "@id": "urn:x", "@type": "Quantity", "unit": "km"}
    quads = ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)
    assert '"km"' in {str(quad.object) for quad in quads}


def test_the_header_names_licence_version_and_prefix() -> None:
    header = {str(p): str(o) for p, o in ontology.predicate_objects(ONTOLOGY)}
    assert header[str(OWL.versionInfo)] == "0.1.0"
    assert header[str(DCTERMS.license)] == "https://www.apache.org/licenses/LICENSE-2.0"
    assert header[str(VANN.preferredNamespacePrefix)] == "dl"
    assert header[str(VANN.preferredNamespaceUri)] == str(DL)
