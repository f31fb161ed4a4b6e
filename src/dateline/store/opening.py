"""The name of a place -> the knowledge base that is kept there.

A knowledge base that is open already stands for itself, so that one in memory can be used again.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from dateline.errors import NoKnowledgeBase, StoreError
from dateline.store.contract import Changes, Store
from dateline.store.embedded import MemoryStore, begun_folder, create_folder, open_folder

ENDPOINT = ("http://", "https://")
#: Where a knowledge base is: the name of a place, or the knowledge base itself, opened.
Place = str | Store


def open_store(place: Place) -> Store:
    """Open an existing knowledge base for reading: a folder, an endpoint, ``:memory:`` (empty).

    Raises NoKnowledgeBase where there is none, StoreError where it cannot be opened.
    """
    if not isinstance(place, str):
        return place
    if place == ":memory:":
        return MemoryStore()
    if place.startswith(ENDPOINT):
        from dateline.store.remote import open_endpoint

        return open_endpoint(place)
    _refuse_address(place)
    return open_folder(place)


def create_store(place: Place) -> Store:
    """Open a knowledge base for a change; makes an empty one where there is none yet."""
    if not isinstance(place, str):
        return place
    if place == ":memory:":
        return MemoryStore()
    if place.startswith(ENDPOINT):
        from dateline.store.remote import create_endpoint

        return create_endpoint(place)
    _refuse_address(place)
    return create_folder(place)


@contextlib.contextmanager
def begun_or_changed(place: Place) -> Iterator[Changes]:
    """Change a knowledge base; one that is not there yet comes into being only at the end."""
    try:
        change = open_store(place).change()
    except NoKnowledgeBase:
        named = isinstance(place, str) and not is_remote(place)
        change = begun_folder(str(place)) if named else create_store(place).change()
    with change as changes:
        yield changes


def is_remote(place: Place) -> bool:
    """Whether a place is an endpoint, and not a folder or this process."""
    return str(place).startswith(ENDPOINT)


def _refuse_address(place: str) -> None:
    """Raise StoreError for what looks like an address, so that no folder is made of it."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", place):
        raise StoreError(f"{place}: an endpoint has an address with http:// or https://")
    if re.fullmatch(r"[A-Za-z0-9.-]+:\d+(/.*)?", place):
        raise StoreError(f"{place}: if this is an endpoint, write http://{place}")
