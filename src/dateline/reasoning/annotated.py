"""Whether the temporal links of an annotated document can all hold, and which of them cannot.

Every event instance and every time is an interval of at least a second; a link means what
``annotation.MEANINGS`` says. The links are judged by themselves first. Then the calendar is added:
a time whose value is a span of the calendar fills exactly that span.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dateline.annotation import Document, Link
from dateline.model import Iri
from dateline.reasoning.conflicts import all_cores
from dateline.reasoning.network import ORIGIN, Basis, Edge, Network, end_of, start_of
from dateline.reasoning.relations import RELATIONS, Relation
from dateline.reasoning.shortest_paths import Contradiction
from dateline.reasoning.solver import settle
from dateline.time.timex import filled_span

#: What the value of a time rests on, beside the ids of links: no id has a space in front.
VALUE = " "

Core = frozenset[Iri]


@dataclass(frozen=True, slots=True, order=True)
class CalendarConflict:
    """Links that cannot all hold with the calendar values of some times; ids in text order."""

    size: int
    links: tuple[str, ...]
    times: tuple[str, ...]


@dataclass(frozen=True)
class Findings:
    """What contradicts in a document.

    ``conflicts`` are all minimal sets of links that contradict by themselves: the smallest first,
    ids in text order ("l12" before "l3"). ``more`` and ``more_with_calendar`` say that there may be
    more, none of them smaller than all that are listed.
    """

    document: Document
    conflicts: tuple[tuple[str, ...], ...]
    more: bool
    calendar_conflicts: tuple[CalendarConflict, ...]
    more_with_calendar: bool

    @property
    def consistent(self) -> bool:
        """Whether the links, without the calendar, can all hold."""
        return not self.conflicts

    @cached_property
    def links(self) -> Mapping[str, Link]:
        """The links that have a part in some contradiction, in the order of the document."""
        part = {name for conflict in self.conflicts for name in conflict}
        part |= {name for conflict in self.calendar_conflicts for name in conflict.links}
        return {link.id: link for link in self.document.links if link.id in part}


def relation_of(link: Link) -> Relation | None:
    """Return what a link means for the ends of what it relates; None where it leaves all open."""
    meaning = link.meaning
    return None if meaning is None else RELATIONS[meaning]


def assess(document: Document) -> Findings:
    """Return whether the links of a document can all hold, and if not, the smallest reasons."""
    by_links, more = _cores(_network(document), ())
    calendar = _calendar(document)
    with_values, more_with_calendar = [], False
    if calendar:
        network = _network(document)
        network = Network(network.events, (*network.edges, *calendar))
        found, more_with_calendar = _cores(network, by_links)
        with_values = [core for core in found if any(name.startswith(VALUE) for name in core)]
    conflicts = sorted((len(core), tuple(sorted(core))) for core in by_links)
    return Findings(
        document,
        tuple(tuple(str(name) for name in names) for _, names in conflicts),
        more,
        tuple(sorted(_calendar_conflict(core) for core in with_values)),
        more_with_calendar,
    )


def _calendar_conflict(core: Core) -> CalendarConflict:
    return CalendarConflict(
        len(core),
        tuple(sorted(str(name) for name in core if not name.startswith(VALUE))),
        tuple(sorted(name.removeprefix(VALUE) for name in core if name.startswith(VALUE))),
    )


def _network(document: Document) -> Network:
    """Return what the links say of the starts and ends of events and times."""
    number = {name: n for n, name in enumerate(document.nodes)}
    edges: list[Edge] = []
    for link in document.links:
        relation = relation_of(link)
        if relation is None:
            continue
        a, b = number[link.source], number[link.target]
        point = {"sA": start_of(a), "tA": end_of(a), "sB": start_of(b), "tB": end_of(b)}
        basis = Basis((Iri(link.id),), relation.name, Iri(link.source), Iri(link.target))
        for left, right, weight in relation.hard:
            edges.append(Edge(point[right], point[left], weight, basis))
    return Network(tuple(Iri(name) for name in document.nodes), tuple(edges))


def _calendar(document: Document) -> list[Edge]:
    """Return that each time with a value in the calendar starts and ends with its span."""
    number = {name: n for n, name in enumerate(document.nodes)}
    edges: list[Edge] = []
    for time in document.times:
        span = filled_span(time.type, time.value, time.mod)
        if span is None:
            continue
        n = number[time.id]
        basis = Basis((Iri(VALUE + time.id),), "when", Iri(time.id), detail=time.value)
        for point, at in ((start_of(n), span[0]), (end_of(n), span[1])):
            edges += (Edge(ORIGIN, point, at, basis), Edge(point, ORIGIN, -at, basis))
    return edges


def _cores(network: Network, known: Iterable[Core]) -> tuple[list[Core], bool]:
    """Return the minimal contradictions of a network, given those of a part of its claims."""
    found: list[Core] = []
    more = False
    given = list(known)
    for part in network.components():
        if isinstance(settle(part), Contradiction):
            theirs = [core for core in given if core <= part.claims]
            cores, may_be_more = all_cores(part, lambda name: name, theirs)
            found += cores
            more = more or may_be_more
    return found, more
