"""The one composition that the command line, the action and the tests call.

Every function takes what it needs and returns values; nothing here prints or exits.
"""

from reconciler.apply import Stop
from reconciler.workflow.applying import Report, apply
from reconciler.workflow.planning import plan
from reconciler.workflow.project import (
    Identity,
    Project,
    choose_workspace,
    identify,
    open_project,
    valid,
)
from reconciler.workflow.reading import read_workspace

__all__ = [
    "Identity",
    "Project",
    "Report",
    "Stop",
    "apply",
    "choose_workspace",
    "identify",
    "open_project",
    "plan",
    "read_workspace",
    "valid",
]
