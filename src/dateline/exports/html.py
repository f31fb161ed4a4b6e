"""A timeline as one page that works from disk: picture, list, reasons and contradictions.

The whole page is written here; its script (``templates/page.js``) zooms, filters, searches and
pages through what is there already. Without it the page can still be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline import __version__
from dateline.exports.axis import ticks
from dateline.exports.contradictions import WAYS_OUT_SHOWN
from dateline.exports.drawing import BINS, POINT, READING, READING_TIES, crowd, marks, outline
from dateline.exports.losses import Losses
from dateline.exports.page import page_of
from dateline.exports.slice import Slice
from dateline.resources import read_template

NEVER: tuple[str, ...] = ()

#: Events that are in the document from the start; the script takes in the others page by page.
PER_PAGE = 100
#: Ticks on the axis as it is written; the script draws as many as there is room for.
TICKS = 8
#: The height of the overview of all events, in units of its own.
OVERVIEW = 24


def export(chosen: Slice, losses: Losses) -> Iterator[str]:
    """Yield an HTML document."""
    from dateline.exports.templating import digest, template

    page = page_of(chosen)
    losses.written += len(page.entries)
    style, script = read_template("page.css"), read_template("page.js")
    frame = page.frame
    yield from template("page.html").generate(
        page=page,
        version=__version__,
        style=style,
        script=script,
        style_digest=digest(style),
        script_digest=digest(script),
        frame=frame,
        ticks=ticks(frame, TICKS) if frame else [],
        crowd=crowd(page.entries, frame) if frame else None,
        ways_out_shown=WAYS_OUT_SHOWN,
        conflicts=list(page.contradictions.told()),
        reading=f"{READING} {READING_TIES}" if page.ties else READING,
        marks=marks,
        outline=outline,
        settings={"bins": BINS, "point": POINT, "per_page": PER_PAGE, "overview": OVERVIEW},
        batches=[page.entries[n : n + PER_PAGE] for n in range(0, len(page.entries), PER_PAGE)],
    )
