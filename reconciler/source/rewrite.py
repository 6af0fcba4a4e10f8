"""Values of YAML written where others stand: the style of the old one, and nothing around it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import yaml

from reconciler.source.edit import WORDS, Edit, Node, Pair, last_of, pair, scalar, without_item
from reconciler.source.scan import TEMPLATE

SPACE = "  "
LINE_END = re.compile(r"\r?\n|\Z")
PLAIN = re.compile(r"\w(?:[^\n,\[\]{}#:]|:(?=\S)|(?<=\S)#)*(?<![\s:])")


class CannotError(Exception):
    """Why an edit cannot be made in a text; `line` of the text, from 0."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def is_made(node: Node) -> bool:
    """Whether a template makes it, or a part of it."""
    if isinstance(node, yaml.ScalarNode):
        return bool(TEMPLATE.search(node.value))
    inner = [one for each in node.value for one in (each if isinstance(each, tuple) else (each,))]
    return any(map(is_made, inner))


def text_of(node: Node) -> str | None:
    """The text of a scalar; None for anything else."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None


def items_of(node: Node) -> list[str] | None:
    """The texts of a list; None for anything else."""
    return [one.value for one in node.value] if isinstance(node, yaml.SequenceNode) else None


def at(node: Node | None, path: Sequence[str]) -> Pair | None:
    """The key at the end of the path, with its value."""
    found: Pair | None = None
    for name in path:
        found = pair(node, name)
        if found is None:
            return None
        node = found[1]
    return found


def value(one: Any) -> str:
    """Any value on one line."""
    match one:
        case str():
            return one if _is_plain(one) else scalar(one)
        case list():
            return f"[{', '.join(map(value, one))}]"
        case dict():
            return f"{{{', '.join(f'{scalar(key)}: {value(each)}' for key, each in one.items())}}}"
        case _:
            return json.dumps(one)


def rewritten(text: str, found: Pair, new: Any) -> list[Edit]:
    """Another value for a key; of a list in block style only the items that differ."""
    key, node = found
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and isinstance(new, list):
        edits = _items(text, node, new)
        if edits is not None:
            return edits
    if isinstance(node, yaml.ScalarNode):
        return [_scalar(text, key, node, new)]
    return [Edit(node.start_mark.index, last_of(node), value(new))]


def _scalar(text: str, key: yaml.ScalarNode, node: yaml.ScalarNode, new: Any) -> Edit:
    start, end = node.start_mark.index, node.end_mark.index
    newline = "\r\n" if "\r\n" in text else "\n"
    if isinstance(new, str) and "\n" in new and node.style == "|" and _is_plain_block(new):
        indent = " " * (key.start_mark.column + len(SPACE))
        sign = "|" if new.endswith("\n") else "|-"
        rows = [f"{indent}{row}" if row else "" for row in new.removesuffix("\n").split("\n")]
        return Edit(start, end, newline.join([sign, *rows]) + newline)
    if node.style == "'" and isinstance(new, str) and "\n" not in new:
        return Edit(start, end, "'" + new.replace("'", "''") + "'")
    shown = json.dumps(new, ensure_ascii=False) if node.style == '"' else value(new)
    block = node.style in ("|", ">") and text[start:end].endswith("\n")
    return Edit(start, end, shown + newline if block else shown)


def _is_plain(text: str) -> bool:
    """Whether it is this text without quotes, wherever it stands."""
    return bool(PLAIN.fullmatch(text)) and text.casefold() not in WORDS and text.isprintable()


def _is_plain_block(text: str) -> bool:
    """Whether every line of it stays what it is below a `|`."""
    lines = text.split("\n")
    return not text.startswith((" ", "\n")) and not text.endswith("\n\n") and all(
        line == line.rstrip() and line.isprintable() for line in lines
    )  # fmt: skip


def _items(text: str, node: yaml.SequenceNode, new: list[Any]) -> list[Edit] | None:
    """None where more than items taken out, and others put in at the end, makes the new list."""
    old = [one.value for one in node.value]
    kept = [one for one in old if one in new]
    if [*kept, *(one for one in new if one not in kept)] != new or not kept:
        return None
    gone = [one for one in node.value if one.value not in new]
    edits = [without_item(text, node, one) for one in gone]
    more = [one for one in new if one not in kept]
    if more:
        newline = "\r\n" if "\r\n" in text else "\n"
        indent = " " * node.start_mark.column
        end = max(last_of(one) for one in node.value if one not in gone)
        end = LINE_END.search(text, end).start()  # type: ignore[union-attr] # each text has one
        rows = "".join(f"{newline}{indent}- {value(one)}" for one in more)
        edits.append(Edit(end, end, rows))
    return edits
