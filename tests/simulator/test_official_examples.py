"""The request bodies of the official examples, sent: accepted or refused as the example says.

The name of a request's example is that of the example of one response; where no response has
that name, the request is one that succeeds. Ids of the recordings become those of a scene.
"""

import re
from typing import Any

import pytest
from described import FOLDER, VERSIONS, operation
from scene import Scene

from reconciler.simulator.resources import discovered
from reconciler.simulator.wire import Route

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the API descriptions are not here")
OTHERWISE = {
    ("PUT", "/companies/{}", "bad_request"): 400,
}
"""Refusals that have no response of their name."""
UNSENT = {
    "admin_whatsapp_message_created": "without WhatsApp it is 403; no answer to it is described",
    "unauthorized": "the token decides, not the body",
    "update_a_contact_with_an_association_to_a_custom_object_instance": "custom objects come later",
    "update_a_conversation_with_an_association_to_a_custom_object_instance": "as above",
}


def named(text: str) -> str:
    return re.sub(r"\W+", "_", text.lower())


def contents(node: Any) -> Any:
    return node.get("content", {}).get("application/json", {}).get("examples", {})


def expected(here: Any, route: Route, name: str) -> int:
    found = {named(one): int(status) for status, answer in here["responses"].items()
             for one in contents(answer)}  # fmt: skip
    success = min(int(status) for status in here["responses"])
    return OTHERWISE.get((route.method, route.path, name), found.get(name, success))


def answered(version: str, route: Route) -> list[tuple[str, int, int]]:
    """Of each example that can be sent: its name, the status that it says, the one that came."""
    here, found = operation(version, route.method, route.path.replace("{}", "1"))[1], []
    for name, example in contents(here.get("requestBody", {})).items():
        if named(name) not in UNSENT:
            scene = Scene(version, named(name))
            scene.ask(route.method, scene.path(route.path), scene.body(example["value"]))
            found.append((named(name), expected(here, route, named(name)), scene.status))
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_an_official_example_is_accepted_or_refused_as_it_says(version: str) -> None:
    number = tuple(int(one) for one in version.split("."))
    routes = [one for one in discovered()[1] if one.since <= number <= one.until]
    sent = [
        (route.method, route.path, *one) for route in routes for one in answered(version, route)
    ]
    assert len(sent) > 60
    odd = [one for one in sent if one[3] != one[4]]
    assert not odd, "\n".join(map(str, odd))
