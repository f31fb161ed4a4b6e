"""The name of a place -> the knowledge base that is kept there."""

from __future__ import annotations

from dateline.store.contract import Store
from dateline.store.embedded import MemoryStore, create_folder, open_folder

ENDPOINT = ("http://", "https://")


def open_store(place: str) -> Store:
    """Open an existing knowledge base for reading: a folder, an endpoint, ``:memory:`` (empty).

    Raises NoKnowledgeBase where there is none, StoreError where it cannot be opened.
    """
    if place == ":memory:":
        return MemoryStore()
    if place.startswith(ENDPOINT):
        from dateline.store.remote import open_endpoint

        return open_endpoint(place)
    return open_folder(place)


def create_store(place: str) -> Store:
    """Open a knowledge base for a change; makes an empty one where there is none yet."""
    if place == ":memory:":
        return MemoryStore()
    if place.startswith(ENDPOINT):
        from dateline.store.remote import create_endpoint

        return create_endpoint(place)
    return create_folder(place)
