"""Whatever stands in the files of a project: findings with a place, never an exception."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.model import Documents, Files, Finding
from reconciler.source import load

FILES = {"article": Files("articles", folder_file="_collection.yaml")}
WORDS = st.sampled_from([
    "a", "tags", "companies", "for_each", "_data/c.csv", "_data/c.jsonl", "../x.csv", "name",
    "{{ each.a }}", "{{ each['b c'] }}", "{{ each }}", "{{ product }}", "{{ nope }}", "{{", "}}",
    "{% if each.a %}", "{% endif %}", "{% for x in xs %}", "{% endfor %}", "{% include '_p.md' %}",
    "{{ 1 / 0 }}", "{{ range(9) }}", "template", "false", "true", "null", "~", "''", '"', "'",
    "translations", "fr", "&x", "*x", "!t", "|", ">", "- ", ": ", "? ", "[", "]", "{", "}", ",",
    "\n", "\n", "\n  ", "\n    ", "\t", "#", "---\n", "\ufeff", "\u2028", "\x85", "\x07", "é", "😀",
    "0x1f", "1e999", "12:30", "`", "```\n", "~~~\n", "%", "\\", "\r\n", "token", "<pre>", "</pre>",
])  # fmt: skip
CELLS = st.sampled_from([
    "a", "b c", "a,b c", '"', '""', ",", ",,", "\n", "\n", "\r\n", "x", "null", "{{ a }}", ";", "\t",
    '{"a": ', '"b c": 1', "}", "{}", "[1]", "NaN", "1e999", '"\\ud800"', ":", "é", "\ufeff",
])  # fmt: skip
SPEC = "companies:\n  '{{ each.a }}':\n    for_each: _data/c."
CONFIG = "help_center: {locales: [en, fr]}\nvars: {product: Acme, xs: [1, 2]}\n"


def text(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(parts, max_size=24).map("".join)


def loaded(**files: str) -> Documents:
    paths = {
        "config": "reconciler.yaml", "spec": "specs/a.yaml", "csv": "specs/_data/c.csv",
        "lines": "specs/_data/c.jsonl", "page": "specs/articles/x.md",
        "html": "specs/articles/y.html", "folder": "specs/articles/z/_collection.yaml",
        "partial": "specs/_p.md",
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for name, content in {"config": CONFIG, **files}.items():
            path = Path(folder) / paths[name]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8", "surrogatepass"))
        return load(Path(folder), files=FILES, isolated=False)


def placed(one: Finding) -> bool:
    whole = ("file-", "config-value", "data-row")
    return bool(one.pos and (one.pos.line or one.code.startswith(whole)) and one.message)


@settings(deadline=None, max_examples=60)
@given(text(WORDS), text(WORDS), text(WORDS))
def test_specs_pages_and_partials_of_any_text(spec: str, page: str, partial: str) -> None:
    documents = loaded(spec=spec, page=f"---\n{page}\n---\n{page}", html=page, partial=partial,
                       folder=spec)  # fmt: skip
    assert all(placed(one) for one in documents.findings)


@settings(deadline=None, max_examples=60)
@given(text(WORDS), text(CELLS), text(CELLS))
def test_rows_of_any_text_fill_a_spec_of_any_text(fields: str, csv: str, lines: str) -> None:
    for form in ("csv", "jsonl"):
        spec = f"{SPEC}{form}\n    {fields}\n    x: '{{{{ each.a }}}}'\n"
        documents = loaded(spec=spec, csv=f"a,b c\n{csv}", lines='{"a": 1}\n' + lines)
        assert all(placed(one) for one in documents.findings)


@settings(deadline=None, max_examples=60)
@given(text(WORDS))
def test_a_configuration_of_any_text(config: str) -> None:
    assert all(placed(one) for one in loaded(config=config, spec="tags: {a: }").findings)


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_files_of_any_bytes(first: bytes, second: bytes) -> None:
    raw = {"spec": first, "csv": second, "lines": second, "page": first}
    shown = {name: data.decode("latin-1") for name, data in raw.items()}
    assert all(placed(one) for one in loaded(**shown).findings)
