"""Live objects as specs: names, folders, what is left out."""

import re
import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.core.compared.names import Names
from reconciler.core.described.export import Export, Exported, export
from reconciler.core.described.filenames import LONGEST, folded, slug
from reconciler.core.described.texts import Text, pages
from reconciler.model import Id, Live, Ref
from tests.core.toys import KINDS, live

HOUSES = Ref("page", "top/in-out/häuser-bauen")


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
        "pages/top/in-out/häuser-bauen": Text(
            HOUSES, "", {"title": "Häuser bauen", "owner": "ada@x.test", "labels": ["vip"]}, "<p>x</p>"),
        "pages/top/in-out/häuser-bauen.fr": Text(HOUSES, "fr", {"title": "F"}, "<p>f</p>"),
    }  # fmt: skip


def test_equal_names_are_numbered_and_pinned_by_their_id() -> None:
    found = exported(live("page", "1", title="Same"), live("page", "2", title="Same"))
    assert {path: one.front["id"] for path, one in found.texts.items()} == {
        "pages/same": "1", "pages/same-2": "2",
    }  # fmt: skip
    assert len(found.ambiguous) == 2


def test_what_no_spec_may_declare_is_left_out_before_anything_refers_to_it() -> None:
    found = exported(
        live("label", "1", name="\u2028 "), live("label", "2", name="k"), live("box", "3"),
        live("page", "5", title="P", box="3"), live("page", "6", title="\t"),
    )  # fmt: skip
    assert found.skipped == ["label 1 is left out: its name is empty",
                             "box 3 is left out: its name is empty",
                             "page 6 is left out: its title is empty"]  # fmt: skip
    assert (found.yaml, found.folders) == ({"labels": {"k": {}}}, {})
    assert found.texts == {"pages/p": Text(Ref("page", "p"), "", {"title": "P"}, "")}
    assert set(found.ids.values()) == {"2", "5"}


def test_what_is_owned_or_archived_is_left_alone() -> None:
    found = exported(live("label", "1", name="a"), live("label", "2", name="b", archived=True),
                     live("label", "3", name="c"), label={"3"})  # fmt: skip
    assert found.yaml == {"labels": {"a": {}}}


def test_a_parent_that_is_not_there_and_keys_of_intercoms_own_are_left_out() -> None:
    found = exported(live("box", "1", name="Lost", parent="99"), live("label", "2", name="k", code="x"),
                     live("page", "5", title="P", extra={"k": 1, "system": 2, "empty": "", "deep": {}}))  # fmt: skip
    assert found.folders == {"pages/lost/_box.yaml": {"name": "Lost"}}
    assert found.texts["pages/p"].front["extra"] == {"k": 1}


@pytest.mark.parametrize(
    ("title", "name"),
    [("Hello, World!", "hello-world"), ("10 ways", "n10-ways"), ("!!!", "untitled-7"),
     ("日本語 ガイド", "日本語-ガイド"), ("a_b", "a-b"), ("x" * 99, "x" * 60), ("2024", "2024"),
     ("../../etc/passwd", "etc-passwd"), ("a/b\\c:d*e?", "a-b-c-d-e"), ("a\nb\x1b[31m", "a-b-31m"),
     ("...", "untitled-7"), ("❤️", "untitled-7"), ("a \u202e b\u200b", "a-b"), ("Ⅷ ﬁ ²", "viii-fi-2"),
     ("हिन्दी गाइड", "हिन्दी-गाइड"), ("e\u0301t\u0301\u0301", "ét́́"), ("Straße", "strasse"),
     ("İstanbul", "i̇stanbul"), ("\U00020000" * 60, "\U00020000" * 45)],
)  # fmt: skip
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    assert slug(title, "7") == name


@given(st.text(max_size=80))
def test_a_name_is_its_own_on_every_disk(title: str) -> None:
    name = slug(title, "7")
    assert name == folded(name) == unicodedata.normalize("NFC", name)
    assert 0 < len(name) <= LONGEST + len("n")
    assert len(f"{name}-99.zh-TW.html".encode()) < 255
    assert not re.search(r'[\s/\\:*?"<>|.\x00-\x1f\ud800-\udfff]', name)


def test_names_that_some_disk_takes_for_one_are_numbered() -> None:
    titles = ["Con", "con", "COM1", "Straße", "STRASSE", "é", "e\u0301", "Nul."]
    found = exported(*(live("page", str(at), title=title) for at, title in enumerate(titles)))
    assert list(found.texts) == [f"pages/{name}" for name in (
        "con-2", "con-3", "com1-2", "strasse", "strasse-2", "é", "é-2", "nul-2")]  # fmt: skip


def test_a_name_that_differs_in_case_from_a_declared_one_is_numbered() -> None:
    one = live("page", "1", title="Guide")
    work = Export(KINDS, {"page": [one]}, ("en",), Names(), frozenset({Ref("page", "GUIDE")}))
    assert list(export(work, [KINDS["page"]], {}).texts) == ["pages/guide-2"]


A, B, C = (Ref("page", name) for name in ("top/a", "b", "c d"))
IMAGE = "<img src='https://downloads.intercomcdn.com/a.png"
LINKS = '<p><a href="reconciler:page/{}">x</a></p>'


def test_links_between_pages_are_relative_paths_in_the_same_language() -> None:
    texts = {
        "specs/pages/top/a": Text(A, "", {}, LINKS.format("b#part") + LINKS.format("c%20d")),
        "specs/pages/top/a.fr": Text(
            A, "fr", {}, LINKS.format("b?fr") + LINKS.format("b") + LINKS.format("elsewhere")
        ),
        "specs/pages/b": Text(B, "", {}, LINKS.format("top/a")),
        "specs/pages/b.fr": Text(B, "fr", {}, ""),
    }
    found = pages(texts, {(C, ""): "specs/pages/2-c d.md"})
    assert {path: body for path, (_, body) in found.files.items()} == {
        "specs/pages/top/a.md": "[x](../b.md#part)\n\n[x](../2-c%20d.md)\n",
        "specs/pages/top/a.fr.md": "[x](../b.fr.md)\n\n[x](reconciler:page/b)\n\n[x](reconciler:page/elsewhere)\n",
        "specs/pages/b.md": "[x](top/a.md)\n",
        "specs/pages/b.fr.md": "",
    }
    assert (found.html, found.left) == ({}, [])


def test_what_markdown_cannot_carry_is_html_and_said_once_for_a_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reconciler.content.markdown_of", lambda _: ("", "a table of it is odd"))
    texts = {
        "pages/top/a": Text(A, "", {}, f"<p>x</p>{IMAGE}?signature=1'>" + LINKS.format("b")),
        "pages/top/a.fr": Text(A, "fr", {}, LINKS.format("b")),
        "pages/b": Text(B, "", {}, '<iframe src="https://x.test"></iframe>'),
    }
    found = pages(texts, {})
    assert {path: body for path, (_, body) in found.files.items()} == {
        "pages/top/a.html": '<p>x</p>\n<img src="https://downloads.intercomcdn.com/a.png" alt="">'
        '<p><a href="../b.md">x</a></p>\n',
        "pages/top/a.fr.html": '<p><a href="../b.md">x</a></p>\n',
        "pages/b.md": "",
    }
    assert found.html == {A: "pages/top/a.html: a table of it is odd"}
    assert found.left == ["pages/b.md: a table of it is odd"]


def test_languages_that_nobody_declared_are_left_out_and_counted() -> None:
    texts = {"fr": {"title": "F"}, "de": {"title": "D"}}
    found = exported(
        live("page", "1", title="A", translations=texts),
        live("page", "2", title="B", translations=texts),
    )
    assert set(found.texts) == {"pages/a", "pages/a.fr", "pages/b", "pages/b.fr"}
    (said,) = found.skipped
    assert said.startswith("de: 2 translations of pages are left out")


def test_thousands_of_one_title_are_numbered_in_one_go() -> None:
    lives = [live("page", str(at), title="Untitled") for at in range(1, 5001)]
    started = process_time()
    found = exported(*lives)
    assert process_time() - started < 5
    assert "pages/untitled-5000" in found.texts
