"""What a preset makes of a folder: pages, order, places, bodies, and what it says is lost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler.model import Documents, Files, Map, TextFile, TextSource
from reconciler.source import load
from reconciler.source.presets import PRESETS, preset

FILES = {"article": Files("articles", folder_file="_collection.yaml")}
ROOTS = {"docusaurus": "docs", "mkdocs": "docs", "hugo": "content/en", "plain": "docs",
         "intercom-github": "intercom/articles", "intercom-help-sync": "articles/en"}  # fmt: skip
CALLOUT = '<!-- --><div class="intercom-interblocks-callout" style="background-color: {}">'
GREY = CALLOUT.format("#e8e8e880; border-color: #73737633")
BLUE = CALLOUT.format("#e3e7fa80; border-color: #334bfa33")
GREEN = CALLOUT.format("#d7efdc80; border-color: #1bb15733")
YELLOW = CALLOUT.format("#feedaf80; border-color: #fbc91633")
END = "<!-- --></div>"


def read(root: Path, preset: str, files: Mapping[str, str]) -> Documents:
    """The documents of a project whose source has these files; names that begin with / lie above."""
    folder = ROOTS[preset]
    config = (
        "help_center: {locales: [en, fr]}\n"
        f"sources: {{articles: {{en: {folder}, preset: {preset}}}}}\n"
    )
    for name, text in {"/reconciler.yaml": config, **files}.items():
        path = root / (name[1:] if name.startswith("/") else f"{folder}/{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return load(root, files=FILES, isolated=False)


def source(documents: Documents) -> TextSource:
    return documents.texts[0]


def page(root: Path, preset: str, text: str, name: str = "") -> tuple[TextFile, list[str]]:
    """`name`: of the file; by default one that the tool takes for a page."""
    usual = "page/en.md" if preset == "intercom-github" else "page.md"
    documents = read(root, preset, {name or usual: text})
    said = [f"{one.pos.line if one.pos else 0} {one.message}" for one in documents.findings]
    (file,) = source(documents).files
    return file, said


# ---------------------------------------------------------------- docusaurus

DOCUSAURUS = [
    (":::note\ntext\n:::\n", f"{GREY}\ntext\n{END}\n", []),
    (":::tip[A <b>]{{.x}}\ntext\n:::", f"{GREEN}<p><b>A &lt;b&gt;</b></p>\ntext\n{END}", []),
    (":::info Older title\n:::", f"{BLUE}<p><b>Older title</b></p>\n{END}", []),
    ("::::note\n:::tip\na\n:::\n::::", f"{GREY}\n{GREEN}\na\n{END}\n{END}", []),
    (":::note\n::::tip\na\n:::\n", f"{GREY}\n{GREEN}\na\n{END}\n", []),
    ("a\n:::\n", "a\n:::\n", ["2 directives that are no admonition are kept as text: :::"]),
    (":::video x\n", ":::video x\n",
     ["1 directives that are no admonition are kept as text: :::video"]),
    ("`:::note`\n```\n:::note\nimport x from 'y'\n```\n",
     "`:::note`\n```\n:::note\nimport x from 'y'\n```\n", []),
    ("import X from 'x';\n\ntext\n", "\n\ntext\n", ["1 imports and exports of MDX are left out"]),
    ("import {\n  X,\n} from 'x'\n\nexport const y = 1\ntext\n\nmore", "\n\n\n\n\n\n\nmore",
     ["1 imports and exports of MDX are left out (5 times)"]),
    ("import your lamps\n\u00a0:::note\n", "import your lamps\n\u00a0:::note\n", []),
    ("{/* a\nb */}text {/* open", "\ntext {/* open", []),
    ("<Card\n  title='x'\n/>\nin <b>it</b> <X.Y>z</X.Y>\n", "\n\n\nin <b>it</b> z\n",
     ["1 components of MDX are left out, the text inside stays: Card, X.Y (3 times)"]),
    ("<TabItem value='a' label='A'>\n\nx\n\n<TabItem value='b'>\n",
     "<!-- --><p><b>A</b></p>\n\nx\n\n\n",
     ["1 components of MDX are left out, the text inside stays: TabItem (2 times)"]),
    ("## Part {#part-1}  \n{a.b} \\{c} `{d}`\n", "## Part {#part-1}  \n{a.b} \\{c} `{d}`\n",
     ["2 expressions of MDX are kept as text"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "body", "said"), DOCUSAURUS)
def test_docusaurus_bodies(tmp_path: Path, text: str, body: str, said: list[str]) -> None:
    file, found = page(tmp_path, "docusaurus", text)
    assert (file.body, found) == (body, said)
    assert file.body.count("\n") == text.count("\n")


def test_a_page_may_still_be_a_template_of_ours(tmp_path: Path) -> None:
    file, found = page(
        tmp_path, "mkdocs", "---\ntemplate: true\n---\n{{ workspace }} {{ 1 + 1 }}\n"
    )
    assert (file.body, dict(file.front), found) == ("default 2\n", {}, [])


def test_many_names_are_cut_short(tmp_path: Path) -> None:
    _, found = page(tmp_path, "docusaurus", "".join(f"<A{one} />\n" for one in range(7)))
    assert found[0].endswith("stays: A0, A1, A2, A3, A4 and 2 more (7 times)")


@pytest.mark.parametrize(
    ("front", "body", "kept"),
    [
        ("title: A\nsidebar_label: B", "text", {"title": "A"}),
        ("sidebar_label: B\ndraft: 'true'", "text", {"title": "B", "state": "draft"}),
        ("title: A\ndescription:\nid: x\nslug: /y", "<!-- z -->\n\n# C", {}),
        ("title: [a]\ndescription: [b]\ntags: [c]", "text", {"tags": ["c"]}),
        ("template: x.html\ndraft: false", "text", {"template": "x.html"}),
        ("state: Utah\ntemplate: false", "text", {}),
        ("state: draft", "text", {"state": "draft"}),
    ],
)
def test_docusaurus_front_matter(
    tmp_path: Path, front: str, body: str, kept: dict[str, object]
) -> None:
    file, found = page(tmp_path, "docusaurus", f"---\n{front}\n---\n{body}\n")
    assert (dict(file.front), found) == (kept, [])


def test_docusaurus_positions_categories_and_addresses(tmp_path: Path) -> None:
    documents = read(tmp_path, "docusaurus", {
        "a.md": "---\nsidebar_position: 2.5\n---\n", "b.md": "---\nsidebar_position: x\n---\n",
        "1 - c/README.mdx": "---\nsidebar_position: -3\n---\n", "1 - c/02-d.md": "",
        "1 - c/2.0-e.md": "---\nid: ee\n---\n", "1 - c/f.md": "---\nslug: ../g\n---\n",
        "h/_category_.json": '{\n\t"label": "H", "position": 4, "link": {"type": "doc"}}',
        "h/h.md": "---\nsidebar_position: 9\n---\n", "i/_category_.yml": "description: I\n",
        "index.md": "---\nsidebar_position: 7\n---\n", "_partial.mdx": "x", "x.html": "", "y.rst": "",
    })  # fmt: skip
    made = source(documents)
    assert made.ranks == {
        "a": 2.5, "1 - c/README": float("-inf"), "1 - c": -3.0, "h": 4.0,
        "h/h": float("-inf"), "index": float("-inf"),
    }  # fmt: skip
    assert made.folders == {"h": {"name": "H"}, "i": {"description": "I"}}
    assert [one.message for one in documents.findings] == ["docs/y.rst is not read"]
    site = made.files[0].site
    assert site is not None
    assert {address: file for address, file in site.pages.items() if "docs" in address} == {
        "/docs/a": "docs/a.md", "/docs/b": "docs/b.md", "/docs/c": "docs/1 - c/README.mdx",
        "/docs/c/d": "docs/1 - c/02-d.md", "/docs/c/ee": "docs/1 - c/2.0-e.md",
        "/docs/g": "docs/1 - c/f.md", "/docs/h": "docs/h/h.md", "/docs": "docs/index.md",
    }  # fmt: skip
    assert (site.page("/docs/c/d/", "docs/a.md"), site.page("c/ee", "docs/a.md")) == (
        "docs/1 - c/02-d.md", "docs/1 - c/2.0-e.md",
    )  # fmt: skip
    assert site.static == "static"


def test_translations_are_found_where_the_tool_has_them_and_nowhere_else(tmp_path: Path) -> None:
    current = "/i18n/fr/docusaurus-plugin-content-docs/current"
    documents = read(tmp_path, "docusaurus", {"a.md": "", f"{current}/a.md": "# É\n"})
    assert [(one.root, one.locale) for one in documents.texts] == [
        ("docs", "en"), (current[1:], "fr"),
    ]  # fmt: skip
    site = documents.texts[1].files[0].site
    assert site is not None
    assert site.static == "static"
    translated = preset("docusaurus").translated
    assert translated("website/docs", "en", "de") == (
        "website/i18n/de/docusaurus-plugin-content-docs/current"
    )
    assert translated("handbook", "en", "de") is None
    assert preset("hugo").translated("content/en/docs", "en", "de") == "content/de/docs"
    assert preset("mkdocs").translated("docs", "en", "de") is None
    assert preset("plain").translated("docs/en", "en", "de") is None


# ---------------------------------------------------------------- mkdocs

MKDOCS = [
    ("!!! note\n    a\n\nb", f"{GREY}\na\n{END}\nb", []),
    ('!!! warning inline end "T"\n    a\nb', f"{YELLOW}<p><b>T</b></p>\na\n{END}\nb", []),
    ("!!! note\n\ta\n\n\tb", f"{GREY}\na\n\nb\n{END}", []),
    ('1. x\n\n    !!! tip ""\n        a\n\n2. y', f"1. x\n\n    {GREEN}\n    a\n{END}\n2. y", []),
    ("!!! note\n    a\n\n    !!! tip\n        b\n\nc",
     f"{GREY}\na\n\n{GREEN}\nb\n<!-- --></div></div>\nc", []),
    ('???+ note "T"\n    a\n', "<!-- --><details><summary>T</summary>\na\n<!-- --></details>", []),
    ("??? bug\n    a\n", "<!-- --><details><summary>Bug</summary>\na\n<!-- --></details>", []),
    ('=== "A"\n    a\n\n=== "B"\n    b\n',
     "<!-- --><p><b>A</b></p>\na\n\n<!-- --><p><b>B</b></p>\nb\n",
     ["1 content tabs are shown one below the other (2 times)"]),
    ("!!! \n=== \n!!!x\n", "!!! \n=== \n!!!x\n", []),
    ("```\n!!! note\n--8<-- x\n[TOC]\n```\n[TOC]\n", "```\n!!! note\n--8<-- x\n[TOC]\n```\n\n", []),
    ("--8<-- 'x'\na\n", "\na\n", ["1 snippets of other files are left out"]),
    ("a {: .b } `{.c}` {x}\n## H {#h}\n", "a  `{.c}` {x}\n## H {#h}\n",
     ["1 attribute lists are left out"]),
    ("## H {: #h }\n### I {#i .x}\na {#b}\n", "## H {#h}\n### I \na \n",
     ["2 attribute lists are left out (2 times)"]),
    ("a\n:material-x: b :fontawesome-y:", "a\n b ",
     ["2 icons are left out: :material-x:, :fontawesome-y: (2 times)"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "body", "said"), MKDOCS)
def test_mkdocs_bodies(tmp_path: Path, text: str, body: str, said: list[str]) -> None:
    file, found = page(tmp_path, "mkdocs", text)
    assert [one.rstrip() for one in file.body.split("\n")] == [
        one.rstrip() for one in body.split("\n")
    ]
    assert found == said


@pytest.mark.parametrize(
    ("text", "front", "body", "line"),
    [
        ("Title: A\nAuthor: B\n\nx\n", {"title": "A", "author": "B"}, "\nx\n", 3),
        ("Title: A\nx\n", {"title": "A"}, "x\n", 2),
        ("Title: A", {"title": "A"}, "", 2),
        ("Note: A\n", {}, "Note: A\n", 1),
        ("---\ntitle: A\n---\n# a\nx\n", {"title": "A"}, "\nx\n", 4),
        ("---\ntitle: A\n---\n# B\n", {"title": "A"}, "# B\n", 4),
    ],
)
def test_mkdocs_metadata(
    tmp_path: Path, text: str, front: dict[str, str], body: str, line: int
) -> None:
    file, found = page(tmp_path, "mkdocs", text)
    assert (dict(file.front), file.body, file.body_line, found) == (front, body, line, [])


NAV = """nav:
# a comment
- index.md
- Guide:
  - Start: guide/start.md
  - guide/more.md
  - Deep: [guide/deep/x.md, {Link: https://example.com}]
- Guide two: [guide/other.md, guide/start.md]
- '!!!': [{Away: 'https://example.com'}, {Odd: {a: b}}, {None: }]
- Wrong: gone.md
- Rest of it: guide/rest.md#part-two
-
"""


def test_mkdocs_nav_gives_order_titles_and_collections(tmp_path: Path) -> None:
    pages = ("index", "index.fr", "guide/start", "guide/more", "guide/deep/x", "guide/other",
             "guide/rest", "lone/README", "lone/b")  # fmt: skip
    documents = read(tmp_path, "mkdocs", {
        "/mkdocs.yml": f"theme: !ENV [A]\n{NAV}extra: &a [*a]\n",
        **{f"{one}.md": f"# {one}\n" for one in pages},
    })  # fmt: skip
    made = source(documents)
    assert sorted(made.ranks, key=lambda one: made.ranks[one]) == [
        "lone/README", "index", "guide", "guide/start", "guide/more", "guide/deep",
        "guide/deep/x", "guide-two", "guide/other", "section", "guide/rest",
    ]  # fmt: skip
    assert made.homes == {
        "index": "", "guide/start": "guide", "guide/more": "guide", "guide/deep/x": "guide/deep",
        "guide/other": "guide-two", "guide/rest": "guide",
    }  # fmt: skip
    assert {one: data["name"] for one, data in made.folders.items()} == {
        "guide": "Guide", "guide/deep": "Deep", "guide-two": "Guide two", "section": "!!!",
    }  # fmt: skip
    titles = {one.path: one.front.get("title") for one in made.files}
    assert titles["docs/guide/start.md"] == "Start"
    assert [one for one in titles.values() if one] == ["Start"]
    assert [(one.message, one.pos) for one in documents.findings] == [
        ("nav entries lead to no page of the folder: gone.md", ("mkdocs.yml", 11, 3)),
    ]


@pytest.mark.parametrize("text", ["site_name: x\n", "nav: docs\n", "nav:\n"])
def test_without_a_nav_folders_are_collections_and_index_pages_come_first(
    tmp_path: Path, text: str
) -> None:
    made = source(read(tmp_path, "mkdocs", {"/mkdocs.yml": text, "a/index.md": "", "a/b.md": ""}))
    assert (made.ranks, made.homes) == ({"a/index": float("-inf")}, {})


def test_settings_that_are_broken_or_lead_out_are_findings(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    broken = read(tmp_path / "p", "mkdocs", {"/mkdocs.yml": "nav: [\n", "a.md": ""})
    assert [one.code for one in broken.findings] == ["yaml-syntax"]
    (tmp_path / "p" / "mkdocs.yml").unlink()
    (tmp_path / "p" / "mkdocs.yml").symlink_to("/etc/hostname")
    out = load(tmp_path / "p", files=FILES, isolated=False)
    assert [one.code for one in out.findings] == ["file-outside-root"]
    (tmp_path / "p" / "mkdocs.yml").unlink()
    (tmp_path / "p" / "mkdocs.yml").mkdir()
    folder = load(tmp_path / "p", files=FILES, isolated=False)
    assert [one.code for one in folder.findings] == ["file-unreadable"]


# ---------------------------------------------------------------- hugo

HUGO = [
    ('[a]({{< ref "b.md#c" >}}) [d]({{% relref path="/e" %}}) {{< ref >}}',
     "[a](b.md#c) [d](/e) ", []),
    ("{{< note >}}\na\n{{< /note >}}\n", f"{GREY}\na\n{END}\n", []),
    ('{{% alert title="T" color="warning" %}}\na\n{{% /alert %}}',
     f"{YELLOW}<p><b>T</b></p>\na\n{END}", []),
    ("{{< hint info >}}\na\n{{< /hint >}}", f"{BLUE}\na\n{END}", []),
    ('{{< callout "My title" >}}\na\n{{< /callout >}}',
     f"{GREY}<p><b>My title</b></p>\na\n{END}", []),
    ("a {{< note >}}b{{< /note >}}", "a b",
     ["1 shortcodes are left out, the text inside stays: note (2 times)"]),
    ('{{< figure src="/x.png" caption="A [b]" >}}\n{{< figure >}}', "![A  b ](</x.png>)\n![](<>)",
     []),
    ('a\n{{< youtube\n id=x >}}\n{{< "x >}} {{< / >}} {{< b />}}', "a\n\n\n  ",
     ['2 shortcodes are left out, the text inside stays: youtube, "x, b (4 times)']),
    ("{{</* a */>}} `{{%/* b */%}}`", "{{< a >}} `{{% b %}}`", []),
    ("## A {#a}\n{.lead}\n{.x} b\n", "## A {#a}\n\n{.x} b\n", ["2 attributes are left out"]),
    ("{{ .Title }} {{< open", "{{ .Title }} {{< open", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "body", "said"), HUGO)
def test_hugo_bodies(tmp_path: Path, text: str, body: str, said: list[str]) -> None:
    file, found = page(tmp_path, "hugo", text)
    assert ([one.strip() for one in file.body.split("\n")], found) == (
        [one.strip() for one in body.split("\n")], said,
    )  # fmt: skip


def test_hugo_front_matter_in_toml_knows_its_lines(tmp_path: Path) -> None:
    text = (
        '+++\ntitle = "A"\n"q" = 1\nweight = 3\ndraft = true\ndate = 2026-01-02\n'
        'tags = ["a", 1]\nx.y = 2.5\n[params]\ntitle = "no"\n+++\n# a\nb\n'
    )
    file, found = page(tmp_path, "hugo", text)
    assert dict(file.front) == {
        "title": "A", "state": "draft", "q": "1", "date": "2026-01-02", "tags": ["a", "1"],
        "x": {"y": "2.5"}, "params": {"title": "no"},
    }  # fmt: skip
    assert (file.body, file.body_line, found) == ("\nb\n", 12, [])
    assert (file.front.key_mark("title"), file.front.value_mark("date")) == ((2, 1), (6, 8))


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("+++\na = 1\n", "the front matter that begins here is not closed", 1, 1),
        ("+++\na = 1\nb = = 2\n+++\n", "the TOML cannot be read: Invalid value", 3, 5),
        ("+++\na = " + "[" * 3000 + "\n+++\n", "the TOML cannot be read: ", 1, 1),
        ("+++\na = 1\na = 2\n+++\n", "the TOML cannot be read: Cannot overwrite a value", 3, 6),
    ],
)
def test_toml_that_is_broken_has_its_place(
    tmp_path: Path, text: str, message: str, line: int, column: int
) -> None:
    (found,) = read(tmp_path, "hugo", {"a.md": text, "b.html": "+++\n+++\n"}).findings
    assert found.message.startswith(message)
    assert found.pos == ("content/en/a.md", line, column)


def test_hugo_sections_weights_bundles_and_addresses(tmp_path: Path) -> None:
    documents = read(tmp_path, "hugo", {
        "_index.md": "---\ntitle: Top\n---\nWelcome\n",
        "g/_index.md": "+++\nlinkTitle = 'G'\nweight = 4\n+++\n",
        "g/_index.fr.md": "---\ntitle: Gé\nweight: 9\n---\n",
        "h/_index.fr.md": "---\ntitle: Aché\n---\n", "h/_index.en.html": "---\ntitle: H\n---\n<p>x",
        "g/Lamp/index.md": "---\nweight: 2\nslug: no\n---\n", "index.md": "", "_x.md": "never",
        "g/r.md": "---\nurl: r/s\nweight: 0\n---\n", "g/t.md": "---\nslug: u\nweight: x\n---\n",
    })  # fmt: skip
    made = source(documents)
    assert made.folders == {
        "": {"name": "Top"}, "g": {"name": "G", "translations": {"fr": {"name": "Gé"}}},
        "h": {"name": "H", "translations": {"fr": {"name": "Aché"}}},
    }  # fmt: skip
    first = float("-inf")
    assert made.ranks == {
        "_index": first, "g/_index": first, "g": 4.0, "h/_index": first, "g/Lamp/index": 2.0,
    }  # fmt: skip
    assert made.homes == {"g/Lamp/index": "g"}
    site = made.files[0].site
    assert site is not None
    assert site.static == "static"
    assert {one: file for one, file in site.pages.items() if not one.startswith("/en")} == {
        "/": "content/en/_index.md", "/g": "content/en/g/_index.fr.md",
        "/h": "content/en/h/_index.en.html", "/g/lamp": "content/en/g/Lamp/index.md",
        "/r/s": "content/en/g/r.md", "/g/u": "content/en/g/t.md",
    } | {one: file for one, file in site.pages.items() if one == "/g"}  # fmt: skip
    assert site.page("../u/", "content/en/g/Lamp/index.md") == "content/en/g/t.md"


# ---------------------------------------------------------------- whatever comes

HOSTILE = st.text(
    st.sampled_from("\n\n  \t!?=:`~#-+{}<>[]()%/*\"'\\.aA1é\0"), max_size=120
) | st.lists(
    st.sampled_from(["!!! note\n", "    ", ":::", "note", "\n", "```\n", "{{<", ">}}", "{{%", "/* ",
                     "<A ", "/>", "+++\n", "---\n", '=== "x"', "a = 1", "a: b\n", "import {", "`"]),
    max_size=25,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("preset", PRESETS)
@given(text=HOSTILE)
@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_no_text_raises(tmp_path: Path, preset: str, text: str) -> None:
    documents = read(tmp_path, preset, {
        "page.md": text, "_category_.json": text, "_index.md": text, "/mkdocs.yml": f"nav:\n{text}",
        "page/en.md": text, "page/meta.yaml": text,
    })  # fmt: skip
    assert all(one.pos is not None for one in documents.findings)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("piece", [":::note\n", "<A ", "{a}", "{{< a >}}\n", "{{< note >}}", "!!! note\n", "{#a} ",
                                   "{/*", " ", "`", "+++\n", "    " ])  # fmt: skip
def test_a_large_page_costs_no_more_than_its_length(
    tmp_path: Path, preset: str, piece: str
) -> None:
    file, _ = page(tmp_path, preset, "x\n" + piece * 20_000)
    assert isinstance(file.front, Map)


# ---------------------------------------------------------------- tools made for Intercom

META = "---\nid: art_12\ncollection: a\ndefault_locale: en\n---\n"
BY_NUMBER = (
    '[x](https://x.test "intercom:article:12") [y](<https://y.test> "intercom:article:99")\n'
)


def test_the_folders_of_intercoms_own_sync(tmp_path: Path) -> None:
    documents = read(tmp_path, "intercom-github", {
        "a/first/meta.yaml": META,
        "a/first/en.md": "---\ntitle: First\nsummary: S\npublished: true\nlocale: de\n---\n`x`\n",
        "a/first/fr.md": f"---\ntitle: Premier\nsummary: ''\npublished: false\n---\n{BY_NUMBER}",
        "a/first/es.md": "x", "a/first/notes.md": "x", "top.md": "x",
        "a/_collection.yaml": "name: A\ndescription: B\ntranslations: {fr: {name: AF}}\n",
        "a/meta.yml": "id: art_x\n", "a/en.md": "Both a page and a collection.\n",
        "uncategorized/loose/en.md": "x", "uncategorized/loose/meta.yaml": "no fence: at all\n",
        "b/third/de.md": "In no language of ours, and with nothing beside it.\n",
    })  # fmt: skip
    made = source(documents)
    folder = "intercom/articles"
    assert {path: (one.locale, one.names) for path, one in made.pages.items()} == {
        f"{folder}/a/en.md": ("en", ("a",)), f"{folder}/a/first/en.md": ("en", ("a/first",)),
        f"{folder}/a/first/es.md": ("es", ("a/first",)), f"{folder}/a/first/fr.md": ("fr", ("a/first",)),
        f"{folder}/uncategorized/loose/en.md": ("en", ("uncategorized/loose",)),
    }  # fmt: skip
    files = {one.path: one for one in made.files}
    assert dict(files[f"{folder}/a/first/en.md"].front) == {
        "title": "First", "description": "S", "state": "published", "id": "12",
    }  # fmt: skip
    french = files[f"{folder}/a/first/fr.md"]
    assert (dict(french.front), french.body) == (
        {"title": "Premier", "state": "draft"}, "[x](/intercom:article:12) [y](<https://y.test>)\n",
    )  # fmt: skip
    assert french.site is not None
    assert french.site.page("/intercom:article:12", french.path) == f"{folder}/a/first/en.md"
    assert dict(files[f"{folder}/a/en.md"].front) == {}
    assert made.folders == {
        "a": {"name": "A", "description": "B", "translations": {"fr": {"name": "AF"}}}
    }
    assert made.homes == {"uncategorized/loose": ""}
    assert {one.message for one in documents.findings} == {
        "files that are called like no language are left out: notes.md, de.md, top.md (3 times)",
        "the language of a file is its name, not another one under locale: de",
    }


def test_the_folders_of_intercom_help_sync(tmp_path: Path) -> None:
    front = "---\nintercom_id: '7'\nstatus: {}\ntitle: {}\nlocale: {}\n{}---\n"
    named = "translations:\n  fr: fr/a/Eins.md\n"
    documents = read(tmp_path, "intercom-help-sync", {
        "a/One.md": front.format("published", "One", "en", named) + "\n# One\n\ntext\n",
        "uncategorized/two.md": "---\nintercom_id: x\nstatus: odd\ntranslations: [a]\n---\n# Two\n",
        "/articles/fr/a/Un.md": front.format("draft", "Un", "fr", ""),
        "/articles/fr/a/Eins.md": "Eins.\n",
    })  # fmt: skip
    english, french = documents.texts
    assert english.aliases == {"#7": "a/One", "fr/a/Eins": "a/One"}
    assert {path: one.names for path, one in french.pages.items()} == {
        "articles/fr/a/Un.md": ("#7", "fr/a/Un", "a/Un"),
        "articles/fr/a/Eins.md": ("#", "fr/a/Eins", "a/Eins"),
    }
    one, two = english.files
    assert (dict(one.front), one.body) == (
        {"title": "One", "id": "7", "state": "published"}, "\n\n\ntext\n",
    )  # fmt: skip
    assert (dict(two.front), two.body) == ({}, "# Two\n")
    assert dict(french.files[1].front) == {"title": "Un", "state": "draft"}
    assert english.homes == {"uncategorized/two": ""}


ALIGNED = '<!-- --><div class="intercom-align-{}">'
HELP_SYNC = [
    ("```callout-blue\na **b**\n```\n", f"{BLUE}\na **b**\n{END}\n", []),
    ("```callout-pink\na\n```\n", "```callout-pink\na\n```\n", []),
    ("```\n<!-- align:right -->a\n```\n", "```\n<!-- align:right -->a\n```\n", []),
    ("a\n\n<!-- align:center -->b\n\n<!-- align:right --># c\n\n",
     f"a\n{ALIGNED.format('center')}\nb\n{END}<div class=\"intercom-align-right\">\n# c\n{END}\n", []),
    ("a\n<!-- align:center -->b\n\n", "a\nb\n\n",
     ["2 alignments of lines that stand in a paragraph with others are left out"]),
    ("<!-- align:center -->b", "b",
     ["1 alignments of lines that stand in a paragraph with others are left out"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "body", "said"), HELP_SYNC)
def test_help_sync_bodies(tmp_path: Path, text: str, body: str, said: list[str]) -> None:
    file, found = page(tmp_path, "intercom-help-sync", text)
    assert (file.body, found) == (body, said)
    assert file.body.count("\n") == text.count("\n")
