"""A body as written to the HTML that is sent: read, made acceptable, emitted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from reconciler.content.accept import Accepting, Resolve
from reconciler.content.bounds import SWALLOWERS, closed, numbered
from reconciler.content.build import Page
from reconciler.content.emit import emit
from reconciler.content.markdown import to_html
from reconciler.content.overlong import LONGEST
from reconciler.content.parse import encodable, parse
from reconciler.content.places import Places
from reconciler.content.tree import Blocks, Note, Rendered

Form = Literal["md", "html"]


def render(
    text: str,
    *,
    format: Form = "md",  # noqa: A002 - the word of the front matter
    link: Resolve,
    image: Resolve,
    line: int = 1,
) -> Rendered:
    """Markdown or HTML as one line of the HTML that Intercom accepts.

    `link` answers the target to send for one as written, None to keep only the text; `image`
    likewise for sources, None to leave the image out (the caller reports why). Both get the
    line and the column of the place, from 1. `line` is the line of the file on which the text
    begins. Any text is rendered; notes tell what was lost.
    """
    notes: list[Note] = []
    blocks = read(text, format, line, notes.append)
    accepted = tuple(Accepting(link, image, notes.append).blocks(blocks))
    notes.sort(key=lambda one: one.line)
    return Rendered(emit(accepted), tuple(notes), accepted)


def read(text: str, form: Form, line: int, note: Callable[[Note], None]) -> Blocks:
    """The tree of a body as it was written, before anything is made acceptable."""

    def unclosed(name: str, where: int) -> None:
        message = f"<{name}> is never closed and is left out"
        note(Note("body-changed", message, line + max(where - 1, 0), f"close it with </{name}>"))

    text = encodable(text)
    if form == "md":
        html, page = to_html(text, line, note)
    else:
        if len(text) > LONGEST:
            message = f"the page has {len(text):,} characters; no more than {LONGEST:,} are read"
            note(Note("body-refused", message, line, "split it into several articles"))
            return ()
        html, page = numbered(text), Page(Places(text, line), note)
    swallows = "<" in text and SWALLOWERS.search(
        text
    )  # what the parser makes of Markdown is closed
    return parse(closed(html, unclosed) if swallows else html, page=page)
