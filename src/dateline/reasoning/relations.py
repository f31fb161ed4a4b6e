"""The order relations between two events A and B, each as inequalities between their ends.

``s`` is the start and ``t`` the end of the half-open span ``[s, t)`` of an event, in seconds.
The hard part of a relation is what the word must mean; the soft part is what it usually means
and what a reader would drop first. Sources of the meanings: [M] news usage as annotated in
MATRES (start points are reliable, end points are not); [A] Allen 1983, on half-open spans;
[P] comparisons of single ends (Vilain and Kautz 1986, on two different points); [D] Dateline's own
reading of the English phrase; [J] a judgement of identity.
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
    phrases: tuple[str, ...] = ()

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
    name: str, words: str, hard: str, soft: str, soft_if: Condition, origin: str, phrases: str
) -> tuple[str, Relation]:
    said = tuple(filter(None, phrases.split(", ")))
    return name, Relation(name, words, _read(hard), _read(soft), soft_if, origin, said)


# fmt: off
#: property, in words, hard part, soft part, when the soft part holds, where the meaning is from,
#: phrases of English that it stands for
RELATIONS: dict[str, Relation] = dict([
    _row("startsBefore",     "starts before",               "sA < sB",            "",         "", "M", "had begun by, earlier, previously"),
    _row("notLaterThan",     "starts no later than",        "sA <= sB",           "",         "", "M", "in anticipation of, in preparation for"),
    _row("before",           "comes before",                "sA < sB",            "tA <= sB", "", "M", "before, ahead of, prior to"),
    _row("after",            "comes after",                 "sB < sA",            "tB <= sA", "B is not lasting", "M", "after, following, later than"),
    _row("followsUp",        "follows up on",               "sB < sA",            "tB <= sA", "B is not lasting", "D", "as agreed at, a follow-up to"),
    _row("inResponseTo",     "responds to",                 "sB < sA",            "tB <= sA", "B is punctual",    "D", "in retaliation for, in response to, because of, over, prompted by"),
    _row("partOf",           "is part of",                  "sB <= sA, tA <= tB", "",         "", "D", "a part of, on the first day of"),
    _row("during",           "happens during",              "sB <= sA, tA <= tB", "",         "", "D", "during, at, in the course of, in the middle of"),
    _row("onSidelinesOf",    "is on the sidelines of",      "", "sB <= sA, tA <= tB",         "", "D", "on the sidelines of, on the margins of"),
    _row("cooccursWith",     "happens while there is",      "sA < tB, sB < tA",   "",         "", "D", "while, as, amid, at the time of"),
    _row("simultaneousWith", "happens at the same time as", "sA = sB, tA = tB",   "",         "", "D", "at the same time as, simultaneously with"),
    _row("sameEventAs",      "is the same event as",        "sA = sB, tA = tB",   "",         "", "J", ""),
    # Ends of one against ends of the other: together they say every convex union of the thirteen.
    _row("startsWith",       "starts together with",        "sA = sB",            "",         "", "P", "from the start of, with the start of"),
    _row("endsBefore",       "ends before the end of",      "tA < tB",            "",         "", "P", "outlasted by"),
    _row("endsNoLaterThan",  "ends no later than",          "tA <= tB",           "",         "", "P", "over by the end of"),
    _row("endsWith",         "ends together with",          "tA = tB",            "",         "", "P", "until the end of"),
    _row("endsByStartOf",    "ends by the start of",        "tA <= sB",           "",         "", "P", "over when it began, until the start of"),
    _row("startsBeforeEndOf", "starts before the end of",   "sA < tB",            "",         "", "P", "began before it was over"),
    _row("startsByEndOf",    "starts by the end of",        "sA <= tB",           "",         "", "P", "began no later than its end"),
    # The thirteen relations of Allen, exactly.
    _row("intervalBefore",       "ends before the start of",          "tA < sB",                   "", "", "A", ""),
    _row("intervalAfter",        "starts after the end of",           "tB < sA",                   "", "", "A", ""),
    _row("intervalMeets",        "is directly followed by",          "tA = sB",                   "", "", "A", ""),
    _row("intervalMetBy",        "directly follows",                 "tB = sA",                   "", "", "A", ""),
    _row("intervalOverlaps",     "starts first and overlaps",         "sA < sB, sB < tA, tA < tB", "", "", "A", ""),
    _row("intervalOverlappedBy", "starts second and overlaps",        "sB < sA, sA < tB, tB < tA", "", "", "A", ""),
    _row("intervalStarts",       "starts with, and ends before,",     "sA = sB, tA < tB",          "", "", "A", ""),
    _row("intervalStartedBy",    "starts with, and outlasts,",        "sA = sB, tB < tA",          "", "", "A", ""),
    _row("intervalDuring",       "lies strictly within",              "sB < sA, tA < tB",          "", "", "A", ""),
    _row("intervalContains",     "strictly contains",                 "sA < sB, tB < tA",          "", "", "A", ""),
    _row("intervalFinishes",     "starts after, and ends with,",      "sB < sA, tA = tB",          "", "", "A", ""),
    _row("intervalFinishedBy",   "starts before, and ends with,",     "sA < sB, tA = tB",          "", "", "A", ""),
    _row("intervalEquals",       "has the same start and end as",     "sA = sB, tA = tB",          "", "", "A", ""),
])
# fmt: on

#: The thirteen relations of Allen: of any two spans exactly one of them holds.
ALLEN: tuple[str, ...] = tuple(
    name for name, relation in RELATIONS.items() if relation.origin == "A"
)
