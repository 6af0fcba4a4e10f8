"""The keys of the language: each is explained, with an example that is valid and holds it."""

from pathlib import Path

import pytest

from reconciler.core.declared import moved, pages, policies, reading, specs
from reconciler.explained.keys import KEYS
from reconciler.source import config, parts, served
from reconciler.workflow import open_project

INSIDE = {
    "help_center.locales": config.CENTER,
    "moved.from": moved.FIELDS["moved"],
    "removed.ref": moved.FIELDS["removed"],
}
"""A key that stands beside others, and all that may stand there."""


def test_every_key_that_is_read_is_explained_and_no_other_is() -> None:
    known = {*pages.META, *config.KEYS, *specs.SETTINGS, *policies.CHOICES,
             parts.FOR_EACH, reading.EXACTLY, "name"}  # fmt: skip
    known |= {f"{one.partition('.')[0]}.{name}" for one, names in INSIDE.items() for name in names
              if name not in KEYS}  # fmt: skip
    known |= {f"workspaces.{name}" for name in config.WORKSPACE if name not in KEYS}
    known |= {f"assets.{name}" for name in served.KEYS} | {"sources.preset"}
    assert set(KEYS) == known


@pytest.mark.parametrize("key", KEYS)
def test_its_example_is_valid_and_holds_it(tmp_path: Path, key: str) -> None:
    about = KEYS[key]
    languages = "version: 1\nhelp_center: {locales: [en, fr]}\n"
    for path, text in {"reconciler.yaml": languages, **about.example}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    (tmp_path / "specs").mkdir(exist_ok=True)
    wrong = [one for one in open_project(tmp_path).findings if one.severity == "error"]
    assert wrong == []
    assert f"{key.rpartition('.')[2]}:" in "".join(about.example.values())
