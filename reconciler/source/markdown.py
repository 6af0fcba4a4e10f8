"""A text file to front matter and body, with the line on which the body begins.

Splits only: what the body means is content's business, what the keys mean is core's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from reconciler.codes import finding
from reconciler.model import Finding, Map, Pos, TextFile
from reconciler.source.yaml import parse

FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
OPENING = re.compile(r"\A---[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Split:
    file: TextFile
    findings: tuple[Finding, ...] = ()


def split(text: str, path: str) -> Split:
    """The parts of a decoded .md or .html file; without front matter all of it is body."""
    form: Literal["md", "html"] = "html" if path.lower().endswith(".html") else "md"
    opening = OPENING.match(text)
    if not opening:
        return Split(TextFile(path, Map(mark=(1, 1)), text, 1, form))
    closing = FENCE.search(text, opening.end())
    if not closing:
        return Split(TextFile(path, Map(mark=(1, 1)), "", 1, form), (_open(path),))
    # the opening fence is YAML's own mark of a document: with it the lines count right
    parsed = parse(text[: closing.start()], path)
    findings = tuple(_named(one) for one in parsed.findings)
    line = text.count("\n", 0, closing.end()) + 2
    return Split(TextFile(path, parsed.data, text[closing.end() + 1 :], line, form), findings)


def _open(path: str) -> Finding:
    return finding(
        "front-matter",
        "the front matter that begins here is not closed",
        Pos(path, 1, 1),
        hint="end it with a line of three dashes: ---",
    )


def _named(found: Finding) -> Finding:
    """Front matter that is a list or bare text is a mistake of its own name."""
    if found.code != "yaml-shape" or not found.message.startswith("the file holds"):
        return found
    message = found.message.replace("the file holds", "the front matter holds")
    return finding("front-matter", message, found.pos, hint=found.hint)
