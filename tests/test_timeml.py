"""Reading TimeML: every dialect, and everything that strangers get wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from annotated import document, instance, timeml, timex, tlink

from dateline.annotation import MEANINGS, Document, Link, Node, Note, Time
from dateline.errors import SourceError
from dateline.timeml import is_timeml, parse_timeml, read_timeml

#: One small story in the ways in which corpora write it: it was signed before the speech, that day.
STORIES = {
    "TimeML 1.2.1": """<?xml version="1.0" ?>
<!DOCTYPE TimeML SYSTEM "TimeML.dtd">
<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">
<TIMEX3 tid="t0" type="DATE" value="1998-02-13" temporalFunction="false"
  functionInDocument="CREATION_TIME">02/13/1998</TIMEX3>
It was <EVENT eid="e1" class="OCCURRENCE">signed</EVENT> <SIGNAL sid="s1">before</SIGNAL> the
<EVENT eid="e2" class="OCCURRENCE">speech</EVENT>.
<MAKEINSTANCE eventID="e1" eiid="ei1" tense="PAST" aspect="NONE" polarity="POS" pos="VERB"/>
<MAKEINSTANCE eiid="ei2" eventID="e2" pos="NOUN"/>
<TLINK lid="l1" relType="BEFORE" eventInstanceID="ei1" relatedToEventInstance="ei2" signalID="s1"/>
<TLINK lid="l2" relType="IS_INCLUDED" eventInstanceID="ei1" relatedToTime="t0"/>
<SLINK lid="l3" relType="EVIDENTIAL" eventInstanceID="ei1" subordinatedEventInstance="ei2"/>
<ALINK lid="l4" relType="INITIATES" eventInstanceID="ei1" relatedToEventInstance="ei2"/>
</TimeML>""",
    "TempEval, without instances": """<TempEval>
<TIMEX3 tid="t0" type="DATE" value="1998-02-13"
  functionInDocument="PUBLICATION_TIME">02/13/1998</TIMEX3>
It was <EVENT eid="e1">signed</EVENT> before the <EVENT eid="e2">speech</EVENT>.
<TLINK lid="l1" relType="BEFORE" eventID="e1" relatedToEvent="e2" task="C"/>
<TLINK lid="l2" relType="IS_INCLUDED" eventID="e1" relatedToTime="t0" task="B"/>
</TempEval>""",
    "instances in the text": """<TimeML>
<TIMEX3 tid="t0" type="DATE" value="1998-02-13"
  functionInDocument="CREATION_TIME">02/13/1998</TIMEX3>
It was <EVENT eid="e1" eiid="ei1">signed</EVENT> before the
<EVENT eid="e2" eiid="ei2">speech</EVENT>.
<TLINK lid="l1" relType="BEFORE" eventInstanceID="ei1" relatedToEventInstance="ei2"/>
<TLINK lid="l2" relType="IS_INCLUDED" eventID="e1" relatedToTime="t0"/>
</TimeML>""",
    "ISO-TimeML, apart from the text": """<?xml version="1.0" encoding="UTF-8"?>
<isoTimeML xmlns="http://www.iso.org/ns/isoTimeML" xml:id="a1">
<TIMEX3 xml:id="t0" target="#w1" type="DATE" value="1998-02-13" functionInDocument="CREATION_TIME"/>
<EVENT xml:id="e1" target="#w4" pred="signed" type="TRANSITION"/>
<EVENT xml:id="e2" target="#w7" pred="speech" type="PROCESS"/>
<TLINK xml:id="l1" eventID="#e1" relatedToEvent="#e2" relType="BEFORE"/>
<TLINK xml:id="l2" eventID="#e1" relatedToTime="#t0" relType="is included"/>
</isoTimeML>""",
    "a prefix, source and target": """<tml:TimeML xmlns:tml="urn:x">
<tml:TIMEX3 tid="t0" type="DATE" value="1998-02-13"
  functionInDocument="CREATION_TIME">02/13/1998</tml:TIMEX3>
<tml:EVENT eid="e1">signed</tml:EVENT> <tml:EVENT eid="e2">speech</tml:EVENT>
<tml:TLINK lid="l1" relType="Before" source="#e1" target="#e2"/>
<tml:TLINK lid="l2" relType="IS-INCLUDED" source="e1" target="t0"/>
</tml:TimeML>""",
}


@pytest.mark.parametrize("dialect", STORIES)
def test_a_story_is_the_same_in_every_dialect(dialect: str) -> None:
    read = parse_timeml(STORIES[dialect].encode(), "story.tml")
    assert [node.words for node in read.events] == ["signed", "speech"]
    assert [(time.id, time.type, time.value) for time in read.times] == [
        ("t0", "DATE", "1998-02-13")
    ]
    words = {name: node.words for name, node in read.nodes.items() if name != "t0"}
    told = [(x.id, x.kind, words[x.source], words.get(x.target, x.target)) for x in read.links]
    assert told == [("l1", "BEFORE", "signed", "speech"), ("l2", "IS_INCLUDED", "signed", "t0")]
    assert read.created == "t0"
    assert read.relations == 2
    assert read.notes == ()


def noted(read: Document) -> list[str]:
    return [note.words for note in read.notes]


def test_a_document_as_values() -> None:
    read = parse_timeml(
        timeml(timex("t1", "1998", "that year"), instance(1, "was\n  signed"),
               tlink(("l1", "DURING", "t1", "ei1"))),
        "news.tml",
    )  # fmt: skip
    assert read == Document(
        "news.tml",
        (Node("ei1", "was signed", 4),),
        (Time("t1", "that year", 3, "DATE", "1998"),),
        (Link("l1", "DURING", "t1", "ei1", 6),),
        1,
    )
    assert read.links[0].meaning == "intervalEquals"


def test_links_join_events_and_times_both_ways() -> None:
    links = [(f"l{n}", "BEFORE", a, b) for n, (a, b) in
             enumerate([("ei1", "ei2"), ("ei1", "t1"), ("t1", "ei1"), ("t1", "t2")])]  # fmt: skip
    read = parse_timeml(document(links, 2, {"t1": "1998", "t2": "1999"}), "news.tml")
    assert [(link.source, link.target) for link in read.links] == [link[2:] for link in links]
    assert read.notes == ()


@pytest.mark.parametrize("kind", MEANINGS)
@pytest.mark.parametrize("spelling", [str, str.lower, lambda kind: kind.replace("_", "-")])
def test_every_kind_of_link_is_read(kind: str, spelling: object) -> None:
    assert callable(spelling)
    read = parse_timeml(document([("l1", spelling(kind), "ei1", "ei2")], 2), "news.tml")
    assert [link.kind for link in read.links] == [kind]


def test_each_instance_of_an_event_is_an_event_of_its_own() -> None:
    read = parse_timeml(
        timeml(
            '<EVENT eid="e1">taught</EVENT>',
            '<MAKEINSTANCE eiid="ei1" eventID="e1"/>',
            '<MAKEINSTANCE eiid="ei2" eventID="e1"/>',
            '<TLINK lid="l1" relType="BEFORE" eventInstanceID="ei1" relatedToEventInstance="ei2"/>',
            '<TLINK lid="l2" relType="BEFORE" eventID="e1" relatedToEvent="e1"/>',
        ),
        "news.tml",
    )
    assert [(node.id, node.words) for node in read.events] == [("ei1", "taught"), ("ei2", "taught")]
    assert [link.id for link in read.links] == ["l1"]
    assert noted(read) == [
        "l2 relates from e1, but there are several instances of it; it is not used",
        "l2 relates to e1, but there are several instances of it; it is not used",
    ]


def test_an_event_in_pieces_is_one_event() -> None:
    read = parse_timeml(
        timeml('<EVENT eid="e1">took</EVENT> it <EVENT eid="e1">away</EVENT>'), "news.tml"
    )
    assert [(node.id, node.words) for node in read.events] == [("e1", "took away")]


@pytest.mark.parametrize(
    ("link", "note"),
    [
        ('lid="l1" relType="BEFORE" eventInstanceID="ei1" relatedToTime="t9"',
         "l1 relates to t9, but there is none; it is not used"),
        ('lid="l1" relType="BEFORE" eventInstanceID="ei9" relatedToTime="t1"',
         "l1 relates from ei9, but there is none; it is not used"),
        ('lid="l1" relType="BEFORE" eventInstanceID="ei1"',
         "l1 does not say what it relates to; it is not used"),
        ('lid="l1" relType="BEFORE" eventInstanceID="" relatedToTime="t1"',
         "l1 does not say what it relates from; it is not used"),
        ('lid="l1" relType="BEFORE" eventInstanceID="ei1" timeID="t1" relatedToTime="t1"',
         "l1 relates from ei1 and t1 at once; it is not used"),
        ('lid="l1" relType="SOMETIMES" eventInstanceID="ei1" relatedToTime="t1"',
         "l1 says SOMETIMES, a relation that is not known; it is not used"),
        ('lid="l1" eventInstanceID="ei1" relatedToTime="t1"', "l1 has no relType; it is not used"),
        ('relType="SOMETIMES" eventInstanceID="ei1" relatedToTime="t1"',
         "#1 says SOMETIMES, a relation that is not known; it is not used"),
    ],
)  # fmt: skip
def test_a_link_that_cannot_be_used_is_noted(link: str, note: str) -> None:
    read = parse_timeml(timeml(timex("t1", "1998"), instance(1), f"<TLINK {link}/>"), "news.tml")
    assert read.links == ()
    assert read.relations == 1
    assert read.notes == (Note(5, note),)


def test_links_without_an_id_and_with_the_same_one_are_told_apart() -> None:
    ends = 'eventInstanceID="ei1" relatedToTime="t1"'
    read = parse_timeml(
        timeml(
            timex("t1", "1998"),
            instance(1),
            f'<TLINK relType="BEFORE" {ends}/>',
            f'<TLINK lid="l1" relType="BEFORE" {ends}/>',
            f'<TLINK lid="l1" relType="AFTER" {ends}/>',
            f'<TLINK lid="l1" relType="AFTER" {ends}/>',
            f'<TLINK lid="l1" relType="INCLUDES" {ends}/>',
        ),
        "news.tml",
    )
    assert [(link.id, link.kind) for link in read.links] == [
        ("#1", "BEFORE"), ("l1", "BEFORE"), ("l1#2", "AFTER"), ("l1#3", "INCLUDES"),
    ]  # fmt: skip
    assert noted(read) == [
        "this TLINK has no id; it is called #1, its number",
        "l1 is the id of several TLINKs; this one is called l1#2",
        "l1#2 is annotated twice and says the same; it counts once",
        "l1 is the id of several TLINKs; this one is called l1#3",
    ]


def test_a_link_to_itself_is_used_and_noted() -> None:
    read = parse_timeml(document([("l1", "BEFORE", "ei1", "ei1")], 1), "news.tml")
    assert len(read.links) == 1
    assert noted(read) == ["l1 relates ei1 to itself"]


def test_ids_that_are_missing_or_given_twice_are_noted() -> None:
    read = parse_timeml(
        timeml(
            "<EVENT>went</EVENT>",
            '<TIMEX3 type="DATE" value="1998"/>',
            timex("t1", "1998"),
            timex("t1", "1999"),
            '<EVENT eid="e1">came</EVENT>',
            '<MAKEINSTANCE eiid="ei1" eventID="e1"/>',
            '<MAKEINSTANCE eiid="ei1" eventID="e1"/>',
            '<MAKEINSTANCE eventID="e1"/>',
            '<MAKEINSTANCE eiid="ei2" eventID="e2"/>',
            '<MAKEINSTANCE eiid="ei3"/>',
            "<MAKEINSTANCE/>",
        ),
        "news.tml",
    )
    assert [(node.id, node.words) for node in read.events] == [
        ("ei1", "came"), ("ei2", "e2"), ("ei3", "ei3"),
    ]  # fmt: skip
    assert [time.value for time in read.times] == ["1998"]
    assert noted(read) == [
        "an EVENT has no id: “went”",
        "a TIMEX3 has no id",
        "t1 is the id of another TIMEX3 already; the first one counts",
        "ei1 is the id of another event already; the first one counts",
        "an instance of e1 has no id",
        "ei2 is one of e2: there is none",
        "ei3 is one of no event: there is none",
        "an instance is one of no event: there is none",
        "an instance of no event has no id",
    ]


def test_an_event_and_a_time_of_one_id_are_two_things() -> None:
    read = parse_timeml(
        timeml(
            '<TIMEX3 tid="1" type="DATE" value="1998"/><EVENT eid="1">went</EVENT>',
            '<TLINK lid="l1" relType="BEFORE" eventID="1" relatedToTime="1"/>',
        ),
        "news.tml",
    )
    assert [(link.source, link.target) for link in read.links] == [("1 (event)", "1")]
    assert read.notes == ()


def test_an_event_named_where_a_time_belongs_is_found_all_the_same() -> None:
    read = parse_timeml(
        timeml(
            timex("t1", "1998"),
            instance(1),
            '<TLINK lid="l1" relType="BEFORE" timeID="ei1" relatedToTime="ei1"/>',
            '<TLINK lid="l2" relType="BEFORE" eventID="t1" relatedToEvent="t1"/>',
        ),
        "news.tml",
    )
    assert [(link.source, link.target) for link in read.links] == [("ei1", "ei1"), ("t1", "t1")]


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ('<TimeML><EVENT eid="e1">Straße</EVENT></TimeML>'.encode(), False),
        ('<TimeML><EVENT eid="e1">Straße</EVENT></TimeML>'.encode("utf-8-sig"), False),
        ('<TimeML><EVENT eid="e1">Straße</EVENT></TimeML>'.encode("utf-16"), False),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><TimeML><EVENT eid="e1">Straße</EVENT>'
         "</TimeML>".encode("latin-1"), False),
        ('<?xml version="1.0" encoding="windows-1252"?><TimeML><EVENT eid="e1">Straße</EVENT>'
         "</TimeML>".encode("cp1252"), False),
        ('<TimeML><EVENT eid="e1">Straße</EVENT></TimeML>'.encode("latin-1"), True),
    ],
)  # fmt: skip
def test_every_encoding_is_read(data: bytes, note: bool) -> None:
    read = parse_timeml(data, "news.tml")
    assert [node.words for node in read.events] == ["Straße"]
    assert [n.words for n in read.notes] == (
        ["states no encoding and is not UTF-8: read as Windows-1252"] if note else []
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "bad.tml, line 1, column 1: is not well-formed XML: no element found"),
        (b"<TimeML>\n<EVENT>\n</TimeML>",
         "bad.tml, line 3, column 3: is not well-formed XML: mismatched tag"),
        (b"<TimeML>\nAT&T</TimeML>",
         "bad.tml, line 2, column 5: is not well-formed XML: not well-formed (invalid token)"),
        (b"<TimeML>\n&nbsp;</TimeML>",
         "bad.tml, line 2, column 1: is not well-formed XML: undefined entity"),
        (b'<!DOCTYPE TimeML SYSTEM "TimeML.dtd">\n<TimeML>&nbsp;</TimeML>',
         "bad.tml, line 2, column 9: is not well-formed XML: undefined entity &nbsp;"),
        (b'<?xml version="1.0" encoding="latin-77"?><TimeML/>',
         "bad.tml, line 1: is not well-formed XML: unknown encoding: latin-77"),
        (b"not XML at all", "bad.tml, line 1, column 1: is not well-formed XML: syntax error"),
        (b"<html/>", "bad.tml, line 1: holds no annotations: its root is <html>"),
        (b'<!DOCTYPE TimeML [\n<!ENTITY a "aaaa">\n]><TimeML>&a;</TimeML>',
         "bad.tml, line 2: declares entities, which is refused"),
        (b'<!DOCTYPE TimeML [\n<!ENTITY a SYSTEM "file:///etc/passwd">]><TimeML>&a;</TimeML>',
         "bad.tml, line 2: declares entities, which is refused"),
        (b'<?xml version="1.0" encoding="shift-jis"?><TimeML/>',
         "bad.tml, line 1: is not well-formed XML: multi-byte encodings are not supported"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where(data: bytes, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_timeml(data, "bad.tml")
    assert str(caught.value) == message


def test_files_are_read_by_their_ending(tmp_path: Path) -> None:
    assert [is_timeml(name) for name in ("a.tml", "a.TML", "a.timeml", "a.xml", "-", "tml")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    path = tmp_path / "news.tml"
    with pytest.raises(SourceError, match="there is no such file"):
        read_timeml(path)
    path.write_bytes(timeml(instance(1)))
    assert read_timeml(path).file == str(path)
    with pytest.raises(SourceError, match="cannot be read"):
        read_timeml(tmp_path)
