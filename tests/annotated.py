"""Small annotated documents, written tersely in the dialect of TimeML 1.2.1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: One link: its id, the kind, and the ids of what it relates ("ei…" are instances, "t…" times).
Told = tuple[str, str, str, str]


def tlink(told: Told) -> str:
    """Return a TLINK with the attributes that its ends need."""
    name, kind, source, target = told
    first = "eventInstanceID" if source.startswith("ei") else "timeID"
    second = "relatedToEventInstance" if target.startswith("ei") else "relatedToTime"
    return f'<TLINK lid="{name}" relType="{kind}" {first}="{source}" {second}="{target}"/>'


def instance(number: int, words: str = "") -> str:
    """Return an event in the text, and its instance."""
    return (
        f'<EVENT eid="e{number}" class="OCCURRENCE">{words or f"event {number}"}</EVENT>'
        f'<MAKEINSTANCE eventID="e{number}" eiid="ei{number}" tense="PAST"/>'
    )


def timex(name: str, value: str, words: str = "", kind: str = "DATE") -> str:
    """Return a TIMEX3; t0 is the time at which the document was written."""
    function = ' functionInDocument="CREATION_TIME"' if name == "t0" else ""
    return f'<TIMEX3 tid="{name}" type="{kind}" value="{value}"{function}>{words or value}</TIMEX3>'


def timeml(*parts: str) -> bytes:
    """Return a whole document of these elements, a line each."""
    return "\n".join(['<?xml version="1.0" ?>', "<TimeML>", *parts, "</TimeML>"]).encode()


def document(
    links: Sequence[Told], events: int = 0, times: Mapping[str, str] | None = None
) -> bytes:
    """Return a document with events ei1, ei2, …, times by their id with a value, and links."""
    return timeml(
        *(timex(name, value) for name, value in (times or {}).items()),
        *(instance(number) for number in range(1, events + 1)),
        *map(tlink, links),
    )
