"""Rows of data that fill a mapping of a spec: what they make, and where each mistake is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from reconciler.model import Documents, Map, Quoted, Ref, Row, Spec
from reconciler.source import each, load, rows, tables

CONFIG = """\
help_center: {locales: [en, fr]}
vars: {product: Acme, regions: [emea, apac], teams: [{id: 1, name: One}, {id: 2}]}
"""
SPEC = """\
companies:
  "{{ each.account }}":
    for_each: _data/companies.csv
    company_id: "{{ each.account }}"
    name: "{{ each['Full name'] }} ({{ product }})"
    size: "{{ each.seats }}"
    custom_attributes: {tier: "{{ each.tier }}", origin: csv}
    tags: ["{{ each.tag }}", VIP]
"""
ROWS = 'account,Full name,seats,tier,tag\n00123,"Acme, Inc",5,pro,a\nb2,Beta,,,\n'


def read(root: Path, spec: str, data: Mapping[str, str], *, config: str = CONFIG) -> Documents:
    for name, text in {"reconciler.yaml": config, "specs/a.yaml": spec, **data}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    return load(root, files={}, isolated=False)


def made(root: Path, spec: str, data: str = ROWS, file: str = "companies.csv") -> Map:
    documents = read(root, spec, {f"specs/_data/{file}": data})
    assert documents.findings == ()
    result: Map = documents.yaml[0].data["companies"]
    return result


def found(documents: Documents) -> list[str]:
    return [
        f"{one.code} {one.pos} {one.pos and one.pos.via}".rstrip() for one in documents.findings
    ]


def companies(template: str, file: str = "_data/companies.csv") -> str:
    return f"companies:\n  '{{{{ each.a }}}}':\n    for_each: {file}\n    {template}\n"


def test_every_row_makes_a_resource_and_an_empty_cell_leaves_its_field_out(tmp_path: Path) -> None:
    result = made(tmp_path, SPEC)
    assert result == {
        "00123": {"company_id": "00123", "name": "Acme, Inc (Acme)", "size": "5",
                  "custom_attributes": {"tier": "pro", "origin": "csv"}, "tags": ["a", "VIP"]},
        "b2": {"company_id": "b2", "name": "Beta (Acme)",
               "custom_attributes": {"origin": "csv"}, "tags": ["VIP"]},
    }  # fmt: skip


def test_a_place_is_the_cell_for_values_and_the_template_for_keys(tmp_path: Path) -> None:
    result = made(tmp_path, SPEC)
    spec = Spec(Ref("company", "00123"), result["00123"], "specs/a.yaml", result.key_mark("00123"))
    data = "specs/_data/companies.csv"
    places = {
        (): (f"{data}:2:1", "specs/a.yaml:2:3"),
        ("size",): (f"{data}:2:19", "specs/a.yaml:6:11"),
        ("name",): (f"{data}:2:7", "specs/a.yaml:5:11"),
        ("custom_attributes", "tier"): (f"{data}:2:21", "specs/a.yaml:7:31"),
        ("custom_attributes", "origin"): (f"{data}:2:1", "specs/a.yaml:7:58"),
        ("tags", "0"): (f"{data}:2:25", "specs/a.yaml:8:12"),
    }
    for path, (row, template) in places.items():
        pos = spec.pos(*path, value=True)
        assert (str(pos), pos.via) == (row, template)
    key = spec.pos("size")
    assert (str(key), key.via) == ("specs/a.yaml:6:5", f"{data}:2:1")


def test_a_cell_over_several_lines_moves_the_places_behind_it(tmp_path: Path) -> None:
    result = made(tmp_path, SPEC, ROWS.replace("Acme, Inc", "Acme,\n\nInc"))
    second = result["b2"]
    assert isinstance(second, Row)
    assert second.line == 5
    first = result["00123"].filled.place(2, 2)
    assert first[1:] == (4, 6)


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ('x: "{{ each.a }}"', "1"),
        ("x: \"{{ each['b c'] }}\"", "100%"),
        ('x: "{{ each.a }}-{{ each.a }}%"', "1-1%"),
        ('x: "{{ each.a | int + 1 }}"', 2),
        ('x: "{{ each[\'b c\'] | upper }}"', "100%"),
        ("x: \"{{ each.d.split(';') }}\"", ["p", "q"]),
        ("x: \"{{ each.empty.split(';') }}\"", None),
        ('x: "{{ none }}{{ each.a }}"', "None1"),
        ('x: "{{ none if each.a }}"', "null"),
        ('x: "{% if each.empty %}y{% endif %}"', None),
        ('x: "{{ [each.empty, each.a] }}"', ["1"]),
        ('x: "{{ product }}"', "Acme"),
        ('x: "{{ each.empty }}{{ each.empty }}"', None),
        ("x: {y: '{{ each.empty }}'}", None),
        ("x: ['{{ each.empty }}']", None),
        ("x: []", []),
        ("x: {'{{ each.a }}_k': 1, '{{ product }}_k': 2, '{{ each.empty }}': 3}", {"1_k": "1", "Acme_k": "2"}),
        ("x: '{{ locale }}'", "en"),
        ("x: '{{ each.n }}'", "null"),
    ],
)  # fmt: skip
def test_what_a_value_becomes(tmp_path: Path, template: str, value: object) -> None:
    data = "a,b c,d,empty,n\n1,100%,p;q,,null\n"
    fields = made(tmp_path, companies(template), data)["1"]
    result: Any = fields.get("x")
    if value == "null":
        assert result is None if "none" in template else isinstance(result, Quoted)
    else:
        assert result == value


def test_a_translation_sees_its_language(tmp_path: Path) -> None:
    text = companies("translations: {fr: {x: '{{ locale }} {{ each.a }}'}}")
    assert made(tmp_path, text, "a\n1\n")["1"] == {"translations": {"fr": {"x": "fr 1"}}}


def test_json_lines_keep_their_types_and_may_lack_keys(tmp_path: Path) -> None:
    data = [{"a": "01", "n": 5, "f": 1.5, "ok": True, "xs": ["x"], "m": {"k": None}},
            {"a": "1", "n": 5, "f": 1.5, "ok": True, "xs": ["x"], "m": {"k": None}},
            {"a": "2", "late": "\u00e9", "n": None}]  # fmt: skip
    text = "\n".join(json.dumps(one) for one in data) + "\n\n"
    keys = ("a", "n", "f", "ok", "xs", "m", "late")
    spec = companies(
        "\n    ".join(f"{key}: '{{{{ each.{key} }}}}'" for key in keys), "_data/c.jsonl"
    )
    result = made(tmp_path, spec, text, "c.jsonl")
    assert result == {
        "01": {"a": "01", "n": 5, "f": 1.5, "ok": True, "xs": ["x"], "m": {"k": None}},
        "1": {"a": "1", "n": 5, "f": 1.5, "ok": True, "xs": ["x"], "m": {"k": None}},
        "2": {"a": "2", "late": "é"},
    }
    row = result["2"]
    assert (str(row.filled.place(row.line, 0)), str(row.filled.place(row.line, 6))) == (
        "specs/_data/c.jsonl:3:7", "specs/_data/c.jsonl:3:20",
    )  # fmt: skip


def test_rows_may_be_a_list_of_the_spec_or_of_the_variables(tmp_path: Path) -> None:
    spec = (
        "companies:\n  '{{ each }}': {for_each: [x, {k: 1}], n: '{{ each }}-{{ product }}'}\n"
        "  'r-{{ each }}': {for_each: '{{ regions }}', n: '{{ each | upper }}'}\n"
        "  't-{{ each.id }}': {for_each: '{{ teams }}', n: '{{ each.name }}'}\n"
    )
    assert made(tmp_path, spec) == {
        "x": {"n": "x-Acme"}, "{'k': 1}": {"n": "{'k': 1}-Acme"},
        "r-emea": {"n": "EMEA"}, "r-apac": {"n": "APAC"}, "t-1": {"n": "One"}, "t-2": {},
    }  # fmt: skip


def test_a_row_needs_no_fields(tmp_path: Path) -> None:
    assert made(tmp_path, companies(""), "a\n1\n") == {"1": {}}


def test_an_item_of_a_list_has_its_place(tmp_path: Path) -> None:
    documents = read(tmp_path, "companies:\n  '{{ each }}': {for_each: [x, x]}\n", {})
    assert found(documents) == ["duplicate-name specs/a.yaml:2:32 specs/a.yaml:2:3"]


def test_a_key_with_escapes_has_the_place_of_its_row(tmp_path: Path) -> None:
    spec = companies("x: \"{{ each['é'] }}\"", "_data/c.jsonl")
    row = made(tmp_path, spec, '{"a": "1", "\\u00e9": 2}', "c.jsonl")["1"]
    assert str(row.filled.place(1, 1)) == "specs/_data/c.jsonl:1:1"


def test_what_stands_beside_the_rows_stays(tmp_path: Path) -> None:
    spec = (
        SPEC + "  own: {name: '{{ product }}'}\n  bare:\ntemplate: true\ntags: {x: {for_eac: y}}\n"
    )
    documents = read(tmp_path, spec, {"specs/_data/companies.csv": ROWS})
    data = documents.yaml[0].data
    assert list(data["companies"]) == ["00123", "b2", "own", "bare"]
    assert (data["companies"]["own"], data["tags"]) == ({"name": "Acme"}, {"x": {"for_eac": "y"}})


def test_data_lies_beside_the_spec_or_in_the_folder_of_the_specs(tmp_path: Path) -> None:
    near, far = {"specs/b/_data/c.csv": "a\nnear\n"}, {"specs/_data/c.csv": "a\nfar\n"}
    spec = {"specs/b/b.yaml": companies("x: 1", "_data/c.csv")}
    documents = read(tmp_path, "{}", {**spec, **far})
    assert list(documents.yaml[1].data["companies"]) == ["far"]
    documents = read(tmp_path, "{}", {**spec, **far, **near})
    assert list(documents.yaml[1].data["companies"]) == ["near"]


# ---------------------------------------------------------------- mistakes


def problems(root: Path, data: str, template: str = "x: 1", file: str = "c.csv") -> list[str]:
    documents = read(root, companies(template, f"_data/{file}"), {f"specs/_data/{file}": data})
    return found(documents)


CSV = "specs/_data/c.csv"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("a,b\n1,2,3\n4\n5,6\n", [f"data-row {CSV}:2:1", f"data-row {CSV}:3:1"]),
        ("a,a\n1,2\n", [f"data-column {CSV}:1:1"]),
        ("a,,\n1,2,3\n", [f"data-column {CSV}:1:1"] * 2),
        ("a;b\n1;2\n", [f"data-column {CSV}:1:1"]),
        ("", [f"data-column {CSV}:1:1"]),
        ("\n\n", [f"data-column {CSV}:1:1"]),
        ('a,b\n1,2\n\n3,"x\ny\n', [f"data-syntax {CSV}:4:1"]),
        ('a\n"x"y\n', [f"data-syntax {CSV}:2:1"]),
        ("a\n" + "x" * 140_000, [f"data-syntax {CSV}:2:1"]),
        (",".join(f"c{n}" for n in range(1001)), [f"data-limit {CSV}:1:1"]),
        ("b\n1\n", ["data-column specs/a.yaml:2:12"]),
        ("a\n1\n2\n1\n", [f"duplicate-name {CSV}:4:1 specs/a.yaml:2:3"]),
        ("a,b\n,1\n2,\n", [f"data-row {CSV}:2:1 specs/a.yaml:2:3"]),
        ("a\n1\x00\n", [f"file-encoding {CSV}:2:2"]),
        ("\ufeffa\r\n1\r\n", []),
    ],
)  # fmt: skip
def test_a_mistake_in_csv_is_a_finding_at_its_row(
    tmp_path: Path, data: str, expected: list[str]
) -> None:
    assert problems(tmp_path, data) == expected


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        ('{"a": 1}\n{"a": }\n', ":2:7", "not JSON: Expecting value"),
        ('{"a": 1}\n[1]\n', ":2:1", "not an object"),
        ('{"a": 1}\n5\n', ":2:1", "not an object"),
        ('{"a": 1, "a": 2}\n', ":1:1", "a is written twice"),
        ('{"a": NaN}\n', ":1:1", "NaN is no number"),
        ('{"a": ' + "9" * 5000 + "}\n", ":1:1", "not a row"),
        ('{"a": ' + "[" * 40 + "]" * 40 + "}\n", ":1:1", "deeper than 32"),
        ('{"a": ' + "[" * 99_999 + "}\n", ":1:1", "recursion"),
        ('{"a": "\\ud800"}\n', ":1:1", "surrogate"),
        ("{" + ", ".join(f'"c{n}": 1' for n in range(1001)) + "}", ":1:1", "1,000 columns"),
    ],
)
def test_a_mistake_in_json_lines_is_a_finding_at_its_line(
    tmp_path: Path, data: str, place: str, words: str
) -> None:
    file = "specs/_data/c.ndjson"
    documents = read(tmp_path, companies("x: 1", "_data/c.ndjson"), {file: data})
    first = documents.findings[0]
    assert (str(first.pos), words in first.message) == (file + place, True), first


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("x: '{{ each.bb }}'", ["data-column specs/a.yaml:4:17"]),
        ("x: '{{ each.bb | upper }}'", ["data-column specs/a.yaml:4:17"]),
        ("x: '{{ nope }}{{ each.a }}'", [f"template-undefined specs/a.yaml:4:12 {CSV}:2:1"]),
        ("x: '{{ each.a | nope }}'", [f"template-syntax specs/a.yaml:4:9 {CSV}:2:1"]),
        ("x: '{{ 1 / (each.a | int - 2) }}'", [f"template-failed specs/a.yaml:4:9 {CSV}:3:1"]),
        ("x: '{{ each }}'", []),
        ("x: {'{{ each.a }}': 1, '2': 3}", [f"data-row {CSV}:3:1 specs/a.yaml:4:8"]),
    ],
)  # fmt: skip
def test_a_mistake_in_the_template_is_said_once_with_both_places(
    tmp_path: Path, template: str, expected: list[str]
) -> None:
    assert problems(tmp_path, "a,b\n1,x\n2,y\n3,z\n", template) == expected


def test_after_fifty_wrong_rows_the_rest_is_counted(
    tmp_path: Path,
) -> None:
    said = problems(tmp_path, "a\n" + "1,2\n" * 60)
    assert (len(said), said[0]) == (51, f"data-row {CSV}")
    nameless = problems(tmp_path, "a,b\n" + ",1\n" * 60)
    assert len(nameless) == 50
    failing = problems(tmp_path, "a\n" + "".join(f"{n}\n" for n in range(3000)),
                       "x: '{{ 1 / (each.a | int * 0) }}'")  # fmt: skip
    assert len(failing) == 50


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("_data/nope.csv", "data-missing specs/a.yaml:3:15"),
        ("x" * 300 + ".csv", "data-missing specs/a.yaml:3:15"),
        ("x" * 300 + "/c.csv", "data-missing specs/a.yaml:3:15"),
        ("_data/c.txt", "data-missing specs/a.yaml:3:15"),
        ("", "data-missing specs/a.yaml:3:14"),
        ("{a: b}", "data-missing specs/a.yaml:3:15"),
        ("/etc/c.csv", "file-outside-root specs/a.yaml:3:15"),
        ("../../c.csv", "file-outside-root specs/a.yaml:3:15"),
        (".hidden/c.csv", "file-outside-root specs/a.yaml:3:15"),
        ("_data/link.csv", "file-outside-root specs/a.yaml:3:15"),
        ("linked/c.csv", "file-outside-root specs/a.yaml:3:15"),
        ("_data/folder.csv", "file-unreadable specs/_data/folder.csv"),
        ("'{{ nope }}.csv'", "template-undefined specs/a.yaml:3:19"),
    ],
)
def test_only_data_of_the_project_is_read(tmp_path: Path, file: str, expected: str) -> None:
    root = tmp_path / "root"
    (root / "specs/_data/folder.csv").mkdir(parents=True)
    (root / "specs/.hidden").mkdir()
    for place in (tmp_path / "c.csv", root / "specs/.hidden/c.csv", root / "specs/_data/c.csv"):
        place.write_text("a\n1\n")
    (root / "specs/_data/link.csv").symlink_to("c.csv")
    (root / "specs/linked").symlink_to("_data")
    documents = read(root, companies("x: 1", file), {})
    assert found(documents)[0] == expected


def test_a_name_that_is_nearly_right_is_suggested(tmp_path: Path) -> None:
    documents = read(
        tmp_path, companies("x: 1", "_data/compnies.csv"), {"specs/_data/companies.csv": ""}
    )
    assert documents.findings[0].hint == "did you mean _data/companies.csv?"
    documents = read(
        tmp_path,
        companies("x: '{{ each.seets }}'"),
        {"specs/_data/companies.csv": "a,seats\n1,2\n"},
    )
    assert documents.findings[0].hint == "did you mean seats?"


def test_rows_and_what_they_make_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MAX_ROWS", 2)
    assert problems(tmp_path, "a\n1\n2\n3\n") == [f"data-limit {CSV}:4:1"]
    monkeypatch.setattr(rows, "MAX_ROWS", 100)
    monkeypatch.setattr(tables, "MAX_BYTES", 3)
    assert problems(tmp_path, "a\n1\n2\n") == [f"file-too-large {CSV}"]
    monkeypatch.setattr(tables, "MAX_BYTES", 1000)
    monkeypatch.setattr(each, "CHUNK", 2)
    monkeypatch.setattr(tables.Tables.__init__, "__defaults__", (12, 300))
    data = "a\n" + "".join(f"{n}\n" for n in range(20))
    assert problems(tmp_path, data) == ["data-limit specs/a.yaml:3:15"]
    monkeypatch.setattr(tables.Tables.__init__, "__defaults__", (1000, 5))
    assert problems(tmp_path, data, "x: '{{ each.a }}xx'") == ["data-limit specs/a.yaml:3:15"]


@pytest.mark.parametrize(
    ("file", "data"),
    [("none.csv", "a,b\n"), ("none.csv", "a,b\n\n\n"), ("none.jsonl", ""), ("none.jsonl", "\n")],
)
def test_a_file_without_a_row_is_no_reason_to_remove_what_it_made(
    tmp_path: Path, file: str, data: str
) -> None:
    spec = companies("company_id: x", f"_data/{file}")
    documents = read(tmp_path, spec, {f"specs/_data/{file}": data})
    (one,) = documents.findings
    assert (one.code, one.severity, str(one.pos)) == ("data-empty", "error", "specs/a.yaml:3:15")
    assert "for_each: []" in one.hint


@pytest.mark.parametrize("items", ["[]", "'{{ nobody }}'"])
def test_a_list_may_be_empty_on_purpose(tmp_path: Path, items: str) -> None:
    documents = read(tmp_path, companies("company_id: x", items), {}, config="vars: {nobody: []}\n")
    assert (documents.findings, documents.yaml[0].data["companies"]) == ((), {})


def test_a_wrong_template_does_not_hide_what_is_wrong_in_the_rows(tmp_path: Path) -> None:
    spec = companies("company_id: '{{ each.nope }}'", "_data/c.csv")
    documents = read(tmp_path, spec, {"specs/_data/c.csv": "a,b\n1,2\n3\n4,5,6\n"})
    assert found(documents) == [
        "data-row specs/_data/c.csv:3:1", "data-row specs/_data/c.csv:4:1",
        "data-column specs/a.yaml:4:26",
    ]  # fmt: skip
