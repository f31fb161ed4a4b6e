"""Rows that are kept beside the view: the same bytes as the view gives, or the view itself."""

from __future__ import annotations

import collections
import csv
import gzip
import io
import json
import re
import shutil
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from commands import ARTICLE, PREFIXES, SMALL, run
from hypothesis import given
from hypothesis import strategies as st
from test_exports import hostile

from dateline import accepted
from dateline.cli import exporting
from dateline.entry import Entry, Event
from dateline.errors import StoreError
from dateline.exports import losses as reports
from dateline.exports.formats import FORMATS
from dateline.exports.losses import Losses
from dateline.exports.slice import Slice, read_slice
from dateline.model import Iri
from dateline.pipeline import load
from dateline.reasoning.results import Bounds
from dateline.resources import corpus_files
from dateline.store.contract import room_of
from dateline.store.embedded import MemoryStore
from dateline.store.opening import open_store
from dateline.time.calendar import DAY, day_start
from dateline.view import kept
from dateline.view.kept import (
    ABOUT,
    CELLS,
    LINES,
    LISTED,
    KeptRows,
    fits,
    is_harmless,
    keep_rows,
    kept_rows,
)
from dateline.view.reading import AcceptedView
from dateline.written import cells_of, csv_writer, entry_contract

__all__ = ["hostile"]  # a fixture

ROWS = [form for form in FORMATS.values() if form.needs == "rows"]
each_format = pytest.mark.parametrize("form", [form.name for form in ROWS])

#: Before our era, in wide letters, with commas and quotes: cells that look like formulas and are
#: none, and one that would be.
ODD = (
    PREFIXES
    + """
:s a dl:Article ; rdfs:label "S"@en ; dl:published "2015-12-03"^^edtf:EDTF .
:1 a dl:Claim ; dl:source :s ; dl:evidence [ a dl:Evidence ; oa:exact "x" ] .
:1 { :ides a dl:Meeting ; dl:when "-0043-03-15"^^edtf:EDTF ;
    rdfs:label "say \\"-x\\", \\"=y\\""@en . }
:2 a dl:Claim ; dl:source :s ; dl:evidence [ a dl:Evidence ; oa:exact "x" ] .
:2 { :wide a dl:Meeting ; rdfs:label "\uff08\uff1d\uff09 \u200d"@zh ; dl:when "2015"^^edtf:EDTF . }
:3 a dl:Claim ; dl:source :s ; dl:evidence [ a dl:Evidence ; oa:exact "x" ] .
:3 { :sum a dl:Meeting ; rdfs:label "=1+1"@en . }
"""
)


def room(place: Path) -> Path:
    """Return where the rows of a knowledge base are kept."""
    found = room_of(open_store(str(place)))
    assert found is not None
    return found


def chosen_in(place: Path, form: str = "csv", **options: Any) -> Slice:
    return read_slice(str(place), options, FORMATS[form])


def written(chosen: Slice, form: str) -> tuple[bytes, dict[str, Any]]:
    """Return what a format makes of a slice, and the report of what it lost."""
    losses = Losses(FORMATS[form].never)
    pieces = FORMATS[form].export(chosen, losses)
    told = b"".join(p.encode() if isinstance(p, str) else p for p in pieces)
    return told, losses.to_dict(form)


def from_the_view(place: Path, form: str) -> tuple[bytes, dict[str, Any]]:
    return written(replace(chosen_in(place, form), kept=None), form)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("corpus") / "dateline.kb"
    load(str(place), [ARTICLE, *corpus_files()])
    return place


@pytest.fixture
def kb(odd: Path, tmp_path: Path) -> Path:
    """A knowledge base of three events, to do anything with."""
    return shutil.copytree(odd, tmp_path / "dateline.kb")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("odd")
    (place / "odd.trig").write_text(ODD, encoding="utf-8")
    load(str(place / "dateline.kb"), [place / "odd.trig"])
    return place / "dateline.kb"


# --- the same, only quicker -------------------------------------------------------------------


@each_format
@pytest.mark.parametrize("which", ["shipped", "corpus", "hostile", "odd"])
def test_rows_that_are_kept_make_the_same_bytes_as_the_view(
    which: str, form: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = request.getfixturevalue(which)
    expected = from_the_view(place, form)
    monkeypatch.setattr(AcceptedView, "seen", _unless_nothing(AcceptedView.seen))
    assert written(chosen_in(place, form), form) == expected


def _unless_nothing(seen: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Return what reads no entry from the view."""

    def read(view: AcceptedView, selection: Any) -> Iterator[Any]:
        yield from seen(view, selection) if selection.status == "" else ()
        assert selection.status == "", "entries were read from the view"

    return read


def test_odd_rows_are_looked_at_one_by_one(odd: Path) -> None:
    (block,) = KeptRows(room(odd), 3, {})._blocks(CELLS)
    assert not is_harmless(block)
    rows = list(csv.reader(io.StringIO(written(chosen_in(odd), "csv")[0].decode(), newline="")))
    assert "-0043-03-15" in {row[0] for row in rows}
    assert {row[1] for row in rows[1:]} == {'say "-x", "=y"', "\uff08\uff1d\uff09 \u200d", "'=1+1"}


def test_rows_of_the_article_are_harmless_at_once(shipped: Path) -> None:
    assert all(map(is_harmless, KeptRows(room(shipped), 0, {})._blocks(CELLS)))


def test_what_cells_cannot_carry_is_counted(corpus: Path) -> None:
    lost = written(chosen_in(corpus), "csv")[1]["not_carried"]
    assert [of["what"] for of in lost]
    assert all(of["events"] == len(of["listed"]) > 0 for of in lost)


def test_of_a_loss_a_thousand_events_are_listed(tmp_path: Path) -> None:
    entries = [replace(one, reread={Iri("c"): ("eve",)}) for one in drawn(LISTED + 5)]
    store = Room(tmp_path)
    keep_rows(store, entries)
    found = kept_rows(store)
    assert found is not None
    ((count, listed),) = found.lost.values()
    assert reports.LISTED == LISTED
    assert (count, len(listed)) == (LISTED + 5, LISTED)


@each_format
def test_a_part_is_read_from_the_view(shipped: Path, form: str) -> None:
    assert chosen_in(shipped, form).kept is not None
    assert chosen_in(shipped, form, kind="Meeting").kept is None
    assert chosen_in(shipped, form, as_of="2016").kept is None


def test_of_all_that_is_stored_the_rows_give_the_count(shipped: Path) -> None:
    assert (
        chosen_in(shipped, "nq").count
        == written(chosen_in(shipped, "nq"), "nq")[1]["events_written"]
    )


def test_a_store_in_memory_keeps_none() -> None:
    store = MemoryStore()
    keep_rows(store, ())
    assert kept_rows(store) is None


# --- in bounded memory ------------------------------------------------------------------------


class Room(MemoryStore):
    """A store that has nothing but room for files."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.room = folder


def drawn(count: int) -> Iterator[Entry]:
    """Yield so many events, each of which takes a kilobyte."""
    for number in range(count):
        start = day_start(2000) + number * DAY
        kind = Iri("https://w3id.org/dateline/ns#Meeting")
        claims = tuple(Iri(f"https://example.org/claim/{number}-{n}") for n in range(20))
        event = Event(
            Iri(f"https://example.org/{number}"), (), f"Event {number}", "en", (kind,), (kind,),
            "reported", (), claims, (),
        )  # fmt: skip
        bounds = Bounds(start, start, start + 1, start + DAY)
        yield Entry(event, bounds, None, start, (1, None), None, (), (), (), False)


def peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def run_through(read: Callable[[], Iterator[object]]) -> None:
    collections.deque(read(), maxlen=0)


def test_neither_writing_nor_reading_holds_more_rows_when_there_are_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "BLOCK", 1 << 14)
    sizes: list[dict[str, int]] = []
    for count in (200, 2_000):
        place = tmp_path / str(count)
        place.mkdir()
        store = Room(place)
        keep_rows(store, drawn(10))  # what is made once, such as caches, is not measured
        size = {"writing": peak(partial(keep_rows, store, drawn(count)))}
        found = kept_rows(store)
        assert found is not None
        assert found.events == count
        for name, read in (("cells", found.cells), ("lines", found.lines), ("rows", found.rows)):
            run_through(read)
            size[name] = peak(partial(run_through, read))
        sizes.append(size)
    for name, most in sizes[0].items():
        assert sizes[1][name] < 1.5 * most + 10_000, name


# --- missing, old, damaged --------------------------------------------------------------------

SPOILT: dict[str, Callable[[Path], object]] = {
    "no description": lambda folder: (folder / ABOUT).unlink(),
    "no cells": lambda folder: (folder / CELLS).unlink(),
    "a shorter file": lambda folder: (folder / LINES).write_bytes(b""),
    "no JSON": lambda folder: (folder / ABOUT).write_text("{"),
    "deep JSON": lambda folder: (folder / ABOUT).write_text("[" * 100_000),
    "no words": lambda folder: (folder / ABOUT).write_bytes(b"\xff"),
    "a list": lambda folder: (folder / ABOUT).write_text("[]"),
    "another version": lambda folder: describe(folder, dateline="0.0"),
    "other columns": lambda folder: describe(folder, columns=["label"]),
    "a wrong count": lambda folder: describe(folder, events="3"),
    "losses without events": lambda folder: describe(folder, lost={"x": {"events": 1}}),
    "another key": lambda folder: describe(folder, x=1),
}


def describe(folder: Path, **changed: Any) -> None:
    about = json.loads((folder / ABOUT).read_text())
    (folder / ABOUT).write_text(json.dumps({**about, **changed}))


@pytest.mark.parametrize("how", SPOILT)
def test_where_rows_are_not_as_they_were_written_the_view_is_read(kb: Path, how: str) -> None:
    expected = written(chosen_in(kb), "csv")
    SPOILT[how](room(kb))
    chosen = chosen_in(kb)
    assert chosen.kept is None
    assert written(chosen, "csv") == expected


def replaced(path: Path, content: bytes) -> None:
    """Replace what a file holds, and describe it so that nobody notices."""
    path.write_bytes(content)
    sizes = [(path.parent / name).stat().st_size for name in (CELLS, LINES)]
    describe(path.parent, sizes=sizes)


NO_FILE = [b"\x00" * 900, gzip.compress(b"no end"), gzip.compress(b"{}\n")[:-9]]
NO_TEXT = [gzip.compress(b"\xff\n"), gzip.compress(b"x" * 3_000 + b"\n")]
CONTROLS = [gzip.compress(b'{"label": "\x1b"}\n')]
NO_ROW = [
    gzip.compress(line + b"\n")
    for line in (b"", b"[]", b"{}", b"{", b"[" * 100_000, b'{"label": "\\ud800"}')
]
DAMAGED = [
    *((form, content) for form in ("csv", "jsonl", "tsv") for content in NO_FILE + NO_TEXT),
    *((form, content) for form in ("jsonl", "tsv") for content in CONTROLS),
    *(("tsv", content) for content in NO_ROW),
]


@pytest.mark.parametrize(("form", "content"), DAMAGED)
def test_damaged_rows_are_one_clear_line_and_no_file(
    kb: Path, form: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "BLOCK", 1_000)
    monkeypatch.setattr(kept, "LONGEST", 2_000)
    folder = room(kb)
    name = CELLS if form == "csv" else LINES
    replaced(folder / name, content)
    out = kb.parent / "out.txt"
    result = run("timeline", "-f", form, "-o", out, kb=kb)
    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: {folder / name} is damaged; build it again with: dateline solve\n"
    )
    assert not out.exists()


# --- a search of very much --------------------------------------------------------------------


@pytest.fixture
def paged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The corpus, of which each page holds three events."""
    monkeypatch.setattr(accepted, "PAGE", 3)
    load(str(tmp_path / "dateline.kb"), [ARTICLE, *corpus_files()])
    return tmp_path / "dateline.kb"


@pytest.mark.parametrize("words", ["PUTIN", "straße", "tel aviv", "situation"])
def test_a_search_finds_in_the_rows_what_it_finds_in_the_view(
    words: str, paged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_rows = run("timeline", "--search", words, "-f", "json", kb=paged)
    monkeypatch.setattr(kept, "kept_rows", lambda _: None)
    by_view = run("timeline", "--search", words, "-f", "json", kb=paged)
    assert by_rows.exit_code == by_view.exit_code == 0
    assert json.loads(by_rows.stdout) == json.loads(by_view.stdout)
    assert ('"label"' in by_rows.stdout) is (words in {"PUTIN", "tel aviv"})


def test_a_row_of_an_event_that_the_view_does_not_know_is_one_clear_line(paged: Path) -> None:
    lines = room(paged) / LINES
    told = gzip.decompress(lines.read_bytes()).replace(b"/event/", b"/nothing/")
    replaced(lines, gzip.compress(told))
    result = run("timeline", "--search", "Putin", kb=paged)
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.fullmatch(r"Error: the view is damaged at \S+/nothing/\S+; .*solve\n", result.stderr)


def test_solving_mends_damaged_rows(kb: Path) -> None:
    expected = written(chosen_in(kb), "csv")
    replaced(room(kb) / CELLS, NO_FILE[0])
    with pytest.raises(StoreError, match="damaged"):
        written(chosen_in(kb), "csv")
    assert run("solve", kb=kb).exit_code == 0
    assert written(chosen_in(kb), "csv") == expected


def test_a_cell_longer_than_any_line_may_be_is_damage(
    kb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LONGEST", 2_000)
    replaced(room(kb) / CELLS, gzip.compress(b"=" + b"x" * 3_000 + b"\n"))
    before = csv.field_size_limit()
    with pytest.raises(StoreError, match="damaged"):
        written(chosen_in(kb), "csv")
    assert csv.field_size_limit() == before


ROW = entry_contract(next(drawn(1)))


def test_the_contract_of_an_entry_has_the_shape_that_is_asked_for(corpus: Path) -> None:
    for row in chosen_in(corpus).rows():
        assert fits(row, kept.SHAPE)
    assert fits(ROW, kept.SHAPE)


@pytest.mark.parametrize(
    "changed",
    [
        {"label": None}, {"label": 1}, {"types": "Meeting"}, {"types": [1]}, {"start": {}},
        {"end": {"earliest": 1, "latest": None}}, {"end": {"earliest": "soon", "latest": None}},
        {"duration": {"minimum": 1 << 63, "maximum": None}}, {"places": [[]]}, {"more": 1},
        {"rests_on_disputed": "no"},
    ],
)  # fmt: skip
def test_a_row_that_is_none_is_damage(kb: Path, changed: dict[str, Any]) -> None:
    line = json.dumps({**ROW, **changed}).encode() + b"\n"
    replaced(room(kb) / LINES, gzip.compress(line))
    for form in ("tsv", "parquet", "timesketch"):
        with pytest.raises(StoreError, match="damaged"):
            written(chosen_in(kb, form), form)


# --- harmless ---------------------------------------------------------------------------------

TEXTS = st.text(
    st.sampled_from('=+-@\uff1d\uff0b\uff0d\uff20,"\n\r\t;1ax\x1b\x9b\x7f\u00e9\u2028 ')
)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=3), min_size=1, max_size=3))
def test_cells_of_anybody_are_no_formulas_and_no_controls(rows: list[list[str]]) -> None:
    made = "".join(map(csv_writer(), rows)).encode()
    assert_harmless(made if is_harmless(made) else kept._made_harmless(made))


@given(TEXTS)
def test_lines_of_anybody_are_no_formulas_and_no_controls(told: str) -> None:
    made = told.encode() + b"\n"
    assert_harmless(made if is_harmless(made) else kept._made_harmless(made))


def assert_harmless(made: bytes) -> None:
    text = made.decode()
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f]", text.replace("\r", ""))
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            assert re.fullmatch(r"[-0-9XY.,]*", cell) or not re.match(
                r"[=+@\uff1d\uff0b\uff0d\uff20-]", cell
            )


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_cells_that_are_harmless_stay_as_they_are(labels: list[str]) -> None:
    rows = [{**ROW, "label": label, "when": "-0044", "type": label} for label in labels]
    made = "".join(csv_writer()(cells_of(row)) for row in rows).encode()
    assert kept._made_harmless(made) == made


# --- which rows -------------------------------------------------------------------------------


def test_rows_go_with_the_view_and_come_with_the_next(kb: Path, tmp_path: Path) -> None:
    (tmp_path / "small.trig").write_text(SMALL, encoding="utf-8")
    first = room(kb)
    count = len(written(chosen_in(kb), "jsonl")[0].splitlines())

    assert run("load", "--no-solve", tmp_path / "small.trig", kb=kb).exit_code == 0
    assert room(kb) != first
    assert not list(room(kb).glob("timeline*"))
    assert chosen_in(kb).kept is None
    assert len(written(chosen_in(kb), "jsonl")[0].splitlines()) == count + 1

    for command, expected in (("solve", count + 1), ("withdraw", count), ("solve", count)):
        words = ["A wire report"] if command == "withdraw" else []
        assert run(command, *words, kb=kb).exit_code == 0
        chosen = chosen_in(kb, "jsonl")
        assert chosen.kept is not None
        assert chosen.kept.events == chosen.count == expected
        assert written(chosen, "jsonl") == from_the_view(kb, "jsonl")
    assert len(list(kb.glob("generations/*/timeline.json"))) == 2  # of the generations that are


def test_who_reads_beside_a_writer_reads_the_rows_of_the_same_state(kb: Path) -> None:
    chosen = chosen_in(kb)
    expected = written(chosen_in(kb), "csv")
    assert run("withdraw", "S", kb=kb).exit_code == 0
    assert written(chosen, "csv") == expected


def test_who_is_overtaken_by_two_writers_is_told_to_try_again(kb: Path) -> None:
    chosen = chosen_in(kb)
    for _ in range(2):
        assert run("solve", kb=kb).exit_code == 0
    with pytest.raises(StoreError, match="is not there any more; try again"):
        written(chosen, "csv")


def test_a_change_that_fails_leaves_the_rows_as_they_were(kb: Path) -> None:
    before = sorted(kb.rglob("timeline*"))
    with pytest.raises(ZeroDivisionError), open_store(str(kb)).change() as changes:
        keep_rows(changes, (1 / 0 for _ in "x"))  # type: ignore[misc]  # fails while it is drawn
    assert sorted(kb.rglob("timeline*")) == before
    assert len(written(chosen_in(kb), "jsonl")[0]) > 0


def test_rows_are_read_where_nothing_may_be_written(kb: Path) -> None:
    everything = [kb, *kb.rglob("*")]
    for item in everything:
        item.chmod(0o555 if item.is_dir() else 0o444)
    chosen = chosen_in(kb)
    assert chosen.kept is not None
    assert written(chosen, "csv")[0]
    assert [kb, *kb.rglob("*")] == everything
    for item in everything:
        item.chmod(0o755 if item.is_dir() else 0o644)


def test_a_copy_of_a_knowledge_base_has_its_rows(kb: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(kb, tmp_path / "copy.kb")
    assert chosen_in(copy).kept is not None
    assert written(chosen_in(copy), "csv") == written(chosen_in(kb), "csv")


# --- the count on a terminal ------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("form", ["csv", "nq", "ics"])
def test_what_is_written_is_counted_on_a_terminal(
    shipped: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", shown := Terminal())
    monkeypatch.setenv("TERM", "xterm")  # one that can move its cursor
    chosen, losses = chosen_in(shipped, form), Losses()
    pieces = list(exporting._watched(FORMATS[form].export(chosen, losses), chosen, losses))
    assert pieces == list(FORMATS[form].export(chosen_in(shipped, form), Losses()))
    assert "events" in shown.getvalue()
