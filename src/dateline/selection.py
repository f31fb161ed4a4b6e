"""Which entries of a timeline are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dateline.entry import ASSERTED, Entry, Timeline
from dateline.model import Iri, Knowledge
from dateline.reasoning.results import Bounds
from dateline.time.dates import Window

ANY_TIME = Window(None, None)


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters, all of which an entry must pass; None lets everything pass.

    ``within`` is passed by events that may have gone on in the window or, with ``certain``, by
    those that certainly did: punctual kinds wholly, lasting kinds at some time in it. What is only
    planned or supposed never certainly did.
    """

    actor: Iri | None = None
    place: Iri | None = None
    kind: Iri | None = None
    source: Iri | None = None
    status: str | None = None
    search: str | None = None
    within: Window = ANY_TIME
    certain: bool = False

    def passes(self, entry: Entry, knowledge: Knowledge) -> bool:
        """Whether an entry is asked for."""
        event = entry.event
        return (
            (self.actor is None or any(p.actor == self.actor for p in entry.participants))
            and (self.place is None or self._in_place(entry, knowledge))
            and (self.kind is None or self.kind in event.types)
            and (self.source is None or self.source in event.sources)
            and (self.status is None or self.status == event.status)
            and (self.search is None or self._found(entry))
            and (self._certainly(entry, knowledge) if self.certain else self._possibly(entry))
        )

    def _in_place(self, entry: Entry, knowledge: Knowledge) -> bool:
        return any(
            self.place in (found.place, *knowledge.containers.get(found.place, ()))
            for found in entry.places
        )

    def _found(self, entry: Entry) -> bool:
        texts = [
            entry.event.label,
            *(participant.label for participant in entry.participants),
            *(place.label for place in entry.places),
        ]
        return self.finds(texts)

    def finds(self, texts: Iterable[str]) -> bool:
        """Whether what is searched for stands in one of these texts, whatever the case."""
        wanted = (self.search or "").casefold()
        return any(wanted in text.casefold() for text in texts)

    def _possibly(self, entry: Entry) -> bool:
        first, after = self.within.earliest, self.within.before
        start, end = entry.bounds.start_earliest, entry.bounds.end_latest
        return (first is None or end is None or end > first) and (
            after is None or start is None or start < after
        )

    def _certainly(self, entry: Entry, knowledge: Knowledge) -> bool:
        """Whether a lasting event certainly goes on in the window, a punctual one lies in it."""
        first, after = self.within.earliest, self.within.before
        bounds = entry.bounds
        if knowledge.taxonomy.aspect(entry.event.kinds) == "lasting":
            begins, ends = bounds.end_earliest, bounds.start_latest
            in_time = (first is None or (begins is not None and begins > first)) and (
                after is None or (ends is not None and ends < after)
            )
        else:
            begins, ends = bounds.start_earliest, bounds.end_latest
            in_time = (first is None or (begins is not None and begins >= first)) and (
                after is None or (ends is not None and ends <= after)
            )
        return in_time and entry.event.status in ASSERTED


def certain_range(bounds: Bounds, aspect: str) -> tuple[int, int] | None:
    """Return a range that every window reaches into in which such an event certainly goes on.

    None where there is no such window with a beginning and an end. See ``Selection``.
    """
    if aspect != "lasting":
        begins, ends = bounds.start_earliest, bounds.end_latest
        return None if begins is None or ends is None else (begins, ends)
    begun, over = bounds.start_latest, bounds.end_earliest
    if begun is None or over is None:
        return None
    return min(begun, over - 1), max(begun + 1, over)


def select(timeline: Timeline, selection: Selection, knowledge: Knowledge) -> Timeline:
    """Return the timeline with just the entries that are asked for, in the same order."""
    chosen = tuple(e for e in timeline.entries if selection.passes(e, knowledge))
    return replace(timeline, entries=chosen)
