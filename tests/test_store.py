"""A knowledge base keeps what it was given: in memory, in a folder, and through a kill."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from documents import BASE, all_quads, node

from dateline.errors import NoKnowledgeBase, QueryError, StoreError
from dateline.store import embedded as store_module
from dateline.store.contract import Store
from dateline.store.embedded import MARK, FolderStore, MemoryStore
from dateline.store.opening import begun_or_changed, create_store, open_store
from dateline.vocabulary import PREFIXES

G, H = BASE + "g", BASE + "h"


def quad(name: str, graph: str = G) -> ox.Quad:
    return ox.Quad(node(":" + name), node(":p"), ox.Literal("o"), ox.NamedNode(graph))


def fill(store: Store, *quads: ox.Quad) -> None:
    with store.change() as changes:
        changes.add(quads)


def ask(store: Store, text: str) -> bool:
    return bool(store.query(text, prefixes={"": BASE}, default_graphs=[G]))


# --- the contract of every backend ----------------------------------------------------------------

BACKENDS: dict[str, Callable[[Path], Store]] = {
    "memory": lambda _: MemoryStore(),
    "memory by name": lambda _: create_store(":memory:"),
    "folder": lambda place: create_store(str(place / "kb")),
}


@pytest.fixture(params=BACKENDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return BACKENDS[request.param](tmp_path)


def test_a_new_knowledge_base_is_empty(store: Store) -> None:
    assert all_quads(store) == set()


def test_what_was_added_is_read(store: Store) -> None:
    fill(store, quad("a"), quad("b"), quad("a", H))
    assert set(store.quads()) == {quad("a"), quad("b"), quad("a", H)}
    assert set(store.quads(G)) == {quad("a"), quad("b")}
    assert set(store.quads(subject=BASE + "a")) == {quad("a"), quad("a", H)}
    assert list(store.quads(H, BASE + "b")) == []


def test_adding_twice_is_adding_once(store: Store) -> None:
    fill(store, quad("a"))
    fill(store, quad("a"))
    assert list(store.quads()) == [quad("a")]


def test_very_many_quads_are_added_like_few(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "FEW", 2)
    fill(store, quad("a"))
    fill(store, *(quad(name) for name in "abcde"))
    assert set(store.quads()) == {quad(name) for name in "abcde"}


def test_lines_are_added_in_pieces_of_any_length(store: Store) -> None:
    text = "".join(f"{quad(name)} .\n" for name in "abc").encode()
    with store.change() as changes:
        changes.add_lines([b"", text[:7], text[7:50], b"", text[50:]])
    assert set(store.quads()) == {quad(name) for name in "abc"}


def test_quads_are_removed_one_by_one_also_while_they_are_read(store: Store) -> None:
    fill(store, quad("a"), quad("b"), quad("a", H))
    with store.change() as changes:
        changes.remove(changes.quads(G))
        changes.remove([quad("never-there")])
    assert set(store.quads()) == {quad("a", H)}


def test_a_graph_is_cleared_with_everything_in_it(store: Store) -> None:
    fill(store, quad("a"), quad("b", H))
    with store.change() as changes:
        changes.clear(G)
        changes.clear(BASE + "no-such-graph")
    assert set(store.quads()) == {quad("b", H)}


def test_a_change_sees_its_own_writes_and_nobody_else_does_before_it_is_done(store: Store) -> None:
    fill(store, quad("a"))
    with store.change() as changes:
        changes.add([quad("b")])
        changes.remove([quad("a")])
        assert set(changes.quads()) == {quad("b")}
        assert bool(changes.query("ASK { :b ?p ?o }", prefixes={"": BASE}, default_graphs=[G]))
        assert set(store.quads()) == {quad("a")}
        assert ask(store, "ASK { :a ?p ?o }")
    assert set(store.quads()) == {quad("b")}


def spoil(store: Store, kind: type[BaseException]) -> None:
    """Break off in the middle of a change."""
    with store.change() as changes:
        changes.clear(G)
        changes.add([quad("b")])
        raise kind


def test_a_change_that_fails_changes_nothing(store: Store) -> None:
    fill(store, quad("a"))
    with pytest.raises(ZeroDivisionError) as failure:
        spoil(store, ZeroDivisionError)
    assert set(store.quads()) == {quad("a")}
    fill(store, quad("c"))  # though the failure is still at hand, with all that it refers to
    assert set(store.quads()) == {quad("a"), quad("c")}
    assert failure.tb is not None


def test_a_change_that_is_interrupted_changes_nothing(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt):
        spoil(store, KeyboardInterrupt)
    assert all_quads(store) == set()


def test_a_query_reads_the_graphs_that_it_is_given_and_those_that_it_names(store: Store) -> None:
    fill(store, quad("a"), quad("b", H))
    assert ask(store, "ASK { :a :p 'o' }")
    assert not ask(store, "ASK { :b :p 'o' }")
    assert ask(store, "ASK { GRAPH :h { :b :p 'o' } }")
    rows = store.query("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", prefixes={}, default_graphs=())
    assert isinstance(rows, ox.QuerySolutions)
    assert {row["s"] for row in rows} == {node(":a"), node(":b")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT WHERE", "this is not SPARQL 1.1: "),
        ("ASK { nobody:x ?p ?o }", "this is not SPARQL 1.1: "),
        ("ASK { SERVICE <ftp://nowhere.invalid/> { ?s ?p ?o } }", "the query cannot be answered: "),
    ],
)
def test_a_query_that_cannot_be_run_is_a_query_error(store: Store, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ask(store, text)


def test_a_dump_holds_everything_sorted_and_comes_back(store: Store) -> None:
    fill(store, quad("b"), quad("a"), quad("c", H))
    lines = store.dump(ox.RdfFormat.N_QUADS, {}).decode().splitlines()
    assert lines == sorted(lines)
    trig = store.dump(ox.RdfFormat.TRIG, {**PREFIXES, "news": BASE})
    assert b"news:a" in trig
    assert set(ox.parse(trig, format=ox.RdfFormat.TRIG)) == set(store.quads())


def test_the_dump_of_an_empty_knowledge_base_is_empty(store: Store) -> None:
    assert store.dump(ox.RdfFormat.N_QUADS, {}) == b""


# --- folders --------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a knowledge base that has one statement, ``a``."""
    folder = tmp_path / "kb"
    fill(create_store(str(folder)), quad("a"))
    return folder


def names(folder: Path) -> set[str]:
    """Return which of the statements of these tests are in a knowledge base."""
    return {str(q.subject).rpartition("/")[2].rstrip(">") for q in open_store(str(folder)).quads()}


def generations(folder: Path) -> set[str]:
    return {item.name for item in (folder / "generations").iterdir()}


def test_a_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    create_store(str(tmp_path / "deep" / "down" / "kb"))
    assert names(tmp_path / "deep" / "down" / "kb") == set()


def test_an_empty_folder_becomes_a_knowledge_base(tmp_path: Path) -> None:
    fill(create_store(str(tmp_path)), quad("a"))
    assert names(tmp_path) == {"a"}


def test_opening_an_existing_knowledge_base_loses_nothing(place: Path) -> None:
    for _ in range(2):
        create_store(str(place))
        open_store(str(place))
    assert names(place) == {"a"}


def test_many_changes_keep_everything_and_no_more_than_two_generations(place: Path) -> None:
    for name in ("b", "c", "d"):
        fill(open_store(str(place)), quad(name))
        assert len(generations(place)) == 2
    assert names(place) == {"a", "b", "c", "d"}


def test_an_open_store_sees_its_own_changes_and_changes_what_others_wrote(place: Path) -> None:
    one, other = open_store(str(place)), open_store(str(place))
    fill(one, quad("b"))
    fill(other, quad("c"))
    assert set(other.quads()) == {quad("a"), quad("b"), quad("c")}


def test_a_reader_keeps_what_it_opened_whatever_is_written(place: Path) -> None:
    reader = open_store(str(place))
    begun = reader.quads()
    for name in ("b", "c", "d"):
        fill(open_store(str(place)), quad(name))
    assert list(begun) == list(reader.quads()) == [quad("a")]
    assert ask(reader, "ASK { :a ?p ?o } ")
    assert not ask(reader, "ASK { :b ?p ?o } ")


def test_one_can_read_while_another_writes(place: Path) -> None:
    with open_store(str(place)).change() as changes:
        changes.add([quad("b")])
        assert names(place) == {"a"}
    assert names(place) == {"a", "b"}


@pytest.mark.parametrize("made", [False, True], ids=["nothing there", "an empty folder"])
def test_where_there_is_none_that_is_said(tmp_path: Path, made: bool) -> None:
    if made:
        (tmp_path / "kb").mkdir()
    with pytest.raises(NoKnowledgeBase, match="there is no knowledge base at "):
        open_store(str(tmp_path / "kb"))
    assert (tmp_path / "kb").exists() == made


@pytest.mark.parametrize("opening", [open_store, create_store])
def test_another_folder_or_a_file_is_left_as_it_is(
    tmp_path: Path, opening: Callable[[str], Store]
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    for place in (tmp_path, tmp_path / "thesis.txt"):
        with pytest.raises(StoreError, match="is not a Dateline knowledge base"):
            opening(str(place))
    assert [item.name for item in tmp_path.iterdir()] == ["thesis.txt"]


def test_generations_without_a_mark_are_not_taken_for_an_empty_folder(place: Path) -> None:
    (place / MARK).unlink()
    with pytest.raises(StoreError, match="is not a Dateline knowledge base"):
        create_store(str(place))
    assert len(generations(place)) == 2


def test_a_knowledge_base_cannot_be_made_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot make a knowledge base at "):
        create_store(str(tmp_path / "file" / "kb"))


def test_a_name_that_no_folder_can_have_is_a_store_error() -> None:
    with pytest.raises(StoreError, match="cannot be opened: File name too long"):
        open_store("x" * 5000)


def test_another_layout_is_refused_with_what_to_do(place: Path) -> None:
    (place / MARK).write_text('{"layout": 2, "generation": "00000001"}', encoding="utf-8")
    with pytest.raises(StoreError, match=r"\(layout 2, this version reads 1\); dump it with that"):
        open_store(str(place))


DAMAGE = ["", "{", "[]", "null", "{}", '{"layout": 1}', '{"generation": "00000001"}', "\udcff"]


@pytest.mark.parametrize("mark", DAMAGE)
def test_a_damaged_mark_is_a_store_error(place: Path, mark: str) -> None:
    (place / MARK).write_bytes(mark.encode("utf-8", "surrogateescape"))
    with pytest.raises(StoreError, match=r"dateline.json cannot be read"):
        open_store(str(place))


@pytest.mark.parametrize("generation", ["00000009", "none", None, ["x"]])
def test_a_mark_that_points_nowhere_is_a_store_error(place: Path, generation: object) -> None:
    (place / MARK).write_text(json.dumps({"layout": 1, "generation": generation}), encoding="utf-8")
    with pytest.raises(StoreError, match="the knowledge base is damaged"):
        open_store(str(place))


def test_a_damaged_generation_is_a_store_error(place: Path) -> None:
    for file in (place / "generations" / "00000001").iterdir():
        file.write_bytes(b"")
    with pytest.raises(StoreError, match="the knowledge base is damaged"):
        open_store(str(place))


def test_a_full_disk_is_a_store_error_and_changes_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    store = open_store(str(place))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="cannot be changed: No space left on device"):
            fill(store, quad("b"))
    assert names(place) == {"a"}
    assert generations(place) == {"00000000", "00000001"}
    fill(store, quad("b"))
    assert names(place) == {"a", "b"}


def test_what_another_process_made_meanwhile_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = store_module._locked

    @contextlib.contextmanager
    def late(folder: Path) -> Iterator[None]:
        monkeypatch.setattr(store_module, "_locked", locked)
        fill(create_store(str(folder)), quad("a"))  # in the time that taking the lock took
        with locked(folder):
            yield

    monkeypatch.setattr(store_module, "_locked", late)
    assert set(create_store(str(tmp_path / "kb")).quads()) == {quad("a")}


def test_a_knowledge_base_that_is_begun_is_there_only_at_the_end(tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    with begun_or_changed(str(folder)) as changes:
        changes.add([quad("a")])
        with pytest.raises(NoKnowledgeBase):
            open_store(str(folder))
    assert names(folder) == {"a"}
    with begun_or_changed(str(folder)) as changes:
        changes.add([quad("b")])
    assert names(folder) == {"a", "b"}


def test_a_knowledge_base_cannot_be_begun_where_there_is_one_or_where_nothing_can_be(
    place: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    for folder, why in ((place, "has just made it"), (tmp_path / "file/kb", "cannot make a know")):
        with pytest.raises(StoreError, match=why), store_module.begun_folder(str(folder)):
            pass
    with (
        pytest.raises(StoreError, match="no server answers there"),
        begun_or_changed("http://127.0.0.1:9/"),
    ):
        pass
    assert names(place) == {"a"}


# --- other processes ------------------------------------------------------------------------------

WRITER = """
import os, signal, sys
import pyoxigraph as ox
from dateline.store import embedded as store
from dateline.store.opening import create_store, open_store

place, base, graph = sys.argv[1:4]
def quad(name):
    return ox.Quad(ox.NamedNode(base + name), ox.NamedNode(base + "p"), ox.Literal("o"),
                   ox.NamedNode(graph))
def die(*_, **__):
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def run_writer(code: str, place: Path, *before: str) -> subprocess.CompletedProcess[str]:
    """Run a program that may change a knowledge base, in a process of its own."""
    arguments = [*before, sys.executable, "-c", WRITER + code, str(place), BASE, G]
    return subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=60)


TRY_TO_WRITE = """
from dateline.errors import StoreError
try:
    with create_store(place).change() as changes:
        changes.add([quad("b")])
except StoreError as error:
    print("refused:", error)
print(sum(1 for _ in open_store(place).quads()))
"""


def test_a_second_writer_gets_one_clear_error_and_can_read(place: Path) -> None:
    with open_store(str(place)).change() as changes:
        changes.add([quad("c")])
        done = run_writer(TRY_TO_WRITE, place)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        f"refused: {place}: another process is changing this knowledge base;"
        " try again when it is done",
        "1",
    ]
    assert names(place) == {"a", "c"}
    assert run_writer(TRY_TO_WRITE, place).stdout == "3\n"


def test_a_second_writer_in_the_same_process_is_refused_as_well(place: Path) -> None:
    with open_store(str(place)).change() as changes:
        changes.add([quad("b")])
        with pytest.raises(StoreError, match="another process is changing"):
            fill(open_store(str(place)), quad("c"))
    assert names(place) == {"a", "b"}


KILLED = {
    "with nothing written": ("die()", {"a"}),
    "after writing": ('changes.add([quad("b")]); die()', {"a"}),
    "after clearing": ("changes.clear(graph); die()", {"a"}),
    "before the new generation is pointed to": (
        'store._point_to = die; changes.add([quad("b")])',
        {"a"},
    ),
    "with the new mark half written": (
        'store.json.dump = lambda _, file: (file.write("{"), file.flush(), die());'
        'changes.add([quad("b")])',
        {"a"},
    ),
    "before the new mark replaces the old": ('os.fsync = die; changes.add([quad("b")])', {"a"}),
    "right after the new mark replaced the old": (
        'store._sweep = die; changes.add([quad("b")])',
        {"a", "b"},
    ),
}


@pytest.mark.parametrize("when", KILLED)
def test_a_writer_that_is_killed_leaves_the_old_or_the_new_state(place: Path, when: str) -> None:
    code, expected = KILLED[when]
    done = run_writer(f"with create_store(place).change() as changes:\n    {code}", place)
    assert (done.returncode, done.stderr) == (-9, "")
    assert names(place) == expected
    fill(open_store(str(place)), quad("c"))
    assert names(place) == {*expected, "c"}
    assert len(generations(place)) == 2  # what the killed writer left is swept away


UNBORN = {
    "before anything was made": "store.ox.Store = die",
    "before the first generation is pointed to": "store._point_to = die",
    "before the first mark is in place": "os.fsync = die",
}


@pytest.mark.parametrize("when", UNBORN)
def test_a_writer_killed_while_making_a_knowledge_base_leaves_none(
    tmp_path: Path, when: str
) -> None:
    folder = tmp_path / "kb"
    assert run_writer(f"{UNBORN[when]}; create_store(place)", folder).returncode == -9
    with pytest.raises(NoKnowledgeBase):
        open_store(str(folder))
    fill(create_store(str(folder)), quad("a"))
    assert names(folder) == {"a"}


def without_override() -> list[str]:
    """Return what to put before a command so that file modes bind it, even as root."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root is bound by file modes only with setpriv, which is not here")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.fixture
def read_only(place: Path) -> Iterator[Path]:
    """The knowledge base of ``place``, in which nothing may be written."""
    everything = [place, *place.rglob("*")]
    for item in everything:
        item.chmod(0o555 if item.is_dir() else 0o444)
    yield place
    for item in everything:
        item.chmod(0o755 if item.is_dir() else 0o644)


def test_reading_works_where_nothing_may_be_written(read_only: Path) -> None:
    before = sorted(read_only.rglob("*"))
    done = run_writer(TRY_TO_WRITE, read_only, *without_override())
    refused, count = done.stdout.splitlines()
    assert refused.startswith(f"refused: {read_only} cannot be changed: ")
    assert (count, done.stderr) == ("1", "")
    assert sorted(read_only.rglob("*")) == before


def test_a_knowledge_base_that_may_not_be_entered_is_a_store_error(place: Path) -> None:
    place.chmod(0o000)
    done = run_writer(TRY_TO_WRITE.replace("print(sum", "(sum"), place, *without_override())
    place.chmod(0o755)
    assert "Permission denied" in done.stdout
    assert done.stderr.splitlines()[-1].startswith("dateline.errors.StoreError: ")


def test_the_store_in_a_folder_says_which_folder(place: Path) -> None:
    store = open_store(str(place))
    assert isinstance(store, FolderStore)
    assert store.folder == place
