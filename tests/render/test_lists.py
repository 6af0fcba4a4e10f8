"""Changes inside a list."""

import pytest

from reconciler.render.lists import item_changes
from reconciler.render.safe import plain


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (["free", "pro"], ["free", "pro", "enterprise"], ['+ "enterprise"']),
        (["free", "trial", "pro"], ["free", "pro"], ['- "trial"']),
        (["free", "pro"], ["free", "plus"], ['"pro" -> "plus"']),
        (["free", 1], ["free", "1"], ['1 -> "1"']),
    ],
)
def test_items_that_came_and_went_are_named(
    before: list[object], after: list[object], shown: list[str]
) -> None:
    assert list(item_changes(before, after, plain)) == shown


def test_text_of_strangers_is_harmless_here_too() -> None:
    assert list(item_changes(["a"], ["a", "\x1b[31m"], plain)) == ['+ "\\x1b[31m"']
