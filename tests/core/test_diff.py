"""The three-way rule: D declared, L live, (D0, L0) the last write."""

from dataclasses import replace

import pytest

from reconciler.core.planned.digest import hidden
from reconciler.model import FieldChange, Ref
from tests.core.toys import live, only, ops, owned, planned, want


@pytest.mark.parametrize(
    ("d", "there", "pair", "op"),
    [
        (3, 3, None, None),  # never written, equal
        (3, 4, None, "adopt"),
        (3, 3, (3, 3), None),
        (3, 4, (3, 4), None),  # what Intercom did to us last time is absorbed
        (5, 3, (3, 3), "update"),
        (5, 4, (3, 4), "update"),
        (3, 4, (3, 3), "keep"),  # a teammate's edit
        (5, 4, (3, 3), "refuse"),  # both
        (4, 4, (3, 3), None),  # both, the same
    ],
)
def test_the_table_of_the_design(d: int, there: int, pair: object, op: str | None) -> None:
    one = want("label", "vip", size=d)
    entries = [owned(one, "1", name="vip", size=pair)] if pair else []
    made = planned([one], [live("label", "1", name="vip", size=there)], entries)
    found = [each.op for each in (*made.plan.changes, *made.plan.kept)]
    assert found == ([op] if op else [])


def test_the_policy_overwrite_takes_both_edits_over() -> None:
    one = want("label", "vip", size=5)
    made = planned([one], [live("label", "1", name="vip", size=4)],
                   [owned(one, "1", name="vip", size=3)], policy="overwrite")  # fmt: skip
    assert only(made).op == "update"
    assert only(made).fields == (FieldChange(("size",), 4, 5),)


def test_the_policy_refuse_refuses_an_edit() -> None:
    one = want("label", "vip", size=3)
    made = planned([one], [live("label", "1", name="vip", size=4)],
                   [owned(one, "1", name="vip", size=3)], policy="refuse")  # fmt: skip
    assert only(made).op == "refuse"


def test_an_edit_of_one_field_leaves_the_update_of_another() -> None:
    one = want("page", "a", title="New", text="mine")
    made = planned([one], [live("page", "1", title="Old", text="theirs")],
                   [owned(one, "1", title="Old", text="mine")])  # fmt: skip
    assert [each.path for each in only(made).fields] == [("title",)]
    assert [each.path for each in only(made).drift] == [("text",)]
    assert made.plan.kept == (only(made),)


def test_a_field_that_is_newly_declared_is_an_update() -> None:
    one = want("label", "vip", size=3)
    made = planned([one], [live("label", "1", name="vip", size=4)], [owned(one, "1", name="vip")])
    assert only(made).op == "update"


def test_a_field_newly_declared_null_clears_it() -> None:
    one = want("label", "vip", size=None)
    made = planned([one], [live("label", "1", name="vip", size=4)], [owned(one, "1", name="vip")])
    assert only(made).fields == (FieldChange(("size",), 4, None),)


def test_a_field_that_is_no_longer_declared_is_released() -> None:
    one = want("label", "vip")
    made = planned([one], [live("label", "1", name="vip", size=4)],
                   [owned(one, "1", name="vip", size=4)])  # fmt: skip
    assert (only(made).op, only(made).why) == ("release", "no longer declared, left as is: size")
    assert not made.plan.steps


def test_what_cannot_change_is_refused_with_its_place() -> None:
    one = want("label", "vip", code="b")
    made = planned([one], [live("label", "1", name="vip", code="a")],
                   [owned(one, "1", name="vip", code="a")])  # fmt: skip
    assert only(made).op == "refuse"
    (found,) = made.plan.findings
    assert (found.code, found.pos and found.pos.line) == ("immutable", 2)


def test_what_cannot_change_is_refused_on_adoption_too() -> None:
    made = planned([want("label", "vip", code="b")], [live("label", "1", name="vip", code="a")])
    assert only(made).op == "refuse"


def test_a_field_that_is_never_read_back_is_compared_with_what_was_sent() -> None:
    one = want("label", "vip", secret="new")
    lives = [live("label", "1", name="vip")]
    old, new = hidden("old", b""), hidden("new", b"")
    assert not planned([one], lives, [owned(one, "1", name="vip", secret=new)]).plan.changes
    made = planned([one], lives, [owned(one, "1", name="vip", secret=old)])
    assert only(made).fields == (FieldChange(("secret",), old, new, personal=True),)
    one = want("label", "vip", secret=None)
    made = planned([one], lives, [owned(one, "1", name="vip", secret=old)])
    assert only(made).fields == (FieldChange(("secret",), old, None, personal=True),)
    one = want("label", "vip", secret="new")
    assert not planned([one], lives).plan.changes


def test_an_archived_object_is_brought_back() -> None:
    one = want("label", "vip")
    made = planned([one], [live("label", "1", name="vip", archived=True)])
    assert only(made).fields == (FieldChange(("archived",), True, False),)
    assert made.plan.steps[0].request.body is not None
    assert made.plan.steps[0].request.body["archived"] is False
    made = planned(
        [one], [live("label", "1", name="vip", archived=True)], [owned(one, "1", name="vip")]
    )
    assert only(made).why == "archived in Intercom, brought back"


def test_a_busy_object_is_refused_only_where_it_would_be_written() -> None:
    one = want("page", "a", title="New")
    entry = owned(one, "1", title="Old")
    made = planned([one], [live("page", "1", title="Old", busy="has a draft")], [entry])
    assert (only(made).op, made.plan.findings[0].code) == ("refuse", "busy")
    made = planned([one], [live("page", "1", title="New", busy="has a draft")], [entry])
    assert not made.plan.changes


def test_making_a_published_page_a_draft_counts_as_taking_away() -> None:
    one = want("page", "a", title="A", state="draft")
    made = planned([one], [live("page", "1", title="A", state="published", url="https://h.test/articles/1")],
                   [owned(one, "1", title="A", state="published")])  # fmt: skip
    assert only(made).op == "unpublish"


def test_items_of_a_relation_are_ours_one_by_one() -> None:
    one = want("page", "a", title="A", labels=["keep", "add"])
    desired = [one, *(want("label", name) for name in ("keep", "add", "drop", "theirs"))]
    lives = [
        live("label", str(number), name=name)
        for number, name in enumerate(("keep", "add", "drop", "theirs"), 1)
    ]
    lives.append(live("page", "9", title="A", labels=["1", "3", "4"]))  # fmt: skip
    entry = owned(one, "9", title="A", labels__keep=True, labels__drop=True)
    made = planned(desired, lives, [entry])
    assert {each.path[1]: (each.before, each.after) for each in only(made).fields} == {
        "add": (None, True), "drop": (True, None),
    }  # fmt: skip
    assert [step.part for step in made.plan.steps] == ["relation", "relation"]


def test_a_relation_that_is_no_longer_declared_is_released_not_emptied() -> None:
    one = want("page", "a", title="A")
    lives = [live("label", "1", name="x"), live("page", "9", title="A", labels=["1"])]
    made = planned([one, want("label", "x")], lives, [owned(one, "9", title="A", labels__x=True)])
    assert only(made).op == "release"


def test_only_declared_languages_and_keys_are_compared() -> None:
    one = want("page", "a", title="A", translations={"fr": {"title": "F"}}, extra={"a": 1})
    lives = [live("page", "9", title="A", extra={"a": 1, "b": 2},
                  translations={"fr": {"title": "F", "text": "t"}, "de": {"title": "D"}})]  # fmt: skip
    assert not planned([one], lives).plan.changes


def test_a_new_language_brings_its_defaults() -> None:
    one = want("page", "a", title="A", translations={"fr": {"title": "F"}},
               create={"translations": {"fr": {"state": "published"}}})  # fmt: skip
    made = planned(
        [one], [live("page", "9", title="A", state="draft")], [owned(one, "9", title="A")]
    )
    assert made.plan.steps[0].request.body == {
        "translations": {"fr": {"title": "F", "state": "published"}},
        "state": "draft",
        "owner_id": None,
    }


def test_a_changed_language_sends_what_always_travels() -> None:
    one = want("page", "a", title="A", translations={"fr": {"title": "New"}})
    there = {"fr": {"title": "Old", "text": "t", "state": "published"}}
    made = planned([one], [live("page", "9", title="A", translations=there)],
                   [owned(one, "9", title="A", translations__fr__title="Old")])  # fmt: skip
    body = made.plan.steps[0].request.body
    assert body is not None
    assert body["translations"] == {"fr": {"title": "New", "state": "published"}}


def test_true_is_never_one_and_case_counts_unless_the_field_says_so() -> None:
    made = planned([want("page", "a", title="A", extra={"x": True})],
                   [live("page", "9", title="A", extra={"x": 1})])  # fmt: skip
    assert only(made).op == "adopt"
    assert ops(planned([want("page", "a", title="a")], [live("page", "9", title="A")])) == {
        "page/a": "create"
    }


def test_lists_without_order_are_equal_in_any_order() -> None:
    made = planned([want("page", "a", title="A", words=["b", "a"])],
                   [live("page", "9", title="A", words=["a", "b"])])  # fmt: skip
    assert not made.plan.changes


def test_empty_and_nothing_are_the_same() -> None:
    made = planned(
        [want("page", "a", title="A", text="", words=[])], [live("page", "9", title="A")]
    )
    assert not made.plan.changes


def test_a_moved_object_keeps_its_entry_and_its_edits() -> None:
    old = Ref("label", "old")
    made = planned([want("label", "new", name="same", size=5)], [live("label", "1", name="same", size=3)],
                   [owned(old, "1", name="same", size=3)])  # fmt: skip
    assert (only(made).op, len(made.plan.steps)) == ("move", 1)


def test_what_differs_only_as_an_earlier_version_compared_is_left() -> None:
    one = want("page", "a", title="A", text="<p>New</p>")
    entry = owned(one, "9", title="A", text="<p>old</p>")
    here = live("page", "9", title="A", text="<p>NEW</p>")
    assert only(planned([one], [here], [entry])).op in ("refuse", "update", "keep")
    assert not planned([one], [here], [replace(entry, canon_version=-1)]).plan.changes
