"""Servers that misbehave, for the tests: each request is answered by a function of the test."""

from __future__ import annotations

import contextlib
import http.client
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import BinaryIO, cast
from urllib.parse import parse_qs, urlsplit

JSON = "application/sparql-results+json"
EMPTY = b'{"head":{"vars":["node","property","value"]},"results":{"bindings":[]}}'


@dataclass(frozen=True)
class Asked:
    """A request as it came; ``number`` counts from 1."""

    number: int
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, list[str]]:
        """What a form was filled in with."""
        return parse_qs(self.body.decode())


@dataclass(frozen=True)
class Reply:
    """What is answered: a body as it is, or written by a function, which may do so badly."""

    status: int = 200
    body: bytes = EMPTY
    kind: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    write: Callable[[BinaryIO], None] | None = None
    length: int | None = None


class Endpoint:
    """A running server, and everything that it was asked."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.url = f"http://{address[0]}:{address[1]}/sparql"
        self.asked: list[Asked] = []


@contextlib.contextmanager
def endpoint(reply: Callable[[Asked], Reply]) -> Iterator[Endpoint]:
    """Start a server on a free port of this machine; it is gone at the end."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = dict(self.headers.items())
            asked = Asked(len(running.asked) + 1, self.command, self.path, headers, body)
            running.asked.append(asked)
            with contextlib.suppress(ConnectionError):
                self._answer(reply(asked))

        def _answer(self, told: Reply) -> None:
            self.send_response(told.status)
            self.send_header("Content-Type", told.kind)
            for name, value in told.headers.items():
                self.send_header(name, value)
            if told.write is None:
                length = len(told.body) if told.length is None else told.length
                self.send_header("Content-Length", str(length))
            self.end_headers()
            if told.write is None:
                self.wfile.write(told.body)
            else:
                told.write(cast("BinaryIO", self.wfile))

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def version_string(self) -> str:
            return "Scripted"

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = Endpoint(("127.0.0.1", server.server_port))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def forwarded(asked: Asked, to: str) -> Reply:
    """Return what a real server at ``host:port`` answers."""
    connection = http.client.HTTPConnection(urlsplit(f"//{to}").netloc, timeout=60)
    headers = {k: v for k, v in asked.headers.items() if k in {"Accept", "Content-Type"}}
    with contextlib.closing(connection):
        connection.request(asked.method, asked.path, asked.body, headers)
        found = connection.getresponse()
        return Reply(found.status, found.read(), found.headers.get("Content-Type", ""))
