"""From method and path to a handler, in time that does not grow with the number of routes.

A segment that is written out wins over an argument. Knows no resource.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reconciler.simulator.errors import RefusalError, not_found
from reconciler.simulator.wire import Route, Version

ARGUMENT = "{}"
NOT_IN_VERSION = "Requested resource is not available in current API version."


@dataclass(slots=True)
class Node:
    children: dict[str, Node] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)


def tree(routes: Iterable[Route]) -> Node:
    root = Node()
    for route in routes:
        node = root
        for part in route.path.strip("/").split("/"):
            node = node.children.setdefault(part, Node())
        node.routes[route.method] = route
    return root


def find(root: Node, method: str, path: str, *, version: Version) -> tuple[Route, tuple[str, ...]]:
    """The route and its arguments; RefusalError: 404, or 400 where only another version has it."""
    node, arguments = root, []
    for part in path.strip("/").split("/"):
        following = node.children.get(part)
        if following is None:
            following = node.children.get(ARGUMENT)
            arguments.append(part)
        if following is None:
            raise not_found()
        node = following
    route = node.routes.get(method)
    if route is None:
        raise not_found()
    if not route.since <= version <= route.until:
        raise not_in_version()
    return route, tuple(arguments)


def not_in_version() -> RefusalError:
    return RefusalError(400, "intercom_version_invalid", message=NOT_IN_VERSION)
