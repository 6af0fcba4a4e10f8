"""What Intercom has, written as specs; proven by planning what was written.

Files that exist are never overwritten: what is new goes beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reconciler.core.compared.canonical import bodies
from reconciler.core.compared.names import Names
from reconciler.core.declared.settle import kinds_to_read
from reconciler.core.described.export import Export, Exported, export
from reconciler.core.described.texts import Page, Pages
from reconciler.core.planned.plan import Planned
from reconciler.errors import ReconcilerError
from reconciler.model import (
    Change,
    Client,
    Entry,
    Finding,
    Intent,
    Kind,
    Kinds,
    Ledger,
    Live,
    Ref,
    Workspace,
)
from reconciler.source.config import LOCALE
from reconciler.workflow.imported import Written, files_of, texts_of
from reconciler.workflow.planning import plan
from reconciler.workflow.project import Identity, Project, open_project
from reconciler.workflow.reading import Reading, read_workspace


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: files written, objects by kind, names that a key cannot tell apart.

    `html`: pages that Markdown cannot carry, and why; `skipped`: what is left out.
    """

    files: tuple[str, ...]
    counts: Mapping[str, int]
    ambiguous: tuple[Ref, ...]
    html: tuple[str, ...]
    skipped: tuple[str, ...]
    planned: Planned | None


class _Seeded(Ledger):
    """The ledger as it will be: imported objects are ours, with nothing remembered yet."""

    def __init__(self, ledger: Ledger, ids: Mapping[Ref, str]) -> None:
        self.entries: Mapping[Ref, Entry] = {
            **ledger.entries,
            **{ref: Entry(ref, identity) for ref, identity in ids.items()},
        }
        self.intents: Mapping[Ref, Intent] = ledger.intents

    def record(self, entries: Sequence[Entry]) -> None:
        raise NotImplementedError

    def intend(self, intents: Sequence[Intent]) -> None:
        raise NotImplementedError

    def forget(self, refs: Sequence[Ref]) -> None:
        raise NotImplementedError


def import_workspace(  # everything an import depends on, by name
    project: Project,
    client: Client,
    ledger: Ledger,
    *,
    identity: Identity,
    wanted: Sequence[Kind],
    workspace: Workspace,
) -> Imported:
    """Writes specs for everything of `wanted` that is not managed yet, and the ledger.

    ReconcilerError where the plan of what was written is not empty; files and ledger are
    then taken back.
    """
    kinds = project.kinds
    reading = _read_all(project, client, ledger, wanted)
    locales = _locales(project, reading.lives.values())
    names = _names(kinds, reading)
    owned = _known(project, client, ledger, identity, reading=reading, names=names)
    exported = export(
        Export(kinds, reading.lives, locales, names, frozenset(project.desired), _places(project)),
        wanted,
        owned,
    )
    region = identity.region.lower() or "us"
    pinned = replace(workspace, app_id=identity.app_id, region=region)
    if not exported.ids:
        return _nothing(project, exported, locales, pinned)
    seeded = _Seeded(ledger, exported.ids)
    unproven: dict[Page, str] = {}
    while True:
        texts = texts_of(project, exported, unproven)
        files = files_of(project, exported, texts, locales=locales, workspace=pinned)
        written = Written(project.root)
        try:
            written.write(files)
            planned, otherwise = _prove(project, client, seeded, identity, reading, texts=texts)
        except BaseException:
            written.take_back()
            raise
        if planned is not None and not otherwise:
            break
        written.take_back()
        unproven |= otherwise
    ledger.record([one for one in planned.plan.remember if one.ref in exported.ids])
    counts: dict[str, int] = {}
    for ref in exported.ids:
        counts[ref.kind] = counts.get(ref.kind, 0) + 1
    left = (f"{one}; its body stays as it is in Intercom" for one in texts.left)
    return Imported(tuple(files), counts, tuple(exported.ambiguous), tuple(texts.html.values()),
                    (*exported.skipped, *left), planned)  # fmt: skip


def _nothing(
    project: Project, exported: Exported, locales: tuple[str, ...], workspace: Workspace
) -> Imported:
    """The configuration all the same where there is none, so that specs can be written."""
    texts = texts_of(project, exported, {})
    files = files_of(project, exported, texts, locales=locales, workspace=workspace)
    Written(project.root).write(files)
    return Imported(tuple(files), {}, (), (), tuple(exported.skipped), None)


def _read_all(project: Project, client: Client, ledger: Ledger, wanted: Sequence[Kind]) -> Reading:
    """Once, for the export and for the plan that proves it."""
    named = {kind.name for kind in wanted}
    named |= {ref.kind for ref in (*project.desired, *ledger.entries)}
    kinds = kinds_to_read(project.kinds, named, set())
    return read_workspace(client, kinds, project.desired, ledger.entries, whole=True)


def _known(
    project: Project,
    client: Client,
    ledger: Ledger,
    identity: Identity,
    *,
    reading: Reading,
    names: Names,
) -> dict[str, set[str]]:
    """Ids that are ours: by the ledger, and those that a declared resource already means."""
    owned: dict[str, set[str]] = {}
    for ref, entry in ledger.entries.items():
        owned.setdefault(ref.kind, set()).add(entry.id)
    if project.desired:
        planned = plan(project, client, ledger, identity=identity, reading=reading)
        for ref, found in planned.matches.items():
            for live in [found.live] if found.live else found.candidates:
                owned.setdefault(ref.kind, set()).add(live.id)
            if found.live:
                names.learn(found.live, ref.name)
    return owned


def _names(kinds: Kinds, reading: Reading) -> Names:
    names = Names()
    for kind in kinds.values():
        for live in reading.lives.get(kind.name, ()):
            if kind.addressed:
                names.see(live, bodies(kind, live.fields))
            name = str(live.fields.get(kind.named_by))
            if name.strip() and (kind.create is None or kind.named_by):
                names.learn(live, name)
    return names


def _places(project: Project) -> dict[Ref, str | None]:
    """The folder that each declared folder resource really lies in; None for one in YAML."""
    found: dict[Ref, str | None] = {}
    for kind in project.kinds.values():
        files = kind.files
        root = f"{project.config.specs}/{files.folder}/" if files else ""
        for ref, one in project.desired.items():
            if files and ref.kind == files.folder_kind:
                path = one.spec.file.removesuffix(f"/{files.folder_file}")
                inside = path.startswith(root) and not path.endswith((".yaml", ".yml"))
                found[ref] = path[len(root) :] if inside else None
    return found


def _locales(project: Project, lives: Iterable[Sequence[Live]]) -> tuple[str, ...]:
    """The declared languages; without a configuration, those that occur."""
    if project.config.data:
        return project.config.locales
    found: set[str] = set()
    for some in lives:
        for live in some:
            found.update(filter(LOCALE.fullmatch, live.fields.get("translations") or {}))
    first = project.config.locales[0]
    return (first, *sorted(found - {first}))


def _prove(  # all that a plan depends on
    project: Project,
    client: Client,
    ledger: Ledger,
    identity: Identity,
    reading: Reading,
    *,
    texts: Pages,
) -> tuple[Planned | None, dict[Page, str]]:
    """The plan of what was written, and the pages whose body is read otherwise, with the reason.

    ReconcilerError where anything else is.
    """
    again = open_project(project.root, workspace=None, kinds=project.kinds)
    without = {owner for file, owner in texts.owners.items() if not texts.files[file][1]}
    wrong = [one for one in again.findings
             if one.severity == "error" and one.pos and one.pos.file in texts.files]  # fmt: skip
    found = {texts.owners[one.pos.file]: one.message for one in wrong if one.pos}
    if found.keys() & without:
        raise _defect((), wrong)
    if found:
        return None, found
    planned = plan(again, client, ledger, identity=identity, reading=reading)
    changes = [one for one in planned.plan.changes if one.ref not in project.desired]
    for one in changes:
        found |= dict.fromkeys(_bodies(project, one), "it would be read otherwise")
    others = [one for one in changes if len(_bodies(project, one)) < max(len(one.fields), 1)]
    if others or found.keys() & without:
        raise _defect(changes, wrong)
    return planned, found


def _bodies(project: Project, one: Change) -> list[Page]:
    """The bodies that a change would write."""
    files = project.kinds[one.ref.kind].files
    found = [each.path for each in one.fields if files and each.path[-1] == files.body]
    return [(one.ref, path[1] if len(path) > 1 else "") for path in found]


def _defect(changes: Sequence[Change], wrong: Sequence[Finding]) -> ReconcilerError:
    if changes:
        first = changes[0]
        fields = ", ".join(".".join(each.path) for each in first.fields)
        why = f"{len(changes)} changes, first {first.op} {first.ref} ({fields or first.why})"
    else:
        why = f"mistakes, first {wrong[0].message}"
    return ReconcilerError(
        f"what was imported would plan {why}; nothing was kept",
        hint="this is a defect of the import: please report the field named here",
    )
