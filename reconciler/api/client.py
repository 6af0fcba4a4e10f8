"""Intercom as planning and applying see it: lists, single objects, writes.

Knows the columns of a kind, nothing of HTTP below methods and paths.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from string import Formatter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from reconciler.api.errors import gone, printable
from reconciler.api.pages import MOST, items_of, joined, more, page_count
from reconciler.errors import ApiError
from reconciler.model import Client, Json, Kind, Later, Listed, Listing, Request

if TYPE_CHECKING:
    from reconciler.api.transport import Http

READINGS = 3
"""A list that moves while it is read is read at most so often."""


class HttpClient(Client):
    """Satisfies `Client`. Thread-safe; `workers` pages of a list are read at once."""

    def __init__(self, http: Http, *, workers: int = 8) -> None:
        self._http = http
        self._workers = workers

    @property
    def reads(self) -> int:
        return self._http.reads

    @property
    def writes(self) -> int:
        return self._http.writes

    def me(self) -> Json:
        """The teammate of the token, and under `app` the workspace."""
        return self._http.call("GET", "/me")

    def list(self, kind: Kind) -> Listed:
        """All objects in the server's order; ApiError where it never holds still."""
        for _ in range(READINGS):
            if (found := _read(self._http, kind.listing, self._workers)) is not None:
                return found
        raise ApiError(
            f"the list of {kind.plural} changed each of {READINGS} times that it was read",
            method="GET", path=kind.listing.path, code="inconsistent_list",
            hint="somebody is editing them; run it again in a moment",
        )  # fmt: skip

    def find(self, kind: Kind, values: Mapping[str, Any]) -> Json | None:
        """One object by the values of its key, also where lists leave it out."""
        names = [name for _, name, _, _ in Formatter().parse(kind.find) if name]
        path = kind.find.format(**{name: quote(str(values[name]), safe="") for name in names})
        answer = self._answer(path)
        if answer is None:
            return None
        found = items_of(answer, kind.listing.items)
        for one in [answer] if found is None else found:
            if all(str(one.get(name, values[name])) == str(values[name]) for name in names):
                return one
        return None

    def get(self, kind: Kind, id: str) -> Json | None:  # noqa: A002 - the API's own word
        """None where the object is not there. A kind without this call is read as a list."""
        if kind.get:
            return self._answer(kind.get.replace("{id}", quote(id, safe="")))
        return next((one for one in self.list(kind).items if str(one.get("id")) == id), None)

    def send(self, request: Request, *, repeatable: bool) -> Json:
        """The answer to a write, {} for an empty one. Every Later value is filled in before."""
        if "{" in request.path or _has_later(request.body):
            raise ValueError(f"{request.method} {request.path} still waits for a value")
        safe = repeatable or request.method in {"GET", "PUT", "DELETE"}
        return self._http.call(request.method, request.path, request.body, repeatable=safe)

    def close(self) -> None:
        self._http.close()

    def _answer(self, path: str) -> Json | None:
        try:
            return self._http.call("GET", path)
        except ApiError as error:
            if gone(error):
                return None
            raise


def wrong_region(me: Mapping[str, Any], region: str) -> str | None:
    """What to say where the workspace of `GET /me` lives in another region; else None."""
    app = me.get("app")
    found = str(app.get("region") or "").lower() if isinstance(app, Mapping) else ""
    if found in {"", region}:
        return None
    there = printable(found)
    return f"the workspace lives in region {there}, but {region} is asked; set region: {there}"


def _read(http: Http, listing: Listing, workers: int) -> Listed | None:
    first = http.call("GET", _page(listing, 1))
    pages = [_items(listing, first)]
    answers = [first]
    count = page_count(first, len(pages[0]))
    while count is None and more(answers[-1], len(pages[-1])) and len(pages) < MOST:
        answers.append(http.call("GET", _page(listing, len(pages) + 1)))
        pages.append(_items(listing, answers[-1]))
    if count and count > MOST:
        raise _unexpected(listing, f"{count} pages")
    rest = [_page(listing, number) for number in range(2, (count or 1) + 1)]
    answers += _at_once(http, rest, workers)
    return joined(answers, [_items(listing, answer) for answer in answers])


def _at_once(http: Http, paths: list[str], workers: int) -> list[Json]:
    """The answers in the order of `paths`; the first error ends them all."""
    if not paths:
        return []
    pool = ThreadPoolExecutor(max_workers=min(workers, len(paths)))
    try:
        return list(pool.map(lambda path: http.call("GET", path), paths))
    finally:
        pool.shutdown(cancel_futures=True)


def _page(listing: Listing, number: int) -> str:
    query = dict(listing.query)
    if listing.pages and listing.per_page:
        query["per_page"] = str(listing.per_page)
    if listing.pages or number > 1:
        query["page"] = str(number)
    return f"{listing.path}?{urlencode(query)}" if query else listing.path


def _items(listing: Listing, answer: Json) -> list[Json]:
    found = items_of(answer, listing.items)
    if found is None:
        raise _unexpected(listing, f'no list under "{listing.items}"')
    return found


def _unexpected(listing: Listing, what: str) -> ApiError:
    hint = "the API's address or version is not one that is known here"
    return ApiError(f"the answer has {what}", method="GET", path=listing.path, status=200,
                    code="unexpected_answer", hint=hint)  # fmt: skip


def _has_later(value: Any) -> bool:
    if isinstance(value, Later):
        return True
    if isinstance(value, Mapping):
        return any(_has_later(one) for one in value.values())
    return isinstance(value, list | tuple) and any(_has_later(one) for one in value)
