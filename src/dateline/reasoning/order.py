"""Which of two events came first: yes, no or maybe, and why.

Answers come from exact distances between the four ends of the two events; nothing is closed over
all pairs. A "maybe" shows a schedule of all events that fits every claim and answers otherwise.
Where a date has holes, or is anchored to another event, distances do not say everything, and what
they leave open is tried.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from dateline.model import Iri
from dateline.reasoning.chronology import Chronology, fitting_schedule
from dateline.reasoning.distances import FAR, End, distance
from dateline.reasoning.network import Basis, Edge, Network, end_of, joined, start_of
from dateline.reasoning.relations import ALLEN, RELATIONS, Inequality
from dateline.reasoning.shortest_paths import Contradiction
from dateline.reasoning.solver import Schedule, settle

Answer = Literal["yes", "no", "maybe"]
Gaps = Mapping[tuple[str, str], int]
Times = Mapping[Iri, tuple[int, int]]
NAMES = ("sA", "tA", "sB", "tB")
BEFORE = Inequality("tA", "sB", 0)
NOT_BEFORE = Inequality("sB", "tA", -1)
STARTS_BEFORE = Inequality("sA", "sB", -1)
NOT_STARTS_BEFORE = Inequality("sB", "sA", 0)


@dataclass(frozen=True)
class Order:
    """Whether A ends before B starts, whether A starts before B, and what else may be.

    ``possible`` names the relations of Allen that are left; ``because`` are the constraints that
    settle ``before`` (empty for maybe); ``counter_example`` gives a start and an end, in seconds,
    to both events such that every claim holds and A does *not* come before B, for maybe only;
    ``example`` one in which it does.
    """

    before: Answer
    starts_before: Answer
    possible: tuple[str, ...]
    because: tuple[Edge, ...]
    counter_example: Times | None = None
    example: Times | None = None


class _Pair(NamedTuple):
    """Two events, and the parts of the chronology that they are in: the same one, or two."""

    chronology: Chronology
    a: Iri
    b: Iri
    parts: tuple[int, int]

    def ends(self, schedules: tuple[Schedule, Schedule]) -> Mapping[str, End]:
        """Return the four ends in the schedules of the two parts."""
        first, second = schedules
        one, other = first.network.number[self.a], second.network.number[self.b]
        points = start_of(one), end_of(one), start_of(other), end_of(other)
        return dict(
            zip(NAMES, zip((first, first, second, second), points, strict=True), strict=True)
        )

    @property
    def schedules(self) -> tuple[Schedule, Schedule]:
        """The schedules of the two parts."""
        first, second = (self.chronology.parts[part].schedule for part in self.parts)
        return first, second

    @property
    def networks(self) -> tuple[Network, ...]:
        """The networks of the parts, each once."""
        return tuple(self.chronology.parts[p].schedule.network for p in dict.fromkeys(self.parts))


def order(chronology: Chronology, a: Iri, b: Iri) -> Order:
    """Return how two events are ordered. Both must be events of the chronology."""
    pair = _pair(chronology, a, b)
    ends = pair.ends(pair.schedules)
    gaps = {(x, y): distance(ends[x], ends[y])[0] for x, y in itertools.permutations(NAMES, 2)}
    before, starts_before = _answer(gaps, BEFORE), _answer(gaps, STARTS_BEFORE)
    possible = tuple(name for name in ALLEN if _possible(gaps, RELATIONS[name].hard))
    is_plain = all(network.is_plain for network in pair.networks)
    if not is_plain:
        possible = tuple(name for name in possible if _allows(pair, *RELATIONS[name].hard))
        if starts_before == "maybe":
            starts_before = _tried(pair, STARTS_BEFORE, NOT_STARTS_BEFORE)
    if before != "maybe":
        one, other = ("sB", "tA") if before == "yes" else ("tA", "sB")
        return Order(before, starts_before, possible, distance(ends[one], ends[other])[1])
    counter_example = (_apart(pair, gaps, "sB", "tA") if is_plain else None) or _example(
        pair, NOT_BEFORE
    )
    if isinstance(counter_example, Contradiction):
        return Order("yes", starts_before, possible, _claimed(counter_example))
    example = (_apart(pair, gaps, "tA", "sB") if is_plain else None) or _example(pair, BEFORE)
    if isinstance(example, Contradiction):
        return Order("no", starts_before, possible, _claimed(example))
    return Order(before, starts_before, possible, (), counter_example, example)


def _pair(chronology: Chronology, a: Iri, b: Iri) -> _Pair:
    """Return the pair; a plan and what it relates to may share a part that is not the other's."""
    first, second = chronology.home[a], chronology.home[b]
    if b in chronology.parts[first].schedule.network.number:
        return _Pair(chronology, a, b, (first, first))
    if a in chronology.parts[second].schedule.network.number:
        return _Pair(chronology, a, b, (second, second))
    return _Pair(chronology, a, b, (first, second))


def _apart(pair: _Pair, gaps: Gaps, early: str, late: str) -> Times | None:
    """Return times in a schedule that fits, with one end as late after the other as can be.

    Of two schedules that fit, the earlier time of each point makes a third one. So does the latest
    schedule cut down to what ``early`` allows, if that is held at its earliest. Near the known
    dates there may be no room to show it: None.
    """
    first, second = (pair.chronology.fitted(part) for part in pair.parts)
    ends = pair.ends((first, second))
    held = ends[early][0].earliest[ends[early][1]]
    times: dict[str, int] = {}
    for name, (schedule, point) in ends.items():
        latest = schedule.latest[point]
        if first is second:
            times[name] = min(latest, held + gaps.get((early, name), 0))
        else:
            times[name] = schedule.earliest[point] if name[1] == early[1] else latest
    if times[late] < times[early] or (late == "tA" and times[late] == times[early]):
        return None
    return {pair.a: (times["sA"], times["tA"]), pair.b: (times["sB"], times["tB"])}


def _asking(pair: _Pair, *asked: Inequality) -> Network:
    """Return the network of both parts with inequalities added."""
    networks = pair.networks
    network = joined(networks) if len(networks) > 1 else networks[0]
    s, t = network.number[pair.a], network.number[pair.b]
    point = {"sA": start_of(s), "tA": end_of(s), "sB": start_of(t), "tB": end_of(t)}
    basis = Basis((), "asked", pair.a, pair.b)
    added = (Edge(point[right], point[left], weight, basis) for left, right, weight in asked)
    return replace(network, edges=(*network.edges, *added))


def _allows(pair: _Pair, *asked: Inequality) -> bool:
    return isinstance(settle(_asking(pair, *asked)), Schedule)


def _tried(pair: _Pair, asked: Inequality, otherwise: Inequality) -> Answer:
    if not _allows(pair, otherwise):
        return "yes"
    return "maybe" if _allows(pair, asked) else "no"


def _example(pair: _Pair, asked: Inequality) -> Times | Contradiction:
    """Return times of both events in a schedule that fits all claims and what is asked."""
    network = _asking(pair, asked)
    settled = settle(network)
    if isinstance(settled, Contradiction):
        return settled
    schedule = fitting_schedule(network, pair.chronology.known_span)
    return {
        event: (schedule.middle(start_of(number)), schedule.middle(end_of(number)))
        for event in (pair.a, pair.b)
        for number in (network.number[event],)
    }


def _claimed(contradiction: Contradiction) -> tuple[Edge, ...]:
    return tuple(edge for edge in contradiction.edges if edge.basis.rule != "asked")


def _answer(gaps: Gaps, asked: Inequality) -> Answer:
    """Yes where the distance is as short as asked, no where asking closes a negative cycle."""
    if gaps[asked.right, asked.left] <= asked.weight:
        return "yes"
    return "no" if gaps[asked.left, asked.right] + asked.weight < 0 else "maybe"


def _possible(gaps: Gaps, asked: tuple[Inequality, ...]) -> bool:
    """Whether the inequalities fit the distances: no negative cycle among the four ends."""
    reach = dict(gaps)
    for left, right, weight in asked:
        reach[right, left] = min(reach[right, left], weight)
    for via, x, y in itertools.product(NAMES, repeat=3):
        if via not in (x, y):
            across = reach[x, via] + reach[via, y]
            if across < reach.get((x, y), 0 if x == y else FAR):
                reach[x, y] = across
    return all(reach.get((x, x), 0) >= 0 for x in NAMES)
