"""The command line: what each command takes, refuses, prints and leaves alone.

The texts in ``tests/golden`` are what the commands print for the shipped data. After a change that
is meant, write them anew and read the difference:

    DATELINE_GOLDEN=write python -m pytest tests/test_cli.py -k golden
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from commands import (
    ARTICLE,
    EV,
    PREFIXES,
    SAID,
    SMALL,
    Shape,
    files_in,
    golden,
    run,
    run_apart,
    told,
)

import dateline
from dateline.cli import main
from dateline.resources import path_of

COMMANDS = sorted(main.commands)
READING = {
    "timeline": (),
    "explain": ("ev:downing",),
    "order": ("ev:downing", "ev:paris-meeting"),
    "what-if": ("claim:ynet-4733020/f20-when",),
    "conflicts": (),
    "compare": (),
    "diff": ("--from", "2015-11-30"),
    "match": (),
    "query": ("meetings",),
    "dump": (),
    "info": (),
}
CHANGING = {"withdraw": ("ynet-4733020",), "solve": ()}
EVERYWHERE = {**READING, **CHANGING, "load": ("small.trig",), "check": ("small.trig",)}


# ---------------------------------------------------------------- a place full of traps


@pytest.fixture(scope="session")
def traps(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that a command may wrongly be given; it must stay as it is."""
    place = tmp_path_factory.mktemp("traps")
    shutil.copytree(shipped, place / "dateline.kb")
    later = shutil.copytree(shipped, place / "later.kb")
    (later / "dateline.json").write_text('{"layout": 2, "generation": "00000001"}')
    damaged = shutil.copytree(shipped, place / "damaged.kb")
    shutil.rmtree(damaged / "generations")
    (place / "unmarked.kb").mkdir()
    (place / "unmarked.kb" / "dateline.json").write_text("not JSON")
    (place / "folder").mkdir()
    (place / "folder" / "holiday.jpg").write_bytes(b"\xff\xd8")
    (place / "small.trig").write_text(SMALL)
    (place / "broken.trig").write_text("@prefix : <https://example.org/> .\n:a :b .\n")
    (place / "nothing.ttl").write_text("# only a comment\n")
    (place / "notes.docx").write_text("not RDF")
    (place / "latin1.rq").write_bytes("# größer\nASK {}".encode("latin-1"))
    (place / "latin1.txt").write_bytes("größer".encode("latin-1"))
    (place / "wrong.trig").write_text(SMALL.replace('"2015-12-03"', '"3 December"'))
    (place / "kept.json").write_text("a result of yesterday")
    return place


@pytest.fixture
def at(traps: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(traps)
    return traps


def refused(*arguments: str, code: int = 1, stdin: str | bytes = "") -> str:
    """Run what must fail and change nothing; return what it says on standard error."""
    before = files_in(Path())
    result = run(*arguments, stdin=stdin)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert files_in(Path()) == before
    assert "Traceback" not in result.stderr
    lines = result.stderr.splitlines()
    if arguments[0] == "check":  # may have said that the files are well before it fails at the text
        lines = [line for line in lines if not line.startswith("the rules are kept; ")]
    if code == 2:
        assert lines[-1].startswith("Error: ")
    else:
        assert lines[0].startswith("Error: ")
        assert all(line.startswith("  ") for line in lines[1:]), lines  # candidates at most
    return result.stderr


BAD_PLACES = [
    ("nowhere.kb", "there is no knowledge base at nowhere.kb", "dateline load --example"),
    ("folder", "folder is not a Dateline knowledge base", ""),
    ("small.trig", "small.trig is not a Dateline knowledge base", ""),
    ("small.trig/kb", "small.trig/kb", ""),
    ("later.kb", "another version", "layout 2"),
    ("damaged.kb", "damaged", ""),
    ("unmarked.kb", "dateline.json cannot be read", ""),
    ("http://127.0.0.1:9/sparql", "no server answers there", ""),
]


#: Where there may be none: load makes it, check does without.
NONE_NEEDED = {("load", "nowhere.kb"), ("check", "nowhere.kb"), ("check", "small.trig/kb")}


@pytest.mark.parametrize(
    ("command", "place", "said", "mend"),
    [
        pytest.param(command, *row, id=f"{command} {row[0]}")
        for command in EVERYWHERE
        for row in BAD_PLACES
        if (command, row[0]) not in NONE_NEEDED
    ],
)
def test_a_knowledge_base_that_is_none_is_refused(
    at: Path, command: str, place: str, said: str, mend: str
) -> None:
    message = refused(command, *EVERYWHERE[command], "--kb", place)
    assert said in message
    assert mend in message


BAD_INPUT: list[tuple[str, list[str], str]] = [
    ("load: missing file", ["load", "missing.trig"], "missing.trig: there is no such file"),
    ("load: one of two files missing", ["load", "small.trig", "no.ttl"], "no.ttl: there is no"),
    ("load: broken TriG", ["load", "broken.trig"], "broken.trig, line 2, column 7: does not parse"),
    ("load: empty file", ["load", "nothing.ttl"], "It holds no statement"),
    ("load: a folder", ["load", "folder"], "folder: cannot be read (Is a directory)"),
    ("load: unknown ending", ["load", "notes.docx"], "Known endings: .trig"),
    ("load: wrong EDTF", ["load", "wrong.trig"], "cannot read the date '3 December'"),
    ("check: missing file", ["check", "missing.trig"], "there is no such file"),
    ("check: broken TriG", ["check", "broken.trig"], "does not parse"),
    ("check: wrong EDTF", ["check", "wrong.trig"], "Write it as EDTF, for example 2015-11-24"),
    ("check: no text", ["check", "small.trig", "--verify", "no.txt"], "no.txt: there is no such"),
    ("check: not UTF-8", ["check", "small.trig", "--verify", "latin1.txt"], "as UTF-8 text"),
    ("withdraw: unknown source", ["withdraw", "reuters-1"], "source:ynet-4733020"),
    ("timeline: wrong EDTF", ["timeline", "--from", "2015-13"], "month 13 does not exist"),
    ("timeline: words for a date", ["timeline", "--to", "Monday"], "cannot read the date 'Monday'"),
    ("timeline: end before start", ["timeline", "--from", "2016", "--to", "2015"], "--from is lat"),
    ("timeline: unknown actor", ["timeline", "--actor", "Obama"], "'Obama' is no actor here"),
    ("timeline: unknown place", ["timeline", "--place", "Narnia"], "'Narnia' is no place here"),
    ("timeline: unknown kind", ["timeline", "--type", "Meetings"], "dl:Meeting"),
    ("timeline: unknown source", ["timeline", "--source", "BBC"], "source:ynet-4733020"),
    ("timeline: ambiguous actor", ["timeline", "--actor", "air force"], "actor:turkish-air-force"),
    ("explain: unknown event", ["explain", "ev:paris-meetin"], "ev:paris-meeting"),
    ("explain: ambiguous name", ["explain", "Tel Aviv"], "ev:idf-confirmation  IDF confirms"),
    ("explain: no name", ["explain", ""], "names no event"),
    ("order: unknown first", ["order", "ev:nothing", "ev:downing"], "is no event here"),
    ("order: unknown second", ["order", "ev:downing", "ev:nothing"], "is no event here"),
    ("query: unknown name", ["query", "meeting"], "near it are: meetings."),
    ("query: missing file", ["query", "missing.rq"], "missing.rq cannot be read"),
    ("query: not UTF-8", ["query", "latin1.rq"], "latin1.rq cannot be read"),
    ("query: not SPARQL", ["query", "broken.trig"], "this is not SPARQL 1.1: error at "),
    ("query: unknown parameter", ["query", "timeline-of-actor", "--param", "who", "Putin"],
     "has no parameter 'who'; it has: actor"),
    ("query: parameter of none", ["query", "meetings", "--param", "who", "Putin"], "it has none"),
    ("query: unknown thing", ["query", "timeline-of-actor", "--param", "actor", "Puttin"],
     "actor:vladimir-putin"),
    ("query: wrong date", ["query", "in-force-on-day", "--param", "day", "soon"],
     "takes one day, such as 2015-11-28, not 'soon': what it means hangs on"),
    ("query: rows as a graph", ["query", "meetings", "-f", "ttl"], "table, json, csv, tsv, xml"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"), [row[1:] for row in BAD_INPUT], ids=[row[0] for row in BAD_INPUT]
)
def test_bad_input_gets_one_clear_message_and_changes_nothing(
    at: Path, arguments: list[str], said: str
) -> None:
    assert said in refused(*arguments)


BAD_QUERIES: list[tuple[str, str | bytes, list[str], str]] = [
    ("empty", "", [], "this is not SPARQL 1.1"),
    ("a typing error", "SELECT ?e { ?e a dl:Meeting", [], "this is not SPARQL 1.1: error at 1:"),
    ("an update", "DELETE WHERE { ?s ?p ?o }", [], "this is not SPARQL 1.1"),
    ("another server", "SELECT * { SERVICE <http://x.org/> { ?s ?p ?o } }", [], "SERVICE is not"),
    ("not UTF-8", b"SELECT \xff", [], "standard input is not UTF-8 text"),
    (
        "a bad IRI",
        "ASK { ?s ?p ?o }",
        ["--param", "s", "<nonsense>"],
        "parameter 's' takes an IRI, not '<nonsense>'",
    ),
    ("a parameter that it lacks", "ASK { ?s ?p ?o }", ["--param", "x", "1"], "it has: s, p, o"),
    ("not a parameter's name", "ASK { ?s ?p ?o }", ["--param", "s }", "1"], "no parameter 's }'"),
    ("no group", "DESCRIBE ev:downing", ["--param", "ev", "1"], "it has none"),
    ("no group to bind in", "DESCRIBE ?e", ["--param", "e", "1"], "no group of patterns"),
    ("a graph as rows", "CONSTRUCT WHERE { ?s ?p ?o }", ["-f", "csv"], "ttl, nt, jsonld, rdf"),
    ("yes or no as CSV", "ASK { ?s ?p ?o }", ["-f", "csv"], "use json or xml"),
    ("yes or no as Turtle", "ASK { ?s ?p ?o }", ["-f", "ttl"], "table, json, csv, tsv, xml"),
    ("too deep", "ASK " + "{" * 70 + "}" * 70, [], "nests deeper than 64 groups"),
]


@pytest.mark.parametrize(
    ("text", "arguments", "said"), [row[1:] for row in BAD_QUERIES], ids=[r[0] for r in BAD_QUERIES]
)
def test_a_query_that_cannot_be_run_gets_one_clear_message(
    at: Path, text: str | bytes, arguments: list[str], said: str
) -> None:
    assert said in refused("query", "-", *arguments, stdin=text)


def test_a_whole_number_is_asked_for_where_a_query_declares_one(at: Path, tmp_path: Path) -> None:
    file = tmp_path / "counting.rq"
    file.write_text("# # How many?\n# **Parameters:** ?n (integer), ?words (text)\n"
                    "SELECT ?n ?words { FILTER (1 = 1) }")  # fmt: skip
    assert "parameter 'n' takes a whole number, not 'x'" in refused(
        "query", str(file), "--param", "n", "x"
    )
    answer = run("query", file, "--param", "n", "-7", "--param", "words", "12", "-f", "csv")
    assert answer.stdout.splitlines() == ["n,words", "-7,12"]


USAGE: list[tuple[str, list[str], str]] = [
    ("no such command", ["tell"], "No such command 'tell'"),
    ("no such option", ["timeline", "--colour"], "No such option"),
    ("certain of what", ["timeline", "--certain"], "--certain goes with --from or --to"),
    ("an ending of another format", ["timeline", "-o", "x.docx"], "no .docx is written here"),
    ("load nothing", ["load"], "name a file to load, or use --example"),
    ("check nothing", ["check"], "Missing argument 'FILES...'"),
    ("verify standard input", ["check", "-", "--verify", "x.txt"], "give it no standard input"),
    ("withdraw nothing", ["withdraw"], "Missing argument 'SOURCE'"),
    ("explain nothing", ["explain"], "Missing argument 'EVENT'"),
    ("order of none", ["order"], "Missing argument 'EVENT'"),
    ("order of the same", ["order", "ev:downing", EV + "downing"], "name two different events"),
    ("query nothing", ["query"], "Missing argument 'QUERY'"),
    ("half a parameter", ["query", "meetings", "--param", "x"], "requires 2 arguments"),
    ("a status that is none", ["timeline", "--status", "true"], "'true' is not one of"),
    ("too much", ["solve", "now"], "unexpected extra argument"),
    *[
        (f"{command}: a format that is none", [command, *arguments, "-f", "pdf"], "'pdf' is not")
        for command, arguments in {**READING, "queries": (), "check": ("small.trig",)}.items()
    ],
]


@pytest.mark.parametrize(
    ("arguments", "said"), [row[1:] for row in USAGE], ids=[row[0] for row in USAGE]
)
def test_wrong_usage_exits_with_2(at: Path, arguments: list[str], said: str) -> None:
    assert said in refused(*arguments, code=2)


@pytest.mark.parametrize(
    "output",
    ["nowhere/x.json", "folder", "small.trig/x.json", "."],
    ids=["missing folder", "a folder", "below a file", "this folder"],
)
@pytest.mark.parametrize("command", [*READING, "queries", "check"])
def test_an_output_that_cannot_be_written_is_refused(at: Path, command: str, output: str) -> None:
    arguments = {**READING, "queries": (), "check": ("small.trig",)}[command]
    form = "nq" if command == "dump" else "json"
    assert f"cannot write {output}: " in refused(command, *arguments, "-f", form, "-o", output)


def test_a_failed_command_leaves_the_output_of_yesterday(at: Path) -> None:
    refused("explain", "ev:nothing", "-o", "kept.json")
    refused("timeline", "--kb", "nowhere.kb", "-o", "kept.json")
    assert Path("kept.json").read_text() == "a result of yesterday"


def test_a_disk_that_fills_up_leaves_the_output_of_yesterday_and_no_draft(
    at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(draft: Path, _: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert "cannot write kept.json: No space left" in refused("info", "-o", "kept.json")


def test_a_query_needs_the_accepted_view_and_says_how_to_build_it(kb: Path, tmp_path: Path) -> None:
    small = tmp_path / "small.trig"
    small.write_text(SMALL)
    loaded = run("load", small, "--no-solve", kb=kb)
    assert (loaded.exit_code, loaded.stdout) == (0, "")
    assert "not solved yet (dateline solve)" in loaded.stderr
    refusal = run("query", "meetings", kb=kb)
    assert (refusal.exit_code, refusal.stdout) == (1, "")
    assert "is not built yet; run: dateline solve" in refusal.stderr
    assert "not built yet" in run("info", kb=kb).stdout
    assert "A meeting on the wire" in run("timeline", kb=kb).stdout  # solves by itself
    assert run("solve", kb=kb).exit_code == 0
    assert "wire-meeting" in run("query", "meetings", "-f", "csv", kb=kb).stdout


def test_an_empty_knowledge_base_is_no_unsolved_one(kb: Path) -> None:
    assert run("withdraw", "ynet-4733020", kb=kb).exit_code == 0
    again = run("withdraw", "source:ynet-4733020", kb=kb)
    assert (again.exit_code, "was withdrawn before (20" in again.stderr) == (1, True)
    assert run("query", "meetings", kb=kb).exit_code == 0
    assert told("info", kb=kb)["solved"] is True
    assert told("timeline", kb=kb)["entries"] == []
    assert run("timeline", kb=kb).stdout.strip()


# ---------------------------------------------------------------- folders that only read


def _without_privilege() -> tuple[str, ...]:
    """What to put before a command so that root, too, is stopped by permissions."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root may write anywhere, and there is no setpriv to give that up")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")


@pytest.fixture
def sealed(kb: Path) -> Any:
    """A knowledge base that may be read and not written, in a folder that is so too."""
    everything = [kb.parent, kb, *kb.rglob("*")]
    modes = {path: path.stat().st_mode for path in everything}
    (kb.parent / "small.trig").write_text(SMALL)
    for path in everything:
        path.chmod(modes[path] & ~0o222)
    yield kb
    for path, mode in modes.items():
        path.chmod(mode)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["load", "small.trig"], "dateline.kb cannot be changed: Permission denied"),
        (["load", "small.trig", "--kb", "new.kb"], "cannot make a knowledge base at new.kb"),
        (["withdraw", "ynet-4733020"], "dateline.kb cannot be changed: Permission denied"),
        (["solve"], "dateline.kb cannot be changed: Permission denied"),
        (["timeline", "-o", "x.csv"], "cannot write x.csv: Permission denied"),
    ],
    ids=["load", "load anew", "withdraw", "solve", "output"],
)
def test_a_folder_that_cannot_be_written_stops_what_writes(
    sealed: Path, arguments: list[str], said: str
) -> None:
    before = files_in(sealed.parent)
    result = run_apart(*arguments, cwd=sealed.parent, before=_without_privilege())
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert files_in(sealed.parent) == before


@pytest.mark.parametrize("command", ["timeline", "compare", "query", "info", "dump"])
def test_a_folder_that_cannot_be_written_can_be_read(
    sealed: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    result = run_apart(command, *READING[command], cwd=sealed.parent, before=_without_privilege())
    assert (result.returncode, result.stderr) == (0, "")
    monkeypatch.chdir(sealed.parent)
    assert result.stdout == run(command, *READING[command]).stdout


# ---------------------------------------------------------------- where it reads and writes


def test_the_knowledge_base_is_named_by_option_then_group_then_environment_then_here(
    kb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def place(*arguments: str, env: dict[str, str] | None = None) -> str:
        named = run(*arguments, "-f", "json", env=env)
        assert named.exit_code == 0, named.output
        return str(json.loads(named.stdout)["knowledge_base"])

    monkeypatch.chdir(tmp_path)
    other, third = (shutil.copytree(kb, tmp_path / name) for name in ("other.kb", "third.kb"))
    by_environment = {"DATELINE_KB": str(other)}
    assert place("info") == "dateline.kb"
    assert place("info", env={"DATELINE_KB": ""}) == "dateline.kb"
    assert place("info", env=by_environment) == str(other)
    assert place("--kb", str(third), "info", env=by_environment) == str(third)
    assert place("--kb", str(other), "info", "--kb", str(third)) == str(third)


def test_files_are_read_from_standard_input(tmp_path: Path) -> None:
    kb = tmp_path / "dateline.kb"
    assert run("load", "-", kb=kb, stdin=SMALL).exit_code == 0
    assert "A meeting on the wire" in run("timeline", kb=kb).stdout
    checked = run("check", "-", kb=kb, stdin="@prefix : <https://x.example/> . :a :b .")
    assert (checked.exit_code, checked.stdout) == (1, "")
    assert checked.stderr.startswith("Error: standard input, line 1, column 40: does not parse")


def test_memory_is_a_knowledge_base_that_is_empty_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.trig").write_text(SMALL)
    assert run("load", "small.trig", kb=":memory:").exit_code == 0
    assert told("timeline", kb=":memory:")["entries"] == []
    assert run("dump", kb=":memory:").stdout == ""
    assert run("query", "meetings", "-f", "csv", kb=":memory:").exit_code == 0
    assert list(files_in(tmp_path)) == ["small.trig"]


@pytest.mark.parametrize(
    ("arguments", "name", "form"),
    [
        (["timeline"], "t.csv", "csv"),
        (["timeline"], "t.JSON", "json"),
        (["timeline"], "t.md", "markdown"),
        (["timeline"], "t.markdown", "markdown"),
        (["timeline"], "t.txt", "table"),
        (["timeline"], "t", "table"),
        (["conflicts"], "c.json", "json"),
        (["explain", "ev:downing"], "e.json", "json"),
        (["order", "ev:downing", "ev:paris-meeting"], "o.json", "json"),
        (["queries"], "q.json", "json"),
        (["query", "meetings"], "m.tsv", "tsv"),
        (["query", "meetings"], "m.xml", "xml"),
        (["dump"], "d.trig", "trig"),
        (["dump"], "d.nq", "nq"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_ending_of_the_output_tells_its_format(
    shipped: Path, tmp_path: Path, arguments: list[str], name: str, form: str
) -> None:
    at = [] if arguments == ["queries"] else ["--kb", str(shipped)]
    written = run(*arguments, *at, "-o", tmp_path / name)
    assert (written.exit_code, written.stdout) == (0, "")
    expected = run(*arguments, *at, "-f", form, "-o", "-")
    assert (tmp_path / name).read_bytes() == expected.stdout_bytes
    assert list(files_in(tmp_path)) == [name]


def test_a_named_format_is_stronger_than_the_ending(shipped: Path, tmp_path: Path) -> None:
    run("timeline", "-f", "json", "-o", tmp_path / "t.csv", kb=shipped)
    assert json.loads((tmp_path / "t.csv").read_text())["entries"]


def test_the_order_of_output_and_format_does_not_matter(shipped: Path, tmp_path: Path) -> None:
    for number, options in enumerate((["-o"], ["-f", "csv", "-o"])):
        run("timeline", *options, tmp_path / f"{number}.csv", kb=shipped)
    assert (tmp_path / "0.csv").read_bytes() == (tmp_path / "1.csv").read_bytes()


def test_output_goes_through_a_link_and_into_a_pipe(shipped: Path, tmp_path: Path) -> None:
    expected = run("timeline", kb=shipped).stdout_bytes
    target, link, pipe = tmp_path / "target.txt", tmp_path / "link.txt", tmp_path / "pipe"
    link.symlink_to(target)
    run("timeline", "-o", link, kb=shipped)
    assert link.is_symlink()
    assert target.read_bytes() == expected
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    run("timeline", "-o", pipe, kb=shipped)
    reader.join(10)
    assert read == [expected]
    assert pipe.is_fifo()


def test_what_looks_like_a_colour_code_is_data_and_stays_in_an_answer(shipped: Path) -> None:
    asked = 'SELECT ("\\u001B[31mred" AS ?text) {}'
    answer = run("query", "-", "-f", "csv", kb=shipped, stdin=asked)
    assert answer.stdout_bytes == b"text\r\n\x1b[31mred\r\n"


def test_every_answer_ends_with_a_line_break(shipped: Path) -> None:
    graph, rows, yes = (
        "CONSTRUCT WHERE { ?e dl:status ?s }",
        "SELECT ?e { ?e a dl:Meeting }",
        "ASK {}",
    )
    for text, forms in (
        (graph, ["table", "ttl", "nt", "jsonld", "rdf"]),
        (rows, ["table", "json", "csv", "tsv", "xml"]),
        (yes, ["table", "json", "xml"]),
    ):
        for form in forms:
            answer = run("query", "-", "-f", form, kb=shipped, stdin=text)
            assert answer.exit_code == 0, answer.output
            assert answer.stdout.endswith("\n"), form
            assert not answer.stdout.endswith("\n\n"), form


def test_a_query_in_a_file_and_one_with_its_own_prefixes_are_answered(
    shipped: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("PREFIX x: <https://w3id.org/dateline/ns#> ASK { ?e a x:Meeting }")
    assert run("query", file, kb=shipped).stdout == "yes\n"
    assert run("query", "-", kb=shipped, stdin="ASK { ?e a dl:Nothing }").stdout == "no\n"
    table = run("query", "-", kb=shipped, stdin="SELECT ?e ?none { ?e a dl:Talks }").stdout
    assert [line.split() for line in table.splitlines()] == [
        ["e", "none"], ["ev:tel-aviv-talks"], [], ["1", "row"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("ev:downing", "yes"),
        (f"<{EV}downing>", "yes"),
        ("downing", "no"),  # text, since the query does not say what it wants
        ("12", "no"),
    ],
)
def test_a_value_without_a_declared_kind_is_an_iri_where_it_looks_like_one(
    shipped: Path, value: str, found: str
) -> None:
    asked = run("query", "-", "--param", "e", value, kb=shipped, stdin="ASK { ?e a dl:Event }")
    assert asked.stdout == f"{found}\n"


FILTERS: list[tuple[list[str], Callable[[dict[str, Any]], bool]]] = [
    (["--actor", "Putin"], lambda e: any("Putin" in p["label"] for p in e["participants"])),
    (["--actor", "actor:turkey"], lambda e: any(p["label"] == "Turkey" for p in e["participants"])),
    (["--place", "Syria"], lambda e: any("yria" in p["label"] and "border" not in p["label"]
                                         for p in e["places"])),
    (["--type", "Meeting"], lambda e: "Meeting" in e["types"]),
    (["--type", "dl:Talks"], lambda e: e["type"] == "Talks"),
    (["--status", "claimed"], lambda e: e["status"] == "claimed"),
    (["--search", "MOSCOW"], lambda e: "Moscow" in e["label"]),
    (["--source", "ynet-4733020"], lambda e: True),
    (["--from", "2015-11-29"], lambda e: (e["end"]["latest"] or "9") > "2015-11-29T00:00:00Z"),
    (["--to", "2015-11-29"], lambda e: (e["start"]["earliest"] or "") < "2015-11-30"),
    (["--certain", "--to", "2015-11-29"],
     lambda e: e["when"] is not None and e["when"].strip("[.]") <= "2015-11-29"),
    (["--certain", "--from", "2015-11-30"],
     lambda e: e["when"] == "2015-11-30" or e["end"]["earliest"] == "2015-11-30T00:00:01Z"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "wanted"), FILTERS, ids=[" ".join(o) for o, _ in FILTERS])
def test_a_filter_keeps_exactly_what_it_names(
    shipped: Path, options: list[str], wanted: Callable[[dict[str, Any]], bool]
) -> None:
    everything = told("timeline", kb=shipped)["entries"]
    kept = told("timeline", *options, kb=shipped)["entries"]
    assert kept == [entry for entry in everything if wanted(entry)]
    assert kept


VIEWS: list[tuple[list[str], str, bool]] = [
    (["--as-of", "2015-12-02"], "", True),
    (["--as-of", "2015-11-30"], "kept: source:ynet-4733020 (possibly published later)", True),
    (["--as-of", "2015-11-29"], "left out: source:ynet-4733020 (published later)", False),
    (["--recorded-by", "2015-12-02"], "", False),
    (["--according-to", "Ya'alon"], "according to: Moshe Ya'alon (actor:moshe-yaalon)", True),
    (["--policy", "own-voice"], "", True),
    (["--policy", "corroborated"], "", False),
]


@pytest.mark.parametrize(("options", "warning", "some"), VIEWS, ids=[" ".join(v[0]) for v in VIEWS])
def test_a_view_shows_part_and_says_which_sources_it_doubts_or_leaves_out(
    shipped: Path, options: list[str], warning: str, some: bool
) -> None:
    shown = run("timeline", *options, kb=shipped)
    assert (shown.exit_code, shown.stderr.strip()) == (0, warning)
    assert shown.stdout.startswith("When ") is some
    assert some or shown.stdout == "No event fits.\n"
    answer = told("timeline", *options, kb=shipped)
    assert [d["why"] for d in answer["doubtful"]] == (
        ["possibly published later"] if warning.startswith("kept") else []
    )
    assert [left["why"] for left in answer["left_out"]] == (
        ["published later"] if warning.startswith("left out") else []
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--as-of", "soon"], "cannot read the date 'soon'"),
        (["--recorded-by", "2015/.."], "it has no end; name a day"),
        (["--according-to", "Narnia"], "'Narnia' is no actor or source here"),
        (["--according-to", "air force"], "say which actor or source you mean:"),
    ],
)
def test_a_view_that_cannot_be_read_is_refused(at: Path, options: list[str], said: str) -> None:
    for command in ("timeline", "explain", "order", "conflicts"):
        assert said in refused(command, *READING[command], *options)


def test_an_event_that_a_view_leaves_out_is_unknown_in_it(shipped: Path) -> None:
    result = run("explain", "ev:downing", "--as-of", "2015-11-01", kb=shipped)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "left out: source:ynet-4733020 (published later)",
        "Error: 'ev:downing' is no event here",
    ]


# ---------------------------------------------------------------- findings


def test_check_says_what_load_would_say_and_stores_nothing(at: Path, tmp_path: Path) -> None:
    before = files_in(at)
    good = run("check", "small.trig")
    assert (good.exit_code, good.stderr.count("\n")) == (0, 1)
    assert good.stderr.startswith("the rules are kept; with these files: 2 sources, 74 claims")
    assert "No contradictions" in good.stdout
    against = tmp_path / "against.trig"
    against.write_text(
        f'{PREFIXES}:other a dl:Article ; rdfs:label "Another"@en .\n'
        ":x a dl:Claim ; dl:source :other ;"
        ' dl:evidence [ a dl:Evidence ; oa:exact "words" ] .\n'
        ":x { ev:tel-aviv-talks dl:before ev:moscow-meeting . }\n"
    )
    (conflict,) = told("check", against, code=3)["conflicts"]
    assert conflict["claims"] == ["https://example.org/kb/x", SAID + "f11-follows-up"]
    table = run("check", against)
    assert table.exit_code == 3
    assert "These cannot all hold" in table.stdout
    alone = run("check", against, kb=tmp_path / "none.kb")  # without the article, none
    assert alone.exit_code == 0, alone.output
    assert files_in(at) == before


@pytest.fixture
def quoting(tmp_path: Path) -> Path:
    """A file with evidence that a text may hold."""
    file = tmp_path / "quoting.trig"
    file.write_text(SMALL)
    return file


@pytest.mark.parametrize(
    ("text", "code", "finding", "words"),
    [
        ("On Monday they met.", 0, "found", "they met"),
        ("On Monday nobody came.", 3, "not found", ""),
    ],
)
def test_check_verifies_evidence_against_a_text(
    tmp_path: Path, quoting: Path, text: str, code: int, finding: str, words: str
) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(text)
    none = tmp_path / "none.kb"
    (one,) = told("check", quoting, "--verify", copy, kb=none, code=code)["evidence"]
    assert (one["finding"], one["words"]) == (finding, words)
    assert one["claims"] == ["https://example.org/kb/wire-1"]
    shown = run("check", quoting, "--verify", copy, kb=none)
    assert shown.exit_code == code
    assert finding in shown.stdout
    assert f"{1 if code == 0 else 0} of 1 pieces of evidence are in the text" in shown.stdout


def test_contradictions_are_a_warning_when_loading_and_a_finding_when_strict(
    kb: Path, tmp_path: Path
) -> None:
    for number, event in enumerate(("paris-meeting", "moscow-meeting"), 1):
        (tmp_path / f"{number}.trig").write_text(
            f'{PREFIXES}:s{number} a dl:Article ; rdfs:label "Another"@en .\n'
            f":x{number} a dl:Claim ; dl:source :s{number} ;"
            ' dl:evidence [ a dl:Evidence ; oa:exact "words" ] .\n'
            f':x{number} {{ ev:{event} dl:when "2015-12-24"^^edtf:EDTF . }}\n'
        )
    one = run("load", tmp_path / "1.trig", "--strict", kb=kb)
    assert one.exit_code == 3
    assert "warning: the claims hold" in one.stderr
    two = run("load", tmp_path / "2.trig", kb=kb)
    assert two.exit_code == 0
    assert re.search(r"warning: the claims hold \d+ contradictions", two.stderr)
    found = told("conflicts", kb=kb, code=3)["conflicts"]
    assert any(conflict["assuming"] == [SAID + "publication-day"] for conflict in found)
    shown = run("conflicts", kb=kb)
    assert shown.exit_code == 3
    assert shown.stdout.count("These cannot all hold") == len(found) > 1
    assert "assuming: " in shown.stdout
    assert "[set aside in the timeline]" in " ".join(shown.stdout.split())
    paris = run("explain", "ev:paris-meeting", kb=kb)
    assert "set aside, since not all claims can hold together" in paris.stdout


# ---------------------------------------------------------------- contracts


IRI = re.compile(r"https?://\S+")
TIME = (re.compile(r"-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), None)
ANSWER = re.compile("yes|no|maybe")
REREAD = {"claim": IRI, "reading": str}
SIDE = re.compile("(start|end)(Earliest|Latest)")
SPAN = {"earliest": TIME, "latest": TIME}
CONTRACTS: dict[str, Any] = {
    "timeline": {
        "asked": str,
        "entries": [
            {
                "event": IRI, "label": str, "type": str, "types": [str],
                "status": re.compile("disputed|reported|claimed|planned|hypothetical"),
                "when": (str, None), "start": SPAN, "end": SPAN,
                "duration": {"minimum": (int, None), "maximum": (int, None)},
                "planned_for": (str, None),
                "participants": [{"actor": IRI, "label": str, "role": str}],
                "places": [{"place": IRI, "label": str}],
                "claims": [IRI], "sources": [IRI], "told_by": [IRI], "set_aside": [IRI],
                "reread": [REREAD], "hangs_on_repair": [SIDE], "rests_on_disputed": bool,
            }
        ],
        "conflicts": [{"claims": [IRI], "explanation": str}],
        "left_out": [{"source": IRI, "why": str}],
        "doubtful": [{"source": IRI, "why": str}],
        "drawing": [
            {
                "event": IRI, "rank": int, "lane": int,
                "certain": ({"from": TIME, "before": TIME}, None),
            }
        ],
    },
    "order": {
        "before": ANSWER, "startsBefore": ANSWER, "possible": [re.compile(r"interval\w+")],
        "because": [IRI], "counterExample": (dict, None),
    },
    "what-if": {
        "claim": IRI, "changes": [{"event": IRI, "bounds": dict}], "resolved": [[IRI]],
        "untold": [IRI],
    },
    "conflicts": {
        "conflicts": [
            {
                "claims": [IRI], "assuming": [IRI], "sources": [IRI], "explanation": str,
                "repairs": [
                    {
                        "set_aside": [IRI], "readings": [str], "claim": IRI, "applied": bool,
                        "changes": [{"event": IRI, "bounds": dict}],
                    }
                ],
            }
        ],
        "more": bool,
    },
    "explain": {
        "event": IRI,
        "bounds": {
            side: {
                "value": TIME,
                "because": [
                    {"claim": IRI, "says": str, "words": str, "source": (IRI, None), "reading": int}
                ],
            }
            for side in ("startEarliest", "startLatest", "endEarliest", "endLatest")
        },
        "set_aside": [{"claim": IRI, "says": str}],
        "reread": [REREAD],
        "hangs_on_repair": [SIDE],
    },
    "queries": {
        "queries": [
            {
                "name": re.compile(r"[a-z0-9-]+"), "title": str, "answers": str,
                "parameters": [{"name": str, "kind": re.compile("IRI|[a-z]+( after)?")}],
                "file": None,
            }
        ]
    },
    "info": {
        "knowledge_base": str, "solved": bool, "statements": int,
        "sources": [{"source": IRI, "label": str, "published": (str, None), "claims": int}],
        "claims": dict, "events": dict, "kinds": dict, "actors": int, "places": int,
        "conflicts": int,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def contradicting(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data with one contradiction."""
    place = tmp_path_factory.mktemp("contradicting")
    kb = shutil.copytree(shipped, place / "dateline.kb")
    added = place / "added.trig"
    added.write_text(
        f'{PREFIXES}:other a dl:Article ; rdfs:label "Another report"@en .\n'
        ":x a dl:Claim ; dl:source :other ;"
        ' dl:evidence [ a dl:Evidence ; oa:exact "The talks came first." ] .\n'
        ":x { ev:tel-aviv-talks dl:before ev:moscow-meeting . }\n"
    )
    assert run("load", added, kb=kb).exit_code == 0
    return kb


@pytest.mark.parametrize(
    ("command", "arguments", "code"),
    [
        ("timeline", [], 0),
        ("order", ["ev:moscow-meeting", "ev:paris-meeting"], 0),
        ("order", ["ev:israeli-airspace-incursion", "ev:downing"], 0),
        ("what-if", [SAID + "f11-follows-up"], 0),
        ("conflicts", [], 3),
        ("explain", ["ev:paris-meeting"], 0),
        ("explain", ["ev:tel-aviv-talks"], 0),
        ("queries", [], 0),
        ("info", [], 0),
    ],
)
def test_json_keeps_to_the_contract_key_by_key(
    contradicting: Path, command: str, arguments: list[str], code: int
) -> None:
    answer = told(
        command, *arguments, kb=None if command == "queries" else contradicting, code=code
    )
    assert Shape.misfits(answer, CONTRACTS[command]) == []


def test_with_one_event_order_lists_what_is_around_it(shipped: Path) -> None:
    found = told("order", "ev:downing", kb=shipped)
    assert found.pop("event") == EV + "downing"
    assert found.keys() == {
        "certainlyBefore", "possiblyBefore", "certainlyAfter", "possiblyAfter",
    }  # fmt: skip
    assert found["certainlyBefore"] == [EV + "turkish-airspace-incursion"]
    assert EV + "decree-signed" in found["certainlyAfter"]
    assert EV + "yaalon-interview" in set(found["possiblyBefore"]) & set(found["possiblyAfter"])
    text = run("order", "ev:turkish-airspace-incursion", kb=shipped).stdout
    assert "certainly before it:\n  nothing\n" in text


def test_what_if_says_what_hangs_on_a_claim(shipped: Path) -> None:
    found = told("what-if", "claim:ynet-4733020/f16-happened", kb=shipped)
    assert found["untold"] == [EV + "turkish-airspace-incursion"]
    text = run("what-if", "claim:ynet-4733020/f16-happened", kb=shipped).stdout
    assert "no claim would tell of “Russian jet breaches Turkish airspace”" in text
    nothing = run("what-if", "claim:ynet-4733020/f13-about", kb=shipped)
    assert nothing.stdout.endswith("then\n  no date would be another\n")
    unknown = run("what-if", "ev:downing", kb=shipped)
    assert unknown.exit_code == 1
    assert unknown.stderr == "Error: 'ev:downing' is no claim here\n"


def test_a_shape_finds_what_does_not_fit() -> None:
    assert Shape.misfits({"a": [1, "x"]}, {"a": [int]}) == ["$.a[1]: 'x'"]
    assert Shape.misfits({"a": 1}, {"b": int}) == ["$: {'a': 1}"]
    assert Shape.misfits(1, [int]) == ["$: 1"]
    assert Shape.misfits("no", (IRI, None)) == ["$: 'no'"]


def test_the_contracts_agree_with_each_other(contradicting: Path) -> None:
    timeline = told("timeline", kb=contradicting)
    conflicts = told("conflicts", kb=contradicting, code=3)["conflicts"]
    assert [c["claims"] for c in timeline["conflicts"]] == [c["claims"] for c in conflicts]
    assert sum(r["applied"] for c in conflicts for r in c["repairs"]) == 1
    info = told("info", kb=contradicting)
    assert info["conflicts"] == len(conflicts)
    assert sum(info["events"].values()) == len(timeline["entries"])
    assert [source["claims"] for source in info["sources"]] == [1, 72]
    assert info["claims"]["judged"] == 1
    explained = told("explain", "ev:tel-aviv-talks", kb=contradicting)
    entry = next(e for e in timeline["entries"] if e["event"] == EV + "tel-aviv-talks")
    assert [one["claim"] for one in explained["set_aside"]] == entry["set_aside"]
    order = told("order", "ev:moscow-meeting", "ev:paris-meeting", kb=contradicting)
    example = order["counterExample"]
    assert (example is not None) == (order["before"] == "maybe")


# ---------------------------------------------------------------- help and golden texts


def help_of(*command: str) -> str:
    result = run(*command, "--help", env={"COLUMNS": "80"})
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize(
    "command", [(), *[(name,) for name in COMMANDS]], ids=lambda c: " ".join(c)
)
def test_help_says_what_it_does_and_fits_80_columns(command: tuple[str, ...]) -> None:
    text = help_of(*command)
    assert "\n  Examples:\n" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def examples() -> list[str]:
    return [
        line.strip()
        for command in ([], *[[name] for name in COMMANDS])
        for line in help_of(*command).partition("Examples:\n")[2].splitlines()
    ]


@pytest.mark.parametrize("line", sorted(set(examples())))
def test_every_example_in_the_help_runs(
    kb: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.chdir(kb.parent)
    shutil.copy(ARTICLE, "article.trig")
    shutil.copy(path_of("data/reference/actors.ttl"), "actors.ttl")
    Path("article.txt").write_text("A copy of the article would stand here.\n")
    Path("news.tml").write_text("<TimeML/>")
    Path("my-questions").mkdir()
    first, _, second = line.partition(" | ")
    words = shlex.split(second or first)
    assert words[0] == "dateline"
    stdin = shlex.split(first)[1] if second else None
    result = run(*words[1:], stdin=stdin)
    assert result.exit_code in {0, 3}, result.output
    assert "Error" not in result.stderr


GOLDEN_TEXTS: dict[str, list[str]] = {
    "timeline.txt": ["timeline"],
    "timeline.json": ["timeline", "-f", "json"],
    "timeline.csv": ["timeline", "-f", "csv"],
    "timeline.md": ["timeline", "-f", "markdown"],
    "explain.txt": ["explain", "ev:tel-aviv-talks"],
    "order.txt": ["order", "ev:israeli-airspace-incursion", "ev:downing"],
    "order-yes.txt": ["order", "ev:moscow-meeting", "ev:tel-aviv-talks"],
}


@pytest.mark.parametrize("name", GOLDEN_TEXTS)
def test_golden_output_of_the_shipped_data(shipped: Path, name: str) -> None:
    result = run(*GOLDEN_TEXTS[name], kb=shipped)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(name, result.stdout)


def test_golden_output_of_a_contradiction(contradicting: Path) -> None:
    golden("conflicts.txt", run("conflicts", kb=contradicting).stdout)


def test_golden_help_of_every_command() -> None:
    parts = [
        f"$ {' '.join(('dateline', *c))}\n{help_of(*c)}" for c in ((), *[(n,) for n in COMMANDS])
    ]
    golden("help.txt", "\n".join(parts).replace("Usage: main", "Usage: dateline"))
    assert "...\n" not in help_of().replace("[ARGS]...\n", "")  # no summary is cut short


TABLES: list[list[str]] = [
    ["timeline"],
    ["timeline", "--type", "Meeting"],
    ["explain", "ev:tel-aviv-talks"],
    ["explain", "ev:downing"],
    ["order", "ev:israeli-airspace-incursion", "ev:downing"],
    ["conflicts"],
    ["queries"],
    ["query", "timeline-of-actor"],
    ["query", "evidence-of"],
    ["info"],
]


@pytest.mark.parametrize("arguments", TABLES, ids=lambda a: " ".join(a))
def test_no_table_is_wider_than_80_columns(contradicting: Path, arguments: list[str]) -> None:
    at = [] if arguments == ["queries"] else ["--kb", str(contradicting)]
    lines = run(*arguments, *at).stdout.splitlines()
    assert len(lines) > 2
    assert max(len(line) for line in lines) <= 80


def test_tables_are_as_wide_as_columns_says(shipped: Path) -> None:
    for columns in ("60", "120"):
        text = run("timeline", kb=shipped, env={"COLUMNS": columns}).stdout
        widest = max(len(line) for line in text.splitlines())
        assert (widest <= 60) if columns == "60" else (80 < widest <= 120)


@pytest.mark.parametrize("columns", ["1", "0", "wide"])
def test_a_nonsensical_width_stops_nothing(shipped: Path, columns: str) -> None:
    assert run("timeline", kb=shipped, env={"COLUMNS": columns}).exit_code == 0


def in_a_terminal(*arguments: str, cwd: Path) -> str:
    """Run the command where standard output is a terminal, and return what that receives."""
    screen, end = os.openpty()
    settings = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "NO_COLOR"}}
    with os.fdopen(screen, "rb", buffering=0) as received, os.fdopen(end, "wb") as terminal:
        done = subprocess.run(
            [sys.executable, "-m", "dateline", *arguments],
            cwd=cwd,
            env=settings | {"TERM": "xterm-256color"},
            stdout=terminal,
            check=True,
        )
        assert done.returncode == 0
        terminal.write(b"<end>")
        terminal.flush()
        text = b""
        while not text.endswith(b"<end>"):
            text += received.read(65_536)
    return text.removesuffix(b"<end>").decode().replace("\r\n", "\n")


def test_a_terminal_gets_bold_letters_and_a_file_or_pipe_never(
    shipped: Path, tmp_path: Path
) -> None:
    arguments = ("timeline", "--type", "Talks", "--kb", str(shipped))
    assert in_a_terminal(*arguments, "-o", "talks.txt", cwd=tmp_path) == ""
    plain = (tmp_path / "talks.txt").read_text()
    assert "\x1b" not in plain
    assert plain == run(*arguments).stdout == run(*arguments, env={"FORCE_COLOR": "1"}).stdout
    shown = in_a_terminal(*arguments, cwd=tmp_path)
    assert "\x1b[1mWhen" in shown
    bare = [line.rstrip() for line in re.sub(r"\x1b\[\d*m", "", shown).splitlines()]
    assert bare == plain.splitlines()


# ---------------------------------------------------------------- processes of their own


def test_the_module_is_the_command(shipped: Path) -> None:
    version = run_apart("--version", cwd=shipped.parent)
    assert version.stdout == f"dateline, version {dateline.__version__}\n"
    assert run_apart("--help", cwd=shipped.parent).stdout.startswith("Usage: dateline [OPTIONS]")
    timeline = run_apart("timeline", cwd=shipped.parent)
    assert (timeline.returncode, timeline.stderr) == (0, "")
    assert timeline.stdout == run("timeline", kb=shipped).stdout
    asked = run_apart("query", "-", cwd=shipped.parent, stdin="ASK { ?e a dl:Meeting }")
    assert asked.stdout == "yes\n"
    missing = run_apart("load", "none.trig", cwd=shipped.parent)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr == "Error: none.trig: there is no such file\n"


SLOW = {"rdflib", "pyoxigraph", "pyshacl", "rich", "edtf", "filelock"}


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], SLOW),
        (["timeline", "--help"], SLOW),
        (["--version"], SLOW),
        (["when", "yesterday", "--published", "2015"], SLOW),
        (["timeline"], {"rdflib", "pyshacl", "edtf"}),
        (["timeline", "-f", "json"], {"rdflib", "pyshacl", "edtf", "rich"}),
        (["query", "meetings", "-f", "csv"], {"rdflib", "pyshacl", "edtf", "rich"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_imports_no_more_than_it_needs(
    shipped: Path, arguments: list[str], unwanted: set[str]
) -> None:
    script = (
        "import sys\nfrom dateline.cli import main\n"
        f"main({arguments!r}, standalone_mode=False)\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    )
    result = run_script(script, shipped.parent)
    assert "dateline" in result
    assert result & unwanted == set()


def run_script(script: str, cwd: Path) -> set[str]:
    """Run Python and return the words of the last line that it writes to standard error."""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, capture_output=True, text=True, check=True
    )
    return set(done.stderr.splitlines()[-1].split())
