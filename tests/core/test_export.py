"""Live objects as specs: names, folders, what is left out."""

import pytest

from reconciler.core.compared.names import Names
from reconciler.core.described.export import Export, Exported, export, slug
from reconciler.model import Id, Live
from tests.core.toys import KINDS, live


def exported(*lives: Live, locales: tuple[str, ...] = ("en", "fr"), **owned: set[str]) -> Exported:
    by_kind: dict[str, list[Live]] = {}
    names = Names()
    for one in lives:
        by_kind.setdefault(one.kind, []).append(one)
        if one.kind in ("person", "label"):
            names.by_id[Id(one.kind, one.id)] = str(
                one.fields["email" if one.kind == "person" else "name"]
            )
    work = Export(KINDS, by_kind, locales, names)
    return export(work, [KINDS[name] for name in ("label", "box", "page")], owned)


def test_pages_lie_in_the_folders_of_their_boxes() -> None:
    found = exported(
        live("person", "1", email="ada@x.test"), live("label", "2", name="vip"),
        live("box", "4", name="In & out", parent="3"), live("box", "3", name="Top"),
        live("page", "5", title="Häuser bauen", text="<p>x</p>", box="4", owner="1", labels=["2"],
             translations={"fr": {"title": "F", "text": "<p>f</p>"}, "de": {"title": "D"}}),
    )  # fmt: skip
    assert found.yaml == {"labels": {"vip": {}}}
    assert found.folders == {"pages/top/_box.yaml": {"name": "Top"},
                             "pages/top/in-out/_box.yaml": {"name": "In & out"}}  # fmt: skip
    assert found.texts == {
        "pages/top/in-out/häuser-bauen.html": (
            {"title": "Häuser bauen", "owner": "ada@x.test", "labels": ["vip"]}, "<p>x</p>"),
        "pages/top/in-out/häuser-bauen.fr.html": ({"title": "F"}, "<p>f</p>"),
    }  # fmt: skip


def test_equal_names_are_numbered_and_pinned_by_their_id() -> None:
    found = exported(live("page", "1", title="Same"), live("page", "2", title="Same"))
    assert {path: front["id"] for path, (front, _) in found.texts.items()} == {
        "pages/same.html": "1", "pages/same-2.html": "2",
    }  # fmt: skip
    assert len(found.ambiguous) == 2


def test_what_is_owned_or_archived_is_left_alone() -> None:
    found = exported(live("label", "1", name="a"), live("label", "2", name="b", archived=True),
                     live("label", "3", name="c"), label={"3"})  # fmt: skip
    assert found.yaml == {"labels": {"a": {}}}


def test_a_parent_that_is_not_there_and_keys_of_intercoms_own_are_left_out() -> None:
    found = exported(live("box", "1", name="Lost", parent="99"), live("label", "2", name="k", code="x"),
                     live("page", "5", title="P", extra={"k": 1, "system": 2, "empty": "", "deep": {}}))  # fmt: skip
    assert found.folders == {"pages/lost/_box.yaml": {"name": "Lost"}}
    assert found.texts["pages/p.html"][0]["extra"] == {"k": 1}


@pytest.mark.parametrize(
    ("title", "name"),
    [("Hello, World!", "hello-world"), ("10 ways", "n10-ways"), ("!!!", "untitled-7"),
     ("日本語 ガイド", "日本語-ガイド"), ("a_b", "a-b"), ("x" * 99, "x" * 60), ("2024", "2024")],
)  # fmt: skip
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    assert slug(title, "7") == name
