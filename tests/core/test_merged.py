"""Two people's edits of one body: disjoint ones are both kept, what meets is a conflict."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.content import blocks_of, canonical, without_image_hosts
from reconciler.core.compared.match import Match
from reconciler.core.merged.bodies import Body, edits, meet
from reconciler.core.merged.edited import edited, undeclared
from reconciler.core.merged.respelled import respelled
from reconciler.core.merged.threeway import hunks, meetings, merged
from reconciler.model import Entry
from tests.core.toys import KINDS, live, ops, owned, planned, want

BLOCKS = st.lists(st.sampled_from("abcdef"), max_size=7)
BODY = (
    "<p>one</p><ul><li>a<ul><li>b</li></ul></li></ul><pre><code>x\n&lt;/ul&gt;\ny</code></pre>"
    "<table><tr><td>1</td></tr></table><h2>T</h2>"
    '<div class="intercom-interblocks-callout" style="background-color: #e3e7fa80;'
    'border-color: #334bfa33"><p>c</p><p>d</p></div><details><summary>S</summary><p>in</p></details>'
)


def both(base: str, ours: str, theirs: str) -> tuple[str, list[str]]:
    """Letters are blocks."""
    found = list(meetings(base, hunks(base, ours), hunks(base, theirs)))
    return "".join(merged(ours, found)), [one.who for one in found]


@pytest.mark.parametrize(
    ("ours", "theirs", "made", "who"),
    [
        ("abcd", "abXd", "abXd", ["theirs"]),
        ("aXcd", "abcd", "aXcd", ["ours"]),
        ("aXcd", "abYd", "aXYd", ["ours", "theirs"]),
        ("aXcd", "aXcd", "aXcd", ["both"]),
        ("aXcd", "aYcd", "aXcd", ["conflict"]),
        ("acd", "abcdZ", "acdZ", ["ours", "theirs"]),
        ("acd", "aYcd", "acd", ["conflict"]),
        ("abXcd", "abYcd", "abXcd", ["conflict"]),
        ("abXcd", "abXcd", "abXcd", ["both"]),
        ("abXcd", "aYcd", "aYXcd", ["theirs", "ours"]),
        ("Xabcd", "Ybcd", "XYbcd", ["ours", "theirs"]),
        ("abcd", "", "", ["theirs"]),
        ("", "abcd", "", ["ours"]),
        ("XYcd", "aZcd", "XYcd", ["ours", "conflict"]),
    ],
)
def test_where_two_edits_meet(ours: str, theirs: str, made: str, who: list[str]) -> None:
    assert both("abcd", ours, theirs) == (made, who)


@given(BLOCKS, BLOCKS, BLOCKS)
def test_a_merge_is_whole_and_knows_its_places(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    found = list(meetings(base, hunks(base, ours), hunks(base, theirs)))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert merged(ours, [one._replace(who="ours") for one in found]) == ours
    back = list(meetings(base, hunks(base, theirs), hunks(base, ours)))
    assert sorted(one.who for one in back) == sorted(
        {"ours": "theirs", "theirs": "ours"}.get(one.who, one.who) for one in found
    )


@given(BLOCKS, BLOCKS)
def test_one_sided_edits_are_taken_as_they_are(base: list[str], new: list[str]) -> None:
    assert merged(base, list(meetings(base, (), hunks(base, new)))) == new
    assert merged(new, list(meetings(base, hunks(base, new), ()))) == new


def test_blocks_of_a_canonical_form_are_its_outermost_ones() -> None:
    form = canonical(BODY)
    found = blocks_of(form)
    assert "\n".join(found) == form
    assert [one.split("\n")[0][:7] for one in found] == [
        "<p>one<", "<ul>", "<pre><c", "<table>", "<h1>T</", "<div cl", "<detail",
    ]  # fmt: skip
    assert blocks_of("") == []
    assert blocks_of("<ul>\n  <li>never closed") == ["<ul>\n  <li>never closed"]


def body(*blocks: str) -> str:
    return "\n".join(f"<p>{one}</p>" for one in blocks)


def test_an_edit_is_put_to_what_was_meant_where_intercom_rewrote_it() -> None:
    sent = f'{body("a")}\n<img alt="i" src="https://x.test/i.png">\n{body("b")}'
    stored = f'{body("a")}\n<img alt="i" src="https://cdn.test/9">\n{body("b")}'
    live = f'{body("A")}\n<img alt="i" src="https://cdn.test/9">\n{body("b")}'
    (one,) = edits(Body(sent, stored, live), without_image_hosts)
    assert (one.start, one.end, one.new) == (0, 1, ("<p>A</p>",))
    moved = f'<img alt="i" src="https://cdn.test/9">\n{body("a", "b")}'
    ours = f"{sent}\n{body('c')}"
    found = meet(ours, Body(sent, stored, moved), without_image_hosts)
    made = merged(blocks_of(ours), found)
    assert "\n".join(made) == f'<img alt="i" src="https://x.test/i.png">\n{body("a", "b", "c")}'


def test_what_was_never_stored_stays_where_it_is() -> None:
    """Intercom dropped x; their edit around it takes nothing away."""
    sent, stored = body("a", "x", "b"), body("a", "b")
    (one,) = edits(Body(sent, stored, body("a", "B")), str)
    assert (one.start, one.end) == (2, 3)
    (one,) = edits(Body(sent, stored, body("A", "b")), str)
    assert (one.start, one.end) == (0, 1)
    (one,) = edits(Body(sent, stored, body("a", "n", "b")), str)
    assert (one.start, one.end, one.new) == (2, 2, ("<p>n</p>",))


def test_an_image_that_was_never_stored_has_no_other_address() -> None:
    sent = f'{body("a")}\n<img alt="i" src="https://x.test/i.png">'
    (one,) = edits(Body(sent, body("a"), body("b")), without_image_hosts)
    assert (one.start, one.end, one.new) == (0, 1, ("<p>b</p>",))
    assert edits(Body(sent, body("a"), body("a")), without_image_hosts) == []


def test_two_edits_inside_of_what_was_stored_as_one_are_told_as_one() -> None:
    sent, stored = body("a", "x", "b"), body("a", "y", "z", "b")
    (one,) = edits(Body(sent, stored, body("a", "Y", "Z", "b")), str)
    assert (one.start, one.end, one.new) == (1, 2, ("<p>Y</p>", "<p>Z</p>"))
    assert edits(Body(sent, stored, body("a", "x", "b")), str) == []


@pytest.mark.parametrize(
    ("ours", "op"),
    [
        (body("A", "b", "C"), "update"),
        (body("a", "b", "C"), None),
        (body("A", "b", "c"), "refuse"),
        (body("A", "b", "X"), "refuse"),
    ],
)
def test_an_edit_that_was_taken_into_our_text_is_no_conflict(ours: str, op: str | None) -> None:
    """With an image, which Intercom serves from elsewhere, so that both texts never are equal."""
    sent, stored = (f'<img alt="i" src="https://{host}.test/i">' for host in ("x", "cdn"))
    base, theirs = body("a", "b", "c"), body("a", "b", "C")
    one = want("page", "p", title="T", text=f"{ours}\n{sent}")
    entry = Entry(one.ref, "1").holding({("title",): ("T", "T"),
                                         ("text",): (f"{base}\n{sent}", f"{base}\n{stored}")})  # fmt: skip
    there = live("page", "1", title="T", text=f"{theirs}\n{stored}")
    assert ops(planned([one], [there], [entry])) == ({"page/p": op} if op else {})


def test_edits_of_an_object_are_told_leaf_by_leaf() -> None:
    one = want("page", "p", title="Ours", text=body("a"), labels=["vip"])
    entry = owned(one, "1", title="T", text=body("a"))
    made = planned(
        [one, want("label", "vip")], [live("page", "1", title="Theirs", text=body("b"))], [entry]
    )
    found = list(edited(KINDS["page"], made.matches[one.ref], made.context))
    assert [(each.path, each.both, each.conflict) for each in found] == [
        (("text",), False, False), (("title",), True, True),
    ]  # fmt: skip
    nothing = Match(one)
    assert list(edited(KINDS["page"], nothing, made.context)) == []
    assert list(undeclared(KINDS["page"], nothing, made.context)) == []
    more = list(undeclared(KINDS["page"], replace(made.matches[one.ref], live=live(
        "page", "1", title="T", state="published")), made.context))  # fmt: skip
    assert [(each.path, each.theirs) for each in more] == [(("state",), "published")]


@pytest.mark.parametrize(
    ("written", "before", "after", "made"),
    [
        ("One\ntwo  three", "One two three", "One 2 three", "One\n2  three"),
        ("{{ a }} b", "x b", "x c", "{{ a }} c"),
        ("{{ a }} b", "x b", "y b", None),
        ("same", "same", "same", "same"),
    ],
)
def test_words_change_in_the_spelling_of_the_author(
    written: str, before: str, after: str, made: str | None
) -> None:
    assert respelled(written, before, after) == made
