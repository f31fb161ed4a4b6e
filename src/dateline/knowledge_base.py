"""A knowledge base in Python: everything that the commands do, with values in place of text.

>>> from dateline import KnowledgeBase
>>> kb = KnowledgeBase.open(":memory:")
>>> kb.load_example()
State(sources=1, claims=73, events=24, conflicts=0)
>>> for entry in kb.timeline(actor="Putin", kind="Meeting"):
...     print(entry.when, entry.label)
[..2015-12-01] Netanyahu and Putin meet in Moscow
2015-11-30 Netanyahu and Putin meet in Paris
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack

from dateline import asking, comparing, pipeline
from dateline.answers.changes import Contents, Judgement, NamedQuery, State, Withdrawn
from dateline.answers.comparisons import Comparison, ContestedFacts, Difference, Matches
from dateline.answers.exported import Exported
from dateline.answers.orders import Around, Order
from dateline.answers.reasons import Conflicts, Explanation, WhatIf
from dateline.answers.rows import Rows, Triples
from dateline.answers.timelines import Timeline
from dateline.claims import read_knowledge
from dateline.contested import contested_facts
from dateline.errors import NoKnowledgeBase, OutputError, QueryError
from dateline.exports.formats import format_named
from dateline.exports.output import whole_file
from dateline.exports.slice import read_slice
from dateline.model import Iri, Knowledge
from dateline.options import (
    Date,
    Given,
    TimelineOptions,
    ViewOptions,
    edtf_of,
    timeline_in_words,
    typed_by,
    view_among,
    view_in_words,
)
from dateline.pipeline import Solved
from dateline.resources import corpus_files, example_files
from dateline.selection import select
from dateline.showing import asked_of, asks_for_another_view, timeline_of
from dateline.store.opening import Place, create_store, open_store
from dateline.viewpoints import Policy, View

if TYPE_CHECKING:
    from rdflib import Dataset

#: A file, or the place of a knowledge base.
Location = str | os.PathLike[str]

#: Views of one state that are kept solved.
MOST_VIEWS = 8


class KnowledgeBase:
    """A knowledge base in memory, in a folder, or at an address.

    Nothing has to be closed: each answer is of the state that the knowledge base has when it is
    asked for; it is solved anew only where it has changed. Things are named as on the command line,
    by IRI, prefixed name or label. All errors are of ``dateline.errors``, and a call that fails
    changes nothing.
    """

    def __init__(self, place: Place, folders: Iterable[Location] = ()) -> None:
        self.place: Final = place
        self._folders = tuple(Path(folder) for folder in folders)
        self._solved_of: tuple[Knowledge, dict[View, Solved]] = (Knowledge(), {})

    @classmethod
    def open(cls, place: Location, *, queries: Iterable[Location] = ()) -> KnowledgeBase:
        """Open the knowledge base in a folder or at an address, or an empty one in ``:memory:``.

        A folder that is not there is made by the first ``load``. One in memory lives as long as
        the object. ``queries`` are folders with named queries of your own.

        Raises StoreError where something else is at the place, or it is damaged.
        """
        name = os.fspath(place)
        if name == ":memory:":
            return cls(create_store(name), queries)
        with contextlib.suppress(NoKnowledgeBase):
            open_store(name)
        return cls(name, queries)

    def __repr__(self) -> str:
        return f"KnowledgeBase.open({str(self.place)!r})"

    # --- changing it ----------------------------------------------------------------------------

    def load(self, files: Location | Iterable[Location], *, solve: bool = True) -> State | None:
        """Read files, check them, store them (all or nothing), and solve.

        A source that is loaded again replaces itself. Returns what the knowledge base holds then,
        None where it is not to be solved yet. Raises SourceError; InvalidInput, whose ``problems``
        say each fault.
        """
        paths = [files] if isinstance(files, str | os.PathLike) else files
        solved = pipeline.load(self.place, [Path(path) for path in paths], solve=solve)
        return None if solved is None else State.of(solved)

    def load_example(self) -> State:
        """Load the article that comes with Dateline."""
        return self._load_shipped(example_files())

    def load_corpus(self) -> State:
        """Load the article that comes with Dateline, and the reports around it."""
        return self._load_shipped(corpus_files())

    def _load_shipped(self, files: Iterable[Path]) -> State:
        solved = pipeline.load(self.place, files)
        assert solved is not None, "nothing was said against solving"
        return State.of(solved)

    def check(self, files: Location | Iterable[Location]) -> Conflicts:
        """Say everything that ``load`` would, storing nothing.

        Returns the contradictions in which the files have a part. Raises as ``load`` does.
        """
        paths = [files] if isinstance(files, str | os.PathLike) else files
        return Conflicts.of(pipeline.check(self.place, [Path(path) for path in paths]))

    def withdraw(self, source: str) -> Withdrawn:
        """Take back everything that a source said; raises NameLookupError."""
        iri, count, _ = pipeline.withdraw(self.place, source)
        return Withdrawn(iri, count)

    def solve(self) -> State:
        """Build the accepted view anew: the bounds and the contradictions."""
        return State.of(pipeline.solve(self.place))

    # --- reading it -----------------------------------------------------------------------------

    def timeline(
        self,
        *,
        actor: str | None = None,
        place: str | None = None,
        kind: str | None = None,
        since: Date | None = None,
        until: Date | None = None,
        certain: bool = False,
        source: str | None = None,
        status: str | None = None,
        search: str | None = None,
        as_of: Date | None = None,
        recorded_by: Date | None = None,
        according_to: str | None = None,
        policy: Policy | None = None,
    ) -> Timeline:
        """Return the events that pass every filter, in their order.

        ``actor`` took part; ``place`` is where it was, or holds it; ``since`` and ``until`` are for
        what may have gone on then, with ``certain`` for what certainly did; ``source`` tells of
        it; ``status`` is ``disputed``, ``reported``, ``claimed``, ``planned`` or ``hypothetical``;
        ``search`` is in a label. The last four are those of ``ViewOptions``.

        Raises NameLookupError, DateError, QueryError.
        """
        asked = TimelineOptions(
            actor=actor, place=place, kind=kind, since=since, until=until, certain=certain,
            source=source, status=status, search=search, as_of=as_of, recorded_by=recorded_by,
            according_to=according_to, policy=policy,
        )  # fmt: skip
        options = timeline_in_words(**asked)
        if not asks_for_another_view(options):
            return Timeline.of(timeline_of(self.place, options))
        solved = self._solved(**view_among(asked))
        chosen = select(solved.timeline, asking.selection_of(solved, options), solved.knowledge)
        return Timeline.of(asked_of(replace(solved, timeline=chosen), options))

    def export(
        self, file: Location, form: str | None = None, **options: Unpack[TimelineOptions]
    ) -> Exported:
        """Write a timeline to a file, which appears whole or not at all; return what was lost.

        ``form`` is the name of a format (those of ``dateline timeline -f``), by default the one
        that the ending of the file means. Options are those of ``timeline``.

        Raises QueryError where no format is meant, NotInstalled, NameLookupError, DateError,
        OutputError.
        """
        chosen_form = format_named(form, os.fspath(file))
        chosen = read_slice(self.place, timeline_in_words(**options), chosen_form)
        losses = chosen.losses(chosen_form)
        try:
            with whole_file(os.fspath(file)) as out:
                for piece in chosen_form.export(chosen, losses):
                    out.write(piece.encode() if isinstance(piece, str) else piece)
        except OSError as error:
            raise OutputError(os.fspath(file), error.strerror or str(error)) from error
        return Exported.from_dict(losses.to_dict(chosen_form.name))

    def explain(self, event: str, **view: Unpack[ViewOptions]) -> Explanation:
        """Return why an event is placed where it is: every bound with its chain of claims."""
        solved = self._solved(**view)
        return Explanation.of(solved.event(event), solved)

    def order(self, a: str, b: str, **view: Unpack[ViewOptions]) -> Order:
        """Return whether one event came before another: yes, no or maybe, and why."""
        solved = self._solved(**view)
        return Order.of(solved.event(a), solved.event(b), solved)

    def around(self, event: str, **view: Unpack[ViewOptions]) -> Around:
        """Return everything that came before and after an event, certainly and possibly."""
        solved = self._solved(**view)
        return Around.of(solved.event(event), solved)

    def conflicts(self, **view: Unpack[ViewOptions]) -> Conflicts:
        """Return the smallest sets of claims that cannot all hold, and what would resolve each."""
        return Conflicts.of(self._solved(**view))

    def what_if(self, claim: str, **view: Unpack[ViewOptions]) -> WhatIf:
        """Return what would be otherwise if a claim were wrong: dates, contradictions, events."""
        solved = self._solved(**view)
        return WhatIf.of(solved.claim(claim), solved)

    def compare(
        self, a: str, b: str, *, as_of: Date | None = None, recorded_by: Date | None = None
    ) -> Comparison:
        """Return the accounts of two actors or sources side by side, event by event."""
        options = view_in_words(as_of=as_of, recorded_by=recorded_by)
        return Comparison.of(comparing.accounts(self.place, (a, b), options))

    def contested(self, **view: Unpack[ViewOptions]) -> ContestedFacts:
        """Return every fact on which claims disagree, with all its values and who gives them."""
        solved = self._solved(**view)
        return ContestedFacts.of(solved, contested_facts(solved.timeline, solved.knowledge))

    def diff(
        self,
        since: Date | None = None,
        until: Date | None = None,
        *,
        recorded: bool = False,
        source: str | None = None,
        other: KnowledgeBase | None = None,
    ) -> Difference:
        """Return what changed: between two days, through a source, or from another state.

        Between days of publication, or of loading with ``recorded``; ``until`` may be left out.
        Through ``source``: without it, and with it. From the knowledge base ``other`` to this one.
        Raises QueryError where it is not exactly one of the three.
        """
        if sum(way is not None for way in (since, source, other)) != 1:
            raise QueryError("say since when, or through which source, or from which other one")
        if since is None and (until is not None or recorded):
            raise QueryError("until and recorded go with since")
        if other is not None:
            return Difference.of(comparing.between_bases(other.place, self.place))
        if source is not None:
            return Difference.of(comparing.through_source(self.place, source))
        days = edtf_of(since) or "", edtf_of(until)
        return Difference.of(comparing.between_days(self.place, *days, recorded=recorded))

    def info(self) -> Contents:
        """Return what is in the knowledge base, counted."""
        return Contents.from_dict(asking.contents(self.place))

    # --- which events are one -------------------------------------------------------------------

    def match(self, *, same_source: bool = False, least: int | None = None) -> Matches:
        """Return pairs of events that may be one, the likeliest first.

        ``same_source`` also proposes events that one source tells of; ``least`` is the score from
        which on a pair is proposed.
        """
        from dateline.matching import ENOUGH, candidates

        solved = self._solved()
        found = candidates(
            solved.timeline,
            solved.knowledge,
            solved.chronology,
            same_source=same_source,
            enough=ENOUGH if least is None else least,
        )
        return Matches.of(found, solved)

    def accept(self, a: str, b: str, *, reason: str, author: str, force: bool = False) -> Judgement:
        """Record that two events are one: a claim with an author and a reason.

        Where the claims then contradict each other, nothing is recorded unless with ``force``.
        Raises NameLookupError, JudgementError.
        """
        from dateline.identity import SAME

        return self._judge((a, b), SAME, reason, author, force=force)

    def reject(self, a: str, b: str, *, reason: str, author: str, force: bool = False) -> Judgement:
        """Record that two events are two; as ``accept``."""
        from dateline.identity import DIFFERENT

        return self._judge((a, b), DIFFERENT, reason, author, force=force)

    def take_back(self, a: str, b: str) -> tuple[Iri, ...]:
        """Withdraw the judgements on two events; returns their claims. Raises JudgementError."""
        from dateline.judging import take_back

        return take_back(self.place, (a, b))

    def _judge(
        self, names: tuple[str, str], relation: str, reason: str, author: str, *, force: bool
    ) -> Judgement:
        from dateline.judging import judge

        judged = judge(self.place, names, relation, reason, author, force=force)
        return Judgement(judged.claim, judged.stored, judged.conflicts)

    # --- queries and RDF ------------------------------------------------------------------------

    def query(self, query: str, /, **bindings: Given) -> Rows | Triples | bool:
        """Run a named query, a ``.rq`` file, or SPARQL text, which is told by its braces.

        ``bindings`` are values for its parameters, or the variables of SPARQL text: names of
        things, dates, numbers, text, or several of these, of which any will do. A query that
        names no graph reads the accepted view; standard prefixes need no declaration. SELECT
        returns ``Rows``, CONSTRUCT and DESCRIBE ``Triples``, ASK whether it is so.

        Raises QueryError.
        """
        import pyoxigraph as ox

        from dateline.queries import parse_query
        from dateline.query_folders import find_query
        from dateline.querying import ask

        is_text = "{" in query
        wanted = parse_query("the query", query) if is_text else find_query(query, self._folders)
        found = ask(self.place, wanted, {name: typed_by(value) for name, value in bindings.items()})
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        return Rows.of(found) if isinstance(found, ox.QuerySolutions) else Triples.of(found)

    def queries(self) -> tuple[NamedQuery, ...]:
        """Return the named queries, own and shipped: what each answers, and its parameters."""
        from dateline.exports.contract import queries_contract
        from dateline.query_folders import catalogue

        told = queries_contract(catalogue(self._folders).queries)["queries"]
        return tuple(NamedQuery.from_dict(one) for one in told)

    def dump(self, form: str = "nq") -> str:
        """Return everything, claims and views, as N-Quads (``nq``) or TriG (``trig``)."""
        from dateline.querying import DUMP_FORMATS, dumped

        if form not in DUMP_FORMATS:
            raise QueryError(f"a dump is not written as {form!r}, but as: nq, trig")
        return dumped(self.place, form)

    def graph(self) -> Dataset:
        """Return a read-only ``rdflib.Dataset`` of the present state, for linked data.

        Needs oxrdflib (``pip install 'dateline[rdflib]'``); raises NotInstalled without it. The
        default graph holds the accepted view and the background; the named graphs are all there.
        """
        from dateline.exports.linked_data import dataset_of

        return dataset_of(open_store(self.place))

    def _solved(self, **view: Unpack[ViewOptions]) -> Solved:
        """Read the knowledge base, and solve it where it is not what was last solved."""
        knowledge = read_knowledge(open_store(self.place))
        asked = asking.view_of(knowledge, view_in_words(**view))
        if knowledge != self._solved_of[0] or len(self._solved_of[1]) >= MOST_VIEWS:
            self._solved_of = (knowledge, {})
        known = self._solved_of[1]
        if asked not in known:
            known[asked] = pipeline.solve_knowledge(self._solved_of[0], asked)
        return known[asked]
