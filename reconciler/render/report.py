"""The report of an apply: what was done and what was not, adding up, and the certificate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reconciler.core.planned.saved import finding_json, to_json
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
    interrupted: bool = False,
    paint: Paint,
) -> str:
    """`requests`: reads and writes that were sent."""
    done = sum(_is_done(one) for one in results)
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
    if deviations:
        lines.append(paint("error", f"Second plan: {plural(deviations, 'field')} not as declared."))
    if interrupted:
        lines.append("Interrupted: what was in flight is finished; apply again to go on.")
    elif not deviations:
        lines += _certified(checked, due=len(results) - done)
    return "\n".join(lines)


def _is_done(one: StepResult) -> bool:
    return one.outcome in ("done", "unchanged")


def _certified(checked: int, *, due: int) -> Iterator[str]:
    """What reading again has shown; a plan with writes still due is not called empty."""
    still = f"{plural(due, 'write')} {'is' if due == 1 else 'are'} still due: apply again."
    if due and checked:
        objects = plural(checked, "object")
        yield f"What was written reads back as declared ({objects}); {still}"
    elif due:
        yield still
    elif checked:
        yield f"Second plan: empty, {plural(checked, 'object')} read again."


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
    certified: bool,
) -> dict[str, Any]:
    """`certified`: what was touched was read again; else nobody knows of a second plan."""
    return {
        "plan": to_json(plan),
        "results": [_result(one) for one in results],
        "outcomes": {
            outcome: sum(one.outcome == outcome for one in results)
            for outcome in ("done", "unchanged", "failed", "blocked", "skipped")
        },
        "second_plan_empty": certified and not deviations and all(map(_is_done, results)),
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
