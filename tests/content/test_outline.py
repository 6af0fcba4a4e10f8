"""A block tree as lines for people."""

import pytest

from reconciler.content import outline

CALLOUT = (
    '<div class="intercom-interblocks-callout" style="background-color: #e3e7fa80;'
    ' border-color: #334bfa33"><p>c</p></div>'
)


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("", []),
        ("<p>One <b>two</b></p>", ["paragraph: One <b>two</b>"]),
        ('<p class="intercom-align-center">C</p>', ["paragraph (center): C"]),
        ("<h2>Then</h2><hr>", ["heading 2: Then", "rule"]),
        ("<ul><li>a</li><li><p>b</p><ol><li>c</li></ol></li></ul>",
         ["list", "  item: a", "  item", "    paragraph: b", "    numbered list", "      item: c"]),
        ("<pre><code>x\n  y</code></pre>", ["code", "  | x", "  |   y"]),
        ('<table><tr><td colspan="2">a</td></tr></table>',
         ["table", "  row", "    cell over 2 columns and 1 rows: a"]),
        ('<p><img src="https://x.test/a.png" alt="A"></p>', ["image: 'A' https://x.test/a.png"]),
        (CALLOUT, ["callout #e3e7fa80 #334bfa33", "  paragraph: c"]),
        ("<details><summary>More</summary><p>in</p></details>",
         ["collapsible: More", "  paragraph: in"]),
        ('<a class="intercom-h2b-button" href="https://x.test">Go</a>',
         ["button: Go -> https://x.test"]),
        ('<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
         ["video: https://www.youtube.com/embed/dQw4w9WgXcQ"]),
        ('<iframe src="https://evil.test/x"></iframe>', ["embedded iframe: https://evil.test/x"]),
        ('<p><a href="https://x.intercom-attachments-1.com/i/o/1/a.pdf">a.pdf</a></p>',
         ["attachment: a.pdf -> https://x.intercom-attachments-1.com/i/o/1/a.pdf"]),
    ],
)  # fmt: skip
def test_each_block_has_its_line(html: str, lines: list[str]) -> None:
    assert outline(html).splitlines() == lines
