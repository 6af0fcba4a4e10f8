"""The rules of deliveries in a project, checked offline, texts included."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.model import Config, Desired, Documents, Files, Finding, Ref, Workspace

if TYPE_CHECKING:  # a project without deliveries loads nothing of them
    from reconciler.core.delivered.rule import Rule
    from reconciler.workflow.composing import Composer

MESSAGES: Mapping[str, Files] = {
    "message": Files("messages", folder_file="_series.yaml", late=True)
}
"""What is delivered and lies in text files, for reading them."""
KEYS = frozenset({"messages", "events", "replies"})


def deliveries(
    root: Path, documents: Documents, desired: Mapping[Ref, Desired], workspace: Workspace
) -> tuple[tuple[Rule, ...], list[Finding]]:
    """Every rule that is sound, and what is wrong with the others."""
    if not any(one.kind == "message" and one.files for one in documents.texts) and not any(
        KEYS & file.data.keys() for file in documents.yaml
    ):
        return (), []
    from reconciler.core.delivered.rules import rules  # noqa: PLC0415 - as above
    from reconciler.core.delivered.written import written  # noqa: PLC0415
    from reconciler.workflow.composing import checked  # noqa: PLC0415

    attributes = attributes_of(desired)
    found, findings = written(documents)
    made, wrong = rules(found, attributes)
    composer = composer_of(root, documents.config, workspace)
    try:
        texts = [each for one in made for each in checked(composer, one, attributes)]
    finally:
        composer.close()
    return tuple(made), [*findings, *wrong, *texts]


def attributes_of(desired: Mapping[Ref, Desired]) -> dict[str, str]:
    """Declared custom attributes of contacts: name -> data type."""
    return {
        str(one.fields["name"]): str(one.fields.get("data_type", ""))
        for ref, one in desired.items()
        if ref.kind == "data_attribute" and one.fields.get("model") == "contact"
        and "name" in one.fields
    }  # fmt: skip


def composer_of(root: Path, config: Config, workspace: Workspace) -> Composer:
    """To be closed by who asks for it."""
    from reconciler.source.personal import Personal  # noqa: PLC0415 - start-up
    from reconciler.workflow.composing import Composer  # noqa: PLC0415

    values = {**config.vars, **workspace.vars, "workspace": workspace.name}
    return Composer(Personal(root.resolve(), (config.specs,), values), config.locales[0])
