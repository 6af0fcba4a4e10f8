"""A project on disk, a simulated Intercom behind a real socket, and the real command line."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reconciler.cli.main import main
from reconciler.simulator import Server, Simulator, serve

TOKEN = "canary-7f3a91"
CONFIG = """version: 1
help_center: {{locales: [en, fr], missing_translation: ignore}}
defaults: {{articles: {{author: ada@example.com, state: published}}}}
{extra}
workspaces:
  production: {{app_id: sim00000, region: us, api_version: "{version}"}}
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of the command line."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def text(self) -> str:
        return self.out + self.err


@dataclass(slots=True)
class World:
    root: Path
    simulator: Simulator
    server: Server
    version: str = "2.16"
    env: dict[str, str] = field(default_factory=dict)

    def write(self, files: Mapping[str, str], *, extra: str = "") -> None:
        """Spec files; the configuration is written with them."""
        self.file("reconciler.yaml", CONFIG.format(version=self.version, extra=extra))
        for path, text in files.items():
            self.file(f"specs/{path}", text)

    def file(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def remove(self, path: str) -> None:
        (self.root / "specs" / path).unlink()

    @property
    def ledger(self) -> Path:
        return self.root / ".reconciler" / "sim00000.jsonl"

    def environment(self) -> dict[str, str]:
        return {
            "INTERCOM_BASE_URL": self.server.url,
            "INTERCOM_ACCESS_TOKEN": TOKEN,
            "RECONCILER_LEDGER": f"file:{self.ledger}",
            "NO_COLOR": "1",
            **self.env,
        }

    def run(self, *args: str) -> Ran:
        """The real command line in this process, over the real socket."""
        out, err = io.StringIO(), io.StringIO()
        outputs = contextlib.redirect_stdout(out), contextlib.redirect_stderr(err)
        with _environment(self.environment()), outputs[0], outputs[1]:
            code = main([*args, "-C", str(self.root)])
        ran = Ran(code, out.getvalue(), err.getvalue())
        assert TOKEN not in ran.text
        return ran

    def ok(self, *args: str) -> Ran:
        ran = self.run(*args)
        assert ran.code == 0, ran.text
        return ran

    def plan(self, *args: str) -> Any:
        """The plan as JSON, from a run that sent no write."""
        before = self.writes
        ran = self.run("plan", "--json", *args)
        assert self.writes == before
        assert ran.code in (0, 2), ran.text
        return ran.json

    def apply(self, *args: str, code: int = 0) -> Any:
        ran = self.run("apply", "--json", "--yes", *args)
        assert ran.code == code, ran.text
        return ran.json

    def settled(self) -> None:
        """What every scenario ends with: nothing is due, nothing is written."""
        plan = self.plan("--detailed-exitcode")
        assert plan["changes"] == []
        before = self.writes
        self.apply()
        assert self.writes == before

    # ------------------------------------------------------------ what happened

    @property
    def writes(self) -> int:
        return sum(method != "GET" and not path.endswith("/search")
                   for method, path, *_ in self.simulator.journal)  # fmt: skip

    def requests(self, method: str = "", path: str = "") -> list[tuple[str, str]]:
        return [
            (one[0], one[1])
            for one in self.simulator.journal
            if (not method or one[0] == method) and path in one[1]
        ]

    def titles(self, kind: str = "article", key: str = "title") -> list[str]:
        return sorted(str(one[key]) for one in self.simulator.store.rows(kind))


@contextlib.contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    for name in ("CI", "GITHUB_ACTIONS", "INTERCOM_ACCESS_TOKEN", "RECONCILER_LEDGER"):
        os.environ.pop(name, None)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def open_world(root: Path, version: str = "2.16", **simulator: Any) -> Iterator[World]:
    made = Simulator(token=TOKEN, locales=("en", "fr"), **simulator)
    with serve(made) as server:
        yield World(root, made, server, version)
