"""What answers have in common: they print as the commands do, and some are data frames."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from dateline.exports.frames import Column, to_pandas, to_polars
from dateline.exports.terminal import rendered

if TYPE_CHECKING:
    import pandas
    import polars
    from rich.console import RenderableType

#: Tables are not squeezed into less.
NARROWEST = 60


class Printed(ABC):
    """A value that prints as the command does: as wide as the terminal, 80 columns elsewhere."""

    def __str__(self) -> str:
        width = max(shutil.get_terminal_size().columns, NARROWEST)
        return rendered(self._text(), width).rstrip("\n")

    @abstractmethod
    def _text(self) -> RenderableType: ...


class Framed(ABC):
    """A value with rows and columns; pandas and polars are optional, and imported when needed."""

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas DataFrame; raises NotInstalled where there is no pandas.

        Moments are ``datetime64[s, UTC]`` (text, where one of a column lies outside the years 1 to
        9999), whole numbers ``Int64``, text ``string``, all with missing values; lists are lists.
        """
        return to_pandas(self._columns())

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars DataFrame; raises NotInstalled where there is no polars.

        Moments are ``Datetime("us", "UTC")``, whole numbers ``Int64``, lists ``List(String)``.
        """
        return to_polars(self._columns())

    @abstractmethod
    def _columns(self) -> tuple[Column, ...]: ...
