"""The plan as a whole: selection, refusals, digests, what is remembered and said besides."""

import json
from dataclasses import replace

import pytest

from reconciler.core.planned.digest import digest
from reconciler.core.planned.guard import approved, check_removals
from reconciler.core.planned.saved import approval, finding_json, summary, to_json
from reconciler.core.planned.select import is_known
from reconciler.errors import GuardError, ReconcilerError
from reconciler.model import Entry, FieldChange, Link, Ref, Target
from tests.core.toys import KINDS, live, only, ops, owned, planned, want

TWO = [want("label", "a"), want("label", "b")]


def saved(made: object) -> str:
    return json.dumps(to_json(made.plan))  # type: ignore[attr-defined]


def test_the_same_situation_gives_the_same_bytes() -> None:
    assert saved(planned(TWO)) == saved(planned(TWO))
    assert planned(TWO).plan.digest != planned(TWO[:1]).plan.digest


def test_only_and_exclude_select_by_kind_glob_and_file() -> None:
    pages = [want("page", "x/1", title="1"), want("page", "y/2", title="2")]
    both = [*TWO, *pages]
    assert ops(planned(both, only=("labels",))) == {"label/a": "create", "label/b": "create"}
    assert ops(planned(both, only=("page/x/*",))) == {"page/x/1": "create"}
    assert ops(planned(both, only=("label",), exclude=("label/b",))) == {"label/a": "create"}
    assert len(planned(both, only=("specs/x.yaml",)).plan.changes) == 4
    assert len(planned(both, only=("specs/",)).plan.changes) == 4
    made = planned(both, exclude=("page",))
    assert made.plan.left_out == (Ref("page", "x/1"), Ref("page", "y/2"))


def test_a_selected_change_brings_the_creates_it_needs() -> None:
    desired = [want("box", "b", name="B"), want("box", "b/c", name="C", parent="b"),
               want("page", "p", title="P", box="b/c"), want("label", "x")]  # fmt: skip
    made = planned(desired, only=("page",))
    assert set(ops(made)) == {"box/b", "box/b/c", "page/p"}


def test_a_selector_of_nothing_is_noticed() -> None:
    assert is_known("labels", KINDS, [])
    assert is_known("label/x", KINDS, [])
    assert is_known("specs", KINDS, ["specs/x.yaml"])
    assert not is_known("lables", KINDS, ["specs/x.yaml"])


def test_what_needs_a_refused_resource_is_refused_with_it() -> None:
    lives = [live("box", "1", name="B"), live("box", "2", name="B")]
    desired = [want("box", "b", name="B"), want("box", "b/c", name="C", parent="b"),
               want("page", "p", title="P", box="b/c")]  # fmt: skip
    made = planned(desired, lives)
    assert set(ops(made).values()) == {"refuse"}
    assert [one.code for one in made.plan.findings] == ["ambiguous", "blocked", "blocked"]


def test_a_name_that_another_object_holds_is_taken() -> None:
    other = live("label", "1", name="Vip")
    made = planned([want("label", "n", name="Vip", new=True)], [other])
    assert (only(made).op, made.plan.findings[0].code) == ("refuse", "taken")


def test_a_rename_onto_the_name_of_another_object_is_refused() -> None:
    one = want("label", "a", name="vip")
    made = planned([one], [live("label", "1", name="a"), live("label", "2", name="VIP")],
                   [owned(one, "1", name="a")])  # fmt: skip
    assert (only(made).op, made.plan.findings[0].code) == ("refuse", "taken")


def test_equal_objects_are_remembered_without_a_call() -> None:
    one = want("label", "a", protect=True)
    made = planned([one], [live("label", "1", name="a")], [owned(one, "1", name="a")])
    assert made.plan.remember == (Entry(one.ref, "1", {"name": "a"}, protected=True),)
    again = planned([want("label", "a")], [live("label", "1", name="a")], made.plan.remember)
    assert again.plan.remember == ()


def test_a_teammates_equal_edit_is_remembered_as_ours() -> None:
    one = want("label", "a", size=4)
    made = planned(
        [one], [live("label", "1", name="a", size=4)], [owned(one, "1", name="a", size=3)]
    )
    assert made.plan.remember[0].pairs["size",] == (4, 4)


def test_a_link_to_a_draft_is_said() -> None:
    from dataclasses import replace  # noqa: PLC0415 - only here

    one = want("page", "a", title="A", text='<a href="reconciler:page/b">b</a>')
    one = replace(one, links=(Link(Target(Ref("page", "b"))),))
    made = planned([one, want("page", "b", title="B")])
    assert [found.code for found in made.plan.findings] == ["draft-link"]


def test_the_summary_counts_what_happens() -> None:
    counts = summary(
        planned([*TWO, want("page", "p", title="P")], [live("label", "1", name="a")]).plan
    )
    assert counts == {"create": 2, "update": 0, "move": 0, "remove": 0, "release": 0,
                      "refuse": 0, "edited_in_intercom": 0, "unchanged": 1}  # fmt: skip


# ---------------------------------------------------------------- approval


def test_approved_is_what_runs() -> None:
    allowance = approval(saved(planned(TWO)), file="plan.json")
    found = approved(planned(TWO), allowance, KINDS)
    assert (len(found.planned.plan.steps), found.stale, found.findings) == (2, 0, ())


def test_what_was_not_approved_is_named_and_left() -> None:
    allowance = approval(saved(planned(TWO[:1])), file="plan.json")
    found = approved(planned(TWO), allowance, KINDS)
    assert ops(found.planned) == {"label/a": "create"}
    assert [one.code for one in found.findings] == ["not-approved"]


def test_what_changed_since_it_was_approved_does_not_run() -> None:
    allowance = approval(saved(planned([want("label", "a", size=1)])), file="plan.json")
    found = approved(planned([want("label", "a", size=2)]), allowance, KINDS)
    assert (found.planned.plan.steps, found.stale) == ((), 1)
    assert {one.code for one in found.findings} == {"not-approved", "not-due"}


def test_an_unapproved_update_beside_an_edit_in_intercom_does_not_run() -> None:
    one = want("page", "a", title="New", text="mine")
    made = planned([one], [live("page", "1", title="Old", text="theirs")],
                   [owned(one, "1", title="Old", text="mine")])  # fmt: skip
    assert made.plan.steps
    found = approved(made, approval(saved(planned(TWO)), file="plan.json"), KINDS)
    assert (found.planned.plan.steps, found.planned.plan.changes) == ((), ())
    assert found.planned.plan.kept == made.plan.kept


def test_what_is_done_already_is_no_complaint() -> None:
    allowance = approval(saved(planned(TWO)), file="plan.json")
    found = approved(planned(TWO, [live("label", "1", name="a")]), allowance, KINDS)
    assert (ops(found.planned), found.stale) == ({"label/b": "create"}, 0)


def test_a_change_that_needs_an_unapproved_create_does_not_run() -> None:
    both = [want("box", "b", name="B"), want("page", "p", title="P", box="b")]
    text = to_json(planned(both).plan)
    text["changes"] = [one for one in text["changes"] if one["ref"] == "page/p"]
    text["digest"] = digest(["toy", [text["changes"][0]["digest"]]])
    found = approved(planned(both), approval(json.dumps(text), file="plan.json"), KINDS)
    assert (found.planned.plan.changes, found.stale) == ((), 1)


def test_another_workspace_is_refused() -> None:
    text = to_json(planned(TWO).plan)
    text["workspace"] = "other"
    text["digest"] = digest(["other", sorted(one["digest"] for one in text["changes"])])
    with pytest.raises(GuardError, match="approved for workspace other"):
        approved(planned(TWO), approval(json.dumps(text), file="plan.json"), KINDS)


def tampered(**edits: object) -> str:
    text = to_json(planned([want("label", "a", size=1)]).plan)
    text.update({key: value for key, value in edits.items() if key != "change"})
    text["changes"][0].update(edits.get("change", {}))  # type: ignore[call-overload]
    return json.dumps(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "is not JSON"),
        ("[]", "plan format"),
        ('{"format_version": "2.0"}', "plan format 2.0"),
        ('{"format_version": "1.0"}', "no plan of this tool"),
        (tampered(change={"op": "delete"}), "not the one that was planned"),
        (tampered(change={"fields": []}), "not the one that was planned"),
        (tampered(change={"digest": "0" * 64}), "not the one that was planned"),
        (tampered(digest="0" * 64), "does not fit"),
        (tampered(workspace="other"), "does not fit"),
        ("[" * 100_000, "is not JSON"),
        ('{"format_version": 1, "changes": []}', "plan format"),
        (tampered(format_version=[[]]), "plan format"),
        (tampered(workspace=None), "no plan of this tool"),
        (json.dumps({**json.loads(tampered()), "changes": 3}), "no plan of this tool"),
        (
            json.dumps({**json.loads(tampered()), "changes": [3]}),
            "plan.json: change 1 has not the form",
        ),
        (tampered(change={"fields": [{}]}), "change 1 has not the form"),
        (tampered(change={"fields": 3}), "change 1 has not the form"),
        (tampered(change={"fields": None}), "change 1 has not the form"),
        (tampered(change={"fields": [{"path": ["a"], "after": 1}]}), "has not the form"),
        (
            tampered(change={"fields": [{"path": [{}], "before": 1, "after": 1}]}),
            "has not the form",
        ),
        (tampered(change={"previous": 3}), "change 1 has not the form"),
        (tampered(change={"ref": ["label/a"]}), "change 1 has not the form"),
        (tampered(change={"digest": None}), "change 1 has not the form"),
    ],
    ids=lambda one: one[:30],
)
def test_an_edited_plan_is_refused(text: str, problem: str) -> None:
    with pytest.raises(GuardError, match=problem):
        approval(text, file="plan.json")


def test_personal_values_stay_out_of_a_saved_plan() -> None:
    text = saved(planned([want("label", "a", secret="hunter2")]))
    assert "hunter2" not in text
    assert approval(text, file="plan.json").changes


def test_a_personal_value_that_nobody_hid_is_never_saved() -> None:
    made = planned([want("label", "a", secret="hunter2")]).plan
    raw = FieldChange(("secret",), None, "hunter2", personal=True)
    bare = replace(made, changes=tuple(replace(one, fields=(raw,)) for one in made.changes))
    with pytest.raises(ReconcilerError, match="secret is personal"):
        to_json(bare)


def forged(made: object, **edits: object) -> str:
    """A saved plan of one change, edited, with the digest of the whole file made to fit."""
    text = to_json(made.plan)  # type: ignore[attr-defined]
    text["changes"][0].update(edits)
    text["digest"] = digest(["toy", [text["changes"][0]["digest"]]])
    return json.dumps(text)


HIDDEN = "hmac:" + "0" * 8 + ":" + "0" * 32
INNOCENT = {"path": ["title"], "before": None, "after": HIDDEN, "personal": True}


@pytest.mark.parametrize(
    "shown",
    [
        {"before": "Old", "after": "New"},
        {"before": None, "after": 3},
        {"before": ["hmac:"], "after": None},
        {"before": HIDDEN, "after": "hmac:short"},
        {"before": HIDDEN, "after": HIDDEN, "personal": "yes"},
    ],
)
def test_a_personal_value_that_is_shown_is_refused(shown: dict[str, object]) -> None:
    text = forged(planned(TWO[:1]), fields=[{**INNOCENT, **shown}])
    with pytest.raises(GuardError, match="change 1 has not the form"):
        approval(text, file="plan.json")


@pytest.mark.parametrize("edit", [{"op": "update"}, {"ref": "label/z"}])
def test_what_is_shown_as_another_change_than_the_due_one_is_refused(edit: dict[str, str]) -> None:
    text = forged(planned(TWO[:1]), fields=[INNOCENT], **edit)
    with pytest.raises(GuardError, match="not the one that was planned") as caught:
        approval(text, file="plan.json")
    assert "plan again and review" in caught.value.hint


@pytest.mark.parametrize("side", ["before", "after"])
def test_another_digest_of_a_personal_value_than_the_planned_one_is_refused(side: str) -> None:
    made = planned([want("label", "a", secret="hunter2")])
    fields = to_json(made.plan)["changes"][0]["fields"]
    hidden = next(one for one in fields if one.get("personal"))
    hidden[side] = HIDDEN
    with pytest.raises(GuardError, match="not the one that was planned"):
        approval(forged(made, fields=fields), file="plan.json")


def test_a_digest_that_is_shown_twice_is_refused() -> None:
    text = json.loads(forged(planned(TWO[:1])))
    text["changes"] *= 2
    with pytest.raises(GuardError, match="not the one that was planned"):
        approval(json.dumps(text), file="plan.json")


def test_a_value_too_deep_to_be_digested_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(*_: object) -> str:
        raise RecursionError

    text = saved(planned(TWO))
    monkeypatch.setattr("reconciler.core.planned.saved.change_digest", deep)
    with pytest.raises(GuardError, match="not the one that was planned"):
        approval(text, file="plan.json")


def test_removals_need_exactly_their_number() -> None:
    made = planned([TWO[0]], [live("label", "1", name="a"), live("label", "2", name="b")],
                   [owned(TWO[0], "1", name="a"), owned(TWO[1], "2", name="b")])  # fmt: skip
    check_removals(made.plan, 1)
    check_removals(planned(TWO).plan, None)
    with pytest.raises(GuardError, match="takes 1 away: label/b"):
        check_removals(made.plan, None)
    with pytest.raises(GuardError, match="takes nothing away"):
        check_removals(planned(TWO).plan, 1)
    with pytest.raises(GuardError, match="--allow-deletes 2 was given"):
        check_removals(made.plan, 2)


def test_a_finding_without_a_place_is_json_too() -> None:
    made = planned([], [live("label", "1", name="a")], [owned(TWO[0], "1", name="a")])
    assert finding_json(made.plan.findings[0])["file"] is None
