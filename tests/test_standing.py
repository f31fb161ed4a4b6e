"""Taking in claims bit by bit gives what solving them all at once gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import (
    World,
    at,
    certify,
    dated,
    judged,
    known,
    planned,
    related,
    said,
    source,
    spoiled_worlds,
    there_are,
    when,
    worlds,
)

from dateline.model import Claim, Iri, Knowledge
from dateline.reasoning import standing as module
from dateline.reasoning.chronology import Chronology, solve
from dateline.reasoning.standing import Standing
from dateline.time.relative import RelativeDate


def assert_same(one: Chronology, other: Chronology) -> None:
    assert {e: one.bounds(e) for e in one.home} == {e: other.bounds(e) for e in other.home}
    assert one.conflicts == other.conflicts
    assert one.set_aside == other.set_aside
    assert dict(one.reread) == dict(other.reread)
    for part in one.parts:
        certify(part.schedule)


def in_batches(knowledge: Knowledge, cuts: Sequence[int]) -> Standing:
    """Take in the claims bit by bit; each source is first known when it says something."""
    standing = Standing(replace(knowledge, claims=(), sources={}))
    ends = [*sorted(cuts), len(knowledge.claims)]
    for start, end in zip([0, *ends], ends, strict=False):
        claims = knowledge.claims[start:end]
        told = {c.source for c in claims} if end < ends[-1] else set(knowledge.sources)
        sources = {s: known for s, known in knowledge.sources.items() if s in told}
        standing = standing.with_claims(claims, sources)
    return standing


@settings(max_examples=60)
@given(
    st.one_of(worlds(noise=True), spoiled_worlds().map(lambda drawn: drawn[0])),
    st.lists(st.integers(0, 12), max_size=3),
)
def test_bit_by_bit_is_all_at_once(world: World, cuts: list[int]) -> None:
    knowledge = world.knowledge
    most = [min(cut, len(knowledge.claims)) for cut in cuts]
    assert_same(in_batches(knowledge, most).chronology, solve(knowledge))


TWO_STORIES = (
    *there_are("a", "b", "x", "y"),
    said("a1", when("a", "2015-11-24")),
    said("ab", related("a", "before", "b")),
    said("x1", when("x", "2015-11-24")),
    said("xy", related("x", "before", "y")),
)
SOURCES = [source("news", "2015-12-01"), source("paper")]


@pytest.mark.parametrize(
    ("claim", "again"),
    [
        (said("more", when("b", "2015-11-26")), {"ab"}),
        (said("new", when("z", "2015-11-26")), {"z"}),
        (said("link", related("b", "before", "x")), {"abxy"}),
        (said("after", when("y", RelativeDate(anchor="b", offset=1, unit="day"))), {"abxy"}),
        (said("told", when("b", "2015-11-26"), in_="y"), {"abxy"}),
        (said("a1", when("b", "2015-11-26")), {"ab"}),
        (said("day", when("b", RelativeDate(anchor="news", offset=0, unit="day"))), {"ab"}),
        (judged("undated", dated("nobody", "published", "2015")), set()),
        (said("who", related("b", "host", "x")), set()),
        (planned("plan", dated("y", "startsOn", "2016")), {"xy"}),
    ],
    ids=lambda case: str(case.iri) if isinstance(case, Claim) else "",
)
def test_only_what_a_claim_touches_is_solved_again(
    claim: Claim, again: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge = known(*TWO_STORIES, sources=SOURCES)
    before = Standing.of(knowledge)
    solved: set[str] = set()

    def watched(told: Knowledge, parts: Sequence[object]) -> Chronology:
        found = solve(told)
        solved.update({"".join(sorted(found.home))} if found.home else ())
        return found

    monkeypatch.setattr(module, "solve", watched)
    after = before.with_claims([claim])
    assert solved == again
    claims = {c.iri: c for c in (*knowledge.claims, claim)}
    assert_same(after.chronology, solve(replace(knowledge, claims=tuple(claims.values()))))


def test_a_source_that_is_dated_later_dates_what_it_said() -> None:
    ago = RelativeDate(offset=-10, unit="day")
    knowledge = known(*TWO_STORIES, said("p", when("b", ago), source="paper"), sources=SOURCES)
    before = Standing.of(knowledge)
    assert before.chronology.bounds(Iri("b")).start_latest == at("2015-12-02") - 1
    judgement = judged("day", dated("paper", "published", "2015-12-05"))
    later = before.with_claims([judgement])
    assert later.chronology.bounds(Iri("b")).start_earliest == at("2015-11-25")
    more = later.with_claims([said("q", when("y", ago), source="paper")])
    assert more.chronology.bounds(Iri("y")).start_earliest == at("2015-11-25")
    assert more.home[Iri("y")] == more.home[Iri("b")]


def test_a_source_described_anew_moves_its_relative_dates() -> None:
    ago = RelativeDate(offset=-10, unit="day")
    knowledge = known(*TWO_STORIES, said("p", when("b", ago), source="paper"), sources=SOURCES)
    dated_now = {Iri("paper"): source("paper", "2015-12-06")}
    later = Standing.of(knowledge).with_claims([], dated_now)
    assert later.chronology.bounds(Iri("b")).start_earliest == at("2015-11-26")
