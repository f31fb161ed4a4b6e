"""The name of a place -> the knowledge base that is kept there.

A knowledge base that is open already stands for itself, so that one in memory can be used again.
"""

from __future__ import annotations

from dateline.errors import StoreError
from dateline.store.contract import Store
from dateline.store.embedded import MemoryStore, create_folder, open_folder

#: Where a knowledge base is: the name of a place, or the knowledge base itself, opened.
Place = str | Store


def open_store(place: Place) -> Store:
    """Open an existing knowledge base for reading: a folder, or ``:memory:``, which is empty.

    Raises NoKnowledgeBase where there is none, StoreError where it cannot be opened.
    """
    if not isinstance(place, str):
        return place
    if place == ":memory:":
        return MemoryStore()
    _refuse_endpoint(place)
    return open_folder(place)


def create_store(place: Place) -> Store:
    """Open a knowledge base for a change; makes an empty one where there is none yet."""
    if not isinstance(place, str):
        return place
    if place == ":memory:":
        return MemoryStore()
    _refuse_endpoint(place)
    return create_folder(place)


def _refuse_endpoint(place: str) -> None:
    if place.startswith(("http://", "https://")):
        raise StoreError(f"{place}: remote SPARQL endpoints are not supported in this version")
