"""Change a knowledge base and be killed while at it, again and again: a program of its own.

    python killing.py COMMAND FOLDER FILE POINTS SEED

For each of so many points a child process takes a fresh copy of the knowledge base in FOLDER,
starts the command on it and kills itself: before its n-th call within the modules that change a
knowledge base, or after a time (by a timer that the kernel acts on, also within the engine). Then
another child looks at what is there, changes it once more, and looks again. Prints JSON, a list of
what was seen. Children are forked, since only starting Python anew takes far longer.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from dateline import accepted, loading, pipeline  # noqa: F401 - imported here, once for all children
from dateline.bulk import checking, parts  # noqa: F401 - likewise
from dateline.errors import NoKnowledgeBase
from dateline.store.opening import create_store, open_store

#: Parts of the names of the files whose calls count.
WATCHED = ("/dateline/store/", "/dateline/loading.py", "/dateline/pipeline.py", "/dateline/bulk/")
NOTHING = "nothing"


def commands(file: Path) -> dict[str, Callable[[str], object]]:
    """Return what is done to a knowledge base at a place."""
    return {
        "load": lambda place: pipeline.load(place, [file]),
        "bulk": lambda place: pipeline.load_bulk(place, [file]),
        "solve": pipeline.solve,
        "withdraw": lambda place: pipeline.withdraw(place, "A wire report"),
    }


def state(place: Path) -> str:
    """Return a digest of all that a knowledge base holds."""
    try:
        quads = sorted(map(str, open_store(str(place)).quads()))
    except NoKnowledgeBase:
        return NOTHING
    return hashlib.sha256("\n".join(quads).encode()).hexdigest()[:12]


def apart(work: Callable[[], Any]) -> tuple[int, Any]:
    """Do work in a child process; returns how it ended and what it returned, if it did."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            told = json.dumps(work()).encode()
            os.write(writing, told)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(told) if told else None


def counted(work: Callable[[], object], kill_at: int = 0) -> int:
    """Count the calls of work in the watched modules, or be killed before one of them."""
    count = 0

    def profile(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        if event in {"call", "c_call"} and any(w in frame.f_code.co_filename for w in WATCHED):
            count += 1
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(profile)
    work()
    sys.setprofile(None)
    return count


def in_time(work: Callable[[], object], seconds: float) -> None:
    """Do work, and be killed after a time, unless it is done."""
    signal.setitimer(signal.ITIMER_REAL, seconds)  # its signal is not handled: it kills
    work()
    signal.setitimer(signal.ITIMER_REAL, 0)


def look(place: Path, again: Callable[[], object], done: str) -> dict[str, Any]:
    """Say what is there, change it once more, and say what is there then."""
    found = state(place)
    if found != done:
        again()
    else:
        with create_store(str(place)).change():
            pass  # any change sweeps
    names = {path.name for path in place.parent.rglob("*")}
    return {
        "found": found,
        "then": state(place),
        "generations": len(list((place / "generations").iterdir())),
        "leftovers": sorted(n for n in names if n.startswith("bulk-") or n.endswith(".new")),
    }


def main() -> None:
    """Run the program."""
    name, folder, file, points, seed = sys.argv[1:]
    given, rng = Path(folder), random.Random(int(seed))
    scratch = given.parent / f"{given.name}.{name}"
    place = scratch / "kb"
    command = commands(Path(file))[name]
    # What is wrong with the file is another matter, and takes long to find out.
    pipeline._refuse_faults = lambda *_: None

    def fresh() -> None:
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        if given.exists():
            shutil.copytree(given, place)

    def work() -> object:
        return command(str(place))

    fresh()
    before = apart(lambda: state(place))[1]
    calls = apart(lambda: counted(work))[1]
    after = apart(lambda: state(place))[1]
    late = range(max(1, calls - int(points)), calls + 1)
    chosen = sorted({*rng.sample(range(1, calls + 1), min(int(points), calls)), *late})
    seen = []
    for kill_at in [*chosen, *(rng.uniform(0.0, 0.25) for _ in range(int(points)))]:
        fresh()
        ended, _ = apart(partial(counted if isinstance(kill_at, int) else in_time, work, kill_at))
        told = apart(lambda: look(place, work, after))[1]
        seen.append({"at": kill_at, "ended": ended, **(told or {})})
    shutil.rmtree(scratch)
    print(json.dumps({"before": before, "after": after, "calls": calls, "seen": seen}))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main()
