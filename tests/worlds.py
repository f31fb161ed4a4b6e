"""Small knowledge, written tersely, and true worlds of which only true things are told.

A world is drawn first: when every event really started and ended, and when every source was really
published. Claims are derived from it, so that a solver that is right finds no contradiction, and
bounds that hold the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from random import Random

from hypothesis import strategies as st

from dateline.model import (
    Claim,
    Duration,
    Edtf,
    Iri,
    Knowledge,
    Quantity,
    Source,
    Taxonomy,
    Text,
    Triple,
)
from dateline.reasoning.chronology import Chronology
from dateline.reasoning.dated import window_edges
from dateline.reasoning.hitting_sets import Price
from dateline.reasoning.network import (
    ORIGIN,
    Alternatives,
    Basis,
    DateProperty,
    Edge,
    Network,
    Side,
    end_of,
    start_of,
)
from dateline.reasoning.repairs import Weighing, reconcile_parts
from dateline.reasoning.solver import UNKNOWN, Schedule, explain
from dateline.time.calendar import DAY, civil, format_day, parse_datetime
from dateline.time.calendar import weekday as weekday_of
from dateline.time.dates import Window
from dateline.time.relative import RelativeDate, resolve
from dateline.vocabulary import DL

EVENT, MEETING, SUMMIT, SITUATION, ACTOR = (
    Iri(DL + name) for name in ("Event", "Meeting", "Summit", "Situation", "Actor")
)
TAXONOMY = Taxonomy(
    superclasses={MEETING: (EVENT,), SUMMIT: (MEETING, EVENT), SITUATION: (EVENT,)},
    superproperties={"host": ("participant",), "site": ("place",)},
    aspects={MEETING: "punctual", SUMMIT: "lasting", SITUATION: "lasting"},
)
NEWS = "news"

# --- words for small knowledge --------------------------------------------------------------------


def at(text: str) -> int:
    """Return the moment of "2015-11-24" or "2015-11-24T10:24:00Z"."""
    return parse_datetime(text if "T" in text else f"{text}T00:00:00Z")


def is_a(event: str, kind: Iri = MEETING) -> Triple:
    return Triple(Iri(event), "type", kind)


def labelled(event: str, words: str, language: str = "en") -> Triple:
    return Triple(Iri(event), "label", Text(words, language))


def dated(event: str, prop: str, date: str | RelativeDate) -> Triple:
    return Triple(Iri(event), prop, Edtf(date) if isinstance(date, str) else date)


def when(event: str, date: str | RelativeDate) -> Triple:
    return dated(event, "when", date)


def related(a: str, name: str, b: str) -> Triple:
    return Triple(Iri(a), name, Iri(b))


def lasted(event: str, amount: float, unit: str = "day") -> Triple:
    return Triple(Iri(event), "duration", Duration(amount, unit))


def lasted_seconds(event: str, minimum: int | None, maximum: int | None) -> Triple:
    return Triple(Iri(event), "duration", Duration(minimum=minimum, maximum=maximum))


def amount(value: str, unit: str = "km", approximation: str = "", kind: str = "depth") -> Quantity:
    return Quantity(Iri(f"urn:{value}{unit}"), kind, value, unit, approximation)


def measured(event: str, quantity: Quantity) -> Triple:
    return Triple(Iri(event), "quantity", quantity)


def said(iri: str, *triples: Triple, source: str = NEWS, by: str = "", in_: str = "") -> Claim:
    """Return what a source says, or quotes somebody (``by``) as saying in a statement (``in_``)."""
    return Claim(
        Iri(iri),
        triples,
        source=Iri(source),
        attributed_to=(Iri(by),) if by else (),
        said_in=Iri(in_) if in_ else None,
    )


def planned(iri: str, *triples: Triple, source: str = NEWS, in_: str = "") -> Claim:
    return replace(said(iri, *triples, source=source, in_=in_), modality="planned")


def supposed(iri: str, *triples: Triple, source: str = NEWS) -> Claim:
    return replace(said(iri, *triples, source=source), modality="hypothetical")


def judged(iri: str, *triples: Triple) -> Claim:
    return Claim(Iri(iri), triples, author="the editor", reason="it fits")


def denied(iri: str, *targets: str, source: str = NEWS) -> Claim:
    return replace(said(iri, source=source), disputes=tuple(Iri(target) for target in targets))


def source(iri: str, published: str | None = None, reliability: str = "") -> Source:
    return Source(Iri(iri), label=iri.capitalize(), published=published, reliability=reliability)


def known(*claims: Claim, sources: Iterable[Source] = ()) -> Knowledge:
    """Return the claims as knowledge; sources that are not given have no date."""
    given = {one.iri: one for one in sources}
    named = {claim.source: source(claim.source) for claim in claims if claim.source}
    return Knowledge(claims, {**named, **given}, TAXONOMY)


def there_are(*events: str, kind: Iri = MEETING) -> tuple[Claim, ...]:
    """Return one claim of existence for each event, named after it."""
    return tuple(said(f"is-{event}", is_a(event, kind)) for event in events)


# --- certificates ---------------------------------------------------------------------------------


def fits(edges: Iterable[Edge], times: Sequence[int]) -> bool:
    """Whether the times of all points satisfy every constraint."""
    return all(times[edge.target] - times[edge.source] <= edge.weight for edge in edges)


def certify(schedule: Schedule) -> None:
    """Check that both extreme schedules and the middle one fit, and that reasons sum to bounds."""
    points = range(1 + 2 * len(schedule.network.events))
    assert schedule.earliest[ORIGIN] == schedule.latest[ORIGIN] == 0
    assert all(e <= m for e, m in zip(schedule.earliest, schedule.latest, strict=True))
    for times in (schedule.earliest, schedule.latest, [schedule.middle(p) for p in points]):
        assert fits(schedule.edges, times)
    for point in points[1:]:
        _certify_reasons(schedule, point, "earliest", -schedule.earliest[point])
        _certify_reasons(schedule, point, "latest", schedule.latest[point])


def _certify_reasons(schedule: Schedule, point: int, side: Side, bound: int) -> None:
    path = explain(schedule, point, side)
    if not path:
        assert abs(bound) >= UNKNOWN, "a known bound has reasons"
        return
    assert sum(edge.weight for edge in path) == bound
    steps = [(e.source, e.target) if side == "latest" else (e.target, e.source) for e in path]
    assert steps[0][0] == ORIGIN
    assert steps[-1][1] == point
    assert all(one[1] == following[0] for one, following in pairwise(steps))


# --- small networks, looked at exhaustively -------------------------------------------------------


def edge(source_point: int, target: int, weight: int, *claims: str) -> Edge:
    """Return ``target - source_point <= weight``, resting on claims."""
    names = tuple(Iri(claim) for claim in claims or ("c",))
    return Edge(source_point, target, weight, Basis(names, "before", Iri("e0"), Iri("e1")))


def network(events: int, edges: Iterable[Edge]) -> Network:
    return Network(tuple(Iri(f"e{n}") for n in range(events)), tuple(edges))


GRID = 5


def on_grid(events: int) -> list[Edge]:
    """Return edges that keep events from 0 to ``GRID``."""
    return [
        limit
        for n in range(events)
        for limit in (edge(start_of(n), ORIGIN, 0, "grid"), edge(ORIGIN, end_of(n), GRID, "grid"))
    ]


def schedules(net: Network) -> list[tuple[int, ...]]:
    """Return every schedule of a network on the grid that fits, by trying all of them."""
    spans = [(s, t) for s in range(GRID) for t in range(s + 1, GRID + 1)]
    every = ((0, *(p for span in choice for p in span)) for choice in _choices(spans, net))
    return [times for times in every if fits(net.edges, times)]


def _choices(
    spans: Sequence[tuple[int, int]], net: Network
) -> Iterable[tuple[tuple[int, int], ...]]:
    return product(spans, repeat=len(net.events))


def grid_edges(events: int, most: int = 8) -> st.SearchStrategy[list[Edge]]:
    """Draw constraints of small weight between the points of some events."""
    point = st.integers(0, 2 * events)
    drawn = st.builds(edge, point, point, st.integers(-4, 5), st.sampled_from("cdfg"))
    return st.lists(drawn.filter(lambda e: e.source != e.target), max_size=most)


def chronology_of(net: Network) -> Chronology:
    """Return a network that holds together as a chronology without claims."""
    parts = reconcile_parts(net.components(), Weighing(lambda _: Price(1)))
    home = {event: n for n, part in enumerate(parts) for event in part.schedule.network.events}
    return Chronology(known(), parts, home, (), frozenset(), more_conflicts=False, reread={})


def holds_together(events: int, edges: Iterable[Edge]) -> bool:
    """Whether a network has a schedule, by all-pairs distances (Floyd and Warshall)."""
    points = range(1 + 2 * events)
    far = 1 << 40
    reach = [[0 if x == y else far for y in points] for x in points]
    lasts = [edge(end_of(n), start_of(n), -1) for n in range(events)]
    for one in (*edges, *lasts):
        reach[one.source][one.target] = min(reach[one.source][one.target], one.weight)
    for via, x, y in product(points, repeat=3):
        reach[x][y] = min(reach[x][y], reach[x][via] + reach[via][y])
    return all(reach[x][x] >= 0 for x in points)


# --- what the relations of a text mean, stated by themselves --------------------------------------

Meaning = Callable[[int, int, int, int], bool]


def always(sa: int, ta: int, sb: int, tb: int) -> bool:
    return True


def inside(sa: int, ta: int, sb: int, tb: int) -> bool:
    return sb <= sa and ta <= tb


def same(sa: int, ta: int, sb: int, tb: int) -> bool:
    return sa == sb and ta == tb


def ends_first(sa: int, ta: int, sb: int, tb: int) -> bool:
    return ta <= sb


def starts_last(sa: int, ta: int, sb: int, tb: int) -> bool:
    return tb <= sa


PUNCTUAL, LASTING, OPEN = "punctual", "lasting", ""
EVERY = (PUNCTUAL, LASTING, OPEN)

#: name, the hard part, the soft part, and the aspects of B for which the soft part holds
MEANINGS: Mapping[str, tuple[Meaning, Meaning, tuple[str, ...]]] = {
    "startsBefore": (lambda sa, ta, sb, tb: sa < sb, always, ()),
    "notLaterThan": (lambda sa, ta, sb, tb: sa <= sb, always, ()),
    "before": (lambda sa, ta, sb, tb: sa < sb, ends_first, EVERY),
    "after": (lambda sa, ta, sb, tb: sb < sa, starts_last, (PUNCTUAL, OPEN)),
    "followsUp": (lambda sa, ta, sb, tb: sb < sa, starts_last, (PUNCTUAL, OPEN)),
    "inResponseTo": (lambda sa, ta, sb, tb: sb < sa, starts_last, (PUNCTUAL,)),
    "partOf": (inside, always, ()),
    "during": (inside, always, ()),
    "onSidelinesOf": (always, inside, EVERY),
    "cooccursWith": (lambda sa, ta, sb, tb: sa < tb and sb < ta, always, ()),
    "simultaneousWith": (same, always, ()),
    "sameEventAs": (same, always, ()),
    "startsWith": (lambda sa, ta, sb, tb: sa == sb, always, ()),
    "endsBefore": (lambda sa, ta, sb, tb: ta < tb, always, ()),
    "endsNoLaterThan": (lambda sa, ta, sb, tb: ta <= tb, always, ()),
    "endsWith": (lambda sa, ta, sb, tb: ta == tb, always, ()),
    "endsByStartOf": (lambda sa, ta, sb, tb: ta <= sb, always, ()),
    "startsBeforeEndOf": (lambda sa, ta, sb, tb: sa < tb, always, ()),
    "endsAfterStartOf": (lambda sa, ta, sb, tb: sb < ta, always, ()),
    "startsByEndOf": (lambda sa, ta, sb, tb: sa <= tb, always, ()),
    "intervalBefore": (lambda sa, ta, sb, tb: ta < sb, always, ()),
    "intervalAfter": (lambda sa, ta, sb, tb: tb < sa, always, ()),
    "intervalMeets": (lambda sa, ta, sb, tb: ta == sb, always, ()),
    "intervalMetBy": (lambda sa, ta, sb, tb: tb == sa, always, ()),
    "intervalOverlaps": (lambda sa, ta, sb, tb: sa < sb < ta < tb, always, ()),
    "intervalOverlappedBy": (lambda sa, ta, sb, tb: sb < sa < tb < ta, always, ()),
    "intervalStarts": (lambda sa, ta, sb, tb: sa == sb and ta < tb, always, ()),
    "intervalStartedBy": (lambda sa, ta, sb, tb: sa == sb and tb < ta, always, ()),
    "intervalDuring": (lambda sa, ta, sb, tb: sb < sa and ta < tb, always, ()),
    "intervalContains": (lambda sa, ta, sb, tb: sa < sb and tb < ta, always, ()),
    "intervalFinishes": (lambda sa, ta, sb, tb: sb < sa and ta == tb, always, ()),
    "intervalFinishedBy": (lambda sa, ta, sb, tb: sa < sb and ta == tb, always, ()),
    "intervalEquals": (same, always, ()),
}

DATE_MEANINGS: Mapping[str, Meaning] = {
    "when": lambda s, t, lo, hi: lo <= s and t <= hi,
    "startsOn": lambda s, t, lo, hi: lo <= s < hi,
    "endsOn": lambda s, t, lo, hi: lo < t <= hi,
    "activeOn": lambda s, t, lo, hi: s < hi and t > lo,
}


@st.composite
def holed(draw: st.DrawFn, events: int) -> tuple[Alternatives, list[Edge]]:
    """Draw a date with holes on the grid, and the edges that say what its hull says."""
    cuts = sorted(draw(st.sets(st.integers(0, GRID), min_size=4, max_size=4)))
    spans = tuple((cuts[n], cuts[n + 1]) for n in (0, 2) if n + 1 < len(cuts))
    event, name = draw(st.integers(0, events - 1)), draw(st.sampled_from(("c", "d", "f")))
    prop: DateProperty = draw(st.sampled_from(("when", "startsOn", "endsOn", "activeOn")))
    basis = Basis((Iri(name),), prop, Iri(f"e{event}"))
    hull = Window(spans[0][0], spans[-1][1])
    return Alternatives(event, prop, spans, basis), window_edges(event, prop, hull, hull, basis)


def allows(date: Alternatives, times: Sequence[int]) -> bool:
    s, t = times[start_of(date.event)], times[end_of(date.event)]
    return any(DATE_MEANINGS[date.prop](s, t, lo, hi) for lo, hi in date.spans)


def holds(name: str, a: tuple[int, int], b: tuple[int, int], b_aspect: str) -> bool:
    """Whether a relation is true of two spans, as strictly as it can be meant."""
    hard, soft, aspects = MEANINGS[name]
    return hard(*a, *b) and (b_aspect not in aspects or soft(*a, *b))


# --- true worlds ----------------------------------------------------------------------------------

FIRST_DAY = at("2015-10-25")
NAMES = ("ankara", "baku", "cairo", "dakar", "erbil")
ASPECT = {MEETING: PUNCTUAL, SITUATION: LASTING, EVENT: OPEN}


@dataclass(frozen=True)
class World:
    """What really happened, by event, and claims that are all true of it."""

    spans: Mapping[Iri, tuple[int, int]]
    knowledge: Knowledge


@st.composite
def worlds(draw: st.DrawFn, *, noise: bool = False) -> World:
    """Draw a world and true claims about it; noise are plans and suppositions of any content."""
    spans = {}
    kinds = {}
    for name in NAMES[: draw(st.integers(2, 5))]:
        start = FIRST_DAY + draw(st.integers(0, 40)) * DAY + draw(st.integers(0, DAY - 1))
        length = draw(st.sampled_from((1, 60, 7_200, DAY, 2 * DAY + 5, 20 * DAY)))
        spans[Iri(name)] = (start, start + length)
        kinds[Iri(name)] = draw(st.sampled_from((MEETING, SITUATION, EVENT)))
    sources, judgements, moments = _publications(draw, max(t for _, t in spans.values()))
    moments.update({event: start for event, (start, _) in spans.items()})
    claims = list(judgements)
    for event, kind in kinds.items():
        told = draw(st.sampled_from(sorted(sources)))
        claims.append(_said_somewhere(draw, f"is-{event}", is_a(event, kind), told, spans))
    for number in range(draw(st.integers(0, 8))):
        told = draw(st.sampled_from(sorted(sources)))
        triple = _true_triple(draw, spans, kinds)
        claims.append(_said_somewhere(draw, f"claim{number}", triple, told, spans))
    for number in range(draw(st.integers(0, 3))):
        event = draw(st.sampled_from(sorted(spans)))
        anchor = draw(st.sampled_from(sorted(set(moments) - {event})))
        triple = _true_relative(draw, event, spans[event], anchor, moments[anchor])
        claims.append(said(f"relative{number}", triple, source=min(sources)))
    if noise:
        claims += [_noise(draw, n, sorted(spans)) for n in range(draw(st.integers(1, 3)))]
    return World(spans, Knowledge(tuple(claims), sources, TAXONOMY))


def _publications(
    draw: st.DrawFn, end: int
) -> tuple[dict[Iri, Source], list[Claim], dict[Iri, int]]:
    """Draw sources that are published after everything happened: printed, judged or unknown."""
    sources: dict[Iri, Source] = {}
    judgements: list[Claim] = []
    moments: dict[Iri, int] = {}
    for name in (NEWS, "paper")[: draw(st.integers(1, 2))]:
        moment = end + draw(st.integers(0, 3 * DAY))
        day = format_day(moment)
        text = draw(st.sampled_from((day, day[:7], f"[{format_day(moment - DAY)}..{day}]")))
        printed = draw(st.booleans())
        sources[Iri(name)] = source(name, text if printed else None)
        if not printed and draw(st.booleans()):
            judgements.append(judged(f"judged-{name}", dated(name, "published", text)))
        moments[Iri(name)] = moment
    return sources, judgements, moments


def _said_somewhere(
    draw: st.DrawFn, iri: str, triple: Triple, told: str, spans: Mapping[Iri, tuple[int, int]]
) -> Claim:
    """Return the claim, said in an event that came after what it tells of, if one is drawn."""
    later = [e for e, span in spans.items() if span[0] >= spans[triple.subject][1]]
    statement = draw(st.sampled_from(("", *later)))
    return said(iri, triple, source=told, in_=statement)


def _true_triple(
    draw: st.DrawFn, spans: Mapping[Iri, tuple[int, int]], kinds: Mapping[Iri, Iri]
) -> Triple:
    event = draw(st.sampled_from(sorted(spans)))
    s, t = spans[event]
    form = draw(st.sampled_from(("when", "startsOn", "endsOn", "activeOn", "lasted", "related")))
    if form == "related":
        other = draw(st.sampled_from(sorted(set(spans) - {event})))
        true = [n for n in MEANINGS if holds(n, (s, t), spans[other], ASPECT[kinds[other]])]
        return related(event, draw(st.sampled_from(true)), other)
    if form == "lasted":
        days_touched = (t - 1) // DAY - s // DAY + 1
        slack = draw(st.integers(0, 10_000))
        about = lasted_seconds(event, max(1, t - s - slack), t - s + slack)
        return draw(st.sampled_from((lasted(event, days_touched), about)))
    if form == "when":
        return when(event, draw(st.sampled_from(true_dates(s, t - 1))))
    moment = {"startsOn": s, "endsOn": t - 1, "activeOn": draw(st.integers(s, t - 1))}[form]
    return dated(event, form, draw(st.sampled_from(true_dates(moment, moment))))


def true_dates(first: int, last: int) -> list[str]:
    """Return EDTF texts of many precisions for something between these two moments, inclusive."""
    one, two = format_day(first), format_day(last)
    same_part = [length for length in (10, 9, 7, 4) if one[:length] == two[:length]]
    return [
        *(one[:length] + "X" * (length == 9) for length in same_part),  # day, ten days, month, year
        f"[{one}..{two}]",
        f"{one}/{two}",
        f"{one[:7]}/{two[:7]}",
        f"../{two}",
        f"{one}/..",
        "201X",
    ]


def _true_relative(
    draw: st.DrawFn, event: Iri, span: tuple[int, int], anchor: Iri, moment: int
) -> Triple:
    s, t = span
    days = s // DAY - moment // DAY
    months = (civil(s)[0] - civil(moment)[0]) * 12 + civil(s)[1] - civil(moment)[1]
    rules = [
        *(RelativeDate(weekday=weekday_of(s), direction=way) for way in ("earlier", "later")),
        RelativeDate(offset=days, unit="day"),
        RelativeDate(offset=days // 7, unit="week"),
        RelativeDate(offset=months, unit="month"),
        RelativeDate(offset=(s - moment) // 3600, unit="hour"),
        RelativeDate(clock_time=f"{s % DAY // 3600:02}:{s % 3600 // 60:02}"),
        *(
            RelativeDate(within_unit=unit, direction=way)
            for unit in ("day", "week", "month", "year")
            for way in (None, "earlier", "later")
        ),
        *(RelativeDate(direction=way) for way in ("earlier", "later", "around")),
        RelativeDate(within_unit="month", offset=months),
        RelativeDate(within_unit="month", offset=months, part="early"),
        RelativeDate(weekday=weekday_of(s), direction="earlier", offset=-1),
        RelativeDate(offset=days, unit="day", part="evening"),
        *(
            RelativeDate(on=on, direction=way)
            for on in (f"XXXX{format_day(s)[-6:]}", f"XXXX{format_day(s)[-6:-3]}")
            for way in ("earlier", "later")
        ),
        *(
            RelativeDate(offset=far, unit="day", direction=way)
            for far in (days - 1, days + 1)
            for way in ("earlier", "later", "around")
            if far
        ),
    ]
    true = [
        dated(event, prop, replace(rule, anchor=anchor))
        for rule in rules
        for prop, meaning in DATE_MEANINGS.items()
        if _in_window(meaning, s, t, resolve(rule, Window(moment, moment + 1)))
    ]
    return draw(st.sampled_from(true))


def _in_window(meaning: Meaning, s: int, t: int, window: Window) -> bool:
    far = 1 << 60
    lo = -far if window.earliest is None else window.earliest
    return meaning(s, t, lo, far if window.before is None else window.before)


def _noise(draw: st.DrawFn, number: int, events: Sequence[Iri]) -> Claim:
    how = draw(st.sampled_from((planned, supposed)))
    return how(f"noise{number}", any_triple(draw, events), source=NEWS)


def any_triple(draw: st.DrawFn, events: Sequence[Iri]) -> Triple:
    """Return a triple about events that may well be false."""
    event, other = draw(st.sampled_from(events)), draw(st.sampled_from(events))
    day = format_day(FIRST_DAY + draw(st.integers(-20, 80)) * DAY)
    return draw(
        st.sampled_from(
            (
                when(event, day),
                dated(event, "startsOn", day),
                dated(event, "endsOn", day),
                lasted(event, 3),
                lasted(event, 2, "month"),
                related(event, "before", other),
                related(event, "intervalMeets", other),
                related(event, "during", other),
                when(event, RelativeDate(anchor=other, offset=2, unit="day")),
                when(event, RelativeDate(anchor=other, weekday=5, direction="earlier")),
            )
        )
    )


@st.composite
def spoiled_worlds(draw: st.DrawFn) -> tuple[World, frozenset[Iri]]:
    """Draw a world of which some claims tell anything; return which."""
    world = draw(worlds())
    claims = [c for c in world.knowledge.claims if c.source is not None]
    chosen = draw(st.sets(st.sampled_from([c.iri for c in claims]), min_size=1, max_size=3))
    events = sorted(world.spans)
    spoiled = tuple(
        replace(c, triples=(*c.triples, any_triple(draw, events))) if c.iri in chosen else c
        for c in world.knowledge.claims
    )
    return World(world.spans, replace(world.knowledge, claims=spoiled)), frozenset(chosen)


def shuffled(knowledge: Knowledge, seed: int) -> Knowledge:
    """Return the same claims, and the triples of each, in another order."""
    order = Random(seed)
    claims = [
        replace(claim, triples=tuple(order.sample(claim.triples, len(claim.triples))))
        for claim in knowledge.claims
    ]
    order.shuffle(claims)
    return replace(knowledge, claims=tuple(claims))
