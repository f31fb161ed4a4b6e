"""Dateline: what was said, who said it, and when it must have happened.

>>> from dateline import KnowledgeBase
>>> KnowledgeBase.open(":memory:").load_example()
State(sources=1, claims=73, events=24, conflicts=0)

Names are imported when they are first asked for, so that ``import dateline`` costs nothing.
"""

from __future__ import annotations

from dateline.version import VERSION

TYPE_CHECKING = False  # to a type checker it is true; importing typing for it would take longer

__version__ = VERSION
__all__ = ["DatelineError", "Iri", "KnowledgeBase", "Moment", "__version__"]

if TYPE_CHECKING:
    from dateline.answers.value import Moment
    from dateline.errors import DatelineError
    from dateline.knowledge_base import KnowledgeBase
    from dateline.model import Iri
else:

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)


_HOMES = {
    "DatelineError": "dateline.errors",
    "Iri": "dateline.model",
    "KnowledgeBase": "dateline.knowledge_base",
    "Moment": "dateline.answers.value",
}


def __dir__() -> list[str]:
    return __all__
