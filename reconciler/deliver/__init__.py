"""Doing what is sent once: the one place that writes to customers."""

from reconciler.deliver.addressed import addressed
from reconciler.deliver.batch import deliver
from reconciler.deliver.prepare import prepared
from reconciler.deliver.run import Outcome, Run, Sent
from reconciler.deliver.settle import baseline, resend, retag, skip
from reconciler.deliver.tags import Intercom, Tags, reach_of

__all__ = [
    "Intercom",
    "Outcome",
    "Run",
    "Sent",
    "Tags",
    "addressed",
    "baseline",
    "deliver",
    "prepared",
    "reach_of",
    "resend",
    "retag",
    "skip",
]
