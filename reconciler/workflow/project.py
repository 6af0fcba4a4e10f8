"""A folder of specs, read and checked offline, and the workspace it is meant for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.codes import failed
from reconciler.core.declared.anchored import anchored
from reconciler.core.declared.configured import configured
from reconciler.core.declared.desired import desired
from reconciler.core.declared.moved import Moves, moves
from reconciler.core.declared.personal import personal_names
from reconciler.core.declared.references import references
from reconciler.core.declared.severity import weighed
from reconciler.core.declared.specs import specs
from reconciler.core.declared.versions import at_version
from reconciler.errors import GuardError, SpecError
from reconciler.garbage import no_collection
from reconciler.kinds import KINDS
from reconciler.model import (
    Config,
    Desired,
    Documents,
    Finding,
    Json,
    Kinds,
    Ref,
    Suppression,
    Workspace,
)
from reconciler.source import load
from reconciler.source.looking import Looking
from reconciler.workflow.declaring import MESSAGES, deliveries

if TYPE_CHECKING:
    from reconciler.core.delivered.rule import Rule


@dataclass(frozen=True, slots=True)
class Project:
    """A folder of specs, read and checked offline."""

    root: Path
    documents: Documents
    desired: Mapping[Ref, Desired]
    findings: tuple[Finding, ...]
    workspace: Workspace
    kinds: Kinds = field(default_factory=lambda: KINDS)
    """As the API version of the workspace has them."""
    moves: Moves = field(default_factory=Moves)
    ignored: tuple[tuple[Finding, Suppression], ...] = ()
    deliveries: tuple[Rule, ...] = ()
    """What is sent once to each of an audience; no part of a plan's changes."""

    @property
    def config(self) -> Config:
        return self.documents.config


@no_collection()
def open_project(root: Path, *, workspace: str | None = None, kinds: Kinds = KINDS) -> Project:
    """Reads and checks everything; problems are findings, all of them in one run."""
    files = {kind.name: kind.files for kind in kinds.values() if kind.files}
    documents = load(root, files={**files, **MESSAGES}, workspace=workspace)
    chosen = choose_workspace(documents.config, workspace)
    found = specs(documents, kinds)
    looking = Looking(root.resolve())
    checked = desired(found.specs, kinds, documents.config, chosen.api_version, looking)
    linked, dead = anchored(checked.desired, kinds)
    findings = [*documents.findings, *configured(documents.config, kinds), *found.findings,
                *checked.findings, *dead]  # fmt: skip
    findings += references(linked, kinds)
    findings += personal_names(linked.values(), kinds)
    renamed, wrong = moves(documents, kinds, found.specs, chosen.api_version)
    findings += wrong
    rules, wrong = deliveries(root, documents, checked.desired, chosen)
    findings += wrong
    judged = weighed(findings, documents.config.findings, documents.suppressions)
    return Project(root, documents, linked, judged.findings, chosen,
                   at_version(kinds, chosen.api_version), renamed, judged.ignored,
                   rules)  # fmt: skip


def choose_workspace(config: Config, name: str | None) -> Workspace:
    """The named workspace, else the first one."""
    return next((one for one in config.workspaces if one.name == name), config.workspaces[0])


def valid(project: Project) -> Project:
    """The project, or SpecError with all of its findings."""
    if failed(project.findings):
        raise SpecError(project.findings)
    return project


@dataclass(frozen=True, slots=True)
class Identity:
    """Which workspace the token belongs to, and which teammate it acts for."""

    app_id: str
    email: str
    region: str = ""
    timezone: str = ""
    secret: bytes = field(default=b"", repr=False)
    """Keys the digests of personal values; see docs/language.md, contacts."""


def identify(me: Json, workspace: Workspace) -> Identity:
    """The identity in the answer of GET /me; GuardError where it is another workspace."""
    app = me.get("app") or {}
    found = Identity(str(app.get("id_code", "")), str(me.get("email", "")),
                     str(app.get("region", "")), str(app.get("timezone", "")))  # fmt: skip
    if workspace.app_id and workspace.app_id != found.app_id:
        raise GuardError(
            f"the token belongs to workspace {found.app_id}, "
            f"{workspace.name} is {workspace.app_id}",
            hint="use the token of that workspace, or choose another one with --workspace",
        )
    return found
