"""The official SDK on a socket, and the watch over what it lets pass."""

import importlib
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from intercom import Intercom
from intercom.core import unchecked_base_model
from intercom.types import Error
from sdk_mistakes import expected, passed
from sdk_story import Clock
from sdk_strict import deviations

from reconciler.simulator import Simulator, serve

VERSIONS = ("2.14", "2.16")
"""Of the token's app: the SDK sends no Intercom-Version. Its paths are those of 2.14; 2.16 is
what a simulator has by default, and where the SDK has fallen behind."""

PARSING = [
    importlib.import_module(f"intercom.{kind}.raw_client")
    for kind in ("admins", "articles", "away_status_reasons", "companies", "contacts", "conversations", "data_attributes",
                 "events", "help_centers", "help_centers.collections", "messages", "notes",
                 "segments", "subscription_types", "tags", "teams")
]  # fmt: skip
"""The modules that turn answers into models; left alone, the SDK imports each at its first use."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "meets(*deviations, since=(2, 11)): mistakes of the SDK that a story meets"
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=VERSIONS)
def simulator(request: pytest.FixtureRequest, clock: Clock) -> Simulator:
    return Simulator(version=request.param, clock=clock, locales=("en", "fr"))


@pytest.fixture(scope="session")
def connections() -> Iterator[httpx.Client]:
    """As the SDK makes its own, which it cannot close; one for all, for the sake of speed."""
    with httpx.Client(timeout=5, follow_redirects=True) as client:
        yield client


@pytest.fixture
def sdk(
    simulator: Simulator, strict: dict[str, None], connections: httpx.Client
) -> Iterator[Intercom]:
    with serve(simulator) as server:
        yield Intercom(token=simulator.token, base_url=server.url, httpx_client=connections)


@pytest.fixture
def strict(
    request: pytest.FixtureRequest, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, None]]:
    """Holds every answer against the SDK's models; what deviates must be a listed mistake."""
    found: dict[str, None] = {}
    watch = watched(found)
    for module in PARSING:
        monkeypatch.setattr(module, "construct_type", watch)
    yield found
    told = {one for one in found if not passed(one, simulator.version)}
    marks = request.node.iter_markers("meets")
    assert told == {one for mark in marks for one in expected(simulator.version, mark)}


def watched(found: dict[str, None]) -> Callable[..., Any]:
    """`construct_type` of the SDK, with its silent fallbacks put into `found`."""

    def construct_type(*, type_: Any, object_: Any) -> Any:
        kind = Error if type_ is Any else type_
        found.update(dict.fromkeys(deviations(kind, object_)))
        return unchecked_base_model.construct_type(type_=type_, object_=object_)

    return construct_type
