"""When the work on the sources is done: each clause, on all shipped sources together."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from commands import EV
from history import BOUNDS, history

from dateline.claims import read_knowledge
from dateline.loading import put_files, withdraw_source
from dateline.model import Claim, Iri, Knowledge, Quantity
from dateline.pipeline import Solved, solve_knowledge, write_view
from dateline.resources import corpus_files
from dateline.sources import SourceFile, read_file
from dateline.store.contract import Changes
from dateline.store.embedded import MemoryStore
from dateline.time.calendar import DAY, format_datetime, parse_datetime
from dateline.timeline import Entry
from dateline.viewpoints import View
from dateline.vocabulary import DERIVED, KB

FILES = corpus_files()
#: Not in the installed package, but beside these tests.
HISTORY = Path(__file__).parents[1] / "docs" / "history.md"
SOURCES = [path.stem for path in FILES if path.suffix == ".trig"]

#: The three claims of which one is in every contradiction.
SUNDAY = Iri(KB + "claim/thenews-2015-11-30/decree-when")
THIS_MONTH = Iri(KB + "claim/jpost-2015-10-01/visit-when")
TEN_DAYS_AGO = Iri(KB + "claim/xinhua-2015-10-02/visit-when")


@cache
def file(path: Path) -> SourceFile:
    return read_file(path)


def put(changes: Changes, slugs: Iterable[str]) -> None:
    """Load the reference data and some sources, without asking the shapes again."""
    chosen = [path for path in FILES if path.suffix == ".ttl" or path.stem in slugs]
    put_files(changes, [file(path) for path in chosen])


@cache
def everything() -> Solved:
    """All sources, solved."""
    return solve_knowledge(read_knowledge(store_of_everything()))


def entry(name: str) -> Entry:
    iri = Iri(EV + name)
    (found,) = (e for e in everything().timeline.entries if iri in e.event.members)
    return found


def bounds(name: str) -> tuple[str | None, ...]:
    """The earliest and latest start, and the earliest and latest end."""
    b = entry(name).bounds
    sides = (b.start_earliest, b.start_latest, b.end_earliest, b.end_latest)
    return tuple(None if side is None else format_datetime(side) for side in sides)


def claims_saying(name: str, predicate: str) -> list[Claim]:
    """The claims that state something of an event by any of its names."""
    members = entry(name).event.members
    return [
        claim
        for claim in everything().knowledge.claims
        if any(t.subject in members and t.predicate == predicate for t in claim.triples)
    ]


# ---------------------------------------------------------------- what the sources are


def test_there_are_the_article_and_twenty_two_reports() -> None:
    assert len(SOURCES) == 23
    assert {iri.rsplit("/", 1)[-1] for iri in _telling(everything().knowledge)} == set(SOURCES)


def _telling(knowledge: Knowledge) -> set[Iri]:
    return {claim.source for claim in knowledge.claims if claim.source is not None}


def test_the_pages_without_a_day_are_given_none() -> None:
    knowledge = everything().knowledge
    undated = {
        iri.rsplit("/", 1)[-1]
        for iri in _telling(knowledge)
        if knowledge.sources[iri].published is None and iri not in knowledge.judged_publications
    }
    assert undated == {
        "ynet-4707511", "alyaum-4093389", "irishtimes-su24", "pmo-israel-2015-11-30",
    }  # fmt: skip


@pytest.mark.parametrize("slug", sorted(set(SOURCES) - {"ynet-4733020"}))
def test_a_report_tells_of_events_of_its_own(slug: str) -> None:
    """What it says of the events of others it says in a judgement, which can be taken back."""
    for claim in everything().knowledge.claims:
        if claim.source == KB + "source/" + slug:
            told_of = {t.subject for t in claim.triples}
            assert all(iri.startswith(f"{EV}{slug}-") for iri in told_of), claim.iri


@pytest.mark.parametrize("slug", sorted(set(SOURCES) - {"ynet-4733020"}))
def test_evidence_is_an_address_or_a_few_words_about_time(slug: str) -> None:
    pieces = {
        piece
        for claim in everything().knowledge.claims
        if claim.source == KB + "source/" + slug
        for piece in claim.evidence
    }
    assert any(piece.url for piece in pieces)
    for piece in pieces:
        assert piece.source == KB + "source/" + slug
        assert bool(piece.url) != bool(piece.exact)
        assert len(piece.exact.split()) <= 6


def test_wire_copies_say_whose_report_they_are() -> None:
    copies = {
        iri.rsplit("/", 1)[-1]: source.copy_of
        for iri, source in everything().knowledge.sources.items()
        if source.copy_of is not None
    }
    assert copies == {
        "ynet-4707511": KB + "source/afp-tel-aviv-talks",
        "ahram-2015-11-26": KB + "source/afp-s-400",
    }


def test_every_judgement_of_identity_has_an_author_and_a_reason() -> None:
    judgements = [
        claim
        for claim in everything().knowledge.claims
        if {"sameEventAs", "differentEventFrom", "planOf"} & {t.predicate for t in claim.triples}
    ]
    assert len(judgements) > 30
    for claim in judgements:
        assert claim.is_judgement
        assert claim.author
        assert len(claim.reason) > 20
        assert claim.brought_by is not None, "it goes with its source"


# ---------------------------------------------------------------- when it was


DAYS = [
    ("moscow-meeting", "2015-09-21"),
    ("mechanism-agreement", "2015-09-21"),
    ("afp-timeline-2015-10-05-air-strikes", "2015-09-30"),
    ("downing", "2015-11-24"),
    ("turkish-airspace-incursion", "2015-11-24"),
    ("ahram-2015-11-26-ministry-statement", "2015-11-26"),
    ("decree-signed", "2015-11-28"),
    ("tass-2015-11-28-kremlin-statement", "2015-11-28"),
    ("timesofisrael-2015-11-28-gilad-speech", "2015-11-28"),
    ("yaalon-interview", "2015-11-29"),
    ("air-force-announcement", "2015-11-30"),
    ("paris-meeting", "2015-11-30"),
]


@pytest.mark.parametrize(("name", "day"), DAYS, ids=[name for name, _ in DAYS])
def test_the_sources_together_give_the_day(name: str, day: str) -> None:
    assert entry(name).when == day
    assert entry(name).event.status in {"reported", "disputed"}


def test_the_place_of_the_moscow_meeting_is_contested() -> None:
    claimants = {
        place.label: {
            claim.source.rsplit("/", 1)[-1]
            for claim in claims_saying("moscow-meeting", "place")
            if claim.source is not None
            and any(t.predicate == "place" and t.value == place.place for t in claim.triples)
        }
        for place in entry("moscow-meeting").places
    }
    assert claimants == {
        "Kremlin": {"imlebanon-2015-09-21"},
        "Moscow": {"jpost-2015-10-01", "ynet-4733020"},
        "Novo-Ogaryovo": {"sputnik-2015-09-21"},
        "Russia": {"mfa-israel-2015-09-21", "xinhua-2015-10-02"},
    }


def test_the_talks_lie_after_the_moscow_meeting_with_what_was_planned_beside_them() -> None:
    earliest, latest, _, _ = bounds("tel-aviv-talks")
    assert earliest is not None
    assert latest is not None
    assert earliest > "2015-09-21T00:00:00Z"
    assert entry("tel-aviv-talks").planned_for == "[2015-10-06..2015-10-07]"
    assert entry("tel-aviv-talks").when != "2015-10-06/2015-10-07"  # plans tighten nothing


def test_the_talks_lie_before_what_the_page_that_tells_of_their_end_allows() -> None:
    """It has the leaders' talks of 21 September "last month", and so is of October."""
    assert bounds("tel-aviv-talks")[3] == "2015-11-01T00:00:00Z"


def test_the_incursion_is_a_range_that_ends_with_the_interview() -> None:
    earliest, latest, _, end = bounds("israeli-airspace-incursion")
    assert earliest is None  # no source ties it to the air campaign or to anything else before it
    assert latest is not None
    assert end is not None
    assert "2015-11-29T00:00:00Z" <= latest < end <= "2015-11-30T00:00:00Z"
    assert entry("israeli-airspace-incursion").when == "[..2015-11-29]"


def test_three_clocks_in_three_zones_agree_on_the_minute_of_the_shootdown() -> None:
    earliest, latest, _, end = bounds("downing")
    assert earliest is not None
    assert latest is not None
    assert end is not None
    assert "2015-11-24T07:24:00Z" <= earliest <= latest <= "2015-11-24T07:24:59Z"
    assert end <= "2015-11-24T07:25:00Z"
    assert entry("downing").rests_on_disputed  # its day comes from a violation that Russia denies
    clocks = {
        reason
        for side in ("startEarliest", "startLatest", "endEarliest", "endLatest")
        for edge in everything().chronology.reasons(Iri(EV + "downing"), side)
        for reason in edge.basis.claims
    }
    assert Iri(KB + "claim/rt-turkey-letter-2015-11-24/violation-when") in clocks
    assert clocks & {
        Iri(KB + "claim/bondarev-2015-11-27/downing-when"),
        Iri(KB + "claim/irishtimes-su24/downing-when"),
    }


def test_the_missiles_were_on_duty_by_the_day_of_the_announcement() -> None:
    earliest, latest, end, _ = bounds("s-400-deployment")
    assert earliest is None  # no source gives the day of delivery
    assert latest is not None
    assert end is not None
    assert latest < "2015-11-27T00:00:00Z"
    assert end > "2015-11-26T00:00:00Z"


# ---------------------------------------------------------------- plans


def test_plans_for_two_days_are_a_revision_and_nothing_that_took_place() -> None:
    first, second = entry("stoletie-2015-09-24-talks-plan"), entry("jpost-2015-10-01-talks-plan")
    assert (first.event.status, first.when) == ("planned", "2015-10-05")
    assert (second.event.status, second.when) == ("planned", "2015-10-06/2015-10-07")
    assert len(second.event.sources) == 3
    planned = {*first.event.claims, *second.event.claims}
    for conflict in everything().timeline.conflicts:
        assert planned.isdisjoint(conflict.members)
    assert planned.isdisjoint(everything().timeline.set_aside)


def test_what_was_announced_for_tomorrow_is_a_plan_for_the_first_of_december() -> None:
    plan = entry("pmo-israel-2015-11-30-officers-plan")
    assert (plan.event.status, plan.when) == ("planned", "2015-12-01")


# ---------------------------------------------------------------- disagreement


def test_every_contradiction_holds_one_of_three_claims() -> None:
    conflicts = everything().timeline.conflicts
    assert conflicts
    assert not everything().timeline.more_conflicts
    for conflict in conflicts:
        assert {SUNDAY, THIS_MONTH, TEN_DAYS_AGO} & set(conflict.claims)
        assert len(conflict.claims) >= 2


@pytest.mark.parametrize(
    ("claim", "against"),
    [
        (SUNDAY, "mypaper-2015-11-30/decree-when"),
        (SUNDAY, "ynet-4733020/f20-when"),
        (SUNDAY, "tass-2015-11-28/decree-happened"),
        (THIS_MONTH, "mfa-israel-2015-09-21/meeting-when"),
        (TEN_DAYS_AGO, "mfa-israel-2015-09-21/meeting-when"),
    ],
    ids=lambda value: value.removeprefix(KB),
)
def test_the_three_claims_stand_against_those_that_say_otherwise(claim: Iri, against: str) -> None:
    pairs = [set(conflict.claims) for conflict in everything().timeline.conflicts]
    assert {claim, Iri(KB + "claim/" + against)} in pairs


def test_nothing_is_set_aside_since_a_weaker_reading_of_each_claim_fits() -> None:
    assert everything().timeline.set_aside == ()
    assert set(everything().chronology.reread) == {SUNDAY, THIS_MONTH, TEN_DAYS_AGO}
    assert everything().chronology.reread[THIS_MONTH] == ("eve",)


def test_ten_days_ago_was_written_the_day_before() -> None:
    assert everything().chronology.reread[TEN_DAYS_AGO] == ("eve",)


def who(claim: Claim) -> str:
    said_by = claim.attributed_to[0] if claim.attributed_to else claim.source
    return str(said_by).rsplit("/", 1)[-1]


def quantities(name: str) -> set[tuple[str, ...]]:
    """Who says how much: the actor, or else the source."""
    members = entry(name).event.members
    return {
        (who(claim), amount.kind, f"{amount.approximation} {amount.value}".strip(), amount.unit)
        for claim in claims_saying(name, "quantity")
        for triple in claim.triples
        if triple.subject in members and isinstance(amount := triple.value, Quantity)
    }


def test_quantities_are_given_by_who_says_them() -> None:
    assert quantities("downing") == {
        ("vladimir-putin", "distance from the border", "about 1", "km"),
        ("viktor-bondarev", "distance from the border", "5.5", "km"),
    }
    assert quantities("turkish-airspace-incursion") == {
        ("turkey", "planes", "2", ""),
        ("turkey", "duration", "17", "s"),
        ("turkey", "depth", "more than 1", "mile"),
        ("turkey", "depth", "1.36", "mile"),
        ("turkey", "depth", "1.15", "mile"),
    }
    assert quantities("israeli-airspace-incursion") == {
        ("ynet-4733020", "depth", "1.5", "km"),
        ("moshe-yaalon", "depth", "about 1.5", "km"),
        ("moshe-yaalon", "depth", "1.5", "km"),
        ("moshe-yaalon", "depth", "about 1", "mile"),
    }


def test_the_violation_is_claimed_by_turkey_and_disputed_by_russia() -> None:
    violation = entry("turkish-airspace-incursion").event
    assert violation.status == "disputed"
    knowledge = everything().knowledge
    existence = claims_saying("turkish-airspace-incursion", "type")
    assert {actor for claim in existence for actor in claim.attributed_to} == {KB + "actor/turkey"}
    assert {claim.iri for claim in existence} <= knowledge.disputed
    (denial,) = (
        c for c in knowledge.claims if {claim.iri for claim in existence} <= set(c.disputes)
    )
    assert KB + "actor/russia" in knowledge.wholes[denial.attributed_to[0]]


def account_of(actor: str) -> dict[str, Entry]:
    """What an actor says, with what sources say in their own voice, by the name of the event."""
    view = View(according_to=Iri(KB + "actor/" + actor))
    timeline = solve_knowledge(everything().knowledge, view).timeline
    return {member: entry for entry in timeline.entries for member in entry.event.members}


def test_the_accounts_of_russia_and_turkey_stand_side_by_side() -> None:
    russia, turkey = account_of("russia"), account_of("turkey")
    downing, violation = EV + "downing", EV + "turkish-airspace-incursion"
    assert "Syria" in {place.label for place in russia[downing].places}
    assert "Syria" not in {place.label for place in turkey[downing].places}
    assert violation not in russia
    assert turkey[violation].event.status == "claimed"
    assert turkey[violation].when == "2015-11-24"


# ---------------------------------------------------------------- the page


def test_the_page_of_the_history_is_true() -> None:
    page = history(everything())
    if os.environ.get("DATELINE_GOLDEN") == "write":
        HISTORY.write_text(page, encoding="utf-8", newline="\n")
    assert HISTORY.read_text(encoding="utf-8") == page, "see the head of history.py"


def test_the_page_has_the_four_bounds_of_every_event_with_what_they_rest_on() -> None:
    page = history(everything())
    assert page.count("\n### ") == len(everything().timeline.entries)
    rows = [
        line
        for line in page.splitlines()
        if line.startswith(tuple(f"| {b}" for b in BOUNDS.values()))
    ]
    assert len(rows) == 4 * len(everything().timeline.entries)
    for row in rows:
        _, _, value, claims, _ = row.split("|")
        assert ("unknown" in value) == (not claims.strip()), row


# ---------------------------------------------------------------- as known when


def known_by(day: str) -> Solved:
    end = parse_datetime(f"{day}T00:00:00Z") + DAY
    return solve_knowledge(everything().knowledge, View(as_of=end))


def test_on_the_second_of_october_there_was_one_meeting_and_a_plan() -> None:
    timeline = known_by("2015-10-02").timeline
    found = {e.event.label: (e.when, e.event.status) for e in timeline.entries}
    assert found == {
        "Netanyahu and Putin meet": ("2015-09-21", "reported"),
        "Netanyahu and Putin agree on a coordination mechanism": ("2015-09-21", "reported"),
        "Russian and Israeli militaries are to meet for the first time": ("2015-10-05", "planned"),
        "Israeli and Russian deputy chiefs of staff are to meet in Tel Aviv": (
            "2015-10-06/2015-10-07",
            "planned",
        ),
    }
    assert len(timeline.left_out) == len(SOURCES) - 6
    assert {left.why for left in timeline.left_out} == {"undated", "published later"}


def test_the_day_after_the_shootdown_both_accounts_were_known() -> None:
    timeline = known_by("2015-11-25").timeline
    (downing,) = (e for e in timeline.entries if "Shootdown" in e.event.kinds[0])
    assert downing.bounds.start_latest is not None
    assert format_datetime(downing.bounds.start_latest).startswith("2015-11-24")
    assert downing.event.status == "claimed"
    assert not [e for e in timeline.entries if "Sanction" in e.event.kinds[0]]


def test_on_the_thirtieth_of_november_the_decree_had_its_days() -> None:
    timeline = known_by("2015-11-30").timeline
    (decree,) = (e for e in timeline.entries if any("decree" in m for m in e.event.members))
    assert decree.when == "2015-11-28"
    assert {left.source.rsplit("/", 1)[-1] for left in timeline.left_out} == {
        "alyaum-4093389", "china-org-2015-12-01", "irishtimes-su24", "pmo-israel-2015-11-30",
        "ynet-4707511",
    }  # fmt: skip
    assert [left.source.rsplit("/", 1)[-1] for left in timeline.doubtful] == ["ynet-4733020"]


# ---------------------------------------------------------------- sources come and go


def view(changes: Changes) -> set[str]:
    """The accepted view and the conflicts, as the store holds them."""
    write_view(changes)
    return {str(quad) for graph in DERIVED for quad in changes.quads(graph)}


@cache
def store_of_everything() -> MemoryStore:
    """All sources in a store that nobody changes: ``of_everything`` is a copy to change."""
    store = MemoryStore()
    with store.change() as changes:
        put(changes, SOURCES)
    return store


@contextmanager
def of_everything() -> Iterator[Changes]:
    with MemoryStore().change() as changes:
        changes.add(store_of_everything().quads())
        yield changes


@pytest.mark.parametrize("slug", SOURCES)
def test_withdrawing_a_source_is_as_if_it_had_never_been_loaded(slug: str) -> None:
    with of_everything() as withdrawn, MemoryStore().change() as without:
        put(without, [other for other in SOURCES if other != slug])
        assert withdraw_source(withdrawn, KB + "source/" + slug) > 0
        assert view(withdrawn) == view(without)


def test_reports_of_one_event_stay_together_when_the_one_that_named_it_is_withdrawn() -> None:
    with of_everything() as changes:
        withdraw_source(changes, KB + "source/ynet-4733020")
        solved = write_view(changes)
    (meeting,) = (e for e in solved.timeline.entries if "Visit" in e.event.kinds[-1])
    assert len(meeting.event.members) == 7
    assert EV + "moscow-meeting" not in {meeting.event.iri, *meeting.event.members}
    assert meeting.when == "2015-09-21"


def test_withdrawing_a_source_makes_a_difference() -> None:
    with of_everything() as changes:
        before = view(changes)
        withdraw_source(changes, KB + "source/thenews-2015-11-30")
        after = view(changes)
    assert before != after
    assert not any(SUNDAY in line for line in after)


def test_loading_one_by_one_in_any_order_is_as_loading_all_at_once() -> None:
    with of_everything() as at_once, MemoryStore().change() as one_by_one:
        for path in reversed(FILES):
            put_files(one_by_one, [file(path)])
        assert view(one_by_one) == view(at_once)
