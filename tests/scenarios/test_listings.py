"""Lists of a workspace as Intercom gives them: drift, caps, and the single scroll."""

from __future__ import annotations

import itertools
import threading
from typing import Any

import httpx
import pytest

from reconciler.api import HttpClient, Token, open_client
from reconciler.errors import ApiError
from reconciler.kinds import KINDS
from reconciler.simulator import Fault, Observer, Simulator, SimulatorTransport, Switches
from tests.api.fakes import Clock
from tests.scenarios.workspace import FILES
from tests.world import World

TOKEN = "canary-listings"
MANY = 10_001
PAGES = 101
"""Of the scroll, 100 companies each; one more is empty and ends it."""
SCROLL = "/companies/scroll"


class Scene:
    """A workspace and a client of it, on one clock that only sleeping moves."""

    def __init__(self, companies: int, **switches: Any) -> None:
        self.clock = Clock()
        self.simulator = Simulator(token=TOKEN, clock=self.clock, limit=100_000,
                                   switches=Switches(**switches))  # fmt: skip
        self.said: list[str] = []
        for number in range(companies):
            self.simulator.store.create(
                "company", company_id=f"c{number}", name=f"C {number}", user_count=1
            )

    def client(self) -> HttpClient:
        return open_client(Token(TOKEN), read_only=True, version="2.16", notice=self.said.append,
                           transport=SimulatorTransport(self.simulator))  # fmt: skip

    def paths(self, *, scroll: bool) -> int:
        return sum((path == SCROLL) is scroll for _, path, _ in self.simulator.journal)

    def foreign(self) -> str:
        """Another app opens the scroll."""
        answer = self.simulator.handle("GET", SCROLL, {}, HEADERS, b"")
        assert answer.status == 200
        (row,) = self.simulator.store.rows("scroll")
        return str(row["id"])


HEADERS = {
    "Accept": "application/json",
    "Authorization": f"Bearer {TOKEN}",
    "Intercom-Version": "2.16",
}


@pytest.fixture(autouse=True)
def on_the_clock(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Clients wait by the clock of their scene."""
    from reconciler.api.transport import open_http  # noqa: PLC0415 - its defaults are replaced

    scene = request.getfixturevalue("many") if "many" in request.fixturenames else None
    if scene is not None:
        monkeypatch.setitem(open_http.__kwdefaults__, "clock", scene.clock)
        monkeypatch.setitem(open_http.__kwdefaults__, "steady", scene.clock)
        monkeypatch.setitem(open_http.__kwdefaults__, "sleep", scene.clock.sleep)


@pytest.fixture(scope="module")
def crowd() -> Scene:
    return Scene(MANY)


@pytest.fixture
def many(crowd: Scene) -> Scene:
    """The same crowd of companies for all, as nobody writes; everything else is fresh."""
    for row in crowd.simulator.store.rows("scroll"):
        crowd.simulator.store.remove("scroll", row["id"])
    crowd.simulator.faults.clear()
    crowd.simulator.observers.clear()
    crowd.simulator.journal.clear()
    crowd.said.clear()
    crowd.clock.slept.clear()
    return crowd


def ids(found: Any) -> list[str]:
    return [one["company_id"] for one in found.items]


ALL = [f"c{number}" for number in range(MANY)]


@pytest.mark.parametrize("maximum", ["clamp", "refuse"])
@pytest.mark.parametrize("count", [0, 1, 59, 60, 61, 180])
def test_companies_take_n_over_sixty_requests(count: int, maximum: str) -> None:
    scene = Scene(count, per_page_over_maximum=maximum)
    client = scene.client()
    assert ids(client.list(KINDS["company"])) == ALL[:count]
    assert client.reads == max(-(-count // 60), 1)


@pytest.mark.parametrize(("maximum", "requests"), [("clamp", 3), ("refuse", 1 + 3)])
def test_a_page_size_over_the_maximum_costs_one_request_at_most(
    monkeypatch: pytest.MonkeyPatch, maximum: str, requests: int
) -> None:
    monkeypatch.setattr("reconciler.simulator.resources.articles.MOST", 30)
    monkeypatch.setattr("reconciler.simulator.resources.articles.SIZE", 30)
    scene = Scene(0, per_page_over_maximum=maximum)
    for number in range(61):
        scene.simulator.store.create("article", title=f"A {number}")
    client = scene.client()
    assert len(client.list(KINDS["article"]).items) == 61
    assert client.reads == requests


def test_ten_thousand_companies_need_no_scroll() -> None:
    scene = Scene(10_000)
    client = scene.client()
    assert len(client.list(KINDS["company"]).items) == 10_000
    assert client.reads == 167
    assert scene.paths(scroll=True) == 0


def test_more_than_ten_thousand_are_read_by_one_scroll_in_one_thread(many: Scene) -> None:
    threads: set[int] = set()

    def note(_: int, __: str, path: str) -> None:
        if path == SCROLL:
            threads.add(threading.get_ident())

    many.simulator.observers.append(Observer(before=note))
    client = many.client()
    found = client.list(KINDS["company"])
    assert ids(found) == ALL
    assert found.total == MANY
    assert (many.paths(scroll=False), many.paths(scroll=True)) == (1, PAGES + 1)
    assert client.reads == PAGES + 2
    assert len(threads) == 1
    assert many.simulator.store.rows("scroll") == []
    assert many.said == [
        "/companies: 10,001 objects, read by scroll, which is one page after the other"
    ]


def test_a_foreign_scroll_is_waited_for_until_it_dies(many: Scene) -> None:
    many.foreign()
    assert ids(many.client().list(KINDS["company"])) == ALL
    assert many.clock.slept == [10.0] * 7
    assert many.said[1] == (
        "the workspace's only scroll is in use; waiting for it, 10 of at most 300 s"
    )
    assert many.paths(scroll=True) == 1 + 7 + PAGES + 1


def test_a_foreign_scroll_that_does_not_end_is_named_with_the_way_out(many: Scene) -> None:
    mark = many.foreign()

    def used(_: int, __: str, path: str) -> None:
        many.simulator.store.edit("scroll", mark, used_at=many.simulator.store.now())

    many.simulator.observers.append(Observer(before=used))
    with pytest.raises(ApiError, match="scroll already exists") as caught:
        many.client().list(KINDS["company"])
    assert caught.value.code == "scroll_exists"
    assert "another app reads all companies" in caught.value.hint
    assert sum(many.clock.slept) == 300


@pytest.mark.parametrize(
    "fault",
    [
        Fault(path=SCROLL, nth=50, status=500, body=b"null"),
        Fault(path=SCROLL, nth=50, status=500, after_work=True, body=b"<html>"),
        Fault(path=SCROLL, nth=50, drop="after"),
        Fault(path=SCROLL, nth=50, drop="before"),
        Fault(path=SCROLL, nth=50, cut=20),
        Fault(path=SCROLL, nth=1, drop="after"),
    ],
    ids=["500", "500 after the work", "lost answer", "lost request", "cut", "lost first answer"],
)
def test_any_failure_begins_the_scroll_again_and_loses_nobody(many: Scene, fault: Fault) -> None:
    many.simulator.faults.append(fault)
    assert ids(many.client().list(KINDS["company"])) == ALL
    waits = 6 * 10.0
    assert many.clock.slept[0] == 1.0
    assert sum(many.clock.slept) == 1.0 + waits, "its own scroll is still open for a minute"
    assert many.paths(scroll=True) == (fault.nth or 0) + 6 + PAGES + 1


def test_a_scroll_that_expired_meanwhile_begins_again(many: Scene) -> None:
    number = itertools.count(1)

    def tarry(_: int, __: str, path: str) -> None:
        if path == SCROLL and next(number) == 30:
            many.clock.now += 61

    many.simulator.observers.append(Observer(before=tarry))
    assert ids(many.client().list(KINDS["company"])) == ALL
    assert "scroll parameter not found" in many.said[1]
    assert many.paths(scroll=True) == 30 + PAGES + 1


def test_a_scroll_that_always_breaks_ends_after_five_tries(many: Scene) -> None:
    many.simulator.faults.append(Fault(path=SCROLL, status=500, body=b"null"))
    with pytest.raises(ApiError) as caught:
        many.client().list(KINDS["company"])
    assert caught.value.status == 500
    assert many.clock.slept == [1.0, 2.0, 3.0, 4.0]
    assert many.paths(scroll=True) == 5


def test_a_throttled_page_of_the_scroll_is_asked_again_and_not_from_zero(many: Scene) -> None:
    body = b'{"type":"error.list","errors":[{"code":"rate_limit_exceeded","message":"slow"}]}'
    many.simulator.faults.append(Fault(path=SCROLL, nth=50, status=429, body=body))
    assert ids(many.client().list(KINDS["company"])) == ALL
    assert many.paths(scroll=True) == PAGES + 1 + 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_for_good_is_not_tried_again(many: Scene, status: int) -> None:
    body = b'{"type":"error.list","errors":[{"code":"forbidden","message":"no scope"}]}'
    many.simulator.faults.append(Fault(path=SCROLL, nth=50, status=status, body=body))
    with pytest.raises(ApiError, match="no scope"):
        many.client().list(KINDS["company"])
    assert many.paths(scroll=True) == 50


@pytest.mark.parametrize(("body", "why"), [
    (b'{"data":[{"id":"1"}]}', "no scroll_param"),
    (b'{"data":[{"id":"1"}],"scroll_param":7}', "no scroll_param"),
    (b'{"companies":[]}', 'no list under "data"'),
])  # fmt: skip
def test_a_scroll_that_answers_something_else_is_an_error(
    many: Scene, body: bytes, why: str
) -> None:
    many.simulator.faults.append(Fault(path=SCROLL, nth=2, status=200, body=body))
    with pytest.raises(ApiError, match=why):
        many.client().list(KINDS["company"])


def test_a_scroll_without_end_is_an_error(many: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reconciler.api.scroll.MOST", 5)
    with pytest.raises(ApiError, match="no end"):
        many.client().list(KINDS["company"])


def test_a_company_that_goes_while_it_is_read_makes_the_list_read_again(
    many: Scene,
) -> None:
    number = itertools.count(1)
    store = many.simulator.store
    gone = store.rows("company")[-1]["id"]

    def remove(_: int, __: str, path: str) -> None:
        if path == SCROLL and next(number) == 30:
            store.edit("company", gone, user_count=0)
            store.create("company", company_id="new", user_count=1)
            row = store.rows("scroll")[0]
            store.edit("scroll", row["id"], companies=row["companies"][:-1])

    many.simulator.observers.append(Observer(before=remove))
    try:
        found = many.client().list(KINDS["company"])
        assert sorted(ids(found)) == sorted([*ALL[:-1], "new"])
        assert many.paths(scroll=False) == 2
    finally:
        store.remove("company", store.rows("company")[-1]["id"])
        store.edit("company", gone, user_count=1)


def test_the_page_limit_leads_to_the_scroll_also_where_nobody_counted() -> None:
    clock = Clock()

    def serve(request: httpx.Request) -> httpx.Response:
        if request.url.path == SCROLL:
            data = [] if "scroll_param" in request.url.params else [{"id": "1"}, {"id": "2"}]
            return httpx.Response(200, json={"data": data, "scroll_param": "x"})
        if request.url.params["page"] == "1":
            return httpx.Response(200, json={"data": [{"id": "1"}], "pages": {"next": "x"}})
        error = {"code": "bad_request", "message": "page limit reached, please use scroll API"}
        return httpx.Response(400, json={"type": "error.list", "errors": [error]})

    client = open_client(Token(TOKEN), read_only=True, transport=httpx.MockTransport(serve))
    assert client.list(KINDS["company"]).items == [{"id": "1"}, {"id": "2"}]
    assert clock.slept == []


def test_a_command_says_that_it_scrolls_and_counts_what_that_costs(newest: World) -> None:
    for number in range(MANY):
        newest.simulator.store.create("company", company_id=f"c{number}", user_count=1)
    ran = newest.ok("get", "companies")
    assert "10,001 companies; 104 reads, 0 writes sent." in ran.out
    assert "read by scroll" in ran.err


def test_the_forecast_of_a_plan_holds_the_scroll(newest: World) -> None:
    companies = "".join(f"  n{number}: {{company_id: n{number}}}\n" for number in range(61))
    newest.write({**FILES, "more.yaml": f"companies:\n{companies}"})
    for number in range(MANY):
        newest.simulator.store.create("company", company_id=f"c{number}", user_count=1)
    forecast = newest.plan()["forecast"]
    before = len(newest.requests("GET"))
    assert len(newest.requests("GET", SCROLL)) == PAGES + 1
    newest.apply()
    reads = len(newest.requests("GET")) - before
    assert PAGES < reads <= forecast["reads"] + 1, "GET /me stands outside"
