"""What became of a timeline that was written in some format."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.answers.value import Value
from dateline.model import Iri


@dataclass(frozen=True)
class Unplaced(Value):
    """An event that a format has no place for, and why."""

    event: Iri
    label: str
    why: str


@dataclass(frozen=True)
class NotCarried(Value):
    """Something that was known of events and was not carried; not more than 1,000 are listed."""

    what: str
    events: int
    listed: tuple[Iri, ...]


@dataclass(frozen=True)
class Exported(Value):
    """The loss report of an export; ``no_place_for`` holds for the format, whatever the events."""

    format: str
    events_written: int
    events_left_out: tuple[Unplaced, ...]
    not_carried: tuple[NotCarried, ...]
    no_place_for: tuple[str, ...]
