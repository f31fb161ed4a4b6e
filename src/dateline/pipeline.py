"""The whole flow, one function each: file -> claims -> store -> bounds -> timeline.

What only changes and checks need is imported where they need it, so that reading starts at once.
"""

from __future__ import annotations

import collections
import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline.claims import knowledge_of, read_knowledge
from dateline.errors import InvalidInput, NameLookupError, NoKnowledgeBase, SourceError
from dateline.identity import held_apart, without_joining
from dateline.model import Iri, Knowledge
from dateline.names import end_of, resolve_name
from dateline.reasoning.chronology import Chronology
from dateline.reasoning.chronology import solve as solve_claims
from dateline.reasoning.conflicts import Conflict
from dateline.store.contract import Changes, Reader, Store
from dateline.store.embedded import MemoryStore
from dateline.store.opening import Place, begun_or_changed, is_remote, open_store
from dateline.time.relative import RelativeDate
from dateline.time.relative import check as check_rule
from dateline.timeline import Timeline, arrange
from dateline.viewpoints import View, seen_from
from dateline.vocabulary import ACCEPTED, DERIVED, REFERENCE, shorten
from dateline.wording import conflict_words, names_of

if TYPE_CHECKING:
    from dateline.bulk.checking import Totals
    from dateline.reasoning.alternatives import WhatIf
    from dateline.reasoning.annotated import Findings
    from dateline.shapes import Problem
    from dateline.sources import SourceFile

EVERYTHING = View()


@dataclass(frozen=True)
class Solved:
    """What is known, solved and placed in time; ``names`` are labels of everything in it."""

    knowledge: Knowledge
    chronology: Chronology
    timeline: Timeline

    @cached_property
    def names(self) -> Mapping[Iri, str]:
        """The label of every event (by each of its names), actor, place and source."""
        events = (entry.event for entry in self.timeline.entries)
        return names_of(((m, e.label) for e in events for m in e.members), self.knowledge)

    @cached_property
    def ranks(self) -> Mapping[Iri, int]:
        """The rank of every event in a drawing of the timeline."""
        from dateline.lanes import ranks_of  # only where something is drawn, or the view written

        return ranks_of(self.timeline.entries, self.chronology)

    def explanation(self, conflict: Conflict) -> str:
        """Return a conflict in words."""
        return conflict_words(self.knowledge, conflict, self.names)

    def event(self, name: str) -> Iri:
        """Return the event that a person means; raises NameLookupError."""
        things = {
            member: (entry.event.label,) if member == entry.event.iri else ()
            for entry in self.timeline.entries
            for member in entry.event.members
        }
        return resolve_name(name, things, "event")

    def what_if_wrong(self, claim: Iri) -> WhatIf:
        """Return what would be otherwise if a claim had not been made."""
        from dateline.reasoning.alternatives import what_if_wrong

        rest = tuple(c for c in self.knowledge.claims if c.iri != claim)
        apart = held_apart(replace(self.knowledge, claims=rest))
        then = without_joining(self.knowledge, apart.set_aside)
        return what_if_wrong(replace(self.chronology, knowledge=then), claim)

    def claim(self, name: str) -> Iri:
        """Return the claim that a person means; raises NameLookupError."""
        return resolve_name(name, dict.fromkeys(self.knowledge.by_iri, ()), "claim")


def solve_knowledge(knowledge: Knowledge, view: View = EVERYTHING) -> Solved:
    """Constraints -> bounds -> timeline, of the part of the knowledge that a view looks at."""
    seen = seen_from(knowledge, view)
    apart = held_apart(seen.knowledge)
    chronology = solve_claims(without_joining(seen.knowledge, apart.set_aside))
    set_aside = chronology.set_aside | apart.set_aside
    chronology = replace(chronology, knowledge=seen.knowledge, set_aside=set_aside)
    timeline = arrange(chronology, seen.left_out, seen.doubtful, apart)
    return Solved(seen.knowledge, chronology, replace(timeline, account=view.according_to))


def read_solved(place: Place, choose: Callable[[Knowledge], View] | None = None) -> Solved:
    """Store -> timeline: read a knowledge base and solve it, writing nothing.

    ``choose`` picks the view when the knowledge is read, since it may go by names in it.
    """
    knowledge = read_knowledge(open_store(place))
    return solve_knowledge(knowledge, choose(knowledge) if choose else EVERYTHING)


def load(place: Place, paths: Iterable[Path], *, solve: bool = True) -> Solved | None:
    """Files -> store, all or nothing; then the accepted view, unless told not to solve.

    Raises InvalidInput with every problem, and leaves the knowledge base as it was.
    """
    from dateline.loading import put_files
    from dateline.sources import read_file

    files = [read_file(path) for path in paths]
    _refuse_faults(files, _existing(place))
    with begun_or_changed(place) as changes:
        put_files(changes, files)
        if solve:
            return write_view(changes)
        _drop_view(changes)
        return None


def load_bulk(place: Place, paths: Sequence[Path], parts: Path | None = None) -> Totals:
    """Normalised N-Quads -> store, all or nothing, adding to what is there; nothing is solved.

    Where the place is an endpoint, nothing is sent: the parts are for the engine's own loader.

    Args:
        place: A folder, or the address of an endpoint.
        paths: Files of N-Quads (``.nq``, ``.nq.gz``).
        parts: A new folder that takes what is loaded as compressed parts with a manifest.

    Raises InvalidInput with the first problems, SourceError where a file cannot be read.
    """
    from dateline.bulk.background import Present
    from dateline.bulk.checking import Check
    from dateline.bulk.parts import parts_in
    from dateline.loading import now
    from dateline.version import VERSION

    with contextlib.ExitStack() as outcome:
        written = None if parts is None else outcome.enter_context(parts_in(parts))
        if is_remote(place):
            changes: Changes | None = None
            present = Present(MemoryStore())
        else:
            changes = outcome.enter_context(begun_or_changed(place))
            present = Present(changes)
            _drop_view(changes)
        check = Check(paths, present, now().value)
        lines = check.lines() if written is None else written.through(check.lines())
        if changes is not None:
            changes.add_lines(lines)
        else:
            collections.deque(lines, maxlen=0)
        if written is not None:
            written.finish(check.totals, VERSION)
    return check.totals


def _existing(place: Place) -> Store:
    """Return the knowledge base, or an empty one in memory where there is none yet."""
    try:
        return open_store(place)
    except NoKnowledgeBase:
        return MemoryStore()


def _refuse_faults(files: Sequence[SourceFile], store: Reader) -> None:
    """Raise InvalidInput where files break a rule, or make the claims of others differently."""
    from dateline.loading import refuse_foreign_claims

    problems = problems_of(files, store.quads(REFERENCE))
    if problems:
        raise InvalidInput(problems)
    # Asked again when the store is locked, since it may have changed.
    refuse_foreign_claims(store, files)


def problems_of(files: Sequence[SourceFile], background: Iterable[ox.Quad]) -> tuple[Problem, ...]:
    """Return everything that is wrong with the files by themselves: shapes, dates, rules.

    The files of one load explain each other: what one says of actors, another may use.
    """
    from dateline.shapes import Problem, check_shapes

    shared = [*background, *(q for file in files for q in file.graphs.get(REFERENCE, ()))]
    problems: list[Problem] = []
    for file in files:
        if not file.quads:
            problems.append(Problem(file.file, "the whole file", "It holds no statement", ""))
        broken = check_shapes(file.file, file.quads, shared)
        problems += broken
        if broken:
            continue  # what breaks the shapes cannot be read as values
        for claim in knowledge_of(file.quads).claims:
            for triple in claim.triples:
                if isinstance(triple.value, RelativeDate) and (fault := check_rule(triple.value)):
                    problems.append(Problem(file.file, claim.iri, fault, ""))
    return tuple(problems)


def check(place: Place, paths: Iterable[Path]) -> Solved:
    """Say everything that ``load`` would, storing nothing; raises InvalidInput with the problems.

    Returns the knowledge base as it would be after loading (of just the files if there is none),
    with those conflicts in which the files have a part.
    """
    from dateline.loading import put_files
    from dateline.sources import read_file

    files = [read_file(path) for path in paths]
    existing = _existing(place)
    _refuse_faults(files, existing)
    with MemoryStore().change() as changes:
        changes.add(existing.quads())
        put_files(changes, files)
        solved = solve_knowledge(read_knowledge(changes))
    return _concerning(solved, frozenset(claim for file in files for claim in file.claims))


def check_annotated(paths: Iterable[Path]) -> tuple[tuple[Findings, ...], tuple[SourceError, ...]]:
    """Return what contradicts in annotated documents, one by one, and which cannot be read."""
    from dateline.reasoning.annotated import assess
    from dateline.timeml import read_timeml

    found: list[Findings] = []
    unreadable: list[SourceError] = []
    for path in paths:
        try:
            found.append(assess(read_timeml(path)))
        except SourceError as error:
            unreadable.append(error)
    return tuple(found), tuple(unreadable)


def _concerning(solved: Solved, claims: frozenset[str]) -> Solved:
    """Leave out the conflicts in which none of these claims has a part, and what they set aside."""
    timeline = solved.timeline
    theirs = tuple(c for c in timeline.conflicts if not claims.isdisjoint(c.members))
    others = {m for c in timeline.conflicts if c not in theirs for m in c.members}
    others -= {m for c in theirs for m in c.members}
    aside = tuple(claim for claim in timeline.set_aside if claim not in others)
    reread = {claim: rungs for claim, rungs in timeline.reread.items() if claim not in others}
    shown = replace(timeline, conflicts=theirs, set_aside=aside, reread=reread)
    return replace(solved, timeline=shown)


def withdraw(place: Place, name: str) -> tuple[Iri, int, Solved]:
    """Withdraw everything that a source said.

    Returns the source, the number of its claims, and what is known without them. Raises
    NameLookupError, which says so where it was withdrawn before.
    """
    from dateline.loading import withdraw_source

    store = open_store(place)
    source = _still_here(name, read_knowledge(store))
    with store.change() as changes:
        count = withdraw_source(changes, source)
        return source, count, write_view(changes)


def _still_here(name: str, knowledge: Knowledge) -> Iri:
    """Return the source that a person means, of those that are not withdrawn."""
    things = {iri: (source.label,) for iri, source in knowledge.sources.items()}
    try:
        return resolve_name(name, things, "source")
    except NameLookupError:
        gone = {c.source: c.withdrawn_at for c in knowledge.withdrawn if c.source is not None}
        for source in gone.keys() - things.keys():
            if name in {source, shorten(source), end_of(source)}:
                raise NameLookupError(name, f"was withdrawn before ({gone[source]})") from None
        raise


def solve(place: Place) -> Solved:
    """Rebuild the accepted view, the bounds and the conflicts of a knowledge base."""
    with open_store(place).change() as changes:
        return write_view(changes)


def write_view(changes: Changes) -> Solved:
    """Solve what a change holds and put the accepted view into it: the last step of a change."""
    from dateline.accepted import view_of
    from dateline.view.kept import keep_rows

    solved = solve_knowledge(read_knowledge(changes))
    _drop_view(changes)
    changes.add(view_of(solved.timeline, solved.knowledge, solved.names, solved.ranks))
    keep_rows(changes, solved.timeline.entries)
    return solved


def _drop_view(changes: Changes) -> None:
    for graph in DERIVED:
        changes.clear(graph)


def is_solved(store: Reader) -> bool:
    """Whether the accepted view is there; loading without solving takes it away.

    Where there is nothing to show, an empty view is the whole view.
    """
    if next(store.quads(ACCEPTED), None) is not None:
        return True
    return not solve_knowledge(read_knowledge(store)).timeline.entries
