"""What an annotated document says of time, as frozen values: events, times and temporal links.

The names are those of TimeML 1.2.1 and ISO-TimeML (ISO 24617-1): an event instance or a TIMEX3 is a
node, a TLINK relates two of them. Everything here is plain Python; ``timeml.py`` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

#: What each kind of link means, as a property between events. DURING is SIMULTANEOUS in TimeML
#: 1.2.1, whatever "during" means in English; the kinds of TempEval that span several relations are
#: the union of those. None: the annotator leaves it open.
MEANINGS: Mapping[str, str | None] = {
    "BEFORE": "intervalBefore",
    "AFTER": "intervalAfter",
    "IBEFORE": "intervalMeets",
    "IAFTER": "intervalMetBy",
    "INCLUDES": "intervalContains",
    "IS_INCLUDED": "intervalDuring",
    "BEGINS": "intervalStarts",
    "BEGUN_BY": "intervalStartedBy",
    "ENDS": "intervalFinishes",
    "ENDED_BY": "intervalFinishedBy",
    "SIMULTANEOUS": "intervalEquals",
    "IDENTITY": "intervalEquals",
    "DURING": "intervalEquals",
    "DURING_INV": "intervalEquals",
    "OVERLAP": "cooccursWith",
    "BEFORE_OR_OVERLAP": "startsBeforeEndOf",
    "OVERLAP_OR_AFTER": "endsAfterStartOf",
    "VAGUE": None,
    "NONE": None,
    "UNKNOWN": None,
}


@dataclass(frozen=True, slots=True)
class Node:
    """An event instance or a TIMEX3: ``words`` are those of the text, ``line`` is where it is."""

    id: str
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Time(Node):
    """A TIMEX3 with its type (DATE, TIME, DURATION, SET) and value, as annotated, and modifier."""

    type: str = ""
    value: str = ""
    mod: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A TLINK between nodes, by their ids; ``kind`` is a key of ``MEANINGS``."""

    id: str
    kind: str
    source: str
    target: str
    line: int

    @property
    def meaning(self) -> str | None:
        """What the link says, as a property; None where it leaves everything open."""
        return MEANINGS[self.kind]


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a document that cannot be used, or only by a guess; ``line`` 0: all of it."""

    line: int
    words: str


@dataclass(frozen=True)
class Document:
    """An annotated document; ``relations`` counts its TLINKs, of which ``links`` can be used.

    ``created`` is the id of the TIMEX3 that says when the document was written, or "".
    """

    file: str
    events: tuple[Node, ...] = ()
    times: tuple[Time, ...] = ()
    links: tuple[Link, ...] = ()
    relations: int = 0
    created: str = ""
    notes: tuple[Note, ...] = ()

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Events and times by their id."""
        return {node.id: node for node in (*self.events, *self.times)}
