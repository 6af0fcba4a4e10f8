"""A workspace as a file: one JSON document with a format version.

Decides whether a file is one of ours and whole; every value is checked against the table it
claims to belong to, because the file is an input like any other. Knows no resource.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reconciler.simulator.coding import decoded
from reconciler.simulator.errors import SimulatorError

FORMAT = 1
MOST = 500_000_000
COMMON: Mapping[str, Any] = {"id": object, "created_at": 0, "updated_at": 0, "sequence": 0}


class Snapshot(NamedTuple):
    app: Mapping[str, Any]
    rows: Mapping[str, list[dict[str, Any]]]
    made: Mapping[str, int]
    sequence: int


def written(whole: Snapshot) -> str:
    return json.dumps({"format": FORMAT, **whole._asdict()}, ensure_ascii=False)


def replace(path: Path, text: str) -> None:
    """Write beside and rename, so that a killed process leaves the old file or the new one."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError as error:
        raise SimulatorError(f"{path}: cannot be written: {error.strerror}") from None


class Shape(NamedTuple):
    """`new`: the values of a new row; `kinds`: the same, with a type where it may be None."""

    new: Mapping[str, Any]
    kinds: Mapping[str, Any]


Shapes = Mapping[str, Shape]


def read(path: Path, shapes: Shapes) -> Snapshot:
    whole = _parsed(path)
    check_format(path, whole.get("format"))
    return checked(path, whole, shapes)


def check_format(path: Path, found: Any) -> None:
    if found != FORMAT:
        newer = isinstance(found, int) and found > FORMAT
        why = "written by a newer simulator" if newer else "not a workspace of the simulator"
        raise SimulatorError(f"{path}: {why} (format {found!r}, this one reads {FORMAT})")


def checked(path: Path, whole: Mapping[str, Any], shapes: Shapes) -> Snapshot:
    """The workspace; fields that an older simulator did not know have their values of new rows."""
    _check(path, whole, shapes)
    rows = {
        kind: [shapes[kind].new | row for row in found] for kind, found in whole["rows"].items()
    }
    return Snapshot(whole["app"], rows, whole["made"], whole["sequence"])


def _parsed(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST:
            raise SimulatorError(f"{path}: larger than {MOST} bytes, which no workspace is")
        whole = decoded(path.read_text("utf-8"))
    except OSError as error:
        raise SimulatorError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise SimulatorError(f"{path}: not JSON: {error}") from None
    if not isinstance(whole, dict):
        raise SimulatorError(f"{path}: not a workspace of the simulator: no object")
    return whole


def _check(path: Path, whole: Mapping[str, Any], shapes: Shapes) -> None:
    for name, kind in {"app": dict, "rows": dict, "made": dict, "sequence": int}.items():
        if not isinstance(whole.get(name), kind):
            raise SimulatorError(f"{path}: {name} is missing or no {kind.__name__}")
    for kind, made in whole["made"].items():
        if kind not in shapes or not isinstance(made, int):
            raise SimulatorError(f"{path}: made.{kind} is no count of a known kind")
    for kind, rows in whole["rows"].items():
        if kind not in shapes or not isinstance(rows, list):
            raise SimulatorError(f"{path}: rows.{kind} is no list of a known kind")
        for place, row in enumerate(rows):
            if problem := _problem(row, {**shapes[kind].kinds, **COMMON}):
                raise SimulatorError(f"{path}: rows.{kind}[{place}]: {problem}")


def _problem(row: Any, fields: Mapping[str, Any]) -> str:
    if not isinstance(row, dict):
        return "no object"
    if not isinstance(row.get("id"), str | int):
        return "id is no string and no integer"
    if odd := sorted(row.keys() - fields.keys()) or sorted(COMMON.keys() - row.keys()):
        return f"the fields are not those of the kind: {', '.join(odd)}"
    for name, value in row.items():
        default = fields[name]
        optional = isinstance(default, type)
        kind = default if isinstance(default, type) else type(default)
        if not isinstance(value, kind) and not (optional and value is None):
            return f"{name} is no {kind.__name__}"
    return ""
