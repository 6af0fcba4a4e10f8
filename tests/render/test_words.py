"""Long texts as a reviewer sees them: the words that changed, and nothing hidden."""

import re
import time

import pytest

from reconciler.render.safe import coloured, plain
from reconciler.render.words import MOST_LINES, MOST_PIECES, WIDTH, changes

LONG = ("<p>Copy these two lines into the page, right before the end of the body, and reload it. "
        "Nothing else is needed, whatever your site is made with, and it takes a minute.</p>")  # fmt: skip


def shown(before: str, after: str) -> list[str]:
    return list(changes(before, after, plain, indent=""))


def test_a_changed_word_stands_beside_the_old_one_and_the_rest_is_folded() -> None:
    lines = shown(f"<h1>A</h1>\n{LONG}", f"<h1>A</h1>\n{LONG.replace('a minute', 'one hour')}")
    assert lines == [
        "~ |  … your site is made with, and it takes [-a minute-]{+one hour+}.</p>",
    ]


def test_a_change_far_behind_is_not_cut_away() -> None:
    text = "<p>" + "word " * 400
    (line,) = shown(f"{text}old</p>", f"{text}new</p>")
    assert "[-old-]{+new+}" in line


def test_new_and_removed_blocks_are_whole_and_have_their_own_gutter() -> None:
    assert shown("<ul>\n  <li>- one</li>\n</ul>", "<ul>\n  <li>- one</li>\n</ul>\n<p>New.</p>") == [
        "+ | <p>New.</p>"
    ]
    assert shown("<p>a b</p>\n<p>c d</p>", "<p>c d</p>") == ["- | <p>a b</p>"]
    assert shown("", "<p>x</p>") == ["+ | <p>x</p>"]
    assert shown("same", "same") == []


def test_blocks_that_have_nothing_in_common_are_two() -> None:
    assert shown("one two three", "four five six") == ["- | one two three", "+ | four five six"]


def test_blocks_of_the_same_kinds_are_compared_one_by_one() -> None:
    assert shown("<h1>Then</h1>\n<p>a</p>", "<h1>Later</h1>\n<p>b</p>") == [
        "~ | <h1>[-Then-]{+Later+}</h1>", "~ | <p>[-a-]{+b+}</p>",
    ]  # fmt: skip
    assert shown("<h1>Then</h1>", "<p>Later</p>") == ["- | <h1>Then</h1>", "+ | <p>Later</p>"]


def test_a_changed_block_is_found_behind_a_new_one() -> None:
    assert shown("alpha beta gamma delta", "quite another\nalpha beta gamma DELTA") == [
        "+ | quite another", "~ | alpha beta gamma [-delta-]{+DELTA+}",
    ]  # fmt: skip


def test_changes_with_only_a_space_between_are_one() -> None:
    assert shown("keep one two keep keep", "keep 1 2 keep keep") == [
        "~ | keep [-one two-]{+1 2+} keep keep"
    ]


def test_a_link_changes_as_a_whole() -> None:
    (line,) = shown('<p>See <a href="/a">it now</a>.</p>', '<p>See <a href="/b">it now</a>.</p>')
    assert line == '~ | <p>See [-<a href="/a">-]{+<a href="/b">+}it now</a>.</p>'


def test_chinese_is_compared_by_character() -> None:
    assert shown("我们需要两行代码。", "我们需要三行代码。") == ["~ | 我们需要[-两-]{+三+}行代码。"]


def test_colour_takes_the_place_of_the_signs() -> None:
    (line,) = changes("a b c", "a x c", coloured, indent="")
    assert line == "\x1b[33m~\x1b[0m | a \x1b[31mb\x1b[0m\x1b[32mx\x1b[0m c"


def test_lines_are_no_wider_than_a_window_and_colours_end_in_each() -> None:
    for paint in (plain, coloured):
        lines = list(changes("", "word " * 200 + "x" * 300, paint))
        assert len(lines) > 10
        for line in lines:
            assert len(re.sub(r"\x1b\[[0-9;]*m", "", line)) <= WIDTH + 20
            assert line.count("\x1b[32m") <= line.count("\x1b[0m")


def test_text_of_strangers_moves_no_cursor() -> None:
    (line,) = shown("a b c", "a b\x1b[2J\u202e c")
    assert "\x1b" not in line
    assert "\\x1b" in line


def test_what_is_not_shown_is_counted() -> None:
    many = "\n".join(f"<p>{number}</p>" for number in range(500))
    lines = shown("", many)
    assert len(lines) == MOST_LINES + 1
    assert lines[-1] == "... 440 blocks more; --json has both texts whole"


def test_a_block_with_very_many_changes_ends_with_their_number() -> None:
    words = [f"w{number}" for number in range(2000)]
    lines = shown(" ".join(words), " ".join(w if n % 3 else f"x{n}" for n, w in enumerate(words)))
    assert lines[-1].endswith("pieces more")
    assert sum(line.count("[-") for line in lines) <= MOST_PIECES


@pytest.mark.parametrize("how", ["tags", "words", "blocks"])
def test_five_megabytes_take_seconds(how: str) -> None:
    before, after = {
        "tags": ("<" * 5_000_000, "<a" * 2_500_000),
        "words": ("w " * 2_500_000, "w v " * 1_250_000),
        "blocks": ("a b c\n" * 800_000, "b c d\n" * 800_000),
    }[how]
    started = time.process_time()
    assert len(shown(before, after)) <= MOST_LINES + 60
    assert time.process_time() - started < 20
