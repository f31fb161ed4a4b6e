"""The name of a place -> the knowledge base that is kept there.

A knowledge base that is open already stands for itself, so that one in memory can be used again.
"""

from __future__ import annotations

from dateline.store.contract import Store
from dateline.store.embedded import MemoryStore, create_folder, open_folder

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
    return create_folder(place)
