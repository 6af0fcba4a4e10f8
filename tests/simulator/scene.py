"""A workspace that has what the official examples are about, and their bodies with its ids."""

import re
from typing import Any

from recorder import ADMIN, Recorder

ADMINS = re.compile(r"99126\d{4}")
CONTACTS = re.compile(r"[0-9a-f]{24}")
BEGAN = 1_700_000_000
"""Before all times in the examples that lie ahead."""
NOWHERE = "123"
SUBSCRIPTION = 136
"""One that contacts opt in to."""
NOT_FOUND = {
    "article_not_found": "articles", "collection_not_found": "collections",
    "attribute_not_found": "data_attributes", "contact_not_found": "contacts customers",
    "conversation_not_found": "conversations", "not_found": "conversations",
    "company_not_found": "companies", "tag_not_found": "tags", "admin_not_found": "admins",
}  # fmt: skip
"""By name of an example: after which parts of the path the id leads nowhere."""
ODD = {"123", "invalid_id", "really_123_doesnt_exist"}
"""Ids that the examples themselves have of nothing."""
ALONE = {"last_customer"}
"""Examples with one contact in the conversation."""


class Scene(Recorder):
    def __init__(self, version: str, name: str) -> None:
        super().__init__(version)
        self.name = name
        self.time = float(BEGAN)
        self.store.set("help_center", "91", locales=["en", "fr"], host="help-center.test")
        self.user, self.other = (self._contact(external_id=key) for key in ("70", "71"))
        self.lead = self._contact(role="lead", email="70@example.com")
        self.time += 60
        self.ids = self._made()

    def _contact(self, **fields: Any) -> str:
        made = {"email": f"{fields.get('external_id')}@example.com", **fields}
        return str(self.store.create("contact", **made)["id"])

    def _made(self) -> dict[str, Any]:
        """By the part of the path that comes before it."""
        create = self.store.create
        company = create("company", company_id="acme", user_count=1)["id"]
        tag, place = create("tag", name="VIP")["id"], create("collection", name="Billing")["id"]
        ring = create("data_attribute", **self._attribute())["id"]
        fields = {"title": "x", "author_id": ADMIN, "parent_id": place, "state": "published"}
        article = create("article", **fields, tags=[] if self.name == "successful" else [tag])["id"]
        contents = {"en": {"title": "y"}, "fr": {"title": "z"}}
        if self.name == "publish_specific_locales":
            self.put(f"/articles/{article}/draft", {"translated_content": contents}, version="2.16")
        listed = {"name": "Plan", "data_type": "list", "options": [{"label": "a"}, {"label": "b"}]}
        attribute = self.post("/conversations/attributes", listed, version="2.16")
        for name in ("issue_type", "priority"):
            told = {"name": name, "data_type": "string"}
            self.post("/conversations/attributes", told, version="2.16")
        self.second, self.talk = self._talk(), self._talk()
        if self.name not in ALONE:
            self.store.set("conversation", self.talk, contacts=[self.user, self.other])
        self.store.set("conversation", self.talk, tags=[tag])
        self.store.set("contact", self.user, companies=[company])
        return {
            "articles": article, "collections": place, "companies": company, "tags": tag,
            "contacts": self.user, "customers": self.user, "conversations": self.talk,
            "admins": str(ADMIN), "data_attributes": ring, "help_centers": "91",
            "attributes": attribute["id"], "options": attribute["options"][0]["id"],
            "audiences": create("audience", name="All")["id"],
        }  # fmt: skip

    def _attribute(self) -> dict[str, Any]:
        there = self.name in {"attribute_already_exists", "same_name_already_exists"}
        used = self.name == "has_dependant_object"
        return {
            "name": "The One Ring" if there else "Old ring", "model": "company",
            "data_type": "options", "options": ["1-10", "2"], "dependents": used,
        }  # fmt: skip

    def _talk(self) -> str:
        told = {"from": {"type": "user", "id": self.user}, "body": "Hello"}
        key: str = self.post("/conversations", told)["conversation_id"]
        self.post(f"/conversations/{key}/reply", {
            "type": "admin", "message_type": "comment", "admin_id": ADMIN, "body": "Hi"})  # fmt: skip
        return key

    def path(self, shape: str) -> str:
        """The shape of a route with ids; `last` as the example of that name has it."""
        parts, nowhere = shape.split("/"), NOT_FOUND.get(self.name, "").split()
        for at, part in enumerate(parts):
            if part == "{}":
                before = parts[at - 1]
                parts[at] = NOWHERE if before in nowhere else str(self.ids[before])
        if self.name == "user_last_conversation_reply":
            return "/conversations/last/reply"
        return "/".join(parts)

    def body(self, value: Any, key: str = "", around: Any = None) -> Any:
        """What the example sends, with ids of this workspace in the place of recorded ones."""
        if isinstance(value, dict):
            return {name: self.body(one, name, value) for name, one in value.items()}
        if isinstance(value, list):
            return [self.body(one, key) for one in value]
        if ADMINS.fullmatch(str(value)):
            return type(value)(ADMIN)
        if CONTACTS.fullmatch(str(value)):
            return self._contact_for(key, around or {})
        own = self._own(key, around or {})
        return value if own is None or value in ODD else type(value)(own)

    def _contact_for(self, key: str, around: Any) -> str:
        if key == "id" and around.keys() == {"id"}:
            return str(self.ids["companies"])
        lead = key == "from" or around.get("type") == "lead"
        joins = self.name == "attach_a_contact_to_a_conversation"
        return self.lead if lead else self.other if joins else self.user

    def _own(self, key: str, around: Any) -> Any:
        """Of what the workspace has; a subscription's id stands beside the consent."""
        parts = self.store.rows("conversation_part")
        of_subscription = "consent_type" in around
        return {
            "parent_id": self.ids["collections"], "target_id": self.ids["articles"],
            "conversation_part_id": parts[-1]["id"], "conversation_id": self.talk,
            "merge_into_conversation_id": self.second,
            "away_status_reason_id": 12301,
            "id": SUBSCRIPTION if of_subscription else self.ids["tags"],
        }.get(key)  # fmt: skip
