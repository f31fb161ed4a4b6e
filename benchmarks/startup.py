"""How long commands take to start, as ratios to ``python -c "import rdflib"`` in the same run.

    python benchmarks/startup.py [RUNS]

Each command runs in a process of its own, in turn with the peer, so that a machine that slows down
slows down both; the medians are compared.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DATELINE = str(Path(sys.executable).with_name("dateline"))
PEER = [sys.executable, "-c", "import rdflib"]
COMMANDS = {
    "dateline --help": [DATELINE, "--help"],
    "dateline timeline": [DATELINE, "timeline"],
    "dateline explain": [DATELINE, "explain", "ev:paris-meeting"],
    "dateline query": [DATELINE, "query", "meetings"],
}


def seconds(command: list[str], folder: str) -> float:
    """Return the wall time of one run."""
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    """Print a line for each command."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("DATELINE_KB", None)
        subprocess.run(
            [DATELINE, "load", "--example"], cwd=folder, check=True, stderr=subprocess.DEVNULL
        )
        print(f"{'command':<20} {'ratio to import rdflib':>24} {'median':>9}")
        for name, command in COMMANDS.items():
            pairs = [(seconds(command, folder), seconds(PEER, folder)) for _ in range(runs)]
            ratio = statistics.median(mine / peer for mine, peer in pairs)
            median = statistics.median(mine for mine, _ in pairs)
            print(f"{name:<20} {ratio:>24.2f} {median:>8.3f}s")


if __name__ == "__main__":
    main()
