"""Front matter, bodies, and the code in them that no template touches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.source.markdown import split
from reconciler.source.scan import TEMPLATE, pieces
from reconciler.source.scan import protected as joined


def protected(text: str, form: str) -> str | None:
    """None where nothing outside of code is a template."""
    parts = pieces(text, form)
    return joined(parts) if any(TEMPLATE.search(one) for one in parts[::2]) else None


def test_front_matter_and_body_are_split_and_the_body_knows_its_line() -> None:
    parts = split("---\ntitle: Hé\nstate: draft\n---\n# One\n\ntwo\n", "a.md")
    assert parts.findings == ()
    assert parts.file.front == {"title": "Hé", "state": "draft"}
    assert parts.file.front.key_mark("state") == (3, 1)
    assert (parts.file.body, parts.file.body_line) == ("# One\n\ntwo\n", 5)


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("# One\n", "# One\n", 1),
        ("", "", 1),
        ("----\na\n----\n", "----\na\n----\n", 1),
        (" ---\na: b\n---\n", " ---\na: b\n---\n", 1),
        ("---\n---\nbody", "body", 3),
        ("--- \t\na: 1\n---  \nbody\n---\nmore", "body\n---\nmore", 4),
        ("---\na: 1\n---", "", 4),
    ],
)
def test_where_the_body_begins(text: str, body: str, line: int) -> None:
    parts = split(text, "a.md")
    assert (parts.file.body, parts.file.body_line, parts.findings) == (body, line, ())


def test_html_keeps_its_format() -> None:
    assert split("---\ntitle: a\n---\n<p>x</p>", "a/b.HTML").file.format == "html"
    assert split("x", "a/b.md").file.format == "md"


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("---\ntitle: a\n# body\n", "front-matter", 1, 1),
        ("---", "front-matter", 1, 1),
        ("---\n- a\n---\n", "front-matter", 2, 1),
        ("---\nwords\n---\n", "front-matter", 2, 1),
        ("---\na: 1\na: 2\n---\n", "yaml-duplicate-key", 3, 1),
        ("---\na: 1\nb: {{ x }}\n---\n", "yaml-braces", 3, 4),
        ("---\na: 1\n b: é: 2\n---\n", "yaml-syntax", 3, 3),
        ("---\n[a]: 1\n---\n", "yaml-shape", 2, 1),
    ],
)
def test_mistakes_have_the_line_of_the_file(text: str, code: str, line: int, column: int) -> None:
    (found,) = split(text, "a.md").findings
    assert (found.code, found.pos) == (code, ("a.md", line, column))


@given(st.text("-a: \n{}[]'#", max_size=60))
def test_no_text_raises_and_the_body_is_the_end_of_the_text(text: str) -> None:
    file = split(text, "a.md").file
    assert text.endswith(file.body)


CODE = [
    ("{{ x }} `{{ y }}`", ["`{{ y }}`"]),
    ("{{ x }} ``{{ y }} ` `` {{ z }}", ["``{{ y }} ` ``"]),
    ("{{ x }} ` {{ y }}", []),
    ("{{ x }} `a\n\nb` {{ y }}", []),
    ("{{ x }} \\`{{ y }}`", []),
    ("{{ x }} \\\\`{{ y }}`", ["`{{ y }}`"]),
    ("{{ x | replace('`', '') }} `{{ y }}`", ["`{{ y }}`"]),
    ("{% raw %}`{{ y }}`{% endraw %} `{{ z }}`", ["`{{ z }}`"]),
    ("{{ x }}\n```\n{{ y }}\n```\n{{ z }}", ["```\n{{ y }}\n```"]),
    ("{{ x }}\n~~~ jinja\n{{ y }}\n```\n~~~\n{{ z }}", ["~~~ jinja\n{{ y }}\n```\n~~~"]),
    ("{{ x }}\n````\n```\n{{ y }}\n````\n", ["````\n```\n{{ y }}\n````"]),
    ("{{ x }}\n```\n{{ y }}\n", ["```\n{{ y }}\n"]),
    ("{{ x }}\n- ```\n  {{ y }}\n  ```\n{{ z }}", ["```\n  {{ y }}\n  ```"]),
    ("{{ x }}\n- ```\n  {{ y }}\n{{ z }}", ["```\n  {{ y }}"]),
    ("{{ x }}\n> ```\n> {{ y }}\n{{ z }}", ["```\n> {{ y }}"]),
    ("{{ x }}\n``` {{ y }} ```\n", ["``` {{ y }} ```"]),
    ("{{ x }} ` `` {{ y }} {% a {% b", []),
    ("{% a `{{ y }}` {% b", ["`{{ y }}`"]),
    ("{{ x }} ` a\n- b ` {{ y }}", []),
]


@pytest.mark.parametrize(("text", "code"), CODE)
def test_code_becomes_a_literal_and_nothing_else_does(text: str, code: list[str]) -> None:
    expected = text
    for one in code:
        escaped = one.encode("unicode_escape").decode().replace("'", "\\'")
        literal = "{{ '" + escaped + "'" + "\n" * one.count("\n") + " }}"
        expected = expected.replace(one, literal)
    assert protected(text, "md") == expected


@pytest.mark.parametrize("text", ["`{{ y }}`", "words", "```\n{% if %}\n```\n", "{ { x } }"])
def test_a_body_with_templates_in_code_only_is_no_template(text: str) -> None:
    assert protected(text, "md") is None


def test_in_html_pre_and_code_are_code() -> None:
    text = "{{ x }}<PRE class='a'>{{ y }}</PRE><code>{{ z }}</code><codes>{{ x }}</codes>"
    made = protected(text, "html")
    assert made is not None
    assert made.count("{{ x }}") == 2
    assert "{{ y }}" in made
    assert made.count("{{ '<") == 2
    assert protected("İ{{ x }}<pre>{{ y }}", "html") == "İ{{ x }}{{ '<pre>{{ y }}' }}"
