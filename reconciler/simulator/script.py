"""Fault scripts: the YAML in which people write what shall go wrong.

Decides which keys there are and which go together; all mistakes are told at once. Knows the
kinds of the store only as they are given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from reconciler.simulator import reading as read
from reconciler.simulator.errors import Mistake, SimulatorError
from reconciler.simulator.faults import CANNED, Fault, Script
from reconciler.simulator.limits import LimitChange, Others
from reconciler.simulator.reading import Reader, Reading
from reconciler.simulator.snapshot import COMMON
from reconciler.simulator.store import Table
from reconciler.simulator.teammate import Edit

VERSION = 1
METHODS = ("*", "GET", "POST", "PUT", "PATCH", "DELETE")
Tables = Mapping[str, Table]


def load(path: Path, tables: Tables) -> Script:
    """The script of a file; SimulatorError with every mistake."""
    try:
        with path.open("rb") as file:
            data = file.read(read.MOST + 1)
    except OSError as error:
        mistake = Mistake(str(path), 1, 1, f"cannot be read: {error.strerror}")
        raise SimulatorError(str(mistake), mistakes=[mistake]) from None
    return parse(data, str(path), tables)


def parse(data: bytes, file: str, tables: Tables) -> Script:
    """`file` stands in the mistakes; `tables`: the kinds that a teammate may edit."""
    reading = Reading(file)
    node = read.parsed(data, reading)
    script = _script(reading, node, tables) if node else Script()
    reading.finish()
    return script


def _script(reading: Reading, node: yaml.Node, tables: Tables) -> Script:
    keys = {**TOP, "rules": read.many(partial(_rule, tables=tables))}
    found = read.table(reading, node, keys).values
    return Script(found.get("rules", ()), found.get("limit", ()), found.get("others", Others()))


def _version(reading: Reading, node: yaml.Node) -> None:
    if read.anything(reading, node) != VERSION:
        reason = f"version {read.shown(node)} is not known; this simulator reads {VERSION}"
        reading.note(node, reason)


def _limit(reading: Reading, node: yaml.Node) -> Sequence[LimitChange]:
    if isinstance(node, yaml.ScalarNode):
        return (LimitChange(1, read.whole(1)(reading, node)),)
    changes: Sequence[LimitChange] = read.many(_change)(reading, node)
    return changes


def _change(reading: Reading, node: yaml.Node) -> LimitChange:
    found = read.table(reading, node, CHANGE, needed=CHANGE).values
    return LimitChange(found.get("at_request"), found.get("limit"))  # type: ignore[arg-type] # None was noted


def _others(reading: Reading, node: yaml.Node) -> Others:
    if isinstance(node, yaml.ScalarNode):
        return Others(read.number(0, 1)(reading, node))
    return Others(**read.table(reading, node, OTHERS, needed=("share",)).values)


def _path(reading: Reading, node: yaml.Node) -> str:
    path = read.text(reading, node)
    if not path.startswith(("/", "*")):
        reading.note(node, f"the path {read.shown(node)} begins neither with / nor with *")
    elif "=" in path:
        reading.note(node, "a path is matched without its query", hint="leave out ? and the rest")
    return path


def _reset(reading: Reading, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode) and node.value in {"past", "missing"}:
        return node.value
    return read.number(0)(reading, node)


def _body(reading: Reading, node: yaml.Node) -> bytes:
    """Text as it is; a mapping or a list as JSON."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value).encode("utf-8", "replace")
    return json.dumps(read.anything(reading, node)).encode()


def _headers(reading: Reading, node: yaml.Node) -> dict[str, str]:
    if not isinstance(node, yaml.MappingNode):
        reading.note(node, f"a mapping of headers is expected here, not {read.shown(node)}")
        return {}
    found = {}
    for key, value in node.value:
        name, text = read.text(reading, key), read.text(reading, value)
        if not (name.isascii() and name.replace("-", "").isalnum() and _fits(text)):
            reading.note(key, f"{read.shown(key)} is no header that can be sent")
        found[name] = text
    return found


def _content_type(reading: Reading, node: yaml.Node) -> str:
    text = read.text(reading, node)
    if not _fits(text):
        reading.note(node, f"{read.shown(node)} is no content type that can be sent")
    return text


def _fits(text: str) -> bool:
    """Can it be the value of a header?"""
    return text.isascii() and text.isprintable()


TOP: Mapping[str, Reader] = {"version": _version, "limit": _limit, "others": _others}
CHANGE: Mapping[str, Reader] = {"at_request": read.whole(1), "limit": read.whole(1)}
OTHERS: Mapping[str, Reader] = {
    "share": read.number(0, 1), "spread": read.choice("even", "start"),
}  # fmt: skip
ON: Mapping[str, Reader] = {
    "method": read.many(read.choice(*METHODS)),
    "path": _path,
    "nth": read.whole(1),
    "every": read.whole(1),
    "probability": read.number(0, 1),
    "seed": read.whole(0),
    "after": read.whole(0),
    "times": read.whole(1),
}
THEN: Mapping[str, Reader] = {
    "status": read.whole(200, 599),
    "body": _body,
    "content_type": _content_type,
    "headers": _headers,
    "answer": read.choice(*CANNED),
    "reset": _reset,
    "when": read.choice("before", "after"),
    "drop": read.choice("before", "after"),
    "slow": read.number(0, 3600),
    "cut": read.whole(0),
}
NEEDS: Mapping[str, Sequence[str]] = {
    "seed": ("probability",),
    "body": ("status",),
    "content_type": ("status",),
    "reset": ("answer",),
    "when": ("status", "answer", "teammate"),
}
EXCLUDES: Mapping[str, Sequence[str]] = {
    "nth": ("every", "probability"),
    "every": ("probability",),
    "drop": ("status", "answer", "headers", "when", "cut"),
    "answer": ("body", "content_type"),
}


def _rule(reading: Reading, node: yaml.Node, *, tables: Tables) -> Fault:
    then = partial(_then, tables=tables)
    found = read.table(reading, node, {"on": _on, "then": then}, needed=("then",)).values
    return Fault(**found.get("on", {}), **found.get("then", {}))


def _on(reading: Reading, node: yaml.Node) -> dict[str, Any]:
    found = read.table(reading, node, ON)
    _together(reading, found)
    return found.values


def _then(reading: Reading, node: yaml.Node, *, tables: Tables) -> dict[str, Any]:
    keys = {**THEN, "teammate": read.many(partial(_edit, tables=tables))}
    found = read.table(reading, node, keys)
    _together(reading, found)
    values = found.values
    if isinstance(node, yaml.MappingNode) and not node.value:
        reading.note(node, "nothing happens here", hint=f"the keys are {', '.join(keys)}")
    if "reset" in values and values.get("answer", "throttle") != "throttle":
        reading.note(found.at["reset"], "reset belongs to answer: throttle")
    if "when" in values:
        values["after_work"] = values.pop("when") == "after"
    return values


def _together(reading: Reading, found: read.Table) -> None:
    for name, key in found.at.items():
        needed = NEEDS.get(name, ())
        if needed and not found.at.keys() & needed:
            reading.note(key, f"{name} means nothing without {' or '.join(needed)}")
        for other in EXCLUDES.get(name, ()):
            if other in found.at:
                reading.note(found.at[other], f"{other} cannot go with {name}")


# ---------------------------------------------------------------- the teammate

EDITS: Mapping[str, Sequence[str]] = {
    "edit": ("kind", "set"), "create": ("kind", "set"), "remove": ("kind",),
}  # fmt: skip
EDIT: Mapping[str, Reader] = {
    "kind": read.text, "id": read.text, "match": read.anything, "set": read.anything,
}  # fmt: skip


def _edit(reading: Reading, node: yaml.Node, *, tables: Tables) -> Edit | None:
    """One of edit, create and remove."""
    readers = {do: partial(_one_edit, do=do, tables=tables) for do in EDITS}
    found = read.table(reading, node, readers).values
    if isinstance(node, yaml.MappingNode) and len(node.value) != 1:
        reading.note(node, f"an edit is one of {', '.join(EDITS)}")
    return next(iter(found.values()), None)


def _one_edit(reading: Reading, node: yaml.Node, *, do: Any, tables: Tables) -> Edit:
    known = {name: one for name, one in EDIT.items() if name in EDITS[do] or
             (do != "create" and name in {"id", "match"})}  # fmt: skip
    found = read.table(reading, node, known, needed=EDITS[do])
    values = found.values
    if do != "create" and not found.at.keys() & {"id", "match"}:
        reading.note(node, f"{do} needs the id, or fields to match")
    for name in {"match", "set"} & found.at.keys():
        if not isinstance(values[name], dict) or not values[name]:
            reading.note(found.at[name], f"{name} is a mapping of fields to values")
            values[name] = {}
    if "kind" in values:
        _fields(reading, found, tables)
    match = {**values.get("match", {}), **({"id": values["id"]} if "id" in values else {})}
    return Edit(do, values.get("kind", ""), match, values.get("set", {}))


def _fields(reading: Reading, found: read.Table, tables: Tables) -> None:
    """Are kind and fields those of the store, and the values of their types?"""
    kind = tables.get(found.values["kind"])
    if kind is None:
        reason = f"there is no kind {found.values['kind'][: read.SHOWN]!r}"
        reading.note(found.at["kind"], reason, hint=read.near(found.values["kind"], tables))
        return
    shape = {**COMMON, **kind.fields, **kind.types}
    for place in found.at.keys() & {"match", "set"}:
        node, given = found.nodes[place], found.values[place]
        for key, _ in node.value if given else ():
            name = str(key.value)
            if name not in shape:
                reason = f"{kind.name} has no field {read.shown(key)}"
                reading.note(key, reason, hint=read.near(name, shape))
            elif place == "set" and (
                wanted := _wrong(given[name], shape[name], kind.fields.get(name))
            ):
                reading.note(key, f"{name} is no {wanted}")


def _wrong(value: Any, known: Any, new: Any) -> str:
    """The type that the value should have, or nothing."""
    kind = known if isinstance(known, type) else type(known)
    fits = kind is type(None) or isinstance(value, (kind, int) if kind is float else kind)
    return "" if fits or (value is None and new is None) else kind.__name__
