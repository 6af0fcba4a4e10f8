"""`reconciler schema`: the JSON Schema of spec files, for editors."""

from __future__ import annotations

import click

from reconciler.cli.options import Common, offline
from reconciler.cli.output import document
from reconciler.core.schema import schema
from reconciler.kinds import KINDS


@click.command("schema", short_help="Print the JSON Schema of the spec files.")
@offline
def command(common: Common) -> int:  # noqa: ARG001 - every command takes the shared options
    """Print the schema that editors use to complete and check specs/*.yaml."""
    document(schema(KINDS))
    return 0
