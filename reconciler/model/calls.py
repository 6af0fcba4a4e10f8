"""Calls of the API: where a kind's objects are read and written, and one such call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import quote

from reconciler.model.basics import Json, Ref


class Later(NamedTuple):
    """A value inside a request that is known only when `ref` exists: its id, url or a field."""

    ref: Ref
    what: str = "id"
    as_int: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One API call. The body may hold Later values, the path names in braces."""

    method: str
    path: str
    body: Json | None = None
    ref: Ref | None = None
    """The object whose id stands for {id} in the path."""
    at: Mapping[str, Ref] = field(default_factory=dict)
    """Objects whose ids stand for other names in braces."""


@dataclass(frozen=True, slots=True)
class Listing:
    """How all objects of a kind are read.

    pages     the list is numbered in pages, of `per_page` objects: the documented maximum
    scroll    the path that reads on where numbered pages end (10,000 objects)
    each      there is one such list in each object of this other one, whose id the path has
              for the name in its braces
    """

    path: str
    items: str = "data"
    pages: bool = False
    per_page: int = 0
    scroll: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    each: Listing | None = None

    def inside(self, identity: str) -> Listing:
        """The list in one object of `each`."""
        path = re.sub(r"\{\w+\}", lambda _: quote(identity, safe=""), self.path)
        return replace(self, path=path, each=None)


@dataclass(frozen=True, slots=True)
class Call:
    """An endpoint. A name in braces is `id`, or a reference whose id stands in the path alone.

    id_in     the object's id travels in the body under this key
    """

    method: str
    path: str
    id_in: str = ""


class Versions(NamedTuple):
    """Where an object's versions are listed, newest first; since when; the kind that makes them."""

    path: str
    since: str
    by: str = "admin"


@dataclass(frozen=True, slots=True)
class Drafts:
    """Texts of an object that readers see, staged beside it until they are published.

    texts      fields that are staged, of the object and of its languages; others are not
    flag       whether there is a draft: of the object, and in each of its languages
    stamp      when that was last edited
    """

    texts: frozenset[str]
    stage: Call
    publish: Call
    read: str
    flag: str
    stamp: str
    since: str
