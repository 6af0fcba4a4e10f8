"""Whether a file is a template: its own `template:` decides, else what is around it."""

from __future__ import annotations

from collections.abc import Callable

from reconciler.codes import finding
from reconciler.model import Finding, Map, Pos

OFF = {"true": True, "false": False}


def switch(
    path: str, data: Map, note: Callable[[Finding], None], *, default: bool, late: bool = False
) -> bool:
    """late: the word has a meaning of its own there, the look of an e-mail."""
    value = data.get("template")
    if value is None or (late and value not in OFF):
        return default
    if isinstance(value, str) and value in OFF:
        return OFF[value]
    pos = Pos(path, *data.value_mark("template"))
    note(finding("wrong-type", "template: must be true or false", pos, path="template"))
    return default
