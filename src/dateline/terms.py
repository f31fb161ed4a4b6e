"""RDF terms as text."""

from __future__ import annotations

import logging

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def text(term: Term | ox.DefaultGraph) -> str:
    """Return the IRI or the lexical form; "" for what the store never holds, and the default graph.

    >>> text(ox.NamedNode("http://example.org/e")), text(ox.Literal("e")), text(ox.DefaultGraph())
    ('http://example.org/e', 'e', '')
    """
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def without_complaints() -> None:
    """Keep rdflib from complaining on standard error of each literal that Python has no value for.

    A year before 1 is one: the literal itself is kept as it is.
    """
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
