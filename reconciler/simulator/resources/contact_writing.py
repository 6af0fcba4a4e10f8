"""Creating and updating a contact: the parameters, and who else has the same details.

[D] Absent leaves a field alone and null clears it. [R] A duplicate is a 409 whose message
alone has the id; what else stands in a body is ignored, inline companies too (ruby#571).
"""

from __future__ import annotations

from typing import Any

from reconciler.simulator import checks
from reconciler.simulator.errors import RefusalError, invalid, missing
from reconciler.simulator.resources import attribute_values, contacts
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json, Route

TEXTS = ("external_id", "email", "phone", "name", "avatar")
IDENTITY = ("external_id", "email")
NUMBERS = ("signed_up_at", "last_seen_at")
ROLES = ("user", "lead")
VERIFIED_SINCE = (2, 16)
NO_MEMBER = "The owner specified is not a member of the workspace"


def create(call: Call) -> Json:
    if not any(call.body.get(name) for name in (*IDENTITY, "role")):
        raise missing("one of email, external_id and role is required")
    fields = {"role": "user", **_fields(call, {})}
    _check(call, fields)
    return contacts.shown(call.store.create("contact", **fields), call)


def update(call: Call) -> Json:
    row = contacts.readable(call, call.id)
    fields = _fields(call, row)
    if not call.switches.contact_role_writable:
        fields.pop("role", None)
    if fields.keys() & {*IDENTITY, "role"}:
        _check(call, {**row, **fields})
    return contacts.shown(call.store.edit("contact", row["id"], **fields), call)


def _fields(call: Call, row: Row) -> Json:
    body = call.body
    fields: Json = {name: checks.text(body, name) or None for name in TEXTS if name in body}
    if not call.switches.contact_key_null_clears:
        fields = {name: one for name, one in fields.items() if one or name not in IDENTITY}
    if fields.get("email") and call.switches.emails_lowered:
        fields["email"] = fields["email"].lower()
    if body.get("role") is not None:
        fields["role"] = checks.choice(body, "role", choices=ROLES)
    for name in NUMBERS:
        if name in body:
            fields[name] = None if body[name] is None else checks.integer(body, name)
    if "unsubscribed_from_emails" in body:
        fields["unsubscribed_from_emails"] = _flag(body, "unsubscribed_from_emails") or False
    if "owner_id" in body:
        fields["owner_id"] = _owner(call, body["owner_id"])
    if "email_verified" in body and call.version >= VERIFIED_SINCE:
        fields["email_verified"] = _verified(body)
    if "custom_attributes" in body:
        fields["custom_attributes"] = _attributes(call, row)
    return fields


def _flag(body: Json, name: str) -> bool | None:
    return None if body[name] is None else checks.flag(body, name)


def _verified(body: Json) -> bool | None:
    if not body.get("email"):
        raise invalid("email_verified needs an email in the same request", field="email_verified")
    return _flag(body, "email_verified")


def _owner(call: Call, value: Any) -> str | None:
    if value is None:
        return None
    kind = str if call.version >= contacts.OWNER_IS_TEXT else int
    if call.switches.owner_id_strict and not isinstance(value, kind):
        named = "a string" if kind is str else "an integer"
        raise invalid(f"owner_id must be {named}", field="owner_id")
    if isinstance(value, bool) or call.store.find("admin", value) is None:
        raise invalid(NO_MEMBER)
    return str(value)


def _attributes(call: Call, row: Row) -> Json:
    return attribute_values.merged(
        call,
        row.get("custom_attributes", {}),
        checks.mapping(call.body, "custom_attributes"),
        model="contact",
        null_clears=call.switches.contact_attribute_null_clears,
    )


def _check(call: Call, wanted: Row) -> None:
    """[D] A user has a key, a lead has no external id; nobody else has the same."""
    if wanted["role"] == "user" and not any(wanted.get(name) for name in IDENTITY):
        raise missing("a user needs an email or an external_id")
    refused = call.switches.lead_external_id == "refuse"
    if wanted["role"] == "lead" and wanted.get("external_id") and refused:
        raise invalid("external_id can't be set for the role lead", field="external_id")
    for row in _alike(call, wanted, "contact"):
        if row["id"] != wanted.get("id") and _same(call, wanted, row):
            raise taken(row)
    for row in _alike(call, wanted, "gone_contact"):
        if _same(call, wanted, row) and _kept(call, row):
            raise _conflict(row["id"], archived=True)


def _alike(call: Call, wanted: Row, kind: str) -> list[Row]:
    """Those with its external id, then those with its e-mail: worth a closer look."""
    found = {
        row["id"]: row
        for name in IDENTITY if wanted.get(name)
        for row in call.store.where(kind, name, wanted[name], folded=name == "email")
    }  # fmt: skip
    return list(found.values())


def _folded(row: Row) -> str:
    return (row.get("email") or "").casefold()


def _same(call: Call, wanted: Row, other: Row) -> bool:
    """[R] Leads may share an e-mail, with each other and with a user."""
    key = wanted.get("external_id")
    if key and other["external_id"]:
        if key == other["external_id"]:
            return True
        if call.switches.users_share_email:
            return False
    both_users = wanted["role"] == other["role"] == "user"
    return both_users and bool(_folded(wanted)) and _folded(wanted) == _folded(other)


def _kept(call: Call, gone: Row) -> bool:
    """[R] The keys of a deleted contact stay locked for about a week; a merged one's are free."""
    lasting = call.switches.deleted_contact_keeps_keys_for
    if gone["into"] or lasting is None:
        return False
    return bool(call.store.now() < gone["created_at"] + lasting)


def taken(row: Row) -> RefusalError:
    """[R ruby client] A blocked one cannot be made again; the others' ids are told."""
    if row["blocked"]:
        message = "This contact has been blocked and is not restorable"
        return RefusalError(409, "not_restorable", message=message)
    return _conflict(row["id"], archived=row["archived"])


def _conflict(key: str, *, archived: bool) -> RefusalError:
    who = "An archived contact" if archived else "A contact"
    message = f"{who} matching those details already exists with id={key}"
    return RefusalError(409, "conflict", message=message)


ROUTES = (
    Route("POST", "/contacts", create),
    Route("PUT", "/contacts/{}", update),
)
