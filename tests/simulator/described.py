"""The official API descriptions as JSON Schema, and what of them belongs to a request."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[3] / "shared" / "openapi"
VERSIONS = ("2.11", "2.12", "2.13", "2.14", "2.15", "2.16")
LOOKUP = "/companies?company_id="
"""One company comes back [the SDKs expect it]; GET /companies is described as a list."""

DANGLING = ("custom_attributes",)
"""Schemas that 2.11 refers to and does not have."""


@cache
def described(version: str) -> dict[str, Any]:
    text = (FOLDER / f"api.intercom.io-{version}.yaml").read_text("utf-8")
    document: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    kept = {name: document[name] for name in ("paths", "components")}
    components = _plain(kept["components"])
    for name in DANGLING:
        components["schemas"].setdefault(name, {})
    return {**kept, "components": components}


def _plain(node: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema: nullable becomes a type."""
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {name: _plain(one) for name, one in node.items() if name not in {"nullable", "example"}}
    if node.get("nullable") is True:
        return {"anyOf": [found, {"type": "null"}]}
    return found


def operation(version: str, method: str, target: str) -> tuple[str, dict[str, Any]]:
    """The described operation of a path; one that is written out wins."""
    parts = target.partition("?")[0].split("/")
    paths = described(version)["paths"]
    found = [path for path, verbs in paths.items()
             if _fits(path.split("/"), parts) and method.lower() in verbs]  # fmt: skip
    assert found, f"{method} {target} is not described in {version}"
    best = min(found, key=lambda path: path.count("{"))
    return best, paths[best][method.lower()]


def _fits(template: list[str], parts: list[str]) -> bool:
    pairs = zip(template, parts, strict=False)
    return len(template) == len(parts) and all(a == b or a.startswith("{") for a, b in pairs)


def schema_of(version: str, asked: tuple[str, str, int, Any]) -> dict[str, Any]:
    """What describes this answer, with all components beside it."""
    method, target, status, _ = asked
    if status >= 400:
        found: dict[str, Any] = {"$ref": "#/components/schemas/error"}
    elif method == "GET" and target.startswith(LOOKUP):
        found = {"$ref": "#/components/schemas/company"}
    else:
        _, described_here = operation(version, method, target)
        content = described_here["responses"][str(status)].get("content", {})
        plain = _plain(content.get("application/json", {}).get("schema"))
        found = plain or {"type": "null"}
    return {"allOf": [found], "components": described(version)["components"]}


def known_names(version: str, name: str) -> set[str]:
    """The properties of a schema, and of those that it is made of."""
    schema = described(version)["components"]["schemas"][name]
    parts = [schema, *schema.get("anyOf", ()), *schema.get("allOf", ()), *schema.get("oneOf", ())]
    found: set[str] = set()
    for part in parts:
        if "$ref" in part:
            found |= known_names(version, part["$ref"].rsplit("/", 1)[1])
        elif part is not schema and {"anyOf", "allOf", "oneOf"} & part.keys():
            parts += [*part.get("anyOf", ()), *part.get("allOf", ()), *part.get("oneOf", ())]
        found |= set(part.get("properties", {}))
    return found
