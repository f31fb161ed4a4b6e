"""What changed between two states: as sections of a report, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from dateline.comparing import Differed
from dateline.difference import Change, Kind
from dateline.exports.comparisons import one_contested, slot_words, source_words, value_words
from dateline.exports.contract import left_out_contract
from dateline.exports.plain_text import when_words
from dateline.exports.report import Section
from dateline.model import Claim, Iri
from dateline.pipeline import Solved
from dateline.reasoning.chronology import SIDES
from dateline.timeline import Entry
from dateline.vocabulary import shorten
from dateline.wording import SIDE_WORDS, claim_words, moment
from dateline.written import bounds_contract

TITLES: Mapping[Kind, str] = {
    "new": "New",
    "gone": "Gone",
    "merged": "Now one event",
    "split": "Now several events",
    "status": "Of another status",
    "redated": "Re-dated",
    "confirmed": "Confirmed by more independent sources",
    "less_confirmed": "Confirmed by fewer independent sources",
    "contested": "Contested, or contested otherwise",
    "settled": "No longer contested",
    "set_aside": "Set aside, or read more weakly",
    "restored": "Taken at its word again",
}


def difference_sections(found: Differed) -> Iterator[Section]:
    """Yield a table for each kind of change, with the sources that caused each."""
    by_kind: dict[Kind, list[Change]] = {}
    for change in found.changes:
        by_kind.setdefault(change.kind, []).append(change)
    for kind, title in TITLES.items():
        columns, cells = _TABLES[kind]
        rows = tuple(
            (change.event.label, *cells(change, found), causes_words(change.because, found))
            for change in by_kind.get(kind, ())
        )
        yield Section(title, ("Event", *columns, "Because of"), rows, grouped=True)


Cells = Callable[[Change, Differed], tuple[str, ...]]


def _time(change: Change, found: Differed) -> tuple[str, ...]:
    return (_when(change.after or change.before),)


def _both_times(change: Change, found: Differed) -> tuple[str, ...]:
    was, now = _when(change.before), _when(change.after)
    return (
        (was, now) if was != now else (_moved(change, change.before), _moved(change, change.after))
    )


def _moved(change: Change, entry: Entry | None) -> str:
    """Return the bounds that moved, to the second."""
    values = dict(zip(SIDES, entry.bounds.in_order, strict=True)) if entry else {}
    return "; ".join(f"{SIDE_WORDS[side]} {moment(values.get(side))}" for side in change.sides)


def _both_statuses(change: Change, found: Differed) -> tuple[str, ...]:
    return tuple(e.event.status if e else "" for e in (change.before, change.after))


def _both_counts(change: Change, found: Differed) -> tuple[str, ...]:
    return tuple(str(len(e.event.tellers)) if e else "" for e in (change.before, change.after))


def _names(change: Change, found: Differed) -> tuple[str, ...]:
    """Return the events that are one, or that were: all names of the larger."""
    entry = change.after if change.kind == "merged" else change.before
    members = entry.event.members if entry else ()
    return (", ".join(shorten(member) for member in members),)


def _values(change: Change, found: Differed) -> tuple[str, ...]:
    contested = change.contested
    assert contested is not None, "a change of what is contested says what"
    solved = found.before if change.kind == "settled" else found.after
    values = (value_words(told, solved) for told in contested.values)
    said = list(dict.fromkeys(values))
    denied = any(told.denied_by for told in contested.values)
    return slot_words(contested.slot, solved), " / ".join([*said, *(["denied"] if denied else [])])


def _claim(change: Change, found: Differed) -> tuple[str, ...]:
    assert change.claim is not None, "a change of a claim says which"
    return (claim_words(_of(change.claim, found).knowledge, change.claim, found.after.names),)


_TABLES: Mapping[Kind, tuple[tuple[str, ...], Cells]] = {
    "new": (("When",), _time),
    "gone": (("When",), _time),
    "merged": (("Names",), _names),
    "split": (("Names",), _names),
    "status": (("Was", "Is"), _both_statuses),
    "redated": (("Was", "Is"), _both_times),
    "confirmed": (("Was", "Is"), _both_counts),
    "less_confirmed": (("Was", "Is"), _both_counts),
    "contested": (("On", "It is said"), _values),
    "settled": (("On", "It was said"), _values),
    "set_aside": (("Claim",), _claim),
    "restored": (("Claim",), _claim),
}


def _when(entry: Entry | None) -> str:
    return when_words(entry.when if entry else None)


def _of(claim: Iri, found: Differed) -> Solved:
    """Return the later state that has a claim."""
    return found.after if claim in found.after.knowledge.by_iri else found.before


def _caused_by(claims: Iterable[Iri], found: Differed) -> list[tuple[Claim, Solved]]:
    return [(solved.knowledge.by_iri[c], solved) for c in claims for solved in [_of(c, found)]]


def sources_of(claims: Iterable[Iri], found: Differed) -> list[Iri]:
    """Return the sources of claims that are new or gone; of judgements, those that brought them."""
    causes = (c.source or c.brought_by for c, _ in _caused_by(claims, found))
    return sorted({source for source in causes if source is not None})


def causes_words(claims: Iterable[Iri], found: Differed) -> str:
    """Return the sources of claims that are new or gone, and who judges where there is none."""
    shown: dict[str, None] = {}
    for claim, solved in _caused_by(claims, found):
        source = claim.source or claim.brought_by
        judge = solved.knowledge.label(claim.author)
        words = source_words(source, solved) if source else f"judged by {judge}"
        shown.setdefault(words if solved is found.after else f"without: {words}")
    return "; ".join(shown)


# --- JSON -----------------------------------------------------------------------------------------


def difference_contract(found: Differed) -> dict[str, Any]:
    """Return every change with what was, what is, and the claims and sources that caused it."""
    return {
        "before": found.earlier,
        "after": found.later,
        "changes": [_change(change, found) for change in found.changes],
        "left_out": left_out_contract(found.after.timeline),
    }


def _change(change: Change, found: Differed) -> dict[str, Any]:
    contested = change.contested
    solved = found.before if change.kind == "settled" else found.after
    return {
        "change": change.kind,
        "event": change.event.iri,
        "label": change.event.label,
        "before": _entry(change.before),
        "after": _entry(change.after),
        "moved": list(change.sides),
        "contested": None if contested is None else one_contested(contested, solved),
        "claim": change.claim,
        "because": list(change.because),
        "sources": sources_of(change.because, found),
    }


def _entry(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {
        "event": entry.event.iri,
        "members": list(entry.event.members),
        "status": entry.event.status,
        "when": entry.when,
        **bounds_contract(entry.bounds),
        "told_by": list(entry.event.tellers),
    }
