"""Two people's edits of one body: disjoint ones are both kept, what meets is a conflict."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.content import blocks_of, canonical, without_image_hosts
from reconciler.core.merged.bodies import Body, edits, includes, meet
from reconciler.core.merged.threeway import hunks, meetings, merged

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


def test_two_edits_inside_of_what_was_stored_as_one_are_told_as_one() -> None:
    sent, stored = body("a", "x", "b"), body("a", "y", "z", "b")
    (one,) = edits(Body(sent, stored, body("a", "Y", "Z", "b")), str)
    assert (one.start, one.end, one.new) == (1, 2, ("<p>Y</p>", "<p>Z</p>"))
    assert edits(Body(sent, stored, body("a", "x", "b")), str) == []


def test_a_text_includes_an_edit_that_was_taken_into_it() -> None:
    base, theirs = body("a", "b", "c"), body("a", "b", "C")
    assert includes(body("A", "b", "C"), Body(base, base, theirs), str)
    assert not includes(body("A", "b", "c"), Body(base, base, theirs), str)
    assert not includes(body("A", "b", "X"), Body(base, base, theirs), str)
