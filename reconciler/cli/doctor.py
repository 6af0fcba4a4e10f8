"""`reconciler doctor`: what stands between this machine and a plan, by GET alone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from urllib.parse import urlsplit

import click

from reconciler.api import HOSTS, address, is_loopback
from reconciler.cli.connect import opened, store_of
from reconciler.cli.options import Common, online
from reconciler.cli.output import document, painter, say
from reconciler.codes import failed
from reconciler.errors import (
    ApiError,
    CredentialsError,
    Exit,
    ReconcilerError,
    TerminatedError,
    UsageError,
    interruption,
)
from reconciler.ledger import open_ledger, vanishes
from reconciler.render.findings import counts
from reconciler.render.safe import plural, printable
from reconciler.workflow import Identity, Project, open_project
from reconciler.workflow.checkup import Check, app_id_of
from reconciler.workflow.doctor import examine

WIDTH = 21
STYLES = {"ok": "create", "note": "note", "warning": "warning", "problem": "error"}
PROXIES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


@click.command("doctor", short_help="Check token, workspace, rights and limits.")
@online
def command(common: Common) -> int:
    """Check everything that a plan needs, and say how to mend what is missing. Sends no write."""
    made: list[Check] = []
    ended: Exit | None = None
    try:
        for one in _checks(common):
            made.append(one)
            if not common.as_json:
                _show(one)
    except BaseException as error:
        if (cause := interruption(error)) is None:
            raise
        ended = Exit.TERMINATED if isinstance(cause, TerminatedError) else Exit.INTERRUPTED
    code = max([Exit.DONE, *[one.exit for one in made]]) if ended is None else ended
    problems, warnings = (sum(one.level == each for one in made) for each in ("problem", "warning"))
    if common.as_json:
        shown = [{"name": one.name, "level": one.level, "message": one.message, "hint": one.hint}
                 for one in made]  # fmt: skip
        document({"checks": shown, "problems": problems, "warnings": warnings,
                  "interrupted": ended is not None, "exit": int(code)})  # fmt: skip
        return int(code)
    ends = {Exit.INTERRUPTED: "Interrupted after", Exit.TERMINATED: "Terminated after"}
    end = ends[ended] if ended else "Checked:"
    say(f"{end} {plural(len(made), 'check')}, {plural(problems, 'problem')}, "
        f"{plural(warnings, 'warning')}.")  # fmt: skip
    return int(code)


def _show(one: Check) -> None:
    paint = painter()
    level = paint(STYLES[one.level], f"{one.level:<8}")
    say(f"{level} {one.name:<{WIDTH}} {printable(one.message)}")
    if one.hint:
        say(f"{'':<{WIDTH + 9}} {paint('dim', 'help:')} {printable(one.hint)}")


def _checks(common: Common) -> Iterator[Check]:
    project = open_project(common.directory, workspace=common.workspace)
    yield _specs(project)
    yield _git(common)
    where = _address(common, project)
    yield where
    app_id = project.workspace.app_id or ""
    if where.level != "problem":
        app_id = (yield from _asked(common, project)) or app_id
    yield _ledger(common, app_id)


def _asked(common: Common, project: Project) -> Generator[Check, None, str]:
    """The checks that need Intercom; returns the workspace of the token, where it is known."""
    app_id = ""
    try:
        with opened(common, project, read_only=True) as client:
            me = client.probe("/me")
            app_id = app_id_of(me.found)
            regional = common.simulator is None and common.base_url is None
            yield from examine(project, me, client.probe, regional=regional)
    except UsageError:
        raise
    except ReconcilerError as error:
        name = "simulator" if common.simulator is not None else "connection"
        yield _failed("token" if isinstance(error, CredentialsError) else name, error)
    return app_id


def _specs(project: Project) -> Check:
    problems = [one for one in project.findings if one.code != "no-project"]
    if failed(problems):
        return Check("specs", "problem", counts(problems), "reconciler validate shows them",
                     Exit.INVALID)  # fmt: skip
    if len(problems) < len(project.findings):
        return Check("specs", "note", "there is no project here",
                     "reconciler import writes one; -C names another folder")  # fmt: skip
    return Check("specs", "ok", plural(len(project.desired), "resource"))


def _git(common: Common) -> Check:
    found = shutil.which("git")
    if found:
        return Check("git", "ok", found)
    needed = (common.ledger or "").startswith("git:")
    return Check("git", "problem" if needed else "warning", "not found on this machine",
                 "install it, or keep the ledger in a file: --ledger file:PATH",
                 Exit.FAILED if needed else Exit.DONE)  # fmt: skip


def _address(common: Common, project: Project) -> Check:
    if common.simulator is not None:
        return Check("address", "note", "the built-in simulator, no network")
    try:
        url = address(project.workspace.region, common.base_url)
    except ReconcilerError as error:
        return _failed("address", error)
    host = urlsplit(url).hostname or ""
    if is_loopback(host):
        return Check("address", "note", f"{url}, on this machine: a simulator or a proxy")
    if url not in HOSTS.values():
        return Check("address", "warning", f"the token goes to {host}, no host of Intercom",
                     "leave out --base-url and INTERCOM_BASE_URL, unless that proxy is yours"
                     )  # fmt: skip
    proxy = next((name for name in PROXIES if os.environ.get(name)), None)
    return Check("address", "ok", f"{url}, through the proxy of {proxy}" if proxy else url)


def _failed(name: str, error: ReconcilerError) -> Check:
    message = error.message if isinstance(error, ApiError) else str(error)
    return Check(name, "problem", message, error.hint, error.exit)


def _ledger(common: Common, app_id: str) -> Check:
    if not app_id and common.ledger is None and common.simulator is None:
        return Check("ledger", "note", "not checked: the workspace names no app_id")
    try:
        store = store_of(common, Identity(app_id, ""))
        entries = len(open_ledger(store, app_id).entries)
        held = store.held()
    except ReconcilerError as error:
        return _failed("ledger", error)
    what = f"{store.where}, {plural(entries, 'object')}"
    if held is not None:
        return Check("ledger", "warning", f"{what}, locked by {held.owner}",
                     "wait for that run; if it is dead: reconciler ledger unlock")  # fmt: skip
    if vanishes(store, os.environ) and common.simulator is None:
        return Check("ledger", "warning", f"{what}; it vanishes with this machine",
                     "apply refuses that; use --ledger git:origin or file:PATH on a disk that stays"
                     )  # fmt: skip
    return Check("ledger", "ok", what)
