"""Switches on a command line."""

import dataclasses

import pytest

from reconciler.simulator import SimulatorError, Switches
from reconciler.simulator.switches.written import switched


def test_nothing_said_is_the_defaults() -> None:
    assert switched([]) == Switches()


@pytest.mark.parametrize(
    ("pair", "value"),
    [
        ("translations_merged=false", False),
        ("heading_levels=h2", "h2"),
        ("search_lag=3", 3.0),
        ("search_lag=0.5", 0.5),
        ("deleted_company_readable_for=null", None),
        ("deleted_company_readable_for=none", None),
        ("deleted_company_readable_for=5", 5),
        ("unreachable_hosts=a.example, b.example", frozenset({"a.example", "b.example"})),
        ("unreachable_hosts=", frozenset()),
    ],
)
def test_a_value_is_read_by_what_the_switch_holds(pair: str, value: object) -> None:
    assert getattr(switched([pair]), pair.partition("=")[0]) == value


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        ("translation_merged=false", "there is no switch 'translation_merged'; did you mean translations_merged?"),
        ("zzz=1", "there is no switch 'zzz'"),
        ("search_lag", "'search_lag' is not NAME=VALUE"),
        ("translations_merged=no", "translations_merged is true or false, not 'no'"),
        ("translations_merged=1", "translations_merged is true or false, not '1'"),
        ("heading_levels=h3", "heading_levels is shift or h2, not 'h3'"),
        ("search_lag=true", "search_lag is a number, not 'true'"),
        ("deleted_company_readable_for=x", "deleted_company_readable_for is a whole number or none, not 'x'"),
    ],
)  # fmt: skip
def test_what_is_no_switch_or_value_is_refused(pair: str, why: str) -> None:
    with pytest.raises(SimulatorError) as caught:
        switched([pair])
    assert caught.value.message == why


@pytest.mark.parametrize("one", dataclasses.fields(Switches), ids=lambda one: one.name)
def test_every_default_can_be_written(one: "dataclasses.Field[object]") -> None:
    value = one.default
    text = ",".join(value) if isinstance(value, frozenset) else str(value)
    text = {"True": "true", "False": "false", "None": "null"}.get(text, text)
    assert switched([f"{one.name}={text}"]) == Switches()
