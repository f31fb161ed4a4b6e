"""Which of two events came first, and what came before and after one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from rich.console import RenderableType

from dateline.answers.shown import Printed
from dateline.answers.value import Moment, Value
from dateline.errors import QueryError
from dateline.exports.contract import around_contract, order_contract
from dateline.exports.reasons import around_text, order_text
from dateline.model import Iri
from dateline.pipeline import Solved
from dateline.reasoning.around import around
from dateline.reasoning.order import Answer
from dateline.reasoning.order import order as order_of


@dataclass(frozen=True)
class Times(Value):
    """When an event starts and ends in an example; the end is the first moment after it."""

    start: Moment
    end: Moment


@dataclass(frozen=True, repr=False)
class Order(Printed, Value):
    """Whether one event ended before another started, and whether it started before it.

    Both answers are ``yes``, ``no`` or ``maybe``. ``possible`` are the relations of Allen that are
    left, ``because`` the claims that settle ``before``. ``counter_example`` gives times to both
    events that fit all claims and in which the first did not come before the second, for maybe.
    """

    KEYS: ClassVar = {"starts_before": "startsBefore", "counter_example": "counterExample"}

    before: Answer
    starts_before: Answer
    possible: tuple[str, ...]
    because: tuple[Iri, ...]
    counter_example: Mapping[Iri, Times] | None
    _shown: RenderableType = field(compare=False)

    @classmethod
    def of(cls, a: Iri, b: Iri, solved: Solved) -> Self:
        """Return how two events are ordered; raises QueryError where they are one."""
        if a == b:
            raise QueryError("name two different events")
        found = order_of(solved.chronology, a, b)
        return cls.from_dict(order_contract(found), _shown=order_text(a, b, found, solved))

    def __repr__(self) -> str:
        return f"<Order: before {self.before}, starts before {self.starts_before}>"

    def _text(self) -> RenderableType:
        return self._shown


@dataclass(frozen=True, repr=False)
class Around(Printed, Value):
    """The events that came certainly and possibly before and after an event."""

    KEYS: ClassVar = {
        "certainly_before": "certainlyBefore",
        "possibly_before": "possiblyBefore",
        "certainly_after": "certainlyAfter",
        "possibly_after": "possiblyAfter",
    }

    event: Iri
    certainly_before: tuple[Iri, ...]
    possibly_before: tuple[Iri, ...]
    certainly_after: tuple[Iri, ...]
    possibly_after: tuple[Iri, ...]
    _shown: RenderableType = field(compare=False)

    @classmethod
    def of(cls, event: Iri, solved: Solved) -> Self:
        """Return what came before and after an event."""
        found = around(solved.chronology, event)
        shown = around_text(event, found, solved)
        return cls.from_dict(around_contract(event, found), _shown=shown)

    def __repr__(self) -> str:
        return (
            f"<Around: {len(self.certainly_before)} before,"
            f" {len(self.certainly_after)} after, certainly>"
        )

    def _text(self) -> RenderableType:
        return self._shown
