"""What must exist comes first, siblings one after the other, removals last."""

from reconciler.model import Entry, Later, Ref
from tests.core.toys import live, ops, owned, planned, want

LINK = '<p><a href="reconciler:page/{}">there</a></p>'


def steps(made: object) -> list[tuple[int, str, str]]:
    plan = made.plan  # type: ignore[attr-defined]
    return [(one.level, str(one.change.ref), one.part) for one in plan.steps]


def test_parents_come_before_children_and_siblings_in_declared_order() -> None:
    made = planned([
        want("box", "b/x", name="X", parent="b"), want("box", "b", name="B"),
        want("box", "a", name="A"), want("page", "p", title="P", box="b/x"),
        want("page", "q", title="Q", box="b/x"), want("page", "r", title="R", box="a"),
    ])  # fmt: skip
    assert steps(made) == [
        (0, "box/b", ""), (1, "box/b/x", ""), (1, "box/a", ""),
        (2, "page/p", ""), (2, "page/r", ""), (3, "page/q", ""),
    ]  # fmt: skip
    assert made.plan.steps[3].request.body == {
        "title": "P", "state": "draft", "box_id": Later(Ref("box", "b/x"), as_int=True),
    }  # fmt: skip


def test_a_link_forward_costs_a_second_write_and_a_link_backward_none() -> None:
    made = planned([
        want("page", "a", title="A", text=LINK.format("b"), state="published"),
        want("page", "b", title="B", text=LINK.format("a"), state="published"),
    ])  # fmt: skip
    assert steps(made) == [(0, "page/a", ""), (1, "page/b", ""), (2, "page/a", "links")]
    first, _, last = made.plan.steps
    assert first.request.body is not None
    assert first.request.body["text"] == "<p>there</p>"
    assert first.sent["text",] == "<p>there</p>"
    assert last.sent["text",] == LINK.format("b")
    assert last.needs == (Ref("page", "b"), Ref("page", "a"))
    assert made.plan.forecast.writes == 3


def test_a_page_that_links_to_itself_is_written_twice() -> None:
    made = planned([want("page", "a", title="A", text=LINK.format("a"), state="published")])
    assert steps(made) == [(0, "page/a", ""), (1, "page/a", "links")]


def test_an_update_waits_for_what_it_links_to_and_is_written_once() -> None:
    one = want("page", "a", title="A", text=LINK.format("b"), state="published")
    made = planned(
        [one, want("page", "b", title="B", state="published")],
        [live("page", "9", title="A", state="published", url="https://h.test/en/articles/9-a")],
        [owned(one, "9", title="A", state="published")],
    )
    assert steps(made) == [(0, "page/b", ""), (1, "page/a", "")]


def test_a_link_to_a_draft_is_written_as_text() -> None:
    made = planned([
        want("page", "a", title="A", text=LINK.format("b"), state="published"),
        want("page", "b", title="B", state="draft"),
    ])  # fmt: skip
    body = made.plan.steps[0].request.body
    assert body is not None
    assert body["text"] == "<p>there</p>"
    assert len(made.plan.steps) == 2


def test_two_drafts_that_are_published_together_link_to_each_other() -> None:
    a = want("page", "a", title="A", text=LINK.format("b"), state="published")
    b = want("page", "b", title="B", text=LINK.format("a"), state="published")
    lives = [
        live("page", "1", title="A", state="draft"),
        live("page", "2", title="B", state="draft"),
    ]
    entries = [owned(a, "1", title="A", state="draft"), owned(b, "2", title="B", state="draft")]
    made = planned([a, b], lives, entries)
    assert [part for *_, part in steps(made)] == ["", "", "links", "links"]


def test_a_live_link_is_the_same_whatever_its_host_locale_and_slug() -> None:
    a = want("page", "a", title="A", text=LINK.format("b"), state="published")
    b = want("page", "b", title="B", state="published")
    there = '<p><a href="https://h.test/fr/articles/2-any-slug">there</a></p>'
    lives = [
        live(
            "page",
            "1",
            title="A",
            text=there,
            state="published",
            url="https://h.test/en/articles/1",
        ),
        live("page", "2", title="B", state="published", url="https://h.test/en/articles/2"),
    ]
    assert not planned([a, b], lives).plan.changes
    other = lives[0].fields | {"text": there.replace("h.test", "elsewhere.test")}
    lives[0] = live(
        "page",
        "1",
        **{k: v for k, v in other.items() if k in ("title", "text", "state")},
        url="https://h.test/en/articles/1",
    )
    assert ops(planned([a, b], lives)) == {"page/a": "adopt"}


def test_items_are_attached_after_both_ends_exist() -> None:
    made = planned([want("label", "x"), want("page", "a", title="A", labels=["x"])])
    assert steps(made) == [(0, "label/x", ""), (0, "page/a", ""), (1, "page/a", "relation")]
    assert made.plan.steps[2].needs == (Ref("page", "a"), Ref("label", "x"))


def test_removals_come_last_children_before_parents() -> None:
    lives = [
        live("box", "1", name="A"),
        live("box", "2", name="B", parent="1"),
        live("page", "3", title="P", box="2", state="published"),
        live("label", "4", name="l"),
    ]
    gone = [
        Entry(Ref("box", "a"), "1"),
        Entry(Ref("box", "a/b"), "2"),
        Entry(Ref("page", "p"), "3"),
        Entry(Ref("label", "l"), "4"),
    ]
    made = planned([want("label", "new")], lives, gone, on_remove={"pages": "delete"})
    assert steps(made) == [
        (0, "label/new", ""), (1, "page/p", ""), (2, "box/a/b", ""), (3, "box/a", ""),
        (4, "label/l", ""),
    ]  # fmt: skip
    assert made.plan.steps[1].request.method == "DELETE"


def test_a_hundred_thousand_siblings_do_not_exhaust_the_stack() -> None:
    made = planned([want("page", str(number), title=str(number)) for number in range(3000)])
    assert made.plan.steps[-1].level == 2999
