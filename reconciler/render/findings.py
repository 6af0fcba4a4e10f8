"""Findings as text: place, code, what is wrong, the line itself, the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reconciler.model import Finding, Pos
from reconciler.render.safe import Paint, plural, printable

ReadLine = Callable[[Pos], str | None]
"""The written line at a place, where it can be read."""
PLACES = 3


def findings(found: Sequence[Finding], paint: Paint, read_line: ReadLine) -> str:
    """All findings in the order of their places; the same message is shown once, and counted."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        groups.setdefault((one.code, one.message), []).append(one)
    lines: list[str] = []
    for group in groups.values():
        lines += _finding(group[0], paint, read_line)
        lines += _places([one.pos for one in group[1:] if one.pos], paint)
    return "\n".join(lines)


def _places(places: Sequence[Pos], paint: Paint) -> Iterator[str]:
    if places:
        shown = ", ".join(printable(str(pos)) for pos in places[:PLACES])
        more = f" and {plural(len(places) - PLACES, 'place')} more" if len(places) > PLACES else ""
        yield f"  {paint('dim', 'also:')} {shown}{more}"


def _finding(one: Finding, paint: Paint, read_line: ReadLine) -> Iterator[str]:
    where = f"{printable(str(one.pos))}: " if one.pos else ""
    label = paint(one.severity, f"{one.severity}[{one.code}]")
    yield f"{where}{label}: {printable(one.message)}"
    text = read_line(one.pos) if one.pos and one.pos.line else None
    if text is not None and one.pos:
        yield from _snippet(one.pos, text, paint)
    if one.hint:
        yield f"  {paint('dim', 'help:')} {printable(one.hint)}"


def _snippet(pos: Pos, text: str, paint: Paint) -> Iterator[str]:
    """The line with a caret below the place; long lines are cut around it."""
    start = max(0, pos.column - 60)
    shown = printable(text.rstrip("\r\n").replace("\t", " ")[start : start + 110])
    margin = f"{pos.line:>5} | "
    yield paint("dim", margin) + shown
    if pos.column:
        yield " " * (len(margin) + pos.column - 1 - start) + paint("bold", "^")


def counts(found: Sequence[Finding]) -> str:
    """`2 errors, 1 warning`; empty where there is nothing."""
    parts = []
    for severity in ("error", "warning", "note"):
        number = sum(one.severity == severity for one in found)
        if number:
            parts.append(plural(number, severity))
    return ", ".join(parts)
