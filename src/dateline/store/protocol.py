"""The SPARQL 1.1 Protocol, as a client that is told only whole answers.

SPARQLWrapper makes the requests. What it leaves to chance is set here: the kind of request (it
guesses it with a pattern), the opener (it installs a global one), the formats, and what counts as
an answer. Engines cut results off and say so, if at all, in a header: that is ``Incomplete``.
"""

from __future__ import annotations

import json
import re
import textwrap
import urllib.request
from collections.abc import Iterable, Sequence
from typing import Any, Final, cast
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, URLENCODED
from SPARQLWrapper import SPARQLWrapper as Wrapper

from dateline.errors import Incomplete, QueryError, Refused, StoreError
from dateline.store.contract import Results
from dateline.store.credentials import (
    Credentials,
    credentials_for,
    refuse_secrets_in,
    shown,
)
from dateline.store.engines import addresses_of, engine_of
from dateline.store.transport import BUSY, Answer, Transport
from dateline.version import VERSION
from dateline.vocabulary import XSD

AGENT: Final = f"Dateline/{VERSION}"
ROWS: Final = "application/sparql-results+json"
#: What is there takes no questions.
NO_QUERIES: Final = frozenset({405, 501})
TRIPLES: Final = "application/n-triples"
ACCEPT: Final = {"SELECT": ROWS, "ASK": ROWS, "CONSTRUCT": TRIPLES, "DESCRIBE": TRIPLES}
UPDATE: Final = "INSERT"  # what SPARQLWrapper calls any update

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None


class _Requests(Wrapper):
    """SPARQLWrapper, told what kind of request it makes, and sending it through our transport."""

    def __init__(self, query: str, update: str, transport: Transport) -> None:
        self.form = "SELECT"
        self.transport = transport
        super().__init__(query, update, returnFormat=JSON, agent=AGENT)

    def _parseQueryType(self, query: str) -> str:  # noqa: N802 - SPARQLWrapper's name
        return self.form

    def _getAcceptHeader(self) -> str:  # noqa: N802 - SPARQLWrapper's name
        return ACCEPT.get(self.form, "*/*")

    def _query(self) -> tuple[Any, str]:
        return self.transport.send(self._createRequest(), again=True), self.returnFormat

    def answer(
        self, form: str, text: str, default: Iterable[str] = (), named: Iterable[str] = ()
    ) -> Answer:
        """Send a request of a form, and return what came back."""
        self.resetQuery()
        self.form = form
        self.setQuery(text)
        self.setMethod(POST)
        self.setRequestMethod(URLENCODED)
        self.setOnlyConneg(True)
        for name, graphs in (("default-graph-uri", default), ("named-graph-uri", named)):
            for graph in graphs:
                self.addParameter(name, graph)
        return cast("Answer", self.query().response)  # what our own _query gave it


class Client:
    """An endpoint, and how to speak to the engine behind it.

    Every update that is sent must be one that may be sent twice.
    Raises StoreError where the address or the settings cannot be used.
    """

    def __init__(self, place: str) -> None:
        refuse_secrets_in(place)
        self.place = place
        self._usual = "basic"
        self._transport = Transport(self._credentials_at)
        self.engine = engine_of(self._server)
        self._usual = self.engine.auth
        named = self._credentials_at(place) is not None
        self.addresses = addresses_of(self.engine, place, named=named)
        for address in filter(None, (self.addresses.update, self.addresses.graph_store)):
            refuse_secrets_in(address)
        self._requests = _Requests(self.addresses.query, self.addresses.update, self._transport)

    def _credentials_at(self, url: str) -> Credentials | None:
        return credentials_for(url, self.place, self._usual)

    def _server(self) -> str:
        """Return how the server names itself, whatever else it answers."""
        headers = {"Accept": ROWS, "User-Agent": AGENT}
        data = urlencode({"query": "ASK {}"}).encode()
        request = urllib.request.Request(self.place, data, headers)
        return str(self._transport.send(request, again=False).headers.get("Server", ""))

    def results(
        self, form: str, text: str, *, default: Iterable[str] = (), named: Iterable[str] = ()
    ) -> Results:
        """Return the whole answer to a query of a form such as SELECT.

        Raises QueryError where the engine refuses the query, Incomplete where the answer is not
        whole, StoreError where there is none, OutOfTime.
        """
        answer = self._requests.answer(form, text, default, named)
        _refuse_failure(answer, "query", self._credentials_at(answer.url))
        _refuse_partial(answer)
        if ACCEPT[form] == TRIPLES:
            return _triples(answer, self.engine.most_rows)
        told = _results(answer)
        if form == "ASK":
            return _yes_or_no(answer, told)
        return _rows(answer, told, self.engine.most_rows)

    def rows(self, text: str) -> list[Sequence[Term]]:
        """Return the rows of one of our own SELECT queries."""
        found = self.results("SELECT", text)
        return [tuple(row) for row in cast("ox.QuerySolutions", found)]

    def update(self, text: str) -> None:
        """Make an update; raises StoreError where the engine refuses it, OutOfTime."""
        answer = self._requests.answer(UPDATE, text)
        _refuse_failure(answer, "change", self._credentials_at(answer.url))

    def put_graph(self, graph: str, triples: bytes) -> None:
        """Replace a graph in the engine's graph store, which it must have; raises StoreError."""
        url = f"{self.addresses.graph_store}?graph={quote(graph, safe='')}"
        headers = {"Content-Type": TRIPLES, "User-Agent": AGENT}
        request = urllib.request.Request(url, triples, headers, method="PUT")
        answer = self._transport.send(request, again=True)
        _refuse_failure(answer, "change", self._credentials_at(url))


def _refuse_failure(answer: Answer, what: str, credentials: Credentials | None) -> None:
    """Raise the error that a status stands for."""
    url, status = shown(answer.url), answer.status
    if 200 <= status < 300:
        return
    if status == 401:
        raise StoreError(
            f"{url} does not take this name and password, or not in this way ({credentials.kind})"
            if credentials
            else f"{url} asks who you are: set DATELINE_USER and DATELINE_PASSWORD"
        )
    if status == 403:
        raise StoreError(f"{url} does not allow this {what}")
    if 300 <= status < 400:
        told = shown(answer.headers.get("Location", ""))
        raise StoreError(f"{url} sends us elsewhere, to {told}: name that address, if you trust it")
    if status == 404 or (what == "query" and status in NO_QUERIES):
        raise StoreError(f"{url}: there is no SPARQL endpoint ({status})")
    if status in BUSY:
        raise StoreError(f"{url} is too busy or out of service ({status}); try again later")
    said = _first_words(answer)
    if status == 400 and what == "query":
        raise QueryError(f"{url} refuses the query{said}")
    message = f"{url} fails at this {what} ({status}){said}"
    if what == "change":
        raise Refused(message)
    raise StoreError(message)


def _first_words(answer: Answer) -> str:
    """Return the beginning of what a server says of an error; nothing of a web page."""
    if _is_page(answer):
        return ""
    text = answer.body.decode("utf-8", "replace").strip()
    line = textwrap.shorten(text.split("\n\n")[0], 160, placeholder=" …")
    return f": {line}" if line else ""


def _is_page(answer: Answer) -> bool:
    kind = answer.headers.get_content_type() if "Content-Type" in answer.headers else ""
    return kind in {"text/html", "application/xhtml+xml"} or bool(
        re.match(rb"\s*<(!doctype html|html)", answer.body[:200], re.IGNORECASE)
    )


def _refuse_partial(answer: Answer) -> None:
    """Raise Incomplete where an answer is no answer, or says of itself that it is not whole."""
    url = shown(answer.url)
    if _is_page(answer):
        raise Incomplete(f"{url} answers with a web page: it is no SPARQL endpoint")
    if answer.status != 200:
        raise Incomplete(f"{url} gives only a part of the answer ({answer.status})")
    if state := answer.headers.get("X-SQL-State"):
        raise Incomplete(f"{url} gives only a part of the answer (its time was over: {state})")


def _results(answer: Answer) -> dict[str, Any]:
    """Return SPARQL results in JSON, with the terms as every engine should write them."""
    try:
        told: dict[str, Any] = json.loads(answer.body)
        for binding in () if "boolean" in told else told["results"]["bindings"]:
            for term in binding.values():
                _mend(term)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Incomplete(_no_result(answer)) from error
    return told


def _yes_or_no(answer: Answer, told: dict[str, Any]) -> Results:
    said = told.get("boolean")
    if told.get("head", {}).get("vars") == ["__ASK_RETVAL"]:
        said = bool(told["results"]["bindings"])  # Virtuoso: a row for yes, none for no
    if not isinstance(said, bool):
        raise Incomplete(_no_result(answer))
    return _parsed(answer, {"head": {}, "boolean": said})


def _rows(answer: Answer, told: dict[str, Any], most_rows: int | None) -> Results:
    try:
        names, bindings = told["head"]["vars"], told["results"]["bindings"]
    except (KeyError, TypeError) as error:
        raise Incomplete(_no_result(answer)) from error
    capped = answer.headers.get("X-SPARQL-MaxRows", "")
    limits = [int(capped)] if capped.isdigit() else []
    _refuse_cut(shown(answer.url), len(bindings), [*limits, *([most_rows] if most_rows else [])])
    return _parsed(answer, {"head": {"vars": names}, "results": {"bindings": bindings}})


def _parsed(answer: Answer, told: dict[str, Any]) -> Results:
    text = json.dumps(told)
    try:
        found = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QuerySolutions):
            for _ in found:  # a term that is none shows only now
                pass
            found = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as error:
        raise Incomplete(_no_result(answer)) from error
    return found


def _no_result(answer: Answer) -> str:
    return f"{shown(answer.url)}: the answer is cut off or is no SPARQL result"


def _triples(answer: Answer, most_rows: int | None) -> Results:
    url = shown(answer.url)
    form = ox.RdfFormat.from_media_type(answer.headers.get_content_type())
    if form is None or not answer.delimited:
        raise Incomplete(f"{url}: the answer is no RDF, or does not say where it ends")
    try:
        found = [_mended(quad.triple) for quad in ox.parse(answer.body, format=form)]
    except (SyntaxError, ValueError) as error:
        raise Incomplete(f"{url}: the answer is cut off or is no RDF") from error
    _refuse_cut(url, len(found), [most_rows] if most_rows else [])
    return found


def _refuse_cut(url: str, count: int, limits: Iterable[int]) -> None:
    for limit in limits:
        if count >= limit:
            raise Incomplete(f"{url} cuts answers off at {limit:,} rows; ask for fewer")


def _mend(term: dict[str, Any]) -> None:
    """Undo, in place, what engines do to literals.

    Virtuoso calls them by an old name, writes booleans as numbers, and years before Christ with
    three digits.
    """
    if term["type"] == "typed-literal":
        term["type"] = "literal"
    if "datatype" in term:
        term["value"] = _lexical(term["datatype"], term["value"])


def _mended(triple: ox.Triple) -> ox.Triple:
    literal = triple.object
    if not isinstance(literal, ox.Literal) or literal.language:
        return triple
    value = _lexical(literal.datatype.value, literal.value)
    mended = ox.Literal(value, datatype=literal.datatype)
    return ox.Triple(triple.subject, triple.predicate, mended)


def _lexical(kind: str, value: str) -> str:
    if kind == XSD + "boolean":
        return {"1": "true", "0": "false"}.get(value, value)
    if kind in {XSD + "dateTime", XSD + "date"} and re.match(r"-\d{3}-", value):
        return f"-0{value[1:]}"
    return value
