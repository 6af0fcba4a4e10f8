"""Digests over canonical JSON: sorted keys, no spaces, no clock, no map order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from reconciler.model import FieldChange, Path, Ref


def digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def fingerprint(identity: str, values: Mapping[Path, Any]) -> str:
    """Of one live object: its id and the values a decision was based on, nothing else."""
    return digest([identity, sorted([list(path), value] for path, value in values.items())])


def change_digest(op: str, ref: Ref, fields: tuple[FieldChange, ...], previous: Ref | None) -> str:
    """What an approval is bound to: ref, op, before and after."""
    rows = [[list(one.path), one.before, one.after] for one in fields]
    return digest([op, str(ref), rows, str(previous) if previous else None])
