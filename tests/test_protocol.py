"""Speaking to an endpoint: whole answers or one clear line, whatever the server does."""

from __future__ import annotations

import json
import socket
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.request import Request

import pyoxigraph as ox
import pytest
from commands import run
from endpoints import EMPTY, JSON, Asked, Reply, endpoint

from dateline.errors import Incomplete, OutOfTime, StoreError
from dateline.store import deadline, transport
from dateline.store.protocol import Client

ROW = {"s": {"type": "uri", "value": "https://example.org/a"}}


def rows(count: int) -> bytes:
    return json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [ROW] * count}}).encode()


@pytest.fixture(autouse=True)
def nobody_in_particular(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of whoever runs the tests, and no long waits."""
    for name in ("USER", "PASSWORD", "TOKEN", "AUTH", "ENGINE", "TIMEOUT"):
        monkeypatch.delenv(f"DATELINE_{name}", raising=False)
    (tmp_path / "netrc").touch(mode=0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setattr(transport, "FIRST_WAIT", 0.001)


@pytest.fixture(autouse=True)
def no_end_in_time() -> Iterator[None]:
    yield
    deadline.allow(None)


def always(**told: object) -> Callable[[Asked], Reply]:
    return lambda _: Reply(**told)  # type: ignore[arg-type] # a table of keyword arguments


# --- a command says one clear line ----------------------------------------------------------------


def chunked(*parts: bytes, end: bytes = b"0\r\n\r\n") -> Callable[[BinaryIO], None]:
    def write(out: BinaryIO) -> None:
        for part in parts:
            out.write(b"%x\r\n%s\r\n" % (len(part), part))
        out.write(end)

    return write


PAGE = b"<!DOCTYPE html><html><body>Welcome</body></html>"

FAULTS: dict[str, tuple[Reply, str]] = {
    "web page": (Reply(body=PAGE, kind="text/html"), "answers with a web page"),
    "web page called JSON": (Reply(body=PAGE), "answers with a web page"),
    "XHTML": (Reply(kind="application/xhtml+xml"), "answers with a web page"),
    "plain text": (Reply(body=b"hello", kind="text/plain"), "cut off or is no SPARQL result"),
    "nothing": (Reply(body=b""), "cut off or is no SPARQL result"),
    "a list": (Reply(body=b"[]"), "cut off or is no SPARQL result"),
    "no results": (Reply(body=b"{}"), "cut off or is no SPARQL result"),
    "no head": (Reply(body=b'{"results":{"bindings":[]}}'), "cut off or is no SPARQL result"),
    "no rows": (Reply(body=b'{"head":{"vars":[]},"boolean":true}'), "is no SPARQL result"),
    "no such term": (
        Reply(body=rows(1).replace(b"uri", b"url")),
        "cut off or is no SPARQL result",
    ),
    "broken JSON": (Reply(body=EMPTY[:-9]), "cut off or is no SPARQL result"),
    "short body": (Reply(body=EMPTY[:-9], length=len(EMPTY)), "breaks off, 9 bytes early"),
    "short chunks": (
        Reply(write=chunked(EMPTY[:20], end=b""), headers={"Transfer-Encoding": "chunked"}),
        "the answer breaks off",
    ),
    "206": (Reply(206), "gives only a part of the answer (206)"),
    "X-SQL-State": (Reply(headers={"X-SQL-State": "S1TAT"}), "only a part of the answer"),
    "capped": (
        Reply(body=rows(2), headers={"X-SPARQL-MaxRows": "2"}),
        "cuts answers off at 2 rows",
    ),
    "refused query": (
        Reply(400, b"no such function\n\nmore", "text/plain"),
        "refuses the query: no",
    ),
    "refused with a page": (Reply(400, PAGE, "text/html"), "refuses the query\n"),
    "401": (Reply(401), "asks who you are: set DATELINE_USER"),
    "403": (Reply(403), "does not allow this query"),
    "404": (Reply(404), "there is no SPARQL endpoint (404)"),
    "501": (Reply(501), "there is no SPARQL endpoint (501)"),
    "500": (Reply(500, b"out of memory", "text/plain"), "fails at this query (500): out of memory"),
    "429": (Reply(429), "is too busy or out of service (429)"),
    "503": (Reply(503), "is too busy or out of service (503)"),
    "elsewhere": (
        Reply(302, headers={"Location": "http://me:secret@elsewhere.invalid/sparql?key=secret"}),
        "sends us elsewhere, to http://elsewhere.invalid/sparql: name that address",
    ),
    "nowhere": (Reply(307, headers={"Location": "http://[::1"}), "an address that cannot be read"),
}


@pytest.mark.parametrize(("reply", "line"), FAULTS.values(), ids=FAULTS)
def test_a_command_says_what_is_wrong_in_one_line(reply: Reply, line: str) -> None:
    with endpoint(lambda _: reply) as server:
        result = run("timeline", kb=server.url)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert line in result.stderr
    assert "secret" not in result.stderr
    assert result.stderr.count("\n") == 1


def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def test_a_dead_host_is_one_line() -> None:
    result = run("timeline", kb=f"http://127.0.0.1:{unused_port()}/sparql")
    assert result.exit_code == 1
    assert result.stderr.endswith("/sparql: no server answers there\n")


def speaking(line: Callable[[], bytes]) -> Iterator[str]:
    """A server that says something and hangs up, whatever it is asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for _ in range(2 * transport.ATTEMPTS):
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(1)
                    connection.recv(65536)
                    connection.sendall(line())

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/sparql"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"220 mail.example.org ESMTP\r\n", "what answers is no web server (BadStatusLine)"),
        (b"", "the server breaks off the connection"),
    ],
)
def test_what_is_no_web_server_is_one_line(line: bytes, message: str) -> None:
    for url in speaking(lambda: line):
        result = run("timeline", kb=url)
        assert result.exit_code == 1
        assert result.stderr.endswith(f"/sparql: {message}\n")


ADDRESSES = {
    "http://nobody.invalid/sparql": "there is no such host",
    "http:///sparql": "is no address of an endpoint: http(s)://host/path",
    "http://[::1": "is no address of an endpoint",
    "http://127.0.0.1:port/": "is no address of an endpoint",
    "http://me:secret@127.0.0.1/sparql": "leave name and password out of the address",
    "http://secret@127.0.0.1/sparql": "leave name and password out of the address",
}


@pytest.mark.parametrize(("url", "line"), ADDRESSES.items(), ids=ADDRESSES)
def test_an_address_that_cannot_be_used_is_one_line(url: str, line: str) -> None:
    result = run("timeline", kb=url)
    assert result.exit_code == 1
    assert line in result.stderr
    assert "secret" not in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_plain_server_is_no_secure_one() -> None:
    with endpoint(always()) as server:
        result = run("timeline", kb=server.url.replace("http:", "https:"))
    assert result.exit_code == 1
    assert "no secure connection (" in result.stderr


def test_the_settings_are_looked_at_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_UPDATE_URL", "http://me:secret@127.0.0.1/update")
    with endpoint(always()) as server:
        result = run("timeline", kb=server.url)
    assert "leave name and password out of the address" in result.stderr


# --- time and size --------------------------------------------------------------------------------


def dribble(out: BinaryIO) -> None:
    """Write a byte now and then, for longer than anybody waits here."""
    for byte in EMPTY[:60]:
        out.write(bytes([byte]))
        out.flush()
        time.sleep(0.05)


SLOW = {
    "bytes": always(write=dribble),
    "silence": always(write=lambda _: time.sleep(1.0)),
    "busy": always(status=503, headers={"Retry-After": "60"}),
}


@pytest.mark.parametrize("reply", SLOW.values(), ids=SLOW)
def test_a_slow_host_is_given_up_in_time(reply: Callable[[Asked], Reply]) -> None:
    with endpoint(lambda asked: Reply() if asked.number == 1 else reply(asked)) as server:
        began = time.monotonic()
        result = run("timeline", "--timeout", "0.4", kb=server.url)
        assert time.monotonic() - began < 2.0
    assert result.exit_code == 124
    assert result.stderr == "Error: not done within 0.4 s; allow more with --timeout\n"
    assert result.stdout == ""


def test_a_host_that_never_takes_a_connection_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=1) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        result = run("timeline", kb=url, env={"DATELINE_TIMEOUT": "0.2"})
    assert result.exit_code == 124


def test_without_a_limit_one_request_is_given_up_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "PATIENCE", 0.2)
    with (
        endpoint(always(write=dribble)) as server,
        pytest.raises(OutOfTime, match=r"within 0\.2 s"),
    ):
        Client(server.url)


def test_nothing_is_asked_when_the_time_is_over() -> None:
    with endpoint(always()) as server:
        client = Client(server.url)
        deadline.allow(0.0)
        with pytest.raises(OutOfTime, match="not done within 0 s"):
            client.rows("SELECT * {}")
        assert len(server.asked) == 1


def test_an_answer_may_not_be_larger_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MOST_BYTES", 1000)
    with endpoint(always(body=rows(100))) as server, pytest.raises(StoreError, match="larger than"):
        Client(server.url)


# --- again, where that does no harm ---------------------------------------------------------------


def test_a_busy_server_is_asked_again() -> None:
    def reply(asked: Asked) -> Reply:
        """Answer the question who it is, then fail in every way that passes, then answer."""
        statuses = {2: 503, 3: 429, 4: 502, 5: 504}
        after = {3: "0", 4: "Thu, 01 Jan 1970 00:00:00 GMT", 5: "soon"}
        told = {"Retry-After": after[asked.number]} if asked.number in after else {}
        return Reply(statuses.get(asked.number, 200), headers=told)

    with endpoint(reply) as server:
        assert Client(server.url).rows("SELECT * {}") == []
        assert len(server.asked) == 6


def test_a_request_that_virtuoso_kills_for_another_is_made_again() -> None:
    killed = "Virtuoso 23000 Error SR175: Uniqueness violation. Transaction killed.\nSPARQL query:"

    def reply(asked: Asked) -> Reply:
        if asked.number == 2:
            return Reply(500, killed.encode())
        return Reply(200) if asked.number != 4 else Reply(500, b"Virtuoso 37000 Error SP030: no")

    with endpoint(reply) as server:
        client = Client(server.url)
        assert client.rows("SELECT * {}") == []
        assert len(server.asked) == 3
        with pytest.raises(StoreError, match="37000"):
            client.rows("SELECT * {}")
        assert len(server.asked) == 4


def test_a_server_that_breaks_off_the_connection_is_asked_again() -> None:
    lines = iter(
        [b"", b"", b"HTTP/1.0 200 OK\r\nContent-Type: " + JSON.encode() + b"\r\n\r\n" + EMPTY]
    )
    for url in speaking(lambda: next(lines)):
        transport.Transport(lambda _: None).send(Request(url, b"x"), again=True)
        with pytest.raises(StopIteration):
            next(lines)


def test_a_connection_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr("http.client.HTTPConnection.connect", slow)
    with pytest.raises(StoreError, match=r"127\.0\.0\.1:1 gives no connection within 30 s"):
        Client("http://127.0.0.1:1/sparql")
    monkeypatch.setattr(transport, "PATIENCE", 20.0)
    with pytest.raises(OutOfTime, match="has not answered within 20 s"):
        Client("http://127.0.0.1:1/sparql")


def test_a_server_that_waits_for_plain_words_is_no_secure_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transport, "CONNECTING", 0.2)
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        pytest.raises(StoreError, match=r"gives no connection within 0\.2 s"),
    ):
        Client(f"https://127.0.0.1:{server.getsockname()[1]}/sparql")


def test_a_busy_server_is_not_asked_for_ever() -> None:
    with endpoint(always(status=503)) as server:
        client = Client(server.url)
        with pytest.raises(StoreError, match="too busy"):
            client.rows("SELECT * {}")
        assert len(server.asked) == 1 + transport.ATTEMPTS


def test_waiting_is_twice_as_long_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(transport, "FIRST_WAIT", 1.0)
    monkeypatch.setattr("dateline.store.transport.time.sleep", waits.append)
    with endpoint(always(status=503)) as server, pytest.raises(StoreError):
        Client(server.url).update("CLEAR DEFAULT")
    assert [round(wait / 2**n) for n, wait in enumerate(waits)] == [1, 1, 1, 1]


def test_a_server_that_asks_for_long_waits_is_not_waited_for_that_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("dateline.store.transport.time.sleep", waits.append)
    with (
        endpoint(always(status=503, headers={"Retry-After": "86400"})) as server,
        pytest.raises(StoreError),
    ):
        Client(server.url).update("CLEAR DEFAULT")
    assert waits == [transport.LONGEST_WAIT] * (transport.ATTEMPTS - 1)


# --- what is sent, and to whom --------------------------------------------------------------------


def test_a_query_is_a_form_that_names_its_graphs_and_nothing_else() -> None:
    with endpoint(always(body=b'{"head":{},"boolean":true}')) as server:
        client = Client(server.url)
        text = "PREFIX load: <urn:x> #delete\nASK { ?s load:x 'é+&' }"
        assert client.results("ASK", text, default=["urn:a", "urn:b"], named=["urn:c"])
        asked = server.asked[-1]
    assert (asked.method, asked.path) == ("POST", "/sparql")
    assert asked.headers["Accept"] == JSON
    assert asked.headers["User-Agent"].startswith("Dateline/")
    assert asked.form == {
        "query": [text],
        "default-graph-uri": ["urn:a", "urn:b"],
        "named-graph-uri": ["urn:c"],
    }


def test_a_query_for_a_graph_asks_for_plain_triples() -> None:
    body = b"<urn:s> <urn:p> '-044-03-15'^^<http://www.w3.org/2001/XMLSchema#date> .\n"
    with endpoint(always(body=body.replace(b"'", b'"'), kind="application/n-triples")) as server:
        found = Client(server.url).results("CONSTRUCT", "CONSTRUCT WHERE { ?s ?p ?o }")
        assert server.asked[-1].headers["Accept"] == "application/n-triples"
    assert not isinstance(found, ox.QuerySolutions | ox.QueryBoolean)
    (triple,) = found
    assert isinstance(triple.object, ox.Literal)
    assert triple.object.value == "-0044-03-15"


TRIPLE = b"<urn:s> <urn:p> <urn:o> .\n"


def plainly(out: BinaryIO) -> None:
    """Write without saying how much it will be."""
    out.write(TRIPLE)


GRAPHS = {
    "no RDF": (Reply(body=TRIPLE), "the answer is no RDF"),
    "no end": (
        Reply(kind="application/n-triples", write=plainly),
        "does not say where it ends",
    ),
    "cut in a line": (Reply(body=TRIPLE[:-5], kind="application/n-triples"), "is cut off"),
}


@pytest.mark.parametrize(("reply", "line"), GRAPHS.values(), ids=GRAPHS)
def test_a_graph_that_is_not_whole_is_refused(reply: Reply, line: str) -> None:
    with endpoint(lambda _: reply) as server, pytest.raises(Incomplete, match=line):
        Client(server.url).results("CONSTRUCT", "CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_graph_as_long_as_the_engine_gives_any_may_be_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATELINE_ENGINE", "virtuoso")
    body = b"".join(b"<urn:s%d> <urn:p> <urn:o> .\n" % n for n in range(10_000))
    with (
        endpoint(always(body=body, kind="application/n-triples")) as server,
        pytest.raises(Incomplete, match="cuts answers off at 10,000 rows"),
    ):
        Client(server.url).results("CONSTRUCT", "CONSTRUCT WHERE { ?s ?p ?o }")


XSD = "http://www.w3.org/2001/XMLSchema#"
LITERALS = [
    ("boolean", "1", "true"),
    ("boolean", "0", "false"),
    ("boolean", "true", "true"),
    ("dateTime", "-044-03-15T00:00:00Z", "-0044-03-15T00:00:00Z"),
    ("date", "-044-03-15", "-0044-03-15"),
    ("date", "2015-11-30", "2015-11-30"),
    ("integer", "-435500000000000000", "-435500000000000000"),
    ("decimal", "1.5", "1.5"),
]


@pytest.mark.parametrize(("kind", "sent", "read"), LITERALS)
def test_what_engines_do_to_literals_is_undone(kind: str, sent: str, read: str) -> None:
    term = {"type": "typed-literal", "datatype": XSD + kind, "value": sent}
    told = {"head": {"link": [], "vars": ["s"]}, "results": {"bindings": [{"s": term}]}}
    with endpoint(always(body=json.dumps(told).encode())) as server:
        found = Client(server.url).rows("SELECT ?s { ?s ?p ?o }")
    assert found == [(ox.Literal(read, datatype=ox.NamedNode(XSD + kind)),)]


@pytest.mark.parametrize("count", [0, 1])
def test_yes_or_no_may_come_as_a_row_or_none(count: int) -> None:
    told = {"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": [ROW] * count}}
    with endpoint(always(body=json.dumps(told).encode())) as server:
        assert bool(Client(server.url).results("ASK", "ASK {}")) == bool(count)


def test_rows_are_no_answer_to_a_question_of_yes_or_no() -> None:
    with endpoint(always(body=rows(1))) as server, pytest.raises(Incomplete):
        Client(server.url).results("ASK", "ASK {}")


# --- who we are -----------------------------------------------------------------------------------

SECRETS = {
    "basic": (
        {"DATELINE_USER": "me", "DATELINE_PASSWORD": "sésame"},
        f"Basic {b64encode('me:sésame'.encode()).decode()}",
    ),
    "bearer": ({"DATELINE_TOKEN": "secret-token"}, "Bearer secret-token"),
    "bearer, chosen": (
        {"DATELINE_TOKEN": "secret-token", "DATELINE_AUTH": "bearer"},
        "Bearer secret-token",
    ),
}


@pytest.mark.parametrize(("settings", "header"), SECRETS.values(), ids=SECRETS)
def test_credentials_are_given_to_the_host_of_the_knowledge_base(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], header: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with endpoint(always()) as server:
        Client(server.url).update("CLEAR DEFAULT")
        assert [asked.headers.get("Authorization") for asked in server.asked] == [header] * 2


def test_credentials_are_given_to_no_other_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_USER", "me")
    monkeypatch.setenv("DATELINE_PASSWORD", "secret")
    with endpoint(always()) as home, endpoint(always()) as other:
        monkeypatch.setenv("DATELINE_UPDATE_URL", other.url)
        Client(home.url).update("CLEAR DEFAULT")
        assert "Authorization" in home.asked[0].headers
        assert "Authorization" not in other.asked[0].headers


def test_a_redirect_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_TOKEN", "secret")
    with endpoint(always()) as other:
        sent = always(status=307, headers={"Location": other.url})
        with endpoint(sent) as home, pytest.raises(StoreError, match="sends us elsewhere"):
            Client(home.url).rows("SELECT * {}")
        assert other.asked == []


def test_proxies_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint(always()) as server, endpoint(always()) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        assert Client(server.url).rows("SELECT * {}") == []
        assert proxy.asked == []


def digest(asked: Asked) -> Reply:
    """Ask for a digest, and take any."""
    if asked.headers.get("Authorization", "").startswith('Digest username="me", realm="SPARQL"'):
        return Reply()
    told = 'Digest realm="SPARQL", domain="/", nonce="abc", algorithm="MD5", qop="auth"'
    return Reply(401, headers={"WWW-Authenticate": told})


def test_a_digest_is_given_where_one_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_USER", "me")
    monkeypatch.setenv("DATELINE_PASSWORD", "secret")
    monkeypatch.setenv("DATELINE_AUTH", "digest")
    with endpoint(digest) as server:
        client = Client(server.url)
        assert client.rows("SELECT * {}") == []
        monkeypatch.delenv("DATELINE_USER")
        monkeypatch.delenv("DATELINE_PASSWORD")
        with pytest.raises(StoreError, match="asks who you are"):  # nothing is remembered
            Client(server.url).rows("SELECT * {}")


@pytest.mark.parametrize("kind", ["basic", "digest"])
@pytest.mark.parametrize("challenge", ["Basic realm=x", 'Digest realm="x", nonce="y"', "Odd x=y"])
def test_a_wrong_password_is_one_line(
    monkeypatch: pytest.MonkeyPatch, kind: str, challenge: str
) -> None:
    monkeypatch.setenv("DATELINE_USER", "me")
    monkeypatch.setenv("DATELINE_PASSWORD", "s3cret")
    monkeypatch.setenv("DATELINE_AUTH", kind)
    with endpoint(always(status=401, headers={"WWW-Authenticate": challenge})) as server:
        result = run("timeline", kb=server.url)
    assert result.exit_code == 1
    assert f"does not take this name and password, or not in this way ({kind})" in result.stderr
    assert "s3cret" not in result.stderr
    assert result.stderr.count("\n") == 1
