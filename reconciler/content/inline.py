"""Runs of text: brought into one normal form, and written as HTML.

Two lines of text that look the same become the same runs, however their spaces, marks and
characters were spelt. It knows no blocks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape

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

SPACES = re.compile(r"[ \t\n\r\f\u00a0]+")
EDGES = " \t\n\r\f\u00a0"
INVISIBLE = dict.fromkeys((0x200B, 0x2060, 0xFEFF))
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


def tidy(runs: Iterable[Run]) -> Runs:
    """Runs in normal form: merged, white space collapsed, no space or break at the ends.

    A space between two runs carries the marks that both share; a link or code only where
    the space itself was part of it.
    """
    done: list[Run] = []
    gap: Run | None = None
    for text, marks, link in runs:
        if text == BREAK:
            gap = _wider(gap, Run(BREAK, marks, link))
            continue
        core = _spaced(text, marks)
        inner = core.strip(" ")
        if core[:1] == " ":
            gap = _wider(gap, Run(" ", marks, link))
        if inner:
            _join(done, gap, Run(inner, marks, link))
            gap = None
            if core[-1] == " ":
                gap = Run(" ", marks, link)
    return tuple(run if run.text.isascii() else _composed(run) for run in done)


def _spaced(text: str, marks: int) -> str:
    """White space as single spaces; inside code a run of spaces keeps its length."""
    if not text.isascii():
        text = text.translate(INVISIBLE)
    if not marks & CODE:
        return SPACES.sub(" ", text)
    return text.replace("\r\n", " ").translate(CODE_SPACES)


CODE_SPACES = {ord(space): " " for space in EDGES}


def _wider(gap: Run | None, more: Run) -> Run:
    """A break swallows the spaces around it; marks are those that all parts share."""
    if gap is None:
        return more
    breaks = gap.text.count(BREAK) + more.text.count(BREAK)
    link = gap.link if gap.link == more.link else None
    return Run(BREAK * breaks or " ", gap.marks & more.marks, link)


def _join(done: list[Run], gap: Run | None, run: Run) -> None:
    if gap is not None and done:
        _append(done, _between(done[-1], gap, run))
    _append(done, run)


def _between(left: Run, gap: Run, right: Run) -> Run:
    shared = left.marks & right.marks
    link = left.link if left.link == right.link else None
    if gap.text != " ":
        return Run(gap.text, shared, link)
    return Run(" ", shared & (gap.marks | BOLD | ITALIC), link if gap.link == link else None)


def _append(done: list[Run], run: Run) -> None:
    if done and done[-1].marks == run.marks and done[-1].link == run.link:
        done[-1] = Run(done[-1].text + run.text, run.marks, run.link)
    else:
        done.append(run)


def _composed(run: Run) -> Run:
    return run._replace(text=unicodedata.normalize("NFC", run.text))


def line_of(text: str) -> str:
    """Plain text in the same normal form, as for a title or the alt text of an image."""
    return "".join(run.text for run in tidy([Run(text)]))


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
    return escape(text, quote=False).replace(BREAK, "<br>")
