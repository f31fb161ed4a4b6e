"""What a single quad of normalised data must keep to, by its graph, property and value.

The same rules stand in ``ontology/shapes.ttl`` for files that people write; a test keeps the lists
of names in step. Here they are looked up once for each property and each literal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from dateline.errors import DateError
from dateline.sources import CLAIM_MARKS, SOURCE_MARKS
from dateline.taxonomy import ontology
from dateline.terms import text
from dateline.time.dates import read_date
from dateline.time.rules import open_date
from dateline.vocabulary import ALT_LABEL, DL, EDTF, LABEL, OA, RDF, RDFS, TIME, TYPE, XSD

#: Properties of claims, sources and evidence; ``graph:claims`` holds no other ones of ours.
METADATA: Final = (
    CLAIM_MARKS
    | SOURCE_MARKS
    | {
        DL + name
        for name in (
            "recordedAt", "withdrawnAt", "retrieved", "publisher", "url", "timeZone", "language",
            "digest", "looseDigest",
        )
    }
)  # fmt: skip
#: Of those, the ones that a claim may state, too: judgements on a source.
CLAIMABLE: Final = frozenset(
    DL + name
    for name in (
        "published", "retrieved", "publisher", "agency", "url", "timeZone", "language",
        "reliability", "copyOf",
    )
)  # fmt: skip
#: Properties and classes that only computing writes.
COMPUTED: Final = frozenset(
    DL + name
    for name in (
        "status", "basedOn", "mergedFrom", "startEarliest", "startLatest", "endEarliest",
        "endLatest", "startEarliestSeconds", "startLatestSeconds", "endEarliestSeconds",
        "endLatestSeconds", "durationMinimum", "durationMaximum", "order", "plannedFor",
        "restsOnDisputed", "setAside", "beginSeconds", "endSeconds", "inYears",
        "possiblePeriod", "certainPeriod", "page", "pages", "rank", "namedKind",
        "mentionedBy", "hangsOnRepair", "countsOnlyAs", "moreConflicts", "subject",
        "predicate", "object", "claim", "assuming", "explanation", "aspect", "singleValued",
    )
)  # fmt: skip
COMPUTED_CLASSES: Final = frozenset(DL + name for name in ("Fact", "Conflict", "Withdrawn"))
#: What claims may use beside the terms of the ontology.
BORROWED: Final = frozenset({TYPE, LABEL, ALT_LABEL})

OWL_OBJECT: Final = "http://www.w3.org/2002/07/owl#ObjectProperty"

Fits = Callable[[bytes], object]


def iri(name: str) -> bytes:
    """Return an IRI as N-Quads write it."""
    return f"<{name}>".encode()


@cache
def declared() -> dict[str, frozenset[str]]:
    """Return the kinds (IRIs of classes) of each term that the ontology declares."""
    kinds: dict[str, set[str]] = {}
    for quad in ontology():
        if quad.predicate.value == TYPE:
            kinds.setdefault(text(quad.subject), set()).add(text(quad.object))
    return {name: frozenset(of) for name, of in kinds.items() if name.startswith(DL)}


def is_declared_property(name: str) -> bool:
    """Whether the ontology declares a property of this name."""
    return RDF + "Property" in declared().get(name, ())


def is_declared_class(name: str) -> bool:
    """Whether the ontology declares a class of this name."""
    return RDFS + "Class" in declared().get(name, ())


def is_stated(name: str) -> bool:
    """Whether a claim may state this property of the ontology, or one that is borrowed."""
    not_claimed = (METADATA - CLAIMABLE) | COMPUTED
    return name in BORROWED or (is_declared_property(name) and name not in not_claimed)


# --- values ---------------------------------------------------------------------------------------

_NUMBER = rb"(?:0|-?[1-9][0-9]{0,17})"
_FRACTION = rb"(?:-?(?:0|[1-9][0-9]{0,17})\.[0-9]{0,16}[1-9]|" + _NUMBER + rb")"
_DAY = rb"(?!-0000)-?(?:[0-9]{4}|[1-9][0-9]{4,8})-[0-9]{2}-[0-9]{2}"
#: Canonical forms of the literals that every engine keeps as they are.
CANONICAL: Final = {
    XSD + "string": rb".*",
    XSD + "anyURI": rb".*",
    XSD + "boolean": rb"true|false",
    XSD + "integer": _NUMBER,
    XSD + "decimal": _FRACTION,
    XSD + "date": _DAY,
    XSD + "dateTime": _DAY + rb"T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
}
_CANONICAL = {kind: re.compile(form, re.S) for kind, form in CANONICAL.items()}
_DATED = frozenset({EDTF, XSD + "date", XSD + "dateTime"})


def fault_of_literal(literal: bytes) -> str | None:
    """Say what is wrong with a literal with a datatype, written as in N-Quads; None if nothing."""
    value, _, kind = literal.rpartition(b"^^")
    value, name = value[1:-1], kind[1:-1].decode()
    if name.startswith(XSD):
        form = _CANONICAL.get(name)
        if form is None:
            return f"engines rewrite literals of xsd:{name.removeprefix(XSD)}"
        if not form.fullmatch(value):
            return f"this is not how xsd:{name.removeprefix(XSD)} is written canonically"
    if name in _DATED and open_date(value.decode()) is None:
        try:
            read_date(value.decode())
        except DateError as error:
            return str(error)
    return None


def _typed(kind: str, form: bytes = rb'[^"]*') -> bytes:
    return rb'"(?:' + form + rb')"\^\^' + re.escape(iri(kind))


def _one_of(base: str, names: str) -> bytes:
    return b"|".join(re.escape(iri(base + name)) for name in names.split())


def _words(*words: str) -> bytes:
    return b"|".join(b'"' + word.encode() + b'"' for word in words)


_THING = rb"<.*>"
_LITERAL = rb'".*'
_WHOLE = _typed(XSD + "integer", _NUMBER)
_ABOVE_ZERO = _typed(XSD + "integer", rb"[1-9][0-9]*")
_ANY_NUMBER = _WHOLE + rb"|" + _typed(XSD + "decimal", _FRACTION)
_HEXADECIMAL = rb'"[0-9a-fA-F]{64}"'
_UNIT = _one_of(TIME + "unit", "Second Minute Hour Day Week Month Year")
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_DATE_OR_NODE = _typed(EDTF) + rb"|" + _THING
_MOMENT = _typed(XSD + "dateTime")

#: What the value of a property must look like, and what to write.
VALUES: Final[dict[str, tuple[bytes, str]]] = {
    TYPE: (_THING, "the IRI of a class"),
    LABEL: (_LITERAL, "a text"),
    ALT_LABEL: (_LITERAL, "a text"),
    OA + "hasSelector": (_THING, "the IRI of a position"),
    OA + "hasSource": (_THING, "the IRI of the source"),
    OA + "exact": (_LITERAL, "the words"),
    OA + "start": (_typed(XSD + "integer", rb"0|[1-9][0-9]*"), "a whole number from 0 on"),
    OA + "end": (_ABOVE_ZERO, "a whole number above 0"),
    **{
        DL + name: row
        for names, row in {
            "when startsOn endsOn activeOn": (
                _DATE_OR_NODE, "an EDTF literal, or the IRI of a relative date",
            ),
            "duration quantity": (_THING, "the IRI of a node of its own"),
            "published on": (_typed(EDTF), "an EDTF literal"),
            "retrieved": (_LITERAL, "a date"),
            "url": (_THING + rb"|" + _typed(XSD + "anyURI"), "an IRI"),
            "recordedAt withdrawnAt": (_MOMENT, "an xsd:dateTime in UTC"),
            "modality": (_one_of(DL, "asserted planned hypothetical"),
                         "dl:asserted, dl:planned or dl:hypothetical"),
            "certainty": (_one_of(DL, "certain probable possible"),
                          "dl:certain, dl:probable or dl:possible"),
            "credibility": (_words(*"123456"), 'one of "1" to "6"'),
            "reliability": (_words(*"ABCDEF"), 'one of "A" to "F"'),
            "digest looseDigest textDigest": (_HEXADECIMAL, "the 64 digits of a SHA-256"),
            "weekday": (_one_of(TIME, _WEEKDAYS), "one of time:Monday to time:Sunday"),
            "direction": (_one_of(DL, "earlier later around"),
                          "dl:earlier, dl:later or dl:around"),
            "part": (_one_of(DL, "early middle late morning afternoon evening night"),
                     "a part of a day, or dl:early, dl:middle or dl:late"),
            "withinUnit": (_UNIT, "one of time:unitSecond to time:unitYear"),
            "unit": (_UNIT + rb"|" + _LITERAL, "a unit of time, or the unit of a quantity"),
            "offset": (_WHOLE, "a whole number"),
            "amount": (_ANY_NUMBER, "a number"),
            "value": (_ANY_NUMBER, "a number"),
            "minimum maximum": (_ABOVE_ZERO, "a whole number of seconds above 0"),
            "clockTime": (rb'"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"', '"HH:MM"'),
            "utcOffset": (rb'"([+-](0[0-9]|1[0-4]):[0-5][0-9]|Z)"', '"+02:00"'),
        }.items()
        for name in names.split()
    },
}  # fmt: skip
_ANYTHING: Final = (rb".*", "a value")


def value_of(name: str) -> tuple[Fits, str]:
    """Return what tells whether a value fits a property, and what to write where it does not."""
    form, mend = VALUES.get(name, _ANYTHING)
    if name not in VALUES and OWL_OBJECT in declared().get(name, ()):
        form, mend = _THING, "the IRI of a thing"
    return re.compile(form, re.S).fullmatch, mend
