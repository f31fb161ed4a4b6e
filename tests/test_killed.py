"""A process that is killed while it changes a knowledge base leaves the old state or the new."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from commands import SMALL

from dateline.sources import read_bytes
from dateline.store.opening import create_store

pytestmark = pytest.mark.apart

KILLING = Path(__file__).with_name("killing.py")
POINTS = 8
TOLD = SMALL.replace(":wire", ":paper").replace("A wire report", "A paper")


def quads_of(turtle: str) -> tuple[ox.Quad, ...]:
    return read_bytes(turtle.encode(), "given", ox.RdfFormat.TRIG).quads


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A small knowledge base, not solved yet."""
    folder = tmp_path / "given.kb"
    with create_store(str(folder)).change() as changes:
        changes.add(quads_of(SMALL))
    return folder


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """What is loaded: a file of TriG, and N-Quads of many claims."""
    trig, big = tmp_path / "told.trig", tmp_path / "big.nq"
    trig.write_text(TOLD, encoding="utf-8")
    with big.open("w", encoding="utf-8") as out:
        for number in range(300):
            told = TOLD.replace(":paper", f":paper{number}-")
            out.writelines(f"{quad} .\n" for quad in quads_of(told))
    return {"load": trig, "bulk": big}


def killed(command: str, place: Path, file: Path) -> dict[str, Any]:
    settings = {**os.environ, "SOURCE_DATE_EPOCH": "1577934245"}
    words = [command, str(place), str(file), str(POINTS), "1"]
    done = subprocess.run(
        [sys.executable, str(KILLING), *words],
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def judge(told: dict[str, Any]) -> None:
    assert told["before"] != told["after"]
    for seen in told["seen"]:
        assert seen["ended"] in {-signal.SIGKILL, -signal.SIGALRM, 0}, seen
        assert seen["found"] in {told["before"], told["after"]}, seen
        assert seen["then"] == told["after"], seen
        assert seen["generations"] <= 2, seen
        assert seen["leftovers"] == [], seen
    killed_at_calls = [s for s in told["seen"] if isinstance(s["at"], int)]
    assert {s["ended"] for s in killed_at_calls} == {-signal.SIGKILL}
    assert {s["found"] for s in killed_at_calls} == {told["before"], told["after"]}


@pytest.mark.parametrize("command", ["load", "bulk", "solve", "withdraw"])
def test_whoever_is_killed_while_changing_leaves_the_old_or_the_new_state(
    command: str, given: Path, files: dict[str, Path]
) -> None:
    judge(killed(command, given, files.get(command, given)))


@pytest.mark.parametrize("command", ["load", "bulk"])
def test_whoever_is_killed_while_making_a_knowledge_base_leaves_none_or_the_whole(
    command: str, tmp_path: Path, files: dict[str, Path]
) -> None:
    judge(killed(command, tmp_path / "none.kb", files[command]))
