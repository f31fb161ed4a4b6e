"""One contract for every place that keeps a knowledge base: the same steps, the same answers.

What is right is what a knowledge base in memory answers; that its answers are right, the other
tests say. The Oxigraph server always takes part, Virtuoso where DATELINE_TEST_VIRTUOSO is set
(`make test-engines`), and a server of your own where DATELINE_TEST_ENDPOINT names it. What that one
keeps is overwritten; how to sign in there, docs/engines.md says.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import commands
import pyoxigraph as ox
import pytest
from engines import Server, oxigraph_server, virtuoso_is_installed, virtuoso_server
from test_queries import CASES, QUERIES, rows_of, terms

from dateline.errors import StoreError
from dateline.loading import put_files
from dateline.pipeline import write_view
from dateline.queries import run
from dateline.resources import corpus_files, example_files, path_of
from dateline.sources import SourceFile, read_file
from dateline.store import opening
from dateline.store.embedded import MemoryStore
from dateline.store.opening import create_store, open_store
from dateline.vocabulary import ACCEPTED, CLAIMS, DL, REFERENCE, XSD

pytestmark = pytest.mark.apart

ENDPOINT = os.environ.get("DATELINE_TEST_ENDPOINT", "")
NAMES = ["memory", "folder", "oxigraph", "virtuoso", *(["endpoint"] if ENDPOINT else [])]
#: Time stands still, so that what is recorded is the same everywhere.
CLOCK = {"SOURCE_DATE_EPOCH": "1767225600"}
SIGNING_IN = ("DATELINE_USER", "DATELINE_PASSWORD", "DATELINE_TOKEN", "DATELINE_AUTH")
ADDRESSES = ("DATELINE_ENGINE", "DATELINE_UPDATE_URL", "DATELINE_GRAPH_STORE_URL")


@dataclass
class Backend:
    """A place that keeps a knowledge base, how to get in, and what is kept there now."""

    name: str
    place: str
    version: str = ""
    settings: dict[str, str | None] = field(default_factory=dict)
    holds: str = ""
    memory: MemoryStore = field(default_factory=MemoryStore)

    @contextlib.contextmanager
    def set_up(self) -> Iterator[None]:
        """Run a block with the settings of this place; ``:memory:`` is then always the same."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {**CLOCK, **self.settings}.items():
                if value is None:
                    patch.delenv(name, raising=False)
                else:
                    patch.setenv(name, value)
            patch.setattr(opening, "MemoryStore", lambda: self.memory)
            yield

    def says(self, *arguments: str | Path, stdin: str | None = None) -> tuple[int, str, str]:
        """Return a command's exit code, answer and messages, with no word of where it ran."""
        with self.set_up():
            result = commands.run(*arguments, kb=self.place, stdin=stdin)
        out, err = (text.replace(self.place, "KB") for text in (result.stdout, result.stderr))
        return result.exit_code, out, err

    def bring(self, name: str, files: list[SourceFile]) -> None:
        """Replace what is kept here by the given files, solved."""
        if self.holds != name:
            self.empty()
            with self.set_up(), create_store(self.place).change() as changes:
                put_files(changes, files)
                write_view(changes)
            self.holds = name

    def empty(self) -> None:
        """Remove everything that is kept here."""
        self.holds = ""
        with self.set_up(), create_store(self.place).change() as changes:
            for graph in {quad.graph_name for quad in changes.quads()}:
                assert isinstance(graph, ox.NamedNode)
                changes.clear(graph.value)


def of_server(server: Server) -> Backend:
    nothing = dict.fromkeys((*SIGNING_IN, *ADDRESSES))
    known = {"DATELINE_USER": server.user, "DATELINE_PASSWORD": server.password}
    settings = {**nothing, **(known if server.user else {})}
    return Backend(server.engine, server.query, server.version, settings)


@contextlib.contextmanager
def backend_named(name: str, folder: Path) -> Iterator[Backend]:
    """Start a backend, or skip the test where nobody asked for it."""
    if name == "virtuoso" and not os.environ.get("DATELINE_TEST_VIRTUOSO"):
        why = "" if virtuoso_is_installed() else ", which also installs it"
        pytest.skip(f"Virtuoso takes part in: make test-engines{why}")
    if name == "oxigraph":
        with oxigraph_server(folder) as server:
            yield of_server(server)
    elif name == "virtuoso":
        with virtuoso_server(folder) as server:
            yield of_server(server)
    elif name == "endpoint":
        yield Backend("endpoint", ENDPOINT)
    else:
        place = {"memory": ":memory:", "folder": str(folder / "kb")}[name]
        yield Backend(name, place, ox.__version__)


@pytest.fixture(scope="module", params=NAMES)
def backend(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Backend]:
    folder = tmp_path_factory.mktemp(request.param) / request.param
    with backend_named(request.param, folder) as found:
        yield found


@pytest.fixture(scope="module")
def reports() -> list[SourceFile]:
    return [read_file(path) for path in corpus_files()]


@pytest.fixture(scope="module")
def article() -> list[SourceFile]:
    return [read_file(path) for path in example_files()]


class Right:
    """What every backend is compared with: the answers of a knowledge base in memory, once."""

    def __init__(self, name: str, files: list[SourceFile]) -> None:
        self.backend = Backend("what is right", ":memory:")
        self.backend.bring(name, files)
        self.said: dict[tuple[str | None, ...], tuple[int, str, str]] = {}

    def says(self, *arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
        key = (*arguments, stdin)
        if key not in self.said:
            self.said[key] = self.backend.says(*arguments, stdin=stdin)
        return self.said[key]


@pytest.fixture(scope="module")
def right_article(article: list[SourceFile]) -> Right:
    return Right("article", article)


@pytest.fixture(scope="module")
def right_corpus(reports: list[SourceFile]) -> Right:
    return Right("corpus", reports)


@pytest.fixture
def fresh(backend: Backend, article: list[SourceFile]) -> Backend:
    """The backend with the article, to do anything with."""
    backend.bring("article", article)
    backend.holds = "anything"
    return backend


# ------------------------------------------------------------------------------------ reading


#: Asked of the article.
READING = [
    "timeline -f json",
    "timeline -f csv",
    "timeline -f markdown",
    "timeline --as-of 2015-11-26 -f json",
    "timeline --recorded-by 2015-12-02 -f json",
    "timeline --according-to Israel -f json",
    "timeline --policy corroborated -f json",
    "timeline --actor Putin --from 2015-11-01 --to 2015-11-30 -f json",
    "timeline --place Paris --certain --to 2015-12-02 -f json",
    "explain downing -f json",
    "explain downing --as-of 2015-11-26",
    "order ev:moscow-meeting ev:tel-aviv-talks -f json",
    "order downing -f json",
    "conflicts -f json",
    "what-if claim:ynet-4733020/f20-when -f json",
    "compare -f json",
    "compare --according-to Netanyahu --according-to Putin -f json",
    "diff --from 2015-11-25 --to 2015-12-01 -f json",
    "diff --source ynet-4733020 -f json",
    "match --same-source -f json",
    "info -f json",
    "dump -f nq",
    "dump -f trig",
    "query timeline-of-actor --param actor Putin -f csv",
    "query in-force-on-day --param day 2015-11-28",
    "query meetings -f json",
    "query no-such-query",
    "explain nothing-of-the-kind",
]

#: Asked of the article and the reports around it, which contradict each other.
READING_REPORTS = [
    "timeline",
    "timeline -f json",
    "timeline --as-of 2015-11-26 -f json",
    "compare -f json",
    "match -f json",
    "info -f json",
    "dump",
]


@pytest.mark.parametrize("line", READING_REPORTS)
def test_a_command_says_the_same_of_all_reports_everywhere(
    line: str, backend: Backend, reports: list[SourceFile], right_corpus: Right
) -> None:
    backend.bring("corpus", reports)
    assert backend.says(*line.split()) == right_corpus.says(*line.split())


@pytest.mark.parametrize("line", READING)
def test_a_command_says_the_same_everywhere(
    line: str, backend: Backend, article: list[SourceFile], right_article: Right
) -> None:
    backend.bring("article", article)
    assert backend.says(*line.split()) == right_article.says(*line.split())


TYPED = {
    "of the view, naming no graph": ("SELECT ?e ?l { ?e a dl:Meeting ; rdfs:label ?l }", "csv"),
    "whether something is so": ("ASK { ?e a dl:Meeting }", "json"),
    "whether something else is so": ("ASK { ?e a dl:Nothing }", "xml"),
    "for triples": ("CONSTRUCT { ?e a dl:Talk } WHERE { ?e a dl:Meeting }", "nt"),
    "with nothing in some places": (
        "SELECT ?e ?when { ?e a dl:Statement OPTIONAL { ?e dl:when ?when } }",
        "tsv",
    ),
    "of words in the letters of others": (
        'SELECT ?e ("–“ü\\"\\\\\\n" AS ?x) { ?e a dl:Meeting }',
        "csv",
    ),
    "without sense": ("SELECT ?e {{ ?e a dl:Meeting }", "csv"),
}


@pytest.mark.parametrize("question", TYPED)
def test_a_typed_query_is_answered_the_same_everywhere(
    question: str, backend: Backend, article: list[SourceFile], right_article: Right
) -> None:
    text, form = TYPED[question]
    backend.bring("article", article)

    def lines(of: Backend | Right) -> tuple[int, list[str], str]:
        code, out, err = of.says("query", "-", "-f", form, stdin=text)
        return code, sorted(out.splitlines()), err

    assert lines(backend) == lines(right_article)


@pytest.mark.parametrize("on", ["corpus", "article"])
def test_every_named_query_gives_the_expected_rows_everywhere(
    on: str, backend: Backend, article: list[SourceFile], reports: list[SourceFile]
) -> None:
    backend.bring(on, {"article": article, "corpus": reports}[on])
    wrong = {}
    with backend.set_up():
        store = open_store(backend.place)
        for case in CASES:
            if case.on == on:
                rows = Counter(rows_of(run(store, case.query, terms(case.query))))
                expected = case.expected()[1]
                if rows != expected:
                    wrong[case.query.name] = (rows - expected, expected - rows)
    assert wrong == {}


def test_every_named_query_answers_for_all_values_everywhere(
    backend: Backend, reports: list[SourceFile], right_corpus: Right
) -> None:
    backend.bring("corpus", reports)

    def answers(of: Backend) -> dict[str, list[tuple[str, ...]]]:
        with of.set_up():
            store = open_store(of.place)
            return {name: sorted(rows_of(run(store, query))) for name, query in QUERIES.items()}

    assert answers(backend) == answers(right_corpus.backend)


# ----------------------------------------------------------------------------------- changing


CORRECTED = commands.SMALL.replace("A meeting on the wire", "Talks on the wire")
WRONG = commands.SMALL.replace("dl:evidence", "dl:evidenze")
CONTRADICTING = (
    commands.PREFIXES
    + """
:liar a dl:Article ; rdfs:label "A liar"@en ; dl:published "2015-12-03"^^edtf:EDTF .
:liar-1 a dl:Claim ; dl:source :liar ; dl:evidence [ a dl:Evidence ; oa:exact "before" ] .
:liar-1 { ev:downing dl:after ev:paris-meeting . }
"""
)

#: The life of a knowledge base: each step is a command, a file is named by its text in FILES.
FILES = {
    "wire.trig": commands.SMALL,
    "corrected.trig": CORRECTED,
    "wrong.trig": WRONG,
    "liar.trig": CONTRADICTING,
}
STEPS = [
    "load wire.trig",
    "timeline -f json",
    "query sources",
    "load corrected.trig",
    "timeline --search wire",
    "load wrong.trig",
    "load no-such-file.trig",
    "load liar.trig",
    "conflicts -f json",
    "timeline --strict",
    "query claims-in-conflict -f csv",
    "withdraw https://example.org/kb/liar",
    "conflicts",
    "match --accept https://example.org/kb/wire-meeting ev:paris-meeting --reason So --author Me",
    "timeline --search meet -f json",
    "query identity-judgements -f csv",
    "match --withdraw https://example.org/kb/wire-meeting ev:paris-meeting",
    "load --no-solve wire.trig",
    "query meetings",
    "solve",
    "withdraw wire",
    "withdraw nobody",
    "diff --recorded --from 2015-11-25 -f json",
]


@dataclass(frozen=True)
class Life:
    """What each step said, and the knowledge base that it left."""

    backend: Backend
    folder: Path

    def __iter__(self) -> Iterator[tuple[str, tuple[int, str, str], str]]:
        for step in STEPS:
            words = step.split()
            files = [str(self.folder / word) if word in FILES else word for word in words]
            yield step, self.backend.says(*files), self.backend.says("dump")[1]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def right_life(
    article: list[SourceFile], files: Path
) -> list[tuple[str, tuple[int, str, str], str]]:
    return list(Life(Right("article", article).backend, files))


def test_a_knowledge_base_lives_the_same_life_everywhere(
    fresh: Backend, files: Path, right_life: list[tuple[str, tuple[int, str, str], str]]
) -> None:
    for (step, said, left), (_, expected, expected_left) in zip(
        Life(fresh, files), right_life, strict=True
    ):
        assert said == expected, step
        assert left == expected_left, step


def test_what_is_removed_is_gone_everywhere(fresh: Backend) -> None:
    fresh.empty()
    with fresh.set_up(), create_store(fresh.place).change() as changes:
        assert list(changes.quads()) == []


def test_a_change_that_fails_changes_nothing_anywhere(fresh: Backend) -> None:
    before = fresh.says("dump")
    with pytest.raises(RuntimeError, match="in the middle"):
        _fail_in_the_middle(fresh)
    assert fresh.says("dump") == before


def _fail_in_the_middle(backend: Backend) -> None:
    with backend.set_up(), create_store(backend.place).change() as changes:
        changes.clear(CLAIMS)
        changes.remove(list(changes.quads(ACCEPTED))[:3])
        raise RuntimeError("in the middle")


ODD = [
    ("17.5", "decimal"),
    ("0.1", "double"),
    ("1E300", "double"),
    ("true", "boolean"),
    ("2015-11-28", "date"),
    ("2015-11-28T10:00:00.5Z", "dateTime"),
    ("-0044-03-15T00:00:00Z", "dateTime"),
    ("-0001-01-01T00:00:00Z", "dateTime"),
    ("12015-01-01T00:00:00Z", "dateTime"),
    ("P1DT12H", "duration"),
    ("10:00:00Z", "time"),
    ("99999999999999999999", "integer"),
    ("–" * 20_000, "string"),
    (' "\\\n\t', "string"),
]


def test_a_value_is_kept_as_it_is_or_refused_everywhere(fresh: Backend) -> None:
    before = fresh.says("dump")
    for value, datatype in ODD:
        literal = ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))
        thing = ox.NamedNode("https://example.org/thing")
        store = ox.Store()  # which writes it as every store does
        store.add(ox.Quad(thing, ox.NamedNode(DL + "note"), literal, ox.NamedNode(REFERENCE)))
        (quad,) = store
        with fresh.set_up():
            try:
                with create_store(fresh.place).change() as changes:
                    changes.add([quad])
            except StoreError:
                assert fresh.says("dump") == before
                continue
            assert list(open_store(fresh.place).quads(REFERENCE, thing.value)) == [quad]
            with create_store(fresh.place).change() as changes:
                changes.remove([quad])
    assert fresh.says("dump") == before


def test_the_example_is_loaded_by_command_everywhere(fresh: Backend, right_article: Right) -> None:
    fresh.empty()
    said = fresh.says("load", "--example")
    assert said == (0, "", "loaded 3 files into KB: 1 source, 73 claims, 24 events\n")
    assert fresh.says("dump") == right_article.says("dump")


def test_the_documents_say_that_it_was_run(backend: Backend) -> None:
    table = path_of("docs/engines.md").read_text(encoding="utf-8").partition("## What was run")[2]
    rows = dict(re.findall(r"(?m)^\| ([^|]+) \| ([\d.]+) \|", table))
    if backend.name != "endpoint":
        assert f"{backend.version}.".startswith(f"{rows[backend.name]}.")
