"""What Intercom has: one file per resource, found by being here.

A file declares `ROUTES` and, where it keeps rows, `TABLES`. Nothing else lists the resources.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from reconciler.simulator.store import Table
from reconciler.simulator.wire import Route


def discovered() -> tuple[tuple[Table, ...], tuple[Route, ...]]:
    """The tables and routes of every file in this folder."""
    found = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    tables = [table for one in found for table in getattr(one, "TABLES", ())]
    routes = [route for one in found for route in getattr(one, "ROUTES", ())]
    return tuple(tables), tuple(routes)
