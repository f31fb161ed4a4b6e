"""The store's claims -> plain values that the reasoning core works on."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

import pyoxigraph as ox

from dateline.model import (
    Claim,
    Duration,
    Edtf,
    Evidence,
    Iri,
    Knowledge,
    Quantity,
    Source,
    Text,
    Triple,
    Value,
)
from dateline.store.contract import Reader
from dateline.taxonomy import local, taxonomy_of
from dateline.terms import Term, text
from dateline.time.relative import Direction, Part, RelativeDate
from dateline.vocabulary import (
    ALT_LABEL,
    CLAIMS,
    DERIVED,
    DL,
    EDTF,
    FIXED,
    LABEL,
    OA,
    REFERENCE,
    TIME,
    TYPE,
    XSD,
)

Description = Mapping[str, list[Term]]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DIRECTIONS: dict[str, Direction] = {DL + name: name for name in get_args(Direction)}
PARTS: dict[str, Part] = {DL + name: name for name in get_args(Part)}
DATED = frozenset({"when", "startsOn", "endsOn", "activeOn"})


def read_knowledge(store: Reader) -> Knowledge:
    """Return every claim that is not withdrawn, with its source and the background."""
    return knowledge_of(store.quads())


def knowledge_of(quads: Iterable[ox.Quad]) -> Knowledge:
    """Return the claims among normalised quads, with their sources and the background."""
    graphs: dict[str, dict[str, dict[str, list[Term]]]] = {}
    background: list[ox.Quad] = []
    for quad in quads:
        name = text(quad.graph_name)
        if name in DERIVED:
            continue
        if name == REFERENCE:
            background.append(quad)
        graph = graphs.setdefault(name, {})
        # The few properties of very many things: one text for each, not one for each use.
        predicate = sys.intern(quad.predicate.value)
        graph.setdefault(text(quad.subject), {}).setdefault(predicate, []).append(quad.object)
    metadata = graphs.get(CLAIMS, {})
    reference = graphs.get(REFERENCE, {})

    def claims_of_class(name: str) -> tuple[Claim, ...]:
        return tuple(
            _claim(iri, about, metadata, graphs.get(iri, {}) if iri not in FIXED else {})
            for iri, about in sorted(metadata.items())
            if DL + name in _iris(about, TYPE)
        )

    claims = claims_of_class("Claim")
    named = {claim.source for claim in claims if claim.source is not None}
    described = {
        Iri(iri)
        for iri, about in metadata.items()
        if not {DL + "Source", DL + "Article"}.isdisjoint(_iris(about, TYPE))
    }
    sources = {iri: _source(iri, metadata.get(iri, {})) for iri in sorted(named | described)}
    labels = {
        Iri(iri): label for iri, about in reference.items() if (label := _first(about, LABEL))
    }
    return Knowledge(
        claims,
        sources,
        taxonomy_of(background),
        labels,
        {Iri(iri): tuple(_texts(about, ALT_LABEL)) for iri, about in reference.items()},
        {Iri(iri): tuple(Iri(k) for k in _iris(about, TYPE)) for iri, about in reference.items()},
        {Iri(iri): tuple(_upwards(iri, reference, ("within",))) for iri in reference},
        {Iri(iri): tuple(_upwards(iri, reference, ("organOf", "memberOf"))) for iri in reference},
        claims_of_class("Withdrawn"),
    )


def _upwards(
    thing: str, reference: Mapping[str, Description], names: tuple[str, ...]
) -> Iterator[Iri]:
    """Return what a thing lies in or belongs to, nearest first; circles end."""
    seen = {thing}
    level = [thing]
    while level:
        above = [
            whole
            for part in level
            for name in names
            for whole in _iris(reference.get(part, {}), DL + name)
        ]
        level = [whole for whole in dict.fromkeys(above) if whole not in seen]
        seen.update(level)
        yield from (Iri(whole) for whole in level)


def _claim(
    iri: str,
    about: Description,
    metadata: Mapping[str, Description],
    stated: Mapping[str, Description],
) -> Claim:
    return Claim(
        Iri(iri),
        tuple(_triples(stated)),
        _only_iri(about, "source"),
        tuple(Iri(actor) for actor in _iris(about, DL + "attributedTo")),
        _only_iri(about, "saidIn"),
        local(_first(about, DL + "modality")) or "asserted",
        local(_first(about, DL + "certainty")) or "certain",
        _first(about, DL + "author"),
        _first(about, DL + "reason"),
        _only_iri(about, "broughtBy"),
        tuple(
            _evidence(node, metadata.get(node, {}), metadata)
            for node in _iris(about, DL + "evidence")
        ),
        tuple(Iri(claim) for claim in _iris(about, DL + "disputes")),
        tuple(
            Iri(claim)
            for name in ("supports", "supersedes", "retracts")
            for claim in _iris(about, DL + name)
        ),
        _first(about, DL + "recordedAt"),
        _first(about, DL + "withdrawnAt"),
    )


def _triples(stated: Mapping[str, Description]) -> Iterator[Triple]:
    """Return what a claim graph states, nodes of dates and quantities read into values."""
    inner = {
        node.value
        for about in stated.values()
        for predicate, objects in about.items()
        if local(predicate) in DATED | {"duration", "quantity"}
        for node in objects
        if isinstance(node, ox.NamedNode)
    }
    for subject, about in sorted(stated.items()):
        if subject in inner:
            continue
        for predicate, objects in sorted(about.items()):
            name = {TYPE: "type", LABEL: "label"}.get(predicate, local(predicate))
            for value in sorted(objects, key=str):
                yield Triple(Iri(subject), name, _value(name, value, stated))


def _value(name: str, value: Term, stated: Mapping[str, Description]) -> Value:
    if isinstance(value, ox.Literal):
        if value.datatype.value == EDTF:
            return Edtf(value.value)
        plain = value.language or value.datatype.value == XSD + "string"
        return Text(value.value, value.language or "", "" if plain else value.datatype.value)
    if not isinstance(value, ox.NamedNode):
        raise TypeError(f"a claim cannot state {value}")
    about = stated.get(value.value, {})
    if name in DATED:
        return relative_date(about)
    if name == "duration":
        return _duration(about)
    if name == "quantity":
        return _quantity(value.value, about)
    return Iri(value.value)


def relative_date(about: Description) -> RelativeDate:
    """Return the relative date that a node describes; values that there are not are left out."""
    weekday = _first(about, DL + "weekday").removeprefix(TIME)
    offset = _first(about, DL + "offset")
    return RelativeDate(
        expression=_first(about, DL + "expression"),
        anchor=_first(about, DL + "anchor") or None,
        weekday=WEEKDAYS.index(weekday) if weekday in WEEKDAYS else None,
        direction=DIRECTIONS.get(_first(about, DL + "direction")),
        offset=int(offset) if offset else None,
        unit=_unit(_first(about, DL + "unit")),
        within_unit=_unit(_first(about, DL + "withinUnit")),
        clock_time=_first(about, DL + "clockTime") or None,
        utc_offset=_first(about, DL + "utcOffset") or None,
        on=_first(about, DL + "on") or None,
        part=PARTS.get(_first(about, DL + "part")),
    )


def _duration(about: Description) -> Duration:
    amount, least, most = (_first(about, DL + name) for name in ("amount", "minimum", "maximum"))
    return Duration(
        float(amount) if amount else None,
        _unit(_first(about, DL + "unit")),
        int(least) if least else None,
        int(most) if most else None,
        _first(about, DL + "expression"),
    )


def _quantity(iri: str, about: Description) -> Quantity:
    kind, value, unit, approximation = (
        local(_first(about, DL + name)) for name in ("kind", "value", "unit", "approximation")
    )
    return Quantity(Iri(iri), kind, value, unit, approximation)


def _unit(iri: str) -> str | None:
    """Return the unit of an OWL-Time IRI: ``time:unitDay`` is "day"."""
    return iri.removeprefix(TIME).removeprefix("unit").lower() or None


def _evidence(iri: str, about: Description, metadata: Mapping[str, Description]) -> Evidence:
    selector = next(
        (metadata.get(node, {}) for node in _iris(about, OA + "hasSelector")),
        about,
    )
    start, end = _first(selector, OA + "start"), _first(selector, OA + "end")
    return Evidence(
        Iri(iri),
        Iri(source) if (source := _first(about, OA + "hasSource")) else None,
        int(start) if start else None,
        int(end) if end else None,
        _first(about, DL + "digest"),
        _first(about, DL + "looseDigest"),
        _first(about, OA + "exact") or _first(selector, OA + "exact"),
        _first(about, DL + "url"),
    )


def _source(iri: str, about: Description) -> Source:
    return Source(
        Iri(iri),
        _first(about, LABEL),
        _first(about, DL + "published") or None,
        _first(about, DL + "publisher"),
        _first(about, DL + "url"),
        _first(about, DL + "reliability"),
        _only_iri(about, "copyOf"),
        _first(about, DL + "textDigest"),
    )


def _iris(about: Description, predicate: str) -> list[str]:
    return sorted(v.value for v in about.get(predicate, ()) if isinstance(v, ox.NamedNode))


def _first(about: Description, predicate: str) -> str:
    """Return the first value of a property as text (English before other languages), or ""."""
    values = [v for v in about.get(predicate, ()) if isinstance(v, ox.NamedNode | ox.Literal)]
    ranked = sorted(values, key=lambda v: (getattr(v, "language", None) != "en", v.value))
    return ranked[0].value if ranked else ""


def _texts(about: Description, predicate: str) -> list[str]:
    return sorted(v.value for v in about.get(predicate, ()) if isinstance(v, ox.Literal))


def _only_iri(about: Description, name: str) -> Iri | None:
    found = _iris(about, DL + name)
    return Iri(found[0]) if found else None
