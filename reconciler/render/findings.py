"""Findings as text: place, code, what is wrong, the line itself, the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reconciler.model import Finding, Pos
from reconciler.render.groups import Group, grouped
from reconciler.render.safe import Paint, plural, printable
from reconciler.render.snippet import snippet

ReadLine = Callable[[Pos], str | None]
"""The written line at a place, where it can be read."""


def findings(found: Sequence[Finding], paint: Paint, read_line: ReadLine) -> str:
    """All findings in the order of their places; what says the same is shown once, and counted."""
    lines: list[str] = []
    for group in grouped(found):
        lines += _finding(group.first, paint, read_line)
        lines += _others(group, paint)
        if group.first.hint:
            lines.append(f"  {paint('dim', 'help:')} {printable(group.first.hint)}")
    return "\n".join(lines)


def _finding(one: Finding, paint: Paint, read_line: ReadLine) -> Iterator[str]:
    label = paint(one.severity, f"{one.severity}[{one.code}]")
    yield f"{_where(one)}{label}: {printable(one.message)}"
    text = read_line(one.pos) if one.pos and one.pos.line else None
    if text is not None and one.pos:
        yield from snippet(one.pos, text, paint)
    if one.pos and one.pos.via:
        yield f"  {paint('dim', 'with:')} {printable(one.pos.via)}"


def _others(group: Group, paint: Paint) -> Iterator[str]:
    """The places alone where the message is the same, else each with its own, and its way out."""
    label = f"  {paint('dim', 'also:')} "
    more = f"and {group.more}; --json lists all" if group.more else ""
    if any(one.message != group.first.message for one in group.others):
        yield from (f"{label}{_where(one)}{_said(one, group.first)}" for one in group.others)
        if more:
            yield f"  {more}"
        return
    places = [printable(str(one.pos)) for one in group.others if one.pos]
    if places:
        yield f"{label}{', '.join(places)}{' ' if more else ''}{more}"


def _said(one: Finding, first: Finding) -> str:
    way_out = f" ({one.hint})" if one.hint and one.hint != first.hint else ""
    return printable(one.message + way_out)


def _where(one: Finding) -> str:
    return f"{printable(str(one.pos))}: " if one.pos else ""


def counts(found: Sequence[Finding]) -> str:
    """`2 errors, 1 warning`; empty where there is nothing."""
    parts = []
    for severity in ("error", "warning", "note"):
        number = sum(one.severity == severity for one in found)
        if number:
            parts.append(plural(number, severity))
    return ", ".join(parts)
