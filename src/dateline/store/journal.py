"""Changes of a knowledge base at an endpoint: all or nothing, though each takes many requests.

No engine promises that several requests take effect together. So a change is written down first,
in a graph of its own beside the knowledge base. As soon as all of it is there, an entry of the
journal (``graph:journal``) says so: it is *ready*. From then on it will be made, by its writer or
by whoever comes next; before that, it can be dropped. Then it is made, batch by batch; then the
journal names a new revision, and what was written down is dropped.

- One change at a time: an entry is made only where there is none. Two that come about at the same
  moment nevertheless: the one with the lower name goes on.
- An entry has an owner and a time until which nobody else touches it. After that, or when its
  owner is a process of this machine that is gone, the next writer becomes the owner.
- Every request carries the state and the owner that it needs to find (``WHERE``). A writer that
  was thought dead and goes on changes nothing.
- Every request may be sent twice.
- Readers look at the revision before and after they read. See RemoteStore.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import socket
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from dateline.errors import OutOfTime, Refused, StoreError
from dateline.store import deadline
from dateline.store.credentials import shown
from dateline.store.patch import Patch, decoded, digest_of
from dateline.store.protocol import Client
from dateline.store.statements import statement
from dateline.vocabulary import GRAPH, XSD

JOURNAL: Final = GRAPH + "journal"
TERMS: Final = "https://w3id.org/dateline/journal#"
PART: Final = ox.NamedNode(TERMS + "part")
#: The revision of a knowledge base that was never changed.
FIRST: Final = "0"
#: Seconds that an entry is left alone after its owner was last heard of.
LEASE = 600
#: Seconds that a reader waits for a change that is being made, and between two looks.
PATIENCE = 20.0
GLANCE = 0.1
#: Whether a signal of nothing asks if a process is there; elsewhere it may end it.
MAY_ASK = os.name == "posix"


@dataclass(frozen=True, slots=True)
class Entry:
    """A change under way; ``state`` is ``open``, ``ready`` or ``over``.

    ``until`` is in seconds since 1970; ``digest`` is of what was written down; ``next`` is the
    revision to come; ``back`` tells that the change is taken back.
    """

    name: str
    state: str
    owner: str
    until: int
    digest: str = ""
    next: str = ""
    back: bool = False

    @property
    def abandoned(self) -> bool:
        """Whether nobody is at work on it any more, as far as can be told."""
        return self.until < time.time() or _is_gone(self.owner)


@dataclass(frozen=True, slots=True)
class State:
    """What the journal says; ``revision`` is empty where there is no journal."""

    revision: str
    entries: tuple[Entry, ...]

    @property
    def ready(self) -> tuple[Entry, ...]:
        """The changes that are being made: the knowledge base is neither as before nor after."""
        return tuple(entry for entry in self.entries if entry.state == "ready")


class Journal:
    """The journal of a knowledge base."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._place = shown(client.place)

    def state(self) -> State:
        """Return what the journal says now."""
        told: dict[str, dict[str, list[str]]] = {}
        for node, key, value in self._client.rows(statement("state.rq")):
            if isinstance(node, ox.NamedNode) and isinstance(key, ox.NamedNode):
                name = key.value.removeprefix(TERMS)
                told.setdefault(node.value, {}).setdefault(name, []).append(_text(value))
        revisions = told.pop(JOURNAL, {}).get("revision", [])
        later = [revision for revision in revisions if revision != FIRST]
        entries = (_entry(name, about) for name, about in sorted(told.items()) if "state" in about)
        return State(max(later or revisions, default=""), tuple(entries))

    def settled(self) -> State:
        """Return what the journal says when no change is being made.

        Waits for one that is; completes one that was abandoned. Raises StoreError where it goes on
        for too long or we may not complete it.
        """
        end = time.monotonic() + PATIENCE
        while True:
            state = self.state()
            if not state.ready:
                return state
            if time.monotonic() > end:
                raise StoreError(self._busy())
            for entry in state.ready:
                if entry.abandoned:
                    self._complete_for_others(entry)
                else:
                    time.sleep(deadline.left(GLANCE))

    def _complete_for_others(self, entry: Entry) -> None:
        try:
            self._clear_away(entry)
        except StoreError as error:
            raise StoreError(
                f"{self._place}: a change was broken off and has to be completed first, by somebody"
                f" who may write ({error})"
            ) from error

    def begin(self) -> tuple[str, Entry]:
        """Begin a change: return the revision that it starts from, and its entry.

        What abandoned changes left is completed or undone first. Raises StoreError where another
        process is changing the knowledge base.
        """
        for entry in self.state().entries:
            if entry.state != "over" and not entry.abandoned:
                raise StoreError(self._busy())
            self._clear_away(entry)
        state = self.state()
        if not state.revision:
            self._client.update(statement("seed.ru"))
            state = self.state()
        name = f"{JOURNAL}/{time.time_ns():020d}-{uuid.uuid4().hex[:8]}"
        mine = Entry(name, "open", _owner(), int(time.time()) + LEASE)
        row = (_node(mine), ox.Literal(mine.owner), _number(mine.until), ox.Literal(state.revision))
        self._client.update(statement("begin.ru", [row]))
        if [entry.name for entry in self.state().entries[:1]] != [mine.name]:
            self.undo(mine)
            raise StoreError(self._busy())
        return state.revision, mine

    def commit(self, entry: Entry, revision: str, patch: Patch) -> str:
        """Make a change that was begun; returns the new revision.

        Raises StoreError where it could not be made: then nothing is changed, or the next command
        completes it.
        """
        self._refuse_what_is_lost(patch)
        entry = self._kept(entry)
        parts = patch.encoded()
        self._write_down(entry, parts)
        entry = replace(entry, state="ready", digest=digest_of(parts), next=uuid.uuid4().hex)
        told = (ox.Literal(value) for value in (entry.owner, revision, entry.digest, entry.next))
        self._client.update(statement("ready.ru", [(_node(entry), *told)]))
        if entry.name not in {other.name for other in self.state().ready}:
            raise StoreError(
                f"{self._place}: another process has changed this knowledge base meanwhile; nothing"
                " was stored, try again"
            )
        self._make(entry, patch)
        return entry.next

    def _refuse_what_is_lost(self, patch: Patch) -> None:
        engine = self._client.engine
        for quad in patch.added:
            if isinstance(quad.object, ox.Literal) and engine.loses(quad.object):
                raise StoreError(
                    f"{self._place}: {engine.title} does not keep {quad.object} as it is; nothing"
                    " was stored"
                )

    def undo(self, entry: Entry) -> None:
        """Drop a change, if it is not ready."""
        self._client.update(statement("undo.ru", [(_node(entry), ox.Literal(entry.owner))]))
        self._clean(entry)

    def _clear_away(self, entry: Entry) -> None:
        """Complete or undo what somebody else has left."""
        if entry.state == "over":
            self._clean(entry)
            return
        taken = self._owned(entry, _owner())
        if taken is None:
            return  # somebody else was faster
        if taken.state == "open":
            self.undo(taken)
            return
        parts = self._parts(taken)
        if digest_of(parts) != taken.digest:
            raise StoreError(f"{self._place}: what was written down of a change cannot be read")
        patch = decoded(parts)
        self._make(taken, patch.reverse() if taken.back else patch)

    def _make(self, entry: Entry, patch: Patch) -> None:
        """Make a change that is ready and ours; go back where the engine refuses a part of it."""
        try:
            self._apply(entry, patch)
        except OutOfTime:
            raise
        except StoreError as error:
            if entry.back or self._owned(entry, entry.owner) is None:
                raise
            row = (_node(entry), ox.Literal(entry.owner))
            self._client.update(statement("back.ru", [row]))
            self._apply(replace(entry, back=True), patch.reverse())
            raise StoreError(f"{error}; nothing was stored") from error

    def _apply(self, entry: Entry, patch: Patch) -> None:
        for word, quads in patch.steps(self._client.engine.batch):
            if entry.until - time.time() < LEASE / 2:
                entry = self._kept(entry)
            try:
                self._send(word, entry, quads)
            except Refused:
                if not (entry.back and word == "delete"):
                    raise
                for quad in quads:  # what the engine cannot even name, it did not take before
                    with contextlib.suppress(Refused):
                        self._send(word, entry, [quad])
        made = (_node(entry), ox.Literal(entry.owner), ox.Literal(entry.next))
        self._client.update(statement("made.ru", [made]))
        self._clean(entry)

    def _send(self, word: str, entry: Entry, quads: Sequence[ox.Quad]) -> None:
        row = (_node(entry), ox.Literal(entry.owner))
        # Virtuoso leaves quads behind where one template takes away from several graphs.
        runs = itertools.groupby(quads, _graph) if word == "delete" else [("", iter(quads))]
        self._client.update(";\n".join(statement(f"{word}.ru", [row], run) for _, run in runs))

    def _write_down(self, entry: Entry, parts: tuple[str, ...]) -> None:
        """Write a change down, and look whether it is there as it was written."""
        quads = [
            ox.Quad(ox.NamedNode(f"{entry.name}/{n:06d}"), PART, ox.Literal(part), _node(entry))
            for n, part in enumerate(parts)
        ]
        if self._client.addresses.graph_store:
            triples = "".join(f"{quad.triple} .\n" for quad in quads)
            self._client.put_graph(entry.name, triples.encode())
        else:
            row = (_node(entry), ox.Literal(entry.owner))
            for quad in quads:
                self._client.update(statement("stage.ru", [row], [quad]))
        if self._parts(entry) != list(parts):
            raise StoreError(f"{self._place} does not keep what is written; nothing was stored")

    def _parts(self, entry: Entry) -> list[str]:
        rows = self._client.rows(statement("parts.rq", [(_node(entry),)]))
        return [value for _, value in sorted((_text(part), _text(text)) for part, text in rows)]

    def _kept(self, entry: Entry) -> Entry:
        """Stay the owner of an entry for some more time; raises StoreError if we are not."""
        kept = self._owned(entry, entry.owner)
        if kept is None:
            raise StoreError(self._busy())
        return kept

    def _owned(self, entry: Entry, owner: str) -> Entry | None:
        """Become (or stay) the owner of an entry for some time; None if somebody else did."""
        mine = replace(entry, owner=owner, until=int(time.time()) + LEASE)
        row = (_node(entry), ox.Literal(entry.owner), ox.Literal(owner), _number(mine.until))
        self._client.update(statement("take.ru", [row]))
        there = {(other.name, other.owner) for other in self.state().entries}
        return mine if (mine.name, owner) in there else None

    def _clean(self, entry: Entry) -> None:
        """Drop what was written down of a change, and then its entry, if it is over."""
        if any(e.name == entry.name and e.state == "over" for e in self.state().entries):
            self._client.update(f"DROP SILENT GRAPH {_node(entry)}")
            self._client.update(statement("end.ru", [(_node(entry),)]))

    def _busy(self) -> str:
        return (
            f"{self._place}: another process is changing this knowledge base; try again when it is"
            " done"
        )


def _entry(name: str, about: Mapping[str, Sequence[str]]) -> Entry:
    """Return an entry as the journal tells of it; what it does not tell is empty."""
    state, owner, until, digest, following = (
        next(iter(about.get(key, ())), "") for key in ("state", "owner", "until", "digest", "next")
    )
    ends = int(until) if until.isdigit() else 0
    return Entry(name, state, owner, ends, digest, following, "back" in about)


def _graph(quad: ox.Quad) -> str:
    return str(quad.graph_name)


def _node(entry: Entry) -> ox.NamedNode:
    return ox.NamedNode(entry.name)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _owner() -> str:
    """Return a name for this piece of work: on which machine, in which process, which one."""
    return f"{_machine()}:{os.getpid()}:{uuid.uuid4().hex}"


def _machine() -> str:
    """Return a name for this machine since it was started, which gives nothing away."""
    told = [socket.gethostname(), str(uuid.getnode())]
    with contextlib.suppress(OSError):
        told.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _is_gone(owner: str) -> bool:
    """Whether an owner was a process of this machine that has ended."""
    machine, _, rest = owner.partition(":")
    process = rest.partition(":")[0]
    if not MAY_ASK or machine != _machine() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)  # sends nothing; only asks
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
