"""Every answer of every route, held against the official API descriptions where they are there.

What deviates stands in DEVIATIONS, one by one with the evidence.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from simulator_workspace import Workspace

from reconciler.simulator.resources import discovered

FOLDER = Path(__file__).parents[3] / "shared" / "openapi"
VERSIONS = ("2.11", "2.16")
EXAMPLE = "required by the schema of 2.11, missing in its own recorded example"
DEVIATIONS = (
    ("2.1[16]", r"\$\.pages(\.next)?: .*https://.*", ("described as an object; live it is the URL of the next"
     " page (tap-intercom, Salto's pages.next, F3), as in the 2.16 example of deleted conversations")),
    ("2.11", r"\$: 'last_request_at' is a required property", EXAMPLE + " of POST /companies"),
    ("2.11", r".*: 'job_title' is a required property", EXAMPLE + " of GET /me and /admins"),
    ("2.11", r".*: 'applied_(at|by)' is a required property", EXAMPLE + " of GET /tags"),
    ("2.11", r"\$\.data\[0\]: 'statistics' is a required property", EXAMPLE + " of GET /articles"),
    ("2.11", r"\$\.statistics: .*", ("its schema says conversions, its recorded examples and every"
     " later version say conversations")),
    ("2.11", r"\$\.pages: None is not of type 'object'", "null in the example of the scroll"),
)  # fmt: skip
LOOKUP = "/companies?company_id="
"""One company comes back [the SDKs expect it]; GET /companies is described as a list."""
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the API descriptions are not here")


@cache
def described(version: str) -> dict[str, Any]:
    text = (FOLDER / f"api.intercom.io-{version}.yaml").read_text("utf-8")
    document: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    kept = {name: document[name] for name in ("paths", "components")}
    return {**kept, "components": _plain(kept["components"])}


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


class Recorder(Workspace):
    """Remembers every answer with what was asked."""

    def __init__(self, version: str) -> None:
        super().__init__(locales=("en", "de"))
        self.version = version
        self.answers: list[tuple[str, str, int, Any]] = []

    def ask(self, method: str, target: str, body: Any = None, **options: Any) -> Any:
        answer = super().ask(method, target, body, **{"version": self.version, **options})
        copied = json.loads(json.dumps(answer))
        self.answers.append((method, target, self.status, copied))
        return answer


def fill(asked: Recorder) -> tuple[str, str, str, str, int]:
    """Each kind created; the ids of a tag, a collection, an article, a company, an attribute."""
    options = [{"value": "free"}, {"value": "pro"}]
    attribute = asked.post("/data_attributes", {
        "name": "tier", "model": "company", "data_type": "options", "options": options,
        "description": "The tier"})  # fmt: skip
    company = asked.post("/companies", {
        "company_id": "acme", "name": "Acme", "plan": "Pro", "size": 5, "website": "acme.example",
        "industry": "Retail", "monthly_spend": 1.5, "custom_attributes": {"tier": "pro"},
        "remote_created_at": 1_700_000_000})  # fmt: skip
    asked.store.edit("company", company["id"], user_count=2, last_request_at=5)
    tag = asked.post("/tags", {"name": "VIP", "companies": [{"id": company["id"]}]})
    translations = {"de": {"name": "Rechnung", "description": "Alles"}}
    top = asked.post("/help_center/collections", {
        "name": "Billing", "translated_content": translations})  # fmt: skip
    asked.post("/help_center/collections", {"name": "Below", "parent_id": top["id"]})
    content = {"title": "Text", "body": "<h1>a</h1>", "description": "b", "state": "published"}
    article = asked.post("/articles", {
        **content, "author_id": 991267451, "parent_id": int(top["id"]),
        "translated_content": {"de": content}})  # fmt: skip
    return tag["id"], top["id"], article["id"], company["id"], attribute["id"]


def walk(asked: Recorder) -> None:
    """Every route with success, and the refusals that it knows."""
    tag, top, article, company, attribute = fill(asked)
    center = asked.get("/help_center/help_centers")["data"][0]["id"]
    for path in ("/me", "/admins", "/admins/991267451", "/admins/1", "/tags", f"/tags/{tag}",
                 "/tags/1", "/data_attributes", "/help_center/collections?per_page=1",
                 f"/help_center/collections/{top}", "/help_center/collections/1", "/articles",
                 "/articles?per_page=1", f"/articles/{article}", "/articles/1", "/companies",
                 f"/help_center/help_centers/{center}", f"/companies/{company}", "/companies/1",
                 "/companies?company_id=acme", "/companies/scroll"):  # fmt: skip
        asked.get(path)
    asked.get("/me", Authorization="")
    asked.post("/companies/list")
    asked.post("/companies", {"test": "invalid"})
    asked.put(f"/companies/{company}", {"size": 6})
    asked.put(f"/data_attributes/{attribute}", {"archived": True})
    asked.put("/data_attributes/1", {"archived": True})
    asked.put(f"/help_center/collections/{top}", {"description": "x"})
    asked.put(f"/articles/{article}", {"title": "New"})
    _drafts(asked, article)
    for path in (f"/tags/{tag}", f"/companies/{company}", f"/articles/{article}",
                 f"/help_center/collections/{top}", "/articles/1"):  # fmt: skip
        asked.delete(path)


def _drafts(asked: Recorder, article: str) -> None:
    if asked.version != "2.16":
        return
    path = f"/articles/{article}/draft"
    asked.get(path)
    asked.put(path, {"body": "<p>staged</p>", "translated_content": {"de": {"title": "x"}}})
    asked.get(path)
    asked.post(f"{path}/publish")
    asked.post(f"{path}/publish", {"locales": ["en", "de"]})


@cache
def answers(version: str) -> list[tuple[str, str, int, Any]]:
    recorder = Recorder(version)
    walk(recorder)
    return recorder.answers


def operation(version: str, method: str, target: str) -> tuple[str, dict[str, Any]]:
    """The described operation of a path; one that is written out wins."""
    parts = target.partition("?")[0].split("/")
    found = [path for path in described(version)["paths"] if _fits(path.split("/"), parts)]
    best = min(found, key=lambda path: path.count("{"))
    return best, described(version)["paths"][best][method.lower()]


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
        found = content.get("application/json", {}).get("schema", {"type": "null"})
    return {"allOf": [found], "components": described(version)["components"]}


def problems(version: str) -> list[str]:
    """What is not as described: "method target status place: why"."""
    found = []
    for asked in answers(version):
        validator = jsonschema.Draft202012Validator(schema_of(version, asked))
        where = " ".join(str(one) for one in asked[:3])
        found += [
            f"{where} {one.json_path}: {one.message[:200]}"
            for one in validator.iter_errors(asked[3])
        ]
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_every_answer_is_as_it_is_described_but_for_what_is_known(version: str) -> None:
    rules = [re.compile(rf"\S+ \S+ \d+ {rule}") for which, rule, _ in DEVIATIONS
             if re.fullmatch(which, version)]  # fmt: skip
    found = problems(version)
    unknown = [one for one in found if not any(rule.fullmatch(one) for rule in rules)]
    assert not unknown, "\n".join(unknown)
    unused = [rule.pattern for rule in rules if not any(rule.fullmatch(one) for one in found)]
    assert not unused, "these deviate no longer"


def known_names(version: str, name: str) -> set[str]:
    """The properties of a schema, and of those that it is made of."""
    schema = described(version)["components"]["schemas"][name]
    parts = [schema, *schema.get("anyOf", ()), *schema.get("allOf", ())]
    found: set[str] = set()
    for part in parts:
        if "$ref" in part:
            found |= known_names(version, part["$ref"].rsplit("/", 1)[1])
        elif part is not schema and {"anyOf", "allOf"} & part.keys():
            parts += [*part.get("anyOf", ()), *part.get("allOf", ())]
        found |= set(part.get("properties", {}))
    return found


OBJECTS = {
    "/tags": "tag_create_response", "/data_attributes": "data_attribute", "/articles": "article",
    "/help_center/collections": "collection", "/companies": "company",
    "/help_center/help_centers": "help_center", "/me": "admin_with_app", "/admins": "admin",
}  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
def test_no_object_has_a_field_that_is_not_described(version: str) -> None:
    checked = 0
    for _method, target, status, answer in answers(version):
        if status >= 400 or not answer or answer.get("deleted"):
            continue
        prefix = max((one for one in OBJECTS if target.startswith(one)), key=len)
        name = OBJECTS[prefix]
        if name not in described(version)["components"]["schemas"]:
            name = "tag_basic"
        for item in answer.get("data") or answer.get("admins") or [answer]:
            assert item.keys() <= known_names(version, name), target
            checked += 1
    assert checked > 20


@pytest.mark.parametrize("version", VERSIONS)
def test_every_route_was_walked_with_success_and_is_described(version: str) -> None:
    walked = {(method, operation(version, method, target)[0])
              for method, target, status, _ in answers(version) if status == 200}  # fmt: skip
    parts = {(method, path.count("/"), path.count("{")) for method, path in walked}
    number = tuple(int(one) for one in version.split("."))
    routes = [one for one in discovered()[1] if one.since <= number]
    assert len(walked) == len(routes)
    assert {(one.method, one.path.count("/"), one.path.count("{")) for one in routes} == parts


@pytest.mark.parametrize("version", VERSIONS)
def test_a_refusal_that_is_described_for_the_route_has_its_code(version: str) -> None:
    checked = 0
    for method, target, status, answer in answers(version):
        if status < 400 or (method == "GET" and target == "/me"):
            continue
        described_here = operation(version, method, target)[1]["responses"].get(str(status), {})
        examples = described_here.get("content", {}).get("application/json", {}).get("examples", {})
        codes = {error["code"] for one in examples.values() for error in one["value"]["errors"]}
        assert not codes or answer["errors"][0]["code"] in codes, (method, target)
        checked += bool(codes)
    assert checked >= 7
