"""Notes that admins write about a contact or, from 2.15 on, a company; newest first [D examples].

A contact's row knows its notes, because every contact shows them.
"""

from __future__ import annotations

from typing import Any

from reconciler.simulator import checks, pages
from reconciler.simulator.errors import missing, not_found
from reconciler.simulator.resources import admins, companies, contacts
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "note",
        {"contact": None, "company": None, "author": "", "body": ""},
        new_id=lambda number, _now: str(20 + number),
        types={"contact": str, "company": str},
    ),
)
SIZE, MOST = 50, 60
AUTHOR = ("id", "name", "email")


def of_contact(call: Call) -> Json:
    row = contacts.readable(call, call.id)
    return _page(call, contacts.linked(call.store, "note", row["notes"]))


def of_company(call: Call) -> Json:
    company = companies.alive(call, call.id)
    rows = call.store.rows("note")
    return _page(call, [row for row in rows if row["company"] == company["id"]])


def _page(call: Call, rows: list[Row]) -> Json:
    show = lambda row: _shown(call.store, row)  # noqa: E731 - one argument of the next line
    return pages.page(call, rows[::-1], show=show, size=SIZE, most=MOST, null_at_end=True)


def about_contact(call: Call) -> Json:
    row = contacts.readable(call, call.id)
    note = _written(call, contact=row["id"])
    call.store.set("contact", row["id"], notes=[*row["notes"], note["id"]])
    return _shown(call.store, note)


def about_company(call: Call) -> Json:
    return _shown(call.store, _written(call, company=companies.alive(call, call.id)["id"]))


def one(call: Call) -> Json:
    if row := call.store.find("note", call.id):
        return _shown(call.store, row)
    raise not_found()


def _written(call: Call, **about: str) -> Row:
    body = checks.text(call.body, "body")
    if not body.strip():
        raise missing("a note needs a body")
    author = _author(call.store, call.body.get("admin_id"))
    return call.store.create("note", author=author, body=_html(body), **about)


def _author(store: Store, key: Any) -> str:
    """The admin of the token where none is named; RefusalError: 404."""
    row = admins.own(store) if key is None else store.find("admin", key)
    if row is None:
        raise not_found()
    return str(row["id"])


def _html(text: str) -> str:
    """[D example] A plain text becomes a paragraph."""
    return text if text.lstrip().startswith("<") else f"<p>{text}</p>"


def _shown(store: Store, row: Row) -> Json:
    kind = "contact" if row["contact"] else "company"
    return {
        "type": "note",
        "id": row["id"],
        "created_at": row["created_at"],
        kind: {"type": kind, "id": row[kind]},
        "author": _signed(store.find("admin", row["author"])),
        "body": row["body"],
    }


def _signed(author: Row | None) -> Json | None:
    """[D example] Six fields of the admin; none of one who has left."""
    if author is None:
        return None
    told = {name: author[name] for name in AUTHOR}
    return {"type": "admin", **told, "away_mode_enabled": False, "away_mode_reassign": False}


ROUTES = (
    Route("GET", "/contacts/{}/notes", of_contact),
    Route("POST", "/contacts/{}/notes", about_contact),
    Route("GET", "/companies/{}/notes", of_company, since=(2, 15)),
    Route("POST", "/companies/{}/notes", about_company, since=(2, 16)),
    Route("GET", "/notes/{}", one),
)
