"""Facts of which not all that is said can be true, each value with the claims that state it.

What somebody leaves out, that person does not deny; so two accounts disagree on a fact only where
each of them fills it, and nothing that the one says can be meant by anything that the other says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from dateline.model import Claim, Iri, Knowledge, Quantity, Text, Triple
from dateline.reasoning.constraints import DATE_PROPERTIES
from dateline.reasoning.publications import publication_of
from dateline.time.relative import RelativeDate, resolve
from dateline.timeline import PARTICIPANT, Entry, Timeline

HAPPENED, TIME, QUANTITY = "happened", "time", "quantity"

Value = Iri | Quantity
"""What a fact that may be contested gives an event: a place, an actor, a number."""

Disputes = Mapping[Iri, tuple[Iri, ...]]
"""For each claim that is disputed the claims that dispute it."""

#: Units by what they measure, each with its size.
UNITS: Mapping[str, tuple[str, Decimal]] = {
    name: (measure, Decimal(size))
    for measure, name, size in (
        ("length", "m", "1"),
        ("length", "km", "1000"),
        ("length", "ft", "0.3048"),
        ("length", "mile", "1609.344"),
        ("length", "nautical mile", "1852"),
        ("time", "s", "1"),
        ("time", "min", "60"),
        ("time", "h", "3600"),
        ("time", "day", "86400"),
    )
}
#: "About" is taken to mean: within a tenth.
ABOUT = Decimal("0.1")
ENDLESS = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Slot:
    """What is asked of an event: a property; of quantities, which one (``kind``).

    ``happened`` asks whether there was such an event at all, ``time`` when it was.
    """

    aspect: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One value of a slot with the claims that state it and those that deny it.

    The value is a date or duration as a triple, the value of a fact, True for "it happened", or
    None for what other claims than those about the slot come to.
    """

    value: Value | Triple | bool | None
    claims: tuple[Iri, ...]
    denied_by: tuple[Iri, ...] = ()


@dataclass(frozen=True, slots=True)
class Contested:
    """A fact of an event with every value that somebody states."""

    event: Iri
    slot: Slot
    values: tuple[Told, ...]

    @property
    def claims(self) -> frozenset[Iri]:
        """Every claim that states or denies a value."""
        return frozenset(c for told in self.values for c in (*told.claims, *told.denied_by))


def contested_facts(timeline: Timeline, knowledge: Knowledge) -> tuple[Contested, ...]:
    """Return every fact on which the claims disagree, in the order of the timeline."""
    disputes = disputes_of(knowledge)
    in_conflict = frozenset(claim for c in timeline.conflicts for claim in c.members)
    found: list[Contested] = []
    for entry in timeline.entries:
        event = entry.event.iri
        found += _existence(entry, knowledge, disputes)
        dates = tuple(told_times(entry, knowledge, disputes))
        clashing = {c for told in dates for c in told.claims} & in_conflict
        if clashing or any(told.denied_by for told in dates):
            others = _against(timeline, clashing) if len(dates) == 1 else ()
            beside = (Told(None, others),) if others else ()
            found.append(Contested(event, Slot(TIME), (*dates, *beside)))
        for slot, values in told_facts(entry, knowledge, disputes).items():
            if any(told.denied_by for told in values) or _disagreeing(slot, values, knowledge):
                found.append(Contested(event, slot, values))
    return tuple(found)


def disputes_of(knowledge: Knowledge) -> Disputes:
    """Return for each claim that is disputed the claims that dispute it."""
    found: dict[Iri, list[Iri]] = {}
    for claim in knowledge.claims:
        for target in claim.disputes:
            found.setdefault(target, []).append(claim.iri)
    return {target: tuple(sorted(claims)) for target, claims in found.items()}


def existence_claims(entry: Entry, knowledge: Knowledge) -> list[Claim]:
    """Return the claims that say that there is such an event, of whatever modality."""
    members = entry.event.members
    claims = (knowledge.by_iri[iri] for iri in entry.event.claims)
    return [
        claim
        for claim in claims
        if any(t.predicate == "type" and t.subject in members for t in claim.triples)
    ]


def _existence(entry: Entry, knowledge: Knowledge, disputes: Disputes) -> Iterator[Contested]:
    told = [c for c in existence_claims(entry, knowledge) if c.modality == "asserted"]
    denied = _denied(told, disputes)
    if told and denied:
        value = Told(True, tuple(claim.iri for claim in told), denied)
        yield Contested(entry.event.iri, Slot(HAPPENED), (value,))


def _denied(claims: Iterable[Claim], disputes: Disputes) -> tuple[Iri, ...]:
    return tuple(sorted({one for claim in claims for one in disputes.get(claim.iri, ())}))


def _denied_alone(claims: Iterable[Claim], disputes: Disputes) -> tuple[Iri, ...]:
    """Return who denies what claims say of an event, other than that there was one at all."""
    return _denied((c for c in claims if all(t.predicate != "type" for t in c.triples)), disputes)


def told_times(entry: Entry, knowledge: Knowledge, disputes: Disputes) -> Iterator[Told]:
    """Yield each date that claims give the event; the same words of two days are two dates."""
    found: dict[tuple[object, ...], list[tuple[Triple, Claim]]] = {}
    for iri in entry.event.claims:
        claim = knowledge.by_iri[iri]
        for triple in claim.triples:
            if triple.predicate in DATE_PROPERTIES and triple.subject in entry.event.members:
                key = (triple.predicate, triple.value, _days(triple, claim, knowledge))
                found.setdefault(key, []).append((triple, claim))
    for said in found.values():
        claims = [claim for _, claim in said]
        denied = _denied_alone(claims, disputes)
        yield Told(said[0][0], tuple(claim.iri for claim in claims), denied)


def _days(triple: Triple, claim: Claim, knowledge: Knowledge) -> object:
    """Return what days a date means: of a relative one, as far as the publication tells."""
    value = triple.value
    if not isinstance(value, RelativeDate):
        return None
    if value.anchor is not None or claim.said_in is not None:
        return claim.said_in
    return resolve(value, publication_of(knowledge, claim.source).window)


def _against(timeline: Timeline, claims: set[Iri]) -> tuple[Iri, ...]:
    """Return what other claims stand against these, in contradictions."""
    return tuple(
        sorted(
            {
                other
                for conflict in timeline.conflicts
                if not claims.isdisjoint(conflict.claims)
                for other in conflict.claims
                if other not in claims
            }
        )
    )


def told_facts(
    entry: Entry, knowledge: Knowledge, disputes: Disputes
) -> dict[Slot, tuple[Told, ...]]:
    """Return the event's places, roles and quantities, each value with who states it."""
    found: dict[Slot, list[Told]] = {}
    for fact in entry.event.facts:
        value = fact.value
        if isinstance(value, Text) or fact.subject != entry.event.iri:
            continue
        slot = _slot(fact.predicate, value, knowledge)
        claims = [knowledge.by_iri[iri] for iri in fact.claims]
        said = tuple(c.iri for c in claims if c.modality == "asserted" and not c.is_judgement)
        if slot is not None and said:
            denied = _denied_alone(claims, disputes)
            found.setdefault(slot, []).append(Told(value, said, denied))
    return {
        slot: tuple(values)
        for slot, values in sorted(found.items(), key=lambda item: (item[0].aspect, item[0].kind))
    }


def _slot(predicate: str, value: Value, knowledge: Knowledge) -> Slot | None:
    """Return the slot that a fact fills; None where two values are no disagreement."""
    taxonomy = knowledge.taxonomy
    if isinstance(value, Quantity):
        return Slot(QUANTITY, value.kind)
    closed = taxonomy.closed_property(predicate)
    if "place" in closed or not taxonomy.single_valued.isdisjoint(closed):
        return Slot("place" if "place" in closed else predicate)
    # Whoever is merely named as taking part may have been there with others.
    return Slot(predicate) if PARTICIPANT in closed[1:] else None


Teller = tuple[Iri | None, tuple[Iri, ...]]


def _disagreeing(slot: Slot, values: Iterable[Told], knowledge: Knowledge) -> bool:
    """Whether two who fill the slot cannot both be right; copies speak with one voice."""
    by_teller: dict[Teller, list[Value]] = {}
    for told in values:
        for value in stated([told]):
            for iri in told.claims:
                claim = knowledge.by_iri[iri]
                source = knowledge.original(claim.source) if claim.source else None
                by_teller.setdefault((source, claim.attributed_to), []).append(value)
    accounts = list(by_teller.values())
    return any(
        disagree(one, other, knowledge)
        for number, one in enumerate(accounts)
        for other in accounts[:number]
    )


def stated(told: Iterable[Told]) -> list[Value]:
    """Return the values of facts that are stated, and not only denied."""
    return [one.value for one in told if one.claims and isinstance(one.value, Iri | Quantity)]


def disagree(one: Collection[Value], other: Collection[Value], knowledge: Knowledge) -> bool:
    """Whether two accounts of one slot cannot both be true: no value of the one fits the other.

    Places fit where one lies in the other, actors where one is an organ or member of the other,
    quantities where their ranges meet; "about" is within a tenth. Who is silent disagrees on
    nothing.
    """
    return bool(one) and bool(other) and not any(_fit(a, b, knowledge) for a in one for b in other)


def _fit(a: Value, b: Value, knowledge: Knowledge) -> bool:
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return _meet(a, b)
    return a == b or a in _above(b, knowledge) or b in _above(a, knowledge)


def _above(thing: Value, knowledge: Knowledge) -> tuple[Iri, ...]:
    """Return what a place lies in, and what an actor is an organ or member of."""
    name = thing if isinstance(thing, Iri) else thing.iri
    return (*knowledge.containers.get(name, ()), *knowledge.wholes.get(name, ()))


def _meet(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities may be the same; of different measures they are not compared."""
    (one, first), (other, second) = _range(a), _range(b)
    if one != other or first is None or second is None:
        return one != other or a.value == b.value
    return first[0] <= second[1] and second[0] <= first[1]


def _range(quantity: Quantity) -> tuple[str, tuple[Decimal, Decimal] | None]:
    """Return what a quantity measures, and from where to where it may lie; None if no number."""
    measure, size = UNITS.get(quantity.unit, (quantity.unit, Decimal(1)))
    try:
        value = Decimal(quantity.value) * size
    except InvalidOperation:
        return measure, None
    words = quantity.approximation
    if not words:
        return measure, (value, value)
    if words in {"more than", "at least", "over"}:
        return measure, (value, ENDLESS)
    if words in {"less than", "at most", "under", "up to"}:
        return measure, (-ENDLESS, value)
    return measure, (value - abs(value) * ABOUT, value + abs(value) * ABOUT)
