"""YAML that people write for the simulator, read with the place of every mistake.

Decides what any such file may be (one document, no aliases, no tags, bounded) and collects
mistakes instead of stopping at the first. Knows no key by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import isfinite
from typing import Any, NamedTuple

import yaml

from reconciler.simulator.errors import Mistake, SimulatorError

MOST = 256_000
"""Bytes of one file."""
DEPTH = 30
SHOWN = 40
REPORTED = 100
"""Mistakes that are told one by one."""

NOT_PLAIN = "anchors, aliases and tags are not part of the language"
CONSTANTS = {"null": None, "~": None, "": None, "true": True, "false": False}
INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,300})(\.[0-9]{1,300})?([eE][-+]?[0-9]{1,4})?")


@dataclass(slots=True)
class Reading:
    """One file being read, and what was wrong with it so far."""

    file: str
    mistakes: list[Mistake] = field(default_factory=list)

    def note(self, node: yaml.Node, reason: str, *, hint: str = "") -> None:
        self.at(node.start_mark, reason, hint=hint)

    def at(self, mark: Any, reason: str, *, hint: str = "") -> None:
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self.mistakes.append(Mistake(self.file, line, column, reason, hint))

    def finish(self) -> None:
        """SimulatorError with everything that was noted."""
        if self.mistakes:
            found = sorted(self.mistakes)
            lines = [str(one) for one in found[:REPORTED]]
            if len(found) > REPORTED:
                lines.append(f"{self.file}: and {len(found) - REPORTED} mistakes more")
            raise SimulatorError("\n".join(lines), mistakes=found[:REPORTED])


Reader = Callable[[Reading, yaml.Node], Any]


class Table(NamedTuple):
    """A mapping that was read: its values, where each key stands, and where each value."""

    values: dict[str, Any]
    at: dict[str, yaml.Node]
    nodes: dict[str, yaml.Node]


def parsed(data: bytes, reading: Reading) -> yaml.Node | None:
    """The one document of the file; None, with a mistake, where it is none."""
    node = None
    if len(data) > MOST:
        reading.at(None, f"larger than {MOST} bytes")
        return None
    try:
        text = data.decode("utf-8-sig")
        if _plain(text, reading) and not (node := yaml.compose(text, Loader=yaml.CSafeLoader)):
            reading.at(None, "the file is empty")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reading.mistakes.append(Mistake(reading.file, line, 1, "not UTF-8 text"))
    except yaml.MarkedYAMLError as error:
        reading.at(error.problem_mark or error.context_mark, f"not YAML: {error.problem}")
    except yaml.YAMLError as error:
        reading.at(None, f"not YAML: {' '.join(str(error).split())[:200]}")
    return node


def _plain(text: str, reading: Reading) -> bool:
    """Are the events harmless? Before anything is built of them."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        why = _odd(event, depth, documents=documents)
        if why:
            reading.at(event.start_mark, why)
            return False
    return True


def _odd(event: Any, depth: int, *, documents: int) -> str:
    if getattr(event, "anchor", None) or getattr(event, "tag", None):
        return NOT_PLAIN
    if depth > DEPTH:
        return f"nested deeper than {DEPTH} levels"
    return "a second document begins here" if documents > 1 else ""


def shown(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        text = node.value[:SHOWN] + "…" * (len(node.value) > SHOWN)
        return repr(text)
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


def near(word: str, known: Iterable[str]) -> str:
    """A hint, or nothing."""
    names = {one.casefold(): one for one in known}
    close = get_close_matches(word[:SHOWN].casefold(), names, n=1, cutoff=0.6)
    return f"did you mean {names[close[0]]}?" if close else ""


# ---------------------------------------------------------------- readers: a value, or a note


def anything(reading: Reading, node: yaml.Node) -> Any:
    """Plain JSON; a scalar in quotes is always text."""
    if isinstance(node, yaml.MappingNode):
        return {name: anything(reading, value) for name, _, value in _pairs(reading, node)}
    if isinstance(node, yaml.SequenceNode):
        return [anything(reading, one) for one in node.value]
    quoted = isinstance(node, yaml.ScalarNode) and node.style
    return node.value if quoted else _scalar(node.value)


def _scalar(text: str) -> Any:
    if text in CONSTANTS:
        return CONSTANTS[text]
    if INTEGER.fullmatch(text):
        return int(text)
    if NUMBER.fullmatch(text) and isfinite(float(text)):
        return float(text)
    return text


def text(reading: Reading, node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    reading.note(node, f"text is expected here, not {shown(node)}")
    return ""


def whole(least: int, most: int = 10**9) -> Reader:
    return _numeric(least, most, name=f"a whole number from {least} to {most}", whole=True)


def number(least: float, most: float = 1e9) -> Reader:
    return _numeric(least, most, name=f"a number from {least:g} to {most:g}", whole=False)


def _numeric(least: float, most: float, *, name: str, whole: bool) -> Reader:
    def read(reading: Reading, node: yaml.Node) -> Any:
        value: Any = anything(reading, node) if isinstance(node, yaml.ScalarNode) else None
        fits = type(value) is int or (type(value) is float and not whole)
        if fits and least <= value <= most:
            return value
        reading.note(node, f"{shown(node)} is not {name}")
        return None

    return read


def choice(*names: str) -> Reader:
    def read(reading: Reading, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode) and node.value in names:
            return str(node.value)
        hint = near(node.value, names) if isinstance(node, yaml.ScalarNode) else ""
        reading.note(node, f"{shown(node)} is not one of {', '.join(names)}", hint=hint)
        return names[0]

    return read


def many(reader: Reader) -> Reader:
    """One, or a list of them."""

    def read(reading: Reading, node: yaml.Node) -> tuple[Any, ...]:
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return tuple(reader(reading, one) for one in nodes)

    return read


def table(
    reading: Reading, node: yaml.Node, known: Mapping[str, Reader], *, needed: Iterable[str] = ()
) -> Table:
    """The keys that are known and well; everything else is noted."""
    found = Table({}, {}, {})
    if not isinstance(node, yaml.MappingNode):
        keys = ", ".join(known)
        reading.note(node, f"a mapping with the keys {keys} is expected here, not {shown(node)}")
        return found
    for name, key, value in _pairs(reading, node):
        if name in known:
            found.values[name] = known[name](reading, value)
            found.at[name], found.nodes[name] = key, value
        else:
            hint = near(name, known) or f"the keys are {', '.join(known)}"
            reading.note(key, f"there is no key {shown(key)} here", hint=hint)
    for name in needed:
        if name not in found.values:
            reading.note(node, f"the key {name} is missing")
    return found


def _pairs(reading: Reading, node: yaml.MappingNode) -> Iterable[tuple[str, yaml.Node, yaml.Node]]:
    seen = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            reading.note(key, "a key is text")
        elif key.value in seen:
            reading.note(key, f"the key {shown(key)} is written twice")
        else:
            seen.add(key.value)
            yield key.value, key, value
