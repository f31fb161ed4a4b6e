"""From a dated moment back to its anchor: "last month" was said in the month after.

The window of a relative date never moves back when its anchor moves on. So the anchors that allow
a moment are all from a first one to a last one.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from dateline.time.relative import RelativeDate, gap, resolve
from dateline.time.windows import Window


@lru_cache(maxsize=65_536)
def first_anchor(rule: RelativeDate, moment: int) -> int | None:
    """Return the first anchor whose window is not over before a moment; None if all are not.

    Raises:
        ValueError: the rule is unusable.
    """
    least, most = gap(rule)
    if most is None:
        return None
    # No window reaches farther from its anchor than ``most``, and none of ``least`` falls short.
    low = moment - most
    high = moment - least if least is not None else moment + 1 + abs(most)
    return low + bisect_left(range(low, high + 1), True, key=lambda a: _reaches(rule, a, moment))


@lru_cache(maxsize=65_536)
def last_anchor(rule: RelativeDate, moment: int) -> int | None:
    """Return the last anchor whose window has begun by a moment; None if all have.

    Raises:
        ValueError: the rule is unusable.
    """
    least, most = gap(rule)
    if least is None:
        return None
    low = moment - most if most is not None else moment - 1 - abs(least)
    high = moment - least
    return (
        low
        - 1
        + bisect_left(range(low, high + 1), True, key=lambda a: not _has_begun(rule, a, moment))
    )


def _reaches(rule: RelativeDate, anchor: int, moment: int) -> bool:
    before = resolve(rule, Window(anchor, anchor + 1)).before
    return before is None or before > moment


def _has_begun(rule: RelativeDate, anchor: int, moment: int) -> bool:
    earliest = resolve(rule, Window(anchor, anchor + 1)).earliest
    return earliest is None or earliest <= moment
