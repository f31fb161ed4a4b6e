"""A timeline as a Markdown table, with its sources as footnotes and its contradictions below."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.entry import Entry
from dateline.exports.losses import Losses
from dateline.exports.plain_text import in_markdown, when_words
from dateline.exports.slice import Slice

NEVER = (
    "bounds to the second, and durations",
    "roles of actors",
    "which claims an event rests on, and which of them were set aside",
    "which sources were left out, and why",
)


def export(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield GitHub-flavoured Markdown; ``*`` marks an event with claims set aside."""
    entries = tuple(chosen.entries)
    losses.written = len(entries)
    sources = sorted({source for entry in entries for source in entry.event.sources})
    note = {source: number for number, source in enumerate(sources, 1)}
    lines = [f"Only: {in_markdown(chosen.asked)}", ""] if chosen.asked else []
    lines += ["| When | What | Where | Status | Sources |", "|---|---|---|---|---|"]
    for entry in entries:
        where = ", ".join(in_markdown(place.label) for place in entry.places)
        notes = "".join(f"[^{note[source]}]" for source in entry.event.sources)
        lines.append(
            f"| {in_markdown(when_words(entry.when))} | {_what(entry)} | {where}"
            f" | {entry.event.status} | {notes} |"
        )
    for source, number in note.items():
        known = chosen.knowledge.sources.get(source)
        published = (
            f", published {in_markdown(known.published)}" if known and known.published else ""
        )
        label = in_markdown(chosen.knowledge.label(source))
        address = known.url if known and known.url else source
        is_link = address.startswith(("http://", "https://"))
        link = f"<{address}>" if is_link else in_markdown(address)
        lines += ["", f"[^{number}]: {label}{published}. {link}"]
    if chosen.conflicts:
        lines += ["", "## Contradictions", ""]
        for conflict in chosen.conflicts:
            lines.append(f"- {in_markdown(chosen.shown.explanation(conflict))}")
    yield "\n".join(lines) + "\n"


def _what(entry: Entry) -> str:
    people = ", ".join(
        in_markdown(label) for label in dict.fromkeys(p.label for p in entry.participants)
    )
    mark = " \\*" if entry.is_repaired else ""
    return f"{in_markdown(entry.event.label)}{f' ({people})' if people else ''}{mark}"
