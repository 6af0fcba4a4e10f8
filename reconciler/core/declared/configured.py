"""reconciler.yaml against the kinds: verbs of removal and defaults that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reconciler.codes import finding
from reconciler.model import Config, Finding, Kind, Kinds, Map, Pos
from reconciler.near import did_you_mean


def configured(config: Config, kinds: Kinds) -> list[Finding]:
    """Findings about on_remove and defaults, at their place in the configuration."""
    plurals = {kind.plural: kind for kind in kinds.values() if kind.create}
    found: list[Finding] = []
    for section in ("on_remove", "defaults"):
        written = config.data.get(section)
        if isinstance(written, Map):
            found += _section(config, section, written, plurals)
    return found


def _section(
    config: Config, section: str, written: Map, plurals: Mapping[str, Kind]
) -> Iterator[Finding]:
    for key, value in written.items():
        pos = Pos(config.path, *written.key_mark(key))
        kind = plurals.get(key)
        if kind is None:
            hint = did_you_mean(key, plurals) or f"kinds: {', '.join(plurals)}"
            yield finding("config-key", f"{section}: there is no kind {key}", pos, hint=hint)
        elif section == "on_remove":
            yield from _verb(kind, value, Pos(config.path, *written.value_mark(key)))
        elif isinstance(value, Map):
            yield from _fields(config, kind, value)


def _verb(kind: Kind, value: Any, pos: Pos) -> Iterator[Finding]:
    verbs = [removal.verb for removal in kind.on_remove]
    if value not in verbs:
        message = f"on_remove: {kind.plural} cannot be removed by {value}"
        yield finding("config-value", message, pos, hint=f"choices: {', '.join(verbs)}")


def _fields(config: Config, kind: Kind, value: Map) -> Iterator[Finding]:
    names = [one.name for one in kind.fields]
    for key in value:
        if key not in names:
            hint = did_you_mean(key, names) or f"fields: {', '.join(names)}"
            message = f"defaults: {kind.plural} have no field {key}"
            yield finding("config-key", message, Pos(config.path, *value.key_mark(key)), hint=hint)
