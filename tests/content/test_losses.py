"""What a body lost on its way is told in words that a person understands."""

import pytest

from reconciler.content import canonical, losses

CALLOUT = (
    '<div class="intercom-interblocks-callout" style="background-color: #e3e7fa80;'
    'border-color: #334bfa33"><p>Mind the gap.</p></div>'
)
BUTTON = '<div class="intercom-container"><a class="intercom-h2b-button" href="https://a.test">Go</a></div>'
NESTED = "<ul><li>a<ul><li>b</li></ul></li></ul>"


@pytest.mark.parametrize(
    ("sent", "stored", "said"),
    [
        (CALLOUT, "<p>Mind the gap.</p>", ["callout dropped"]),
        (CALLOUT * 2, "<p>Mind the gap.</p>" * 2, ["callout dropped", "callout dropped"]),
        (f"{CALLOUT}{CALLOUT}<p>x</p>", "<p>Mind the gap.</p><p>Mind the gap.</p><p>x</p><p>y</p>",
         ["callout dropped", "callout dropped", "text changed"]),
        (CALLOUT * 2, "<p>Mind the gap.</p>", ["callout dropped (2 times)", "text changed"]),
        (NESTED, "<ul><li>a</li><li>b</li></ul>", ["nested list flattened"]),
        (NESTED, "<p>a</p><p>b</p>", ["list dropped"]),
        ("<h1>A</h1><h3>Bee</h3>", "<h1>A</h1><h2>Bee</h2>",
         ['heading level changed from 3 to 2: "Bee"']),
        ("<h1>A</h1><h2>Bee</h2>", "<h1>A</h1><p>Bee</p>", ['heading turned into text: "Bee"']),
        ('<p>x</p><img src="https://a.test/1.png" alt="a screen">', "<p>x</p>",
         ['image left out: "a screen"']),
        ('<p>x</p><img src="https://a.test/1.png">', "<p>x</p>", ["image left out"]),
        ('<p>See <a href="https://a.test/x">it</a>.</p>', "<p>See it.</p>",
         ["link lost: https://a.test/x"]),
        ("<details><summary>More</summary><p>in</p></details>", "<h1>More</h1><p>in</p>",
         ["collapsible section dropped"]),
        ("<table><tr><td>a</td></tr></table>", "<p>a</p>", ["table dropped"]),
        ("<pre><code>x</code></pre>", "<p>x</p>", ["code block dropped"]),
        ("<p>a <b>bold</b> word</p>", "<p>a bold word</p>", ['emphasis lost: "bold"']),
        ("<p>one two</p>", "<p>one 2</p>", ["text changed"]),
        ("<p>one</p><p>two</p>", "<p>one two</p>", ["stored in another form"]),
        ("<p>one</p>", "", ["text changed"]),
        ("<p>one</p>", "<p>one</p>", []),
        ('<img src="https://a.test/1.png" alt="a">', '<img src="https://b.test/2" alt="a">', []),
        (f"<p>{'long ' * 20}<a href='https://a.test/{'x' * 60}'>y</a></p>", f"<p>{'long ' * 20}y</p>",
         [f"link lost: https://a.test/{'x' * 24}…"]),
        (BUTTON, "<p>Go</p>", ["button dropped", "link lost: https://a.test/"]),
    ],
)  # fmt: skip
def test_a_loss_is_named(sent: str, stored: str, said: list[str]) -> None:
    assert [one.what for one in losses(canonical(sent), canonical(stored))] == said


def test_each_loss_names_its_block() -> None:
    sent = canonical(f"<p>a</p>{CALLOUT}<p>b</p>{NESTED}")
    stored = canonical("<p>a</p><p>Mind the gap.</p><p>b</p><ul><li>a</li><li>b</li></ul>")
    assert [(one.block, one.what) for one in losses(sent, stored)] == [
        (1, "callout dropped"), (3, "nested list flattened"),
    ]  # fmt: skip
