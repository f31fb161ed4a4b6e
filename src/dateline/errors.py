"""Every exception that Dateline raises on purpose.

DatelineError
├─ DateError        a date expression cannot be read        (text, position)
├─ SourceError      a file cannot be read as RDF            (file, place)
├─ InvalidInput     a file was read but breaks the rules    (problems)
├─ NameLookupError  a name fits no thing, or several        (candidates)
├─ JudgementError   a judgement of identity that cannot be recorded, or taken back
├─ NotInstalled     an optional package is missing          (package)
├─ OutputError      a file cannot be written                (file)
├─ QueryError       no such query, a bad parameter, SPARQL that does not parse
│  └─ TooManyRows   what is asked about one thing fills more rows than one answer may have
└─ StoreError       the knowledge base cannot be opened or written
   ├─ NoKnowledgeBase   there is none at that place
   ├─ Refused           an endpoint does not make a change
   ├─ Incomplete        an endpoint gave only a part of the answer, or no answer at all
   └─ OutOfTime         the time that was allowed is over

Not exceptions: a shape violation (``shapes.Problem``) and a contradiction
(``conflicts.Conflict``). Bad data is a result; unusable input is an exception.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class DatelineError(Exception):
    """Anything that Dateline cannot go on with; ``str()`` of it is one line for a person."""


class DateError(DatelineError):
    """A date expression cannot be read.

    ``position`` is the index of the offending character in ``text``, counted from 0.
    """

    def __init__(self, text: str, position: int, message: str) -> None:
        super().__init__(f"cannot read the date {text!r} at character {position + 1}: {message}")
        self.text = text
        self.position = position
        self.message = message


class SourceError(DatelineError):
    """A file cannot be read as RDF; ``place`` is a line and column, or empty."""

    def __init__(self, file: str, message: str, place: str = "") -> None:
        super().__init__(f"{file}{f', {place}' if place else ''}: {message}")
        self.file = file
        self.place = place
        self.message = message


class Described(Protocol):
    """What a problem must be able to say of itself."""

    def __str__(self) -> str: ...


class InvalidInput(DatelineError):
    """Input was readable but breaks the rules; ``problems`` says where, what and the mend."""

    def __init__(self, problems: Sequence[Described]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class NameLookupError(DatelineError):
    """A name means nothing here, or several things: ``candidates`` lists what it may mean."""

    def __init__(self, name: str, message: str, candidates: Sequence[str] = ()) -> None:
        hint = "".join(f"\n  {candidate}" for candidate in candidates)
        super().__init__(f"{name!r} {message}{hint}")
        self.name = name
        self.candidates = tuple(candidates)


class JudgementError(DatelineError):
    """A judgement of identity cannot be recorded, or there is none to take back."""


class NotInstalled(DatelineError, ImportError):
    """An optional package is not installed; the message says how to install it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f"{package} is not installed; install it with: pip install 'dateline[{extra}]'"
        )
        self.package = package


class OutputError(DatelineError):
    """A file cannot be written; whatever stood there stays as it was."""

    def __init__(self, file: str, message: str) -> None:
        super().__init__(f"cannot write {file}: {message}")
        self.file = file


class QueryError(DatelineError):
    """A query is unknown, lacks a parameter, or is not SPARQL 1.1."""


class TooManyRows(QueryError):
    """What is asked about one thing fills more rows than one answer may have."""


class StoreError(DatelineError):
    """The knowledge base cannot be opened, read or written."""


class NoKnowledgeBase(StoreError):
    """There is no knowledge base at the place that was named."""


class Refused(StoreError):
    """An endpoint is there and does not make a change."""


class Incomplete(StoreError):
    """An endpoint gave only a part of the answer, or something that is no answer."""


class OutOfTime(StoreError):
    """The time that was allowed is over."""
