"""What `explain` says of kinds and fields is read off their tables."""

from reconciler.core.described.explain import about_field, about_kind, field_at
from tests.core.toys import KINDS


def test_a_kind_lists_its_fields_its_key_and_its_removals() -> None:
    found = about_kind(KINDS["page"])
    assert (found["key"], found["removal"]) == (["box", "title"], ["unpublish", "delete", "keep"])
    assert [one["name"] for one in found["fields"]] == [
        "title", "text", "state", "box", "owner", "labels", "words", "extra", "translations",
    ]  # fmt: skip
    assert found["example"] == "pages:\n  some-name:\n    title: some text"
    assert about_kind(KINDS["label"])["example"] == "labels:\n  some-name:"


def described(kind: str, *path: str) -> dict[str, object]:
    one, _ = field_at(KINDS[kind], path)
    assert one is not None
    return {key: value for key, value in about_field(KINDS[kind], one, path).items() if value}


def test_a_field_says_what_it_takes() -> None:
    assert described("page", "state") == {
        "kind": "pages", "name": "state", "type": "text", "written": "written and compared",
        "choices": ["draft", "published"], "default": "draft", "notes": ["sent with every update"],
        "example": "pages:\n  some-name:\n    state: draft",
    }  # fmt: skip
    assert described("label", "name")["default"] == "its key"
    assert described("label", "late")["since"] == "2.14"
    assert described("label", "secret")["notes"] == ["personal: plans show a digest"]
    assert described("page", "words")["example"] == "pages:\n  some-name:\n    words: [one, two]"


def test_references_and_mappings_say_what_they_name() -> None:
    assert described("page", "box")["type"] == "name of a box"
    assert described("page", "labels")["type"] == "list of label names, or {exactly: [..]}"
    assert described("page", "extra")["type"] == "mapping by name of a label"
    assert (
        described("page", "extra")["example"] == "pages:\n  some-name:\n    extra: {some-name: 3}"
    )
    assert described("page", "translations")["fields"] == ["title", "text", "state"]
    assert described("page", "translations", "text")["example"] == (
        "pages:\n  some-name:\n    translations: {fr: {text: some text}}"
    )
    assert described("page", "translations")["example"] == (
        "pages:\n  some-name:\n    translations: {fr: {title: some text}}"
    )


def test_what_is_not_there_or_only_computed_has_no_explanation() -> None:
    assert field_at(KINDS["page"], ["translations", "txt"]) == (None, ["title", "text", "state"])
    assert field_at(KINDS["page"], ["views"])[0] is None
