"""Where files of the project are served, so that Intercom can fetch them."""

from reconciler.assets.branch import BranchPlace
from reconciler.assets.choose import choose_place
from reconciler.assets.place import Blob, Place, PlaceError, named

__all__ = ["Blob", "BranchPlace", "Place", "PlaceError", "choose_place", "named"]
