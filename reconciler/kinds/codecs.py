"""Named codecs: where the shapes sent, read back and compared of a value differ.

Each is a row of `intercom-api.md`, "ASYM": what is written is not what is answered.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

from reconciler.model import Codec, Form

LANGUAGE = re.compile(r'<pre><code class="[^"]*">')
ROUNDS = 10
"""Escapes within escapes that are undone: more than anybody wrote, and never a loop."""


def _name_of_plan(value: Any, _: Mapping[str, Any]) -> Any:
    return value.get("name") if isinstance(value, Mapping) else value


def _option_texts(value: Any, _: Mapping[str, Any]) -> Any:
    if not isinstance(value, list):
        return None
    return [one.get("value") if isinstance(one, Mapping) else one for one in value]


def _declared_type(value: Any, wire: Mapping[str, Any]) -> Any:
    return "options" if wire.get("options") else value


def _first_parent(value: Any, wire: Mapping[str, Any]) -> Any:
    """2.16 answers only parent_ids; before, both, and the pair was often out of step."""
    parents = wire.get("parent_ids")
    return parents[0] if isinstance(parents, list) and parents else value


def _embedded_ids(value: Any, _: Mapping[str, Any]) -> Any:
    inner = value.get("tags") if isinstance(value, Mapping) else value
    if not isinstance(inner, list):
        return []
    return [str(one["id"]) for one in inner if isinstance(one, Mapping) and one.get("id")]


def _addressed_ids(value: Any, _: Mapping[str, Any]) -> Any:
    inner = value.get("data") if isinstance(value, Mapping) else None
    return [str(one["id"]) for one in inner or () if isinstance(one, Mapping) and one.get("id")]


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _image_url(value: Any, _: Mapping[str, Any]) -> Any:
    return value.get("image_url") if isinstance(value, Mapping) else value


def _unescaped(value: Any) -> Any:
    if not isinstance(value, str) or "&" not in value:
        return value
    try:
        return html.unescape(value)
    except ValueError:  # a character reference of thousands of digits
        return value


def _fully_unescaped(value: Any) -> Any:
    """One name, whether declared or answered escaped, once or again by each hand it passed."""
    for _ in range(ROUNDS):
        before, value = value, _unescaped(value)
        if value == before:
            break
    return value


def _whole(value: Any) -> Any:
    """Cut as Intercom cuts; what is no number is compared as it is."""
    return int(value) if isinstance(value, float) and isfinite(value) else value


def _whole_or_zero(value: Any) -> Any:
    return 0 if value is None or value == "" else _whole(value)


def _intercoms_markdown(html: str) -> str | None:
    from reconciler.content import intercoms_markdown  # noqa: PLC0415 - loads the HTML parser

    return intercoms_markdown(html)


def _canonical_body(value: Any) -> Any:
    from reconciler.content import canonical  # noqa: PLC0415 - loads the HTML parser

    return canonical(value) if isinstance(value, str) else value


def _without_language(value: Any) -> Any:
    """Code of HTML may carry no class, so its language is sent in Markdown alone."""
    return LANGUAGE.sub("<pre><code>", value) if isinstance(value, str) else value


def _body_without_hosts(value: Any) -> Any:
    from reconciler.content import without_image_hosts  # noqa: PLC0415 - as above

    return without_image_hosts(value) if isinstance(value, str) else value


def target(kind: str) -> Codec:
    """The id of what something leads to, where that is of this kind and not of another."""

    def decode(value: Any, wire: Mapping[str, Any]) -> Any:
        return value if wire.get("target_type") == kind and isinstance(value, str | int) else None

    return Codec(f"target {kind}", decode=decode)


PLAN = Codec("plan", decode=_name_of_plan)
OPTIONS = Codec(
    "options",
    encode=lambda options: options and [{"value": one} for one in options],
    decode=_option_texts,
)
DATA_TYPE = Codec(
    "data_type",
    decode=_declared_type,
    canon=lambda value: "date" if value == "datetime" else value,
)
ESCAPED = Codec("escaped", decode=lambda value, _: _unescaped(value), canon=_fully_unescaped)
WHOLE = Codec("whole", canon=_whole)
WHOLE_OR_ZERO = Codec("whole_or_zero", canon=_whole_or_zero)
PARENT = Codec("parent", decode=_first_parent)
LOWER = Codec("lower", canon=_lower)
ADDRESSED = Codec("addressed", decode=_addressed_ids)
AVATAR = Codec("avatar", decode=_image_url)
EMBEDDED = Codec("embedded", decode=_embedded_ids)
MARKDOWN = Form("body_markdown", _intercoms_markdown, since="2.16")
BODY = Codec("body", encode=_without_language, canon=_canonical_body, loose=_body_without_hosts)
