"""Bodies of articles: what the server makes of them, and which it refuses."""

import re
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from simulator_workspace import Switched, Workspace

from reconciler.simulator import Switches
from reconciler.simulator.bodies import rewritten
from reconciler.simulator.bodies.setting import Setting
from reconciler.simulator.errors import RefusalError

ID = re.compile(r'id="h_[0-9a-f]{10}"')
CDN = re.compile(r"https://downloads\.intercomcdn\.com/i/o/\d+/[0-9a-f]{24}/")


def rewrite(html: str, **switches: Any) -> str:
    """Rewritten, with generated ids and hosts shortened to what does not vary."""
    number: Callable[[], int] = count(1).__next__
    found = rewritten(html, Setting(Switches(**switches), number))
    return CDN.sub("cdn:/", ID.sub("id=#", found)).replace(' class="no-margin"', "")


@pytest.mark.parametrize(("sent", "back"), [
    ("", ""),
    ("  \n ", ""),
    ("Body of the Article", "<p>Body of the Article</p>"),
    ("<p>a</p>", "<p>a</p>"),
    ("<p></p>", "<p></p>"),
    ("<p>a &lt; b &amp; c</p>", "<p>a &lt; b &amp; c</p>"),
    ("<p><strong>a</strong> <em>b</em> <b>c</b> <i>d</i></p>",
     "<p><b>a</b> <i>b</i> <b>c</b> <i>d</i></p>"),
    ("<p><u>a</u> <span style='x'>b</span> <mark>c</mark></p>", "<p>a b c</p>"),
    ("<span>a</span>", "<p>a</p>"),
    ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
    ("<div><div><p>a</p></div></div>", "<p>a</p>"),
    ("<section>a</section><section>b</section>", "<p>a</p><p>b</p>"),
    ("<foo>a</foo>", "<p>a</p>"),
    ("<blockquote><p>a</p><p>b</p></blockquote>", "<p>a</p><p>b</p>"),
    ("<p>a<br>b</p>", "<p>a<br>b</p>"),
    ("<hr class='x'>", "<hr>"),
    ("<p>a</p><!-- note --><p>b</p>", "<p>a</p><p>b</p>"),
    ("<b><p>a</p></b>", "<p>a</p>"),
    ("<script>x</script><p>a</p><script>y</script>", "<p>a</p>"),
    ("<form><input name='x'>text</form><textarea>y</textarea><p>a<input></p>", "<p>a</p>"),
    ("<pre><code class='language-py'>a &lt; b\n</code></pre>",
     "<pre><code>a &lt; b\n</code></pre>"),
    ("<p>run <code>a &amp;&amp; b</code></p>", "<p>run <code>a &amp;&amp; b</code></p>"),
    ("<ul><li>a</li><li>b</li></ul>", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
    ("<ul>\n<li>\n<p>a</p>\n</li>\n</ul>", "<ul><li><p>a</p></li></ul>"),
    ("<ol start='4'><li>a</li></ol>", "<ol><li><p>a</p></li></ol>"),
    ("<ul><li>a<ol><li>b</li></ol></li></ul>",
     "<ul><li><p>a</p><ol><li><p>b</p></li></ol></li></ul>"),
    (("<table><caption>c</caption><thead><tr><th>a</th></tr></thead>"
     "<tr><td colspan='2' width='9'>b</td><td></td></tr></table>"),
     ('<div class="intercom-interblocks-table-container"><table role="presentation"><tbody>'
     '<tr><td><p>a</p></td></tr><tr><td colspan="2"><p>b</p></td><td><p></p></td></tr>'
     "</tbody></table></div>")),
    ("<iframe src='https://www.youtube.com/embed/x' width='5'></iframe>",
     ('<div class="intercom-h2b-video"><iframe src="https://www.youtube.com/embed/x"'
     ' frameborder="0" webkitallowfullscreen="" mozallowfullscreen=""'
     ' allowfullscreen=""></iframe></div>')),
])  # fmt: skip
def test_blocks_and_marks_come_back_as_recorded(sent: str, back: str) -> None:
    assert rewrite(sent) == back


@pytest.mark.parametrize(("sent", "back"), [
    ("<h1>a</h1><h2>b</h2><h4>c</h4>", "124"),
    ("<h2>a</h2><h3>b</h3><h2>c</h2>", "121"),
    ("<h4>a</h4><h6>b</h6>", "13"),
    ("<p>a</p>", ""),
])  # fmt: skip
def test_headings_rise_until_the_shallowest_is_the_first_level(sent: str, back: str) -> None:
    assert "".join(re.findall(r"<h(\d)", rewrite(sent))) == back


def test_headings_may_be_flattened_to_the_second_level() -> None:
    found = rewrite("<h1>a</h1><h3>b</h3><h6>c</h6>", heading_levels="h2")
    assert re.findall(r"<h(\d)", found) == ["1", "2", "2"]


def test_a_heading_gets_an_id_and_an_id_of_that_shape_is_kept() -> None:
    assert rewrite("<h1 id='intro'>a</h1>") == "<h1 id=#>a</h1>"
    sent = '<h1 id="h_0123456789">a</h1>'
    setting = Setting(Switches(), count(1).__next__)
    assert rewritten(sent, setting) == sent
    first, second = (rewritten("<h1>a</h1>", setting) for _ in range(2))
    assert first != second


def test_ids_of_headings_may_be_made_anew() -> None:
    sent = '<h1 id="h_0123456789">a</h1>'
    assert rewritten(sent, Setting(Switches(heading_ids_kept=False), count(1).__next__)) != sent


def test_only_alignment_is_kept_of_classes() -> None:
    sent = '<p class="big intercom-align-center">a</p><h1 class="intercom-align-right x">b</h1>'
    aligned = '<p class="no-margin intercom-align-center">a</p>'
    assert rewrite(sent) == f'{aligned}<h1 class="intercom-align-right" id=#>b</h1>'


LINK = 'target="_blank" class="intercom-content-link"'


@pytest.mark.parametrize("path", ["https://a.example/?x=1&y=2", "mailto:a@b.example", "tel:1",
                                  "#top", "/a:b", "page?x=a:b"])  # fmt: skip
def test_links_open_in_a_new_tab(path: str) -> None:
    written = path.replace("&", "&amp;")
    back = f'<p><a href="{written}" {LINK}>a</a></p>'
    assert rewrite(f'<p><a href="{written}" rel="x" title="t">a</a></p>') == back


@pytest.mark.parametrize("path", ["chrome://settings", "javascript:alert(1)", "", "data:text/x"])
def test_links_that_are_not_for_the_web_lose_their_address(path: str) -> None:
    assert rewrite(f'<p><a href="{path}">a</a></p>') == f"<p><a {LINK}>a</a></p>"


IMG = '<img src="cdn:/a.png" style="height: auto;">'


@pytest.mark.parametrize(("sent", "back"), [
    ("<img src='https://x.example/d/a.png?v=1'>", f'<div class="intercom-container">{IMG}</div>'),
    ("<p>b <img src='https://x.example/a.png'> c</p>",
     f'<p>b</p><div class="intercom-container">{IMG}</div><p>c</p>'),
    ("<li><img src='https://x.example/a.png'></li>", f'<div class="intercom-container">{IMG}</div>'),
    ("<ul><li>b<img src='https://x.example/a.png'></li></ul>",
     f'<ul><li><p>b</p><div class="intercom-container">{IMG}</div></li></ul>'),
    ("<p class='intercom-align-center'><img src='https://x.example/a.png'></p>",
     f'<div class="intercom-container intercom-align-center">{IMG}</div>'),
    ("<p><a href='https://l.example'><img src='https://x.example/a.png'>text</a></p>",
     ('<div class="intercom-container"><a href="https://l.example" target="_blank">'
     f'{IMG}</a></div><p><a href="https://l.example" {LINK}>text</a></p>')),
    ("<a href='https://l.example'><img src='https://x.example/a.png'></a>",
     ('<div class="intercom-container"><a href="https://l.example" target="_blank">'
     f"{IMG}</a></div>")),
    ("<h1>t<img src='https://x.example/a.png'></h1>",
     f'<h1 id=#>t</h1><div class="intercom-container">{IMG}</div>'),
    ("<p><b>t<img src='https://x.example/a.png'></b></p>",
     f'<p>t</p><div class="intercom-container">{IMG}</div>'),
    ("<img src='//x.example/' alt='A &amp; B' width='9' class='x' style='y'>",
     ('<div class="intercom-container"><img src="cdn:/image" alt="A &amp; B" width="9"'
     ' style="height: auto;"></div>')),
    ("<a class='intercom-h2b-button' href='https://b.example'>Go</a>",
     ('<div class="intercom-container"><a href="https://b.example" target="_blank"'
     ' class="intercom-h2b-button">Go</a></div>')),
])  # fmt: skip
def test_images_and_buttons_become_blocks_in_a_container(sent: str, back: str) -> None:
    assert rewrite(sent) == back


def test_an_image_that_is_hosted_already_keeps_its_path() -> None:
    url = "https://downloads.intercomcdn.com/i/o/12/abc/a.png"
    found = rewrite(f'<div class="intercom-container"><img src="{url}?expires=1&amp;req=2"></div>')
    assert f'src="{url}"' in found


def test_the_same_image_sent_twice_gets_another_path_or_the_same() -> None:
    for anew in (True, False):
        setting = Setting(Switches(images_hosted_anew=anew), count(1).__next__)
        first, second = (rewritten("<img src='https://x.example/a.png'>", setting) for _ in "ab")
        assert (first != second) is anew


@pytest.mark.parametrize(("region", "host"), [
    ("EU", "downloads.intercomcdn.eu"), ("AU", "au.downloads.intercomcdn.com"),
    ("US", "downloads.intercomcdn.com"),
])  # fmt: skip
def test_images_are_hosted_in_the_region(region: str, host: str) -> None:
    setting = Setting(Switches(), count(1).__next__, region)
    assert f'"https://{host}/i/o/' in rewritten("<img src='https://x.example/a.png'>", setting)


def test_whitespace_between_blocks_becomes_an_empty_paragraph_or_nothing() -> None:
    sent = "\n<p>a</p>\n  <p>b</p><p>c</p>\n"
    assert rewrite(sent) == "<p>a</p><p></p><p>b</p><p>c</p>"
    assert rewrite(sent, whitespace_makes_paragraphs=False) == "<p>a</p><p>b</p><p>c</p>"


def test_the_start_of_a_list_may_be_kept() -> None:
    sent = "<ol start='4'><li>a</li></ol><ul start='4'><li>a</li></ul>"
    back = '<ol start="4"><li><p>a</p></li></ol><ul><li><p>a</p></li></ul>'
    assert rewrite(sent, ordered_start_dropped=False) == back


CALLOUT = '<div class="intercom-interblocks-callout" style="background-color: #e3e7fa80;">{}</div>'
DETAILS = "<details><summary>{}</summary>{}</details>"


def test_callouts_and_collapsibles_stay_or_fall_apart() -> None:
    callout = CALLOUT.format("<p>a</p>")
    assert rewrite(callout) == callout
    assert rewrite(callout, blocks_by_html=False) == "<p>a</p>"
    folded = DETAILS.format("<h1>t</h1>", "<p>a</p>")
    section = '<div class="collapsible-section-content"><p>a</p></div>'
    assert rewrite(folded) == DETAILS.format("<h1 id=#>t</h1>", section)
    assert rewrite(folded, blocks_by_html=False) == "<h1 id=#>t</h1><p>a</p>"


def test_a_callout_without_colours_is_grey_and_a_collapsible_without_title_is_bare() -> None:
    sent = '<div class="intercom-interblocks-callout">a</div>'
    assert 'style="background-color: #e8e8e880; border-color: #73737633;"' in rewrite(sent)
    assert rewrite("<details>a</details>").startswith("<details><summary></summary><div")


@pytest.mark.parametrize(("sent", "reason"), [
    ("<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>", "hold a table"),
    ("<ul><li><table><tr><td>a</td></tr></table></li></ul>", "hold a table"),
    ("<table></table>", "a row with a cell"),
    ("<dl><dt>a</dt><dd>b</dd></dl>", "definition lists"),
    ("<ul></ul>", "an item that is not empty"),
    ("<ol><li> </li></ol>", "an item that is not empty"),
    ("<iframe src='https://evil.example/'></iframe>", "supported video host"),
    ("<iframe src='https://notyoutube.com/'></iframe>", "supported video host"),
    ("<iframe></iframe>", "supported video host"),
    ("<img src='https://unreachable.example.com/a.png'>", "cannot be fetched"),
    ("<img src='images/a.png'>", "cannot be fetched"),
    ("<img src='data:image/png;base64,AA'>", "cannot be fetched"),
    ("<img src='https://[broken/a.png'>", "cannot be fetched"),
    ("<img>", "cannot be fetched"),
    ("<div>" * 3000, "nested too deeply"),
])  # fmt: skip
def test_a_body_that_cannot_be_shown_is_refused(sent: str, reason: str) -> None:
    with pytest.raises(RefusalError, match=reason) as caught:
        rewrite(sent)
    assert (caught.value.status, caught.value.field) == (400, "body")


@pytest.mark.parametrize("sent", ["<ul><li>a<ul><li>b</li></ul></li></ul>",
                                  "<ol><ol><li>b</li></ol></ol>"])  # fmt: skip
def test_nested_lists_may_be_refused(sent: str) -> None:
    assert "<p>b</p>" in rewrite(sent)
    with pytest.raises(RefusalError, match="nested"):
        rewrite(sent, nested_lists=False)


def test_hosts_that_cannot_be_reached_are_configurable() -> None:
    hosts = frozenset({"down.example"})
    with pytest.raises(RefusalError, match=r"down\.example"):
        rewrite("<img src='https://down.example/a.png'>", unreachable_hosts=hosts)


EVERYTHING = (
    "<h2>t</h2>\n<p>a <strong>b</strong></p><ul><li>a<ol><li>b</li></ol></li></ul>"
    "<table><tr><th>a</th></tr></table><img src='https://x.example/a.png' alt='x'>"
    "<pre><code>x\n</code></pre><hr><a class='intercom-h2b-button' href='https://b.example'>Go</a>"
    "<iframe src='https://vimeo.com/1'></iframe><details><summary><h3>t</h3></summary>a</details>"
    + CALLOUT.format("a<br>b")
)


def test_what_came_back_is_stable_when_it_is_sent_again() -> None:
    setting = Setting(Switches(), count(1).__next__)
    once = rewritten(EVERYTHING, setting)
    assert rewritten(once, setting) == once


def test_an_article_is_refused_as_a_whole_for_its_body(workspace: Workspace) -> None:
    body = {"title": "x", "author_id": 991267451, "body": "<dl></dl>"}
    answer = workspace.post("/articles", body)
    assert workspace.refused(answer)[:2] == (400, "parameter_invalid")
    assert answer["errors"][0]["field"] == "body"
    assert workspace.get("/articles")["data"] == []


def test_without_rewriting_a_body_stays_as_it_was_sent(switched: Switched) -> None:
    workspace = switched(body_rewriting=False)
    body = {"title": "x", "author_id": 991267451, "body": "<dl>\n<em>x</em></dl>"}
    assert workspace.post("/articles", body)["body"] == body["body"]


def test_every_read_signs_the_images_anew(workspace: Workspace) -> None:
    body = "<p>a</p><img src='https://x.example/a.png'>"
    made = workspace.post("/articles", {"title": "x", "author_id": 991267451, "body": body})
    reads = [workspace.get(f"/articles/{made['id']}")["body"] for _ in range(2)]
    bodies = {made["body"], *reads}
    assert len(bodies) == 3
    for one in bodies:
        assert re.search(
            r"/a\.png\?expires=1800003600&amp;signature=[0-9a-f]{40}&amp;req=[0-9a-f]{20}%0A\"", one
        )
    assert len({re.sub(r"\?[^\"]*", "", one) for one in bodies}) == 1
