"""Conversations: begun, read, listed, searched, updated, answered, managed, tagged, redacted."""

from recorder import ADMIN, Recorder

OBJECTS = {
    "/conversations": "conversation", "/conversations$": "message",
    r"/conversations/\w+/tags": "tag", "/conversations/deleted": "deleted_conversation_item",
    r"/conversations/\w+/handling": "handling_event_list",
    r"/conversations/\w+/side": "side_conversation_list",
    "/conversations/attributes": "conversation_attribute",
}  # fmt: skip
BESIDE = {"conversation": {"topics", "ticket", "customers", "custom_attributes"}}
"""In every recorded example and not described: `customers` is all that joining and leaving
give back; 2.12 and 2.13 do not describe the attributes.
"""
RECORDED = "so in the recorded live answers of airbyte's source-intercom (expected_records.jsonl)"
DEVIATIONS = (
    ("2.1[2-6]", r"\$(\.conversations\[0\])?\.statistics: {'type': 'conversation_statistics', .*",
     "integers, or nothing at all, in the schema; what did not happen is null: " + RECORDED),
    ("2.11", r"\$(\.conversations\[0\])?\.statistics\.\w+: None is not of type .*",
     "integers in the schema; what did not happen is null: " + RECORDED),
    ("2.11", r"\$(\.conversations\[0\])?\.teammates: 'teammates' is a required property",
     "the list is called admins: " + RECORDED + ", in the official SDK and in tap-intercom"),
    ("2.11", r"\$: 'subject' is a required property",
     "required of every message in 2.11, missing in its own recorded example of a contact's"),
    ("2.11", r"\$(\.conversations\[0\])?\.(conversation_rating|teammates): None is not .*",
     "an object in the schema of 2.11, null in all its recorded examples"),
    ("2.11", r"\$: '\w+' is a required property",
     "the recorded examples of joining and leaving hold customers alone"),
)  # fmt: skip


def walk(asked: Recorder) -> None:
    contact = asked.store.create("contact", name="Cleo", email="cleo@example.com")["id"]
    other = asked.store.create("contact", role="lead", email="dan@example.com")["id"]
    key = asked.post("/conversations", {"from": {"type": "user", "id": contact},
                                        "body": "Hello there"})["conversation_id"]  # fmt: skip
    asked.post("/conversations", {"from": {"type": "user", "id": "none"}, "body": "Hello"})
    path = f"/conversations/{key}"
    asked.get("/conversations?per_page=1")
    asked.get("/conversations/1")
    _reply(asked, path, contact)
    _manage(asked, path)
    _tags(asked, path)
    _update(asked, path)
    _contacts(asked, path, other)
    _redact(asked, key)
    asked.get(f"{path}?display_as=plaintext")
    _search(asked)
    if asked.number >= (2, 15):
        asked.get(f"{path}/handling_events")
    if asked.number >= (2, 16):
        _merge(asked, path, _second(asked, contact))
    if asked.number >= (2, 13):
        asked.delete(path)
    if asked.number >= (2, 16):
        asked.get("/conversations/deleted")
        asked.get(f"/conversations/{_second(asked, contact)}/side_conversations")
        _attributes(asked)


def _second(asked: Recorder, contact: str) -> str:
    body = {"from": {"type": "user", "id": contact}, "body": "Hello again"}
    key: str = asked.post("/conversations", body)["conversation_id"]
    return key


def _merge(asked: Recorder, path: str, other: str) -> None:
    for into in (path.rpartition("/")[2], other, other, "1"):
        asked.post(f"{path}/merge", {"merge_into_conversation_id": int(into)})
    asked.post(f"{path}/merge", {})


def _reply(asked: Recorder, path: str, contact: str) -> None:
    admin = {"type": "admin", "admin_id": ADMIN, "message_type": "comment"}
    user = {"type": "user", "intercom_user_id": contact, "message_type": "comment"}
    pictures = ["https://pictures.example.com/a.png"]
    asked.post(f"{path}/reply", {**admin, "body": "Hi", "attachment_urls": pictures})
    asked.post(f"{path}/reply", {**admin, "message_type": "note", "body": "<h2>For us</h2>"})
    asked.post(f"{path}/reply", {**user, "body": "Thanks"})
    asked.post("/conversations/last/reply", {**user, "body": "Thanks again :)"})
    asked.post("/conversations/1/reply", {**user, "body": "Thanks"})
    if asked.number >= (2, 14):
        options = [{"text": "Yes", "uuid": "a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb"}]
        quick = {"message_type": "quick_reply", "reply_options": options}
        asked.post(f"{path}/reply", {**admin, **quick})


def _manage(asked: Recorder, path: str) -> None:
    done = {"type": "admin", "admin_id": ADMIN}
    later = asked.store.now() + 600
    for body in ({"message_type": "close", "body": "Goodbye :)"},
                 {"message_type": "assignment", "assignee_id": ADMIN},
                 {"message_type": "snoozed", "snoozed_until": later},
                 {"message_type": "open"}, {"message_type": "assignment", "assignee_id": "0"}):  # fmt: skip
        asked.post(f"{path}/parts", {**done, **body})
    asked.post("/conversations/1/parts", {**done, "message_type": "close"})
    if asked.number == (2, 11):
        asked.post(f"{path}/run_assignment_rules")
        asked.post("/conversations/1/run_assignment_rules")


def _tags(asked: Recorder, path: str) -> None:
    tag = asked.store.create("tag", name="Manual tag")["id"]
    body = {"id": tag, "admin_id": ADMIN}
    asked.post(f"{path}/tags", body)
    asked.post("/conversations/1/tags", body)
    asked.get(path)
    asked.delete(f"{path}/tags/{tag}", body=body)
    asked.delete(f"{path}/tags/{tag}", body=body)
    asked.delete(f"/conversations/1/tags/{tag}", body=body)
    asked.post(f"{path}/tags", body)


def _update(asked: Recorder, path: str) -> None:
    asked.store.create("conversation_attribute", name="issue_type")
    company = asked.store.create("company", company_id="acme", name="Acme", user_count=1)["id"]
    asked.put(path, {"read": True, "title": "Invoice", "company_id": company,
                     "custom_attributes": {"issue_type": "Billing"}})  # fmt: skip
    asked.put("/conversations/1", {"read": True})


def _contacts(asked: Recorder, path: str, other: str) -> None:
    by = {"admin_id": ADMIN}
    asked.post(f"{path}/customers", {**by, "customer": {"intercom_user_id": other}})
    asked.post("/conversations/1/customers", by)
    asked.delete(f"{path}/customers/{other}", body=by)
    asked.delete(f"{path}/customers/{other}", body=by)
    asked.delete(f"/conversations/1/customers/{other}", body=by)
    (row,) = asked.store.rows("conversation")
    asked.delete(f"{path}/customers/{row['contacts'][0]}", body=by)


def _redact(asked: Recorder, key: str) -> None:
    part = asked.store.rows("conversation_part")[0]["id"]
    body = {"type": "conversation_part", "conversation_id": key, "conversation_part_id": part}
    asked.post("/conversations/redact", body)
    asked.post("/conversations/redact", {**body, "conversation_part_id": "none"})


def _search(asked: Recorder) -> None:
    asked.time += 30
    query = {"operator": "AND", "value": [{"field": "created_at", "operator": ">",
                                           "value": "1306054154"}]}  # fmt: skip
    asked.post("/conversations/search", {"query": query, "pagination": {"per_page": 5}})
    asked.post("/conversations/search", {"query": {"field": "x", "operator": "=", "value": 1}})


def _attributes(asked: Recorder) -> None:
    path, options = "/conversations/attributes", [{"label": one} for one in ("1", "2", "3")]
    key = asked.post(path, {"name": "level", "data_type": "list", "options": options})["id"]
    text = asked.post(path, {"name": "text", "data_type": "string"})["id"]
    asked.post(path, {"name": "order", "data_type": "relationship", "reference": {"type": "many"}})
    asked.post(path, {"name": "x", "data_type": "invalid_type"})
    asked.get(path)
    for one in (key, 1):
        asked.get(f"{path}/{one}")
        asked.put(f"{path}/{one}", {"description": "Of a matter"})
    option = asked.post(f"{path}/{key}/options", {"label": "High"})["options"][0]["id"]
    asked.post(f"{path}/{text}/options", {"label": "High"})
    for one in (option, "none"):
        asked.put(f"{path}/{key}/options/{one}", {"label": "Renamed"})
        asked.delete(f"{path}/{key}/options/{one}")
    asked.delete(f"{path}/{key}")
    asked.delete(f"{path}/1")
