"""Matching the words of a phrase against rows such as ``[on] {weekday} of {shift} week``.

In a row, ``ago|earlier`` is one of these words, ``[of]`` may be missing, and ``{weekday}`` is a
slot: what a lexicon or a reader finds there is handed on. A missing optional slot gives None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from dateline.errors import DateError

_TOKEN = re.compile(
    r"""(?P<iso>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![0-9]))
      | (?P<ahead>[+-][0-9]{1,2}(?::?[0-9]{2})?(?![0-9]))
      | (?P<clock>[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?![0-9.:]))
      | (?P<ordinal>[0-9]{1,2}(?:st|nd|rd|th)\b)
      | (?P<number>[0-9]+)
      | (?P<half>[ap](?:\.\ ?m\.|\.?m\b\.?))
      | (?P<word>[^\W\d_]+(?:[’'][^\W\d_]+)?)
      | (?P<between>[\s,.()“”"’'–—-]+)
      | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE,
)
_ELEMENT = re.compile(r"(\[)?(?:\{(\w+)\}|([\w|]+))\]?")

Found = Iterator[tuple[int, Any]]
"""The next token after what was found, and its value: one pair for each way of finding it."""
Slot = Callable[["Phrase", int], Found]


class Token(NamedTuple):
    """A word, number or the like, in lower case, and its place in the text."""

    kind: str
    text: str
    at: int
    end: int


class _Element(NamedTuple):
    slot: str
    words: tuple[str, ...]
    optional: bool


@lru_cache(maxsize=1024)
def _elements(row: str) -> tuple[_Element, ...]:
    return tuple(
        _Element(match[2] or "", tuple((match[3] or "").split("|")), bool(match[1]))
        for match in map(_ELEMENT.fullmatch, row.split())
        if match is not None
    )


class Phrase:
    """A phrase and how far it could be matched; articles and punctuation are passed over."""

    def __init__(self, text: str, slots: Mapping[str, Slot], names: Mapping[str, str]) -> None:
        self.text = text
        self.slots = slots
        self.names = names
        self.tokens = list(_tokens(text))
        self.reached = 0
        self.expected: dict[str, None] = {}

    def match(self, row: str, at: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield the ways to match a row from a token on: the next token, and the slots' values."""
        yield from self._match(_elements(row), at)

    def _match(
        self, elements: tuple[_Element, ...], at: int
    ) -> Iterator[tuple[int, tuple[Any, ...]]]:
        if not elements:
            yield at, ()
            return
        first, rest = elements[0], elements[1:]
        for following, values in self._element(first, at):
            for end, more in self._match(rest, following):
                yield end, (*values, *more)
        if first.optional:
            for end, more in self._match(rest, at):
                yield end, ((None, *more) if first.slot else more)

    def _element(self, element: _Element, at: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
        if element.slot:
            found = False
            for end, value in self.slots[element.slot](self, at):
                found = True
                yield end, (value,)
            if not found and element.slot in self.names:
                self.missed(at, self.names[element.slot])
        elif self.word(at) in element.words:
            yield at + 1, ()
        elif not element.optional:
            self.missed(at, " or ".join(f"“{word}”" for word in element.words))

    def word(self, at: int) -> str:
        """Return the text of a token, "" past the last one."""
        return self.tokens[at].text if at < len(self.tokens) else ""

    def missed(self, at: int, expected: str) -> None:
        """Remember what could have stood at the farthest place that was reached."""
        if at > self.reached:
            self.reached, self.expected = at, {}
        if at == self.reached:
            self.expected[expected] = None

    def rest(self, at: int) -> str:
        """Return the text after the token before this one."""
        return self.text[self.tokens[at - 1].end if at else 0 :].strip()

    def place(self, at: int) -> int:
        """Return the place of a token in the text; its end for one past the last."""
        return self.tokens[at].at if at < len(self.tokens) else len(self.text.rstrip())


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind, found = match.lastgroup or "", match[0].lower()
        if kind == "other":
            raise DateError(text, match.start(), f"cannot read {match[0]!r} in words about time")
        if kind != "between" and found != "the":
            yield Token(kind, found, *match.span())


def lexicon(words: Mapping[str, Any]) -> Slot:
    """Return a slot for words, of which some may be several in a row; longest first."""
    by_length = sorted(((tuple(key.split()), value) for key, value in words.items()),
                       key=lambda entry: -len(entry[0]))  # fmt: skip

    def find(phrase: Phrase, at: int) -> Found:
        for key, value in by_length:
            if all(phrase.word(at + n) == word for n, word in enumerate(key)):
                yield at + len(key), value

    return find


def either(*slots: Slot) -> Slot:
    """Return a slot for whatever one of these finds."""

    def find(phrase: Phrase, at: int) -> Found:
        for slot in slots:
            yield from slot(phrase, at)

    return find


def token(kind: str, read: Callable[[str], Any]) -> Slot:
    """Return a slot for a token of a kind; ``read`` gives its value, None if it is none."""

    def find(phrase: Phrase, at: int) -> Found:
        if at < len(phrase.tokens) and phrase.tokens[at].kind == kind:
            value = read(phrase.tokens[at].text)
            if value is not None:
                yield at + 1, value

    return find
