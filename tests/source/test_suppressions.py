"""Comments that ignore findings: where they count, what they cover, what is wrong with them."""

import time

import pytest

from reconciler.model import Suppression
from reconciler.source.suppressions import MOST, suppressions

WHY = "ignore dead-link because it follows"


def only(text: str, **where: object) -> Suppression:
    found, wrong = suppressions(text, "a", **where)  # type: ignore[arg-type] # body_line and form
    assert wrong == []
    (one,) = found
    return one


def lines(text: str, **where: object) -> tuple[int, int]:
    one = only(text, **where)
    return one.first, one.last


def test_behind_a_line_it_covers_that_line() -> None:
    one = only(f"tags:\n  a:  # reconciler: {WHY}\n  b:\n")
    assert (one.codes, one.reason, one.first, one.last) == (("dead-link",), "it follows", 2, 2)
    assert (one.pos.line, one.pos.column) == (2, 7)


def test_alone_on_its_line_it_covers_the_next_one_with_content() -> None:
    assert lines(f"tags:\n  # reconciler: {WHY}\n\n  # more words\n  a:\n  b:\n") == (2, 5)
    assert lines(f"tags:\n  # reconciler: {WHY}\n\n") == (2, 2)


def test_above_everything_it_covers_the_file() -> None:
    assert lines(f"\n# words\n# reconciler: {WHY}\ntags:\n")[1] == 0
    assert lines(f"---\n# reconciler: {WHY}\ntitle: A\n---\nText\n", body_line=5)[1] == 0
    assert lines(f"<!-- reconciler: {WHY} -->\n# A\n", body_line=1)[1] == 0
    assert lines(f"tags:  # reconciler: {WHY}\n") == (1, 1)


def test_in_a_page_a_heading_is_content() -> None:
    assert lines(f"# A\n\n<!-- reconciler: {WHY} -->\n# B\n", body_line=1) == (3, 4)
    assert suppressions(f"# reconciler: {WHY}\n", "a", body_line=1) == ([], [])


def test_in_html_and_behind_front_matter_places_are_those_of_the_file() -> None:
    text = f"---\ntitle: A\n---\n<p>\n<!-- reconciler: {WHY} --></p>\n"
    assert only(text, body_line=4, form="html").pos[1:3] == (5, 1)


def test_code_is_no_comment() -> None:
    for text in (
        f"# A\n\n```\n<!-- reconciler: {WHY} -->\n```\n",
        f"# A\n\n`<!-- reconciler: {WHY} -->`\n",
    ):
        assert suppressions(text, "a", body_line=1) == ([], [])
    assert suppressions("tags:\n  reconciler: {name: R}\n", "a") == ([], [])
    assert suppressions("tags:\n", "a") == ([], [])


def test_several_codes_share_a_reason() -> None:
    one = only("# reconciler: ignore dead-link, body-changed because it follows\n")
    assert one.codes == ("dead-link", "body-changed")


@pytest.mark.parametrize(
    ("said", "code", "message"),
    [
        ("ignore dead-link", "ignore-reason", "nothing says why dead-link is ignored; so it is not"),
        ("ignore dead-link because", "ignore-reason", "nothing says why dead-link is ignored; so it is not"),
        ("ignore dead-link because !?", "ignore-reason", "nothing says why dead-link is ignored; so it is not"),
        ("ignore", "ignore-reason", "no code is named; so it is not"),
        ("ignore wrong-type because we like it", "ignore-refused", "wrong-type cannot be ignored"),
        ("ignore dead-lnk because it follows", "ignore-refused", "there is no finding dead-lnk"),
        ("ignore xyzzy because it follows", "ignore-refused", "there is no finding xyzzy"),
    ],
)  # fmt: skip
def test_what_is_not_ignored_is_said_with_the_way_out(said: str, code: str, message: str) -> None:
    found, wrong = suppressions(f"# reconciler: {said}\n", "a")
    assert found == []
    assert [(one.code, one.message) for one in wrong] == [(code, message)]
    assert wrong[0].hint


@pytest.mark.parametrize(
    "text",
    [
        f"# reconciler: {WHY}\n" * 100_000,
        "<!-- reconciler: ignore" * 100_000,
        "# reconciler: ignore " + "a, " * 300_000,
        "#" * 2_000_000 + "reconciler:",
    ],
)
def test_a_hostile_file_costs_no_more_than_its_length(text: str) -> None:
    started = time.process_time()
    for body_line in (0, 1):
        found, _ = suppressions(text, "a", body_line=body_line)
        assert len(found) <= MOST
    assert time.process_time() - started < 5
