"""Search as Intercom's /search endpoints do it: a query becomes one test for a row.

`compiled(query, fields=..., rules=...)` is all of it; sorting and cursors are not its matter.
Pure: knows no store, no route and no kind, only the fields it is given.
"""

from reconciler.simulator.search.fields import Field, attributes, column
from reconciler.simulator.search.filters import compiled
from reconciler.simulator.search.rules import Rules, of_contacts, of_conversations

__all__ = ["Field", "Rules", "attributes", "column", "compiled", "of_contacts", "of_conversations"]
