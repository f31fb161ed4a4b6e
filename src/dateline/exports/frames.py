"""Columns of values as a data frame, where pandas or polars is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from dateline.errors import NotInstalled
from dateline.time.calendar import format_datetime, in_datetime

if TYPE_CHECKING:
    import pandas
    import polars

#: ``moment`` holds seconds since 1970, ``texts`` tuples of text.
Kind = Literal["text", "texts", "moment", "integer", "number", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; None where a value is unknown."""

    name: str
    kind: Kind
    values: tuple[Any, ...]


def columns_of(kinds: Mapping[str, Kind], rows: Iterable[Sequence[Any]]) -> tuple[Column, ...]:
    """Return rows of values, in the order of ``kinds``, as columns."""
    cells = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in kinds]
    return tuple(
        Column(name, kind, tuple(values))
        for (name, kind), values in zip(kinds.items(), cells, strict=True)
    )


def to_pandas(columns: Iterable[Column]) -> pandas.DataFrame:
    """Return columns as a DataFrame; raises NotInstalled where there is no pandas.

    Text is ``string``, moments are ``datetime64[s, UTC]``, whole numbers ``Int64``, all of them
    with missing values. Lists are objects.
    """
    installed = _installed("pandas", "frames")
    make: Mapping[Kind, Callable[[Column], Any]] = {
        "text": lambda c: installed.array([_text(v) for v in c.values], dtype="string"),
        "texts": lambda c: installed.Series(
            [[str(v) for v in vs] for vs in c.values], dtype=object
        ),
        "moment": _pandas_moments,
        "integer": lambda c: installed.array(list(c.values), dtype="Int64"),
        "number": lambda c: installed.array(list(c.values), dtype="Float64"),
        "flag": lambda c: installed.array(list(c.values), dtype="boolean"),
    }
    made = {column.name: make[column.kind](column) for column in _shown(columns)}
    frame: pandas.DataFrame = installed.DataFrame(made)
    return frame


def _pandas_moments(column: Column) -> Any:
    import numpy
    import pandas

    moments = numpy.array(list(column.values), dtype="datetime64[s]")
    return pandas.DatetimeIndex(moments, tz="UTC")


def to_polars(columns: Iterable[Column]) -> polars.DataFrame:
    """Return columns as a DataFrame; raises NotInstalled where there is no polars.

    Moments are ``Datetime("us", "UTC")``, whole numbers ``Int64``, lists ``List(String)``.
    """
    installed = _installed("polars", "frames")
    shown = _shown(columns)
    kinds: Mapping[Kind, Any] = {
        "text": installed.String,
        "texts": installed.List(installed.String),
        "moment": installed.Datetime("us", "UTC"),
        "integer": installed.Int64,
        "number": installed.Float64,
        "flag": installed.Boolean,
    }
    frame: polars.DataFrame = installed.DataFrame(
        {column.name: [_polars_value(column.kind, v) for v in column.values] for column in shown},
        schema={column.name: kinds[column.kind] for column in shown},
    )
    return frame


def _polars_value(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind == "moment":
        return in_datetime(value)
    if kind == "texts":
        return [str(one) for one in value]
    return str(value) if kind == "text" else value


def _shown(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return the columns with moments as text where one lies outside the years of ``datetime``."""
    return tuple(
        Column(c.name, "text", tuple(None if v is None else format_datetime(v) for v in c.values))
        if c.kind == "moment" and any(v is not None and in_datetime(v) is None for v in c.values)
        else c
        for c in columns
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _installed(package: str, extra: str) -> Any:
    """Import an optional package; raises NotInstalled, which says how to get it."""
    try:
        return import_module(package)
    except ImportError as error:
        raise NotInstalled(package, extra) from error
