"""What a link or an image of a body leads to: a page, a file of the project, or the web."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from reconciler.codes import finding
from reconciler.core.declared.places import Places
from reconciler.model import Absent, Finding, Link, LocalFile, Pos, Ref, Site, Target

SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
TOKEN, FILE = "reconciler:", "reconciler-file:"
DIGITS = 32
"""Of a file's digest, in its name where it is served."""
WAYS = (
    "in reconciler.yaml, say where they are served (assets: {base_url: ..}), or let apply upload "
    "them: assets: {to: branch} for a branch of the repository, {to: store} for an object store"
)
REPOSITORY = "set help_center.repository in reconciler.yaml to the repository's address on the web"


@dataclass(slots=True)
class Linking:
    """The links of one body. `language`: "" for the default one."""

    where: Places
    site: Site | None = None
    language: str = ""
    links: list[Link] = field(default_factory=list)
    outside: list[tuple[str, Pos]] = field(default_factory=list)
    """Addresses on the web, as written."""
    in_page: list[tuple[str, Pos]] = field(default_factory=list)
    """Fragments of the page itself, as written."""

    def link(self, target: str, pos: Pos) -> str | Finding:
        if target.startswith("#"):
            self.in_page.append((target[1:], pos))
            return target
        if target.startswith(FILE):
            return _dead(f"the link to {target} has an address of our own", pos)
        if SCHEME.match(target) and not target.startswith(TOKEN):
            if target[:4].lower() == "http":
                self.outside.append((target, pos))
            return target
        path, _, fragment = target.partition("#")
        page = self._page(path, pos)
        if page is None:
            return self._file(path, pos) if path else _dead("the link has no address", pos)
        self.links.append(Link(page, fragment, pos))
        return _token(page) + (f"#{fragment}" if fragment else "")

    def _page(self, path: str, pos: Pos) -> Target | None:
        if path.startswith(TOKEN):
            name, _, locale = unquote(path[len(TOKEN) :]).partition("?")
            ref = Ref.parse(name)
            spoken = locale in self.where.spoken.get(ref, ())
            return Target(ref, locale if spoken else "") if ref in self.where.refs else None
        way = unquote(path.partition("?")[0])
        found = self.where.page(_inside(pos.file, way))
        if found is None and self.site:
            found = self.where.files.get(self.site.page(way, pos.file) or "")
        original = self.where.originals.get(pos.file)
        if found is None and original:  # not translated: the original's neighbours are there
            found = self.where.page(_inside(original, way))
        return found and self.where.told_in(found, self.language)

    # ------------------------------------------------------------ files that are no pages

    def _file(self, written: str, pos: Pos) -> str | Finding:
        way = unquote(written.partition("?")[0])
        inside = self._place(pos.file, way)
        if written.startswith(TOKEN):
            return _dead(f"the link to {written} leads to nothing that is declared", pos)
        if inside.startswith("/"):
            hint = "write a path from this file, or the full address"
            return _dead(f"the link to {written} begins at the root of a site", pos, hint)
        if inside.startswith("../") or inside == "..":
            return _dead(f"the link to {written} leads out of the project", pos)
        found = self.where.look(inside)
        if isinstance(found, Absent):
            hint = self.where.near(inside, posixpath.dirname(pos.file))
            hint = (
                hint or _meant(found, inside, pos) or "correct the path, or write the full address"
            )
            return _dead(f"the link to {written} leads to no file of the project", pos, hint)
        assets = self.where.config.assets
        if found.media and (assets.base_url or assets.to):
            return _served(found) if not found.problem else _unusable(written, found, pos)
        if self.where.config.repository:
            return f"{self.where.config.repository}/{quote(inside)}"
        return _dead(f"the link to {written} leads to a file that is no page", pos, REPOSITORY)

    def _place(self, file: str, way: str) -> str:
        if self.site and self.site.static is not None and way.startswith("/"):
            return posixpath.normpath(posixpath.join(self.site.static, way.lstrip("/")))
        return _inside(file, way)

    def image(self, source: str, pos: Pos) -> str | Finding:
        if source.startswith((TOKEN, FILE)):
            return finding(
                "dead-image", f"the image {source} has an address of our own; it is left out", pos
            )
        if SCHEME.match(source):
            if source[:4].lower() == "http":
                self.outside.append((source, pos))
            return source
        inside = self._place(pos.file, unquote(source.partition("?")[0]))
        if inside.startswith(("../", "/")) or inside == "..":
            hint = "move it into the project, or write its full address"
            what = f"the image {source} lies outside the project"
            return finding("file-outside-root", what, pos, hint=hint)
        assets = self.where.config.assets
        if not (assets.base_url or assets.to):
            what = "images of the project need an address, for Intercom fetches them from the web"
            return finding("image-without-host", what, pos, hint=WAYS)
        found = self.where.look(inside)
        if isinstance(found, Absent):
            hint = _meant(found, inside, pos) or "correct the path, or write the full address"
            return finding(
                "dead-image", f"the image {source} {found.why}; it is left out", pos, hint=hint
            )
        if found.problem:
            return _unusable(source, found, pos)
        return _served(found)


def _served(found: LocalFile) -> str:
    """Stands for the address that the file gets, which who applies decides."""
    return f"{FILE}{quote(found.path)}#{found.digest[:DIGITS]}"


def _unusable(written: str, found: LocalFile, pos: Pos) -> Finding:
    return finding(
        "unusable-file", f"{written} {found.problem}; it is left out", pos, hint=found.hint
    )


def _inside(file: str, way: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), way))


def _token(target: Target) -> str:
    language = f"?{quote(target.locale)}" if target.locale else ""
    return f"{TOKEN}{quote(str(target.ref))}{language}"


def _meant(found: Absent, inside: str, pos: Pos) -> str:
    if not found.near:
        return ""
    way = posixpath.relpath(found.near, posixpath.dirname(pos.file))
    if found.near.casefold() == inside.casefold():
        return f"write {way}: upper and lower case differ, where the run is on Linux too"
    return f"did you mean {way}?"


def _dead(
    what: str, pos: Pos, hint: str = "correct the path, or write the full address"
) -> Finding:
    return finding("dead-link", f"{what}; its text is kept", pos, hint=hint)
