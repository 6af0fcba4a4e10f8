"""body_markdown: in with directives, out as the GitHub connector writes it, and back again."""

import base64
import re
from html import escape
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulator_workspace import Switched, Workspace

from reconciler.simulator import Switches
from reconciler.simulator.bodies import markdown, rewritten, unmarked
from reconciler.simulator.bodies.setting import Setting
from reconciler.simulator.errors import RefusalError

ADA = 991267451
CALLOUT = ("background-color: #feedaf80; border-color: #fbc91633;",
           'backgroundColor="#feedaf80" borderColor="#fbc91633"')  # fmt: skip


def stored(text: str, **switches: Any) -> str:
    setting = Setting(Switches(**switches), count(1).__next__)
    return rewritten(markdown.html(text), setting, spaced=False)


def plain(html: str) -> str:
    return html.replace(' class="no-margin"', "")


@pytest.mark.parametrize(("text", "html"), [
    ("", ""),
    ("a\nb", "<p>a b</p>"),
    ("a  \nb", "<p>a<br>b</p>"),
    ("a\n\n\n\nb", "<p>a</p><p>b</p>"),
    ("**a** _b_ `c`", "<p><b>a</b> <i>b</i> <code>c</code></p>"),
    ("# a {#h_61bff2dd7a}\n\n### b {#h_bb4813e5c6}",
     '<h1 id="h_61bff2dd7a">a</h1><h3 id="h_bb4813e5c6">b</h3>'),
    ("- a\n  - b", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"),
    ("3. a\n4. b", "<ol><li><p>a</p></li><li><p>b</p></li></ol>"),
    ("> quoted", "<p>quoted</p>"),
    ("---", "<hr>"),
    ("```ruby\nx < 1\n```", "<pre><code>x &lt; 1\n</code></pre>"),
    ("| a |\n| --- |\n| b |",
     ('<div class="intercom-interblocks-table-container"><table role="presentation"><tbody>'
     "<tr><td><p>a</p></td></tr><tr><td><p>b</p></td></tr></tbody></table></div>")),
    (f':::callout {CALLOUT[1]}\n**a**\n\n:::collapsible title="T"\nb\n:::\n:::',
     (f'<div class="intercom-interblocks-callout" style="{CALLOUT[0]}"><p><b>a</b></p>'
     "<details><summary><p>T</p></summary>"
     '<div class="collapsible-section-content"><p>b</p></div></details></div>')),
    (":::callout\na\n:::",
     ('<div class="intercom-interblocks-callout" style="background-color: #e8e8e880; '
     'border-color: #73737633;"><p>a</p></div>')),
    (':::button href="https://b.example" label="Go" align="center"\n:::',
     ('<div class="intercom-container intercom-align-center">'
     '<a href="https://b.example" target="_blank" class="intercom-h2b-button">Go</a></div>')),
    (':::button href="https://b.example" label="Go"\n:::',
     ('<div class="intercom-container">'
     '<a href="https://b.example" target="_blank" class="intercom-h2b-button">Go</a></div>')),
    (':::attachments\n:::attachment href="https://a.example/b.pdf" name="b.pdf"\n:::\n:::',
     ('<p><a href="https://a.example/b.pdf" target="_blank" '
     'class="intercom-content-link">b.pdf</a></p>')),
    (f':::intercom-block data="{base64.b64encode(b"<p>x</p>").decode()}"\n:::', "<p>x</p>"),
    ("```\n:::callout\n```", "<pre><code>:::callout\n</code></pre>"),
    (":::callout\n~~~\n:::\n~~~\n:::",
     ('<div class="intercom-interblocks-callout" style="background-color: #e8e8e880; '
     'border-color: #73737633;"><pre><code>:::\n</code></pre></div>')),
])  # fmt: skip
def test_markdown_becomes_the_same_blocks_as_html(text: str, html: str) -> None:
    assert plain(stored(text)) == html


def test_a_video_is_named_by_its_provider_and_id() -> None:
    html = stored(':::video id="dQw4" provider="youtube"\n:::')
    assert '<iframe src="https://www.youtube.com/embed/dQw4"' in html
    assert unmarked.markdown_of(html) == ':::video id="dQw4" provider="youtube"\n:::\n'


@pytest.mark.parametrize(("text", "reason"), [
    (":::poem\n:::", "the directive poem is not known"),
    (":::callout\na", "the directive callout is not closed"),
    (':::button label="Go"\n:::', "the directive button needs href"),
    (":::collapsible\n:::", "the directive collapsible needs title"),
    (':::video id="x" provider="tape"\n:::', "the video provider tape is not supported"),
    (':::intercom-block data="?"\n:::', "the data of an intercom-block is damaged"),
    (':::intercom-block data="/w=="\n:::', "the data of an intercom-block is damaged"),
    (":::callout\n" * 30 + ":::\n" * 30, "directives are nested too deeply"),
])  # fmt: skip
def test_a_directive_that_means_nothing_is_refused(
    workspace: Workspace, text: str, reason: str
) -> None:
    body = {"title": "x", "author_id": ADA, "body_markdown": text}
    told = workspace.refused(workspace.post("/articles", body))
    assert told == (400, "parameter_invalid", f"body_markdown is invalid: {reason}")


@pytest.mark.parametrize("text", [
    "Public articles enable customers.  \nTeammates can also [Fin](https://f.example/a).",
    "a\n\n\n\nb",
    "# One {#h_61bff2dd7a}\n\n### Three {#h_bb4813e5c6}",
    "- a\n- [b](https://b.example)\n  - c\n  - d",
    "1. a\n\n   b\n2. c",
    "- a\n\n  ```\n  x\n  ```",
    f":::callout {CALLOUT[1]}\nFor a [article](https://a.example)\n:::",
    "---",
    "| a | b \\| c |\n| --- | --- |\n| **1** | x<br>y |",
    ':::collapsible title="More"\nInside\n\n- a\n:::',
    ':::button href="https://b.example/?a=1&b=2" label="Sign up" align="center"\n:::',
    "```\na ` b\n```",
    "````\n```\n````",
    "`` a`b `` and `` `c` ``",
    "1\\. no list, \\# no heading\\* \\_ \\[x\\]",
    "\\# no heading",
    "\\:::callout",
    "**bold** text",
    "[a b](<https://x.example/a_(b)>)",
])  # fmt: skip
def test_what_comes_out_says_the_same_when_it_goes_in_again(text: str) -> None:
    first = stored(text)
    out = unmarked.markdown_of(first)
    again = stored(out)
    assert plain(again).replace("<p></p>", "") == plain(first).replace("<p></p>", "")
    assert unmarked.markdown_of(again).replace("\n\n\n\n", "\n\n") == out.replace(
        "\n\n\n\n", "\n\n"
    )


@pytest.mark.parametrize(("html", "text"), [
    ("", ""),
    ("<p>a</p>", "a\n"),
    ("<p>a</p><p></p><h1 id='h_61bff2dd7a'>b</h1>", "a\n\n\n\n# b {#h_61bff2dd7a}\n"),
    ("<h2>b</h2>", "## b\n"),
    ("loose <b> text </b>end", "loose  **text** end\n"),
    ("<p><b> </b>a<u>b</u></p>", "ab\n"),
    ("<ol start='3'><li></li><li><p>b</p></li></ol>", "3. \n4. b\n"),
    ("<table><tr><td>a</td></tr><tr><td></td><td>b</td></tr></table>",
     "| a |  |\n| --- | --- |\n|  | b |\n"),
    ("<table></table>", "|  |\n"),
    ("<pre>x</pre>", "```\nx\n```\n"),
    ("<pre><code class='language-py'>x\n</code></pre>", "```py\nx\n```\n"),
    ("<div class='intercom-container'><a class='intercom-h2b-button' href='https://b'>\"Go\"</a></div>",
     ':::button href="https://b" label="&quot;Go&quot;"\n:::\n'),
    ("<div><p>a</p><p>b</p></div>", "a\n\nb\n"),
    ("<div class='intercom-interblocks-callout'><p>a</p></div>", ":::callout\na\n:::\n"),
    ("<details>text</details>", ':::collapsible title=""\n\n:::\n'),
    ("<p><a href='https://l'><img src='https://i/a.png' alt='x_y'></a></p>",
     "[![x\\_y](https://i/a.png)](https://l)\n"),
    ("<p>1) a</p>", "1\\) a\n"),
    ("<p>- a</p>", "\\- a\n"),
])  # fmt: skip
def test_a_stored_body_as_markdown(html: str, text: str) -> None:
    assert unmarked.markdown_of(html) == text


def test_a_block_without_a_directive_is_carried_as_it_is() -> None:
    html = '<iframe src="https://www.vidyard.com/watch/1"></iframe>'
    out = unmarked.markdown_of(html)
    data = out.removeprefix(':::intercom-block data="').removesuffix('"\n:::\n')
    assert base64.b64decode(data).decode() == html
    assert "www.vidyard.com/watch/1" in stored(out)


def test_the_language_of_code_is_lost_or_kept() -> None:
    text = "```ruby\nx\n```"
    assert unmarked.markdown_of(stored(text)) == "```\nx\n```\n"
    assert unmarked.markdown_of(stored(text, code_language_kept=True)) == "```ruby\nx\n```\n"


def test_an_article_has_its_body_as_html_and_as_markdown(workspace: Workspace) -> None:
    body = {"title": "x", "author_id": ADA, "body_markdown": "## Hello {#h_61bff2dd7a}\n\n**you**"}
    made = workspace.post("/articles", body)
    assert made["body"] == '<h1 id="h_61bff2dd7a">Hello</h1><p class="no-margin"><b>you</b></p>'
    assert made["body_markdown"] == "# Hello {#h_61bff2dd7a}\n\n**you**\n"
    changed = workspace.put(f"/articles/{made['id']}", {"body": "Plain"})
    assert changed["body_markdown"] == "Plain\n"
    assert workspace.put(f"/articles/{made['id']}", {"body": ""})["body_markdown"] == ""
    assert "body_markdown" not in workspace.get(f"/articles/{made['id']}", version="2.15")


def test_html_and_markdown_together_are_refused(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    both = {"body": "a", "body_markdown": "a"}
    base = {"title": "x", "author_id": ADA}
    for body in ({**base, **both}, {**base, "translated_content": {"de": both}}):
        answer = workspace.post("/articles", body)
        assert workspace.refused(answer)[:2] == (400, "parameter_invalid")
        assert answer["errors"][0]["field"] == "body_markdown"
    assert workspace.get("/articles")["total_count"] == 0
    workspace.post("/articles", {**base, "body": "a", "body_markdown": None})
    assert workspace.status == 200


def test_a_translation_may_come_as_markdown(switched: Switched) -> None:
    workspace = switched(locales=("en", "de"))
    content = {"de": {"title": "x", "body_markdown": "_a_"}}
    body = {"title": "x", "author_id": ADA, "translated_content": content}
    german = workspace.post("/articles", body)["translated_content"]["de"]
    assert (german["body"], german["body_markdown"]) == (
        '<p class="no-margin"><i>a</i></p>', "_a_\n",
    )  # fmt: skip


def test_images_and_attachments_are_signed_in_markdown_too(workspace: Workspace) -> None:
    text = ("![](https://x.example/a.png)\n\n"
            "[b](https://intercom-attachments-1.com/i/o/1/b.pdf?expires=1&signature=2&req=3)")  # fmt: skip
    key = workspace.post("/articles", {"title": "x", "author_id": ADA, "body_markdown": text})["id"]
    first, second = (workspace.get(f"/articles/{key}")["body_markdown"] for _ in range(2))
    assert first.count("?expires=1800003600&signature=") == 2
    assert first != second
    cut = [one.partition("?expires")[0] for one in (first, second)]
    assert cut[0] == cut[1]
    workspace.put(f"/articles/{key}", {"body_markdown": first})
    assert workspace.get(f"/articles/{key}")["body_markdown"].count("?") == 2


def test_markdown_is_kept_also_where_html_is_not_rewritten(switched: Switched) -> None:
    workspace = switched(body_rewriting=False)
    body = {"title": "x", "author_id": ADA, "body_markdown": "a\n\nb"}
    assert workspace.post("/articles", body)["body"] == (
        '<p class="no-margin">a</p><p class="no-margin">b</p>'
    )


@pytest.mark.parametrize(("text", "status"), [
    ("<div>" * 3000, 400), ("- " * 5000 + "a", 400), ("[" * 1000, 200), (">" * 5000, 200),
])  # fmt: skip
def test_markdown_nested_without_end_is_answered(
    workspace: Workspace, text: str, status: int
) -> None:
    workspace.post("/articles", {"title": "x", "author_id": ADA, "body_markdown": text})
    assert workspace.status == status


def test_a_body_from_a_file_may_be_nested_without_end(workspace: Workspace) -> None:
    row = workspace.store.create("article", title="x", body="<div>" * 3000 + "deep")
    assert workspace.get(f"/articles/{row['id']}")["body_markdown"] == "deep\n"


TEXTS = st.text(alphabet="ab *_`#-+>[]()!\\|~<&.1:{}=\"'", min_size=1, max_size=8).map(escape)
TREES = st.recursive(
    TEXTS | st.sampled_from([" ", "<br>", "<hr>"]),
    lambda inner: st.tuples(
        st.sampled_from(["p", "h1", "h3", "ul", "ol", "li", "b", "i", "a href='https://x.example'",
                         "div", "table", "tr", "td", "pre", "code", "details", "summary",
                         "div class='intercom-interblocks-callout'"]),
        st.lists(inner, max_size=3).map("".join),
    ).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].partition(' ')[0]}>"),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(TREES, max_size=3).map("".join))
def test_no_text_is_lost_between_html_and_markdown(html: str) -> None:
    setting = Setting(Switches(), count(1).__next__)
    try:
        first = rewritten(html, setting, spaced=False)
    except RefusalError:
        return
    again = stored(unmarked.markdown_of(first))
    assert "".join(re.sub(r"<[^>]+>", "", again).split()) == "".join(
        re.sub(r"<[^>]+>", "", first).split()
    )


@pytest.mark.parametrize(("html", "text"), [
    ("<p>a<b>b</b>c <i>d</i>e</p>", "a**b**c <i>d</i>e\n"),
    ("<p><b>a</b><i>b</i></p>", "<b>a</b><i>b</i>\n"),
    ("<p><b>a <b>b</b> <i>c</i></b></p>", "**a b _c_**\n"),
    ("<p>a <b>*</b></p>", "a <b>\\*</b>\n"),
    ("<p>a<br><br>b<br></p>", "a  \n\\\nb\n"),
    ("<h1>a<br>b</h1>", "# a<br>b\n"),
    ("<p><code></code><code>a</code><code>*</code></p>", "`a`<code>\\*</code>\n"),
])  # fmt: skip
def test_signs_stand_where_they_count(html: str, text: str) -> None:
    assert unmarked.markdown_of(html) == text


def test_a_list_that_holds_a_directive_is_carried_as_it_is() -> None:
    html = "<ul><li><p>a</p><details><summary>b</summary>c</details></li></ul>"
    out = unmarked.markdown_of(html)
    assert out.startswith(":::intercom-block data=")
    assert "<summary>" in stored(out)


def test_a_heading_without_an_id_gets_one() -> None:
    assert re.fullmatch(r'<h1 id="h_[0-9a-f]{10}">a</h1>', stored("# a"))
    assert re.fullmatch(r'<h1 id="h_[0-9a-f]{10}"></h1>', stored("#"))


def test_directives_are_blocks_or_the_text_they_are(switched: Switched) -> None:
    text = ":::callout\nMind the gap.\n:::"
    for known in (True, False):
        workspace = switched(markdown_directives=known)
        given = {"title": "x", "author_id": ADA, "body_markdown": text}
        body = workspace.post("/articles", given)["body"]
        assert ("intercom-interblocks-callout" in body) is known, body
        assert (":::" in body) is not known, body
