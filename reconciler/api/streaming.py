"""A list or a search page by page as the pages come, for whoever shows them and keeps none.

Planning needs a whole list that held still, and reads it by `listing`; who only looks begins at
once and holds one page. Ids are remembered where pages may show an object twice: of numbered
ones, which end at 10,000, and of a scroll, which may have to begin again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from reconciler.api.errors import PAGE_LIMIT
from reconciler.api.listing import LISTED, Reader, first_page, listed, page_path, unexpected
from reconciler.api.pages import MOST, after, items_of, onwards, whole
from reconciler.errors import ApiError
from reconciler.model import Json, Listing
from reconciler.parallel import at_once

SIZE = 150
"""Documented maximum of both searches."""
ASIDE = 8
"""Numbered pages that are read at once: what is in memory together."""
Scrolled = Callable[[Listing, int | None], Iterator[list[Json]]]


class Page(NamedTuple):
    """`total`: how many there are, where Intercom says it."""

    items: list[Json]
    total: int | None = None


def streamed(reader: Reader, listing: Listing, scrolled: Scrolled) -> Iterator[Page]:
    """The pages of a list, by numbers, by cursors or by scroll; ApiError as `listing.read`."""
    first = first_page(reader, listing)
    total = whole(first.get("total_count"))
    seen: set[str] = set()
    if listing.scroll and total is not None and total > LISTED:
        for items in scrolled(listing, total):
            yield Page(_new(items, seen), total)
        return
    yield Page(_new(listed(listing, first), seen), total)
    following = after(first, len(listed(listing, first)), numbered=listing.pages)
    if following.count > MOST:
        raise unexpected(listing.path, f"{following.count} pages")
    if following.query:
        yield from _cursors(reader, listing, dict(following.query), total)
        return
    for start in range(2, following.count + 1, ASIDE):
        numbers = range(start, min(start + ASIDE, following.count + 1))
        paths = [page_path(reader, listing, {"page": str(one)}) for one in numbers]
        try:
            answers = at_once(reader.ask, paths, workers=reader.workers)
        except ApiError as error:
            if not listing.scroll or PAGE_LIMIT not in error.message:
                raise
            for items in scrolled(listing, total):
                yield Page(_new(items, seen), total)
            return
        for answer in answers:
            yield Page(_new(listed(listing, answer), seen), total)


def _cursors(
    reader: Reader, listing: Listing, query: dict[str, str], total: int | None
) -> Iterator[Page]:
    for _ in range(MOST * 10):
        answer = reader.ask(page_path(reader, listing, query))
        items = listed(listing, answer)
        yield Page(items, total)
        asked, query = query, dict(onwards(answer, len(items), asked=query))
        if not query:
            return
        if query == asked:
            break
    raise unexpected(listing.path, "a next page that leads in a circle")


def searched(ask: Callable[[Json], Json], path: str, items: str) -> Iterator[Page]:
    """The pages of a search. `ask` takes what is added to its body."""
    cursor: str | None = None
    for _ in range(MOST):
        more: Json = {} if cursor is None else {"starting_after": cursor}
        answer = ask({"pagination": {"per_page": SIZE, **more}})
        found = items_of(answer, items)
        if found is None:
            raise unexpected(path, f'no list under "{items}"')
        yield Page(found, whole(answer.get("total_count")))
        following = after(answer, len(found), numbered=False).query.get("starting_after")
        if following is None:
            return
        if following == cursor:
            break
        cursor = following
    raise unexpected(path, "a next page that leads in a circle")


def _new(items: list[Json], seen: set[str]) -> list[Json]:
    """Those that no page showed before; an object without an id is always new."""
    fresh = [one for one in items if one.get("id") is None or str(one["id"]) not in seen]
    seen.update(str(one["id"]) for one in fresh if one.get("id") is not None)
    return fresh
