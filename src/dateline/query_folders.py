"""Folders of queries: a person's own beside the shipped ones -> the query of a name.

Own folders come first, in the order in which they are named, and the shipped one last; the first
that has a query of a name answers to it. A file that is no query is a fault, and the others stay.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import QueryError
from dateline.queries import DEFAULT_GRAPHS, Query, check_safe, named_queries, read_query
from dateline.resources import path_of
from dateline.store.embedded import MemoryStore
from dateline.vocabulary import PREFIXES

#: How many names a person is shown that look like what was typed.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file, or a folder, of queries cannot be used, in one line."""

    why: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The queries that there are, by name; ``hidden`` are those that an earlier folder replaces."""

    named: Mapping[str, Query | Fault]
    hidden: tuple[Query, ...]
    faults: tuple[Fault, ...]

    @property
    def queries(self) -> tuple[Query, ...]:
        """Return every query that can be run, by name."""
        return tuple(q for _, q in sorted(self.named.items()) if isinstance(q, Query))

    def find(self, name: str) -> Query:
        """Return the query of that name, or in that file.

        Raises:
            QueryError: where there is none; it names those that look like it.
        """
        found = self.named.get(name)
        if isinstance(found, Query):
            return found
        if found is not None:
            raise QueryError(found.why)  # rather than what it was meant to replace
        if name.endswith(".rq") or Path(name).is_file():
            return read_query(Path(name))
        raise QueryError(_unknown(name, sorted(self.named)))

    def hiding(self, query: Query) -> list[str]:
        """Return a line for each query of the same name that is not used because of this one."""
        others = [q for q in self.hidden if q.name == query.name and self.named[q.name] is query]
        return [f"{query.name}: {query.file} is used, not {_origin(other)}" for other in others]


def is_own(query: Query) -> bool:
    """Whether a query stands in a person's own file."""
    return query.file is not None and query.file.parent != path_of("queries")


def _origin(query: Query) -> str:
    return str(query.file) if is_own(query) else "the query of that name that comes with Dateline"


def catalogue(folders: Sequence[Path] = ()) -> Catalogue:
    """Return the queries of a person's own folders and the shipped ones."""
    named: dict[str, Query | Fault] = {}
    hidden: list[Query] = []
    faults: list[Fault] = []
    for folder in folders:
        for name, found in _in_folder(folder):
            if isinstance(found, Fault):
                faults.append(found)
            elif name in named:
                hidden.append(found)
            named.setdefault(name, found)
    for query in named_queries():
        if query.name in named:
            hidden.append(query)
        named.setdefault(query.name, query)
    return Catalogue(named, tuple(hidden), tuple(faults))


def find_query(name: str, folders: Sequence[Path] = ()) -> Query:
    """Return the query of that name, or in that file; raises QueryError where there is none."""
    return catalogue(folders).find(name)


def _in_folder(folder: Path) -> Iterator[tuple[str, Query | Fault]]:
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix == ".rq")
    except OSError as error:
        why = error.strerror or str(error)
        yield f"{folder}", Fault(f"the folder of queries {folder} cannot be read: {why}")
        return
    for file in files:
        try:
            yield file.stem, _checked(file)
        except QueryError as error:
            yield file.stem, Fault(str(error))


def _checked(file: Path) -> Query:
    """Read a query file that has a header and parses; raises QueryError with file and place."""
    if not file.is_file():
        raise QueryError(f"{file} cannot be read: it is no file")  # a pipe would never end
    query = read_query(file)
    if not query.title:
        raise QueryError(f"{file} has no header: its first line is to be a title, “# # Which …?”")
    try:
        check_safe(query.text)
        MemoryStore().query(query.text, prefixes=PREFIXES, default_graphs=DEFAULT_GRAPHS)
    except QueryError as error:
        raise QueryError(f"{file}: {error}") from error
    return query


def _unknown(name: str, known: Sequence[str]) -> str:
    wanted = name.casefold()
    words = {word for word in wanted.replace("_", "-").split("-") if len(word) > 2}
    near = difflib.get_close_matches(wanted, known, n=SHOWN, cutoff=0.6)
    near += [other for other in known if wanted and wanted in other]
    near += [other for other in known if words & set(other.split("-"))]
    shown = list(dict.fromkeys(near))[:SHOWN]
    like = f"; near it are: {', '.join(shown)}" if shown else ""
    return f"there is no query named {name!r}{like}.\nAll of them: dateline queries"
