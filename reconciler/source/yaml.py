"""YAML to Map, Seq and str, with the place of every key and value.

Plain files by their lines; all others from the events of PyYAML's C parser in one pass, a quarter
of the time of its own object layer. Knows no field and no type: a plain scalar stays its text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
)

from reconciler.codes import finding
from reconciler.garbage import no_collection
from reconciler.model import Finding, Map, Mark, Pos, Quoted, Seq, pack_key
from reconciler.source import plain
from reconciler.source.mistakes import braces, broken_line, explained
from reconciler.source.text import line_of

MAX_DEPTH = 64
LAST_COLUMN = 4095
"""What a packed mark can hold; a later column is shown as this one."""
SHOWN = 30
UNUSED = "Anchors, aliases and tags are not part of the spec language"


@dataclass(frozen=True, slots=True)
class Parsed:
    data: Map
    findings: tuple[Finding, ...] = ()


def parse(text: str, file: str) -> Parsed:
    """The mapping that the text is; what is wrong with it, in the order of the lines.

    With findings the mapping holds what was read before or beside them.
    """
    simple = plain.read(text)
    return by_events(text, file) if simple is None else Parsed(simple)


def by_events(text: str, file: str) -> Parsed:
    """The same by the parser alone, which every text is for that is not plain."""
    broken = broken_line(text, file)
    if broken:
        return Parsed(Map(mark=(1, 1)), (broken,))
    building = Building(file, text)
    try:
        with no_collection():
            _build(yaml.CBaseLoader(text.encode("utf-8", "replace")), building)
    except yaml.YAMLError as error:
        building.add(explained(error, text, file))
    return Parsed(building.root, tuple(building.findings))


@dataclass(slots=True)
class Building:
    """The containers that are open, and what was noticed."""

    file: str
    text: str
    root: Map = field(default_factory=lambda: Map(mark=(1, 1)))
    findings: list[Finding] = field(default_factory=list)
    open: list[tuple[Map | Seq, bool]] = field(default_factory=list)
    """Container, and whether it is in flow style; the innermost last."""
    documents: int = 0

    def add(self, found: Finding) -> None:
        """Braces break the rest of their line: one finding is enough for both."""
        last = self.findings[-1] if self.findings else None
        if last and last.code == "yaml-braces" and _line(last) == _line(found):
            return
        self.findings.append(found)

    def note(self, code: str, message: str, mark: Mark, hint: str = "") -> None:
        self.add(finding(code, message, Pos(self.file, *mark), hint=hint))


def _line(found: Finding) -> int:
    return found.pos.line if found.pos else 0


class _Stop(Exception):  # noqa: N818 - no error: the rest of the file is not read
    """The rest of the file makes no sense; its finding is there."""


def _build(parser: yaml.CBaseLoader, building: Building) -> None:
    try:
        _loop(parser.get_event, building)
    except _Stop:
        return


def _loop(get: Callable[[], Any], building: Building) -> None:
    """Scalars here, in locals, because they are nearly all; everything rarer in functions."""
    checked = any(sign in building.text for sign in "&!")
    known: dict[str, str] = {}  # one text for equal ones: a third of the memory of large files
    container: Any = None
    marks: Any = None
    in_map = False
    key: str | None = None
    at = 0
    while (event := get()) is not None:
        if type(event) is not ScalarEvent:
            container, key, at = _structure(event, get, building, (container, key, at))
            in_map = type(container) is Map
            marks = None if container is None else container.marks
            continue
        mark: Any = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if checked:
            _refuse(event, building)
        if column > LAST_COLUMN:  # noqa: PLR1730 - min() costs a call for every scalar
            column = LAST_COLUMN
        value = event.value
        if in_map and key is None:
            key = known.setdefault(value, value)
            if key in container:
                _duplicate(container, key, (line, column), building)
            at = line << 24 | column << 12
        elif in_map:
            container[key] = known.setdefault(value, value) if event.implicit[0] else Quoted(value)
            marks[key] = at | (line - (at >> 24) << 52) | column
            key = None
        elif container is None:
            _lone(value, (line, column), building)
        else:
            container.append(value if event.implicit[0] else Quoted(value))
            marks.append((line, column))


State = tuple[Any, Any, int]
"""The innermost container, the key that waits for its value, and that key's packed place."""


def _structure(event: Any, get: Callable[[], Any], building: Building, state: State) -> State:
    if isinstance(event, CollectionStartEvent):
        return _start(event, get, building, state)
    if isinstance(event, CollectionEndEvent):
        building.open.pop()
        return (building.open[-1][0] if building.open else None), None, 0
    if isinstance(event, AliasEvent):
        return _alias(event, building, state)
    if isinstance(event, DocumentStartEvent):
        building.documents += 1
        if building.documents > 1:
            message = "a second document begins here; one file is one document"
            building.note("yaml-syntax", message, _mark(event), "move it into a file of its own")
            raise _Stop
    return state


def _start(event: Any, get: Callable[[], Any], building: Building, state: State) -> State:
    container, key, _ = state
    mark = _mark(event)
    _refuse(event, building)
    if type(container) is Map and key is None:
        _no_key(mark, event.flow_style, building)
        _skip(get)
        return container, "", pack_key(mark)
    if len(building.open) == MAX_DEPTH:
        building.note("yaml-shape", f"nested deeper than {MAX_DEPTH} levels", mark)
        raise _Stop
    new: Map | Seq = Map(mark=mark) if type(event) is MappingStartEvent else Seq(mark=mark)
    _put(new, building, state)
    building.open.append((new, event.flow_style))
    return new, None, 0


def _put(new: Map | Seq, building: Building, state: State) -> None:
    container, key, at = state
    if type(container) is Map:
        container[key] = new
        container.marks[key] = _both(at, new.mark)
    elif container is not None:
        container.append(new)
        container.marks.append(new.mark)
    elif isinstance(new, Map):
        building.root = new
    else:
        _top("a list", new.mark, building)


def _alias(event: Any, building: Building, state: State) -> State:
    container, key, at = state
    mark = _mark(event)
    hint = "write the value out, or keep it in vars; quote text that begins with *"
    building.note("yaml-alias", f"*{event.anchor} is an alias. {UNUSED}", mark, hint)
    if type(container) is not Map:
        return state
    if key is None:
        return container, "", pack_key(mark)
    container[key] = Quoted("")
    container.marks[key] = _both(at, mark)
    return container, None, 0


def _refuse(event: Any, building: Building) -> None:
    """Anchors and tags; aliases have an event of their own."""
    if event.anchor is not None:
        hint = "write the value where it is needed, or keep it in vars; quote text with &"
        building.note("yaml-alias", f"&{event.anchor} is an anchor. {UNUSED}", _mark(event), hint)
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        hint = "leave it out: the field decides the type; quote text that begins with !"
        building.note("yaml-alias", f"{tag} is a tag. {UNUSED}", _mark(event), hint)


def _no_key(mark: Mark, flow: bool, building: Building) -> None:
    """A mapping or list in the place of a key: nearly always a template without quotes."""
    outer, outer_flow = building.open[-1]
    line = line_of(building.text, mark[0])
    if flow and outer_flow and (mark[0], mark[1] - 1) == outer.mark:
        building.add(braces(Pos(building.file, *outer.mark)))
    elif line.startswith("{{", mark[1] - 1):
        building.add(braces(Pos(building.file, *mark)))
    else:
        message = "a key must be text, not a list or a mapping"
        building.note("yaml-shape", message, mark, "put the key in quotes")


def _skip(get: Callable[[], Any]) -> None:
    """Reads on to the end of the collection that just started."""
    depth = 1
    while depth:
        event = get()
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)


def _lone(value: str, mark: Mark, building: Building) -> None:
    """A scalar outside of any mapping: an empty document is an empty mapping."""
    if value:
        shown = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
        _top(f'the text "{shown}"', mark, building)


def _top(what: str, mark: Mark, building: Building) -> NoReturn:
    message = f"the file holds {what}, not a mapping"
    hint = "write `key: value` lines, with a space after the colon"
    building.note("yaml-shape", message, mark, hint)
    raise _Stop


def _duplicate(container: Map, key: str, mark: Mark, building: Building) -> None:
    first = container.key_mark(key)
    building.note(
        "yaml-duplicate-key",
        f'"{key}" is already written in line {first[0]}',
        mark,
        "keep one of them, or join what is below them",
    )


def _mark(event: Any) -> Mark:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _both(at: int, value: Mark) -> int:
    """The packed place of a key, with that of its value."""
    return at | (value[0] - (at >> 24) << 52) | min(value[1], LAST_COLUMN)
