"""The formats that a timeline is written in: a name, its endings, and the module that writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from dateline.exports.losses import Losses
    from dateline.exports.slice import Slice


class Export(Protocol):
    """What writes a format: the function of a module in ``exports/``."""

    def __call__(self, chosen: Slice, losses: Losses) -> Iterator[str | bytes]:
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
    function: str = "export"
    binary: bool = False
    streams: bool = False
    extra: str = ""

    @property
    def never(self) -> tuple[str, ...]:
        """What the format has no place for, whatever the event; the module's ``NEVER``."""
        return cast("tuple[str, ...]", self._module.NEVER)

    @property
    def export(self) -> Export:
        """The function that writes it; imports the module."""
        return cast("Export", getattr(self._module, self.function))

    @property
    def _module(self) -> ModuleType:
        return import_module(f"dateline.exports.{self.module}")


_FORMATS = (
    Format("jsonl", "one event in JSON on each line", (".jsonl", ".ndjson"), "lines", streams=True),
    Format("csv", "a spreadsheet", (".csv",), "spreadsheet", "write_csv", streams=True),
    Format("tsv", "a spreadsheet, tabs between cells", (".tsv",), "spreadsheet", "write_tsv",
           streams=True),
    Format("timesketch", "Timesketch: one point of time for each event", (), "timesketch",
           streams=True),
    Format("timelinejs", "TimelineJS: slides", (), "timelinejs"),
    Format("html", "a page to look at: picture, list, reasons; works from disk",
           (".html", ".htm"), "html"),
    Format("svg", "a picture, to be scaled and edited", (".svg",), "picture", "write_svg"),
    Format("png", "a picture, as pixels", (".png",), "picture", "write_png", binary=True,
           extra="pictures"),
    Format("ics", "calendars (iCalendar)", (".ics",), "ical", extra="formats"),
    Format("geojson", "maps; with the times of Linked Places", (".geojson",), "geojson",
           streams=True),
    Format("atom", "feed readers", (".atom",), "atom"),
    Format("graphml", "network tools (GraphML)", (".graphml",), "graphml", extra="formats"),
    Format("jsonld", "linked data: the view", (".jsonld",), "rdf", "write_jsonld"),
    Format("ttl", "linked data: the view", (".ttl",), "rdf", "write_ttl"),
    Format("trig", "linked data: with claims", (".trig",), "rdf", "write_trig"),
    Format("nq", "linked data: with claims", (".nq",), "rdf", "write_nq", streams=True),
    Format("parquet", "data frames", (".parquet",), "parquet", binary=True, streams=True,
           extra="formats"),
    Format("ftm", "FollowTheMoney: entities", (".ftm",), "ftm", streams=True),
    Format("mermaid", "a Mermaid timeline, for Markdown pages", (".mmd", ".mermaid"), "mermaid"),
)  # fmt: skip

FORMATS: Mapping[str, Format] = {form.name: form for form in _FORMATS}
