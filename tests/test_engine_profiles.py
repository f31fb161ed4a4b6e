"""What is known of each engine: how it names itself, and where it listens."""

from __future__ import annotations

import pytest

from dateline.errors import StoreError
from dateline.store.engines import ENGINES, addresses_of, engine_of

BY_NAME = {engine.name: engine for engine in ENGINES}
V = "http://h:8890"

HEADERS = [
    ("Oxigraph/0.5.13", "oxigraph"),
    ("Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu", "virtuoso"),
    ("nginx", "generic"),
    ("", "generic"),
]


@pytest.mark.parametrize(("header", "name"), HEADERS)
def test_an_engine_is_told_by_how_the_server_names_itself(header: str, name: str) -> None:
    assert engine_of(lambda: header, {}) is BY_NAME[name]


@pytest.mark.parametrize("name", BY_NAME)
def test_an_engine_that_is_chosen_is_not_asked_for(name: str) -> None:
    def never() -> str:
        pytest.fail("asked")

    assert engine_of(never, {"DATELINE_ENGINE": name}) is BY_NAME[name]


def test_an_engine_that_is_none_is_refused() -> None:
    with pytest.raises(StoreError, match="one of oxigraph, virtuoso, generic, not 'jena'"):
        engine_of(str, {"DATELINE_ENGINE": "jena"})


ADDRESSES = [
    ("oxigraph", "http://h:7", False, ("http://h:7/query", "http://h:7/update", "http://h:7/store")),
    ("oxigraph", "http://h/x/query?a#b", False,
     ("http://h/x/query", "http://h/x/update", "http://h/x/store")),
    ("oxigraph", "http://h/store/", True, ("http://h/query", "http://h/update", "http://h/store")),
    ("virtuoso", f"{V}/sparql", False, (f"{V}/sparql", f"{V}/sparql-auth", None)),
    ("virtuoso", V, False, (f"{V}/sparql", f"{V}/sparql-auth", None)),
    ("virtuoso", f"{V}/sparql-auth", True,
     (f"{V}/sparql-auth", f"{V}/sparql-auth", f"{V}/sparql-graph-crud-auth")),
    ("generic", "http://h/kb?a=b", True, ("http://h/kb?a=b", "http://h/kb?a=b", None)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "url", "named", "expected"), ADDRESSES)
def test_an_engine_listens_where_its_profile_says(
    name: str, url: str, named: bool, expected: tuple[str, str, str | None]
) -> None:
    found = addresses_of(BY_NAME[name], url, named=named, environment={})
    assert (found.query, found.update, found.graph_store) == expected


def test_settings_of_ones_own_come_first() -> None:
    settings = {"DATELINE_UPDATE_URL": "http://u/", "DATELINE_GRAPH_STORE_URL": "http://g/"}
    found = addresses_of(BY_NAME["oxigraph"], "http://h", named=False, environment=settings)
    assert (found.query, found.update, found.graph_store) == (
        "http://h/query",
        "http://u/",
        "http://g/",
    )
