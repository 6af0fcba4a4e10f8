"""What is owned and no longer declared, and everything that speaks against taking it away."""

import pytest

from reconciler.model import Entry, Live, Ref
from tests.core.toys import live, only, ops, owned, planned, want

STAYS = want("label", "stays")
STAYING = live("label", "99", name="stays")
GONE = Ref("page", "p")


def removed(*lives: Live, entry: Entry | None = None, **rest: object) -> object:
    entries = [owned(STAYS, "99", name="stays"), entry or Entry(GONE, "1")]
    return planned([STAYS], [STAYING, *lives], entries, **rest)


def test_the_mildest_verb_is_the_default() -> None:
    made = removed(live("page", "1", title="P", state="published"))
    assert only(made).op == "unpublish"
    assert made.plan.steps[0].request.body == {"state": "draft", "owner_id": None}


def test_every_language_is_unpublished() -> None:
    fr = {"fr": {"title": "F", "state": "published"}, "de": {"title": "D", "state": "draft"}}
    made = removed(live("page", "1", title="P", state="published", translations=fr))
    body = made.plan.steps[0].request.body
    assert body is not None
    assert body["translations"] == {"fr": {"state": "draft"}}


@pytest.mark.parametrize(("verb", "op"), [("delete", "delete"), ("keep", "release")])
def test_another_verb_is_configured_by_kind(verb: str, op: str) -> None:
    made = removed(live("page", "1", title="P", state="published"), on_remove={"pages": verb})
    assert only(made).op == op


def test_what_is_out_of_use_already_is_only_released() -> None:
    assert only(removed(live("page", "1", title="P", state="draft"))).op == "release"


def test_what_is_gone_already_is_only_forgotten() -> None:
    assert (only(removed()).op, only(removed()).why) == ("release", "already gone from Intercom")


def test_an_archived_object_is_not_archived_again() -> None:
    entry = Entry(Ref("label", "old"), "1")
    verbs = {"labels": "archive"}
    made = removed(live("label", "1", name="old"), entry=entry, on_remove=verbs)
    assert (only(made).op, made.plan.steps[0].request.body) == (
        "archive", {"archived": True, "id": made.plan.steps[0].request.body["id"]},
    )  # fmt: skip
    made = removed(live("label", "1", name="old", archived=True), entry=entry, on_remove=verbs)
    assert only(made).op == "release"


def test_a_protected_object_is_refused() -> None:
    entry = Entry(GONE, "1", protected=True)
    made = removed(live("page", "1", title="P", state="published"), entry=entry)
    assert (only(made).op, made.plan.findings[0].code) == ("refuse", "not-removed")


def test_a_page_with_a_pending_draft_is_not_unpublished() -> None:
    made = removed(live("page", "1", title="P", state="published", busy="has a draft"))
    assert only(made).op == "refuse"


def test_no_specs_at_all_is_a_mistake_and_removes_nothing() -> None:
    made = planned([], [live("page", "1", title="P", state="published")], [Entry(GONE, "1")])
    assert (only(made).op, made.plan.steps) == ("refuse", ())


def test_what_nobody_owns_is_never_removed() -> None:
    made = planned([STAYS], [STAYING, live("page", "1", title="P", state="published")])
    assert not made.plan.changes
    assert made.plan.unmanaged == {"pages": 1}


BOX = Entry(Ref("box", "b"), "7")


def test_a_box_that_holds_a_page_of_others_is_not_deleted() -> None:
    made = removed(live("box", "7", name="B"), live("page", "1", title="P", box="7"), entry=BOX)
    assert only(made).why == "still holds 1 of others: page/#1"


def test_a_box_is_not_deleted_while_its_page_is_only_unpublished() -> None:
    made = planned([STAYS], [STAYING, live("box", "7", name="B"),
                             live("page", "1", title="P", box="7", state="published")],
                   [BOX, Entry(GONE, "1"), owned(STAYS, "99", name="stays")])  # fmt: skip
    assert ops(made) == {"box/b": "refuse", "page/p": "unpublish"}


def test_a_box_is_deleted_together_with_its_pages_and_boxes() -> None:
    lives = [
        STAYING,
        live("box", "7", name="B"),
        live("box", "8", name="C", parent="7"),
        live("page", "1", title="P", box="8"),
    ]
    entries = [BOX, Entry(Ref("box", "b/c"), "8"), Entry(GONE, "1"),
               owned(STAYS, "99", name="stays")]  # fmt: skip
    made = planned([STAYS], lives, entries, on_remove={"pages": "delete"})
    assert ops(made) == {"box/b": "delete", "box/b/c": "delete", "page/p": "delete"}


def test_a_parent_stays_where_its_child_has_to_stay() -> None:
    lives = [
        STAYING,
        live("box", "7", name="B"),
        live("box", "8", name="C", parent="7"),
        live("page", "1", title="P", box="8"),
    ]
    entries = [BOX, Entry(Ref("box", "b/c"), "8"), owned(STAYS, "99", name="stays")]
    assert ops(planned([STAYS], lives, entries)) == {"box/b": "refuse", "box/b/c": "refuse"}


def test_a_box_is_deleted_when_its_page_moves_out() -> None:
    page = want("page", "p", title="P", box="new")
    lives = [live("box", "7", name="B"), live("page", "1", title="P", box="7")]
    made = planned(
        [page, want("box", "new", name="N")], lives, [BOX, owned(page, "1", title="P", box="b")]
    )
    assert ops(made) == {"box/new": "create", "page/p": "update", "box/b": "delete"}


def test_many_children_are_named_in_short() -> None:
    pages = [live("page", str(number), title=str(number), box="7") for number in range(1, 6)]
    made = removed(live("box", "7", name="B"), *pages, entry=BOX)
    assert only(made).why == "still holds 5 of others: page/#1, page/#2, page/#3, ..."
