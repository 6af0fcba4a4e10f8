"""What Intercom has: the columns of a kind's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from reconciler.model.basics import IdTypes, Ref, Type
from reconciler.model.calls import Call, Drafts, Listing, Request, Versions


class Mode(Enum):
    """When a field travels."""

    RW = "rw"  # written and read back
    CREATE = "create"  # written once; a different value later is refused
    WRITE = "write"  # written, never read back
    READ = "read"  # computed by Intercom


def _same(value: Any) -> Any:
    return value


def _plain(value: Any, wire: Mapping[str, Any]) -> Any:  # noqa: ARG001 - the shape of decode
    return value


@dataclass(frozen=True, slots=True)
class Codec:
    """The three shapes of a value: sent, read back, compared.

    encode: desired value -> what the API takes
    decode: what the API answers, and the whole object -> live value
    canon:  desired or live value -> the form in which both are compared
    loose:  canonical form -> what is left to compare where nothing is remembered: on
            adoption, and where Intercom is known to rewrite a part beyond recognition
    """

    name: str
    encode: Callable[[Any], Any] = _same
    decode: Callable[[Any, Mapping[str, Any]], Any] = _plain
    canon: Callable[[Any], Any] = _same
    loose: Callable[[Any], Any] = _same


PLAIN = Codec("plain")


@dataclass(frozen=True, slots=True)
class Form:
    """Another form in which a text may be sent, under a name of its own, from a version on.

    encode: the text, its links being addresses -> that form; None where it has none, and
    travels as the codec has it. Answers are read under the field's own name in every version.
    """

    wire: str
    encode: Callable[[str], str | None]
    since: str


OWN = "@me"
"""Default of a reference to a teammate, the one the token belongs to; and to a help center, the
one that Intercom calls its default.
"""
LANGUAGE = "@language"
"""Default of a field that is the default language of the project."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What the keys of a map field are: locales, or names of objects of another kind."""

    kind: str
    where: Mapping[str, str] = field(default_factory=dict)
    type: str = ""
    choices: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind, a row of its table.

    ref        the kind whose name the value is; `soft`: the value is text with links to it
    ids        the type in which an id of `ref` is sent on create and on update
    beside     constants sent together with the field
    keys, of   for a map: what its keys are, and the fields of each value
    relation   a list whose items are attached one by one (`Kind.expand`)
    form       how it is sent where the version has a better form than that of the codec
    always     sent with every update, because the API re-computes it when it is missing
    caseless   equal without regard to case
    personal   says something of a person: compared and remembered as a keyed digest, never shown
    ids_before version and the types of an id in every older one
    """

    name: str
    type: Type = "text"
    required: bool = False
    mode: Mode = Mode.RW
    wire: str = ""
    since: str = ""
    until: str = ""
    choices: tuple[str, ...] = ()
    ref: str = ""
    soft: bool = False
    ids: IdTypes = (str, str)
    ids_before: tuple[str, IdTypes] | None = None
    codec: Codec = PLAIN
    form: Form | None = None
    unordered: bool = False
    personal: bool = False
    caseless: bool = False
    always: bool = False
    relation: bool = False
    beside: Mapping[str, Any] = field(default_factory=dict)
    keys: Keys | None = None
    of: tuple[Field, ...] = ()
    default: Any = None
    doc: str = ""

    simple: bool = field(init=False, repr=False, compare=False, default=False)
    """Read, compared and sent as it is: a scalar without a codec that refers to nothing."""
    scalar: bool = field(init=False, repr=False, compare=False, default=False)
    """One value that refers to nothing."""
    verbatim: bool = field(init=False, repr=False, compare=False, default=False)
    """Text that is taken as it is written."""
    open: bool = field(init=False, repr=False, compare=False, default=False)
    """A map of scalars under names that somebody else chose."""
    on_wire: str = field(init=False, repr=False, compare=False, default="")

    def __post_init__(self) -> None:
        scalar = self.type not in ("list", "map") and not self.ref and not self.personal
        simple = scalar and self.codec is PLAIN
        object.__setattr__(self, "simple", simple)
        object.__setattr__(self, "scalar", scalar)
        verbatim = simple and self.type == "text" and not self.choices
        object.__setattr__(self, "verbatim", verbatim)
        object.__setattr__(self, "open", self.keys is not None and not self.of)
        object.__setattr__(self, "on_wire", self.wire or self.name)


@dataclass(frozen=True, slots=True)
class Removal:
    """A way to take an object out of use. `fields`: by an update with these values."""

    verb: str
    fields: Mapping[str, Any] | None = None


KEEP = Removal("keep")


@dataclass(frozen=True, slots=True)
class Files:
    """Text files of a kind. Folders become objects of `folder_kind`, named by `folder_field`."""

    folder: str
    body: str = "body"
    title: str = "title"
    translations: str = "translations"
    folder_kind: str = ""
    folder_field: str = ""
    folder_file: str = ""
    depth: int = 0
    """How deep folders may nest in Intercom; deeper ones fold into the last level."""
    late: bool = False
    """Bodies and subjects are rendered for each recipient, not when they are read."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A weaker likeness than the key: an unowned object alike in these fields is asked about."""

    fields: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What Intercom has, as a table and at most three functions (check, skip, expand).

    key       the fields that find an object again where the ledger does not know it
    otherwise the key of an object that is declared without a field of `key`
    unique    fields that no two objects of the kind may share, archived ones included
    named_by  the field that is the resource's own name unless it is written
    parent    the field that nests objects in each other; `depth` levels at most
    ordered   siblings are created one after the other, in declared order, under this field
    upsert    create is repeatable: the API finds the object again by its key
    archived  the flag that an archived object carries in answers
    busy      flags of an object, or of one of its languages, that must not be written now,
              with the reason
    find      looks up one object that lists leave out: path with {key field}
    search    where all of a key are looked up by POST; the list of such a kind is too long to be
              read for a few. It may be minutes behind
    archive   takes an object out of use; what `revive` brings back, also where a create is refused
              because an archived object has its key
    addressed an object has an address only while its fields have these values
    lingers   a deleted object may still be answered for a while
    versions  where Intercom tells who changed an object, and when
    drafts    how texts are staged and published, where that can be done
    forwards  objects that lead on from the address in this field, where a page is gone
    """

    name: str
    plural: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    listing: Listing
    otherwise: tuple[str, ...] = ()
    get: str = ""
    create: Call | None = None
    update: Call | None = None
    delete: Call | None = None
    on_remove: tuple[Removal, ...] = (KEEP,)
    files: Files | None = None
    named_by: str = ""
    parent: str = ""
    depth: int = 0
    ordered: str = ""
    unique: tuple[str, ...] = ()
    twins: tuple[Twin, ...] = ()
    upsert: bool = False
    archived: str = ""
    busy: Mapping[str, str] = field(default_factory=dict)
    find: str = ""
    find_since: str = ""
    search: str = ""
    archive: Call | None = None
    revive: Call | None = None
    addressed: Mapping[str, str] = field(default_factory=dict)
    lingers: bool = False
    versions: Versions | None = None
    drafts: Drafts | None = None
    forwards: str = ""
    since: str = "2.11"
    check: Callable[[Mapping[str, Any]], Sequence[tuple[str, str]]] | None = None
    """Desired fields -> (field, problem) pairs."""
    skip: Callable[[Mapping[str, Any]], bool] | None = None
    """Live object as answered -> True where it is none of ours (a built-in, say)."""
    expand: Callable[[Ref, Ref, bool], Request] | None = None
    """(object, item of a relation list, wanted) -> the request that attaches or detaches it."""
    doc: str = ""

    index: Mapping[str, Field] = field(init=False, repr=False, compare=False, default_factory=dict)
    read: tuple[Field, ...] = field(init=False, repr=False, compare=False, default=())
    """The fields that answers hold."""
    required: tuple[Field, ...] = field(init=False, repr=False, compare=False, default=())
    languages: Field | None = field(init=False, repr=False, compare=False, default=None)
    """The field of the translations, where the kind has them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {one.name: one for one in self.fields})
        read = tuple(one for one in self.fields if one.mode is not Mode.WRITE)
        object.__setattr__(self, "read", read)
        required = tuple(one for one in self.fields if one.required)
        object.__setattr__(self, "required", required)
        tables = (one for one in self.fields if one.keys and one.keys.kind == "locale")
        object.__setattr__(self, "languages", next(tables, None))

    def field(self, name: str) -> Field | None:
        return self.index.get(name)

    @property
    def personal(self) -> bool:
        """Is it about people, whose data no plan, ledger, report or log may hold?"""
        return any(one.personal for one in self.fields)

    @property
    def looked_up(self) -> bool:
        """Can one object be found by its key, without a list?"""
        return bool(self.find or self.search)

    def key_of(self, fields: Mapping[str, Any]) -> tuple[str, ...]:
        """The names of the fields that find an object that is declared like this."""
        if self.otherwise and any(fields.get(name) in (None, "") for name in self.key):
            return self.otherwise
        return self.key


Kinds = Mapping[str, Kind]
