"""Values of a recipient in a rendered body: text in text, a part of an address in one."""

import pytest

from reconciler.content.fill import filled, plain
from reconciler.model.held import Held, holder

A, B = holder(0), holder(1)


@pytest.mark.parametrize(
    ("html", "values", "made"),
    [
        ("<p>Hi</p>", (), "<p>Hi</p>"),
        (f"<p>{A} &amp; {B}</p>", ("<b>", "x\ny"), "<p>&lt;b&gt; &amp; x y</p>"),
        (f'<a href="https://a.example/?q={A}">{A}</a>', ('"> <x>',),
         '<a href="https://a.example/?q=%22%3E%20%3Cx%3E">&quot;&gt; &lt;x&gt;</a>'),
        ('<a href="https://a.example/%EE%80%800%EE%80%81">', ("a b",),
         '<a href="https://a.example/a%20b">'),
        (f'<a href="{A}">x</a>', ("https://a.example/?a=1&b=2",),
         '<a href="https://a.example/?a=1&amp;b=2">x</a>'),
        (f"<p>{B}</p>", ("<i>", f"of {A}"), "<p>of &lt;i&gt;</p>"),
        (f"<p>{holder(7)}</p>", ("a",), "<p></p>"),
        (f"<p>{A}</p>", (f"itself {A}",), "<p>itself </p>"),
        (f"<p>{B}</p>", ("a", "%EE%80%800%EE%80%81"), "<p>%EE%80%800%EE%80%81</p>"),
    ],
)  # fmt: skip
def test_a_value_is_escaped_for_where_it_lands(
    html: str, values: tuple[str, ...], made: str
) -> None:
    assert filled(html, values) == made


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/x", "", "a b"])
def test_a_value_that_is_to_be_an_address_has_to_be_one_of_the_web(address: str) -> None:
    with pytest.raises(ValueError, match="none of the web"):
        filled(f'<a href="{A}">x</a>', (address,))


def test_a_subject_is_one_line() -> None:
    assert plain(Held(f"Hi {A}\n{B} ", ("a\r\nBcc: x", "\u202eb"))) == "Hi a Bcc: x b"
