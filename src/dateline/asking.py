"""What a person asks for, in their words -> what the program works with, and the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dateline.claims import read_knowledge
from dateline.errors import DateError
from dateline.filters import chosen_by, kinds_of_events
from dateline.loose_ends import described, mentioned
from dateline.model import Claim, Iri, Knowledge
from dateline.names import resolve_name
from dateline.pipeline import Solved, is_solved, solve_knowledge
from dateline.selection import Selection
from dateline.store.opening import Place, open_store
from dateline.taxonomy import local
from dateline.time.dates import read_date
from dateline.viewpoints import View


def selection_of(solved: Solved, filters: Mapping[str, Any]) -> Selection:
    """Return the filters with names resolved and dates read; raises NameLookupError, DateError."""
    knowledge = solved.knowledge
    things: Mapping[str, Callable[[], Mapping[Iri, Iterable[str]]]] = {
        "actor": lambda: _of_kind(knowledge, "Actor"),
        "place": lambda: _of_kind(knowledge, "Place"),
        "source": lambda: sources_of(knowledge),
    }
    return chosen_by(
        filters,
        lambda name, what: resolve_name(name, things[what](), what),
        lambda: knowledge.taxonomy,
    )


def view_of(knowledge: Knowledge, options: Mapping[str, Any]) -> View:
    """Return the view that options ask for; raises NameLookupError, DateError."""
    according_to = options.get("according_to")
    voices = {**sources_of(knowledge), **_of_kind(knowledge, "Actor")}
    return View(
        _end_of_day(options.get("as_of")),
        _end_of_day(options.get("recorded_by")),
        resolve_name(according_to, voices, "actor or source") if according_to else None,
        options.get("policy") or "all",
    )


def _end_of_day(date: str | None) -> int | None:
    """Return the first second after a date, which is a UTC day, month or year, or None."""
    if not date:
        return None
    before = read_date(date).window.before
    if before is None:
        raise DateError(date, len(date), "it has no end; name a day")
    return before


def _of_kind(knowledge: Knowledge, kind: str) -> Mapping[Iri, Iterable[str]]:
    """Return actors or places with their labels: those described, and those that claims mention."""
    return {
        iri: (knowledge.label(iri), *knowledge.aliases.get(iri, ()))
        for iri in sorted(described(knowledge, kind) | mentioned(knowledge, kind))
    }


def sources_of(knowledge: Knowledge) -> Mapping[Iri, Iterable[str]]:
    """Return the sources with their labels and publishers."""
    return {iri: (source.label, source.publisher) for iri, source in knowledge.sources.items()}


def nameable(solved: Solved, parameter: str) -> tuple[Mapping[Iri, Iterable[str]], str]:
    """Return the things that a parameter may name, and what they are: told by its own name."""
    knowledge = solved.knowledge
    things: dict[str, Mapping[Iri, Iterable[str]]] = {
        "claim": {claim.iri: () for claim in knowledge.claims},
        "kind": kinds_of_events(knowledge.taxonomy),
        "source": sources_of(knowledge),
        "actor": _of_kind(knowledge, "Actor"),
        "place": _of_kind(knowledge, "Place"),
        "event": {e.event.iri: (e.event.label,) for e in solved.timeline.entries},
    }
    if parameter in things:
        return things[parameter], parameter
    return {iri: labels for some in things.values() for iri, labels in some.items()}, "thing"


def contents(place: Place) -> dict[str, Any]:
    """Return what is in a knowledge base, counted."""
    store = open_store(place)
    solved = solve_knowledge(read_knowledge(store))
    knowledge = solved.knowledge
    told = Counter(claim.source for claim in knowledge.claims)
    return {
        "knowledge_base": str(place),
        "solved": is_solved(store),
        "statements": sum(1 for _ in store.quads()),
        "sources": [
            {
                "source": iri,
                "label": source.label,
                "published": source.published,
                "claims": told[iri],
            }
            for iri, source in knowledge.sources.items()
        ],
        "claims": dict(sorted(Counter(_voice(c) for c in knowledge.claims).items())),
        "events": dict(
            sorted(Counter(entry.event.status for entry in solved.timeline.entries).items())
        ),
        "kinds": dict(
            Counter(local(entry.event.types[0]) for entry in solved.timeline.entries).most_common()
        ),
        "actors": len(_of_kind(knowledge, "Actor")),
        "places": len(_of_kind(knowledge, "Place")),
        "conflicts": len(solved.timeline.conflicts),
    }


def _voice(claim: Claim) -> str:
    if claim.is_judgement:
        return "judged"
    if claim.modality != "asserted":
        return claim.modality
    return "in own voice" if claim.in_own_voice else "attributed"
