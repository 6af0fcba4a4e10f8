"""The commonest mistakes, all in one project: each with its address, all in one run, nothing sent."""

import pytest

from tests.scenarios.mistakes import CONFIG, FOLLOWING, MISTAKES
from tests.world import World

Place = tuple[str, str, int, int]


@pytest.fixture
def mistaken(newest: World) -> World:
    """A project with every mistake of the table, and a symbolic link that leads out of it."""
    newest.write({}, extra="\n".join(line for line, *_ in CONFIG))
    for one in MISTAKES:
        target = newest.root / "specs" / one.path
        target.parent.mkdir(parents=True, exist_ok=True)
        written = one.written
        target.write_bytes(written.encode() if isinstance(written, str) else written)
    (newest.root / "specs" / "passwd.yaml").symlink_to("/etc/passwd")
    return newest


def expected() -> set[Place]:
    specs = {(f"specs/{one.path}", one.code, one.line, one.column) for one in MISTAKES if one.code}
    config = {("reconciler.yaml", code, 4 + number, column)
              for number, (_, code, column) in enumerate(CONFIG)}  # fmt: skip
    return specs | config | {("specs/passwd.yaml", "file-outside-root", 0, 0)}


def test_there_are_more_than_forty_of_them_with_thirty_codes() -> None:
    assert len(expected()) >= 60
    assert len({code for _, code, *_ in expected()}) >= 30


@pytest.mark.parametrize("command", [("validate",), ("plan",), ("apply", "--yes")])
def test_every_mistake_is_said_with_its_place_in_one_run(
    mistaken: World, command: tuple[str, ...]
) -> None:
    ran = mistaken.run(*command, "--json")
    assert ran.code == 6
    assert mistaken.simulator.journal == []
    found = {(one["file"], one["code"], one["line"], one["column"]) for one in ran.json["findings"]}
    assert expected() - found == set()


def test_each_has_its_reason_and_its_way_out_in_text(mistaken: World) -> None:
    ran = mistaken.run("plan")
    assert (ran.code, ran.out) == (6, "")
    assert (
        'specs/field.yaml:2:11: error[unknown-field]: tag/field: there is no field "nmae"'
        in ran.err
    )
    assert "help: did you mean name?" in ran.err
    for where in expected():
        place = ":".join(str(part) for part in (where[0], *where[2:]) if part)
        assert place in ran.err, where
    assert "Traceback" not in ran.err
    assert ran.err.splitlines()[-1].endswith("nothing was sent.")


def test_every_error_names_a_way_out(mistaken: World) -> None:
    found = mistaken.run("validate", "--json").json["findings"]
    assert [one for one in found if one["severity"] == "error" and not one["hint"]] == []


def test_nothing_else_is_blamed(mistaken: World) -> None:
    found = {(one["file"], one["code"], one["line"], one["column"])
             for one in mistaken.run("validate", "--json").json["findings"]}  # fmt: skip
    assert {file for file, *_ in found - expected()} == FOLLOWING
