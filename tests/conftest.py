"""What several test modules start from."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from commands import run
from hypothesis import HealthCheck, settings

# Property tests draw the same examples each time, and never fail for being slow: a gate must not
# open and shut by chance. HYPOTHESIS_PROFILE=explore draws new ones, to look for faults.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gate", _PATIENT, derandomize=True)
settings.register_profile("explore", _PATIENT, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


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
