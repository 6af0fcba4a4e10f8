"""Structures of bodies that were recorded from the live API, rebuilt with made-up content."""

P = '<p class="no-margin">{}</p>'
CDN = "https://downloads.intercomcdn.com/i/o/204050460/7a140f62f8e715d1d6cf246d/a.png"
EU = "https://downloads.intercomcdn.eu/i/o/w0p2x/123456/7a140f62f8e715d1d6cf246dabcd/uuid"
IMAGE = f'<img src="{CDN}" alt="" width="9" height="9" style="height: auto;">'
BOX = '<div class="intercom-container">{}</div>'
CENTRED = '<div class="intercom-container intercom-align-center">{}</div>'
LINK = '<a href="https://x.example" target="_blank" class="intercom-content-link">{}</a>'
TABLE = (
    '<div class="intercom-interblocks-table-container"><table role="presentation"><tbody>{}'
    "</tbody></table></div>"
)
CALLOUT = (
    '<div class="intercom-interblocks-callout" style="background-color: #feedaf80; '
    'border-color: #fbc91633;">{}</div>'
)
VIDEO = (
    '<div class="intercom-h2b-video"><iframe src="https://www.youtube.com/embed/x?rel=0" '
    'frameborder="0" webkitallowfullscreen="" mozallowfullscreen="" allowfullscreen="">'
    "</iframe></div>"
)
DETAILS = (
    '<details><summary>{}</summary><div class="collapsible-section-content">{}</div></details>'
)


def heading(level: int, text: str, align: str = "") -> str:
    return f'<h{level}{align} id="h_61bff2dd7a">{text}</h{level}>'


def row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{one}</td>' for one in cells)}</tr>"


RECORDED = {
    "2 openapi, update": P.format("New gifts in store for the jolly season"),
    "4 salto": P.format(f"text and {LINK.format('link')}") + P.format("it's"),
    "5 rimo, all blocks": "".join((
        *(heading(level, "h") for level in (1, 2, 3, 4)),
        P.format("<b>a</b> <i>b</i> <b><i>c</i></b> <code>d</code>"),
        '<p class="no-margin intercom-align-center">e</p>',
        BOX.format(IMAGE), TABLE.format(row(P.format("f"))), "<hr>",
        f"<ul><li>{P.format('g')}</li></ul><ol><li>{P.format('h')}</li></ol>",
        "<pre><code>i</code></pre>", CALLOUT.format(P.format("j")) * 2,
    )),
    "6 rimo, collapsible in collapsible": heading(1, "a") + DETAILS.format(
        heading(2, "b"), P.format("c") + DETAILS.format(heading(2, "d"), P.format("e"))),
    "7 rimo, an image of the other region": BOX.format(
        f'<img src="{EU}" style="height: auto;">'),
    "8 perchwell": BOX.format(IMAGE) + VIDEO + CALLOUT.format(P.format("a"))
    + f"<ul><li>{P.format('b')}<ul><li>{P.format('c')}</li></ul></li></ul>",
    "9 perchwell, one line": P.format("a") + heading(1, "b") + P.format("c") + heading(2, "d")
    + f"<ol><li>{P.format('e')}</li><li>{P.format('f')}</li></ol>",
    "10 headings with breaks in cells": heading(1, "a") + TABLE.format(
        row(heading(3, "b<br>c"), P.format("d"))),
    "11 shaded cells": heading(1, "a") + TABLE.format(
        f'<tr><td style="background: #e8e8e8;">{heading(3, "<b>b</b>")}</td></tr>')
    + heading(3, "c", ' class="intercom-align-center"'),
    "12 styled cells": TABLE.format(
        f'<tr><td style="padding: 4px; border-left: 1px">{P.format("<b>a</b>")}</td></tr>'),
    "13 code and headings in cells": TABLE.format(
        f'<tr><td style="width: 120px;">{P.format("<code>a</code>")}</td></tr>'
        + row(heading(1, "<b>b</b>"))),
    "14 a callout in a cell": heading(1, "a") + TABLE.format(
        row(CALLOUT.format(P.format("<b>a</b> b")), P.format("c")) + row(heading(2, "d"))),
    "15 lists in cells": TABLE.format(row(
        f"<ul><li>{P.format('a')}<ul><li>{P.format('b')}</li></ul></li></ul>")),
    "16 an image in a cell": TABLE.format(row(P.format("a") + BOX.format(IMAGE))),
    "17 a linked image in the middle": CENTRED.format(
        f'<a href="https://x.example" target="_blank">{IMAGE}</a>'),
    "18 a link without an address": P.format(
        '<a target="_blank" class="intercom-content-link">chrome://settings</a>'),
    "19 an image between paragraphs of an item": heading(1, "a")
    + f"<ol><li>{P.format('<b>a</b>')}</li>"
    + f"<li>{P.format('b')}{BOX.format(IMAGE)}{P.format('c')}</li></ol>" + P.format(""),
    "20 a button": CENTRED.format(
        '<a href="https://x.example" target="_blank" class="intercom-h2b-button">Go</a>'),
    "22 lists with bold items in cells": TABLE.format(
        f'<tr><td style="x"><p class="no-margin"><b>a</b></p></td></tr>'
        f"<tr><td><ul><li>{P.format('<b>b</b>')}</li></ul></td></tr>"),
    "26 internal articles": heading(1, "a") + P.format("<b>b</b> <i>c</i>"),
}  # fmt: skip

SETTLED = {
    "1 an image aligned left": (
        f'<div class="intercom-container intercom-align-left"><img src="{CDN}"></div>',
        BOX.format(f'<img src="{CDN}" style="height: auto;">')),
    "1 text aligned left": ('<p class="intercom-align-left"><b>a</b></p>', P.format("<b>a</b>")),
    "10 paragraphs without a class": ("<p>a</p><p></p>", P.format("a") + P.format("")),
    "12 a styled table": (
        '<table style="border-radius: 4px"><tbody><tr><td>a</td></tr></tbody></table>',
        TABLE.format(row(P.format("a")))),
    "18 an empty address": (
        '<p><a href="" class="intercom-content-link">a</a></p>',
        P.format('<a target="_blank" class="intercom-content-link">a</a>')),
    "18 an address of another scheme": (
        '<p><a href="chrome://settings">a</a></p>',
        P.format('<a target="_blank" class="intercom-content-link">a</a>')),
    "21 lines between blocks": (
        f'{heading(1, "a")}\n<p class="no-margin"></p>\n<pre><code>b</code></pre>',
        heading(1, "a") + P.format("") * 3 + "<pre><code>b</code></pre>"),
    "21 rel of a link": (
        '<p><a href="https://x.example" rel="nofollow noopener noreferrer">a</a></p>',
        P.format(LINK.format("a"))),
    "22 a table without a wrapper": (
        '<table role="presentation"><tbody><tr><td>a</td></tr></tbody></table>',
        TABLE.format(row(P.format("a")))),
    "24 a signed image": (
        f'<img src="{CDN}?expires=1&amp;signature=2&amp;req=3%0A">',
        BOX.format(f'<img src="{CDN}" style="height: auto;">')),
}  # fmt: skip
