"""A bad day: what the SDK makes of refusals, of a spent limit, of no answer."""

import httpx
import pytest
from intercom import Intercom
from intercom.core import http_client
from intercom.core.api_error import ApiError
from intercom.errors import (
    BadRequestError,
    ForbiddenError,
    NotFoundError,
    UnauthorizedError,
    UnprocessableEntityError,
)
from intercom.types import (
    CreateArticleRequest,
    CreateContactRequestWithExternalId,
    CreateMessageRequest_Email,
    CreateMessageRequestFrom,
    CreateMessageRequestTo,
)
from sdk_story import Clock, own_admin, refusal, user

from reconciler.simulator import Fault, Simulator, Switches


class Waiting:
    """The SDK's clock and sleep: sleeping moves the clock of the simulator."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.slept: list[float] = []

    def time(self) -> float:
        return self.clock.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.now += seconds


@pytest.fixture
def waiting(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Waiting:
    found = Waiting(clock)
    monkeypatch.setattr(http_client, "time", found)
    monkeypatch.setattr(http_client, "random", lambda: 0.5)
    return found


def test_refusals_are_typed_exceptions_with_their_envelope(sdk: Intercom) -> None:
    with pytest.raises(NotFoundError) as missing:
        sdk.articles.find(1)
    assert refusal(missing.value) == (404, "not_found", "Resource Not Found")
    assert missing.value.headers is not None
    assert missing.value.body["request_id"] == missing.value.headers["x-request-id"]
    with pytest.raises(BadRequestError) as bad:
        sdk.articles.create(request=CreateArticleRequest(title="A", author_id=1))
    assert refusal(bad.value)[:2] == (400, "parameter_invalid")
    sdk._client_wrapper._token = "other"
    with pytest.raises(UnauthorizedError) as stranger:
        sdk.tags.list()
    assert refusal(stranger.value) == (401, "unauthorized", "Access Token Invalid")
    assert "x-ratelimit-limit" not in (stranger.value.headers or {})


def test_a_message_is_refused_for_what_it_lacks_and_for_what_the_plan_lacks(
    sdk: Intercom, simulator: Simulator
) -> None:
    mail = CreateMessageRequest_Email(
        subject="", body="Hi", template="plain",
        from_=CreateMessageRequestFrom(id=own_admin(sdk)),
        to=CreateMessageRequestTo(type="user", id=user(sdk, "u1")),
    )  # fmt: skip
    with pytest.raises(UnprocessableEntityError) as lacking:
        sdk.messages.create(request=mail)
    assert refusal(lacking.value) == (
        422, "parameter_not_found", "No subject supplied for email message",
    )  # fmt: skip
    simulator.switches = Switches(plan_without=frozenset({"messages"}))
    with pytest.raises(ForbiddenError) as plan:
        sdk.messages.create(request=mail)
    assert refusal(plan.value) == (403, "api_plan_restricted", "Active subscription needed.")


def test_a_spent_limit_is_told_and_not_retried_unasked(sdk: Intercom, simulator: Simulator) -> None:
    simulator.window.limit = 2
    sdk.tags.list()
    sdk.tags.list()
    with pytest.raises(ApiError) as caught:
        sdk.tags.list()
    assert refusal(caught.value) == (
        429, "rate_limit_exceeded", "Exceeded rate limit of 2 in 10_seconds",
    )  # fmt: skip
    headers = caught.value.headers or {}
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("2", "0")
    assert [status for _, _, status in simulator.journal] == [200, 200, 429]


def test_a_retry_waits_until_the_window_refills(
    sdk: Intercom, simulator: Simulator, waiting: Waiting
) -> None:
    simulator.window.limit = 1
    sdk.tags.list()
    waiting.clock.now += 4
    found = sdk.tags.list(request_options={"max_retries": 3})
    assert found.data == []
    assert waiting.slept == [pytest.approx(6 * 1.1)]
    assert [status for _, _, status in simulator.journal] == [200, 429, 200]


def test_a_conflict_is_repeated_too_and_stays_one(
    sdk: Intercom, simulator: Simulator, waiting: Waiting
) -> None:
    first = user(sdk, "u1")
    with pytest.raises(ApiError) as caught:
        sdk.contacts.create(
            request=CreateContactRequestWithExternalId(external_id="u1"),
            request_options={"max_retries": 3},
        )
    assert refusal(caught.value) == (
        409, "conflict", f"A contact matching those details already exists with id={first}",
    )  # fmt: skip
    assert [status for _, _, status in simulator.journal] == [200, 409, 409]


@pytest.mark.meets("retries: counted from two, so that max_retries 1 and 2 are none")
def test_the_sdk_counts_its_retries_from_two(
    sdk: Intercom, simulator: Simulator, waiting: Waiting
) -> None:
    simulator.faults.append(Fault(status=503, body=b'{"type":"error.list","errors":[]}'))
    with pytest.raises(ApiError):
        sdk.tags.list(request_options={"max_retries": 2})
    assert waiting.slept == []
    with pytest.raises(ApiError) as caught:
        sdk.tags.list(request_options={"max_retries": 4})
    assert caught.value.status_code == 503
    assert len(waiting.slept) == 2


def test_an_answer_in_html_is_an_error_with_its_text(sdk: Intercom, simulator: Simulator) -> None:
    page = b"<html><body>502 Bad Gateway</body></html>"
    simulator.faults.append(Fault(status=502, body=page, content_type="text/html"))
    with pytest.raises(ApiError) as caught:
        sdk.companies.find("1")
    assert (caught.value.status_code, caught.value.body) == (502, page.decode())


@pytest.mark.meets("OffsetPages.type: 'pages' is not known")
def test_a_slow_answer_is_a_timeout_and_a_lost_one_an_error(
    sdk: Intercom, simulator: Simulator
) -> None:
    simulator.faults.append(Fault(slow=0.2, nth=1))
    with pytest.raises(httpx.ReadTimeout):
        sdk.tags.list(request_options={"timeout_in_seconds": 0.05})
    simulator.faults[:] = [Fault(drop="after")]
    with pytest.raises(httpx.RemoteProtocolError):
        sdk.help_centers.collections.create(name="Guides")
    simulator.faults.clear()
    assert [one.name for one in sdk.help_centers.collections.list()] == ["Guides"]
