"""Runs of text as Markdown, with whatever would mean something else escaped.

Marks and links nest by how far they reach. Signs such as `**` count only where CommonMark lets
them open or close; elsewhere a tag stands in for them, which Intercom's own dialect lacks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reconciler.content.marked_text import code_span, destination, edged, escaped, guarded
from reconciler.content.tree import (
    BOLD,
    BREAK,
    CODE,
    ITALIC,
    STRIKE,
    SUB,
    SUP,
    UNDERLINE,
    Run,
    Runs,
)

TAGS = {BOLD: "b", ITALIC: "i", STRIKE: "s", UNDERLINE: "u", SUB: "sub", SUP: "sup"}
LINK = 0
"""Stands for the link among the bits of marks."""
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,31}://[^\s<>\\&*_`\[\]]+", re.IGNORECASE)


class CannotError(Exception):
    """Intercom's dialect has no form for what is named."""


class Face(NamedTuple):
    """Which dialect is written: `tags`, whether HTML may stand in; `hard`, a line break."""

    tags: bool
    hard: str


OURS = Face(tags=True, hard="\\\n")
INTERCOMS = Face(tags=False, hard="  \n")
"""Two spaces at the end of a line are the one break that Intercom documents."""


class _Piece(NamedTuple):
    """Text that is written as it is, or, with `bit`, the sign that opens or closes a mark."""

    text: str
    bit: int = 0
    opens: bool = False


def line(runs: Runs, face: Face) -> str:
    """Runs as the text of a paragraph, over several lines where there are breaks."""
    broken = _written(runs, face).split(BREAK)
    if face.hard == INTERCOMS.hard and any(not one.strip() for one in broken):
        raise CannotError("an empty line inside a paragraph")
    return face.hard.join(guarded(one) for one in broken)


def one_line(runs: Runs, face: Face) -> str:
    """Runs where only one line is possible: in a heading or a cell."""
    text = _written(runs, face)
    if BREAK in text and not face.tags:
        raise CannotError("a line break in a heading or a table")
    return edged(text.replace(BREAK, "<br>"))


# ---------------------------------------------------------------- marks


def _written(runs: Runs, face: Face) -> str:
    pieces = list(_spans(runs, (LINK, *TAGS), face, linked=False))
    return "".join(_sign(pieces, at, face) if one.bit else _text(pieces, at)
                   for at, one in enumerate(pieces))  # fmt: skip


def _text(pieces: Sequence[_Piece], at: int) -> str:
    """The mark of an exclamation before a link would make it an image."""
    text = pieces[at].text
    exclaims = text[-1:] == "!" and _first(pieces, at + 1) == "["
    return f"{text[:-1]}\\!" if exclaims else text


def _spans(
    runs: Sequence[Run], left: tuple[int, ...], face: Face, *, linked: bool
) -> Iterator[_Piece]:
    """Pieces in order; `left`: the marks that are not open yet."""
    at = 0
    while at < len(runs):
        reach, bit = _longest(runs, at, left)
        if not reach:
            yield from _leaf(runs[at], face, linked=linked)
            at += 1
            continue
        before, inner, after = _hoisted(runs[at : at + reach])
        rest = tuple(one for one in left if one != bit)
        if before:
            yield _Piece(before)
        if inner and bit == LINK:
            yield from _link(inner, rest, face)
        elif inner:
            yield _Piece("", bit, opens=True)
            yield from _spans(inner, rest, face, linked=linked)
            yield _Piece("", bit)
        if after:
            yield _Piece(after)
        at += reach


def _longest(runs: Sequence[Run], at: int, left: tuple[int, ...]) -> tuple[int, int]:
    """How far the mark reaches that goes on longest, and which it is; 0 where there is none."""
    best = (0, 0)
    first = runs[at]
    for bit in left:
        if first.link is None if bit == LINK else not first.marks & bit:
            continue
        end = at + 1
        while end < len(runs) and _has(runs[end], bit, first):
            end += 1
        if end - at > best[0]:
            best = (end - at, bit)
    return best


def _has(run: Run, bit: int, first: Run) -> bool:
    return run.link == first.link if bit == LINK else bool(run.marks & bit)


def _hoisted(runs: Sequence[Run]) -> tuple[str, list[Run], str]:
    """Spaces and breaks at the ends of a marked part stand outside of it."""
    inner = list(runs)
    before = after = ""
    while inner and not inner[0].marks & CODE:
        core = inner[0].text.lstrip(" \n")
        before += inner[0].text[: len(inner[0].text) - len(core)]
        if core:
            inner[0] = inner[0]._replace(text=core)
            break
        del inner[0]
    while inner and not inner[-1].marks & CODE:
        core = inner[-1].text.rstrip(" \n")
        after = inner[-1].text[len(core) :] + after
        if core:
            inner[-1] = inner[-1]._replace(text=core)
            break
        del inner[-1]
    return before, inner, after


def _sign(pieces: Sequence[_Piece], at: int, face: Face) -> str:
    """The sign of an opening or closing piece: both ends of a mark get the same form."""
    piece = pieces[at]
    other = _partner(pieces, at)
    opening, closing = (at, other) if piece.opens else (other, at)
    sign = _mark(pieces, opening, closing)
    if sign:
        return sign
    if not face.tags:
        raise CannotError("marks that begin or end inside of a word")
    return f"<{'' if piece.opens else '/'}{TAGS[piece.bit]}>"


def _partner(pieces: Sequence[_Piece], at: int) -> int:
    step = 1 if pieces[at].opens else -1
    here = at + step
    while pieces[here].bit != pieces[at].bit:
        here += step
    return here


def _mark(pieces: Sequence[_Piece], opening: int, closing: int) -> str:
    bit = pieces[opening].bit
    before, first = _last(pieces, opening - 1), _first(pieces, opening + 1)
    final, after = _last(pieces, closing - 1), _first(pieces, closing + 1)
    apart = _apart(before) and _apart(after)
    if bit == ITALIC and apart and _shown(first) and _shown(final):
        return "_"
    flanked = (_word(first) or _apart(before)) and (_word(final) or _apart(after))
    if bit in (BOLD, STRIKE) and flanked and _shown(first) and _shown(final):
        return "**" if bit == BOLD else "~~"
    if bit == ITALIC and _word(first) and _word(final) and "*" not in (before, after):
        return "*"
    return ""


def _first(pieces: Sequence[_Piece], at: int) -> str:
    return "" if at >= len(pieces) else "*" if pieces[at].bit else pieces[at].text[:1]


def _last(pieces: Sequence[_Piece], at: int) -> str:
    return "" if at < 0 else "*" if pieces[at].bit else pieces[at].text[-1:]


def _shown(char: str) -> bool:
    return bool(char.strip())


def _apart(char: str) -> bool:
    """White space, the end of the text, or punctuation in every version of CommonMark."""
    return not char.strip() or (char.isascii() and not char.isalnum()) or (
        unicodedata.category(char)[0] == "P"
    )  # fmt: skip


def _word(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "LNM"


# ---------------------------------------------------------------- texts, code, links


def _leaf(run: Run, face: Face, *, linked: bool) -> Iterator[_Piece]:
    if not run.marks & CODE:
        yield _Piece(escaped(run.text, linked=linked))
    elif BREAK not in run.text:
        yield _Piece(code_span(run.text))
    elif face.tags:
        yield _Piece(f"<code>{escaped(run.text, linked=linked)}</code>")
    else:
        raise CannotError("a line break in code")


def _link(runs: Sequence[Run], left: tuple[int, ...], face: Face) -> Iterator[_Piece]:
    address = runs[0].link or ""
    text = runs[0].text
    plain = len(runs) == 1 and not runs[0].marks and text == address
    if plain and ADDRESS.fullmatch(text):
        yield _Piece(f"<{address}>")
        return
    yield _Piece("[")
    yield from _spans(runs, left, face, linked=True)
    yield _Piece(f"]({destination(address)})")
