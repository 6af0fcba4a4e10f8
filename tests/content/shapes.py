"""Shapes of bodies, as Intercom stores them, that other tools are known to destroy."""

from tests.recorded import (
    BOX,
    CALLOUT,
    CENTRED,
    DETAILS,
    IMAGE,
    LINK,
    TABLE,
    VIDEO,
    P,
    heading,
    row,
)

FILE = "https://downloads.intercomcdn.com/i/o/1/7a140f62f8e715d1d6cf246d/a.pdf"
SHAPES = {
    "nested list": f"<ul><li>{P.format('a')}<ol><li>{P.format('b')}</li></ol></li></ul>",
    "image in an item": f"<ol><li>{P.format('a')}{BOX.format(IMAGE)}{P.format('b')}</li></ol>",
    "alt text": BOX.format(IMAGE.replace('alt=""', 'alt="What [you] see, *now*"')),
    "bold in a heading": heading(1, "a <b>b</b> c"),
    "code in a heading": heading(1, "a <code>b_c</code>"),
    "callout of two paragraphs": CALLOUT.format(P.format("a") + P.format("b")),
    "callout of another colour": CALLOUT.replace("#feedaf80", "#12345678").format(P.format("a")),
    "callout with a list": CALLOUT.format(f"<ul><li>{P.format('a')}</li></ul>"),
    "code that looks like markup": "<pre><code>* a\n# b\n- c\n[x](y)\n\n```\n:::\n</code></pre>",
    "stars in a span of code": P.format("a <code>*b* `c`</code> d"),
    "pipe in a cell": TABLE.format(row(P.format("a | b"), P.format("<code>c|d</code>"))),
    "shaded cell": TABLE.format(
        f'<tr><td style="background: #e8e8e8;">{P.format("<b>a</b>")}</td></tr>'),
    "cell of two paragraphs": TABLE.format(row(P.format("a") + P.format("b"), P.format("c"))),
    "button": CENTRED.format(
        '<a href="https://x.example/?a=1&amp;copy=2" target="_blank" class="intercom-h2b-button">'
        'Say "go"</a>'),
    "address with parentheses": P.format(LINK.replace("x.example", "x.example/a_(b)").format("c")),
    "rel of a link": P.format(LINK.replace('target="_blank"', 'rel="nofollow"').format("c")),
    "linked image": BOX.format(f'<a href="https://x.example" target="_blank">{IMAGE}</a>'),
    "empty paragraph": P.format("a") + P.format("") + P.format("b"),
    "break": P.format("a<br>b<br><br>- c"),
    "literal stars": P.format("2 * 3 * 4, *a*, _b_, snake_case, **c** and a\\*b"),
    "link inside the page": heading(1, "a") + P.format('<a href="#h_61bff2dd7a">b</a>'),
    "marks inside words": P.format("a<b>b</b>c <i>d</i>e <b><i>f</i> g</b>. <i>“h</i>”"),
    "video": VIDEO,
    "attachment": P.format(f'<a href="{FILE}?expires=1" target="_blank">a "b".pdf</a>'),
    "collapsible": DETAILS.format(heading(2, "Say <b>hi</b>"), P.format("a") + VIDEO),
    "text aligned": '<p class="no-margin intercom-align-center">a <b>b</b></p>'
    + heading(1, "c", ' class="intercom-align-center"'),
    "what begins blocks": "".join(map(P.format, (
        "# a", "1. a", "1) a", "- a", "+ a", "&gt; a", "---", "===", "~~~", "```", ":::note", "| a |",
        "a<br>===", "a<br>---", "a | b<br>--- | ---", "[a]: https://x.example", "[^1]: a",
        "[ ] a", "&lt;div&gt;", "&amp;amp;", "{{ a }}", "{% a %}", "{#h_61bff2dd7a}", "!!! note"))),
    "lists in a row": "".join(f"<ul><li>{P.format(one)}</li></ul>" for one in "abc"),
}  # fmt: skip
