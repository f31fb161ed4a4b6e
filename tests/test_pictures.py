"""A timeline to look at: what is drawn, that it is harmless, and that nothing is missing."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import sys
import xml.dom.minidom
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from commands import EV, golden, run
from pages import UNDATED, X, made_up, shipped_sources, slice_in, written
from PIL import Image
from test_exports import HOSTILE, hostile

from dateline.errors import NotInstalled
from dateline.events import STATUSES
from dateline.exports.axis import Frame, frame_of, ticks
from dateline.exports.drawing import BINS, MOST_ROWS, Mark, crowd, marks, outline
from dateline.exports.formats import FORMATS
from dateline.exports.lettering import width, wrapped
from dateline.exports.losses import Losses
from dateline.exports.page import page_of
from dateline.exports.picture import COLOURS
from dateline.exports.plain_text import in_markup, when_words
from dateline.exports.slice import Slice
from dateline.model import Iri
from dateline.reasoning.chronology import Bounds
from dateline.resources import read_template
from dateline.selection import Selection, select
from dateline.time.calendar import DAY, HOUR, parse_datetime
from dateline.timeline import Entry

__all__ = ["hostile"]  # a fixture

HTML = "{http://www.w3.org/1999/xhtml}"


def parsed(text: str) -> Element:
    """Return a page as a strict HTML parser reads it, which raises at the smallest error."""
    tree: Element = html5lib.HTMLParser(strict=True).parse(text)
    return tree


def words(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def with_class(root: Element, name: str) -> Iterator[Element]:
    return (e for e in root.iter() if name in e.get("class", "").split())


def only(chosen: Slice, asked: str) -> Slice:
    """Return a slice that says what part of everything it is."""
    timeline = replace(chosen.shown.timeline, asked=asked)
    return replace(chosen, shown=replace(chosen.solved, timeline=timeline))


@pytest.fixture(scope="module")
def article(shipped: Path) -> Slice:
    return slice_in(shipped)


@pytest.fixture(scope="module")
def corpus() -> Slice:
    return shipped_sources()


@pytest.fixture(scope="module")
def hostiles(hostile: Path) -> Slice:
    return slice_in(hostile)


# --- the axis ---------------------------------------------------------------------------------


def at(text: str) -> int:
    return parse_datetime(text if "T" in text else f"{text}T00:00:00Z")


@pytest.mark.parametrize(
    ("first", "before", "shown"),
    [
        ("2015-11-24T07:20:00Z", "2015-11-24T07:20:06Z",
         "07:20:00 (24 Nov 2015) 07:20:01 07:20:02 07:20:03 07:20:04 07:20:05"),
        ("2015-11-24T07:10:00Z", "2015-11-24T07:50:00Z",
         "07:10 (24 Nov 2015) 07:15 07:20 07:25 07:30 07:35 07:40 07:45"),
        ("2015-11-30T09:00:00Z", "2015-12-01T06:00:00Z",
         "09:00 (30 Nov 2015) 12:00 15:00 18:00 21:00 00:00 (1 Dec 2015) 03:00"),
        ("2015-11-28", "2015-12-02", "00:00 (28 Nov 2015) 12:00 00:00 (29 Nov 2015) 12:00"
         " 00:00 (30 Nov 2015) 12:00 00:00 (1 Dec 2015) 12:00"),
        ("2015-11-28", "2015-12-03", "28 (Nov 2015) 29 30 1 (Dec 2015) 2"),
        ("2015-11-20", "2015-12-20", "23 (Nov 2015) 30 7 (Dec 2015) 14"),
        ("2015-11-15", "2016-03-02", "23 (Nov 2015) 7 (Dec 2015) 21 4 (Jan 2016) 18"
         " 1 (Feb 2016) 15 29"),
        ("2015-10-10", "2016-05-15", "Nov (2015) Dec Jan (2016) Feb Mar Apr May"),
        ("2014-01-01", "2016-01-01", "Jan (2014) Apr Jul Oct Jan (2015) Apr Jul Oct"),
        ("2010-06-01", "2015-06-01", "2011 2012 2013 2014 2015"),
        ("-0003-06-01", "0003-06-01", "3 BCE 2 BCE 1 BCE 1 2 3"),
        ("-0500-01-01", "2020-01-01", "500 BCE 1 500 1000 1500 2000"),
        ("-4999998-01-01", "2015-01-01", "4 million BCE 3 million BCE 2 million BCE"
         " 1 million BCE 1"),
    ],
)  # fmt: skip
def test_ticks_stand_at_round_times(first: str, before: str, shown: str) -> None:
    found = ticks(Frame(at(first), at(before)), 8)
    assert " ".join(f"{t.label} ({t.context})" if t.context else t.label for t in found) == shown


def test_ticks_lie_in_the_frame_and_are_few_however_long_it_is() -> None:
    length = 1
    while length < 2**57:
        frame = Frame(at("2015-11-24") - length // 3, at("2015-11-24") + length)
        found = ticks(frame, 8)
        assert len(found) <= 10
        assert all(frame.first <= tick.seconds < frame.before for tick in found)
        assert [t.seconds for t in found] == sorted({t.seconds for t in found})
        assert len(found) >= 2 or length < 3
        length = length * 3 + 1


def test_the_frame_holds_every_known_bound(corpus: Slice) -> None:
    frame = frame_of(corpus.entries)
    assert frame is not None
    known = [b for e in corpus.entries for b in e.bounds.in_order if b is not None]
    assert frame.first < min(known)
    assert max(known) < frame.before
    assert frame_of(()) is None


def test_one_moment_is_drawn_with_some_time_around_it() -> None:
    (entry, *_) = made_up(1).entries
    noon = at("2015-11-24") + 12 * HOUR
    frame = frame_of([replace(entry, bounds=Bounds(noon, noon, noon + 1, noon + 1))])
    assert frame is not None
    assert frame.before - frame.first >= 600


# --- the marks of one event -------------------------------------------------------------------

FRAME = Frame(0, 100)


def bounded(*bounds: int | None) -> Entry:
    (entry, *_) = made_up(1).entries
    return replace(entry, bounds=Bounds(*bounds))


@pytest.mark.parametrize(
    ("bounds", "drawn"),
    [
        pytest.param((10, 20, 30, 40), [Mark("band", 10, 40), Mark("line", 10, 40), Mark("cap", 10),
                     Mark("cap", 40), Mark("core", 20, 30)], id="all known, certainly going on"),
        pytest.param((10, 30, 20, 40), [Mark("band", 10, 40), Mark("line", 10, 40), Mark("cap", 10),
                     Mark("cap", 40)], id="all known, nothing certain"),
        pytest.param((10, 10, 10, 10), [Mark("point", 10)], id="too short to draw"),
        pytest.param((None, 20, None, 40), [Mark("dots", 0, 40), Mark("cap", 40)], id="by a day"),
        pytest.param((10, None, 11, None), [Mark("dots", 10, 100), Mark("cap", 10)], id="from on"),
        pytest.param((None, 20, None, None), [Mark("dots", 0, 100), Mark("tick", 20)], id="begun"),
        pytest.param((None, None, 60, None), [Mark("dots", 0, 100), Mark("tick", 60)],
                     id="not over"),
        pytest.param((None, 20, 60, None), [Mark("dots", 0, 100), Mark("core", 20, 60)],
                     id="going on, ends unknown"),
        pytest.param((None, None, None, None), [Mark("dots", 0, 100)], id="no date"),
    ],
)  # fmt: skip
def test_marks_show_what_is_known_and_nothing_else(
    bounds: tuple[int | None, ...], drawn: list[Mark]
) -> None:
    assert marks(bounded(*bounds), FRAME) == drawn


def test_a_crowd_counts_what_may_and_what_certainly_went_on() -> None:
    events = [
        bounded(0, 10, 20, 50),
        bounded(None, 30, None, 40),
        bounded(70, 70, 71, 71),
        bounded(None, None, None, None),
    ]
    found = crowd(events, Frame(0, 120))  # one second in each column
    assert len(found.possible) == BINS
    assert [found.possible[n] for n in (0, 39, 40, 49, 50, 70, 71)] == [2, 2, 1, 1, 0, 1, 0]
    assert [found.certain[n] for n in (9, 10, 19, 20, 30, 70)] == [0, 1, 1, 0, 0, 1]
    assert found.highest == 2
    assert crowd([bounded(5, None, None, None)], Frame(0, 120)).possible[-1] == 1


def test_the_outline_of_a_crowd_leaves_no_event_unseen() -> None:
    assert outline([0, 1, 100], 100, 20) == "M0 20V20h1V18h1V0h1V20Z"


# --- letters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "most", "lines", "cut"),
    [
        ("short", 2, ["short"], False),
        ("", 2, [""], False),
        ("one two three", 2, ["one two", "three"], False),
        ("one two three four five six", 2, ["one two", "three fou…"], True),
        ("a" * 40, 2, ["aaaaaaa…"], True),
    ],
)
def test_text_is_broken_where_it_fits(text: str, most: int, lines: list[str], cut: bool) -> None:
    assert wrapped(text, 10, 50, most) == (lines, cut)
    assert all(width(line, 10) <= 50 for line in lines)


def test_wide_letters_combining_letters_and_bold_ones_are_measured() -> None:
    assert width("日", 10) == 10
    assert width("e\u0301", 10) == width("e", 10)
    assert width("e", 10, bold=True) > width("e", 10)


# --- the page ---------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["article", "corpus", "hostiles"])
def test_the_page_is_html_without_a_fault(which: str, request: pytest.FixtureRequest) -> None:
    chosen: Slice = request.getfixturevalue(which)
    tree = parsed(written("html", chosen))
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    inner = [link for e in tree.iter() if (link := e.get("href", "")).startswith("#")]
    assert {link[1:] for link in inner} <= set(ids)


def test_the_list_has_every_event_in_its_place_with_all_that_is_drawn(corpus: Slice) -> None:
    page = page_of(corpus)
    tree = parsed(written("html", corpus))
    rows = list(with_class(tree, "event"))
    assert len(rows) == len(page.entries) == 40
    for row, entry in zip(rows, page.entries, strict=True):
        assert words(next(with_class(row, "label"))) == in_markup(entry.event.label)
        when = when_words(entry.when) if entry.when else "no date is known"
        assert words(next(with_class(row, "when"))).startswith(when)
        assert words(next(with_class(row, "status"))) == entry.event.status
        told = words(next(with_class(row, "panel")))
        for name in {p.label for p in entry.participants} | {p.label for p in entry.places}:
            assert name in told
        for bound in entry.bounds.in_order:
            assert bound is None or at_text(bound) in told
        assert told.count("no claim bounds it") == (None in entry.bounds.in_order)
        listed = words(next(with_class(row, "claims")))
        assert all(claim.rsplit("/", 1)[-1] in listed for claim in entry.event.claims)


def at_text(bound: int) -> str:
    from dateline.time.calendar import format_datetime

    return format_datetime(bound).replace("T", " ").replace("Z", " UTC")


def test_undated_events_are_counted_and_stand_in_their_order(article: Slice) -> None:
    tree = parsed(written("html", article))
    assert "1 event without a date" in words(next(tree.iter(f"{HTML}header")))
    undated = [n for n, e in enumerate(article.entries) if e.when is None]
    rows = list(with_class(tree, "event"))
    assert [n for n, row in enumerate(rows) if row.get("data-bounds") == ",,,"] == undated


@pytest.mark.parametrize(
    ("dates", "known"),
    [
        (UNDATED, "no date is known, only its order"),
        (("2015-11-24",), "no date is known"),
    ],
)
def test_an_undated_event_that_others_order_says_so(
    dates: tuple[str | None, ...], known: str
) -> None:
    chosen = made_up(3, dates)
    entries = tuple(replace(entry, bounds=Bounds(), when=None) for entry in chosen.entries)
    page = page_of(replace(chosen, entries=entries))
    assert {page.when(entry) for entry in page.entries} == {known}
    assert ("(3 of them in a known order)" in page.summary) == ("order" in known)


def test_events_of_unknown_order_stand_along_one_line(corpus: Slice) -> None:
    page = page_of(corpus)
    tree = parsed(written("html", corpus))
    tied = {int(r.get("data-n", "")) for r in with_class(tree, "tied")}
    assert tied == set(page.ties)
    assert page.ties[1] == (1, 6, 0)  # of the first six, none is known to have started first
    assert 7 not in page.ties
    svg = written("svg", corpus)
    assert svg.count('stroke-width="3"') == len(set(page.ties.values()))
    assert "along one line at the left" in svg
    assert "along one line at the left" not in written("svg", made_up(1))


def test_every_contradiction_is_listed_and_marked_at_its_events(corpus: Slice) -> None:
    page = page_of(corpus)
    tree = parsed(written("html", corpus))
    sections = [e for e in tree.iter() if re.fullmatch(r"c\d+", e.get("id", ""))]
    assert len(sections) == len(corpus.conflicts) == 20
    for section, conflict in zip(sections, corpus.conflicts, strict=True):
        assert all(claim.rsplit("/", 1)[-1] in words(section) for claim in conflict.members)
    assert any("taken in this timeline" in words(section) for section in sections)
    marked = {
        int(row.get("data-n", ""))
        for row in with_class(tree, "event")
        if any(words(flag) == "contradicted" for flag in with_class(row, "flag"))
    }
    assert marked == {n for n, entry in enumerate(page.entries, 1) if page.contradictions.of(entry)}
    assert len(marked) == 5


@pytest.mark.parametrize(
    ("search", "contradictions"), [("Global Climate summit", 0), ("strikes in Syria", 2), ("", 20)]
)
def test_of_some_events_a_page_tells_the_contradictions_that_bear_on_them(
    search: str, contradictions: int, corpus: Slice
) -> None:
    every = corpus.solved.timeline
    chosen = select(every, Selection(search=search), corpus.knowledge)
    page = page_of(replace(corpus, entries=chosen.entries))
    told = list(page.contradictions.told())
    assert len(told) == contradictions
    assert all(one.events for one in told) or len(page.entries) == len(every.entries)
    assert ("contradiction" in page.summary) is bool(told)


def test_every_source_that_a_reason_cites_can_be_followed(corpus: Slice) -> None:
    every = corpus.solved.timeline.entries
    (letter,) = (entry for entry in every if entry.event.label.startswith("Turkey writes"))
    lone = replace(corpus, entries=(letter,))
    (only_in_reasons,) = page_of(lone).telling.bounded_by(letter) - set(letter.event.sources)
    assert only_in_reasons.endswith("ynet-4733020")
    tree = parsed(written("html", lone))
    (listed,) = (
        e
        for e in tree.iter()
        if (e.get("id") or "").startswith("s")
        and "ynet-4733020" in words(e)
        and e.tag == f"{HTML}li"
    )
    assert [a for a in tree.iter(f"{HTML}a") if a.get("href") == f"#{listed.get('id')}"]


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ([], ""),
        (["--according-to", "turkey", "--policy", "all"], "according to Turkey"),
        (["--actor", "Putin", "--certain", "--to", "2015-12-03", "--as-of", "2016"],
         "as published by 2016; actor Putin; certainly to 2015-12-03"),
        (["--search", "<b>jet", "--policy", "own-voice"],
         "policy own-voice; “<b>jet” in the label"),
    ],
)  # fmt: skip
def test_what_a_page_or_picture_is_limited_to_stands_in_its_head(
    options: list[str], asked: str, shipped: Path
) -> None:
    page = words(parsed(run("timeline", *options, "-f", "html", kb=shipped).stdout))
    assert (f"Only: {asked} " in page) if asked else ("Only:" not in page)
    picture = xml.dom.minidom.parseString(run("timeline", *options, "-f", "svg", kb=shipped).stdout)
    subtitle = picture.getElementsByTagName("text")[1].firstChild
    assert isinstance(subtitle, xml.dom.minidom.Text)
    assert subtitle.data.startswith(asked or "times in UTC")


def test_a_limit_too_long_for_a_picture_is_cut(corpus: Slice) -> None:
    svg = written("svg", only(corpus, "“" + "very " * 100))
    assert re.search("“very very [very ]*…? — times in UTC", svg)


def test_a_page_says_where_there_is_more_to_contradictions(
    corpus: Slice, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("html", "contradictions"):
        monkeypatch.setattr(f"dateline.exports.{module}.WAYS_OUT_SHOWN", 2)
    timeline = replace(corpus.shown.timeline, more_conflicts=True)
    shown = replace(corpus.solved, timeline=timeline)
    told = words(parsed(written("html", replace(corpus, shown=shown))))
    assert "There may be more; these are the smallest found." in told
    assert "worked out for the first 2; dateline conflicts does so for all" in told
    assert told.count("What may be the matter:") == 2
    assert "There may be more" not in written("html", corpus)


def test_the_command_writes_pages_and_pictures(kb: Path, tmp_path: Path) -> None:
    for name in ("timeline.html", "timeline.svg", "timeline.png"):
        result = run("timeline", "--actor", "Putin", "-o", tmp_path / name, kb=kb)
        assert result.exit_code == 0, result.output
    tree = parsed((tmp_path / "timeline.html").read_text(encoding="utf-8"))
    events = len(list(with_class(tree, "event")))
    assert 0 < events < 24
    assert f"Timeline: {events} events" in (tmp_path / "timeline.svg").read_text(encoding="utf-8")
    assert (tmp_path / "timeline.png").read_bytes().startswith(b"\x89PNG")


def test_a_command_that_lacks_a_package_says_so_in_one_line(
    kb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    result = run("timeline", "-o", tmp_path / "timeline.png", kb=kb)
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: vl-convert-python is not installed; install it with:"
        " pip install 'dateline[pictures]'\n"
    )
    assert list(tmp_path.glob("timeline*")) == []


def test_the_page_allows_its_own_script_and_style_and_nothing_else(hostiles: Slice) -> None:
    text = written("html", hostiles)
    tree = parsed(text)
    policy = next(
        e.get("content", "")
        for e in tree.iter(f"{HTML}meta")
        if e.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    for tag, kind in (("script", "script-src"), ("style", "style-src")):
        (element,) = tree.iter(f"{HTML}{tag}")
        digest = base64.b64encode(hashlib.sha256((element.text or "").encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_no_label_of_strangers_becomes_markup(hostiles: Slice) -> None:
    text = written("html", hostiles)
    tree = parsed(text)
    assert text.count("<script") == 1
    tags = {e.tag for e in tree.iter()}
    assert {f"{HTML}{tag}" for tag in ("img", "iframe", "object", "b", "base")} & tags == set()
    for element in tree.iter():
        names = set(element.attrib)
        assert not [name for name in names if name.startswith("on")]
        assert not names & {"style", "src", "srcset", "action", "formaction", "ping"}
        link = element.get("href", "#")
        assert link.startswith(("#", "http://", "https://"))
    assert not set("\x1b\x07\u202e\u2066\ufeff\U000e0041") & set(text)
    labels = [words(e) for e in with_class(tree, "label")]
    assert sorted(labels) == sorted(" ".join(in_markup(t).split()) for t in HOSTILE.values())


def test_the_page_fetches_nothing(corpus: Slice) -> None:
    tree = parsed(written("html", corpus))
    fetching = ("link", "img", "iframe", "audio", "video", "source", "object", "embed")
    assert [e for e in tree.iter() if e.tag in {f"{HTML}{tag}" for tag in fetching}] == []
    assert re.findall(r"url\(|@import", read_template("page.css")) == []
    assert re.findall(r"fetch\(|XMLHttp|import\(|innerHTML|eval\(|document\.write",
                      read_template("page.js")) == []  # fmt: skip


def test_pages_of_many_events_are_there_but_asleep() -> None:
    chosen = made_up(250)
    tree = parsed(written("html", chosen))
    asleep = [len(list(with_class(t, "event"))) for t in tree.iter(f"{HTML}template")]
    assert asleep == [100, 50]
    numbers = [int(e.get("data-n", "")) for e in with_class(tree, "event")]
    assert numbers == list(range(1, 251))


def test_a_page_without_any_date_has_a_list_and_no_picture() -> None:
    chosen = made_up(3, [None])
    entries = tuple(replace(e, bounds=Bounds(), when=None) for e in chosen.entries)
    tree = parsed(written("html", replace(chosen, entries=entries)))
    assert len(list(with_class(tree, "event"))) == 3
    assert list(tree.iter("{http://www.w3.org/2000/svg}svg")) == []
    svg = written("svg", replace(chosen, entries=entries))
    assert "times in UTC" not in svg


def test_what_a_view_leaves_out_is_on_its_page(shipped: Path) -> None:
    from dateline.viewpoints import LeftOut

    chosen = slice_in(shipped)
    left = LeftOut(next(iter(chosen.knowledge.sources)), "published later")
    timeline = replace(chosen.shown.timeline, left_out=(left,), doubtful=(left,))
    shown = replace(chosen.solved, timeline=timeline)
    told = written("html", replace(chosen, shown=shown))
    assert "Left out of this view" in told
    assert "Kept, though in doubt" in told
    assert told.count("published later") == 2


def test_the_page_of_the_article_reads_as_before(article: Slice) -> None:
    tree = parsed(written("html", article))
    lines = [words(row.find(f".//{HTML}summary")) for row in with_class(tree, "event")]
    panel = list(with_class(tree, "panel"))[1]
    parts = (" ".join(part.split()) for part in panel.itertext())
    golden("page.txt", "\n".join([*lines, "", *filter(None, parts)]) + "\n")


# --- the picture ------------------------------------------------------------------------------


def test_the_picture_in_the_guide_is_what_is_drawn(corpus: Slice) -> None:
    turkey = Selection(actor=Iri("https://w3id.org/dateline/kb/actor/turkey"))
    chosen = select(corpus.solved.timeline, turkey, corpus.knowledge)
    drawn = only(replace(corpus, entries=chosen.entries), "actor Turkey")
    golden("../../docs/timeline.svg", written("svg", drawn))


@pytest.mark.parametrize("which", ["article", "corpus", "hostiles"])
def test_the_picture_is_svg_with_every_event(which: str, request: pytest.FixtureRequest) -> None:
    chosen: Slice = request.getfixturevalue(which)
    tree = xml.dom.minidom.parseString(written("svg", chosen))
    root = tree.documentElement
    assert root is not None
    assert root.tagName == "svg"
    titles = [
        t.firstChild.nodeValue.partition("; ")[0]
        for t in tree.getElementsByTagName("title")[1:]
        if t.firstChild is not None and t.firstChild.nodeValue is not None
    ]
    expected = [in_markup(e.event.label).partition("; ")[0] for e in chosen.entries]
    assert titles == [t.strip() for t in expected]
    assert not tree.getElementsByTagName("script")
    room = float(root.getAttribute("width"))
    for line in tree.getElementsByTagName("line"):
        assert 0 <= float(line.getAttribute("x2")) <= room


def test_the_page_and_the_picture_have_the_same_marks(corpus: Slice) -> None:
    shapes = re.compile(r"<(rect|line|circle)[^>]*currentColor")
    page, picture = written("html", corpus), written("svg", corpus)
    strips = re.findall(r'<svg class="strip".*?</svg>', page, re.DOTALL)
    rows = re.findall(r"<g color=.*?</g>\n</g>", picture, re.DOTALL)
    assert len(strips) == len(rows) == 40
    for strip, row in zip(strips, rows, strict=True):
        assert shapes.findall(strip) == shapes.findall(row)


def test_a_label_that_is_cut_short_is_told() -> None:
    losses = Losses()
    svg = "".join(str(p) for p in FORMATS["svg"].export(made_up(2, label="word " * 60), losses))
    assert losses.to_dict("svg")["not_carried"] == [
        {"what": "the end of its label", "events": 2, "listed": [f"{X}e0", f"{X}e1"]}
    ]
    assert losses.absent == []
    assert "…" in svg


def test_the_name_of_a_kind_that_is_cut_short_is_told(hostiles: Slice) -> None:
    long = "a kind with a name that takes more room than there is beside any picture of it"
    taxonomy = hostiles.solved.knowledge.taxonomy
    labels = dict.fromkeys(taxonomy.class_labels, long)
    named = replace(hostiles.knowledge, taxonomy=replace(taxonomy, class_labels=labels))
    shown = replace(hostiles.solved, knowledge=named)
    losses = Losses()
    list(FORMATS["svg"].export(replace(hostiles, shown=shown), losses))
    whats = {lost["what"]: lost["events"] for lost in losses.to_dict("svg")["not_carried"]}
    assert whats["the end of the name of its kind"] == len(HOSTILE)


def test_very_many_events_are_drawn_as_how_many_there_are() -> None:
    chosen = made_up(MOST_ROWS + 1, ["2015-11-24", "[2015-11-01..2015-11-30]"])
    losses = Losses()
    svg = "".join(str(p) for p in FORMATS["svg"].export(chosen, losses))
    tree = xml.dom.minidom.parseString(svg)
    titles = [t.firstChild.nodeValue for t in tree.getElementsByTagName("title") if t.firstChild]
    assert titles == ["Timeline: 301 events", "meeting: 151 events", "statement: 150 events"]
    assert losses.written == MOST_ROWS + 1
    (lost,) = losses.to_dict("svg")["not_carried"]
    assert lost["events"] == MOST_ROWS + 1


def test_every_status_has_a_colour() -> None:
    assert set(COLOURS) == set(STATUSES)
    style = read_template("page.css")
    assert all(f"--{status}: {colour};" in style for status, colour in COLOURS.items())


def test_the_png_is_the_picture_in_pixels(article: Slice) -> None:
    told = b"".join(p for p in FORMATS["png"].export(article, Losses()) if isinstance(p, bytes))
    with Image.open(io.BytesIO(told)) as image:
        image.load()
        assert image.format == "PNG"
        root = xml.dom.minidom.parseString(written("svg", article)).documentElement
        assert root is not None
        assert image.size == tuple(2 * int(root.getAttribute(n)) for n in ("width", "height"))
        colours = image.convert("RGB").getcolors(1 << 24) or []
        assert {(255, 255, 255), (0x1F, 0x5F, 0x9E)} <= {colour for _, colour in colours}


def test_png_says_in_one_line_what_it_needs(
    article: Slice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(NotInstalled, match=r"^vl-convert-python is not installed; install it"
                       r" with: pip install 'dateline\[pictures\]'$"):  # fmt: skip
        list(FORMATS["png"].export(article, Losses()))


def test_days_and_events_of_the_tests_are_those_of_the_article(article: Slice) -> None:
    assert f"{EV}downing" in {e.event.iri for e in article.entries}
    assert DAY == 24 * HOUR
