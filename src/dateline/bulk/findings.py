"""What a check of very many quads finds: a handful to show, the rest counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from dateline.errors import Described, InvalidInput
from dateline.shapes import Problem
from dateline.vocabulary import shorten

#: Problems of one rule that a person is shown, and of all rules together.
MOST_OF_A_RULE: Final = 3
MOST: Final = 12


class Rule(NamedTuple):
    """What is wrong, and how to mend it ("" where the fault says it)."""

    fault: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class More:
    """Problems that are not shown."""

    count: int

    def __str__(self) -> str:
        return f"and {self.count:,} more problem{'' if self.count == 1 else 's'} like these"


@dataclass
class Findings:
    """Problems as they are found, line by line."""

    counts: Counter[Rule] = field(default_factory=Counter)
    shown: dict[Rule, list[tuple[str, int, Problem]]] = field(default_factory=dict)

    def add(self, rule: Rule, file: str, line: int, name: bytes = b"") -> None:
        """Note a problem: in which line (0: the whole file), and of which claim or other thing."""
        self.counts[rule] += 1
        self.show(rule, file, line, name)

    def show(self, rule: Rule, file: str, line: int, name: bytes) -> None:
        """Say where a problem is that is counted already, if it is one of the first."""
        if self.wants(rule):
            thing = f" ({shorten(name[1:-1].decode())})" if name else ""
            where = f"line {line}{thing}" if line else "the whole file"
            problem = Problem(file, where, rule.fault, rule.mend)
            self.shown.setdefault(rule, []).append((file, line, problem))

    def wants(self, rule: Rule) -> bool:
        """Whether another problem of a rule will be shown."""
        if rule in self.shown:
            return len(self.shown[rule]) < min(MOST_OF_A_RULE, self.counts[rule])
        return len(self.shown) < MOST

    def refuse(self) -> None:
        """Raise InvalidInput where there is any problem."""
        found = sorted((place for places in self.shown.values() for place in places), key=_place)
        problems: list[Described] = [problem for *_, problem in found[:MOST]]
        more = self.counts.total() - len(problems)
        if more:
            problems.append(More(more))
        if problems:
            raise InvalidInput(problems)


def _place(found: tuple[str, int, Problem]) -> tuple[str, int]:
    return found[:2]
