"""How long a command may take: one moment for the whole of it, however many requests it makes."""

from __future__ import annotations

import time
from contextvars import ContextVar

from dateline.errors import OutOfTime

_allowed: ContextVar[tuple[float, float] | None] = ContextVar("allowed", default=None)


def allow(seconds: float | None) -> None:
    """Allow so many seconds from now for what is done in this context; None: as long as it takes.

    It binds what speaks to an endpoint. Work in this process goes on until it asks.
    """
    _allowed.set(None if seconds is None else (seconds, time.monotonic() + seconds))


def left(at_most: float) -> float:
    """Return how many seconds are left, but no more than ``at_most``; raises OutOfTime."""
    allowed = _allowed.get()
    if allowed is None:
        return at_most
    seconds, end = allowed
    remaining = end - time.monotonic()
    if remaining <= 0:
        raise OutOfTime(said(seconds))
    return min(remaining, at_most)


def said(seconds: float) -> str:
    """Return the line that says that the time is over.

    >>> said(5.0)
    'not done within 5 s; allow more with --timeout'
    """
    return f"not done within {seconds:g} s; allow more with --timeout"
