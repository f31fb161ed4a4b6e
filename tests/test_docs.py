"""The documents are true of the program: commands, their output, modules, dependencies, links."""

from __future__ import annotations

import itertools
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

import dateline
from dateline.cli import main

ROOT = Path(__file__).parents[1]
PACKAGE = Path(dateline.__file__).parent
README, GUIDE = ROOT / "README.md", ROOT / "docs/guide.md"
DEPENDENCIES = ROOT / "docs/decisions/0002-dependencies.md"
TOP = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md")
DOCUMENTS = [*(ROOT / name for name in TOP), *sorted((ROOT / "docs").rglob("*.md"))]

#: A line of its own in shown output: any lines may stand there.
ELISION = "…"
GOOD, FINDINGS = 0, 3


class Shown(NamedTuple):
    """A command in a document, and the output that is shown for it."""

    command: str
    output: list[str]


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def fenced(document: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(document), re.DOTALL | re.MULTILINE)


def shown_in(document: Path) -> Iterator[Shown]:
    """Yield each ``$ …`` command of the console blocks with the lines below it."""
    for block in fenced(document, "console"):
        assert block.startswith("$ "), f"a console block begins with a command: {block[:60]!r}"
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *output = part.rstrip("\n").split("\n")
            yield Shown(command, output)


def save_files(document: Path, folder: Path) -> None:
    """Write the files that a reader is asked to save."""
    asked = r"[Ss]ave this as `([\w.]+)`:\n\n```\w*\n(.*?)^```$"
    for name, content in re.findall(asked, text_of(document), re.MULTILINE | re.DOTALL):
        (folder / name).write_text(content, encoding="utf-8")


def run(command: str) -> tuple[int, str]:
    """Run ``dateline …`` or ``echo '…' | dateline …`` and return its exit code and output."""
    words = shlex.split(command)
    given = None
    if words[0] == "echo":
        assert words[2] == "|", f"only one text may be echoed: {command}"
        given, words = words[1] + "\n", words[3:]
    assert words[0] == "dateline", f"not a command of ours: {command}"
    result = CliRunner().invoke(main, words[1:], input=given, env={"COLUMNS": None})
    return result.exit_code, result.output


def first_line_not_printed(shown: list[str], printed: list[str]) -> str | None:
    """Return the first shown line that is not printed where it has to be, or None.

    Lines shown one below the other are printed so; an elision lets anything stand between.
    """
    place = 0
    chunks = itertools.groupby(shown, lambda line: line == ELISION)
    for wanted in [list(lines) for elided, lines in chunks if not elided]:
        while wanted != printed[place : place + len(wanted)]:
            place += 1
            if place + len(wanted) > len(printed):
                return next((line for line in wanted if line not in printed), wanted[0])
        place += len(wanted)
    return None


@pytest.mark.parametrize("document", [README, GUIDE], ids=lambda path: path.name)
def test_every_command_shown_works_and_prints_what_is_shown(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_KB", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    save_files(document, tmp_path)
    commands = list(shown_in(document))
    assert commands
    for command, shown in commands:
        code, output = run(command)
        assert code in {GOOD, FINDINGS}, f"$ {command}\nexit code {code}\n{output}"
        missing = first_line_not_printed(shown, [line.rstrip() for line in output.split("\n")])
        assert missing is None, f"$ {command}\nnot printed there: {missing!r}\n{output}"


PRINTED = ["one", "two", "", "three", "four", "two"]


@pytest.mark.parametrize(
    ("shown", "missing"),
    [
        pytest.param([], None, id="nothing is shown"),
        pytest.param(["two", "", "three"], None, id="lines in the middle"),
        pytest.param(["one", ELISION, "four"], None, id="lines left out"),
        pytest.param([ELISION, "two", ELISION], None, id="left out before and after"),
        pytest.param(["two", ELISION, "two"], None, id="a line twice"),
        pytest.param(["one", "three"], "one", id="lines left out without a word"),
        pytest.param(["four", ELISION, "one"], "one", id="another order"),
        pytest.param(["two", "five"], "five", id="a line that is not printed"),
        pytest.param(["one", ELISION, "one"], "one", id="a line once too often"),
    ],
)
def test_shown_lines_are_looked_for_in_order(shown: list[str], missing: str | None) -> None:
    assert first_line_not_printed(shown, PRINTED) == missing


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_a_heading_in_the_guide(command: str) -> None:
    assert re.search(rf"^##.*`dateline {command}`$", text_of(GUIDE), re.MULTILINE)


def test_the_guide_describes_no_command_that_there_is_not() -> None:
    described = re.findall(r"^##.*`dateline ([\w-]+)`$", text_of(GUIDE), re.MULTILINE)
    assert sorted(described) == sorted(main.commands)


@pytest.mark.parametrize("option", sorted(
    name
    for parameter in main.commands["timeline"].params
    for name in parameter.opts
    if name.startswith("--") and name not in {"--format", "--kb"}
))  # fmt: skip
def test_every_option_of_the_timeline_is_in_the_guide(option: str) -> None:
    wanted = "-o" if option == "--output" else option
    assert re.search(rf"(?<![\w-]){wanted}(?![\w-])", text_of(GUIDE))


@pytest.mark.parametrize("command", ["make timeline", "make test"])
def test_the_readme_names_the_two_commands(command: str) -> None:
    assert f"`{command}`" in text_of(README)


@pytest.mark.parametrize("target", sorted(
    {t for path in DOCUMENTS for t in re.findall(r"`make ([\w-]+)`", text_of(path))}
))  # fmt: skip
def test_every_make_command_that_a_document_names_is_in_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:", text_of(ROOT / "Makefile"), re.MULTILINE)


@pytest.mark.parametrize(
    "module", sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
)
def test_every_module_is_in_the_architecture(module: str) -> None:
    assert f"`{module}`" in text_of(ROOT / "ARCHITECTURE.md")


def test_the_architecture_names_no_module_that_there_is_not() -> None:
    named = re.findall(r"`([\w/]+\.py)`", text_of(ROOT / "ARCHITECTURE.md"))
    assert [name for name in named if not (PACKAGE / name).is_file()] == []


def dependencies() -> Iterator[str]:
    """Yield the name of everything that is installed to run, test or build the project."""
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    groups = project["dependency-groups"].values()
    for wanted in (
        *project["project"]["dependencies"],
        *(one for extra in project["project"].get("optional-dependencies", {}).values()
          for one in extra),
        *(one for group in groups for one in group if isinstance(one, str)),
    ):  # fmt: skip
        yield re.split(r"[\[<>=!~; ]", wanted)[0]


@pytest.mark.parametrize("package", sorted(set(dependencies())))
def test_every_dependency_says_what_it_is_for(package: str) -> None:
    assert re.search(rf"^\| `{re.escape(package)}` \| \w", text_of(DEPENDENCIES), re.MULTILINE)


def test_no_dependency_is_explained_that_there_is_not() -> None:
    explained = re.findall(r"^\| `([\w-]+)` \|", text_of(DEPENDENCIES), re.MULTILINE)
    assert sorted(explained) == sorted(set(dependencies()))


def anchors(document: Path) -> set[str]:
    """Return the names by which the headings of a document are linked to."""
    headings = re.findall(r"^#+ (.*)$", text_of(document), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


LINKS = sorted(
    (path.relative_to(ROOT).as_posix(), link)
    for path in DOCUMENTS
    for link in re.findall(r"\]\(([^)\s]+)\)", text_of(path))
    if "://" not in link
)


@pytest.mark.parametrize(("document", "link"), LINKS, ids=[" -> ".join(pair) for pair in LINKS])
def test_every_relative_link_leads_somewhere(document: str, link: str) -> None:
    name, _, heading = link.partition("#")
    target = (ROOT / document).parent / name if name else ROOT / document
    assert target.exists()
    assert not heading or heading in anchors(target)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_document_names_a_path_of_a_machine(document: Path) -> None:
    machine = r"(?<![\w./])/(?:home|root|tmp|work|usr|opt|mnt|Users|var)/|\b[A-Z]:\\"
    assert re.findall(machine, text_of(document)) == []


def test_the_changelog_has_the_version_of_the_package() -> None:
    assert f"## {dateline.__version__} — " in text_of(ROOT / "CHANGELOG.md")
