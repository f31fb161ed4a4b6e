"""The ``dateline`` command in the tests: run it in this process or another, and watch its files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from dateline.cli import main
from dateline.resources import path_of

GOLDEN = Path(__file__).parent / "golden"
ARTICLE = path_of("data/articles/ynet-4733020.trig")
SAID = "https://w3id.org/dateline/kb/claim/ynet-4733020/"
EV = "https://w3id.org/dateline/kb/event/"

#: The head of a small file of claims; ``:`` is a namespace of the file's own.
PREFIXES = """
@prefix dl: <https://w3id.org/dateline/ns#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix ev: <https://w3id.org/dateline/kb/event/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix said: <https://w3id.org/dateline/kb/claim/ynet-4733020/> .
@prefix source: <https://w3id.org/dateline/kb/source/> .
@prefix words: <https://w3id.org/dateline/kb/evidence/ynet-4733020/> .
@prefix : <https://example.org/kb/> .
"""

#: A source with one claim, of which there can be nothing to complain.
SMALL = (
    PREFIXES
    + """
:wire a dl:Article ; rdfs:label "A wire report"@en ; dl:published "2015-12-03"^^edtf:EDTF .
:wire-1 a dl:Claim ; dl:source :wire ; dl:evidence [ a dl:Evidence ; oa:exact "they met" ] .
:wire-1 { :wire-meeting a dl:Meeting ; rdfs:label "A meeting on the wire"@en . }
"""
)


def run(
    *arguments: str | Path,
    kb: Path | str | None = None,
    stdin: str | bytes | None = None,
    env: dict[str, str] | None = None,
) -> Result:
    """Run a command in this process, 80 columns wide; an unexpected exception is raised."""
    line = [str(part) for part in arguments]
    if kb is not None:
        line += ["--kb", str(kb)]
    settings: dict[str, str | None] = {"COLUMNS": None, "DATELINE_KB": None, **(env or {})}
    return CliRunner().invoke(main, line, input=stdin, env=settings, catch_exceptions=False)


def told(*arguments: str | Path, kb: Path | str | None = None, code: int = 0) -> Any:
    """Return what a command says with ``-f json``."""
    result = run(*arguments, "-f", "json", kb=kb)
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def run_apart(
    *arguments: str | Path, cwd: Path, before: tuple[str, ...] = (), stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m dateline`` in a process of its own, behind the words of another command."""
    settings = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "DATELINE_KB"}}
    return subprocess.run(
        [*before, sys.executable, "-m", "dateline", *(str(part) for part in arguments)],
        cwd=cwd,
        env=settings,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def files_in(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes, and every folder with none."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


def golden(name: str, text: str) -> None:
    """Compare with a golden text, or write it anew where that is asked for (see test_cli)."""
    if os.environ.get("DATELINE_GOLDEN") == "write":
        (GOLDEN / name).write_bytes(text.encode())
    assert (GOLDEN / name).read_bytes().decode() == text, "see the head of test_cli.py"


class Shape:
    """Where a value does not fit a shape: dicts by exact keys, one-element lists by their element,
    tuples by any of their members, patterns by the whole text, classes by instance."""

    @classmethod
    def misfits(cls, value: Any, shape: Any, place: str = "$") -> list[str]:
        if isinstance(shape, dict):
            if not isinstance(value, dict) or list(value) != list(shape):
                return [f"{place}: {value!r}"]
            return [m for k in shape for m in cls.misfits(value[k], shape[k], f"{place}.{k}")]
        if isinstance(shape, list):
            if not isinstance(value, list):
                return [f"{place}: {value!r}"]
            return [
                m for i, v in enumerate(value) for m in cls.misfits(v, shape[0], f"{place}[{i}]")
            ]
        if isinstance(shape, tuple):
            return [] if any(not cls.misfits(value, s) for s in shape) else [f"{place}: {value!r}"]
        if isinstance(shape, re.Pattern):
            fits = isinstance(value, str) and shape.fullmatch(value) is not None
        else:
            fits = value is None if shape is None else type(value) is shape
        return [] if fits else [f"{place}: {value!r}"]
