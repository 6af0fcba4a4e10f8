"""`reconciler explain`: what a kind and its fields take, from its table; what a code means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from reconciler.cli.options import Common, offline
from reconciler.cli.output import document, say
from reconciler.cli.refs import kind_named
from reconciler.codes import CODES, about, details
from reconciler.core.described.explain import about_field, about_kind, field_at
from reconciler.explained.keys import KEYS, RESOURCE, Key
from reconciler.kinds import KINDS
from reconciler.model import Json
from reconciler.near import did_you_mean

NO_KEY = Key("", "", {})
UNSHOWN = ("kind", "name", "example")


@click.command("explain", short_help="Show what a kind, field or key takes, or a finding means.")
@offline
@click.argument("topic", metavar="KIND[.FIELD]|KEY|CODE", required=False)
def command(common: Common, *, topic: str | None) -> int:
    """Explain a KIND, one of its fields (company.tags), a KEY of the language (protect,
    help_center.locales) or the CODE of a finding.
    """
    if topic in CODES:
        return _code(common, str(topic))
    if topic is None:
        found: Json = {"kinds": [about_kind(kind) for kind in KINDS.values() if kind.create],
                       "keys": list(map(_about_key, KEYS))}  # fmt: skip
    elif keys := [one for one in KEYS if one == topic
                  or (one.endswith(f".{topic}") and topic not in KINDS)]:  # fmt: skip
        found = {"keys": list(map(_about_key, keys))}
    else:
        found = _table(topic)
    if common.as_json:
        document(found | {"exit": 0})
    else:
        for line in _lines(found):
            say(line)
    return 0


def _table(topic: str) -> Json:
    name, *path = topic.replace("/", ".").split(".")
    kind = kind_named(name)
    if not path:
        return about_kind(kind)
    one, known = field_at(kind, path)
    if one is None and KEYS.get(path[-1], NO_KEY).where.startswith(RESOURCE):
        return {"keys": [_about_key(path[-1])]}
    if one is None:
        hint = did_you_mean(path[-1], known) or f"fields: {', '.join(known)}"
        raise click.UsageError(f"{kind.plural} have no field {'.'.join(path)}; {hint}")
    return about_field(kind, one, path)


def _lines(found: Json) -> list[str]:
    """The same as text: a head line, then what is worth a line each."""
    if "kinds" in found:
        kinds = [f"{one['plural']:<24} {one['about']}".rstrip() for one in found["kinds"]]
        return [*kinds, "", *(f"{one['key']:<24} {one['about']}" for one in found["keys"])]
    if "keys" in found:
        return [line for one in found["keys"] for line in _key_lines(one)]
    if "fields" in found and "plural" in found:
        fields = [f"  {one['name']:<20} {_short(one)}" for one in found["fields"]]
        key, removal = ", ".join(found["key"]), ", ".join(found["removal"])
        return [f"{found['plural']}: {found['about']}".removesuffix(": "),
                f"  found again by {key}; removed by {removal}",
                "", *fields, "", "Example:", *_indented(found["example"])]  # fmt: skip
    shown = {key: value for key, value in found.items() if value and key not in UNSHOWN}
    rows = [f"  {key}: {_plain(value)}" for key, value in shown.items()]
    return [f"{found['kind']}.{found['name']}", *rows, "", "Example:",
            *_indented(found["example"])]  # fmt: skip


def _about_key(key: str) -> Json:
    return {"key": key, **KEYS[key]._asdict(), "example": dict(KEYS[key].example)}


def _key_lines(one: Json) -> Iterator[str]:
    yield from (f"{one['key']}: {one['about']}", f"  in: {one['where']}")
    for path, text in one["example"].items():
        yield from ("", f"Example, {path}:", *_indented(text))


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return "yes" if value is True else str(value)


def _short(one: Json) -> str:
    needed = ", required" if one["required"] else ""
    what = one["about"] or (f"one of {', '.join(one['choices'])}" if one["choices"] else "")
    return f"{one['type']}{needed}{': ' if what else ''}{what}"


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]


def _code(common: Common, code: str) -> int:
    """The page of a finding code."""
    if common.as_json:
        facts = details(code).items()
        document({key: dict(value) if isinstance(value, Mapping) else value
                  for key, value in facts} | {"exit": 0})  # fmt: skip
    else:
        say((about(code) or "").rstrip())
    return 0
