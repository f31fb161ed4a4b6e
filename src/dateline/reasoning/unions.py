"""Unions of the relations of Allen, as inequalities between the ends of two events.

Of the 8,191 ways to say "one of these relations", 82 are convex: they are conjunctions of
comparisons of single ends (Noekel 1989), each of which is a relation of its own in the table. So a
claim that states several relations between two events can say any of them.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from itertools import product

from dateline.reasoning.relations import ALLEN, RELATIONS, Inequality

COMPARABLE = (("sA", "sB"), ("tA", "tB"), ("tA", "sB"), ("sA", "tB"))


def convex(names: AbstractSet[str]) -> tuple[Inequality, ...] | None:
    """Return inequalities that say "one of these relations", none of them needless.

    None where the union is not convex, and where it is empty.
    """
    held = [i for i in _SINGLE if all(name in _ALLOWED[i] for name in names)]
    if not names or set(ALLEN).intersection(*(_ALLOWED[i] for i in held)) != names:
        return None
    needed = held
    for one in held:
        rest = [i for i in needed if i != one]
        if set(ALLEN).intersection(*(_ALLOWED[i] for i in rest)) == names:
            needed = rest
    return tuple(needed)


def inequality_words(inequality: Inequality) -> str:
    """Return an inequality between ends of A and B in words: "A ends before B starts"."""
    left, right, weight = inequality
    does = {"s": "starts", "t": "ends"}
    when = "before" if weight < 0 else "by the time that"
    return f"{left[1]} {does[left[0]]} {when} {right[1]} {does[right[0]]}"


#: A pair of spans in each of the thirteen relations: the order of their ends is all there is to it.
_EXAMPLES = {
    name: ends
    for s, t, u, v in product(range(4), repeat=4)
    if s < t and u < v
    for ends in ({"sA": s, "tA": t, "sB": u, "tB": v},)
    for name in ALLEN
    if all(ends[left] - ends[right] <= weight for left, right, weight in RELATIONS[name].hard)
}
_SINGLE = tuple(
    Inequality(left, right, weight)
    for weight in (0, -1)
    for one, other in COMPARABLE
    for left, right in ((one, other), (other, one))
)
_ALLOWED = {
    single: {
        name for name, ends in _EXAMPLES.items() if ends[single[0]] - ends[single[1]] <= single[2]
    }
    for single in _SINGLE
}
