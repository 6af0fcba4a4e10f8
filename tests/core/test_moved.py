"""`moved:` and `removed:`: what they say, what is wrong with them, what they do to a plan."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reconciler.core.declared.moved import Moves, moves
from reconciler.core.declared.specs import specs
from reconciler.core.planned.plan import Planned
from reconciler.model import Entry, Finding, Intent, Ref
from reconciler.source import load
from tests.core.toys import KINDS, live, only, ops, owned, planned, want

Read = Callable[..., tuple[Moves, list[Finding]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str, **more: str) -> tuple[Moves, list[Finding]]:
        (tmp_path / "specs").mkdir()
        for name, each in {"a": text, **more}.items():
            (tmp_path / "specs" / f"{name}.yaml").write_text(each, "utf-8")
        documents = load(tmp_path, files={})
        return moves(documents, KINDS, specs(documents, KINDS).specs, "2.16")

    return read


def moved(*pairs: tuple[str, str], **removed: str) -> Moves:
    return Moves(
        {Ref.parse(old): Ref.parse(new) for old, new in pairs},
        {Ref.parse(ref.replace("__", "/")): verb for ref, verb in removed.items()},
        {"box": ("box",), "page": ("box",)},
        {Ref.parse(old): want("label", "x").spec.pos() for old, _ in pairs},
    )


# ---------------------------------------------------------------- what is written


def test_entries_of_all_files_are_read_singular_or_plural(read: Read) -> None:
    made, found = read("labels: {b: }\nmoved:\n  - {from: labels/a, to: label/b}\n",
                       b="removed:\n  - {ref: label/c, delete: true}\n  - ref: page/d\n",
                       c="removed: [{ref: box/e, release: true, delete: false}]\nmoved:\n")  # fmt: skip
    assert made.renamed == {Ref("label", "a"): Ref("label", "b")}
    assert made.removed == {
        Ref("label", "c"): "delete",
        Ref("page", "d"): "",
        Ref("box", "e"): "keep",
    }
    assert found == []


@pytest.mark.parametrize(
    ("text", "code", "pos", "says"),
    [
        ("moved: x\n", "yaml-shape", "1:1", "write a list: - {from: kind/name, to: ..}"),
        ("removed:\n  - label/a\n", "yaml-shape", "2:5", "is not a mapping"),
        ("moved:\n  - {form: label/a, from: label/b, to: label/c}\nlabels: {c: }\n", "unknown-field", "2:12", "did you mean from?"),
        ("removed:\n  - {ref: label/b, soon: true}\n", "unknown-field", "2:26", "fields: ref, delete, release"),
        ("moved:\n  - {from: label/b}\n", "missing-field", "2:5", "to is missing"),
        ("removed:\n  - {delete: true}\n", "missing-field", "2:5", "ref is missing"),
        ("moved:\n  - {from: b, to: label/c}\n", "wrong-type", "2:12", "is no kind/name"),
        ("moved:\n  - {from: label/b, to: [c]}\n", "wrong-type", "2:25", "a list is no kind/name"),
        ("moved:\n  - {from: label/b, to: lable/c}\n", "unknown-kind", "2:25", "did you mean label?"),
        ("moved:\n  - {from: label/b, to: person/c}\n", "unknown-kind", "2:25", "kinds: label, box, page"),
        ("moved:\n  - {from: label/b, to: page/c}\n", "wrong-type", "2:25", "keeps the kind: label/.."),
        ("removed:\n  - {ref: label/b, delete: maybe}\n", "wrong-type", "2:28", "not true or false"),
        ("removed:\n  - {ref: label/b, delete: true, release: true}\n", "bad-choice", "2:43", "exclude each other"),
        ("removed:\n  - {ref: label/b}\n  - {ref: label/b}\n", "duplicate-name", "3:11", "first at specs/a.yaml:2:11"),
        ("labels: {c: }\nmoved:\n  - {from: label/b, to: label/c}\n  - {from: label/b, to: label/c}\n", "duplicate-name", "4:12", "one of the two"),
        ("labels: {b: , c: }\nmoved:\n  - {from: label/b, to: label/c}\n", "moved-declared", "3:12", "label/b is still declared"),
        ("labels: {colour: }\nmoved:\n  - {from: label/b, to: label/color}\n", "moved-nowhere", "3:12", "did you mean colour?"),
        ("moved:\n  - {from: label/b, to: label/c}\n", "moved-nowhere", "2:12", "list it under removed:"),
        ("moved:\n  - {from: label/b, to: label/b}\n", "moved-cycle", "2:12", "label/b -> label/b"),
        ("moved:\n  - {from: label/b, to: label/c}\n  - {from: label/c, to: label/b}\n", "moved-cycle", "2:12", "label/b -> label/c -> label/b"),
        ("labels: {b: }\nremoved:\n  - {ref: label/b}\n", "removed-declared", "3:11", "still declared"),
    ],
)  # fmt: skip
def test_a_mistake_has_an_address(read: Read, text: str, code: str, pos: str, says: str) -> None:
    _, (found,) = read(text)
    assert (found.code, str(found.pos)) == (code, f"specs/a.yaml:{pos}")
    assert says in f"{found.message} {found.hint}"


def test_a_kind_that_cannot_be_deleted_says_what_it_can(tmp_path: Path) -> None:
    from reconciler.kinds import KINDS as REAL  # noqa: PLC0415 - the one kind without a delete

    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/a.yaml").write_text("removed: [{ref: data_attribute/x, delete: true}]\n")
    _, (found,) = moves(load(tmp_path, files={}), REAL, {}, "2.16")
    assert found.code == "bad-choice"
    assert found.hint == "leave it out; on_remove has the choices archive, keep"


def test_the_end_of_a_chain_may_be_removed(read: Read) -> None:
    made, found = read("moved:\n  - {from: label/a, to: label/b}\n  - {from: label/b, to: label/c}\n"
                       "removed: [{ref: label/c, delete: true}]\n")  # fmt: skip
    assert found == []
    assert made.verb(Ref("label", "a")) == "delete"


# ---------------------------------------------------------------- names


def test_a_chain_is_followed_to_its_end() -> None:
    made = moved(("label/a", "label/b"), ("label/b", "label/c"))
    assert [made.to(Ref("label", name)).name for name in "abcd"] == ["c", "c", "c", "d"]


def test_what_lies_below_a_box_goes_with_it() -> None:
    made = moved(("box/old", "box/new"), ("box/new", "box/top/new"), ("page/old/x", "page/old/y"))
    assert made.to(Ref("box", "old/in")) == Ref("box", "top/new/in")
    assert made.to(Ref("page", "old/in/p")) == Ref("page", "top/new/in/p")
    assert made.to(Ref("page", "old/x")) == Ref("page", "top/new/y")
    assert made.to(Ref("page", "older/x")) == Ref("page", "older/x")
    assert made.to(Ref("label", "old/x")) == Ref("label", "old/x")


def test_a_box_that_moves_below_itself_ends() -> None:
    assert moved(("box/a", "box/a/b")).to(Ref("page", "a/x")) == Ref("page", "a/b/x")


# ---------------------------------------------------------------- plans


def test_the_object_is_kept_and_updated_under_its_new_name() -> None:
    old = Ref("page", "old")
    made = planned([want("page", "new", title="Other", text="other")],
                   [live("page", "1", title="Old", text="old", state="draft")],
                   [owned(old, "1", title="Old", text="old")],
                   moves=moved(("page/old", "page/new")))  # fmt: skip
    assert (only(made).op, only(made).previous, only(made).why) == ("move", old, "was page/old")
    assert made.plan.steps[0].request.method == "PUT"
    assert not made.plan.findings


def test_an_entry_that_was_applied_does_nothing() -> None:
    one = want("label", "new")
    made = planned([one], [live("label", "1", name="new")], [owned(one, "1", name="new")],
                   moves=moved(("label/old", "label/new")))  # fmt: skip
    assert (made.plan.changes, made.plan.findings) == ((), ())


def test_protection_edits_and_conflicts_move_along() -> None:
    entry = Entry(Ref("page", "old"), "1", {"title": "A", "text": "x"}, protected=True)
    made = planned([want("page", "new", title="A", text="mine")],
                   [live("page", "1", title="Edited", text="theirs")], [entry],
                   moves=moved(("page/old", "page/new")))  # fmt: skip
    assert (only(made).op, [each.path for each in only(made).drift]) == ("refuse", [("text",)])
    made = planned([want("page", "new", title="A", text="x")],
                   [live("page", "1", title="Edited", text="x")], [entry],
                   moves=moved(("page/old", "page/new")))  # fmt: skip
    assert [each.path for each in only(made).drift] == [("title",)]
    assert made.matches[Ref("page", "new")].entry.protected  # type: ignore[union-attr]


def box_moves() -> Planned:
    page = want("page", "new/p", title="P", box="new", labels=["fresh"],
                text='<a href="reconciler:page/new/q#x">q</a>')  # fmt: skip
    other = want("page", "new/q", title="Q", box="else")
    entry = Entry(Ref("page", "old/p"), "1", {
        "title": "P", "box": "old", "labels": {"stale": True},
        "text": '<a href="reconciler:page/old/q#x">q</a>', "words": ["a"],
    })  # fmt: skip
    return planned(
        [want("label", "fresh", name="stale"), want("box", "new", name="B"),
         want("box", "else", name="E"), page, other],
        [live("label", "5", name="stale"), live("box", "7", name="B"), live("box", "8", name="E"),
         live("page", "1", title="P", box="7", labels=["5"], words=["a"], state="draft",
              text='<a href="https://h.test/en/articles/2-q#x">q</a>'),
         live("page", "2", title="Q", box="7", state="published", url="https://h.test/en/articles/2-q")],
        [owned(Ref("label", "stale"), "5", name="stale"), owned(Ref("box", "old"), "7", name="B"),
         owned(Ref("box", "else"), "8", name="E"), entry,
         owned(Ref("page", "old/q"), "2", title="Q", box="old")],
        moves=moved(("box/old", "box/new"), ("label/stale", "label/fresh")),
    )  # fmt: skip


def test_a_box_moves_with_everything_below_it_and_with_every_reference_to_it() -> None:
    made = box_moves()
    assert {str(one.ref): (one.op, len(one.fields)) for one in made.plan.changes} == {
        "label/fresh": ("move", 0), "box/new": ("move", 0), "page/new/p": ("move", 0),
        "page/new/q": ("move", 1),
    }  # fmt: skip
    entry = made.matches[Ref("page", "new/p")].entry
    assert entry is not None
    assert set(entry.pairs) == {("title",), ("box",), ("labels", "fresh"), ("text",), ("words",)}
    assert entry.pairs["box",] == ("new", "new")


def test_a_reference_follows_a_move_that_another_run_has_applied() -> None:
    """The box is owned under its new name; what lies in it was last written under the old one."""
    page, box = want("page", "p", title="P", box="other"), want("box", "new", name="B")
    entries = [owned(box, "7", name="B"), owned(want("box", "other", name="O"), "8", name="O"),
               owned(page, "1", title="P", box="old", owner=None)]  # fmt: skip
    made = planned([page, box, want("box", "other", name="O")],
                   [live("box", "7", name="B"), live("box", "8", name="O"),
                    live("page", "1", title="P", box="7", state="draft")], entries,
                   moves=moved(("box/old", "box/new")))  # fmt: skip
    assert (only(made).op, only(made).fields[0].before) == ("update", "new")


def test_what_is_left_behind_keeps_its_name_and_is_removed_under_it() -> None:
    gone, stays = Ref("page", "old/gone"), want("page", "old/stays", title="S")
    made = planned([want("box", "new", name="B"), stays],
                   [live("box", "7", name="B"), live("page", "2", title="S", state="draft"),
                    live("page", "1", title="G", box="7", state="published")],
                   [owned(Ref("box", "old"), "7", name="B"), owned(gone, "1", title="G", box="old"),
                    owned(stays, "2", title="S")], moves=moved(("box/old", "box/new")))  # fmt: skip
    assert ops(made) == {"box/new": "move", "page/old/gone": "unpublish"}
    assert made.plan.changes[-1].why == "no longer declared"


def test_an_object_that_is_gone_is_created_under_the_new_name_and_the_old_one_forgotten() -> None:
    made = planned([want("label", "new")], [], [owned(Ref("label", "old"), "1", name="old")],
                   moves=moved(("label/old", "label/new")))  # fmt: skip
    assert (only(made).op, only(made).previous) == ("create", Ref("label", "old"))
    assert only(made).why == "deleted in Intercom since the last apply, created again"


def test_an_object_found_again_by_its_key_is_moved_too() -> None:
    made = planned([want("label", "new")], [live("label", "2", name="new")],
                   [owned(Ref("label", "old"), "1", name="old")],
                   moves=moved(("label/old", "label/new")))  # fmt: skip
    assert (only(made).op, only(made).previous) == ("move", Ref("label", "old"))


def test_a_create_that_was_never_answered_moves_along() -> None:
    intent = Intent(Ref("page", "old"), {("title",): "A"}, since=1000)
    made = planned([want("page", "new", title="A", text="more")],
                   [live("page", "1", title="A", text="some", created_at=1001)], [], [intent],
                   moves=moved(("page/old", "page/new")))  # fmt: skip
    assert (only(made).op, only(made).previous) == ("move", Ref("page", "old"))


def test_two_objects_for_one_name_are_asked_about_and_neither_is_removed() -> None:
    old, new = Ref("page", "old"), want("page", "new", title="New")
    lives = [live("page", "1", title="Old", state="published"), live("page", "2", title="New")]
    entries = [owned(old, "1", title="Old"), owned(new, "2", title="New")]
    made = planned([new], lives, entries, moves=moved(("page/old", "page/new")))
    assert ops(made) == {"page/new": "refuse", "page/old": "refuse"}
    assert only_message(made) == (
        "page/new: moved: leads here from a name that stands for another object: id 1, 2"
    )
    pinned = want("page", "new", title="New", id="1")
    made = planned([pinned], lives, entries, moves=moved(("page/old", "page/new")))
    assert (only(made).op, only(made).previous) == ("move", old)


def only_message(made: Planned) -> str:
    return next(one.message for one in made.plan.findings if one.code == "ambiguous")


def test_after_a_run_that_died_between_the_two_names_the_object_is_not_removed() -> None:
    one = want("page", "new", title="A")
    lives, entries = [live("page", "1", title="A", state="published")], [
        owned(one, "1", title="A"), owned(Ref("page", "old"), "1", title="A")]  # fmt: skip
    made = planned([one], lives, entries)
    assert (only(made).op, only(made).why) == ("release", "it is page/new now")
    made = planned([one], lives, entries, moves=moved(("page/old", "page/new")))
    assert (only(made).op, only(made).previous) == ("move", Ref("page", "old"))


def test_a_move_of_what_is_not_owned_is_said_once_something_is() -> None:
    one = want("label", "new")
    made = planned([one], moves=moved(("label/old", "label/new")))
    assert (ops(made), made.plan.findings) == ({"label/new": "create"}, ())
    made = planned([one, want("label", "b")], [live("label", "1", name="b")],
                   [owned(Ref("label", "b"), "1", name="b")],
                   moves=moved(("label/old", "label/new")))  # fmt: skip
    assert [one.code for one in made.plan.findings] == ["moved-unowned"]


def test_a_move_that_nobody_wrote_is_proposed_with_its_line() -> None:
    made = planned([want("page", "new", title="Other", text="same")],
                   [live("page", "1", title="Old", text="same", state="draft")],
                   [owned(Ref("page", "old"), "1", title="Old", text="same")])  # fmt: skip
    assert only(made).op == "move"
    (note,) = made.plan.findings
    assert (note.code, note.severity) == ("move-proposed", "note")
    assert "`reconciler mv page/old page/new` writes moved:" in note.hint


# ---------------------------------------------------------------- removed


STAYS = want("label", "stays")


@pytest.mark.parametrize(
    ("verb", "op"), [("delete", "delete"), ("keep", "release"), ("", "unpublish")]
)
def test_removed_is_stronger_than_on_remove(verb: str, op: str) -> None:
    made = planned([STAYS], [live("label", "9", name="stays"), live("page", "1", title="P", state="published")],
                   [owned(STAYS, "9", name="stays"), owned(Ref("page", "p"), "1", title="P")],
                   on_remove={"pages": "unpublish"}, moves=moved(page__p=verb))  # fmt: skip
    assert only(made).op == op


def test_protection_is_stronger_than_removed() -> None:
    entry = Entry(Ref("page", "p"), "1", protected=True)
    made = planned([STAYS], [live("label", "9", name="stays"), live("page", "1", title="P")],
                   [owned(STAYS, "9", name="stays"), entry], moves=moved(page__p="delete"))  # fmt: skip
    assert only(made).op == "refuse"
