"""The saved plan: it approves, it does not carry. Canonical JSON, digests for personal values.

Applying plans again and runs the changes that equal an approved one; so an old, merged or
tampered file can only make it do less.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reconciler.core.digest import change_digest, digest
from reconciler.errors import GuardError
from reconciler.model import Change, FieldChange, Finding, Json, Plan, Ref

FORMAT = "1.0"


@dataclass(frozen=True, slots=True)
class Approval:
    """What a saved plan allows: the digests of its changes, by ref for messages."""

    workspace: str
    changes: Mapping[str, Ref]


def to_json(plan: Plan) -> Json:
    """The plan as one document; the same plan gives the same bytes."""
    return {
        "format_version": plan.format_version,
        "workspace": plan.workspace,
        "digest": plan.digest,
        "summary": summary(plan),
        "changes": [_change(one) for one in plan.changes],
        "kept": [_change(one) for one in plan.kept],
        "findings": [finding_json(one) for one in plan.findings],
        "unmanaged": dict(sorted(plan.unmanaged.items())),
        "left_out": [str(ref) for ref in plan.left_out],
        "forecast": {"reads": plan.forecast.reads, "writes": plan.forecast.writes},
    }


def summary(plan: Plan) -> dict[str, int]:
    """Counts by what happens; the numbers of the summary line."""
    ops = [one.op for one in plan.changes]
    return {
        "create": ops.count("create"),
        "update": ops.count("update") + ops.count("adopt"),
        "move": ops.count("move"),
        "remove": sum(ops.count(op) for op in ("delete", "archive", "unpublish")),
        "release": ops.count("release"),
        "refuse": ops.count("refuse"),
        "edited_in_intercom": len(plan.kept),
        "unchanged": plan.unchanged,
    }


def finding_json(one: Finding) -> Json:
    return {
        "code": one.code,
        "severity": one.severity,
        "message": one.message,
        "file": one.pos.file if one.pos else None,
        "line": one.pos.line if one.pos else None,
        "column": one.pos.column if one.pos else None,
        "path": one.path,
        "hint": one.hint,
    }


def _change(one: Change) -> Json:
    return {
        "op": one.op,
        "ref": str(one.ref),
        "id": one.live.id if one.live else None,
        "why": one.why,
        "digest": one.digest,
        "previous": str(one.previous) if one.previous else None,
        "source": str(one.desired.spec.pos()) if one.desired else None,
        "fields": [_field(each) for each in one.fields],
        "edited_in_intercom": [_field(each) for each in one.drift],
    }


def _field(one: FieldChange) -> Json:
    if one.personal:
        hidden = [None if value is None else f"sha256:{digest(value)}"
                  for value in (one.before, one.after)]  # fmt: skip
        return {"path": list(one.path), "before": hidden[0], "after": hidden[1], "personal": True}
    return {"path": list(one.path), "before": one.before, "after": one.after}


def approval(text: str, *, file: str) -> Approval:
    """Reads a saved plan; GuardError where it is not one, or is not what it says it is."""
    document = _document(text, file)
    changes = document.get("changes")
    if not isinstance(changes, list) or not all(isinstance(one, dict) for one in changes):
        raise GuardError(f"{file} is no plan of this tool", hint="save one with plan --out FILE")
    found: dict[str, Ref] = {}
    for one in changes:
        if not _genuine(one):
            raise GuardError(
                f"{file}: the change of {one.get('ref')} is not the one that was planned",
                hint="the file was edited after it was saved; plan again and review",
            )
        found[str(one["digest"])] = Ref.parse(str(one["ref"]))
    workspace = str(document.get("workspace"))
    if document.get("digest") != digest([workspace, sorted(found)]):
        raise GuardError(f"{file}: the digest does not fit its changes",
                         hint="the file was edited after it was saved; plan again")  # fmt: skip
    return Approval(workspace, found)


def _document(text: str, file: str) -> Json:
    try:
        document = json.loads(text)
    except ValueError as wrong:
        raise GuardError(f"{file} is not JSON: {wrong}",
                         hint="save a plan with plan --out FILE") from wrong  # fmt: skip
    version = str(document.get("format_version", "")) if isinstance(document, dict) else ""
    if version.split(".")[0] != FORMAT.split(".", maxsplit=1)[0]:
        raise GuardError(
            f"{file} has the plan format {version or '(none)'}, this version reads {FORMAT}",
            hint="plan again with this version",
        )
    return dict(document)


def _genuine(one: Json) -> bool:
    """Does the digest belong to what a reviewer read? Personal values cannot be recomputed."""
    fields: Sequence[Json] = one.get("fields") or []
    if any(each.get("personal") for each in fields):
        return isinstance(one.get("digest"), str)
    rows = tuple(FieldChange(tuple(each["path"]), each["before"], each["after"])
                 for each in fields)  # fmt: skip
    previous = Ref.parse(one["previous"]) if one.get("previous") else None
    expected: Any = change_digest(
        str(one.get("op")), Ref.parse(str(one.get("ref"))), rows, previous
    )
    return bool(one.get("digest") == expected)
