"""What TAB offers, asked as a shell asks: in a process of its own, with the words so far."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import PREFIXES, run

from dateline.cli import main
from dateline.cli.completion import OFFERED, SHELLS
from dateline.queries import named_queries

DATELINE = [sys.executable, "-c", "import dateline.cli as c; c.main(prog_name='dateline')"]


def offered(
    *words: str, kb: Path | str = "", shell: str = "bash", env: dict[str, str] | None = None
) -> list[str]:
    """Return what completes the last of the words, with its descriptions where a shell has them."""
    told = asked(*words, kb=kb, shell=shell, env=env)
    assert told.stderr == ""
    if shell == "bash":
        return [line.partition(",")[2] for line in told.stdout.splitlines() if line]
    return told.stdout.splitlines()


def asked(
    *words: str, kb: Path | str = "", shell: str = "bash", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    known = {k: v for k, v in os.environ.items() if k not in {"DATELINE_KB", "DATELINE_QUERIES"}}
    settings = known | {"_DATELINE_COMPLETE": f"{shell}_complete", "DATELINE_KB": str(kb)}
    if shell == "fish":
        settings |= {"COMP_WORDS": " ".join(["dateline", *words]), "COMP_CWORD": words[-1]}
    else:
        settings |= {"COMP_WORDS": "\n".join(["dateline", *words]), "COMP_CWORD": str(len(words))}
    return subprocess.run(
        DATELINE,
        env=settings | (env or {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ti"], ["timeline"]),
        (["query", "timeline-"], ["timeline-of-actor"]),
        (["query", "meetings", "--par"], ["--param"]),
        (["query", "meetings", "-f", "t"], ["table", "tsv", "ttl"]),
        (["query", "timeline-of-actor", "--param", ""], ["actor"]),
        (["query", "events-of-two-actors", "--param", ""], ["first", "second"]),
        (["query", "events-of-two-actors", "--param", "s"], ["second"]),
        (["query", "timeline-of-actor", "--param", "actor", "vlad"], ["vladimir-putin"]),
        (["query", "events-of-two-actors", "--param", "first", "vladimir-putin", "--param",
          "second", "benj"], ["benjamin-netanyahu"]),
        (["query", "events-within-place", "--param", "place", "par"], ["paris"]),
        (["query", "in-force-on-day", "--param", "day", ""], []),
        (["query", "meetings", "--param", ""], []),
        (["query", "no-such-query", "--param", ""], []),
        (["query", "-", "--param", ""], []),
        (["query", "--param", ""], []),
        (["query", "who-met-whom", "--param", "actor", "actor:vl"], [r"actor\:vladimir-putin"]),
        (["timeline", "--actor", "Turk"], ["turkey", "turkish-air-force"]),
        (["timeline", "--actor", "türk"], ["Türkiye"]),
        (["timeline", "--place", "par"], ["paris"]),
        (["timeline", "--type", "airs"], ["AirspaceIncursion"]),
        (["timeline", "--according-to", "yn"], ["ynet", "ynet-4733020"]),
        (["withdraw", "yn"], ["ynet-4733020"]),
        (["what-if", "f20-w"], ["f20-when"]),
        (["explain", "par"], ["paris-meeting"]),
        (["explain", "Netanyahu\\ and\\ Putin\\ meet"],
         [r"Netanyahu\ and\ Putin\ meet\ in\ Moscow", r"Netanyahu\ and\ Putin\ meet\ in\ Paris"]),
        (["explain", '"Netanyahu and Putin meet in P'], ["Netanyahu and Putin meet in Paris"]),
        (["order", "downing", "tel"], ["tel-aviv-talks"]),
        (["completion", "z"], ["zsh"]),
    ],
    ids=lambda value: " ".join(value),
)  # fmt: skip
def test_words_are_completed(words: list[str], expected: list[str], shipped: Path) -> None:
    assert offered(*words, kb=shipped) == expected


def test_every_command_and_every_named_query_is_offered() -> None:
    assert set(offered("")) == set(main.commands)
    assert offered("query", "") == sorted(query.name for query in named_queries())


def test_own_queries_and_their_parameters_are_offered(tmp_path: Path, shipped: Path) -> None:
    (tmp_path / "whose.rq").write_text("# # Whose?\n# **Parameters:** ?who (actor)\nSELECT ?who {}")
    around = {"DATELINE_QUERIES": str(tmp_path)}
    assert offered("query", "who", env=around) == ["who-met-whom", "whose"]
    here = ["query", "--queries", str(tmp_path)]
    assert offered(*here, "whos") == ["whose"]
    assert offered(*here, "whose", "--param", "") == ["who"]
    assert offered(*here, "whose", "--param", "who", "vlad", kb=shipped) == ["vladimir-putin"]
    assert asked("query", "none", env=around).stdout == "file,none\n"


def test_the_knowledge_base_of_the_command_line_comes_first(shipped: Path, tmp_path: Path) -> None:
    for words in (
        ["explain", "--kb", str(shipped), "par"],
        ["--kb", str(shipped), "explain", "par"],
    ):
        assert offered(*words, kb=tmp_path / "none") == ["paris-meeting"]


@pytest.mark.parametrize(
    "kb", ["none", "http://127.0.0.1:9/sparql", "https://example.org/", ":memory:"]
)
def test_without_a_knowledge_base_here_nothing_is_offered_and_nothing_said(
    kb: str, tmp_path: Path
) -> None:
    assert offered("explain", "", kb=kb if ":" in kb else tmp_path / kb) == []
    assert list(tmp_path.iterdir()) == []


def test_other_shells_are_told_what_each_name_is(shipped: Path) -> None:
    assert offered("timeline", "--actor", "vlad", kb=shipped, shell="zsh") == [
        "plain", "vladimir-putin", "Vladimir Putin"
    ]  # fmt: skip
    assert offered("timeline", "--actor", "vlad", kb=shipped, shell="fish") == [
        "plain,vladimir-putin\tVladimir Putin"
    ]
    words = ["query", "timeline-of-actor", "--param", "actor", "vlad"]
    assert offered(*words, kb=shipped, shell="fish") == ["plain,vladimir-putin\tVladimir Putin"]


HOSTILE = PREFIXES + (
    '@prefix h: <https://h.example/> . :w a dl:Article ; rdfs:label "W"@en .\n'
    ":c a dl:Claim ; dl:source :w ; dl:evidence [ a dl:Evidence ; oa:exact \"w\" ] .\n"
    ":c { :e a dl:Meeting ; rdfs:label \"They met\"@en ;"
    " dl:participant <https://h.example/zz-$(touch;owned)>, <https://h.example/-rf>, "
    "<https://h.example/zz*>, <https://a.example/zz1>, <https://b.example/zz1>, :lines . }\n"
    ':lines a dl:Person ; rdfs:label "zz\\u001B[31m\\nlines", "zz `id`; x"@en .\n'
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    file = place / "hostile.trig"
    file.write_text(HOSTILE, encoding="utf-8")
    loaded = run("load", file, kb=place / "kb")
    assert loaded.exit_code == 0, loaded.output
    return place / "kb"


def test_a_hostile_name_is_put_so_that_a_shell_takes_it_for_text(hostile: Path) -> None:
    assert offered("timeline", "--actor", "zz", kb=hostile) == [
        r"zz\ \`id\`\;\ x",
        r"zz\*",
        r"zz-\$\(touch\;owned\)",
    ]
    assert offered("timeline", "--actor", '"zz', kb=hostile) == []
    assert offered("timeline", "--actor", "https://a", kb=hostile) == [r"https\://a.example/zz1"]
    assert "-rf" not in offered("timeline", "--actor", "", kb=hostile)


def test_what_is_typed_need_not_be_text(hostile: Path) -> None:
    assert offered("timeline", "--actor", "\udcff", kb=hostile) == []


def test_no_more_is_offered_than_a_person_looks_through(tmp_path: Path) -> None:
    many = "".join(
        f':c{n} a dl:Claim ; dl:source :w ; dl:evidence [ a dl:Evidence ; oa:exact "w" ] .\n'
        f':c{n} {{ :e{n} a dl:Meeting ; rdfs:label "Meeting {n}"@en . }}\n'
        for n in range(OFFERED + 5)
    )
    file = tmp_path / "many.trig"
    file.write_text(f'{PREFIXES}:w a dl:Article ; rdfs:label "W"@en .\n{many}')
    assert run("load", file, kb=tmp_path / "kb").exit_code == 0
    assert len(offered("explain", "", kb=tmp_path / "kb")) == OFFERED


# ---------------------------------------------------------------------------------- set up


@pytest.mark.parametrize("shell", SHELLS)
def test_what_sets_a_shell_up_is_printed(shell: str) -> None:
    told = run("completion", shell)
    assert told.exit_code == 0
    assert f"_DATELINE_COMPLETE={shell}_complete" in told.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash on this machine")
def test_bash_completes_with_it(hostile: Path, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "dateline"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\nimport dateline.cli as c; c.main(prog_name='dateline')"
    )
    program.chmod(0o755)
    lines = (
        'eval "$(dateline completion bash)"',
        "complete -p dateline",
        "COMP_WORDS=(dateline timeline --actor zz); COMP_CWORD=3",
        "_dateline_completion dateline",
        'printf "<%s>\\n" "${COMPREPLY[@]}"',
    )
    settings = os.environ | {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "DATELINE_KB": str(hostile),
    }
    told = subprocess.run(
        ["bash", "--norc", "-c", "\n".join(lines)],
        cwd=tmp_path,
        env=settings,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert told.stdout.splitlines() == [
        "complete -o nosort -F _dateline_completion dateline",
        r"<zz\ \`id\`\;\ x>",
        r"<zz\*>",
        r"<zz-\$\(touch\;owned\)>",
    ]
    assert (told.stderr, list(tmp_path.iterdir())) == ("", [program.parent])
