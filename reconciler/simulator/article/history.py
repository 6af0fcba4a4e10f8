"""The versions of an article: one row per change of its texts, each with the one before.

What changed without a request (a teammate's edit, a workspace from a file) becomes a version
made in the web as soon as anybody looks. Knows no route.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reconciler.simulator.article.view import CONTENT
from reconciler.simulator.resources import admins, help_centers
from reconciler.simulator.store import Row, Store
from reconciler.simulator.wire import Call, Json

Contents = dict[str, Json]


def chain(store: Store, article_id: str) -> Iterator[Row]:
    """Newest first."""
    row = store.by("article_version", article_id)
    while row is not None:
        yield row
        row = store.find("article_version", row["previous_id"])


def catch_up(call: Call, row: Row) -> None:
    """Note what was changed without a request."""
    found = _contents(call, row)
    known = _latest(call.store, row["id"], found.keys())
    changed = {name: one for name, one in found.items() if not _same(one, known.get(name))}
    by = row["updated_by_id"] or int(admins.own(call.store)["id"])
    _add(call, row, changed, via="web", by=by, at=row["updated_at"])


def note(call: Call, row: Row, named: Collection[str]) -> None:
    """A request wrote these locales."""
    found = _contents(call, row)
    known = _latest(call.store, row["id"], found.keys())
    always = call.switches.same_content_makes_version
    changed = {
        name: one
        for name, one in found.items()
        if not _same(one, known.get(name)) or (always and name in named)
    }
    by = int(admins.own(call.store)["id"])
    _add(call, row, changed, via="api", by=by, at=call.store.now())


def note_staged(call: Call, row: Row, named: Collection[str]) -> None:
    """`row` as it would be with its draft live."""
    if call.switches.staging_makes_version:
        changed = {name: one for name, one in _contents(call, row).items() if name in named}
        by = int(admins.own(call.store)["id"])
        _add(call, row, changed, via="api", by=by, at=call.store.now(), staged=True)


def forget(store: Store, article_id: str) -> None:
    for row in list(chain(store, article_id)):
        store.remove("article_version", row["id"])


def live(call: Call, row: Row) -> set[str]:
    """The ids of the versions that readers see."""
    states = {locale: one.get("state") for locale, one in row["translations"].items()}
    states[help_centers.language(call.store)] = row["state"]
    left = {locale for locale, state in states.items() if state == "published"}
    found = set()
    for version in chain(call.store, row["id"]):
        if not version["staged"] and left & version["contents"].keys():
            found.add(version["id"])
            left -= version["contents"].keys()
    return found


def _contents(call: Call, row: Row) -> Contents:
    """The texts and the author of each locale."""
    author = row["author_id"]
    found = {help_centers.language(call.store): row, **row["translations"]}
    return {
        locale: {name: one.get(name, "") for name in CONTENT}
        | {"author_id": one.get("author_id", author)}
        for locale, one in found.items()
    }


def _latest(store: Store, article_id: str, locales: Collection[str]) -> Contents:
    """The content of each locale's newest version that was live."""
    found: Contents = {}
    for row in chain(store, article_id):
        if not row["staged"]:
            found = {**row["contents"], **found}
        if len(found) >= len(locales):
            break
    return found


def _same(one: Json, other: Json | None) -> bool:
    return other is not None and all(one[name] == other[name] for name in CONTENT)


def _add(
    call: Call, row: Row, changed: Contents, *, via: str, by: int, at: int, staged: bool = False
) -> None:
    if not changed:
        return
    whole = call.switches.version_scope == "article"
    made = [_contents(call, row)] if whole else [{name: one} for name, one in changed.items()]
    for contents in made:
        _create(call.store, row["id"], contents, via=via, by=by, at=at, staged=staged)


def _create(
    store: Store, article_id: str, contents: Contents, *, via: str, by: int, at: int, staged: bool
) -> None:
    newest = store.by("article_version", article_id)
    older = chain(store, article_id)
    related = (one["id"] for one in older if one["contents"].keys() & contents.keys())
    store.create(
        "article_version", article_id=article_id, contents=contents, created_via=via,
        created_by_id=str(by), from_version_id=next(related, None), staged=staged,
        previous_id=newest["id"] if newest else None, created_at=at, updated_at=at,
    )  # fmt: skip
