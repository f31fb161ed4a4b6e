"""The formats that a timeline is written in: a name, its endings, and the module that writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from dateline.exports.losses import Losses
    from dateline.exports.slice import Slice


class Exporter(Protocol):
    """What a module in ``exports/`` must have to be a format."""

    #: What the format has no place for, in words; a list for the loss report.
    NEVER: tuple[str, ...]

    def export(self, chosen: Slice, losses: Losses) -> Iterator[str | bytes]:
        """Yield the output piece by piece, and tell ``losses`` of every event what is lost."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it is for, the endings that mean it, and where it is written.

    ``binary`` output is not shown on a terminal. A format that ``streams`` takes entries one by one
    and keeps none of them. ``extra`` names what has to be installed beside Dateline.
    """

    name: str
    what: str
    endings: tuple[str, ...]
    module: str
    binary: bool = False
    streams: bool = False
    extra: str = ""

    def exporter(self) -> Exporter:
        """Import the module that writes it."""
        return cast("Exporter", import_module(f"dateline.exports.{self.module}"))


_FORMATS: tuple[Format, ...] = ()

FORMATS: Mapping[str, Format] = {form.name: form for form in _FORMATS}
