"""Every switch names its evidence and has both readings tested."""

import dataclasses
from pathlib import Path

import pytest
from sayings import sayings

from reconciler.simulator import Switches

NAMES = [one.name for one in dataclasses.fields(Switches)]


@pytest.mark.parametrize("name", NAMES)
def test_a_switch_says_what_is_not_known_and_who_says_so(name: str) -> None:
    text = sayings()[name]
    assert any(mark in text for mark in ("[D", "[R", "[I", "documented")), text


@pytest.mark.parametrize("name", NAMES)
def test_a_switch_is_switched_in_a_test(name: str) -> None:
    texts = [one.read_text("utf-8") for one in Path(__file__).parent.glob("test_*.py")]
    assert any(f"{name}=" in text for text in texts)
