"""A timeline as iCalendar (RFC 5545, with links and relations of RFC 9253), by ``icalendar``.

Events known to the second have a clock time, all others fill the days in which they can have been,
as tentative; the end of a whole-day event is the day after it (RFC 5545, 3.6.1). Events without any
date are journal entries, which need none. Nobody is made an attendee: calendars would invite them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from dateline.entry import Entry
from dateline.errors import NotInstalled
from dateline.exports.losses import Losses
from dateline.exports.plain_text import doubts_of, on_a_line, when_words
from dateline.exports.slice import Slice
from dateline.model import Iri
from dateline.time.calendar import DAY, day_of, day_start, format_datetime

if TYPE_CHECKING:
    import icalendar

NEVER = (
    "which claims an event rests on, but for those set aside",
    "how long an event lasted, where its days are not known",
    "contradictions and their explanations",
    "which sources were left out, and why",
)
FIRST, AFTER = day_start(1), day_start(9_999)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SIDES = ("START-EARLIEST", "START-LATEST", "END-EARLIEST", "END-LATEST")
#: What follows from these facts, as RELTYPE (RFC 9253, 3.2.8 and RFC 5545, 3.2.15).
RELATIONS = {
    "after": "FINISHTOSTART",
    "followsUp": "FINISHTOSTART",
    "inResponseTo": "FINISHTOSTART",
    "partOf": "PARENT",
}


def export(chosen: Slice, losses: Losses) -> Iterator[bytes]:
    """Yield one calendar; raises NotInstalled where ``icalendar`` is not installed."""
    try:
        import icalendar
    except ImportError:
        raise NotInstalled("icalendar", "formats") from None
    whole = icalendar.Calendar()
    whole.add("prodid", "-//Dateline//Timeline//EN")
    whole.add("version", "2.0")
    if chosen.asked:
        whole.add("name", "Timeline")
        whole.add("description", f"Only: {on_a_line(chosen.asked)}")
    entries = list(chosen.entries)
    shown = {entry.event.iri for entry in entries}
    for entry in entries:
        losses.written += 1
        whole.add_component(_component(entry, chosen, shown, losses))
    yield whole.to_ical()


def _component(
    entry: Entry, chosen: Slice, shown: set[Iri], losses: Losses
) -> icalendar.Event | icalendar.Journal:
    import icalendar

    event = entry.event
    span = _span(entry, losses)
    item = icalendar.Event() if span else icalendar.Journal()
    item.add("uid", event.iri)
    item.add("dtstamp", datetime.fromisoformat(chosen.recorded(entry)[1]))
    item.add("summary", on_a_line(event.label))
    item.add("categories", [on_a_line(chosen.kind_of(entry)), event.status])
    item.add("description", _description(entry, chosen))
    if span:
        item.add("dtstart", span[0])
        item.add("dtend", span[1])
        item.add("transp", "TRANSPARENT")
        item.add("status", "CONFIRMED" if _is_certain(entry) else "TENTATIVE")
        _say_where(item, entry, chosen)
    for participant in entry.participants:
        item.add("contact", on_a_line(f"{participant.label} ({participant.role})"))
    for source in chosen.sources_of(entry):
        if source.url.startswith(("http://", "https://")):
            item.add("link", source.url, {"LINKREL": "related", "VALUE": "URI"})
    for fact in event.facts:
        if fact.predicate in RELATIONS and fact.subject == event.iri and fact.value in shown:
            item.add("related-to", str(fact.value), {"RELTYPE": RELATIONS[fact.predicate]})
    for side, moment in zip(SIDES, entry.bounds.in_order, strict=True):
        if moment is not None:
            item.add(f"X-DATELINE-{side}", format_datetime(moment))
    if entry.when:
        item.add("X-DATELINE-EDTF", entry.when)
    return item


def _say_where(item: icalendar.Component, entry: Entry, chosen: Slice) -> None:
    if entry.places:
        item.add("location", ", ".join(on_a_line(place.label) for place in entry.places))
    where = [chosen.positions[p.place] for p in entry.places if p.place in chosen.positions]
    if where:
        item.add("geo", where[0])


def _is_certain(entry: Entry) -> bool:
    """Whether it is known to the day, said to have happened, and nothing speaks against it."""
    to_the_day = len(entry.when or "") == len("2015-11-24")
    return entry.event.status == "reported" and to_the_day and not entry.is_doubtful


def _span(entry: Entry, losses: Losses) -> tuple[date, date] | None:
    """Return the start and the (exclusive) end that a calendar shows; None without a date."""
    bounds, iri = entry.bounds, entry.event.iri
    exact = bounds.start_earliest is not None and bounds.start_earliest == bounds.start_latest
    if exact and bounds.end_earliest == bounds.end_latest and bounds.end_latest is not None:
        first, last = bounds.start_earliest, bounds.end_latest
        if first is not None and first >= FIRST and last < AFTER and not _whole_days(first, last):
            return EPOCH + timedelta(seconds=first), EPOCH + timedelta(seconds=last)
    known = [moment for moment in bounds.in_order if moment is not None]
    if not known or not FIRST <= min(known) <= max(known) < AFTER:
        losses.note(iri, "a date: it is a journal entry without one")
        return None
    first = bounds.start_earliest if bounds.start_earliest is not None else known[0]
    last = bounds.end_latest if bounds.end_latest is not None else max(known) + 1
    if bounds.start_earliest is None or bounds.end_latest is None:
        losses.note(iri, "an open side of its time: it stands at the side that is known")
    if bounds.start_earliest is None and bounds.start_latest is not None:
        first = min(bounds.start_latest, last - 1)
        last = first + 1 if bounds.end_earliest is None else last
    return _day(first), _day(max(last - 1, first)) + timedelta(days=1)


def _whole_days(first: int, last: int) -> bool:
    return first % DAY == 0 and last % DAY == 0


def _day(moment: int) -> date:
    return (EPOCH + timedelta(seconds=day_of(moment))).date()


def _description(entry: Entry, chosen: Slice) -> str:
    lines = [f"{when_words(entry.when)}; {entry.event.status}", *doubts_of(entry)]
    if entry.set_aside:
        lines.append("Claims set aside: " + ", ".join(entry.set_aside))
    for source in chosen.sources_of(entry):
        published = f", published {source.published}" if source.published else ""
        lines.append(on_a_line(f"{source.label or source.iri}{published} {source.url}"))
    return "\n".join(lines)
