"""Looking at the open web: whether an address answers. Never at what is private."""

from reconciler.web.addresses import is_public
from reconciler.web.ask import Answer, UnreachableError, Web
from reconciler.web.cache import Cache, cache_file
from reconciler.web.check import checked, image_problem

__all__ = [
    "Answer",
    "Cache",
    "UnreachableError",
    "Web",
    "cache_file",
    "checked",
    "image_problem",
    "is_public",
]
