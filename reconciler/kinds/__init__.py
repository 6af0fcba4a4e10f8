"""What Intercom has: one file per kind, and the one tuple that lists them.

The order is the order of creation between kinds: what others refer to comes first.
"""

from __future__ import annotations

from types import MappingProxyType

from reconciler.kinds import (
    admin,
    article,
    collection,
    company,
    contact,
    data_attribute,
    help_center,
    redirect,
    tag,
)  # fmt: skip
from reconciler.model import Kind, Kinds

ALL: tuple[Kind, ...] = (
    admin.KIND,
    help_center.KIND,
    tag.KIND,
    data_attribute.KIND,
    collection.KIND,
    article.KIND,
    redirect.KIND,
    company.KIND,
    contact.KIND,
)

KINDS: Kinds = MappingProxyType({kind.name: kind for kind in ALL})
