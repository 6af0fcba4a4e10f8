"""A body as written to the HTML that is sent: read, made acceptable, emitted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from reconciler.content.accept import Accepting
from reconciler.content.bounds import closed, numbered
from reconciler.content.emit import emit
from reconciler.content.inline import plain
from reconciler.content.markdown import to_html
from reconciler.content.parse import encodable, parse
from reconciler.content.tree import Blocks, Heading, Note, Rendered


def render(
    text: str,
    *,
    format: Literal["md", "html"] = "md",  # noqa: A002 - the word of the front matter
    link: Callable[[str], str | None],
    image: Callable[[str], str | None],
    line: int = 1,
) -> Rendered:
    """Markdown or HTML as one line of the HTML that Intercom accepts.

    `link` answers the target to send for one as written, None to keep only the text; `image`
    likewise for sources, None to leave the image out (the caller reports why). `line` is the
    line of the file on which the text begins. Any text is rendered; notes tell what was lost.
    """
    notes: list[Note] = []
    blocks = _read(encodable(text), format, line, notes)
    headings = (one for one in blocks if isinstance(one, Heading))
    title = next((plain(one.runs) for one in headings if one.level == 1), None)
    accepted = Accepting(link, image, notes.append).blocks(blocks)
    notes.sort(key=lambda one: one.line)
    return Rendered(emit(tuple(accepted)), title, tuple(notes))


def _read(text: str, form: Literal["md", "html"], line: int, notes: list[Note]) -> Blocks:
    def unclosed(name: str, where: int) -> None:
        message = f"<{name}> is never closed and is left out"
        notes.append(Note("body-changed", message, where or line, f"close it with </{name}>"))

    if form == "md":
        html, found = to_html(text, line)
        notes += found
    else:
        html = numbered(text, line)
    return parse(closed(html, unclosed), note=notes.append, line=line)
