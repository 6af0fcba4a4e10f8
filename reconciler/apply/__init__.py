"""Doing: the one place that writes to Intercom."""

from reconciler.apply.certificate import Certificate, certify
from reconciler.apply.run import Run, Served, Stop
from reconciler.apply.walk import apply

__all__ = ["Certificate", "Run", "Served", "Stop", "apply", "certify"]
