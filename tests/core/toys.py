"""Three toy kinds: core knows no other, so its tests never break when Intercom changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.core.planned.plan import Planned, plan
from reconciler.core.planned.situation import Situation
from reconciler.model import (
    KEEP,
    OWN,
    Call,
    Change,
    Codec,
    Desired,
    Entry,
    Field,
    Files,
    Id,
    Intent,
    Keys,
    Kind,
    Later,
    Listing,
    Live,
    Map,
    Mode,
    Quoted,
    Ref,
    Removal,
    Request,
    Spec,
    Twin,
    pack,
)

PERSON = Kind(
    "person", "people", ("email",), (Field("email", mode=Mode.READ, caseless=True),),
    Listing("/people"), named_by="email",
)  # fmt: skip
LABEL = Kind(
    "label",
    "labels",
    ("name",),
    (
        Field("name", required=True, caseless=True),
        Field("size", "integer"),
        Field("code", mode=Mode.CREATE),
        Field("secret", mode=Mode.WRITE, personal=True),
        Field("late", since="2.14", doc="Only of late."),
    ),
    Listing("/labels"),
    get="/labels/{id}",
    create=Call("POST", "/labels"),
    update=Call("POST", "/labels", id_in="id"),
    delete=Call("DELETE", "/labels/{id}"),
    on_remove=(Removal("delete"), Removal("archive", {"archived": True}), KEEP),
    named_by="name",
    unique=("name",),
    archived="archived",
)
BOX = Kind(
    "box",
    "boxes",
    ("parent", "name"),
    (
        Field("name", required=True),
        Field("parent", wire="parent_id", ref="box", ids=(int, str), beside={"parent_type": "box"}),
    ),
    Listing("/boxes", pages=True, per_page=2),
    get="/boxes/{id}",
    create=Call("POST", "/boxes"),
    update=Call("PUT", "/boxes/{id}"),
    delete=Call("DELETE", "/boxes/{id}"),
    on_remove=(Removal("delete"), KEEP),
    parent="parent",
    depth=3,
    ordered="parent",
    twins=(Twin(("name",), "has the same name elsewhere"),),
)


def attach(page: Ref, label: Ref, wanted: bool) -> Request:
    return Request("POST", "/labels", {"label": Later(label, "name"), "page": Later(page),
                                       "wanted": wanted})  # fmt: skip


TITLE = Field("title", required=True)
STATE = Field("state", choices=("draft", "published"), always=True, default="draft")
TEXT = Field("text", ref="page", soft=True, codec=Codec("text", loose=lambda one: one.lower()))
PAGE = Kind(
    "page",
    "pages",
    ("box", "title"),
    (
        TITLE,
        TEXT,
        STATE,
        Field("box", wire="box_id", ref="box", ids=(int, int)),
        Field("owner", wire="owner_id", ref="person", ids=(int, int), always=True,
              default=OWN),
        Field("labels", "list", ref="label", relation=True),
        Field("words", "list", unordered=True),
        Field("views", "integer", mode=Mode.READ),
        Field("extra", "map", keys=Keys("label", {"code": "x"}, type="code")),
        Field("translations", "map", keys=Keys("locale"), of=(TITLE, TEXT, STATE)),
    ),
    Listing("/pages", pages=True, per_page=2),
    get="/pages/{id}",
    create=Call("POST", "/pages"),
    update=Call("PUT", "/pages/{id}"),
    delete=Call("DELETE", "/pages/{id}"),
    on_remove=(Removal("unpublish", {"state": "draft"}), Removal("delete"), KEEP),
    files=Files("pages", body="text", folder_kind="box", folder_field="box", depth=3,
                folder_file="_box.yaml"),
    ordered="box",
    addressed={"state": "published"},
    busy={"pending": "has a draft"},
    twins=(Twin(("title",), "has the same title elsewhere"),
           Twin(("text",), "has the same text")),
    expand=attach,
)  # fmt: skip
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (PERSON, LABEL, BOX, PAGE)}


def spec(ref: Ref, fields: Mapping[str, Any]) -> Spec:
    marks = {key: pack((number + 2, 3), (number + 2, 9))
             for number, key in enumerate(fields)}  # fmt: skip
    return Spec(ref, Map(fields, marks, (1, 1)), "specs/x.yaml", (1, 1))


def want(kind: str, name: str, /, **fields: Any) -> Desired:
    """A desired resource; create defaults as reading would fill them."""
    meta = {
        key: fields.pop(key)
        for key in ("id", "new", "protect", "exact", "policies", "reviewed")
        if key in fields
    }
    create = fields.pop("create", None)
    ref = Ref(kind, name)
    table = KINDS[kind]
    fields.setdefault(table.named_by or "", name)
    fields.pop("", None)
    if create is None:
        create = {one.name: one.default for one in table.fields
                  if one.default is not None and one.name not in fields
                  and one.default != OWN}  # fmt: skip
    refs = []
    for one in table.fields:
        value = fields.get(one.name)
        if one.ref and not one.soft and value is not None:
            refs += [Ref(one.ref, item) for item in (value if one.relation else [value])]
    return Desired(ref, fields, spec(ref, fields), create=create, refs=tuple(refs), **meta)


def live(kind: str, identity: str, /, **fields: Any) -> Live:
    """A live object; `parent`, `box` and items of `labels` are given as ids."""
    known = {key: fields.pop(key) for key in ("archived", "busy", "url", "urls", "created_at")
             if key in fields}  # fmt: skip
    for one in KINDS[kind].read:
        value = fields.get(one.name)
        if one.relation:
            fields[one.name] = [Id(one.ref, item) for item in value or ()]
        elif one.ref and not one.soft and value is not None:
            fields[one.name] = Id(one.ref, value)
        elif one.keys is not None:
            fields.setdefault(one.name, {})
        else:
            fields.setdefault(one.name, None)
    return Live(kind, identity, fields, **known)


def owned(one: Desired | Ref, identity: str, /, **pairs: Any) -> Entry:
    """An entry; a pair that is no tuple means that Intercom stored what was sent."""
    ref = one if isinstance(one, Ref) else one.ref
    fields = {
        tuple(name.split("__")): value if isinstance(value, tuple) else (value, value)
        for name, value in pairs.items()
    }
    return Entry(ref, identity).holding(fields)


def planned(
    desired: Sequence[Desired],
    lives: Sequence[Live] = (),
    entries: Sequence[Entry] = (),
    intents: Sequence[Intent] = (),
    **rest: Any,
) -> Planned:
    by_kind: dict[str, list[Live]] = {name: [] for name in KINDS}
    for one in lives:
        by_kind[one.kind].append(one)
    return plan(
        Situation(
            "toy", KINDS, {one.ref: one for one in desired}, by_kind,
            {one.ref: one for one in entries}, {one.ref: one for one in intents}, **rest,
        )
    )  # fmt: skip


def ops(made: Planned) -> dict[str, str]:
    return {str(one.ref): one.op for one in made.plan.changes}


def only(made: Planned) -> Change:
    (one,) = made.plan.changes
    return one


__all__ = ["Quoted", "live", "only", "ops", "owned", "planned", "spec", "want"]
