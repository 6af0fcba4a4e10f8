"""The other side of `worker`: starts it when a template first needs it, ends it when it hangs.

A template that ends its process is a Failure like any other, and the next one gets a new
process; after a few of them nothing more is rendered.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from reconciler.source.jobs import Failure, Job, Render, unpacked

PATIENCE = 10.0
"""Seconds for one template on a machine that is busy; the worker counts its own time itself."""
START = 60.0
MAX_ENDED = 3
MAX_ANSWER = 40_000_000
"""Bytes of one answer: 2 million characters, each written as an escape, and then some."""
CHUNK = 1 << 16
BOOT = "import sys; sys.path[:] = sys.argv[1:]; from reconciler.source.worker import main; main()"
NEEDED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""All of the environment that the worker gets: some builds of Python do not start without it."""
TIME = "it takes longer than a template may"
ENDED = "it takes more memory than a template may, or breaks the process that renders it"
GIVEN_UP = Failure("limit", f"{MAX_ENDED} templates before it had to be ended; it was not tried")


class EndedError(Exception):
    """The worker is gone; the message says why."""


@dataclass
class Process:
    """Renders in a worker, or by `here` where none can be started. setup: see `worker.serve`."""

    setup: Any
    here: Render
    worker: Worker | None = None
    ended: int = 0

    def render(self, job: Job, rows: Sequence[Any]) -> Iterator[Any]:
        """For each row a value or a Failure; to be taken to its end."""
        while rows:
            if self.ended == MAX_ENDED:
                yield from [GIVEN_UP] * len(rows)
                return
            self.worker = self.worker or started(self.setup)
            if self.worker is None:
                yield from self.here(job, rows)
                return
            done = 0
            try:
                for answer in self.worker.answers(job, rows):
                    yield answer
                    done += 1
            except EndedError as error:
                yield Failure("limit", str(error))
                done += 1
                self.close()
                self.ended += 1
            rows = rows[done:]

    def close(self) -> None:
        if self.worker:
            self.worker.end()
        self.worker = None


@dataclass
class Worker:
    """One process: lines of JSON in, lines of JSON out."""

    process: subprocess.Popen[bytes]
    rest: bytearray = field(default_factory=bytearray)
    """What was read and not yet used."""

    def answers(self, job: Job, rows: Sequence[Any]) -> Iterator[Any]:
        self.write([*job, list(rows)])
        for _ in rows:
            yield unpacked(self.line(PATIENCE))

    def write(self, what: Any) -> None:
        to: Any = self.process.stdin
        try:
            to.write(json.dumps(what).encode() + b"\n")
            to.flush()
        except BrokenPipeError:
            raise EndedError(self._why()) from None

    def line(self, seconds: float) -> bytes:
        """The next line; EndedError where it does not come in time, or never."""
        until, begin = time.monotonic() + seconds, 0
        while (end := self.rest.find(b"\n", begin)) < 0:
            begin = len(self.rest)
            part = self._part(max(until - time.monotonic(), 0))
            if not part or begin > MAX_ANSWER:
                raise EndedError(self._why())
            self.rest += part
        line = bytes(self.rest[:end])
        del self.rest[: end + 1]
        return line

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()

    def _part(self, seconds: float) -> bytes:
        out: Any = self.process.stdout
        waiting = select.poll()
        waiting.register(out, select.POLLIN)
        if not waiting.poll(seconds * 1000):
            raise EndedError(TIME)
        part: bytes = out.read1(CHUNK)
        return part

    def _why(self) -> str:
        self.end()
        return TIME if self.process.returncode == -signal.SIGPROF else ENDED


def started(setup: Any) -> Worker | None:
    """A worker that is ready; None where the system does not give us one."""
    places = [os.path.abspath(one) for one in sys.path]  # noqa: PTH100 - keeps links as they are
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", BOOT, *places],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in NEEDED if name in os.environ},
            cwd="/", start_new_session=True,
        )  # fmt: skip
    except OSError:
        return None
    worker = Worker(process)
    try:
        worker.write(setup)
        worker.line(START)
    except EndedError:
        worker.end()
        return None
    return worker
