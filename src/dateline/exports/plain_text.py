"""Text of others, made harmless for where it is shown."""

from __future__ import annotations

from dateline.entry import Entry
from dateline.harmless import in_a_cell as in_a_cell
from dateline.harmless import on_a_line as on_a_line
from dateline.wording import span_of_time

#: What ends a word, opens markup or starts a comment or directive in a Mermaid diagram.
MERMAID_MARKS = frozenset(':;#"<>{}%`&')


def in_markdown(text: str) -> str:
    r"""Return text that Markdown and the HTML made of it show as it is, on one line.

    >>> in_markdown("a|b <i> [x](y)")
    'a\\|b &lt;i&gt; \\[x\\](y)'
    """
    line = on_a_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{letter}" if letter in r"\`*_[]|~#!$" else letter for letter in line)


def in_xml(text: str) -> str:
    r"""Return text without the letters that XML 1.0 cannot hold; markup is the writer's to escape.

    >>> in_xml("a\x00b\x1bc\ud800 <d>")
    'a�b�c� <d>'
    """
    return "".join(c if c in "\t\n\r" or _fits_xml(ord(c)) else "�" for c in text)


def _fits_xml(point: int) -> bool:
    """Whether XML 1.0 (2.2 Characters) knows the letter with this number."""
    return 0x20 <= point < 0xD800 or 0xE000 <= point < 0xFFFE or point >= 0x10000


def in_mermaid(text: str) -> str:
    """Return text that a Mermaid diagram shows as it is, on one line.

    Whatever has a meaning there is written as the number of its letter.

    >>> in_mermaid("a: b; #c")
    'a#58; b#59; #35;c'
    """
    line = on_a_line(text)
    return "".join(f"#{ord(c)};" if c in MERMAID_MARKS else c for c in line) or "…"


def when_words(edtf: str | None) -> str:
    """Return a timeline's date as people write it.

    >>> when_words("[..2015-11-28]"), when_words("[2015-11-30..2015-12-01]"), when_words(None)
    ('by 2015-11-28', '2015-11-30 to 2015-12-01', 'unknown')
    """
    if edtf is None:
        return "unknown"
    if not edtf.startswith("["):
        return edtf.replace("/", " until ")
    first, _, last = edtf.strip("[]").partition("..")
    if not first:
        return f"by {last}"
    return f"{first} to {last}" if last else f"from {first} on"


def lasting_words(duration: tuple[int | None, int | None]) -> str:
    """Return how long something lasted, "" where nothing is known but "a second or more".

    >>> lasting_words((1, 86400)), lasting_words((3600, None)), lasting_words((1, None))
    ('lasted at most 1 day', 'lasted at least 1 hour', '')
    """
    least, most = duration
    if most is None:
        return "" if least in (None, 1) else f"lasted at least {span_of_time(least or 1)}"
    at_least = f" and at least {span_of_time(least)}" if least not in (None, 1) else ""
    return f"lasted at most {span_of_time(most)}{at_least}"


def doubts_of(entry: Entry) -> list[str]:
    """Return in words what makes an event or its time doubtful: the marks * and ~ of the table."""
    found = []
    if entry.is_repaired:
        found.append("Not all claims that bear on it can hold together.")
    if entry.rests_on_disputed:
        found.append("Its time rests on a disputed claim.")
    return found


def in_markup(text: str) -> str:
    r"""Return text on one line that XML and HTML can hold; what escapes is left to who writes it.

    >>> in_markup("a\x00b\ufffe<")
    'a�b�<'
    """
    line = on_a_line(text)
    if line.isprintable():
        return line
    return "".join(
        "�" if ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF else letter
        for letter in line
    )


def web_link(address: str) -> str:
    """Return an address that a reader may follow, "" where it is none of the web.

    >>> web_link("https://example.org/a"), web_link("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    return address if address.casefold().startswith(("http://", "https://")) else ""
