"""The table "Dates" of the chronology, entry by entry, on every small span and window."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from worlds import DATE_MEANINGS, at, fits

from dateline.model import Iri
from dateline.reasoning.dated import gap_edges, window_edges
from dateline.reasoning.network import ORIGIN, Anchored, Basis, DateProperty, Edge, end_of, start_of
from dateline.time.calendar import DAY
from dateline.time.dates import Window
from dateline.time.relative import RelativeDate, resolve

BASIS = Basis((Iri("c"),), "when", Iri("e"))
SPANS = list(combinations(range(7), 2))
FAR = 100


def bounds_of(window: Window) -> tuple[int, int]:
    lo = -FAR if window.earliest is None else window.earliest
    return lo, FAR if window.before is None else window.before


@pytest.mark.parametrize("prop", DATE_MEANINGS)
@pytest.mark.parametrize(
    "window",
    [Window(2, 4), Window(2, 3), Window(None, 4), Window(2, None), Window(None, None)],
    ids=["two seconds", "one second", "open before", "open after", "open"],
)
def test_a_date_says_what_its_property_says(prop: str, window: Window) -> None:
    edges = window_edges(0, prop, window, window, BASIS)
    for s, t in SPANS:
        assert fits(edges, (0, s, t)) == DATE_MEANINGS[prop](s, t, *bounds_of(window))
    assert all(edge.basis is BASIS for edge in edges)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (Window(1, 3), Window(3, 5)),
        (Window(1, 3), Window(2, 4)),
        (Window(1, 2), Window(1, 2)),
        (Window(None, None), Window(3, 5)),
        (Window(1, 3), Window(None, None)),
    ],
    ids=["apart", "overlapping", "the same", "open before", "open after"],
)
def test_an_interval_starts_in_its_first_member_and_ends_in_its_last(
    first: Window, last: Window
) -> None:
    edges = window_edges(0, "when", first, last, BASIS)
    (lo, before), (after, hi) = bounds_of(first), bounds_of(last)
    for s, t in SPANS:
        assert fits(edges, (0, s, t)) == (lo <= s < before and after < t <= hi)


@pytest.mark.parametrize("prop", ["startsOn", "endsOn", "activeOn"])
def test_other_properties_take_an_interval_as_the_whole_from_first_to_last(prop: str) -> None:
    edges = window_edges(0, prop, Window(1, 3), Window(3, 5), BASIS)
    for s, t in SPANS:
        assert fits(edges, (0, s, t)) == DATE_MEANINGS[prop](s, t, 1, 5)


def test_the_second_event_of_a_network_has_points_of_its_own() -> None:
    window = Window(2, 4)
    edges = window_edges(1, "when", window, window, BASIS)
    assert edges == [Edge(3, ORIGIN, -2, BASIS), Edge(ORIGIN, 4, 4, BASIS)]


RULES = {
    "the Saturday before": RelativeDate(anchor="b", weekday=5, direction="earlier"),
    "the Saturday after": RelativeDate(anchor="b", weekday=5, direction="later"),
    "ten days before": RelativeDate(anchor="b", offset=-10, unit="day"),
    "two hours later": RelativeDate(anchor="b", offset=2, unit="hour"),
    "a month later": RelativeDate(anchor="b", offset=1, unit="month"),
    "earlier this month": RelativeDate(anchor="b", within_unit="month", direction="earlier"),
    "later": RelativeDate(anchor="b", direction="later"),
    "around": RelativeDate(anchor="b", direction="around"),
    "at 07:24": RelativeDate(anchor="b", clock_time="07:24"),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("prop", DATE_MEANINGS)
def test_a_date_anchored_to_an_event_never_excludes_what_it_may_mean(
    prop: DateProperty, rule: RelativeDate
) -> None:
    edges = gap_edges(Anchored(0, prop, rule, 1, BASIS))
    for anchor in (at("2015-11-24T10:24:00Z"), at("2016-02-29"), at("2015-12-31T23:59:59Z")):
        window = resolve(rule, Window(anchor, anchor + 1))
        lo = anchor - 400 * DAY if window.earliest is None else window.earliest
        hi = anchor + 400 * DAY if window.before is None else window.before
        moments = sorted({lo - 1, lo, lo + 1, (lo + hi) // 2, hi - 1, hi, hi + 1})
        for s, t in product(moments, repeat=2):
            if s < t and DATE_MEANINGS[prop](s, t, lo, hi):
                assert fits(edges, (0, s, t, anchor, anchor + 1))


@pytest.mark.parametrize(
    ("prop", "points"),
    [
        ("when", {start_of(0), end_of(0)}),
        ("startsOn", {start_of(0)}),
        ("endsOn", {end_of(0)}),
        ("activeOn", {start_of(0), end_of(0)}),
    ],
)
def test_an_anchored_date_binds_the_ends_that_its_property_speaks_of(
    prop: DateProperty, points: set[int]
) -> None:
    edges = gap_edges(Anchored(0, prop, RULES["ten days before"], 1, BASIS))
    assert {p for e in edges for p in (e.source, e.target)} == points | {start_of(1)}


def test_a_direction_alone_binds_one_side_and_around_binds_none() -> None:
    later = gap_edges(Anchored(0, "when", RULES["later"], 1, BASIS))
    assert later == [Edge(start_of(0), start_of(1), 0, BASIS)]
    assert gap_edges(Anchored(0, "when", RULES["around"], 1, BASIS)) == []
