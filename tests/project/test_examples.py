"""Each example runs by its one command, and each of its people receives what it says, once."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(one for one in (ROOT / "examples").iterdir() if (one / "people.yaml").is_file())
USES = {"onboarding", "retention", "lead-generation", "support-workflow", "in-app-announcements"}


def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("example", ROOT / "script" / "example.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_is_one_for_each_use() -> None:
    assert {one.name for one in EXAMPLES} == USES


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda one: one.name)
def test_an_example_delivers_what_it_says_and_nothing_twice(
    folder: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CI", "")
    monkeypatch.setenv("NO_COLOR", "1")
    received = "".join(f"{one}\n" for one in example().play(folder, tmp_path / "intercom.db"))
    if request.config.getoption("--update"):
        (folder / "expected.txt").write_text(received, "utf-8")
    assert (folder / "expected.txt").read_text("utf-8") == received
    out = capsys.readouterr().out
    first, second = re.findall(r"([\d,]+) sent; .* in ", out)
    assert int(first) > 0
    assert second == "0"
    assert "Deliveries, not part of apply" in out


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda one: one.name)
def test_an_example_names_its_command(folder: Path) -> None:
    assert f"script/demo examples/{folder.name}\n" in (folder / "README.md").read_text("utf-8")
