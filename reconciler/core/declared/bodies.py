"""Bodies of text: written Markdown or HTML to the HTML that is sent.

Links between files become `reconciler:kind/name`, an address that stands for whatever URL
Intercom gives the target; files of the project get such an address too, with their digest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from typing import Literal
from urllib.parse import unquote

from reconciler.codes import finding
from reconciler.core.declared.places import Places
from reconciler.core.declared.targets import Linking
from reconciler.core.declared.written_lines import WrittenLines
from reconciler.model import Finding, Link, Pos, TextFile
from reconciler.near import Hints

TOP = ("", "top")
Place = Callable[[int, int], Pos]


@dataclass(slots=True)
class Body:
    """A rendered body, the title taken from it, and what was noticed."""

    html: str
    title: str | None = None
    links: list[Link] = field(default_factory=list)
    outside: list[tuple[str, Pos]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def of_file(file: TextFile, where: Places, *, with_title: bool, language: str = "") -> Body:
    """The body of a file; its first heading is the title where none is written."""
    text, line, title = file.body, file.body_line, None
    if not with_title and file.format == "md":
        from reconciler.content import take_title  # noqa: PLC0415 - start-up without any text

        title, text, taken = take_title(text)
        line += taken
    pos = Pos(file.path, line)
    linking = Linking(where, file.site, language)
    place = WrittenLines(file).place
    body = of_text(text, linking, pos=pos, form=file.format, title=title or "", place=place)
    body.title = title
    return body


def of_text(
    text: str,
    linking: Linking,
    *,
    pos: Pos,
    form: Literal["md", "html"] = "md",
    title: str = "",
    place: Place | None = None,
) -> Body:
    """Rendered text that begins at `pos`; findings carry the lines of the file.

    `title`: the heading that left the text for the title. `place`: what is written where the
    text has a line and a column, if that is somewhere else.
    """
    from reconciler.content import rendered  # noqa: PLC0415 - start-up without any text

    place = place or partial(Pos, pos.file)
    body = Body("", links=linking.links, outside=linking.outside)
    made = rendered(
        text,
        form=form,
        link=_noted(linking.link, place, body),
        image=_noted(linking.image, place, body),
        line=pos.line,
    )
    body.html = made.html
    if linking.in_page:
        _in_page(body, linking.in_page, title, linking.where.hints)
    body.findings += [
        finding(note.code, note.message, place(note.line, 0), hint=note.hint) for note in made.notes
    ]
    return body


def _in_page(body: Body, written: list[tuple[str, Pos]], title: str, hints: Hints) -> None:
    """Links to headings of the same page lead to their keys; dead ones keep their text."""
    from reconciler.content import (  # noqa: PLC0415 - start-up without any text
        IN_PAGE_LINK,
        Headings,
        anchors,
        fragment_of,
        slug,
    )

    page = Headings(anchors(body.html))
    for fragment, pos in written:
        if page.key(fragment) is None and unquote(fragment) not in (*TOP, slug(title)):
            hint = hints.did_you_mean(fragment, pos.file, page.keys)
            what = f"no heading of this page is #{fragment}; the text of the link is kept"
            body.findings.append(finding("dead-anchor", what, pos, hint=hint))

    def to(found: re.Match[str]) -> str:
        key = page.key(unescape(found.group(1)))
        if key is None:
            return found.group(2)
        return found.group().replace(f"#{found.group(1)}", f"#{fragment_of(key)}", 1)

    body.html = IN_PAGE_LINK.sub(to, body.html)


Resolver = Callable[[str, Pos], "str | Finding"]


def _noted(resolve: Resolver, place: Place, body: Body) -> Callable[[str, int, int], str | None]:
    """The form that rendering takes: a target or None, problems kept aside at every place."""

    def resolved(target: str, line: int, column: int) -> str | None:
        answer = resolve(target, place(line, column))
        if isinstance(answer, str):
            return answer
        body.findings.append(answer)
        return None

    return resolved
