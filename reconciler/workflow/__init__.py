"""The one composition that the command line, the action and the tests call.

Every function takes what it needs and returns values; nothing here prints or exits. Each is loaded
when it is first asked for: `validate` needs nothing of planning and applying, and starts without.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

PLACES = {
    "Stop": "reconciler.apply",
    "Report": "reconciler.workflow.applying",
    "apply": "reconciler.workflow.applying",
    "plan": "reconciler.workflow.planning",
    "Identity": "reconciler.workflow.project",
    "Project": "reconciler.workflow.project",
    "choose_workspace": "reconciler.workflow.project",
    "identify": "reconciler.workflow.project",
    "open_project": "reconciler.workflow.project",
    "valid": "reconciler.workflow.project",
    "read_workspace": "reconciler.workflow.reading",
}

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


def __getattr__(name: str) -> Any:
    if name not in PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(PLACES[name]), name)
