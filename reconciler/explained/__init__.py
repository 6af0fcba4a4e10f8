"""The pages of the finding codes, loaded only by who shows them; a table per part of a run."""

from reconciler.explained.delivering import DELIVERING
from reconciler.explained.page import Explained
from reconciler.explained.queries import QUERIES
from reconciler.explained.reading import READING
from reconciler.explained.resources import RESOURCES
from reconciler.explained.running import RUNNING

EXPLAINED: dict[str, Explained] = READING | QUERIES | RESOURCES | RUNNING | DELIVERING

__all__ = ["EXPLAINED", "Explained"]
