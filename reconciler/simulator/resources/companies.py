"""Companies: written by company_id, hidden from every list until a contact is attached.

`user_count` of a row follows the contacts that are attached and detached; tests set it too,
with `store.edit("company", id, user_count=3)`. `deleted_at` marks an archived one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reconciler.simulator import checks, pages
from reconciler.simulator.errors import RefusalError, invalid, missing, not_found
from reconciler.simulator.resources import attribute_values, segments, tags
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

OPTIONAL = {"name": None, "remote_created_at": None, "size": None, "website": None,
            "industry": None, "last_request_at": None}  # fmt: skip
TABLES = (
    Table(
        "company",
        {"company_id": "", "plan": None, "monthly_spend": 0, "custom_attributes": {}, "tags": [],
         "segments": [], "user_count": 0, "session_count": 0, "deleted_at": None, **OPTIONAL},
        new_id=lambda number, now: f"{now:08x}1bb69f9f21{number:06x}",
        index="company_id",
        types={"name": str, "website": str, "industry": str, "size": int, "plan": str,
               "remote_created_at": int, "last_request_at": int, "deleted_at": int},
    ),
    Table("plan", {"name": ""}, new_id=lambda number, _now: str(269_300 + number), index="name"),
)  # fmt: skip
SIZE, MOST = 15, 60
LISTED = 10_000
HIGHEST = 2_147_483_647
TEXTS = ("name", "website", "industry")
INTEGERS = ("size", "remote_created_at")
ON_PUT = frozenset({"name", "plan", "size", "website", "industry", "custom_attributes",
                    "monthly_spend"})  # fmt: skip
ON_POST = ON_PUT | {"company_id", "remote_created_at"}
FLAG, FLAG_SINCE = "update_last_request_at", (2, 16)


def shown(row: Row, call: Call) -> Json:
    plan = call.store.by("plan", row["plan"])
    found = {
        "type": "company",
        "company_id": row["company_id"],
        "id": row["id"],
        "app_id": call.store.app["id_code"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "monthly_spend": row["monthly_spend"],
        "session_count": row["session_count"],
        "user_count": row["user_count"],
        "tags": tags.embedded(call.store, row["tags"]),
        "segments": {"type": "segment.list", "segments": segments_of(call.store, row)},
        "plan": {"type": "plan", "id": plan["id"], "name": plan["name"]} if plan else {},
        "custom_attributes": row["custom_attributes"],
    }
    return found | {name: row[name] for name in OPTIONAL if row[name] is not None}


def segments_of(store: Store, row: Row) -> list[Json]:
    """Those that a company's or a contact's row names."""
    found = (store.find("segment", one) for one in row["segments"])
    return [segments.shown(one) for one in found if one]


def visible(call: Call) -> list[Row]:
    """Those that lists and the scroll show."""
    return [
        row for row in call.store.rows("company") if row["user_count"] and not row["deleted_at"]
    ]


def every(call: Call) -> Json:
    for name in ("company_id", "name"):
        if name in call.query:
            return _looked_up(call, name)
    rows = visible(call)
    if "tag_id" in call.query:
        rows = [row for row in rows if call.query["tag_id"] in row["tags"]]
    if "segment_id" in call.query:
        rows = [row for row in rows if call.query["segment_id"] in row["segments"]]
    return _page(call, rows)


def listed(call: Call) -> Json:
    """[D] By the last request, newest first unless `order` is asc."""
    ascending = call.query.get("order") == "asc"
    rows = sorted(visible(call), key=lambda row: row["last_request_at"] or 0)
    return _page(call, rows if ascending else rows[::-1])


def _page(call: Call, rows: list[Row]) -> Json:
    if pages.reach(call, SIZE, most=MOST) >= LISTED:
        message = "page limit reached, please use scroll API"
        raise RefusalError(400, "bad_request", message=message)
    show = lambda row: shown(row, call)  # noqa: E731 - one argument of the next line
    return pages.page(call, rows, show=show, size=SIZE, most=MOST, null_at_end=True)


def _looked_up(call: Call, name: str) -> Json:
    value = call.query[name]
    if name == "company_id":
        row = call.store.by("company", value)
    else:
        row = next((one for one in call.store.rows("company") if one["name"] == value), None)
    found = readable(call, row)
    if call.switches.company_lookup_lists:
        return pages.page(call, [found], show=lambda one: shown(one, call), size=SIZE, most=MOST)
    return shown(found, call)


def readable(call: Call, row: Row | None) -> Row:
    """[I] A deleted company answers for a while."""
    if row is None or _gone(call, row):
        raise unknown()
    return row


def unknown() -> RefusalError:
    return not_found("company_not_found", message="Company Not Found")


def alive(call: Call, key: object) -> Row:
    """The company with Intercom's id, unless it was deleted; RefusalError: 404."""
    row = call.store.find("company", key)
    return readable(call, None if row is None or row["deleted_at"] else row)


def attached(store: Store, keys: Iterable[str], *, by: int) -> None:
    """[D example of the detaching] A contact more or less moves updated_at of the company."""
    for row in (store.find("company", key) for key in keys):
        if row:
            store.edit("company", row["id"], user_count=max(row["user_count"] + by, 0))


def _gone(call: Call, row: Row) -> bool:
    lasting = call.switches.deleted_company_readable_for
    if not row["deleted_at"] or lasting is None:
        return False
    return bool(call.store.now() >= row["deleted_at"] + lasting)


def one(call: Call) -> Json:
    return shown(readable(call, call.store.find("company", call.id)), call)


def upsert(call: Call) -> Json:
    allowed = ON_POST | ({FLAG} if call.version >= FLAG_SINCE else set())
    fields = _fields(call, allowed)
    key = fields.get("company_id")
    if not key:
        raise missing("company not specified")
    row = call.store.by("company", key)
    if row and row["deleted_at"] and not call.switches.repost_revives_company:
        row = None
    if row is None:
        row = call.store.create("company", **fields)
    else:
        row = call.store.edit("company", row["id"], deleted_at=None, **fields)
    if call.body.get(FLAG):
        call.store.set("company", row["id"], last_request_at=call.store.now())
    return shown(row, call)


def update(call: Call) -> Json:
    row = readable(call, call.store.find("company", call.id))
    fields = _fields(call, ON_PUT, row=row)
    return shown(call.store.edit("company", row["id"], **fields), call)


def delete(call: Call) -> Json:
    """[D] Archives: contacts are detached, the record is kept."""
    row = readable(call, call.store.find("company", call.id))
    if not row["deleted_at"]:
        for contact in call.store.rows("contact"):
            if row["id"] in contact["companies"]:
                left = [one for one in contact["companies"] if one != row["id"]]
                call.store.edit("contact", contact["id"], companies=left)
        call.store.edit("company", row["id"], deleted_at=call.store.now(), user_count=0)
    return {"id": row["id"], "object": "company", "deleted": True}


def _fields(call: Call, allowed: frozenset[str] | set[str], row: Row | None = None) -> Json:
    if unknown := [name for name in call.body if name not in allowed]:
        message = f"bad '{unknown[0]}' parameter"
        raise RefusalError(400, "bad_request", message=message, identified=False)
    body = call.body
    if not call.switches.company_null_clears:
        body = {name: value for name, value in body.items() if value is not None}
    fields: dict[str, Any] = {
        name: checks.text(body, name) or None for name in TEXTS if name in body
    }
    for name in INTEGERS:
        if name in body:
            fields[name] = None if body[name] is None else checks.integer(body, name)
    if "company_id" in body:
        fields["company_id"] = checks.text(body, "company_id")
        row = call.store.by("company", fields["company_id"])
    if "monthly_spend" in body:
        fields["monthly_spend"] = _spend(body["monthly_spend"])
    if "plan" in body:
        fields["plan"] = _plan(call, checks.text(body, "plan"))
    if "custom_attributes" in body:
        fields["custom_attributes"] = attribute_values.merged(
            call,
            row["custom_attributes"] if row else {},
            checks.mapping(body, "custom_attributes"),
            model="company",
            null_clears=call.switches.company_attribute_null_clears,
            options=call.switches.company_options_enforced,
        )
    return fields


def _spend(value: Any) -> int:
    """[D] Cut to a whole number, up to 2147483647; 0 when unset."""
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise invalid("monthly_spend must be a number", field="monthly_spend")
    return int(min(value, HIGHEST))


def _plan(call: Call, name: str) -> str | None:
    """[D] Plans come into being by being named."""
    if name and call.store.by("plan", name) is None:
        call.store.create("plan", name=name)
    return name or None


ROUTES = (
    Route("GET", "/companies", every),
    Route("POST", "/companies", upsert),
    Route("POST", "/companies/list", listed),
    Route("GET", "/companies/{}", one),
    Route("PUT", "/companies/{}", update),
    Route("DELETE", "/companies/{}", delete),
)
