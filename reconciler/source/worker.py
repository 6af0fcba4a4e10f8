"""The process that renders templates: nothing of ours to read, little to use, easy to kill.

It has no environment and so no token, may open few files and write none, start nothing,
and is ended by the system itself when a template takes its time or memory.
"""

from __future__ import annotations

import contextlib
import json
import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from reconciler.source.engine import Engine
from reconciler.source.jobs import Job, packed

SECONDS = 1.5
"""Of the processor, for one template: a loop in C cannot be counted, but it can be ended."""
LIMITS = {
    resource.RLIMIT_AS: 512_000_000,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NOFILE: 16,
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_CORE: 0,
}


def confine() -> None:
    """What the system does not know, or what is lower already, stays as it is."""
    for what, most in LIMITS.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def serve(lines: BinaryIO, out: BinaryIO) -> None:
    """First line: the project; every other one: a job and its rows, answered in as many lines."""
    setup = json.loads(lines.readline())
    engine = Engine(Path(setup["root"]), tuple(setup["folders"]), setup["values"])
    out.write(packed(None))
    out.flush()
    for line in lines:
        *job, rows = json.loads(line)
        made = engine.render(Job(*job), rows)
        for _ in rows:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            answer = packed(next(made))
            signal.setitimer(signal.ITIMER_PROF, 0)
            out.write(answer)
            out.flush()


def main() -> None:
    confine()
    serve(sys.stdin.buffer, sys.stdout.buffer)
