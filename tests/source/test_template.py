"""Templates: what they give, what they refuse, and that nothing they do is without end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model import Pos
from reconciler.source import bounds, partials, simple
from reconciler.source.jobs import Job, within
from reconciler.source.template import Origin, Templates, templates

VARS = {
    "product": "Acme", "days": 14, "beta": True, "nothing": None, "xs": ["a", "b"],
    "plan": {"name": "Pro", "items": 3}, "price": 9.5,
}  # fmt: skip


def made(root: Path = Path()) -> Templates:
    return templates(root, ("specs",), VARS, "production", isolated=False)


def origin(file: str = "specs/a/f.md", locale: str = "en") -> Origin:
    return Origin(file, locale, lambda line, word: Pos(file, line, len(word)))


def value(text: str) -> Any:
    one = made()
    result = one.value(text, origin())
    assert one.close() == []
    return result


def failure(text: str) -> tuple[str, str]:
    one = made()
    assert one.value(text, origin()) == text
    (found,) = one.close()
    return found.code, found.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain { text }", "plain { text }"),
        ("{{ days }}", 14), ("{{days}}", 14), ("{{ days * 2 }}", 28), ("{{ price }}", 9.5),
        ("{{ beta }}", True), ("{{ not beta }}", False), ("{{ nothing }}", None),
        ("{{ xs }}", ["a", "b"]), ("{{ plan }}", {"name": "Pro", "items": 3}),
        ("{{ xs | map('upper') | list }}", ["A", "B"]), ("{{ range(3) }}", [0, 1, 2]),
        ("{{ (1, 2) }}", [1, 2]), ("{{ {1: 'x'} }}", {"1": "x"}),
        (" {{ days }}", " 14"), ("{{ days }}\n", "14\n"), ("{{ days }}{{ days }}", "1414"),
        ("{{ beta }} {{ nothing }}", "True None"), ("{{ 'a' }}", "a"),
        ("{{ plan.items }}", 3), ("{{ plan['name'] }}", "Pro"), ("{{ xs[0] }}", "a"),
        ("{{ product | upper }}!", "ACME!"), ("{{ product.lower() }}", "acme"),
        ("{{ missing | default('x') }}", "x"), ("{{ missing is defined }}", False),
        ("{{ workspace }} {{ locale }}", "production en"),
        ("{% if days > 7 %}long{% else %}short{% endif %}", "long"),
        ("{% for x in xs %}{{ loop.index }}{{ x }}{% endfor %}", "1a2b"),
        ("{% for x in xs if x != 'a' %}{{ x }}{% endfor %}", "b"),
        ("{% set y = days + 1 %}{{ y }}", "15"), ("{% set result = 1 %}x", "x"),
        ("{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m(1) }}", "<1>"),
        ("{% macro m() %}{{ caller() }}!{% endmacro %}{% call m() %}x{% endcall %}", "x!"),
        ("{{ 'a' ~ days ~ xs }}", "a14['a', 'b']"), ("{{ '<' | e }}", "&lt;"),
        ("{{ xs | join(', ') }}", "a, b"), ("{{ [1, 2] | sum }}", 3),
        ("{{ [{'n': 1}, {'n': 2}] | sum('n') }}", 3), ("{{ [{'n': 'x'}] | join('', 'n') }}", "x"),
        ("{{ 1.25 | round(1) }}", 1.2), ("{{ 'a-b' | replace('-', '+') }}", "a+b"),
        ("{{ '  x ' | trim }}", "x"), ("{{ 7 % 4 }} {{ 2 ** 3 }} {{ 'a' * 3 }}", "3 8 aaa"),
        ("{# no comment #} {{ days }}", "{# no comment #} 14"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{{ 'a' in xs }}", True), ("{{ xs | select('eq', 'a') | list }}", ["a"]),
    ],
)  # fmt: skip
def test_what_a_template_gives(text: str, expected: object) -> None:
    result = value(text)
    assert (result, type(result)) == (expected, type(expected))


@given(st.text("{} %adys-\n", max_size=12).map(lambda one: one.replace("d", "{{ days }}")))
def test_the_short_way_for_plain_names_gives_what_jinja_gives(text: str) -> None:
    one = made()
    quick = simple.value(text, one.known("en"), one.run)
    if quick is not simple.UNKNOWN:
        assert [quick] == one.rows(Job(text, "f", "en", native=True), [None])


ATTACKS = [
    ("{{ ''.__class__.__mro__ }}", "template-failed", "no access to __class__ of text"),
    ("{{ xs.__class__ }}", "template-failed", "no access to __class__ of a list"),
    ("{{ plan['__class__'] }}", "template-failed", "no access to __class__ of a mapping"),
    ("{{ xs | map(attribute='__class__') | list }}", "template-failed", "no access to __class__"),
    ("{{ xs | sort(attribute='__class__') }}", "template-failed", "no access to __class__"),
    ("{{ days.__class__ }}", "template-failed", "of a number"),
    ("{{ beta.real }}", "template-failed", "of true or false"),
    ("{{ self.__init__.__globals__ }}", "template-failed", "no access to __init__"),
    ("{{ (xs | map('upper')).gi_frame }}", "template-failed", "no access to gi_frame"),
    ("{{ xs.append(1) }}", "template-failed", "no access to append of a list"),
    ("{{ plan.pop('name') }}", "template-failed", "no access to pop of a mapping"),
    ("{{ '{0.__class__}'.format(1) }}", "template-failed", "no access to format of text"),
    ("{{ 'a'.ljust(10**9) }}", "template-failed", "no access to ljust of text"),
    ("{{ product() }}", "template-failed", "text cannot be called"),
    ("{{ x | attr('__class__') }}", "template-syntax", "No filter named 'attr'"),
    ("{{ 'a' | center(10**9) }}", "template-syntax", "No filter named 'center'"),
    ("{{ xs | random }}", "template-syntax", "No filter named 'random'"),
    ("{{ cycler('a') }}", "template-undefined", "cycler is not defined"),
    ("{{ lipsum(10**9) }}", "template-undefined", "lipsum is not defined"),
    ("{{ namespace(a=1) }}", "template-undefined", "namespace is not defined"),
    ("{{ dict(a=1) }}", "template-undefined", "dict is not defined"),
    ("{{ environment }}", "not-in-files", "templates see nothing of the environment"),
    ("{{ INTERCOM_ACCESS_TOKEN }}", "not-in-files", "templates see nothing of the environment"),
    ("{% extends 'x' %}", "template-syntax", "extends is not supported"),
    ("{% import 'x' as y %}", "template-syntax", "import is not supported"),
    ("{% from 'x' import y %}", "template-syntax", "import is not supported"),
    ("{% block x %}{% endblock %}", "template-syntax", "block is not supported"),
    ("{% autoescape true %}{% endautoescape %}", "template-syntax", "autoescape is not"),
    ("{{ range }}", "template-failed", "is no value"),
    ("{{ xs | map('upper') }}", "template-failed", "add | list or | join"),
    ("{% macro m() %}{% endmacro %}{{ m }}", "template-failed", "Macro is no value"),
    ("{{ '\\ud800' }}", "template-failed", "surrogates not allowed"),
    ("{{ '%1000000000d' % 1 }}", "template-failed", "join the parts with ~"),
    ("{{ 1 / 0 }}", "template-failed", "division by zero"),
    ("{{ 1e308 * 10 }}", "template-failed", "inf is no number"),
    ("{{ 'x' | int + 'y' }}", "template-failed", "unsupported operand"),
    ("{{ xs | sum }}", "template-failed", "str cannot be summed"),
    ("{{ [] | first }}", "template-failed", "No first item"),
    ("{{ 'a' * 10**9 }}", "template-limit", "repeats a value"),
    ("{{ 10**9 * [1] }}", "template-limit", "repeats a value"),
    ("{{ 10 ** 9999 }}", "template-limit", "4096 bits"),
    ("{{ ('1' * 9999) | int(base=2) }}", "template-limit", "4096 bits"),
    ("{{ 1.5 | round(10**9) }}", "template-limit", "15 places"),
    ("{{ range(10**9) }}", "template-limit", "counts further than 10,000"),
    ("{% set b = 'x' * 1000000 %}{{ b | replace('x', b) }}", "template-limit", "characters"),
    ("{{ range(9999) | join('x' * 1000) }}", "template-limit", "characters"),
    ("{% set b = 'x' * 900000 %}{{ b }}{{ b }}{{ b }}", "template-limit", "2,000,000 characters"),
    ("{{ 'x'.strip('y' * 2000) }}", "template-limit", "searches for more"),
    ("{% for a in range(9) %}" + "x" * 300_000 + "{% endfor %}", "template-limit", "characters"),
    ("{% set a = 'x' * 999 %}" + "{% set a = a ~ a %}" * 60, "template-limit", "a value of more"),
    ("{% set a = ['x'] %}" + "{% set a = [a, a] %}" * 60, "template-limit", "a value of more"),
    ("{% set a = ['x'] %}" + "{% set a = {'a': a, 'b': a} %}" * 60, "template-limit", "a value"),
    ("{% set a = ['x'] %}" + "{% set a = (a, a) %}" * 60, "template-limit", "a value of more"),
    ("{% set a = 'x' * 99999 %}" + "{% set a = a | list | string %}" * 9, "template-limit", "a val"),
    ("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
     "template-limit", "more steps"),
    ("{% for a in range(9999) if range(9999) | sum %}{% endfor %}", "template-limit", "steps"),
    ("{% for a in range(9999) recursive %}{{ loop(range(9999)) if loop.depth < 9 }}{% endfor %}",
     "template-limit", "more steps"),
    ("{{ [-10**15] | map('spent ') | list }}{% for a in range(9999) %}{% endfor %}",
     "template-limit", "more steps"),
    ("{% set x %}{% for i in range(9999) %}" + "y" * 9999 + "{% endfor %}{% endset %}",
     "template-limit", "more steps"),
    ("{% set b = 'x' * 999999 %}{% for i in range(9999) if 'y' in b %}{% endfor %}",
     "template-limit", "more steps"),
    ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "template-limit", "nested too deep"),
    ("{% macro f(n) %}{{ f(n - 1) ~ f(n - 1) if n }}{% endmacro %}{{ f(99) }}",
     "template-limit", "more steps"),
    ("{{ " + "(" * 9999 + "1" + ")" * 9999 + " }}", "template-limit", "nested too deep"),
    ("{% if 1 %}" * 200 + "{% endif %}" * 200, "template-limit", "nested too deep"),
    ("{{ 1" + "+1" * 30_000 + " }}", "template-limit", "50,000 words and signs"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "words"), ATTACKS, ids=lambda one: one[:40])
def test_an_attack_is_refused_with_a_reason(text: str, code: str, words: str) -> None:
    found, message = failure(text)
    assert (found, words in message) == (code, True), message


def test_the_short_way_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    one = templates(Path(), (), {"big": "x" * 500_000}, "w", isolated=False)
    text = "{{ big }}" * 9
    assert one.value(text, origin()) == text
    assert [found.code for found in one.close()] == ["template-limit"]


def test_what_the_short_way_makes_is_bounded_over_all_of_a_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = templates(Path(), (), {"big": "x" * 1_000}, "w", isolated=False)
    one.run.left = 2_500
    monkeypatch.setattr(bounds, "MAX_RUN", 3_000)
    made = [one.value("a{{ big }}", origin()) for _ in range(4)]
    assert made[:2] == ["a" + "x" * 1_000] * 2
    assert made[3] == "a{{ big }}"
    assert {found.code for found in one.close()} == {"template-limit"}


def test_includes_in_includes_are_bounded_over_all_of_a_run(root: Path) -> None:
    (root / "specs/none.md").write_text("")
    one = made(root)
    one.run.left = 5 * simple.INCLUDE
    assert one.body("{% include 'none.md' %}" * 3, "md", origin()) == ""
    assert one.body("{% include 'none.md' %}" * 3, "md", origin()) == ""
    assert one.engine.own, "the second one was left to the engine"
    assert one.close() == []


def test_the_disk_is_asked_once_for_a_partial_that_is_not_there(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = made(root)
    asked: list[str] = []

    def noted(_root: Path, path: str) -> bool:
        asked.append(path)
        return False

    monkeypatch.setattr(partials, "linked", noted)
    one.body("{% include '_partials/tip.md' %}" * 3, "md", origin("specs/b/f.md", "de"))
    assert len(asked) == len({*asked})
    assert one.close() == []


def test_all_templates_of_a_run_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_RUN", 20_000)
    one = made()
    texts = [f"{{{{ days + {n} }}}}" for n in range(100)]
    results = [one.value(text, origin()) for text in texts]
    assert results[0] == 14
    assert results[99] == texts[99]
    assert {found.code for found in one.close()} == {"template-limit"}


@given(st.text("{}%| '\"abx.()[]~*-+0129\n_", max_size=40))
def test_no_template_raises(text: str) -> None:
    one = made()
    one.value("{{" + text + "}}", origin())
    one.body("{% set a = 1 %}" + text, "md", origin())
    one.close()


# ---------------------------------------------------------------- mistakes


def test_an_undefined_name_is_one_finding_with_its_first_place_count_and_ways_out() -> None:
    one = made()
    for line in (9, 3, 5):
        one.value(
            "{{ prodct }}", Origin("f", "en", lambda _, word, at=line: Pos("f", at, len(word)))
        )
    (found,) = one.close()
    assert found.message == "prodct is not defined, used 3 times"
    assert (found.code, found.pos) == ("template-undefined", ("f", 3, 6))
    assert found.hint.startswith("did you mean product?; or define it in vars")
    assert "{% raw %}" in found.hint
    assert "template: false" in found.hint


def test_a_missing_entry_names_what_lacks_it() -> None:
    assert failure("{{ plan.price }}") == (
        "template-undefined", "price of a mapping is not defined",
    )  # fmt: skip


def test_a_mistake_in_a_body_has_its_line() -> None:
    one = made()
    one.body("a\n```\n{{ x }}\n```\n{{ days }}\n{{ a b }}\n", "md", origin())
    (found,) = one.close()
    assert (found.code, found.pos) == ("template-syntax", ("specs/a/f.md", 6, 0))


def test_places_within_a_text() -> None:
    text = "a\nfoo {{ bar }} {{ foo }}"
    assert within(text, 2, "foo") == (2, 18)
    assert within(text, 2, "") == (2, 5)
    assert within(text, 2, "zz") == (2, 5)
    assert within(text, 1, "foo") == (1, 1)
    assert within(text, 9, "foo") == (9, 1)


def test_code_in_a_body_comes_out_byte_exact() -> None:
    code = "`{{ x }} \\' é {% raw %}`\n~~~\n{{ '\\n' }}\n{% endraw %}\t\"\n~~~\n"
    one = made()
    assert one.body(f"{{{{ days }}}} {code}{{{{ days }}}}\n", "md", origin()) == f"14 {code}14\n"
    assert one.body("`{{ x }}`", "md", origin()) == "`{{ x }}`"
    assert one.close() == []


# ---------------------------------------------------------------- includes


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "specs/_partials/tip.md": "tip {{ product }} `{{ x }}`",
        "specs/_partials/tip.fr.md": "conseil {{ product }}",
        "specs/a/_partials/tip.md": "near",
        "specs/_partials/self.md": "{% include '_partials/self.md' %}",
        "specs/_partials/twice.md": "{% include '_partials/tip.md' %}" * 2,
        "specs/_partials/wrong.md": "one\n{{ nope }}",
        "specs/_partials/syntax.md": "one\n{{ a b }}",
        "specs/_partials/code.html": "<pre>{{ x }}</pre>{{ days }}",
        "specs/.hidden/x.md": "secret", ".git/config": "secret", "secret.md": "secret",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "specs/_partials/latin.md").write_bytes(b"\xff")
    (tmp_path / "specs/_partials/link.md").symlink_to("tip.md")
    (tmp_path / "specs/_partials/out.md").symlink_to("/etc/hostname")
    (tmp_path / "specs/linked").symlink_to("_partials")
    (tmp_path / "specs/_partials/big.md").write_bytes(b"x" * 2_000_001)
    return tmp_path.resolve()


def include(root: Path, name: str, *, file: str = "specs/b/f.md", locale: str = "en") -> str:
    one = made(root)
    text = one.body(f"{{% include {name!r} %}}", "md", origin(file, locale))
    return "; ".join(f"{one.code} {one.pos}" for one in one.close()) or text


def test_a_partial_is_looked_up_beside_the_file_then_in_the_specs_folder(root: Path) -> None:
    assert include(root, "_partials/tip.md") == "tip Acme `{{ x }}`"
    assert include(root, "_partials/tip.md", file="specs/a/f.md") == "near"
    assert include(root, "_partials/code.html") == "<pre>{{ x }}</pre>14"


def test_the_language_of_the_includer_comes_first(root: Path) -> None:
    assert include(root, "_partials/tip.md", locale="fr") == "conseil Acme"
    assert include(root, "_partials/tip.md", locale="de") == "tip Acme `{{ x }}`"
    assert include(root, "_partials/twice.md", locale="fr") == "conseil Acmeconseil Acme"


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../secret.md", "_partials/../../secret.md", ".hidden/x.md", "../.git/config",
     "_partials/link.md", "_partials/out.md", "linked/tip.md", "_partials/latin.md", "_partials",
     "_partials/big.md", "_partials\\tip.md", "nope.md", "", "_partials//tip.md", "a\x00b",
     "x" * 300 + ".md"],
)  # fmt: skip
def test_what_lies_outside_or_is_hidden_or_linked_cannot_be_included(root: Path, name: str) -> None:
    assert include(root, name).startswith("include-missing specs/b/f.md:1")


def test_an_include_that_may_be_missing_is_nothing(root: Path) -> None:
    one = made(root)
    assert one.body("{% include 'nope.md' ignore missing %}.", "md", origin()) == "."
    assert one.close() == []


def test_a_partial_that_includes_itself_is_stopped(root: Path) -> None:
    assert include(root, "_partials/self.md").startswith("template-limit")


def test_a_mistake_in_a_partial_is_shown_in_the_partial(root: Path) -> None:
    assert include(root, "_partials/wrong.md") == "template-undefined specs/_partials/wrong.md:2:4"
    assert include(root, "_partials/syntax.md") == "template-syntax specs/_partials/syntax.md:2:1"


def test_an_include_of_what_is_no_name_fails_with_a_reason(root: Path) -> None:
    one = made(root)
    one.body("{% include 5 %}{% include nope %}", "md", origin())
    assert [found.code for found in one.close()] == ["template-failed"]
    one = made(root)
    one.body("{% include nope %}", "md", origin())
    assert [found.code for found in one.close()] == ["template-undefined"]
