"""Under which name an object of Intercom is known here, and the other way round.

Differences are shown and compared in names, never in ids: ids differ between workspaces
and are not known before a create.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from reconciler.model import Id, Live, Ref

TOKEN_LINK = re.compile(r'<a href="reconciler:([^"#]+)(#[^"]*)?"[^>]*>(.*?)</a>', re.DOTALL)
TOKEN_HREF = re.compile(r'href="reconciler:([^"#]+)(#[^"]*)?"')
ARTICLE_HREF = re.compile(r'href="https?://([^/"]+)/[^"#]*?articles/(\d+)[^"#]*(#[^"]*)?"')


@dataclass(slots=True)
class Names:
    """Grows while objects are matched; `hosts` are those of the workspace's own help centers."""

    by_id: dict[Id, str] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    linked: dict[str, str] = field(default_factory=dict)
    """Id in an own URL -> kind of the object it leads to."""
    texts: dict[Ref, str] = field(default_factory=dict)
    """What objects that nobody declares are called in Intercom, where a call has to name them."""

    def learn(self, live: Live, name: str) -> None:
        self.by_id[Id(live.kind, live.id)] = name

    def see(self, live: Live) -> None:
        """Remember the address of an object that others may link to."""
        host = re.match(r"https?://([^/]+)/", live.url or "")
        if host:
            self.hosts.add(host.group(1))
        self.linked[live.id] = live.kind

    def name(self, identity: Id) -> str:
        return self.by_id.get(identity, f"#{identity.id}")

    def symbols(self, text: str) -> str:
        """Own URLs in a live body as `reconciler:kind/name`, whatever host, locale and slug."""
        if not self.hosts:
            return text
        return ARTICLE_HREF.sub(self._symbol, text)

    def _symbol(self, found: re.Match[str]) -> str:
        host, identity, fragment = found.groups()
        kind = self.linked.get(identity)
        if host not in self.hosts or kind is None:
            return found.group()
        name = self.name(Id(kind, identity))
        return f'href="reconciler:{quote(f"{kind}/{name}")}{fragment or ""}"'


def linked_refs(text: str) -> list[Ref]:
    """The resources a body links to, in order."""
    return [Ref.parse(unquote(target)) for target, _ in TOKEN_HREF.findall(text)]


def relinked(text: str, today: Callable[[Ref], Ref]) -> str:
    """The body with links to the names that resources have today."""

    def renamed(found: re.Match[str]) -> str:
        ref = today(Ref.parse(unquote(found.group(1))))
        return f'href="reconciler:{quote(str(ref))}{found.group(2) or ""}"'

    return TOKEN_HREF.sub(renamed, text)


def unlinked(text: str, missing: AbstractSet[Ref]) -> str:
    """The body with links to `missing` resources turned into their text."""
    if not missing:
        return text

    def keep(found: re.Match[str]) -> str:
        ref = Ref.parse(unquote(found.group(1)))
        return found.group(3) if ref in missing else found.group()

    return TOKEN_LINK.sub(keep, text)


def addressed(text: str, urls: dict[Ref, str]) -> str:
    """The body with `reconciler:` links turned into the addresses they stand for."""

    def address(found: re.Match[str]) -> str:
        ref = Ref.parse(unquote(found.group(1)))
        return f'href="{urls[ref]}{found.group(2) or ""}"' if ref in urls else found.group()

    return TOKEN_HREF.sub(address, text)
