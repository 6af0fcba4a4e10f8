"""Every central type, standard library only.

Field values are plain dict, list, str, int, float, bool and None. What a person wrote
arrives as Map, Seq and str: a scalar stays text until the type of its field reads it,
so `company_id: 00123` stays `00123`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal, NamedTuple, Protocol

Json = dict[str, Any]
Path = tuple[str, ...]
IdTypes = tuple[type, type]
Severity = Literal["error", "warning", "note"]
Type = Literal["text", "integer", "number", "boolean", "list", "map"]
Op = Literal[
    "create", "update", "move", "replace", "unpublish", "archive", "delete",
    "adopt", "keep", "refuse", "release",
]  # fmt: skip
Outcome = Literal["done", "unchanged", "failed", "blocked", "skipped"]
Policy = Literal["keep", "refuse", "overwrite"]

REMOVALS: frozenset[str] = frozenset({"unpublish", "archive", "delete"})
"""The operations that take something away from somebody; each needs its number approved."""


class Ref(NamedTuple):
    """The identity of a thing everywhere: its kind and the name it has in the specs."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        kind, _, name = text.partition("/")
        return cls(kind, name)


class Pos(NamedTuple):
    """A place in a file; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, as a value. `path` is the field it is about, `hint` the way out."""

    code: str
    severity: Severity
    message: str
    pos: Pos | None = None
    path: str = ""
    hint: str = ""


# ---------------------------------------------------------------- what was written


class Quoted(str):
    """A scalar in quotes: always text, never null or a number."""

    __slots__ = ()


Mark = tuple[int, int]


def pack(key: Mark, value: Mark) -> int:
    """Two marks as one int: a quarter of the memory of tuples at a million keys."""
    return (key[0] << 52) | (min(key[1], 4095) << 40) | (value[0] << 12) | min(value[1], 4095)


class Map(dict[str, Any]):
    """A mapping that knows the place of each key and value (`marks`: packed) and its own."""

    __slots__ = ("mark", "marks")

    def __init__(
        self,
        items: Mapping[str, Any] | Iterable[tuple[str, Any]] = (),
        marks: dict[str, int] | None = None,
        mark: Mark = (0, 0),
    ) -> None:
        super().__init__(items)
        self.marks = {} if marks is None else marks
        self.mark = mark

    def key_mark(self, key: str) -> Mark:
        packed = self.marks.get(key)
        return self.mark if packed is None else (packed >> 52, (packed >> 40) & 4095)

    def value_mark(self, key: str) -> Mark:
        packed = self.marks.get(key)
        return self.mark if packed is None else ((packed >> 12) & 0xFFFFFFF, packed & 4095)


class Seq(list[Any]):
    """A list that knows the place of each item and its own."""

    __slots__ = ("mark", "marks")

    def __init__(
        self, items: Iterable[Any] = (), marks: list[Mark] | None = None, mark: Mark = (0, 0)
    ) -> None:
        super().__init__(items)
        self.marks = [] if marks is None else marks
        self.mark = mark


@dataclass(frozen=True, slots=True)
class TextFile:
    """A Markdown or HTML file: front matter, body, and the line on which the body begins."""

    path: str
    front: Map
    body: str
    body_line: int
    format: Literal["md", "html"] = "md"


@dataclass(frozen=True, slots=True)
class TextSource:
    """A folder of text files of one kind: the specs' own, or an existing docs repository."""

    kind: str
    root: str
    locale: str | None
    preset: str
    files: tuple[TextFile, ...]
    folders: Mapping[str, Map] = field(default_factory=dict)
    """Metadata file of each folder that has one, by the folder's path relative to `root`."""


@dataclass(frozen=True, slots=True)
class YamlFile:
    path: str
    data: Map


@dataclass(frozen=True, slots=True)
class Workspace:
    name: str = "default"
    app_id: str | None = None
    region: str = "us"
    api_version: str = "2.11"
    vars: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """reconciler.yaml, checked. `data` keeps the places for later findings."""

    path: str = "reconciler.yaml"
    data: Map = field(default_factory=Map)
    specs: str = "specs"
    locales: tuple[str, ...] = ("en",)
    missing_translation: str = "warn"
    defaults: Mapping[str, Map] = field(default_factory=dict)
    edited_in_intercom: Policy = "keep"
    on_remove: Mapping[str, str] = field(default_factory=dict)
    vars: Mapping[str, Any] = field(default_factory=dict)
    workspaces: tuple[Workspace, ...] = (Workspace(),)
    assets: str | None = None
    """URL below which the local images of the project are already served."""


@dataclass(frozen=True, slots=True)
class Documents:
    """All that was read, neutral: which tree becomes which kind is a column of the kind."""

    root: str
    config: Config
    yaml: tuple[YamlFile, ...]
    texts: tuple[TextSource, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """One resource as written, after templating. `fields` is a Map that knows its places."""

    ref: Ref
    fields: Map
    file: str
    mark: Mark = (0, 0)
    body_line: int = 0
    translations: Mapping[str, TextFile] = field(default_factory=dict)

    def pos(self, *path: str, value: bool = False) -> Pos:
        """The place of a field: the deepest key of `path` that has one."""
        here: Any = self.fields
        mark = self.mark
        for part in path:
            if isinstance(here, Map) and part in here:
                mark = here.value_mark(part) if value else here.key_mark(part)
                here = here[part]
            elif isinstance(here, Seq) and part.isdigit() and int(part) < len(here.marks):
                mark = here.marks[int(part)]
                here = here[int(part)]
            else:
                break
        return Pos(self.file, *mark)


# ---------------------------------------------------------------- what Intercom has


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
    """

    name: str
    encode: Callable[[Any], Any] = _same
    decode: Callable[[Any, Mapping[str, Any]], Any] = _plain
    canon: Callable[[Any], Any] = _same


PLAIN = Codec("plain")


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
    always     sent with every update, because the API re-computes it when it is missing
    caseless   equal without regard to case
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
    codec: Codec = PLAIN
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

    @property
    def on_wire(self) -> str:
        return self.wire or self.name


@dataclass(frozen=True, slots=True)
class Listing:
    """How all objects of a kind are read. `pages`: the list is numbered in pages."""

    path: str
    items: str = "data"
    pages: bool = False
    per_page: int = 0
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """An endpoint. `id_in`: the object's id travels in the body under this key."""

    method: str
    path: str
    id_in: str = ""


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


@dataclass(frozen=True, slots=True)
class Twin:
    """A weaker likeness than the key: an unowned object alike in these fields is asked about."""

    fields: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What Intercom has, as a table and at most three functions (check, skip, expand).

    key       the fields that find an object again where the ledger does not know it
    unique    fields that no two objects of the kind may share, archived ones included
    named_by  the field that is the resource's own name unless it is written
    parent    the field that nests objects in each other; `depth` levels at most
    ordered   siblings are created one after the other, in declared order, under this field
    upsert    create is repeatable: the API finds the object again by its key
    archived  the flag that an archived object carries in answers
    busy      flags of an object that must not be written now, with the reason
    find      looks up one object that lists leave out: path with {key field}
    """

    name: str
    plural: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    listing: Listing
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
    since: str = "2.11"
    check: Callable[[Mapping[str, Any]], Sequence[tuple[str, str]]] | None = None
    """Desired fields -> (field, problem) pairs."""
    skip: Callable[[Mapping[str, Any]], bool] | None = None
    """Live object as answered -> True where it is none of ours (a built-in, say)."""
    expand: Callable[[Ref, Ref, bool], Request] | None = None
    """(object, item of a relation list, wanted) -> the request that attaches or detaches it."""
    doc: str = ""

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)


Kinds = Mapping[str, Kind]


# ---------------------------------------------------------------- what is decided


class Later(NamedTuple):
    """A value inside a request that is known only when `ref` exists: its id, url or a field."""

    ref: Ref
    what: str = "id"
    as_int: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One API call. Path and body may hold Later values."""

    method: str
    path: str
    body: Json | None = None
    ref: Ref | None = None
    """The object whose id stands for {id} in the path."""


@dataclass(frozen=True, slots=True)
class Desired:
    """A checked spec. `refs` must exist before it; `links` are soft and may form cycles."""

    ref: Ref
    fields: Mapping[str, Any]
    spec: Spec
    refs: tuple[Ref, ...] = ()
    links: tuple[Ref, ...] = ()
    id: str | None = None
    new: bool = False
    protect: bool | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """One object of Intercom, decoded. Ids of other kinds in `fields` are Id values."""

    kind: str
    id: str
    fields: Mapping[str, Any]
    archived: bool = False
    busy: str = ""
    url: str | None = None
    created_at: int | None = None
    updated_at: int | None = None


class Id(NamedTuple):
    """The id of a live object of another kind, before it is known under which name."""

    kind: str
    id: str


Leaves = Mapping[Path, Any]
"""Comparable values by path; a missing path and None are the same."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    path: Path
    before: Any
    after: Any
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What one object needs, and why. `drift`: fields left as somebody made them in Intercom."""

    op: Op
    ref: Ref
    desired: Desired | None = None
    live: Live | None = None
    fields: tuple[FieldChange, ...] = ()
    drift: tuple[FieldChange, ...] = ()
    why: str = ""
    fingerprint: str = ""
    """Of the live id and managed values the change was computed from."""
    previous: Ref | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One API call of a change. Steps of a level run side by side."""

    index: int
    level: int
    change: Change
    request: Request
    part: str = ""
    """Empty for the object itself; else the relation or link pass it belongs to."""
    needs: tuple[Ref, ...] = ()
    """Objects that must exist before; where one failed, the step is blocked."""
    sent: Mapping[Path, Any] = field(default_factory=dict)
    """Comparable values that the request writes, as they are to be found afterwards."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Requests by verb: writes exact, reads an upper bound."""

    reads: int = 0
    writes: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    workspace: str
    changes: tuple[Change, ...]
    steps: tuple[Step, ...] = ()
    kept: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    unmanaged: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[Ref, ...] = ()
    unchanged: int = 0
    forecast: Forecast = Forecast()
    digest: str = ""
    format_version: str = "1.0"


# ---------------------------------------------------------------- what is remembered


@dataclass(frozen=True, slots=True)
class Entry:
    """What we own: for every leaf we wrote, what we meant (D0) and what came back (L0)."""

    ref: Ref
    id: str
    fields: Mapping[Path, tuple[Any, Any]]
    protected: bool = False
    canon_version: int = 1
    applied_at: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """A create that is about to be sent: what it holds, and since when it may exist."""

    ref: Ref
    fields: Mapping[Path, Any]
    since: int


@dataclass(frozen=True, slots=True)
class StepResult:
    step: Step
    outcome: Outcome
    id: str | None = None
    error: Finding | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """All objects of a kind as answered. `total`: what Intercom said there are."""

    items: list[Json]
    total: int | None = None


class Client(Protocol):
    """What planning and applying need of the API."""

    reads: int
    writes: int

    def list(self, kind: Kind, wanted: Mapping[str, int] | None = None) -> Listed: ...
    def find(self, kind: Kind, values: Mapping[str, Any]) -> Json | None: ...
    def get(self, kind: Kind, id: str) -> Json | None: ...  # noqa: A002 - the API's own word
    def send(self, request: Request, *, repeatable: bool) -> Json: ...


class Ledger(Protocol):
    """What we own in one workspace, as remembered between runs."""

    entries: Mapping[Ref, Entry]
    intents: Mapping[Ref, Intent]

    def record(self, entries: Sequence[Entry]) -> None: ...
    def intend(self, intents: Sequence[Intent]) -> None: ...
    def forget(self, refs: Sequence[Ref]) -> None: ...
