"""Relative dates, durations and quantities: nodes in claim graphs that statements lead on to."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import numpy as np
import pyoxigraph as ox

from dateline.bulk.findings import Rule
from dateline.bulk.metadata import Fault
from dateline.bulk.nodes import distinct, grouped
from dateline.bulk.rules import iri
from dateline.claims import relative_date
from dateline.terms import Term
from dateline.time.rules import check as check_rule
from dateline.vocabulary import DL

#: A property that such a node has, and its value where that counts.
Features = Sequence[tuple[bytes, bytes]]

#: Where a claim's statement leads on to such a node.
ROLES: Final = {
    **dict.fromkeys((iri(DL + n) for n in ("when", "startsOn", "endsOn", "activeOn")), "date"),
    iri(DL + "duration"): "duration",
    iri(DL + "quantity"): "quantity",
}
#: What makes the rule of a relative date: its values count.
RULE: Final = frozenset(
    iri(DL + name)
    for name in (
        "weekday", "direction", "offset", "unit", "withinUnit", "clockTime", "utcOffset", "on",
        "part",
    )
)  # fmt: skip
#: Of which only counts whether it is there.
PRESENT: Final = frozenset(
    iri(DL + name)
    for name in ("expression", "anchor", "amount", "minimum", "maximum", "kind", "value")
)
NO_DURATION = Rule(
    "this duration does not say how long",
    "Give dl:amount with dl:unit, or dl:minimum or dl:maximum in seconds",
)
NO_QUANTITY = Rule("this quantity lacks what it counts or its number", "Give dl:kind and dl:value")
NO_WORDS = Rule("this relative date does not say its words", "Add dl:expression")
SEVERAL_RULES = Rule("this relative date has a part of its rule twice", "Keep one of them")


class Details:
    """Remembers which nodes dates lead to, and of each node what its rule is made of."""

    def __init__(self) -> None:
        self.pointed = {role: array("q") for role in ("date", "duration", "quantity")}
        self.nodes, self.features = array("q"), array("q")
        self.numbers: dict[tuple[bytes, bytes], int] = {}

    def see(self, graph: bytes, subject: bytes, predicate: bytes, value: bytes) -> None:
        """Take in a quad of a claim graph."""
        if predicate in ROLES:
            if value.startswith(b"<"):
                self.pointed[ROLES[predicate]].append(hash((value, graph)))
        elif predicate in RULE or predicate in PRESENT:
            feature = (predicate, value if predicate in RULE else b'""')
            self.nodes.append(hash((subject, graph)))
            self.features.append(self.numbers.setdefault(feature, len(self.numbers)))

    def faults(self) -> Iterator[Fault]:
        """Yield the nodes that cannot be used, by what is wrong with them."""
        made = list(self.numbers)
        known = {node: frozenset(features) for node, features in grouped(self.nodes, self.features)}

        @cache
        def wrong(role: str, features: frozenset[int]) -> Rule | None:
            return _WRONG[role]([made[feature] for feature in features])

        found: dict[Rule, list[int]] = {}
        for role, pointed in self.pointed.items():
            for node in distinct(pointed).tolist():
                rule = wrong(role, known.get(node, frozenset()))
                if rule is not None:
                    found.setdefault(rule, []).append(node)
        for rule, nodes in found.items():
            yield Fault(rule, "detail", np.array(nodes, np.int64))


def _wrong_date(features: Features) -> Rule | None:
    about: dict[str, list[Term]] = {}
    for predicate, value in features:
        about.setdefault(predicate[1:-1].decode(), []).append(_term(value))
    if DL + "expression" not in about:
        return NO_WORDS
    if any(len(values) > 1 for values in about.values()):
        return SEVERAL_RULES
    fault = check_rule(relative_date(about))
    return None if fault is None else Rule(f"this relative date {fault}")


def _wrong_duration(features: Features) -> Rule | None:
    names = {predicate for predicate, _ in features}
    bounded = not names.isdisjoint({iri(DL + "minimum"), iri(DL + "maximum")})
    return None if bounded or {iri(DL + "amount"), iri(DL + "unit")} <= names else NO_DURATION


def _wrong_quantity(features: Features) -> Rule | None:
    names = {predicate for predicate, _ in features}
    return None if {iri(DL + "kind"), iri(DL + "value")} <= names else NO_QUANTITY


_WRONG: Final = {"date": _wrong_date, "duration": _wrong_duration, "quantity": _wrong_quantity}


def _term(value: bytes) -> Term:
    if value.startswith(b"<"):
        return ox.NamedNode(value[1:-1].decode())
    return ox.Literal(value.split(b'"')[1].decode())
