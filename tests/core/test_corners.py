"""Corners that no larger test passes by."""

from dataclasses import replace
from pathlib import Path

import pytest

from reconciler.core.compared.canonical import leaf
from reconciler.core.compared.names import Names
from reconciler.core.declared.desired import desired
from reconciler.core.declared.specs import specs
from reconciler.model import Config, Documents, Field, Map, Ref, YamlFile
from reconciler.source import load
from reconciler.source.write import config_text, text_file, yaml_text
from tests.core.test_desired import Read, one_problem, read
from tests.core.toys import KINDS, live, only, owned, planned, spec, want

__all__ = ["read"]


def test_a_field_that_the_table_does_not_know_is_nothing() -> None:
    assert leaf(KINDS["label"], {}, ("unheard-of",), Names()) is None


def test_a_field_of_a_later_version_is_refused(read: Read) -> None:
    text = "labels:\n  a: {late: x}\n"
    assert one_problem(read(a=text)).message.endswith(
        "late needs API version 2.14; this workspace is at 2.11"
    )
    assert not read("2.14", a=text).findings


def test_a_kind_of_a_later_version_is_refused() -> None:
    kinds = {**KINDS, "label": replace(KINDS["label"], since="2.16")}
    ref = Ref("label", "a")
    (found,) = desired({ref: spec(ref, {})}, kinds, Config(), "2.11").findings
    assert (found.code, found.message) == (
        "version-field",
        "label/a: API version 2.11 has no labels",
    )


def test_a_required_field_says_what_it_is_for(read: Read) -> None:
    assert one_problem(read(a="pages:\n  p:\n")).hint == "write title:"


def test_an_attribute_of_the_wrong_declared_type_names_the_declaration() -> None:
    from reconciler.core.declared.reading import Attribute, Reader, Rules, read_fields  # noqa: PLC0415 - only here

    fields = Map({"extra": Map({"n": "many"})})
    rules = Rules(KINDS["page"], Config(), None,  # type: ignore[arg-type]
                  {"n": Attribute(Ref("label", "n"), "integer", Field("n", "integer"))})  # fmt: skip
    reader = Reader(rules, spec(Ref("page", "p"), fields))
    assert read_fields(reader, KINDS["page"].index, fields, ()) == {"extra": {}}
    assert "label/n has the type integer" in rules.findings[0].message


def test_a_missing_attribute_reference_points_at_the_resource() -> None:
    from reconciler.core.declared.references import references  # noqa: PLC0415 - only here

    one = replace(want("page", "p", title="P"), refs=(Ref("label", "zzz"),))
    (found,) = references({one.ref: one}, KINDS)
    assert (found.code, found.path) == ("missing-reference", "")


def test_a_kind_key_without_anything_is_no_mistake() -> None:
    file = YamlFile("a.yaml", Map({"labels": "", "template": "false"}))
    found = specs(Documents(".", Config(), (file,), (), ()), KINDS)
    assert (dict(found.specs), found.findings) == ({}, [])


def test_text_files_of_a_kind_without_folders_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "reconciler.yaml").write_text("version: 1\n")
    (tmp_path / "specs" / "pages" / "deep").mkdir(parents=True)
    (tmp_path / "specs" / "pages" / "deep" / "a.md").write_text("# A\n")
    files = KINDS["page"].files
    assert files is not None
    flat = replace(KINDS["page"], files=replace(files, folder_kind="", folder_field=""))
    kinds = {**KINDS, "page": flat}
    found = specs(load(tmp_path, files={"page": flat.files}), kinds)
    assert list(found.specs) == [Ref("page", "deep/a")]
    assert "box" not in found.specs[Ref("page", "deep/a")].fields


def test_a_link_spelt_otherwise_than_it_is_read_has_the_place_of_its_element(read: Read) -> None:
    found = read(**{"pages__a.md": "# A\n\n[x](no\\-where.md)\n"})
    assert [(one.code, str(one.pos)) for one in found.findings] == [
        ("dead-link", "specs/pages/a.md:3:1")
    ]


def test_an_old_default_that_is_no_mapping_is_left_to_the_configuration(read: Read) -> None:
    found = read(config="version: 1\ndefaults: {pages: 3}\n")
    assert {one.code for one in found.findings} == {"config-value"}


def test_a_new_language_and_a_changed_one_travel_together() -> None:
    one = want("page", "a", title="A", translations={"fr": {"title": "New"}, "de": {"title": "D"}},
               create={"translations": {"de": {"state": "draft"}, "fr": {"state": "draft"}}})  # fmt: skip
    there = {"fr": {"title": "Old", "state": "published"}}
    made = planned([one], [live("page", "9", title="A", state="published", translations=there)],
                   [owned(one, "9", title="A", translations__fr__title="Old")])  # fmt: skip
    body = made.plan.steps[0].request.body
    assert body is not None
    assert body["translations"] == {"fr": {"title": "New", "state": "published"},
                                    "de": {"title": "D", "state": "draft"}}  # fmt: skip


def test_a_declared_state_travels_with_another_change() -> None:
    one = want(
        "page",
        "a",
        title="New",
        state="published",
        translations={"fr": {"title": "F", "state": "draft"}},
    )
    there = {"fr": {"title": "Old", "state": "draft"}}
    made = planned([one], [live("page", "9", title="Old", state="published", url="https://h.test/a/1", translations=there)],
                   [owned(one, "9", title="Old", state="published", translations__fr__title="Old", translations__fr__state="draft")])  # fmt: skip
    assert only(made).op == "update"
    body = made.plan.steps[0].request.body
    assert body == {"title": "New", "state": "published", "owner_id": None,
                    "translations": {"fr": {"title": "F", "state": "draft"}}}  # fmt: skip


@pytest.mark.parametrize("text", ["{{ x }}", "{% raw %}"])
def test_written_text_that_looks_like_a_template_is_switched_off(text: str) -> None:
    assert yaml_text({"tags": {"a": {"name": text}}}).startswith("template: false\n")
    assert yaml_text({"tags": [{"name": [text]}]}).startswith("template: false\n")
    assert "template: false" in text_file({}, text)
    assert text_file({}, "plain") == "---\n---\nplain"


def test_a_first_configuration_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "reconciler.yaml").write_text(
        config_text(
            replace(Config().workspaces[0], app_id="ab12", api_version="2.16"),
            ("en", "fr"),
            "specs",
        )
    )
    (tmp_path / "specs").mkdir()
    documents = load(tmp_path, files={})
    assert not documents.findings
    assert documents.config.locales == ("en", "fr")
    assert documents.config.workspaces[0].api_version == "2.16"
