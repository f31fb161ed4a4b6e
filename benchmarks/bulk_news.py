"""Synthetic news as N-Quads: claims with source, evidence and position, as real files have them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

KB = "https://w3id.org/dateline/kb/"
DL = "https://w3id.org/dateline/ns#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OA = "http://www.w3.org/ns/oa#"
XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
TYPE = f"<{RDF}type>"
CLAIMS = "<https://w3id.org/dateline/graph/claims>"
REFERENCE = "<https://w3id.org/dateline/graph/reference>"
KINDS = ("Talks", "Visit", "Statement", "Shootdown", "Sanction", "Incident")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STORY = 20
ACTORS = 500


def quads(events: int, seed: int = 1) -> Iterator[str]:
    """Yield the lines of a world: an article for each story of twenty, three claims an event.

    An event exists (kind, label, two participants), has a day, a day of the week or none, and comes
    before another one of its story.
    """
    rng = random.Random(seed)
    for actor in range(ACTORS):
        node = f"<{KB}actor/a{actor}>"
        yield f"{node} {TYPE} <{DL}State> {REFERENCE} ."
        yield f'{node} <{RDFS}label> "Actor {actor}"@en {REFERENCE} .'
    for story in range(-(-events // STORY)):
        yield from _article(rng, story, min(STORY, events - story * STORY))


def _article(rng: random.Random, story: int, events: int) -> Iterator[str]:
    source = f"<{KB}source/s{story}>"
    year, month = 2000 + story % 20, 1 + story // 20 % 12
    yield f"{source} {TYPE} <{DL}Article> {CLAIMS} ."
    yield f'{source} <{RDFS}label> "Article {story}"@en {CLAIMS} .'
    yield f'{source} <{DL}published> "{year}-{month:02d}-28"^^<{EDTF}> {CLAIMS} .'
    days = sorted(rng.randrange(1, 28) for _ in range(events))
    for number, day in enumerate(days):
        event = f"<{KB}event/s{story}-{number}>"
        claim = f"<{KB}claim/s{story}/{number}-is>"
        yield f"{event} {TYPE} <{DL}{rng.choice(KINDS)}> {claim} ."
        yield f'{event} <{RDFS}label> "event {number} of story {story}"@en {claim} .'
        for role in ("initiator", "participant"):
            yield f"{event} <{DL}{role}> <{KB}actor/a{rng.randrange(ACTORS)}> {claim} ."
        yield from _said(rng, claim, source)
        claim = f"<{KB}claim/s{story}/{number}-when>"
        if rng.random() < 0.5:
            yield f'{event} <{DL}when> "{year}-{month:02d}-{day:02d}"^^<{EDTF}> {claim} .'
        else:
            node = f"<{KB}date/s{story}-{number}>"
            yield f"{event} <{DL}when> {node} {claim} ."
            yield f"{node} {TYPE} <{DL}RelativeDate> {claim} ."
            yield f'{node} <{DL}expression> "{28 - day} days ago"@en {claim} .'
            yield f'{node} <{DL}offset> "{day - 28}"^^<{XSD}integer> {claim} .'
            yield f"{node} <{DL}unit> <http://www.w3.org/2006/time#unitDay> {claim} ."
        yield from _said(rng, claim, source)
        later = [other for other in range(number + 1, events) if days[other] > day]
        if later:
            claim = f"<{KB}claim/s{story}/{number}-before>"
            other = f"<{KB}event/s{story}-{rng.choice(later[:5])}>"
            yield f"{event} <{DL}before> {other} {claim} ."
            yield from _said(rng, claim, source)


def _said(rng: random.Random, claim: str, source: str) -> Iterator[str]:
    """Yield the metadata of a claim: its source, and where the words stand."""
    name = claim[1:-1].removeprefix(KB)
    evidence, position = f"<{KB}evidence/{name}>", f"<{KB}position/{name}>"
    start = rng.randrange(20_000)
    yield f"{claim} {TYPE} <{DL}Claim> {CLAIMS} ."
    yield f"{claim} <{DL}source> {source} {CLAIMS} ."
    yield f"{claim} <{DL}evidence> {evidence} {CLAIMS} ."
    yield f"{evidence} {TYPE} <{DL}Evidence> {CLAIMS} ."
    yield f'{evidence} <{DL}digest> "{rng.getrandbits(256):064x}" {CLAIMS} .'
    yield f"{evidence} <{OA}hasSelector> {position} {CLAIMS} ."
    yield f"{position} {TYPE} <{OA}TextPositionSelector> {CLAIMS} ."
    yield f'{position} <{OA}start> "{start}"^^<{XSD}integer> {CLAIMS} .'
    yield f'{position} <{OA}end> "{start + rng.randrange(5, 90)}"^^<{XSD}integer> {CLAIMS} .'


def write(path: Path, events: int) -> int:
    """Write a world as N-Quads; returns the number of quads."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in quads(events):
            file.write(line + "\n")
            count += 1
    return count
