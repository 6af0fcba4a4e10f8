"""Two versions of a file in one, for a person to choose: git's own markers of a conflict."""

from __future__ import annotations

import re

from reconciler.align import spans
from reconciler.codes import finding
from reconciler.model import Finding, Pos
from reconciler.source.scan import pieces

OURS, THEIRS = "<<<<<<< here", ">>>>>>> in Intercom"
BETWEEN = "======="
MARKERS = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)


def marked(ours: str, theirs: str) -> str:
    """Our version, with theirs beside it wherever a line differs."""
    old, new = ours.splitlines(keepends=True), theirs.splitlines(keepends=True)
    end = "\r\n" if "\r\n" in ours else "\n"
    parts: list[str] = []
    for one in spans(old, new):
        lines = old[one.i : one.j]
        if one.same:
            parts += lines
            continue
        sides = ((OURS, lines), (BETWEEN, new[one.k : one.m]))
        for marker, side in sides:
            parts += [marker, end, *side]
            parts += [end] if side and not side[-1].endswith("\n") else []
        parts += [THEIRS, end]
    return "".join(parts)


def unresolved(text: str, path: str) -> Finding | None:
    """The first conflict that nobody has decided; in examples of code only ours count."""
    if "<<<<<<< " not in text or not (at := _first(text, path)):
        return None
    return finding("conflict-markers", "a conflict is not resolved yet", Pos(path, at, 1))


def ours(text: str) -> str:
    """The text as it was before their side was put in, all lines in their places."""
    rows, side = [], ""
    for row in text.split("\n"):
        marker = MARKERS.match(row)
        side = marker[0][0] if marker and (side or marker[0][0] == "<") else side
        rows.append("" if (marker and side) or side in ("=", ">") else row)
        side = "" if side == ">" else side
    return "\n".join(rows)


def _first(text: str, path: str) -> int:
    """Its line; 0 where there is none."""
    own = re.search(rf"^{OURS}$", text, re.MULTILINE)
    if own:
        return _line(text, own.start())
    form = {"md": "md", "html": "html"}.get(path.rpartition(".")[2], "")
    if form:  # what is code is taken out, its lines stay
        parts = pieces(text, form)
        text = "".join("\n" * one.count("\n") if at % 2 else one for at, one in enumerate(parts))
    begun, between = -1, False
    for found in MARKERS.finditer(text):
        match found[0][0]:
            case "<":
                begun, between = found.start(), False
            case "=":
                between = begun >= 0
            case _ if between:
                return _line(text, begun)
    return 0


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
