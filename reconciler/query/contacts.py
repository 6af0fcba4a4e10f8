"""POST /contacts/search: the fields and operators that its published description lists."""

from __future__ import annotations

from reconciler.query.fields import EQUALITY, Searchable, SearchField, of_type

TEXTS = (
    "id", "name", "email", "phone", "external_id", "language_override", "browser",
    "browser_language", "os", "location.country", "location.region", "location.city",
    "ios_app_version", "ios_device", "ios_app_device", "ios_os_version", "ios_app_name",
    "ios_sdk_version", "android_app_version", "android_device", "android_app_name",
    "andoid_sdk_version",
)  # fmt: skip
"""`andoid`: as the description spells it."""
DATES = (
    "created_at", "signed_up_at", "updated_at", "last_seen_at", "last_contacted_at",
    "last_replied_at", "last_email_opened_at", "last_email_clicked_at", "ios_last_seen_at",
    "android_last_seen_at",
)  # fmt: skip
FLAGS = ("unsubscribed_from_emails", "marked_email_as_spam", "has_hard_bounced")
NUMBERS = (*EQUALITY, "<", ">", "<=", ">=")

CONTACTS = Searchable(
    name="contacts",
    path="/contacts/search",
    fields={
        **of_type("string", *TEXTS),
        **of_type("date", *DATES),
        **of_type("boolean", *FLAGS),
        "andoid_sdk_version": SearchField("andoid_sdk_version", path="android_sdk_version"),
        "role": SearchField("role", choices=("user", "lead")),
        "avatar": SearchField("avatar", path=""),
        "owner_id": SearchField("owner_id"),
        "owner": SearchField("owner", wire="owner_id", ref="admin", path="owner_id"),
        "email_domain": SearchField("email_domain", path="email"),
        "formatted_phone": SearchField("formatted_phone", path=""),
        "tag_id": SearchField("tag_id", "tag", path="tags.data", many=True),
        "tag": SearchField("tag", "tag", "tag_id", ref="tag", path="tags.data", many=True),
        "segment_id": SearchField("segment_id", path=""),
        "segment": SearchField("segment", wire="segment_id", ref="segment", path=""),
    },
    operators={
        "string": (*EQUALITY, "~", "!~", "^", "$"),
        "boolean": EQUALITY,
        "integer": NUMBERS,
        "float": NUMBERS,
        "date": ("=", "<", ">"),
        "tag": ("=", "!="),
    },
    by_day=True,
    attributes={},
)
"""Segments of a contact stand in no answer; avatar and formatted_phone have another shape there."""
