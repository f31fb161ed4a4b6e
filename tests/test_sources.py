"""What a file says comes out in one form, whatever the notation; a trap does not go in."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from documents import BASE, HEAD, claim, event, given, judgement, node, short, source, written

from dateline.errors import SourceError
from dateline.sources import MOST_NESTED, SourceFile, read_bytes, read_file
from dateline.vocabulary import CLAIMS, REFERENCE

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="urn:a:"'
SMALL = source() + claim("c", event("e", more="; dl:when [ a dl:RelativeDate ; dl:offset -1 ]"))


def stated(file: SourceFile, graph: str) -> set[tuple[str, str, str]]:
    """Return what a graph states, in short names."""
    return {
        (short(q.subject), short(q.predicate), short(q.object))
        for q in file.graphs.get(node(graph).value, ())
    }


# --- where things belong --------------------------------------------------------------------------


def test_metadata_outside_any_graph_goes_to_the_claims_and_background_to_the_reference() -> None:
    file = given(SMALL + ':envoy a dl:Person ; rdfs:label "the envoy"@en .')
    assert (":paper", "rdf:type", "dl:Article") in stated(file, "graph:claims")
    assert (":c", "dl:source", ":paper") in stated(file, "graph:claims")
    assert stated(file, "graph:reference") == {
        (":envoy", "rdf:type", "dl:Person"),
        (":envoy", "rdfs:label", "the envoy"),
    }
    assert (":e", "rdf:type", "dl:Meeting") in stated(file, ":c")


def test_evidence_and_its_position_go_along_with_the_claim() -> None:
    file = given(
        source()
        + """:c a dl:Claim ; dl:source :paper ; dl:evidence :words . :c { :e a dl:Meeting . }
        :words oa:hasSelector :position . :position oa:start 3 ; oa:end 9 . :other oa:start 5 ."""
    )
    assert (":position", "oa:start", "3") in stated(file, "graph:claims")
    assert stated(file, "graph:reference") == {(":other", "oa:start", "5")}


def test_evidence_that_leads_back_to_itself_ends() -> None:
    file = given(source() + ":c dl:source :paper ; dl:evidence :w . :w dl:evidence :c , :w .")
    assert (":w", "dl:evidence", ":w") in stated(file, "graph:claims")


def test_metadata_that_stands_in_its_graph_already_stays_there() -> None:
    outside = source() + ":c a dl:Claim ; dl:source :paper ; dl:disputes :d ."
    inside = f"graph:claims {{ {outside} }}"
    assert given(outside).quads == given(inside).quads


MARKED = {
    "a graph of its own": ":c { :e a dl:Meeting . }",
    "a source": ":c dl:source :paper .",
    "what it disputes": ":c dl:disputes :d .",
    "an author": ':c dl:author "me" .',
    "its class": ":c a dl:Claim .",
}


@pytest.mark.parametrize("mark", MARKED)
def test_a_claim_is_known_by(mark: str) -> None:
    assert given(MARKED[mark]).claims == {BASE + "c"}


SOURCES = [
    ("its class", ":paper a dl:Source .", True),
    ("its kind", ":paper a dl:Article .", True),
    ("its day of publication", ':paper dl:published "2021"^^edtf:EDTF .', False),
    ("being cited", ':c dl:source :paper . :paper rdfs:label "Paper"@en .', False),
]


@pytest.mark.parametrize(("mark", "text", "described"), SOURCES, ids=[row[0] for row in SOURCES])
def test_a_source_is_known_by(mark: str, text: str, described: bool) -> None:
    file = given(text)
    assert BASE + "paper" in file.metadata
    assert REFERENCE not in file.graphs
    assert file.described_sources == ({BASE + "paper"} if described else set())


def test_a_judgement_belongs_to_the_only_source_of_its_file() -> None:
    file = given(SMALL + judgement("j", ":e dl:sameEventAs :f ."))
    assert (":j", "dl:broughtBy", ":paper") in stated(file, "graph:claims")
    assert (":c", "dl:broughtBy", ":paper") not in stated(file, "graph:claims")


def test_a_judgement_in_a_file_of_two_sources_belongs_to_neither() -> None:
    text = SMALL + claim("d", event("f"), source="other") + judgement("j", ":e dl:sameEventAs :f .")
    assert not [s for s in stated(given(text), "graph:claims") if s[1] == "dl:broughtBy"]


def test_a_judgement_that_says_who_brought_it_keeps_that() -> None:
    text = SMALL + judgement("j", ":e dl:sameEventAs :f .") + ":j dl:broughtBy :other ."
    brought = [s[2] for s in stated(given(text), "graph:claims") if s[1] == "dl:broughtBy"]
    assert brought == [":other"]


def test_a_withdrawn_claim_is_not_made_again_by_being_read() -> None:
    file = given(source() + ":c a dl:Withdrawn ; dl:source :paper . :c { :e a dl:Meeting . }")
    assert file.claims == frozenset()
    assert (":c", "rdf:type", "dl:Withdrawn") in stated(file, "graph:claims")


def test_derived_graphs_are_ignored() -> None:
    derived = "graph:accepted { :e dl:status dl:reported . } graph:conflicts { :x a dl:Conflict . }"
    assert given(SMALL + derived).quads == given(SMALL).quads


@pytest.mark.parametrize("graph", ["graph:claims", "graph:reference", "graph:accepted"])
def test_a_fixed_graph_is_no_claim(graph: str) -> None:
    """Loading replaces a claim's graph: it would empty the knowledge base."""
    with pytest.raises(SourceError, match="is no claim; give the claim an IRI of its own"):
        given(SMALL + f"{graph} dl:disputes :c .")


def test_an_empty_file_says_nothing() -> None:
    file = given("")
    assert (file.quads, file.claims, file.metadata, file.graphs) == ((), frozenset(), {}, {})


# --- blank nodes and literals ---------------------------------------------------------------------


def test_blank_nodes_get_the_same_names_whatever_their_labels_and_order() -> None:
    one = """:c { :e dl:when _:a . _:a dl:expression "then"@en ; dl:offset -1 .
                 :f dl:when _:b . _:b dl:offset -2 . }"""
    other = """:c { _:b dl:offset -1 . :f dl:when _:x . :e dl:when _:b .
                   _:x dl:offset -2 . _:b dl:expression "then"@en . }"""
    assert given(one).quads == given(other).quads
    assert not any("_:" in str(quad) for quad in given(one).quads)


def test_blank_nodes_that_say_other_things_or_of_other_things_are_other_nodes() -> None:
    file = given(
        ":c { :e dl:when [ dl:offset 1 ] . :f dl:when [ dl:offset 1 ] , [ dl:offset 2 ] . }"
    )
    assert len({q.object for q in file.graphs[BASE + "c"] if short(q.predicate) == "dl:when"}) == 3


def test_blank_nodes_within_blank_nodes_are_named() -> None:
    file = given(":c dl:evidence [ oa:hasSelector [ oa:start 1 ] ] . :d dl:evidence [] .")
    assert len(file.quads) == 6
    assert set(file.graphs) == {CLAIMS}


def test_blank_nodes_in_a_circle_are_refused() -> None:
    with pytest.raises(SourceError, match="in a circle; give them IRIs"):
        given(":c { _:a dl:partOf _:b . _:b dl:partOf _:a . }")


def test_blank_nodes_nested_by_the_thousand_are_refused() -> None:
    with pytest.raises(SourceError, match="nested too deeply; give them IRIs"):
        given(f":x rdfs:seeAlso ( {'1 ' * 3000} ) .")


def test_a_claim_graph_without_a_name_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^given.trig: a claim graph has no name"):
        given("_:g { :e a dl:Meeting . }")


LITERALS = [
    ('"042"^^xsd:integer', '"42"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ("1.50", '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ('"1"^^xsd:boolean', '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    (
        '"2021-03-10T09:00:00+00:00"^^xsd:dateTime',
        '"2021-03-10T09:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>',
    ),
    ('"words"@EN-gb', '"words"@en-gb'),
    ('"2015-11~"^^edtf:EDTF', '"2015-11~"^^<http://id.loc.gov/datatypes/edtf/EDTF>'),
]


@pytest.mark.parametrize(("written_as", "kept_as"), LITERALS)
def test_a_literal_becomes_canonical(written_as: str, kept_as: str) -> None:
    (quad,) = given(f":x :p {written_as} .").quads
    assert str(quad.object) == kept_as


# --- formats --------------------------------------------------------------------------------------

TRIPLE = "<urn:a:s> <urn:a:p> <urn:a:o>"
NOTATIONS = {
    "a.trig": "<urn:a:s> <urn:a:p> <urn:a:o> .",
    "a.ttl": "@prefix a: <urn:a:> . a:s a:p a:o .",
    "a.TTL": "@prefix a: <urn:a:> . a:s a:p a:o .",
    "a.nq": f"{TRIPLE} .\n",
    "a.nt": f"{TRIPLE} .\n",
    "a.jsonld": '{"@id": "urn:a:s", "urn:a:p": {"@id": "urn:a:o"}}',
    "a.json": '[{"@id": "urn:a:s", "urn:a:p": {"@id": "urn:a:o"}}]',
    "a.rdf": f"""<rdf:RDF {RDF}><rdf:Description rdf:about="urn:a:s">
        <a:p rdf:resource="urn:a:o"/></rdf:Description></rdf:RDF>""",
    "a.xml": f"""<?xml version="1.0"?><rdf:RDF {RDF}><rdf:Description rdf:about="urn:a:s">
        <a:p rdf:resource="urn:a:o"/></rdf:Description></rdf:RDF>""",
}


@pytest.mark.parametrize("name", NOTATIONS)
def test_every_notation_says_the_same(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(NOTATIONS[name], encoding="utf-8")
    (quad,) = read_file(tmp_path / name).quads
    assert str(quad) == f"{TRIPLE} <{REFERENCE}>"


@pytest.mark.parametrize("name", NOTATIONS)
def test_a_notation_without_a_name_is_told_by_its_beginning(name: str) -> None:
    data = f"\n  {NOTATIONS[name]}".encode()
    assert len(read_bytes(data, "standard input").quads) == 1


def test_a_byte_order_mark_is_passed_over() -> None:
    data = b"\xef\xbb\xbf" + (HEAD + SMALL).encode()
    assert read_bytes(data, "a.trig").quads == given(SMALL).quads


def test_line_by_line_quads_with_blank_nodes_are_told_from_trig() -> None:
    data = b'_:b <urn:a:p> "x" .\n<urn:a:s> <urn:a:p> _:b <urn:a:g> .\n'
    assert len(read_bytes(data, "standard input").quads) == 3


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO((HEAD + SMALL).encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    file = read_file("-")
    assert (file.file, file.quads) == ("standard input", given(SMALL).quads)


# --- what cannot be read --------------------------------------------------------------------------


def test_broken_trig_says_file_line_and_column(tmp_path: Path) -> None:
    file = written(tmp_path, ":c { :e a dl:Meeting ;; }\n:c { :e a }")
    with pytest.raises(SourceError, match="does not parse") as found:
        read_file(file)
    assert found.value.file == str(file)
    assert found.value.place == f"line {HEAD.count(chr(10)) + 2}, column 11"
    assert str(found.value).startswith(f"{file}, line ")


UNREADABLE = [
    ("missing.trig", None, "there is no such file"),
    ("notes.docx", b"x", "what kind of file is this? Known endings: .trig .ttl"),
    ("none", b"", "what kind of file is this?"),
    ("bad.ttl", b"\xff\xfe", "does not parse"),
    ("bad.nt", b"x", "does not parse"),
    ("bad.jsonld", b'{"@id": ', "does not parse"),
    ("bad.rdf", b"<rdf:RDF", "does not parse"),
]


@pytest.mark.parametrize(("name", "data", "message"), UNREADABLE, ids=[r[0] for r in UNREADABLE])
def test_what_cannot_be_read_is_refused_with_its_name(
    tmp_path: Path, name: str, data: bytes | None, message: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError) as found:
        read_file(tmp_path / name)
    assert found.value.message.startswith(message)
    assert found.value.file.endswith(name)


@pytest.mark.parametrize("fault", [ValueError("odd"), OSError("odd")], ids=repr)
def test_whatever_the_parser_complains_of_is_a_source_error(
    monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def complain(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(ox, "parse", complain)
    with pytest.raises(SourceError, match=r"^given.trig: does not parse: odd$"):
        given(SMALL)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot be read \(Is a directory\)"):
        read_file(tmp_path)


# --- traps ----------------------------------------------------------------------------------------


def test_xml_with_a_doctype_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.rdf"
    file.write_text(
        f"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
        <rdf:RDF {RDF}><rdf:Description rdf:about="urn:a:s"><a:p>&b;</a:p></rdf:Description>
        </rdf:RDF>""",
        encoding="utf-8",
    )
    with pytest.raises(SourceError, match="with a DOCTYPE is refused; remove the declaration"):
        read_file(file)
    with pytest.raises(SourceError, match="DOCTYPE"):
        read_bytes(b"<!DOCTYPE r>" + file.read_bytes(), "standard input")


REMOTE = ["http://127.0.0.1:{port}/context.jsonld", "file:///etc/hostname", "context.jsonld"]


@pytest.mark.parametrize("address", REMOTE)
def test_a_context_elsewhere_is_refused_and_nothing_is_fetched(address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        context = address.format(port=listener.getsockname()[1])
        data = f'{{"@context": "{context}", "@id": "urn:a:s", "name": "x"}}'.encode()
        with pytest.raises(SourceError, match="does not parse: "):
            read_bytes(data, "given.jsonld", ox.RdfFormat.JSON_LD)
        with pytest.raises(BlockingIOError):  # nobody knocked
            listener.accept()


TRIPLE_TERMS = {
    "a triple term": f"<urn:a:x> <urn:a:p> <<( {TRIPLE} )>> .",
    "a reified triple": f"<< {TRIPLE} >> <urn:a:p> 1 .",
    "an annotation": f"{TRIPLE} {{| <urn:a:p> 1 |}} .",
}


@pytest.mark.parametrize("what", TRIPLE_TERMS)
def test_triple_terms_are_refused(what: str) -> None:
    with pytest.raises(SourceError, match=r"triple terms \(RDF 1.2\) are not supported"):
        given(TRIPLE_TERMS[what])


def nested(opening: str, inner: str, closing: str, times: int = 30_000) -> str:
    return opening * times + inner + closing * times


XML = f"""<rdf:RDF {RDF} rdf:version="1.2"><rdf:Description rdf:about="urn:a:s">"""
DEEP = {
    "deep.nt": TRIPLE[:-9] + nested("<<( <urn:a:s> <urn:a:p> ", "<urn:a:o>", " )>>") + " .",
    "deep.jsonld": nested('{"urn:a:p":', "1", "}"),
    "lists.jsonld": '{"urn:a:p":' + nested('{"@list":[', "1", "]}") + "}",
    "unclosed.jsonld": nested('{"urn:a:p":', "1", ""),
    "deep.rdf": XML
    + nested(
        '<a:p rdf:parseType="Tri&#112;le"><rdf:Description rdf:about="urn:a:s">',
        "<a:p>1</a:p>",
        "</rdf:Description></a:p>",
    )
    + "</rdf:Description></rdf:RDF>",
    "deep.ttl": "<urn:a:s> <urn:a:p> " + nested("( ", "1", " )") + " .",
}


@pytest.mark.parametrize("name", DEEP)
def test_nesting_by_the_thousand_is_refused_and_overflows_nothing(
    tmp_path: Path, name: str
) -> None:
    """In a process of its own: the parser's stack would take this one along."""
    file = tmp_path / name
    file.write_text(DEEP[name], encoding="utf-8")
    code = (
        "import sys; from dateline.sources import *\n"
        "try: read_file(sys.argv[1])\nexcept SourceError as error: print(error.message)"
    )
    done = run_python(["-c", code, str(file)])
    assert done.returncode == 0, done.stderr
    assert "nested" in done.stdout or "triple terms" in done.stdout


def run_python(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def test_brackets_in_strings_are_no_nesting() -> None:
    words = "[{" * MOST_NESTED + r" \" "
    data = f'{{"@id": "urn:a:s", "urn:a:p": "{words}", "urn:a:q": [[], {{}}]}}'.encode()
    assert len(read_bytes(data, "given.jsonld").quads) >= 1


def test_xml_without_triple_terms_may_have_many_parts() -> None:
    part = '<a:p rdf:parseType="Resource"><a:q>1</a:q></a:p>'
    data = f'<rdf:RDF {RDF}><rdf:Description rdf:about="urn:a:s">{part * (MOST_NESTED + 1)}'
    file = read_bytes(f"{data}</rdf:Description></rdf:RDF>".encode(), "given.rdf")
    assert file.quads


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("17", '"17"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("17.0", '"17"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("17.50", '"17.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ],
)
def test_a_whole_number_is_kept_as_an_integer_which_every_engine_knows(
    written: str, kept: str
) -> None:
    (quad,) = read_bytes(
        f"<x:s> <x:p> {written} .".encode(), "given.ttl", ox.RdfFormat.TURTLE
    ).quads
    assert str(quad.object) == kept
