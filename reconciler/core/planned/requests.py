"""Changes to API calls: which values travel, in which shape, under which name.

Ids that are not known yet stay Later values, and links stay `reconciler:` addresses, until
the call is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from reconciler.core.compared.links import unlinked
from reconciler.core.compared.staging import published
from reconciler.model import (
    Call,
    Change,
    Field,
    Id,
    Json,
    Kind,
    Later,
    Path,
    Ref,
    Request,
    Target,
)  # fmt: skip


def main_request(kind: Kind, one: Change, without: frozenset[Target]) -> Request | None:
    """The call for the object itself; None where only relations change.

    `without`: resources that have no address when the call is sent, their links are left out.
    """
    if one.op == "delete":
        return delete_request(kind, one)
    if one.op == "stage" and kind.drafts:
        texts = [each.path for each in one.fields]
        body = _body(kind, one, texts, without, creating=True)  # texts alone: nothing travels along
        return Request(kind.drafts.stage.method, kind.drafts.stage.path, body, ref=one.ref)
    if one.op == "archive" and kind.archive is not None:
        return Request(kind.archive.method, kind.archive.path, ref=one.ref)
    creating = one.op in CREATING
    paths = [each.path for each in one.fields
             if not _relation(kind, each.path) and not published(kind, one, each.path)]  # fmt: skip
    if one.op == "replace":
        paths = [(name,) for name in _values(one)]
    call = kind.create if creating else kind.update
    if call is None or not (paths or creating):
        return None
    at = {table.name: Ref(table.ref, _values(one)[table.name]) for table in _in_path(kind, call)}
    body = _body(kind, one, [path for path in paths if path[0] not in at], without,
                 creating=creating)  # fmt: skip
    if call.id_in:
        body[call.id_in] = Later(one.ref)
    return Request(call.method, call.path, body, ref=one.ref, at=at)


def publish_request(kind: Kind, one: Change) -> Request | None:
    """The call that makes the drafts of all languages what readers see; None for another change."""
    if one.op != "publish" or kind.drafts is None or one.live is None:
        return None
    call = kind.drafts.publish
    return Request(call.method, call.path, {"locales": sorted(one.live.drafts)}, ref=one.ref)


CREATING = frozenset({"create", "replace"})
"""Operations that make an object."""


def delete_request(kind: Kind, one: Change) -> Request:
    """The call that deletes the object, which lies where it was found."""
    call = kind.delete or Call("DELETE", "")
    path, there = call.path, one.live.fields if one.live else {}
    for table in _in_path(kind, call):
        inside = there.get(table.name)
        identity = inside.id if isinstance(inside, Id) else ""
        path = path.replace(f"{{{table.name}}}", quote(identity, safe=""))
    return Request(call.method, path, ref=one.ref)


def _in_path(kind: Kind, call: Call) -> list[Field]:
    """References whose ids stand in the path and nowhere else."""
    return [one for one in kind.fields if one.ref and f"{{{one.name}}}" in call.path]


def relation_requests(kind: Kind, one: Change) -> list[tuple[Ref, Request]]:
    """A call for each item of a relation list that is attached or detached."""
    found = []
    for each in one.fields:
        table = kind.field(each.path[0])
        if table is not None and table.relation and kind.expand is not None:
            item = Ref(table.ref, each.path[1])
            found.append((item, kind.expand(one.ref, item, bool(each.after))))
    return found


def link_request(
    kind: Kind, one: Change, paths: Iterable[Path], without: frozenset[Target]
) -> Request:
    """The second write of a body, once what it links to has an address."""
    call = kind.update or Call("PUT", "")
    return Request(call.method, call.path, _body(kind, one, list(paths), without, creating=False),
                   ref=one.ref)  # fmt: skip


def _relation(kind: Kind, path: Path) -> bool:
    table = kind.field(path[0])
    return bool(table and table.relation)


def _body(
    kind: Kind, one: Change, paths: list[Path], without: frozenset[Target], *, creating: bool
) -> Json:
    values = _values(one)
    body: Json = {}
    for table in kind.fields:
        mine = [path for path in paths if path[0] == table.name]
        if mine and table.keys is None:
            there = one.live.fields.get(table.name) if one.live else None
            body[table.on_wire] = _encode(
                table, values.get(table.name), creating, without, there=there
            )
            body.update(table.beside)
        elif mine:
            body[table.on_wire] = _map(
                table, mine, one, values.get(table.name) or {}, without, creating=creating
            )
        elif table.always and not creating:
            body[table.on_wire] = _unchanged(table, values, one)
    if kind.archived and (kind.archived,) in paths:
        body[kind.archived] = next(each.after for each in one.fields
                                   if each.path == (kind.archived,))  # fmt: skip
    return body


def _values(one: Change) -> dict[str, Any]:
    """Raw values: of the spec, or those that a removal sets."""
    if one.desired is not None:
        return _merged(one.desired.create if one.op in CREATING else {}, one.desired.fields)
    values: dict[str, Any] = {}
    for each in one.fields:
        here = values
        for part in each.path[:-1]:
            here = here.setdefault(part, {})
        here[each.path[-1]] = each.after
    return values


def _merged(create: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**create, **fields}
    for name in create.keys() & fields.keys():
        merged[name] = _merged_locales(create[name], fields[name])
    return merged


def _merged_locales(create: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: {**create.get(key, {}), **inner} if isinstance(inner, dict) else inner
            for key, inner in fields.items()}  # fmt: skip


def _encode(
    table: Field, value: Any, creating: bool, without: frozenset[Target], there: Any = None
) -> Any:
    """`there`: what Intercom has; its headings keep the ids that others may link to."""
    if value is None:
        return None
    if table.ref and not table.soft:
        return Later(Ref(table.ref, value), as_int=table.ids[0 if creating else 1] is int)
    if table.soft:
        return _with_ids(unlinked(value, without), there)
    return table.codec.encode(value)


def _with_ids(value: str, there: Any) -> str:
    from reconciler.content import anchors, identified  # noqa: PLC0415 - only where text is sent

    known = anchors(there) if isinstance(there, str) else ()
    return identified(value, {one.key: one.id for one in known if one.id})


def _map(
    table: Field,
    paths: list[Path],
    one: Change,
    values: Mapping[str, Any],
    without: frozenset[Target],
    *,
    creating: bool,
) -> Json:
    if not table.of:
        return {path[1]: values.get(path[1]) for path in paths}
    body: Json = {}
    for key in dict.fromkeys(path[1] for path in paths):
        inner = {**_created(one, table, key), **values.get(key, {})}
        wanted = {path[2] for path in paths if path[1] == key}
        body[key] = {
            sub.on_wire: _encode(
                sub, inner.get(sub.name), creating, without, there=_there(one, table, key, sub)
            )
            if sub.name in wanted
            else _unchanged_in(sub, inner, one, table, key)
            for sub in table.of
            if sub.name in wanted or (sub.always and not creating)
        }
    return body


def _created(one: Change, table: Field, key: str) -> Mapping[str, Any]:
    """Defaults of a translation that does not exist yet."""
    there = (one.live.fields.get(table.name) or {}) if one.live else {}
    if one.desired is None or key in there:
        return {}
    found: Mapping[str, Any] = one.desired.create.get(table.name, {}).get(key, {})
    return found


def _kept(one: Change, path: Path) -> bool:
    return any(each.path == path for each in one.drift)


def _unchanged(table: Field, values: Mapping[str, Any], one: Change) -> Any:
    """A value that travels with every update: the declared one, but the live one where it
    is not declared or a teammate's edit of it is kept.
    """
    if values.get(table.name) is not None and not _kept(one, (table.name,)):
        return _encode(table, values[table.name], creating=False, without=frozenset())
    return _wire(table, one.live.fields.get(table.name) if one.live else None)


def _unchanged_in(sub: Field, inner: Mapping[str, Any], one: Change, table: Field, key: str) -> Any:
    if inner.get(sub.name) is not None and not _kept(one, (table.name, key, sub.name)):
        return _encode(sub, inner[sub.name], creating=False, without=frozenset())
    return _wire(sub, _there(one, table, key, sub))


def _there(one: Change, table: Field, key: str, sub: Field) -> Any:
    there = (one.live.fields.get(table.name) or {}) if one.live else {}
    return there.get(key, {}).get(sub.name)


def _wire(table: Field, value: Any) -> Any:
    if isinstance(value, Id):
        # What is no number goes back as it came: it is not for us to judge Intercom's ids.
        number = table.ids[1] is int and value.id.isascii() and value.id.isdigit()
        return int(value.id) if number else value.id
    return value
