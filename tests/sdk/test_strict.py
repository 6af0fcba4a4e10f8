"""The watch itself, and the tables of what the SDK gets wrong."""

import importlib
import inspect
from pathlib import Path
from typing import Annotated, Any, Literal

import intercom
import pytest
from intercom.core.serialization import get_field_to_alias_mapping
from intercom.core.unchecked_base_model import UncheckedBaseModel, construct_type
from intercom.errors import NotFoundError
from sdk_mistakes import MISTAKES, UNKNOWN, Mistake
from sdk_strict import deviations

from reconciler.simulator import Fault, Simulator

STORIES = "".join(one.read_text() for one in Path(__file__).parent.glob("test_*_story.py"))
SDK = Path(inspect.getfile(intercom)).parent


class Part(UncheckedBaseModel):
    id: str
    state: Literal["open", "closed"] | Any = "open"
    note: int | None = None


class Whole(Part):
    parts: list[Part] | None = None
    custom: dict[str, bool] | None = None


GOOD = {"id": "1", "state": "open", "note": None, "parts": [{"id": "2"}], "custom": {"a": True}}


@pytest.mark.parametrize(
    ("type_", "value", "told"),
    [
        (Whole, GOOD, []),
        (Whole, {**GOOD, "id": 1}, ["Part.id: integer, not string"]),
        (Whole, {**GOOD, "id": None}, ["Part.id: null"]),
        (Whole, {"parts": []}, ["Part.id: missing"]),
        (Whole, {**GOOD, "note": "7"}, ["Part.note: string, not integer"]),
        (Whole, {**GOOD, "note": True}, ["Part.note: boolean, not integer"]),
        (Whole, {**GOOD, "state": "ajar"}, ["Part.state: 'ajar' is not known"]),
        (Whole, {**GOOD, "parts": [{"id": 2}]}, ["Part.id: integer, not string"]),
        (Whole, {**GOOD, "parts": ["2"]}, ["Whole.parts: string, not object"]),
        (Whole, {**GOOD, "parts": {}}, ["Whole.parts: object, not list"]),
        (Whole, {**GOOD, "custom": {"a": 1}}, ["Whole.custom: integer, not boolean"]),
        (Whole, {**GOOD, "nmae": ""}, ["Part.nmae: unknown"]),
        (Whole, [], ["Whole: list, not object"]),
        (Whole, None, ["Whole: null"]),
        (list[Whole], {}, ["list of Whole: object, not list"]),
        (Annotated[Whole | None, "any"], None, []),
        (Part | Whole, GOOD, []),
        (float, 1, []),
        (Any, {"a": object}, []),
    ],
)
def test_each_way_to_differ_from_a_model_is_told(type_: Any, value: Any, told: list[str]) -> None:
    assert deviations(type_, value) == told


def test_the_sdk_itself_takes_all_of_it_without_a_word() -> None:
    found = construct_type(
        type_=Part, object_={"id": None, "state": "ajar", "note": "x", "nmae": 1}
    )
    assert (found.id, found.state, found.note, found.nmae) == (None, "ajar", "x", 1)


def test_an_answer_on_the_socket_is_watched_and_so_is_a_refusal(
    sdk: intercom.Intercom, simulator: Simulator, strict: dict[str, None]
) -> None:
    simulator.faults[:] = [Fault(status=200, body=b'{"type":"tag","id":7,"name":"VIP"}')]
    assert sdk.tags.find("7").id == 7
    simulator.faults[:] = [Fault(status=404, body=b'{"type":"error.list","errors":[{}]}')]
    with pytest.raises(NotFoundError):
        sdk.tags.find("7")
    assert list(strict) == ["Tag.id: integer, not string", "ErrorErrorsItem.code: missing"]
    strict.clear()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.deviation)
def test_each_mistake_stands_in_the_sdk_where_the_table_says_and_a_story_meets_it(
    mistake: Mistake,
) -> None:
    file, _, line = mistake.where.partition(":")
    assert mistake.says in (SDK / file).read_text().splitlines()[int(line) - 1]
    assert f'"{mistake.deviation}"' in STORIES


def models() -> dict[str, type[UncheckedBaseModel]]:
    """Of the whole SDK but its unstable part, by name."""
    found = {}
    for file in SDK.glob("**/types/*.py"):
        inside = file.relative_to(SDK.parent).with_suffix("")
        if "unstable" not in inside.parts:
            module = importlib.import_module(".".join(inside.parts))
            found |= {name: one for name, one in vars(module).items() if inspect.isclass(one)}
    return found


def test_each_key_called_unknown_is_unknown_to_its_model() -> None:
    known = models()
    for key in UNKNOWN:
        name, _, field = key.partition(".")
        aliases = get_field_to_alias_mapping(known[name])
        assert field not in {aliases.get(one, one) for one in known[name].model_fields}
