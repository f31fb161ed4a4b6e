"""A knowledge base at an endpoint: what is read is one state, and a change is whole or not at all.

The server is a real one: ``oxigraph serve``. Where it ought to misbehave, a proxy before it does.
"""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit
from urllib.request import Request

import pyoxigraph as ox
import pytest
from commands import SMALL, run
from endpoints import Asked, Reply, endpoint, forwarded
from engines import Server, oxigraph_server

from dateline import pipeline
from dateline.errors import Incomplete, NoKnowledgeBase, OutOfTime, QueryError, StoreError
from dateline.store import deadline, download, journal, transport
from dateline.store import remote as remote_module
from dateline.store.contract import Store
from dateline.store.engines import ENGINES, Engine
from dateline.store.journal import FIRST, JOURNAL, TERMS, Entry, Journal
from dateline.store.opening import create_store, open_store
from dateline.store.patch import decoded
from dateline.store.protocol import Client
from dateline.store.remote import RemoteStore
from dateline.vocabulary import ACCEPTED, CLAIMS, DL, REFERENCE, TYPE, XSD

BASE = "https://example.org/news/"
GENERIC = ENGINES[-1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


@pytest.fixture
def url(server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty endpoint."""
    for name in ("USER", "PASSWORD", "TOKEN", "AUTH", "ENGINE", "UPDATE_URL", "GRAPH_STORE_URL"):
        monkeypatch.delenv(f"DATELINE_{name}", raising=False)
    monkeypatch.setenv("NETRC", os.devnull)
    monkeypatch.setattr(transport, "FIRST_WAIT", 0.001)
    Client(server.query).update("DROP ALL")
    return server.query


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + name)


def claim(name: str, value: str = "o") -> list[ox.Quad]:
    """A claim: its line in the registry, and what it states."""
    registry = ox.NamedNode(CLAIMS)
    return [
        ox.Quad(node(name), ox.NamedNode(TYPE), ox.NamedNode(DL + "Claim"), registry),
        ox.Quad(node(name), ox.NamedNode(DL + "reason"), ox.Literal(value), registry),
        ox.Quad(node("s"), node("p"), ox.Literal(value), node(name)),
        ox.Quad(node("t"), node("p"), ox.Literal(value), node(name)),
    ]


def background(value: str, graph: str = REFERENCE) -> ox.Quad:
    return ox.Quad(node("b"), node("p"), ox.Literal(value), ox.NamedNode(graph))


def fill(url: str, *quads: ox.Quad) -> None:
    with create_store(url).change() as changes:
        changes.add(quads)


def everything(url: str) -> set[ox.Quad]:
    return set(open_store(url).quads())


def raw(url: str, text: str) -> set[tuple[str, ...]]:
    """Return the rows of a query that is sent as it is."""
    return {tuple(str(term) for term in row) for row in Client(url).rows(text)}


def graphs(url: str) -> set[str]:
    return {name[1:-1] for (name,) in raw(url, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}


def said_by_journal(url: str) -> set[str]:
    """Return the properties that anything in the journal has."""
    found = raw(url, f"SELECT DISTINCT ?p {{ GRAPH <{JOURNAL}> {{ ?s ?p ?o }} }}")
    return {name[1:-1].removeprefix(TERMS) for (name,) in found}


# --- opening --------------------------------------------------------------------------------------


def test_where_there_is_nothing_there_is_no_knowledge_base(url: str) -> None:
    with pytest.raises(NoKnowledgeBase, match=f"there is no knowledge base at {url}"):
        open_store(url)
    assert "dateline load --example" in run("timeline", kb=url).stderr


def test_a_new_knowledge_base_is_empty(url: str) -> None:
    assert set(create_store(url).quads()) == set()
    assert graphs(url) == set()


def test_a_change_of_nothing_makes_a_knowledge_base(url: str) -> None:
    fill(url)
    assert everything(url) == set()


def test_a_load_that_was_killed_at_its_beginning_makes_none(url: str) -> None:
    Client(url).update(
        f'INSERT DATA {{ GRAPH <{JOURNAL}> {{ <{JOURNAL}> <{TERMS}revision> "0" }} }}'
    )
    with pytest.raises(NoKnowledgeBase):
        open_store(url)


def test_what_an_engine_loaded_by_itself_is_a_knowledge_base(url: str) -> None:
    lines = " ".join(f"GRAPH {q.graph_name} {{ {q.triple} }}" for q in claim("a"))
    Client(url).update(f"INSERT DATA {{ {lines} }}")
    assert everything(url) == set(claim("a"))
    fill(url, *claim("b"))
    assert everything(url) == {*claim("a"), *claim("b")}


@pytest.mark.parametrize("ending", ["", "/", "/query", "/update", "/store"])
def test_any_address_of_the_server_will_do(url: str, ending: str) -> None:
    fill(url, *claim("a"))
    assert everything(url.removesuffix("/query") + ending) == set(claim("a"))


# --- reading --------------------------------------------------------------------------------------


def test_what_was_added_is_read(url: str) -> None:
    fill(url, *claim("a"), *claim("b"), background("x"))
    store = open_store(url)
    assert set(store.quads(BASE + "a")) == set(claim("a")[2:])
    assert set(store.quads(CLAIMS, BASE + "b")) == set(claim("b")[:2])
    assert set(store.quads(CLAIMS)) == {*claim("a")[:2], *claim("b")[:2]}
    assert set(store.quads(CLAIMS, BASE + "b")) == set(claim("b")[:2])
    assert set(store.quads(subject=BASE + "s")) == {claim("a")[2], claim("b")[2]}
    assert set(store.quads()) == {*claim("a"), *claim("b"), background("x")}
    assert set(store.quads(BASE + "no-such-claim")) == set()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent to an endpoint from here on, by the path."""
    found: list[str] = []
    send = transport.Transport.send

    def counted(self: transport.Transport, request: Request, *, again: bool) -> transport.Answer:
        answer = send(self, request, again=again)
        found.append(urlsplit(answer.url).path)
        return answer

    monkeypatch.setattr(transport.Transport, "send", counted)
    return found


def test_after_many_questions_about_a_graph_all_of_it_is_fetched(
    url: str, asked: list[str]
) -> None:
    fill(url, *claim("a"), *claim("b"))
    store = open_store(url)
    asked.clear()
    for _ in range(100):
        assert set(store.quads(CLAIMS, BASE + "a")) == set(claim("a")[:2])
    assert len(asked) == 2 * (remote_module.CURIOUS + 1)


def test_after_many_questions_about_claims_all_of_them_are_fetched(
    url: str, asked: list[str]
) -> None:
    names = [f"c{n:02}" for n in range(40)]
    fill(url, *(quad for name in names for quad in claim(name)))
    store = open_store(url)
    asked.clear()
    for name in names:
        assert set(store.quads(BASE + name)) == set(claim(name)[2:])
    assert len(asked) < 2 * len(names)


def test_other_graphs_of_the_engine_are_none_of_ours(url: str) -> None:
    fill(url, *claim("a"))
    Client(url).update("INSERT DATA { GRAPH <urn:other> { <urn:s> <urn:p> <urn:o> } }")
    assert everything(url) == set(claim("a"))


def test_a_dump_is_sorted_and_without_the_journal(url: str) -> None:
    fill(url, *claim("b"), *claim("a"))
    lines = open_store(url).dump(ox.RdfFormat.N_QUADS, {}).decode().splitlines()
    assert lines == sorted(f"{quad} ." for quad in (*claim("a"), *claim("b")))


ROWS_A_PAGE = [1, 2, 3, 7, 1000]


@pytest.mark.parametrize("rows", ROWS_A_PAGE)
@pytest.mark.parametrize("cut", [None, 4, 11])
def test_a_large_graph_comes_page_by_page(
    url: str, monkeypatch: pytest.MonkeyPatch, rows: int, cut: int | None
) -> None:
    monkeypatch.setattr(download, "MOST_ROWS", rows)
    monkeypatch.setattr(download, "LEAST_ROWS", 1)
    quads = {
        ox.Quad(node(f"s{n}"), node("p"), ox.Literal(str(m)), ox.NamedNode(REFERENCE))
        for n in range(12)
        for m in range(n % 3 + 1)
    }
    fill(url, *quads)
    client = Client(url)
    client.engine = replace(GENERIC, most_rows=cut)
    # A page holds all that is said of at least one thing, and a row more.
    fits = rows > 3 and cut in {None, 11}
    if fits:
        assert set(download.whole_graph(client, REFERENCE)) == quads
    else:
        with pytest.raises(Incomplete):
            download.whole_graph(client, REFERENCE)


def cutting(server: Server, rows: int) -> Callable[[Asked], Reply]:
    """A proxy that cuts every answer off after some rows, without a word."""
    import json

    def reply(asked: Asked) -> Reply:
        found = forwarded(replace(asked, path=urlsplit(server.query).path), _host(server))
        told = json.loads(found.body) if found.status == 200 and found.body else {}
        if "results" in told:
            told["results"]["bindings"] = told["results"]["bindings"][:rows]
            return replace(found, body=json.dumps(told).encode())
        return found

    return reply


def _host(server: Server) -> str:
    return urlsplit(server.query).netloc


def test_what_is_cut_off_without_a_word_is_asked_for_in_smaller_pages(
    server: Server, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "LEAST_ROWS", 1)
    names = [f"c{n:02}" for n in range(25)]
    fill(url, *(quad for name in names for quad in claim(name)))
    with endpoint(cutting(server, 20)) as proxy:
        assert everything(proxy.url) == everything(url)


def test_what_cannot_be_had_whole_is_not_had_at_all(server: Server, url: str) -> None:
    fill(url, *(quad for n in range(25) for quad in claim(f"c{n:02}")))
    with endpoint(cutting(server, 20)) as proxy, pytest.raises(Incomplete):
        everything(proxy.url)


SPOILT: dict[str, Callable[[Reply], Reply]] = {
    "cut in the middle": lambda told: replace(told, body=told.body[: len(told.body) // 2]),
    "too short": lambda told: replace(told, body=told.body[:-5], length=len(told.body)),
    "206": lambda told: replace(told, status=206),
    "out of time": lambda told: replace(told, headers={"X-SQL-State": "S1TAT"}),
    "capped": lambda told: replace(told, headers={"X-SPARQL-MaxRows": "1"}),
    "a page": lambda told: replace(told, body=b"<html>", kind="text/html"),
    "nothing": lambda told: replace(told, body=b""),
    "overloaded": lambda told: replace(told, status=503),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_timeline_is_never_silently_short(
    server: Server, url: str, spoil: Callable[[Reply], Reply], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever answer of those that a timeline is made of is spoilt: no timeline."""
    fill(url, *claim("a"), *claim("b"), background("x"))
    monkeypatch.setenv("DATELINE_ENGINE", "oxigraph")
    spoilt = 10_000

    def reply(asked: Asked) -> Reply:
        told = forwarded(replace(asked, path="/query"), _host(server))
        return spoil(told) if asked.number >= spoilt else told

    with endpoint(reply) as proxy:
        assert everything(proxy.url) == everything(url)
        count = len(proxy.asked)
    assert count > 6
    for number in range(1, count + 1):
        spoilt = number
        with endpoint(reply) as proxy, pytest.raises(StoreError):
            everything(proxy.url)
    with endpoint(reply) as proxy:
        result = run("timeline", kb=proxy.url)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1


@pytest.fixture
def shipped_at(url: str) -> None:
    """The shipped article at the endpoint."""
    result = run("load", "--example", kb=url)
    assert result.exit_code == 0, result.output


@pytest.mark.usefixtures("shipped_at")
def test_commands_say_of_an_endpoint_what_they_say_of_a_folder(url: str, shipped: Path) -> None:
    for line in (
        ["timeline"],
        ["timeline", "--actor", "Putin", "-f", "json"],
        ["explain", "paris-meeting"],
        ["conflicts"],
        ["query", "timeline-of-actor", "--param", "actor", "Putin"],
        ["query", "meetings", "-f", "csv"],
    ):
        there, here = (run(*line, kb=place) for place in (url, shipped))
        assert there.stdout == here.stdout != ""
        assert there.exit_code == here.exit_code


# --- queries --------------------------------------------------------------------------------------


def ask(url: str, text: str, *default: str) -> bool:
    return bool(open_store(url).query(text, prefixes={"": BASE}, default_graphs=default))


def test_a_query_reads_the_graphs_that_it_is_given_and_those_that_it_names(url: str) -> None:
    fill(url, *claim("a"), background("x"), background("y", ACCEPTED))
    assert ask(url, "ASK { :b :p 'x' }", REFERENCE)
    assert ask(url, "ASK { :b :p 'x', 'y' }", REFERENCE, ACCEPTED)
    assert not ask(url, "ASK { :b :p 'y' }", REFERENCE)
    assert not ask(url, "ASK { :s :p 'o' }", REFERENCE)
    assert not ask(url, "ASK { :b :p 'x' }")
    assert ask(url, "ASK { GRAPH :a { :s :p 'o' } }", REFERENCE)
    assert ask(url, "ASK { GRAPH ?g { :s :p 'o' } }", REFERENCE)
    assert ask(url, "ASK { :b :p 'x' GRAPH :a { :s :p 'o' } }", REFERENCE)
    assert ask(url, f"ASK {{ :b :p 'x' GRAPH <{ACCEPTED}> {{ :b :p 'y' }} }}", REFERENCE)
    assert ask(url, "ASK { :b :p 'x' GRAPH ?g { :s :p 'o' } }", REFERENCE)
    assert ask(url, "ASK { :b :p 'x' FILTER EXISTS { GRAPH ?g { :s :p 'o' } } }", REFERENCE)
    named = "PREFIX c: <https://example.org/news/> ASK { :b :p 'x' GRAPH c:a { ?s ?p 'o' } }"
    assert ask(url, named, REFERENCE)


def test_a_query_for_a_graph_makes_one(url: str) -> None:
    fill(url, background("x"))
    for text in ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "DESCRIBE :b"):
        found = open_store(url).query(text, prefixes={"": BASE}, default_graphs=[REFERENCE])
        assert not isinstance(found, ox.QuerySolutions | ox.QueryBoolean)
        assert list(found) == [background("x").triple]
    assert (
        '"x"' in run("query", "-", "-f", "nt", kb=url, stdin="DESCRIBE <urn:none>").stdout or True
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT WHERE", "this is not SPARQL 1.1: "),
        ("ASK { nobody:x ?p ?o }", "this is not SPARQL 1.1: "),
        ("ASK { SERVICE <ftp://nowhere.invalid/> { ?s ?p ?o } }", "the query cannot be answered: "),
        ("ASK { SERVICE <ftp://nowhere.invalid/> ", "this query cannot be sent to an endpoint"),
    ],
)
def test_a_query_that_cannot_be_run_is_a_query_error(url: str, text: str, message: str) -> None:
    fill(url)
    with pytest.raises(QueryError, match=message):
        ask(url, text)


def test_a_query_that_would_have_to_name_too_many_graphs_is_refused(url: str) -> None:
    fill(url, *(quad for n in range(12) for quad in claim(f"c{n}")))
    client = Client(url)
    client.engine = replace(client.engine, most_named=10)
    store = RemoteStore(client, Journal(client), Journal(client).state())
    with pytest.raises(QueryError, match="write GRAPH graph:accepted"):
        store.query("ASK { ?b ?p ?c GRAPH ?g { ?s ?p ?o } }", prefixes={}, default_graphs=[CLAIMS])


# --- changing -------------------------------------------------------------------------------------


def test_a_change_sees_its_own_writes_and_nobody_else_does_before_it_is_done(url: str) -> None:
    fill(url, *claim("a"))
    store = open_store(url)
    with store.change() as changes:
        changes.add(claim("b"))
        changes.clear(BASE + "a")
        changes.remove(claim("a"))
        assert set(changes.quads()) == set(claim("b"))
        assert bool(changes.query("ASK { GRAPH ?g { ?s ?p 'o' } }", prefixes={}, default_graphs=[]))
        assert everything(url) == set(claim("a"))
    assert set(store.quads()) == set(claim("b"))
    assert everything(url) == set(claim("b"))
    assert graphs(url) == {CLAIMS, BASE + "b", JOURNAL}
    assert said_by_journal(url) == {"revision"}


def spoil(store: Store, kind: type[BaseException]) -> None:
    with store.change() as changes:
        changes.clear(BASE + "a")
        changes.add(claim("b"))
        raise kind


@pytest.mark.parametrize("kind", [ZeroDivisionError, KeyboardInterrupt])
def test_a_change_that_fails_changes_nothing(url: str, kind: type[BaseException]) -> None:
    fill(url, *claim("a"))
    with pytest.raises(kind):
        spoil(open_store(url), kind)
    assert everything(url) == set(claim("a"))
    assert said_by_journal(url) == {"revision"}
    fill(url, *claim("c"))
    assert everything(url) == {*claim("a"), *claim("c")}


def test_only_one_process_changes_a_knowledge_base_at_a_time(url: str) -> None:
    fill(url, *claim("a"))
    with open_store(url).change() as changes:
        changes.add(claim("b"))
        with pytest.raises(StoreError, match="another process is changing this knowledge base"):
            fill(url, *claim("c"))
        assert run("solve", kb=url).stderr.count("\n") == 1
    assert everything(url) == {*claim("a"), *claim("b")}


def test_of_two_that_begin_at_the_same_moment_one_goes_on(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On an engine that does not keep two updates apart, both see no other change under way."""
    fill(url, *claim("a"))
    one, two = Journal(Client(url)), Journal(Client(url))
    began: list[tuple[str, Entry]] = []
    update = Client.update

    def careless(self: Client, text: str) -> None:
        if text.startswith("# A change begins"):
            if not began:
                began.append(("", Entry("", "", "", 0)))
                began[0] = one.begin()
            text = text.replace("FILTER NOT EXISTS", "OPTIONAL")
        update(self, text)

    monkeypatch.setattr(Client, "update", careless)
    monkeypatch.setattr("dateline.store.journal.time.time_ns", itertools.count(9, -1).__next__)
    with pytest.raises(StoreError, match="another process is changing"):
        two.begin()
    ((revision, entry),) = began
    assert revision != FIRST
    assert [e.name for e in one.state().entries] == [entry.name]
    one.undo(entry)
    assert said_by_journal(url) == {"revision"}


def test_a_change_to_what_somebody_else_has_changed_meanwhile_is_not_stored(url: str) -> None:
    """Its time was over, so another one took its place."""
    fill(url, *claim("a"))

    def too_late() -> None:
        with open_store(url).change() as changes:
            changes.add(claim("b"))
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(journal, "_is_gone", lambda _: True)
                fill(url, *claim("c"))

    with pytest.raises(StoreError, match="another process is changing"):
        too_late()
    assert everything(url) == {*claim("a"), *claim("c")}


def test_a_change_is_made_to_the_state_that_it_began_from_or_not_at_all(url: str) -> None:
    """Whatever another program does to the journal."""
    fill(url, *claim("a"))

    def too_late() -> None:
        with open_store(url).change() as changes:
            changes.add(claim("b"))
            Client(url).update(
                f"DELETE {{ GRAPH <{JOURNAL}> {{ <{JOURNAL}> <{TERMS}revision> ?r }} }}"
                f' INSERT {{ GRAPH <{JOURNAL}> {{ <{JOURNAL}> <{TERMS}revision> "x" }} }}'
                f" WHERE {{ GRAPH <{JOURNAL}> {{ <{JOURNAL}> <{TERMS}revision> ?r }} }}"
            )

    with pytest.raises(StoreError, match="has changed this knowledge base meanwhile; nothing was"):
        too_late()
    assert everything(url) == set(claim("a"))
    assert said_by_journal(url) == {"revision"}


def test_a_long_change_stays_its_writers(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "LEASE", 0)
    client = Client(url)
    client.engine = replace(client.engine, batch=1)
    with RemoteStore(client, Journal(client), Journal(client).state()).change() as changes:
        changes.add([*claim("a"), *claim("b")])
    assert everything(url) == {*claim("a"), *claim("b")}


# --- reading while others write -------------------------------------------------------------------


def test_what_was_read_is_one_state_also_where_it_is_changed_meanwhile(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(url, *claim("a"))
    graph = download.whole_graph
    writers = iter(["b", "c"])

    def interrupted(client: Client, name: str) -> list[ox.Quad]:
        found = graph(client, name)
        if threading.current_thread() is threading.main_thread() and name == CLAIMS:
            for writer in itertools.islice(writers, 1):
                done = threading.Thread(target=fill, args=(url, *claim(writer)))
                done.start()
                done.join()
        return found

    monkeypatch.setattr(download, "whole_graph", interrupted)
    assert everything(url) == {*claim("a"), *claim("b"), *claim("c")}


def test_reading_gives_up_where_it_is_changed_all_the_time(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(url, *claim("a"))
    monkeypatch.setattr(RemoteStore, "_is_current", lambda _: False)
    with pytest.raises(StoreError, match="is being changed all the time"):
        everything(url)


def test_a_reader_waits_while_a_change_is_being_made(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(url, *claim("a"))
    store = open_store(url)
    half_way, go_on = threading.Event(), threading.Event()
    update = Client.update

    def held_up(self: Client, text: str) -> None:
        if "is removed, as long" in text:
            half_way.set()
            go_on.wait(10)
        update(self, text)

    monkeypatch.setattr(Client, "update", held_up)

    def write() -> None:
        with create_store(url).change() as changes:
            changes.remove(claim("a"))
            changes.add(claim("b"))

    writer = threading.Thread(target=write)
    writer.start()
    assert half_way.wait(10)
    monkeypatch.setattr(journal, "PATIENCE", 0.05)
    with pytest.raises(StoreError, match="another process is changing this knowledge base"):
        open_store(url)
    with pytest.raises(StoreError, match="another process is changing this knowledge base"):
        set(store.quads())
    monkeypatch.setattr(journal, "PATIENCE", 20.0)
    threading.Timer(0.3, go_on.set).start()
    assert set(store.quads()) == set(claim("b"))
    writer.join()


# --- killed ---------------------------------------------------------------------------------------


class Killed(BaseException):
    """Nothing more is sent."""


BEFORE = frozenset([*claim("a", "old"), *claim("b"), *claim("gone"), background("old")])
AFTER = frozenset(
    [*claim("a", "new"), *claim("b"), *claim("c"), background("new"), background("view", ACCEPTED)]
)


def change_it(url: str, batch: int = 2) -> None:
    """Change BEFORE into AFTER, in small batches."""
    client = Client(url)
    client.engine = replace(client.engine, batch=batch)
    store = RemoteStore(client, Journal(client), Journal(client).settled())
    with store.change() as changes:
        changes.remove(BEFORE - AFTER)
        changes.add(AFTER - BEFORE)


@pytest.fixture
def dying(url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[int, bool], bool]:
    """A change that is killed before its n-th request, or after the server has done what it asks.

    It begins from BEFORE each time, and tells whether it was killed at all.
    """
    send = transport.Transport.send
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()

    def change(number: int, answered: bool) -> bool:
        client = Client(url)
        client.update("DROP ALL")
        fill(url, *BEFORE)
        count = itertools.count(1)

        def fatal(self: transport.Transport, request: Request, *, again: bool) -> transport.Answer:
            turn = next(count)
            if turn > number or (turn == number and not answered):
                raise Killed
            answer = send(self, request, again=again)
            if turn == number:
                raise Killed
            return answer

        with monkeypatch.context() as patched:
            patched.setattr("dateline.store.journal.os.getpid", lambda: dead.pid)
            patched.setattr(transport.Transport, "send", fatal)
            try:
                change_it(url)
            except Killed:
                return True
        return False

    return change


def half_seen(url: str) -> set[tuple[str, ...]]:
    """Return the claims that stand in the registry and state nothing."""
    return raw(
        url,
        f"SELECT ?c {{ GRAPH <{CLAIMS}> {{ ?c a <{DL}Claim> }}"
        " FILTER NOT EXISTS { GRAPH ?c { ?s ?p ?o } } }",
    )


@pytest.mark.parametrize(
    ("graph_store", "answered"),
    [(True, True), (False, False)],
    ids=["after, with a graph store", "before, with updates alone"],
)
def test_a_change_that_is_killed_anywhere_is_whole_or_not_at_all(
    url: str,
    dying: Callable[[int, bool], bool],
    monkeypatch: pytest.MonkeyPatch,
    answered: bool,
    graph_store: bool,
) -> None:
    if not graph_store:
        monkeypatch.setenv("DATELINE_ENGINE", "generic")
        monkeypatch.setenv("DATELINE_UPDATE_URL", url.replace("/query", "/update"))
    seen = []
    for number in itertools.count(1):
        if not dying(number, answered):
            break
        # Whoever reads plain SPARQL by the registry meets no claim that is not there.
        assert half_seen(url) == set()
        # Whoever reads with Dateline meets one state or the other.
        state = everything(url)
        assert state in (BEFORE, AFTER)
        seen.append(state == AFTER)
        # And the next change leaves nothing behind.
        fill(url, *claim("d"))
        assert everything(url) == state | set(claim("d"))
        assert said_by_journal(url) == {"revision"}
        assert not any(name.startswith(f"{JOURNAL}/") for name in graphs(url))
    assert len(seen) > 25
    assert seen == sorted(seen)  # old up to the moment when it was ready, new from there on
    assert set(seen) == {False, True}


def test_also_completing_a_change_may_be_killed_anywhere(
    url: str, dying: Callable[[int, bool], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time a little more of it is done, until a reader gets to the end."""
    send = transport.Transport.send
    made = ready_at(url)
    assert dying(made, True)
    attempts = 0
    for allowed in itertools.count(1):
        count = itertools.count(1)

        def fatal(self: transport.Transport, request: Request, *, again: bool) -> transport.Answer:
            if next(count) > allowed:  # noqa: B023 - called in this turn of the loop
                raise Killed
            return send(self, request, again=again)

        with monkeypatch.context() as patched:
            patched.setattr(journal, "_is_gone", lambda _: True)
            patched.setattr(transport.Transport, "send", fatal)
            try:
                assert everything(url) == AFTER
                break
            except Killed:
                attempts += 1
        assert half_seen(url) == set()
    assert attempts > 10
    fill(url)
    assert said_by_journal(url) == {"revision"}


def ready_at(url: str) -> int:
    """Return the number of the request that makes a change ready."""
    count = itertools.count(1)
    found: list[int] = []
    send = transport.Transport.send

    def noting(self: transport.Transport, request: Request, *, again: bool) -> transport.Answer:
        number = next(count)
        if b"All+of+a+change+is+there" in cast("bytes", request.data):
            found.append(number)
        return send(self, request, again=again)

    Client(url).update("DROP ALL")
    fill(url, *BEFORE)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(transport.Transport, "send", noting)
        change_it(url)
    (number,) = found
    return number


def test_an_abandoned_change_is_left_alone_until_its_time_is_over(
    url: str, dying: Callable[[int, bool], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another machine nobody can tell whether its writer still lives."""
    monkeypatch.setattr(journal, "PATIENCE", 0.05)
    made = ready_at(url)
    later = time.time() + 2 * journal.LEASE
    for number in (made - 1, made):
        dying(number, True)
        with monkeypatch.context() as patched:
            patched.setattr(journal, "_is_gone", lambda _: False)
            with pytest.raises(StoreError, match="another process is changing this knowledge base"):
                fill(url, *claim("d"))
            patched.setattr("dateline.store.journal.time.time", lambda: later)
            fill(url, *claim("d"))
        assert everything(url) == (BEFORE if number < made else AFTER) | set(claim("d"))


def test_a_writer_that_was_thought_dead_changes_nothing_more(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It wakes up half way through, when another one has completed its work and done more."""
    fill(url, *BEFORE)
    update = Client.update
    slept: list[str] = []

    def sleepy(self: Client, text: str) -> None:
        if not slept and "is removed, as long" in text:
            slept.append(text)
            with monkeypatch.context() as patched:
                patched.setattr(journal, "_is_gone", lambda _: True)
                with create_store(url).change() as changes:
                    changes.remove(AFTER)
                    changes.add(claim("later"))
        update(self, text)

    monkeypatch.setattr(Client, "update", sleepy)
    change_it(url)
    assert slept
    assert everything(url) == set(claim("later"))
    assert said_by_journal(url) == {"revision"}


def test_who_may_not_write_says_what_has_to_be_done_first(
    server: Server, url: str, dying: Callable[[int, bool], bool]
) -> None:
    made = ready_at(url)
    dying(made, True)

    def reply(asked: Asked) -> Reply:
        if "update" in asked.form:
            return Reply(403)
        return forwarded(replace(asked, path="/query"), _host(server))

    with endpoint(reply) as proxy:
        result = run("timeline", kb=proxy.url)
    assert result.exit_code == 1
    assert "a change was broken off and has to be completed first, by somebody" in result.stderr
    assert result.stderr.count("\n") == 1
    assert everything(url) == AFTER


def test_a_change_that_cannot_be_read_any_more_is_told_of(
    url: str, dying: Callable[[int, bool], bool]
) -> None:
    made = ready_at(url)
    dying(made, True)
    (staged,) = (name for name in graphs(url) if name.startswith(f"{JOURNAL}/"))
    Client(url).update(f"DROP GRAPH <{staged}>")
    with pytest.raises(StoreError, match="what was written down of a change cannot be read"):
        everything(url)


@pytest.mark.parametrize("parts", [(), ("?",), ("AAAA",)])
def test_parts_of_nothing_are_no_change(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        decoded(parts)


def refusing(server: Server, refused: Callable[[Asked, str], bool]) -> Callable[[Asked], Reply]:
    """A proxy whose engine refuses some updates."""

    def reply(asked: Asked) -> Reply:
        text = asked.form.get("update", [""])[0]
        if text and refused(asked, text):
            return Reply(500, b"no room", "text/plain")
        return forwarded(replace(asked, path="/update" if text else "/query"), _host(server))

    return reply


def test_a_change_that_the_engine_refuses_is_taken_back(server: Server, url: str) -> None:
    fill(url, *BEFORE)
    with endpoint(refusing(server, lambda _, text: '"view"' in text and "added" in text)) as proxy:
        with pytest.raises(StoreError, match=r"fails at this change \(500\): no room; nothing was"):
            change_it(proxy.url)
        assert everything(proxy.url) == BEFORE
    assert said_by_journal(url) == {"revision"}


def test_a_change_is_taken_back_though_the_engine_cannot_name_what_it_refuses(
    server: Server, url: str
) -> None:
    fill(url, *BEFORE)
    with endpoint(refusing(server, lambda _, text: '"view"' in text and "GRAPH" in text)) as proxy:
        with pytest.raises(StoreError, match="no room; nothing was stored"):
            change_it(proxy.url)
        assert everything(proxy.url) == BEFORE
    assert said_by_journal(url) == {"revision"}


def test_what_an_engine_would_give_back_otherwise_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(url, *BEFORE)
    monkeypatch.setattr(Engine, "loses", lambda _, literal: literal.value == "view")
    with pytest.raises(StoreError, match='does not keep "view" as it is; nothing was stored'):
        change_it(url)
    assert everything(url) == BEFORE
    assert said_by_journal(url) == {"revision"}


@pytest.mark.parametrize(
    ("value", "datatype", "lost"),
    [
        ("P1D", "duration", True),
        ("10:00:00", "time", True),
        ("999999999999999999", "integer", False),
        ("-999999999999999999", "integer", False),
        ("1000000000000000000", "integer", True),
        ("1000000000000000000", "string", False),
        ("2015-11-28", "date", False),
    ],
)
def test_what_virtuoso_does_not_keep_is_known(value: str, datatype: str, lost: bool) -> None:
    engine = next(engine for engine in ENGINES if engine.name == "virtuoso")
    literal = ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))
    assert engine.loses(literal) is lost
    assert not ENGINES[-1].loses(literal)


def test_a_change_whose_time_is_over_is_completed_by_the_next_command(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(url, *BEFORE)
    update = Client.update

    def late(self: Client, text: str) -> None:
        if "is removed, as long" in text:
            deadline.allow(0.0)
        update(self, text)

    with monkeypatch.context() as patched:
        patched.setattr(Client, "update", late)
        with pytest.raises(OutOfTime):
            change_it(url)
    deadline.allow(None)
    monkeypatch.setattr(journal, "_is_gone", lambda _: True)
    assert everything(url) == AFTER


def test_who_is_slower_to_complete_a_change_waits_for_who_is_faster(
    url: str, dying: Callable[[int, bool], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    dying(ready_at(url), True)
    owned = Journal._owned
    late: list[str] = []

    def overtaken(self: Journal, entry: Entry, owner: str) -> Entry | None:
        if not late:
            late.append(owner)
            everything(url)  # the other one
            return None
        return owned(self, entry, owner)

    monkeypatch.setattr(Journal, "_owned", overtaken)
    assert everything(url) == AFTER
    assert late


def test_an_engine_that_takes_nothing_any_more_is_told_of(server: Server, url: str) -> None:
    """It has to be completed (here: taken back) when it takes something again."""
    fill(url, *BEFORE)

    def refused(_: Asked, text: str) -> bool:
        return text.startswith("# A batch")

    with endpoint(refusing(server, refused)) as proxy, pytest.raises(StoreError, match="no room"):
        change_it(proxy.url)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(journal, "_is_gone", lambda _: True)
        assert everything(url) == BEFORE
    assert said_by_journal(url) == {"revision"}


def test_an_engine_that_does_not_keep_what_is_written_is_told_of(server: Server, url: str) -> None:
    fill(url, *BEFORE)

    def reply(asked: Asked) -> Reply:
        text = asked.form.get("update", [""])[0]
        if "written down, as long" in text:
            return Reply(204)
        return forwarded(replace(asked, path="/update" if text else "/query"), _host(server))

    with endpoint(reply) as proxy, pytest.raises(StoreError, match="does not keep what is written"):
        change_it(proxy.url)
    assert everything(url) == BEFORE
    assert said_by_journal(url) == {"revision"}


SUICIDE = """
import os, signal, sys
from dateline.cli import main
from dateline.store import transport
last, send, count = int(sys.argv[1]), transport.Transport.send, []

def fatal(self, request, *, again):
    answer = send(self, request, again=again)
    count.append(1)
    if len(count) == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer

transport.Transport.send = fatal
main(sys.argv[2:])
"""


def test_a_load_that_is_really_killed_loses_nothing(url: str, tmp_path: Path) -> None:
    fill(url, *claim("a"))
    file = tmp_path / "wire.trig"
    file.write_text(SMALL, encoding="utf-8")
    line = ["load", str(file), "--kb", url]
    killed = 0
    for last in (28, 36, 44):
        done = subprocess.run(
            [sys.executable, "-c", SUICIDE, str(last), *line], capture_output=True, check=False
        )
        killed += done.returncode == -signal.SIGKILL
        assert half_seen(url) == set()
        assert set(claim("a")) <= everything(url)
    assert killed > 1
    result = run(*line)
    assert result.exit_code == 0, result.stderr
    assert said_by_journal(url) == {"revision"}
    assert not any(name.startswith(f"{JOURNAL}/") for name in graphs(url))
    assert "A meeting on the wire" in run("timeline", kb=url).stdout


def test_owners_of_other_machines_and_strange_ones_are_not_thought_dead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = journal._owner()
    assert not journal._is_gone(mine)
    assert not journal._is_gone("elsewhere:1:x")
    assert not journal._is_gone(f"{journal._machine()}:what:x")
    assert not journal._is_gone("")
    monkeypatch.setattr("dateline.store.journal.os.kill", _forbidden)
    assert not journal._is_gone(mine)
    monkeypatch.setattr(journal, "MAY_ASK", False)
    assert not journal._is_gone(mine)


def _forbidden(*_: int) -> None:
    raise PermissionError


# --- in time --------------------------------------------------------------------------------------


def test_pipeline_functions_take_an_endpoint(url: str, tmp_path: Path) -> None:
    file = tmp_path / "wire.trig"
    file.write_text(SMALL, encoding="utf-8")
    assert pipeline.load(url, [file]) is not None
    source, count, solved = pipeline.withdraw(url, "A wire report")
    assert (source, count) == ("https://example.org/kb/wire", 1)
    assert solved.timeline.entries == ()
