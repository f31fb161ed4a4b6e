"""Names that claims use and nobody describes: most often a slip of the pen.

They are no error, since another file may describe them later; but a relation to an event that no
claim tells of helps nobody, and is worth a word when it is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.model import Claim, Iri, Knowledge
from dateline.relations import RELATIONS
from dateline.relative import RelativeDate


def loose_ends(knowledge: Knowledge) -> tuple[tuple[Iri, Iri, str], ...]:
    """Return names that are used but not described, each with a claim that uses it, and as what."""
    told = {t.subject for c in knowledge.claims for t in c.triples if t.predicate == "type"}
    sources = {iri for iri, source in knowledge.sources.items() if source.label}
    known = {
        "event": told | sources,  # a relative date may count from a source
        "source": sources,
        "actor": set(knowledge.labels),
        "place": set(knowledge.labels),
    }
    found: dict[Iri, tuple[Iri, Iri, str]] = {}
    for claim in knowledge.claims:
        for name, role in _mentions(knowledge, claim):
            if name not in known[role]:
                found.setdefault(name, (name, claim.iri, role))
    return tuple(found[name] for name in sorted(found))


def _mentions(knowledge: Knowledge, claim: Claim) -> Iterator[tuple[Iri, str]]:
    """Return what a claim speaks of, and whether as an event, an actor, a place or a source."""
    if claim.source is not None:
        yield claim.source, "source"
    for actor in claim.attributed_to:
        yield actor, "actor"
    if claim.said_in is not None:
        yield claim.said_in, "event"
    for triple in claim.triples:
        value, properties = triple.value, knowledge.taxonomy.closed_property(triple.predicate)
        if triple.predicate in RELATIONS or triple.predicate in {"about", "planOf"}:
            yield triple.subject, "event"
            if isinstance(value, Iri):
                yield value, "event"
        elif isinstance(value, RelativeDate) and value.anchor:
            yield Iri(value.anchor), "event"
        elif isinstance(value, Iri) and "participant" in properties:
            yield value, "actor"
        elif isinstance(value, Iri) and "place" in properties:
            yield value, "place"
