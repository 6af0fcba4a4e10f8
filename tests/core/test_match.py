"""Which live object is meant: the ledger, then a unique key, else a question."""

from reconciler.model import Intent, Ref
from tests.core.toys import live, only, ops, owned, planned, want


def test_nothing_in_intercom_is_created() -> None:
    assert ops(planned([want("label", "vip")])) == {"label/vip": "create"}


def test_the_same_object_without_a_ledger_is_adopted_silently() -> None:
    made = planned([want("label", "vip", size=3)], [live("label", "1", name="VIP", size=3)])
    assert not made.plan.changes
    assert [entry.id for entry in made.plan.remember] == ["1"]


def test_a_different_object_without_a_ledger_is_adopted_only_when_approved() -> None:
    made = planned([want("label", "vip", size=3)], [live("label", "1", name="vip", size=4)])
    assert only(made).op == "adopt"
    assert not made.plan.remember


def test_two_objects_with_the_key_are_asked_about() -> None:
    made = planned(
        [want("page", "a", title="A")], [live("page", "1", title="A"), live("page", "2", title="A")]
    )
    assert only(made).op == "refuse"
    assert "2 in Intercom" in only(made).why
    assert made.plan.findings[0].code == "ambiguous"


def test_two_declared_resources_for_one_object_are_asked_about() -> None:
    made = planned([want("page", "a", title="A"), want("page", "b", title="A")],
                   [live("page", "1", title="A")])  # fmt: skip
    assert ops(made) == {"page/a": "refuse", "page/b": "refuse"}


def test_a_pinned_id_settles_it() -> None:
    made = planned([want("page", "a", title="A", id="2")],
                   [live("page", "1", title="A"), live("page", "2", title="A")])  # fmt: skip
    assert not made.plan.changes
    assert made.plan.remember[0].id == "2"
    assert made.plan.findings[0].code == "ambiguous-live"


def test_a_pinned_id_that_is_nobody_is_refused() -> None:
    assert "no page" in only(planned([want("page", "a", title="A", id="9")])).why


def test_a_pinned_id_of_another_resource_is_refused() -> None:
    one, two = want("page", "a", title="A"), want("page", "b", title="B", id="1")
    made = planned([one, two], [live("page", "1", title="A")], [owned(one, "1", title="A")])
    assert ops(made) == {"page/b": "refuse"}


def test_a_pinned_id_of_a_gone_resource_moves_it() -> None:
    old = Ref("page", "old")
    made = planned([want("page", "a", title="A", id="1")], [live("page", "1", title="A")],
                   [owned(old, "1", title="A")])  # fmt: skip
    assert (only(made).op, only(made).previous) == ("move", old)


def test_a_pinned_id_that_the_ledger_agrees_with_changes_nothing() -> None:
    one = want("page", "a", title="A", id="1")
    made = planned([one], [live("page", "1", title="A")], [owned(one, "1", title="A")])
    assert not made.plan.changes


def test_new_creates_beside_an_object_with_the_key() -> None:
    made = planned([want("page", "a", title="A", new=True)], [live("page", "1", title="A")])
    assert only(made).op == "create"


def test_an_object_of_the_ledger_is_found_under_any_title() -> None:
    one = want("page", "a", title="B")
    made = planned([one], [live("page", "1", title="A")], [owned(one, "1", title="A")])
    assert (only(made).op, only(made).live and only(made).live.id) == ("update", "1")


def test_an_owned_object_that_is_gone_is_created_again() -> None:
    one = want("page", "a", title="A")
    made = planned([one], [], [owned(one, "1", title="A")])
    assert (only(made).op, only(made).why) == (
        "create",
        "deleted in Intercom since the last apply, created again",
    )


def test_a_twin_elsewhere_is_asked_about() -> None:
    made = planned([want("page", "a", title="A")],
                   [live("box", "7", name="Box"), live("page", "1", title="A", box="7")])  # fmt: skip
    assert "same title elsewhere" in only(made).why


def test_a_twin_with_the_same_text_is_asked_about() -> None:
    made = planned([want("page", "a", title="A", text="Hello")],
                   [live("page", "1", title="B", text="hello")])  # fmt: skip
    assert "same text" in only(made).why


def test_what_is_new_or_vanished_is_not_asked_about_twins() -> None:
    gone = want("page", "b", title="A")
    made = planned([want("page", "a", title="A", new=True), gone],
                   [live("page", "1", title="A", box="7")], [owned(gone, "5", title="A")])  # fmt: skip
    assert ops(made) == {"page/a": "create", "page/b": "create"}


def test_an_object_that_somebody_owns_is_no_twin() -> None:
    one = want("page", "a", title="A")
    made = planned([one, want("page", "b", title="B", text="same")],
                   [live("page", "1", title="A", text="same")], [owned(one, "1", title="A")])  # fmt: skip
    assert ops(made) == {"page/b": "create"}


def test_children_are_found_below_their_found_parents() -> None:
    desired = [want("box", "out/in", name="In", parent="out"), want("box", "out", name="Out"),
               want("page", "p", title="P", box="out/in")]  # fmt: skip
    lives = [live("box", "2", name="In", parent="1"), live("box", "1", name="Out"),
             live("page", "3", title="P", box="2")]  # fmt: skip
    made = planned(desired, lives)
    assert not made.plan.changes
    assert {str(entry.ref): entry.id for entry in made.plan.remember} == {
        "box/out": "1", "box/out/in": "2", "page/p": "3",
    }  # fmt: skip


def test_a_child_of_a_parent_that_is_not_there_is_never_matched_by_chance() -> None:
    made = planned([want("box", "out", name="Out", new=True),
                    want("page", "p", title="P", box="out", new=True)],
                   [live("page", "3", title="P")])  # fmt: skip
    assert ops(made) == {"box/out": "create", "page/p": "create"}


def test_a_renamed_resource_keeps_its_object() -> None:
    old = Ref("label", "old")
    made = planned([want("label", "new", name="same")], [live("label", "1", name="same")],
                   [owned(old, "1", name="same")])  # fmt: skip
    assert (only(made).op, only(made).previous, only(made).why) == ("move", old, "was label/old")
    assert not made.plan.steps


def test_what_a_dead_run_created_is_recognised_by_its_content() -> None:
    one = want("page", "a", title="A", text="full")
    intent = Intent(one.ref, {("title",): "A", ("text",): "short"}, since=1000)
    lives = [live("page", "1", title="A", text="other", created_at=1001),
             live("page", "2", title="A", text="short", created_at=990)]  # fmt: skip
    made = planned([one], lives, intents=[intent])
    assert (only(made).op, only(made).live and only(made).live.id) == ("update", "2")


def test_an_older_object_is_not_what_a_dead_run_created() -> None:
    one = want("page", "a", title="A", text="full")
    intent = Intent(one.ref, {("title",): "A"}, since=1000)
    made = planned([one], [live("page", "1", title="A", text="x", created_at=1)], intents=[intent])
    assert only(made).op == "adopt"


def test_an_intent_without_any_object_is_created() -> None:
    one = want("page", "a", title="A")
    made = planned([one], intents=[Intent(one.ref, {("title",): "A"}, since=1000)])
    assert only(made).op == "create"


def test_what_is_new_is_no_moved_object() -> None:
    old = Ref("page", "old")
    made = planned([want("page", "a", title="Retitled", text="same", new=True)],
                   [live("page", "1", title="Old", text="same", state="draft")],
                   [owned(old, "1", title="Old", text="same")])  # fmt: skip
    assert ops(made)["page/a"] == "create"


def test_an_object_that_two_resources_are_like_is_not_moved_by_chance() -> None:
    old = Ref("page", "old")
    made = planned([want("page", "a", title="A", text="same"), want("page", "b", title="B", text="same")],
                   [live("page", "1", title="Old", text="same", state="draft")],
                   [owned(old, "1", title="Old", text="same")])  # fmt: skip
    assert ops(made) == {"page/a": "create", "page/b": "create", "page/old": "release"}
