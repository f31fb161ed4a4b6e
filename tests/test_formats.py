"""Every format of a timeline, read back by what others wrote: complete, honest, harmless."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import xml.dom.minidom
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import geojson
import icalendar
import networkx
import pyarrow.parquet
import pyoxigraph as ox
import pytest
import rdflib
from commands import run
from edtf import parse_edtf
from followthemoney import model as schemata
from test_exports import HOSTILE, hostile

from dateline import KnowledgeBase
from dateline.entry import Entry
from dateline.errors import NotInstalled, OutputError, QueryError
from dateline.exports.formats import FORMATS, Format
from dateline.exports.losses import Losses
from dateline.exports.manifest import Fingerprint, dataset_digest, manifest
from dateline.exports.plain_text import in_a_cell, in_xml, on_a_line
from dateline.exports.slice import Slice, read_slice
from dateline.model import Iri
from dateline.pipeline import load
from dateline.reasoning.results import Bounds
from dateline.time.calendar import day_start, format_datetime
from dateline.written import entry_contract

__all__ = ["hostile"]  # a fixture

each_format = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
#: The documents are not in the installed package, but beside these tests.
ROOT = Path(__file__).parents[1]
#: Formats in which each event is one thing with an IRI.
RDF = ("jsonld", "ttl", "trig", "nq")


def slice_in(place: Path) -> Slice:
    """Return all of a timeline, with the claims."""
    return read_slice(str(place), {}, FORMATS["ics"])


def written(form: str | Format, chosen: Slice) -> tuple[bytes, Losses]:
    """Return what a format makes of a slice, and what it lost."""
    form = FORMATS[form] if isinstance(form, str) else form
    losses = Losses(form.never)
    pieces = [p.encode() if isinstance(p, str) else p for p in form.export(chosen, losses)]
    return b"".join(pieces), losses


@pytest.fixture(scope="module")
def article(shipped: Path) -> Slice:
    return slice_in(shipped)


@pytest.fixture(scope="module")
def hostiles(hostile: Path) -> Slice:
    return slice_in(hostile)


def entries(chosen: Slice) -> dict[str, Entry]:
    return {entry.event.iri: entry for entry in chosen.entries}


# --- what holds for every format --------------------------------------------------------------


@each_format
def test_every_event_is_written_or_reported_as_left_out(form: Format, article: Slice) -> None:
    _, losses = written(form, article)
    assert losses.written + len(losses.absent) == len(entries(article))


@each_format
def test_the_same_slice_makes_the_same_bytes(form: Format, shipped: Path) -> None:
    assert written(form, slice_in(shipped))[0] == written(form, slice_in(shipped))[0]


@each_format
def test_a_format_says_what_it_has_no_place_for(form: Format, article: Slice) -> None:
    report = written(form, article)[1].to_dict(form.name)
    assert report["no_place_for"] == list(form.never)
    assert report["format"] == form.name
    assert report["events_written"] == len(entries(article)) - len(report["events_left_out"])
    for lost in report["not_carried"]:
        assert 0 < lost["events"] <= len(entries(article))
        assert set(lost["listed"]) <= set(entries(article))


def part_of(chosen: Slice, asked: str) -> Slice:
    """Return the same as a part of everything, with words that say which."""
    timeline = replace(chosen.shown.timeline, asked=asked)
    return replace(chosen, shown=replace(chosen.solved, timeline=timeline), everything=False)


@each_format
def test_an_output_says_what_part_of_everything_it_is_or_the_report_does(
    form: Format, article: Slice
) -> None:
    part = part_of(article, "according to <b>Turkey")
    told, _ = written(form, part)
    assert part.losses(form).never[: len(form.never)] == form.never
    if not form.tells_part:
        said = "what part of everything this is: according to <b>Turkey"
        assert part.losses(form).never[-1] == said
        return
    assert part.losses(form).never == form.never
    if form.name == "parquet":
        metadata = pyarrow.parquet.read_schema(io.BytesIO(told)).metadata
        assert metadata[b"dateline.asked"] == b"according to <b>Turkey"
    elif form.name == "png":
        assert told != written(form, part_of(article, ""))[0]
    else:
        assert "according to" in told.decode()
    if form.name in {"html", "svg", "atom", "graphml", "markdown", "mermaid", "timelinejs"}:
        assert "<b>" not in told.decode()


def test_the_feed_of_a_part_is_another_feed(article: Slice) -> None:
    whole, part = (
        feedparser.parse(written(FORMATS["atom"], chosen)[0]).feed
        for chosen in (article, part_of(article, "according to Turkey"))
    )
    assert whole.id != part.id
    assert part.subtitle == "Only: according to Turkey"


@each_format
def test_labels_of_strangers_break_no_format(form: Format, hostiles: Slice) -> None:
    told, losses = written(form, hostiles)
    assert losses.written + len(losses.absent) == len(HOSTILE)
    if not form.binary:
        text = told.decode("utf-8")
        assert "\x1b" not in text
        assert "\x00" not in text


@each_format
def test_a_timeline_without_events_is_still_well_formed(form: Format, article: Slice) -> None:
    nothing = replace(article, entries=())
    told, losses = written(form, nothing)
    assert losses.written == 0
    assert not losses.any
    if form.name in {"jsonld", "geojson", "timelinejs"}:
        json.loads(told)


def test_the_guide_has_a_row_for_every_format() -> None:
    section = (ROOT / "docs/guide.md").read_text().split("### Other formats")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]*`) \|", section, re.MULTILINE)
    assert sorted(name for row in rows for name in re.findall(r"`(\w+)`", row)) == sorted(FORMATS)


def test_every_ending_means_one_format() -> None:
    endings = [ending for form in FORMATS.values() for ending in form.endings]
    assert len(endings) == len(set(endings))


def test_a_loss_report_lists_a_thousand_events_and_counts_the_rest() -> None:
    losses = Losses()
    for number in range(1_500):
        losses.note(Iri(f"x{number}"), "colour")
    (lost,) = losses.to_dict("x")["not_carried"]
    assert (lost["events"], len(lost["listed"])) == (1_500, 1_000)
    assert losses.any


# --- rows -------------------------------------------------------------------------------------


def test_json_lines_hold_what_the_json_contract_holds(article: Slice) -> None:
    lines = written("jsonl", article)[0].decode().splitlines()
    assert [json.loads(line) for line in lines] == [entry_contract(e) for e in article.entries]


@pytest.mark.parametrize(("form", "dialect"), [("csv", "excel"), ("tsv", "excel-tab")])
def test_spreadsheets_hold_a_row_for_each_event_and_no_formula(
    form: str, dialect: str, hostiles: Slice
) -> None:
    text = written(form, hostiles)[0].decode()
    rows = list(csv.DictReader(io.StringIO(text, newline=""), dialect=dialect))
    told = {row["event"]: row for row in rows}
    for iri, entry in entries(hostiles).items():
        assert told[iri]["label"] == in_a_cell(entry.event.label)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in told[iri].values())


def test_parquet_holds_the_same_in_columns(article: Slice) -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(written("parquet", article)[0]))
    rows = {row["event"]: row for row in table.to_pylist()}
    for iri, entry in entries(article).items():
        row = rows[iri]
        assert row["label"] == entry.event.label
        assert row["start_earliest_seconds"] == entry.bounds.start_earliest
        assert row["claims"] == list(entry.event.claims)
        assert [p["actor"] for p in row["participants"]] == [p.actor for p in entry.participants]
    assert list(rows) == [entry.event.iri for entry in article.entries]


# --- other tools ------------------------------------------------------------------------------


def test_timesketch_has_the_three_fields_that_it_asks_for(article: Slice) -> None:
    told, losses = written("timesketch", article)
    for line in told.decode().splitlines():
        row = json.loads(line)
        assert row["message"]
        assert row["timestamp_desc"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", row["datetime"])
        bounds = entries(article)[row["event_iri"]].bounds
        moment = row["datetime"].replace("+00:00", "Z")
        assert moment in {format_datetime(m) for m in bounds.in_order if m is not None}
    assert {why for _, _, why in losses.absent} <= {"nothing is known of when it happened"}


#: The fields of a slide, and of a date, that TimelineJS documents (json-format).
SLIDE = {"start_date", "end_date", "text", "media", "group", "display_date", "background",
         "autolink", "unique_id"}  # fmt: skip
DATE = {"year", "month", "day", "hour", "minute", "second", "millisecond", "display_date", "format"}


def test_timelinejs_gets_the_fields_that_it_documents(hostiles: Slice, article: Slice) -> None:
    for chosen in (article, hostiles):
        whole = json.loads(written("timelinejs", chosen)[0])
        assert set(whole) <= {"events", "title", "eras", "scale"}
        for slide in whole["events"]:
            assert set(slide) <= SLIDE
            assert set(slide["text"]) <= {"headline", "text"}
            for name in ("start_date", "end_date"):
                assert set(slide.get(name, {})) <= DATE
            assert slide.get("end_date") != slide["start_date"]  # it would be dropped
            assert {"year"} <= set(slide["start_date"])
            shown = slide["text"]["headline"] + slide["text"]["text"]
            tags = {tag.lower() for tag in re.findall(r"<\s*/?\s*(\w+)", shown)}
            assert tags <= {"p", "ul", "li", "a"}
        names = [slide["unique_id"] for slide in whole["events"]]
        assert len(names) == len(set(names))


def test_undated_events_stand_on_the_title_slide(article: Slice) -> None:
    whole = json.loads(written("timelinejs", article)[0])
    undated = [e for e in article.entries if e.bounds.in_order == (None,) * 4]
    assert undated
    for entry in undated:
        assert entry.event.label in whole["title"]["text"]["text"]


def _components(told: bytes) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(told)
    assert not calendar.errors
    return {str(item["UID"]): item for item in calendar.subcomponents}


def test_a_calendar_is_read_back(article: Slice) -> None:
    items = _components(written("ics", article)[0])
    assert set(items) == set(entries(article))
    for iri, entry in entries(article).items():
        item = items[iri]
        assert str(item["SUMMARY"]) == on_a_line(entry.event.label)
        assert not item.errors
        assert "ATTENDEE" not in item
        if item.name == "VJOURNAL":
            assert "DTSTART" not in item
            continue
        start, end = item["DTSTART"].dt, item["DTEND"].dt
        assert start < end
        if entry.bounds.end_latest is not None and not hasattr(end, "hour"):
            assert str(end) == format_datetime(entry.bounds.end_latest + 86_399)[:10]
        certain = entry.event.status == "reported" and re.fullmatch(
            r"\d{4}-\d\d-\d\d", entry.when or ""
        )
        assert str(item["STATUS"]) == ("CONFIRMED" if certain else "TENTATIVE")
        if entry.when:
            assert parse_edtf(str(item["X-DATELINE-EDTF"]))


def test_a_calendar_survives_hostile_labels(hostiles: Slice) -> None:
    items = _components(written("ics", hostiles)[0])
    for iri, entry in entries(hostiles).items():
        assert str(items[iri]["SUMMARY"]) == on_a_line(entry.event.label)


def test_geojson_is_valid_and_places_events_where_they_were(article: Slice) -> None:
    whole = geojson.loads(written("geojson", article)[0])
    assert whole.is_valid, whole.errors()
    for feature in whole["features"]:
        entry = entries(article)[feature["id"]]
        known = [article.positions[p.place] for p in entry.places if p.place in article.positions]
        if not known:
            assert feature["geometry"] is None
            continue
        latitude, longitude = known[0]
        assert feature["geometry"]["coordinates"][:2] in (
            [longitude, latitude],
            [[longitude, latitude]],
        )


#: Keys of a timespan's sides, and the certainties, of Linked Places Format 1.3.
SIDE = {"in", "earliest", "latest"}


def test_times_in_geojson_keep_the_rules_of_linked_places(article: Slice) -> None:
    whole = json.loads(written("geojson", article)[0])
    timed = [feature for feature in whole["features"] if "when" in feature]
    assert timed
    for feature in timed:
        when = feature["when"]
        assert when["certainty"] in {"certain", "less-certain", "uncertain"}
        for span in when["timespans"]:
            assert {"start"} <= set(span) <= {"start", "end"}
            for side in span.values():
                assert side
                assert set(side) <= SIDE
                for moment in side.values():
                    parse_edtf(moment)


def test_a_feed_is_read_without_complaint(article: Slice, hostiles: Slice) -> None:
    for chosen in (article, hostiles):
        feed = feedparser.parse(written("atom", chosen)[0])
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.version == "atom10"
        assert {item.id for item in feed.entries} == set(entries(chosen))
        for item in feed.entries:
            assert item.updated_parsed
            assert item.published <= item.updated
            assert "<script" not in item.summary


def test_graphml_is_a_network_of_events_and_whom_they_concern(article: Slice) -> None:
    told = written("graphml", article)[0]
    graph = networkx.parse_graphml(told.decode(), force_multigraph=True)
    for iri, entry in entries(article).items():
        assert graph.nodes[iri]["label"] == entry.event.label
        around = {other for _, other in graph.out_edges(iri)}
        assert {p.actor for p in entry.participants} <= around
        assert {p.place for p in entry.places} <= around
        assert set(entry.event.sources) <= around


def test_graphml_holds_only_letters_that_xml_knows(hostiles: Slice) -> None:
    told = written("graphml", hostiles)[0]
    xml.dom.minidom.parseString(told)
    graph = networkx.parse_graphml(told.decode(), force_multigraph=True)
    for iri, entry in entries(hostiles).items():
        assert graph.nodes[iri]["label"] == in_xml(on_a_line(entry.event.label))


def test_mermaid_has_a_line_for_each_period_and_no_markup_of_strangers(hostiles: Slice) -> None:
    lines = written("mermaid", hostiles)[0].decode().splitlines()
    assert lines[0] == "timeline"
    count = 0
    for line in lines[1:]:
        assert re.fullmatch(r"    section -?\d+|        [^:]+( : [^:]+)+", line), line
        assert not re.search(r"[<>`%\"]|#(?!\d+;)", line)
        count += line.count(" : ")
    assert count == len(HOSTILE)


# --- FollowTheMoney ---------------------------------------------------------------------------


def test_followthemoney_takes_every_entity_as_it_is(article: Slice, hostiles: Slice) -> None:
    for chosen in (article, hostiles):
        lines = [json.loads(line) for line in written("ftm", chosen)[0].decode().splitlines()]
        named = {line["id"] for line in lines}
        for line in lines:
            proxy = schemata.get_proxy(line, cleaned=False)
            schema = proxy.schema
            schema.validate(line)
            for name, values in line["properties"].items():
                prop = schema.get(name)
                assert prop is not None, (schema.name, name)
                if prop.type.name == "entity":
                    assert set(values) <= named
                if prop.type.name in {"date", "url"}:
                    assert sorted(proxy.get(name)) == sorted(values)


def test_sanctions_name_whom_they_are_imposed_on(article: Slice) -> None:
    lines = [json.loads(line) for line in written("ftm", article)[0].decode().splitlines()]
    labels = {line["id"]: line["properties"].get("name") for line in lines}
    sanctions = [line for line in lines if line["schema"] == "Sanction"]
    assert sanctions
    assert all(labels[s["properties"]["entity"][0]] == ["Turkey"] for s in sanctions)


# --- linked data ------------------------------------------------------------------------------

RDFLIB_FORMATS = {"jsonld": "json-ld", "ttl": "turtle", "trig": "trig", "nq": "nquads"}


@pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", RDF)
def test_linked_data_is_read_by_rdflib_with_the_same_view(form: str, article: Slice) -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=written(form, article)[0], format=RDFLIB_FORMATS[form])
    label = rdflib.RDFS.label
    for iri, entry in entries(article).items():
        assert str(dataset.value(rdflib.URIRef(iri), label)) == entry.event.label


def test_years_before_our_era_are_linked_data_without_a_complaint(
    hostiles: Slice, capfd: pytest.CaptureFixture[str]
) -> None:
    (entry, *_) = hostiles.entries
    before = day_start(-43, 3, 15)
    old = replace(entry, bounds=Bounds(before, before, before + 1, before + 1), when="-0043-03-15")
    told, _ = written(FORMATS["jsonld"], replace(hostiles, entries=(old,)))
    assert b"-0043-03-15" in told
    assert capfd.readouterr().err == ""


def test_what_is_doubted_is_not_told_as_certain(article: Slice) -> None:
    sure = next(e for e in article.entries if e.when == "2015-11-30" and e.places)
    doubted = [
        replace(sure, rests_on_disputed=True),
        replace(sure, set_aside=(Iri("https://example.org/c"),)),
    ]
    for entry, words in zip(
        doubted, ("rests on a disputed claim", "can hold together"), strict=True
    ):
        for form, certain, less in (
            ("ics", "STATUS:CONFIRMED", "STATUS:TENTATIVE"),
            ("geojson", '"certainty": "certain"', '"certainty": "less-certain"'),
        ):
            plain, marked = (
                written(FORMATS[form], replace(article, entries=(e,)))[0].decode()
                for e in (sure, entry)
            )
            assert certain in plain
            assert less in marked
            assert certain not in marked
        for form in ("ics", "atom", "timelinejs"):
            told = written(FORMATS[form], replace(article, entries=(entry,)))[0].decode()
            assert words in told.replace("\r\n ", "")


def test_an_open_end_covers_all_that_is_known_or_is_reported(article: Slice) -> None:
    (some, *_) = article.entries
    first, last = day_start(2015, 11, 24), day_start(2015, 12, 2) - 1
    open_end = replace(
        some, bounds=Bounds(first, last, first + 1, None), when="[2015-11-24..2015-12-01]"
    )
    part = replace(article, entries=(open_end,))
    calendar = icalendar.Calendar.from_ical(written(FORMATS["ics"], part)[0])
    (event,) = calendar.walk("VEVENT")
    days = event.decoded("dtstart"), event.decoded("dtend")
    assert days == (date(2015, 11, 24), date(2015, 12, 2))
    report = written(FORMATS["timelinejs"], part)[1].to_dict("timelinejs")
    assert [one["what"] for one in report["not_carried"]] == [
        "an open end: it stands where it can have begun at the earliest"
    ]


@pytest.mark.parametrize("form", ["ttl", "jsonld"])
def test_what_a_form_never_holds_does_not_count_as_lost(form: str, article: Slice) -> None:
    assert not written(FORMATS[form], article)[1].any
    assert "what claims say, one by one, and their sources" in FORMATS[form].never


@pytest.mark.parametrize("form", ["trig", "nq"])
def test_claims_come_with_their_sources_and_evidence_and_can_be_loaded_again(
    form: str, article: Slice, tmp_path: Path
) -> None:
    file = tmp_path / f"slice.{form}"
    file.write_bytes(written(form, article)[0])
    again = load(str(tmp_path / "kb"), [file])
    assert again is not None
    assert [e.event.iri for e in again.timeline.entries] == list(entries(article))
    assert [e.bounds for e in again.timeline.entries] == [e.bounds for e in article.entries]


def test_part_of_a_timeline_brings_just_its_own_claims(article: Slice) -> None:
    (meeting,) = (e for e in article.entries if e.event.iri.endswith("/paris-meeting"))
    part = replace(article, entries=(meeting,))
    quads = list(ox.parse(written("nq", part)[0], format=ox.RdfFormat.N_QUADS))
    graphs = {q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)}
    judged = {g for g in graphs if g.endswith("/publication-day")}
    assert {g for g in graphs if "/graph/" not in g} - judged == set(meeting.event.claims)
    assert judged  # without it, "Monday" would have no Monday


# --- packages that are not there --------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "package"), [("ics", "icalendar"), ("graphml", "networkx"), ("parquet", "pyarrow")]
)
def test_a_missing_package_is_one_clear_line(
    form: str, package: str, article: Slice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(NotInstalled, match=rf"{package} is not installed; install it"):
        written(form, article)


# --- manifests --------------------------------------------------------------------------------


def test_the_digest_of_a_dataset_is_that_of_what_was_said(article: Slice) -> None:
    quads = list(article.store.quads())
    digest, count = dataset_digest(quads)
    assert dataset_digest(reversed(quads)) == (digest, count)
    said = [q for q in quads if "/graph/accepted" not in str(q.graph_name)]
    assert dataset_digest(said) == (digest, count)
    assert dataset_digest(said[1:]) != (digest, count)
    assert re.fullmatch("[0-9a-f]{64}", digest)


def test_a_manifest_says_what_was_asked_of_which_data(article: Slice) -> None:
    fingerprint = Fingerprint()
    fingerprint.add(b"abc")
    told = manifest(article.store, "csv", fingerprint, 3, {"actor": "Putin", "place": None})
    assert told["asked"] == {"actor": "Putin"}
    assert (told["bytes"], told["events"], told["format"]) == (3, 3, "csv")
    assert told["sha256"] == hashlib.sha256(b"abc").hexdigest()
    assert told["dataset"]["digest"] == dataset_digest(article.store.quads())[0]


# --- the command, and the same from Python ----------------------------------------------------


@each_format
def test_the_command_and_python_write_the_same(
    form: Format, shipped: Path, tmp_path: Path, article: Slice
) -> None:
    result = run("timeline", "-f", form.name, "-o", tmp_path / "a", kb=shipped)
    assert result.exit_code == 0, result.output
    exported = KnowledgeBase.open(shipped).export(tmp_path / "b", form.name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert exported.events_written + len(exported.events_left_out) == len(entries(article))


def test_the_loss_report_is_written_and_strict_makes_it_count(
    shipped: Path, tmp_path: Path
) -> None:
    asked = ("timeline", "-o", tmp_path / "t.ics", "--loss", tmp_path / "lost.json")
    assert run(*asked, kb=shipped).exit_code == 0
    report = json.loads((tmp_path / "lost.json").read_text())
    assert report["format"] == "ics"
    assert report["not_carried"]
    assert run(*asked, "--strict", kb=shipped).exit_code == 3
    assert run("timeline", "-f", "jsonl", "--strict", kb=shipped).exit_code == 0


def test_an_event_that_has_no_place_is_told_of(shipped: Path, tmp_path: Path) -> None:
    result = run("timeline", "-f", "timesketch", "-o", tmp_path / "t", kb=shipped)
    assert "warning: timesketch has no place for an event; see: --loss FILE" in result.stderr
    exported = KnowledgeBase.open(shipped).export(tmp_path / "t", "timesketch")
    (left,) = exported.events_left_out
    assert left.why == "nothing is known of when it happened"


def test_the_manifest_tells_the_same_twice(shipped: Path, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        asked = ("timeline", "--actor", "Putin", "-o", tmp_path / "t.csv")
        assert run(*asked, "--manifest", tmp_path / name, kb=shipped).exit_code == 0
    one, two = ((tmp_path / name).read_text() for name in ("one.json", "two.json"))
    assert one == two
    assert json.loads(one)["asked"] == {"actor": "Putin"}
    fingerprint = hashlib.sha256((tmp_path / "t.csv").read_bytes()).hexdigest()
    assert json.loads(one)["sha256"] == fingerprint


def test_python_takes_the_format_from_the_ending_and_filters_as_timeline_does(
    shipped: Path, tmp_path: Path
) -> None:
    kb = KnowledgeBase.open(shipped)
    file = tmp_path / "november.jsonl"
    kb.export(file, actor="Putin", since=date(2015, 11, 28), until="2015-11-30", certain=True)
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    timeline = kb.timeline(actor="Putin", since="2015-11-28", until="2015-11-30", certain=True)
    assert [line["event"] for line in lines] == [entry.event for entry in timeline]
    assert lines


@pytest.mark.parametrize(
    ("form", "file", "message"),
    [
        ("docx", "t.csv", "there is no format named 'docx'; there are: table, "),
        (None, "t.docx", "there is no format for files that end in '.docx'; there are: table, "),
    ],
)
def test_a_format_that_is_none_is_one_clear_line(
    form: str | None, file: str, message: str, shipped: Path, tmp_path: Path
) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        KnowledgeBase.open(shipped).export(tmp_path / file, form)
    assert list(tmp_path.iterdir()) == []


def test_what_breaks_off_leaves_no_file_and_an_old_one_as_it_was(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "t.parquet"
    file.write_text("old")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NotInstalled):
        KnowledgeBase.open(shipped).export(file)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    "name", ["actor", "place", "type", "source", "search", "from", "to", "as-of"]
)
def test_a_filter_that_is_given_and_empty_is_refused(name: str, shipped: Path) -> None:
    result = run("timeline", f"--{name}", "  ", kb=shipped)
    assert result.exit_code == 2
    assert f"--{name} is empty" in result.stderr


@pytest.mark.parametrize("other", ["--loss", "--manifest"])
def test_a_report_does_not_take_the_place_of_the_output(
    other: str, shipped: Path, tmp_path: Path
) -> None:
    file = tmp_path / "t.csv"
    result = run("timeline", "-o", file, other, file, kb=shipped)
    assert result.exit_code == 2
    assert "have to name different files" in result.stderr
    assert not file.exists()


@pytest.mark.parametrize("other", ["--loss", "--manifest"])
def test_a_report_that_cannot_be_written_leaves_the_output_of_yesterday(
    other: str, shipped: Path, tmp_path: Path
) -> None:
    file = tmp_path / "t.csv"
    file.write_text("yesterday")
    result = run("timeline", "-o", file, other, tmp_path / "nowhere" / "x", kb=shipped)
    assert result.exit_code == 1
    assert re.fullmatch(r"Error: cannot write \S+/nowhere/x: No such file.*\n", result.stderr)
    assert file.read_text() == "yesterday"
    assert list(tmp_path.iterdir()) == [file]


def test_python_says_in_a_line_that_a_file_cannot_be_written(shipped: Path, tmp_path: Path) -> None:
    kb = KnowledgeBase.open(shipped)
    for file in (tmp_path, tmp_path / "nowhere" / "t.csv"):
        with pytest.raises(OutputError) as refusal:
            kb.export(file, "csv")
        assert str(refusal.value).startswith(f"cannot write {file}: ")
        assert ".part" not in str(refusal.value)


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"actor": " "}, QueryError, "actor is empty"),
        ({"according_to": ""}, QueryError, "according_to is empty"),
        ({"kind": ["Meeting"]}, TypeError, r"kind is text, not \['Meeting'\]"),
        ({"since": 2015}, TypeError, "a date is text such as '2015-11', or Python's, not 2015"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_in_python(
    given: dict[str, Any], error: type[Exception], message: str, shipped: Path
) -> None:
    with pytest.raises(error, match=message):
        KnowledgeBase.open(shipped).timeline(**given)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"status": "rumoured"}, "there is no status 'rumoured'; there are: disputed, "),
        ({"policy": "best"}, "there is no policy 'best'; there are: all, "),
        ({"certain": True}, "certain goes with since or until"),
    ],
)
def test_an_export_refuses_what_a_timeline_refuses(
    given: dict[str, Any], message: str, shipped: Path, tmp_path: Path
) -> None:
    kb = KnowledgeBase.open(shipped)
    for ask in (kb.timeline, lambda **options: kb.export(tmp_path / "t.csv", **options)):
        with pytest.raises(QueryError, match=message):
            ask(**given)
    assert list(tmp_path.iterdir()) == []


def test_an_option_that_is_none_is_refused_in_python(shipped: Path, tmp_path: Path) -> None:
    kb = KnowledgeBase.open(shipped)
    given: dict[str, Any] = {"actr": "Putin"}
    with pytest.raises(TypeError, match="there is no option 'actr'; there are: "):
        kb.export(tmp_path / "t.csv", **given)
    with pytest.raises(TypeError, match="there is no option 'actr'; there are: "):
        kb.explain("ev:downing", **given)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("command", [("timeline",), ("-h",), ("info",)])
def test_a_full_disk_behind_standard_output_is_one_line(
    command: tuple[str, ...], shipped: Path
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dateline", "--kb", str(shipped), *command],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.stderr == "Error: cannot write standard output: No space left on device\n"
    assert done.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize(
    ("files", "blamed"),
    [
        ({"-o": "/dev/full", "--loss": "l.json", "--manifest": "m.json"}, "/dev/full"),
        ({"-o": "t.csv", "--loss": "/dev/full", "--manifest": "m.json"}, "/dev/full"),
        ({"-o": "t.csv", "--loss": "l.json", "--manifest": "/dev/full"}, "/dev/full"),
        ({"--loss": "l.json", "--manifest": "m.json"}, "standard output"),
    ],
)
def test_of_several_files_the_one_that_cannot_be_written_is_named(
    files: dict[str, str], blamed: str, shipped: Path, tmp_path: Path
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dateline", "--kb", str(shipped), "timeline", "-f", "csv",
             *(word for option in files.items() for word in option)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
    assert done.stderr == f"Error: cannot write {blamed}: No space left on device\n"
    assert done.returncode == 1
    assert not list(tmp_path.glob("*.part"))


def test_who_has_read_enough_is_told_of_no_error(shipped: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dateline", "--kb", str(shipped), "timeline", "-f", "html"]
    with subprocess.Popen(
        [*command, "--loss", str(tmp_path / "l.json")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == 0


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("ftp://example.org/kb", "an endpoint has an address with http:// or https://"),
        ("localhost:7878", "if this is an endpoint, write http://localhost:7878"),
    ],
)
def test_what_looks_like_an_address_is_not_made_a_folder(
    place: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (("load", "--example"), ("timeline",)):
        result = run(*command, kb=place)
        assert (result.exit_code, message in result.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_written_over_keeps_who_may_read_it(shipped: Path, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("old")
    file.chmod(0o600)
    assert run("timeline", "-o", file, kb=shipped).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().startswith("when,")


def test_what_is_no_text_is_not_written_to_a_terminal(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.cli.exporting.is_terminal", lambda _: True)
    result = run("timeline", "-f", "parquet", kb=shipped)
    assert result.exit_code == 2
    assert "parquet is no text for a terminal; name a file: -o FILE" in result.stderr


def test_a_terminal_is_shown_how_many_events_are_written(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = run("timeline", "-o", tmp_path / "a.jsonl", kb=shipped)
    monkeypatch.setattr("dateline.cli.exporting.is_terminal", lambda _: True)
    result = run("timeline", "-o", tmp_path / "b.jsonl", kb=shipped)
    assert result.exit_code == plain.exit_code == 0
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
