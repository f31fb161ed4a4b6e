"""The packaged files are found, in a checkout and in an installed package."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import resources


@pytest.mark.parametrize(
    "name", ["ontology/dateline.ttl", "ontology/shapes.ttl", "queries", "data/reference"]
)
def test_a_shipped_file_or_folder_is_where_its_path_says(name: str) -> None:
    assert resources.path_of(name).exists()


def test_the_text_of_a_shipped_file_is_read_as_utf_8() -> None:
    assert "Türkiye" in resources.read_text("data/reference/actors.ttl")


def test_in_an_installed_package_the_files_stand_beside_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "src" / "dateline")
    assert resources.root() == tmp_path
    (tmp_path / "src" / "dateline" / "ontology").mkdir(parents=True)
    assert resources.root() == tmp_path / "src" / "dateline"


def test_the_example_files_are_the_reference_data_and_then_the_articles() -> None:
    names = [file.name for file in resources.example_files()]
    assert names[:2] == ["actors.ttl", "places.ttl"]
    assert "ynet-4733020.trig" in names[2:]


def test_other_files_beside_the_data_are_no_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("data/reference/a.ttl", "data/reference/notes.md", "data/articles/b.trig"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    assert [file.name for file in resources.example_files()] == ["a.ttl", "b.trig"]
