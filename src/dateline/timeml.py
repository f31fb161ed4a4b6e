"""A TimeML or ISO-TimeML file -> what it says of time.

Every dialect in use is read: with MAKEINSTANCE and without, in the text or standing apart from it
(``target``), with the attributes of TimeML 1.2.1, of TempEval and of ISO 24617-1. Names count
without their namespace and in any case. What cannot be used becomes a note, never an error; only
XML that is not well-formed is one. The XML of strangers is parsed with defusedxml, which fetches
nothing and refuses entities that the file declares itself.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from dateline.annotation import MEANINGS, Document, Link, Node, Note, Time
from dateline.errors import SourceError

ENDINGS = frozenset({".tml", ".timeml"})

Kind = Literal["event", "time"]
#: Where a TLINK names what it relates; the first that is given counts among those of one kind.
SOURCES: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("event", ("eventinstanceid", "eventid", "eiid", "event")),
    ("time", ("timeid", "tid", "time")),
)
TARGETS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("event", ("relatedtoeventinstance", "relatedtoeventinstanceid", "relatedtoevent",
               "relatedtoeventid")),
    ("time", ("relatedtotime", "relatedtotimeid")),
)  # fmt: skip
CREATION = ("CREATION_TIME", "PUBLICATION_TIME", "RELEASE_TIME")

#: A text of this kind does not say how it is encoded, and is not UTF-8.
FALLBACK = "cp1252"


def is_timeml(path: Path | str) -> bool:
    """Whether a file is TimeML, by the ending of its name."""
    return Path(path).suffix.lower() in ENDINGS


def read_timeml(path: Path | str) -> Document:
    """Read an annotated document; raises SourceError where it is missing or not well-formed."""
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise SourceError(str(path), "there is no such file") from None
    except OSError as error:
        raise SourceError(str(path), f"cannot be read ({error.strerror})") from error
    return parse_timeml(data, str(path))


def parse_timeml(data: bytes, file: str) -> Document:
    """Read an annotated document from the bytes of its file, whose name the errors give."""
    # defusedxml is needed for these files only.
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, XMLParser

    encoding = _encoding(data)
    found = _Elements()
    parser = XMLParser(target=found, encoding=encoding)
    found.parser = parser.parser
    try:
        parser.feed(data)
        parser.close()
    except ParseError as error:
        line, column = error.position
        message = str(error).partition(": line")[0]
        place = f"line {line}, column {column + 1}"
        raise SourceError(file, f"is not well-formed XML: {message}", place) from error
    except DefusedXmlException as error:
        place = f"line {parser.parser.CurrentLineNumber}"
        raise SourceError(file, "declares entities, which is refused", place) from error
    except (LookupError, ValueError) as error:  # an encoding that there is not
        raise SourceError(file, f"is not well-formed XML: {error}", "line 1") from error
    if not found.elements and "timeml" not in found.root.lower():
        raise SourceError(file, f"holds no annotations: its root is <{found.root}>", "line 1")
    return _Reader(found.elements, encoding).document(file)


def _encoding(data: bytes) -> str | None:
    """Return the encoding of a file that states none and is not UTF-8; None: leave it to XML."""
    marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)
    if data.startswith(marks) or re.match(rb"\s*<\?xml[^>]*\bencoding\b", data) or b"\0" in data:
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return FALLBACK
    return None


@dataclass
class _Element:
    """An element that says something of time: its name, attributes, line, and the words in it."""

    name: str
    attributes: Mapping[str, str]
    line: int
    words: list[str] = field(default_factory=list)

    def get(self, *names: str) -> str:
        """Return the first attribute that is there and not empty, without a leading #."""
        values = (self.attributes.get(name, "").strip() for name in names)
        return next((value.removeprefix("#") for value in values if value), "")

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


class _Elements:
    """What the parser reports to: keeps the elements that matter, in order, with their lines."""

    NAMES = frozenset({"event", "makeinstance", "timex3", "tlink"})

    def __init__(self) -> None:
        self.parser: Any = None
        self.elements: list[_Element] = []
        self.root = ""
        self._open: list[_Element | None] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        self.root = self.root or name
        one = None
        if name.lower() in self.NAMES:
            named = {_local(key).lower(): value for key, value in attributes.items()}
            one = _Element(name.lower(), named, self.parser.CurrentLineNumber)
            self.elements.append(one)
        self._open.append(one)

    def data(self, text: str) -> None:
        for one in self._open:
            if one is not None:
                one.words.append(text)

    def end(self, _: str) -> None:
        self._open.pop()

    def close(self) -> None:
        """Everything has been reported."""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


class _Reader:
    """Makes a document of its elements; lives for one call."""

    def __init__(self, elements: Iterable[_Element], encoding: str | None) -> None:
        self.named: dict[str, list[_Element]] = {name: [] for name in _Elements.NAMES}
        for one in elements:
            self.named[one.name].append(one)
        self.notes: list[Note] = []
        if encoding is not None:
            self.notes.append(Note(0, "states no encoding and is not UTF-8: read as Windows-1252"))
        self.events: dict[str, Node] = {}
        self.times: dict[str, Time] = {}
        #: The nodes that an id of an event or of an instance can mean.
        self.instances: dict[str, list[str]] = {}

    def document(self, file: str) -> Document:
        self.read_times()
        self.read_events()
        links = self.read_links()
        return Document(
            file,
            tuple(self.events.values()),
            tuple(self.times.values()),
            links,
            len(self.named["tlink"]),
            self.created(),
            tuple(sorted(self.notes, key=lambda note: note.line)),
        )

    def note(self, one: _Element, words: str) -> None:
        self.notes.append(Note(one.line, words))

    def created(self) -> str:
        """Return the id of the time at which the document was written."""
        for function in CREATION:
            for one in self.named["timex3"]:
                if one.get("functionindocument").upper() == function:
                    return one.get("tid", "id")
        return ""

    def read_times(self) -> None:
        for one in self.named["timex3"]:
            name = one.get("tid", "id")
            if not name:
                self.note(one, f"a TIMEX3 has no id{_quoted(one.text)}")
            elif name in self.times:
                self.note(one, f"{name} is the id of another TIMEX3 already; the first one counts")
            else:
                words = one.text or one.get("value")
                self.times[name] = Time(
                    name, words, one.line, one.get("type"), one.get("value"), one.get("mod")
                )

    def read_events(self) -> None:
        """Each instance is a node; so is an event without instances."""
        told: dict[str, _Element] = {}
        for one in self.named["event"]:
            name = one.get("eid", "id", "eiid")
            if not name:
                self.note(one, f"an EVENT has no id{_quoted(one.text)}")
            elif name in told:
                told[name].words += [" ", *one.words]  # one event in several pieces
            else:
                told[name] = one
        with_instances: set[str] = set()
        for one in self.named["makeinstance"]:
            name, of = one.get("eiid", "id"), one.get("eventid")
            if of not in told:
                self.note(
                    one, f"{name or 'an instance'} is one of {of or 'no event'}: there is none"
                )
            if name:
                with_instances.add(of)
                self.add_instance(one, name, of, told.get(of))
            else:
                self.note(one, f"an instance of {of or 'no event'} has no id")
        for of, one in told.items():
            if of not in with_instances:
                self.add_instance(one, one.get("eiid") or of, of, one)

    def add_instance(self, one: _Element, name: str, of: str, event: _Element | None) -> None:
        node = f"{name} (event)" if name in self.times else name
        if node in self.events:
            self.note(one, f"{name} is the id of another event already; the first one counts")
            return
        words = (event.text or event.get("pred", "stem", "class")) if event else ""
        self.events[node] = Node(node, words or of or name, (event or one).line)
        for meant in {name, of}:
            self.instances.setdefault(meant, []).append(node)

    def read_links(self) -> tuple[Link, ...]:
        links: dict[str, Link] = {}
        for number, one in enumerate(self.named["tlink"], 1):
            given = one.get("lid", "id")
            name = given or f"#{number}"
            kind = re.sub(r"[\s-]+", "_", one.get("reltype", "relationtype").upper())
            if kind not in MEANINGS:
                said = f"says {kind}, a relation that is not known" if kind else "has no relType"
                self.note(one, f"{name} {said}; it is not used")
                continue
            source = self.end(one, name, "from", SOURCES)
            target = self.end(one, name, "to", TARGETS)
            if not source or not target:
                continue
            link = Link(name, kind, source, target, one.line)
            if not given:
                self.note(one, f"this TLINK has no id; it is called {name}, its number")
            link = self.renamed(link, links, one)
            if link.id not in links:
                links[link.id] = link
            if source == target:
                self.note(one, f"{link.id} relates {source} to itself")
        return tuple(links.values())

    def renamed(self, link: Link, links: Mapping[str, Link], one: _Element) -> Link:
        """Return the link with an id of its own, or as it is where it only says the same again."""
        count, name = 1, link.id
        while name in links:
            before = links[name]
            if (before.kind, before.source, before.target) == (link.kind, link.source, link.target):
                self.note(one, f"{name} is annotated twice and says the same; it counts once")
                return before
            count += 1
            name = f"{link.id}#{count}"
        if name != link.id:
            self.note(one, f"{link.id} is the id of several TLINKs; this one is called {name}")
        return Link(name, link.kind, link.source, link.target, link.line)

    def end(
        self,
        one: _Element,
        link: str,
        side: str,
        attributes: tuple[tuple[Kind, tuple[str, ...]], ...],
    ) -> str:
        """Return the node at one side of a TLINK, or "" with a note that says why there is none."""
        named = [(kind, name) for kind, names in attributes if (name := one.get(*names))]
        if not named and (name := one.get("source" if side == "from" else "target")):
            named = [("event", name)]
        found = {self.node(kind, name) for kind, name in named}
        if len(found) == 1 and "" not in found:
            return found.pop()
        if not named:
            self.note(one, f"{link} does not say what it relates {side}; it is not used")
        elif "" in found:
            missing = " or ".join(name for _, name in named)
            several = [name for _, name in named if len(self.instances.get(name, ())) > 1]
            why = "there are several instances of it" if several else "there is none"
            self.note(one, f"{link} relates {side} {missing}, but {why}; it is not used")
        else:
            both = " and ".join(name for _, name in named)
            self.note(one, f"{link} relates {side} {both} at once; it is not used")
        return ""

    def node(self, kind: Kind, name: str) -> str:
        """Return the id of the event instance or the time that a name means, or ""."""
        instances = self.instances.get(name, [])
        event = instances[0] if len(instances) == 1 else ""
        time = name if name in self.times else ""
        return (event or time) if kind == "event" else (time or event)


def _quoted(words: str) -> str:
    return f": “{words}”" if words else ""
