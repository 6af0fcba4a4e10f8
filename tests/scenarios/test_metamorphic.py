"""What does not change the meaning of the specs changes neither the plan nor its digest."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from reconciler import parallel
from tests.scenarios.workspace import FILES
from tests.world import World

Files = Mapping[str, str]
ACCENTED = {
    **FILES,
    "companies.yaml": FILES["companies.yaml"] + "  café: {company_id: é-1, name: Café Été}\n",
    "articles/2-more/été.md": "# Été\n\nUn café, s'il vous plaît. [Page](deep/deepest/page.md)\n",
}


def planned(world: World, files: Files) -> Any:
    """The plan and its digest, without the places in the files."""
    for path in sorted((world.root / "specs").rglob("*"), reverse=True) if files else ():
        path.unlink() if path.is_file() else path.rmdir()
    world.write(files)
    plan = world.plan()
    changes = [_placeless(one) for one in plan["changes"]]
    return plan["digest"], sorted(changes, key=lambda one: str(one["ref"]))


def _placeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _placeless(inner) for key, inner in value.items()
                if key not in {"file", "line", "column", "source"}}  # fmt: skip
    return [_placeless(one) for one in value] if isinstance(value, list) else value


def reordered(files: Files) -> Files:
    """Every mapping of the YAML files from its end to its beginning."""
    return {
        name: yaml.safe_dump(_reversed(_texts(text)), sort_keys=False, allow_unicode=True)
        if name.endswith("s.yaml") and "/" not in name else text
        for name, text in reversed(files.items())
    }  # fmt: skip


def _texts(text: str) -> Any:
    """All scalars as they are written; what is empty has no fields."""
    return _bare(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - it makes texts alone


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items()}
    return value or {}


def _reversed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _reversed(value[key]) for key in reversed(value)}
    return value


def split(files: Files) -> Files:
    """One file for each tag, attribute and company."""
    found = {name: text for name, text in files.items() if "/" in name}
    for name, text in files.items():
        if "/" not in name:
            ((kind, held),) = _texts(text).items()
            for number, (key, fields) in enumerate(held.items()):
                one = yaml.safe_dump({kind: {key: fields}}, allow_unicode=True)
                found[f"many/{kind}-{number}.yaml"] = one
    return found


def crlf(files: Files) -> Files:
    return {name: text.replace("\n", "\r\n") for name, text in files.items()}


def decomposed(files: Files) -> Files:
    return {unicodedata.normalize("NFD", name): unicodedata.normalize("NFD", text)
            for name, text in files.items()}  # fmt: skip


def reformatted(files: Files) -> Files:
    """Flow mappings as blocks, quotes, comments and empty lines; other signs in Markdown."""
    found = {}
    for name, text in files.items():
        if name.endswith(".md"):
            found[name] = text.replace("- one\n- two", "* one\n* two").rstrip() + "\n\n\n"
        elif "/" not in name:
            dumped = yaml.safe_dump(_texts(text), indent=6, default_style='"', allow_unicode=True)
            found[name] = f"# a comment\n\n{dumped}\n\n"
        else:
            found[name] = text
    return found


@pytest.mark.parametrize("change", [reordered, split, crlf, decomposed, reformatted])
def test_the_plan_is_that_of_the_meaning(newest: World, change: Callable[[Files], Files]) -> None:
    before = planned(newest, ACCENTED)
    assert len(before[1]) > 10
    changed = change(ACCENTED)
    assert changed != ACCENTED
    assert planned(newest, changed) == before


def test_a_change_of_the_meaning_is_another_plan(newest: World) -> None:
    before = planned(newest, ACCENTED)
    other = {**ACCENTED, "tags.yaml": ACCENTED["tags.yaml"].replace("Refund", "Return")}
    assert planned(newest, other)[0] != before[0]


@pytest.mark.parametrize("change", [reordered, split, crlf, decomposed, reformatted])
def test_nothing_is_due_where_only_the_form_changed(
    newest: World, change: Callable[[Files], Files]
) -> None:
    newest.write(ACCENTED)
    newest.apply()
    assert planned(newest, change(ACCENTED))[1] == []


def test_concurrency_changes_nothing(newest: World, monkeypatch: pytest.MonkeyPatch) -> None:
    newest.write(ACCENTED)
    plans = []
    for workers in (1, 3, 16):
        monkeypatch.setattr(parallel, "WORKERS", workers)
        plans.append(newest.plan())
    assert plans[0] == plans[1] == plans[2]
