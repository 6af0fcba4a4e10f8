"""Bodies of text: written Markdown or HTML to the HTML that is sent.

Links between files become `reconciler:kind/name`, an address that stands for whatever URL
Intercom gives the target; images of the project get the address they are served from.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal
from urllib.parse import quote, unquote

from reconciler.codes import finding
from reconciler.model import Finding, Pos, Ref, Site, Spec, TextFile

SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
TOKEN = "reconciler:"  # noqa: S105 - the scheme of our own links, no secret


@dataclass(frozen=True, slots=True)
class Places:
    """Which file is which resource, and from where images are served."""

    files: Mapping[str, Ref]
    refs: frozenset[Ref]
    assets: str | None = None


@dataclass(slots=True)
class Body:
    """A rendered body, the title taken from it, and what was noticed."""

    html: str
    title: str | None = None
    links: list[Ref] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def places(specs: Iterable[Spec], assets: str | None) -> Places:
    files: dict[str, Ref] = {}
    refs: set[Ref] = set()
    for spec in specs:
        if spec.text is not None:
            files[spec.text.path] = spec.ref
        for translation in spec.translations.values():
            files[translation.path] = spec.ref
        refs.add(spec.ref)
    return Places(files, frozenset(refs), assets)


def of_file(file: TextFile, where: Places, *, with_title: bool) -> Body:
    """The body of a file; its first heading is the title where none is written."""
    text, line, title = file.body, file.body_line, None
    if not with_title and file.format == "md":
        from reconciler.content import take_title  # noqa: PLC0415 - start-up without any text

        title, text, taken = take_title(text)
        line += taken
    pos = Pos(file.path, line)
    body = of_text(text, where, pos=pos, form=file.format, site=file.site)
    body.title = title
    return body


def of_text(
    text: str,
    where: Places,
    *,
    pos: Pos,
    form: Literal["md", "html"] = "md",
    site: Site | None = None,
) -> Body:
    """Rendered text that begins at `pos`; findings carry the lines of the file."""
    from reconciler.content import render  # noqa: PLC0415 - start-up without any text

    body = Body("")
    rendered = render(
        text,
        format=form,
        link=_noted(partial(_link, where=where, body=body, site=site), text, pos, body),
        image=_noted(partial(_image, where=where, site=site), text, pos, body),
        line=pos.line,
    )
    body.html = rendered.html
    body.findings += [
        finding(note.code, note.message, Pos(pos.file, note.line), hint=note.hint)
        for note in rendered.notes
    ]
    return body


Resolver = Callable[[str, Pos], "str | Finding"]


def _noted(resolve: Resolver, text: str, pos: Pos, body: Body) -> Callable[[str], str | None]:
    """The form that rendering takes: a target or None, problems kept aside."""
    known: dict[str, str | None] = {}

    def resolved(target: str) -> str | None:
        if target not in known:
            answer = resolve(target, _within(text, target, pos))
            known[target] = answer if isinstance(answer, str) else None
            if isinstance(answer, Finding):
                body.findings.append(answer)
        return known[target]

    return resolved


def _within(text: str, target: str, pos: Pos) -> Pos:
    """Where the target is first written; the beginning where it is spelt otherwise."""
    at = text.find(target)
    if at < 0:
        return pos
    return Pos(pos.file, pos.line + text.count("\n", 0, at), at - text.rfind("\n", 0, at))


def _link(target: str, pos: Pos, *, where: Places, body: Body, site: Site | None) -> str | Finding:
    if target.startswith("#") or (SCHEME.match(target) and not target.startswith(TOKEN)):
        return target
    path, _, fragment = target.partition("#")
    ref = _target(path, pos, where=where, site=site)
    if ref is None:
        return finding(
            "dead-link",
            f"the link to {target} leads to no file of the project; its text is kept",
            pos,
            hint="correct the path, or write the full address",
        )
    body.links.append(ref)
    return f"{TOKEN}{quote(str(ref))}" + (f"#{fragment}" if fragment else "")


def _target(path: str, pos: Pos, *, where: Places, site: Site | None) -> Ref | None:
    if path.startswith(TOKEN):
        ref = Ref.parse(unquote(path[len(TOKEN) :]))
        return ref if ref in where.refs else None
    path = unquote(path.partition("?")[0])
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(pos.file), path))
    for candidate in (inside, f"{inside}.md", f"{inside}/index.md", f"{inside}/README.md"):
        if candidate in where.files:
            return where.files[candidate]
    page = site.page(path, pos.file) if site else None
    return where.files.get(page or "")


def _image(source: str, pos: Pos, *, where: Places, site: Site | None) -> str | Finding:
    if SCHEME.match(source):
        return source
    folder, path = posixpath.dirname(pos.file), unquote(source)
    if site and site.static is not None and path.startswith("/"):
        folder, path = site.static, path.lstrip("/")
    inside = posixpath.normpath(posixpath.join(folder, path))
    if inside.startswith(".."):
        return finding(
            "image-without-host",
            f"the image {source} lies outside the project",
            pos,
            hint="move it into the project, or write its full address",
        )
    if where.assets is None:
        return finding(
            "image-without-host",
            f"the image {source} is a local file, and Intercom fetches images from the web",
            pos,
            hint="set assets.base_url in reconciler.yaml to where the project's files are served",
        )
    return f"{where.assets.rstrip('/')}/{quote(inside)}"
