"""Real SPARQL servers for the tests: started on free ports of this machine, and gone at the end.

Each is a context manager over an empty folder that nobody else uses::

    with oxigraph_server(tmp_path / "oxigraph") as server:
        ...  # server.query, server.update, server.graphs are its addresses

Nothing of them listens beyond 127.0.0.1, and each run has passwords of its own.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

#: How long a server may take to be ready, in seconds. Virtuoso makes a database first: 4 to 6 s
#: on an idle machine.
PATIENCE = 90.0

#: What Debian's own virtuoso.ini says of answers, so that the tests meet the limits that users do.
_VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
FileExtend = 200
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}/loads
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
ServerThreads = 10
SchedulerInterval = 0
DisableTcpSocket = 0
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = 60
"""


class EngineError(Exception):
    """A server that is not installed, or does not start."""


@dataclass(frozen=True)
class Server:
    """A running SPARQL server: its addresses, and who may write there ("" for everybody)."""

    engine: str
    version: str
    query: str
    update: str
    graphs: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Virtuoso(Server):
    """A running Virtuoso, and the way into it that is not SPARQL."""

    folder: Path = Path()
    sql: str = ""
    dba: str = field(default="", repr=False)

    def bulk_load(self, files: Iterable[Path]) -> None:
        """Load files (``.nq``, ``.nq.gz``) with Virtuoso's own loader; raises EngineError."""
        for file in files:
            shutil.copy(file, self.folder / "loads")
        statements = (
            f"ld_dir('{self.folder}/loads', '*', 'urn:without-graph');",
            "rdf_loader_run();",
            "checkpoint;",
            "SELECT 'refused', ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;",
        )
        told = _isql(self.sql, self.dba, "\n".join(statements))
        if "refused" in told:
            raise EngineError(f"Virtuoso did not load the files: {told}")


def virtuoso_is_installed() -> bool:
    """Whether ``virtuoso_server`` has anything to start."""
    return bool(shutil.which("virtuoso-t") and shutil.which("isql-vt"))


@contextlib.contextmanager
def oxigraph_server(folder: Path) -> Iterator[Server]:
    """Start ``oxigraph serve`` of the PyPI package; it knows no passwords."""
    found = shutil.which("oxigraph", path=sysconfig.get_path("scripts"))
    if found is None:
        raise EngineError("the oxigraph server is not installed: pip install --group dev")
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=True)
    folder.mkdir(parents=True, exist_ok=True)
    (port,) = _free_ports(1)
    base = f"http://127.0.0.1:{port}"
    line = [found, "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    with _running(line, folder, lambda: _answers(f"{base}/query?query=ASK%7B%7D")):
        yield Server(
            "Oxigraph server",
            told.stdout.split()[-1],
            query=f"{base}/query",
            update=f"{base}/update",
            graphs=f"{base}/store",
        )


@contextlib.contextmanager
def virtuoso_server(folder: Path) -> Iterator[Virtuoso]:
    """Start Virtuoso with an empty database and one user who may write by SPARQL.

    Anybody may read at ``/sparql``; who writes says a password (Digest) at ``/sparql-auth``.
    """
    if not virtuoso_is_installed():
        raise EngineError("Virtuoso is not installed: make test-engines installs it on Debian")
    (folder / "loads").mkdir(parents=True)
    sql, http = _free_ports(2)
    ini = folder / "virtuoso.ini"
    ini.write_text(_VIRTUOSO_INI.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    dba, password = secrets.token_hex(12), secrets.token_hex(12)
    base, address = f"http://127.0.0.1:{http}", f"127.0.0.1:{sql}"
    line = ["virtuoso-t", "+foreground", "+configfile", str(ini)]
    with _running(line, folder, lambda: _answers(f"{base}/sparql?query=ASK%7B%7D")):
        users = (
            f"DB.DBA.USER_CREATE('dateline', '{password}');",
            'GRANT SPARQL_UPDATE TO "dateline";',
            "DB.DBA.RDF_DEFAULT_USER_PERMS_SET('dateline', 7);",
            f"user_set_password('dba', '{dba}');",
        )
        _isql(address, "dba", "\n".join(users))
        told = subprocess.run(["virtuoso-t", "-?"], capture_output=True, text=True, check=False)
        version = re.search(r"Version ([\d.]+)", told.stdout + told.stderr)
        yield Virtuoso(
            "Virtuoso",
            version.group(1) if version else "",
            query=f"{base}/sparql",
            update=f"{base}/sparql-auth",
            graphs=f"{base}/sparql-graph-crud-auth",
            user="dateline",
            password=password,
            folder=folder,
            sql=address,
            dba=dba,
        )


@contextlib.contextmanager
def _running(line: list[str], folder: Path, ready: Callable[[], bool]) -> Iterator[None]:
    """Run a server until the block ends; its words are in ``server.log`` in the folder."""
    log = folder / "server.log"
    if sys.platform == "linux" and shutil.which("setpriv"):
        line = ["setpriv", "--pdeathsig", "KILL", *line]  # also where these tests are killed
    with log.open("wb") as file:
        process = subprocess.Popen(
            line, cwd=folder, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        _wait(process, ready, log)
        yield
    finally:
        process.kill()  # its folder is thrown away: there is nothing to save
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        ended = process.poll()
        if ended is not None or time.monotonic() > deadline:
            why = "is not ready in time" if ended is None else f"ended with {ended}"
            words = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise EngineError(f"{process.args!r} {why}:\n{words}")
        time.sleep(0.05)


def _answers(url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with contextlib.suppress(OSError), direct.open(url, timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def _free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on, held until all are found so that they differ."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _isql(address: str, password: str, statements: str) -> str:
    """Run SQL as the administrator; raises EngineError with what Virtuoso says against it."""
    line = ["isql-vt", address, "dba", password, "VERBOSE=OFF", "PROMPT=OFF", "BANNER=OFF"]
    done = subprocess.run(
        line, input=statements, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    told = done.stdout + done.stderr
    if "*** Error" in told:
        raise EngineError(f"Virtuoso refuses: {told}")
    return told
