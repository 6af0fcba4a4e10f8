"""A run that does not hear of its signal is ended all the same."""

import os
import signal
import subprocess
import sys
import time

import pytest

from reconciler.errors import TerminatedError, interruption

READY = "print('ready', flush=True)"
DEAF = """
import signal, threading, time
from reconciler.cli import main as entry, resort
resort.GRACE = 0.2
signal.signal(signal.SIGINT, lambda *_: None)
resort.last_resort(entry._given_up)
%s
time.sleep(30)
"""


def ended(inside: str, sent: signal.Signals) -> tuple[int, str]:
    child = subprocess.Popen(
        [sys.executable, "-c", DEAF % inside], env={**os.environ, "NO_COLOR": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.send_signal(sent)
    try:
        _, err = child.communicate(timeout=5)
    finally:
        child.kill()
    return child.returncode, err


def test_a_run_that_does_not_hear_of_ctrl_c_is_ended_with_its_code() -> None:
    assert ended(READY, signal.SIGINT) == (130, "error: interrupted\n")


def test_a_run_that_finishes_what_it_writes_is_left_alone() -> None:
    begin = time.monotonic()
    inside = f"with resort.unhurried(): {READY}; time.sleep(1)\nraise SystemExit(7)"
    code, _ = ended(inside, signal.SIGINT)
    assert (code, time.monotonic() - begin > 0.5) == (7, True)


def test_ctrl_c_is_found_behind_the_error_that_it_caused() -> None:
    with pytest.raises(RuntimeError) as caught:
        _interrupted_in_a_lock()
    assert isinstance(interruption(caught.value), TerminatedError)
    assert interruption(RuntimeError("another")) is None


def _interrupted_in_a_lock() -> None:
    try:
        raise TerminatedError
    finally:
        raise RuntimeError("release unlocked lock")
