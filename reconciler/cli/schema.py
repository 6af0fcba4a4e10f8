"""`reconciler schema`: the JSON Schema of spec files, for editors."""

from __future__ import annotations

import click

from reconciler.cli.options import Common, offline
from reconciler.cli.output import document
from reconciler.core.described.schema import file_schema, schema
from reconciler.errors import UsageError
from reconciler.kinds import KINDS
from reconciler.near import did_you_mean


@click.command("schema", short_help="Print the JSON Schema of the spec files.")
@click.argument("kind", required=False)
@offline
def command(common: Common, *, kind: str | None) -> int:  # noqa: ARG001 - every command takes the shared options
    """Print the schema that editors use to complete and check specs/*.yaml.

    With KIND, that of a file of one such resource: the front matter of an article, or the
    _collection.yaml of a folder.
    """
    if kind is None:
        document(schema(KINDS))
        return 0
    found = next((one for one in KINDS.values() if kind in {one.name, one.plural}), None)
    if found is None:
        raise UsageError(f"there is no kind {kind}", hint=did_you_mean(kind, KINDS))
    document(file_schema(found))
    return 0
