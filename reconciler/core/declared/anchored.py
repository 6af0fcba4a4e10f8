"""Links to headings of other pages: each leads to a heading that is there, or is a finding.

Runs once all bodies are rendered, for only then their headings are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from reconciler.codes import finding
from reconciler.core.compared.canonical import bodies
from reconciler.core.compared.links import HREF, href, target_of
from reconciler.model import Desired, Finding, Kinds, Link, Ref, Target
from reconciler.near import Hints

if TYPE_CHECKING:
    from reconciler.content import Headings


@dataclass(slots=True)
class Pages:
    """The headings of pages, read when a link asks for them."""

    desired: Mapping[Ref, Desired]
    kinds: Kinds
    hints: Hints = field(default_factory=Hints)
    known: dict[Target, Headings | None] = field(default_factory=dict)

    def headings(self, target: Target) -> Headings | None:
        """None where the page's text is not declared, and may have any."""
        if target not in self.known:
            self.known[target] = self._read(target)
        return self.known[target]

    def _read(self, target: Target) -> Headings | None:
        from reconciler.content import Headings, anchors  # noqa: PLC0415 - only for such links

        fields = self.desired[target.ref].fields
        found = [html for locale, html in bodies(self.kinds[target.ref.kind], fields)
                 if locale == target.locale]  # fmt: skip
        return Headings([one for html in found for one in anchors(html)]) if found else None

    def _titles(self, target: Target) -> Iterator[str]:
        """A page's title may have been its first heading, in either language."""
        one, kind = self.desired[target.ref], self.kinds[target.ref.kind]
        name = kind.files.title if kind.files else ""
        yield str(one.fields.get(name, ""))
        for table in (each for each in kind.fields if each.of and target.locale):
            inner = (one.fields.get(table.name) or {}).get(target.locale) or {}
            yield str(inner.get(name, ""))

    def key(self, target: Target, fragment: str) -> str | None:
        """The key of the heading that is meant; empty for the page itself, None for a dead one.

        A heading named as in the original counts as the one at the same place.
        """
        from reconciler.content import slug  # noqa: PLC0415 - only for links to headings

        page = self.headings(target)
        if fragment == "top" or unquote(fragment) in map(slug, self._titles(target)):
            return ""
        if page is None:
            return fragment
        key = page.key(fragment)
        original = self.headings(Target(target.ref)) if key is None and target.locale else None
        if original is None or len(original.keys) != len(page.keys):
            return key
        place = original.place(fragment)
        return None if place is None else page.keys[place]


def anchored(
    desired: Mapping[Ref, Desired], kinds: Kinds
) -> tuple[dict[Ref, Desired], list[Finding]]:
    """The resources with their links to headings in the one form that is compared."""
    pages = Pages(desired, kinds)
    found: dict[Ref, Desired] = dict(desired)
    findings: list[Finding] = []
    for ref, one in desired.items():
        if any(link.fragment for link in one.links):
            fields = {name: _value(pages, value) for name, value in one.fields.items()}
            found[ref] = replace(one, fields=fields)
            findings += _dead(pages, one)
    return found, findings


def _dead(pages: Pages, one: Desired) -> Iterator[Finding]:
    for link in one.links:
        if link.fragment and pages.key(link.target, link.fragment) is None:
            yield _finding(pages, link)


def _finding(pages: Pages, link: Link) -> Finding:
    page = pages.headings(link.target)
    hint = pages.hints.did_you_mean(link.fragment, str(link.target), page.keys if page else ())
    language = f" in {link.target.locale}" if link.target.locale else ""
    what = (
        f"no heading of {link.target.ref}{language} is #{link.fragment}; the link leads to the page"
    )
    return finding("dead-anchor", what, link.pos, hint=hint)


def _value(pages: Pages, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _value(pages, inner) for key, inner in value.items()}
    if not isinstance(value, str) or "reconciler:" not in value:
        return value

    def to(found: Any) -> str:
        from reconciler.content import fragment_of  # noqa: PLC0415 - only for links to headings

        target, fragment = target_of(found), unescape(found.group(3) or "")[1:]
        key = pages.key(target, fragment) if fragment else ""
        return href(target, f"#{fragment_of(key)}" if key else "")

    return HREF.sub(to, value)
