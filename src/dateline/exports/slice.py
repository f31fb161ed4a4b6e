"""What is asked for, to be written out: entries in display order, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from dateline.entry import Entry, Timeline
from dateline.exports.losses import Losses
from dateline.filters import chosen_in
from dateline.model import Iri, Knowledge, Source
from dateline.reasoning.results import Conflict
from dateline.selection import Selection
from dateline.showing import asked_of, asks_for_another_view, solved_at
from dateline.store.contract import Reader
from dateline.store.opening import Place, open_store
from dateline.taxonomy import local
from dateline.terms import text
from dateline.view.reading import EVERY, AcceptedView, Viewed, is_built, read_view
from dateline.vocabulary import REFERENCE, WGS

if TYPE_CHECKING:
    from dateline.exports.formats import Format
    from dateline.pipeline import Solved
    from dateline.view.kept import KeptRows
    from dateline.written import Row

#: Latitude and longitude, in degrees of WGS 84.
Position = tuple[float, float]
#: For events of which no claim says when it was recorded.
UNRECORDED = "1970-01-01T00:00:00Z"


@dataclass(frozen=True)
class Slice:
    """The part of a timeline that is written out.

    ``entries`` may come from the store one by one and can then be read once only. ``shown``
    describes what is needed to show them, and the conflicts; ``solve`` gives everything with all
    claims, which may take its time. ``everything`` is chosen where nothing is filtered out;
    ``kept`` are its rows, where they lie beside the view.
    """

    entries: Iterable[Entry]
    shown: Solved | Viewed
    store: Reader
    solve: Callable[[], Solved]
    everything: bool = False
    kept: KeptRows | None = None

    @property
    def asked(self) -> str:
        """What part of everything this is, in words; "" for all."""
        return self.shown.timeline.asked

    def losses(self, form: Format) -> Losses:
        """Return an empty report of what a format loses: what it has no place for."""
        untold = f"what part of everything this is: {self.asked}"
        return Losses((*form.never, untold) if self.asked and not form.tells_part else form.never)

    @property
    def count(self) -> int | None:
        """How many entries there are, where that is known beforehand."""
        if self.kept is not None:
            return self.kept.events
        return len(self.entries) if isinstance(self.entries, Sized) else None

    def rows(self) -> Iterator[Row]:
        """Yield the JSON contract of each entry, from the rows that are kept where there are."""
        if self.kept is not None:
            return self.kept.rows()
        from dateline.written import entry_contract

        return (entry_contract(entry) for entry in self.entries)

    @cached_property
    def solved(self) -> Solved:
        """Everything that is known, with its claims and the reasons for every bound."""
        return self.solve()

    @property
    def knowledge(self) -> Knowledge:
        """What describes the entries; it holds claims only where all was solved."""
        return self.shown.knowledge

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Every contradiction in the view."""
        return self.shown.timeline.conflicts

    @property
    def timeline(self) -> Timeline:
        """The timeline of just these entries, read into memory."""
        return replace(self.shown.timeline, entries=tuple(self.entries))

    @cached_property
    def positions(self) -> Mapping[Iri, Position]:
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


def read_slice(place: Place, options: Mapping[str, Any], form: Format) -> Slice:
    """Return what options ask for, with as much around it as a format needs.

    Raises NameLookupError, DateError.
    """
    store = open_store(place)
    another = asks_for_another_view(options)
    if another or not is_built(store):
        solved, chosen = solved_at(store, options)
        return Slice(chosen.entries, replace(solved, timeline=chosen), store, lambda: solved)
    selection = chosen_in(store, options)
    everything = selection == EVERY

    def solve() -> Solved:
        return solved_at(store, {})[0]

    if form.needs == "claims" or (form.needs == "graphs" and not everything):
        solved, chosen = solved_at(store, options)
        return Slice(chosen.entries, replace(solved, timeline=chosen), store, lambda: solved)
    if form.needs == "view":
        viewed = asked_of(read_view(store, selection), options)
        return Slice(viewed.timeline.entries, viewed, store, solve, everything)
    from dateline.view.kept import kept_rows  # a timeline that is only shown needs none

    view = AcceptedView(store)
    found = asked_of(read_view(store, _NOTHING), options)  # conflicts, and what describes kinds
    entries = (one.entry for one in view.seen(selection))
    return Slice(entries, found, store, solve, everything, kept_rows(store) if everything else None)


#: Fits no event: there is no such status.
_NOTHING = Selection(status="")
