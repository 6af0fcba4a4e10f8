"""Contacts and what hangs on them: notes, tags, companies, subscriptions, segments, merges."""

from typing import Any

from recorder import ADMIN, Recorder

OBJECTS = {
    "/contacts": "contact", r"/companies/\w+/contacts": "contact",
    r"/contacts/\w+/(un)?archive": "contact_archived", r"/contacts/\w+/block": "contact_blocked",
    r"/contacts/\w+/notes": "note", "/notes/": "note", r"/companies/\w+/notes": "note",
    r"/contacts/\w+/tags": "tag", r"/contacts/\w+/companies": "company",
    r"/contacts/\w+/subscriptions": "subscription_type",
    r"/contacts/\w+/segments": "segment", r"/companies/\w+/segments": "segment",
    r"/contacts/\w+/merge_history": "merge_history_item",
}  # fmt: skip
EXAMPLE = "required by the schema of 2.11, missing in its own recorded example of "
DEVIATIONS = (
    ("2.11", r"\$: '(remote_created_at|last_request_at|size|website|industry)' is .*", EXAMPLE + "POST /contacts/{id}/companies"),
    ("2.11", r"\$: 'companies' is a required property", EXAMPLE + "GET /contacts/{id}/companies,"
     " which has `data`"),
    ("2.11", r"\$: 'total_count' is a required property", EXAMPLE + "GET /companies/{id}/segments"),
    ("2.11", r".*\.author: '(job_title|has_inbox_seat|team_ids)' is a required property",
     EXAMPLE + "GET /notes/{id}"),
    ("2.*", r"\$.*\.email: None is not of type 'string'", ("every unset field of the examples"
     " is null; switch missing_email_is_null")),
)  # fmt: skip
BESIDE = {
    "contact": {
        "opted_out_subscription_types", "opted_in_subscription_types", "utm_campaign",
        "utm_content", "utm_medium", "utm_source", "utm_term", "referrer",
        "enabled_push_messaging", "sms_consent", "unsubscribed_from_sms",
    },
    "note": {"company"},
}  # fmt: skip
"""All in the examples, but for those of SMS: live answers in the tests of two clients have them."""


def walk(asked: Recorder) -> None:
    user = asked.post("/contacts", _whole(asked))["id"]
    lead = asked.post("/contacts", {"role": "lead", "email": "ann@example.com"})["id"]
    asked.post("/contacts", {"role": "lead"})
    _keys(asked, user)
    _links(asked, user)
    _notes(asked, user)
    _ends(asked, user, lead)


def _whole(asked: Recorder) -> dict[str, Any]:
    asked.unrecorded("POST", "/data_attributes", {
        "name": "seats", "model": "contact", "data_type": "integer"})  # fmt: skip
    return {
        "email": "ann@example.com", "external_id": "25", "name": "Ann", "phone": "+1123456789",
        "avatar": "https://example.org/a.jpg", "signed_up_at": 1_571_069_751,
        "owner_id": str(ADMIN) if asked.number >= (2, 16) else ADMIN,
        "custom_attributes": {"seats": 3},
    }  # fmt: skip


def _keys(asked: Recorder, user: str) -> None:
    asked.time += 60
    asked.post("/contacts", {})
    asked.post("/contacts", {"email": "ann@example.com"})
    asked.get("/contacts?per_page=1")
    asked.get(f"/contacts/{user}")
    asked.get("/contacts/1")
    asked.put(f"/contacts/{user}", {"name": None, "custom_attributes": {"seats": None}})
    asked.put(f"/contacts/{user}", {"owner_id": "1"})
    asked.post("/contacts/search", {
        "query": {"field": "email", "operator": "=", "value": "ann@example.com"},
        "sort": {"field": "created_at", "order": "ascending"}, "pagination": {"per_page": 1}})  # fmt: skip
    asked.post("/contacts/search", {
        "query": {"field": "role", "operator": "=", "value": "user"}, "sort": {"order": "desc"}})  # fmt: skip
    if asked.number >= (2, 13):
        asked.get("/contacts/find_by_external_id/25")
        asked.get("/contacts/find_by_external_id/26")


def _links(asked: Recorder, user: str) -> None:
    tag = asked.store.create("tag", name="VIP")["id"]
    company = asked.store.create("company", company_id="acme", name="Acme")["id"]
    type_ = asked.store.create("subscription_type", name="News")["id"]
    segment = asked.store.create("segment", name="Active")["id"]
    asked.store.set("contact", user, segments=[segment])
    asked.store.set("company", company, segments=[segment])
    ways: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("tags", tag, {"id": tag}), ("companies", company, {"id": company}),
        ("subscriptions", type_, {"id": type_, "consent_type": "opt_out"}),
    )  # fmt: skip
    for name, key, body in ways:
        asked.post(f"/contacts/{user}/{name}", body)
        asked.post(f"/contacts/{user}/{name}", {**body, "id": "1"})
        asked.get(f"/contacts/{user}/{name}")
        asked.get(f"/contacts/1/{name}")
        asked.get(f"/contacts/{user}")
        if name == "companies":
            asked.get(f"/companies/{company}/contacts")
            asked.get("/companies/1/contacts")
        asked.delete(f"/contacts/{user}/{name}/{key}")
        asked.delete(f"/contacts/{user}/{name}/1")
    asked.post(f"/contacts/{user}/companies", {})
    asked.get(f"/contacts/{user}/segments")
    asked.get(f"/companies/{company}/segments")
    asked.get("/companies/1/segments")
    if asked.number >= (2, 15):
        asked.store.create("note", company=company, author=str(ADMIN), body="<p>x</p>")
        asked.get(f"/companies/{company}/notes")
        asked.get("/companies/1/notes")
    if asked.number >= (2, 16):
        asked.post(f"/companies/{company}/notes", {"body": "Hello"})
        asked.post("/companies/1/notes", {"body": "Hello"})


def _notes(asked: Recorder, user: str) -> None:
    note = asked.post(f"/contacts/{user}/notes", {"body": "Hello", "admin_id": ADMIN})["id"]
    asked.post(f"/contacts/{user}/notes", {"body": "Hello", "admin_id": 123})
    asked.post("/contacts/1/notes", {"body": "Hello"})
    for path in (f"/contacts/{user}/notes", f"/notes/{note}", "/notes/1", f"/contacts/{user}"):
        asked.get(path)


def _ends(asked: Recorder, user: str, lead: str) -> None:
    other = asked.post("/contacts", {"role": "lead", "email": "bob@example.com"})["id"]
    asked.post("/contacts/merge", {"from": other, "into": user})
    asked.post("/contacts/merge", {"from": lead, "into": user})
    asked.get(f"/contacts/{lead}")
    if asked.number >= (2, 16):
        asked.get(f"/contacts/{user}?include_merge_history=true")
        asked.get(f"/contacts/{user}/merge_history")
        asked.get("/contacts/1/merge_history")
    for verb in ("archive", "unarchive", *(["block"] if asked.number >= (2, 13) else [])):
        asked.post(f"/contacts/{user}/{verb}")
    asked.delete(f"/contacts/{user}")
    asked.delete("/contacts/1")
