"""What Intercom stored otherwise than it was sent, with the place in the files for each part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reconciler.core.declared.written_lines import WrittenLines
from reconciler.model import Change, Field, Path, Pos, TextFile

ANY = "https://any.invalid/"


def lost(
    one: Change, table: Field | None, path: Path, sent: Any, there: Any
) -> list[tuple[Pos | None, str]]:
    """Place and words of each difference of a leaf; one without words where there are none."""
    pos = one.desired.spec.pos(*path) if one.desired else None
    if table is None or not table.soft or not isinstance(sent, str):
        return [(pos, "")]
    from reconciler.content import losses  # noqa: PLC0415 - start-up without any text

    text = _text(one, path)
    lines = list(_lines(text)) if text is not None else []
    found = []
    for at, what in losses(sent, there or ""):
        known = text is not None and at < len(lines)
        found.append((WrittenLines(text).place(lines[at], 1) if text and known else pos, what))
    return found


def _text(one: Change, path: Path) -> TextFile | None:
    """The file that the body stands in."""
    if one.desired is None:
        return None
    spec = one.desired.spec
    return spec.translations.get(path[1]) if len(path) > 1 else spec.text


def _lines(text: TextFile) -> Iterator[int]:
    """The line of each outermost block."""
    if text.format == "html":
        return
    from reconciler.content import placed, take_title  # noqa: PLC0415 - as above

    taken, body = 0, text.body
    if "title" not in text.front:
        _, body, taken = take_title(body)
    for part in placed(body, link=_any, image=_any).parts:
        for _ in part.blocks:
            yield text.body_line + taken + part.first


def _any(*_: object) -> str:
    return ANY
