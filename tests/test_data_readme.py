"""The table of words about time in data/README.md is true."""

from __future__ import annotations

import re

import pytest
from worlds import at

from dateline.claims import knowledge_of
from dateline.reasoning.publications import span_words
from dateline.reasoning.relations import RELATIONS
from dateline.resources import path_of
from dateline.shapes import check_shapes
from dateline.sources import read_bytes
from dateline.time.calendar import DAY
from dateline.time.dates import Window
from dateline.time.relative import RelativeDate, check, resolve
from dateline.vocabulary import PREFIXES

PUBLISHED = Window(at("2015-11-30"), at("2015-11-30") + DAY)
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (path_of("data/README.md")).read_text(encoding="utf-8").splitlines()
    if re.match(r"\| .* \| `dl:", line) and line.count("|") == 4
]


def rule_of(turtle: str) -> RelativeDate:
    """Return the rule that a file with these properties would state."""
    text = f"{HEAD} <x:c> dl:source <x:s> . <x:c> {{ <x:e> dl:when [ {turtle} ] }}"
    (claim,) = knowledge_of(read_bytes(text.encode(), "row.trig").quads).claims
    (triple,) = claim.triples
    assert isinstance(triple.value, RelativeDate)
    return triple.value


def test_the_table_has_its_rows() -> None:
    assert len(ROWS) == 28


@pytest.mark.parametrize(("words", "rule", "read_as"), ROWS, ids=[row[0] for row in ROWS])
def test_words_about_time_are_read_as_the_table_says(words: str, rule: str, read_as: str) -> None:
    found = rule_of(rule.split("`")[1])
    assert check(found) is None, words
    assert span_words(resolve(found, PUBLISHED)) == read_as


def test_the_shapes_accept_every_rule_of_the_table() -> None:
    dates = "".join(
        f'[] dl:when [ a dl:RelativeDate ; dl:expression "{n}"@en ; {rule.split("`")[1]} ] .\n'
        for n, (_, rule, _) in enumerate(ROWS)
    )
    graph = read_bytes(f"{HEAD} <x:c> {{ {dates} }}".encode(), "rows.trig")
    broken = {problem.rule for problem in check_shapes("rows.trig", graph.quads)}
    assert not [rule for rule in broken if "relative date" in rule or "part of a day" in rule]


def test_the_relations_and_their_phrases_are_those_of_the_code() -> None:
    text = path_of("data/README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.*) \| `dl:(\w+)` \| (.*) \| (.*) \|$", text, re.MULTILINE)
    told = {name: tuple(phrases.split(", ")) for phrases, name, _, _ in rows if name in RELATIONS}
    expected = {r.name: r.phrases for r in RELATIONS.values() if r.phrases}
    assert told == expected
    for _, name, firm, usual in rows:
        if name in RELATIONS:
            hard, soft = RELATIONS[name].hard, RELATIONS[name].soft
            assert compared(firm) == {(left, right, weight) for left, right, weight in hard}
            assert compared(usual.split(" (")[0]) == set(map(tuple, soft))


def compared(text: str) -> set[tuple[str, str, int]]:
    """Return "sA < sB, tA = tB" as inequalities: left, right, weight."""
    found = set()
    for left, sign, right in (part.split() for part in text.split(", ") if part):
        found.add((left, right, -1 if sign == "<" else 0))
        found |= {(right, left, 0)} if sign == "=" else set()
    return found
