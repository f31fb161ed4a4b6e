"""Dateline: what was said, who said it, and when it must have happened."""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["__version__"]
