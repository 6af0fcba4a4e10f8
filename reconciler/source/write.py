"""Specs to text: what `load` reads back as the same values.

Text that looks like a template switches templates off for its file, instead of being escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from reconciler.model import Workspace
from reconciler.source.mistakes import BROKEN

MARKERS = ("{{", "{%")
WIDTH = 10_000
"""Never folded: a folded line is a difference that nobody made."""


class _Dumper(yaml.CSafeDumper):
    """Text over several lines as a literal block, everything else on one line."""


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    block = "\n" in text and not any(line != line.rstrip() for line in text.splitlines())
    style = '"' if BROKEN.search(text) else "|" if block else None  # escapes need double quotes
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def yaml_text(data: Mapping[str, Any]) -> str:
    """A spec file. Keys keep their order."""
    plain = {"template": False, **data} if _has_markers(data) else dict(data)
    return _dump(plain)


def modeline(path: str, schema: str) -> str:
    """The comment by which editors find the schema of a YAML file; both from the root."""
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up}{schema}\n"


def text_file(front: Mapping[str, Any], body: str) -> str:
    """Front matter and body of a text file."""
    plain = dict(front)
    if _has_markers(front) or _has_markers(body):
        plain["template"] = False
    return f"---\n{_dump(plain)}---\n{body}"


def config_text(workspace: Workspace, locales: tuple[str, ...], specs: str) -> str:
    """A first reconciler.yaml."""
    return _dump(
        {
            "version": 1,
            "specs": specs,
            "help_center": {"locales": list(locales)},
            "workspaces": {
                "production": {
                    "app_id": workspace.app_id,
                    "region": workspace.region,
                    "api_version": workspace.api_version,
                }
            },
        }
    )


def _dump(data: Mapping[str, Any]) -> str:
    if not data:
        return ""
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH))


def _has_markers(value: Any) -> bool:
    if isinstance(value, str):
        return any(marker in value for marker in MARKERS)
    if isinstance(value, Mapping):
        return any(_has_markers(one) for pair in value.items() for one in pair)
    return isinstance(value, list) and any(_has_markers(one) for one in value)
