"""Exported pages as files: Markdown where it is proven to carry the body, else HTML.

Links between pages become relative paths, so that they work wherever the files are read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from reconciler.core.compared.links import HREF, target_of
from reconciler.core.declared.targets import SCHEME
from reconciler.model import Ref

BLOCK_END = re.compile(r"(</(?:p|h[1-6]|ul|ol|table|pre|div|details)>)(?=<)")


@dataclass(frozen=True, slots=True)
class Text:
    """A page in one language, "" for the default one: its front matter, its body as HTML."""

    ref: Ref
    locale: str
    front: dict[str, Any]
    body: str


@dataclass(slots=True)
class Pages:
    """Files by path. `html`: the pages that Markdown cannot carry, each with the reason once;
    `left`: those whose body nothing can carry, and which therefore declare none.
    """

    files: dict[str, tuple[dict[str, Any], str]] = field(default_factory=dict)
    html: dict[Ref, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    owners: dict[str, tuple[Ref, str]] = field(default_factory=dict)
    """Whose each file is, in which language."""


Page = tuple[Ref, str]
"""A resource, and the language, "" for the default one."""
Places = Mapping[Page, str]
"""The file of each page, by resource and language."""


def pages(
    texts: Mapping[str, Text], declared: Places, unproven: Mapping[Page, str] | None = None
) -> Pages:
    """`texts`: by path from the root, without extension; `declared`: files that exist already;
    `unproven`: pages whose body turned out to be read otherwise, and why.
    """
    found = Pages()
    known = unproven or {}
    bodies = {path: _Body("md", reason=known[text.ref, text.locale], left=True)
              if (text.ref, text.locale) in known else _body(text.body)
              for path, text in texts.items()}  # fmt: skip
    places = {
        **declared,
        **{(text.ref, text.locale): f"{path}.{bodies[path].form}" for path, text in texts.items()},
    }
    for path, text in texts.items():
        one = bodies[path]
        file = places[text.ref, text.locale]
        found.owners[file] = (text.ref, text.locale)
        if one.left:
            found.left.append(f"{file}: {one.reason}")
        elif one.reason:
            found.html.setdefault(text.ref, f"{file}: {one.reason}")
        linked = _relative(text.body, file, text.locale, places)
        if linked != text.body and not one.left:
            one = _body(linked, one.form, linked=True)
        found.files[file] = (text.front, one.text)
    return found


@dataclass(frozen=True, slots=True)
class _Body:
    """`form`: the extension; `reason`: why it is not Markdown; `left`: nothing carries it."""

    form: str
    text: str = ""
    reason: str = ""
    left: bool = False


def _body(html: str, form: str = "md", *, linked: bool = False) -> _Body:
    from reconciler.content import (  # noqa: PLC0415 - only for pages
        as_written,
        canonical,
        image_sources,
        markdown_of,
        render,
        sources,
        unsigned,
    )

    loose = next((one for one in (*sources(html), *image_sources(html))
                  if one and one[0] != "#" and not SCHEME.match(one)), None)  # fmt: skip
    if loose and form == "md" and not linked:
        reason = f"it leads to {loose[:80]}, which would be a file of the project here"
        return _Body("md", reason=reason, left=True)
    reason = ""
    if form == "md":
        text, reason = markdown_of(html)
        if not reason:
            return _Body("md", f"{text}\n" if text else "")

    def lasting(source: str, _line: int, _column: int) -> str:
        return unsigned(source)

    again = render(html, format="html", link=as_written, image=lasting).html
    lines = BLOCK_END.sub(r"\1\n", again)
    if canonical(lines) != canonical(html):
        return _Body("md", reason=reason, left=True)
    return _Body("html", f"{lines}\n" if lines else "", reason)


def _relative(html: str, file: str, locale: str, places: Places) -> str:
    """The body with links to pages that have files leading to these.

    A link to a page in the default language, from one in another that the page has too, stays as
    it is: as a path it would lead to the page in the language of who links.
    """

    def to(found: re.Match[str]) -> str:
        ref, language = target_of(found)
        path = places.get((ref, language))
        if path is None or (locale and not language and (ref, locale) in places):
            return found.group()
        short = posixpath.relpath(path, posixpath.dirname(file))
        return f'href="{quote(short, safe=SAFE)}{found.group(3) or ""}"'

    return HREF.sub(to, html)


SAFE = "/!$'()*+,;=@~"
