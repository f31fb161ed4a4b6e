"""What a date says about the start and the end of an event, as edges of the network.

The table "Dates": ``[lo, hi)`` is the window of the date, ``[s, t)`` the span of the event.

============  ==========================================
``when``      ``s >= lo`` and ``t <= hi``
``startsOn``  ``lo <= s <= hi - 1``
``endsOn``    ``lo + 1 <= t <= hi``
``activeOn``  ``s <= hi - 1`` and ``t >= lo + 1``
============  ==========================================

A window with holes says this of one of its spans, no matter which. Such alternatives are closed
under taking the earlier, and the later, of two schedules point by point. So the first and the last
span that the bounds allow give the bounds exactly, and nothing has to be tried (Jeavons and Cooper
1995, max-closed constraints).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from dateline.reasoning.network import (
    ORIGIN,
    Alternatives,
    Anchored,
    Basis,
    DateProperty,
    Edge,
    Side,
    end_of,
    start_of,
)
from dateline.time.calendar import Span
from dateline.time.dates import Window
from dateline.time.inverse import first_anchor, last_anchor
from dateline.time.relative import gap


def window_edges(event: int, prop: str, start: Window, end: Window, basis: Basis) -> list[Edge]:
    """Return the edges of a dated event, the table "Dates" of the chronology, entry by entry.

    ``start`` and ``end`` are the windows of the two ends of an EDTF interval, and the same
    window for every other date.
    """
    s, t = start_of(event), end_of(event)
    interval = start is not end
    edges = []
    if prop == "when" and start.earliest is not None:
        edges.append(Edge(s, ORIGIN, -start.earliest, basis))
    if prop == "when" and interval and start.before is not None:
        edges.append(Edge(ORIGIN, s, start.before - 1, basis))
    if prop == "when" and interval and end.earliest is not None:
        edges.append(Edge(t, ORIGIN, -end.earliest - 1, basis))
    if prop == "when" and end.before is not None:
        edges.append(Edge(ORIGIN, t, end.before, basis))
    lo, hi = start.earliest, end.before
    if prop == "startsOn":
        edges += _between(s, lo, None if hi is None else hi - 1, basis)
    if prop == "endsOn":
        edges += _between(t, None if lo is None else lo + 1, hi, basis)
    if prop == "activeOn":
        edges += _between(s, None, None if hi is None else hi - 1, basis)
        edges += _between(t, None if lo is None else lo + 1, None, basis)
    return edges


def alternatives_of(
    event: int, prop: DateProperty, start: Window, end: Window, basis: Basis
) -> list[Alternatives]:
    """Return what the edges of a dated event leave out: the holes of its windows.

    Of an interval only the ends of ``when`` have holes: for the other properties it is its hull.
    """
    if start is end:
        return [Alternatives(event, prop, start.parts, basis)] if start.parts else []
    ends: list[tuple[DateProperty, Window]] = [("startsOn", start), ("endsOn", end)]
    return [
        Alternatives(event, one, window.parts, basis)
        for one, window in ends
        if window.parts and prop == "when"
    ]


def first_fit(date: Alternatives, start: int, end: int) -> int:
    """Return the number of the first span in which the event can lie.

    It does not start or end before these moments, and is not past the last span as a whole.
    """
    reached = {"when": max(start + 1, end), "endsOn": end}.get(date.prop, start + 1)
    return bisect_left(date.spans, reached, key=_before)


def last_fit(date: Alternatives, start: int, end: int) -> int:
    """Return the number of the last span in which the event can lie.

    It does not start or end after these moments, and is not ahead of the first span as a whole.
    """
    reached = {"when": min(start, end - 1), "startsOn": start}.get(date.prop, end - 1)
    return bisect_right(date.spans, reached, key=_first) - 1


def _first(span: Span) -> int:
    return span[0]


def _before(span: Span) -> int:
    return span[1]


def _between(point: int, least: int | None, most: int | None, basis: Basis) -> list[Edge]:
    edges = []
    if least is not None:
        edges.append(Edge(point, ORIGIN, -least, basis))
    if most is not None:
        edges.append(Edge(ORIGIN, point, most, basis))
    return edges


def gap_edges(date: Anchored) -> list[Edge]:
    """Return what a date anchored to an event says whatever the anchor's day turns out to be.

    ``gap`` bounds every dated moment against the start of the anchor.
    """
    return distance_edges(date, *gap(date.rule))


def distance_edges(date: Anchored, least: int | None, most: int | None) -> list[Edge]:
    """Return what a date says that lies so many seconds from the start of its anchor.

    An end is the moment after the last one.
    """
    opens, closes = _dated_points(date)
    anchor = start_of(date.anchor)
    edges = []
    if least is not None:
        edges.append(Edge(opens, anchor, -least - _past(opens), date.basis))
    if most is not None:
        edges.append(Edge(anchor, closes, most + _past(closes), date.basis))
    return edges


def anchor_edges(date: Anchored, side: Side, bound: int) -> list[Edge]:
    """Return what the earliest, or the latest, time of a dated event says of its anchor."""
    point = anchor_known_by(date, side)
    moment, anchor = bound - _past(point), start_of(date.anchor)
    if side == "earliest":
        first = first_anchor(date.rule, moment)
        return [] if first is None else [Edge(anchor, ORIGIN, -first, date.basis)]
    last = last_anchor(date.rule, moment)
    return [] if last is None else [Edge(ORIGIN, anchor, last, date.basis)]


def anchor_known_by(date: Anchored, side: Side) -> int:
    """Return the point whose earliest, or latest, time bounds the anchor on the same side."""
    opens, closes = _dated_points(date)
    return closes if side == "earliest" else opens


def _dated_points(date: Anchored) -> tuple[int, int]:
    """Return the point that lies after the window opens, and the one before it closes."""
    start, end = start_of(date.event), end_of(date.event)
    return {
        "when": (start, end),
        "startsOn": (start, start),
        "endsOn": (end, end),
        "activeOn": (end, start),
    }[date.prop]


def _past(point: int) -> int:
    """Return 1 for an end (even numbers), which is one second past the last moment, else 0."""
    return 1 - point % 2
