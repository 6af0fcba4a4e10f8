"""The ledger as bytes: JSON lines, a header first, the last line about a ref wins.

Pure. Only a last line without its end is forgiven, which a crash in mid-append leaves;
anything else malformed is an error, never an empty ledger by accident.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from operator import itemgetter
from typing import Any

from reconciler import __version__
from reconciler.errors import LedgerError
from reconciler.garbage import no_collection
from reconciler.ledger import delivered
from reconciler.ledger.lock import shown
from reconciler.model import NOTHING, Entry, Intent, Json, Ref, Staged, flat, nested
from reconciler.model.delivered import Delivered, Noted, lines_of, noted

FORMAT = 2
WAY_OUT = (
    "put a good copy in its place, or move it away: the next plan then finds everything "
    "again by its natural key"
)


Remembered = Entry | Intent | Ref | Noted


@dataclass(slots=True)
class State:
    """A ledger in memory. `torn`: the last line has no end. `size`: bytes of whole lines."""

    entries: dict[Ref, Entry] = field(default_factory=dict)
    intents: dict[Ref, Intent] = field(default_factory=dict)
    deliveries: dict[str, Delivered] = field(default_factory=dict)
    torn: bool = False
    size: int = 0

    def of(self, ref: Ref) -> tuple[Entry | None, Intent | None]:
        return self.entries.get(ref), self.intents.get(ref)

    def replace(self, other: State) -> None:
        """Holds what the other one holds; the mappings stay the same."""
        self.entries.clear()
        self.intents.clear()
        self.deliveries.clear()
        self.entries.update(other.entries)
        self.intents.update(other.intents)
        self.deliveries.update(other.deliveries)

    def take(self, one: Remembered) -> None:
        """An entry ends its intent; a bare ref is forgotten."""
        if isinstance(one, Noted):
            noted(self.deliveries, one)
        elif isinstance(one, Entry):
            self.entries[one.ref] = one
            self.intents.pop(one.ref, None)
        elif isinstance(one, Intent):
            self.intents[one.ref] = one
        else:
            self.entries.pop(one, None)
            self.intents.pop(one, None)


@no_collection()
def parse(data: bytes, workspace: str, where: str) -> State:
    """LedgerError where `data` is no ledger of the workspace in a format that is known."""
    first, *rest = data.split(b"\n")
    _check_header(first, workspace, where)
    tail = rest.pop() if rest else b""
    state = State(torn=not data.endswith(b"\n"), size=len(data) - len(tail))
    for start in range(0, len(rest), AT_ONCE):
        for one in _records(rest[start : start + AT_ONCE], where, start + 2):
            state.take(one)
    if tail:
        _take_tail(state, tail)
    return state


def header(workspace: str) -> bytes:
    return _line({"format": FORMAT, "workspace": workspace, "tool": __version__})


def encode(one: Remembered) -> bytes:
    """One line. Values are plain JSON; leaves nested as their paths say."""
    if isinstance(one, Noted):
        return _line(delivered.written(one))
    if isinstance(one, Entry):
        echoed = {"echoed": _ordered(one.echoed)} if one.echoed else {}
        translated = {"translated": one.translated} if one.translated else {}
        waiting = {"staged": _waiting(one.staged)} if one.staged else {}
        return _line({
            "entry": str(one.ref), "id": one.id, "meant": _ordered(one.meant), **echoed,
            "protected": one.protected, "canon": one.canon_version, "at": one.applied_at,
            **translated, **waiting,
        })  # fmt: skip
    if isinstance(one, Intent):
        return _line(
            {"intent": str(one.ref), "fields": _ordered(nested(one.fields)), "since": one.since}
        )
    return _line({"forget": str(one)})


def _waiting(staged: Staged) -> Json:
    return {"values": _ordered(staged.values), "drafts": dict(staged.drafts)}


def _ordered(values: Mapping[str, Any]) -> Json:
    return {
        name: _ordered(value) if isinstance(value, dict) else value
        for name, value in sorted(values.items())
    }


def compacted(state: State, workspace: str) -> bytes:
    """The same ledger in its shortest form; equal states give equal bytes."""
    kept: list[Remembered] = [state.entries[ref] for ref in sorted(state.entries)]
    kept += [state.intents[ref] for ref in sorted(state.intents)]
    for name in sorted(state.deliveries):
        kept += lines_of(name, state.deliveries[name])
    return header(workspace) + b"".join(map(encode, kept))


AT_ONCE = 1_000


def _records(lines: list[bytes], where: str, number: int) -> list[Remembered]:
    """Lines as one list, which is faster and gives equal keys one text; if that is nothing that
    can be read, each by itself, to say which of them is wrong. `number`: of the first line.
    """
    try:
        found = DECODER.decode(f"[{b','.join(lines).decode('utf-8', 'surrogatepass')}]")
        if len(found) == len(lines):
            return list(map(_decoded, found))
    except (ValueError, RecursionError):
        pass
    return [record(line, f"{where}:{at}") for at, line in enumerate(lines, number)]


def record(line: bytes, where: str) -> Remembered:
    """What one line says; LedgerError with `where` in it otherwise."""
    try:
        text = line.decode("utf-8", "surrogatepass")
        return _decoded(DECODER.decode(text))
    except (ValueError, RecursionError) as problem:
        raise _malformed(where, str(problem)) from None


def surviving(journal: Iterable[bytes], base: State, tip: State, where: str) -> list[bytes]:
    """Lines of a run that died, less those about refs that another run wrote since `base`.

    What was delivered stays so, whatever others wrote.
    """

    def stands(one: Remembered) -> bool:
        if isinstance(one, Noted):
            return True
        ref = one if isinstance(one, Ref) else one.ref
        return base.of(ref) == tip.of(ref)

    return [line for line in journal if stands(record(line, where))]


def _check_header(line: bytes, workspace: str, where: str) -> None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    match found:
        case {"format": int(number), "workspace": str(other)}:
            _check_known(number, other, workspace, where)
        case _:
            raise _malformed(f"{where}:1", "the first line is not the header of a ledger")


def _check_known(number: int, other: str, workspace: str, where: str) -> None:
    if number != FORMAT:
        raise LedgerError(
            f"{where}:1: the ledger has format {number}, this version knows format {FORMAT}",
            hint="use a newer version of reconciler" if number > FORMAT else WAY_OUT,
        )
    if other != workspace:
        raise LedgerError(
            f"{where}:1: the ledger belongs to workspace {shown(other)}, not to {workspace}",
            hint="check the workspace and --ledger; each workspace has a ledger of its own",
        )


def _finite(text: str) -> float:
    """What could be read but never be written again is refused while it can be mended."""
    if isfinite(value := float(text)):
        return value
    raise ValueError(f"{text[:40]} is no number")


DECODER = json.JSONDecoder(parse_constant=_finite, parse_float=_finite)


def _take_tail(state: State, tail: bytes) -> None:
    """A whole record without its line end (an editor leaves it so) counts; a part does not."""
    try:
        state.take(record(tail, ""))
    except LedgerError:
        return
    state.size += len(tail)


def _decoded(found: Any) -> Remembered:
    if isinstance(found, dict) and found.keys() >= ENTRY.keys():
        return _entry(found)
    match found:
        case {"intent": str(ref), "fields": dict(fields), "since": int(since)}:
            return Intent(_ref(ref), dict(flat(fields)), since)
        case {"forget": str(ref)}:
            return _ref(ref)
        case {"delivery": str()}:
            return delivered.read(found)
    raise ValueError("the line is neither an entry nor an intent nor a forget")


ENTRY = {"entry": str, "id": str, "meant": dict, "protected": bool, "canon": int, "at": str}
"""What every entry has; nearly all lines are one, and their shape is checked at a look."""
HELD, TYPES = itemgetter(*ENTRY), (*ENTRY.values(),)


def _entry(found: Json) -> Entry:
    ref, id_, meant, protected, canon, at = held = HELD(found)
    if (*map(type, held),) != TYPES:
        raise ValueError(f"an entry has {', '.join(ENTRY)}, each of its type")
    echoed, translated = _echoed(found.get("echoed")), _translated(found.get("translated"))
    staged = _staged(found["staged"]) if "staged" in found else None
    return Entry(_ref(ref), id_, meant, echoed, protected, canon, at, translated, staged)


def _ref(text: str) -> Ref:
    found = Ref.parse(text)
    if not (found.kind and found.name):
        raise ValueError(f"{text!a} is not kind/name")
    return found


def _echoed(found: Any) -> Mapping[str, Any]:
    if found is None:
        return NOTHING
    if isinstance(found, dict):
        return found
    raise ValueError("echoed is not a mapping")


def _translated(found: Any) -> Mapping[str, tuple[str, str]]:
    if found is None:
        return NOTHING
    match found:
        case dict() if all(map(_is_pair, found.values())):
            return {locale: (original, own) for locale, (original, own) in found.items()}
    raise ValueError("translated is not language: two digests")


def _staged(found: Any) -> Staged:
    match found:
        case {"values": dict(values), "drafts": dict(drafts)} if all(
            isinstance(one, int) for one in drafts.values()
        ):
            return Staged(values, drafts)
    raise ValueError("staged is not values and the times of drafts")


def _is_pair(found: Any) -> bool:
    match found:
        case [str(), str()]:
            return True
    return False


def _line(found: Json) -> bytes:
    text = json.dumps(found, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def _malformed(where: str, reason: str) -> LedgerError:
    return LedgerError(f"{where}: {reason}", hint=WAY_OUT)
