"""Claims -> events: one for each identity class, with its status and its facts.

Nothing is merged for good: the class of an event follows from the judgements ``sameEventAs`` that
stand, and is found anew each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dateline.entry import ASSERTED as ASSERTED
from dateline.entry import EVENT as EVENT
from dateline.entry import STATUSES as STATUSES
from dateline.entry import Event as Event
from dateline.entry import Fact as Fact
from dateline.entry import FactValue as FactValue
from dateline.identity import canonical_events
from dateline.model import Claim, Iri, Knowledge, Quantity, Text, Value
from dateline.reasoning.constraints import DATE_PROPERTIES
from dateline.reasoning.publications import publication_of
from dateline.reasoning.relations import RELATIONS

#: What is told otherwise in the accepted view, or is a judgement about other things.
NOT_FACTS = frozenset(
    {"type", "label", "duration", "sameEventAs", "differentEventFrom", "planOf", "published"}
) | frozenset(DATE_PROPERTIES)


def events_of(knowledge: Knowledge, set_aside: frozenset[Iri] = frozenset()) -> tuple[Event, ...]:
    """Return every event that some claim says there was, is planned, or might have been.

    ``set_aside`` are claims that a repair gives up: they no longer identify or relate events.
    """
    existence = _existence_claims(knowledge)
    canonical = canonical_events(knowledge, existence, set_aside)
    members: dict[Iri, list[Iri]] = {}
    for event in sorted(existence):
        members.setdefault(canonical[event], []).append(event)
    about: dict[Iri, list[Claim]] = {}
    for claim in knowledge.claims:
        for iri in dict.fromkeys(canonical.get(t.subject, t.subject) for t in claim.triples):
            if iri in members:
                about.setdefault(iri, []).append(claim)
    plans: dict[Iri, list[Iri]] = {}
    for claim in knowledge.claims:
        for triple in claim.triples:
            if triple.predicate == "planOf" and isinstance(triple.value, Iri):
                reported = canonical.get(triple.value, triple.value)
                plans.setdefault(reported, []).append(canonical.get(triple.subject, triple.subject))
    return tuple(
        _event(
            knowledge,
            iri,
            tuple(names),
            [claim for name in names for claim in existence[name]],
            about[iri],
            _facts(knowledge, iri, about[iri], canonical, set_aside),
            tuple(sorted(set(plans.get(iri, ())))),
        )
        for iri, names in sorted(members.items())
    )


def _existence_claims(knowledge: Knowledge) -> dict[Iri, list[Claim]]:
    """Return, for every event, the claims that say that there is such an event."""
    found: dict[Iri, list[Claim]] = {}
    for claim in knowledge.claims:
        for triple in claim.triples:
            if (
                triple.predicate == "type"
                and isinstance(triple.value, Iri)
                and knowledge.taxonomy.is_a(triple.value, EVENT)
                and claim not in found.get(triple.subject, ())
            ):
                found.setdefault(triple.subject, []).append(claim)
    return found


def status_of(knowledge: Knowledge, claims: Iterable[Claim]) -> str:
    """Return the status that claims give to what they all say; see ``STATUSES``."""
    found = set()
    for claim in claims:
        if claim.modality != "asserted":
            found.add(claim.modality)
        elif claim.iri in knowledge.disputed:
            found.add("disputed")
        else:
            found.add("claimed" if claim.attributed_to else "reported")
    return next(status for status in STATUSES if status in found)


def _event(  # the parts of one event, gathered by events_of
    knowledge: Knowledge,
    iri: Iri,
    members: tuple[Iri, ...],
    existence: list[Claim],
    about: list[Claim],
    facts: tuple[Fact, ...],
    plans: tuple[Iri, ...],
) -> Event:
    status = status_of(knowledge, existence)
    told = [c for c in existence if (c.modality == "asserted") == (status in ASSERTED)]
    told.sort(key=lambda claim: _precedence(knowledge, claim))
    kinds = {
        t.value
        for claim in told
        for t in claim.triples
        if t.subject in members and t.predicate == "type" and isinstance(t.value, Iri)
    }
    label = next(
        (
            t.value
            for claim in told
            for t in sorted(claim.triples, key=lambda t: getattr(t.value, "language", "") != "en")
            if t.subject in members and t.predicate == "label" and isinstance(t.value, Text)
        ),
        Text(knowledge.label(iri)),
    )
    types = knowledge.taxonomy.closure(kinds)
    return Event(
        iri,
        members,
        label.value,
        label.language,
        tuple(sorted(kinds)),
        tuple(kind for kind in types if knowledge.taxonomy.is_a(kind, EVENT)),
        status,
        facts,
        tuple(sorted(claim.iri for claim in about)),
        tuple(sorted({claim.source for claim in about if claim.source is not None})),
        plans,
        tuple(sorted({knowledge.original(c.source) for c in told if c.source is not None})),
    )


def _precedence(knowledge: Knowledge, claim: Claim) -> tuple[bool, int, str]:
    """Own voice first, then the earliest published, then by IRI."""
    published = publication_of(knowledge, claim.source).window.earliest
    return not claim.in_own_voice, published if published is not None else 1 << 62, claim.iri


def _facts(
    knowledge: Knowledge,
    event: Iri,
    about: Iterable[Claim],
    canonical: Mapping[Iri, Iri],
    set_aside: frozenset[Iri],
) -> tuple[Fact, ...]:
    """Return what the claims say of the event, and of things that are no events beside it."""
    said: dict[tuple[Iri, str, FactValue], list[Claim]] = {}
    for claim in about:
        for triple in claim.triples:
            subject = canonical.get(triple.subject, triple.subject)
            value = _settled(triple.value, canonical)
            given_up = claim.iri in set_aside and triple.predicate in RELATIONS
            beside = subject != event and subject in canonical
            if value is None or triple.predicate in NOT_FACTS or given_up or beside:
                continue
            said.setdefault((subject, triple.predicate, value), []).append(claim)
    return tuple(
        Fact(
            subject,
            predicate,
            value,
            status_of(knowledge, claims),
            tuple(sorted(claim.iri for claim in claims)),
        )
        for (subject, predicate, value), claims in sorted(
            said.items(), key=lambda item: (item[0][0], item[0][1], str(item[0][2]))
        )
    )


def _settled(value: Value, canonical: Mapping[Iri, Iri]) -> FactValue | None:
    if isinstance(value, Iri):
        return canonical.get(value, value)
    return value if isinstance(value, Text | Quantity) else None
