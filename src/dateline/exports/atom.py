"""A timeline as an Atom feed (RFC 4287): an entry for each event, newest recording first.

``updated`` is when the last claim about the event was recorded, ``published`` when the first was.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from urllib.parse import quote
from xml.etree import ElementTree

from dateline.entry import Entry
from dateline.exports.losses import Losses
from dateline.exports.plain_text import doubts_of, in_xml, on_a_line, when_words
from dateline.exports.slice import UNRECORDED, Slice

NEVER = (
    "bounds to the second",
    "which claims an event rests on, and which of them were set aside",
    "contradictions and their explanations",
    "which sources were left out, and why",
)
ATOM = "http://www.w3.org/2005/Atom"


def export(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield one feed."""
    dated = [(*chosen.recorded(entry), entry) for entry in chosen.entries]
    dated.sort(key=lambda item: item[1], reverse=True)
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    part = f"?only={quote(chosen.asked, safe='')}" if chosen.asked else ""
    _say(feed, "id", f"https://w3id.org/dateline/timeline{part}")
    _say(feed, "title", "Timeline")
    if chosen.asked:
        _say(feed, "subtitle", f"Only: {on_a_line(chosen.asked)}")
    _say(feed, "updated", dated[0][1] if dated else UNRECORDED)
    _say(_under(feed, "author"), "name", "Dateline")
    for published, updated, entry in dated:
        losses.written += 1
        item = _under(feed, "entry")
        _say(item, "id", entry.event.iri)
        _say(item, "title", f"{when_words(entry.when)}: {on_a_line(entry.event.label)}")
        _say(item, "updated", updated)
        _say(item, "published", published)
        for term in (chosen.kind_of(entry), entry.event.status):
            _under(item, "category").set("term", in_xml(on_a_line(term)))
        for source in chosen.sources_of(entry):
            if source.url.startswith(("http://", "https://")):
                link = _under(item, "link")
                link.set("rel", "related")
                link.set("href", source.url)
                link.set("title", in_xml(on_a_line(source.label)))
        content = _under(item, "content")
        content.set("type", "html")
        content.text = in_xml(_words(entry, chosen))
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield ElementTree.tostring(feed, encoding="unicode") + "\n"


def _under(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")


def _say(parent: ElementTree.Element, name: str, words: str) -> None:
    _under(parent, name).text = in_xml(words)


def _words(entry: Entry, chosen: Slice) -> str:
    """Return what is known of an event, as HTML."""
    people = [f"{p.label} ({p.role})" for p in entry.participants]
    told = (
        [f"{entry.event.status}; {when_words(entry.when)}"],
        doubts_of(entry),
        people,
        [place.label for place in entry.places],
        [f"Source: {source.label or source.iri}" for source in chosen.sources_of(entry)],
    )
    return "".join(
        f"<p>{html.escape(', '.join(on_a_line(part) for part in parts))}</p>"
        for parts in told
        if parts
    )
