"""How wide text is in a picture, and where it is broken into lines.

The widths are those of Liberation Sans, which has the measures of Arial and Helvetica: so text fits
with whichever of them a reader has. Letters that are not listed take the width of most others.
"""

from __future__ import annotations

import unicodedata

#: Thousandths of the size of the letters.
_WIDTHS = {
    222: "ijl", 278: " !,./:;I[\\]ft", 333: "()-`r", 500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu–“”", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw",
    778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1000: "—…", 1015: "@",
}  # fmt: skip
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHERS = 600
#: Letters of East Asian scripts fill a square.
_SQUARE = 1000
#: How much wider bold letters are.
_BOLD = 1.08


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of text, in the unit of its size.

    >>> round(width("Moscow", 13)), round(width("日本", 13))
    (48, 26)
    """
    total = sum(_WIDTH.get(letter) or _other(letter) for letter in text)
    return total * size / 1000 * (_BOLD if bold else 1)


def _other(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return _SQUARE if unicodedata.east_asian_width(letter) in "WF" else _OTHERS


def wrapped(
    text: str, size: float, room: float, most: int, *, bold: bool = False
) -> tuple[list[str], bool]:
    """Return text in at most ``most`` lines that fit, and whether its end had to be left out.

    >>> wrapped("Talks in Tel Aviv", 10, 60, 2)
    (['Talks in Tel', 'Aviv'], False)
    >>> wrapped("Talks in Tel Aviv", 10, 35, 2)
    (['Talks in', 'Tel A…'], True)
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        elif len(lines) > most:
            break
        else:
            lines += [word] if lines[-1] else []
            lines[-1] = word
    cut = len(lines) > most or any(width(line, size, bold=bold) > room for line in lines)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} {lines[most]}"]
    return [_fitted(line, size, room, bold=bold) for line in lines], cut


def _fitted(line: str, size: float, room: float, *, bold: bool) -> str:
    if width(line, size, bold=bold) <= room:
        return line
    kept = line[: int(room * 1000 / size / 200)]
    while kept and width(f"{kept}…", size, bold=bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
