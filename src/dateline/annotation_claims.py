"""An annotated document -> claims: the same network as the links of the document have by itself.

Two sources: the text, published when it was written, and its annotation, which makes the claims.
The annotation has no date: it speaks of what the text expects and fears too, so that nothing in it
need lie before the text. One claim says that there is an event or a time, one what each link says,
and one from when to when a time lasts whose value is a span of the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from urllib.parse import quote

import pyoxigraph as ox

from dateline import vocabulary as iri
from dateline.annotation import Document, Link, Node, Time
from dateline.time.calendar import format_datetime
from dateline.time.dates import write_span
from dateline.time.timex import filled_span

A = ox.NamedNode(iri.TYPE)
LABEL = ox.NamedNode(iri.LABEL)
EDTF = ox.NamedNode(iri.EDTF)


def claims_of(document: Document) -> list[ox.Quad]:
    """Return the document as quads, as a person would write them in a file of claims.

    The names of its sources, events and claims are made of the file's name without folder and
    ending, so that a file that is loaded again replaces what it said before. Links that leave all
    open make no claim.
    """
    return list(_Writer(document).quads())


def _dl(name: str) -> ox.NamedNode:
    return ox.NamedNode(iri.DL + name)


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.title = PurePath(document.file).stem
        self.name = "timeml-" + quote(self.title, safe="")
        self.text = ox.NamedNode(f"{iri.KB}source/{self.name}")
        self.annotation = ox.NamedNode(f"{iri.KB}source/{self.name}-annotation")

    def quads(self) -> Iterator[ox.Quad]:
        yield from self.sources()
        for node in self.document.nodes.values():
            yield from self.there_is(node)
        for time in self.document.times:
            yield from self.lasts(time)
        for link in self.document.links:
            yield from self.related(link)

    def sources(self) -> Iterator[ox.Quad]:
        yield ox.Quad(self.text, A, _dl("Article"))
        yield ox.Quad(self.text, LABEL, ox.Literal(self.title))
        created = self.document.nodes.get(self.document.created)
        span = _span(created) if isinstance(created, Time) else None
        if span is not None:
            published = write_span(span[0], span[1] - 1) or ""
            yield ox.Quad(self.text, _dl("published"), ox.Literal(published, datatype=EDTF))
        yield ox.Quad(self.annotation, A, _dl("Source"))
        yield ox.Quad(self.annotation, LABEL, ox.Literal(f"the annotation of {self.title}"))

    def there_is(self, node: Node) -> Iterator[ox.Quad]:
        claim, event = self.claim(f"is-{node.id}"), self.event(node.id)
        yield from self.backed(claim, node)
        yield ox.Quad(event, A, _dl("Event"), claim)
        yield ox.Quad(event, LABEL, ox.Literal(node.words), claim)

    def lasts(self, time: Time) -> Iterator[ox.Quad]:
        span = _span(time)
        if span is None:
            return
        claim, event = self.claim(f"value-{time.id}"), self.event(time.id)
        yield from self.backed(claim, time)
        for name, moment in (("startsOn", span[0]), ("endsOn", span[1] - 1)):
            told = ox.Literal(format_datetime(moment), datatype=EDTF)
            yield ox.Quad(event, _dl(name), told, claim)

    def related(self, link: Link) -> Iterator[ox.Quad]:
        if link.meaning is None:
            return
        claim = self.claim(link.id)
        ends = (self.document.nodes[link.source], self.document.nodes[link.target])
        yield from self.backed(claim, *dict.fromkeys(ends))
        source, target = (self.event(node.id) for node in ends)
        yield ox.Quad(source, _dl(str(link.meaning)), target, claim)

    def backed(self, claim: ox.NamedNode, *nodes: Node) -> Iterator[ox.Quad]:
        """Yield whose claim it is, and the words in the text that it speaks of."""
        yield ox.Quad(claim, A, _dl("Claim"))
        yield ox.Quad(claim, _dl("source"), self.annotation)
        for node in nodes:
            evidence = ox.NamedNode(f"{iri.KB}evidence/{self.name}/{quote(node.id, safe='')}")
            yield ox.Quad(claim, _dl("evidence"), evidence)
            yield ox.Quad(evidence, A, _dl("Evidence"))
            yield ox.Quad(evidence, ox.NamedNode(iri.OA + "hasSource"), self.text)
            yield ox.Quad(evidence, ox.NamedNode(iri.OA + "exact"), ox.Literal(node.words))

    def claim(self, name: str) -> ox.NamedNode:
        return ox.NamedNode(f"{iri.KB}claim/{self.name}/{quote(name, safe='')}")

    def event(self, name: str) -> ox.NamedNode:
        return ox.NamedNode(f"{iri.KB}event/{self.name}/{quote(name, safe='')}")


def _span(time: Time) -> tuple[int, int] | None:
    return filled_span(time.type, time.value, time.mod)
