"""Which resources others can link to, in which language: now, once this plan has run, or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from reconciler.core.compared.canonical import bodies
from reconciler.core.compared.match import Match
from reconciler.core.compared.names import Names
from reconciler.model import Desired, Field, Kind, Kinds, Live, Path, Ref, Target

State = Literal["has", "gets", "none"]


def addresses(kinds: Kinds, matches: Mapping[Ref, Match]) -> dict[Target, State]:
    found: dict[Target, State] = {}
    for ref, each in matches.items():
        kind = kinds[ref.kind]
        if not kind.addressed:
            continue
        found[Target(ref)] = _default(kind, each)
        for table in (one for one in kind.fields if one.of):
            found.update(_languages(kind, each, table))
    return found


def _default(kind: Kind, found: Match) -> State:
    if found.refused:
        return "has"
    one = found.desired
    live = found.live or Live(kind.name, "", {})
    side = Side({**one.create, **one.fields}, one.fields, live.fields, live.url)
    return _state(kind, found, side)


def _languages(kind: Kind, found: Match, table: Field) -> Iterator[tuple[Target, State]]:
    """A translation is reached at an address of its own while it is published itself."""
    live = found.live or Live(kind.name, "", {})
    for locale, fields in (found.desired.fields.get(table.name) or {}).items():
        create = found.desired.create.get(table.name, {}).get(locale, {})
        there = (live.fields.get(table.name) or {}).get(locale) or {}
        # what a new translation is created with counts like what is written
        written = fields if there else {**create, **fields}
        url = live.urls.get(locale)
        side = Side({**create, **fields}, written, there, url, (table.name, locale))
        state = _state(kind, found, side)
        yield Target(found.desired.ref, locale), "has" if found.refused and url else state


class Side(NamedTuple):
    """One language of a resource: what shall be, what of it is written, what is there."""

    wanted: Mapping[str, Any]
    written: Mapping[str, Any]
    there: Mapping[str, Any]
    url: str | None
    where: Path = ()


def _state(kind: Kind, found: Match, side: Side) -> State:
    shall = all(side.wanted.get(name) == value for name, value in kind.addressed.items())
    if found.live is None:
        return "gets" if shall else "none"
    declares = any(name in side.written for name in kind.addressed)
    if declares and shall != (side.url is not None) and not _edited(kind, found, side):
        return "gets" if shall else "none"
    return "none" if side.url is None else "has"


def _edited(kind: Kind, found: Match, side: Side) -> bool:
    """Whether somebody published or unpublished it in Intercom, which is kept."""
    pairs = found.entry.pairs if found.entry else {}
    return any(
        (path := (*side.where, name)) in pairs and pairs[path][1] != side.there.get(name)
        for name in kind.addressed
    )


def urls_of(ref: Ref, live: Live) -> dict[Target, str]:
    """In every language in which it can be reached."""
    found = {Target(ref, locale): url for locale, url in live.urls.items()}
    return {**found, Target(ref): live.url} if live.url else found


def heading(
    names: Names, identity: str, locale: str, key: str, *, page: tuple[Kind, Desired | None]
) -> str:
    """The id of a heading of a page: as it is there, as written, or as it will be sent.

    `identity`: of the page's object, empty while there is none.
    """
    kind, desired = page
    from reconciler.content import anchors, heading_id  # noqa: PLC0415 - only for such a link

    there = names.heading(identity, locale, key)
    if there is not None or desired is None:
        return there or heading_id(key)
    pages = (html for spoken, html in bodies(kind, desired.fields) if spoken == locale)
    written = (one.id for html in pages for one in anchors(html) if one.key == key and one.id)
    return next(written, heading_id(key))
