"""What `get` can read: a row per resource, also of those that nothing declares.

`personal`: what it shows is about people, and stays out of the logs of a build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reconciler.kinds import KINDS
from reconciler.model import Listing
from reconciler.query import CONTACTS, CONVERSATIONS, Searchable

IMPERSONAL = frozenset({"id", "type", "role", "state", "open", "read", "priority", "created_at",
                        "updated_at", "workspace_id"})  # fmt: skip
"""Fields that say nothing about whom they belong to."""


@dataclass(frozen=True, slots=True)
class Readable:
    """A resource of the API.

    named    fields that people know it by: the first that is set is shown, all are looked for
    get      the path of one; `of` below it: the list of what belongs to one of another resource
    find     a field, and the path that finds one by its value, also where no list shows it
    columns  what a table shows where no fields are asked for
    """

    name: str
    plural: str
    listing: Listing
    named: tuple[str, ...] = ("name",)
    get: str = ""
    find: tuple[str, str] | None = None
    find_since: str = ""
    search: Searchable | None = None
    of: str = ""
    columns: tuple[str, ...] = ("id", "name")
    personal: bool = False
    since: str = "2.11"
    doc: str = ""


def _of_kind(name: str, *columns: str, **more: object) -> Readable:
    """A resource that is a kind: read as planning reads it."""
    kind = KINDS[name]
    given = {"named": kind.key[::-1], "get": kind.get} | more
    return Readable(name, kind.plural, kind.listing, columns=("id", *columns), since=kind.since,
                    **given)  # type: ignore[arg-type] # fields of the row  # fmt: skip


ALL: tuple[Readable, ...] = (
    Readable(
        "contact",
        "contacts",
        Listing("/contacts", per_page=150),
        named=("email", "external_id", "name"),
        get="/contacts/{id}",
        find=("external_id", "/contacts/find_by_external_id/{value}"),
        find_since="2.13",
        search=CONTACTS,
        columns=("id", "role", "external_id", "email", "name"),
        personal=True,
    ),
    Readable(
        "conversation",
        "conversations",
        Listing("/conversations", items="conversations", per_page=150),
        named=("title",),
        get="/conversations/{id}",
        search=CONVERSATIONS,
        columns=("id", "state", "created_at", "title"),
        personal=True,
    ),
    _of_kind("company", "company_id", "name", "plan.name",
             find=("company_id", "/companies?company_id={value}"), named=("name", "company_id"),
             doc="Companies without users appear in no list of Intercom."),
    _of_kind("tag", "name"),
    _of_kind("article", "state", "title"),
    _of_kind("collection", "parent_id", "name"),
    _of_kind("data_attribute", "model", "name", "data_type"),
    _of_kind("admin", "email", "name", named=("email", "name")),
    Readable("team", "teams", Listing("/teams", items="teams"), get="/teams/{id}"),
    Readable("segment", "segments", Listing("/segments", items="segments"), get="/segments/{id}",
             columns=("id", "person_type", "name")),
    Readable("subscription_type", "subscription_types", Listing("/subscription_types"),
             named=("default_translation.name",),
             columns=("id", "consent_type", "state", "default_translation.name")),
    Readable("help_center", "help_centers", Listing("/help_center/help_centers"),
             named=("identifier",), get="/help_center/help_centers/{id}",
             columns=("id", "identifier", "display_name", "website_turned_on")),
    Readable(
        "event",
        "events",
        Listing("/events", items="events", query={"type": "user"}),
        named=("event_name",),
        of="contact",
        columns=("created_at", "event_name"),
        personal=True,
        doc="Of one contact, of the last 90 days.",
    ),
    Readable("conversation_attribute", "conversation_attributes",
             Listing("/conversations/attributes"), get="/conversations/attributes/{id}",
             named=("label", "name"), columns=("id", "label", "data_type"), since="2.16"),
    Readable("audience", "audiences", Listing("/audiences", pages=True, per_page=50),
             get="/audiences/{id}", since="2.16"),
    Readable("newsfeed", "newsfeeds", Listing("/news/newsfeeds", pages=True, per_page=10),
             get="/news/newsfeeds/{id}"),
    Readable("news_item", "news_items", Listing("/news/news_items", pages=True, per_page=10),
             get="/news/news_items/{id}", named=("title",), columns=("id", "state", "title")),
    Readable("internal_article", "internal_articles",
             Listing("/internal_articles", pages=True, per_page=25),
             get="/internal_articles/{id}", named=("title",), columns=("id", "title"),
             since="2.13"),
    Readable("macro", "macros", Listing("/macros", per_page=150), get="/macros/{id}",
             since="2.16"),
)  # fmt: skip

READABLE: Mapping[str, Readable] = MappingProxyType({one.name: one for one in ALL})
