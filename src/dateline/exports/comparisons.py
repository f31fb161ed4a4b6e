"""Two accounts side by side, and contested facts: as sections of a report, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dateline.comparing import Accounts
from dateline.comparison import Account, Compared
from dateline.contested import HAPPENED, QUANTITY, TIME, Contested, Slot, Told
from dateline.exports.contract import left_out_contract
from dateline.exports.plain_text import when_words
from dateline.exports.report import Section
from dateline.model import Iri, Quantity, Triple
from dateline.pipeline import Solved
from dateline.reasoning.chronology import Bounds
from dateline.vocabulary import shorten
from dateline.wording import dated_words, moment, telling_of
from dateline.written import bounds_contract

#: What a side holds of an event, as an answer to "did it happen?".
STANCES = {
    "happened": "it happened",
    "disputed": "it happened, and it did not",
    "denied": "it did not happen",
    "planned": "it was planned",
    "hypothetical": "it might have happened",
}


def compared_sections(found: Accounts) -> Iterator[Section]:
    """Yield what is contradicted, agreed, and told by one side alone; no section may have rows."""
    solved = found.whole
    first, second = (
        source_words(who, solved) if who in solved.knowledge.sources else label_of(who, solved)
        for who in (found.first, found.second)
    )
    by_verdict: dict[str, list[Compared]] = {}
    for compared in found.events:
        by_verdict.setdefault(compared.verdict, []).append(compared)
    yield Section(
        "Contradicted",
        ("Event", "On", first, second),
        tuple(
            row
            for compared in by_verdict.get("contradicted", ())
            for row in _contradictions(compared, solved)
        ),
        grouped=True,
    )
    yield Section(
        "Agreed, as far as both tell of it",
        ("Event", first, second),
        tuple(
            (compared.label, _when(compared.first), _when(compared.second))
            for compared in by_verdict.get("agreed", ())
        ),
    )
    for verdict, who in (("only_first", first), ("only_second", second)):
        yield Section(
            f"Only {who}",
            ("When", "Event", "Holds that"),
            tuple(
                (_when(one), compared.label, STANCES[one.stance])
                for compared in by_verdict.get(verdict, ())
                if (one := compared.first or compared.second)
            ),
        )


def _contradictions(compared: Compared, solved: Solved) -> Iterator[tuple[str, ...]]:
    accounts = [one for one in (compared.first, compared.second) if one is not None]
    to_the_second = len({account.when for account in accounts}) == 1
    for slot in compared.contradicted:
        said = (_said(slot, account, solved, to_the_second) for account in accounts)
        yield compared.label, slot_words(slot, solved), *said


def _said(slot: Slot, account: Account, solved: Solved, to_the_second: bool) -> str:
    if slot.aspect == HAPPENED:
        return STANCES[account.stance]
    denied = any(told.denied_by for told in account.facts.get(slot, ()))
    if slot.aspect == TIME and not denied:
        return _moments(account) if to_the_second else _when(account)
    return _stated(account.facts.get(slot, ()), solved)


def _when(account: Account | None) -> str:
    return when_words(account.when if account else None)


def _moments(account: Account) -> str:
    """Return the bounds to the second, where days do not tell two accounts apart."""
    bounds = account.bounds or Bounds()
    return (
        f"starts {moment(bounds.start_earliest)} to {moment(bounds.start_latest)},"
        f" ends {moment(bounds.end_earliest)} to {moment(bounds.end_latest)}"
    )


def _stated(told: Iterable[Told], solved: Solved) -> str:
    return "; ".join(
        value_words(one, solved) if one.claims else denial_words(one, solved) for one in told
    )


def contested_sections(solved: Solved, found: Sequence[Contested]) -> Iterator[Section]:
    """Yield a table for each event: what is contested, every value, and who says so."""
    by_event: dict[Iri, list[Contested]] = {}
    for one in found:
        by_event.setdefault(one.event, []).append(one)
    for event, several in by_event.items():
        rows = tuple(row for one in several for row in _values(one, solved))
        title = f"{label_of(event, solved)}  {shorten(event)}"
        yield Section(title, ("On", "It is said", "By"), rows, grouped=True)


def _values(contested: Contested, solved: Solved) -> Iterator[tuple[str, ...]]:
    name = slot_words(contested.slot, solved)
    for told in contested.values:
        yield name, value_words(told, solved), claimants_words(told.claims, solved)
        if told.denied_by:
            yield name, denial_words(told, solved), claimants_words(told.denied_by, solved)


# --- words ----------------------------------------------------------------------------------------


def label_of(thing: Iri, solved: Solved) -> str:
    """Return the label of anything, or the end of its IRI."""
    return solved.names.get(thing) or solved.knowledge.label(thing)


def slot_words(slot: Slot, solved: Solved) -> str:
    """Return what a slot asks, in a word or two."""
    if slot.aspect == HAPPENED:
        return "whether it happened"
    if slot.aspect == QUANTITY:
        return slot.kind or QUANTITY
    return solved.knowledge.taxonomy.property_labels.get(slot.aspect, slot.aspect)


def value_words(told: Told, solved: Solved) -> str:
    """Return a value as text."""
    value = told.value
    if isinstance(value, Triple):
        tellings = (telling_of(solved.knowledge, solved.knowledge.by_iri[c]) for c in told.claims)
        return dated_words(value, solved.names, next(tellings, None))
    if isinstance(value, Quantity):
        return " ".join(part for part in (value.approximation, value.value, value.unit) if part)
    if isinstance(value, Iri):
        return label_of(value, solved)
    return "it happened" if value else "another time, by what else is said"


def denial_words(told: Told, solved: Solved) -> str:
    """Return what it is to deny a value."""
    return STANCES["denied"] if told.value is True else f"not so: {value_words(told, solved)}"


def source_words(source: Iri, solved: Solved) -> str:
    """Return a source by its label or its short name, whichever takes less room."""
    short = shorten(source).removeprefix("source:")
    return min(solved.knowledge.label(source), short, key=len)


def claimants_words(claims: Iterable[Iri], solved: Solved) -> str:
    """Return who makes claims: the source, or those whom it quotes; copies count once."""
    knowledge = solved.knowledge
    shown: dict[str, None] = {}
    originals: set[Iri] = set()
    for iri in claims:
        claim = knowledge.by_iri[iri]
        if claim.source is None:
            shown.setdefault(f"judged by {knowledge.label(claim.author)}")
            continue
        originals.add(knowledge.original(claim.source))
        who = " and ".join(knowledge.label(actor) for actor in claim.attributed_to)
        where = source_words(claim.source, solved)
        shown.setdefault(f"{who} ({where})" if who else where)
    copied = len({knowledge.by_iri[c].source for c in claims} - {None}) - len(originals)
    note = f" [{len(originals)} independent]" if copied > 0 else ""
    return "; ".join(shown) + note


# --- JSON -----------------------------------------------------------------------------------------


def compared_contract(found: Accounts) -> dict[str, Any]:
    """Return both accounts of every event that one of the two tells of."""
    return {
        "first": found.first,
        "second": found.second,
        "events": [
            {
                "event": compared.event,
                "label": compared.label,
                "verdict": compared.verdict,
                "contradicted": [_slot(slot) for slot in compared.contradicted],
                "first": _account(compared.first, found.whole),
                "second": _account(compared.second, found.whole),
            }
            for compared in found.events
        ],
        "left_out": left_out_contract(found.whole.timeline),
    }


def contested_contract(solved: Solved, found: Iterable[Contested]) -> dict[str, Any]:
    """Return every contested fact with all its values."""
    return {
        "contested": [one_contested(one, solved) for one in found],
        "left_out": left_out_contract(solved.timeline),
    }


def one_contested(contested: Contested, solved: Solved) -> dict[str, Any]:
    """Return one contested fact: each value with its claims and claimants."""
    return {
        "event": contested.event,
        "label": label_of(contested.event, solved),
        **_slot(contested.slot),
        "values": [_value(told, solved) for told in contested.values],
    }


def _slot(slot: Slot) -> dict[str, Any]:
    return {"aspect": slot.aspect, "kind": slot.kind or None}


def _account(account: Account | None, solved: Solved) -> dict[str, Any] | None:
    if account is None:
        return None
    return {
        "stance": account.stance,
        "when": account.when,
        **bounds_contract(account.bounds),
        "facts": [
            {**_slot(slot), "values": [_value(told, solved) for told in values]}
            for slot, values in account.facts.items()
        ],
        "claims": list(account.claims),
    }


def _value(told: Told, solved: Solved) -> dict[str, Any]:
    claims = [solved.knowledge.by_iri[iri] for iri in told.claims]
    sources = {claim.source for claim in claims if claim.source is not None}
    return {
        "value": told.value if isinstance(told.value, Iri) else None,
        "words": value_words(told, solved),
        "claims": list(told.claims),
        "denied_by": list(told.denied_by),
        "sources": sorted(sources),
        "attributed_to": sorted({actor for claim in claims for actor in claim.attributed_to}),
        "independent": len({solved.knowledge.original(source) for source in sources}),
    }
