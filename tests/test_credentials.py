"""Who we are to an endpoint: where it is read from, for which host, and that it is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import StoreError
from dateline.store.credentials import Credentials, credentials_for

HOME = "https://kb.example.org/sparql"


def found(environment: dict[str, str], url: str = HOME) -> Credentials | None:
    return credentials_for(url, HOME, "basic", {"NETRC": "/dev/null", **environment})


def env(**settings: str) -> dict[str, str]:
    return {f"DATELINE_{name}": value for name, value in settings.items()}


GIVEN = [
    ({}, None),
    (env(USER="me", PASSWORD="x"), Credentials("basic", "me", "x")),
    (env(USER="me", PASSWORD="x", AUTH="digest"), Credentials("digest", "me", "x")),
    (env(TOKEN="t"), Credentials("bearer", "", "t")),
    (env(TOKEN="t", AUTH="bearer", USER="me"), Credentials("bearer", "", "t")),
    (env(TOKEN="t", AUTH="basic", USER="me", PASSWORD="x"), Credentials("basic", "me", "x")),
]


@pytest.mark.parametrize(("environment", "expected"), GIVEN)
def test_the_environment_says_who_we_are(
    environment: dict[str, str], expected: Credentials | None
) -> None:
    assert found(environment) == expected


CONTRADICTIONS = [
    (env(AUTH="kerberos"), "DATELINE_AUTH is one of basic, digest, bearer, not 'kerberos'"),
    (env(AUTH="bearer"), "DATELINE_TOKEN is not set"),
    (env(USER="me"), "set both DATELINE_USER and DATELINE_PASSWORD, or neither"),
    (env(PASSWORD="secret"), "set both DATELINE_USER and DATELINE_PASSWORD, or neither"),
    (env(TOKEN="secret\nHost: elsewhere"), "holds a line break"),
    ({"NETRC": "/nowhere/netrc"}, "the file that NETRC names is not there: /nowhere/netrc"),
]


@pytest.mark.parametrize(("environment", "message"), CONTRADICTIONS)
def test_settings_that_cannot_be_meant_are_refused(
    environment: dict[str, str], message: str
) -> None:
    with pytest.raises(StoreError, match=message) as refused:
        found(environment)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    ["https://elsewhere.example/sparql", "http://kb.example.org/", "https://kb.example.org:8/"],
)
def test_the_environment_speaks_of_one_host(url: str) -> None:
    assert found(env(USER="me", PASSWORD="x"), url) is None


def netrc(folder: Path, text: str) -> dict[str, str]:
    file = folder / "netrc"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return {"NETRC": str(file)}


def test_a_netrc_file_says_who_we_are_to_each_host(tmp_path: Path) -> None:
    text = "machine kb.example.org login me password x\nmachine two.example login you password y\n"
    settings = netrc(tmp_path, text)
    assert found(settings) == Credentials("basic", "me", "x")
    assert found(settings, "http://two.example:81/") == Credentials("basic", "you", "y")
    assert found({**settings, **env(TOKEN="t")}) == Credentials("bearer", "", "t")


def test_what_a_netrc_file_says_of_all_hosts_is_said_to_none(tmp_path: Path) -> None:
    assert found(netrc(tmp_path, "default login me password x\n")) is None


def test_a_netrc_file_of_ones_own_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert credentials_for(HOME, HOME, "digest", {}) is None
    file = tmp_path / ".netrc"
    file.write_text("machine kb.example.org login me password x\n", encoding="utf-8")
    file.chmod(0o600)
    assert credentials_for(HOME, HOME, "digest", {}) == Credentials("digest", "me", "x")


def test_a_netrc_file_that_others_may_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / ".netrc"
    file.write_text("machine kb.example.org login me password secret\n", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(StoreError, match="others may read it too"):
        credentials_for(HOME, HOME, "digest", {})


@pytest.mark.parametrize("text", ["machine kb.example.org login me pasword secret", "\0\xff"])
def test_a_netrc_file_that_cannot_be_understood_is_not_quoted(tmp_path: Path, text: str) -> None:
    with pytest.raises(StoreError, match="the netrc file cannot be understood") as refused:
        found(netrc(tmp_path, text))
    assert "secret" not in str(refused.value)


def test_a_netrc_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "netrc").mkdir()
    with pytest.raises(StoreError, match=r"the netrc file cannot be read \(IsADirectoryError\)"):
        found({"NETRC": str(tmp_path / "netrc")})


def test_a_secret_is_not_shown() -> None:
    assert "secret" not in repr(Credentials("basic", "me", "secret"))
