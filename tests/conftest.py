"""What several test modules start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commands import run


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base with the shipped data. Nobody writes into it: ``kb`` is a copy to change."""
    folder = tmp_path_factory.mktemp("shipped") / "dateline.kb"
    result = run("load", "--example", kb=folder)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def kb(shipped: Path, tmp_path: Path) -> Path:
    """A knowledge base with the shipped data, to do anything with."""
    folder = tmp_path / "dateline.kb"
    shutil.copytree(shipped, folder)
    return folder
