"""Links inside of bodies, as they stand between files and Intercom: `reconciler:kind/name`.

Such an address names a resource, in a language where it is not the default one (`?fr`), and a
heading (`#key`). Addresses of Intercom take its place only when a body is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from html import escape
from typing import NamedTuple
from urllib.parse import quote, unquote

from reconciler.model import Ref, Target

TOKEN = r'href="reconciler:([^"#?]+)(?:\?([^"#]*))?(#[^"]*)?"'  # noqa: S105 - no secret
HREF = re.compile(TOKEN)
FILE = re.compile(r'(?<==")reconciler-file:[^"#]+#[0-9a-f]*(?=")')
LINK = re.compile(rf"<a {TOKEN}[^>]*>(.*?)</a>", re.DOTALL)


def target_of(found: re.Match[str]) -> Target:
    return Target(Ref.parse(unquote(found.group(1))), unquote(found.group(2) or ""))


def href(target: Target, fragment: str = "") -> str:
    """`fragment`: with its #, or nothing."""
    language = f"?{quote(target.locale)}" if target.locale else ""
    return f'href="reconciler:{quote(str(target.ref))}{language}{fragment}"'


def targets(text: str) -> list[Target]:
    """What a body links to, in order."""
    return [target_of(found) for found in HREF.finditer(text)] if "reconciler:" in text else []


def linked_refs(text: str) -> list[Ref]:
    return [one.ref for one in targets(text)]


def relinked(text: str, today: Callable[[Ref], Ref]) -> str:
    """The body with links to the names that resources have today."""

    def renamed(found: re.Match[str]) -> str:
        ref, locale = target_of(found)
        return href(Target(today(ref), locale), found.group(3) or "")

    return HREF.sub(renamed, text)


def unlinked(text: str, missing: AbstractSet[Target]) -> str:
    """The body with links to `missing`: to the page in the default language, else its text."""
    if not missing:
        return text

    def keep(found: re.Match[str]) -> str:
        target = target_of(found)
        if target not in missing:
            return found.group()
        default = Target(target.ref)
        if default in missing:
            return found.group(4)
        return HREF.sub(href(default).replace("\\", r"\\"), found.group(), count=1)

    return LINK.sub(keep, text)


def addressed(text: str, urls: Mapping[Target, str], anchor: Callable[[Target, str], str]) -> str:
    """The body with links turned into the addresses they stand for.

    `anchor`: a target and the key of its heading -> the id that the heading has there.
    """

    def address(found: re.Match[str]) -> str:
        target, key = target_of(found), unquote((found.group(3) or "")[1:])
        if target not in urls:
            return found.group()
        return f'href="{urls[target]}{f"#{anchor(target, key)}" if key else ""}"'

    return HREF.sub(address, text)


# ---------------------------------------------------------------- files of the project


class File(NamedTuple):
    """A file of the project inside of a body: its path, and the beginning of its digest."""

    path: str
    digest: str


def files(text: str) -> list[File]:
    """The files that a body shows or links to, in order."""
    return [_file(found) for found in FILE.finditer(text)] if "reconciler-file:" in text else []


def _file(found: re.Match[str]) -> File:
    path, _, digest = found.group().partition(":")[2].partition("#")
    return File(unquote(path), digest)


def token(one: File) -> str:
    return f"reconciler-file:{quote(one.path)}#{one.digest}"


def served(text: str, urls: Mapping[File, str]) -> str:
    """The body with files turned into the addresses that they are served from."""
    if "reconciler-file:" not in text:
        return text
    return FILE.sub(lambda found: escape(urls.get(_file(found), found.group())), text)


def linked_files(text: str) -> list[File]:
    """Those that a body only links to: Intercom keeps the address of such, not of images."""
    if 'href="reconciler-file:' not in text:
        return []
    return [_file(found) for found in FILE.finditer(text)
            if text[found.start() - 6 : found.start()] == 'href="']  # fmt: skip
