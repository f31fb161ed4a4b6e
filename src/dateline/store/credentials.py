"""Who we are to an endpoint: from the environment or a netrc file, and never shown.

A name and a secret belong to one host. They are given to no other.
"""

from __future__ import annotations

import netrc
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from dateline.errors import StoreError

KINDS = ("basic", "digest", "bearer")


@dataclass(frozen=True, slots=True)
class Credentials:
    """A secret, how to give it, and (not for a bearer's token) whose it is."""

    kind: str
    user: str
    secret: str = field(repr=False)


def host_of(url: str) -> str:
    """Return the host and port that a URL names; raises StoreError where it names none."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443}.get(parts.scheme, 80)
    except ValueError:
        raise StoreError(f"{shown(url)} is no address of an endpoint") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise StoreError(f"{shown(url)} is no address of an endpoint: http(s)://host/path")
    return f"{parts.hostname}:{port}"


def refuse_secrets_in(url: str) -> None:
    """Raise StoreError where a URL is none, or brings a password: others can see what is typed."""
    host_of(url)
    if "@" in urlsplit(url).netloc:
        raise StoreError(
            f"{shown(url)}: leave name and password out of the address, where others can see them;"
            " set DATELINE_USER and DATELINE_PASSWORD, or write a netrc file"
        )


def shown(url: str) -> str:
    """Return a URL as it may be shown: nothing that could be a secret.

    >>> shown("https://me:secret@example.org:8890/sparql?key=1")
    'https://example.org:8890/sparql'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that cannot be read"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def credentials_for(
    url: str, home: str, usual: str, environment: Mapping[str, str] = os.environ
) -> Credentials | None:
    """Return what to say at a URL, or None.

    ``home`` is the URL of the knowledge base: what stands in the environment is for its host
    alone. ``usual`` is how the engine takes a password where DATELINE_AUTH does not say.
    Raises StoreError where the settings contradict each other or a netrc file cannot be read.
    """
    if host_of(url) == host_of(home) and (found := _from_environment(usual, environment)):
        return found
    return _from_netrc(urlsplit(url).hostname or "", usual, environment)


def _from_environment(usual: str, environment: Mapping[str, str]) -> Credentials | None:
    user, password, token, kind = (
        environment.get(f"DATELINE_{name}", "") for name in ("USER", "PASSWORD", "TOKEN", "AUTH")
    )
    if kind not in {"", *KINDS}:
        raise StoreError(f"DATELINE_AUTH is one of {', '.join(KINDS)}, not {kind!r}")
    if kind == "bearer" or (token and not kind):
        if not token:
            raise StoreError("DATELINE_AUTH is bearer, and DATELINE_TOKEN is not set")
        return _sendable(Credentials("bearer", "", token))
    if not user and not password:
        return None
    if not user or not password:
        raise StoreError("set both DATELINE_USER and DATELINE_PASSWORD, or neither")
    return _sendable(Credentials(kind or usual, user, password))


def _sendable(given: Credentials) -> Credentials:
    """Return credentials that fit into one line of a request."""
    if any(ord(character) < 32 for character in given.user + given.secret):
        raise StoreError("the name, password or token for the endpoint holds a line break")
    return given


def _from_netrc(host: str, usual: str, environment: Mapping[str, str]) -> Credentials | None:
    """Return what a netrc file holds for a host, by its name: its ``default`` is for nobody."""
    place = environment.get("NETRC")
    try:
        entries = netrc.netrc(place).hosts
    except FileNotFoundError:
        if place:
            raise StoreError(f"the file that NETRC names is not there: {place}") from None
        return None
    except (OSError, RuntimeError, UnicodeDecodeError) as error:
        raise StoreError(f"the netrc file cannot be read ({type(error).__name__})") from None
    except netrc.NetrcParseError as error:
        # What it says of the line may be the password.
        where = f" (line {error.lineno})" if error.lineno else ", or others may read it too"
        raise StoreError(f"the netrc file cannot be understood{where}") from None
    if host not in entries:
        return None
    user, _, secret = entries[host]
    return _sendable(Credentials(usual, user, secret)) if secret else None
