"""Own folders of queries: which query answers to a name, and what files that are none get."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commands import run, told

from dateline.errors import QueryError
from dateline.queries import named_queries
from dateline.query_folders import catalogue, find_query, is_own

MINE = "# # Whose?\n#\n# **Answers:** mine.\n# **Parameters:** ?n (number)\nSELECT ?n { }\n"


def folder(place: Path, **files: str | bytes) -> Path:
    place.mkdir()
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        (place / f"{name.replace('_', '-')}.rq").write_bytes(data)
    return place


def test_own_queries_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", mine=MINE)
    known = catalogue([own])
    assert [query.name for query in known.queries if is_own(query)] == ["mine"]
    assert {query.name for query in known.queries} == {
        "mine",
        *(query.name for query in named_queries()),
    }
    assert (known.hidden, known.faults) == ((), ())
    assert find_query("mine", [own]).file == own / "mine.rq"


def test_the_first_folder_answers_to_a_name_and_the_shipped_one_is_last(tmp_path: Path) -> None:
    first = folder(tmp_path / "first", meetings=MINE)
    second = folder(tmp_path / "second", meetings=MINE, other=MINE)
    known = catalogue([first, second])
    found = known.find("meetings")
    assert found.file == first / "meetings.rq"
    assert known.hiding(found) == [
        f"meetings: {first}/meetings.rq is used, not {second}/meetings.rq",
        f"meetings: {first}/meetings.rq is used, not the query of that name that comes with"
        " Dateline",
    ]
    assert known.hiding(known.find("other")) == []
    assert known.hiding(find_query(str(second / "meetings.rq"))) == []


FAULTS: list[tuple[str, str | bytes, str]] = [
    ("bytes", b"# # \xe9t\xe9?\nASK {}", "bytes.rq cannot be read: it is not UTF-8 text at byte 5"),
    ("headless", "SELECT ?e { ?e ?p ?o }", "headless.rq has no header: its first line is to be"),
    ("broken", "# # Which?\nSELECT ?e {\n", "broken.rq: this is not SPARQL 1.1: error at 3:1: "),
    ("update", "# # Which?\nINSERT DATA { }", "update.rq: this is not SPARQL 1.1: error at 2:10: "),
    ("far", "# # Which?\nASK { SERVICE <x:y> { } }", "far.rq: SERVICE is not allowed here"),
    ("deep", "# # Which?\nASK " + "{" * 99, "deep.rq: the query nests deeper than"),
]


@pytest.mark.parametrize(("name", "text", "why"), FAULTS, ids=[name for name, _, _ in FAULTS])
def test_a_file_that_is_no_query_is_named_with_its_place_and_the_others_stay(
    name: str, text: str | bytes, why: str, tmp_path: Path
) -> None:
    own = folder(tmp_path / "own", mine=MINE, **{name: text})
    listed = run("queries", "--queries", own)
    assert listed.exit_code == 0
    assert "mine  --param n NUMBER\n  Whose?\n  your own:" in listed.stdout
    (line,) = listed.stderr.splitlines()
    assert line.startswith(f"left out: {own}/{why}")
    assert run("query", "mine", "--queries", own, kb=":memory:").exit_code == 0
    refused = run("query", name, "--queries", own, kb=":memory:")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == line.replace("left out", "Error") + "\n"


def test_a_faulty_file_does_not_give_way_to_what_it_was_meant_to_replace(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", meetings="# # Which?\nSELECT")
    with pytest.raises(QueryError, match=r"meetings\.rq: this is not SPARQL"):
        find_query("meetings", [own])
    earlier = folder(tmp_path / "earlier", meetings=MINE)
    assert find_query("meetings", [earlier, own]).file == earlier / "meetings.rq"


def test_what_is_no_file_and_no_folder_is_said_to_be_none(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", mine=MINE)
    (own / "folder.rq").mkdir()
    os.mkfifo(own / "pipe.rq")
    (own / "gone.rq").symlink_to(own / "nowhere")
    known = catalogue([own, tmp_path / "none", own / "mine.rq"])
    assert [str(fault.why).replace(str(tmp_path), "") for fault in known.faults] == [
        "/own/folder.rq cannot be read: it is no file",
        "/own/gone.rq cannot be read: there is no such file",
        "/own/pipe.rq cannot be read: it is no file",
        "there is no folder of queries /none",
        "there is no folder of queries /own/mine.rq",
    ]
    with pytest.raises(QueryError, match=r"folder\.rq cannot be read: it is a folder"):
        find_query(str(own / "folder.rq"))


def test_a_folder_that_may_not_be_read_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    (fault,) = catalogue([tmp_path]).faults
    assert fault.why == f"the folder of queries {tmp_path} cannot be read: Permission denied"


def test_a_file_that_may_not_be_read_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = folder(tmp_path / "own", mine=MINE)
    shipped = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.parent == own:
            raise PermissionError(13, "Permission denied", str(path))
        return shipped(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    (fault,) = catalogue([own]).faults
    assert fault.why == f"{own}/mine.rq cannot be read: Permission denied"


# ---------------------------------------------------------------------------------- commands


def test_folders_are_named_on_the_command_line_and_in_the_environment(tmp_path: Path) -> None:
    first = folder(tmp_path / "first", mine=MINE)
    second = folder(tmp_path / "second", mine=MINE, yours=MINE)
    around = {"DATELINE_QUERIES": os.pathsep.join([str(second), "", str(tmp_path / "none")])}
    listed = run("queries", "--queries", first, "-f", "json", env=around)
    assert listed.stderr.splitlines() == [
        f"left out: there is no folder of queries {tmp_path}/none",
        f"mine: {first}/mine.rq is used, not {second}/mine.rq",
    ]
    files = {
        query["name"]: query["file"] for query in told("queries", "--queries", first)["queries"]
    }
    assert files["mine"] == str(first / "mine.rq")
    assert files["meetings"] is None
    assert run("query", "yours", kb=":memory:", env=around).exit_code == 0


def test_a_query_that_hides_another_says_so_in_one_line(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", meetings=MINE)
    answer = run(
        "query", "meetings", "--queries", own, "--param", "n", "0.5", "-f", "csv", kb=":memory:"
    )
    assert answer.stdout_bytes == b"n\r\n0.5\r\n"
    (line,) = answer.stderr.splitlines()
    assert line.startswith(f"meetings: {own}/meetings.rq is used, not the query of that name")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("meeting", "near it are: meetings.\n"),
        ("timeline_of_actor", "near it are: timeline-of-actor, actor-in-window, roles-of-actor"),
        ("events-of-actor", "near it are: events-of-two-actors"),
        ("CLAIMS", "claims-"),
        ("", "named ''.\n"),
        ("nope", "named 'nope'.\n"),
    ],
)
def test_an_unknown_query_names_what_looks_like_it(name: str, near: str) -> None:
    refused = run("query", name, kb=":memory:")
    assert refused.exit_code == 1
    assert near in refused.stderr
    first, last = refused.stderr.splitlines()
    assert len(first) < 300
    assert last == "  All of them: dateline queries"


@pytest.mark.parametrize(
    "mistake",
    [
        ["query", "nope"],
        ["query", "nope.rq"],
        ["query", "meetings", "--param", "nope", "x"],
        ["query", "timeline-of-actor", "--param", "actor", "nobody"],
        ["query", "in-force-on-day", "--param", "day", "someday"],
        ["query", "meetings", "-f", "ttl"],
    ],
)
def test_what_a_query_cannot_use_is_input_and_exits_with_1(mistake: list[str]) -> None:
    refused = run(*mistake, kb=":memory:")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("Error: ")
