"""The order relations between two events A and B, each as inequalities between their ends.

``s`` is the start and ``t`` the end of the half-open span ``[s, t)`` of an event, in seconds.
The hard part of a relation is what the word must mean; the soft part is what it usually means
and what a reader would drop first. Sources of the meanings: [M] news usage as annotated in
MATRES (start points are reliable, end points are not); [A] Allen 1983, on half-open spans;
[D] Dateline's own reading of the English phrase; [J] a judgement of identity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Condition = Literal["", "B is punctual", "B is not lasting"]


class Inequality(NamedTuple):
    """``left - right <= weight`` between ends of A and B, such as ("sA", "sB", -1)."""

    left: str
    right: str
    weight: int


@dataclass(frozen=True, slots=True)
class Relation:
    """What a property between events means for their starts and ends."""

    name: str
    words: str
    hard: tuple[Inequality, ...]
    soft: tuple[Inequality, ...]
    soft_if: Condition
    origin: str

    def inequalities(self, b_aspect: str) -> tuple[tuple[Inequality, bool], ...]:
        """Return each inequality that holds for a B of this aspect, and whether it is soft."""
        soft_holds = (
            self.soft_if == ""
            or (self.soft_if == "B is punctual" and b_aspect == "punctual")
            or (self.soft_if == "B is not lasting" and b_aspect != "lasting")
        )
        return (
            *((inequality, False) for inequality in self.hard),
            *((inequality, True) for inequality in self.soft if soft_holds),
        )


def _read(text: str) -> tuple[Inequality, ...]:
    """Read "sA < sB, tA <= tB, tA = sB" into inequalities."""
    found: list[Inequality] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        left, sign, right = part.split()
        if sign == "<":
            found.append(Inequality(left, right, -1))
        else:
            found.append(Inequality(left, right, 0))
            if sign == "=":
                found.append(Inequality(right, left, 0))
    return tuple(found)


def _row(  # one row of the table below, in the order of its columns
    name: str, words: str, hard: str, soft: str, soft_if: Condition, origin: str
) -> tuple[str, Relation]:
    return name, Relation(name, words, _read(hard), _read(soft), soft_if, origin)


# fmt: off
#: property, in words, hard part, soft part, when the soft part holds, where the meaning is from
RELATIONS: dict[str, Relation] = dict([
    _row("startsBefore",     "starts before",               "sA < sB",            "",         "", "M"),
    _row("notLaterThan",     "starts no later than",        "sA <= sB",           "",         "", "M"),
    _row("before",           "comes before",                "sA < sB",            "tA <= sB", "", "M"),
    _row("after",            "comes after",                 "sB < sA",            "tB <= sA", "B is not lasting", "M"),
    _row("followsUp",        "follows up on",               "sB < sA",            "tB <= sA", "B is not lasting", "D"),
    _row("inResponseTo",     "responds to",                 "sB < sA",            "tB <= sA", "B is punctual",    "D"),
    _row("partOf",           "is part of",                  "sB <= sA, tA <= tB", "",         "", "D"),
    _row("during",           "happens during",              "sB <= sA, tA <= tB", "",         "", "D"),
    _row("onSidelinesOf",    "is on the sidelines of",      "", "sB <= sA, tA <= tB",         "", "D"),
    _row("cooccursWith",     "happens while there is",      "sA < tB, sB < tA",   "",         "", "D"),
    _row("simultaneousWith", "happens at the same time as", "sA = sB, tA = tB",   "",         "", "D"),
    _row("sameEventAs",      "is the same event as",        "sA = sB, tA = tB",   "",         "", "J"),
    _row("intervalBefore",       "ends before the start of",          "tA < sB",                   "", "", "A"),
    _row("intervalAfter",        "starts after the end of",           "tB < sA",                   "", "", "A"),
    _row("intervalMeets",        "is directly followed by",          "tA = sB",                   "", "", "A"),
    _row("intervalMetBy",        "directly follows",                 "tB = sA",                   "", "", "A"),
    _row("intervalOverlaps",     "starts first and overlaps",         "sA < sB, sB < tA, tA < tB", "", "", "A"),
    _row("intervalOverlappedBy", "starts second and overlaps",        "sB < sA, sA < tB, tB < tA", "", "", "A"),
    _row("intervalStarts",       "starts with, and ends before,",     "sA = sB, tA < tB",          "", "", "A"),
    _row("intervalStartedBy",    "starts with, and outlasts,",        "sA = sB, tB < tA",          "", "", "A"),
    _row("intervalDuring",       "lies strictly within",              "sB < sA, tA < tB",          "", "", "A"),
    _row("intervalContains",     "strictly contains",                 "sA < sB, tB < tA",          "", "", "A"),
    _row("intervalFinishes",     "starts after, and ends with,",      "sB < sA, tA = tB",          "", "", "A"),
    _row("intervalFinishedBy",   "starts before, and ends with,",     "sA < sB, tA = tB",          "", "", "A"),
    _row("intervalEquals",       "has the same start and end as",     "sA = sB, tA = tB",          "", "", "A"),
])
# fmt: on

#: The thirteen relations of Allen: of any two spans exactly one of them holds.
ALLEN: tuple[str, ...] = tuple(
    name for name, relation in RELATIONS.items() if relation.origin == "A"
)
