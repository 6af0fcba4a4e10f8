"""Messages, and what became of those by WhatsApp."""

from typing import Any

from recorder import ADMIN, Recorder

OBJECTS = {
    "/messages": "message", "/messages/status": "whatsapp_message_status_list",
    "/messages/whatsapp/status": "whatsapp_message_status",
}  # fmt: skip
EXAMPLE = "required by the schema of 2.11, missing in the recorded examples of POST /messages"
DEVIATIONS = (
    ("2.11", r"\$: '(subject|conversation_id)' is a required property", EXAMPLE),
)  # fmt: skip
BESIDE = {
    "message": {"owner"},
    "whatsapp_message_status_list": {
        "id", "conversation_id", "status", "template_name", "created_at", "updated_at",
        "user_id", "whatsapp_message_id",
    },
}  # fmt: skip
"""The owner is in the recorded example; the schema of the list describes its events inside."""
LISTS, STATUS = (2, 14), (2, 16)


def walk(asked: Recorder) -> None:
    sam = asked.store.create("contact", email="sam@example.com", created_at=1)["id"]
    said: dict[str, Any] = {"from": {"type": "admin", "id": ADMIN}, "body": "heyy"}
    said["to"] = {"type": "user", "id": sam}
    asked.post("/messages", {"from": {"type": "user", "id": sam}, "body": "heyy"})
    for kind in ("inapp", "email"):
        asked.post("/messages", {**said, "message_type": kind, "subject": "Hi"})
        asked.post("/messages", {**said, "message_type": kind, "body": None})
    asked.post("/messages", {**said, "message_type": "email"})
    asked.post("/messages", {**said, "message_type": "inapp", "to": {"type": "user", "id": "1"}})
    if asked.number >= LISTS:
        flag = {"create_conversation_without_contact_reply": True}
        asked.post("/messages", {**said, "message_type": "inapp", "to": [said["to"]], **flag})
    if asked.number >= STATUS:
        asked.post("/messages", {**said, "message_type": "whatsapp"})
        _statuses(asked)


def _statuses(asked: Recorder) -> None:
    for status in ("failed", "sent"):
        asked.store.create("whatsapp_message", ruleset_id="7", status=status)
    asked.get("/messages/status?ruleset_id=7")
    asked.get("/messages/status?ruleset_id=7&per_page=1")
    for key in ("wamid_000001", "wamid_000002", "wamid_000003"):
        asked.get(f"/messages/whatsapp/status?message_id={key}")
