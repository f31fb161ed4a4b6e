"""The name of a place -> the knowledge base that is kept there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from dateline.errors import NoKnowledgeBase, StoreError
from dateline.store.contract import Changes, Store
from dateline.store.embedded import MemoryStore, begun_folder, create_folder, open_folder


def open_store(place: str) -> Store:
    """Open an existing knowledge base for reading: a folder, or ``:memory:``, which is empty.

    Raises NoKnowledgeBase where there is none, StoreError where it cannot be opened.
    """
    if place == ":memory:":
        return MemoryStore()
    _refuse_endpoint(place)
    return open_folder(place)


def create_store(place: str) -> Store:
    """Open a knowledge base for a change; makes an empty one where there is none yet."""
    if place == ":memory:":
        return MemoryStore()
    _refuse_endpoint(place)
    return create_folder(place)


@contextlib.contextmanager
def begun_or_changed(place: str) -> Iterator[Changes]:
    """Change a knowledge base; one that is not there yet comes into being only at the end."""
    try:
        change = open_store(place).change()
    except NoKnowledgeBase:
        change = create_store(place).change() if is_remote(place) else begun_folder(place)
    with change as changes:
        yield changes


def is_remote(place: str) -> bool:
    """Whether a place is an endpoint, and not a folder or this process."""
    return place.startswith(("http://", "https://"))


def _refuse_endpoint(place: str) -> None:
    if is_remote(place):
        raise StoreError(f"{place}: remote SPARQL endpoints are not supported in this version")
