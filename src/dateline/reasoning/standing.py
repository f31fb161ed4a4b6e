"""What is known and solved, ready to take in further claims: only what they touch is solved again.

Claims fall into stories that have nothing to do with one another: no claim speaks of events of two
of them, and no judged day of publication bears on two of them. So each can be solved by itself,
and the result is the same as that of solving everything anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from dateline.model import Claim, Iri, Knowledge, Source
from dateline.reasoning.chronology import Chronology, solve
from dateline.reasoning.constraints import DATE_PROPERTIES
from dateline.reasoning.relations import RELATIONS
from dateline.time.relative import RelativeDate

ABOUT_EVENTS = frozenset({"type", "duration", *DATE_PROPERTIES, *RELATIONS})


@dataclass(frozen=True)
class Story:
    """Claims that hang together, and what they say about time."""

    claims: tuple[Claim, ...]
    chronology: Chronology

    @cached_property
    def sources(self) -> frozenset[Iri]:
        """The sources that tell it."""
        return frozenset(claim.source for claim in self.claims if claim.source is not None)


@dataclass(frozen=True)
class Standing:
    """Stories by number, and the story of each thing that claims hang on.

    These things are events, the claims themselves, sources that dates are anchored to, and the
    ``judged`` sources: those whose day of publication is a claim. ``background`` is the knowledge
    without its claims.
    """

    background: Knowledge = field(default_factory=Knowledge)
    stories: Mapping[int, Story] = field(default_factory=dict)
    home: Mapping[Iri, int] = field(default_factory=dict)
    judged: frozenset[Iri] = frozenset()

    @classmethod
    def of(cls, knowledge: Knowledge) -> Standing:
        """Return a knowledge solved, story by story."""
        return cls(replace(knowledge, claims=())).with_claims(knowledge.claims)

    def with_claims(
        self, claims: Iterable[Claim], sources: Mapping[Iri, Source] | None = None
    ) -> Standing:
        """Return what stands when these claims are made too.

        ``sources`` are further ones, or known ones described anew. A claim of the same name takes
        the place of the one before.
        """
        added = {claim.iri: claim for claim in claims}
        dated = {source for claim in added.values() for source in _dates(claim)}
        background = self.background
        if sources:
            background = replace(background, sources={**background.sources, **sources})
        judged = self.judged | dated
        touched = self._touched(added, judged, dated | (sources or {}).keys())
        before = [self.stories[number] for number in touched]
        every = {claim.iri: claim for story in before for claim in story.claims} | added
        known = [part for story in before for part in story.chronology.parts]
        stories = {number: s for number, s in self.stories.items() if number not in touched}
        home = dict(self.home)
        free = 1 + max(self.stories, default=-1)
        for number, (things, told) in enumerate(_stories(every.values(), judged), free):
            chronology = solve(replace(background, claims=tuple(told)), known)
            stories[number] = Story(tuple(told), chronology)
            home.update(dict.fromkeys(things, number))
        return Standing(background, stories, home, judged)

    def _touched(
        self, added: Mapping[Iri, Claim], judged: Collection[Iri], anew: Collection[Iri]
    ) -> list[int]:
        """Return the stories that claims hang on, or whose sources are dated or described anew."""
        touched = {
            self.home[thing]
            for claim in added.values()
            for thing in _hangs_on(claim, judged)
            if thing in self.home
        }
        touched.update(self.home[source] for source in anew if source in self.home)
        for number, story in self.stories.items() if anew else ():
            if not story.sources.isdisjoint(anew):
                touched.add(number)
        return sorted(touched)

    @cached_property
    def chronology(self) -> Chronology:
        """What all stories together say about time, as ``solve`` would say it."""
        told = [story.chronology for story in self.stories.values()]
        home: dict[Iri, int] = {}
        parts = 0
        for one in told:
            home.update((event, place + parts) for event, place in one.home.items())
            parts += len(one.parts)
        claims = tuple(claim for story in self.stories.values() for claim in story.claims)
        return Chronology(
            replace(self.background, claims=claims),
            tuple(part for one in told for part in one.parts),
            home,
            tuple(sorted(conflict for one in told for conflict in one.conflicts)),
            frozenset(claim for one in told for claim in one.set_aside),
            any(one.more_conflicts for one in told),
            {claim: rungs for one in told for claim, rungs in one.reread.items()},
        )


def _dates(claim: Claim) -> Iterator[Iri]:
    """Return the sources whose day of publication a claim judges."""
    return (triple.subject for triple in claim.triples if triple.predicate == "published")


def _hangs_on(claim: Claim, judged: Collection[Iri]) -> Iterator[Iri]:
    """Return what a claim shares with others whose constraints it can meet."""
    yield claim.iri
    yield from _dates(claim)
    if claim.source in judged and claim.source is not None:
        yield claim.source
    if claim.said_in is not None:
        yield claim.said_in
    for triple in claim.triples:
        if triple.predicate not in ABOUT_EVENTS:
            continue
        yield triple.subject
        if triple.predicate in RELATIONS and isinstance(triple.value, Iri):
            yield triple.value
        if isinstance(triple.value, RelativeDate) and triple.value.anchor is not None:
            yield Iri(triple.value.anchor)


def _stories(
    claims: Iterable[Claim], judged: Collection[Iri]
) -> Iterator[tuple[list[Iri], list[Claim]]]:
    """Yield the claims that hang together, and the things on which they do."""
    leader: dict[Iri, Iri] = {}

    def find(thing: Iri) -> Iri:
        while leader.setdefault(thing, thing) != thing:
            leader[thing] = leader[leader[thing]]
            thing = leader[thing]
        return thing

    told = list(claims)
    for claim in told:
        first, *others = _hangs_on(claim, judged)
        for thing in others:
            leader[find(thing)] = find(first)
    stories: dict[Iri, tuple[list[Iri], list[Claim]]] = {}
    for claim in told:
        stories.setdefault(find(claim.iri), ([], []))[1].append(claim)
    for thing in leader:
        stories[find(thing)][0].append(thing)
    yield from stories.values()
