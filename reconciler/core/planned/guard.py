"""What may run: approved changes, and removals only with their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reconciler.codes import finding
from reconciler.core.planned.plan import Planned, assemble
from reconciler.core.planned.saved import Approval, allows
from reconciler.core.planned.select import without_missing
from reconciler.errors import GuardError
from reconciler.model import REMOVALS, Change, Finding, Kinds, Plan, Ref


@dataclass(frozen=True, slots=True)
class Allowed:
    """The plan that is left to run, and what is named because it is not part of it."""

    planned: Planned
    findings: tuple[Finding, ...]
    stale: int
    """How many approved changes cannot run as approved."""


def approved(planned: Planned, approval: Approval, kinds: Kinds) -> Allowed:
    """Only the changes that equal an approved one.

    GuardError for another workspace, and where the file shows one of them as something else.
    """
    plan = planned.plan
    if approval.workspace != plan.workspace:
        raise GuardError(
            f"the plan was approved for workspace {approval.workspace}, this is {plan.workspace}",
            hint="plan this workspace and have that reviewed",
        )
    running = [one for one in plan.changes if allows(approval, one)]
    due = {one.ref for one in plan.changes if one.op == "create"}
    running, stuck = without_missing(running, due)
    stuck_refs = {one.ref for one in stuck}
    here = {one.digest for one in plan.changes}
    gone = [ref for each, (_, ref) in approval.changes.items() if each not in here]
    stale = [ref for ref in gone if _still_due(ref, plan)] + sorted(stuck_refs)
    findings = [
        finding("not-approved", f"{one.ref}: {one.op} is due, but was not approved")
        for one in plan.changes
        if one.digest not in approval.changes and one.op not in ("refuse", "release")
    ]
    findings += [
        finding("not-due", f"{ref}: what was approved is not what is due now; plan again")
        for ref in stale
    ]
    return Allowed(_only(planned, running, kinds), tuple(findings), len(stale))


def _still_due(ref: Ref, plan: Plan) -> bool:
    """Approved, and something is due, but not the same; done already is no complaint."""
    return any(one.ref == ref for one in (*plan.changes, *plan.kept))


def _only(planned: Planned, running: Sequence[Change], kinds: Kinds) -> Planned:
    plan = planned.plan
    made = assemble(plan.workspace, running, kinds, planned.addressed,
                    planned.context.addressless)  # fmt: skip
    refs = {one.ref for one in running}
    return replace(
        planned,
        plan=replace(
            made, kept=plan.kept, findings=plan.findings, left_out=plan.left_out,
            unmanaged=plan.unmanaged, unchanged=plan.unchanged,
            remember=tuple(one for one in plan.remember
                           if one.ref not in refs),
        ),
    )  # fmt: skip


def removals(plan: Plan) -> list[Change]:
    return [one for one in plan.changes if one.op in REMOVALS]


def check_removals(plan: Plan, allowed: int | None) -> None:
    """GuardError unless the number of removals is exactly the one that was allowed."""
    found = removals(plan)
    if len(found) == (allowed or 0):
        return
    if not found:
        raise GuardError(f"--allow-deletes {allowed} was given, but the plan takes nothing away",
                         hint="drop the flag")  # fmt: skip
    names = ", ".join(str(one.ref) for one in found[:5]) + (", ..." if len(found) > 5 else "")  # noqa: PLR2004 - one line
    if allowed is None:
        message = f"the plan takes {len(found)} away: {names}"
        hint = f"review that, then add --allow-deletes {len(found)}, or apply a saved plan"
    else:
        message = f"--allow-deletes {allowed} was given, the plan takes {len(found)} away: {names}"
        hint = "the number has to be that of the plan"
    raise GuardError(message, hint=hint)
