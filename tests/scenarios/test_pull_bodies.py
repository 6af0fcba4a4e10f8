"""Edits of bodies put into Markdown: real pages, each edit exactly there, everything else kept."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from reconciler.content import (
    as_written,
    blocks_of,
    canonical,
    render,
    take_title,
    without_image_hosts,
)
from reconciler.core.merged.bodies import Body, meet
from reconciler.core.merged.edited import Edit as Edited
from reconciler.kinds import KINDS
from reconciler.source.edit import edited
from reconciler.workflow.pulling.bodies import Written, body_edits

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dolphinscheduler"
WORD = re.compile(r"(?<![<&/\w=\"'-])\b\w{3,}\b(?![^<]*>)")
BODY = KINDS["article"].index["body"]


def served(source: str, _line: int = 0, _column: int = 0) -> str:
    return f"https://cdn.example.com/{source}"


def form(text: str) -> str:
    return canonical(render(take_title(text)[1], link=as_written, image=served).html)


def pulled(text: str, theirs: str, *, base: str = "") -> str:
    """The text with the edits that made `theirs` of its own canonical form, or of `base`."""
    ours = form(text)
    body = Body(base or ours, base or ours, theirs)
    meetings = tuple(meet(ours, body, without_image_hosts))
    edit = Edited(("body",), BODY, ours, theirs, both=bool(base), meetings=meetings)
    return edited(text, body_edits(Written(text, text, titled=False), edit).ours)


def mutations(own: str, random: Random) -> Iterator[str]:
    """One word, one block gone, one come."""
    words = list(WORD.finditer(own))
    if words:
        word = random.choice(words)
        yield f"{own[: word.start()]}CHANGED{own[word.end() :]}"
    blocks = blocks_of(own)
    at = random.randrange(len(blocks))
    if len(blocks) > 1:
        yield "\n".join(blocks[:at] + blocks[at + 1 :])
    yield "\n".join([*blocks[:at], "<p>New.</p>", *blocks[at:]])


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus lies outside the project")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_single_edits_of_real_pages_are_exactly_theirs(language: str) -> None:
    random = Random(5)
    for path in sorted((CORPUS / language).rglob("*.md"))[::16]:
        text = path.read_text("utf-8")
        for theirs in mutations(form(text), random):
            wanted = canonical(theirs)
            assert form(pulled(text, wanted)) == wanted, path


@pytest.mark.parametrize(
    ("text", "old", "new", "after"),
    [
        ("One\ntwo *three*.\n", "two", "2", "One\n2 *three*.\n"),
        ("One [a][x].\n\n[x]: b.md\n", "One", "1", "1 [a](b.md).\n\n[x]: b.md\n"),
        ("* a\n* b\n", "<li>b</li>", "<li>b</li>\n  <li>c</li>", "* a\n* b\n* c\n"),
        ("```py\na = 1\n```\n", "a = 1", "a = 2", "```py\na = 2\n```\n"),
        ("| a | b |\n|:--|--:|\n| 1 | 2 |\n", "1", "9", "| a | b |\n|:--|--:|\n| 9 | 2 |\n"),
        ("Text\n***\nMore\n", "<hr>\n", "", "Text\n\nMore\n"),
        ("- a\n\nmid\n\n- b\n", "<p>mid</p>\n", "", "- a\n\n<!-- -->\n\n- b\n"),
        ("Head\n====\nText\n", "<h1>Head</h1>", "<h1>Head</h1>\n<p>New.</p>",
         "Head\n====\n\nNew.\n\nText\n"),
        ("> [!NOTE]\n> Mind it.\n", "Mind", "Watch", "> [!NOTE]\n> Watch it.\n"),
        ("![pic](img/a.png)\n\nText\n", "Text", "Words", "![pic](img/a.png)\n\nWords\n"),
        ("![pic](<img/a b.png>)\n\nText\n", "pic", "a pic", "![a pic](<img/a b.png>)\n\nText\n"),
    ],
)  # fmt: skip
def test_an_edit_is_made_in_the_words_of_the_author(
    text: str, old: str, new: str, after: str
) -> None:
    own = canonical(render(text, link=as_written, image=served).html)
    assert old in own, own
    theirs = own.replace(old, new)
    meetings = tuple(meet(own, Body(own, own, theirs), without_image_hosts))
    edit = Edited(("body",), BODY, own, theirs, both=False, meetings=meetings)
    made = edited(text, body_edits(Written(text, text), edit).ours)
    assert made == after
    assert canonical(render(made, link=as_written, image=served).html) == canonical(theirs)


def test_a_body_of_megabytes_is_edited_in_seconds() -> None:
    text = "".join(f"Paragraph {number} with some words in it.\n\n" for number in range(20_000))
    own = form(text)
    theirs = own.replace("Paragraph 700 ", "Section 700 ").replace("Paragraph 19000 ", "The ")
    started = time.process_time()
    made = pulled(text, theirs)
    assert time.process_time() - started < 30
    assert made == text.replace("Paragraph 700 ", "Section 700 ").replace(
        "Paragraph 19000 ", "The "
    )
