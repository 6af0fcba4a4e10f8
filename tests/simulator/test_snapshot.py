"""A workspace in a file: what is written is read, and what is odd is refused by name."""

import json
from pathlib import Path
from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

from reconciler.simulator import Simulator, SimulatorError, Store


def test_a_dumped_workspace_is_the_same_in_another_simulator(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "acme.json"
    workspace.post("/companies", {"company_id": "acme", "plan": "Pro"})
    workspace.post("/articles", {"title": "Größe", "author_id": 991267451})
    workspace.store.dump(path)
    other = Workspace(app_id="other000")
    other.store.load(path)
    for target in ("/me", "/articles", "/companies?company_id=acme", "/admins"):
        assert other.get(target) == workspace.get(target)
    assert other.post("/articles", {"title": "b", "author_id": 991267451})["id"] == "9000002"
    assert [one.name for one in tmp_path.iterdir()] == ["acme.json"]


def dumped(tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    path = tmp_path / "acme.json"
    Simulator().store.dump(path)
    return path, json.loads(path.read_text("utf-8"))


def refusal(path: Path, document: object) -> str:
    path.write_text(json.dumps(document), "utf-8")
    simulator = Simulator()
    before = simulator.store.rows("admin")
    with pytest.raises(SimulatorError) as caught:
        simulator.store.load(path)
    assert simulator.store.rows("admin") == before
    assert caught.value.message.startswith(f"{path}: ")
    return caught.value.message.removeprefix(f"{path}: ")


def test_a_file_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    path, document = dumped(tmp_path)
    message = "written by a newer simulator (format 2, this one reads 1)"
    assert refusal(path, {**document, "format": 2}) == message


@pytest.mark.parametrize("document", [{}, {"format": "1"}, {"format": 0}, {"tags": []}])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, document: Any) -> None:
    message = refusal(tmp_path / "acme.json", document)
    assert message.startswith("not a workspace of the simulator (format ")


@pytest.mark.parametrize("document", [[], 1, "text", None])
def test_a_file_that_holds_no_object_is_refused(tmp_path: Path, document: Any) -> None:
    message = refusal(tmp_path / "acme.json", document)
    assert message == "not a workspace of the simulator: no object"


@pytest.mark.parametrize(("changes", "message"), [
    ({"app": []}, "app is missing or no dict"),
    ({"rows": None}, "rows is missing or no dict"),
    ({"sequence": "5"}, "sequence is missing or no int"),
    ({"made": {"robot": 1}}, "made.robot is no count of a known kind"),
    ({"made": {"tag": "1"}}, "made.tag is no count of a known kind"),
    ({"rows": {"robot": []}}, "rows.robot is no list of a known kind"),
    ({"rows": {"tag": {}}}, "rows.tag is no list of a known kind"),
    ({"rows": {"tag": [5]}}, "rows.tag[0]: no object"),
    ({"rows": {"tag": [{"id": "1", "name": "x"}]}},
     ("rows.tag[0]: the fields are not those of the kind: "
     "created_at, sequence, updated_at")),
    ({"rows": {"tag": [{"id": "1", "name": 5, "dependents": "", "created_at": 0, "updated_at": 0,
                        "sequence": 0}]}}, "rows.tag[0]: name is no str"),
])  # fmt: skip
def test_an_odd_value_is_refused_with_its_place(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    path, document = dumped(tmp_path)
    assert refusal(path, {**document, **changes}) == message


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 200_000])
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "acme.json"
    path.write_bytes(content)
    with pytest.raises(SimulatorError, match=r"acme\.json: not JSON: "):
        Simulator().store.load(path)


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = dumped(tmp_path)
    monkeypatch.setattr("reconciler.simulator.snapshot.MOST", 10)
    with pytest.raises(SimulatorError, match="larger than 10 bytes"):
        Simulator().store.load(path)


def test_a_missing_file_and_a_missing_folder_are_named(tmp_path: Path) -> None:
    store: Store = Simulator().store
    with pytest.raises(SimulatorError, match=r"none\.json: cannot be read: No such file"):
        store.load(tmp_path / "none.json")
    with pytest.raises(SimulatorError, match=r"acme\.json: cannot be written: No such file"):
        store.dump(tmp_path / "none" / "acme.json")


def test_every_field_that_may_be_none_says_what_else_it_may_be() -> None:
    for table in Simulator().store.tables.values():
        unsure = {name for name, value in table.fields.items() if value is None}
        assert unsure == set(table.types), table.name


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("parent_id", 5, "parent_id is no str"),
        ("draft", [], "draft is no dict"),
        ("id", ["1"], "id is no string and no integer"),
        ("id", None, "id is no string and no integer"),
    ],
)
def test_an_odd_optional_value_is_refused(
    tmp_path: Path, field: str, value: object, message: str
) -> None:
    simulator = Simulator()
    simulator.store.create("article", title="x")
    path = tmp_path / "acme.json"
    simulator.store.dump(path)
    document = json.loads(path.read_text("utf-8"))
    document["rows"]["article"][0][field] = value
    assert refusal(path, document) == f"rows.article[0]: {message}"


def test_a_circle_of_collections_in_a_file_is_survived(workspace: Workspace) -> None:
    for number, parent in ((1, "2000002"), (2, "2000001")):
        workspace.store.create("collection", name=str(number), parent_id=parent)
    assert workspace.get("/help_center/collections")["total_count"] == 2
    answer = workspace.post("/help_center/collections", {"name": "x", "parent_id": "2000001"})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")
    other = workspace.post("/help_center/collections", {"name": "x"})["id"]
    answer = workspace.put("/help_center/collections/2000001", {"parent_id": other})
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")


@pytest.mark.parametrize(("switch", "left"), [("cascade", 0), ("orphan", 1)])
def test_a_circle_of_collections_can_be_deleted(switched: Switched, switch: str, left: int) -> None:
    workspace = switched(collection_delete=switch)
    for number, parent in ((1, "2000002"), (2, "2000001")):
        workspace.store.create("collection", name=str(number), parent_id=parent)
        workspace.store.create("article", title="x", parent_id=f"200000{number}")
    assert workspace.delete("/help_center/collections/2000001")["deleted"] is True
    assert workspace.get("/help_center/collections")["total_count"] == left


def test_a_file_of_an_older_simulator_has_new_fields_as_new_rows_have_them(tmp_path: Path) -> None:
    path, document = dumped(tmp_path)
    tag = {"id": "7", "name": "x", "created_at": 0, "updated_at": 0, "sequence": 9}
    document["rows"]["tag"] = [tag]
    path.write_text(json.dumps(document), "utf-8")
    simulator = Simulator()
    simulator.store.load(path)
    assert simulator.store.get("tag", "7")["dependents"] == ""
