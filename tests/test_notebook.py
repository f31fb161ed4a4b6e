"""The notebook in docs/ runs, without a warning, and shows what stands in it.

After a change that is meant, write its outputs anew and read the difference:

    DATELINE_GOLDEN=write python -m pytest tests/test_notebook.py
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from documents import put
from nbclient import NotebookClient

from dateline.resources import corpus_files
from dateline.sources import read_file
from dateline.store.embedded import create_folder

pytestmark = pytest.mark.apart

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.ipynb"


def executed(folder: Path) -> Any:
    """Return the notebook with the outputs of a new kernel, which works in a folder."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    notebook.metadata.language_info.pop("version", None)
    return notebook


def shown(cell: Any) -> list[Any]:
    """Return the outputs of a cell; of a data frame only that there is one.

    How a data frame looks is up to the release of the library.
    """
    return [
        "a data frame" if 'class="dataframe"' in output.get("data", {}).get("text/html", "")
        else {name: value for name, value in output.items() if name != "execution_count"}
        for output in cell.outputs
    ]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all shipped sources loaded, which checking them takes long enough for."""
    put(create_folder(str(tmp_path / "corpus.kb")), [read_file(path) for path in corpus_files()])
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONWARNINGS", "default")
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


def test_the_notebook_shows_what_stands_in_it(folder: Path) -> None:
    notebook = executed(folder)
    if os.environ.get("DATELINE_GOLDEN") == "write":
        nbformat.write(notebook, NOTEBOOK)
    printed = nbformat.read(NOTEBOOK, as_version=4)
    for cell, expected in zip(notebook.cells, printed.cells, strict=True):
        if cell.cell_type == "code":
            assert shown(cell) == shown(expected), cell.source
            assert not [o for o in cell.outputs if o.get("name") == "stderr"], "a warning"
            assert not [o for o in cell.outputs if o.output_type == "display_data"], "nobody asked"
            assert "\x1b" not in json.dumps(cell.outputs, ensure_ascii=False)


def test_every_cell_has_been_run_in_order_and_none_failed() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [o for cell in cells for o in cell.outputs if o.output_type == "error"]
    assert sum(bool(cell.outputs) for cell in cells) > len(cells) / 2
