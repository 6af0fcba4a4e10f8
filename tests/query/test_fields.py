"""The tables of searchable fields, held against the published descriptions where they are at hand."""

import re
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from reconciler.query import CONTACTS, CONVERSATIONS, Searchable

DESCRIPTIONS = Path(__file__).parents[3] / "shared" / "openapi"
ROW = re.compile(r"^\| ([\w.{}]+) +\| (\w+)", re.MULTILINE)
TYPES = {"String": "string", "Date": "date", "Boolean": "boolean", "Integer": "integer"}
PUT_RIGHT = {"tag_id": "tag", "custom_attributes.{attribute_name}": None}
"""What the text beside the table says otherwise: tags have operators of their own."""


@lru_cache
def described(endpoint: str) -> str:
    path = DESCRIPTIONS / "api.intercom.io-2.16.yaml"
    if not path.exists():
        pytest.skip("the published descriptions are not at hand")
    whole = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    return str(whole["paths"][endpoint]["post"]["description"])


@pytest.mark.parametrize("table", [CONTACTS, CONVERSATIONS], ids=lambda one: one.name)
def test_every_documented_field_is_there_with_its_type_and_no_other(table: Searchable) -> None:
    fields = (
        described(table.path).partition("Accepted Fields")[2].partition("Accepted Operators")[0]
    )
    documented = {name: PUT_RIGHT.get(name, TYPES[kind]) for name, kind in ROW.findall(fields)
                  if kind in TYPES}  # fmt: skip
    documented.pop("custom_attributes.{attribute_name}", None)
    if table is CONTACTS:
        assert "custom_attributes.{attribute_name}" in fields
    ours = {name: one.type for name, one in table.fields.items() if not one.ref}
    assert ours == documented


@pytest.mark.parametrize("table", [CONTACTS, CONVERSATIONS], ids=lambda one: one.name)
def test_every_documented_operator_is_taken_and_no_other(table: Searchable) -> None:
    operators = described(table.path).partition("Accepted Operators")[2]
    documented = set(re.findall(r"^ *\| (\S{1,3}) +\|", operators, re.MULTILINE)) - {":--"}
    assert {sign for signs in table.operators.values() for sign in signs} == documented


def test_the_limits_are_the_documented_ones() -> None:
    for table in (CONTACTS, CONVERSATIONS):
        text = described(table.path)
        assert f"max {table.most} filters for each AND or OR group" in text
        assert f"max {table.deepest} nested filters" in text


def test_the_documentation_lists_every_field() -> None:
    page = (Path(__file__).parents[2] / "docs" / "queries.md").read_text("utf-8")
    for table in (CONTACTS, CONVERSATIONS):
        section = page.partition(f"### {table.name}\n")[2].partition("###")[0]
        assert set(re.findall(r"`([\w.]+)`", section)) - {"custom_attributes.NAME"} == set(
            table.fields
        )
