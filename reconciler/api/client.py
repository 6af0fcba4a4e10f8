"""Intercom as planning and applying see it: lists, single objects, writes.

Knows the columns of a kind, nothing of HTTP below methods and paths.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil
from string import Formatter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reconciler.api.errors import gone, printable
from reconciler.api.listing import Reader, read
from reconciler.api.pages import items_of
from reconciler.api.relations import alike, whole
from reconciler.api.scroll import Scroll
from reconciler.api.streaming import Page, searched, streamed
from reconciler.errors import ApiError
from reconciler.model import Client, Json, Kind, Later, Listed, Listing, Request

if TYPE_CHECKING:
    from reconciler.api.transport import Http, Probe

Items = list[Json]
READINGS = 3
"""A list that moves while it is read is read at most so often."""


class HttpClient(Client):
    """Satisfies `Client`. Thread-safe; `workers` pages of a list are read at once.

    `notice` takes a line of text for whoever waits.
    """

    def __init__(
        self, http: Http, *, workers: int = 8, notice: Callable[[str], None] = lambda _: None
    ) -> None:
        self._http = http
        self._scrolling = threading.Lock()
        scroll = Scroll(self._once, http.sleep, notice)

        def alone(listing: Listing, total: int | None) -> list[Json]:
            """The one scroll of a workspace, whichever thread asks for it."""
            with self._scrolling:
                return scroll(listing, total)

        self._scroll = scroll
        self._reader = Reader(lambda path: http.call("GET", path), alone, workers)

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
        each = kind.listing.each
        if each is None:
            return self._listed(kind, kind.listing)
        parts = [self._listed(kind, kind.listing.inside(str(one.get("id", ""))))
                 for one in self._listed(kind, each).items]  # fmt: skip
        items = [one for part in parts for one in part.items]
        return Listed(items, sum(len(part.items) for part in parts))

    def _listed(self, kind: Kind, listing: Listing) -> Listed:
        for _ in range(READINGS):
            if (found := read(self._reader, listing)) is not None:
                return found
        raise ApiError(
            f"the list of {kind.plural} changed each of {READINGS} times that it was read",
            method="GET", path=listing.path, code="inconsistent_list",
            hint="somebody is editing them; run it again in a moment",
        )  # fmt: skip

    def stream(self, listing: Listing) -> Iterator[Page]:
        """A list page by page as the pages come, in little memory; each object once."""
        return streamed(self._reader, listing, self._scrolled)

    def search(
        self, path: str, items: str, query: Json, *, sort: Json | None = None
    ) -> Iterator[Page]:
        """What a search finds, page by page. `query`: as `Query.to_search` makes it."""
        body = {"query": query, **({"sort": sort} if sort else {})}
        return searched(lambda asked: self._http.call("POST", path, body | asked), path, items)

    def read(self, path: str) -> Json | None:
        """The answer to one GET; None where there is nothing."""
        return self._answer(path)

    def _scrolled(self, listing: Listing, total: int | None) -> Iterator[Items]:
        with self._scrolling:
            yield from self._scroll.pages(listing, total)

    def find(self, kind: Kind, values: Mapping[str, Any]) -> Json | None:
        """One object by the values of its key, also where lists leave it out."""
        return next(iter(self.candidates(kind, values)), None)

    def candidates(self, kind: Kind, values: Mapping[str, Any]) -> Sequence[Json]:
        """All objects with these values of a key; by search only where there is no other way."""
        named = {name for _, name, _, _ in Formatter().parse(kind.find) if name}
        if named and named <= values.keys():
            found = self._found(kind, values)
            return () if found is None else (whole(self.read, kind, found),)
        query = alike(kind, values)
        pages = self.search(kind.search, kind.listing.items, query)
        ids = [str(one.get("id")) for page in pages for one in page.items]
        # The index is minutes behind: it says which ones, and never what they hold.
        return [found for one in ids if (found := self.get(kind, one)) is not None]

    def sift(self, kind: Kind, keep: Callable[[Json], bool], *, below: int) -> Items | None:
        """Those of a list that are wanted, in the memory of these; None where the list takes
        `below` requests or more.
        """
        pages = self.stream(kind.listing)
        first = next(pages)
        size = kind.listing.per_page or len(first.items) or 1
        if first.total is None or ceil(first.total / size) >= below:
            return None
        kept = [one for one in first.items if keep(one)]
        return kept + [one for page in pages for one in page.items if keep(one)]

    def _found(self, kind: Kind, values: Mapping[str, Any]) -> Json | None:
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
            found = self._answer(kind.get.replace("{id}", quote(id, safe="")))
            return found and whole(self.read, kind, found)
        return next((one for one in self.list(kind).items if str(one.get("id")) == id), None)

    def versions(self, kind: Kind, id: str) -> Sequence[Json]:  # noqa: A002 - the API's own word
        """The newest versions of an object, the newest first; none where the kind has none."""
        if kind.versions is None:
            return ()
        answer = self._answer(kind.versions.path.replace("{id}", quote(id, safe="")))
        found = items_of(answer, "data") if answer else None
        return found or ()

    def send(self, request: Request, *, repeatable: bool) -> Json:
        """The answer to a write, {} for an empty one. Every Later value is filled in before."""
        if "{" in request.path or _has_later(request.body):
            raise ValueError(f"{request.method} {request.path} still waits for a value")
        safe = repeatable or request.method in {"GET", "PUT", "DELETE"}
        return self._http.call(request.method, request.path, request.body, repeatable=safe)

    def probe(self, path: str) -> Probe:
        """One GET as it went, good or bad, with the headers of the answer; never an ApiError."""
        return self._http.probe(path)

    def stop(self) -> None:
        """Nothing more is sent, and whoever waits stops waiting. From any thread."""
        self._http.stop()

    def close(self) -> None:
        self._http.close()

    def _once(self, path: str) -> Json:
        found = self.probe(path).found
        if isinstance(found, ApiError):
            raise found
        return found

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


def _has_later(value: Any) -> bool:
    if isinstance(value, Later):
        return True
    if isinstance(value, Mapping):
        return any(_has_later(one) for one in value.values())
    return isinstance(value, list | tuple) and any(_has_later(one) for one in value)
