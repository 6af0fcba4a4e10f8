"""Relative links, seen from another folder."""

from pathlib import Path

import pytest

from reconciler.source.partials import Partials
from reconciler.source.relative import rebased


def known(path: str) -> bool:
    return path in {"specs/articles/b.md", "specs/img/a b.png", "specs/articles/in/index.md"}


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("[x](../articles/b.md#part)", "[x](../b.md#part)"),
        ("[x]( <../articles/b.md> )", "[x]( <../b.md> )"),
        ("[x](../articles/b?a=1)", "[x](../b?a=1)"),
        ("![x](../img/a%20b.png)", "![x](../../img/a%20b.png)"),
        ("[x](../articles/in)", "[x](.)"),
        ("[x]: ../articles/b.md\n", "[x]: ../b.md\n"),
        ('<a href="../articles/b.md">x</a>', '<a href="../b.md">x</a>'),
        ("[x](nowhere.md) [y](#z) [w](/b.md) [v](https://b.md) [u]({{ x }})",) * 2,
        ("[x](../../../b.md)",) * 2,
    ],
)  # fmt: skip
def test_links_lead_to_the_same_file(text: str, moved: str) -> None:
    made = rebased(text, here="specs/_partials", there="specs/articles/in", known=known)
    assert made == moved


def test_in_the_same_folder_nothing_is_looked_at() -> None:
    def fail(_: str) -> bool:
        raise AssertionError

    assert rebased("[x](b.md)", here="specs", there="specs", known=fail) == "[x](b.md)"


def test_a_name_that_no_disk_can_hold_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    text = f"[x]({'n' * 5000}) [y](b%00c)"
    (tmp_path / "p" / "a.md").write_text(text)
    partials = Partials(tmp_path, ("p",), file="in/page.md")
    assert partials.pieces("a.md", ".") == ("p/a.md", [text])
