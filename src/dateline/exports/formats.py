"""The formats that a timeline is written in: a name, its endings, and the module that writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from types import ModuleType
from typing import TYPE_CHECKING, Literal, Protocol, cast

from dateline.errors import QueryError

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
    """A format: what it is for, the endings that mean it, and what writes it.

    What it needs: ``rows``, entries one by one, of which it keeps none; the whole ``view``; or
    ``claims``, for which everything is solved. Whole ``graphs`` are read as they are stored.
    ``binary`` output is not shown on a terminal. ``tells_part``: its output says what part of
    everything it is. ``lacking`` is where its module lists what it has no place for.
    """

    name: str
    what: str
    endings: tuple[str, ...]
    module: str
    function: str = "export"
    needs: Literal["rows", "view", "claims", "graphs"] = "claims"
    binary: bool = False
    tells_part: bool = True
    lacking: str = "NEVER"

    @property
    def never(self) -> tuple[str, ...]:
        """What the format has no place for, whatever the event, as its module lists it."""
        return cast("tuple[str, ...]", getattr(self._module, self.lacking))

    @property
    def export(self) -> Export:
        """The function that writes it; imports the module."""
        return cast("Export", getattr(self._module, self.function))

    @property
    def _module(self) -> ModuleType:
        return import_module(f"dateline.exports.{self.module}")


_FORMATS = (
    Format("table", "the terminal", (".txt",), "terminal", needs="view", tells_part=False),
    Format("markdown", "a brief with its sources as footnotes", (".md", ".markdown"), "markdown",
           needs="view"),
    Format("mermaid", "a Mermaid diagram, for Markdown pages", (".mmd", ".mermaid"), "mermaid",
           needs="view"),
    Format("json", "programs: all of a timeline", (".json",), "whole_json", needs="view"),
    Format("jsonl", "programs: an event on each line", (".jsonl", ".ndjson"), "lines",
           needs="rows", tells_part=False),
    Format("csv", "spreadsheets", (".csv",), "spreadsheet", "write_csv", needs="rows",
           tells_part=False),
    Format("tsv", "spreadsheets, tabs between cells", (".tsv",), "spreadsheet", "write_tsv",
           needs="rows", tells_part=False),
    Format("parquet", "data frames", (".parquet",), "parquet", needs="rows", binary=True),
    Format("timelinejs", "TimelineJS: slides", (), "timelinejs", needs="view"),
    Format("html", "a page to look at, from disk", (".html", ".htm"), "html"),
    Format("svg", "a picture, to be scaled and edited", (".svg",), "picture", "write_svg"),
    Format("png", "a picture, as pixels", (".png",), "picture", "write_png", binary=True),
    Format("ics", "calendars (iCalendar)", (".ics",), "ical"),
    Format("geojson", "maps; times as in Linked Places", (".geojson",), "geojson", needs="view"),
    Format("atom", "feed readers", (".atom",), "atom"),
    Format("graphml", "network tools (GraphML)", (".graphml",), "graphml"),
    Format("jsonld", "linked data: the view", (".jsonld",), "rdf", "write_jsonld",
           lacking="NEVER_CLAIMS"),
    Format("ttl", "linked data: the view", (".ttl",), "rdf", "write_ttl",
           lacking="NEVER_CLAIMS"),
    Format("trig", "linked data: the view and its claims", (".trig",), "rdf", "write_trig"),
    Format("nq", "linked data: the view and its claims", (".nq",), "rdf", "write_nq",
           needs="graphs"),
    Format("timesketch", "Timesketch (JSON Lines)", (), "timesketch", needs="rows",
           tells_part=False),
    Format("ftm", "FollowTheMoney entities (JSON Lines)", (".ftm",), "ftm",
           tells_part=False),
)  # fmt: skip

FORMATS: Mapping[str, Format] = {form.name: form for form in _FORMATS}


def format_named(name: str | None, file: str) -> Format:
    """Return the format of a name, else the one that the ending of a file means.

    Raises QueryError where there is none.
    """
    ending = PurePath(file).suffix.lower()
    for form in FORMATS.values():
        if form.name == name or (name is None and ending in form.endings):
            return form
    what = f"named {name!r}" if name is not None else f"for files that end in {ending!r}"
    raise QueryError(f"there is no format {what}; there are: {', '.join(FORMATS)}")
