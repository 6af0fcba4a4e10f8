"""The saved plan: it approves, it does not carry. Canonical JSON, digests for personal values.

Applying plans again and runs the changes that equal an approved one; so an old, merged or
tampered file can only make it do less.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from reconciler.core.declared.policies import POLICIES
from reconciler.core.planned.digest import change_digest, digest
from reconciler.errors import GuardError, ReconcilerError
from reconciler.model import (
    REMOVALS,
    Change,
    Editor,
    FieldChange,
    Finding,
    Forecast,
    Json,
    Plan,
    Policy,
    Ref,
)

FORMAT = "1.0"
HIDDEN = re.compile(r"hmac:[0-9a-f]{8}:[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Approval:
    """What a saved plan allows: digests of changes, each with the op and ref that were shown."""

    workspace: str
    changes: Mapping[str, tuple[str, Ref]]
    policy: Policy | None = None
    """The one of the run in which it was planned: what it approves is due only with it."""
    mode: str = "apply"
    """The same of staging and publishing."""


def allows(approval: Approval, change: Change) -> bool:
    """Is the change approved? Its digest binds all that was shown of it, see `_genuine`."""
    return change.digest in approval.changes


def to_json(plan: Plan) -> Json:
    """The plan as one document; the same plan gives the same bytes."""
    return {
        "format_version": plan.format_version,
        "workspace": plan.workspace,
        "digest": plan.digest,
        "edited_in_intercom": plan.policy,
        "mode": plan.mode,
        "summary": summary(plan),
        "changes": [_change(one, plan) for one in plan.changes],
        "kept": [_change(one, plan) for one in plan.kept],
        "findings": [finding_json(one) for one in plan.findings],
        "unmanaged": dict(sorted(plan.unmanaged.items())),
        "left_out": [str(ref) for ref in plan.left_out],
        "forecast": _forecast(plan.forecast),
    }


def summary(plan: Plan) -> dict[str, int]:
    """Counts by what happens; the numbers of the summary line."""
    ops = [one.op for one in plan.changes]
    return {
        "create": ops.count("create"),
        "update": sum(ops.count(one) for one in ("update", "adopt", "stage", "publish")),
        "move": ops.count("move"),
        "remove": sum(op in REMOVALS for op in ops),
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
        "via": one.pos.via if one.pos else "",
        "path": one.path,
        "hint": one.hint,
    }


def _forecast(one: Forecast) -> dict[str, int]:
    files = {"uploads": one.uploads} if one.uploads else {}
    return {"reads": one.reads, "writes": one.writes, **files}


def _change(one: Change, plan: Plan) -> Json:
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
        "editor": _editor(plan.editors.get(one.ref)),
    }


def _editor(one: Editor | None) -> Json | None:
    return {"name": one.name or None, "at": one.at, "via": one.via or None} if one else None


def _field(one: FieldChange) -> Json:
    if one.personal:
        if not (_is_hidden(one.before) and _is_hidden(one.after)):
            raise ReconcilerError(f"{'.'.join(one.path)} is personal and would be saved as it is")
        return {"path": list(one.path), "before": one.before, "after": one.after, "personal": True}
    return {"path": list(one.path), "before": one.before, "after": one.after}


def approval(text: str, *, file: str) -> Approval:
    """Reads a saved plan; GuardError where it is not one, or is not what it says it is."""
    document = _document(text, file)
    changes, workspace = document.get("changes"), document.get("workspace")
    if not isinstance(changes, list) or not isinstance(workspace, str):
        raise GuardError(f"{file} is no plan of this tool", hint="save one with plan --out FILE")
    found: dict[str, tuple[str, Ref]] = {}
    for number, one in enumerate(changes, start=1):
        if not _is_change(one):
            _edited(f"{file}: change {number} has not the form of a planned change")
        if one["digest"] in found or not _genuine(one):
            _edited(f"{file}: the change of {one['ref']} is not the one that was planned")
        found[one["digest"]] = one["op"], Ref.parse(one["ref"])
    if document.get("digest") != digest([workspace, sorted(found)]):
        _edited(f"{file}: the digest does not fit its changes")
    policy = next((one for one in POLICIES if one == document.get("edited_in_intercom")), None)
    mode = document.get("mode")
    return Approval(workspace, found, policy, mode if isinstance(mode, str) else "apply")


def _edited(message: str) -> NoReturn:
    hint = "the file was edited after it was saved; plan again and review"
    raise GuardError(message, hint=hint)


def _document(text: str, file: str) -> Json:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise GuardError(f"{file} is not JSON: {wrong}",
                         hint="save a plan with plan --out FILE") from wrong  # fmt: skip
    named = document.get("format_version") if isinstance(document, dict) else None
    version = named if isinstance(named, str) else ""
    if version.split(".", maxsplit=1)[0] != FORMAT.split(".", maxsplit=1)[0]:
        raise GuardError(
            f"{file} has the plan format {version or '(none)'}, this version reads {FORMAT}",
            hint="plan again with this version",
        )
    return dict(document)


def _is_change(one: Any) -> bool:
    match one:
        case {"op": str(), "ref": str(), "digest": str(), "fields": list(fields)}:
            previous = one.get("previous")
            return isinstance(previous, str | None) and all(map(_is_field, fields))
    return False


def _is_field(one: Any) -> bool:
    """A personal value has to be hidden: what may be shown may not go unchecked."""
    match one:
        case {"path": list(path), "before": before, "after": after}:
            hidden = one.get("personal") is None or (
                one["personal"] is True and _is_hidden(before) and _is_hidden(after)
            )
            return hidden and all(isinstance(part, str) for part in path)
    return False


def _is_hidden(value: Any) -> bool:
    return value is None or (isinstance(value, str) and HIDDEN.fullmatch(value) is not None)


def _genuine(one: Json) -> bool:
    """Does the digest belong to what a reviewer read? It binds the digests of personal values."""
    rows = tuple(FieldChange(tuple(each["path"]), each["before"], each["after"])
                 for each in one["fields"])  # fmt: skip
    previous = Ref.parse(one["previous"]) if one.get("previous") else None
    try:
        expected = change_digest(one["op"], Ref.parse(one["ref"]), rows, previous)
    except RecursionError:
        return False
    return bool(one["digest"] == expected)
