"""Every fact of the article is in the knowledge base: one row each, in our own words.

A row says what claims of the article state, where the words stand in its text, and who says so:
nobody but the article itself unless ``by`` names somebody. Each row is asked of the store with one
SPARQL query. The bounds that follow from the facts stand at the end.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from documents import asks, shipped_store, values

from dateline.claims import read_knowledge
from dateline.pipeline import Solved, solve_knowledge
from dateline.reasoning.order import order
from dateline.store.embedded import MemoryStore

PAPER = "source:ynet-4733020"
YAALON, TURKEY, IDF = "actor:moshe-yaalon", "actor:turkey", "actor:israel-defense-forces"
SPOKESMAN = "actor:russian-air-force-spokesman"


@dataclass(frozen=True)
class Says:
    """A claim of the article: what its graph states, and what else is known about it (``also``)."""

    what: str
    at: str
    by: str = ""
    also: str = ""

    def pattern(self, claim: str) -> str:
        """Return a SPARQL pattern that finds the claim, its evidence and what it states."""
        start, end = self.at.split("-")
        voice = f"FILTER NOT EXISTS {{ GRAPH graph:claims {{ {claim} dl:attributedTo {claim}v }} }}"
        if self.by:
            voice = f"GRAPH graph:claims {{ {claim} dl:attributedTo {self.by} }}"
        graph = f"GRAPH {claim} {{ {self.what} }}" if self.what else ""
        return f"""
            GRAPH graph:claims {{
                {claim} a dl:Claim ; dl:source {PAPER} ; dl:evidence {claim}e ; {self.also}
                    dl:recordedAt {claim}r .
                {claim}e a dl:Evidence ; dl:digest {claim}d ; oa:hasSelector {claim}s .
                {claim}s oa:start {start} ; oa:end {end} .
            }} {voice} {graph} """


PLANE = "ev:israeli-airspace-incursion"
INTERVIEW = "dl:saidIn ev:yaalon-interview ;"
ANNOUNCED = "dl:saidIn ev:air-force-announcement ;"
RECENTLY = "[ a dl:RelativeDate ; dl:direction dl:earlier ]"
NOW = "[ a dl:RelativeDate ; dl:offset 0 ; dl:unit time:unitDay ]"
NETANYAHU_AND_PUTIN = "dl:participant actor:benjamin-netanyahu , actor:vladimir-putin"
OFFICES = """. actor:benjamin-netanyahu dl:capacity "Prime Minister of Israel"@en .
    actor:vladimir-putin dl:capacity "President of Russia"@en"""

FACTS: dict[str, tuple[Says, ...]] = {
    "F1 Netanyahu and Putin met in Paris beside the summit on a Monday": (
        Says(f"ev:paris-meeting a dl:Meeting ; {NETANYAHU_AND_PUTIN} {OFFICES}", "396-645"),
        Says("ev:paris-meeting dl:place place:paris", "396-645"),
        Says("ev:paris-meeting dl:onSidelinesOf ev:climate-summit", "396-645"),
        Says(
            "ev:paris-meeting dl:when [ dl:weekday time:Monday ; dl:direction dl:earlier ]",
            "396-645",
        ),
    ),
    "F2 the climate summit was in Paris": (
        Says("ev:climate-summit a dl:Summit", "396-645"),
        Says("ev:climate-summit dl:place place:paris", "396-645"),
    ),
    "F3 Netanyahu spoke there for working together": (
        Says(
            "ev:netanyahu-on-cooperation a dl:Statement ; dl:speaker actor:benjamin-netanyahu",
            "396-645",
        ),
        Says("ev:netanyahu-on-cooperation dl:partOf ev:paris-meeting", "396-645"),
    ),
    "F4 Putin spoke there well of the mechanism for Syria": (
        Says("ev:putin-on-mechanism a dl:Statement ; dl:speaker actor:vladimir-putin", "703-848"),
        Says("ev:putin-on-mechanism dl:partOf ev:paris-meeting", "703-848"),
        Says("ev:putin-on-mechanism dl:about ev:russian-operations-in-syria", "703-848"),
    ),
    "F5 both spoke there of the incident that was averted": (
        Says(
            """ev:leaders-on-cooperation a dl:Statement ;
                dl:speaker actor:benjamin-netanyahu , actor:vladimir-putin""",
            "91-280",
        ),
        Says("ev:leaders-on-cooperation dl:partOf ev:paris-meeting", "91-280"),
        Says(f"ev:leaders-on-cooperation dl:about {PLANE}", "91-280"),
    ),
    "F6 Russia's operations in Syria go on": (
        Says(
            "ev:russian-operations-in-syria a dl:Situation ; dl:participant actor:russia",
            "703-848",
        ),
        Says("ev:russian-operations-in-syria dl:place place:syria", "703-848"),
        Says(f"ev:russian-operations-in-syria dl:activeOn {NOW}", "703-848"),
    ),
    "F7 Ya'alon told of the plane on the radio not long before": (
        Says(
            f"""ev:yaalon-interview a dl:Statement ; dl:speaker {YAALON} .
                {YAALON} dl:capacity "Defense Minister of Israel"@en""",
            "850-1162",
        ),
        Says(f"ev:yaalon-interview dl:when {RECENTLY}", "850-1162"),
        Says(f"ev:yaalon-interview dl:about {PLANE}", "850-1162"),
    ),
    "F8 a Russian plane strayed into Israeli airspace, told in two voices": (
        Says(
            f"""{PLANE} a dl:AirspaceIncursion ; dl:initiator actor:russian-air-force ;
                dl:manner "by mistake"@en""",
            "91-280",
        ),
        Says(f"{PLANE} dl:place place:israeli-airspace", "91-280"),
        Says(f'{PLANE} dl:quantity [ dl:value 1.5 ; dl:unit "km" ]', "91-280"),
        Says(
            f"{PLANE} a dl:AirspaceIncursion ; dl:initiator actor:russian-air-force",
            "850-1162",
            YAALON,
            INTERVIEW,
        ),
        Says(f"{PLANE} dl:place place:israeli-airspace", "850-1162", YAALON, INTERVIEW),
        Says(
            f'{PLANE} dl:quantity [ dl:value 1.5 ; dl:unit "km" ; dl:approximation "about" ]',
            "850-1162",
            YAALON,
            INTERVIEW,
        ),
    ),
    "F9 it was not shot down: a denial of what nobody asserts": (
        Says(
            "ev:shootdown-over-israel a dl:Shootdown ; dl:target actor:russian-air-force",
            "850-1162",
            YAALON,
            f"{INTERVIEW} dl:modality dl:hypothetical ;",
        ),
        Says("", "850-1162", YAALON, f"{INTERVIEW} dl:disputes ?c0 ;"),
    ),
    "F9 the Russians were told and the plane at once turned back": (
        Says(
            "ev:russians-notified a dl:Statement ; dl:addressee actor:russia",
            "850-1162",
            YAALON,
            INTERVIEW,
        ),
        Says(f"ev:russians-notified dl:partOf {PLANE}", "850-1162", YAALON, INTERVIEW),
        Says(
            "ev:plane-turned-back a dl:Incident ; dl:initiator actor:russian-air-force",
            "850-1162",
            YAALON,
            INTERVIEW,
        ),
        Says(f"ev:plane-turned-back dl:partOf {PLANE}", "850-1162", YAALON, INTERVIEW),
        Says(
            "ev:russians-notified dl:notLaterThan ev:plane-turned-back",
            "850-1162",
            YAALON,
            INTERVIEW,
        ),
    ),
    "F10 Netanyahu and Putin agreed on a mechanism": (
        Says(f"ev:mechanism-agreement a dl:Agreement ; {NETANYAHU_AND_PUTIN}", "1164-1359"),
    ),
    "F11 officers of both met in Tel Aviv after that": (
        Says(
            f"""ev:tel-aviv-talks a dl:Talks ; dl:participant actor:russian-armed-forces ;
                dl:host {IDF}""",
            "1164-1359",
        ),
        Says("ev:tel-aviv-talks dl:place place:tel-aviv", "1164-1359"),
        Says(f"ev:tel-aviv-talks dl:when {RECENTLY}", "1164-1359"),
        Says("ev:tel-aviv-talks dl:after ev:mechanism-agreement", "1164-1359"),
    ),
    "F12 two days long and about the region, says the IDF": (
        Says(
            "ev:tel-aviv-talks dl:duration [ dl:amount 2 ; dl:unit time:unitDay ]",
            "1361-1559",
            IDF,
        ),
        Says("ev:tel-aviv-talks dl:topic ?topic", "1361-1559", IDF),
    ),
    "F13 the IDF confirmed the talks while they went on": (
        Says(f"ev:idf-confirmation a dl:Statement ; dl:speaker {IDF}", "1361-1559"),
        Says("ev:idf-confirmation dl:about ev:tel-aviv-talks", "1361-1559"),
        Says("ev:idf-confirmation dl:cooccursWith ev:tel-aviv-talks", "1361-1559"),
    ),
    "F14 Netanyahu and Putin had met in Moscow; the talks followed that": (
        Says(f"ev:moscow-meeting a dl:Meeting ; {NETANYAHU_AND_PUTIN}", "1361-1559"),
        Says("ev:moscow-meeting dl:place place:moscow", "1361-1559"),
        Says("ev:tel-aviv-talks dl:followsUp ev:moscow-meeting", "1361-1559"),
    ),
    "F15 a Turkish jet shot a Russian one down by the border": (
        Says(
            """ev:downing a dl:Shootdown ; dl:initiator actor:turkish-air-force ;
                dl:target actor:russian-air-force""",
            "1561-1776",
        ),
        Says("ev:downing dl:place place:syrian-turkish-border-area", "1561-1776"),
        Says(f"ev:downing dl:when {RECENTLY}", "1561-1776"),
    ),
    "F16 it had been in Turkish airspace, says Turkey": (
        Says(
            """ev:turkish-airspace-incursion a dl:AirspaceIncursion ;
                dl:initiator actor:russian-air-force""",
            "1561-1776",
            TURKEY,
        ),
        Says("ev:turkish-airspace-incursion dl:place place:turkish-airspace", "1561-1776", TURKEY),
        Says("ev:turkish-airspace-incursion dl:before ev:downing", "1561-1776", TURKEY),
    ),
    "F17 since then working together is delicate for Russia": (
        Says(
            "ev:cooperation-sensitive-for-russia a dl:Situation ; dl:participant actor:russia",
            "1561-1776",
        ),
        Says(f"ev:cooperation-sensitive-for-russia dl:startsOn {RECENTLY}", "1561-1776"),
        Says("ev:cooperation-sensitive-for-russia dl:inResponseTo ev:downing", "1561-1776"),
    ),
    "F18 relations of Russia and Turkey got much worse": (
        Says(
            f"""ev:russian-turkish-deterioration a dl:Situation ;
                dl:participant actor:russia , {TURKEY}""",
            "1778-2228",
        ),
        Says("ev:russian-turkish-deterioration dl:inResponseTo ev:downing", "1778-2228"),
    ),
    "F19 Russia takes measures against Turkey in several fields": (
        Says(
            f"""ev:wider-measures-against-turkey a dl:Sanction ; dl:imposedBy actor:russia ;
                dl:imposedOn {TURKEY}""",
            "1778-2228",
        ),
        Says(f"ev:wider-measures-against-turkey dl:activeOn {NOW}", "1778-2228"),
        Says("ev:wider-measures-against-turkey dl:inResponseTo ev:downing", "1778-2228"),
    ),
    "F20 Putin signed sanctions against Turkey on a Saturday": (
        Says(
            f"""ev:decree-signed a dl:Sanction ; dl:imposedBy actor:russia ;
                dl:signatory actor:vladimir-putin ; dl:imposedOn {TURKEY}""",
            "1778-2228",
        ),
        Says(
            "ev:decree-signed dl:startsOn [ dl:weekday time:Saturday ; dl:direction dl:earlier ]",
            "1778-2228",
        ),
        Says("ev:decree-signed dl:inResponseTo ev:downing", "1778-2228"),
    ),
    "F21 a spokesman announced that planes were being armed": (
        Says(f"ev:air-force-announcement a dl:Statement ; dl:speaker {SPOKESMAN}", "1778-2228"),
        Says(f"ev:air-force-announcement a dl:Statement ; dl:speaker {SPOKESMAN}", "281-371"),
        Says("ev:air-force-announcement dl:about ev:su-34-arming", "1778-2228"),
    ),
    "F22 Russia had begun to arm its Su-34s, told in two voices": (
        Says("ev:su-34-arming a dl:Deployment ; dl:deployedBy actor:russia", "281-371"),
        Says(
            'ev:su-34-arming a dl:Deployment ; dl:equipment "Su-34"@en',
            "1778-2228",
            SPOKESMAN,
            ANNOUNCED,
        ),
        Says("ev:su-34-arming dl:statedReason ?reason", "1778-2228", SPOKESMAN, ANNOUNCED),
        Says(
            "ev:su-34-arming dl:startsBefore ev:air-force-announcement",
            "1778-2228",
            SPOKESMAN,
            ANNOUNCED,
        ),
    ),
    "F23 Russia has put an S-400 battery into western Syria": (
        Says(
            "ev:s-400-deployment a dl:Deployment ; dl:deployedBy actor:russian-armed-forces",
            "2230-2348",
        ),
        Says("ev:s-400-deployment dl:place place:western-syria", "2230-2348"),
        Says(f"ev:s-400-deployment dl:startsOn {RECENTLY}", "2230-2348"),
    ),
}


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return shipped_store()


@pytest.fixture(scope="module")
def solved(store: MemoryStore) -> Solved:
    return solve_knowledge(read_knowledge(store))


def test_the_source_is_described_and_its_day_is_a_judgement_with_a_reason(
    store: MemoryStore,
) -> None:
    """Row A1: agencies as printed; the day is not printed."""
    assert asks(
        store,
        f"""GRAPH graph:claims {{
            {PAPER} a dl:Article ; dl:publisher actor:ynet ; dl:agency "Ynetnews" , "Reuters" ;
                dl:textDigest ?digest .
            ?claim a dl:Claim ; dl:author ?author ; dl:reason ?reason ; dl:broughtBy {PAPER} .
            FILTER NOT EXISTS {{ ?claim dl:source ?any }}
            FILTER NOT EXISTS {{ {PAPER} dl:published ?printed }}
            FILTER CONTAINS(?reason, "30 November 2015")
            ?claim dl:evidence [ oa:hasSelector [ oa:start 0 ; oa:end 88 ] ] ,
                [ oa:hasSelector [ oa:start 373 ; oa:end 393 ] ] ,
                [ oa:hasSelector [ oa:start 2351 ; oa:end 2408 ] ] .
        }} GRAPH ?claim {{ {PAPER} dl:published "[2015-11-30,2015-12-01]"^^edtf:EDTF }}""",
    )


@pytest.mark.parametrize("fact", FACTS)
def test_the_knowledge_base_holds_the_fact(store: MemoryStore, fact: str) -> None:
    assert asks(store, "".join(s.pattern(f"?c{n}") for n, s in enumerate(FACTS[fact])))


def test_every_row_of_the_list_is_here() -> None:
    assert {fact.split()[0] for fact in FACTS} == {f"F{n}" for n in range(1, 24)}


def test_every_claim_of_the_article_is_one_of_these_facts(store: MemoryStore) -> None:
    claims = {c.iri.rpartition("/")[2] for c in read_knowledge(store).claims}
    assert {c for c in claims if not c.startswith("f")} == {"publication-day"}
    assert {int(c[1:3]) for c in claims if c.startswith("f")} == set(range(1, 24))


@pytest.mark.parametrize("event", ["ev:turkish-airspace-incursion", "ev:shootdown-over-israel"])
def test_the_article_never_says_in_its_own_voice(store: MemoryStore, event: str) -> None:
    own = f"""GRAPH ?c {{ {event} a ?kind }} GRAPH graph:claims {{ ?c a dl:Claim }}
        FILTER NOT EXISTS {{ GRAPH graph:claims {{ ?c dl:attributedTo ?who }} }}"""
    assert not asks(store, own)


# --- what the article alone must yield ------------------------------------------------------------

WHEN = {
    "ev:paris-meeting": ["2015-11-30"],
    "ev:decree-signed": ["2015-11-28"],
    "ev:downing": ["[..2015-11-28]"],
}


@pytest.mark.parametrize("event", WHEN)
def test_an_event_is_dated(store: MemoryStore, event: str) -> None:
    assert values(store, "graph:accepted", event, "dl:when") == WHEN[event]


ORDERED = [
    ("mechanism-agreement", "tel-aviv-talks", "yes"),
    ("moscow-meeting", "tel-aviv-talks", "yes"),
    ("israeli-airspace-incursion", "yaalon-interview", "yes"),
    ("downing", "decree-signed", "yes"),
    ("israeli-airspace-incursion", "downing", "maybe"),
    ("downing", "israeli-airspace-incursion", "maybe"),
    ("decree-signed", "downing", "no"),
]


@pytest.mark.parametrize(("one", "other", "answer"), ORDERED)
def test_the_order_of_two_events_is_known_or_open(
    solved: Solved, one: str, other: str, answer: str
) -> None:
    found = order(solved.chronology, solved.event(f"ev:{one}"), solved.event(f"ev:{other}"))
    assert found.before == answer


def test_the_downing_has_no_first_day_of_its_own(store: MemoryStore) -> None:
    assert values(store, "graph:accepted", "ev:downing", "dl:startEarliest") == []


def test_the_talks_lasted_two_days_at_most(store: MemoryStore) -> None:
    (most,) = values(store, "graph:accepted", "ev:tel-aviv-talks", "dl:durationMaximum")
    assert int(most) <= 2 * 24 * 60 * 60


def test_the_breach_of_turkish_airspace_is_only_claimed(store: MemoryStore) -> None:
    event = "ev:turkish-airspace-incursion"
    assert values(store, "graph:accepted", event, "dl:status") == ["dl:claimed"]


def test_the_facts_contradict_nothing(solved: Solved) -> None:
    assert solved.timeline.conflicts == ()
