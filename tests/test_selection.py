"""Which entries of a timeline pass which filters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    EVENT,
    MEETING,
    SITUATION,
    at,
    dated,
    is_a,
    known,
    labelled,
    planned,
    related,
    said,
    there_are,
    when,
)

from dateline.model import Iri, Knowledge
from dateline.reasoning.chronology import Bounds, solve
from dateline.selection import Selection, certain_range, select
from dateline.time.dates import Window
from dateline.timeline import arrange

TOLD = known(
    said("is-talks", is_a("talks"), labelled("talks", "Gas talks"), source="one"),
    said("h", related("talks", "host", "turkey"), related("talks", "place", "ankara")),
    said("t", when("talks", "2015-11-24"), source="two"),
    *there_are("war", kind=SITUATION),
    said("w", dated("war", "startsOn", "2015-11-20")),
    said("v", related("war", "place", "baku")),
    *there_are("visit"),
    said("vt", when("visit", "[2015-11-23..2015-11-25]")),
    planned("p", is_a("summit")),
    *there_are("lost", kind=EVENT),
)
KNOWLEDGE = Knowledge(
    TOLD.claims,
    TOLD.sources,
    TOLD.taxonomy,
    labels={Iri("turkey"): "Türkei", Iri("ankara"): "Ankara"},
    containers={Iri("ankara"): (Iri("anatolia"), Iri("asia"))},
)
TIMELINE = arrange(solve(KNOWLEDGE))
EVERYTHING = {"talks", "war", "visit", "summit", "lost"}


def chosen(selection: Selection) -> set[str]:
    shown = select(TIMELINE, selection, KNOWLEDGE)
    assert [e for e in TIMELINE.entries if e in shown.entries] == list(shown.entries)
    assert shown.conflicts == TIMELINE.conflicts
    return {entry.event.iri for entry in shown.entries}


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), EVERYTHING),
        (Selection(actor=Iri("turkey")), {"talks"}),
        (Selection(actor=Iri("russia")), set()),
        (Selection(place=Iri("ankara")), {"talks"}),
        (Selection(place=Iri("asia")), {"talks"}),
        (Selection(place=Iri("europe")), set()),
        (Selection(kind=MEETING), {"talks", "visit", "summit"}),
        (Selection(kind=EVENT), EVERYTHING),
        (Selection(source=Iri("two")), {"talks"}),
        (Selection(status="planned"), {"summit"}),
        (Selection(search="GAS"), {"talks"}),
        (Selection(search="türk"), {"talks"}),
        (Selection(search="ANKARA"), {"talks"}),
        (Selection(search="oil"), set()),
        (Selection(search=""), EVERYTHING),
        (Selection(kind=MEETING, search="gas"), {"talks"}),
        (Selection(kind=SITUATION, search="gas"), set()),
    ],
    ids=lambda value: None if isinstance(value, set) else repr(value),
)
def test_only_what_passes_every_filter_is_shown(selection: Selection, expected: set[str]) -> None:
    assert chosen(selection) == expected


@pytest.mark.parametrize(
    ("first", "before", "possibly", "certainly"),
    [
        (None, None, EVERYTHING, EVERYTHING - {"summit"}),
        ("2015-11-24", "2015-11-25", EVERYTHING, {"talks"}),
        ("2015-11-23", "2015-11-26", EVERYTHING, {"talks", "visit"}),
        ("2015-11-20", "2015-11-21", {"war", "summit", "lost"}, {"war"}),
        ("2015-11-20", "2015-11-22", {"war", "summit", "lost"}, {"war"}),
        ("2015-11-26", None, {"war", "summit", "lost"}, set()),
        ("2015-11-24", None, EVERYTHING, {"talks"}),
        (None, "2015-11-20", {"summit", "lost"}, set()),
        (None, "2015-11-25", EVERYTHING, {"talks", "war"}),
        (None, "2015-11-24", {"war", "visit", "summit", "lost"}, {"war"}),
    ],
)
def test_a_window_is_passed_possibly_or_certainly(
    first: str | None, before: str | None, possibly: set[str], certainly: set[str]
) -> None:
    within = Window(at(first) if first else None, at(before) if before else None)
    assert chosen(Selection(within=within)) == possibly
    assert chosen(Selection(within=within, certain=True)) == certainly
    assert certainly <= possibly


DAYS = st.integers(0, 9)


@st.composite
def drawn_bounds(draw: st.DrawFn) -> Bounds:
    """Return bounds that agree with one another; any of them may be unknown."""
    earliest = draw(DAYS)
    latest = earliest + draw(DAYS)
    over = earliest + 1 + draw(DAYS)
    every = (earliest, latest, over, max(latest + 1, over) + draw(DAYS))
    return Bounds(*(bound if draw(st.booleans()) else None for bound in every))


@given(drawn_bounds(), DAYS, DAYS, st.sampled_from(["talks", "war"]))
def test_a_window_in_which_an_event_certainly_is_reaches_into_its_certain_range(
    bounds: Bounds, first: int, length: int, event: str
) -> None:
    (entry,) = (entry for entry in TIMELINE.entries if entry.event.iri == event)
    window = Window(first, first + length + 1)
    found = certain_range(bounds, KNOWLEDGE.taxonomy.aspect(entry.event.kinds))
    if Selection(within=window, certain=True).passes(replace(entry, bounds=bounds), KNOWLEDGE):
        assert found is not None
        assert found[0] < first + length + 1
        assert found[1] > first
