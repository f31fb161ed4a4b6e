"""The name of a place -> the knowledge base that is kept there."""

from __future__ import annotations

from dateline.errors import StoreError
from dateline.store.contract import Store
from dateline.store.embedded import MemoryStore, create_folder, open_folder


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


def _refuse_endpoint(place: str) -> None:
    if place.startswith(("http://", "https://")):
        raise StoreError(f"{place}: remote SPARQL endpoints are not supported in this version")
