"""Findings on the command line: adjusted, ignored, annotated, and the pages of their codes."""

import json
from pathlib import Path

import pytest

from reconciler.cli.main import main
from reconciler.codes import CODES, about

PAGE = "# A\n\nSee [more](more.md).\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "specs/articles").mkdir(parents=True)
    (tmp_path / "reconciler.yaml").write_text("version: 1\n", "utf-8")
    return tmp_path


def write(project: Path, text: str, config: str = "") -> None:
    (project / "specs/articles/a.md").write_text(text, "utf-8")
    (project / "reconciler.yaml").write_text(f"version: 1\n{config}", "utf-8")


def test_a_warning_that_the_project_makes_an_error_ends_in_6(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, PAGE)
    assert main(["validate", "-C", str(project)]) == 0
    assert capsys.readouterr().out == "Valid: 1 resource, 1 warning.\n"
    write(project, PAGE, "findings: {dead-link: error}\n")
    assert main(["validate", "-C", str(project)]) == 6
    assert "specs/articles/a.md:3:12: error[dead-link]" in capsys.readouterr().err


def test_what_a_comment_ignores_is_counted_and_listed_with_its_reason(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        project, "# A\n\n<!-- reconciler: ignore dead-link because May -->\nSee [more](more.md).\n"
    )
    assert main(["validate", "-C", str(project)]) == 0
    ran = capsys.readouterr()
    assert (ran.out, ran.err) == ("Valid: 1 resource, 1 ignored.\n", "")
    assert main(["validate", "-C", str(project), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["findings"] == []
    (ignored,) = shown["ignored"]
    assert (ignored["code"], ignored["line"], ignored["because"], ignored["by"]) == (
        "dead-link", 4, "May", "specs/articles/a.md:3:1",
    )  # fmt: skip


def test_annotations_stand_on_stdout_and_the_text_on_stderr(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, PAGE)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project))
    assert main(["validate", "-C", str(project), "--format", "github"]) == 0
    ran = capsys.readouterr()
    first, last = ran.out.splitlines()
    assert first.startswith("::warning file=specs/articles/a.md,line=3,col=12,title=dead-link::")
    assert last == "Valid: 1 resource, 1 warning."
    assert "warning[dead-link]" in ran.err


def test_no_text_for_people_or_programs_is_a_command_to_the_log(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "specs/a.yaml").write_text("tags:\n  '##[add-mask]x': {'::x::y': 1}\n", "utf-8")
    assert main(["validate", "-C", str(project)]) == 6
    assert "##[" not in capsys.readouterr().err
    assert main(["validate", "-C", str(project), "--json"]) == 6
    shown = capsys.readouterr().out
    assert "##[" not in shown
    assert "tag/##[add-mask]x" in json.loads(shown)["findings"][0]["message"]


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code]) == 0
    assert capsys.readouterr().out.startswith(f"# {code}\n\n{CODES[code].meaning}\n")
    assert about(code)
    assert main(["explain", code, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["why"]
