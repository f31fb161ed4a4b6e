"""What a person types for an event, actor, place, source or kind -> its IRI.

A name is an IRI, a prefixed name, a label (whatever the case), or the end of an IRI. A name that
fits nothing, or several things, lists what it may have meant.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from dateline.errors import NameLookupError
from dateline.model import Iri
from dateline.vocabulary import expand, shorten

#: How many candidates a person is shown.
SHOWN = 8


def resolve_name(name: str, things: Mapping[Iri, Iterable[str]], what: str) -> Iri:
    """Return the IRI among ``things`` (with the labels of each) that a name means.

    ``what`` says what is looked for, as in "is not an event here". Raises NameLookupError.
    """
    typed = name.strip().removeprefix("<").removesuffix(">")
    if not typed:
        raise NameLookupError(name, f"names no {what}")
    for iri in (typed, expand(typed)):
        if iri is not None and iri in things:
            return Iri(iri)
    wanted = typed.casefold()
    matches = [
        iri
        for iri, labels in things.items()
        if wanted in (end_of(iri).casefold(), *(label.casefold() for label in labels))
    ]
    if not matches:
        matches = [
            iri
            for iri, labels in things.items()
            if any(wanted in label.casefold() for label in labels)
        ]
    if len(matches) == 1:
        return matches[0]
    shown = matches or _similar(wanted, things)
    lines = [_line(iri, things[iri]) for iri in shown[:SHOWN]]
    if len(matches) > SHOWN:
        lines.append(f"… and {len(matches) - SHOWN} more")
    if matches:
        raise NameLookupError(name, f"may be any of these; say which {what} you mean:", lines)
    raise NameLookupError(name, f"is no {what} here{'; near it are:' if lines else ''}", lines)


def end_of(iri: str) -> str:
    """Return the last part of an IRI, by which a thing can be called too."""
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


def _line(iri: Iri, labels: Iterable[str]) -> str:
    label = next(iter(labels), "")
    return f"{shorten(iri)}  {label}".rstrip()


def _similar(wanted: str, things: Mapping[Iri, Iterable[str]]) -> list[Iri]:
    """Return things whose name or a word of it looks like what was typed; all where few exist."""
    if len(things) <= SHOWN:
        return list(things)
    whole: dict[str, list[Iri]] = {}
    words: dict[str, list[Iri]] = {}
    for iri, labels in things.items():
        for text in (end_of(iri), *labels):
            whole.setdefault(text.casefold(), []).append(iri)
            for word in text.casefold().split():
                words.setdefault(word, []).append(iri)
    near = difflib.get_close_matches(wanted, {**whole, **words}, n=SHOWN, cutoff=0.6)
    found = (iri for by_text in (whole, words) for text in near for iri in by_text.get(text, ()))
    return list(dict.fromkeys(found))
