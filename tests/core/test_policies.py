"""Edits made in Intercom, by resource and by what it lies in; translations that fell behind."""

from pathlib import Path

import pytest

from reconciler.core.declared.desired import desired
from reconciler.core.declared.specs import specs
from reconciler.model import Entry, Ref
from reconciler.source import load
from tests.core.test_desired import Read, one_problem, read
from tests.core.toys import KINDS, live, only, ops, owned, planned, want

EDITED_HERE = "edited_in_intercom"
__all__ = ["read"]
EDITED = live("page", "1", title="A", text="theirs", box="7")
BOX = live("box", "7", name="B", parent="6")
TOP = live("box", "6", name="T")


def said(word: str | None) -> dict[str, str]:
    return {EDITED_HERE: word} if word else {}


def of_boxes(top: str | None = None, box: str | None = None, page: str | None = None,
             **rest: object) -> object:  # fmt: skip
    desired = [want("box", "t", name="T", policies=said(top)), want("box", "t/b", name="B", parent="t", policies=said(box)),
               want("page", "p", title="A", text="ours", box="t/b", policies=said(page))]  # fmt: skip
    entries = [owned(desired[0], "6", name="T"), owned(desired[1], "7", name="B", parent="t"),
               owned(desired[2], "1", title="A", text="ours", box="t/b")]  # fmt: skip
    return planned(desired, [TOP, BOX, EDITED], entries, **rest)


@pytest.mark.parametrize(
    ("said", "op"),
    [
        ({}, None),
        ({"top": "overwrite"}, "update"),
        ({"top": "overwrite", "box": "refuse"}, "refuse"),
        ({"top": "refuse", "page": "overwrite"}, "update"),
        ({"box": "overwrite", "page": "keep"}, None),
    ],
)
def test_the_nearest_word_decides(said: dict[str, str], op: str | None) -> None:
    assert ops(of_boxes(**said)) == ({"page/p": op} if op else {})  # type: ignore[arg-type]


def test_a_flag_of_the_run_is_stronger_than_every_word() -> None:
    assert ops(of_boxes(page="refuse", override="overwrite")) == {"page/p": "update"}  # type: ignore[arg-type]


def test_what_lies_nowhere_has_the_policy_of_the_project() -> None:
    label = want("label", "a", size=1)
    made = planned([label, want("box", "b", name="B", policies=said("overwrite"))],
                   [live("label", "1", name="a", size=2), live("box", "7", name="B")],
                   [owned(label, "1", name="a", size=1)], policy="refuse")  # fmt: skip
    assert ops(made) == {"label/a": "refuse"}


@pytest.mark.parametrize(
    ("text", "code", "pos", "says"),
    [
        ("labels:\n  a: {edited_in_intercom: overwite}\n", "bad-choice", "2:27", "did you mean overwrite?"),
        ("labels:\n  a: {edited_in_intercom: [keep]}\n", "bad-choice", "2:27", "a list is not one of its choices"),
        ("pages:\n  a: {title: A, reviewed: 2026}\n", "wrong-type", "2:27", "no mapping of language: date"),
        ("pages:\n  a: {title: A, reviewed: {fr: []}}\n", "wrong-type", "2:27", "no mapping"),
    ],
)  # fmt: skip
def test_a_mistake_has_an_address(read: Read, text: str, code: str, pos: str, says: str) -> None:
    found = one_problem(read(a=text))
    assert (found.code, str(found.pos)) == (code, f"specs/a.yaml:{pos}")
    assert says in f"{found.message} {found.hint}"


def test_both_words_are_read(read: Read) -> None:
    found = read(
        a="pages:\n  p: {title: P, edited_in_intercom: refuse, reviewed: {fr: 2026-11-22}}\n"
    )
    assert not found.findings
    one = found.desired[Ref("page", "p")]
    assert (one.policies, one.reviewed) == (said("refuse"), {"fr": "2026-11-22"})


def test_a_key_of_another_tool_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("---\nreviewed: yesterday\n---\n# A\n\nText.\n")
    (tmp_path / "reconciler.yaml").write_text("sources: {pages: {en: docs, preset: plain}}\n")
    documents = load(tmp_path, files={"page": KINDS["page"].files})  # type: ignore[dict-item]
    found = desired(specs(documents, KINDS).specs, KINDS, documents.config, "2.16")
    assert found.desired[Ref("page", "a")].reviewed == {}
    assert not [one for one in found.findings if one.severity == "error"]


# ---------------------------------------------------------------- stale translations


def page(text: str, fr: str, **rest: object) -> object:
    return want(
        "page", "p", title="P", text=text, translations={"fr": {"title": "F", "text": fr}}, **rest
    )


def known(text: str, fr: str, **rest: object) -> Entry:
    """What the ledger holds after an apply of these texts."""
    there = live("page", "1", title="P", text=text, translations={"fr": {"title": "F", "text": fr}})
    (entry,) = planned([page(text, fr, **rest)], [there]).plan.remember  # type: ignore[list-item]
    return entry


def codes(entry: Entry, text: str, fr: str, stale: str = "warn", **rest: object) -> list[str]:
    echoed = entry.pairs["text",][1]
    there = live(
        "page", "1", title="P", text=echoed, translations={"fr": {"title": "F", "text": "un"}}
    )
    made = planned([page(text, fr, **rest)], [there], [entry], stale=stale)  # type: ignore[list-item]
    return [one.code for one in made.plan.findings]


def test_a_translation_is_stale_while_only_the_original_changed() -> None:
    entry = known("one", "un")
    assert codes(entry, "one", "un") == []
    assert codes(entry, "two", "un") == ["stale-translation"]
    assert codes(entry, "two", "un", stale="ignore") == []
    assert codes(entry, "two", "deux") == []
    assert codes(entry, "one", "deux") == []


def test_it_stays_stale_after_the_original_was_applied() -> None:
    before = known("one", "un")
    there = live(
        "page", "1", title="P", text="two", translations={"fr": {"title": "F", "text": "un"}}
    )
    made = planned([page("two", "un")], [there], [before])  # type: ignore[list-item]
    (after,) = made.plan.remember
    assert (after.translated, after.pairs["text",]) == (before.translated, ("two", "two"))
    assert [one.code for one in made.plan.findings] == ["stale-translation"]


def test_a_review_makes_it_fresh_until_the_original_changes_again() -> None:
    assert codes(known("one", "un"), "two", "un", reviewed={"fr": "today"}) == []
    assert (
        codes(known("two", "un", reviewed={"fr": "today"}), "two", "un", reviewed={"fr": "today"})
        == []
    )
    assert codes(known("two", "un", reviewed={"fr": "today"}), "three", "un",
                 reviewed={"fr": "today"}) == ["stale-translation"]  # fmt: skip


def test_nothing_is_said_where_nothing_was_noted() -> None:
    assert codes(owned(Ref("page", "p"), "1", title="P", text="one"), "two", "un") == []


def test_a_change_can_be_held_back_until_it_is_translated() -> None:
    there = live(
        "page", "1", title="P", text="one", translations={"fr": {"title": "F", "text": "un"}}
    )
    made = planned(
        [page("two", "un"), want("label", "l")], [there], [known("one", "un")], stale="refuse"
    )  # type: ignore[list-item]
    assert ops(made) == {"page/p": "refuse", "label/l": "create"}
    assert [(one.code, one.message) for one in made.plan.findings] == [
        ("stale-translation", "page/p: its translation to fr is older than the original")
    ]
    there = live(
        "page", "1", title="P", text="two", translations={"fr": {"title": "F", "text": "un"}}
    )
    made = planned([page("two", "un")], [there], [known("one", "un")], stale="refuse")  # type: ignore[list-item]
    assert made.plan.changes == ()
    assert [one.code for one in made.plan.findings] == ["stale-translation"]


def test_who_wrote_it_and_whether_it_is_shown_is_no_text() -> None:
    one = page("one", "un")
    there = live("page", "1", title="P", text="one", state="draft",
                 translations={"fr": {"title": "F", "text": "un"}})  # fmt: skip
    drafted = want("page", "p", title="P", text="one", state="draft",
                   translations={"fr": {"title": "F", "text": "un"}})  # fmt: skip
    (entry,) = planned([one], [there]).plan.remember  # type: ignore[list-item]
    assert planned([drafted], [there], [entry]).plan.findings == ()
    assert only(planned([drafted, want("label", "x")], [there], [entry])).op == "create"
