"""Finding codes: each explained, each page fresh, each example true; what the project may change."""

import re
from pathlib import Path

import pytest

from reconciler.codes import CODES, about, finding
from reconciler.explained import EXPLAINED
from reconciler.explained.page import Example
from reconciler.workflow import Project, open_project

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "codes"
CONFIG = """version: 1
help_center: {locales: [en, fr], missing_translation: warn}
vars: {product: Lumen, trial_days: 14}
"""
HEAD = """# Finding codes

Every problem that `validate`, `plan` and `apply` can name. `reconciler explain CODE` prints the
page of one. These pages are generated from the table of codes (`pytest tests/test_codes.py
--update`). How to adjust and to ignore findings: [the spec language](../language.md#findings).

| code | severity | meaning |
|--|--|--|
"""


def pages() -> dict[str, str]:
    made = {f"{code}.md": about(code) or "" for code in CODES}
    rows = [f"| [`{code}`]({code}.md) | {row.severity} | {row.meaning} |"
            for code, row in sorted(CODES.items())]  # fmt: skip
    return {**made, "README.md": HEAD + "\n".join(rows) + "\n"}


def test_the_pages_are_those_of_the_table(request: pytest.FixtureRequest) -> None:
    made = pages()
    if request.config.getoption("--update"):
        PAGES.mkdir(exist_ok=True)
        for old in PAGES.glob("*.md"):
            old.unlink()
        for name, text in made.items():
            (PAGES / name).write_text(text, "utf-8")
    assert {one.name: one.read_text("utf-8") for one in PAGES.glob("*.md")} == made


def test_every_code_is_explained_and_nothing_else_is() -> None:
    assert set(EXPLAINED) == set(CODES)
    assert about("no-such-code") is None


def test_every_code_that_the_package_uses_is_in_the_table_and_the_other_way_round() -> None:
    sources = "".join(one.read_text("utf-8") for one in (ROOT / "reconciler").rglob("*.py")
                      if one.name != "codes.py" and "explained" not in one.parts)  # fmt: skip
    assert [code for code in CODES if f'"{code}"' not in sources] == []


def test_a_code_is_named_as_people_type_it() -> None:
    assert [code for code in CODES if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)] == []
    with pytest.raises(KeyError):
        finding("no-such-code", "x")


def checked(root: Path, example: Example, *, extra: str = "") -> Project:
    for path, text in {"reconciler.yaml": CONFIG + extra, "specs/.keep": "", **example}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return open_project(root)


@pytest.mark.parametrize("code", [code for code, one in EXPLAINED.items() if one.wrong])
def test_the_wrong_example_has_its_finding_and_the_right_one_has_not(
    tmp_path: Path, code: str
) -> None:
    wrong = checked(tmp_path / "wrong", EXPLAINED[code].wrong)
    assert code in {one.code for one in wrong.findings}
    right = checked(tmp_path / "right", EXPLAINED[code].right)
    unwanted = {one.code for one in right.findings} - {"missing-translation"}
    assert unwanted == set()
    assert code not in {one.code for one in right.findings}


PAGE = {"specs/articles/a.md": "# A\n\nSee [more](more.md).\n"}


def test_the_project_says_how_grave_a_finding_is(tmp_path: Path) -> None:
    extra = "findings: {dead-link: error, missing-translation: ignore}\n"
    found = checked(tmp_path, PAGE, extra=extra).findings
    assert [(one.code, one.severity) for one in found] == [("dead-link", "error")]


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("wrong-type: warning", "config-value", "findings: wrong-type cannot be adjusted"),
        ("conflict: ignore", "config-value", "findings: conflict cannot be adjusted"),
        ("dead-lnk: ignore", "config-key", "there is no finding dead-lnk"),
        ("dead-link: off", "config-value", "dead-link cannot be off"),
    ],
)
def test_what_protects_data_or_is_no_severity_is_refused(
    tmp_path: Path, line: str, code: str, message: str
) -> None:
    found = checked(tmp_path, {}, extra=f"findings:\n  {line}\n").findings
    assert [(one.code, one.message, str(one.pos).partition(":")[2][:2]) for one in found] == [
        (code, message, "5:")
    ]
    assert found[0].hint


def test_nothing_that_is_an_error_or_about_live_objects_can_be_adjusted() -> None:
    adjustable = {code for code, row in CODES.items() if row.adjustable}
    assert {"body-changed", "dead-link", "file-ignored", "missing-translation"} < adjustable
    assert {CODES[code].severity for code in adjustable} == {"warning", "note"}
    live = {"busy", "conflict", "draft-link", "dropped", "move-proposed", "not-removed", "scope"}
    assert adjustable & live == set()


def test_an_error_without_a_way_out_of_its_own_has_that_of_its_page() -> None:
    assert finding("wrong-type", "x").hint == EXPLAINED["wrong-type"].out
    assert finding("wrong-type", "x", hint="y").hint == "y"
    assert finding("dead-link", "x").hint == ""
