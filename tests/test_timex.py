"""The value of a TIMEX3 and the span of the calendar that it fills."""

from __future__ import annotations

import pytest

from dateline.time.calendar import format_datetime
from dateline.time.timex import filled_span


@pytest.mark.parametrize(
    ("value", "first", "after"),
    [
        ("2015-11-28", "2015-11-28T00:00:00Z", "2015-11-29T00:00:00Z"),
        ("20151128", "2015-11-28T00:00:00Z", "2015-11-29T00:00:00Z"),
        ("2015-11", "2015-11-01T00:00:00Z", "2015-12-01T00:00:00Z"),
        ("2015", "2015-01-01T00:00:00Z", "2016-01-01T00:00:00Z"),
        ("199", "1990-01-01T00:00:00Z", "2000-01-01T00:00:00Z"),
        ("19", "1900-01-01T00:00:00Z", "2000-01-01T00:00:00Z"),
        ("2015-Q3", "2015-07-01T00:00:00Z", "2015-10-01T00:00:00Z"),
        ("2015-H2", "2015-07-01T00:00:00Z", "2016-01-01T00:00:00Z"),
        ("2015-W48", "2015-11-23T00:00:00Z", "2015-11-30T00:00:00Z"),
        ("2015W48", "2015-11-23T00:00:00Z", "2015-11-30T00:00:00Z"),
        ("2015-W01", "2014-12-29T00:00:00Z", "2015-01-05T00:00:00Z"),
        ("2015-W48-6", "2015-11-28T00:00:00Z", "2015-11-29T00:00:00Z"),
        ("2015-W48-WE", "2015-11-28T00:00:00Z", "2015-11-30T00:00:00Z"),
        ("2015-11-28T10:30", "2015-11-28T10:30:00Z", "2015-11-28T10:31:00Z"),
        ("2015-11-28T10", "2015-11-28T10:00:00Z", "2015-11-28T11:00:00Z"),
        ("2015-11-28T103015", "2015-11-28T10:30:15Z", "2015-11-28T10:30:16Z"),
        ("2015-11-28T10:30:15.5Z", "2015-11-28T10:30:15Z", "2015-11-28T10:30:16Z"),
        ("2015-W48-6T10:30", "2015-11-28T10:30:00Z", "2015-11-28T10:31:00Z"),
        ("2015-11-28T24:00", "2015-11-29T00:00:00Z", "2015-11-29T00:01:00Z"),
        (" 2015-11-28 ", "2015-11-28T00:00:00Z", "2015-11-29T00:00:00Z"),
    ],
)
def test_what_the_calendar_knows_has_a_span(value: str, first: str, after: str) -> None:
    for kind in ("DATE", "TIME", "date"):
        span = filled_span(kind, value)
        assert span is not None
        assert tuple(map(format_datetime, span)) == (first, after)


@pytest.mark.parametrize(
    "value",
    [
        "", "PAST_REF", "PRESENT_REF", "FUTURE_REF", "P3D", "PT20M", "XXXX-XX-XX", "XXXX-11-28",
        "2015-11-XX", "2015-XX", "1998-SU", "1998-WI", "1998-W48-XX", "1998-WXX-6", "2015-QX",
        "2015-Q5", "2015-H3", "FY1998", "BC0346", "2015-13", "2015-33", "2015-02-30", "2015-W54",
        "2015-W00", "2015-11-28TMO", "2015-11-28TEV", "2015-11-28T25:00", "2015-11-28T24:30",
        "2015-11-28T10:70", "2015-11-28T10:00-05:00", "2015-11T10:00", "T10:30", "20151328", "1",
        "20155", "tomorrow", "2015-11-28T", "２０１５",
    ],
)  # fmt: skip
def test_what_the_calendar_alone_does_not_know_has_none(value: str) -> None:
    assert filled_span("DATE", value) is None


def test_durations_sets_and_parts_have_none() -> None:
    assert filled_span("DURATION", "2015") is None
    assert filled_span("SET", "2015-11-28") is None
    assert filled_span("", "2015-11-28") is None
    assert filled_span("DATE", "2015", "START") is None
