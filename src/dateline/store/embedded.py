"""A knowledge base in this process or on this disk, kept by Oxigraph.

A knowledge base on disk is one folder:

- ``dateline.json``: the version of this layout and the name of the generation that is current
- ``generations/NAME/``: an Oxigraph store that nobody changes any more, and beside its files those
  that are made from it (``view.kept``)
- ``lock``: held by the one process that makes the next generation

A change copies the current generation by hard links, writes into the copy, and then replaces
``dateline.json`` in one step. Whoever reads, reads a generation that stays as it is; whoever is
killed while writing leaves nothing but a folder that the next writer sweeps away.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline.errors import NoKnowledgeBase, QueryError, StoreError
from dateline.store.contract import Changes, Results

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

LAYOUT = 1
MARK = "dateline.json"
#: The generation that a new knowledge base begins with, empty.
FIRST = "00000000"


#: From so many quads on, adding them writes files of their own.
FEW = 10_000


class _Oxigraph:
    """Reading and writing of a pyoxigraph store; ``room`` is its folder, where it has one."""

    def __init__(self, engine: ox.Store, room: Path | None = None) -> None:
        self.engine = engine
        self.room = room

    def quads(self, graph: str | None = None, subject: str | None = None) -> Iterator[ox.Quad]:
        return iter(
            self.engine.quads_for_pattern(
                None if subject is None else ox.NamedNode(subject),
                None,
                None,
                None if graph is None else ox.NamedNode(graph),
            )
        )

    def query(
        self, text: str, *, prefixes: Mapping[str, str], default_graphs: Iterable[str]
    ) -> Results:
        try:
            return self.engine.query(
                text,
                prefixes=dict(prefixes),
                default_graph=[ox.NamedNode(graph) for graph in default_graphs],
            )
        except SyntaxError as error:
            fault = textwrap.shorten(error.msg, 160)
            raise QueryError(f"this is not SPARQL 1.1: {fault}") from error
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error

    def dump(self, form: ox.RdfFormat, prefixes: Mapping[str, str]) -> bytes:
        quads = sorted(self.engine, key=str)
        return ox.serialize(quads, format=form, prefixes=dict(prefixes)) or b""

    def add(self, quads: Iterable[ox.Quad]) -> None:
        quads = iter(quads)
        first = list(itertools.islice(quads, FEW))
        if len(first) < FEW:
            self.engine.extend(first)
        else:
            # Sorted and written once: a third of the time. Not in one step, but unseen as yet.
            self.engine.bulk_extend(itertools.chain(first, quads))

    def add_lines(self, pieces: Iterable[bytes]) -> None:
        try:
            self.engine.bulk_load(io.BufferedReader(_Stream(pieces), 1 << 20), ox.RdfFormat.N_QUADS)
        except SyntaxError as error:
            raise StoreError(f"the engine cannot read what it is given: {error.msg}") from error

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        for quad in list(quads):
            self.engine.remove(quad)

    def clear(self, graph: str) -> None:
        self.engine.remove_graph(ox.NamedNode(graph))


class _Stream(io.RawIOBase):
    """Pieces of bytes as one file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        room = memoryview(buffer).cast("B")
        count = min(len(room), len(self._rest))
        room[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


class MemoryStore(_Oxigraph):
    """A knowledge base that lives as long as the process."""

    def __init__(self) -> None:
        super().__init__(ox.Store())

    def __str__(self) -> str:
        return ":memory:"

    @contextlib.contextmanager
    def change(self) -> Iterator[Changes]:
        """Change a copy, and take it over when the block ends well."""
        copy = ox.Store()
        copy.extend(self.engine)
        yield _Oxigraph(copy)
        self.engine = copy


class FolderStore(_Oxigraph):
    """A knowledge base in a folder; ``generation`` is the one that this object reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(*self._open_current())

    def __str__(self) -> str:
        return str(self.folder)

    def _open_current(self) -> tuple[ox.Store, Path]:
        generation = self.folder / "generations" / _current(self.folder)
        try:
            return ox.Store.read_only(str(generation)), generation
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.folder}: the knowledge base is damaged ({error})") from error

    @contextlib.contextmanager
    def change(self) -> Iterator[Changes]:
        """Write the next generation; raises StoreError where another process is writing."""
        with _locked(self.folder):
            # Another process may have written meanwhile.
            self.engine, self.room = self._open_current()
            current = _current(self.folder)
            following = self.folder / "generations" / f"{int(current) + 1:08d}"
            _sweep(self.folder, keep={current, f"{int(current) - 1:08d}"})
            self.engine.backup(str(following))
            with _next(self.folder, following.name) as changes:
                yield changes
            _sweep(self.folder, keep={current, following.name})
            self.engine, self.room = self._open_current()


@contextlib.contextmanager
def _next(folder: Path, name: str) -> Iterator[Changes]:
    """Write a generation that is the current one when the block ends well, and gone otherwise."""
    generation = folder / "generations" / name
    try:
        changes = _Oxigraph(ox.Store(str(generation)), generation)
        try:
            yield changes
            changes.engine.flush()
        finally:
            # Closed before it is the current one, though the caller still holds `changes`:
            # an open engine goes on merging its files, and readers would miss some.
            del changes.engine
        _point_to(folder, name)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise


def open_folder(place: str) -> FolderStore:
    """Open the knowledge base in a folder for reading.

    Raises NoKnowledgeBase where there is none, StoreError where it cannot be opened.
    """
    folder = Path(place)
    try:
        if (folder / MARK).exists():
            return FolderStore(folder)
        vacant = not folder.exists() or (folder.is_dir() and _is_vacant(folder))
    except OSError as error:
        raise StoreError(f"{place} cannot be opened: {error.strerror}") from error
    if vacant:
        raise NoKnowledgeBase(f"there is no knowledge base at {place}")
    raise StoreError(f"{place} is not a Dateline knowledge base")


def create_folder(place: str) -> FolderStore:
    """Open the knowledge base in a folder; makes an empty one where there is none yet."""
    folder = Path(place)
    with contextlib.suppress(NoKnowledgeBase):
        return open_folder(place)
    try:
        (folder / "generations").mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            if not (folder / MARK).exists():
                first = folder / "generations" / FIRST
                shutil.rmtree(first, ignore_errors=True)
                ox.Store(str(first)).flush()
                _point_to(folder, first.name)
    except OSError as error:
        raise StoreError(f"cannot make a knowledge base at {place} ({error.strerror})") from error
    return FolderStore(folder)


@contextlib.contextmanager
def begun_folder(place: str) -> Iterator[Changes]:
    """Fill a new knowledge base, which is there when the block ends well, not at all otherwise.

    Raises StoreError where something is at the place, or it cannot be written.
    """
    folder = Path(place)
    made = not folder.exists()
    try:
        (folder / "generations").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make a knowledge base at {place} ({error.strerror})") from error
    with _locked(folder):
        if (folder / MARK).exists():
            raise StoreError(f"{folder}: another process has just made it; try again")
        first = folder / "generations" / FIRST
        shutil.rmtree(first, ignore_errors=True)
        try:
            with _next(folder, FIRST) as changes:
                yield changes
        except BaseException:
            shutil.rmtree(first.parent, ignore_errors=True)
            with contextlib.suppress(OSError):
                (folder / "lock").unlink()
                if made:
                    folder.rmdir()
            raise


def _is_vacant(folder: Path) -> bool:
    """Whether a folder holds nothing but what a writer killed while making it may have left."""
    left = {item.name for item in folder.iterdir()}
    made = {item.name for item in folder.glob("generations/*")}
    return left <= {"generations", "lock", f"{MARK}.new"} and made <= {FIRST}


def _current(folder: Path) -> str:
    """Return the name of the current generation, having checked the version of the layout."""
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
        layout, generation = mark["layout"], str(mark["generation"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder}: {MARK} cannot be read") from error
    if layout != LAYOUT:
        raise StoreError(
            f"{folder} was written by another version of Dateline (layout {layout}, this version"
            f" reads {LAYOUT}); dump it with that version and load it with this one"
        )
    return generation


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / "lock", timeout=0):
            yield
    except Timeout:
        raise StoreError(
            f"{folder}: another process is changing this knowledge base; try again when it is done"
        ) from None
    except OSError as error:
        raise StoreError(f"{folder} cannot be changed: {error.strerror or error}") from error


def _point_to(folder: Path, generation: str) -> None:
    """Make a generation the current one, in one step."""
    draft = folder / f"{MARK}.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"layout": LAYOUT, "generation": generation}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / MARK)


def _sweep(folder: Path, keep: set[str]) -> None:
    """Remove generations that nobody can be reading, such as what a killed writer left."""
    for generation in (folder / "generations").iterdir():
        if generation.name not in keep:
            shutil.rmtree(generation, ignore_errors=True)
