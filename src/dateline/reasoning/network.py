"""The network of time constraints: points, edges between them, and what each edge rests on.

Every event is two points, its start and its end; point 0 is the origin, 1970-01-01T00:00:00Z.
An edge ``x -> y`` of weight ``w`` says ``y - x <= w`` in seconds (a simple temporal network,
Dechter, Meiri and Pearl 1991). Dates are edges to and from the origin, never points, so that
events that have nothing to do with one another fall into separate components.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, get_args

from dateline.model import Iri
from dateline.time.calendar import Span
from dateline.time.relative import RelativeDate

ORIGIN = 0

Side = Literal["earliest", "latest"]
SIDES: tuple[Side, ...] = get_args(Side)
DateProperty = Literal["when", "startsOn", "endsOn", "activeOn"]


@dataclass(frozen=True, slots=True)
class Basis:
    """Why an edge is there: the claims that it rests on, and the rule that made it of them.

    ``claims`` holds the claim first and then what it assumes (a judged publication day, the
    claims that fix an anchor). ``rule`` is a property name, ``"published"``, ``"said"`` or
    ``"lasts"`` (every event lasts at least a second); ``detail`` completes the words.
    """

    claims: tuple[Iri, ...]
    rule: str
    subject: Iri
    other: Iri | None = None
    detail: str = ""
    soft: bool = False


class Edge(NamedTuple):
    """``target - source <= weight``, seconds between points."""

    source: int
    target: int
    weight: int
    basis: Basis


class Alternatives(NamedTuple):
    """A date with holes, such as ``2015-XX-28``: the event lies by one of the spans.

    ``spans`` are half-open, disjoint and sorted. The edges of the date say what their hull says.
    """

    event: int
    prop: DateProperty
    spans: tuple[Span, ...]
    basis: Basis


class Anchored(NamedTuple):
    """A relative date whose anchor is another event: refined as the anchor's bounds get known."""

    event: int
    prop: DateProperty
    rule: RelativeDate
    anchor: int
    basis: Basis


def start_of(event: int) -> int:
    """Return the point at which the event with this number starts."""
    return 1 + 2 * event


def end_of(event: int) -> int:
    """Return the point at which the event with this number ends (the first moment after it)."""
    return 2 + 2 * event


@dataclass(frozen=True)
class Network:
    """Events, the edges between their points, and what edges alone cannot say.

    ``anchored`` are the relative dates anchored to events, ``alternatives`` the dates with holes.
    """

    events: tuple[Iri, ...]
    edges: tuple[Edge, ...] = ()
    anchored: tuple[Anchored, ...] = ()
    alternatives: tuple[Alternatives, ...] = ()

    @cached_property
    def number(self) -> dict[Iri, int]:
        """The number of each event."""
        return {event: number for number, event in enumerate(self.events)}

    @cached_property
    def claims(self) -> frozenset[Iri]:
        """Every claim that some constraint rests on."""
        every = (self.edges, self.anchored, self.alternatives)
        return frozenset(c for some in every for one in some for c in one.basis.claims)

    @property
    def is_plain(self) -> bool:
        """Whether the edges say everything."""
        return not self.anchored and not self.alternatives

    def events_of(self, edge: Edge) -> tuple[Iri, ...]:
        """Return the events whose starts or ends an edge bears on."""
        return tuple(dict.fromkeys(self.events[number] for number in _events_of(edge)))

    def without(self, claims: frozenset[Iri]) -> Network:
        """Return the network as if these claims had not been made."""
        if not claims:
            return self
        return Network(
            self.events,
            tuple(edge for edge in self.edges if claims.isdisjoint(edge.basis.claims)),
            tuple(rule for rule in self.anchored if claims.isdisjoint(rule.basis.claims)),
            tuple(date for date in self.alternatives if claims.isdisjoint(date.basis.claims)),
        )

    def only(self, claims: frozenset[Iri]) -> Network:
        """Return what these claims alone constrain, with just the events that they touch."""
        edges = [edge for edge in self.edges if claims.issuperset(edge.basis.claims)]
        rules = [rule for rule in self.anchored if claims.issuperset(rule.basis.claims)]
        holes = [date for date in self.alternatives if claims.issuperset(date.basis.claims)]
        touched = {event for edge in edges for event in _events_of(edge)}
        touched.update(event for rule in rules for event in (rule.event, rule.anchor))
        touched.update(date.event for date in holes)
        return self._part(sorted(touched), edges, rules, holes)

    def components(self) -> tuple[Network, ...]:
        """Return the parts that share no constraint: each can be solved by itself."""
        leader = list(range(len(self.events)))

        def find(event: int) -> int:
            while leader[event] != event:
                leader[event] = leader[leader[event]]
                event = leader[event]
            return event

        for first, second in self._links():
            leader[find(first)] = find(second)
        members: dict[int, list[int]] = {}
        for event in range(len(self.events)):
            members.setdefault(find(event), []).append(event)
        edges: dict[int, list[Edge]] = {root: [] for root in members}
        rules: dict[int, list[Anchored]] = {root: [] for root in members}
        holes: dict[int, list[Alternatives]] = {root: [] for root in members}
        for edge in self.edges:
            edges[find(next(_events_of(edge)))].append(edge)
        for rule in self.anchored:
            rules[find(rule.event)].append(rule)
        for date in self.alternatives:
            holes[find(date.event)].append(date)
        return tuple(
            self._part(events, edges[root], rules[root], holes[root])
            for root, events in members.items()
        )

    def _links(self) -> Iterator[tuple[int, int]]:
        for edge in self.edges:
            if edge.source != ORIGIN and edge.target != ORIGIN:
                yield (edge.source - 1) // 2, (edge.target - 1) // 2
        for rule in self.anchored:
            yield rule.event, rule.anchor

    def _part(
        self,
        events: Iterable[int],
        edges: Iterable[Edge],
        rules: Iterable[Anchored],
        holes: Iterable[Alternatives],
    ) -> Network:
        """Return a network of some of the events, renumbered."""
        kept = tuple(events)
        renumbered = {event: number for number, event in enumerate(kept)}
        point = {ORIGIN: ORIGIN}
        for event, number in renumbered.items():
            point[start_of(event)] = start_of(number)
            point[end_of(event)] = end_of(number)
        return Network(
            tuple(self.events[event] for event in kept),
            tuple(Edge(point[e.source], point[e.target], e.weight, e.basis) for e in edges),
            tuple(
                rule._replace(event=renumbered[rule.event], anchor=renumbered[rule.anchor])
                for rule in rules
            ),
            tuple(date._replace(event=renumbered[date.event]) for date in holes),
        )


def joined(parts: Sequence[Network]) -> Network:
    """Return one network of several that share no event."""
    events: list[Iri] = []
    edges: list[Edge] = []
    anchored: list[Anchored] = []
    alternatives: list[Alternatives] = []
    for part in parts:
        shift = len(events)
        point = [ORIGIN, *(p + 2 * shift for p in range(1, 1 + 2 * len(part.events)))]
        edges += (Edge(point[e.source], point[e.target], e.weight, e.basis) for e in part.edges)
        anchored += (
            rule._replace(event=rule.event + shift, anchor=rule.anchor + shift)
            for rule in part.anchored
        )
        alternatives += (date._replace(event=date.event + shift) for date in part.alternatives)
        events += part.events
    return Network(tuple(events), tuple(edges), tuple(anchored), tuple(alternatives))


def _events_of(edge: Edge) -> Iterator[int]:
    """Return the numbers of the events that an edge touches."""
    for point in (edge.source, edge.target):
        if point != ORIGIN:
            yield (point - 1) // 2
