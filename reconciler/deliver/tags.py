"""The tags that are the record in Intercom: found by id, given in bulk, never guessed.

[D] POST /tags finds a tag by its name or makes one, and its answer does not say which. So every
answer's id is compared with the id that is known, and another one means that the tag was
renamed or deleted meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from reconciler.core.delivered.rule import Rule
from reconciler.errors import ApiError, GuardError
from reconciler.model import Json, Request
from reconciler.model.delivered import TagId
from reconciler.parallel import at_once

MISSING = frozenset({404, 410})


class Page(Protocol):
    """Some of what a search found, and how many there are where Intercom says it."""

    @property
    def items(self) -> list[Json]: ...
    @property
    def total(self) -> int | None: ...


class Intercom(Protocol):
    """What delivering needs of the API."""

    @property
    def reads(self) -> int: ...
    @property
    def writes(self) -> int: ...
    def search(self, path: str, items: str, query: Json) -> Iterator[Page]: ...
    def read(self, path: str) -> Json | None: ...
    def send(self, request: Request, *, repeatable: bool) -> Json: ...


@dataclass(slots=True)
class Tags:
    """All tags of the workspace by id, as last read. Thread-safe."""

    client: Intercom
    names: dict[str, str] = field(default_factory=dict)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def read(self) -> Mapping[str, str]:
        found = self.client.read("/tags") or {}
        self.names = {str(one["id"]): str(one["name"]) for one in found.get("data", ())}
        return self.names

    def named(self, ids: Sequence[str]) -> dict[str, str]:
        """Those ids with their names; read again where one is new."""
        with self.guard:
            if any(one not in self.names for one in ids):
                self.read()
            return {one: self.names.get(one, "") for one in ids}

    def find(self, name: str) -> TagId | None:
        """[D] Names know no case."""
        for id_, other in self.names.items():
            if other.casefold() == name.casefold():
                return TagId(id_, other)
        return None

    def make(self, name: str, users: Sequence[str] = ()) -> TagId:
        """The tag of that name, made where there is none, on these contacts too."""
        body: Json = {"name": name} | ({"users": [{"id": one} for one in users]} if users else {})
        answer = self.client.send(Request("POST", "/tags", body), repeatable=True)
        made = TagId(str(answer["id"]), name)
        with self.guard:
            self.names[made.id] = name
        return made

    def drop(self, tag: str) -> None:
        """[I] Takes it off everything. Nothing where it is gone."""
        try:
            self.client.send(Request("DELETE", f"/tags/{tag}"), repeatable=True)
        except ApiError as error:
            if error.status not in MISSING:
                raise
        with self.guard:
            self.names.pop(tag, None)


class Reach(NamedTuple):
    """How a kind of recipients is searched, read and tagged."""

    path: str
    items: str
    one: str
    tags: Callable[[Tags, Mapping[str, Any]], dict[str, str]]
    give: Callable[[Tags, TagId, Sequence[str], str, int], TagId]
    """(tags, tag whose id may not be known, ids, admin, workers) -> the tag that was given."""


def _tags_of_contact(tags: Tags, found: Mapping[str, Any]) -> dict[str, str]:
    """[D] Ten ids at most and no names; the rest is asked for."""
    listed = found.get("tags") or {}
    if listed.get("has_more"):
        answer = tags.client.read(f"/contacts/{found['id']}/tags") or {}
        return {str(one["id"]): str(one["name"]) for one in answer.get("data", ())}
    return tags.named([str(one["id"]) for one in listed.get("data", ())])


def _tags_of_conversation(tags: Tags, found: Mapping[str, Any]) -> dict[str, str]:
    listed = (found.get("tags") or {}).get("tags", ())
    return tags.named([str(one["id"]) for one in listed])


def _give_contacts(tags: Tags, tag: TagId, ids: Sequence[str], _: str, workers: int) -> TagId:
    """In one call; one by one where some are gone, for which older versions refuse them all."""
    try:
        return tags.make(tag.name, ids)
    except ApiError as error:
        if error.status not in MISSING:
            raise
    made = tags.make(tag.name)
    at_once(lambda id_: _give(tags, f"/contacts/{id_}/tags", {"id": made.id}), ids, workers=workers)
    return made


def _give_conversations(
    tags: Tags, tag: TagId, ids: Sequence[str], admin: str, workers: int
) -> TagId:
    made = tag if tag.id else tags.make(tag.name)
    body = {"id": made.id, "admin_id": admin}
    at_once(lambda id_: _give(tags, f"/conversations/{id_}/tags", body), ids, workers=workers)
    return made


def _give(tags: Tags, path: str, body: Json) -> None:
    try:
        tags.client.send(Request("POST", path, body), repeatable=True)
    except ApiError as error:
        if error.status not in MISSING or error.code == "tag_not_found":
            raise


CONTACTS = Reach("/contacts/search", "data", "/contacts", _tags_of_contact, _give_contacts)
CONVERSATIONS = Reach("/conversations/search", "conversations", "/conversations",
                      _tags_of_conversation, _give_conversations)  # fmt: skip


def reach_of(rule: Rule) -> Reach:
    return CONVERSATIONS if rule.of_conversations else CONTACTS


def refuse(rule: Rule, what: str) -> GuardError:
    """Nothing more is sent where the record in Intercom is not what we made it."""
    return GuardError(
        f"{rule.ref}: {what}; nothing more is sent",
        hint=f"the tag is the record of who received it. `reconciler deliveries retag {rule.ref}` "
        "makes it anew from the ledger",
    )
