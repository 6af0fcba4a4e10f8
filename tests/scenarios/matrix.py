"""Every kind of write under every kind of fault: what one apply makes of it, and one more.

A cell begins with a workspace that is as declared, changes the files in one way, lets the
first request of that write go wrong, applies, then applies again without faults. A teammate
edits an article meanwhile. Used by the tests and by `script/bench faults`.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from reconciler.api import wire
from reconciler.api.transport import open_http
from reconciler.simulator import Fault
from tests.clocks import Skipping
from tests.scenarios.workspace import ATTRIBUTES, COMPANIES, FILES, TAGS
from tests.world import Ran, World

BASE = {
    **FILES,
    "tags.yaml": TAGS + "  gone:\n",
    "articles/3-gone/_collection.yaml": "name: Gone\n",
    "articles/2-more/leaving.md": "# Leaving\n\nFor good.\n",
}
EXTRA = "on_remove: {tags: delete, collections: delete, articles: %s, data_attributes: archive}"
HELLO = FILES["articles/1-start/1-hello.md"]
EDITED = "Draft, edited by Ben"
Files = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Write:
    """What changes in the files (None: the file goes), and which request that is."""

    method: str
    path: str
    files: Files
    removal: str = "unpublish"
    gone: str = ""
    """The ref that is removed."""


WRITES: Mapping[str, Write] = {
    "create tag": Write("POST", "/tags", {"tags.yaml": BASE["tags.yaml"] + "  fresh:\n"}),
    "rename tag": Write("POST", "/tags", {"tags.yaml": BASE["tags.yaml"].replace("Refund request", "Money back")}),
    "delete tag": Write("DELETE", "/tags/*", {"tags.yaml": TAGS}, gone="tag/gone"),
    "create attribute": Write("POST", "/data_attributes", {"attributes.yaml": ATTRIBUTES + "  color: {model: company, data_type: string}\n"}),
    "update attribute": Write("PUT", "/data_attributes/*", {"attributes.yaml": ATTRIBUTES.replace("Paid seats", "Seats")}),
    "archive attribute": Write("PUT", "/data_attributes/*", {"attributes.yaml": "".join(ATTRIBUTES.splitlines(keepends=True)[:-1])}, gone="data_attribute/nickname"),
    "create collection": Write("POST", "/help_center/collections", {"articles/4-new/_collection.yaml": "name: New\n"}),
    "update collection": Write("PUT", "/help_center/collections/*", {"articles/3-gone/_collection.yaml": "name: Changed\n"}),
    "delete collection": Write("DELETE", "/help_center/collections/*", {"articles/3-gone/_collection.yaml": None}, gone="collection/gone"),
    "create article": Write("POST", "/articles", {"articles/2-more/new.md": "# New\n\nText.\n"}),
    "create linked articles": Write("POST", "/articles", {"articles/2-more/one.md": "# One\n\nSee [two](two.md).\n", "articles/2-more/two.md": "# Two\n\nSee [one](one.md).\n"}),
    "update article": Write("PUT", "/articles/*", {"articles/1-start/1-hello.md": HELLO.replace("- two", "- two\n- three")}),
    "unpublish article": Write("PUT", "/articles/*", {"articles/2-more/leaving.md": None}, gone="article/more/leaving"),
    "delete article": Write("DELETE", "/articles/*", {"articles/2-more/leaving.md": None}, "delete", gone="article/more/leaving"),
    "create company": Write("POST", "/companies", {"companies.yaml": COMPANIES + "  big: {company_id: c-9, name: Big}\n"}),
    "update company": Write("POST", "/companies", {"companies.yaml": COMPANIES.replace("size: 12", "size: 13")}),
    "tag company": Write("POST", "/tags", {"companies.yaml": COMPANIES.replace("[VIP]", "[VIP, Refund request]").replace("Refund request", "refund")}),
}  # fmt: skip

ENVELOPE = b'{"type":"error.list","request_id":null,"errors":[{"code":"%s","message":"No"}]}'
FAULTS: Mapping[str, Mapping[str, Any]] = {
    "connection drops": {"drop": "before"},
    "answer 500": {"status": 500, "body": ENVELOPE % b"server_error"},
    "answer 503": {"status": 503, "body": ENVELOPE % b"service_unavailable"},
    "gateway page": {"answer": "html"},
    "answer null": {"answer": "null"},
    "answer empty": {"answer": "empty"},
    "answer not JSON": {"status": 200, "body": b"OK"},
    "answer cut": {"cut": 20},
    "too slow": {"slow": 1.0},
    "throttled": {"answer": "throttle", "reset": 2},
    "throttled, reset past": {"answer": "throttle", "reset": "past"},
    "throttled, no reset": {"answer": "throttle", "reset": "missing"},
    "refused 400": {"status": 400, "body": ENVELOPE % b"parameter_invalid"},
    "refused 401": {"status": 401, "body": ENVELOPE % b"unauthorized"},
    "refused 403": {"status": 403, "body": ENVELOPE % b"forbidden"},
    "refused 409": {"status": 409, "body": ENVELOPE % b"conflict"},
    "refused 422": {"status": 422, "body": ENVELOPE % b"unprocessable_entity"},
}
BEFORE_ONLY = frozenset({"refused 400", "refused 401", "refused 403", "refused 409", "refused 422",
                         "throttled", "throttled, reset past", "throttled, no reset"})  # fmt: skip
"""Intercom does nothing where it answers so."""
AFTER_ONLY = frozenset({"answer cut"})
"""What is cut is the answer to work that was done."""
SHOWN = {
    "tag": ("name",),
    "data_attribute": ("name", "description", "archived"),
    "collection": ("name", "description", "parent_id", "translations"),
    "article": ("title", "description", "state", "parent_id"),
    "company": ("company_id", "name", "size", "plan", "tags", "custom_attributes"),
}
ONCE, ALWAYS = "once", "always"


@dataclass(frozen=True, slots=True)
class Cell:
    write: str
    fault: str
    when: str
    """before or after the work."""
    often: str
    """once: the first request; always: each one of the first apply."""

    def __str__(self) -> str:
        return f"{self.write}, {self.fault} {self.when} the work, {self.often}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a cell; `problems`: what broke a promise."""

    first: int
    second: int
    problems: tuple[str, ...]


def cells() -> Iterator[Cell]:
    for write in WRITES:
        for fault in FAULTS:
            for when in ("before", "after"):
                known = BEFORE_ONLY if when == "after" else AFTER_ONLY
                if fault not in known:
                    often = (ONCE,) if fault.startswith("refused") else (ONCE, ALWAYS)
                    yield from (Cell(write, fault, when, one) for one in often)


class Matrix:
    """Runs cells in a world of its own; the settled workspace is made once."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.simulator.window.limit = 10**6
        self._write(BASE, removal="unpublish")
        world.apply()
        self._whole = copy.deepcopy(world.simulator.store.whole())
        self._ledger = world.ledger.read_bytes()
        self._expected: dict[str, object] = {}

    def run(self, cell: Cell) -> Outcome:
        write = WRITES[cell.write]
        if cell.write not in self._expected:
            self._begin(write)
            self._apply(write)
            self._expected[cell.write] = self._state()
        self._begin(write)
        faults = self.world.simulator.faults
        faults.append(_fault(cell))
        first = self._apply(write)
        met = faults[0].met
        faults.clear()
        told, left = first.json, self._plan()
        problems = [*_dishonest(first.code, told, left, met=met)]
        second = self._apply(write) if first.code or left["changes"] else first
        problems += self._unsettled(cell.write, second, left if second is first else self._plan())
        return Outcome(first.code, second.code, tuple(problems))

    def _plan(self) -> Any:
        return self.world.run("plan", "--json").json

    def _begin(self, write: Write) -> None:
        store = self.world.simulator.store
        store.take(copy.deepcopy(self._whole))
        self.world.simulator.journal.clear()
        self.world.ledger.write_bytes(self._ledger)
        self._write({**BASE, **write.files}, removal=write.removal)
        (draft,) = (row for row in store.rows("article") if row["title"] == "Draft")
        store.edit("article", draft["id"], title=EDITED)

    def _write(self, files: Files, *, removal: str) -> None:
        shutil.rmtree(self.world.root / "specs", ignore_errors=True)
        kept = {name: text for name, text in files.items() if text is not None}
        self.world.write(kept, extra=EXTRA % removal)

    def _apply(self, write: Write) -> Ran:
        """With the number of removals that are due."""
        due = sum(one["ref"] == write.gone for one in self._plan()["changes"]) if write.gone else 0
        return self.world.run("apply", "--json", "--yes", "--allow-deletes", str(due))

    def _unsettled(self, write: str, second: Ran, plan: Any) -> Iterator[str]:
        if second.code:
            yield f"the second apply ended with {second.code}: {second.text[:300]}"
        if plan["changes"]:
            yield f"not converged: {[one['ref'] for one in plan['changes']]}"
        if self._state() != self._expected[write]:
            yield f"not as without the fault: {self._state()}"
        if EDITED not in self.world.titles():
            yield "the teammate's edit is lost"

    def _state(self) -> Any:
        """What a person sees of the workspace, each object as often as it is there."""
        store = self.world.simulator.store
        return {
            kind: sorted(repr({name: row[name] for name in shown}) for row in store.rows(kind))
            for kind, shown in SHOWN.items()
        }


def _fault(cell: Cell) -> Fault:
    write, bent = WRITES[cell.write], dict(FAULTS[cell.fault])
    if "drop" in bent:
        bent["drop"] = cell.when
    elif cell.fault == "too slow" and cell.when == "before":
        bent |= {"drop": "before"}
    elif cell.when == "after":
        bent["after_work"] = True
    often = {"nth": 1} if cell.often == ONCE else {}
    return Fault(method=write.method, path=write.path, **often, **bent)


def _dishonest(code: int, told: Any, left: Any, *, met: int) -> Iterator[str]:
    """The report against what is there: done means done, and what is not done is said."""
    if not met:
        yield "the fault met no request"
    outcomes = told.get("outcomes")
    if outcomes is None:
        yield f"no report, exit code {code}"
        return
    if sum(outcomes.values()) != len(told["results"]):
        yield f"the sums do not add up: {outcomes}"
    unfinished = sum(outcomes[one] for one in ("failed", "blocked", "skipped"))
    said = unfinished or told["deviations"]
    if bool(said) != bool(code):
        yield f"exit code {code} with {outcomes}"
    if left["changes"] and not said:
        yield f"said that all is done, left {[one['ref'] for one in left['changes']]}"
    errors = [one["error"] for one in told["results"] if one["error"]]
    if unfinished and not errors:
        yield "it failed without saying why"
    if said and not left["changes"] and "uncertain" not in {one["code"] for one in errors}:
        yield f"said {said}, and nothing is left"


@contextmanager
def impatient() -> Iterator[Skipping]:
    """The client skips what it would wait, and an answer has a fraction of a second."""
    clock = Skipping()
    kept, patience = dict(open_http.__kwdefaults__), wire.TIMES
    wire.TIMES = httpx.Timeout(0.25).as_dict()
    open_http.__kwdefaults__ |= {"clock": clock, "steady": clock, "sleep": clock.sleep}
    try:
        yield clock
    finally:
        wire.TIMES = patience
        open_http.__kwdefaults__ |= kept


def explained(cell: Cell, outcome: Outcome) -> str:
    return f"{cell}: exit {outcome.first} then {outcome.second}: {'; '.join(outcome.problems)}"
