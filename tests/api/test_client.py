"""Lists whatever shape their pages have, single objects, writes."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest

from reconciler.api import wrong_region
from reconciler.api.client import HttpClient
from reconciler.errors import ApiError
from reconciler.model import Client, Kind, Later, Listing, Ref, Request
from tests.api.fakes import client_over, ok, page, refused, scripted

TAG = Kind("tag", "tags", ("name",), (), Listing("/tags"), get="/tags/{id}")
ARTICLE = Kind("article", "articles", (), (), Listing("/articles", pages=True, per_page=50))
NESTED = Kind("found", "found", (), (), Listing("/search", items="data.articles"))
ATTRIBUTE = Kind(
    "attribute", "attributes", (), (), Listing("/data_attributes", query={"archived": "true"})
)
COMPANY = Kind(
    "company", "companies", ("company_id",), (), Listing("/companies", pages=True, per_page=60),
    get="/companies/{id}", find="/companies?company_id={company_id}",
)  # fmt: skip


def items(*ids: int) -> list[dict[str, Any]]:
    return [{"id": str(one)} for one in ids]


class Numbered:
    """A list in pages, answered by number; `edit` changes it before each answer."""

    def __init__(self, count: int, size: int = 50, *, total: bool = True) -> None:
        self.all = items(*range(count))
        self.size = size
        self.total = total
        self.asked: list[str] = []
        self.lock = threading.Lock()

    def edit(self, number: int) -> None:
        """Nothing changes."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        with self.lock:
            self.asked.append(request.url.query.decode())
            number = int(request.url.params["page"])
            self.edit(number)
            pages = max(-(-len(self.all) // self.size), 1)
            shown = self.all[(number - 1) * self.size : number * self.size]
            total = len(self.all) if self.total else None
            return page(shown, number, pages, total, per_page=self.size)


def test_a_list_without_pages_is_one_request_in_the_servers_order() -> None:
    server, asked = scripted(ok(type="list", data=items(3, 1, 2)))
    client: Client = client_over(server)
    found = client.list(TAG)
    assert (found.items, found.total) == (items(3, 1, 2), None)
    assert [str(one.url) for one in asked] == ["https://api.intercom.io/tags"]
    assert (client.reads, client.writes) == (1, 0)


def test_objects_without_an_id_are_all_kept() -> None:
    server, asked = scripted(ok(data=[{"name": "a"}, {"name": "b"}, {"id": None}, {"id": 4}]))
    assert len(client_over(server).list(ATTRIBUTE).items) == 4
    assert asked[0].url.query == b"archived=true"


def test_a_nested_list_is_found_by_its_dotted_key() -> None:
    server, _ = scripted(ok(data={"articles": items(1)}))
    assert client_over(server).list(NESTED).items == items(1)


@pytest.mark.parametrize("count", [0, 1, 50, 51, 100, 1234])
def test_a_list_of_n_takes_exactly_n_over_the_page_size_requests(count: int) -> None:
    server = Numbered(count)
    client = client_over(server)
    found = client.list(ARTICLE)
    assert found.items == server.all
    assert found.total == count
    assert client.reads == max(-(-count // 50), 1)
    assert server.asked[0] == "per_page=50&page=1"
    assert sorted(server.asked) == sorted(
        f"per_page=50&page={number}" for number in range(1, client.reads + 1)
    )


def test_a_page_size_that_the_server_lowers_is_taken_from_its_answer() -> None:
    server = Numbered(130, size=25)
    client = client_over(server)
    assert client.list(ARTICLE).items == server.all
    assert client.reads == 6


def test_pages_are_read_side_by_side() -> None:
    together = threading.Barrier(4, timeout=10)

    def server(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page"])
        if number > 1:
            together.wait()
        return page(items(number), number, 5, 5)

    assert client_over(server).list(ARTICLE).items == items(1, 2, 3, 4, 5)


def test_pages_may_be_null_with_data_present() -> None:
    server, asked = scripted(ok(data=items(1, 2), pages=None, total_count=2))
    assert client_over(server).list(ARTICLE).items == items(1, 2)
    assert len(asked) == 1


def test_flat_pages_are_read() -> None:
    def server(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page"])
        return ok(data=items(number), page=number, per_page=1, total_pages=3, total_count=3)

    assert client_over(server).list(ARTICLE).items == items(1, 2, 3)


def test_the_count_stands_in_for_the_number_of_pages() -> None:
    def server(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page"])
        return ok(data=items(number, -number), pages={"per_page": 2}, total_count=6)

    assert client_over(server).list(ARTICLE).items == items(1, -1, 2, -2, 3, -3)


@pytest.mark.parametrize(
    "following", ["https://evil.example/articles?page=2", {"page": 2}, {"starting_after": "x"}]
)
def test_where_nobody_counts_the_next_page_is_asked_by_number(following: object) -> None:
    first, second = ok(data=items(1), pages={"next": following}), ok(data=items(2), pages={})
    server, asked = scripted(first, second)
    assert client_over(server).list(ARTICLE).items == items(1, 2)
    assert [one.url.host for one in asked] == ["api.intercom.io"] * 2
    assert asked[1].url.query == b"per_page=50&page=2"


def test_an_empty_page_ends_a_list_that_nobody_counts() -> None:
    following = {"next": "x"}
    server, asked = scripted(ok(data=items(1), pages=following), ok(data=[], pages=following))
    assert client_over(server).list(ARTICLE).items == items(1)
    assert len(asked) == 2


def test_a_list_that_is_not_expected_to_have_pages_is_read_on_all_the_same() -> None:
    server, asked = scripted(page(items(1), 1, 2), page(items(2), 2, 2))
    assert client_over(server).list(TAG).items == items(1, 2)
    assert str(asked[1].url) == "https://api.intercom.io/tags?page=2"


def test_an_edit_between_two_pages_is_noticed_and_the_list_is_read_again() -> None:
    class Edited(Numbered):
        edits = 1

        def edit(self, number: int) -> None:
            if number > 1 and self.edits:
                self.edits -= 1
                self.all.insert(0, self.all.pop())

    server = Edited(120)
    client = client_over(server)
    found = client.list(ARTICLE)
    assert found.items == server.all
    assert client.reads == 6


def test_an_object_created_between_two_pages_is_not_lost() -> None:
    class Created(Numbered):
        def edit(self, number: int) -> None:
            if number == 2 and len(self.all) == 60:
                self.all.insert(0, {"id": "new"})

    server = Created(60)
    found = client_over(server).list(ARTICLE)
    assert found.items == server.all
    assert found.total == 61


@pytest.mark.parametrize("total", [True, False])
def test_a_list_that_never_holds_still_is_an_error(total: bool) -> None:
    class Restless(Numbered):
        def edit(self, number: int) -> None:
            if number == 2:
                self.all.insert(0, self.all.pop())

    client = client_over(Restless(60, total=total))
    with pytest.raises(ApiError, match="the list of articles changed each of 3 times") as caught:
        client.list(ARTICLE)
    assert caught.value.code == "inconsistent_list"
    assert client.reads == 6


@pytest.mark.parametrize("body", [{}, {"data": None}, {"data": {}}, {"data": [1]}])
def test_an_answer_without_its_list_is_never_an_empty_list(body: dict[str, Any]) -> None:
    server, _ = scripted(httpx.Response(200, json=body))
    with pytest.raises(ApiError, match='no list under "data"'):
        client_over(server).list(TAG)


@pytest.mark.parametrize("pages", [10**9, 20_001])
def test_an_absurd_number_of_pages_is_refused(pages: int) -> None:
    server, asked = scripted(page(items(1), 1, pages))
    with pytest.raises(ApiError, match="pages"):
        client_over(server).list(ARTICLE)
    assert len(asked) == 1


@pytest.mark.parametrize("pages", [True, -1, "7", None])
def test_a_number_of_pages_that_is_none_is_ignored(pages: Any) -> None:
    server, _ = scripted(page(items(1), 1, pages))
    assert client_over(server).list(ARTICLE).items == items(1)


def test_the_first_failing_page_ends_the_list() -> None:
    def server(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page"])
        if number == 3:
            return refused(400, "client_error", "page limit reached, please use scroll API")
        return page(items(number), number, 200, 200)

    client = client_over(server)
    with pytest.raises(ApiError, match="page limit reached"):
        client.list(COMPANY)
    assert client.reads < 200


# ------------------------------------------------------------------ single objects


@pytest.mark.parametrize(
    "answer",
    [
        {"id": "9", "company_id": "a/b &ü"},
        {"type": "list", "data": [{"id": "8", "company_id": "x"},
                                  {"id": "9", "company_id": "a/b &ü"}]},
    ],
)  # fmt: skip
def test_an_object_is_found_by_its_key_alone_or_in_a_list(answer: dict[str, Any]) -> None:
    server, asked = scripted(httpx.Response(200, json=answer))
    found = client_over(server).find(COMPANY, {"company_id": "a/b &ü", "more": 1})
    assert found == {"id": "9", "company_id": "a/b &ü"}
    assert asked[0].url.raw_path == b"/companies?company_id=a%2Fb%20%26%C3%BC"


@pytest.mark.parametrize(
    "reply",
    [
        refused(404, "company_not_found", "Company Not Found"),
        ok(type="list", data=[]),
        ok(type="list", data=[{"id": "8", "company_id": "other"}]),
        ok(id="8", company_id="other"),
    ],
)
def test_what_is_not_there_is_none(reply: httpx.Response) -> None:
    server, _ = scripted(reply)
    assert client_over(server).find(COMPANY, {"company_id": "a"}) is None


def test_an_object_is_read_by_its_id() -> None:
    server, asked = scripted(ok(id="a/../b"))
    assert client_over(server).get(TAG, "a/../b") == {"id": "a/../b"}
    assert asked[0].url.raw_path == b"/tags/a%2F..%2Fb"


@pytest.mark.parametrize(("status", "code"), [(404, "tag_not_found"), (410, "contact_merged")])
def test_an_object_that_is_gone_is_none(status: int, code: str) -> None:
    server, _ = scripted(refused(status, code, "x"))
    assert client_over(server).get(TAG, "1") is None


@pytest.mark.parametrize("reply", [refused(404, "parameter_invalid", "x"),
                                   refused(401, "unauthorized", "x"),
                                   httpx.Response(404, text="<html>")])  # fmt: skip
def test_an_answer_that_does_not_mean_gone_is_an_error(reply: httpx.Response) -> None:
    server, _ = scripted(reply)
    with pytest.raises(ApiError):
        client_over(server).get(TAG, "1")


def test_a_kind_that_is_only_listed_is_read_from_its_list() -> None:
    server, _ = scripted(*[ok(data=[{"name": "built in"}, {"id": 5}])] * 2)
    client = client_over(server)
    assert client.get(ATTRIBUTE, "5") == {"id": 5}
    assert client.get(ATTRIBUTE, "6") is None


# ------------------------------------------------------------------ writes


def test_a_write_sends_its_body_and_gives_the_answer() -> None:
    server, asked = scripted(ok(id="1", name="VIP"))
    client = client_over(server)
    answer = client.send(Request("POST", "/tags", {"name": "VIP"}), repeatable=True)
    assert answer == {"id": "1", "name": "VIP"}
    assert (asked[0].method, asked[0].content) == ("POST", b'{"name": "VIP"}')
    assert (client.reads, client.writes) == (0, 1)


@pytest.mark.parametrize(("method", "sent"), [("PUT", 2), ("DELETE", 2), ("POST", 1)])
def test_a_put_and_a_delete_are_repeatable_by_nature(method: str, sent: int) -> None:
    server, asked = scripted(httpx.ReadTimeout("x"), ok(id="1"))
    client = client_over(server)
    if sent == 1:
        with pytest.raises(ApiError):
            client.send(Request(method, "/articles/1", {}), repeatable=False)
    else:
        client.send(Request(method, "/articles/1", {}), repeatable=False)
    assert len(asked) == sent


@pytest.mark.parametrize(
    "request_",
    [
        Request("PUT", "/tags/{id}", {}),
        Request("POST", "/tags", {"companies": [{"id": Later(Ref("company", "acme"))}]}),
    ],
)
def test_a_request_that_still_waits_for_a_value_is_never_sent(request_: Request) -> None:
    server, asked = scripted()
    with pytest.raises(ValueError, match="still waits for a value"):
        client_over(server).send(request_, repeatable=False)
    assert asked == []


# ------------------------------------------------------------------ region


@pytest.mark.parametrize(
    ("me", "says"),
    [
        ({"app": {"region": "EU"}}, None),
        ({"app": {}}, None),
        ({}, None),
        ({"app": {"region": "US"}}, "lives in region us, but eu is asked; set region: us"),
        ({"app": {"region": "\x1b[2J"}}, "\\x1b"),
    ],
)
def test_a_workspace_in_another_region_is_named(me: dict[str, Any], says: str | None) -> None:
    found = wrong_region(me, "eu")
    assert found == says if says is None else says in str(found)


def test_closing_closes_the_connections() -> None:
    client = client_over(lambda _: ok(id="1"))
    assert isinstance(client, HttpClient)
    client.close()
    with pytest.raises(ApiError, match="the run was stopped"):
        client.me()
