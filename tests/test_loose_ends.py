"""Names that are used and described nowhere are pointed out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import TAXONOMY, dated, is_a, known, related, said, source

from dateline.loose_ends import loose_ends
from dateline.model import Claim, Iri, Source, Triple
from dateline.time.relative import RelativeDate


def two_weeks_after(anchor: str) -> RelativeDate:
    return RelativeDate("two weeks after", anchor, offset=2, unit="week")


CASES: dict[str, tuple[Claim, set[tuple[str, str]]]] = {
    "a relation to an event that nobody tells of": (
        said("c", related("e", "after", "slip")),
        {("slip", "event")},
    ),
    "a relation from one": (said("c", related("slip", "after", "e")), {("slip", "event")}),
    "a relative date that counts from one": (
        said("c", dated("e", "when", two_weeks_after("slip"))),
        {("slip", "event")},
    ),
    "a relative date that counts from a source": (
        said("c", dated("e", "when", two_weeks_after("news"))),
        set(),
    ),
    "a statement that nobody tells of": (said("c", in_="slip"), {("slip", "event")}),
    "an actor without a label": (
        said("c", Triple(Iri("e"), "host", Iri("slip"))),
        {("slip", "actor")},
    ),
    "a speaker without a label": (said("c", by="slip"), {("slip", "actor")}),
    "a place without a label": (
        said("c", Triple(Iri("e"), "place", Iri("slip"))),
        {("slip", "place")},
    ),
    "a source without a label": (said("c", source="slip"), {("slip", "source")}),
    "nothing loose": (said("c", related("e", "partOf", "e")), set()),
}


@pytest.mark.parametrize(("claim", "expected"), CASES.values(), ids=CASES)
def test_a_name_is_loose(claim: Claim, expected: set[tuple[str, str]]) -> None:
    sources = {Iri("news"): source("news"), Iri("slip"): Source(Iri("slip"))}
    if claim.source == "news":
        del sources[Iri("slip")]
    knowledge = replace(known(said("is", is_a("e")), claim), sources=sources, taxonomy=TAXONOMY)
    assert {(name, role) for name, _, role in loose_ends(knowledge)} == expected


def test_a_described_actor_is_not_loose() -> None:
    claim = said("c", is_a("e"), Triple(Iri("e"), "host", Iri("israel")))
    knowledge = replace(known(claim), labels={Iri("israel"): "Israel"})
    assert loose_ends(knowledge) == ()


def test_a_denial_of_a_claim_that_nobody_made_is_loose() -> None:
    denial = replace(said("no"), disputes=(Iri("is"), Iri("slip")), replies_to=(Iri("slap"),))
    found = {(name, role) for name, _, role in loose_ends(known(said("is", is_a("e")), denial))}
    assert found == {("slip", "claim"), ("slap", "claim")}
