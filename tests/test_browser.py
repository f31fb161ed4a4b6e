"""Pages in Chromium, with the network blocked: no error, no request, and everything works.

Chromium, Playwright and axe-core are no part of the project: `make test-browser` installs the last
two and fails where anything is missing. Elsewhere these tests are skipped, and say why.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import html5lib
import pytest
from pages import UNDATED, made_up, shipped_sources, slice_in, written
from test_exports import HOSTILE, hostile

from dateline.exports.axis import Frame, ticks
from dateline.exports.page import page_of
from dateline.exports.plain_text import in_markup
from dateline.exports.slice import Slice
from dateline.reasoning.chronology import Bounds
from dateline.selection import Selection
from dateline.time.calendar import LATEST_DATE, parse_datetime
from dateline.time.dates import Window

__all__ = ["hostile"]  # a fixture

ROOT = Path(__file__).parents[1]
AXE = ROOT / ".venv/browser/node_modules/axe-core/axe.min.js"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
#: Without these, Chromium looks for hosts of its maker at every start.
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-gpu", "--no-first-run")  # fmt: skip
DESKTOP, PHONE = (1280, 900), (390, 844)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser; the tests are skipped where there is none, unless it is said to be required."""
    there = {"Chromium": CHROMIUM, "playwright": find_spec("playwright"), "axe-core": AXE.is_file()}
    if lacking := [name for name, found in there.items() if not found]:
        tell = pytest.fail if os.environ.get("DATELINE_BROWSER") == "required" else pytest.skip
        tell(f"make test-browser runs this; not installed here: {', '.join(lacking)}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *as_root])
        yield browser
        browser.close()


class Opened:
    """A page that is open, and what it did that it should not."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", lambda request: self._asked(request.url, address))
        page.goto(address)

    def _asked(self, url: str, address: str) -> None:
        if url.partition("#")[0] != address:
            self.faults.append(f"request: {url}")

    def labels(self) -> list[str]:
        """Return the labels of the events that are shown, in order."""
        found: list[str] = self.page.locator("#lanes .label").all_inner_texts()
        return found

    def shown(self) -> str:
        told: str = self.page.inner_text("#shown")
        return told

    def view(self) -> tuple[int, int]:
        """Return the stretch of time that is shown, when it has been drawn."""
        two_frames = "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
        self.page.evaluate(two_frames)
        first, before = self.page.get_attribute("#ticks", "data-shown").split(",")
        return int(first), int(before)


@contextmanager
def opened(
    browser: Any, file: Path, size: tuple[int, int] = DESKTOP, **options: Any
) -> Iterator[Opened]:
    """Open a file with the network blocked; at the end, nothing wrong may have happened."""
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, offline=True, **options)
    context.set_default_timeout(10_000)
    found = Opened(context.new_page(), file.as_uri())
    yield found
    assert found.faults == []
    context.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


def saved(folder: Path, name: str, chosen: Slice) -> Path:
    file = folder / f"{name}.html"
    file.write_text(written("html", chosen), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def article(shipped: Path, folder: Path) -> Path:
    return saved(folder, "article", slice_in(shipped))


@pytest.fixture(scope="module")
def sources() -> Slice:
    return shipped_sources()


@pytest.fixture(scope="module")
def corpus(sources: Slice, folder: Path) -> Path:
    return saved(folder, "corpus", sources)


@pytest.fixture(scope="module")
def strange(hostile: Path, folder: Path) -> Path:
    return saved(folder, "hostile", slice_in(hostile))


@pytest.fixture(scope="module")
def many(folder: Path) -> Path:
    dates = ("2015-11-24", "2015-10", "[..2015-12-01]")
    return saved(folder, "many", made_up(350, dates))


# --- opening -----------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["article", "corpus", "strange", "many"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE, (320, 640)], ids=["desktop", "phone", "small"])
def test_a_page_opens_without_a_fault_and_fits_its_width(
    chromium: Any, which: str, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    with opened(chromium, request.getfixturevalue(which), size) as found:
        assert found.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert found.labels()


@pytest.mark.parametrize(
    ("which", "scheme", "size"),
    [
        ("corpus", "light", DESKTOP),
        ("corpus", "dark", DESKTOP),
        ("corpus", "light", PHONE),
        ("corpus", "dark", PHONE),
        ("article", "light", DESKTOP),
        ("strange", "dark", DESKTOP),
        ("many", "light", PHONE),
    ],
)
def test_axe_finds_no_serious_violation(
    chromium: Any, which: str, scheme: str, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    with opened(
        chromium, request.getfixturevalue(which), size, color_scheme=scheme, bypass_csp=True
    ) as found:
        found.page.evaluate("document.getElementById('ask').open = true")
        found.page.locator("#lanes summary").nth(1).click()
        found.page.evaluate(AXE.read_text(encoding="utf-8"))
        result = found.page.evaluate("axe.run()")
        grave = [
            (violation["id"], [node["html"][:120] for node in violation["nodes"][:3]])
            for violation in result["violations"]
            if violation["impact"] in {"serious", "critical"}
        ]
        assert grave == []


def test_what_a_page_must_not_do_is_noticed(chromium: Any, tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text("<img src='https://example.org/x.png'><script>throw 1</script>")
    with (
        pytest.raises(AssertionError, match=r"request: https://example\.org/x\.png"),
        opened(chromium, file) as found,
    ):
        found.page.wait_for_timeout(1)


def test_labels_of_strangers_are_shown_as_text(chromium: Any, strange: Path) -> None:
    with opened(chromium, strange) as found:
        expected = sorted(in_markup(text).strip() for text in HOSTILE.values())
        texts = found.page.evaluate(
            "[...document.querySelectorAll('#lanes .label')].map(e => e.textContent)"
        )
        assert sorted(texts) == expected
        assert found.page.locator("#lanes script, #lanes img").count() == 0


def test_without_a_script_everything_is_still_there(
    chromium: Any, corpus: Path, sources: Slice
) -> None:
    with opened(chromium, corpus, java_script_enabled=False) as found:
        assert found.labels() == [in_markup(entry.event.label) for entry in sources.entries]
        assert not found.page.is_visible("#filters")
        assert not found.page.is_visible("#zoom")
        assert found.page.is_visible("text=need JavaScript")
        found.page.locator("#lanes summary").nth(2).click()
        assert found.page.locator("#lanes .panel").nth(2).is_visible()


def test_the_script_draws_what_was_written(chromium: Any, corpus: Path) -> None:
    def drawn(text: str) -> list[list[tuple[str, dict[str, Any]]]]:
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        strips = (e for e in tree.iter() if e.get("class") == "strip")
        return [
            [(mark.tag.rsplit("}")[-1], dict(mark.attrib)) for mark in strip] for strip in strips
        ]

    with opened(chromium, corpus) as found:
        assert found.view()
        redrawn = drawn(found.page.content())
        assert sum(map(len, redrawn)) > 80
        assert redrawn == drawn(corpus.read_text(encoding="utf-8"))
        paths = re.compile(r'id="overview".*?<path d="([^"]+)".*?<path d="([^"]+)"', re.DOTALL)
        assert paths.findall(found.page.content()) == paths.findall(corpus.read_text("utf-8"))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2015-11-24T07:20:00Z", "2015-11-24T07:20:30Z"),
        ("2015-11-24T07:20:00Z", "2015-11-25T09:00:00Z"),
        ("2015-11-24T00:00:00Z", "2015-12-20T00:00:00Z"),
        ("2014-02-28T12:00:00Z", "2016-03-01T00:00:00Z"),
        ("-0044-03-15T00:00:00Z", "0014-08-19T00:00:00Z"),
        ("-12000-01-01T00:00:00Z", "2015-01-01T00:00:00Z"),
        (-LATEST_DATE, 0),
        (0, LATEST_DATE),
    ],
)
def test_the_axis_is_the_same_at_every_zoom(
    chromium: Any, tmp_path: Path, first: str | int, last: str | int
) -> None:
    start, end = (parse_datetime(m) if isinstance(m, str) else m for m in (first, last))
    chosen = made_up(2)
    (one, other) = chosen.entries
    entries = (
        replace(one, bounds=Bounds(start, start, start + 1, start + 1)),
        replace(other, bounds=Bounds(end - 1, end - 1, end, end)),
    )
    with opened(chromium, saved(tmp_path, "axis", replace(chosen, entries=entries))) as found:
        most = max(3, found.page.evaluate("document.getElementById('ticks').clientWidth") // 80)
        for do in ("", "in", "in", "earlier", "in", "in", "later", "in", "out", "all"):
            if do:
                found.page.click(f"#zoom [data-do={do}]")
            expected = ticks(Frame(*found.view()), most)
            texts = found.page.locator("#ticks text").all_text_contents()
            told = [t for tick in expected for t in (tick.label, tick.context) if t]
            assert texts == told


# --- reading an event --------------------------------------------------------------------------


def test_a_click_on_a_mark_opens_what_the_claims_say(chromium: Any, article: Path) -> None:
    with opened(chromium, article) as found:
        row = found.page.locator("li.event:has(.label:text('jet shoots down'))")
        panel = row.locator(".panel")
        assert not panel.is_visible()
        row.locator(".strip").click(position={"x": 30, "y": 12})
        told = panel.inner_text()
        assert "Starts at the latest: 2015-11-28 23:59:58 UTC" in told
        assert "responds to" in told
        assert re.search(r"characters \d+–\d+", told)
        assert panel.locator("a[href^='#s']").count()
        row.locator(".label").click()
        assert not panel.is_visible()


def test_links_between_events_open_the_other_event(chromium: Any, article: Path) -> None:
    with opened(chromium, article) as found:
        row = found.page.locator("li.event:has(.label:text('jet shoots down'))")
        row.locator("summary").click()
        link = row.locator(".bounds a.to").first
        label = link.text_content()
        found.page.fill("[name=search]", "turkish jet")
        link.click()
        focused = found.page.locator("summary:focus .label")
        assert focused.text_content() == label
        assert found.page.input_value("[name=search]") == ""
        assert found.page.locator("li.event:has(summary:focus) .panel").is_visible()


def test_a_contradiction_leads_to_its_events_and_back(chromium: Any, corpus: Path) -> None:
    with opened(chromium, corpus) as found:
        assert found.page.locator("#contradictions > ol > li").count() == 20
        found.page.locator("#c1 > p a").first.click()
        row = found.page.locator("li.event:has(summary:focus)")
        assert "contradicted" in row.locator(".meta").inner_text()
        row.locator("a[href='#c1']").click()
        assert found.page.evaluate("location.hash") == "#c1"


def test_a_page_can_be_opened_at_an_event(chromium: Any, many: Path) -> None:
    with opened(chromium, many) as found:
        found.page.goto(f"{many.as_uri()}#e321")
        found.page.reload()
        assert found.page.locator("#e321 .panel").is_visible()
        assert found.page.inner_text("#pages span") == "Page 4 of 4"


# --- filters, search, lanes ---------------------------------------------------------------------


@pytest.mark.parametrize("field", ["kind", "actor", "status", "source"])
def test_each_filter_leaves_what_fits(
    chromium: Any, corpus: Path, sources: Slice, field: str
) -> None:
    page = page_of(sources)
    with opened(chromium, corpus) as found:
        for choice in page.choices(field):
            found.page.select_option(f"[name={field}]", choice.key)
            assert len(found.labels()) == choice.events
            assert found.shown().startswith(f"{choice.events} of 40 events")
        found.page.click("button[type=reset]")
        assert len(found.labels()) == 40


@pytest.mark.parametrize(
    ("words", "events"),
    [
        ("PUTIN meet paris", {"Netanyahu and Putin meet at the climate conference"}),
        ("Beersheba", {"Gilad speaks of Russian pilots in Israeli airspace"}),
        ("netanyahu nowhere", set()),
    ],
)
def test_a_search_finds_all_of_its_words(
    chromium: Any, corpus: Path, words: str, events: set[str]
) -> None:
    with opened(chromium, corpus) as found:
        found.page.fill("[name=search]", words)
        assert set(found.labels()) == events


@pytest.mark.parametrize(
    ("field", "day"), [("from", "2015-12-01"), ("to", "2015-09-21"), ("to", "2015-10-11")]
)
def test_a_time_leaves_what_may_have_gone_on_then(
    chromium: Any, corpus: Path, sources: Slice, field: str, day: str
) -> None:
    start, following = (parse_datetime(f"{day}T{clock}Z") for clock in ("00:00:00", "24:00:00"))
    window = Window(start, None) if field == "from" else Window(None, following)
    chosen = Selection(within=window)
    with opened(chromium, corpus) as found:
        found.page.fill(f"[name={field}]", day)
        assert found.labels() == [
            in_markup(entry.event.label)
            for entry in sources.entries
            if chosen.passes(entry, sources.knowledge)
        ]
        assert (start if field == "from" else following) in found.view()
        found.page.click("button[type=reset]")
        assert len(found.labels()) == 40


def test_a_source_filter_and_a_search_go_together(chromium: Any, corpus: Path) -> None:
    with opened(chromium, corpus) as found:
        found.page.select_option("[name=source]", index=3)
        by_source = found.labels()
        assert 0 < len(by_source) < 40
        found.page.fill("[name=search]", by_source[0].split()[0])
        assert set(found.labels()) <= set(by_source)


@pytest.mark.parametrize("text", ["yesterday", "2015-13", "2015-02-30", "24.11.2015"])
def test_what_is_no_date_is_said_and_filters_nothing(
    chromium: Any, article: Path, text: str
) -> None:
    with opened(chromium, article) as found:
        found.page.fill("[name=from]", text)
        assert found.shown().startswith("24 of 24 events")
        assert f"“{text}” is no date" in found.shown()
        assert found.page.get_attribute("[name=from]", "aria-invalid") == "true"


def test_lanes_hold_every_event_by_kind_and_by_actor(
    chromium: Any, corpus: Path, sources: Slice
) -> None:
    page = page_of(sources)
    with opened(chromium, corpus) as found:
        for by in ("kind", "actor", "status", "source"):
            found.page.select_option("[name=lanes]", by)
            headings = found.page.locator(".lane > h3 button").all_inner_texts()
            wanted = [f"{c.label} ({c.events})" for c in page.choices(by)]
            without = sum(not page.having(entry)[by] for entry in page.entries)
            wanted += [f"no {by} named ({without})"] if without else []
            assert headings == wanted
        found.page.select_option("[name=lanes]", "kind")
        assert len(found.labels()) == 40
        found.page.click(".lane > h3 button >> nth=0")
        assert found.page.get_attribute(".lane > h3 button >> nth=0", "aria-expanded") == "false"
        assert len(found.labels()) < 40
        assert found.page.locator(".lane > h3 button").first.evaluate(
            "e => e === document.activeElement"
        )


def test_very_many_events_come_in_pages_and_closed_lanes(chromium: Any, many: Path) -> None:
    with opened(chromium, many) as found:
        assert len(found.labels()) == 100
        seen = found.labels()
        for _ in range(3):
            found.page.click("#pages [data-do=on]")
            seen += found.labels()
        assert len(set(seen)) == 350
        assert found.page.is_disabled("#pages [data-do=on]")
        found.page.select_option("[name=lanes]", "kind")
        assert found.labels() == []
        assert found.page.locator(".lane > h3 .crowd path").count() == 4
        found.page.click(".lane > h3 button >> nth=1")
        assert len(found.labels()) == 100
        assert "Page 1 of 2" in found.page.inner_text("#pages")


# --- zoom and keyboard -------------------------------------------------------------------------


def test_the_time_shown_is_zoomed_and_moved(chromium: Any, corpus: Path) -> None:
    with opened(chromium, corpus) as found:
        whole = found.view()
        found.page.hover("#ticks")
        found.page.mouse.wheel(0, -300)
        nearer = found.view()
        assert nearer[1] - nearer[0] < whole[1] - whole[0]
        strip = found.page.locator("#lanes .strip").nth(3).bounding_box()
        found.page.mouse.move(strip["x"] + 400, strip["y"] + 8)
        found.page.mouse.down()
        found.page.mouse.move(strip["x"] + 200, strip["y"] + 8, steps=4)
        found.page.mouse.up()
        later = found.view()
        assert later[0] > nearer[0]
        assert later[1] - later[0] == pytest.approx(nearer[1] - nearer[0], abs=2)
        assert found.page.locator("details[open] .panel").count() == 0  # a drag is no click
        box = found.page.locator("#overview").bounding_box()
        found.page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 8)
        found.page.mouse.down()
        found.page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 8, steps=3)
        found.page.mouse.up()
        picked = found.view()
        assert picked[1] - picked[0] == pytest.approx((whole[1] - whole[0]) / 10, rel=0.02)
        assert found.page.is_visible("#window")
        assert found.page.locator("#lanes .strip path").count() > 5  # what lies elsewhere
        found.page.check("[name=inside]")
        assert len(found.labels()) < 40
        found.page.click("#zoom [data-do=all]")
        assert found.view() == whole
        assert len(found.labels()) == 40


def test_an_hour_of_a_day_can_be_looked_at(chromium: Any, corpus: Path) -> None:
    with opened(chromium, corpus) as found:
        found.page.fill("[name=from]", "2015-11-24")
        found.page.fill("[name=to]", "2015-11-24")
        for _ in range(4):
            found.page.click("#zoom [data-do=in]")
        first, before = found.view()
        assert before - first == 86400 // 16
        assert re.fullmatch(r"\d\d:\d\d", found.page.locator("#ticks text").first.text_content())


def test_everything_can_be_done_with_the_keyboard(chromium: Any, article: Path) -> None:
    with opened(chromium, article) as found:
        keyboard = found.page.keyboard
        keyboard.press("Tab")
        keyboard.press("Enter")  # over the filters, to the events
        assert found.page.evaluate("document.activeElement.id") == "events"
        keyboard.press("Tab")
        whole = found.view()
        for key in ("+", "ArrowRight", "ArrowLeft"):
            keyboard.press(key)
        assert (found.view()[1] - found.view()[0]) * 2 == pytest.approx(whole[1] - whole[0], abs=2)
        keyboard.press("-")
        keyboard.press("0")
        assert found.view() == whole
        while found.page.evaluate("document.activeElement.tagName") != "SUMMARY":
            keyboard.press("Tab")
        keyboard.press("ArrowDown")
        keyboard.press("Enter")
        assert found.page.locator("#e2 .panel").is_visible()
        keyboard.press("ArrowUp")
        assert found.page.locator("#e1 summary").evaluate("e => e === document.activeElement")


def test_two_fingers_zoom_on_a_phone(chromium: Any, corpus: Path) -> None:
    with opened(chromium, corpus, PHONE, has_touch=True) as found:
        whole = found.view()
        found.page.evaluate(
            """() => {
              const strip = document.querySelector("#lanes .strip");
              const { left, top } = strip.getBoundingClientRect();
              const send = (type, pointerId, x) => strip.dispatchEvent(new PointerEvent(type, {
                bubbles: true, pointerId, pointerType: "touch", clientX: left + x, clientY: top + 9,
              }));
              send("pointerdown", 1, 150); send("pointerdown", 2, 200);
              send("pointermove", 1, 100); send("pointermove", 2, 250);
              send("pointerup", 1, 100); send("pointerup", 2, 250);
            }"""
        )
        nearer = found.view()
        assert (nearer[1] - nearer[0]) / (whole[1] - whole[0]) == pytest.approx(1 / 3, rel=0.1)


# --- paper -------------------------------------------------------------------------------------


def test_on_paper_all_events_stand_and_no_control(
    chromium: Any, many: Path, tmp_path: Path
) -> None:
    with opened(chromium, many) as found:
        found.page.emulate_media(media="print")
        found.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert len(found.labels()) == 350
        for control in ("#ask", "#zoom", "#pages", "#overview"):
            assert not found.page.is_visible(control)
        found.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert len(found.labels()) == 100
        assert found.page.pdf(path=tmp_path / "page.pdf").startswith(b"%PDF")


def test_a_page_without_dates_can_be_filtered(chromium: Any, tmp_path: Path) -> None:
    chosen = made_up(3, UNDATED)
    entries = tuple(replace(entry, bounds=Bounds(), when=None) for entry in chosen.entries)
    file = saved(tmp_path, "undated", replace(chosen, entries=entries))
    with opened(chromium, file) as found:
        found.page.fill("[name=search]", "number 2")
        assert found.labels() == ["Event number 2"]
        assert found.shown() == "1 of 3 events, 1 of them without a date"
