from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

from reconciler.simulator import Switches


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


@pytest.fixture
def switched() -> Switched:
    """A workspace whose switches differ from the defaults."""

    def make(locales: tuple[str, ...] = ("en",), **switches: Any) -> Workspace:
        return Workspace(locales=locales, switches=Switches(**switches))

    return make
