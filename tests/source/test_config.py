"""reconciler.yaml: every key read, every mistake with its code and place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model import Assets, Config, Files, Workspace
from reconciler.source.config import Configured, Source, load_config

FILES = {"article": Files("articles", folder_file="_collection.yaml")}
WHOLE = """\
version: 1
specs: desired/specs
help_center: {locales: [en, de, zh-CN], missing_translation: error, stale_translation: ignore}
defaults: {articles: {author: docs@example.com, state: draft}}
edited_in_intercom: refuse
on_remove: {articles: unpublish, tags: delete}
vars: {product: Acme, trial_days: 14, price: 9.5, beta: true, none: ~x, code: "007", tags: [a, 1]}
workspaces:
  production: {app_id: ab12cd34, region: eu, api_version: 2.16}
  staging: {vars: {trial_days: 3}}
sources: {articles: {en: docs/en, de: ./docs/de/, preset: plain}}
assets: {base_url: https://cdn.example.com/site}
"""


def read(text: str) -> Configured:
    return load_config(text.encode(), FILES)


def test_every_key_arrives_with_its_type() -> None:
    whole = WHOLE.replace("none: ~x, ", "")
    configured = read(whole)
    assert configured.findings == ()
    config = configured.config
    assert (config.specs, config.locales) == ("desired/specs", ("en", "de", "zh-CN"))
    assert (config.missing_translation, config.edited_in_intercom) == ("error", "refuse")
    assert config.defaults == {"articles": {"author": "docs@example.com", "state": "draft"}}
    assert config.on_remove == {"articles": "unpublish", "tags": "delete"}
    assert config.vars == {
        "product": "Acme", "trial_days": 14, "price": 9.5, "beta": True, "code": "007",
        "tags": ["a", 1],
    }  # fmt: skip
    assert config.workspaces == (
        Workspace("production", "ab12cd34", "eu", "2.16"),
        Workspace("staging", vars={"trial_days": 3}),
    )
    assert config.assets == Assets("https://cdn.example.com/site")
    assert configured.sources == (
        Source("article", "docs/en", "en", "plain"), Source("article", "docs/de", "de", "plain"),
    )  # fmt: skip
    assert config.data.key_mark("vars") == (7, 1)


def test_an_empty_file_is_all_defaults() -> None:
    assert read("") == Configured(Config())


def test_the_api_version_is_text_and_not_a_number() -> None:
    (found,) = read("workspaces: {a: {api_version: 2.10}}").findings
    assert found.message == "api_version cannot be 2.10"


MISTAKES = [
    ("worskpaces: {}", "config-key", 1, 1, "did you mean workspaces?"),
    ("version: 2", "config-value", 1, 10, "choices: 1"),
    ("a: 1\nversion: 1", "config-key", 1, 1, "keys: version, specs"),
    ("help_center: {local: [en]}", "config-key", 1, 15, "did you mean locales?"),
    ("help_center: [en]", "config-value", 1, 14, ""),
    ("help_center: {locales: en}", "config-value", 1, 24, "write [en, de]"),
    ("help_center: {locales: []}", "config-value", 1, 24, "write [en, de]"),
    ("help_center: {locales: [en, E N]}", "config-value", 1, 29, "write codes"),
    ("help_center: {locales: [en, [de]]}", "config-value", 1, 29, "write codes"),
    ("help_center: {locales: [en, de, en]}", "config-value", 1, 33, ""),
    ("help_center: {missing_translation: warm}", "config-value", 1, 36, "did you mean warn?"),
    ("help_center: {stale_translation: x}", "config-value", 1, 34, "choices: warn, refuse, ignore"),
    ("edited_in_intercom: kep", "config-value", 1, 21, "did you mean keep?"),
    ("edited_in_intercom: [keep]", "config-value", 1, 21, ""),
    ("specs: ''", "config-value", 1, 8, ""),
    ("specs: ../x", "file-outside-root", 1, 8, "relative to reconciler.yaml"),
    ("specs: /etc", "file-outside-root", 1, 8, ""),
    ("specs: a/.git", "file-outside-root", 1, 8, ""),
    ("specs: a//b", "file-outside-root", 1, 8, ""),
    (r"specs: a\b", "file-outside-root", 1, 8, ""),
    ("defaults: {articles: draft}", "config-value", 1, 22, ""),
    ("on_remove: {tags: [x]}", "config-value", 1, 19, ""),
    ("vars: {a-b: 1}", "config-key", 1, 8, "begin with a letter"),
    ("vars: {_a: 1}", "config-key", 1, 8, "begin with a letter"),
    ("vars: {workspace: 1}", "config-key", 1, 8, ""),
    ("workspaces: {a: {regoin: eu}}", "config-key", 1, 18, "did you mean region?"),
    ("workspaces: {a: {region: uk}}", "config-value", 1, 26, "us"),
    ("workspaces: {a: {vars: {loop: 1}}}", "config-key", 1, 25, ""),
    ("workspaces: {a: x}", "config-value", 1, 17, ""),
    ("sources: {article: {en: docs}}", "config-key", 1, 11, "did you mean articles?"),
    ("sources: {articles: {fr: docs}}", "config-key", 1, 22, "keys: preset, en"),
    ("sources: {articles: {en: ../docs}}", "file-outside-root", 1, 26, ""),
    ("sources: {articles: {en: [x]}}", "config-value", 1, 26, ""),
    (
        "sources: {articles: {en: d, preset: x}}",
        "config-value",
        1,
        37,
        "choices: plain, docusaurus, mkdocs, hugo",
    ),
    ("assets: {base_url: http://x.example}", "config-value", 1, 20, "https://"),
    ("assets: {base_url: https://u:p@x.example}", "config-value", 1, 20, "https://"),
    ("assets: {base_url: https://x.example:99999}", "config-value", 1, 20, "https://"),
    ("assets: {base_url: https://x.example/?a=b}", "config-value", 1, 20, "https://"),
    ("assets: {url: https://x.example}", "config-key", 1, 10, "keys: base_url"),
    ("a: {{ b }}", "yaml-braces", 1, 4, ""),
]


@pytest.mark.parametrize(("text", "code", "line", "column", "hint"), MISTAKES)
def test_a_mistake_is_a_finding_at_its_exact_place(
    text: str, code: str, line: int, column: int, hint: str
) -> None:
    found = read(text).findings[0]
    assert (found.code, found.pos) == (code, ("reconciler.yaml", line, column))
    assert hint in found.hint


def test_bytes_that_are_no_text_are_a_finding() -> None:
    configured = load_config(b"\xff", FILES)
    assert [one.code for one in configured.findings] == ["file-encoding"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("~", None), ("null", None), ("", None), ("True", True), ("FALSE", False), ("no", "no"),
        ("on", "on"), ("12:30", "12:30"), ("0o17", 15), ("0xff", 255), ("017", 17), ("-3", -3),
        ("1e3", 1000.0), (".5", 0.5), ("1.", 1.0), (".inf", ".inf"), ("1e999", "1e999"),
        ("1_000", "1_000"), ("2026-01-01", "2026-01-01"), ("'1'", "1"), ("[1, 'a']", [1, "a"]),
        ("{a: 1}", {"a": 1}),
    ],
)  # fmt: skip
def test_variables_are_read_by_the_yaml_1_2_core_schema(written: str, value: object) -> None:
    read_value = read(f"vars:\n  x: {written}\n").config.vars["x"]
    assert (read_value, type(read_value)) == (value, type(value))


@given(st.text("version: specshlp_cntrvawko{}[],-12\n'", max_size=80))
def test_no_text_raises(text: str) -> None:
    read(text)
