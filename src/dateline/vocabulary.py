"""The names (IRIs) that the code uses; a test checks that the ontology declares each of them."""

from __future__ import annotations

from typing import Final

DL: Final = "https://w3id.org/dateline/ns#"
GRAPH: Final = "https://w3id.org/dateline/graph/"
KB: Final = "https://w3id.org/dateline/kb/"
#: Names of nodes that an author left blank; derived from what the node says.
GENID: Final = "https://w3id.org/dateline/.well-known/genid/"
FACT: Final = "https://w3id.org/dateline/fact/"
CONFLICT: Final = "https://w3id.org/dateline/conflict/"
#: Periods of the calendar, named by their first and last day, month or year.
PERIOD: Final = "https://w3id.org/dateline/time/"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
OA: Final = "http://www.w3.org/ns/oa#"
TIME: Final = "http://www.w3.org/2006/time#"
WGS: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"

TYPE: Final = RDF + "type"
LABEL: Final = RDFS + "label"
COMMENT: Final = RDFS + "comment"
ALT_LABEL: Final = SKOS + "altLabel"
SUBCLASS: Final = RDFS + "subClassOf"
SUBPROPERTY: Final = RDFS + "subPropertyOf"
EDTF: Final = "http://id.loc.gov/datatypes/edtf/EDTF"

CLAIMS: Final = GRAPH + "claims"
REFERENCE: Final = GRAPH + "reference"
ACCEPTED: Final = GRAPH + "accepted"
CONFLICTS: Final = GRAPH + "conflicts"
#: Graphs that solving writes; input never brings them in.
DERIVED: Final = frozenset({ACCEPTED, CONFLICTS})
FIXED: Final = frozenset({CLAIMS, REFERENCE}) | DERIVED

#: Prefixes that a query may use without declaring them, and that tables use to shorten IRIs.
PREFIXES: Final[dict[str, str]] = {
    "dl": DL,
    "graph": GRAPH,
    "ev": KB + "event/",
    "actor": KB + "actor/",
    "place": KB + "place/",
    "source": KB + "source/",
    "claim": KB + "claim/",
    "kb": KB,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "skos": SKOS,
    "owl": "http://www.w3.org/2002/07/owl#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "oa": OA,
    "time": TIME,
    "wgs": WGS,
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "wd": "http://www.wikidata.org/entity/",
}


def shorten(iri: str) -> str:
    """Return the prefixed name of an IRI where a standard prefix fits, else the IRI.

    >>> shorten("https://w3id.org/dateline/kb/event/paris-meeting")
    'ev:paris-meeting'
    """
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and len(iri) > len(base):
            return f"{prefix}:{iri[len(base) :]}"
    return iri


def expand(name: str) -> str | None:
    """Return the IRI of a prefixed name with a standard prefix, or None.

    >>> expand("dl:Meeting")
    'https://w3id.org/dateline/ns#Meeting'
    >>> expand("Meeting") is None
    True
    """
    prefix, colon, local = name.partition(":")
    base = PREFIXES.get(prefix) if colon else None
    return base + local if base is not None and not local.startswith("//") else None
