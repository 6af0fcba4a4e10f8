"""Bodies as written to the HTML that is sent; the line and the reason of every loss."""

import pytest
from asis import asis, put
from server import RefusedError, server

from reconciler.content import image_sources, render, sources, take_title
from reconciler.content.tree import Rendered

HOSTED = "https://cdn.example.com/"


def of(text: str, form: str = "md", line: int = 1) -> Rendered:
    return render(
        text,
        format="html" if form == "html" else "md",
        link=asis,
        image=put(HOSTED.__add__),
        line=line,
    )


def said(rendered: Rendered) -> list[tuple[int, str]]:
    return [(note.line, note.message) for note in rendered.notes]


WRITTEN = {
    "text": ("Hello *there*, **you** `<b>`\nall", "<p>Hello <i>there</i>, <b>you</b> <code>&lt;b&gt;</code> all</p>"),
    "hard break": ("a  \nb", "<p>a<br>b</p>"),
    "headings": ("# A\n\nB\n-\n\n### C *d*", "<h1>A</h1><h2>B</h2><h3>C <i>d</i></h3>"),
    "lists": (
        "- a\n- b\n  1. c\n\n     d\n",
        "<ul><li><p>a</p></li><li><p>b</p><ol><li><p>c</p><p>d</p></li></ol></li></ul>",
    ),
    "table": (
        "| a | b |\n|:-:|---|\n| `x|y` | **1** \\| 2 |\n",
        ("<table><tbody><tr><td><p>a</p></td><td><p>b</p></td></tr>"
        "<tr><td><p>`x</p></td><td><p>y`</p></td></tr></tbody></table>"),
    ),
    "code": ("```sh\na <b\n\n  c\n```\n", '<pre><code class="language-sh">a &lt;b\n\n  c</code></pre>'),
    "rule": ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
    "link": ('[a](x.md "t") <https://b.io>', '<p><a href="x.md">a</a> <a href="https://b.io">https://b.io</a></p>'),
    "image": ("![An *a*](a.png)", '<img src="https://cdn.example.com/a.png" alt="An a">'),
    "linked image": (
        "[![a](a.png)](https://b.io/)",
        '<a href="https://b.io/"><img src="https://cdn.example.com/a.png" alt="a"></a>',
    ),
    "sized and centred image": (
        '<p align="center"><img src="a.png" width="60%" height="40px"/></p>',
        ('<div class="intercom-container intercom-align-center">'
        '<img src="https://cdn.example.com/a.png" alt="" height="40"></div>'),
    ),
    "centred text": ('<p align="center">a</p>', '<p class="intercom-align-center">a</p>'),
    "video": (
        '<iframe src="//youtu.be/abc?t=1"></iframe>',
        '<div class="intercom-h2b-video"><iframe src="https://www.youtube.com/embed/abc"></iframe></div>',
    ),
    "collapsible": (
        "<details>\n<summary>T <b>x</b></summary>\n\n- a\n\n</details>",
        ("<details><summary><h2>T <b>x</b></h2></summary>"
        '<div class="collapsible-section-content"><ul><li><p>a</p></li></ul></div></details>'),
    ),
    "callout": (
        '<div class="intercom-interblocks-callout" style="background-color: #E3E7FA80">\n\na\n\n</div>',
        '<div class="intercom-interblocks-callout" style="background-color: #e3e7fa80;"><p>a</p></div>',
    ),
    "button": (
        '<a href="https://b.io" class="intercom-h2b-button">Go</a>',
        ('<div class="intercom-container intercom-align-left">'
        '<a href="https://b.io" class="intercom-h2b-button">Go</a></div>'),
    ),
    "checkbox": ('<ul><li><input type="checkbox" checked> a</li></ul>', "<ul><li><p>\u2611 a</p></li></ul>"),
    "comment": ("<!-- a -->\n\nb", "<p>b</p>"),
    "spanning cells": (
        '<table><tr><td colspan="2">a</td><td rowspan="3"></td></tr></table>',
        '<table><tbody><tr><td colspan="2"><p>a</p></td><td rowspan="3"><p></p></td></tr></tbody></table>',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "html"), WRITTEN.values(), ids=WRITTEN)
def test_this_is_sent_without_a_word(text: str, html: str) -> None:
    rendered = of(text)
    assert rendered.html == html
    assert said(rendered) == []


LOSSY = {
    "a table in a list": (
        "- a\n\n  | x |\n  |---|\n  | 1 |\n- b",
        ("<ul><li><p>a</p></li><li><p>b</p></li></ul><table><tbody><tr><td><p>x</p></td></tr>"
        "<tr><td><p>1</p></td></tr></tbody></table>"),
        [(12, "a table inside a list is moved behind it, Intercom refuses it there")],
    ),
    "a list of nothing but a table": (
        "<ul><li><table><tr><td>x</td></tr></table></li></ul>",
        "<table><tbody><tr><td><p>x</p></td></tr></tbody></table>",
        [(10, "a table inside a list is moved behind it, Intercom refuses it there")],
    ),
    "a table in a callout in a list": (
        '- a\n  <div class="intercom-interblocks-callout">b<table><tr><td>x</td></tr></table></div>',
        ('<ul><li><p>a</p><div class="intercom-interblocks-callout"><p>b</p></div></li></ul>'
        "<table><tbody><tr><td><p>x</p></td></tr></tbody></table>"),
        [(11, "a table inside a list is moved behind it, Intercom refuses it there")],
    ),
    "a table in a table": (
        "<table><tr><td>a\n<table><tr><td>b</td></tr></table></td></tr></table>",
        ("<table><tbody><tr><td><p>a</p></td></tr></tbody></table>"
        "<table><tbody><tr><td><p>b</p></td></tr></tbody></table>"),
        [(11, "a table inside a table is moved behind it, Intercom refuses it there")],
    ),
    "a definition list": (
        "a\n\n<dl>\n<dt>T</dt><dd>d</dd></dl>",
        "<p>a</p><p><b>T</b></p><p>d</p>",
        [(12, "a definition list is shown as paragraphs, the terms in bold")],
    ),
    "a foreign frame": (
        '<iframe src="https://maps.example.com/x"></iframe>',
        '<p><a href="https://maps.example.com/x">https://maps.example.com/x</a></p>',
        [(10, "<iframe> of https://maps.example.com/x is shown as a link")],
    ),
    "an embedded drawing": (
        "<svg><path d='M0'/></svg>b",
        "<p>b</p>",
        [(10, "<svg> is left out, Intercom cannot show it")],
    ),
    "a list of nothing to read": (
        '<ul><li><hr></li><li><div class="intercom-interblocks-callout"><hr></div></li></ul>',
        '<hr><div class="intercom-interblocks-callout"><hr></div>',
        [],
    ),
    "code of nothing": ("<pre> \n </pre>a", "<p>a</p>", []),
    "an empty list": ("<ul></ul><ol><li></li></ol>a", "<p>a</p>", []),
    "an empty table": ("<table></table><table><tr></tr></table>a", "<p>a</p>", []),
    "a scheme that is not of the web": (
        "a\n\n[b](javascript:alert(1)) **c**",
        "<p>a</p><p>b <b>c</b></p>",
        [(12, "the link to javascript:alert(1) is unlinked, Intercom shows no javascript: links")],
    ),
    "a scheme in disguise": (
        '<a href=" java\tscript:x">b</a>',
        "<p>b</p>",
        [(10, "the link to java\tscript:x is unlinked, Intercom shows no javascript: links")],
    ),
    "a button without a target": (
        '<a href="vbscript:x" class="intercom-h2b-button">Go</a>',
        "<p>Go</p>",
        [(10, "the link to vbscript:x is unlinked, Intercom shows no vbscript: links")],
    ),
    "a script": (
        "a\n\n<script>\nalert(1)\n</script>\n\nb",
        "<p>a</p><p>b</p>",
        [(12, "<script> is left out, Intercom removes it")],
    ),
    "a style": ("<style>p{}</style>\n\nb", "<p>b</p>", [(10, "<style> is left out, Intercom removes it")]),
    "a script that is never closed": (
        "Use <script> tags.\n\n**b**",
        "<p>Use tags.</p><p><b>b</b></p>",
        [(10, "<script> is never closed and is left out")],
    ),
    "a handler": ('<p onclick="x()">a</p>', "<p>a</p>", []),
    "a form": (
        "<form>a<input name=b></form>",
        "<p>a</p>",
        [
            (10, "<form> is left out, only the text inside is kept"),
            (10, "<input> is left out, Intercom removes it"),
        ],
    ),
    "an element that is none": (
        "Set <user-name> here",
        "<p>Set here</p>",
        [(10, "<user-name> is no element of HTML; only what is inside is kept")],
    ),
    "marks that Intercom lacks": (
        "~~a~~ H<sub>2</sub>O\n\n~~b~~",
        "<p>a H2O</p><p>b</p>",
        [
            (10, "strikethrough is not shown by Intercom; its text is kept"),
            (10, "a subscript is not shown by Intercom; its text is kept"),
        ],
    ),
    "a quotation": (
        "a\n\n> b\n>\n> c",
        "<p>a</p><p>b</p><p>c</p>",
        [(12, "a quotation is shown as plain paragraphs, Intercom has no quotations")],
    ),
    "the start of a list": (
        "3. a\n4. b",
        "<ol><li><p>a</p></li><li><p>b</p></li></ol>",
        [(10, "a numbered list begins at 1, Intercom drops any other start")],
    ),
    "an image in a line": (
        "Press ![ok](ok.png)",
        '<p>Press</p><img src="https://cdn.example.com/ok.png" alt="ok">',
        [(10, "an image inside a line of text is shown on a line of its own")],
    ),
    "text after an image": (
        "![ok](ok.png) is it",
        '<img src="https://cdn.example.com/ok.png" alt="ok"><p>is it</p>',
        [(10, "an image inside a line of text is shown on a line of its own")],
    ),
    "details without a summary": (
        "<details>a</details><details><summary>b</summary></details>",
        "<p>a</p><p>b</p>",
        [(10, "<details> needs a summary and something inside; what there is, is shown as text")] * 2,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "html", "notes"), LOSSY.values(), ids=LOSSY)
def test_what_intercom_refuses_or_lacks_becomes_the_nearest_thing(
    text: str, html: str, notes: list[tuple[int, str]]
) -> None:
    rendered = of(text, line=10)
    assert rendered.html == html
    assert said(rendered) == notes
    assert {note.code for note in rendered.notes} <= {"body-changed"}
    server(html)


def test_the_model_of_the_server_refuses_what_is_refused() -> None:
    for html in (
        "<dl><dt>a</dt></dl>",
        "<ul><li><table><tr><td>a</td></tr></table></li></ul>",
        "<ul></ul>",
        "<table></table>",
        '<iframe src="https://a.io"></iframe>',
        '<img src="a.png">',
    ):
        with pytest.raises(RefusedError):
            server(html)


def test_an_image_that_is_not_on_the_web_is_refused_by_name() -> None:
    rendered = render(
        '\n<img src="data:image/png;base64,xx">', format="html", link=asis, image=asis, line=3
    )
    assert rendered.html == ""
    assert rendered.notes == (
        (
            "body-refused",
            "the image data:image/png;base64,xx has no address on the web",
            4,
            "Intercom fetches images itself: give a public https: address",
        ),
    )


def test_callers_decide_about_links_and_images() -> None:
    links = {"../a.md#x": "reconciler:article/a#x", "b.md": None, "ü b.md": "https://b.io/ü b"}
    rendered = render(
        "[a](../a.md#x), [**b** c](b.md), [d](<ü b.md>) ![e](e.png)![f](f.png)",
        link=put(links.__getitem__),
        image=put({"e.png": None, "f.png": "//cdn.io/f.png"}.__getitem__),
    )
    assert rendered.html == (
        '<p><a href="reconciler:article/a#x">a</a>, <b>b</b> c, '
        '<a href="https://b.io/%C3%BC%20b">d</a></p><img src="https://cdn.io/f.png" alt="f">'
    )
    assert sources(rendered.html) == ["reconciler:article/a#x", "https://b.io/%C3%BC%20b"]
    assert image_sources(rendered.html) == ["https://cdn.io/f.png"]


def test_lines_of_html_files_are_those_of_the_file() -> None:
    text = '<p title="a>\n<b">x</p>\n<!-- <p>\n -->\n<dl><dt>t</dl>\n<textarea>y'
    assert said(of(text, "html", line=5)) == [
        (9, "a definition list is shown as paragraphs, the terms in bold"),
        (10, "<textarea> is never closed and is left out"),
    ]


def test_the_title_of_a_page_is_its_first_level_one_heading() -> None:
    assert of("## a\n\n# B *c*\n\n# d").title == "B c"
    assert of("## a").title is None


TITLES = {
    "atx": ("# A *b* `c` #\nrest\n", "A b c", "rest\n", 1),
    "setext": ("A\nb\n===\n\nrest", "A b", "\nrest", 3),
    "after a comment": ("\n<!-- a\n\n-->\n\n# A\n\nrest", "A", "\nrest", 6),
    "windows lines": ("# A\r\n\r\nrest\r\n", "A", "\r\nrest\r\n", 1),
    "alone": ("# A", "A", "", 1),
    "text first": ("a\n\n# A", None, "a\n\n# A", 0),
    "a list first": ("- a\n=\n", None, "- a\n=\n", 0),
    "an empty heading": ("#\n\na", None, "#\n\na", 0),
    "a heading of spaces": ("# \n\na", None, "# \n\na", 0),
    "code": ("    # a\n", None, "    # a\n", 0),
    "nothing": ("", None, "", 0),
}


@pytest.mark.parametrize(("text", "title", "rest", "taken"), TITLES.values(), ids=TITLES)
def test_the_title_is_taken_where_the_page_begins_with_it(
    text: str, title: str | None, rest: str, taken: int
) -> None:
    assert take_title(text) == (title, rest, taken)
