"""What a query answers: rows of Python values, or triples."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Self

import pyoxigraph as ox
from rich.console import RenderableType
from rich.text import Text

from dateline.answers.shown import Framed, Printed
from dateline.answers.value import Moment
from dateline.errors import DateError, QueryError
from dateline.exports.frames import Column, Kind, columns_of
from dateline.exports.notebook import rows_html
from dateline.exports.terminal import plain, rows_table
from dateline.model import Iri
from dateline.time.calendar import format_datetime, parse_datetime
from dateline.vocabulary import PREFIXES, RDF, XSD, shorten

#: What stands in a row: None where a variable is not bound. A blank node is text, ``_:name``.
Cell = Iri | Moment | str | bool | int | float | Decimal | None
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort",
        "unsignedByte",
    )
)  # fmt: skip
FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True, repr=False)
class Rows(Printed, Framed):
    """A sequence of rows, each a dictionary of the variables; ``variables`` are in their order.

    Names of things are ``Iri``, moments ``Moment`` (both of them text), numbers and yes or no are
    Python's own, everything else is text. ``values`` has the same rows as tuples.
    """

    variables: tuple[str, ...]
    values: tuple[tuple[Cell, ...], ...]
    _terms: tuple[tuple[Term | None, ...], ...] = field(compare=False)

    @classmethod
    def of(cls, found: ox.QuerySolutions) -> Self:
        """Return the rows of a query; raises QueryError where it fails on its way."""
        names = tuple(variable.value for variable in found.variables)
        try:
            terms = tuple(tuple(solution) for solution in found)
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error
        return cls(names, tuple(tuple(cell_of(term) for term in row) for row in terms), terms)

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return (dict(zip(self.variables, row, strict=True)) for row in self.values)

    def __getitem__(self, place: int) -> dict[str, Cell]:
        return dict(zip(self.variables, self.values[place], strict=True))

    def column(self, variable: str) -> tuple[Cell, ...]:
        """Return the values of one variable, row by row; raises QueryError for an unknown one."""
        if variable not in self.variables:
            raise QueryError(
                f"there is no variable {variable!r}; there are: {', '.join(self.variables)}"
            )
        place = self.variables.index(variable)
        return tuple(row[place] for row in self.values)

    def to_dict(self) -> dict[str, Any]:
        """Return SPARQL 1.1 Query Results JSON, as ``dateline query -f json`` prints it."""
        bindings = [
            {
                name: _binding(term)
                for name, term in zip(self.variables, row, strict=True)
                if term is not None
            }
            for row in self._terms
        ]
        return {"head": {"vars": list(self.variables)}, "results": {"bindings": bindings}}

    def __repr__(self) -> str:
        return f"<Rows: {len(self)} of {', '.join(self.variables)}>"

    def _shown(self) -> list[list[str]]:
        return [["" if term is None else _short(term) for term in row] for row in self._terms]

    def _text(self) -> RenderableType:
        shown = self._shown()
        return rows_table(
            self.variables, [dict(zip(self.variables, row, strict=True)) for row in shown]
        )

    def _repr_html_(self) -> str:
        return rows_html(self.variables, self._shown())

    def _columns(self) -> tuple[Column, ...]:
        kinds = {
            name: _kind([row[place] for row in self.values])
            for place, name in enumerate(self.variables)
        }
        return columns_of(kinds, ([_framed(cell) for cell in row] for row in self.values))


@dataclass(frozen=True, repr=False)
class Triples(Printed, Framed):
    """A sequence of the triples that a CONSTRUCT or DESCRIBE query makes, as Python values."""

    triples: tuple[tuple[Cell, Cell, Cell], ...]
    _terms: tuple[ox.Triple, ...] = field(compare=False)

    @classmethod
    def of(cls, found: Iterable[ox.Triple]) -> Self:
        """Return the triples of a query, sorted."""
        terms = tuple(sorted(found, key=str))
        told = tuple((cell_of(t.subject), cell_of(t.predicate), cell_of(t.object)) for t in terms)
        return cls(told, terms)

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[tuple[Cell, Cell, Cell]]:
        return iter(self.triples)

    def __getitem__(self, place: int) -> tuple[Cell, Cell, Cell]:
        return self.triples[place]

    def serialize(self, form: str = "ttl") -> str:
        """Return the triples as RDF: ``ttl``, ``nt``, ``jsonld`` or ``rdf``."""
        if form not in FORMATS:
            raise QueryError(f"triples are not written as {form!r}, but as: {', '.join(FORMATS)}")
        written = ox.serialize(self._terms, format=FORMATS[form], prefixes=PREFIXES)
        return (written or b"").decode()

    def __repr__(self) -> str:
        return f"<Triples: {len(self)}>"

    def _text(self) -> RenderableType:
        lines = (plain(f"{_short(t.subject)} {_short(t.predicate)} {_short(t.object)}")
                 for t in self._terms)  # fmt: skip
        return Text("\n").join(lines)

    def _columns(self) -> tuple[Column, ...]:
        kinds: Mapping[str, Kind] = {"subject": "text", "predicate": "text", "object": "text"}
        return columns_of(kinds, self.triples)


def cell_of(term: object) -> Cell:
    """Return a term as a Python value; a literal that is no value of its type is text."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode | ox.Triple):
        return str(term)
    if not isinstance(term, ox.Literal):
        return None
    text, datatype = term.value, term.datatype.value
    with contextlib.suppress(ValueError, InvalidOperation, DateError):
        if datatype in INTEGERS:
            return int(text)
        if datatype == XSD + "decimal":
            return Decimal(text)
        if datatype in (XSD + "double", XSD + "float"):
            return float(text)
        if datatype == XSD + "dateTime":
            return Moment(format_datetime(parse_datetime(text)))
        if datatype == XSD + "boolean":
            return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    return text


def _kind(cells: Sequence[Cell]) -> Kind:
    """Return what all cells of a column are; whole numbers of more than 64 bits are text."""
    found = {type(cell) for cell in cells if cell is not None}
    if found == {bool}:
        return "flag"
    if found == {Moment}:
        return "moment"
    if found == {int}:
        fit = all(-(2**63) <= cell < 2**63 for cell in cells if isinstance(cell, int))
        return "integer" if fit else "text"
    return "number" if found and found <= {int, float, Decimal} else "text"


def _framed(cell: Cell) -> object:
    if isinstance(cell, Moment):
        return cell.seconds
    return float(cell) if isinstance(cell, Decimal) else cell


def _binding(term: Term) -> dict[str, Any]:
    """Return a term as SPARQL 1.1 Query Results JSON has it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _binding(part) for name, part in parts.items()}}
    told = {"type": "literal", "value": term.value}
    if term.language:
        return {**told, "xml:lang": term.language}
    plain_text = term.datatype.value in (XSD + "string", RDF + "langString")
    return told if plain_text else {**told, "datatype": term.datatype.value}


def _short(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term)
