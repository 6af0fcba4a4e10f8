"""Links between files, as they have to be after files were renamed.

Only relative links that lead to a file of the project are touched, and only where the way to
it changes; code is left alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from reconciler.source.edit import Edit
from reconciler.source.relative import ABSOLUTE, FORMS, LINK
from reconciler.workflow.tree import Tree

CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def relink(tree: Tree, paths: list[str]) -> None:
    """Edits for every link of the text files whose way leads elsewhere now."""
    for path in paths:
        if path not in tree.gone:
            for one in list(_edits(tree, path, frozenset(paths))):
                tree.edit(path, one, f"link to {one.text}")


def _edits(tree: Tree, path: str, known: frozenset[str]) -> Iterator[Edit]:
    text = tree.read(path)
    code = [found.span() for found in CODE.finditer(text)]
    for found in LINK.finditer(text):
        kind = str(found.lastgroup)
        start, end = found.span(kind)
        target = found.group(kind)
        if ABSOLUTE.match(target) or any(first <= start < last for first, last in code):
            continue
        new = _new(tree, path, target, known)
        if new is not None and new != target:
            yield Edit(start, end, new)


def _new(tree: Tree, path: str, target: str, known: frozenset[str]) -> str | None:
    """The link as it has to be; None where it leads to no file."""
    way = re.split(r"[?#]", target, maxsplit=1)[0]
    there = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(way)))
    for form in FORMS:
        full = f"{there}{form}"
        if full in known or (not form and (tree.root / full).is_file()):
            to, here = tree.now(full), posixpath.dirname(tree.now(path))
            if to == full and here == posixpath.dirname(path):
                return None
            short = to.removesuffix(form) if form else to
            new = posixpath.relpath(short, here or ".")
            return (quote(new) if "%" in way else new) + target[len(way) :]
    return None
