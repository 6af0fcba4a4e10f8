"""A workspace with contacts and conversations, for the tests of conversations."""

from typing import Any

from simulator_workspace import Workspace

ADA, BEN = "991267451", "991267452"
"""The ids of the two admins; Ben has no seat in the inbox once `seatless` was called."""


class Talk(Workspace):
    """One contact, Cleo, who has said hello."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.cleo: str = self.store.create(
            "contact", name="Cleo", email="cleo@example.com", external_id="70"
        )["id"]
        self.id: str = self.say("Hello there")["conversation_id"]

    def say(self, body: str = "Hello", *, contact: str = "", **fields: Any) -> Any:
        sender = {"type": "user", "id": contact or self.cleo}
        return self.post("/conversations", {"from": sender, "body": body, **fields})

    def now(self) -> int:
        return int(self.time)

    def conversation(self, **options: Any) -> Any:
        return self.get(f"/conversations/{self.id}", **options)

    def parts(self, **options: Any) -> list[Any]:
        found: list[Any] = self.conversation(**options)["conversation_parts"]["conversation_parts"]
        return found

    def admin(
        self, body: str = "Hi", kind: str = "comment", *, key: str = "", **fields: Any
    ) -> Any:
        sent = {"type": "admin", "message_type": kind, "admin_id": ADA, "body": body, **fields}
        return self.post(f"/conversations/{key or self.id}/reply", sent)

    def user(self, body: str = "Thanks", *, key: str = "", **fields: Any) -> Any:
        sent = {"type": "user", "message_type": "comment", "body": body, **fields}
        if not {"user_id", "email"} & fields.keys():
            sent = {"intercom_user_id": self.cleo, **sent}
        return self.post(f"/conversations/{key or self.id}/reply", sent)

    def manage(self, kind: str, *, admin: Any = ADA, **fields: Any) -> Any:
        sent = {"message_type": kind, "type": "admin", "admin_id": admin, **fields}
        return self.post(f"/conversations/{self.id}/parts", sent)

    def search(self, field: str, operator: str, value: Any, **fields: Any) -> list[str]:
        """The ids that are found."""
        query = {"field": field, "operator": operator, "value": value}
        answer = self.post("/conversations/search", {"query": query, **fields})
        assert self.status == 200, answer
        return [one["id"] for one in answer["conversations"]]

    def seatless(self) -> None:
        self.store.edit("admin", BEN, has_inbox_seat=False)
