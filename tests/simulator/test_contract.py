"""Every answer of every route, held against the official API descriptions where they are there.

Each file of walks/ asks every route of its topic with success and with the refusals that it
knows. It holds `walk(asked)`, `OBJECTS` (prefix of a path: the schema of what is below it, or
several, the first that a version has) and `DEVIATIONS` (versions, message, evidence). `BESIDE`
names fields by schema that it lacks, where they stand in its own examples or in live answers.
"""

import re
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from described import FOLDER, VERSIONS, described, known_names, operation, schema_of
from recorder import Recorder

from reconciler.simulator.resources import discovered

TOPICS = sorted(one.stem for one in (Path(__file__).parent / "walks").glob("walk_*.py"))
LISTS = ("data", "admins", "teams", "segments", "tags", "conversations", "events", "articles",
         "activity_logs")  # fmt: skip
COMMON = (
    ("2.*", r"\$\.pages(\.next)?: .*https?://.*", ("described as an object; live it is the URL of"
     " the next page (tap-intercom, Salto's pages.next, F3), as in the 2.16 example of deleted"
     " conversations")),
)  # fmt: skip
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the API descriptions are not here")


@cache
def topic(name: str) -> ModuleType:
    return import_module(f"walks.{name}")


@cache
def answers(name: str, version: str) -> list[tuple[str, str, int, Any]]:
    recorder = Recorder(version)
    topic(name).walk(recorder)
    return recorder.answers


@cache
def problems(name: str, version: str) -> list[str]:
    """What is not as described: "method target status place: why"."""
    found = []
    for asked in answers(name, version):
        validator = jsonschema.Draft202012Validator(schema_of(version, asked))
        where = " ".join(str(one) for one in asked[:3])
        found += [
            f"{where} {one.json_path}: {one.message[:200]}"
            for one in validator.iter_errors(asked[3])
        ]
    return found


def rules(deviations: Any, version: str) -> list[re.Pattern[str]]:
    return [re.compile(rf"\S+ \S+ \d+ {rule}") for which, rule, _ in deviations
            if re.fullmatch(which, version)]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", TOPICS)
def test_every_answer_is_as_it_is_described_but_for_what_is_known(name: str, version: str) -> None:
    own = rules(topic(name).DEVIATIONS, version)
    found = problems(name, version)
    known = [*own, *rules(COMMON, version)]
    unknown = [one for one in found if not any(rule.fullmatch(one) for rule in known)]
    assert not unknown, "\n".join(unknown)
    unused = [rule.pattern for rule in own if not any(rule.fullmatch(one) for one in found)]
    assert not unused, "these deviate no longer"


def test_what_deviates_everywhere_still_does() -> None:
    for version in VERSIONS:
        found = [one for name in TOPICS for one in problems(name, version)]
        for rule in rules(COMMON, version):
            assert any(rule.fullmatch(one) for one in found), rule.pattern


def test_each_deviation_has_its_evidence() -> None:
    for name in TOPICS:
        for _, _, evidence in (*topic(name).DEVIATIONS, *COMMON):
            assert len(evidence) > 20


def objects_of(answer: Any) -> list[Any]:
    """The objects of a list, or the answer itself; what has an id is no list."""
    if "id" in answer:
        return [answer]
    for name in LISTS:
        held = answer.get(name)
        if isinstance(held, list):
            return held
        if answer.get("type") == "list" and isinstance(held, dict):
            return objects_of(held)
    return [answer]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", TOPICS)
def test_no_object_has_a_field_that_is_not_described(name: str, version: str) -> None:
    objects, checked = topic(name).OBJECTS, 0
    for _method, target, status, answer in answers(name, version):
        if status >= 400 or not answer or answer.get("deleted"):
            continue
        prefixes = [one for one in objects if re.match(one, target)]
        assert prefixes, f"OBJECTS has no schema for {target}"
        named = objects[max(prefixes, key=len)]
        schemas = described(version)["components"]["schemas"]
        named = next(
            one for one in ([named] if isinstance(named, str) else named) if one in schemas
        )
        beside = getattr(topic(name), "BESIDE", {}).get(named, set())
        for item in objects_of(answer):
            assert item.keys() <= known_names(version, named) | beside, (target, named)
            checked += 1
    assert checked or not answers(name, version)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_route_was_walked_with_success_and_is_described(version: str) -> None:
    asked = [one for name in TOPICS for one in answers(name, version)]
    walked = {(method, operation(version, method, target)[0])
              for method, target, status, _ in asked if status < 300}  # fmt: skip
    shapes = {(method, re.sub(r"\{\w+\}", "{}", path)) for method, path in walked}
    number = tuple(int(one) for one in version.split("."))
    routes = {(one.method, one.path) for one in discovered()[1]
              if one.since <= number <= one.until}  # fmt: skip
    assert sorted(routes - shapes) == []
    assert sorted(shapes - routes) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_refusal_that_is_described_for_the_route_has_its_code(version: str) -> None:
    checked = 0
    for name in TOPICS:
        odd = getattr(topic(name), "OTHER_CODES", {})
        for method, target, status, answer in answers(name, version):
            if status < 400 or target == "/me":
                continue
            path, here = operation(version, method, target)
            content = here["responses"].get(str(status), {}).get("content", {})
            examples = content.get("application/json", {}).get("examples", {})
            codes = {error["code"] for one in examples.values() for error in one["value"]["errors"]}
            code = answer["errors"][0]["code"]
            assert not codes or code in codes or code in odd.get((method, path), ()), (
                method,
                target,
                code,
            )
            checked += bool(codes)
    assert checked >= 7
