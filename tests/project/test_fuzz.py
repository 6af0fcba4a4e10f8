"""Whatever stands in a project: findings with a place and a way out, never an exception or a hang.

Longer: RECONCILER_FUZZ=5000 script/test tests/project/test_fuzz.py
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.cli.output import reader
from reconciler.core.planned.saved import finding_json
from reconciler.render.annotations import commands
from reconciler.render.findings import findings
from reconciler.workflow import Project, open_project

EXAMPLES = int(os.environ.get("RECONCILER_FUZZ", "40"))
KINDS = st.sampled_from(["tags", "companies", "articles", "collections", "data_attributes",
                         "redirects", "moved", "removed", "messages", "template", "tgs"])  # fmt: skip
KEYS = st.sampled_from([
    "name", "title", "body", "state", "author", "parent", "company_id", "plan", "size", "website",
    "monthly_spend", "custom_attributes", "tags", "translations", "model", "data_type", "options",
    "id", "new", "protect", "edited_in_intercom", "reviewed", "for_each", "exactly", "template",
    "fr", "from", "to", "ref", "delete", "release", "locale", "redirect", "description", "nme",
])  # fmt: skip
SCALARS = st.sampled_from([
    "a", "tag/a", "article/a", "tag/", "/", "VIP", "vip", "true", "false", "null", "~", '""', "''",
    "0", "-1", "1e999", "9" * 40, "0x1f", "12:30", "2026-13-45", "draft", "published", "keep",
    "{{ product }}", "{{ nope }}", "'{{ product }}'", "'{{ nope.x }}'", "'{% for x in xs %}'",
    "'{{ 9 ** 9 ** 9 }}'", "'{{ each }}'", "'[a](b.md)'", "'![x](y.png)'", "'<a href=\"#z\">q</a>'",
    "_data/c.csv", "../../etc/passwd", "*a", "&a b", "!!python/object:os.system x", "@me", "é", "😀",
    '"\\u202e"', '"\\u0000"', "'# T'", "\ud800",
])  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(KEYS, inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=6,
)
FIELDS = st.lists(st.tuples(KEYS, VALUES), max_size=4).map(
    lambda pairs: "".join(f"    {key}: {value}\n" for key, value in pairs)
)
RESOURCES = st.lists(
    st.tuples(st.sampled_from(["a", "b", "a/b", "'{{ each }}'"]), FIELDS), max_size=3
)
SPECS = st.lists(
    st.tuples(KINDS, RESOURCES | VALUES.map(lambda one: [("-", f" {one}\n")])), max_size=4
).map(
    lambda kinds: "".join(
        f"{kind}:\n" + "".join(f"  {name}{':' if name != '-' else ''}\n{fields}"
                               for name, fields in names)
        for kind, names in kinds
    )
)  # fmt: skip
SETTINGS = st.lists(
    st.tuples(
        st.sampled_from(["help_center", "defaults", "on_remove", "vars", "workspaces", "sources",
                         "assets", "findings", "specs", "version", "edited_in_intercom", "ledger"]),
        VALUES,
    ),
    max_size=3,
).map(lambda pairs: "".join(f"{key}: {value}\n" for key, value in pairs))  # fmt: skip
PIECES = st.lists(
    st.sampled_from([
        "---\n", "title: T\n", "name: a\n", "state: draft\n", "parent: a\n", "# Title\n", "\n", "text ",
        "[a](b.md#c)", "[a](../../x)", "![i](i.png)", "```\n", "{{ product }}", "{{ nope }}", "{% if %}",
        "| a | b |\n|--|--|\n", "- x\n", "    code\n", "<table><tr><td>", "<script>", ":::tip\n",
        "<!-- reconciler: ignore dead-link because x -->\n", "<!-- reconciler: ignore -->\n", "\ufeff",
        "\u202e", "[[", "](", "&#x0;", "&" + "amp;" * 9, "*" * 30, ">" * 30, "[" * 30,
    ]),
    max_size=14,
).map("".join)  # fmt: skip


def opened(**files: str) -> Project:
    paths = {"config": "reconciler.yaml", "spec": "specs/a.yaml", "more": "specs/b.yaml",
             "csv": "specs/_data/c.csv", "page": "specs/articles/a.md",
             "french": "specs/articles/a.fr.md", "other": "specs/articles/a/b.html",
             "folder": "specs/articles/a/_collection.yaml"}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder) / paths[name]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8", "surrogatepass"))
        made = open_project(Path(folder))
        shown = findings(made.findings, lambda _, text: text, reader(Path(folder)))
        assert shown.isprintable() or "\n" in shown
        commands(made.findings)
        json.dumps([finding_json(one) for one in made.findings])
        return made


def complete(made: Project) -> bool:
    """Every error names a file that is there to be mended."""
    return all(one.message and (one.pos or one.code == "no-project")
               for one in made.findings if one.severity == "error")  # fmt: skip


LANGUAGES = "help_center: {locales: [en, fr]}\nvars: {product: Acme, xs: [1, 2]}\n"


@settings(deadline=None, max_examples=EXAMPLES)
@given(SPECS, SPECS)
def test_specs_of_any_shape(first: str, second: str) -> None:
    assert complete(opened(config=LANGUAGES, spec=first, more=second, csv="a,b\n1,2\n"))


@settings(deadline=None, max_examples=EXAMPLES)
@given(SETTINGS, SPECS)
def test_a_configuration_of_any_shape(config: str, spec: str) -> None:
    assert complete(opened(config=config, spec=spec))


@settings(deadline=None, max_examples=EXAMPLES)
@given(PIECES, PIECES, PIECES, SPECS)
def test_pages_of_any_text(page: str, french: str, other: str, spec: str) -> None:
    files = {"page": page, "french": french, "other": other, "spec": spec}
    assert complete(opened(config=LANGUAGES, **files, folder="name: A\n"))
