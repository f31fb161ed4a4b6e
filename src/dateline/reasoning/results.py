"""What solving comes to, as plain values: bounds, conflicts, claims read more weakly.

They stand apart from what finds them, so that what only shows them starts at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from dateline.model import Iri

if TYPE_CHECKING:
    from dateline.time.weaker import Rung

Side = Literal["startEarliest", "startLatest", "endEarliest", "endLatest"]
SIDES: tuple[Side, ...] = ("startEarliest", "startLatest", "endEarliest", "endLatest")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Earliest and latest start and end in seconds since 1970 UTC; None where unknown.

    The end is the first moment after the event.
    """

    start_earliest: int | None = None
    start_latest: int | None = None
    end_earliest: int | None = None
    end_latest: int | None = None

    @property
    def in_order(self) -> tuple[int | None, int | None, int | None, int | None]:
        """The four bounds in the order of ``SIDES``."""
        return self.start_earliest, self.start_latest, self.end_earliest, self.end_latest


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """Claims that cannot all hold, and the judgements that the argument assumes."""

    size: int
    claims: tuple[Iri, ...]
    assuming: tuple[Iri, ...]

    @property
    def members(self) -> frozenset[Iri]:
        """Everything of which one must be wrong."""
        return frozenset((*self.claims, *self.assuming))


Reread = Mapping[Iri, "tuple[Rung, ...]"]
"""Claims that stand in a weaker reading only, with the rungs that were given up."""

NOTHING: Final = "nothing"
"""In the accepted view, in place of a reading: nothing is left of a claim that is set aside."""
