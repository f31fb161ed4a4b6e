"""Frozen values that are the JSON contracts: read from one, and written as the same one again.

A value's fields are the keys of its contract, in their order; so its types say what the JSON holds.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, ClassVar, Self, cast

from dateline.errors import DateError
from dateline.model import Iri
from dateline.time.calendar import in_datetime, parse_datetime


class Moment(str):
    """A moment in UTC, to the second: ISO 8601 text as in the JSON, sorted by time.

    >>> at = Moment("2015-11-24T07:24:00Z")
    >>> at.datetime, at.seconds
    (datetime.datetime(2015, 11, 24, 7, 24, tzinfo=datetime.timezone.utc), 1448349840)
    >>> Moment("9999-01-01T00:00:00Z") < Moment("12000-01-01T00:00:00Z")
    True
    """

    __slots__ = ()

    @property
    def seconds(self) -> int:
        """The seconds since the beginning of 1970, UTC."""
        return parse_datetime(self)

    @property
    def datetime(self) -> dt.datetime:
        """The moment with its time zone, UTC; raises DateError outside the years 1 to 9999."""
        found = in_datetime(self.seconds)
        if found is None:
            raise DateError(self, 0, "datetime holds the years 1 to 9999 only")
        return found

    def __lt__(self, other: str) -> bool:
        return self.seconds < parse_datetime(other)

    def __le__(self, other: str) -> bool:
        return self.seconds <= parse_datetime(other)

    def __gt__(self, other: str) -> bool:
        return self.seconds > parse_datetime(other)

    def __ge__(self, other: str) -> bool:
        return self.seconds >= parse_datetime(other)


@dataclass(frozen=True)
class Value:
    """A frozen value with a JSON contract; fields with ``_`` in front are no part of either.

    ``KEYS`` names the fields whose key in the contract is not their own name.
    """

    KEYS: ClassVar[Mapping[str, str]] = {}

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON contract: what the command prints with ``-f json``."""
        return {key: _plain(getattr(self, name)) for name, key, _ in _fields(type(self))}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any], **private: Any) -> Self:
        """Return the value of a JSON contract; ``private`` are fields with ``_`` in front."""
        return cls(**{name: read(told[key]) for name, key, read in _fields(cls)}, **private)


_FIELDS: dict[type, tuple[tuple[str, str, Callable[[Any], Any]], ...]] = {}


def _fields(cls: type[Value]) -> tuple[tuple[str, str, Callable[[Any], Any]], ...]:
    """Return the fields of a contract, their keys, and how to read what stands there."""
    if cls not in _FIELDS:
        types = typing.get_type_hints(cls)
        names = (f.name for f in dataclasses.fields(cls) if not f.name.startswith("_"))
        keys = cls.KEYS
        _FIELDS[cls] = tuple((name, keys.get(name, name), _reader(types[name])) for name in names)
    return _FIELDS[cls]


def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return how a value of a type is made of what JSON holds in its place."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (UnionType, typing.Union):
        (one,) = (member for member in inner if member is not NoneType)
        read = _reader(one)
        return lambda told: None if told is None else read(told)
    if origin is tuple:
        read = _reader(inner[0])
        return lambda told: tuple(read(one) for one in told)
    if origin is Mapping:
        first, second = _reader(inner[0]), _reader(inner[1])
        return lambda told: {first(name): second(one) for name, one in told.items()}
    if isinstance(kind, type) and issubclass(kind, Value):
        return kind.from_dict
    if kind in (Iri, Moment):
        return cast("Callable[[Any], Any]", kind)
    return lambda told: told


def _plain(value: Any) -> Any:
    """Return what JSON holds in the place of a value."""
    if isinstance(value, Value):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return value
