"""A body that was rendered before: the same again, if every link and image has the same answer."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, NamedTuple

from reconciler import memory
from reconciler.content.accept import Resolve
from reconciler.content.canon import form_of
from reconciler.content.render import Form, render
from reconciler.content.tree import Note


class Sent(NamedTuple):
    """A body as it is sent, and what is said about it."""

    html: str
    notes: tuple[Note, ...]


def rendered(text: str, *, form: Form, link: Resolve, image: Resolve, line: int) -> Sent:
    """As `render`, without the tree. `link` and `image` may be asked twice for one place."""
    key, row = memory.MEMORY.row("body", form, str(line), text)
    if row is not None:
        with suppress(ValueError, TypeError):  # a damaged row counts as nothing known
            html, own, notes, asked = _unpacked(row)
            if all(answer == (link if kind else image)(*place) for kind, place, answer in asked):
                memory.MEMORY.remember(html, own)
                return Sent(html, tuple(Note(*one) for one in notes))
    asked = []

    def noted(resolve: Resolve, kind: int) -> Resolve:
        def ask(written: str, at: int, column: int) -> str | None:
            answer = resolve(written, at, column)
            asked.append((kind, (written, at, column), answer))
            return answer

        return ask

    made = render(text, format=form, link=noted(link, 1), image=noted(image, 0), line=line)
    known = form_of(made)
    if known is not None:
        memory.MEMORY.remember(made.html, known)
        if key:
            memory.MEMORY.keep(key, _packed(made.html, known, made.notes, asked))
    return Sent(made.html, made.notes)


def _packed(html: str, form: str, notes: Any, asked: Any) -> bytes:
    """The texts stand behind a line of JSON, for to read them as JSON takes half of the time."""
    own = html.encode("utf-8", "surrogatepass")
    head = json.dumps((notes, asked, len(own)), separators=(",", ":"))
    return b"".join((head.encode(), b"\n", own, form.encode("utf-8", "surrogatepass")))


def _unpacked(row: bytes) -> tuple[str, str, Any, Any]:
    """ValueError or TypeError for what is no such row."""
    end = row.index(b"\n") + 1
    notes, asked, size = json.loads(row[:end])
    html = row[end : end + size].decode("utf-8", "surrogatepass")
    return html, row[end + size :].decode("utf-8", "surrogatepass"), notes, asked
