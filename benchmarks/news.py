"""Synthetic news as arrays: worlds that are drawn first and then told of truly.

Three shapes, each with about three claims for every event:

- ``stories``: 5 to 500 events each, most of them short, that have nothing to do with one another;
- ``giant``: the same claims, but each relation reaches back to any of the 500 events that were told
  of before, so that all hang together;
- ``chain``: every event before the next, one date at the end, numbered so that a queue in that
  order meets each link at the worst time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DAY = 86_400
SHAPES = ("stories", "giant", "chain")
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class News:
    """Constraints ``target - source <= weight``, and how many events and claims they come from."""

    events: int
    claims: int
    source: npt.NDArray[np.int32]
    target: npt.NDArray[np.int32]
    weight: Numbers

    @property
    def points(self) -> int:
        """The start and the end of every event, and the origin."""
        return 1 + 2 * self.events


class _Constraints:
    def __init__(self) -> None:
        self.rows: list[tuple[Numbers, Numbers, Numbers]] = []

    def add(self, source: Numbers | int, target: Numbers | int, weight: Numbers | int) -> None:
        rows = np.broadcast_arrays(
            np.asarray(source, np.int64),
            np.asarray(target, np.int64),
            np.asarray(weight, np.int64),
        )
        self.rows.append((rows[0], rows[1], rows[2]))

    def news(self, events: int, claims: int, article: Numbers | None = None) -> News:
        """Return the constraints as articles tell them: those of an article stand together."""
        source, target, weight = (np.concatenate(c) for c in zip(*self.rows, strict=True))
        if article is not None:
            event = (np.maximum(source, target) - 1) // 2
            order = np.argsort(article[event], kind="stable")
            source, target, weight = source[order], target[order], weight[order]
        return News(events, claims, source.astype(np.int32), target.astype(np.int32), weight)


def draw(shape: str, events: int, seed: int = 1) -> News:
    """Return a world of a shape; the same for the same seed."""
    if shape == "chain":
        return _chain(events, seed)
    rng = np.random.default_rng(seed)
    story = _stories(rng, events) if shape == "stories" else np.zeros(events, np.int64)
    if shape == "stories":
        began = rng.integers(0, 20 * 365, story[-1] + 1)[story] * DAY
    else:
        began = np.arange(events) * (20 * 365 * DAY) // events
    start = began + rng.integers(0, 90 * DAY, events)
    end = start + rng.choice([1, 3_600, DAY, 20 * DAY], events)
    found = _Constraints()
    s, t = 1 + 2 * np.arange(events), 2 + 2 * np.arange(events)
    found.add(t, s, -1)  # every event lasts at least a second
    told = end + rng.integers(0, 10 * DAY, events)
    found.add(0, s, told - 1)  # it is told of in the past ...
    found.add(0, t, told)
    dated = rng.random(events) < 0.4  # ... some with a day
    day = start[dated] - start[dated] % DAY
    found.add(s[dated], 0, -day)
    found.add(0, s[dated], day + DAY - 1)
    lasted = rng.random(events) < 0.2  # ... some with a length
    length = (end - start)[lasted]
    found.add(s[lasted], t[lasted], length + length // 2)
    found.add(t[lasted], s[lasted], -(length - length // 2))
    if shape == "stories":
        a, b = _pairs(rng, story, 3 * events)
    else:
        a = rng.integers(0, events, 3 * events)
        b = np.maximum(0, a - rng.integers(1, 501, a.size))
        a, b = np.where(start[a] < start[b], (a, b), (b, a))
    before = start[a] < start[b]
    a, b = a[before][: 14 * events // 10], b[before][: 14 * events // 10]
    found.add(s[b], s[a], -1)  # A before B: starts first, and mostly ends first too
    over = end[a] <= start[b]
    found.add(s[b[over]], t[a[over]], 0)
    # Events are numbered as they are first told of; an article tells of twenty.
    claims = events + int(dated.sum() + lasted.sum()) + a.size
    return found.news(events, claims, np.arange(events) // 20)


def _stories(rng: np.random.Generator, events: int) -> Numbers:
    """Return the story of each event: sizes from 5 to 500, as many events in short as in long."""
    sizes: list[int] = []
    while sum(sizes) < events:
        sizes += np.exp(rng.uniform(np.log(5), np.log(500), 1 + events // 100)).astype(int).tolist()
    return np.repeat(np.arange(len(sizes)), sizes)[:events].astype(np.int64)


def _pairs(rng: np.random.Generator, story: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """Return pairs of events of the same story."""
    first = np.searchsorted(story, story)
    size = np.searchsorted(story, story, side="right") - first
    a = rng.integers(0, story.size, count)
    return a, first[a] + rng.integers(0, 1 << 40, count) % size[a]


def _chain(events: int, seed: int) -> News:
    rng = np.random.default_rng(seed)
    place = np.arange(events)  # the event with number n comes at place[n]: backwards, or anyhow
    place = place[::-1] if seed % 2 else rng.permutation(place)
    number = np.empty(events, np.int64)
    number[place] = np.arange(events)
    s, t = 1 + 2 * number, 2 + 2 * number
    found = _Constraints()
    found.add(t, s, -1)
    found.add(s[1:], s[:-1], -1)
    found.add(s[1:], t[:-1], 0)
    found.add(0, t[-1:], events * 10)
    found.add(s[:1], 0, 0)
    return found.news(events, events + 1)
