"""The templates of pages and pictures: escaped as a whole, so that no template has to think of it.

Whatever a template writes is made one line of harmless text and then escaped, unless it is markup
that a template itself made.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from dateline.exports.plain_text import in_markup
from dateline.resources import read_template

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def template(name: str) -> Template:
    """Return one of the templates in ``exports/templates/``."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(read_template),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _harmless(value: Any) -> Any:
    return in_markup(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def digest(text: str) -> str:
    """Return the source expression by which a page allows one script or style sheet of its own.

    https://www.w3.org/TR/CSP3/#grammardef-hash-source
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
