"""What our Markdown has beyond CommonMark, and the line and advice for what is wrong with it."""

import pytest
from asis import asis, put

from reconciler.content import as_written, canonical, html_of, render, rendered, tree_of
from reconciler.content.tree import Headline, Rendered

GREY = "background-color: #e8e8e880; border-color: #73737633"
BLUE = "background-color: #e3e7fa80; border-color: #334bfa33"
RED = "background-color: #fed9db80; border-color: #fd3a5733"


def of(text: str, line: int = 1) -> Rendered:
    return render(text, link=asis, image=put("https://cdn.example.com/{}".format), line=line)


def callout(style: str, *inner: str) -> str:
    held = inner[0] if len(inner) == 1 else "\n" + "".join(f"  <p>{one}</p>\n" for one in inner)
    return f'<div class="intercom-interblocks-callout" style="{style};">{held}</div>'


SHOWN = {
    "tasks": ("- [x] a\n- [ ] b *c*", "<ul>\n  <li>☑ a</li>\n  <li>☐ b <i>c</i></li>\n</ul>"),
    "tasks apart": ("1. [x] a\n\n2. [ ] ", "<ol>\n  <li>☑ a</li>\n  <li>☐</li>\n</ol>"),
    "a table": (
        "| a | b |\n|:-:|---|\n| **x**<br>y | `p \\| q` [l](https://l.io) |",
        '<table>\n  <tr><td>a</td><td>b</td></tr>\n  <tr><td><b>x</b><br>y</td><td><code>p | q</code> <a href="https://l.io/">l</a></td></tr>\n</table>',
    ),
    "footnotes": (
        "a[^x] b[^y] c[^x]\n\n[^y]: two\n[^x]: one *i*\n\n    more\n\nend",
        "<p>a[1] b[2] c[1]</p>\n<p>end</p>\n<hr>\n<ol>\n  <li>\n    <p>one <i>i</i></p>\n    <p>more</p>\n  </li>\n  <li>two</li>\n</ol>",
    ),
    "an alert": ("> [!NOTE]\n> a", callout(GREY, "a")),
    "an alert with a title": ("> [!CAUTION] Hot & new\n> a\n>\n> b", callout(RED, "<b>Hot &amp; new</b>", "a", "b")),
    "an alert of nothing": ("> [!TIP]\n\na", "<p>a</p>"),
    "a callout": (":::callout\na\n:::", callout(GREY, "a")),
    "a callout by its name": (":::callout blue\na\n:::", callout(BLUE, "a")),
    "a callout in braces": (":::callout {color=Red}\na\n:::", callout(RED, "a")),
    "a callout with a title": (":::callout blue Mind the gap\na\n:::", callout(BLUE, "<b>Mind the gap</b>", "a")),
    "a callout as docusaurus titles it": (":::callout[Mind]{color=blue}\na\n:::", callout(BLUE, "<b>Mind</b>", "a")),
    "a callout as Intercom writes it": (
        ':::callout backgroundColor="#e3e7fa80" borderColor="#334bfa33"\na\n:::', callout(BLUE, "a")),
    "a callout in two colours of its own": (
        ":::callout background='#abc' border=#11223344\na\n:::", callout("background-color: #aabbccff; border-color: #11223344", "a")),
    "a callout in one colour": (
        ":::callout #aabbcc\na\n:::", callout("background-color: #aabbccff; border-color: #aabbccff", "a")),
    "a callout in a list": ("- a\n\n  :::callout\n  b\n  :::\n- c", "<ul>\n  <li>\n    <p>a</p>\n    " + callout(GREY, "b") + "\n  </li>\n  <li>c</li>\n</ul>"),
    "a callout in a quotation": ("> :::callout\n> a\n> :::", callout(GREY, "a")),
    "a callout right behind text": ("a\n:::callout\nb\n:::\nc", "<p>a</p>\n" + callout(GREY, "b") + "\n<p>c</p>"),
    "directives in directives": (
        ':::collapsible title="A &quot;b&quot;"\n:::callout\na\n:::\nb\n:::',
        '<details><summary>A "b"</summary>\n  ' + callout(GREY, "a") + "\n  <p>b</p>\n</details>",
    ),
    "directives by the number of colons": (
        "::::collapsible A\n:::callout\na\n:::\n::::",
        "<details><summary>A</summary>\n  " + callout(GREY, "a") + "\n</details>",
    ),
    "details": ("<details>\n<summary>A</summary>\n\n- a\n\n</details>", "<details><summary>A</summary>\n  <ul>\n    <li>a</li>\n  </ul>\n</details>"),
    "a button": (':::button label="Go on" href="https://b.io"\n:::', '<a href="https://b.io/" class="intercom-h2b-button">Go on</a>'),
    "a button on one line": (':::button label="Go" href="https://b.io" align="center" :::', '<p align="center"><a href="https://b.io/" class="intercom-h2b-button">Go</a></p>'),
    "a button of a link": (":::button\n[Go](https://b.io)\n:::", '<a href="https://b.io/" class="intercom-h2b-button">Go</a>'),
    "a button of a file": (":::button\n[f](https://downloads.intercomcdn.com/f)\n:::", '<a href="https://downloads.intercomcdn.com/f" class="intercom-h2b-button">f</a>'),
    "a video": (':::video provider="youtube" id="a-1"\n:::', '<iframe src="https://www.youtube.com/embed/a-1"></iframe>'),
    "a video of StreamIO": (':::video provider="streamio" id="9"\n:::', '<iframe src="https://streamio.com/api/v1/videos/9/public_show"></iframe>'),
    "a video by its address": (":::video https://vimeo.com/123\n:::", '<iframe src="https://player.vimeo.com/video/123"></iframe>'),
    "a video inside": (":::video\nhttps://youtu.be/a\n:::", '<iframe src="https://www.youtube.com/embed/a"></iframe>'),
    "a video alone in its paragraph": ("a\n\nhttps://www.loom.com/share/abc\n\nb", '<p>a</p>\n<iframe src="https://www.loom.com/embed/abc"></iframe>\n<p>b</p>'),
    "a video in a line": ("see https://youtu.be/a", "<p>see https://youtu.be/a</p>"),
    "a link to a video": ("<https://youtu.be/a>", '<p><a href="https://youtu.be/a">https://youtu.be/a</a></p>'),
    "an attachment": (':::attachment name="f.pdf" href="https://a.intercom-attachments-1.com/f"\n:::', '<p><a href="https://a.intercom-attachments-1.com/f">f.pdf</a></p>'),
    "attachments": (
        ':::attachments\n:::attachment href="https://a.io/f"\n:::\n:::attachment\n[g](https://a.io/g)\n:::\n:::',
        '<p><a href="https://a.io/f">https://a.io/f</a></p>\n<p><a href="https://a.io/g">g</a></p>'),
    "a block of Intercom's own": (':::intercom-block data="PHA+PGI+YTwvYj48L3A+"\n:::', "<p><b>a</b></p>"),
    "ids of headings": ("# A {#h_0123456789}\n\n## B *c* {#own-id}\n\nD {#d}\n---", "<h1>A</h1>\n<h2>B <i>c</i></h2>\n<h2>D</h2>"),
    "braces that are text": ("# A \\{#b}\n\n## {#b} c\n\n### `{#b}`", "<h1>A {#b}</h1>\n<h2>{#b} c</h2>\n<h3><code>{#b}</code></h3>"),
    "a heading of nothing but an id": ("# {#a}\n\nb", "<p>b</p>"),
    "directives in code": ("```\n:::callout\n:::\n```\n\n    :::foo\n    :::\n\n`:::callout`", "<pre><code>:::callout\n:::</code></pre>\n<pre><code>:::foo\n:::</code></pre>\n<p><code>:::callout</code></p>"),
    "code that is indented in a directive": (":::callout\n    :::callout\n:::", callout(GREY, "\n  <pre><code>:::callout</code></pre>\n")),
    "a fence in a fence": ("````\n```\n:::callout\n````\n:::callout\na\n:::", "<pre><code>```\n:::callout</code></pre>\n" + callout(GREY, "a")),
}  # fmt: skip


@pytest.mark.parametrize(("text", "form"), SHOWN.values(), ids=SHOWN)
def test_this_is_shown_so(text: str, form: str) -> None:
    made = of(text)
    assert canonical(made.html) == form
    assert made.html == html_of(made.blocks)


WRONG = {
    "an unknown directive": ("a\n\n:::calout\nb\n:::", "<p>a</p>\n<p>:::calout b :::</p>", 12, ":::calout is no directive and is shown as text", "did you mean :::callout?"),
    "a directive like no other": (":::qqq\n:::", "<p>:::qqq :::</p>", 10, ":::qqq is no directive and is shown as text", "there are callout, collapsible, button, video, attachment, attachments, intercom-block"),
    "an end of nothing": ("a\n\n:::", "<p>a</p>\n<p>:::</p>", 12, "::: closes nothing and is shown as text", r"write \::: where it is text"),
    "no end": ("a\n\n:::callout\nb", "<p>a</p>\n" + callout(GREY, "b"), 12, "this directive is never closed", "close it with ::: on a line of its own"),
    "an unknown attribute": (":::callout colour=red\na\n:::", callout(GREY, "a"), 10, ":::callout has no attribute colour; it is left out", "there are: backgroundColor, borderColor, color, background, border, title"),
    "an attribute where there is none": (":::attachments a=b\n:::\nc", "<p>c</p>", 10, ":::attachments has no attribute a; it is left out", "there are: none"),
    "no colour": (":::callout color=pink\na\n:::", callout(GREY, "a"), 10, "pink is no colour of a callout; it is left out", "write grey, blue, green, yellow, red, or a hexadecimal colour such as #e3e7fa80"),
    "no title": (":::collapsible\na\n:::", "<p>a</p>", 10, "a collapsible needs a title; its text is shown", ':::collapsible title=".."'),
    "no link": (":::button\n*a*\n:::", "<p><i>a</i></p>", 10, "this button has no address; what is inside is shown", ':::button label=".." href="..", or a link inside of it'),
    "no video": (':::video provider="tv" id="1"\n:::\nb', "<p>b</p>", 10, "this is no video that Intercom can embed", ':::video provider=".." id="..", provider being one of youtube, vimeo, loom, wistia, vidyard, streamio'),
    "a video of elsewhere": (":::video https://tv.io/1\n:::", "<p>https://tv.io/1</p>", 10, "this is no video that Intercom can embed", ':::video provider=".." id="..", provider being one of youtube, vimeo, loom, wistia, vidyard, streamio'),
    "no video inside": (":::video\na\n:::", "<p>a</p>", 10, "this video has no address; what is inside is shown", ':::video provider=".." id="..", or its address inside of it'),
    "no file inside": (":::attachment\na\n:::", "<p>a</p>", 10, "this attachment has no address; what is inside is shown", ':::attachment name=".." href="..", or a link inside of it'),
    "data that is damaged": (':::intercom-block data="*"\n:::\na', "<p>a</p>", 10, "the data of an intercom-block is damaged", "leave it as Intercom wrote it, or take it out"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "form", "line", "message", "hint"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_line_and_keeps_its_text(
    text: str, form: str, line: int, message: str, hint: str
) -> None:
    made = of(text, line=10)
    assert [(one.line, one.message, one.hint) for one in made.notes] == [(line, message, hint)]
    assert canonical(made.html) == form


def test_an_intercom_block_without_data_is_refused() -> None:
    notes = of(":::intercom-block\n:::").notes
    assert [one.message for one in notes] == ["an intercom-block needs its data"]


def test_directives_nest_twenty_deep() -> None:
    made = of(":::callout\n" * 22 + "a\n" + ":::\n" * 22)
    assert {(one.line, one.message) for one in made.notes} == {
        (21, "directives more than 20 deep are shown as text"),
        (22, "directives more than 20 deep are shown as text"),
    }
    assert made.html.count("<div") == 20


def test_a_comment_like_ours_is_no_directive() -> None:
    made = of("<!--:::0--> a\n\n:::callout\n\n    <!--:::0-->\n:::")
    assert "<pre><code>&lt;!--:::0--&gt;</code></pre>" in made.html


def test_links_and_images_are_asked_with_their_places() -> None:
    asked: list[tuple[str, int, int]] = []

    def ask(written: str, line: int, column: int) -> str:
        asked.append((written, line, column))
        return "https://a.io/"

    text = (
        "[a](a.md) ü [ü](<ü b.md>)\n![c](c.png)\n\n| x |\n|---|\n| é [d](d.md) |\n\n"
        '<p>y <a\nhref="e.md">e</a></p>\n\n[f][g]\n\n[g]: g%20h.md\n\n:::button label=x href=i.md\n:::\n'
        "`<b>` <b>k</b> <img src=l.png>\n"
    )
    render(text, link=ask, image=ask, line=11)
    assert asked == [
        ("a.md", 11, 5), ("ü b.md", 11, 18), ("c.png", 12, 6), ("d.md", 16, 9), ("e.md", 18, 6),
        ("g%20h.md", 21, 1), ("i.md", 25, 24), ("l.png", 27, 25),
    ]  # fmt: skip
    asked.clear()
    render(
        '<p>\nx <a href="é.md">a</a><img src=b.png></p>', format="html", link=ask, image=ask, line=5
    )
    assert asked == [("é.md", 6, 12), ("b.png", 6, 32)]


def test_headings_have_their_levels_ids_and_lines() -> None:
    made = of(
        "# A {#a}\n\n- ## B\n\n:::callout\n### C `d`\n:::\n\n| x |\n|---|\n| <h4 id=e>E</h4> |",
        line=5,
    )
    assert made.headings == (
        Headline(1, "A", "a", 5), Headline(2, "B", "", 7), Headline(3, "C d", "", 10), Headline(4, "E", "e", 15),
    )  # fmt: skip
    assert '<h1 id="a">A</h1>' in made.html
    assert made.title == "A"


def test_code_keeps_its_language() -> None:
    made = of("```python title=x\na\n```")
    assert made.html == '<pre><code class="language-python">a</code></pre>'
    assert html_of(tree_of(made.html)) == made.html


def test_windows_lines_are_lines() -> None:
    made = of("a\r\n\r\n~~b~~\r\n:::callout\r\nc\r\n:::\r\n")
    assert [one.line for one in made.notes] == [3]
    assert canonical(made.html) == "<p>a</p>\n<p>b</p>\n" + callout(GREY, "c")


def test_a_body_as_sent_is_the_same_with_and_without_its_tree() -> None:
    text = "# a\n\n[b](c.md) ~~d~~"
    made = rendered(text, form="md", link=as_written, image=as_written, line=3)
    whole = render(text, link=as_written, image=as_written, line=3)
    assert made == (whole.html, whole.notes)
