"""Build the sdist, the wheel from it, and test the wheel where there is no src/.

    python tests/wheel.py

Whatever the wheel lacks (ontology, shapes, queries, data) makes this fail: the copy of the project
that the tests run in has neither ``src/`` nor a way back to it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What the tests read beside the installed package.
BESIDE = ("tests", "benchmarks", "docs", "ontology", "queries", "data", "pyproject.toml",
          "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE",
          "Makefile")  # fmt: skip

#: The tests of all that is read from packaged files. What only computes was tested with the source.
OF_FILES = (
    "cli", "completion", "ontology", "pictures", "query_folders", "resources", "shapes",
    "vocabulary",
)  # fmt: skip


def run(*command: str | Path, cwd: Path) -> None:
    subprocess.run([str(part) for part in command], cwd=cwd, check=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run(sys.executable, "-m", "build", "--outdir", place / "dist", ROOT, cwd=ROOT)
        wheel = next((place / "dist").glob("*.whl"))
        venv.create(place / "venv", with_pip=True)
        python = place / "venv" / "bin" / "python"
        run(python, "-m", "pip", "install", "-q", "--upgrade", "pip>=25.1", cwd=place)
        run(python, "-m", "pip", "install", "-q", wheel, cwd=place)
        copy = place / "project"
        copy.mkdir()
        for name in BESIDE:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name)
            elif source.exists():
                shutil.copy(source, copy / name)
        run(python, "-m", "pip", "install", "-q", "--group", "dev", cwd=copy)
        run(place / "venv" / "bin" / "dateline", "load", "--example", cwd=place)
        run(place / "venv" / "bin" / "dateline", "timeline", cwd=place)
        tests = [f"tests/test_{name}.py" for name in OF_FILES]
        run(python, "-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider", *tests, cwd=copy)


if __name__ == "__main__":
    main()
