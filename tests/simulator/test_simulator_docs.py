"""docs/simulator.md says what there is: every key, option, path and switch."""

import dataclasses
import re
from pathlib import Path

import pytest
from sayings import sayings

from reconciler.cli.simulate import command
from reconciler.simulator import Simulator, Switches, control, faults
from reconciler.simulator.script import CHANGE, EDIT, EDITS, ON, OTHERS, THEN, TOP, parse

DOC = Path(__file__).parents[2] / "docs/simulator.md"
TABLE = re.compile(r"(<!-- switches: .*? -->\n).*?(<!-- end of switches -->)", re.DOTALL)


def section(title: str) -> str:
    """The text below a heading, up to the next of any level."""
    found = re.search(rf"^#+ {re.escape(title)}$(.*?)(?=^#|\Z)", text(), re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


def text() -> str:
    return DOC.read_text("utf-8")


def rows(title: str) -> set[str]:
    """What the tables of a section have in their first column."""
    return set(re.findall(r"^\| `([^`]+)` ", section(title), re.MULTILINE))


@pytest.mark.parametrize(("title", "names"), [
    ("Fault scripts", {*TOP, "rules"}),
    ("on: which requests", set(ON)),
    ("then: what happens", {*THEN, "teammate", *faults.CANNED}),
    ("teammate: edits in between", set(EDITS)),
    ("limit and others", {*CHANGE, *OTHERS}),
    ("The control face", set(control.DOORS)),
    ("Faces", {one.opts[-1] for one in command.params} - {"--directory", "--workspace"}),
])  # fmt: skip
def test_every_name_has_its_row_and_no_row_is_of_the_past(title: str, names: set[str]) -> None:
    assert rows(title) == names


def test_every_key_of_an_edit_is_explained() -> None:
    said = section("teammate: edits in between")
    assert [name for name in EDIT if f"`{name}`" not in said] == []


def test_every_method_of_the_control_face_has_its_row() -> None:
    written = re.findall(r"^\| `(\w+)` \| (\w+) \|", section("The control face"), re.MULTILINE)
    assert written == [(path, method) for path, doors in control.DOORS.items() for method in doors]


def test_the_example_is_a_script() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", text(), re.DOTALL)
    script = parse(example.encode(), "example", Simulator().store.tables)
    assert (len(script.faults), script.others.share) == (3, 0.5)


def test_the_python_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", text(), re.DOTALL)
    names: dict[str, object] = {}
    exec(example, names)  # noqa: S102 - our own documentation
    names["client"].close()  # type: ignore[attr-defined] # an httpx client


def test_every_switch_stands_in_the_table(request: pytest.FixtureRequest) -> None:
    whole = TABLE.sub(lambda found: found[1] + table() + found[2], text())
    if request.config.getoption("--update"):
        DOC.write_text(whole, "utf-8")
    assert text() == whole, "run this test with --update"


def table() -> str:
    lines = ["| switch | default | other readings | what it decides |", "|--|--|--|--|"]
    said = sayings()
    for one in dataclasses.fields(Switches):
        default = shown(one.default)
        choices = re.findall(r"'([^']+)'", str(one.type).replace('"', "'"))
        other = choices or (["true", "false"] if one.type == "bool" else [])
        others = ", ".join(f"`{name}`" for name in other if f"`{name}`" != default) or str(one.type)
        what = " ".join(said[one.name].split()).replace("|", "\\|")
        lines.append(
            f"| `{one.name}` | {default} | {others} | {what} |".replace(" | None |", " or none |")
        )
    return "\n".join(lines) + "\n"


def shown(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(f"`{one}`" for one in sorted(value)) or "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
