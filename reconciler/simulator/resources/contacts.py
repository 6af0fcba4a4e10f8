"""Contacts, users and leads: what a row holds, who finds one, and how one is shown.

A contact that was deleted or merged is no row any more: it stands in `gone_contact`, with the
id of the contact that it went `into`. What one may do to a contact stands in contact_*.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reconciler.simulator.errors import RefusalError, not_found
from reconciler.simulator.resources import admins
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.switches import Switches
from reconciler.simulator.wire import Call, Json

OPTIONAL = {"external_id": str, "email": str, "email_verified": bool, "phone": str, "name": str,
            "avatar": str, "owner_id": str, "signed_up_at": int, "last_seen_at": int,
            "last_replied_at": int, "last_contacted_at": int, "last_email_opened_at": int,
            "last_email_clicked_at": int}  # fmt: skip
KEYS = {"external_id": str, "email": str}
TABLES = (
    Table(
        "contact",
        {"role": "user", "unsubscribed_from_emails": False, "has_hard_bounced": False,
         "marked_email_as_spam": False, "custom_attributes": {}, "device": {}, "tags": [],
         "applied": {}, "companies": [], "notes": [], "segments": [], "subscriptions": {},
         "archived": False, "blocked": False, **dict.fromkeys(OPTIONAL)},
        new_id=lambda number, now: f"{now:08x}1bb69f9f22{number:06x}",
        types=OPTIONAL,
        lagged=True,
        indexes=tuple(KEYS),
    ),
    Table(
        "gone_contact",
        {"into": None, "role": "user", **dict.fromkeys(KEYS)},
        new_id=lambda number, _now: str(number),
        types={"into": str, **KEYS},
        indexes=("into", *KEYS),
    ),
)  # fmt: skip
TIMES = ("signed_up_at", "last_seen_at", "last_replied_at", "last_contacted_at",
         "last_email_opened_at", "last_email_clicked_at")  # fmt: skip
PHONES = ("app_name", "app_version", "device", "os_version", "sdk_version", "last_seen_at")
LEARNED = ("language_override", "browser", "browser_version", "browser_language", "os",
           *(f"android_{one}" for one in PHONES), *(f"ios_{one}" for one in PHONES),
           "utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term",
           "referrer")  # fmt: skip
"""What nobody writes through this API; `device` of a row holds what is known of it."""
PLACES = ("country", "region", "city", "country_code", "continent_code")
EMBEDDED = 10
OWNER_IS_TEXT = HISTORY_SINCE = (2, 16)
PUSH_SINCE = (2, 12)
PATHS = {"tag": "tags", "note": "notes", "company": "companies",
         "subscription": "subscription_types"}  # fmt: skip


def missing() -> RefusalError:
    return not_found(message="User Not Found")


def hidden(row: Row, switches: Switches) -> bool:
    """[R] An archived contact is in no list, no search and no GET; [I] nor is a blocked one."""
    if row["archived"] and switches.archived_contacts_hidden:
        return True
    return bool(row["blocked"] and switches.blocked_contacts_hidden)


def visible(rows: Iterable[Row], switches: Switches) -> list[Row]:
    """Those that are not hidden, without a call for each of many."""
    archived, blocked = switches.archived_contacts_hidden, switches.blocked_contacts_hidden
    return [
        row for row in rows
        if not ((archived and row["archived"]) or (blocked and row["blocked"]))
    ]  # fmt: skip


def found(store: Store, key: object) -> Row:
    """The contact with this id, hidden ones too; RefusalError: 404."""
    if row := store.find("contact", key):
        return row
    raise missing()


def readable(call: Call, key: object) -> Row:
    """The contact with this id, unless it is hidden; RefusalError: 404."""
    row = found(call.store, key)
    if hidden(row, call.switches):
        raise missing()
    return row


def referred(call: Call, reference: Any) -> Row:
    """The contact that `{"type": .., "id": ..}`, or the bare id, means, hidden ones too;
    RefusalError: 404.
    """
    return found(call.store, reference.get("id") if isinstance(reference, dict) else reference)


def linked(store: Store, kind: str, ids: Iterable[str]) -> list[Row]:
    """The rows with these ids; a teammate's script may have removed one."""
    return [row for row in (store.find(kind, one) for one in ids) if row]


def tag(store: Store, row: Row, tag_id: str, *, wanted: bool) -> None:
    """Tag or untag; one that has the tag already keeps when and by whom."""
    others = [one for one in row["tags"] if one != tag_id]
    applied = {key: one for key, one in row["applied"].items() if key != tag_id}
    if wanted:
        told = {"at": store.now(), "by": admins.own(store)["id"]}
        applied[tag_id] = row["applied"].get(tag_id, told)
        others = row["tags"] if tag_id in row["tags"] else [*others, tag_id]
    store.edit("contact", row["id"], tags=list(others), applied=applied)


def shown(row: Row, call: Call) -> Json:
    return {
        "type": "contact",
        "id": row["id"],
        "workspace_id": call.store.app["id_code"],
        **_said(row, call),
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        **{name: row[name] for name in TIMES},
        **{name: row["device"].get(name) for name in LEARNED},
        "location": _location(row["device"]),
        "custom_attributes": row["custom_attributes"],
        **_linked(row),
        "sms_consent": False,
        "unsubscribed_from_sms": False,
        **_newer(row, call),
    }


def _said(row: Row, call: Call) -> Json:
    owner, email = row["owner_id"], row["email"]
    if owner and call.version < OWNER_IS_TEXT:
        owner = int(owner)
    if email is None and not call.switches.missing_email_is_null:
        email = ""
    return {
        "external_id": row["external_id"],
        "role": row["role"],
        "email": email,
        "phone": row["phone"],
        "name": row["name"],
        "avatar": {"type": "avatar", "image_url": row["avatar"]} if row["avatar"] else None,
        "owner_id": owner,
        "social_profiles": {"type": "list", "data": []},
        "has_hard_bounced": row["has_hard_bounced"],
        "marked_email_as_spam": row["marked_email_as_spam"],
        "unsubscribed_from_emails": row["unsubscribed_from_emails"],
    }


def _location(device: Json) -> Json:
    return {"type": "location", **{one: device.get(f"location.{one}") for one in PLACES}}


def _linked(row: Row) -> Json:
    """[D] Lists that say where the rest is: ten at most, without names."""
    consents = row["subscriptions"].items()
    opted = {way: [key for key, one in consents if one == way] for way in ("opt_out", "opt_in")}
    return {
        "tags": _addressed(row, "tags", row["tags"], kind="tag"),
        "notes": _addressed(row, "notes", row["notes"][::-1], kind="note"),
        "companies": _addressed(row, "companies", row["companies"], kind="company"),
        "opted_out_subscription_types": _addressed(
            row, "subscriptions", opted["opt_out"], kind="subscription"
        ),
        "opted_in_subscription_types": _addressed(
            row, "subscriptions", opted["opt_in"], kind="subscription"
        ),
    }


def _addressed(row: Row, name: str, ids: Iterable[str], *, kind: str) -> Json:
    every = list(ids)
    return {
        "type": "list",
        "data": [
            {"type": kind, "id": one, "url": f"/{PATHS[kind]}/{one}"} for one in every[:EMBEDDED]
        ],
        "url": f"/contacts/{row['id']}/{name}",
        "total_count": len(every),
        "has_more": len(every) > EMBEDDED,
    }


def _newer(row: Row, call: Call) -> Json:
    fields: Json = {"enabled_push_messaging": None} if call.version >= PUSH_SINCE else {}
    asked = call.query.get("include_merge_history") == "true"
    if asked and call.version >= HISTORY_SINCE and row["role"] == "user":
        fields["merge_history"] = [merged(one) for one in merged_into(call.store, row)]
    return fields


def merged_into(store: Store, row: Row) -> list[Row]:
    """What became a part of this contact, in the order of the merges."""
    return store.where("gone_contact", "into", row["id"])


def merged(gone: Row) -> Json:
    return {
        "type": "merge_history",
        "source_contact_id": gone["id"],
        "source_contact_role": gone["role"],
        "merged_at": gone["created_at"],
    }
