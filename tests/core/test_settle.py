"""What only the workspace can tell: teammates, and attributes that are not declared here."""

from typing import Any

import pytest

from reconciler.core.declared.settle import Settled, kinds_to_read, settle
from reconciler.model import Live, Ref
from tests.core.toys import KINDS, live, want

ADA = live("person", "1", email="Ada@x.test")


def settled(*desired: Any, lives: list[Live] | None = None) -> Settled:
    by_kind: dict[str, list[Live]] = {}
    for one in [ADA, *(lives or [])]:
        by_kind.setdefault(one.kind, []).append(one)
    return settle({one.ref: one for one in desired}, KINDS, by_kind, "ada@x.test")


def test_a_teammate_is_named_as_intercom_spells_it() -> None:
    one = want("page", "p", title="ada@x.test", owner="ada@X.test")
    found = settled(one).desired[one.ref]
    assert (found.fields["owner"], found.fields["title"]) == ("Ada@x.test", "ada@x.test")
    assert found.refs == (Ref("person", "Ada@x.test"),)


def test_the_tokens_own_teammate_fills_in_everywhere() -> None:
    one = want(
        "page", "p", title="P", create={"owner": "@me", "translations": {"fr": {"owner": "@me"}}}
    )
    from dataclasses import replace  # noqa: PLC0415 - only here

    found = settled(replace(one, refs=(Ref("person", "@me"),))).desired[one.ref]
    assert found.create == {"owner": "ada@x.test", "translations": {"fr": {"owner": "ada@x.test"}}}


def test_an_unknown_teammate_is_a_finding_with_the_known_ones() -> None:
    (found,) = settled(want("page", "p", title="P", owner="zzz")).findings
    assert (found.code, found.path, found.hint) == (
        "unknown-teammate",
        "owner",
        "known: Ada@x.test",
    )
    (found,) = settled(want("page", "p", title="P", owner="ada@x.tset")).findings
    assert found.hint == "did you mean Ada@x.test?"


def test_an_unknown_default_teammate_is_found_too() -> None:
    from dataclasses import replace  # noqa: PLC0415 - only here

    one = replace(want("page", "p", title="P"), refs=(Ref("person", "zed@x.test"),))
    (found,) = settled(one).findings
    assert found.path == ""


LIVE = [
    live("label", "5", name="score", code="x", size=None),
    live("label", "6", name="old", code="x", archived=True),
]


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        ({"zzz": "1"}, "extra.zzz: neither declared nor known"),
        ({"scroe": "1"}, "did you mean score?"),
        ({"old": "1"}, "neither declared nor known"),
        ({"score": ["a"]}, "a list is not text"),
    ],
)
def test_an_attribute_that_is_nowhere_is_a_finding(extra: dict[str, Any], problem: str) -> None:
    (found,) = settled(want("page", "p", title="P", extra=extra), lives=LIVE).findings
    assert found.code == "unknown-attribute"
    assert problem in found.message


def test_an_attribute_goes_by_its_live_type() -> None:
    one = want("page", "p", title="P", extra={"score": "12", "gone": None})
    found = settled(one, lives=LIVE)
    assert found.desired[one.ref].fields["extra"] == {"score": "12", "gone": None}
    two = settled(one, want("page", "q", title="Q", extra={"score": 12}), lives=LIVE).desired
    assert two[Ref("page", "q")].fields["extra"] == {"score": "12"}
    assert not found.findings


def test_only_what_a_plan_needs_is_read() -> None:
    assert [kind.name for kind in kinds_to_read(KINDS, {"page"}, set())] == [
        "person",
        "label",
        "page",
    ]
    assert [kind.name for kind in kinds_to_read(KINDS, {"label"}, set())] == ["label"]
    assert [kind.name for kind in kinds_to_read(KINDS, set(), {"box"})] == ["box", "page"]


def test_an_attribute_is_known_by_its_name_and_not_by_its_key() -> None:
    label = want("label", "tier", name="plan_tier", code="x")
    page = want("page", "p", extra={"plan_tier": "pro"})
    settled = settle({one.ref: one for one in (label, page)}, KINDS, {}, "ada@x.test")
    assert (settled.findings, settled.desired[page.ref]) == ((), page)
    stranger = want("page", "q", extra={"tier": "pro"})
    found = settle({one.ref: one for one in (label, stranger)}, KINDS, {}, "ada@x.test").findings
    assert [one.code for one in found] == ["unknown-attribute"]
