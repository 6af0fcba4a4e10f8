"""Edits of spec files that leave every other character as it is: comments, order, line ends.

An edit is a span of the text and what stands there instead. Positions come from the parser, so
that a key is never confused with a text that looks like it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import yaml

from reconciler.model import Mark

PLAIN = re.compile(r"[^\W\d_]([\w ./+-]*[\w/+])?")
WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off"})
COMMENT = re.compile(r"[ \t]*#")


class Edit(NamedTuple):
    start: int
    end: int
    text: str


Node = yaml.Node
Pair = tuple[yaml.ScalarNode, Node]


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made. Only what is taken out may overlap."""
    parts, at = [], 0
    for one in sorted(edits):
        parts += [text[at : one.start], one.text]
        at = max(at, one.end)
    return "".join([*parts, text[at:]])


def line_at(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def scalar(text: str) -> str:
    """The text as a YAML scalar that stays this text in every place."""
    if PLAIN.fullmatch(text) and text.casefold() not in WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def top(text: str) -> yaml.MappingNode | None:
    """The mapping that a file is; None for an empty one."""
    found = yaml.compose(text, Loader=yaml.CBaseLoader)
    return found if isinstance(found, yaml.MappingNode) else None


def pair(mapping: Node | None, key: str) -> Pair | None:
    """A key of a mapping with its value."""
    pairs = mapping.value if isinstance(mapping, yaml.MappingNode) else ()
    return next((one for one in pairs if one[0].value == key), None)


def replaced(node: Node, text: str) -> Edit:
    return Edit(node.start_mark.index, node.end_mark.index, text)


def scalar_at(node: Node | None, mark: Mark) -> yaml.ScalarNode | None:
    """The scalar that begins at a line and column, both from 1."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, yaml.ScalarNode):
            if (here.start_mark.line + 1, here.start_mark.column + 1) == mark:
                return here
        elif here is not None:
            waiting += [one for each in here.value
                        for one in (each if isinstance(each, tuple) else (each,))]  # fmt: skip
    return None


def with_key(text: str, found: Pair, line: str) -> Edit:
    """`key: value` as the first of the fields below a key, in the style that these have."""
    key, value = found
    if isinstance(value, yaml.MappingNode) and value.flow_style:
        inside = value.start_mark.index + 1
        return Edit(inside, inside, line + (", " if value.value else ""))
    if isinstance(value, yaml.MappingNode):
        first = value.value[0][0].start_mark
        return Edit(first.index, first.index, f"{line}{_end_of_line(text)}{' ' * first.column}")
    colon = text.index(":", key.end_mark.index) + 1
    return Edit(colon, colon, f" {{{line}}}")


def without(text: str, mapping: Node, key: str) -> Edit:
    """A key with all below it taken out, and in block style the comment right above it."""
    at = next(number for number, one in enumerate(mapping.value) if one[0].value == key)
    name, value = mapping.value[at]
    if _is_block(mapping):
        return Edit(_above(text, name.start_mark), _below(text, _last(name, value)), "")
    if at + 1 < len(mapping.value):
        return Edit(name.start_mark.index, mapping.value[at + 1][0].start_mark.index, "")
    before = _last(*mapping.value[at - 1]) if at else mapping.start_mark.index + 1
    return Edit(before, _last(name, value), "")


def with_item(text: str, key: str, rows: Sequence[str]) -> Edit:
    """Items at the end of a top-level list, which is begun where there is none."""
    end = _end_of_line(text)
    found = pair(top(text), key)
    if found is None or not isinstance(found[1], yaml.SequenceNode):
        lead = "" if not text or text.endswith("\n") else end
        return Edit(len(text), len(text), lead + f"{key}:{end}" + _rows(rows, "  ", end))
    items = found[1]
    if items.flow_style:
        before = items.end_mark.index - 1
        return Edit(before, before, (", " if items.value else "") + ", ".join(rows))
    after = _below(text, last_of(items))
    lead = "" if text[:after].endswith("\n") else end
    return Edit(after, after, lead + _rows(rows, " " * items.start_mark.column, end))


def _rows(rows: Sequence[str], indent: str, end: str) -> str:
    return "".join(f"{indent}- {row}{end}" for row in rows)


def without_item(text: str, items: Node, node: Node) -> Edit:
    """An item of a list taken out."""
    at = items.value.index(node)
    if _is_block(items):
        start = text.rfind("\n", 0, node.start_mark.index) + 1
        return Edit(start, _below(text, last_of(node)), "")
    if at + 1 < len(items.value):
        return Edit(node.start_mark.index, items.value[at + 1].start_mark.index, "")
    before = last_of(items.value[at - 1]) if at else items.start_mark.index + 1
    return Edit(before, last_of(node), "")


def _is_block(node: Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _last(key: Node, value: Node) -> int:
    """Where a key with its value ends: the mark of a block collection lies behind comments."""
    return max(key.end_mark.index, last_of(value))


def last_of(node: Node) -> int:
    """Where a value ends: the mark of a block collection lies behind comments."""
    if not _is_block(node) or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _last(*last) if isinstance(last, tuple) else last_of(last)


def _below(text: str, index: int) -> int:
    """The beginning of the line after the one that ends the text before `index`."""
    if text[:index].endswith("\n"):
        return index
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def _above(text: str, mark: yaml.Mark) -> int:
    """The beginning of the key's line, or of the comments right above it."""
    start = text.rfind("\n", 0, mark.index) + 1
    while start:
        before = text.rfind("\n", 0, start - 1) + 1
        line = text[before:start]
        if not COMMENT.match(line) or len(line) - len(line.lstrip()) != mark.column:
            break
        start = before
    return start


def _end_of_line(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
