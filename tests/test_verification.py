"""Evidence is checked against a reader's own copy: found, moved, set differently, or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.claims import knowledge_of
from dateline.model import Claim, Evidence, Iri
from dateline.resources import example_files, root
from dateline.sources import read_file
from dateline.verification import Verified, sha256, verify

TEXT = "The envoys met on Monday.\n\nThey spoke of  fish, and of little else.\n"
TIDY = " ".join(TEXT.split())
WORDS = "They spoke of  fish,"
START = TEXT.index(WORDS)
NEAT = "They spoke of fish,"
LINES = NEAT.replace(" ", "\n")
DIGEST, LOOSE = sha256(WORDS), sha256(NEAT)


def piece(
    start: int | None = START,
    length: int = len(WORDS),
    digest: str = DIGEST,
    loose: str = LOOSE,
    exact: str = "",
) -> Evidence:
    end = None if start is None else start + length
    return Evidence(Iri("urn:w"), None, start, end, digest, loose, exact)


def checked(evidence: Evidence, text: str = TEXT) -> Verified:
    (found,) = verify([Claim(Iri("urn:c"), evidence=(evidence,))], text)
    return found


#: What the evidence is, what became of the text, and what is found where.
FINDINGS = [
    ("in place", piece(), TEXT, "found", START, WORDS),
    ("further on", piece(), "NEW. " + TEXT, "moved", START + 5, WORDS),
    ("further up", piece(), TEXT[4:], "moved", START - 4, WORDS),
    ("at the very end", piece(0), "x" + WORDS, "moved", 1, WORDS),
    ("in single spaces", piece(), TIDY, "white space differs", 26, NEAT),
    ("on several lines", piece(), f"{LINES} x", "white space differs", 0, LINES),
    ("with a word changed", piece(), TEXT.replace("fish", "figs"), "not found", None, ""),
    ("in a text that is too short", piece(), "They", "not found", None, ""),
    ("in an empty text", piece(), "", "not found", None, ""),
    ("set differently, with no loose digest", piece(loose=""), TIDY, "not found", None, ""),
    ("without a position", piece(None), TEXT, "not found", None, ""),
    ("as words beside a digest", piece(None, exact=WORDS), TEXT, "found", START, WORDS),
    ("as words in place", piece(digest="", exact=WORDS), TEXT, "found", START, WORDS),
    ("as words elsewhere", piece(3, digest="", exact=WORDS), TEXT, "moved", START, WORDS),
    ("as words alone", piece(None, digest="", exact=WORDS), TEXT, "found", START, WORDS),
    ("as words that are not there", piece(digest="", exact="figs"), TEXT, "not found", None, ""),
    ("by position only", piece(digest=""), TEXT, "no digest", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("how", "evidence", "text", "finding", "start", "words"), FINDINGS, ids=[r[0] for r in FINDINGS]
)
def test_words_are_looked_for(
    how: str, evidence: Evidence, text: str, finding: str, start: int | None, words: str
) -> None:
    found = checked(evidence, text)
    assert (found.finding, found.start, found.words) == (finding, start, words)
    assert found.holds == (finding in {"found", "moved", "white space differs"})


def test_evidence_that_points_to_no_words_is_passed_over() -> None:
    claims = [Claim(Iri("urn:c"), evidence=(Evidence(Iri("urn:w"), url="urn:x:page"),))]
    assert verify(claims, TEXT) == ()


def test_evidence_of_several_claims_is_checked_once_in_the_order_of_the_text() -> None:
    first = Evidence(Iri("urn:z"), None, 0, 3, sha256("The"))
    claims = [
        Claim(Iri("urn:c1"), evidence=(piece(), first)),
        Claim(Iri("urn:c2"), evidence=(piece(),)),
    ]
    found = verify(claims, TEXT)
    assert [v.evidence.iri for v in found] == ["urn:z", "urn:w"]
    assert found[1].claims == ("urn:c1", "urn:c2")


def test_positions_count_code_points_and_digests_are_of_utf_8() -> None:
    text = "🐟 – Türkiye"
    found = checked(Evidence(Iri("urn:w"), None, 4, 11, sha256("Türkiye")), text)
    assert (found.finding, found.words) == ("found", "Türkiye")


def test_the_shipped_evidence_stands_in_the_article() -> None:
    """The text may not be republished, so only who has a copy of it beside the project checks."""
    article: Path = root().parent / "shared" / "article" / "article.txt"
    if not article.exists():
        pytest.skip("the text of the article is not here (../shared/article/article.txt)")
    text = article.read_bytes().decode("utf-8")
    claims = [c for file in example_files() for c in knowledge_of(read_file(file).quads).claims]
    found = verify([c for c in claims if "ynet-4733020" in c.iri], text)
    assert len(found) >= 13
    assert {v.finding for v in found} == {"found"}
    assert all(v.evidence.loose_digest == sha256(" ".join(v.words.split())) for v in found)
