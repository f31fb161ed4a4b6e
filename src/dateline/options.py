"""What answers can be asked for in Python -> the same in the words of the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypedDict, Unpack, cast

from dateline.errors import QueryError
from dateline.events import STATUSES
from dateline.model import Iri
from dateline.viewpoints import POLICIES, Policy

#: A date as EDTF text or as Python's; a ``datetime`` without a time zone is in UTC.
Date = str | date
#: What a parameter of a query may be given; of several values, any will do.
Given = str | int | float | date | Sequence[str | int | float | date]


class ViewOptions(TypedDict, total=False):
    """Whose account, and as known when; each may be left out.

    ``as_of``: what had been published by that day. ``recorded_by``: what had been loaded by that
    day. ``according_to``: the account of an actor, or of one source. ``policy``: which claims
    count, ``all``, ``own-voice``, ``corroborated`` or ``reliable``.
    """

    as_of: Date | None
    recorded_by: Date | None
    according_to: str | None
    policy: Policy | None


class TimelineOptions(ViewOptions, total=False):
    """Which events of a timeline are asked for; see ``KnowledgeBase.timeline``."""

    actor: str | None
    place: str | None
    kind: str | None
    since: Date | None
    until: Date | None
    certain: bool
    source: str | None
    status: str | None
    search: str | None


VIEW = frozenset(ViewOptions.__annotations__)


def _refuse_others(given: Mapping[str, Any], known: type) -> None:
    """Raise TypeError for an option that is none, as Python does for arguments that it knows."""
    for name in given.keys() - known.__annotations__.keys():
        raise TypeError(
            f"there is no option {name!r}; there are: {', '.join(known.__annotations__)}"
        )


def _refuse_what_is_no_name(given: Mapping[str, Any], names: Sequence[str]) -> None:
    """Raise QueryError for an empty name, which asks for nothing, TypeError for what is no text."""
    for name in names:
        value = given.get(name)
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name} is text, not {value!r}")
        if value is not None and not value.strip():
            raise QueryError(f"{name} is empty")


def view_in_words(**view: Unpack[ViewOptions]) -> Mapping[str, Any]:
    """Return the options of a view in a person's words; raises QueryError for an unknown policy."""
    _refuse_others(view, ViewOptions)
    _refuse_what_is_no_name(view, ("according_to",))
    policy = view.get("policy")
    if policy is not None and policy not in POLICIES:
        raise QueryError(f"there is no policy {policy!r}; there are: {', '.join(POLICIES)}")
    as_of, recorded_by = edtf_of(view.get("as_of")), edtf_of(view.get("recorded_by"))
    return {**view, "as_of": as_of, "recorded_by": recorded_by}


def timeline_in_words(**options: Unpack[TimelineOptions]) -> Mapping[str, Any]:
    """Return the options of a timeline in a person's words, as the command has them.

    Raises QueryError for an unknown status or policy, and for ``certain`` without a time.
    """
    _refuse_others(options, TimelineOptions)
    _refuse_what_is_no_name(options, ("actor", "place", "kind", "source", "search"))
    since, until, status = options.get("since"), options.get("until"), options.get("status")
    if options.get("certain") and not (since or until):
        raise QueryError("certain goes with since or until")
    if status is not None and status not in STATUSES:
        raise QueryError(f"there is no status {status!r}; there are: {', '.join(STATUSES)}")
    view = view_in_words(**view_among(options))
    return {**options, **view, "since": edtf_of(since), "until": edtf_of(until)}


def view_among(options: TimelineOptions) -> ViewOptions:
    """Return those of a timeline's options that say whose account, and as known when."""
    return cast("ViewOptions", {k: v for k, v in options.items() if k in VIEW})


def edtf_of(day: Date | None) -> str | None:
    """Return a date as EDTF text."""
    if isinstance(day, datetime):
        moment = day if day.tzinfo is None else day.astimezone(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(day, date):
        return day.isoformat()
    if day is not None and not isinstance(day, str):
        raise TypeError(f"a date is text such as '2015-11', or Python's, not {day!r}")
    return day


def typed_by(value: Given) -> str | list[str]:
    """Return a value, or several, as a person would type it."""
    if isinstance(value, Iri):
        return f"<{value}>"
    if isinstance(value, date):
        return edtf_of(value) or ""
    if isinstance(value, str | int | float):
        return str(value)
    if not isinstance(value, Sequence):
        raise TypeError(f"a parameter is a name, a date, a number or text, not {value!r}")
    return [one for each in value for one in [typed_by(each)] if isinstance(one, str)]
