"""Two long texts as their difference, word by word: `[-old-]{+new+}`, or colours instead.

A line of the text is a block of a body. What stays the same is left out; a block that changed
shows its changed words with a little of what stands around them. What changed is never cut in
the middle: only how many lines are shown is bounded, and the rest is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reconciler.align import Span, spans
from reconciler.render.safe import Paint, plural, printable

WIDTH = 100
AROUND = 40
"""Characters of unchanged text that are shown before and after a change."""
MOST_LINES = 60
LONGEST_BLOCK = 3000
"""Characters of one block; what is longer is no text that anybody reads in a terminal."""
MOST_PIECES = 200
"""Of one block."""
ALIKE = 0.4
"""Share of words that two blocks have in common, to be shown as one that changed."""
NEAR = 8

EAST = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
WORDS = re.compile(rf"</?\w[^<>]*>|&#?\w{{1,12}};|[{EAST}]|[^\W{EAST}]+|\s+|.", re.DOTALL)
"""A tag, an entity, a word, a character where words are not set apart, spaces."""


TAG = re.compile(r"\s*<(\w+)")


class Piece(NamedTuple):
    """A stretch of text: kept, taken out (-) or put in (+)."""

    sign: str
    text: str


class Atom(NamedTuple):
    style: str
    text: str


def changes(before: str, after: str, paint: Paint, indent: str = "        ") -> Iterator[str]:
    """The lines that show how one text becomes the other; none where they are equal."""
    old, new = (one.split("\n") if one else [] for one in (before, after))
    found = [span for span in spans(old, new) if not span.same]
    lines = 0
    shown = (each for span in found for each in _replaced(old, new, span))
    for blocks, (gutter, pieces) in enumerate(shown):
        if lines >= MOST_LINES:
            total = sum(max(span.j - span.i, span.m - span.k) for span in found)
            more = plural(max(1, total - blocks), "block")
            yield paint("dim", f"{indent}... {more} more; --json has both texts whole")
            return
        for number, line in enumerate(_wrapped(pieces, paint)):
            lines += 1
            yield f"{indent}{_gutter(gutter if not number else ' ', paint)} {line}".rstrip()


def _gutter(sign: str, paint: Paint) -> str:
    """A column of its own, so that no list item looks like a deletion."""
    style = {"-": "remove", "+": "create", "~": "update"}.get(sign, "dim")
    return f"{paint(style, sign)} |"


# ---------------------------------------------------------------- which blocks


def _replaced(
    old: Sequence[str], new: Sequence[str], span: Span
) -> Iterator[tuple[str, list[Piece]]]:
    """Blocks of the same kinds in the same order, and blocks that resemble each other, are ones
    that changed; the others went or came.
    """
    k = span.k
    here, there = old[span.i : span.j], new[k : span.m]
    if [_tag(one) for one in here] == [_tag(one) or None for one in there]:
        for one, other in zip(here, there, strict=True):
            yield "~", _folded(_words(one, other))
        return
    for i in range(span.i, span.j):
        at = _alike(old[i], new, k, min(span.m, k + NEAR))
        if at is None:
            yield "-", _whole("-", old[i])
            continue
        yield from (("+", _whole("+", one)) for one in new[k:at])
        yield "~", _folded(_words(old[i], new[at]))
        k = at + 1
    yield from (("+", _whole("+", one)) for one in new[k : span.m])


def _tag(line: str) -> str:
    """The element that a block begins with."""
    found = TAG.match(line)
    return found[1] if found else ""


def _alike(one: str, others: Sequence[str], start: int, end: int) -> int | None:
    words = _bag(one)
    for at in range(start, end):
        other = _bag(others[at])
        common = sum((words & other).values())
        if common and common >= ALIKE * max(sum(words.values()), sum(other.values())):
            return at
    return None


def _bag(text: str) -> Counter[str]:
    """The words of a block, by which it is known again; its first ones where it is endless."""
    words = WORDS.findall(text[:LONGEST_BLOCK])
    return Counter(one for one in words if not one.isspace() and (len(one) == 1 or one[0] != "<"))


# ---------------------------------------------------------------- which words


def _whole(sign: str, text: str) -> list[Piece]:
    return [Piece(sign, _bounded(text))]


def _bounded(text: str) -> str:
    if len(text) <= LONGEST_BLOCK:
        return text
    return f"{text[:LONGEST_BLOCK]} … {len(text) - LONGEST_BLOCK:,} characters more"


def _words(before: str, after: str) -> list[Piece]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    pieces: list[Piece] = []
    for span in _joined(spans(old, new), old):
        if span.same:
            pieces.append(Piece(" ", "".join(old[span.i : span.j])))
            continue
        gone, come = "".join(old[span.i : span.j]), "".join(new[span.k : span.m])
        pieces += [Piece("-", _bounded(gone))] if gone else []
        pieces += [Piece("+", _bounded(come))] if come else []
    if len(pieces) <= MOST_PIECES:
        return pieces
    return [*pieces[:MOST_PIECES], Piece(" ", f" … {len(pieces) - MOST_PIECES:,} pieces more")]


def _joined(found: Sequence[Span], old: Sequence[str]) -> Iterator[Span]:
    """Changes with no more than a space between them are one change."""
    held: Span | None = None
    for number, span in enumerate(found):
        bridge = span.same and held and number + 1 < len(found) and _is_space(old, span)
        if span.same and not bridge:
            yield from (held,) if held else ()
            yield span
            held = None
        else:
            held = (
                span if held is None else Span(same=False, i=held.i, j=span.j, k=held.k, m=span.m)
            )
    if held:
        yield held


def _is_space(old: Sequence[str], span: Span) -> bool:
    return all(one.isspace() for one in old[span.i : span.j])


def _folded(pieces: Sequence[Piece]) -> list[Piece]:
    """Long stretches that stay are cut to what stands next to a change."""
    last = len(pieces) - 1
    return [
        Piece(" ", _fold(text, head=bool(number), tail=number < last)) if sign == " "
        else Piece(sign, text)
        for number, (sign, text) in enumerate(pieces)
    ]  # fmt: skip


def _fold(text: str, *, head: bool, tail: bool) -> str:
    """`head`, `tail`: a change stands before it, behind it."""
    if len(text) <= AROUND * (head + tail) + AROUND // 2:
        return text
    before, after = text[:AROUND], text[-AROUND:]
    before = before.rpartition(" ")[0] or before
    after = after.partition(" ")[2] or after
    return f"{before if head else ''} … {after if tail else ''}"


# ---------------------------------------------------------------- how they look


def _wrapped(pieces: Sequence[Piece], paint: Paint) -> Iterator[str]:
    """Lines of about WIDTH characters, broken at spaces; colours begin and end in each."""
    line: list[Atom] = []
    used = 0
    for atom in _atoms(pieces, marked=paint("remove", "x") == "x"):
        if used + len(atom.text) > WIDTH and used:
            yield _painted(line, paint)
            line, used = [], 0
        line.append(atom)
        used += len(atom.text)
    yield _painted(line, paint)


def _atoms(pieces: Sequence[Piece], *, marked: bool) -> Iterator[Atom]:
    """`marked`: signs instead of colours, where a piece is only a part of its block."""
    alone = len(pieces) == 1
    for sign, text in pieces:
        style = {"-": "remove", "+": "create"}.get(sign, "")
        words = [part for one in re.findall(r"\S+\s*|\s+", text) for part in _cut(printable(one))]
        if style and marked and not alone:
            opened, closed = ("[-", "-]") if sign == "-" else ("{+", "+}")
            words[0] = opened + words[0]
            words[-1] += closed
        yield from (Atom(style, one) for one in words)


def _cut(word: str) -> list[str]:
    return [word[at : at + WIDTH] for at in range(0, len(word), WIDTH)]


def _painted(line: Sequence[Atom], paint: Paint) -> str:
    parts: list[Atom] = []
    for one in line:
        if parts and parts[-1].style == one.style:
            parts[-1] = Atom(one.style, parts[-1].text + one.text)
        else:
            parts.append(one)
    shown = [Atom(style, text.rstrip(" ") if number == len(parts) - 1 else text)
             for number, (style, text) in enumerate(parts)]  # fmt: skip
    return "".join(paint(style, text) if style else text for style, text in shown)
