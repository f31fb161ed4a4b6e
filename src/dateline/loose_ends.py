"""Names that claims use and nobody describes: most often a slip of the pen.

They are no error, since another file may describe them later; but a relation to an event that no
claim tells of helps nobody, and is worth a word when it is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.model import Claim, Iri, Knowledge, Triple
from dateline.reasoning.constraints import DATE_PROPERTIES
from dateline.reasoning.relations import RELATIONS
from dateline.time.relative import RelativeDate
from dateline.vocabulary import DL

#: Properties, with their kinds, that only events have.
OF_EVENTS = frozenset(
    {
        *RELATIONS,
        *DATE_PROPERTIES,
        "duration",
        "quantity",
        "participant",
        "place",
        "about",
        "planOf",
    }
)


#: The properties by which claims name actors and places, with all that are kinds of them.
NAMED_BY = {"Actor": "participant", "Place": "place"}


def described(knowledge: Knowledge, kind: str) -> set[Iri]:
    """Return the actors or places that reference data describe as such."""
    wanted = Iri(DL + kind)
    return {
        iri
        for iri, kinds in knowledge.kinds.items()
        if any(knowledge.taxonomy.is_a(k, wanted) for k in kinds)
    }


def mentioned(knowledge: Knowledge, kind: str) -> set[Iri]:
    """Return the actors or places that claims name as such, described or not."""
    return {
        triple.value
        for claim in knowledge.claims
        for triple in claim.triples
        if isinstance(triple.value, Iri)
        and NAMED_BY[kind] in knowledge.taxonomy.closed_property(triple.predicate)
    }


def loose_ends(knowledge: Knowledge) -> tuple[tuple[Iri, Iri, str], ...]:
    """Return names that are used but not described, each with a claim that uses it, and as what."""
    told = {t.subject for c in knowledge.claims for t in c.triples if t.predicate == "type"}
    sources = {iri for iri, source in knowledge.sources.items() if source.label}
    known = {
        "event": told | sources,  # a relative date may count from a source
        "source": sources,
        "actor": set(knowledge.labels),
        "place": set(knowledge.labels),
        "claim": {claim.iri for claim in knowledge.claims},
    }
    found: dict[Iri, tuple[Iri, Iri, str]] = {}
    for claim in knowledge.claims:
        for name, role in _mentions(knowledge, claim):
            if name not in known[role]:
                found.setdefault(name, (name, claim.iri, role))
    return tuple(found[name] for name in sorted(found))


def _mentions(knowledge: Knowledge, claim: Claim) -> Iterator[tuple[Iri, str]]:
    """Return what a claim speaks of, and whether as an event, actor, place, source or claim."""
    if claim.source is not None:
        yield claim.source, "source"
    for actor in claim.attributed_to:
        yield actor, "actor"
    if claim.said_in is not None:
        yield claim.said_in, "event"
    for other in (*claim.disputes, *claim.replies_to):
        yield other, "claim"
    for triple in claim.triples:
        yield from _mentioned(triple, knowledge.taxonomy.closed_property(triple.predicate))


def _mentioned(triple: Triple, properties: tuple[str, ...]) -> Iterator[tuple[Iri, str]]:
    """Return the two ends of a triple; ``properties`` are its own with those it is a kind of."""
    value = triple.value
    if not OF_EVENTS.isdisjoint(properties):
        yield triple.subject, "event"
    if isinstance(value, RelativeDate) and value.anchor:
        yield Iri(value.anchor), "event"
    if not isinstance(value, Iri):
        return
    if triple.predicate in RELATIONS or triple.predicate in {"about", "planOf"}:
        yield value, "event"
    elif "participant" in properties:
        yield value, "actor"
    elif "place" in properties:
        yield value, "place"
