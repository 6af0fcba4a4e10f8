"""Under which name an object of Intercom is known here, and the other way round.

Differences are shown and compared in names, never in ids: ids differ between workspaces
and are not known before a create. Headings too are known by a name, their key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from reconciler.core.compared import links
from reconciler.core.compared.links import File
from reconciler.core.planned.digest import hidden
from reconciler.model import Id, Live, Ref, Target

ARTICLE_HREF = re.compile(r'href="https?://([^/"]+)/([^"#]*?)articles/(\d+)[^"#]*(#[^"]*)?"')
WEB_HREF = re.compile(r'href="(https?://[^"]*?(?:-([0-9a-f]{32})(?:\.[a-z0-9]+)?)?)"')
LANGUAGE = re.compile(r"(?:\A|/)([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)/\Z")
GIVEN_ID = re.compile(r"h_[0-9a-f]{10}")
Bodies = Iterable[tuple[str, str]]
"""Language ("" for the default one) and HTML, as Intercom has it."""


@dataclass(slots=True)
class Names:
    """Grows while objects are matched. `hosts`: those of the workspace's own help centers, each
    with the part of an address that says it is in the default language.
    """

    by_id: dict[Id, str] = field(default_factory=dict)
    secret: bytes = field(default=b"", repr=False)
    """Keys the digests that personal values are compared and remembered as."""
    hosts: dict[str, str] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    """Id in an own URL -> kind of the object it leads to."""
    spoken: dict[str, frozenset[str]] = field(default_factory=dict)
    """The languages in which such an object has an address; any other leads to the default one."""
    texts: dict[Ref, str] = field(default_factory=dict)
    """What objects that nobody declares are called in Intercom, where a call has to name them."""
    bodies: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Of objects that others may link to, by id; their headings are read when one does."""
    keys: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """Object and language -> id of a heading -> its key. Ids of before stay known."""

    files: dict[str, File] = field(default_factory=dict)
    """Files that bodies link to: by their digest, which is in the name that they are served under,
    and by the whole address, where that is known."""

    def learn(self, live: Live, name: str) -> None:
        self.by_id[Id(live.kind, live.id)] = name

    def see(self, live: Live, bodies: Bodies = ()) -> None:
        """Remember address and headings of an object that others may link to."""
        for locale, url in (("", live.url or ""), *live.urls.items()):
            found = re.match(r"https?://([^/]+)/(.*?)articles/", url)
            if found and not locale:
                self.hosts[found.group(1)] = _language(found.group(2))
            elif found:
                self.hosts.setdefault(found.group(1), "")
        self.linked[live.id] = live.kind
        self.spoken[live.id] = frozenset(live.urls)
        self.bodies[live.id] = list(bodies)
        for locale, _ in self.bodies[live.id]:
            if (live.id, locale) in self.keys:
                self.keys[live.id, locale] |= self._read(live.id, locale)

    def hidden(self, value: Any) -> Any:
        """A personal value as its digest; nothing stays nothing."""
        return None if value is None else hidden(value, self.secret)

    def name(self, identity: Id) -> str:
        return self.by_id.get(identity, f"#{identity.id}")

    def symbols(self, text: str) -> str:
        """Own URLs in a live body as `reconciler:kind/name`, whatever host and slug.

        Addresses of the project's files as what they stand for, whatever host.
        """
        if self.files and 'href="http' in text:
            text = WEB_HREF.sub(self._file, text)
        if not self.hosts:
            return text
        return ARTICLE_HREF.sub(self._symbol, text)

    def _file(self, found: re.Match[str]) -> str:
        known = self.files.get(unescape(found.group(1))) or self.files.get(found.group(2) or "")
        return f'href="{links.token(known)}"' if known else found.group()

    def _symbol(self, found: re.Match[str]) -> str:
        host, path, identity, fragment = found.groups("")
        kind = self.linked.get(identity)
        if host not in self.hosts or kind is None:
            return found.group()
        language = _language(path)
        other = language != self.hosts[host] and language in self.spoken[identity]
        locale = language if other else ""
        ref = Ref(kind, self.name(Id(kind, identity)))
        return links.href(Target(ref, locale), self._fragment(identity, locale, fragment))

    def _fragment(self, identity: str, locale: str, fragment: str) -> str:
        from reconciler.content import fragment_of  # noqa: PLC0415 - only where there is one

        if not GIVEN_ID.fullmatch(fragment[1:]):
            return fragment
        key = self.headings(identity, locale).get(fragment[1:])
        return f"#{fragment_of(key)}" if key is not None else fragment

    def headings(self, identity: str, locale: str) -> dict[str, str]:
        """Id of each heading of an object's body -> its key."""
        if (identity, locale) not in self.keys:
            self.keys[identity, locale] = self._read(identity, locale)
        return self.keys[identity, locale]

    def _read(self, identity: str, locale: str) -> dict[str, str]:
        from reconciler.content import anchors  # noqa: PLC0415 - only where a link needs it

        found = [html for spoken, html in self.bodies.get(identity, ()) if spoken == locale]
        return {one.id: one.key for html in found for one in anchors(html) if one.id}

    def heading(self, identity: str, locale: str, key: str) -> str | None:
        """The id that a heading has now; None where there is none of this key."""
        now = self._read(identity, locale)
        return next((one for one, known in now.items() if known == key), None)


def _language(path: str) -> str:
    found = LANGUAGE.search(path)
    return found.group(1) if found else ""
