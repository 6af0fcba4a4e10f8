"""The short way: texts with names and partials, rendered without a template engine.

Nearly all templates are that. Whatever is more is left, whole, to the engine, which gives
the same text for these; so nothing here has an error of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciler.source.scan import TEMPLATE

RESERVED = frozenset({
    "true", "false", "none", "True", "False", "None", "and", "or", "not", "is", "in", "if",
    "else", "elif", "for", "loop", "self", "range", "caller", "varargs", "kwargs", "super",
    "context", "environment", "workspace", "locale", "each", "now", "result",
})  # fmt: skip
"""Names that vars cannot have: words of the language and names that we give."""

MAX_OUTPUT = 2_000_000
"""Characters that one scalar or body may make, and that one value may hold."""
MAX_RUN = 200_000_000
"""Characters that all of a run may make in this way; after that the engine counts its own."""
INCLUDE = 500
"""Characters that an include counts for beside its text, so that their number is bounded."""
MAX_NESTED = 16
TAG = re.compile(
    r"(?<!\{)\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}"
    r"|\{%\s*include\s+(?:\"([^\"\\]+)\"|'([^'\\]+)')\s*%\}"
)
STEP = 4
"""TAG.split gives for each tag the text before it, the name, and the path in either quotes."""
UNKNOWN = object()
"""No simple template: it is left to the engine."""
LONE = STEP + 1

Partial = Callable[[str, str], tuple[str, list[str]] | None]
"""Path in an include, and the file it stands in -> path and pieces of the partial."""


@dataclass(slots=True)
class Run:
    """What is left of MAX_RUN."""

    left: int = MAX_RUN


def value(text: str, known: Mapping[str, Any], run: Run) -> Any:
    """A scalar, with the type of its name where it is nothing else; UNKNOWN if not simple."""
    parts = TAG.split(text)
    if len(parts) == LONE and not parts[0] and not parts[-1] and parts[1] in known:
        return known[parts[1]]
    return joined([text], known, run, lambda _path, _file: None)


def joined(
    parts: list[str], known: Mapping[str, Any], run: Run, partial: Partial, *, file: str = ""
) -> Any:
    """The text of pieces of which every second one is code; UNKNOWN if it is not simple."""
    most = min(MAX_OUTPUT, run.left)
    joining = _Joining(known, partial, left=most)
    simple = joining.add(parts, file, 0)
    run.left -= most - max(joining.left, 0)
    return "".join(joining.made) if simple else UNKNOWN


@dataclass(slots=True)
class _Joining:
    known: Mapping[str, Any]
    partial: Partial
    left: int
    made: list[str] = field(default_factory=list)

    def add(self, parts: list[str], file: str, depth: int) -> bool:
        """Whether all of the pieces are simple, and not too much."""
        return depth < MAX_NESTED and all(
            self._text(one) if index % 2 or "{" not in one else self._tags(one, file, depth)
            for index, one in enumerate(parts)
        )

    def _text(self, text: str) -> bool:
        self.made.append(text)
        self.left -= len(text)
        return self.left >= 0

    def _tags(self, piece: str, file: str, depth: int) -> bool:
        found = TAG.split(piece)
        if any(TEMPLATE.search(one) for one in found[::STEP]):
            return False
        texts, names = found[::STEP], found[1::STEP]
        paths = [one or other for one, other in zip(found[2::STEP], found[3::STEP], strict=True)]
        return self._text(texts[0]) and all(
            (self._name(name) if name else self._include(path, file, depth)) and self._text(after)
            for name, path, after in zip(names, paths, texts[1:], strict=True)
        )

    def _name(self, name: str) -> bool:
        return name in self.known and self._text(str(self.known[name]))

    def _include(self, path: str, file: str, depth: int) -> bool:
        self.left -= INCLUDE
        found = self.partial(path, file)
        return found is not None and self.add(found[1], found[0], depth + 1)
