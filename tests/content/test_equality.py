"""What is one body and what is two: pairs from the recorded shapes of Intercom's answers."""

import pytest

from reconciler.content import canonical, without_image_hosts

CDN = "https://downloads.intercomcdn.com/i/o/123456/0123456789abcdef01234567/shot.png"
CALLOUT = '<div class="intercom-interblocks-callout" style="{}">{}</div>'

EQUAL = {
    "plain text gains a paragraph": ("Hello", '<p class="no-margin">Hello</p>'),
    "older bodies align left": ("<p>a</p>", '<p class="intercom-align-left">a</p>'),
    "headings gain ids": ("<h1>Intro</h1>", '<h1 id="h_0123456789">Intro</h1>'),
    "headings move up as one": ("<h2>a</h2><h4>b</h4>", "<h1>a</h1><h3>b</h3>"),
    "a heading in a cell counts too": (
        "<table><tr><td><h2>a</h2></td></tr></table><h3>b</h3>",
        "<table><tr><td><h1>a</h1></td></tr></table><h2>b</h2>",
    ),
    "strong is b and em is i": (
        "<p><strong>a</strong> <em>b</em> <del>c</del></p>",
        "<p><b>a</b> <i>b</i> <s>c</s></p>",
    ),
    "runs with the same marks join": ("<p><b>a</b><b>b</b></p>", "<p><b>ab</b></p>"),
    "spaces move over a mark": ("<p><b>a </b>b</p>", "<p><b>a</b> b</p>"),
    "spaces move into a mark": ("<p>a<b> b</b></p>", "<p>a <b>b</b></p>"),
    "marks around nothing": ("<p>a<b></b><i> </i>b</p>", "<p>a b</p>"),
    "marks nest either way": ("<p><b><i>a</i></b></p>", "<p><i><b>a</b></i></p>"),
    "a link inside or outside of bold": (
        '<p><b><a href="https://a.io/x">a</a></b></p>',
        '<p><a href="https://a.io/x"><b>a</b></a></p>',
    ),
    "links gain attributes": (
        '<p><a href="https://a.io/x">a</a></p>',
        (
            '<p class="no-margin"><a href="https://a.io/x" rel="nofollow noopener noreferrer" '
            'target="_blank" class="intercom-content-link">a</a></p>'
        ),
    ),
    "an anchor without a target": ('<p><a href="">a</a></p>', "<p>a</p>"),
    "escapes and ampersands in links": (
        '<p><a href="https://a.io/%c3%a9?a=1&b=%7E">x</a></p>',
        '<p><a href="HTTPS://A.io/é?a=1&amp;b=~">x</a></p>',
    ),
    "the slash of an empty path": (
        '<p><a href="https://a.io">x</a></p>',
        '<p><a href="https://a.io/">x</a></p>',
    ),
    "a fragment of an own link": (
        '<p><a href="reconciler:article/a#%C3%A9">x</a></p>',
        '<p><a href="reconciler:article/a#é">x</a></p>',
    ),
    "images are signed, sized and wrapped": (
        f'<img src="{CDN}" alt="a">',
        (
            f'<div class="intercom-container"><img src="{CDN}?expires=1&amp;signature=ab&amp;req=c%0Ad" '
            'alt="a" width="10" height="20" style="height: auto;"></div>'
        ),
    ),
    "an image alone in a paragraph": (f'<p><img src="{CDN}"></p>', f'<img src="{CDN}" alt="">'),
    "a linked image in a container": (
        f'<a href="https://a.io/x"><img src="{CDN}"></a>',
        (
            f'<div class="intercom-container"><a href="https://a.io/x" target="_blank"><img src="{CDN}">'
            "</a></div>"
        ),
    ),
    "items gain paragraphs": (
        "<ul><li>a</li></ul>",
        '<ul><li><p class="no-margin">a</p></li></ul>',
    ),
    "a list stands behind the text of its item": (
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>",
    ),
    "an image splits the text of an item": (
        f'<ul><li>a <img src="{CDN}"> b</li></ul>',
        f'<ul><li><p>a</p><div class="intercom-container"><img src="{CDN}"></div><p>b</p></li></ul>',
    ),
    "the start of a numbered list": ('<ol start="4"><li>a</li></ol>', "<ol><li>a</li></ol>"),
    "a list directly in a list": (
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
    ),
    "tables gain a wrapper and lose their head": (
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
        (
            '<div class="intercom-interblocks-table-container"><table role="presentation"><tbody>'
            '<tr><td style="background: #e8e8e880; width: 20px"><p>a</p></td></tr>'
            '<tr><td><p class="no-margin">1</p></td></tr></tbody></table></div>'
        ),
    ),
    "a table without a wrapper": (
        '<table role="presentation"><tbody><tr><td style="x"><p><b>a</b></p></td></tr></tbody></table>',
        "<table><tr><td><b>a</b></td></tr></table>",
    ),
    "colours by value": (
        CALLOUT.format("background-color: #FEDAF8; border-color: #FBC91633", "<p>a</p>"),
        CALLOUT.format("border-color:#fbc91633;background-color:#fedaf8ff;", "a"),
    ),
    "a video by its id": (
        '<iframe src="https://www.youtube.com/watch?t=3&v=abc-1"></iframe>',
        (
            '<div class="intercom-h2b-video"><iframe src="https://www.youtube-nocookie.com/embed/abc-1'
            '?rel=0" allowfullscreen="true"></iframe></div>'
        ),
    ),
    "a button with and without its container": (
        '<p><a class="intercom-h2b-button" href="https://a.io/x">Go</a></p>',
        (
            '<div class="intercom-container intercom-align-left"><a href="https://a.io/x" target="_blank" '
            'class="intercom-h2b-button">Go</a></div>'
        ),
    ),
    "the heading of a collapsible": (
        "<details><summary>T</summary><p>a</p></details>",
        (
            '<details><summary><h2 id="h_1">T</h2></summary>'
            '<div class="collapsible-section-content"><p>a</p></div></details>'
        ),
    ),
    "code loses language and last newline": (
        '<pre><code class="language-sh">a\n  b\n</code></pre>',
        "<pre><code>a\r\n  b</code></pre>",
    ),
    "lines of code as breaks": ("<pre>a<br>b</pre>", "<pre><code>a\nb</code></pre>"),
    "a quotation is its paragraphs": ("<blockquote><p>a</p></blockquote>", "<p>a</p>"),
    "empty paragraphs": ("<p>a</p><p>&nbsp;</p><p>b</p><p><br></p>", "<p>a</p>\n<p>b</p>"),
    "white space between blocks": ("<ul>\n <li>a</li>\r\n</ul>\n", "<ul><li>a</li></ul>"),
    "breaks at the ends": ("<p><br>a<br> b<br></p>", "<p>a <br>b</p>"),
    "a marked break": ("<p><b>a<br>b</b></p>", "<p><b>a</b><br><b>b</b></p>"),
    "spaces that do not break or show": ("<p>a&nbsp;b\u200b</p>", "<p>a b</p>"),
    "composed characters": ("<p>e\u0301</p>", "<p>\u00e9</p>"),
    "entities": ("<p>&eacute;&#39;&quot;</p>", "<p>é'\"</p>"),
    "order of attributes": (f'<img alt="a" src="{CDN}">', f'<img src="{CDN}" alt="a">'),
    "wrappers of rendered pages": (
        (
            '<div class="intercom-interblocks-heading"><h1 id="x"><b>a</b></h1></div>'
            '<div class="intercom-interblocks-paragraph"><p>b</p></div>'
        ),
        "<h1><b>a</b></h1><p>b</p>",
    ),
    "spans and unknown elements": ("<p><span>a</span> <x-y>b</x-y></p>", "<p>a b</p>"),
    "text in a list outside of its items": (
        "<ul><li>a</li>b</ul><ol>c<li>d</li>e<li>f</li></ol>",
        "<ul><li><p>a</p><p>b</p></li></ul><ol><li>c</li><li><p>d</p><p>e</p></li><li>f</li></ol>",
    ),
    "a second summary": (
        "<details><summary>a</summary><summary>b</summary></details>",
        "<details><summary>a</summary><p>b</p></details>",
    ),
    "nothing in a callout, a collapsible, a button": (
        "<p>a</p>" + CALLOUT.format("", "") + "<details><summary></summary></details>"
        '<a class="intercom-h2b-button" href="https://a.io"> </a>',
        "<p>a</p>",
    ),
    "an image in a title or a button stands beside it": (
        (
            f'<details><summary>a<img src="{CDN}"></summary><p>b</p></details>'
            f'<a class="intercom-h2b-button" href="https://a.io/">c<img src="{CDN}"></a>'
        ),
        (
            f'<details><summary>a</summary><img src="{CDN}"><p>b</p></details>'
            f'<a class="intercom-h2b-button" href="https://a.io/">c</a><img src="{CDN}">'
        ),
    ),
    "colours in other notations": (
        CALLOUT.format("background: #abc; border-color: RGB(1, 2, 3)", "a"),
        CALLOUT.format("background-color: #aabbccff; border-color: rgb(1,2,3)", "a"),
    ),
    "an item outside of a list": ("<li>a</li>", "<p>a</p>"),
    "a signed file": (
        '<p><a href="https://x.intercom-attachments-1.com/i/o/1/f.pdf?expires=1&signature=2">f</a></p>',
        '<p><a href="https://x.intercom-attachments-1.com/i/o/1/f.pdf?expires=9">f</a></p>',
    ),
}

DIFFERENT = {
    "text": ("<p>a</p>", "<p>b</p>"),
    "case": ("<p>a</p>", "<p>A</p>"),
    "a joiner inside a word": ("<p>a\u200cb</p>", "<p>ab</p>"),
    "code": ("<pre><code>a b</code></pre>", "<pre><code>a  b</code></pre>"),
    "indentation of code": ("<pre><code>a\n b</code></pre>", "<pre><code>a\nb</code></pre>"),
    "spaces inside code in a line": ("<p><code>a b</code></p>", "<p><code>a  b</code></p>"),
    "code and text": ("<pre><code>a</code></pre>", "<p><code>a</code></p>"),
    "alt": (f'<img src="{CDN}" alt="a">', f'<img src="{CDN}" alt="b">'),
    "path of an image": (f'<img src="{CDN}">', f'<img src="{CDN}x">'),
    "link of an image": (f'<img src="{CDN}">', f'<a href="https://a.io/"><img src="{CDN}"></a>'),
    "link target": (
        '<p><a href="https://a.io/a">x</a></p>',
        '<p><a href="https://a.io/b">x</a></p>',
    ),
    "query of a link": (
        '<p><a href="https://a.io/a?b=1">x</a></p>',
        '<p><a href="https://a.io/a?b=2">x</a></p>',
    ),
    "an escaped slash": (
        '<p><a href="https://a.io/a%2Fb">x</a></p>',
        '<p><a href="https://a.io/a/b">x</a></p>',
    ),
    "linked or not": ('<p><a href="https://a.io/a">x</a></p>', "<p>x</p>"),
    "one link or two": (
        '<p><a href="https://a.io/a">x y</a></p>',
        '<p><a href="https://a.io/a">x</a> <a href="https://a.io/a">y</a></p>',
    ),
    "order of blocks": ("<p>a</p><p>b</p>", "<p>b</p><p>a</p>"),
    "one paragraph or two": ("<p>a</p><p>b</p>", "<p>a b</p>"),
    "a break": ("<p>a<br>b</p>", "<p>a b</p>"),
    "two breaks": ("<p>a<br>b</p>", "<p>a<br><br>b</p>"),
    "nesting of lists": (
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        "<ul><li>a</li><li>b</li></ul>",
    ),
    "bullets or numbers": ("<ul><li>a</li></ul>", "<ol><li>a</li></ol>"),
    "one list or two": ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
    "relative depth of headings": ("<h1>a</h1><h2>b</h2>", "<h1>a</h1><h3>b</h3>"),
    "heading or bold": ("<h1>a</h1>", "<p><b>a</b></p>"),
    "shape of a table": (
        "<table><tr><td>a</td><td>b</td></tr></table>",
        "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
    ),
    "an empty column": (
        "<table><tr><td>a</td></tr></table>",
        "<table><tr><td>a</td><td></td></tr></table>",
    ),
    "span": (
        "<table><tr><td colspan=2>a</td></tr></table>",
        "<table><tr><td>a</td></tr></table>",
    ),
    "a callout": (CALLOUT.format("", "<p>a</p>"), "<p>a</p>"),
    "colour of a callout": (
        CALLOUT.format("background-color: #e3e7fa80", "<p>a</p>"),
        CALLOUT.format("background-color: #d7efdc80", "<p>a</p>"),
    ),
    "title of a collapsible": (
        "<details><summary>a</summary><p>x</p></details>",
        "<details><summary>b</summary><p>x</p></details>",
    ),
    "a collapsible": ("<details><summary>a</summary><p>x</p></details>", "<p>a</p><p>x</p>"),
    "button or link": (
        '<p><a class="intercom-h2b-button" href="https://a.io/x">Go</a></p>',
        '<p><a href="https://a.io/x">Go</a></p>',
    ),
    "video": (
        '<iframe src="https://www.youtube.com/embed/a"></iframe>',
        '<iframe src="https://www.youtube.com/embed/b"></iframe>',
    ),
    "bold": ("<p><b>a</b> b</p>", "<p>a b</p>"),
    "how much is bold": ("<p><b>a</b> b</p>", "<p><b>a b</b></p>"),
    "bold or italic": ("<p><b>a</b></p>", "<p><i>a</i></p>"),
    "an empty item": ("<ul><li>a</li></ul>", "<ul><li>a</li><li></li></ul>"),
    "an embedded file": (
        '<video><source src="https://a.io/a.mp4"></video>',
        '<video src="https://a.io/b.mp4"></video>',
    ),
    "a rule": ("<p>a</p><hr><p>b</p>", "<p>a</p><p>b</p>"),
    "a centred paragraph": ('<p class="intercom-align-center">a</p>', "<p>a</p>"),
    "a bold attachment": (
        '<p><a href="https://downloads.intercomcdn.com/f.pdf">f</a></p>',
        '<p><b><a href="https://downloads.intercomcdn.com/f.pdf">f</a></b></p>',
    ),
}


@pytest.mark.parametrize(("one", "other"), EQUAL.values(), ids=EQUAL)
def test_these_are_one_body(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) != ""
    assert canonical(canonical(one)) == canonical(one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_these_are_two_bodies(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)
    assert canonical(canonical(other)) == canonical(other)


def test_an_image_is_told_by_its_source_only_where_both_are_known() -> None:
    own = canonical('<p>See</p><img src="https://docs.example.com/a.png?v=2" alt="A">')
    echo = canonical(
        f'<p>See</p><div class="intercom-container"><img src="{CDN}?req=1" alt="A"></div>'
    )
    assert own != echo
    assert without_image_hosts(own) == without_image_hosts(echo) == '<p>See</p>\n<img alt="A">'
    known = {"https://docs.example.com/a.png?v=2": f"{CDN}?expires=7"}
    assert canonical(own, images=known) == echo
    assert canonical(own, images={"https://docs.example.com/b.png": CDN}) == own


@pytest.mark.parametrize("nothing", ["", " \n", "<p></p>", "<p>&nbsp;</p>\n<br>", "<!-- x -->"])
def test_a_body_that_shows_nothing_is_empty(nothing: str) -> None:
    assert canonical(nothing) == ""


def test_the_canonical_form_reads_a_block_a_line() -> None:
    assert canonical(
        '<h2 id="h_1">Set &amp; up</h2><ol><li><p>One <strong>now</strong></p></li><li>Two'
        f'<img src="{CDN}?a=1"><pre><code>x &lt; 1\n\ty\n</code></pre></li></ol>'
        "<table><tr><th>a</th><td><p>b</p><p>c</p></td></tr></table>"
        + CALLOUT.format("background-color: #FEDAF880", "<p>hey</p>")
    ).splitlines() == [
        "<h1>Set &amp; up</h1>",
        "<ol>",
        "  <li>One <b>now</b></li>",
        "  <li>",
        "    <p>Two</p>",
        f'    <img alt="" src="{CDN}">',
        "    <pre><code>x &lt; 1",
        "\ty</code></pre>",
        "  </li>",
        "</ol>",
        "<table>",
        "  <tr><td>a</td><td><p>b</p><p>c</p></td></tr>",
        "</table>",
        '<div class="intercom-interblocks-callout" style="background-color: #fedaf880;">hey</div>',
    ]
