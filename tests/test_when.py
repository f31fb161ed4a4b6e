"""The command ``dateline when``: the contract, the text, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import run, told

from dateline.time.dates import read_date

SATURDAY = ("when", "on Saturday", "--published", "2015-11-30")


def test_a_phrase_is_answered_as_the_contract_says() -> None:
    found = told(*SATURDAY)
    assert found["expression"] == "on Saturday"
    first, *others = found["readings"]
    assert list(first)[:3] == ["edtf", "from", "before"]
    assert first == {
        "edtf": "2015-11-28",
        "from": "2015-11-28T00:00:00Z",
        "before": "2015-11-29T00:00:00Z",
        "words": "the last Saturday on or before the publication's day",
    }
    assert [other["edtf"] for other in others] == ["2015-11-21", "2015-12-05"]


def test_an_interval_has_the_windows_of_its_ends_and_open_sides_are_null() -> None:
    (found,) = told("when", "2014/..")["readings"]
    assert (found["from"], found["before"]) == ("2014-01-01T00:00:00Z", None)
    assert found["start"] == {"from": "2014-01-01T00:00:00Z", "before": "2015-01-01T00:00:00Z"}
    assert found["end"] == {"from": None, "before": None}


def test_a_date_with_holes_has_its_parts() -> None:
    (found,) = told("when", "2015-XX-28")["readings"]
    assert len(found["parts"]) == 12
    assert found["parts"][0] == {"from": "2015-01-28T00:00:00Z", "before": "2015-01-29T00:00:00Z"}


@pytest.mark.parametrize(
    "expression", ["on Saturday", "2015-24~", "in the last 10 days", "around then", "at noon"]
)
def test_every_reading_in_edtf_holds_its_window(expression: str) -> None:
    for found in told("when", expression, "--published", "2015-11-30")["readings"]:
        if found["edtf"] is None:
            assert found["from"] is found["before"] is None
            continue
        window = read_date(found["edtf"]).window
        for bound, side, outside in (
            (found["from"], window.earliest, 1),
            (found["before"], window.before, -1),
        ):
            exact = None if bound is None else read_date(bound).window.earliest
            assert (exact is None) == (side is None)
            assert exact is None or side is None or outside * (exact - side) >= 0


def test_an_uncertain_publication_widens_the_readings() -> None:
    (found,) = told("when", "yesterday", "--published", "2015-11-30/2015-12-01")["readings"]
    assert found["edtf"] == "[2015-11-29..2015-11-30]"


def test_a_phrase_needs_no_quotation_marks() -> None:
    assert told("when", "24", "November", "2015") == told("when", "24 November 2015")
    assert run("when", "--", "-0044").stdout.startswith("1. -0044\n")


def test_the_text_numbers_the_readings_and_fits_80_columns() -> None:
    text = run("when", "two weeks before Saturday", "--published", "2015-11-30").stdout
    lines = text.splitlines()
    assert lines[:3] == [
        "1. 2015-11-14",
        "   from 2015-11-14T00:00:00Z, before 2015-11-15T00:00:00Z",
        "   2 weeks before that date's day; that date is the last Saturday on or before",
    ]
    assert [line[:2] for line in lines if line[0] != " "] == ["1.", "2.", "3.", "4.", "5.", "6."]
    for expression in ("1XXX-12", "{2014,2016}", "2015-XX-28/..", "the day after the long vote"):
        assert max(map(len, run("when", expression).stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("1XXX-12", "   · and 995 more"),
        ("../2014", "   starts at any time"),
        ("../2014", "   before 2015-01-01T00:00:00Z"),
        ("2014/..", "   from 2014-01-01T00:00:00Z on"),
        ("four days after the shootdown", "1. no bound on either side"),
        ("four days after the shootdown", "   4 days after “the shootdown”'s day"),
    ],
)
def test_the_text_says_what_is_open_or_left_out(expression: str, shown: str) -> None:
    assert shown in run("when", expression).stdout.splitlines()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["on Satuday"], "Error: cannot read this at character 4: expected a weekday;"),
        (["on Satuday"], "\n  on Satuday\n     ^\n"),
        (["2015-13"], "Error: cannot read this at character 6: month 13 does not exist"),
        (["2015-13"], "\n  2015-13\n       ^\n"),
        (["two-day"], "this is how long something lasts, not when"),
        (["on Saturday"], "“on Saturday” is counted from when it was said; add --published DATE"),
        (["on Saturday", "--published", "Monday"], "\n  Monday\n  ^\n"),
        (["a" * 300], "a time phrase has at most 200 characters"),
        (["10 days\x1b[31m ago"], "cannot read '\\x1b' in words about time"),
        (["10 days\x1b[31m ago"], "\n  10 days�[31m ago\n         ^\n"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(arguments: list[str], said: str) -> None:
    result = run("when", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_nothing_to_read_is_a_wrong_command_line() -> None:
    assert run("when").exit_code == 2


def test_the_readings_go_into_a_file(tmp_path: Path) -> None:
    target = tmp_path / "saturday.json"
    result = run(*SATURDAY, "-o", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8")) == told(*SATURDAY)


def test_it_needs_no_knowledge_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*SATURDAY).exit_code == 0
    assert list(tmp_path.iterdir()) == []
