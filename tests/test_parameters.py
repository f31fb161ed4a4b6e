"""Parameters of queries: what a person types, the terms that are bound, and what they restrict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from commands import EV, run
from documents import BASE, claim, event, judgement, loaded, source
from hypothesis import given
from hypothesis import strategies as st
from joined_parameters import unjoined
from portable_profile import violations

from dateline.errors import NameLookupError, QueryError, StoreError
from dateline.lookup import look_up, named_like, taxonomy_in
from dateline.model import Iri
from dateline.parameters import terms_of
from dateline.queries import MOST_ROWS, THINGS, Query, bind, named_queries, parse_query
from dateline.queries import run as run_query
from dateline.resources import path_of
from dateline.store.contract import Reader, Store
from dateline.store.embedded import MemoryStore
from dateline.store.opening import open_store
from dateline.vocabulary import DL, KB, XSD

SHIPPED = named_queries()
NAMES = named_queries(path_of("queries/names"))


@pytest.fixture(scope="module")
def store(shipped: Path) -> Store:
    return open_store(str(shipped))


def header(kind: str) -> Query:
    return parse_query("own", f"# # Which?\n# **Parameters:** ?x ({kind})\nSELECT ?x {{ }}")


def term(store: Reader, kind: str, value: str) -> str:
    (found,) = terms_of(store, header(kind), {"x": value})["x"]
    return str(found)


# ---------------------------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("actor", "Putin", f"<{KB}actor/vladimir-putin>"),
        ("actor", "TÜRKIYE", f"<{KB}actor/turkey>"),
        ("actor", "  vladimir-putin ", f"<{KB}actor/vladimir-putin>"),
        ("place", "place:paris", f"<{KB}place/paris>"),
        ("event", f"<{EV}downing>", f"<{EV}downing>"),
        ("event", "shoots down a Russian", f"<{EV}downing>"),
        ("source", "ynet-4733020", f"<{KB}source/ynet-4733020>"),
        ("claim", "f20-when", f"<{KB}claim/ynet-4733020/f20-when>"),
        ("kind", "airspace incursion", f"<{DL}AirspaceIncursion>"),
        ("kind", "dl:Meeting", f"<{DL}Meeting>"),
        ("kind", "Event", f"<{DL}Event>"),
        ("IRI", "Putin", f"<{KB}actor/vladimir-putin>"),
        ("IRI", "dl:before", f"<{DL}before>"),
        ("IRI", "<urn:nobody>", "<urn:nobody>"),
        ("IRI", "https://example.org/x", "<https://example.org/x>"),
        ("seconds", "2015-11-28", f'"1448668800"^^<{XSD}integer>'),
        ("seconds", "28 November 2015", f'"1448668800"^^<{XSD}integer>'),
        ("seconds after", "2015-11-28", f'"1448755200"^^<{XSD}integer>'),
        ("seconds after", "November 2015", f'"1448928000"^^<{XSD}integer>'),
        ("seconds after", "../2015", f'"1451606400"^^<{XSD}integer>'),
        ("day", "2015-11-28", f'"1448668800"^^<{XSD}integer>'),
        ("integer", "+7", f'"7"^^<{XSD}integer>'),
        ("integer", str(2**63 - 1), f'"{2**63 - 1}"^^<{XSD}integer>'),
        ("number", "-0.50", f'"-0.50"^^<{XSD}decimal>'),
        ("number", "12", f'"12"^^<{XSD}decimal>'),
        ("text", 'say "so"', '"say \\"so\\""'),
        ("text", "", '""'),
        ("anything", "ev:downing", f"<{EV}downing>"),
        ("anything", "<urn:x>", "<urn:x>"),
        ("anything", "12", f'"12"^^<{XSD}integer>'),
        ("anything", "12.5", '"12.5"'),
        ("anything", "Paris", '"Paris"'),
    ],
)
def test_a_value_becomes_a_term_of_its_kind(
    kind: str, value: str, expected: str, store: Store
) -> None:
    assert term(store, kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "value", "complaint"),
    [
        ("actor", "Puttin", "takes an actor: 'Puttin' is no actor here; near it are:"),
        ("place", "Putin", "takes a place: 'Putin' is no place here"),
        ("event", "Russian", "takes an event: 'Russian' may be any of these"),
        ("event", " ", "takes an event: ' ' names no event"),
        ("actor", "dl:Meeting", "is no actor here"),
        ("IRI", "Nobody", "takes a thing: 'Nobody' is no thing here"),
        ("IRI", "<urn:x y>", "is no thing here"),
        ("IRI", "ev:x>y", "is no thing here"),
        ("seconds", "../2015", "takes a date with a beginning, such as 2015-11-28, not '../2015'"),
        ("seconds", "soon", "not 'soon': what it means hangs on when it was said"),
        ("seconds", "24/11/2015", "not '24/11/2015': cannot read the date"),
        ("seconds", "", "takes a date with a beginning"),
        ("seconds after", "2015/..", "takes a date with an end, such as 2015-11-28, not '2015/..'"),
        ("day", "2015-11", "takes one day, such as 2015-11-28, not '2015-11'"),
        ("day", "2015-11-28T12:00:00", "takes one day"),
        ("day", "../2015-11-28", "takes one day"),
        ("integer", "7.0", "takes a whole number, not '7.0'"),
        ("integer", "٣", "takes a whole number, not"),
        ("integer", str(2**63), "takes a whole number, not"),
        ("integer", "9" * 5000, "takes a whole number"),
        ("number", "1,5", "takes a number, such as 12 or -0.5, not '1,5'"),
        ("number", "1e5", "takes a number"),
        ("number", "NaN", "takes a number"),
        ("anything", "<no-scheme>", "takes an IRI, not '<no-scheme>'"),
        ("anything", "ev:x>y", "takes an IRI, not 'ev:x>y'"),
        ("text", "\udcff", "takes UTF-8 text, not '\\udcff'"),
        ("actor", "\udcff", "takes UTF-8 text"),
    ],
)
def test_a_wrong_value_gets_one_line_with_the_parameter_its_kind_and_the_value(
    kind: str, value: str, complaint: str, store: Store
) -> None:
    with pytest.raises(QueryError, match="^parameter 'x' " + ".*" + re.escape(complaint)) as error:
        terms_of(store, header(kind), {"x": value})
    assert "\n" not in str(error.value).split("\n  ", 1)[0]


def test_an_expression_with_several_meanings_is_asked_about(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dateline.time.readings import meanings

    monkeypatch.setattr("dateline.parameters.meanings", lambda text: meanings(text) * 2)
    with pytest.raises(QueryError, match="it may mean several things: some time within the day; o"):
        term(store, "seconds", "2015-11-28")


def test_a_parameter_that_the_query_lacks_is_refused_before_anything_is_looked_up() -> None:
    query = parse_query("own", "# **Parameters:** ?x (actor), ?n (seconds after), ?m ()\nASK {}")
    assert [(p.name, p.kind, p.thing) for p in query.parameters] == [
        ("x", "actor", "actor"),
        ("n", "seconds after", ""),
    ]
    complaint = r"'own' has no parameter 'y'; it has: x \(actor\), n \(seconds after\)"
    with pytest.raises(QueryError, match=complaint):
        terms_of(MemoryStore(), query, {"x": "nobody", "y": "1"})


# ---------------------------------------------------------------------------------- looking up


def test_a_report_that_was_merged_names_the_event_of_the_view() -> None:
    store = loaded(
        source()
        + claim("c1", event("a"))
        + claim("c2", event("b"))
        + judgement("j", ":a dl:sameEventAs :b")
    )
    ends = {look_up(store, name, "event") for name in ("a", "b", BASE + "b")}
    assert len(ends) == 1
    assert named_like(store, "", "event", 10).called.keys() == ends


OWN_KINDS = (
    source()
    + ":Militia rdfs:subClassOf dl:Actor . :led rdfs:subPropertyOf dl:participant ."
    + ":Parade rdfs:subClassOf dl:Event ; rdfs:label 'March past' ."
    + ":brigade a :Militia ; rdfs:label 'The Brigade'@en ; skos:altLabel 'Straßenwacht' ."
    + claim("c1", event("e", ":Parade", "; :led :general"))
    + claim("c2", event("f", ":Parade", "; :led :heir"), more="; dl:modality dl:planned")
)


@pytest.mark.parametrize(
    ("name", "what", "end"),
    [
        ("The Brigade", "actor", "brigade"),
        ("STRASSENWACHT", "actor", "brigade"),
        ("general", "actor", "general"),
        ("heir", "actor", "heir"),
        ("march past", "kind", "Parade"),
        ("Parade", "kind", "Parade"),
        ("brigade", "thing", "brigade"),
        ("Militia", "", None),
    ],
)
def test_own_kinds_and_roles_count(name: str, what: str, end: str | None) -> None:
    store = loaded(OWN_KINDS)
    if end is None:
        with pytest.raises(NameLookupError, match="is no thing here"):
            look_up(store, name, what)
    else:
        assert look_up(store, name, what) == BASE + end


def test_nothing_but_names_is_read_to_look_one_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("everything is read")

    monkeypatch.setattr("dateline.claims.read_knowledge", refuse)
    monkeypatch.setattr(type(store), "quads", refuse)
    assert look_up(store, "Putin", "actor") == KB + "actor/vladimir-putin"
    assert taxonomy_in(store).is_a(Iri(DL + "Summit"), Iri(DL + "Meeting"))


def test_where_a_server_cuts_its_answer_short_nothing_is_suggested() -> None:
    class Far(MemoryStore):
        def query(self, text: str, **rest: object) -> ox.QuerySolutions:
            if "VALUES (?" in text:
                return super().query(text, **rest)  # type: ignore[return-value,arg-type]  # as is
            raise StoreError("cut short")

    with pytest.raises(NameLookupError, match=r"'x' is no event here$"):
        look_up(Far(), "x", "event")


@pytest.mark.parametrize("query", NAMES, ids=lambda q: q.name)
def test_the_queries_for_names_keep_to_the_portable_profile(query: Query) -> None:
    assert query.title
    assert query.answers
    assert set(violations(query.text)) <= {"SELECT without ORDER BY"}, "it is sorted afterwards"


@pytest.mark.parametrize(
    "name", ['a"} #', "a\\", "a\nb", "<a b>", "?x", "'''", "é\u202e", "a" * 999]
)
@pytest.mark.parametrize("what", [*THINGS, "thing"])
def test_a_hostile_name_is_only_a_name(name: str, what: str, store: Store) -> None:
    with pytest.raises(NameLookupError):
        look_up(store, name, what)


# ---------------------------------------------------------------------------------- binding

HOSTILE = [
    'a" } # \\ \n {', "'''", '"""', "\\", '\\"', "} UNION { ?s ?p ?o", "?x $y", "\t\r\n\x0b\x0c",
    "\u2028\u2029\x85\xa0", "é 🜚 \U0010ffff", "\x00\x7f\x1b[31m", "<http://example.org/>", "UNDEF",
    ") } VALUES ?x {", "@en", '"@en', "\\u0022", "#", "%", "{{", "e\u0301",
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_comes_back_as_it_went_in(value: str) -> None:
    text = bind("SELECT ?n ?m WHERE { }", {"n": ox.Literal(value), "m": [ox.Literal("x")]})
    assert rows_of(ox.Store().query(text)) == [(value, "x")]


@given(st.text(), st.sampled_from(["", "en", "zh-hant"]))
def test_any_text_comes_back_as_it_went_in(value: str, language: str) -> None:
    literal = ox.Literal(value, language=language or None)
    found = ox.Store().query(bind("SELECT ?n WHERE { }", {"n": literal}))
    assert isinstance(found, ox.QuerySolutions)
    assert [row["n"] for row in found] == [literal]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\\\x00\ufffe\uffff")))
def test_another_engine_reads_the_same_text(value: str) -> None:
    text = bind("SELECT ?n WHERE { }", {"n": ox.Literal(value)})
    (row,) = rdflib.Graph().query(text).bindings
    assert [str(found) for found in row.values()] == [value]


@pytest.mark.parametrize("iri", ["http://x/>", "http://x/ y", 'http://x/"', "http://x/{}", "x\\y"])
def test_what_is_no_iri_never_becomes_one(iri: str) -> None:
    with pytest.raises(ValueError, match="IRI"):
        ox.NamedNode(iri)


def test_several_values_are_alternatives_and_several_parameters_any_pair() -> None:
    values = {"x": [ox.Literal("a"), ox.Literal("b")], "y": [ox.Literal(1), ox.Literal(2)]}
    found = rows_of(ox.Store().query(bind("SELECT ?x ?y WHERE { }", values)))
    assert found == list(product("ab", "12"))


def test_so_many_values_that_no_person_gives_them_are_refused() -> None:
    many = [ox.Literal(n) for n in range(101)]
    assert bind("ASK { }", {"x": many}).count("(") == 102
    with pytest.raises(QueryError, match=f"more than {MOST_ROWS} combinations"):
        bind("ASK { }", {"x": many, "y": many})


def test_a_value_given_twice_counts_once(store: Store) -> None:
    given_twice = {"x": ["Putin", "vladimir-putin", "Turkey"]}
    assert len(terms_of(store, header("actor"), given_twice)["x"]) == 2


# ------------------------------------------------------------- what a parameter restricts


def with_parameters(queries: Sequence[Query]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("query", "parameter"),
        [
            pytest.param(query, parameter.name, id=f"{query.name}-{parameter.name}")
            for query in queries
            for parameter in query.parameters
        ],
    )


@with_parameters([*SHIPPED, *NAMES])
def test_a_parameter_stands_where_it_restricts_the_answer(query: Query, parameter: str) -> None:
    assert unjoined(query.text, parameter) == []


@with_parameters(SHIPPED)
def test_the_answer_for_a_value_is_that_part_of_the_answer_for_all(
    query: Query, parameter: str, store: Store
) -> None:
    everything = solutions(store, query, {})
    seen = (row[parameter] for row in everything)
    values = list(dict.fromkeys(value for value in seen if value is not None))
    for value in values[:6]:
        bound = solutions(store, query, {parameter: [value]})
        assert counted(bound) == counted(row for row in everything if row[parameter] == value)
    both = solutions(store, query, {parameter: values[:2]})
    if values:
        assert counted(both) == counted(row for row in everything if row[parameter] in values[:2])


Solution = dict[str, ox.NamedNode | ox.Literal | None]


def solutions(
    store: Reader, query: Query, values: Mapping[str, Sequence[ox.NamedNode | ox.Literal]]
) -> list[Solution]:
    found = run_query(store, query, values)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: known(row[name]) for name in names} for row in found]


def known(value: object) -> ox.NamedNode | ox.Literal | None:
    return value if isinstance(value, ox.NamedNode | ox.Literal) else None


def rows_of(results: object) -> list[tuple[str, ...]]:
    """Return rows as lexical values."""
    assert isinstance(results, ox.QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [tuple(row[name].value for name in names) for row in results]


def counted(rows: Iterator[Solution] | list[Solution]) -> Counter[tuple[object, ...]]:
    return Counter(tuple(row.values()) for row in rows)


@pytest.mark.parametrize(
    ("where", "complaint"),
    [
        ("{ ?x ?p ?o }", None),
        ("{ { ?x ?p ?o } UNION { ?o ?p ?x } }", None),
        ("{ GRAPH ?x { ?s ?p ?o } }", None),
        ("{ ?s ?p ?o OPTIONAL { ?o ?q ?r } ?s ?q ?x }", None),
        ("{ { SELECT ?x { ?x ?p ?o } } }", None),
        ("{ { SELECT ?x (COUNT(?s) AS ?n) { ?s ?p ?x } GROUP BY ?x } }", None),
        ("{ { SELECT (SAMPLE(?s) AS ?x) ?p { ?s ?p ?o } GROUP BY ?p } }", None),
        ("{ { SELECT (COUNT(?s) AS ?x) ?p { ?s ?p ?o } GROUP BY ?p } }", "in some of the rows"),
        ("{ { SELECT ?p { ?x ?p ?o } GROUP BY ?p } ?s ?p ?o }", "in some of the rows"),
        ("{ VALUES ?x { 1 2 } }", None),
        ("{ ?s ?p ?o FILTER (?o < ?x) }", None),
        ("{ ?s ?p ?o FILTER EXISTS { ?s ?p ?x } }", None),
        ("{ ?s ?p ?o BIND (IF(BOUND(?x), 1, 2) AS ?n) }", None),
        ("{ ?s ?p ?x MINUS { ?x ?q ?r } }", None),
        ("{ ?s ?p ?o OPTIONAL { ?s ?q ?x } FILTER (!BOUND(?x) || EXISTS { ?s ?q ?x }) }", None),
        ("{ { ?s ?p ?o BIND (?o AS ?x) } UNION { ?x ?p ?o } }", None),
        ("{ ?s ?p ?o OPTIONAL { ?s ?q ?x } }", "in some of the rows"),
        ("{ { ?x ?p ?o } UNION { ?s ?p ?o } }", "in some of the rows"),
        ("{ VALUES (?x ?y) { (1 2) (UNDEF 3) } }", "in some of the rows"),
        ("{ ?s ?p ?o { ?s ?q ?r FILTER (?r < ?x) } }", "in some of the rows"),
        ("{ ?s ?p ?o { SELECT ?s { ?s ?q ?x } } }", "in some of the rows"),
        ("{ ?s ?p ?o MINUS { ?s ?q ?x } }", "in some of the rows"),
        ("{ ?s ?p ?o OPTIONAL { ?s ?q ?r FILTER (?r < ?x) } }", "in some of the rows"),
        ("{ ?s ?p ?o OPTIONAL { ?s ?q ?x } ?x ?p ?o }", "stands in OPTIONAL before"),
        ("{ ?s ?p ?o MINUS { ?s ?q ?x } ?x ?p ?o }", "stands in MINUS before"),
        ("{ ?s ?p ?o }", "does not occur"),
    ],
)
def test_where_a_parameter_may_stand(where: str, complaint: str | None) -> None:
    found = unjoined(f"SELECT ?x {where}", "x")
    assert bool(found) == bool(complaint)
    assert complaint is None or complaint in found[0]
    grouped = unjoined(f"SELECT ?x (COUNT(*) AS ?n) {where} GROUP BY ?x ORDER BY ?x", "x")
    assert bool(grouped) == bool(complaint)


def test_an_actor_and_another_on_the_command_line(shipped: Path) -> None:
    both = run(
        "query", "who-met-whom", "--param", "actor", "Putin", "--param", "actor", "Netanyahu",
        "-f", "csv", kb=shipped,
    ).stdout.splitlines()  # fmt: skip
    one = run("query", "who-met-whom", "--param", "actor", "Putin", "-f", "csv", kb=shipped)
    assert set(one.stdout.splitlines()) < set(both)


def test_a_window_that_ends_before_it_begins_is_refused(shipped: Path) -> None:
    window = ("--param", "from", "2015-11-30", "--param", "to", "2015-11-25")
    result = run("query", "events-in-window", *window, kb=shipped)
    assert result.exit_code == 1
    assert "parameter 'from' is later than 'to': 2015-11-30, 2015-11-25" in result.stderr
