"""What the workspace pays for. Knows no resource."""

from __future__ import annotations

from reconciler.simulator.errors import RefusalError
from reconciler.simulator.wire import Call


def needed(call: Call, feature: str, *, message: str = "Active subscription needed.") -> None:
    """RefusalError: 403 where the plan lacks the feature (the switch `plan_without`)."""
    if feature in call.switches.plan_without:
        raise RefusalError(403, "api_plan_restricted", message=message)
