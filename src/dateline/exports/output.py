"""A file that appears whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def whole_file(name: Path | str) -> Iterator[IO[bytes]]:
    """Open a file to write it piece by piece; it takes the place of an old one at the end.

    A pipe or a device stays what it is. Raises OSError where it cannot be written.
    """
    target = Path(name).resolve()  # through a link to the file itself
    special = target.exists() and not target.is_file()
    draft = target if special else target.with_name(f"{target.name}.part")
    try:
        with draft.open("wb") as out:
            yield out
        if not special:
            if target.exists():
                draft.chmod(target.stat().st_mode)  # who may read it is for its owner to say
            draft.replace(target)
    finally:
        if not special:
            with contextlib.suppress(OSError):
                draft.unlink()
