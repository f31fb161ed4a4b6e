"""``--timeout``: one line and exit code 124, whatever the command is busy with."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from commands import run, run_apart

from dateline.cli import frame, main
from dateline.errors import OutOfTime
from dateline.store import deadline

#: So many rows that nobody waits for them.
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
LINE = "Error: not done within 0.5 s; allow more with --timeout\n"


def test_a_query_that_runs_away_is_ended(shipped: Path, tmp_path: Path) -> None:
    line = ["query", "-", "--timeout", "0.5", "--kb", str(shipped)]
    began = time.monotonic()
    done = run_apart(*line, cwd=tmp_path, stdin=RUNAWAY)
    assert time.monotonic() - began < 30
    assert (done.returncode, done.stdout, done.stderr) == (124, "", LINE)


def test_what_is_ended_while_it_changes_a_knowledge_base_changes_nothing(tmp_path: Path) -> None:
    kb = tmp_path / "kb"
    assert run("load", "--example", kb=kb).exit_code == 0
    before = run("dump", kb=kb).stdout
    line = ["load", "--corpus", "--timeout", "0.5", "--kb", str(kb)]
    done = run_apart(*line, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (124, LINE)
    assert run("dump", kb=kb).stdout == before


def test_a_command_that_is_done_in_time_is_not_ended(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int] = []
    monkeypatch.setattr("dateline.cli.frame.os._exit", ended.append)
    monkeypatch.setattr(frame, "GRACE", 0.0)
    assert run("info", "--timeout", "60", kb=shipped).exit_code == 0
    assert run("info", kb=shipped, env={"DATELINE_TIMEOUT": "60"}).exit_code == 0
    assert deadline.left(1000.0) == 1000.0  # nothing of it is left for what comes after
    assert ended == []


def test_the_end_is_one_line_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    ended: list[int] = []
    monkeypatch.setattr("dateline.cli.frame.os._exit", ended.append)
    frame._give_up(deadline.said(2))
    assert ended == [124]
    assert capfd.readouterr().err == "Error: not done within 2 s; allow more with --timeout\n"


def test_the_end_comes_also_where_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object) -> int:
        raise BrokenPipeError

    ended: list[int] = []
    monkeypatch.setattr("dateline.cli.frame.os._exit", ended.append)
    monkeypatch.setattr("dateline.cli.frame.os.write", closed)
    frame._give_up("late")
    assert ended == [124]


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "1e300", "soon"])
def test_a_time_that_is_none_is_wrong_usage(shipped: Path, seconds: str) -> None:
    result = run("timeline", f"--timeout={seconds}", kb=shipped)
    assert result.exit_code == 2
    assert "Invalid value for '--timeout'" in result.stderr


def test_completion_starts_no_clock() -> None:
    line = ["timeline", "--timeout", "5", "--kb", ""]
    with main.make_context("dateline", line, resilient_parsing=True) as ctx:
        timeline = main.commands["timeline"]
        timeline.make_context("timeline", line[1:], parent=ctx, resilient_parsing=True)
        assert deadline.left(1000.0) == 1000.0


def test_time_is_one_for_all_that_a_command_does() -> None:
    try:
        deadline.allow(100.0)
        assert 99.0 < deadline.left(1000.0) <= 100.0
        assert deadline.left(5.0) == 5.0
        deadline.allow(0.0)
        with pytest.raises(OutOfTime, match="not done within 0 s"):
            deadline.left(5.0)
    finally:
        deadline.allow(None)
    assert deadline.left(5.0) == 5.0
