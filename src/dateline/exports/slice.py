"""What is asked for, to be written out: entries in display order, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from dateline.model import Iri, Knowledge, Source
from dateline.pipeline import Solved
from dateline.reasoning.conflicts import Conflict
from dateline.store.contract import Reader
from dateline.taxonomy import local
from dateline.terms import text
from dateline.timeline import Entry, Timeline
from dateline.viewpoints import LeftOut
from dateline.vocabulary import REFERENCE, WGS

#: Latitude and longitude, in degrees of WGS 84.
Position = tuple[float, float]
#: For events of which no claim says when it was recorded.
UNRECORDED = "1970-01-01T00:00:00Z"


@dataclass(frozen=True)
class Slice:
    """The part of a timeline that is written out.

    ``entries`` may come from a store one by one and can be read once only. ``knowledge`` describes
    actors, places, sources and kinds; whether it holds claims, too, depends on where the entries
    come from: formats that quote or explain them ask ``solved``, which may take its time.
    """

    entries: Iterable[Entry]
    conflicts: tuple[Conflict, ...]
    left_out: tuple[LeftOut, ...]
    doubtful: tuple[LeftOut, ...]
    knowledge: Knowledge
    store: Reader
    solve: Callable[[], Solved]

    @cached_property
    def solved(self) -> Solved:
        """Everything that is known, with its claims and the reasons for every bound."""
        return self.solve()

    @cached_property
    def positions(self) -> dict[Iri, Position]:
        """Where places are, as far as the background says."""
        found: dict[Iri, dict[str, float]] = {}
        for quad in self.store.quads(REFERENCE):
            if quad.predicate.value in {WGS + "lat", WGS + "long"}:
                where = found.setdefault(Iri(text(quad.subject)), {})
                if isinstance(quad.object, ox.Literal):
                    where[quad.predicate.value.removeprefix(WGS)] = float(quad.object.value)
        return {
            place: (where["lat"], where["long"])
            for place, where in found.items()
            if len(where) == len(("lat", "long"))
        }

    def sources_of(self, entry: Entry) -> tuple[Source, ...]:
        """Return the sources that tell of an event, described as far as they are known."""
        known = self.knowledge.sources
        return tuple(known.get(iri) or Source(iri) for iri in entry.event.sources)

    def recorded(self, entry: Entry) -> tuple[str, str]:
        """Return when the first and the last claim about an event were recorded (xsd:dateTime)."""
        claims = self.solved.knowledge.by_iri
        recorded = [c.recorded_at for i in entry.event.claims if (c := claims.get(i))]
        moments = sorted(moment for moment in recorded if moment) or [UNRECORDED]
        return moments[0], moments[-1]

    def kind_of(self, entry: Entry) -> str:
        """Return the label of the closest kind of an event."""
        kind = entry.event.types[0]
        return self.knowledge.taxonomy.class_labels.get(kind, local(kind))


def slice_of(chosen: Timeline, solved: Solved, store: Reader) -> Slice:
    """Return what was chosen from a timeline that was solved just now."""
    return Slice(
        chosen.entries,
        chosen.conflicts,
        chosen.left_out,
        chosen.doubtful,
        solved.knowledge,
        store,
        lambda: solved,
    )
