"""Text of others on one line: nothing in it runs, breaks out or turns around what stands beside."""

from __future__ import annotations

import unicodedata

#: A cell that begins so is taken for a formula by spreadsheets (the wide forms by some).
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
#: Invisible letters that words in some scripts, and some emoji, need.
JOINERS = "\u200c\u200d"


def on_a_line(text: str) -> str:
    r"""Return text without line breaks, terminal controls and invisible direction marks.

    >>> on_a_line("a\x1b[31mb\nc")
    'a�[31mb c'
    """
    shown = " ".join(text.split())
    if shown.isprintable():  # as nearly all text is
        return shown
    return "".join(
        "�"
        if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"} and letter not in JOINERS
        else letter
        for letter in shown
    )


def in_a_cell(text: str) -> str:
    """Return text on one line that no spreadsheet runs as a formula.

    >>> in_a_cell("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    line = on_a_line(text)
    return f"'{line}" if line.startswith(FORMULA_STARTS) else line
