"""The report of an apply: what was done and what was not, adding up, and the certificate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reconciler.core.saved import finding_json, to_json
from reconciler.model import Finding, Json, Plan, StepResult
from reconciler.render.safe import Paint, plural


def closing(
    plan: Plan,
    results: Sequence[StepResult],
    *,
    deviations: int,
    checked: int,
    requests: tuple[int, int],
    seconds: float,
    paint: Paint,
) -> str:
    """`requests`: reads and writes that were sent."""
    done = sum(one.outcome in ("done", "unchanged") for one in results)
    parts = [f"{done} of {plural(len(results), 'write')} done"]
    for outcome in ("failed", "blocked", "skipped"):
        number = sum(one.outcome == outcome for one in results)
        if number:
            parts.append(f"{number} {outcome}")
    reads, writes = requests
    lines = [
        paint("bold", f"Applied: {', '.join(parts)}, in {seconds:.1f} s."),
        _requests(plan, reads, writes),
    ]
    if checked and not deviations:
        lines.append(f"Second plan: empty, {plural(checked, 'object')} read again.")
    elif deviations:
        lines.append(paint("error", f"Second plan: {plural(deviations, 'field')} not as declared."))
    return "\n".join(lines)


def _requests(plan: Plan, reads: int, writes: int) -> str:
    sent = f"{plural(reads, 'read')}, {plural(writes, 'write')}"
    forecast = f"{plural(plan.forecast.reads, 'read')}, {plural(plan.forecast.writes, 'write')}"
    return f"Requests: {sent} (forecast: at most {forecast})."


def report_json(
    plan: Plan,
    results: Sequence[StepResult],
    *,
    deviations: Sequence[Finding],
    findings: Sequence[Finding],
    requests: tuple[int, int],
) -> dict[str, Any]:
    return {
        "plan": to_json(plan),
        "results": [_result(one) for one in results],
        "outcomes": {
            outcome: sum(one.outcome == outcome for one in results)
            for outcome in ("done", "unchanged", "failed", "blocked", "skipped")
        },
        "second_plan_empty": not deviations,
        "deviations": [finding_json(one) for one in deviations],
        "findings": [finding_json(one) for one in findings],
        "requests": {"reads": requests[0], "writes": requests[1]},
    }


def _result(one: StepResult) -> Json:
    return {
        "ref": str(one.step.change.ref),
        "op": one.step.change.op,
        "part": one.step.part or "object",
        "outcome": one.outcome,
        "id": one.id,
        "error": finding_json(one.error) if one.error else None,
    }
