"""What earlier runs worked out is used again, and can neither go stale nor lie."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from asis import asis
from corpus import CORPUS
from hypothesis import given
from trees import bodies, quick

from reconciler import memory
from reconciler.content import canonical, render, rendered
from reconciler.content.canon import form_of
from reconciler.content.emit import emit
from reconciler.content.tree import Blocks
from reconciler.memory import FEW, remembering
from reconciler.workflow.remembered import Rows

TEXT = "# A\n\n[b](b.md) ![c](https://c.io/c.png)\n\n~~d~~"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "bodies.sqlite3"


def run(
    file: Path, link: str = "https://b.io/", *, makers: tuple[str, ...] = ()
) -> tuple[object, list[str]]:
    """One run that renders the text, and the links that it asked about."""
    asked: list[str] = []

    def to(written: str, line: int, column: int) -> str:
        asked.append(f"{written} {line}:{column}")
        return link

    rows = Rows(file, makers)
    with remembering(lambda: rows) as known:
        known.asked = FEW
        made = rendered(TEXT, form="md", link=to, image=asis, line=1)
        canonical(made.html)
    rows.save()
    return made, asked


def test_a_body_is_the_same_from_memory_and_every_link_is_asked_again(file: Path) -> None:
    first, second = run(file), run(file)
    assert first == second
    assert second[1] == ["b.md 3:5"]
    assert len(keys(file)) == 1, "the own form is remembered with the body"


def keys(file: Path) -> list[bytes]:
    reading = sqlite3.connect(file)
    found = [key for (key,) in reading.execute("SELECT key FROM rows")]
    reading.close()
    return found


def test_a_link_that_leads_elsewhere_now_is_rendered_anew(file: Path) -> None:
    run(file)
    made, _ = run(file, "https://elsewhere.io/")
    assert "https://elsewhere.io/" in str(made)


def test_a_row_that_other_code_made_is_never_found(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(file)
    maker = tmp_path / "maker"
    maker.mkdir()
    (maker / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    run(file, makers=("maker",))
    assert len(keys(file)) == 2
    (maker / "__init__.py").write_text("changed = True")
    run(file, makers=("maker", "no_such_maker"))
    assert len(keys(file)) == 3


@pytest.mark.parametrize("damage", ["", "no database", "SQLite format 3\0" + "x" * 200])
def test_whatever_is_wrong_with_the_file_counts_as_nothing_known(file: Path, damage: str) -> None:
    expected = run(file)
    file.write_text(damage)
    assert run(file) == expected
    assert run(file) == expected


def test_a_file_that_cannot_be_is_no_word_worth(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert run(tmp_path / "cache" / "bodies.sqlite3") == run(tmp_path / "other.sqlite3")


def test_a_file_that_grew_too_large_is_begun_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(file)
    monkeypatch.setattr("reconciler.workflow.remembered.LARGEST", 10)
    expected = run(file, "https://elsewhere.io/")
    assert len(keys(file)) == 1
    assert run(file, "https://elsewhere.io/") == expected


def test_a_run_of_few_bodies_opens_no_store() -> None:
    def opened() -> Rows:
        raise AssertionError

    with remembering(opened):
        for number in range(FEW):
            canonical(f"<p>{number}</p>")
        with pytest.raises(AssertionError):
            canonical("<p>one more</p>")


def test_what_a_run_keeps_in_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 100)
    with remembering(lambda: Rows(Path("nowhere"))) as known:
        for number in range(50):
            assert canonical(f"<p>{number}</p>") == f"<p>{number}</p>"
        assert sum(len(one) for pair in known.forms.items() for one in pair) <= 100


def fresh(html: str) -> str:
    memory.MEMORY.forms.clear()
    return canonical(html)


@quick
@given(bodies)
def test_the_form_of_what_was_rendered_is_that_of_its_html(body: Blocks) -> None:
    made = render(emit(body), format="html", link=asis, image=asis)
    assert form_of(made) in (None, fresh(made.html))


def texts() -> Iterator[str]:
    yield "## {#a}\n\nb"
    yield "[a](https://a.io)[b](https://a.io/) [c](#d)"
    yield ":::attachment name=a href=https://a.io/b.pdf\n:::\n\n:::callout #abc\nx\n:::"
    yield from (one.read_text("utf-8") for one in sorted(CORPUS.rglob("*.md"))[::7])


def test_the_form_of_a_page_is_that_of_its_html() -> None:
    for text in texts():
        made = render(text, link=asis, image=lambda source, *_: f"https://a.io/{source}")
        assert form_of(made) in (None, fresh(made.html))


def test_rows_are_found_and_saved_from_any_thread(file: Path) -> None:
    before = Rows(file, ())
    before.put(b"key", b"row")
    before.save()
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        rows = one.submit(Rows, file, ()).result()
        assert other.submit(rows.get, b"key").result() == b"row"
        assert rows.get(b"key") == b"row"
    rows.put(b"new", b"more")
    rows.save()
    assert len(keys(file)) == 2
