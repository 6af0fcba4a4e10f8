"""The structures of bodies that were recorded from the live API, rebuilt.

What the API answered once it would answer again: sent back, such a body stays as it is. Older
shapes (no class on paragraphs, tables without a wrapper, addresses of other schemes) settle
into the newer one, and then stay.
"""

import re
from itertools import count

import pytest

from reconciler.simulator import Switches
from reconciler.simulator.bodies import markdown, rewritten, unmarked
from reconciler.simulator.bodies.setting import Setting
from tests.recorded import CDN, RECORDED, SETTLED


def stored(html: str, *, spaced: bool = True) -> str:
    return rewritten(html, Setting(Switches(), count(1).__next__), spaced=spaced)


@pytest.mark.parametrize("name", RECORDED)
def test_a_body_that_the_api_answered_stays_as_it_is(name: str) -> None:
    assert stored(RECORDED[name]) == RECORDED[name]


@pytest.mark.parametrize("name", SETTLED)
def test_an_older_body_settles_into_the_newer_shape(name: str) -> None:
    sent, kept = SETTLED[name]
    assert stored(sent) == kept
    assert stored(kept) == kept


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_body_loses_no_text_on_its_way_through_markdown(name: str) -> None:
    out = unmarked.markdown_of(RECORDED[name])
    again = stored(markdown.html(out), spaced=False)
    assert text_of(again) == text_of(RECORDED[name])
    assert unmarked.markdown_of(again).split() == out.split()


def test_the_stock_article_in_markdown_keeps_blocks_ids_and_colours() -> None:
    """Rebuilt after number 27: the same article was recorded in two workspaces."""
    text = (
        "Public articles.  \nTeammates too [Fin](https://x.example) 💪\n\n\n\n"
        "# Build {#h_61bff2dd7a}\n\nOnce.\n\n### Easy {#h_bb4813e5c6}\n\n- One\n"
        "- [Two](https://x.example)\n\n# Use {#h_8b76258d80}\n\n"
        f"![]({CDN})\n\n"
        ':::callout backgroundColor="#feedaf80" borderColor="#fbc91633"\nFor [a](https://x.example)'
        " and [b.](https://x.example)\n:::\n\n---\n\nFor more.\n"
    )
    out = unmarked.markdown_of(stored(markdown.html(text), spaced=False))
    assert out == text.replace("\n\n\n\n", "\n\n")
