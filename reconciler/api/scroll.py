"""Reading by scroll what numbered pages no longer show: in one thread, page after page.

A workspace has one scroll; it dies after a minute without a request, and after any failure
it begins again from zero: nobody knows whether the page that was lost was given out.
Source: GET /companies/scroll of the published description; the codes are reported ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from reconciler.api.listing import Ask, listed, unexpected
from reconciler.api.pages import MOST
from reconciler.api.retry import transient
from reconciler.errors import ApiError
from reconciler.model import Json, Listing

STEP = 10.0
PATIENCE = 300.0
"""Seconds between two tries while another scroll is open, and of all of them together."""
RESTARTS = 5
PAUSE = 1.0
TAKEN = "another app reads all companies, and only one can at a time; run it again after that"


@dataclass(frozen=True, slots=True)
class Scroll:
    """`ask` sends one request exactly once; `notice` takes a line for whoever waits."""

    ask: Ask
    sleep: Callable[[float], None]
    notice: Callable[[str], None]

    def __call__(self, listing: Listing, total: int | None) -> list[Json]:
        """All objects, maybe some twice; ApiError where it breaks off again and again."""
        return [one for page in self.pages(listing, total) for one in page]

    def pages(self, listing: Listing, total: int | None) -> Iterator[list[Json]]:
        """The same page by page, as they come; after a failure all of them again."""
        count = f"{total:,} objects" if total is not None else "a long list"
        self.notice(f"{listing.path}: {count}, read by scroll, which is one page after the other")
        for number in range(1, RESTARTS):
            try:
                yield from _through(self, listing)
            except ApiError as error:
                if not _broken(error):
                    raise
                self.notice(f"the scroll broke off ({error.message}); it begins again")
                self.sleep(PAUSE * number)
            else:
                return
        yield from _through(self, listing)


def _through(scroll: Scroll, listing: Listing) -> Iterator[list[Json]]:
    answer = _opened(scroll, listing)
    for _ in range(MOST):
        items, mark = listed(listing, answer), answer.get("scroll_param")
        if not items:
            return
        yield items
        if not isinstance(mark, str) or not mark:
            raise unexpected(listing.scroll, "no scroll_param")
        answer = scroll.ask(f"{listing.scroll}?{urlencode({'scroll_param': mark})}")
    raise unexpected(listing.scroll, "no end")


def _opened(scroll: Scroll, listing: Listing) -> Json:
    """The first page; waits while somebody else scrolls, whose scroll dies a minute after."""
    waited = 0.0
    while True:
        try:
            return scroll.ask(listing.scroll)
        except ApiError as error:
            if not _taken(error):
                raise
            if waited >= PATIENCE:
                error.hint = TAKEN
                raise
        waited += STEP
        scroll.notice(f"the workspace's only scroll is in use; waiting for it, {waited:.0f} of at "
                      f"most {PATIENCE:.0f} s")  # fmt: skip
        scroll.sleep(STEP)


def _taken(error: ApiError) -> bool:
    return error.code == "scroll_exists" or "scroll already exists" in error.message


def _broken(error: ApiError) -> bool:
    """Lost, or no longer known to the server: in both cases it starts from zero."""
    lost = error.status == 404 and "scroll" in error.message  # noqa: PLR2004 - Not Found
    return lost or error.status >= 500 or transient(error)  # noqa: PLR2004 - Intercom failed
