"""Texts for a recipient: what a template writes is held back, and what it lacks is named."""

from pathlib import Path
from typing import Any

import pytest

from reconciler.model.held import Held, holder
from reconciler.source.jobs import Failure
from reconciler.source.personal import Personal

ADA = {"name": "Ada *B*", "custom_attributes": {"plan": "pro"}}


def rendered(
    tmp_path: Path, text: str, *rows: Any, form: Any = "md", isolated: bool = False
) -> Any:
    personal = Personal(tmp_path, ("specs",), {"product": "Lumen"}, isolated)
    try:
        return personal.render(text, list(rows) or [ADA], form=form, file="specs/a.md",
                               locale="en", name="contact")  # fmt: skip
    finally:
        personal.close()


@pytest.mark.parametrize("isolated", [True, False], ids=["apart", "here"])
def test_every_value_is_held_back_also_those_of_variables(tmp_path: Path, isolated: bool) -> None:
    text = "**{{ contact.name }}** of {{ product }}: {{ contact.custom_attributes.plan | upper }}"
    (made,) = rendered(tmp_path, text, isolated=isolated)
    expected = f"**{holder(0)}** of {holder(1)}: {holder(2)}"
    assert made == Held(expected, ("Ada *B*", "Lumen", "PRO"))


def test_code_is_no_template_and_no_value(tmp_path: Path) -> None:
    text = "`{{ a }}` {{ contact.name }}\n\n```\n{{ b }}\n```\n"
    (made,) = rendered(tmp_path, text)
    assert made == Held(f"`{{{{ a }}}}` {holder(0)}\n\n```\n{{{{ b }}}}\n```\n", ("Ada *B*",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ contact.nick }}", "nick of contact"),
        ("{{ contact.custom_attributes.seats }}", "seats of contact.custom_attributes"),
        ("{{ nobody }}", "nobody"),
    ],
)
def test_what_is_lacking_is_named(tmp_path: Path, text: str, message: str) -> None:
    (made,) = rendered(tmp_path, text)
    assert isinstance(made, Failure)
    assert (made.kind, made.message) == ("undefined", message)


def test_a_failure_of_one_leaves_the_others(tmp_path: Path) -> None:
    rows = [{"n": "2"}, {"n": "0"}, {}, {"n": "4"}]
    made = rendered(tmp_path, "{{ 8 // (contact.n | int) }}", *rows, form="text")
    assert [one.values[0] if isinstance(one, Held) else one.kind for one in made] == [
        "4", "failed", "undefined", "2",
    ]  # fmt: skip


def test_a_text_without_templates_starts_nothing(tmp_path: Path) -> None:
    personal = Personal(tmp_path, ("specs",), {})
    assert personal.render("Hi", [{}, {}], form="md", file="a", locale="en", name="contact") == [
        Held("Hi", ())
    ] * 2  # fmt: skip
    assert personal.engine.process is None
    personal.close()
