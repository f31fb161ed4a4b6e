"""Weaker readings of relative dates: which there are, and that each allows what stricter do."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.time.calendar import DAY, day_start
from dateline.time.dates import Window, read_date
from dateline.time.relative import RelativeDate, resolve
from dateline.time.rules import PARTS
from dateline.time.weaker import RUNGS, rungs_of_relative, weaker_gap, weaker_relative

EVENING = RelativeDate(weekday=5, direction="earlier", part="evening")
ABOUT = RelativeDate(offset=-10, unit="day", direction="around")
RULES = [
    EVENING,
    ABOUT,
    RelativeDate(weekday=5, direction="later"),
    RelativeDate(weekday=1, within_unit="week", offset=-1),
    RelativeDate(within_unit="week", offset=-1),
    RelativeDate(within_unit="month", offset=1, part="late"),
    RelativeDate(on="XXXX-11", direction="earlier", part="early"),
    RelativeDate(on="XXXX-XX-24", direction="earlier", clock_time="07:24", utc_offset="+03:00"),
    RelativeDate(offset=-1, unit="day", part="night"),
    RelativeDate(offset=-2, unit="month"),
    RelativeDate(offset=-1, unit="day", direction="around"),
    RelativeDate(offset=2, unit="hour", direction="around"),
    RelativeDate(offset=-1, unit="week", direction="earlier"),
    RelativeDate(offset=3, unit="day", direction="earlier"),
    RelativeDate(direction="later"),
    *(RelativeDate(part=part) for part in PARTS),
]


@pytest.mark.parametrize(
    ("rule", "rungs"),
    [
        (EVENING, "soft zone week eve"),
        (ABOUT, "margin zone unit eve"),
        (RelativeDate(within_unit="week", offset=-1), "zone unit eve"),
        (RelativeDate(within_unit="week"), "zone eve"),
        (RelativeDate(weekday=1, within_unit="week", offset=-1), "zone week eve"),
        (RelativeDate(offset=-1, unit="week", direction="earlier"), "zone eve"),
        (RelativeDate(on="XXXX-11", direction="earlier"), "zone eve"),
        (RelativeDate(clock_time="07:24"), "eve"),
        (RelativeDate(part="morning"), "soft zone eve"),
        (RelativeDate(part="morning", on="2015-11-24"), "zone"),
        (RelativeDate(clock_time="07:24", on="2015-11-24"), ""),
        (RelativeDate(direction="around"), ""),
    ],
)
def test_a_rule_has_the_rungs_of_its_words(rule: RelativeDate, rungs: str) -> None:
    assert " ".join(rungs_of_relative(rule, to_publication=True)) == rungs
    to_event = [rung for rung in rungs.split() if rung not in {"zone", "eve"}]
    assert list(rungs_of_relative(rule, to_publication=False)) == to_event


@pytest.mark.parametrize(
    ("rule", "given_up", "first", "before"),
    [
        (EVENING, "", "2015-11-28T18:00:00Z", "2015-11-29"),
        (EVENING, "soft", "2015-11-28", "2015-11-29"),
        (EVENING, "week", "2015-11-21T18:00:00Z", "2015-11-29"),
        (EVENING, "soft week", "2015-11-21", "2015-11-29"),
        (RelativeDate(part="night", offset=-1, unit="day"), "soft",
         "2015-11-29", "2015-11-30T10:00:00Z"),
        (RelativeDate(part="morning"), "soft", "2015-11-30", "2015-12-01"),
        (RelativeDate(part="morning"), "eve", "2015-11-29", "2015-11-30T12:00:00Z"),
        (RelativeDate(within_unit="month", part="late"), "soft", "2015-11-01", "2015-12-01"),
        (RelativeDate(within_unit="week", offset=-1), "unit", "2015-11-16", "2015-12-07"),
        (RelativeDate(weekday=1, within_unit="week", offset=-1), "week",
         "2015-11-17", "2015-12-02"),
        (ABOUT, "margin", "2015-11-17", "2015-11-24"),
        (ABOUT, "margin unit", "2015-11-16", "2015-11-25"),
        (RelativeDate(offset=-2, unit="month", direction="around"), "margin",
         "2015-08-30", "2015-10-31"),
    ],
)  # fmt: skip
def test_a_weaker_reading_has_a_wider_window(
    rule: RelativeDate, given_up: str, first: str, before: str
) -> None:
    rungs = frozenset(rung for rung in RUNGS if rung in given_up.split())
    found = weaker_relative(rule, read_date("2015-11-30").window, rungs)
    starts = (read_date(text).window.earliest for text in (first, before))
    assert (found.earliest, found.before) == tuple(starts)


def allows(weak: Window, strict: Window) -> bool:
    """Whether the hull of one window holds that of the other."""
    low = weak.earliest is None or (
        strict.earliest is not None and weak.earliest <= strict.earliest
    )
    return low and (
        weak.before is None or (strict.before is not None and weak.before >= strict.before)
    )


@given(st.sampled_from(RULES), st.integers(day_start(2014), day_start(2018)), st.booleans())
def test_giving_up_more_allows_more(rule: RelativeDate, moment: int, published: bool) -> None:
    anchor = Window(moment, moment + DAY)
    rungs = rungs_of_relative(rule, to_publication=published)
    assert weaker_relative(rule, anchor, frozenset()) == resolve(rule, anchor)
    for count in range(len(rungs)):
        for given_up in combinations(rungs, count):
            strict = weaker_relative(rule, anchor, frozenset(given_up))
            for more in set(rungs) - set(given_up):
                assert allows(weaker_relative(rule, anchor, frozenset({*given_up, more})), strict)


@given(st.sampled_from(RULES), st.integers(day_start(2014), day_start(2018)))
def test_a_weaker_gap_holds_wherever_the_anchor_lies(rule: RelativeDate, moment: int) -> None:
    rungs = rungs_of_relative(rule, to_publication=False)
    for count in range(len(rungs) + 1):
        for given_up in combinations(rungs, count):
            found = weaker_relative(rule, Window(moment, moment + 1), frozenset(given_up))
            least, most = weaker_gap(rule, frozenset(given_up))
            low = None if found.earliest is None else found.earliest - moment
            high = None if found.before is None else found.before - 1 - moment
            assert allows(Window(least, most), Window(low, high))
