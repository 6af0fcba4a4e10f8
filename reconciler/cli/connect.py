"""One connection to a workspace, real or simulated, and the ledger that belongs to it."""

from __future__ import annotations

import contextlib
import getpass
import hmac
import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.api import HttpClient, Token, Trace, open_client, wrong_region
from reconciler.cli.options import IN_MEMORY, Common
from reconciler.cli.output import say
from reconciler.errors import CredentialsError, GuardError, LedgerError, interruption
from reconciler.ledger import (
    FileStore,
    LedgerBook,
    MemoryStore,
    Store,
    choose_store,
    open_ledger,
    vanishes,
)
from reconciler.model import Workspace
from reconciler.render.safe import printable
from reconciler.workflow import Identity, Project, identify

if TYPE_CHECKING:
    import httpx

LOCK_SECONDS = 900
SELDOM = 60.0


@dataclass(frozen=True, slots=True)
class Connection:
    client: HttpClient
    identity: Identity
    ledger: LedgerBook
    store: Store


@contextmanager
def connect(common: Common, project: Project, *, read_only: bool) -> Iterator[Connection]:
    """Verified to be the workspace that is meant before anything else is read."""
    with opened(common, project, read_only=read_only) as client:
        try:
            identity = identify(client.me(), project.workspace)
            identity = replace(identity, secret=_secret(common, identity))
            _check_region(common, project.workspace, identity)
            store = store_of(common, identity)
            yield Connection(client, identity, open_ledger(store, identity.app_id), store)
        except BaseException as error:
            if cause := interruption(error):
                cause.requests = (client.reads, client.writes)  # type: ignore[attr-defined] # for the last word
            raise


@contextmanager
def opened(common: Common, project: Project, *, read_only: bool) -> Iterator[HttpClient]:
    """A client as the options want it; UsageError for a trace that cannot be written."""
    workspace = project.workspace
    with _traced(common) as trace, reached(common, project) as (transport, token):
        client = open_client(
            token,
            read_only=read_only,
            region=workspace.region,
            version=workspace.api_version,
            base_url=common.base_url,
            transport=transport,
            reserve=common.reserve,
            trace=trace,
            notice=noticed(common),
            waiting=_waiting(common),
        )
        try:
            yield client
        finally:
            client.close()


@contextmanager
def _traced(common: Common) -> Iterator[Trace | None]:
    if common.trace is None:
        yield None
        return
    trace = Trace(common.trace)
    try:
        yield trace
    finally:
        trace.close()
        if trace.broken:
            say(
                f"the trace in {printable(str(common.trace))} is not complete: {trace.broken}",
                err=True,
            )


def _waiting(common: Common) -> Callable[[float], None]:
    """Says what is waited for: each time on a terminal, once a minute in a log."""
    said = -inf

    def wait(seconds: float) -> None:
        nonlocal said
        if sys.stderr.isatty() or time.monotonic() - said >= SELDOM:
            said = time.monotonic()
            noticed(common)(f"waiting {seconds:.0f} s for Intercom's next window")

    return wait


def noticed(common: Common) -> Callable[[str], None]:
    """Where lines about waiting go: to whoever reads along, never into a JSON document."""
    return lambda text: None if common.as_json else say(printable(text), err=True)


PERSONAL_KEY = "RECONCILER_PERSONAL_KEY"  # the name of a variable


def _secret(common: Common, identity: Identity) -> bytes:
    """What keys the digests of personal values: the variable, else something made of the token.

    Whoever plans with one token and applies with another sets the variable for both.
    """
    given = os.environ.get(PERSONAL_KEY, "")
    if not given and common.simulator is None:
        given = os.environ.get(common.token_env, "").strip()
    key = (given or identity.app_id).encode("utf-8", "surrogateescape")
    return hmac.new(key, b"personal values of " + identity.app_id.encode(), "sha256").digest()


def _check_region(common: Common, workspace: Workspace, identity: Identity) -> None:
    if common.base_url or common.simulator:
        return
    problem = wrong_region({"app": {"region": identity.region}}, workspace.region)
    if problem:
        raise GuardError(problem, hint="a token of one region is not sent to another")


@contextmanager
def locked(common: Common, connection: Connection) -> Iterator[threading.Event]:
    """The ledger's lock, so that two runs never interleave. What it gives is set where another run
    took the lock, because this one did not renew it in time.
    """
    store = connection.store
    if vanishes(store, os.environ) and not common.simulator:
        raise GuardError(
            "the ledger would vanish with this machine, and with it what is ours",
            hint="use --ledger git:origin, or file:PATH on a disk that stays",
        )
    owner = f"{_here()}:{os.getpid()}:{secrets.token_hex(4)}"
    _break_dead(store)
    store.lock(owner, LOCK_SECONDS)
    ended, lost = threading.Event(), threading.Event()
    threading.Thread(target=_renew, args=(store, owner, ended, lost), daemon=True).start()
    try:
        connection.ledger.refresh()
        yield lost
    finally:
        ended.set()
        try:
            connection.ledger.compact()
        finally:
            store.unlock(owner)


def _here() -> str:
    return f"{getpass.getuser()}@{socket.gethostname()}"


def _break_dead(store: Store) -> None:
    """The lock of a run on this very machine whose process is gone holds nobody off."""
    held = store.held()
    where, pid, _ = held.owner.rsplit(":", 2) if held and held.owner.count(":") > 1 else ("",) * 3
    if held is None or where != _here() or not pid.isdigit():
        return
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        store.unlock(held.owner)
    except OSError:
        return


def _renew(store: Store, owner: str, ended: threading.Event, lost: threading.Event) -> None:
    """A long run keeps its lock; a run that dies loses it soon, one that slept finds out."""
    while not ended.wait(LOCK_SECONDS / 3):
        try:
            store.lock(owner, LOCK_SECONDS)
        except LedgerError:
            with contextlib.suppress(LedgerError):
                held = store.held()
                if held is not None and held.owner != owner:
                    lost.set()


def store_of(common: Common, identity: Identity) -> Store:
    """Where the ledger of a workspace lies; LedgerError for a place that is none."""
    if common.ledger is None and common.simulator is not None:
        if common.simulator == IN_MEMORY:
            return MemoryStore()
        return FileStore(Path(f"{common.simulator}.ledger.jsonl"), chosen=True)
    return choose_store(common.ledger, root=common.directory.resolve(), workspace=identity.app_id)


@contextmanager
def reached(common: Common, project: Project) -> Iterator[tuple[httpx.BaseTransport | None, Token]]:
    """The network and the token of the environment, or a simulator that needs neither."""
    if common.simulator is None:
        yield None, _token(common.token_env)
        return
    from reconciler.cli.simulated import simulated  # noqa: PLC0415 - only where it is asked for

    with simulated(common.simulator, project.workspace, project.config) as (transport, token):
        yield transport, Token(token)


def _token(name: str) -> Token:
    value = os.environ.get(name, "").strip()
    if not value:
        raise CredentialsError(
            f"the variable {name} holds no access token",
            method="GET",
            path="/me",
            code="no_token",
            hint=f"export {name}=..., or try it without a token: --simulator",
        )
    return Token(value)
