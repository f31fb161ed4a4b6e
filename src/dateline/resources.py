"""Where the ontology, the queries and the shipped data are.

They stand at the root of a checkout, and inside the package once it is installed from a wheel;
nothing else in the code knows the difference.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent

#: The article that guide and examples begin with.
EXAMPLE = "ynet-4733020.trig"


def root() -> Path:
    """Return the folder that holds ``ontology/``, ``queries/`` and ``data/``."""
    if (PACKAGE / "ontology").is_dir():
        return PACKAGE
    return PACKAGE.parents[1]  # src/dateline -> the checkout


def path_of(name: str) -> Path:
    """Return the path of a shipped file or folder such as ``"ontology/shapes.ttl"``."""
    return root() / name


def read_text(name: str) -> str:
    """Return the text of a shipped file such as ``"ontology/shapes.ttl"``."""
    return path_of(name).read_text(encoding="utf-8")


def corpus_files() -> tuple[Path, ...]:
    """Return all shipped data files: reference data first, then one file per source."""
    return tuple(
        file
        for folder in ("data/reference", "data/articles")
        for file in sorted(path_of(folder).iterdir())
        if file.suffix in {".ttl", ".trig"}
    )


def example_files() -> tuple[Path, ...]:
    """Return the files of the example: reference data, and of the sources the one to begin with."""
    return tuple(file for file in corpus_files() if file.suffix == ".ttl" or file.name == EXAMPLE)


def read_template(name: str) -> str:
    """Return the text of a template of a page or picture, such as ``"page.css"``."""
    return (PACKAGE / "exports" / "templates" / name).read_text(encoding="utf-8")
