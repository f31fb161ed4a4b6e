"""What was said, as frozen values: sources, claims and the triples that claims state.

Everything here is plain Python; ``claims.py`` makes these values out of RDF. IRIs are ``str``
subclasses, so that ``Iri`` and text are never mixed up. Terms of the ontology appear by their
local name (``"before"`` for ``dl:before``, ``"type"`` and ``"label"`` for the RDF ones).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dateline.time.relative import RelativeDate


class Iri(str):
    """The name of a thing: an event, actor, claim, class."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Text:
    """Words, with their language tag, or another literal with the IRI of its datatype."""

    value: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date expression as written, to be read by ``dates.read_date``."""

    text: str


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something lasted: an amount of a unit, or bounds in seconds."""

    amount: float | None = None
    unit: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    expression: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured thing that somebody states, such as "about 1.5 km" of depth."""

    iri: Iri = field(compare=False)
    kind: str
    value: str
    unit: str = ""
    approximation: str = ""


Value = Iri | Text | Edtf | RelativeDate | Duration | Quantity


@dataclass(frozen=True, slots=True)
class Triple:
    """One statement inside a claim: subject, property (local name), value."""

    subject: Iri
    predicate: str
    value: Value


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the words of a claim stand: positions are Unicode code points, digests SHA-256 hex."""

    iri: Iri
    source: Iri | None = None
    start: int | None = None
    end: int | None = None
    digest: str = ""
    loose_digest: str = ""
    exact: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where claims come from; ``published`` is EDTF text as the page prints it, or None."""

    iri: Iri
    label: str = ""
    published: str | None = None
    publisher: str = ""
    url: str = ""
    reliability: str = ""
    copy_of: Iri | None = None
    text_digest: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """In a source, somebody says something; or, without a source, somebody judges so.

    ``attributed_to`` is empty where the source speaks in its own voice. ``said_in`` is the
    statement event in which the claim was made. A claim with an ``author`` and a ``reason`` in
    place of a source is a judgement. ``replies_to`` are the claims that it supports, supersedes or
    retracts.
    """

    iri: Iri
    triples: tuple[Triple, ...] = ()
    source: Iri | None = None
    attributed_to: tuple[Iri, ...] = ()
    said_in: Iri | None = None
    modality: str = "asserted"
    certainty: str = "certain"
    author: str = ""
    reason: str = ""
    brought_by: Iri | None = None
    evidence: tuple[Evidence, ...] = ()
    disputes: tuple[Iri, ...] = ()
    replies_to: tuple[Iri, ...] = ()
    recorded_at: str = ""
    withdrawn_at: str = ""

    @property
    def is_judgement(self) -> bool:
        """Whether this is somebody's conclusion rather than something a source says."""
        return self.source is None

    @property
    def in_own_voice(self) -> bool:
        """Whether the source itself says so, rather than quoting somebody."""
        return self.source is not None and not self.attributed_to


@dataclass(frozen=True)
class Taxonomy:
    """Which classes and properties are kinds of which, nearest first, and how classes last.

    ``superclasses`` and ``superproperties`` are closed (all ancestors, the term itself not
    among them); ``aspects`` maps a class to ``"punctual"`` or ``"lasting"``; ``single_valued``
    names the properties for which two values are a disagreement.
    """

    superclasses: Mapping[Iri, tuple[Iri, ...]] = field(default_factory=dict)
    superproperties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aspects: Mapping[Iri, str] = field(default_factory=dict)
    single_valued: frozenset[str] = frozenset()
    class_labels: Mapping[Iri, str] = field(default_factory=dict)
    property_labels: Mapping[str, str] = field(default_factory=dict)

    def closure(self, classes: Iterable[Iri]) -> tuple[Iri, ...]:
        """Return the classes with all their ancestors, the most specific first."""
        named = dict.fromkeys(classes)
        every = dict.fromkeys(
            [*named, *(parent for kind in named for parent in self.superclasses.get(kind, ()))]
        )
        return tuple(sorted(every, key=lambda kind: (-len(self.superclasses.get(kind, ())), kind)))

    def narrowest(self, classes: Iterable[Iri]) -> tuple[Iri, ...]:
        """Return the classes that no other one is a kind of, sorted."""
        every = set(classes)
        return tuple(sorted(every.difference(*(self.superclasses.get(k, ()) for k in every))))

    def is_a(self, kind: Iri, ancestor: Iri) -> bool:
        """Whether ``kind`` is ``ancestor`` or a kind of it."""
        return kind == ancestor or ancestor in self.superclasses.get(kind, ())

    def aspect(self, classes: Iterable[Iri]) -> str:
        """Return "punctual" or "lasting", or "" where the classes leave it open.

        The nearest ancestor that has an aspect decides (a Summit is a Meeting, but lasts);
        where several classes disagree, "lasting", because it lets us conclude less.
        """
        found = {
            next(
                (
                    self.aspects[c]
                    for c in (kind, *self.superclasses.get(kind, ()))
                    if c in self.aspects
                ),
                "",
            )
            for kind in classes
        } - {""}
        return "lasting" if "lasting" in found else next(iter(found), "")

    def closed_property(self, name: str) -> tuple[str, ...]:
        """Return the property and all properties that it is a kind of, itself first."""
        return (name, *self.superproperties.get(name, ()))


@dataclass(frozen=True)
class Knowledge:
    """Everything that reasoning starts from: the claims, their sources and the background.

    The background is what nobody contests: ``labels``, ``aliases`` and ``kinds`` (classes) of
    actors and places, the ``containers`` of a place and the ``wholes`` that an actor is an organ or
    member of, all of them, nearest first. ``withdrawn`` claims are history; nothing rests on them.
    """

    claims: tuple[Claim, ...] = ()
    sources: Mapping[Iri, Source] = field(default_factory=dict)
    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    labels: Mapping[Iri, str] = field(default_factory=dict)
    aliases: Mapping[Iri, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[Iri, tuple[Iri, ...]] = field(default_factory=dict)
    containers: Mapping[Iri, tuple[Iri, ...]] = field(default_factory=dict)
    wholes: Mapping[Iri, tuple[Iri, ...]] = field(default_factory=dict)
    withdrawn: tuple[Claim, ...] = ()

    @cached_property
    def by_iri(self) -> Mapping[Iri, Claim]:
        """The claims by their IRI."""
        return {claim.iri: claim for claim in self.claims}

    @cached_property
    def judged_publications(self) -> Mapping[Iri, tuple[Iri, Edtf]]:
        """The first claim (by IRI) on when each source was published, and the date it gives."""
        found: dict[Iri, tuple[Iri, Edtf]] = {}
        for claim in sorted(self.claims, key=lambda claim: claim.iri):
            for triple in claim.triples:
                if triple.predicate == "published" and isinstance(triple.value, Edtf):
                    found.setdefault(triple.subject, (claim.iri, triple.value))
        return found

    @cached_property
    def disputed(self) -> frozenset[Iri]:
        """The claims that some other claim disputes."""
        return frozenset(target for claim in self.claims for target in claim.disputes)

    def original(self, source: Iri) -> Iri:
        """Return the source that a copy is a copy of, through copies of copies; else itself.

        Copies in a circle all have the same one: the first of the circle by IRI.
        """
        chain = [source]
        while (known := self.sources.get(chain[-1])) and known.copy_of:
            if known.copy_of in chain:
                return min(chain[chain.index(known.copy_of) :])
            chain.append(known.copy_of)
        return chain[-1]

    def label(self, thing: str) -> str:
        """Return the label of an actor, place or source, or the end of its IRI."""
        if thing in self.labels:
            return self.labels[Iri(thing)]
        if thing in self.sources and self.sources[Iri(thing)].label:
            return self.sources[Iri(thing)].label
        return thing.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
