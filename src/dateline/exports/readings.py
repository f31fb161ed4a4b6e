"""How a date is read, as the JSON contract and as text: without what a timeline needs."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any, Final

from dateline.exports.plain_text import on_a_line
from dateline.time.calendar import format_datetime
from dateline.time.readings import Meaning
from dateline.time.windows import Window

_SHOWN: Final = 5
"""Of many alternatives, the text shows this many."""


def readings_contract(expression: str, found: Sequence[Meaning]) -> dict[str, Any]:
    """Return the readings of an expression, most plausible first; an open side is None."""
    return {"expression": expression, "readings": [_reading(meaning) for meaning in found]}


def _reading(meaning: Meaning) -> dict[str, Any]:
    entry: dict[str, Any] = {"edtf": meaning.edtf, **_sides(meaning.window), "words": meaning.words}
    if meaning.start is not None and meaning.end is not None:
        entry |= {"start": _sides(meaning.start), "end": _sides(meaning.end)}
    if meaning.window.parts:
        entry["parts"] = [_sides(Window(*part)) for part in meaning.window.parts]
    return entry


def _sides(window: Window) -> dict[str, str | None]:
    return {"from": _moment(window.earliest), "before": _moment(window.before)}


def _moment(seconds: int | None) -> str | None:
    return None if seconds is None else format_datetime(seconds)


def readings_text(found: Sequence[Meaning]) -> str:
    """Return the readings as numbered lines of at most 80 columns."""
    lines: list[str] = []
    for number, meaning in enumerate(found, 1):
        head = f"{number}. "
        lines.append(_line(head, meaning.edtf or "no bound on either side", len(head)))
        lines.append(_line("   ", _window_words(meaning.window)))
        if meaning.start is not None and meaning.end is not None:
            lines.append(_line("   starts ", _window_words(meaning.start)))
            lines.append(_line("   ends ", _window_words(meaning.end)))
        shown = meaning.window.parts[:_SHOWN]
        lines += [_line("   · ", _window_words(Window(*part))) for part in shown]
        if len(meaning.window.parts) > _SHOWN:
            lines.append(f"   · and {len(meaning.window.parts) - _SHOWN} more")
        lines.append(_line("   ", meaning.words))
    return "\n".join(lines) + "\n"


def _line(head: str, words: str, indent: int = 3) -> str:
    return fill(
        on_a_line(words),
        80,
        initial_indent=head,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
    )


def _window_words(window: Window) -> str:
    first, before = _moment(window.earliest), _moment(window.before)
    if first is None:
        return f"before {before}" if before else "at any time"
    return f"from {first}" + (f", before {before}" if before else " on")
