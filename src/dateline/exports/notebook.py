"""A timeline, an explanation and the rows of a query as HTML for a notebook.

Each is one piece, without scripts and style sheets, in the colours of whatever surrounds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from dateline.entry import Entry, Timeline
from dateline.exports.plain_text import on_a_line, when_words
from dateline.lanes import Bar, bars
from dateline.model import Iri
from dateline.pipeline import Solved
from dateline.reasoning.chronology import SIDES
from dateline.reasoning.network import Edge
from dateline.taxonomy import local
from dateline.time.calendar import format_day
from dateline.view.reading import Viewed
from dateline.vocabulary import shorten
from dateline.wording import SIDE_WORDS, claim_words, edge_words, moment, reading_words, words_of

#: Rows that a notebook shows; a longer timeline says how many more there are.
MOST_ROWS = 200
#: The width of a whisker's picture.
WIDTH = 180

_LEFT = ' style="text-align:left"'


def timeline_html(timeline: Timeline, told: Solved | Viewed) -> str:
    """Return a table with a row for each event, and a whisker from earliest start to latest end.

    Where one end of a whisker is not known, it is drawn fainter.
    """
    if not timeline.entries:
        return "<p>No event fits.</p>"
    drawn = bars(timeline.entries, told.ranks)
    shown = list(zip(timeline.entries, drawn, strict=True))[:MOST_ROWS]
    frame = min(bar.whisker[0] for bar in drawn), max(bar.whisker[1] for bar in drawn)
    rows = (
        _row(
            f'<span style="white-space:nowrap">{_text(when_words(entry.when))}</span>',
            _whisker(entry, bar, frame),
            _what(entry),
            _text(_kind(entry, told)),
            _text(f"{entry.event.status} {_marks(entry)}"),
        )
        for entry, bar in shown
    )
    notes = []
    if any(entry.is_repaired for entry, _ in shown):
        notes.append("* not all claims that bear on it can hold together: see conflicts()")
    if any(entry.rests_on_disputed for entry, _ in shown):
        notes.append("~ its time rests on a disputed claim")
    if len(timeline.entries) > len(shown):
        notes.append(f"and {len(timeline.entries) - len(shown)} more events")
    span = f"<small>{format_day(frame[0])} – {format_day(frame[1])}</small>"
    return _table(("When", span, "What", "Kind", "Status"), rows) + _notes(notes)


def _marks(entry: Entry) -> str:
    return ("*" if entry.is_repaired else "") + ("~" if entry.rests_on_disputed else "")


def _what(entry: Entry) -> str:
    places = ", ".join(place.label for place in entry.places)
    if not places or places.casefold() in entry.event.label.casefold():
        return _text(entry.event.label)
    return f'{_text(entry.event.label)} <span style="opacity:.7">— {_text(places)}</span>'


def _kind(entry: Entry, told: Solved | Viewed) -> str:
    kind = entry.event.types[0]
    return told.knowledge.taxonomy.class_labels.get(kind, local(kind))


def _whisker(entry: Entry, bar: Bar, frame: tuple[int, int]) -> str:
    """Return a picture of where an event can lie within the frame, and where it certainly does."""
    whisker = [_across(side, frame) for side in bar.whisker]
    open_ended = None in (entry.bounds.start_earliest, entry.bounds.end_latest)
    line = _stroke(whisker, 4, 3, 0.3 if open_ended else 0.6)
    core = "" if bar.core is None else _stroke([_across(c, frame) for c in bar.core], 1, 9, 1)
    return (
        f'<svg width="{WIDTH}" height="11" viewBox="0 0 {WIDTH} 11" role="img"'
        f' fill="currentColor">{line}{core}</svg>'
    )


def _across(moment: int, frame: tuple[int, int]) -> float:
    span = max(1, frame[1] - frame[0])
    return WIDTH * (moment - frame[0]) / span


def _stroke(ends: Sequence[float], top: int, height: int, opacity: float) -> str:
    first, last = ends
    width = max(1.5, last - first)
    left = min(first, WIDTH - width)
    return (
        f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{height}"'
        f' opacity="{opacity}"/>'
    )


def explanation_html(event: Iri, solved: Solved) -> str:
    """Return every bound of an event with its chain of claims, each with words and source."""
    entry = next(e for e in solved.timeline.entries if event in e.event.members)
    bounds = solved.chronology.bounds(event)
    parts = [
        f"<p><strong>{_text(entry.event.label)}</strong>"
        f" <code>{_text(shorten(entry.event.iri))}</code><br>"
        f"{_text(when_words(entry.when))}; {_text(entry.event.status)}</p>"
    ]
    for side, value in zip(SIDES, bounds.in_order, strict=True):
        hanging = "; hangs on how a contradiction is resolved"
        note = hanging if side in entry.hangs_on_repair else ""
        parts.append(f"<p>{SIDE_WORDS[side]}: <strong>{moment(value)}</strong>{note}</p>")
        chain = _chain(solved.chronology.reasons(event, side), solved)
        parts.append(_items(chain if value is not None else ["no claim bounds it"]))
    for title, said in (
        ("read more weakly, so that all claims can hold", _reread(entry, solved)),
        (
            "set aside, since not all claims can hold together",
            [_text(claim_words(solved.knowledge, c, solved.names)) for c in entry.set_aside],
        ),
    ):
        if said:
            parts.append(f"<p><strong>{title}</strong></p>{_items(said)}")
    return f"<div{_LEFT}>{''.join(parts)}</div>"


def _chain(edges: Iterable[Edge], solved: Solved) -> Iterator[str]:
    for edge in edges:
        if not edge.basis.claims:
            yield "every event lasts at least a second"
            continue
        told = [_claim(iri, solved) for iri in edge.basis.claims]
        yield f"{_text(edge_words(edge, solved.names))}{''.join(told)}"


def _claim(iri: Iri, solved: Solved) -> str:
    claim = solved.knowledge.by_iri[iri]
    who = solved.knowledge.label(claim.source) if claim.source else "judgement"
    words = f"{shorten(iri)} — {who}; {words_of(solved.knowledge, iri)}"
    return f'<br><small style="opacity:.7">{_text(words)}</small>'


def _reread(entry: Entry, solved: Solved) -> Sequence[str]:
    return [
        f"{_text(claim_words(solved.knowledge, claim, solved.names))}:"
        f" perhaps {_text(reading_words(rungs))}"
        for claim, rungs in sorted(entry.reread.items())
    ]


def rows_html(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows of text of anybody as a table."""
    shown = (_row(*(_text(cell) for cell in row)) for row in rows[:MOST_ROWS])
    more = len(rows) - MOST_ROWS
    notes = [f"and {more} more rows"] if more > 0 else []
    return _table([_text(name) for name in names], shown) + _notes(notes)


def _table(heads: Sequence[str], rows: Iterable[str]) -> str:
    head = "".join(f"<th{_LEFT}>{name}</th>" for name in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td{_LEFT}>{cell}</td>' for cell in cells)}</tr>"


def _items(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _notes(notes: Sequence[str]) -> str:
    return "".join(f'<p style="opacity:.7">{note}</p>' for note in notes)


def _text(words: str) -> str:
    """Return words of anybody as they are: no markup, no control characters, one line."""
    return escape(on_a_line(words))
