"""A folder to documents: which files are read, in which order, and with which values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler.errors import Exit, UsageError
from reconciler.model import Documents, Files, Map, Pos, TextSource
from reconciler.source import load
from reconciler.source import walk as walking
from reconciler.source.walk import Walk, order

FILES = {"article": Files("articles", folder_file="_collection.yaml")}
CONFIG = """\
help_center: {locales: [en, fr]}
vars: {product: Acme, days: 14, xs: [a, {b: c}]}
workspaces: {production: {}, staging: {vars: {days: 3}}}
"""


def read(
    root: Path, files: Mapping[str, str], *, config: str = CONFIG, workspace: str | None = None
) -> Documents:
    for name, text in {"reconciler.yaml": config, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return load(root, files=FILES, workspace=workspace, isolated=False)


def found(documents: Documents) -> list[str]:
    return [f"{one.code} {one.pos}" for one in documents.findings]


def source(documents: Documents) -> TextSource:
    (one,) = documents.texts
    return one


def test_specs_are_all_yaml_files_below_their_folder_in_declared_order(tmp_path: Path) -> None:
    names = ["10-b.yaml", "2-a.yml", "z.yaml", "a/x.yaml", "_data/no.yaml", "_no.yaml",
             ".no.yaml", ".no/x.yaml", "README.md", "logo.png"]  # fmt: skip
    documents = read(tmp_path, {f"specs/{name}": "tags: {}\n" for name in names})
    assert [one.path for one in documents.yaml] == [
        "specs/2-a.yml", "specs/10-b.yaml", "specs/a/x.yaml", "specs/z.yaml",
    ]  # fmt: skip
    assert (documents.texts, documents.findings) == ((), ())
    assert documents.root == str(tmp_path)


def test_text_folders_hold_pages_and_metadata(tmp_path: Path) -> None:
    documents = read(
        tmp_path,
        {
            "specs/articles/2-x/_collection.yaml": "name: X {{ product }}\n",
            "specs/articles/2-x/10-b.md": "---\ntitle: B\n---\nbody\n",
            "specs/articles/2-x/9-a.fr.md": "# A\n",
            "specs/articles/1-top.html": "<p>x</p>",
            "specs/articles/_partials/p.md": "{{ nope }}",
            "specs/articles/pic.PNG": "",
        },
    )
    texts = source(documents)
    assert (texts.kind, texts.root, texts.locale, texts.preset) == (
        "article", "specs/articles", None, "",
    )  # fmt: skip
    assert [one.path for one in texts.files] == [
        "specs/articles/1-top.html", "specs/articles/2-x/9-a.fr.md", "specs/articles/2-x/10-b.md",
    ]  # fmt: skip
    assert texts.folders == {"2-x": {"name": "X Acme"}}
    assert (texts.files[2].front, texts.files[2].body_line) == ({"title": "B"}, 4)
    assert (documents.yaml, documents.findings) == ((), ())


def test_files_that_are_not_read_are_named(tmp_path: Path) -> None:
    documents = read(
        tmp_path,
        {"specs/a.txt": "", "specs/articles/b.txt": "", "specs/articles/x/_collection.yml": "",
         "specs/articles/x/collection.yaml": "", "specs/articles/x/_other.txt": ""},
    )  # fmt: skip
    assert found(documents) == [
        "file-ignored specs/a.txt", "file-ignored specs/articles/b.txt",
        "file-ignored specs/articles/x/_collection.yml",
        "file-ignored specs/articles/x/collection.yaml",
    ]  # fmt: skip
    assert [one.hint for one in documents.findings][2:] == ["did you mean _collection.yaml?"] * 2


def test_templates_are_rendered_in_scalars_keys_front_matter_and_bodies(tmp_path: Path) -> None:
    documents = read(
        tmp_path,
        {
            "specs/a.yaml": "tags:\n  '{{ product }} VIP': {name: '{{ days }}', xs: '{{ xs }}'}\nl: [{k: '{{ days }}'}]\n",
            "specs/articles/a.md": "---\ntitle: 'Hi {{ product }}'\n---\n{{ locale }} `{{ x }}`",
            "specs/articles/a.fr.md": "{{ locale }} {{ workspace }}",
        },
    )
    data = documents.yaml[0].data
    assert data["l"] == [{"k": 14}]
    assert data["tags"] == {"Acme VIP": {"name": 14, "xs": ["a", {"b": "c"}]}}
    assert data["tags"].key_mark("Acme VIP") == (2, 3)
    fields = data["tags"]["Acme VIP"]
    assert fields.value_mark("xs") == fields["xs"].marks[1] == (2, 49)
    assert fields["xs"][1].key_mark("b") == (2, 49)
    french, english = source(documents).files
    assert (english.front, english.body) == ({"title": "Hi Acme"}, "en `{{ x }}`")
    assert french.body == "fr production"
    assert documents.findings == ()


def test_translations_inside_a_spec_see_their_language(tmp_path: Path) -> None:
    text = (
        "a:\n  l: '{{ locale }}'\n  translations: {fr: {l: '{{ locale }}'}, xx: '{{ locale }}'}\n"
    )
    documents = read(tmp_path, {"specs/a.yaml": text})
    assert documents.yaml[0].data["a"] == {
        "l": "en", "translations": {"fr": {"l": "fr"}, "xx": "en"},
    }  # fmt: skip


def test_the_vars_of_the_chosen_workspace_win(tmp_path: Path) -> None:
    files = {"specs/a.yaml": "a: '{{ days }} {{ workspace }}'\n"}
    assert read(tmp_path, files).yaml[0].data == {"a": "14 production"}
    assert read(tmp_path, files, workspace="staging").yaml[0].data == {"a": "3 staging"}


def test_an_unknown_workspace_is_a_mistake_of_the_command(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no workspace stagin") as raised:
        read(tmp_path, {}, workspace="stagin")
    assert (raised.value.exit, raised.value.hint) == (Exit.USAGE, "did you mean staging?")


def test_where_the_configuration_is_broken_its_findings_come_first(tmp_path: Path) -> None:
    documents = read(tmp_path, {}, config="workspaces: [x", workspace="staging")
    assert found(documents) == ["yaml-syntax reconciler.yaml:1:13"]


def test_templates_are_switched_off_per_file_and_per_folder(tmp_path: Path) -> None:
    body = "{{ days }}"
    documents = read(
        tmp_path,
        {
            "specs/a.yaml": "template: false\na: '{{ days }}'\n",
            "specs/articles/a.md": f"---\ntemplate: false\n---\n{body}",
            "specs/articles/b/_collection.yaml": "template: false\nname: '{{ days }}'\n",
            "specs/articles/b/a.md": body,
            "specs/articles/b/c/_collection.yaml": "name: x\n",
            "specs/articles/b/c/d.md": f"---\ntemplate: true\n---\n{body}",
            "specs/articles/b/c/e.md": body,
        },
    )
    assert documents.yaml[0].data["a"] == "{{ days }}"
    texts = source(documents)
    assert [one.body for one in texts.files] == [body, body, "14", body]
    assert texts.folders["b"]["name"] == "{{ days }}"


def test_a_switch_that_is_neither_true_nor_false_is_a_finding(tmp_path: Path) -> None:
    documents = read(tmp_path, {"specs/a.yaml": "template: no\na: '{{ days }}'\n"})
    assert found(documents) == ["wrong-type specs/a.yaml:1:11"]


def test_sources_are_taken_as_they_stand(tmp_path: Path) -> None:
    config = "help_center: {locales: [en, fr]}\nsources: {articles: {en: docs/en, fr: docs/fr}}\n"
    documents = read(
        tmp_path,
        {
            "docs/en/a.md": "# {{ version }}", "docs/en/x.json": "", "docs/en/y.mdx": "",
            "docs/fr/b/a.md": "---\ntemplate: true\n---\n{{ locale }}",
            "docs/fr/b/_collection.yaml": "name: B\n",
        },
        config=config,
    )  # fmt: skip
    english, french = documents.texts
    assert (english.root, english.locale, english.preset) == ("docs/en", "en", "plain")
    assert english.files[0].body == "# {{ version }}"
    assert (french.files[0].body, french.folders) == ("fr", {"b": {"name": "B"}})
    assert found(documents) == ["file-ignored docs/en/y.mdx"]


def test_a_source_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    documents = read(tmp_path, {}, config="sources: {articles: {en: docs}}\n")
    assert found(documents) == ["config-value reconciler.yaml"]
    assert source(documents).files == ()


def test_no_project_is_a_finding_and_specs_alone_are_one(tmp_path: Path) -> None:
    assert found(load(tmp_path, files=FILES)) == ["no-project None"]
    (tmp_path / "specs").mkdir()
    documents = load(tmp_path, files=FILES)
    assert (documents.findings, documents.config.locales) == ((), ("en",))


def test_reading_goes_on_after_a_broken_file_and_all_findings_are_sorted(tmp_path: Path) -> None:
    documents = read(
        tmp_path,
        {
            "specs/c.yaml": "a: {{ x }}\nb: *y\n", "specs/b.yaml": "a: '{{ nope }}'\nb: 'é {{ nope }}'",
            "specs/a.yaml": "a: 'x\n", "specs/d.yaml": "d: 1\n",
            "specs/articles/_x/_collection.yaml": "", "specs/articles/y/_collection.yaml": "a: [\n",
            "specs/articles/a.md": "---\ntitle: {{ x }}\n---\n", "specs/articles/b.md": "a\n b {{ zz }}",
        },
    )  # fmt: skip
    assert found(documents) == [
        "yaml-syntax specs/a.yaml:1:4",
        "yaml-braces specs/articles/a.md:2:8",
        "template-undefined specs/articles/b.md:2:7",
        "yaml-syntax specs/articles/y/_collection.yaml:2:1",
        "template-undefined specs/b.yaml:1:8",
        "yaml-braces specs/c.yaml:1:4",
        "yaml-alias specs/c.yaml:2:4",
    ]
    assert documents.yaml[3].data == {"d": "1"}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: '{{ nope }}'", 1, 8),
        ("é: 'é {{ x }} {{ nope }}'", 1, 0),
        ("a: |\n  one\n  {{ nope }}\n", 3, 6),
        ("a: >\n  one\n  {{ nope }}\n", 1, 4),
        ("a: 'one\n\n  {{ nope }}'\n", 1, 4),
        ("a:\n  - '{{ nope }}'\n", 2, 9),
        ("'{{ nope }}': 1", 1, 5),
    ],
)
def test_an_undefined_name_has_its_exact_place(
    tmp_path: Path, text: str, line: int, column: int
) -> None:
    config = CONFIG.replace("days: 14", "x: 1")
    documents = read(tmp_path, {"specs/a.yaml": text}, config=config)
    expected = Pos("specs/a.yaml", line, column or 18)
    assert [one.pos for one in documents.findings] == [expected]


def test_two_keys_that_become_one_are_a_finding(tmp_path: Path) -> None:
    documents = read(tmp_path, {"specs/a.yaml": "Acme: 1\n'{{ product }}': 2\n"})
    assert found(documents) == ["yaml-duplicate-key specs/a.yaml:2:1"]


@pytest.mark.parametrize(("value", "key"), [("true", "true"), ("false", "false"), ("7", "7")])
def test_a_key_is_text_whatever_its_template_gives(tmp_path: Path, value: str, key: str) -> None:
    documents = read(tmp_path, {"specs/a.yaml": "'{{ x }}': 1\n"}, config=f"vars: {{x: {value}}}")
    assert list(documents.yaml[0].data) == [key]


# ---------------------------------------------------------------- hostile folders


def test_links_are_followed_inside_and_refused_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    root = tmp_path / "root"
    for folder in (outside, root / "specs", root / "other", root / ".git"):
        folder.mkdir(parents=True)
    for place in (outside / "x.yaml", root / "other/y.yaml", root / ".git/z.yaml"):
        place.write_text("a: 1\n")
    for name, target in {
        "file.yaml": outside / "x.yaml", "folder": outside, "inside": root / "other",
        "loop": root / "specs", "hidden.yaml": root / ".git/z.yaml", "gone.yaml": root / "nope",
    }.items():  # fmt: skip
        (root / "specs" / name).symlink_to(target)
    documents = read(root, {})
    assert [one.path for one in documents.yaml] == ["specs/inside/y.yaml"]
    assert found(documents) == [
        "file-outside-root specs/file.yaml", "file-outside-root specs/folder",
        "file-unreadable specs/gone.yaml", "file-outside-root specs/hidden.yaml",
    ]  # fmt: skip


def test_a_configuration_that_is_a_link_out_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "specs").mkdir(parents=True)
    (tmp_path / "x.yaml").write_text("specs: other\n")
    (root / "reconciler.yaml").symlink_to(tmp_path / "x.yaml")
    documents = load(root, files=FILES)
    assert found(documents) == ["file-outside-root reconciler.yaml"]
    assert documents.config.specs == "specs"


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "specs/articles").mkdir(parents=True)
    os.mkfifo(tmp_path / "specs/pipe.yaml")
    os.mkfifo(tmp_path / "specs/articles/pipe.md")
    (tmp_path / "specs/articles/x").mkdir()
    os.mkfifo(tmp_path / "specs/articles/x/_collection.yaml")
    documents = read(tmp_path, {})
    assert [one.code for one in documents.findings] == ["file-unreadable"] * 3
    assert source(documents).folders == {"x": {}}
    assert isinstance(source(documents).folders["x"], Map)


def test_a_folder_that_cannot_be_listed_is_a_finding(tmp_path: Path) -> None:
    walk = Walk(tmp_path.resolve())
    assert walk.files("nope", skip=lambda _: False) == []
    assert [one.code for one in walk.findings] == ["file-unreadable"]


def test_a_file_over_the_limit_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "MAX_BYTES", 200)
    documents = read(tmp_path, {"specs/a.yaml": "a: " + "x" * 200, "specs/b.yaml": "b: 1"})
    assert found(documents) == ["file-too-large specs/a.yaml"]
    assert [one.path for one in documents.yaml] == ["specs/b.yaml"]


def test_a_file_that_is_no_text_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/a.yaml").write_bytes(b"a: \xff")
    assert found(read(tmp_path, {})) == ["file-encoding specs/a.yaml:1:4"]


def test_numbers_at_the_beginning_of_names_sort_as_numbers() -> None:
    paths = ["b", "a/10-x", "a/9-x", "2024", "1_z", "a/x", "10 y"]
    assert sorted(paths, key=order) == ["1_z", "10 y", "2024", "a/9-x", "a/10-x", "a/x", "b"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=80), st.binary(max_size=80), st.binary(max_size=80))
def test_no_bytes_in_any_file_raise(
    tmp_path: Path, config: bytes, spec: bytes, page: bytes
) -> None:
    (tmp_path / "specs/articles").mkdir(parents=True, exist_ok=True)
    (tmp_path / "reconciler.yaml").write_bytes(config)
    (tmp_path / "specs/a.yaml").write_bytes(spec)
    (tmp_path / "specs/articles/a.md").write_bytes(b"---\n" + page + b"\n---\n{{" + page)
    load(tmp_path, files=FILES, isolated=False)


def test_a_name_that_the_disk_spells_apart_is_the_name_that_everybody_writes(
    tmp_path: Path,
) -> None:
    apart, one = "e\u0301te\u0301", "\u00e9t\u00e9"
    documents = read(tmp_path, {f"specs/articles/{apart}/{apart}.md": f"# {apart}\n"})
    assert not documents.findings
    (file,) = source(documents).files
    assert (file.path, file.body) == (f"specs/articles/{one}/{one}.md", f"# {one}\n")
