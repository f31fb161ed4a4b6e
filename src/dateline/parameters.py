"""What a person types for the parameters of a query -> the terms that are bound.

The kind of a parameter stands in the header of its query:

- ``event``, ``actor``, ``place``, ``source``, ``claim``, ``kind``: one of these, by its name
- ``IRI``: the same, told by the name of the parameter; anything, where that tells nothing
- ``seconds``, ``seconds after``: a date, as its first second or as the first second after it
- ``day``: a date of one day (UTC), as its first second; nothing longer or shorter
- ``integer``, ``number``, ``text``
- none, or another: what the value looks like
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import pyoxigraph as ox

from dateline.errors import DateError, NameLookupError, QueryError
from dateline.lookup import look_up
from dateline.queries import Parameter, Query, Term, parameter_of
from dateline.store.contract import Reader
from dateline.time.calendar import DAY, day_of
from dateline.time.readings import is_counted_from_publication, meanings
from dateline.time.windows import Window
from dateline.vocabulary import XSD, expand

#: Values as a person types them, one or several for the name of a parameter.
Given = Mapping[str, str | Sequence[str]]

#: Integers beyond 64 bits are no numbers to some engines.
TOO_LARGE = 2**63

#: The kinds that are moments, counted in seconds.
MOMENTS = frozenset({"seconds", "seconds after", "day"})

#: What each kind takes, in words.
TAKES = {
    "seconds": "a date with a beginning, such as 2015-11-28",
    "seconds after": "a date with an end, such as 2015-11-28",
    "day": "one day, such as 2015-11-28",
    "integer": "a whole number",
    "number": "a number, such as 12 or -0.5",
    "text": "text",
}


def terms_of(store: Reader, query: Query, given: Given) -> dict[str, list[Term]]:
    """Return the terms for the values that a person gives the parameters of a query.

    Raises:
        QueryError: for a parameter that the query does not have, and for a value that is not of
            its kind: it names the parameter, its kind and the value.
    """
    typed = {name: [v] if isinstance(v, str) else list(v) for name, v in given.items()}
    wanted = {name: parameter_of(query, name) for name in typed}  # before anything is looked up
    terms = {
        name: list(dict.fromkeys(_term(store, wanted[name], value) for value in values))
        for name, values in typed.items()
    }
    _refuse_empty_window(wanted, terms, typed)
    return terms


def _refuse_empty_window(
    wanted: Mapping[str, Parameter], terms: Mapping[str, list[Term]], typed: Mapping[str, list[str]]
) -> None:
    """Raise QueryError where a window of time, as parameters say it, ends before it begins."""
    begins = [name for name, parameter in wanted.items() if parameter.kind == "seconds"]
    ends = [name for name, parameter in wanted.items() if parameter.kind == "seconds after"]
    if len(begins) == len(ends) == 1:
        (first,), (last,) = begins, ends
        if min(int(t.value) for t in terms[first]) >= max(int(t.value) for t in terms[last]):
            raise QueryError(
                f"parameter {first!r} is later than {last!r}: {typed[first][0]}, {typed[last][0]}"
            )


def _term(store: Reader, parameter: Parameter, typed: str) -> Term:
    try:
        typed.encode()
    except UnicodeEncodeError:
        raise QueryError(f"parameter {parameter.name!r} takes UTF-8 text, not {typed!r}") from None
    if parameter.thing:
        return _named(store, parameter, typed)
    read = _READ.get(parameter.kind, _as_it_looks)
    try:
        term = read(typed)
    except (DateError, ValueError) as error:
        raise _wrong(parameter, typed, f": {error}") from error
    if term is None:
        raise _wrong(parameter, typed)
    return term


def _wrong(parameter: Parameter, typed: str, why: str = "") -> QueryError:
    takes = TAKES.get(parameter.kind, "an IRI")
    return QueryError(f"parameter {parameter.name!r} takes {takes}, not {typed!r}{why}")


def _named(store: Reader, parameter: Parameter, typed: str) -> ox.NamedNode:
    thing = parameter.thing
    try:
        return ox.NamedNode(look_up(store, typed, thing))
    except NameLookupError as error:
        iri = _iri(typed) if thing == "thing" else None
        if iri is not None:  # a property, say, which nothing describes
            return iri
        article = "an" if thing[0] in "aeiou" else "a"
        takes = f"parameter {parameter.name!r} takes {article} {thing}"
        raise QueryError(f"{takes}: {error}") from error


def _iri(typed: str) -> ox.NamedNode | None:
    """Return ``<IRI>``, a prefixed name or an address as an IRI; None for any other text."""
    bare = re.fullmatch(r"<([^<>\s]+)>|(\w+://\S+)", typed)
    iri = expand(typed) or (bare and (bare[1] or bare[2]))
    try:
        return ox.NamedNode(iri) if iri else None
    except ValueError:
        return None


def _window(typed: str) -> Window:
    """Return what EDTF or an English phrase says.

    Raises:
        ValueError: it hangs on when it was said, or may mean several things.
    """
    if is_counted_from_publication(typed):
        raise ValueError("what it means hangs on when it was said")
    found = meanings(typed)
    if len(found) > 1:
        words = "; or ".join(meaning.words for meaning in found)
        raise ValueError(f"it may mean several things: {words}")
    return found[0].window


def _first_second(typed: str) -> ox.Literal | None:
    first = _window(typed).earliest
    return None if first is None else _integer(first)


def _second_after(typed: str) -> ox.Literal | None:
    after = _window(typed).before
    return None if after is None else _integer(after)


def _day(typed: str) -> ox.Literal | None:
    window = _window(typed)
    first = window.earliest
    whole = first is not None and first == day_of(first) and window.before == first + DAY
    return _integer(first) if first is not None and whole else None


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))


def _whole_number(typed: str) -> ox.Literal | None:
    if not re.fullmatch(r"[+-]?[0-9]{1,19}", typed) or abs(int(typed)) >= TOO_LARGE:
        return None
    return _integer(int(typed))


def _number(typed: str) -> ox.Literal | None:
    if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)", typed):
        return None
    return ox.Literal(typed, datatype=ox.NamedNode(XSD + "decimal"))


def _as_it_looks(typed: str) -> Term | None:
    if expand(typed) or re.fullmatch(r"<[^<>\s]+>", typed):
        return _iri(typed)
    return _whole_number(typed) or ox.Literal(typed)


_READ: dict[str, Callable[[str], Term | None]] = {
    "seconds": _first_second,
    "seconds after": _second_after,
    "day": _day,
    "integer": _whole_number,
    "number": _number,
    "text": ox.Literal,
}
