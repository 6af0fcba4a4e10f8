"""script/demo FOLDER: one of examples/, from its specs to who received what, simulated.

The people of an example stand in its people.yaml, with ages in days, so that it is the same on any
day. Nothing here reaches a network.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from reconciler.cli.main import main
from reconciler.cli.simulated import fresh, kept
from reconciler.simulator import Simulator
from reconciler.workflow import open_project

DAY = 86_400
NEW = 60
"""Seconds; a contact that came this moment cannot be written to yet."""
AGES = ("created_at", "signed_up_at", "last_seen_at")
QUIET = ("reconciler/",)


def play(folder: Path, store: Path) -> list[str]:
    """Runs the example against a new workspace in the file `store`; who received what."""
    run(folder, store, "apply", "--yes")
    with opened(folder, store) as simulator:
        fill(simulator, yaml.safe_load((folder / "people.yaml").read_text("utf-8")))
    run(folder, store, "plan")
    run(folder, store, "deliver")
    run(folder, store, "deliver")
    run(folder, store, "deliveries", "list")
    with opened(folder, store) as simulator:
        return list(told(simulator))


def run(folder: Path, store: Path, *args: str) -> None:
    """The command as a person types it; SystemExit where it fails."""
    print(f"\n$ reconciler {' '.join(args)}", flush=True)
    if code := main([*args, "-C", str(folder), f"--simulator={store}"]):
        raise SystemExit(code)


class opened:  # noqa: N801 - used as a function
    """The workspace in the file, as a context."""

    def __init__(self, folder: Path, store: Path) -> None:
        project = open_project(folder)
        self.simulator = fresh(project.workspace, project.config)
        self.held = kept(self.simulator, str(store), project.config)

    def __enter__(self) -> Simulator:
        self.held.__enter__()
        return self.simulator

    def __exit__(self, *error: object) -> None:
        self.held.__exit__(*error)


def fill(simulator: Simulator, people: dict[str, Any]) -> None:
    """Contacts and conversations as if they had come by themselves."""
    store, known = simulator.store, {}
    with store.work():
        for one in people.get("contacts", ()):
            fields = dict(one)
            for name in AGES:
                days = fields.pop(f"{name}_days", 1 if name == "created_at" else None)
                if days is not None:
                    fields[name] = store.now() - max(round(days * DAY), NEW)
            row = store.create("contact", **fields)
            known[row["name"]] = row
        for one in people.get("conversations", ()):
            _converse(simulator, known[one["with"]], one)


def _converse(simulator: Simulator, contact: dict[str, Any], one: dict[str, Any]) -> None:
    store = simulator.store
    at = store.now() - round(one["days"] * DAY)
    author = {"type": contact["role"], "id": contact["id"], "name": contact["name"],
              "email": contact["email"]}  # fmt: skip
    source = {"type": "conversation", "id": contact["id"], "subject": one["subject"],
              "body": f"<p>{one['subject']}</p>", "delivered_as": "customer_initiated",
              "attachments": [], "url": None, "redacted": False, "author": author}  # fmt: skip
    store.create(
        "conversation", contacts=[contact["id"]], source=source, created_at=at, updated_at=at,
        waiting_since=at, state=one.get("state", "open"),
        statistics={"first_contact_reply_at": at, "last_contact_reply_at": at},
    )  # fmt: skip


def told(simulator: Simulator) -> Iterator[str]:
    """Messages, events and what was done in conversations, by person."""
    store = simulator.store
    names = {row["id"]: row["name"] for row in store.rows("contact")}
    lines = [
        f"{names[row['contact_id']]}: {_channel(row)}: {_short(row['body'])}"
        for row in store.rows("delivery")
        if row["source"].startswith("message/")
    ]
    lines += [f"{names[row['contact_id']]}: event {row['event_name']} {row['metadata']}"
              for row in store.rows("event")]  # fmt: skip
    tags = {row["id"]: row["name"] for row in store.rows("tag")}
    for row in store.rows("conversation"):
        who = names[row["contacts"][0]]
        for key in row["parts"]:
            part = store.get("conversation_part", key)
            lines.append(f"{who}: {part['part_type']}: {_short(part['body'] or '')}".rstrip(": "))
        lines += [f"{who}: tag {tags[one]}" for one in row["tags"]
                  if not tags[one].startswith(QUIET)]  # fmt: skip
    yield from sorted(lines)


def _channel(row: dict[str, Any]) -> str:
    return f'e-mail "{row["subject"]}"' if row["channel"] == "email" else "in-app message"


def _short(html: str) -> str:
    """The beginning of a body."""
    text = html.replace("</p><p>", " ").removeprefix("<p>").removesuffix("</p>")
    return text if len(text) <= 100 else f"{text[:97]}..."  # noqa: PLR2004 - a line


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        received = play(Path(sys.argv[1]), Path(work) / "intercom.db")
    print("\nReceived, once each:\n  " + "\n  ".join(received))
