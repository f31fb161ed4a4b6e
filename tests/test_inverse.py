"""From a dated moment back to its anchor, against trying anchors one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import at

from dateline.time.calendar import DAY, HOUR
from dateline.time.inverse import first_anchor, last_anchor
from dateline.time.relative import RelativeDate, resolve
from dateline.time.windows import Window

RULES = st.one_of(
    st.builds(
        RelativeDate, weekday=st.integers(0, 6), direction=st.sampled_from(("earlier", "later"))
    ),
    st.builds(
        RelativeDate,
        offset=st.integers(-40, 40),
        unit=st.sampled_from(("hour", "day", "week", "month", "year")),
    ),
    st.builds(
        RelativeDate,
        within_unit=st.sampled_from(("day", "week", "month", "year")),
        direction=st.sampled_from((None, "earlier", "later")),
    ),
    st.builds(
        RelativeDate,
        clock_time=st.sampled_from(("00:00", "10:24", "23:59:30")),
        utc_offset=st.sampled_from((None, "+03:00", "-11:00")),
    ),
    st.sampled_from([RelativeDate(direction=way) for way in ("earlier", "later", "around")]),
)


def allows(rule: RelativeDate, anchor: int, moment: int) -> tuple[bool, bool]:
    """Whether the window of an anchor is not over before a moment, and has begun by it."""
    window = resolve(rule, Window(anchor, anchor + 1))
    return (
        window.before is None or window.before > moment,
        window.earliest is None or window.earliest <= moment,
    )


@given(RULES, st.integers(at("2014-12-01"), at("2016-04-01")))
def test_they_are_the_first_and_the_last_of_all_anchors(rule: RelativeDate, moment: int) -> None:
    first, last = first_anchor(rule, moment), last_anchor(rule, moment)
    if first is not None:
        assert allows(rule, first, moment)[0]
        assert not allows(rule, first - 1, moment)[0]
    else:
        assert all(allows(rule, moment + n * 400 * DAY, moment)[0] for n in range(-9, 10))
    if last is not None:
        assert allows(rule, last, moment)[1]
        assert not allows(rule, last + 1, moment)[1]
    else:
        assert all(allows(rule, moment + n * 400 * DAY, moment)[1] for n in range(-9, 10))


@pytest.mark.parametrize(
    ("rule", "moment", "first", "last"),
    [
        (
            RelativeDate(within_unit="month", direction="earlier"),
            "2015-09-21T12:00:00Z", "2015-09-21T12:00:00Z", "2015-09-30T23:59:59Z",
        ),
        (RelativeDate(offset=-10, unit="day"), "2015-09-21", "2015-10-01", "2015-10-01T23:59:59Z"),
        (
            RelativeDate(weekday=5, direction="earlier"),
            "2015-11-28T08:00:00Z", "2015-11-28", "2015-12-04T23:59:59Z",
        ),
    ],
)  # fmt: skip
def test_when_something_must_have_been_said(
    rule: RelativeDate, moment: str, first: str, last: str
) -> None:
    assert first_anchor(rule, at(moment)) == at(first)
    assert last_anchor(rule, at(moment)) == at(last)


def test_a_clock_time_on_a_named_day_says_nothing_of_its_anchor() -> None:
    rule = RelativeDate(clock_time="07:24", on="2015-11-24")
    assert first_anchor(rule, at("2015-11-24") + 8 * HOUR) is None
    assert last_anchor(rule, at("2015-11-24")) is None
