"""A timeline as a picture: SVG, and PNG made of it; the drawing of the page, standing still."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.errors import NotInstalled
from dateline.exports.axis import Frame, Tick, ticks
from dateline.exports.drawing import (
    BINS,
    MOST_ROWS,
    READING,
    READING_CROWDS,
    READING_TIES,
    Crowd,
    Mark,
    crowd,
    marks,
    outline,
)
from dateline.exports.lettering import width, wrapped
from dateline.exports.losses import Losses
from dateline.exports.page import Page, page_of
from dateline.exports.plain_text import in_markup, when_words
from dateline.exports.slice import Slice
from dateline.timeline import Entry

NEVER = (
    "claims, their words and sources, and the reasons for bounds",
    "participants and places",
    "contradictions: events are only marked",
    "times of day: bounds are drawn, not written",
    "which sources were left out, and why",
)

#: All lengths are in pixels; letters of labels and of all else have these sizes.
WIDE, MARGIN, TEXT, SMALL = 1200, 24, 14, 12
#: Where the plot begins, and the room for text beside it.
PLOT_AT, BESIDE = 480, 440
PLOT = WIDE - MARGIN - PLOT_AT
LINE, ABOVE = 18, 96
TICKS = 9
#: Events with more lines in their labels lose the end.
MOST_LINES = 2
CROWD = 24
#: A taller picture is drawn with one pixel for each pixel, others with four.
TALLEST_FINE = 8_000

COLOURS = {
    "reported": "#1f5f9e",
    "claimed": "#7a3fa0",
    "disputed": "#b3380a",
    "planned": "#18734f",
    "hypothetical": "#5d6671",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An event, or all events of a kind, at its height in the picture."""

    top: int
    height: int
    title: str
    lines: Sequence[str]
    note: str
    status: str = ""
    flag: str = ""
    marks: Sequence[Mark] = ()
    crowd: Crowd | None = None

    @property
    def middle(self) -> int:
        """Where its marks are drawn."""
        return self.top + self.height // 2


def write_svg(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield an SVG document."""
    from dateline.exports.templating import template

    page = page_of(chosen)
    entries = page.entries
    losses.written += len(entries)
    frame = page.frame
    few = len(entries) <= MOST_ROWS
    rows = list(_events(page, losses) if few else _kinds(page))
    if not few:
        for entry in entries:
            losses.note(entry.event.iri, "the event itself: it is one of those that are counted")
    bottom = rows[-1].top + rows[-1].height if rows else ABOVE
    ties = sorted(set(page.ties.values()))
    reading = f"{READING} {READING_TIES}" if ties else READING if few else READING_CROWDS
    told, _ = wrapped(reading, SMALL, WIDE - 2 * MARGIN, 9)
    yield from template("picture.svg").generate(
        title=page.title,
        subtitle=_subtitle(page),
        rows=rows,
        ticks=_placed(ticks(frame, TICKS), frame) if frame else [],
        ties=[
            (rows[tie.first - 1].top + 5, rows[tie.last - 1].top + rows[tie.last - 1].height - 5)
            for tie in ties
        ],
        reading=told,
        colours=COLOURS,
        legend=_legend() if few else [],
        outline=outline,
        size={"wide": WIDE, "margin": MARGIN, "text": TEXT, "small": SMALL, "plot_at": PLOT_AT,
              "plot": PLOT, "line": LINE, "above": ABOVE, "bottom": bottom, "bins": BINS,
              "crowd": CROWD, "high": bottom + LINE * (len(told) + 1) + MARGIN},
    )  # fmt: skip


def write_png(chosen: Slice, losses: Losses) -> Iterator[bytes]:
    """Yield the same picture as PNG; NotInstalled where ``vl-convert-python`` is not installed."""
    try:
        from vl_convert import svg_to_png
    except ImportError:
        raise NotInstalled("vl-convert-python", "pictures") from None
    svg = "".join(write_svg(chosen, losses))
    high = int(svg.split('height="', 1)[1].split('"', 1)[0])
    yield svg_to_png(svg, scale=2 if high <= TALLEST_FINE else 1)


def _events(page: Page, losses: Losses) -> Iterator[Row]:
    top, frame = ABOVE, page.frame
    for entry in page.entries:
        event = entry.event
        label = in_markup(event.label)
        lines, cut = wrapped(label, TEXT, BESIDE, MOST_LINES, bold=True)
        if cut:
            losses.note(event.iri, "the end of its label")
        when = when_words(entry.when) if entry.when else "no date is known"
        flag = ", ".join(page.contradictions.doubts(entry))
        room = BESIDE - width(f"{when} · … · {event.status} · {flag}", SMALL)
        kind = in_markup(page.kind(entry))
        (short,), cut = wrapped(kind, SMALL, room, 1)
        if cut:
            losses.note(event.iri, "the end of the name of its kind")
        height = LINE * (len(lines) + 1) + 12
        yield Row(
            top,
            height,
            "; ".join(filter(None, (label, when, kind, event.status, flag))),
            lines,
            f"{when} · {short}",
            event.status,
            flag,
            marks(entry, frame) if frame else (),
        )
        top += height


def _kinds(page: Page) -> Iterator[Row]:
    frame = page.frame
    kinds: dict[str, list[Entry]] = {}
    for entry in page.entries:
        kinds.setdefault(in_markup(page.kind(entry)), []).append(entry)
    top = ABOVE
    for kind, those in sorted(kinds.items(), key=lambda item: (item[0].casefold(), item[0])):
        lines, _ = wrapped(kind, TEXT, BESIDE, MOST_LINES, bold=True)
        undated = sum(entry.when is None for entry in those)
        note = f"{len(those):,} event{'' if len(those) == 1 else 's'}"
        note += f", {undated:,} of them without a date" if undated else ""
        height = LINE * (len(lines) + 1) + 12
        crowded = crowd(those, frame) if frame else None
        yield Row(top, height, f"{kind}: {note}", lines, note, crowd=crowded)
        top += height


def _subtitle(page: Page) -> str:
    """Return what part of everything this is, as far as there is room beside the title."""
    undated = sum(entry.when is None for entry in page.entries)
    parts = ["times in UTC"] if page.frame else []
    parts += [f"{undated:,} without a date"] if undated else []
    told = ", ".join(parts)
    if not page.chosen.asked:
        return told
    room = WIDE - 3 * MARGIN - width(page.title, 22, bold=True) - width(f" — {told}", SMALL)
    (asked,), _ = wrapped(in_markup(page.chosen.asked), SMALL, room, 1)
    return f"{asked} — {told}" if told else asked


def _placed(found: Sequence[Tick], frame: Frame) -> list[tuple[float, Tick]]:
    return [(round(frame.place(tick.seconds) * PLOT / 100, 2), tick) for tick in found]


def _legend() -> list[tuple[str, float]]:
    """Return each status with its place from the left."""
    at, found = 0.0, []
    for status in COLOURS:
        found.append((status, round(at, 1)))
        at += 32 + width(status, SMALL)
    return found
