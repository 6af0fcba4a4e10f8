"""Bodies as Markdown: written as a person would, and read again as the same body."""

from __future__ import annotations

from itertools import count

import pytest
from asis import asis
from corpus import CORPUS, LANGUAGES, pages
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from server import server
from shapes import SHAPES
from trees import bodies, quick, refused

from reconciler.content import (
    canonical,
    intercoms_markdown,
    markdown_of,
    render,
    to_markdown,
    without_image_hosts,
)
from reconciler.content.emit import emit
from reconciler.content.parse import parse
from reconciler.content.tree import Blocks, Paragraph, Run
from reconciler.simulator import Switches
from reconciler.simulator.bodies import markdown, rewritten
from reconciler.simulator.bodies.setting import Setting
from reconciler.source.suppressions import suppressions
from tests.recorded import CALLOUT, RECORDED, SETTLED


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
    (CALLOUT.format("<p>a</p><p>b</p>"),
     ':::callout backgroundColor="#feedaf80" borderColor="#fbc91633"\na\n\nb\n:::'),
    ("<ul><li>a<div class='intercom-interblocks-callout'><p>b</p></div></li></ul>",
     '- a\n\n  <div class="intercom-interblocks-callout"><p>b</p></div>'),
    ('<details><summary>a "b"</summary><ul><li>c</li></ul></details>',
     ':::collapsible title="a &quot;b&quot;"\n- c\n:::'),
    ("<details><summary>a <b>b</b></summary><p>c</p></details>",
     "<details>\n<summary>a <b>b</b></summary>\n\nc\n\n</details>"),
    ("<a class='intercom-h2b-button' href='https://x.io/?a=1&amp;copy=2'>Go</a>",
     ':::button href="https://x.io/?a=1&amp;copy=2" label="Go"\n:::'),
    ("<iframe src='https://www.youtube.com/embed/x-1?rel=0'></iframe>",
     ':::video id="x-1" provider="youtube"\n:::'),
    ("<p>https://www.youtube.com/watch?v=a</p>", "https\\://www.youtube.com/watch?v=a"),
    ("<iframe src='https://streamio.com/a/b'></iframe>",
     '<div class="intercom-h2b-video"><iframe src="https://streamio.com/a/b"></iframe></div>'),
    ("<p><a href='https://downloads.intercomcdn.com/i/o/1/a.pdf?expires=1'>a.pdf</a></p>",
     ':::attachment href="https://downloads.intercomcdn.com/i/o/1/a.pdf" name="a.pdf"\n:::'),
    ("<p align=center>a <b>b</b></p>", '<p class="intercom-align-center">a <b>b</b></p>'),
    ("<a href='https://x.io/'><img src='https://i.io/a (1).png' alt='a]'></a>",
     "[![a\\]](<https://i.io/a%20(1).png>)](https://x.io/)"),
    ("<img src='https://downloads.intercomcdn.com/i/o/1/a.png?expires=1&amp;signature=2'>",
     "![](https://downloads.intercomcdn.com/i/o/1/a.png)"),
])  # fmt: skip
def test_markdown_is_what_a_person_would_write(html: str, text: str) -> None:
    assert markdown_of(html) == (text, "")


def test_text_that_looks_like_a_comment_of_ours_ignores_nothing() -> None:
    comment = "<!-- reconciler: ignore dead-link because I say so -->"
    body = parse(emit((Paragraph((Run(comment),)),)))
    written = to_markdown(body)
    assert suppressions(written, "a.md", body_line=1) == ([], [])
    assert read(written) == canonical(emit(body))


@pytest.mark.parametrize(("html", "text"), [
    ("", None),
    ("<h2 id='h_61bff2dd7a'>a #</h2><h2 id='mine'>b</h2>", "## a \\# {#h_61bff2dd7a}\n\n## b\n"),
    ("<p>a<br>b</p>", "a  \nb\n"),
    ("<p>a<br><br>b</p>", None),
    ("<p><code>a<br>b</code></p>", None),
    ("<h1>a<br>b</h1>", None),
    ("<table><tr><td>a<br>b</td></tr></table>", None),
    ("<table><tr><td><b>a</b></td><td>b | c</td></tr></table>", "| **a** | b \\| c |\n| --- | --- |\n"),
    ("<p>a<b>!</b>b</p>", None),
    ("<p>a <u>b</u></p>", None),
    ("<p align=center>a</p>", None),
    ("<img src='https://i.io/a.png'>", "![](https://i.io/a.png)\n"),
    ("<img src='https://i.io/a.png' width=40>", None),
    ("<pre><code class='language-py'>a</code></pre>", "```py\na\n```\n"),
    ("<ul><li>a<div class='intercom-interblocks-callout'><p>b</p></div></li></ul>", None),
    ("<ul><li><pre><code>:::</code></pre></li></ul>", None),
    ("<details><summary>a</summary><p>b</p></details>", ':::collapsible title="a"\nb\n:::\n'),
    ("<details><summary>a <b>b</b></summary><p>c</p></details>", None),
    ("<a class='intercom-h2b-button' href='https://x.io/?a=1&amp;b=2'>Go</a>",
     ':::button href="https://x.io/?a=1&b=2" label="Go"\n:::\n'),
    ("<a class='intercom-h2b-button' href='https://x.io/?a=1&amp;copy=2'>Go</a>", None),
    ("<iframe src='https://streamio.com/a/b'></iframe>", None),
])  # fmt: skip
def test_the_wire_gets_what_intercom_documents_and_nothing_else(
    html: str, text: str | None
) -> None:
    assert intercoms_markdown(html) == text


@quick
@given(bodies)
def test_what_goes_as_intercoms_markdown_is_stored_by_the_simulator_as_it_was_meant(
    body: Blocks,
) -> None:
    text = intercoms_markdown(emit(body))
    if text is not None:
        setting = Setting(Switches(code_language_kept=True), count(1).__next__)
        stored = rewritten(markdown.html(text), setting, spaced=False)
        assert without_image_hosts(canonical(stored)) == without_image_hosts(canonical(emit(body)))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus lies outside the project")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_survives_being_pulled_and_pushed(language: str) -> None:
    for page in pages(language):
        for html in (page.html, server(page.html, images=False)):
            text, reason = markdown_of(html)
            assert (reason, read(text)) == ("", page.own), page.path
