"""Walks every kind: the tables against the published API descriptions, and against us."""

import importlib
import pkgutil
import re
from functools import cache
from math import isnan
from pathlib import Path
from typing import Any

import pytest
import yaml

import reconciler.kinds
from reconciler.core.compared.canonical import leaves, live_of, same
from reconciler.core.compared.names import Names
from reconciler.core.declared.versions import at_version
from reconciler.kinds import ALL, KINDS
from reconciler.model import Call, Field, Form, Id, Kind, Mode, Ref

FOLDER = Path(reconciler.kinds.__file__).parent
DESCRIPTIONS = Path(__file__).parents[3] / "shared" / "openapi"
VERSIONS = ("2.11", "2.12", "2.13", "2.14", "2.15", "2.16")
SPELT_OTHERWISE = {
    # The description has one enum for what is answered; what may be created has more.
    ("data_attribute", "data_type"),
}
every_kind = pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
described = pytest.mark.skipif(
    not DESCRIPTIONS.is_dir(), reason="the API descriptions are not beside the project"
)


@cache
def description(version: str) -> dict[str, Any]:
    file = DESCRIPTIONS / f"api.intercom.io-{version}.yaml"
    found: dict[str, Any] = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return found


def operation(version: str, method: str, path: str) -> dict[str, Any]:
    """The described operation; parameters are called differently, so their names are ignored."""
    plain = re.sub(r"\{[^}]*\}", "{}", path.partition("?")[0])
    for known, methods in description(version)["paths"].items():
        if re.sub(r"\{[^}]*\}", "{}", known) == plain and method.lower() in methods:
            found: dict[str, Any] = methods[method.lower()]
            return found
    raise AssertionError(f"{version} has no {method} {path}")


def resolve(version: str, schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = description(version)["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def properties(version: str, schema: dict[str, Any]) -> dict[str, Any]:
    """All properties of a schema and of its alternatives."""
    schema = resolve(version, schema)
    found = dict(schema.get("properties") or {})
    for part in (one for key in ("oneOf", "anyOf", "allOf") for one in schema.get(key, ())):
        for name, inner in properties(version, part).items():
            found.setdefault(name, inner)
    return found


def body(version: str, call: Call) -> dict[str, Any]:
    content = operation(version, call.method, call.path)["requestBody"]["content"]
    return properties(version, content["application/json"]["schema"])


def test_every_module_of_the_folder_is_registered() -> None:
    modules = {one.name for one in pkgutil.iter_modules([str(FOLDER)])} - {"codecs"}
    assert {importlib.import_module(f"reconciler.kinds.{one}").KIND.name for one in modules} == {
        kind.name for kind in ALL
    }
    assert len(KINDS) == len(ALL)


@every_kind
def test_a_kind_is_one_file_of_at_most_60_lines(kind: Kind) -> None:
    """Imports do not count: their lines are made by the formatter."""
    text = (FOLDER / f"{kind.name}.py").read_text("utf-8")
    text = re.sub(r"^from \S+ import (\(.*?\)|[^\n]*)", "", text, flags=re.DOTALL | re.MULTILINE)
    assert len([line for line in text.splitlines() if line.strip()]) <= 60


@every_kind
def test_references_lead_to_kinds_and_keys_to_fields(kind: Kind) -> None:
    for one in kind.fields:
        assert not one.ref or one.ref in KINDS
        assert one.keys is None or one.keys.kind == "locale" or one.keys.kind in KINDS
    for name in (*kind.key, *kind.unique, *filter(None, (kind.named_by, kind.parent))):
        assert kind.field(name) is not None
    for name in kind.key:
        one = kind.field(name)
        assert one is not None
        assert one.required or one.ref or kind.create is None or kind.otherwise
    for name in kind.otherwise:
        assert kind.field(name) is not None


@every_kind
def test_the_order_of_kinds_creates_what_is_referred_to_first(kind: Kind) -> None:
    order = list(KINDS)
    for one in kind.fields:
        if one.ref and not one.soft:
            assert order.index(one.ref) <= order.index(kind.name)


@described
@pytest.mark.parametrize("version", VERSIONS)
@every_kind
def test_every_path_and_verb_is_described(kind: Kind, version: str) -> None:
    if version not in since(kind):
        with pytest.raises(AssertionError):
            operation(version, "GET", kind.listing.path)
        return
    operation(version, "GET", kind.listing.path)
    late = number(version) < number(kind.find_since or "0")
    for path in filter(None, (kind.get, "" if late else kind.find)):
        operation(version, "GET", path)
    if kind.search:
        operation(version, "POST", kind.search)
    calls = (kind.create, kind.update, kind.delete, kind.archive, kind.revive)
    for call in filter(None, calls):
        operation(version, call.method, call.path)
    if kind.versions and number(version) >= number(kind.versions.since):
        operation(version, "GET", kind.versions.path)


@described
@every_kind
def test_every_call_of_a_relation_is_described(kind: Kind) -> None:
    for one in (each for each in kind.fields if each.relation and kind.expand):
        for version in (
            each for each in VERSIONS if not one.since or number(each) >= number(one.since)
        ):
            for wanted in (True, False):
                request = kind.expand(Ref(kind.name, "a"), Ref(one.ref, "b"), wanted)  # type: ignore[misc] # filtered above
                call = Call(request.method, request.path)
                assert set(request.body or ()) <= set(body(version, call) if request.body else ())


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def since(kind: Kind) -> tuple[str, ...]:
    """The versions that have the kind."""
    return tuple(each for each in VERSIONS if number(each) >= number(kind.since))


def sent(kind: Kind, one: Field) -> list[Call]:
    """The calls in which a field travels."""
    calls = [kind.create] if one.mode in (Mode.CREATE, Mode.RW, Mode.WRITE) else []
    if one.mode in (Mode.RW, Mode.WRITE):
        calls.append(kind.update)
    calls = [] if one.relation else calls
    return [call for call in calls if call is not None and f"{{{one.name}}}" not in call.path]


@described
@pytest.mark.parametrize("version", VERSIONS)
@every_kind
def test_every_field_and_choice_is_described(kind: Kind, version: str) -> None:
    for one in kind.fields if version in since(kind) else ():
        for call in sent(kind, one):
            known = body(version, call)
            assert one.on_wire in known, f"{call.method} {call.path} has no {one.on_wire}"
            assert set(one.beside) <= set(known)
            inner = properties(version, known[one.on_wire])
            _described_from(one.form, known, version)
            if one.of:
                locale = properties(version, inner["fr"])
                for sub in one.of:
                    _described_from(sub.form, locale, version)
                assert {sub.on_wire for sub in one.of} <= set(locale)
            enum = resolve(version, known[one.on_wire]).get("enum")
            if one.choices and enum and (kind.name, one.name) not in SPELT_OTHERWISE:
                assert set(one.choices) <= set(enum)
    for removal in kind.on_remove:
        if removal.fields and kind.update:
            assert set(removal.fields) <= set(body(version, kind.update))


def _described_from(form: Form | None, known: dict[str, Any], version: str) -> None:
    """A form is there from exactly the version that the table says."""
    if form is not None:
        assert (form.wire in known) == (number(version) >= number(form.since))


def test_a_kind_at_a_version_sends_no_form_of_a_later_one() -> None:
    for version, there in (("2.15", False), ("2.16", True)):
        article = at_version(KINDS, version)["article"]
        body, translations = article.field("body"), article.field("translations")
        assert body is not None
        assert translations is not None
        assert bool(body.form) is there
        assert [bool(one.form) for one in translations.of if one.name == "body"] == [there]


@described
@pytest.mark.parametrize("version", ["2.15", "2.16"])
def test_every_data_type_that_may_be_created_is_described(version: str) -> None:
    schema = resolve(
        version,
        operation(version, "POST", "/data_attributes")["requestBody"]["content"][
            "application/json"
        ]["schema"],
    )
    described_types = {
        name
        for part in schema["oneOf"]
        for name in resolve(version, part)["properties"]["data_type"]["enum"]
    }
    data_type = KINDS["data_attribute"].field("data_type")
    assert data_type is not None
    assert set(data_type.choices) == described_types


ECHOES: dict[tuple[str, str], list[tuple[Any, Any, dict[str, Any]]]] = {
    # (kind, field): (what is declared, what is answered, the rest of the answer)
    ("data_attribute", "options"): [(["a", "b"], ["a", "b"], {})],
    ("data_attribute", "data_type"): [
        ("options", "string", {"options": ["a", "b"]}),
        ("string", "string", {}),
        ("datetime", "date", {}),
    ],
    ("collection", "name"): [
        ("A & B", "A &amp; B", {}),
        ("A &amp; B", "A & B", {}),
        ("A &amp; B", "A &amp;amp; B", {}),
        ("A &amp; B", "A &amp; B", {}),
        ("A & B", "A & B", {}),
        ("&#38;lt;b&gt;", "<b>", {}),
    ],
    ("collection", "description"): [("A &amp; B", "A & B", {}), (None, None, {})],
    ("company", "plan"): [("Pro", {"type": "plan", "id": "1", "name": "Pro"}, {})],
    ("company", "monthly_spend"): [(155.98, 155, {}), (0, None, {})],
    ("company", "size"): [(85, 85, {})],
}


@pytest.mark.parametrize(("kind", "name"), ECHOES, ids=".".join)
def test_what_is_answered_to_a_value_equals_it(kind: str, name: str) -> None:
    one = KINDS[kind].field(name)
    assert one is not None
    for declared, answered, rest in ECHOES[kind, name]:
        read = one.codec.decode(answered, {name: answered, **rest})
        assert one.codec.canon(declared) == one.codec.canon(read)


def test_a_translation_is_compared_without_its_escapes_too() -> None:
    kind = KINDS["collection"]
    wire = {"id": "1", "translated_content": {"fr": {"name": "A &amp; B", "description": "C & D"}}}
    written = {"translations": {"fr": {"name": "A & B", "description": "C &amp; D"}}}
    assert leaves(kind, written, Names()) == leaves(
        kind, {"translations": live_of(kind, wire).fields["translations"]}, Names()
    )


def test_names_that_differ_stay_different() -> None:
    name = KINDS["collection"].field("name")
    assert name is not None
    texts = ["A & B", "A and B", "A < B", "a & b", "A  & B"]
    assert len({name.codec.canon(one) for one in texts}) == len(texts)


@pytest.mark.parametrize("text", ["&" + "amp;" * 50_000, f"&#{'1' * 5000};", "&#xD800;", "&"])
def test_a_hostile_name_is_compared_in_a_moment(text: str) -> None:
    name = KINDS["collection"].field("name")
    assert name is not None
    read = name.codec.decode(text, {"name": text})
    assert name.codec.canon(read) == name.codec.canon(read)


ODD = [[1], {"a": 1}, "many", "", True, 10**400, float("inf"), float("-inf")]


@pytest.mark.parametrize("name", ["size", "monthly_spend"])
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_an_answer_that_is_no_number_equals_no_number(name: str, odd: Any) -> None:
    one = KINDS["company"].field(name)
    assert one is not None
    read = one.codec.canon(one.codec.decode(odd, {name: odd}))
    assert read == (0 if odd == "" and name == "monthly_spend" else odd)
    assert not same(one, one.codec.canon(7), read)


@pytest.mark.parametrize("name", ["size", "monthly_spend"])
def test_not_a_number_is_not_equal_to_itself_and_no_error(name: str) -> None:
    one = KINDS["company"].field(name)
    assert one is not None
    assert isnan(one.codec.canon(float("nan")))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda one: one.name)
@pytest.mark.parametrize("odd", [*ODD, 7, None, [None], [[1]], [{}], {"tags": 5}], ids=repr)
def test_no_answer_breaks_a_codec(kind: Kind, odd: Any) -> None:
    for one in kind.fields:
        wire = {"id": "1", one.on_wire: odd, "options": odd, "parent_ids": odd}
        one.codec.canon(one.codec.decode(odd, wire))


def test_options_travel_as_objects() -> None:
    options = KINDS["data_attribute"].field("options")
    assert options is not None
    assert options.codec.encode(["a"]) == [{"value": "a"}]


@pytest.mark.parametrize(
    "wire",
    [
        {"id": "1", "parent_id": 7, "parent_ids": [7]},
        {"id": "1", "parent_ids": [7]},
        {"id": "1", "parent_id": 7, "parent_ids": []},
    ],
)
def test_the_parent_of_an_article_is_found_in_every_version(wire: dict[str, Any]) -> None:
    assert live_of(KINDS["article"], wire).fields["parent"] == Id("collection", "7")


def test_tags_of_a_company_are_ids() -> None:
    wire = {"id": "1", "tags": {"type": "tag.list", "tags": [{"id": "3", "name": "x"}]}}
    assert live_of(KINDS["company"], wire).fields["tags"] == [Id("tag", "3")]


def test_a_company_is_tagged_by_the_name_of_the_tag() -> None:
    expand = KINDS["company"].expand
    assert expand is not None
    request = expand(Ref("company", "acme"), Ref("tag", "vip"), False)
    assert request.path == "/tags"
    assert request.body is not None
    assert request.body["companies"][0]["untag"] is True


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"data_type": "options", "options": ["a"]}, "needs at least two options"),
        ({"data_type": "options"}, "needs at least two options"),
        ({"data_type": "string", "options": ["a", "b"]}, "only an attribute of data_type options"),
        ({"data_type": "string", "name": "a.b"}, "no dots and no dollar signs"),
    ],
)
def test_what_intercom_would_refuse_of_an_attribute_is_found_offline(
    fields: dict[str, Any], problem: str
) -> None:
    check = KINDS["data_attribute"].check
    assert check is not None
    ((_, message),) = check(fields)
    assert problem in message
    assert not check({"data_type": "options", "options": ["a", "b"], "name": "a b"})
