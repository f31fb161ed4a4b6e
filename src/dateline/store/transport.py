"""Requests to an endpoint, and whole answers: in time, from that host alone, sent again if safe.

Each transport has an opener of its own: no proxy, no redirect, nothing that other code in this
process installs or sees. Its answers are read to the end, within the time that is left and up to
a size.
"""

from __future__ import annotations

import email.utils
import http.client
import io
import random
import re
import socket
import ssl
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from functools import cache
from typing import Any

from dateline.errors import Incomplete, OutOfTime, StoreError
from dateline.store import deadline
from dateline.store.credentials import Credentials, shown

#: Seconds that one request may take, from the first byte sent to the last one read.
PATIENCE = 300.0
#: Seconds until a connection is there, its encryption agreed upon.
CONNECTING = 30.0
#: Bytes that an answer may have; what is said about an error is read no further than the second.
MOST_BYTES = 512 * 1024 * 1024
MOST_BYTES_OF_ERROR = 64 * 1024
#: How often a request is sent that may be sent again, and the seconds before the first repeat.
ATTEMPTS = 5
FIRST_WAIT = 0.2
#: Longest wait that a busy server may ask for, in seconds.
LONGEST_WAIT = 60.0
BUSY = frozenset({429, 502, 503, 504})
#: What Virtuoso says with status 500 where requests got into each other's way: nothing was done.
KILLED = re.compile(rb"Virtuoso (40001|23000) Error .*Transaction (killed|deadlocked)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; ``delimited`` tells whether it said where the answer ends."""

    url: str
    status: int
    headers: Message
    body: bytes
    delimited: bool


class Transport:
    """Sends requests; ``credentials_at`` gives what to say at a URL."""

    def __init__(self, credentials_at: Callable[[str], Credentials | None]) -> None:
        self._credentials_at = credentials_at

    def send(self, request: urllib.request.Request, *, again: bool) -> Answer:
        """Return the answer to a request, whatever its status.

        ``again`` tells whether the request does no harm when it is sent twice. Raises StoreError
        where there is no answer, Incomplete where it breaks off, OutOfTime.
        """
        attempt = 0
        while True:
            attempt += 1
            last = attempt == ATTEMPTS or not again
            try:
                answer = self._send_once(request)
            except ConnectionError as error:
                if last or isinstance(error, ConnectionRefusedError):
                    raise StoreError(_no_answer(request.full_url, error)) from error
                _wait(_pause(attempt))
                continue
            if last or not _passes(answer):
                return answer
            _wait(_asked_for(answer) or _pause(attempt))

    def _send_once(self, request: urllib.request.Request) -> Answer:
        url = request.full_url
        credentials = self._credentials_at(url)
        if credentials and credentials.kind != "digest":
            request.add_unredirected_header("Authorization", _authorization(credentials))
        try:
            opener = _opener(url, credentials)
            try:
                response = opener.open(request, timeout=deadline.left(PATIENCE))
            except urllib.error.HTTPError as error:
                return _read(url, error.fp, error.code, error.headers, whole=False)
            with response:
                return _read(url, response, response.status, response.headers, whole=True)
        except TimeoutError as error:
            raise OutOfTime(_too_late(url)) from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise OutOfTime(_too_late(url)) from error
            if isinstance(error.reason, ConnectionError):
                raise error.reason from error
            raise StoreError(_no_answer(url, error.reason)) from error
        except http.client.IncompleteRead as error:
            raise Incomplete(f"{shown(url)}: the answer breaks off") from error
        except ConnectionError:
            raise
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise StoreError(_no_answer(url, error)) from error


def _opener(url: str, credentials: Credentials | None) -> urllib.request.OpenerDirector:
    opener = urllib.request.OpenerDirector()
    handlers: list[urllib.request.BaseHandler] = [
        _Secure() if url.startswith("https:") else _Plain(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ]
    if credentials and credentials.kind == "digest":
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, url, credentials.user, credentials.secret)
        handlers.append(_Digest(passwords))
    for handler in handlers:
        opener.add_handler(handler)
    return opener


def _authorization(credentials: Credentials) -> str:
    if credentials.kind == "bearer":
        return f"Bearer {credentials.secret}"
    pair = f"{credentials.user}:{credentials.secret}".encode()
    return f"Basic {b64encode(pair).decode()}"


class _Digest(urllib.request.HTTPDigestAuthHandler):
    def http_error_401(self, *answer: Any) -> Any:
        try:
            return super().http_error_401(*answer)
        except ValueError:
            return None  # asked for in another way, which ours does not know


class _Timed(io.RawIOBase):
    """The bytes of a socket, until an end in time that slow bytes do not put off."""

    def __init__(self, sock: socket.socket, raw: Any) -> None:
        super().__init__()
        self._sock = sock
        self._raw = raw
        self._end = time.monotonic() + (sock.gettimeout() or PATIENCE)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> Any:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_Timed(sock, self.fp.detach()))


class _Connection(http.client.HTTPConnection):
    response_class = _Response

    def connect(self) -> None:
        _in_less_time(self, super().connect)


class _SecureConnection(http.client.HTTPSConnection):
    response_class = _Response

    def connect(self) -> None:
        _in_less_time(self, super().connect)


def _in_less_time(connection: http.client.HTTPConnection, connect: Callable[[], None]) -> None:
    """Connect, in less time than there is for an answer: a host that is dead will not give any."""
    patience = connection.timeout
    assert patience is not None
    connection.timeout = min(patience, CONNECTING)
    try:
        connect()
    except TimeoutError:
        if patience <= CONNECTING:
            raise
        host = f"{connection.host}:{connection.port}"
        raise StoreError(f"{host} gives no connection within {CONNECTING:g} s") from None
    connection.sock.settimeout(patience)


class _Plain(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Connection, req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self) -> None:
        self.trusted = _trusted()
        super().__init__(context=self.trusted)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_SecureConnection, req, context=self.trusted)


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom this system trusts; reading it takes longer than a request."""
    return ssl.create_default_context()


def _read(url: str, response: Any, status: int, headers: Message, *, whole: bool) -> Answer:
    """Read a response to its end; of an error (not ``whole``) no more than is worth showing."""
    most = MOST_BYTES if whole else MOST_BYTES_OF_ERROR
    parts: list[bytes] = []
    size = 0
    while size <= most and (part := response.read1(1 << 16)):
        parts.append(part)
        size += len(part)
    if whole and size > most:
        raise StoreError(f"{shown(url)}: the answer is larger than {most:,} bytes")
    if whole and response.length:
        raise Incomplete(f"{shown(url)}: the answer breaks off, {response.length:,} bytes early")
    delimited = whole and (response.chunked or "Content-Length" in headers)
    return Answer(url, status, headers, b"".join(parts), delimited)


def _too_late(url: str) -> str:
    try:
        deadline.left(PATIENCE)
    except OutOfTime as over:
        return str(over)
    return f"{shown(url)} has not answered within {PATIENCE:g} s"


def _no_answer(url: str, error: object) -> str:
    if isinstance(error, ConnectionRefusedError):
        return f"{shown(url)}: no server answers there"
    if isinstance(error, socket.gaierror):
        return f"{shown(url)}: there is no such host"
    if isinstance(error, ssl.SSLError):
        return f"{shown(url)}: no secure connection ({error.reason})"
    if isinstance(error, ConnectionError):
        return f"{shown(url)}: the server breaks off the connection"
    reason = getattr(error, "strerror", None) or type(error).__name__
    return f"{shown(url)}: what answers is no web server ({reason})"


def _passes(answer: Answer) -> bool:
    """Whether the same request may well succeed a moment later."""
    return answer.status in BUSY or (answer.status == 500 and bool(KILLED.search(answer.body)))


def _pause(attempt: int) -> float:
    """Return the seconds to wait after an attempt: twice as long each time, a little by chance."""
    return FIRST_WAIT * float(2 ** (attempt - 1)) * random.uniform(0.75, 1.25)


def _asked_for(answer: Answer) -> float | None:
    """Return the seconds that a busy server asks us to wait, if it does, within reason."""
    told = answer.headers.get("Retry-After", "").strip()
    if told.isdigit():
        return min(float(told), LONGEST_WAIT)
    moment = email.utils.parsedate_tz(told)
    if moment is None:
        return None
    return min(max(email.utils.mktime_tz(moment) - time.time(), 0.0), LONGEST_WAIT)


def _wait(seconds: float) -> None:
    """Sleep, but not past the end of the time that is allowed: then there is no use in waiting."""
    allowed = deadline.left(seconds)
    time.sleep(allowed)
    if allowed < seconds:
        deadline.left(0)
