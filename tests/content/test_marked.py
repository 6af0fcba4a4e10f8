"""Bodies as Markdown: written as a person would, and read again as the same body."""

from __future__ import annotations

import pytest
from asis import asis
from corpus import CORPUS, LANGUAGES, pages
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from server import server
from shapes import SHAPES
from trees import bodies, quick, refused

from reconciler.content import canonical, markdown_of, render, to_markdown
from reconciler.content.emit import emit
from reconciler.content.parse import parse
from reconciler.content.tree import Blocks, Paragraph, Run
from tests.recorded import RECORDED, SETTLED


def read(text: str, form: str = "md") -> str:
    rendered = render(text, format="html" if form == "html" else "md", link=asis, image=asis)
    return canonical(rendered.html)


@settings(quick, max_examples=200)
@given(bodies)
def test_what_is_written_reads_as_the_same_body(body: Blocks) -> None:
    assert read(to_markdown(body)) == read(emit(body), "html")


@quick
@given(bodies)
def test_what_intercom_takes_is_carried_or_the_reason_is_told(body: Blocks) -> None:
    text, reason = markdown_of(emit(body))
    assert bool(reason) == (read(text) != canonical(emit(body)))
    if canonical(render(emit(body), format="html", link=asis, image=asis).html) == canonical(
        emit(body)
    ):
        assert reason == ""


@quick
@given(bodies)
def test_the_echo_of_the_server_is_written_like_what_was_sent(body: Blocks) -> None:
    assume(not refused(body))
    echo = server(emit(body), images=False)
    assume(render(emit(body), format="html", link=asis, image=asis).html == emit(body))
    assert markdown_of(echo)[1] == ""
    assert read(markdown_of(echo)[0]) == canonical(emit(body))


SIGNS = st.text(
    "a1 *_`~#+-.)=>|<&;![](){}:\\/\"'@^\n\u2003\u3000\u2028\u3002\u4e2d", min_size=1, max_size=12
)


@settings(quick, max_examples=300)
@given(SIGNS)
def test_text_stays_text_and_needs_no_html(text: str) -> None:
    body = parse(emit((Paragraph((Run(text),)),)))
    assume(body)
    written = to_markdown(body)
    assert read(written) == canonical(emit(body))
    assert "<p>" not in written


BODIES = {**RECORDED, **{name: kept for name, (_, kept) in SETTLED.items()}, **SHAPES}


@pytest.mark.parametrize("name", BODIES)
def test_a_recorded_body_survives_being_pulled_and_pushed(name: str) -> None:
    text, reason = markdown_of(BODIES[name])
    assert reason == ""
    rendered = render(text, link=asis, image=asis)
    assert canonical(rendered.html) == canonical(BODIES[name])
    assert rendered.notes == ()


@pytest.mark.parametrize(("html", "text"), [
    ("<h2>a</h2><p>b <b>c</b> <i>d</i></p><h3>e</h3>", "## a\n\nb **c** _d_\n\n### e"),
    ("<ul><li><p>a</p><ol><li>b</li><li>c</li></ol></li><li>d</li></ul>", "- a\n  1. b\n  2. c\n- d"),
    ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c"),
    ("<ul><li>a</li></ul><ul><li>b</li></ul><ul><li>c</li></ul>", "- a\n\n* b\n\n- c"),
    ("<ul><li><pre><code>a\n\n b</code></pre></li></ul>", "- ```\n  a\n\n   b\n  ```"),
    ("<pre><code class='language-py'>a ``` b</code></pre>", "````py\na ``` b\n````"),
    ("<hr><p>a</p><hr><ul><li><hr>b</li></ul>", "***\n\na\n\n---\n\n- ___\n\n  b"),
    ("<p>a<br>b</p><h1>c<br>d</h1>", "a\\\nb\n\n# c<br>d"),
    ("<table><tr><td>a</td><td>b | c</td></tr><tr><td></td><td><img src='https://i.io/a.png'></td></tr>",
     "| a | b \\| c |\n| --- | --- |\n|  | ![](https://i.io/a.png) |"),
    ("<table><tr><td colspan=2>a</td></tr><tr><td><p>b</p><p>c</p></td><td>d</td></tr></table>",
     '<table>\n<tr><td colspan="2">a</td></tr>\n<tr><td><p>b</p><p>c</p></td><td>d</td></tr>\n</table>'),
    ("<p>1. a</p><p>2024. a</p><p># b</p><p>- c</p><p>a # b - c > d 1. e</p>",
     "1\\. a\n\n2024\\. a\n\n\\# b\n\n\\- c\n\na # b - c > d 1. e"),
    ("<p>snake_case, 2 * 3, a[0], C:\\x, ~5, a &lt; b &amp; c, 5% {x}</p>",
     "snake_case, 2 * 3, a[0], C:\\x, ~5, a < b & c, 5% {x}"),
    ("<p>*a* _b_ `c` ~d &lt;e&gt; &amp;lt; ![f](g)</p>",
     "\\*a\\* \\_b\\_ \\`c\\` ~d \\<e> \\&lt; \\![f\\](g)"),
    ("<p><b>a <a href='https://x.io/'>b</a></b> <a href='https://x.io/'>https://x.io/</a></p>",
     "**a [b](https://x.io/)** <https://x.io/>"),
    ("<p><b>a</b>b<i>c</i>d <b>“e</b>”</p>", "**a**b*c*d **“e**”"),
    ("<p>a<b>!</b>b <b>c</b>! [1]</p>", "a<b>!</b>b **c**! [1]"),
    ("<p>a!<a href='https://x.io/'>b</a></p>", "a\\![b](https://x.io/)"),
    ("<p><code>a`b</code> <code>`</code></p>", "``a`b`` `` ` ``"),
    ("<p align=center>a <b>b</b></p>", '<p class="intercom-align-center">a <b>b</b></p>'),
    ("<a href='https://x.io/'><img src='https://i.io/a (1).png' alt='a]'></a>",
     "[![a\\]](<https://i.io/a%20(1).png>)](https://x.io/)"),
])  # fmt: skip
def test_markdown_is_what_a_person_would_write(html: str, text: str) -> None:
    assert markdown_of(html) == (text, "")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus lies outside the project")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_survives_being_pulled_and_pushed(language: str) -> None:
    for page in pages(language):
        text, reason = markdown_of(page.html)
        assert (reason, read(text)) == ("", page.own), page.path
