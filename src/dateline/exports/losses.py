"""What a format could not carry: counted, with the events that it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.model import Iri

#: Events that are listed by name for each kind of loss; the rest are counted.
LISTED = 1_000


@dataclass
class Losses:
    """Filled while a format is written.

    ``never`` is what the format has no place for, whatever the event; ``note`` tells of one event.
    ``absent`` lists every event that is not in the output at all: none is dropped without a word.
    """

    never: Sequence[str] = ()
    written: int = 0
    absent: list[tuple[Iri, str, str]] = field(default_factory=list)
    _noted: dict[str, list[Iri]] = field(default_factory=dict)
    _counted: dict[str, int] = field(default_factory=dict)

    def note(self, event: Iri, what: str) -> None:
        """Say that something of an event was not carried, or only in another form."""
        self._counted[what] = self._counted.get(what, 0) + 1
        listed = self._noted.setdefault(what, [])
        if len(listed) < LISTED:
            listed.append(event)

    def note_many(self, what: str, count: int, events: Sequence[Iri]) -> None:
        """Say the same of so many events, of which the first are given."""
        self._counted[what] = self._counted.get(what, 0) + count
        listed = self._noted.setdefault(what, [])
        listed += events[: LISTED - len(listed)]

    def leave_out(self, event: Iri, label: str, why: str) -> None:
        """Say that an event is not in the output."""
        self.absent.append((event, label, why))

    @property
    def any(self) -> bool:
        """Whether something that was known of these very events was lost."""
        return bool(self._counted or self.absent)

    def to_dict(self, form: str) -> dict[str, Any]:
        """Return the report, as it is written to a file."""
        return {
            "format": form,
            "events_written": self.written,
            "events_left_out": [
                {"event": event, "label": label, "why": why} for event, label, why in self.absent
            ],
            "not_carried": [
                {"what": what, "events": self._counted[what], "listed": listed}
                for what, listed in sorted(self._noted.items())
            ],
            "no_place_for": list(self.never),
        }
