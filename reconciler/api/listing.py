"""A whole list of Intercom, whatever shape its pages have, in as few requests as it takes.

ceil(N / page size) requests, side by side where pages have numbers. Knows the columns of a
listing and a way to ask, nothing of HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from reconciler.api.errors import PAGE_LIMIT
from reconciler.api.pages import MOST, after, items_of, joined, once, onwards, whole
from reconciler.errors import ApiError
from reconciler.model import Json, Listed, Listing
from reconciler.parallel import at_once

Ask = Callable[[str], Json]
LISTED = 10_000
"""Objects that numbered pages show at most; [R] beyond, companies refuse and name the scroll."""
REFUSALS = frozenset({400, 422})


@dataclass(frozen=True, slots=True)
class Reader:
    """How lists are read. `sizes`: by path, the page size that the server was found to take."""

    ask: Ask
    scroll: Callable[[Listing, int | None], list[Json]]
    workers: int = 8
    sizes: MutableMapping[str, int] = field(default_factory=dict)


def read(reader: Reader, listing: Listing) -> Listed | None:
    """All objects, each once, in the server's order; None where they moved meanwhile."""
    first = first_page(reader, listing)
    total = whole(first.get("total_count"))
    if listing.scroll and total is not None and total > LISTED:
        return _scrolled(reader, listing, total)
    try:
        answers = [first, *_rest(reader, listing, first)]
    except ApiError as error:
        if not listing.scroll or PAGE_LIMIT not in error.message:
            raise
        return _scrolled(reader, listing, total)
    return joined(answers, [listed(listing, answer) for answer in answers])


def listed(listing: Listing, answer: Json) -> list[Json]:
    """The objects of one answer; ApiError where there is no list, which is never an empty one."""
    found = items_of(answer, listing.items)
    if found is None:
        raise unexpected(listing.path, f'no list under "{listing.items}"')
    return found


def unexpected(path: str, what: str) -> ApiError:
    hint = "the API's address or version is not one that is known here"
    return ApiError(f"the answer has {what}", method="GET", path=path, status=200,
                    code="unexpected_answer", hint=hint)  # fmt: skip


def _scrolled(reader: Reader, listing: Listing, total: int | None) -> Listed | None:
    """More than were counted may have come meanwhile; fewer are a list that moved."""
    found = once(reader.scroll(listing, total))
    return None if total is not None and len(found) < total else Listed(found, len(found))


def first_page(reader: Reader, listing: Listing) -> Json:
    """The first page; without a page size where the server refuses ours."""
    try:
        return reader.ask(page_path(reader, listing, _number(listing, 1)))
    except ApiError as error:
        sized = listing.per_page and reader.sizes.get(listing.path) != 0
        if not sized or error.status not in REFUSALS or "per_page" not in error.message:
            raise
    reader.sizes[listing.path] = 0
    return reader.ask(page_path(reader, listing, _number(listing, 1)))


def _rest(reader: Reader, listing: Listing, first: Json) -> list[Json]:
    following = after(first, len(listed(listing, first)), numbered=listing.pages)
    if following.count > MOST:
        raise unexpected(listing.path, f"{following.count} pages")
    if following.query:
        return _one_by_one(reader, listing, following.query)
    paths = [
        page_path(reader, listing, {"page": str(one)}) for one in range(2, following.count + 1)
    ]
    return at_once(reader.ask, paths, workers=reader.workers)


def _one_by_one(reader: Reader, listing: Listing, query: Mapping[str, str]) -> list[Json]:
    answers: list[Json] = []
    while query:
        answer = reader.ask(page_path(reader, listing, query))
        answers.append(answer)
        query, asked = onwards(answer, len(listed(listing, answer)), asked=query), query
        if query == asked or len(answers) > MOST:
            raise unexpected(listing.path, "a next page that leads in a circle")
    return answers


def _number(listing: Listing, number: int) -> Mapping[str, str]:
    return {"page": str(number)} if listing.pages else {}


def page_path(reader: Reader, listing: Listing, where: Mapping[str, str]) -> str:
    """The path of a page, with the size that the server takes."""
    query = dict(listing.query)
    size = reader.sizes.get(listing.path, listing.per_page)
    if size:
        query["per_page"] = str(size)
    query |= where
    return f"{listing.path}?{urlencode(query)}" if query else listing.path
