"""Runs of text: brought into one normal form, and written as HTML.

Two lines of text that look the same become the same runs, however their spaces, marks and
characters were spelt. It knows no blocks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

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

BLANK = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0"
"""White space as HTML has it, the space that does not break, and control characters."""
SPACES = re.compile(rf"[ {BLANK}]{{2,}}|[{BLANK}]")
CODE_SPACES = {ord(space): " " for space in BLANK}
INVISIBLE = ("\u200b", "\u2060", "\ufeff")
"""Zero-width spaces. The joiners U+200C and U+200D stay: they change what is seen."""
MARK_TAGS = (
    (BOLD, "b"),
    (ITALIC, "i"),
    (STRIKE, "s"),
    (UNDERLINE, "u"),
    (SUB, "sub"),
    (SUP, "sup"),
    (CODE, "code"),
)
NESTING = [tuple(tag for bit, tag in MARK_TAGS if marks & bit) for marks in range(128)]


class _Gap(NamedTuple):
    """What stands between two runs: a space (no breaks) or breaks, with what it all shares."""

    breaks: int
    marks: int
    link: str | None


_Open = tuple[list[str], int, "str | None"]
"""A run that still grows: its texts are joined once, at the end."""


def tidy(runs: Sequence[Run]) -> Runs:
    """Runs of clean text in normal form: merged, no space or break at the ends.

    A space between two runs carries the marks that both share; a link or code only where
    the space itself was part of it. A break swallows the spaces around it.
    """
    if len(runs) == 1 and BREAK not in runs[0][0]:
        text, marks, link = runs[0]
        text = composed(text.strip(" "))
        return (Run(text, marks, link),) if text else ()
    done: list[_Open] = []
    gap: _Gap | None = None
    for text, marks, link in runs:
        first, *others = text.split(BREAK)
        gap = _put(done, gap, Run(first, marks, link))
        for piece in others:
            gap = _put(done, _wider(gap, _Gap(1, marks, link)), Run(piece, marks, link))
    return tuple([Run(composed("".join(texts)), marks, link) for texts, marks, link in done])


def _put(done: list[_Open], gap: _Gap | None, run: Run) -> _Gap | None:
    """Adds a piece without breaks; answers the gap that it leaves open."""
    text, marks, link = run
    core = text.strip(" ")
    if not core:
        return _wider(gap, _Gap(0, marks, link)) if text else gap
    if text[0] == " ":
        gap = _wider(gap, _Gap(0, marks, link))
    if gap is not None and done:
        _append(done, _between(done[-1], gap, run))
    _append(done, Run(core, marks, link))
    return _Gap(0, marks, link) if text[-1] == " " else None


def _wider(gap: _Gap | None, more: _Gap) -> _Gap:
    if gap is None:
        return more
    link = gap.link if gap.link == more.link else None
    return _Gap(gap.breaks + more.breaks, gap.marks & more.marks, link)


def _between(left: _Open, gap: _Gap, right: Run) -> Run:
    shared = left[1] & right.marks
    link = right.link if left[2] == right.link else None
    if gap.breaks:
        return Run(BREAK * gap.breaks, shared, link)
    return Run(" ", shared & (gap.marks | BOLD | ITALIC), link if gap.link == link else None)


def _append(done: list[_Open], run: Run) -> None:
    text, marks, link = run
    if done and done[-1][1] == marks and done[-1][2] == link:
        done[-1][0].append(text)
    else:
        done.append(([text], marks, link))


def clean(text: str, marks: int = 0) -> str:
    """Raw text with its white space as spaces; inside code a run of them keeps its length."""
    if text.isprintable():
        return text if marks & CODE or "  " not in text else SPACES.sub(" ", text)
    if not text.isascii():
        for space in INVISIBLE:
            text = text.replace(space, "")
    if marks & CODE:
        return text.replace("\r\n", " ").translate(CODE_SPACES)
    return SPACES.sub(" ", text)


def composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def line_of(text: str) -> str:
    """Plain text in the same normal form, as for a title or the alt text of an image."""
    return "".join(run.text for run in tidy([Run(clean(text))]))


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs).replace(BREAK, " ")


def write(runs: Runs) -> str:
    """The runs as HTML: the link outermost, marks in a fixed order, opened as late as can be."""
    if len(runs) == 1 and not runs[0].marks and runs[0].link is None:
        return _text(runs[0].text)
    parts: list[str] = []
    opened: list[str] = []
    link: str | None = None
    for run in runs:
        if run.link != link:
            _close(parts, opened, 0)
            if link is not None:
                parts.append("</a>")
            if run.link is not None:
                parts.append(f'<a href="{escape(run.link)}">')
            link = run.link
        _switch(parts, opened, NESTING[run.marks])
        parts.append(_text(run.text))
    _close(parts, opened, 0)
    if link is not None:
        parts.append("</a>")
    return "".join(parts)


def _switch(parts: list[str], opened: list[str], wanted: Sequence[str]) -> None:
    same = 0
    while same < len(opened) and same < len(wanted) and opened[same] == wanted[same]:
        same += 1
    _close(parts, opened, same)
    for tag in wanted[same:]:
        parts.append(f"<{tag}>")
        opened.append(tag)


def _close(parts: list[str], opened: list[str], keep: int) -> None:
    while len(opened) > keep:
        parts.append(f"</{opened.pop()}>")


def _text(text: str) -> str:
    if "&" in text or "<" in text or ">" in text:
        text = escape(text, quote=False)
    return text.replace(BREAK, "<br>") if BREAK in text else text
