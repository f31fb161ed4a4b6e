"""Constraints, bounds and conflicts in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dateline.model import Claim, Duration, Edtf, Iri, Knowledge, Text, Triple
from dateline.reasoning.conflicts import Conflict
from dateline.reasoning.network import Basis, Edge
from dateline.reasoning.publications import NEVER, publication_of, span_words
from dateline.reasoning.relations import RELATIONS
from dateline.time.calendar import format_datetime
from dateline.time.dates import Window
from dateline.time.relative import RelativeDate, describe, resolve
from dateline.time.weaker import RUNGS, Rung
from dateline.vocabulary import shorten

if TYPE_CHECKING:
    from dateline.reasoning.alternatives import WayOut

DATED = {
    "when": "happened within",
    "startsOn": "started within",
    "endsOn": "ended within",
    "activeOn": "was going on in",
}

SIDE_WORDS = {
    "startEarliest": "starts at the earliest",
    "startLatest": "starts at the latest",
    "endEarliest": "ends at the earliest",
    "endLatest": "ends at the latest",
}


def quoted(names: Mapping[Iri, str], thing: str | None) -> str:
    """Return the label of a thing in quotation marks, or the end of its IRI."""
    return f"“{names.get(Iri(thing), thing.rsplit('/', 1)[-1])}”" if thing else "something"


def basis_words(basis: Basis, names: Mapping[Iri, str]) -> str:
    """Return what a constraint says, as a sentence without a full stop."""
    subject, other = quoted(names, basis.subject), quoted(names, basis.other)
    if basis.rule in DATED:
        anchor = f" (counted from {other})" if basis.other else ""
        return f"{subject} {DATED[basis.rule]} {basis.detail}{anchor}"
    if basis.rule == "duration":
        return f"{subject} lasted: {basis.detail or 'as stated'}"
    if basis.rule == "published":
        return f"{subject} is told of by a source {basis.detail}"
    if basis.rule == "said":
        return f"{subject} is told of in {other}"
    if basis.rule == "sameEventAs" and subject == other and basis.other is not None:
        return _one_event(subject, basis.subject, basis.other)
    if basis.rule in RELATIONS:
        return f"{subject} {RELATIONS[basis.rule].words} {other}"
    return f"{subject} lasts at least a second"


def edge_words(edge: Edge, names: Mapping[Iri, str]) -> str:
    """Return what a constraint says, and of a length of time the bound that follows from it.

    How long a phrase may mean is wider than its number: "17 seconds" is 16 to 18.
    """
    words = basis_words(edge.basis, names)
    if edge.basis.rule != "duration":
        return words
    which = "at most" if edge.weight > 0 else "at least"
    return f"{words}, so {which} {span_of_time(abs(edge.weight))}"


def span_of_time(seconds: int) -> str:
    """Return a length of time in its largest unit, and the next one if anything is left for it.

    >>> span_of_time(172800), span_of_time(86400), span_of_time(5400), span_of_time(2)
    ('2 days', '1 day', '1 hour 30 minutes', '2 seconds')
    >>> span_of_time(318938)
    '3 days 16 hours'
    """
    units = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
    first = next(n for n, (_, length) in enumerate(units) if seconds >= length or length == 1)
    told: list[str] = []
    for unit, length in units[first : first + 2]:
        count, seconds = divmod(seconds, length)
        if count or not told:
            told.append(f"{count} {unit}{'' if count == 1 else 's'}")
    return " ".join(told)


def _one_event(label: str, one: Iri, other: Iri) -> str:
    return f"{label} is one event, told of under two names, {shorten(one)} and {shorten(other)}"


def triple_words(triple: Triple, names: Mapping[Iri, str], told: Window | None = None) -> str:
    """Return what a triple says about time, "" where it says nothing of it.

    ``told`` is when it was told, where that is known: then a relative date is given as days too.
    """
    subject, value = quoted(names, triple.subject), triple.value
    if dated := dated_words(triple, names, told):
        return f"{subject} {dated}"
    if triple.predicate == "duration" and isinstance(value, Duration):
        return f"{subject} lasted {value.expression or 'a stated time'}"
    if triple.predicate == "published" and isinstance(value, Edtf):
        return f"{subject} was published {value.text}"
    if triple.predicate in RELATIONS and isinstance(value, Iri):
        other = quoted(names, value)
        if triple.predicate == "sameEventAs" and subject == other:
            return _one_event(subject, triple.subject, value)
        return f"{subject} {RELATIONS[triple.predicate].words} {other}"
    if triple.predicate == "differentEventFrom" and isinstance(value, Iri):
        other = quoted(names, value)
        if subject == other:
            return f"two different events are called {subject}"
        return f"{subject} is another event than {other}"
    if triple.predicate == "label" and isinstance(value, Text):
        return f"“{value.value}” took place"
    return ""


def dated_words(triple: Triple, names: Mapping[Iri, str], told: Window | None = None) -> str:
    """Return the date that a triple gives, after "happened within" and the like; "" for others."""
    value = triple.value
    if triple.predicate not in DATED:
        return ""
    if isinstance(value, RelativeDate):
        words = f"“{value.expression}” " if value.expression else ""
        anchor = quoted(names, value.anchor) if value.anchor else "the telling"
        days = f": {span_words(resolve(value, told))}" if told and not value.anchor else ""
        return f"{DATED[triple.predicate]} {words}({describe(value, anchor)}{days})"
    return f"{DATED[triple.predicate]} {value.text}" if isinstance(value, Edtf) else ""


def telling_of(knowledge: Knowledge, claim: Claim) -> Window | None:
    """Return when a claim was told, where that is known; None also for what somebody said before.

    Relative dates of the claim count from then.
    """
    window = publication_of(knowledge, claim.source).window
    return None if claim.said_in is not None or window == NEVER else window


def claim_words(knowledge: Knowledge, iri: Iri, names: Mapping[Iri, str]) -> str:
    """Return what a claim says about time, and who says it."""
    claim = knowledge.by_iri[iri]
    told = telling_of(knowledge, claim)
    said = [words for triple in claim.triples if (words := triple_words(triple, names, told))]
    who = " and ".join(knowledge.label(actor) for actor in claim.attributed_to)
    where = (
        _source_words(knowledge, claim.source)
        if claim.source
        else f"judged by {knowledge.label(claim.author)}"
    )
    return f"{'; '.join(said) or 'tells of it'} ({f'{who}, ' if who else ''}{where})"


def _source_words(knowledge: Knowledge, source: Iri) -> str:
    """Return a source with the day on which it was published, where that is known."""
    published = publication_of(knowledge, source)
    day = "" if published.window == NEVER else f", {published.words}"
    return f"{knowledge.label(source)}{day}"


def conflict_words(knowledge: Knowledge, conflict: Conflict, names: Mapping[Iri, str]) -> str:
    """Return a conflict as a sentence: what cannot all hold, never which of them is wrong."""
    parts = [claim_words(knowledge, iri, names) for iri in conflict.claims or conflict.assuming]
    text = "These cannot all hold: " + "; and ".join(parts) + "."
    if conflict.claims and conflict.assuming:
        judged = "; and ".join(claim_words(knowledge, iri, names) for iri in conflict.assuming)
        text += f" This assumes: {judged}."
    return text + " One of these is wrong."


def reading_words(rungs: Iterable[Rung]) -> str:
    """Return a weaker reading in words: "it was written the day before it was published"."""
    return " and ".join(RUNGS[rung].words for rung in rungs)


def way_out_words(way: WayOut, knowledge: Knowledge, names: Mapping[Iri, str]) -> str:
    """Return a way out of a conflict, as words after "perhaps"."""
    if way.two_events is not None:
        return f"{quoted(names, way.two_events)} is two events, not one"
    judged = knowledge.by_iri[way.claim]
    if not way.rungs and judged.is_judgement and judged.triples[:1]:
        (first, *_) = judged.triples
        if first.predicate == "sameEventAs" and isinstance(first.value, Iri):
            one, other = quoted(names, first.subject), quoted(names, first.value)
            if one == other:
                return f"{one} is two events, not one told of under two names"
            return f"{one} and {other} are two events, not one"
    return reading_words(way.rungs) if way.rungs else "it is wrong, or was misread"


def words_of(knowledge: Knowledge, iri: Iri) -> str:
    """Return the words of a claim where they may be shown, else where they stand."""
    claim = knowledge.by_iri[iri]
    parts = []
    for evidence in sorted(claim.evidence, key=lambda e: (e.start or 0, e.end or 0, e.iri)):
        if evidence.exact:
            parts.append(f"“{evidence.exact}”")
        elif evidence.start is not None and evidence.end is not None:
            parts.append(f"characters {evidence.start}–{evidence.end}")
        elif evidence.url:
            parts.append(evidence.url)
    return ", ".join(parts) or claim.reason


def names_of(labels: Iterable[tuple[Iri, str]], knowledge: Knowledge) -> Mapping[Iri, str]:
    """Return labels of events (given) and of everything else that the knowledge has labels for."""
    sources = {iri: knowledge.label(iri) for iri in knowledge.sources}
    return {**knowledge.labels, **sources, **dict(labels)}


def moment(seconds: int | None) -> str:
    """Return a bound as text: a UTC date and time, or "unknown"."""
    return "unknown" if seconds is None else format_datetime(seconds)
