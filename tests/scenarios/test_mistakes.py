"""The commonest mistakes, all in one project: each with its address, all in one run, nothing sent."""

import pytest

from tests.world import World

# By file: what is written, the code, the line and the column of what is found.
MISTAKES = {
    "t1.yaml": ("tag:\n  a:\n", "unknown-kind", 1, 1),
    "t2.yaml": ("tags:\n  a: {nmae: x}\n", "unknown-field", 2, 7),
    "t3.yaml": ("tags:\n  x:\n  x:\n", "yaml-duplicate-key", 3, 3),
    "t4.yaml": ("tags:\n  y: {name: Same}\n  z: {name: same}\n", "duplicate-key", 3, 13),
    "t5.yaml": ("tags: [\n", "yaml-syntax", 2, 1),
    "t6.yaml": ("tags:\n\t- a\n", "yaml-syntax", 2, 1),
    "t7.yaml": ("tags:\n  q: {name: {{ product }}}\n", "yaml-braces", 2, 13),
    "t8.yaml": ('tags:\n  r: {name: "{{ prodcut }}"}\n', "template-undefined", 2, 17),
    "t9.yaml": ("tags:\n  s: &anchor {name: S}\n", "yaml-alias", 2, 6),
    "c1.yaml": ("companies:\n  a: {company_id: 1, size: many}\n", "wrong-type", 2, 28),
    "c2.yaml": ("companies:\n  b: {name: B}\n", "missing-field", 2, 3),
    "c3.yaml": ("companies:\n  c: {company_id: 3, tags: [nowhere]}\n", "missing-reference", 2, 29),
    "c4.yaml": ("companies:\n  d: {company_id: 4, name: }\n", "bare-key", 2, 22),
    "d1.yaml": ("data_attributes:\n  e: {model: company, data_type: sting}\n", "bad-choice", 2, 34),
    "d2.yaml": ("data_attributes:\n  f: {model: company, data_type: options, options: [one]}\n", "invalid-field", 2, 43),
    "l1.yaml": ("collections:\n  g: {name: G, parent: h}\n  h: {name: H, parent: g}\n", "reference-cycle", 2, 3),
    "articles/a.md": ("No title, only text.\n", "no-title", 1, 1),
    "articles/b.md": ("---\ntitle: B\nstate: live\n---\nText\n", "bad-choice", 3, 8),
    "articles/c.md": ("---\ntitle: C\n", "front-matter", 1, 1),
    "articles/d.md": ("# D\n\n![](picture.png)\n", "image-without-host", 3, 5),
    "articles/e.it.md": ("# E\n\n{% include '_partials/none.md' %}\n", "include-missing", 3, 13),
}  # fmt: skip


@pytest.mark.parametrize("command", [("validate",), ("plan",), ("apply", "--yes")])
def test_every_mistake_is_said_with_its_place_in_one_run(
    newest: World, command: tuple[str, ...]
) -> None:
    newest.write({path: text for path, (text, *_) in MISTAKES.items()})
    ran = newest.run(*command, "--json")
    assert ran.code == 6
    assert newest.simulator.journal == []
    found = {(one["file"], one["code"], one["line"], one["column"]) for one in ran.json["findings"]}
    expected = {(f"specs/{path}", code, line, column)
                for path, (_, code, line, column) in MISTAKES.items()}  # fmt: skip
    assert expected - found == set()


def test_the_text_says_place_rule_reason_and_way_out(newest: World) -> None:
    newest.write({path: text for path, (text, *_) in MISTAKES.items()})
    ran = newest.run("plan")
    assert (ran.code, ran.out) == (6, "")
    assert 'specs/t2.yaml:2:7: error[unknown-field]: tag/a: there is no field "nmae"' in ran.err
    assert "help: did you mean name?" in ran.err
    assert "Traceback" not in ran.err
    assert ran.err.splitlines()[-1].endswith("nothing was sent.")
