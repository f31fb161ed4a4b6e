"""Bulk loading: what streams by is loaded as it is, or refused with line, rule and mend."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from commands import SMALL, files_in, run
from hypothesis import given
from hypothesis import strategies as st

from dateline import pipeline
from dateline.bulk import checking as checking_module
from dateline.bulk import lines as lines_module
from dateline.bulk.background import Present
from dateline.bulk.checking import Check, Totals
from dateline.bulk.details import PRESENT, RULE
from dateline.bulk.findings import MOST, MOST_OF_A_RULE
from dateline.bulk.lines import read_chunks
from dateline.bulk.parts import parts_in
from dateline.bulk.rules import (
    BORROWED,
    CANONICAL,
    CLAIMABLE,
    COMPUTED,
    COMPUTED_CLASSES,
    METADATA,
    VALUES,
    declared,
    fault_of_literal,
)
from dateline.errors import InvalidInput, SourceError, StoreError
from dateline.resources import corpus_files, read_text
from dateline.sources import read_bytes, read_file
from dateline.store.embedded import MemoryStore
from dateline.taxonomy import ontology
from dateline.terms import text
from dateline.vocabulary import DL, PREFIXES, TYPE

RECORDED = "2020-01-02T03:04:05Z"
EXAMPLE = "https://example.org/kb/"


def lines_of(quads: Iterable[ox.Quad]) -> list[str]:
    return [f"{quad} ." for quad in quads]


#: A source with one claim that says when a meeting was, in words.
DATED = (
    SMALL
    + """
:wire-2 a dl:Claim ; dl:source :wire ; dl:evidence :words .
:words a dl:Evidence ; dl:digest "%s" ; oa:hasSelector :position .
:position a oa:TextPositionSelector ; oa:start 3 ; oa:end 9 .
:wire-2 { :wire-meeting dl:when :date ; dl:duration :length ; dl:quantity :number .
    :date a dl:RelativeDate ; dl:expression "10 days ago"@en ; dl:offset -10 ;
        dl:unit time:unitDay .
    :length a dl:Duration ; dl:amount 2 ; dl:unit time:unitDay .
    :number a dl:Quantity ; dl:kind "guests"@en ; dl:value 12 . }
"""
    % ("a" * 64)
).replace("@prefix :", "@prefix time: <http://www.w3.org/2006/time#> .\n@prefix :", 1)
GOOD = lines_of(read_bytes(DATED.encode(), "good", ox.RdfFormat.TRIG).quads)


def term(name: str) -> str:
    """``:x`` is a name of the example, any other prefix one of ours; literals stay."""
    if name.startswith(('"', "<", "_:")):
        return re.sub(r"\^\^(\w+):(\w+)$", lambda m: f"^^<{PREFIXES[m[1]]}{m[2]}>", name)
    prefix, _, local = name.partition(":")
    return f"<{(PREFIXES[prefix] if prefix else EXAMPLE) + local}>"


def line(told: str) -> str:
    """``:s dl:p "o" graph:claims`` as a line of N-Quads."""
    terms = re.findall(r'"(?:[^"\\]|\\.)*"\S*|\S+', told)
    return " ".join(map(term, terms)) + " ."


def write(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("".join(one + "\n" for one in lines), encoding="utf-8", newline="")
    return path


def check(*paths: Path, store: MemoryStore | None = None) -> tuple[bytes, Totals]:
    checked = Check(paths, Present(store or MemoryStore()), RECORDED)
    return b"".join(checked.lines()), checked.totals


def faults(*paths: Path, store: MemoryStore | None = None) -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        check(*paths, store=store)
    return [str(problem) for problem in refused.value.problems]


# --- what is fine ---------------------------------------------------------------------------------


def test_good_lines_pass_unchanged_and_claims_are_stamped_with_the_time_of_recording(
    tmp_path: Path,
) -> None:
    passed, totals = check(write(tmp_path / "good.nq", GOOD))
    stamps = [
        line(f':wire-{n} dl:recordedAt "{RECORDED}"^^xsd:dateTime graph:claims') for n in (1, 2)
    ]
    assert passed.decode().splitlines() == [*GOOD, *stamps]
    assert totals == Totals(len(GOOD) + 2, 2, 1, 0)


def test_a_claim_that_says_when_it_was_recorded_keeps_that(tmp_path: Path) -> None:
    own = line(':wire-1 dl:recordedAt "2019-01-01T00:00:00Z"^^xsd:dateTime graph:claims')
    apart = write(tmp_path / "apart.nq", [*GOOD, own])
    beside = write(tmp_path / "beside.nq", sorted([*GOOD, own]))
    for path in (apart, beside):
        stamped = [one for one in check(path)[0].decode().splitlines() if RECORDED in one]
        assert [one.split()[0] for one in stamped] == [term(":wire-2")]


def test_what_a_dump_holds_is_loaded_but_for_the_computed_graphs(kb: Path, tmp_path: Path) -> None:
    dump, bulk = tmp_path / "a.nq", tmp_path / "b.kb"
    run("dump", "-o", dump, kb=kb)
    told = dump.read_text(encoding="utf-8")
    computed = len(re.findall(r"graph/(?:accepted|conflicts)> \.$", told, re.M))
    result = run("load", "--bulk", dump, kb=bulk)
    assert result.exit_code == 0, result.output
    assert f"left out {computed:,} quads of computed graphs" in result.output
    assert run("dump", kb=bulk).stdout == told


def test_everything_shipped_passes_also_when_its_lines_are_mixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking_module, "MOST_LITERALS", 10)
    monkeypatch.setattr(checking_module, "STAMPED", 100)
    lines = [one for file in corpus_files() for one in lines_of(read_file(file).quads)]
    mixed = sorted(dict.fromkeys(lines), key=lambda one: hashlib.sha256(one.encode()).digest())
    passed, totals = check(write(tmp_path / "mixed.nq", mixed))
    assert passed.decode().splitlines()[: len(mixed)] == mixed
    assert (totals.claims, totals.sources, totals.quads) == (246, 23, len(mixed) + 246)


def test_other_ways_to_write_the_same_quads_come_out_canonical(tmp_path: Path) -> None:
    odd = [
        "",
        "# a comment",
        *(f"\t{one.replace('> <', '>   <', 1)} # as it was\r" for one in GOOD),
        line(':wire rdfs:label "\\u0041 \\u00e9 wire"@en-GB graph:claims'),
        line(":é rdfs:seeAlso <http://example.org/%41> graph:reference"),
    ]
    passed, _ = check(write(tmp_path / "odd.nq", odd))
    told = passed.decode().splitlines()
    assert told[: len(GOOD)] == GOOD
    assert line(':wire rdfs:label "A é wire"@en-gb graph:claims') in told
    assert told[len(GOOD) + 1].startswith("<https://example.org/kb/é>")


def test_files_explain_each_other_and_a_line_may_be_repeated(tmp_path: Path) -> None:
    half = len(GOOD) // 2
    one = write(tmp_path / "one.nq", GOOD[: half + 3])
    two = write(tmp_path / "two.nq", GOOD[half:])
    assert check(two, one)[1].claims == 2


def test_packed_files_and_files_without_a_last_line_break_are_read(tmp_path: Path) -> None:
    packed = tmp_path / "good.nq.gz"
    packed.write_bytes(gzip.compress("\n".join(GOOD).encode()))
    assert check(packed)[1].claims == 2


def test_one_empty_file_of_several_is_passed_over_but_not_all_of_them(tmp_path: Path) -> None:
    empty, also = write(tmp_path / "empty.nq", []), write(tmp_path / "also.nq", [])
    assert check(empty, write(tmp_path / "good.nq", GOOD))[1].claims == 2
    with pytest.raises(InvalidInput) as refusal:
        check(empty, also)
    told = [str(problem) for problem in refusal.value.problems]
    assert told == [f"{file}: the whole file: It holds no statement." for file in (also, empty)]


def test_a_file_is_read_in_pieces_that_end_with_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines_module, "CHUNK", 100)
    path = write(tmp_path / "good.nq", GOOD)
    chunks = list(read_chunks(path))
    assert len(chunks) > 10
    assert b"".join(chunk.text for chunk in chunks) == path.read_bytes()
    assert [n for chunk in chunks for n in chunk.numbers] == list(range(1, len(GOOD) + 1))
    assert check(path)[1].claims == 2


# --- what is refused ------------------------------------------------------------------------------

RULES = {
    # each line by itself
    "no line": ("nonsense", "does not parse"),
    "a bad IRI": ("<a> <b> <c> <d> .", "does not parse"),
    "bytes that are no text": ("\udcff", "does not parse"),
    "no graph": ('<http://e.org/a> <http://e.org/b> "c" .', "stands in no graph"),
    "a blank node": (line(":wire dl:publisher _:x graph:claims"), "holds a blank node"),
    "a triple term": ("<< <http://e.org/a> >> .", "triple terms"),
    "an int": (line(':a wgs:lat "1"^^xsd:int graph:reference'), "rewrite literals of xsd:int"),
    "01": (line(':a wgs:lat "01"^^xsd:integer graph:reference'), "xsd:integer is written canon"),
    "1.50": (line(':a wgs:lat "1.50"^^xsd:decimal graph:reference'), "xsd:decimal is written"),
    "a day that is none": (line(':a dl:x-date "2015-02-30"^^xsd:date graph:reference')
                           .replace(DL + "x-date", "http://e.org/day"), "cannot read the date"),
    "unreadable EDTF": (line(':wire-meeting dl:startsOn "soon"^^edtf:EDTF :wire-1'),
                        "cannot read the date"),
    # by property and graph
    "an unknown property": (line(":wire-meeting dl:wehn :x :wire-1"), "does not know"),
    "a foreign property": (line(":wire-meeting schema:name :x :wire-1"), "does not know"),
    "an unknown class": (line(":wire-meeting rdf:type dl:Meetign :wire-1"), "class that the voc"),
    "a foreign class": (line(":wire-meeting rdf:type schema:Event :wire-1"), "class that the voc"),
    "a computed class": (line(":wire-meeting rdf:type dl:Fact :wire-1"), "does not belong"),
    "a computed property": (line(':wire-meeting dl:order "1"^^xsd:integer :wire-1'), "not belong"),
    "metadata in a claim": (line(":wire-1 dl:source :wire :wire-1"), "does not belong"),
    "an event in graph:claims": (line(':wire dl:when "2015"^^edtf:EDTF graph:claims'), "belong"),
    "an actor in graph:claims": (line(":wire rdf:type dl:State graph:claims"), "does not belong"),
    "a source as background": (line(":other rdf:type dl:Article graph:reference"), "not belong"),
    "a publication as background": (line(':other dl:published "2015"^^edtf:EDTF graph:reference'),
                                    "does not belong"),
    "a misspelt kind of actor": (line(":other rdf:type dl:Sate graph:reference"), "does not know"),
    "an event as background": (line(":other rdf:type dl:Meeting graph:reference"), "described out"),
    "words for a thing": (line(':wire-meeting dl:host "Turkey" :wire-1'), "no value of dl:host"),
    "no class": (line(':wire-meeting rdf:type "Meeting" :wire-1'), "no value of rdf:type"),
    "a bare date": (line(':wire-meeting dl:when "2015-11-24" :wire-1'), "no value of dl:when"),
    "a modality": (line(":wire-1 dl:modality dl:maybe graph:claims"), "no value of dl:modality"),
    # between lines
    "an unregistered graph": (line(":wire-meeting rdf:type dl:Meeting :wire-9"), "no claim"),
    "a claim that nothing backs": (line(":wire-9 dl:disputes :wire-1 graph:claims") + "\n"
                                   + line(":wire-9 rdf:type dl:Claim graph:claims"),
                                   "nothing backs this claim"),
    "a claim that says nothing": (line(":wire-9 rdf:type dl:Claim graph:claims"), "states nothing"),
    "a withdrawal without a time": (line(":wire-9 rdf:type dl:Withdrawn graph:claims"),
                                    "not since when"),
    "a source without a label": (line(":other rdf:type dl:Article graph:claims"), "no label"),
    "evidence without words": (line(":wire-1 dl:evidence :nothing graph:claims"), "no words"),
    "a position without an end": (line(':there oa:start "3"^^xsd:integer graph:claims'), "lacks"),
    "a thing in graph:claims": (line(':wire-meeting rdfs:label "x" graph:claims'), "is no claim,"),
    "two sources": (line(":wire-1 dl:source :other graph:claims"), "two values"),
    "a date without words": (line(":wire-meeting dl:startsOn :later :wire-1"), "say its words"),
    "a rule twice": (line(':date dl:offset "-11"^^xsd:integer :wire-2'), "its rule twice"),
    "a rule of two": (line(":date dl:weekday time:Monday :wire-2"), "has two rules"),
    "a duration of nothing": (line(":wire-meeting dl:duration :x :wire-1"), "say how long"),
    "a quantity of nothing": (line(":wire-meeting dl:quantity :x :wire-1"), "lacks what it"),
}  # fmt: skip


@pytest.mark.parametrize("what", RULES)
def test_a_broken_rule_is_told_with_file_line_and_mend(what: str, tmp_path: Path) -> None:
    bad, expected = RULES[what]
    path = tmp_path / "bad.nq"
    text = "\n".join([*GOOD[:5], bad, *GOOD[5:]]) + "\n"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    told = faults(path)
    assert any(expected in one for one in told), told
    (first, *_) = [one for one in told if expected in one]
    assert re.match(rf"{re.escape(str(path))}: line \d+", first)


def test_the_line_is_the_one_that_is_wrong(tmp_path: Path) -> None:
    bad = [*GOOD[:5], line(":wire-meeting dl:wehn :x :wire-1"), *GOOD[5:], "nonsense"]
    other = write(tmp_path / "other.nq", ["", line(":x rdf:type dl:Meeting :wire-9")])
    told = faults(write(tmp_path / "bad.nq", bad), other)
    assert [one.removeprefix(f"{tmp_path}/").split(": ")[:2] for one in told] == [
        ["bad.nq", f"line 6 ({EXAMPLE}wire-1)"],
        ["bad.nq", f"line {len(bad)}"],
        ["other.nq", f"line 2 ({EXAMPLE}wire-9)"],
    ]


def test_only_the_first_problems_of_each_rule_are_shown_and_all_are_counted(
    tmp_path: Path,
) -> None:
    unregistered = [line(f":e{n} rdf:type dl:Event :nobody-{n}") for n in range(100)]
    misspelt = [line(f":wire-meeting dl:wehn{n} :x :wire-1") for n in range(50)]
    told = faults(write(tmp_path / "bad.nq", [*GOOD, *unregistered, *misspelt]))
    assert len(told) == 2 * MOST_OF_A_RULE + 1
    assert told[-1] == "and 144 more problems like these"


def test_of_many_rules_a_handful_is_shown(tmp_path: Path) -> None:
    each = [bad for bad, _ in RULES.values() if "\udcff" not in bad]
    told = faults(write(tmp_path / "bad.nq", [*GOOD, *each]))
    assert len(told) == MOST + 1


def test_two_values_are_found_however_far_apart_they_are(tmp_path: Path) -> None:
    again = line(":wire-1 dl:source :wire graph:claims")
    assert check(write(tmp_path / "a.nq", [*GOOD, again]))[1].claims == 2
    beside = [again, line(":wire-1 dl:source :other graph:claims"), *GOOD]
    told = faults(write(tmp_path / "b.nq", beside))
    assert told == [f"{tmp_path}/b.nq: line 2 ({EXAMPLE}wire-1): it has two values of a property"
                    " that has one. Keep one of the two lines"]  # fmt: skip


OWN_TERMS = [
    line(":Parade rdfs:subClassOf dl:Meeting graph:reference"),
    line(":marcher rdfs:subPropertyOf dl:participant graph:reference"),
]
USES = [
    line(":wire-meeting rdf:type :Parade :wire-1"),
    line(":wire-meeting :marcher :someone :wire-1"),
]


def test_terms_of_a_user_may_be_declared_after_their_use_or_in_the_store(tmp_path: Path) -> None:
    assert check(write(tmp_path / "a.nq", [*GOOD, *USES, *OWN_TERMS]))[1].claims == 2
    store = MemoryStore()
    store.engine.load("\n".join(OWN_TERMS).encode(), ox.RdfFormat.N_QUADS)
    assert check(write(tmp_path / "b.nq", [*GOOD, *USES]), store=store)[1].claims == 2
    told = faults(write(tmp_path / "c.nq", [*GOOD, *(4 * USES)]))
    assert len(told) == 2 * MOST_OF_A_RULE + 1
    assert told[-1] == "and 2 more problems like these"


@pytest.mark.parametrize(
    ("declaration", "use", "expected"),
    [
        (":x rdfs:subPropertyOf dl:basedOn graph:reference", ":e :x :y :wire-1", "not belong"),
        (":x rdfs:subPropertyOf dl:x graph:reference", ":e :x :y :wire-1", "does not know"),
        (":X rdfs:subClassOf schema:Event graph:reference", ":e rdf:type :X :wire-1", "not know"),
        (":X rdfs:subClassOf dl:Visit graph:reference", ":e rdf:type :X graph:reference", "descr"),
    ],
)
def test_own_terms_obey_the_rules_of_what_they_are_kinds_of(
    declaration: str, use: str, expected: str, tmp_path: Path
) -> None:
    (told,) = faults(write(tmp_path / "a.nq", [*GOOD, line(use), line(declaration)]))
    assert expected in told


def test_kinds_of_actors_may_be_anything(tmp_path: Path) -> None:
    own = line(":x rdf:type schema:Person graph:reference")
    known = line(":x rdf:type dl:Person graph:reference")
    assert check(write(tmp_path / "a.nq", [*GOOD, own, known]))[1].claims == 2


# --- what is there already ------------------------------------------------------------------------


def stored(lines: Iterable[str]) -> MemoryStore:
    store = MemoryStore()
    store.engine.load("\n".join(lines).encode(), ox.RdfFormat.N_QUADS)
    return store


def test_claims_and_sources_that_are_there_already_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nq", GOOD)
    told = faults(path, store=stored(GOOD))
    assert {re.sub(r".*?\): |\. .*", "", one) for one in told[:-1]} == {
        "the knowledge base has this claim already", "the knowledge base has this source already"
    }  # fmt: skip
    cites = stored([line(":other-1 dl:source :wire graph:claims")])
    assert all("has this source already" in one for one in faults(path, store=cites)[:3])


def test_withdrawn_claims_are_there_too(tmp_path: Path) -> None:
    store = stored([line(":wire-1 rdf:type dl:Withdrawn graph:claims")])
    assert "this claim already" in faults(write(tmp_path / "a.nq", GOOD), store=store)[0]


def test_background_may_be_repeated_or_added_to_but_not_contradicted(tmp_path: Path) -> None:
    has = [
        line(':a rdfs:label "A"@en graph:reference'),
        line(":a rdf:type dl:State graph:reference"),
    ]
    fine = [*GOOD, has[0], line(':a skos:altLabel "The A"@en graph:reference')]
    assert check(write(tmp_path / "a.nq", fine), store=stored(has))[1].claims == 2
    other = [*GOOD, line(':a rdfs:label "B"@en graph:reference')]
    (told,) = faults(write(tmp_path / "b.nq", other), store=stored(has))
    assert "says this property of this thing otherwise" in told
    assert f"line {len(other)} ({EXAMPLE}a)" in told


# --- files that cannot be read --------------------------------------------------------------------


def test_files_that_cannot_be_read_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = tmp_path / "cut.nq.gz"
    cut.write_bytes(gzip.compress("\n".join(GOOD * 50).encode(), mtime=0)[:-20])
    no_gzip = tmp_path / "no.nq.gz"
    no_gzip.write_text("plain")
    (tmp_path / "folder.nq").mkdir()
    for path, expected in (
        (tmp_path / "none.nq", "there is no such file"),
        (tmp_path / "a.trig", "files that end in .nq or .nq.gz"),
        (cut, "cannot be read (Compressed file ended"),
        (no_gzip, "cannot be read (Not a gzipped file"),
        (tmp_path / "folder.nq", "cannot be read (Is a directory)"),
    ):
        with pytest.raises(SourceError, match=re.escape(expected)):
            check(path)
    monkeypatch.setattr(lines_module, "CHUNK", 8)
    monkeypatch.setattr(lines_module, "LONGEST_LINE", 64)
    with pytest.raises(SourceError, match="line 2: a line is longer"):
        check(write(tmp_path / "long.nq", ["# short", "#" * 200]))


# --- the rules are those of the shapes ------------------------------------------------------------


def shape_list(marker: str) -> set[str]:
    """Return the names in the ``sh:in`` list of the shapes that has this name in it."""
    (names,) = [
        found
        for found in re.findall(r"sh:in \(([^)]*)\)", read_text("ontology/shapes.ttl"))
        if re.search(rf"{marker}(\s|$)", found)
    ]
    return {DL + name.removeprefix("dl:") for name in names.split()}


def test_the_lists_of_names_are_those_of_the_shapes() -> None:
    assert shape_list("dl:supersedes") == METADATA - CLAIMABLE
    assert shape_list("dl:basedOn") == COMPUTED
    shapes = read_text("ontology/shapes.ttl")
    assert "FILTER (?value IN (dl:Fact, dl:Conflict, dl:Withdrawn))" in shapes
    assert {DL + "Fact", DL + "Conflict", DL + "Withdrawn"} == COMPUTED_CLASSES
    assert "sh:in ( rdf:type rdfs:label skos:altLabel )" in shapes
    borrowed = (("rdf", "type"), ("rdfs", "label"), ("skos", "altLabel"))
    assert {PREFIXES[prefix] + name for prefix, name in borrowed} == BORROWED


def test_every_name_in_the_rules_is_declared() -> None:
    named = METADATA | COMPUTED | {name for name in VALUES if name.startswith(DL)}
    named |= {name[1:-1].decode() for name in RULE | PRESENT}
    assert {name for name in named if name not in declared()} == set()


def test_every_value_that_the_shapes_list_fits() -> None:
    individuals = {
        text(q.subject)
        for q in ontology()
        if q.predicate.value == TYPE and "NamedI" in text(q.object)
    }
    for name in ("direction", "part", "modality", "certainty"):
        form, _ = VALUES[DL + name]
        for value in re.findall(rb"ns\\#(\w+)", form):
            assert DL + value.decode() in individuals


KEEPS = ox.Store()


@given(st.sampled_from(sorted(CANONICAL)), st.data())
def test_a_literal_that_counts_as_canonical_is_kept_by_the_store(
    kind: str, data: st.DataObject
) -> None:
    form = CANONICAL[kind].decode()
    value = data.draw(
        st.from_regex(rf"\A(?:{form})\Z").filter(lambda v: '"' not in v and "\\" not in v)
    )
    literal = ox.Literal(value, datatype=ox.NamedNode(kind))
    if fault_of_literal(str(literal).encode()) is None:
        quad = ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), literal)
        KEEPS.clear()
        KEEPS.add(quad)
        assert list(KEEPS) == [quad]


@pytest.mark.parametrize(
    ("literal", "fine"),
    [
        ('"XXXX-11-24"^^edtf:EDTF', True),
        ('"2015-11?"^^edtf:EDTF', True),
        ('"anything"^^<http://example.org/own>', True),
        ('"-0"^^xsd:integer', False),
        ('"true"^^xsd:boolean', True),
        ('"2015-11-24T10:00:00Z"^^xsd:dateTime', True),
        ('"2015-11-24T10:00:00+02:00"^^xsd:dateTime', False),
        ('"2015-11-24T10:00:61Z"^^xsd:dateTime', False),
    ],
)
def test_literals(literal: str, fine: bool) -> None:
    assert (fault_of_literal(term(literal).encode()) is None) is fine


# --- into a knowledge base ------------------------------------------------------------------------


def test_a_refused_first_load_leaves_no_knowledge_base_behind(tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.nq", [*GOOD, "nonsense"])
    place = tmp_path / "some.kb"
    result = run("load", "--bulk", bad, "--parts", tmp_path / "parts", kb=place)
    assert result.exit_code == 1
    assert "does not parse" in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.nq"]
    place.mkdir()
    run("load", "--bulk", bad, kb=place)
    assert files_in(place) == {}


def test_a_refused_load_leaves_everything_as_it_was(kb: Path, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.nq", [*GOOD, "nonsense"])
    before = run("dump", kb=kb).stdout
    generations = {path.name for path in (kb / "generations").iterdir()}
    assert run("load", "--bulk", bad, kb=kb).exit_code == 1
    assert run("dump", kb=kb).stdout == before
    assert {path.name for path in (kb / "generations").iterdir()} == generations


def test_bulk_adds_to_what_is_there_and_takes_the_view_away_until_it_is_solved(
    kb: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "good.nq", GOOD)
    result = run("load", "--bulk", path, "--no-solve", kb=kb)
    assert (result.exit_code, "not solved yet (dateline solve)" in result.output) == (0, True)
    assert "accepted view   not built" in run("info", kb=kb).output
    assert "74 sources" not in run("solve", kb=kb).output
    assert "A meeting on the wire" in run("timeline", kb=kb).output


def test_strict_tells_of_contradictions(tmp_path: Path) -> None:
    told = [*GOOD, line(':wire-meeting dl:when "1999"^^edtf:EDTF :wire-1')]
    path = write(tmp_path / "a.nq", told)
    assert run("load", "--bulk", "--strict", path, kb=tmp_path / "a.kb").exit_code == 3
    assert run("load", "--bulk", path, kb=tmp_path / "b.kb").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--bulk",), "name the files"),
        (("--bulk", "--example"), "not the shipped ones"),
        (("--parts", "p", "a.nq"), "--parts is for --bulk"),
        (("--bulk", "a.nq", "--kb", "http://localhost/sparql"), "add --parts FOLDER"),
    ],
)
def test_wrong_command_lines(arguments: tuple[str, ...], message: str) -> None:
    result = run("load", *arguments)
    assert (result.exit_code, message in result.output) == (2, True)


def test_memory_takes_bulk_data_too(tmp_path: Path) -> None:
    path = write(tmp_path / "good.nq", GOOD)
    assert pipeline.load_bulk(":memory:", [path]).claims == 2


def test_what_the_engine_cannot_read_is_one_clear_error() -> None:
    with MemoryStore().change() as changes, pytest.raises(StoreError, match="cannot read what"):
        changes.add_lines([b"", b"<a> <b> <c> <d> .\n"])


# --- parts for other engines ----------------------------------------------------------------------


def test_parts_hold_what_was_loaded_and_the_manifest_says_what_is_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577934245")
    path = write(tmp_path / "good.nq", GOOD)
    for name in ("one", "two"):
        place = tmp_path / f"{name}.kb"
        result = run("load", "--bulk", path, "--no-solve", "--parts", tmp_path / name, kb=place)
        assert result.exit_code == 0, result.output
    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")
    folder = tmp_path / "one"
    manifest = json.loads((folder / "manifest.json").read_text())
    (part,) = manifest["files"]
    packed = (folder / part["name"]).read_bytes()
    assert part == {
        "name": "part-00000.nq.gz",
        "quads": len(GOOD) + 2,
        "bytes": len(packed),
        "sha256": hashlib.sha256(packed).hexdigest(),
    }
    assert (manifest["claims"], manifest["sources"], manifest["quads"]) == (2, 1, len(GOOD) + 2)
    dump = run("dump", kb=tmp_path / "one.kb").stdout
    assert sorted(gzip.decompress(packed).decode().splitlines()) == dump.splitlines()


def test_a_part_ends_when_it_is_full(tmp_path: Path) -> None:
    pieces = [b"a .\nb .\n", b"c .\n", b"d .\n"]
    with parts_in(tmp_path / "parts", quads=2) as parts:
        assert list(parts.through(iter(pieces))) == pieces
        parts.finish(Totals(4, 0, 0, 0), "1")
    told = {p.name: gzip.decompress(p.read_bytes()) for p in (tmp_path / "parts").glob("*.gz")}
    assert told == {"part-00000.nq.gz": b"a .\nb .\n", "part-00001.nq.gz": b"c .\nd .\n"}


def test_what_one_that_was_killed_left_of_its_parts_is_swept_away(tmp_path: Path) -> None:
    left = tmp_path / "parts.unfinished"
    left.mkdir()
    (left / "part-00000.nq.gz").write_bytes(b"half")
    with parts_in(tmp_path / "parts") as parts:
        parts.finish(Totals(0, 0, 0, 0), "1")
    assert [path.name for path in tmp_path.rglob("*")] == ["parts", "manifest.json"]


def test_parts_are_written_into_a_new_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="is there already"), parts_in(tmp_path):
        pass
    with pytest.raises(StoreError, match="cannot write parts"), parts_in(tmp_path / "file/parts"):
        pass


def test_for_an_endpoint_parts_are_written_and_nothing_is_sent(tmp_path: Path) -> None:
    path, parts = write(tmp_path / "good.nq", GOOD), tmp_path / "my parts"
    result = run("load", "--bulk", path, "--parts", parts, kb="http://127.0.0.1:9/sparql")
    assert result.exit_code == 0, result.output
    for told in (
        f"oxigraph load --location STORE --file '{parts}/'part-*.nq.gz",
        f"ld_dir('{parts}', 'part-*.nq.gz'",
        "dateline solve --kb http://127.0.0.1:9/sparql",
    ):
        assert told in result.stdout
    assert "nothing was sent" in result.stderr
