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


def test_the_example_is_the_reference_data_and_one_article() -> None:
    names = [file.name for file in resources.example_files()]
    assert names == ["actors.ttl", "places.ttl", "ynet-4733020.trig"]


def test_the_corpus_is_the_reference_data_and_then_every_source() -> None:
    names = [file.name for file in resources.corpus_files()]
    assert names[:2] == ["actors.ttl", "places.ttl"]
    assert set(names[2:]) == {file.name for file in resources.path_of("data/articles").iterdir()}
    assert resources.EXAMPLE in names


def test_other_files_beside_the_data_are_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("data/reference/a.ttl", "data/reference/notes.md", "data/articles/b.trig"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    assert [file.name for file in resources.corpus_files()] == ["a.ttl", "b.trig"]
    assert [file.name for file in resources.example_files()] == ["a.ttl"]
