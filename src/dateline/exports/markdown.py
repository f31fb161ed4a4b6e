"""A timeline as a Markdown table, with its sources as footnotes and its contradictions below."""

from __future__ import annotations

from dateline.exports.plain_text import in_markdown, when_words
from dateline.pipeline import Solved
from dateline.timeline import Entry, Timeline
from dateline.view.reading import Viewed


def timeline_markdown(timeline: Timeline, shown: Solved | Viewed) -> str:
    """Return GitHub-flavoured Markdown; ``*`` marks an event with claims set aside."""
    sources = sorted({source for entry in timeline.entries for source in entry.event.sources})
    note = {source: number for number, source in enumerate(sources, 1)}
    lines = ["| When | What | Where | Status | Sources |", "|---|---|---|---|---|"]
    for entry in timeline.entries:
        where = ", ".join(in_markdown(place.label) for place in entry.places)
        notes = "".join(f"[^{note[source]}]" for source in entry.event.sources)
        lines.append(
            f"| {in_markdown(when_words(entry.when))} | {_what(entry)} | {where}"
            f" | {entry.event.status} | {notes} |"
        )
    for source, number in note.items():
        known = shown.knowledge.sources.get(source)
        published = (
            f", published {in_markdown(known.published)}" if known and known.published else ""
        )
        label = in_markdown(shown.knowledge.label(source))
        link = f"<{source}>" if source.startswith(("http://", "https://")) else in_markdown(source)
        lines += ["", f"[^{number}]: {label}{published}. {link}"]
    if timeline.conflicts:
        lines += ["", "## Contradictions", ""]
        for conflict in timeline.conflicts:
            lines.append(f"- {in_markdown(shown.explanation(conflict))}")
    return "\n".join(lines) + "\n"


def _what(entry: Entry) -> str:
    people = ", ".join(
        in_markdown(label) for label in dict.fromkeys(p.label for p in entry.participants)
    )
    mark = " \\*" if entry.is_repaired else ""
    return f"{in_markdown(entry.event.label)}{f' ({people})' if people else ''}{mark}"
