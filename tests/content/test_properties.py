"""Generated bodies: the canonical form is stable, the server changes nothing, an edit shows."""

from __future__ import annotations

from dataclasses import replace

from asis import asis
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from server import server
from trees import bodies, quick, refused

from reconciler.content import canonical, image_sources, render, replaced, take_title
from reconciler.content.canon import shown
from reconciler.content.emit import emit
from reconciler.content.inline import tidy
from reconciler.content.parse import parse
from reconciler.content.tree import (
    BOLD,
    BREAK,
    CODE,
    Block,
    Blocks,
    Button,
    Callout,
    Cell,
    Code,
    Collapsible,
    Heading,
    Image,
    List,
    Paragraph,
    Rule,
    Run,
    Runs,
    Table,
)  # fmt: skip
from reconciler.content.urls import normal


@quick
@given(bodies)
def test_what_is_emitted_is_read_back_as_the_same_body(body: Blocks) -> None:
    assert canonical(emit(body)) == shown(body)
    assert canonical(shown(body)) == shown(body)
    assert parse(emit(body), address=normal) == body


@quick
@given(bodies)
def test_the_server_changes_nothing_that_is_compared(body: Blocks) -> None:
    assume(not refused(body))
    html = emit(body)
    assert canonical(server(html, images=False)) == shown(body)
    echo = server(html)
    served = dict(zip(image_sources(html), image_sources(echo), strict=True))
    assert replaced(shown(body), served) == canonical(echo)


@quick
@given(bodies)
def test_what_is_sent_is_never_refused_and_rendering_it_again_changes_nothing(body: Blocks) -> None:
    once = render(emit(body), format="html", link=asis, image=asis).html
    server(once)
    again = render(once, format="html", link=asis, image=asis)
    assert again.html == once
    assert again.notes == ()


def edits(block: Block) -> list[Block | None]:
    """Single edits of a block that a reader can see; None takes it away."""
    match block:
        case Paragraph(words_, align):
            return [None, *(replace(block, runs=one) for one in run_edits(words_)),
                    replace(block, align="" if align else "center"), Heading(1, words_, align)]  # fmt: skip
        case Heading(_, words_):
            return [None, *(replace(block, runs=one) for one in run_edits(words_))]
        case List(ordered, items):
            return [None, replace(block, ordered=not ordered),
                    replace(block, items=(*items, (Paragraph((Run("new"),)),))),
                    *(replace(block, items=((*one, *items[0][1:]), *items[1:]))
                      for one in ([edited] for edited in edits(items[0][0])) if one[0])]  # fmt: skip
        case Table(rows):
            return [None, Table(rows[:-1]) if rows[1:] else None, Table((*rows, rows[0])),
                    Table(((*rows[0], Cell(())), *rows[1:])),
                    Table(((replace(rows[0][0], columns=5), *rows[0][1:]), *rows[1:]))]  # fmt: skip
        case Image(source, alt):
            return [None, replace(block, alt=f"{alt}x"), replace(block, link="https://new.io/"),
                    replace(block, source=f"{source}/x")]  # fmt: skip
        case Code(text):
            return [None, Code(f"{text}x"), Code(f" {text}"), Code(f"{text}\nx")]
        case Callout(_, _, inner):
            return [replace(block, background="#000000ff"), replace(block, border="#000000ff"),
                    replace(block, blocks=(*inner, Rule()))]  # fmt: skip
        case Collapsible(title, inner):
            return [replace(block, blocks=(*inner, Rule())),
                    *(replace(block, title=one) for one in run_edits(title))]  # fmt: skip
        case Button(text, link, align):
            return [None, replace(block, text=f"{text}x"), replace(block, link="https://new.io/"),
                    Paragraph((Run(text, 0, link),), align)]  # fmt: skip
        case _:
            return [None, Code("x")]


def run_edits(written: Runs) -> list[Runs]:
    first, rest = written[0], written[1:]
    text = first.text
    return [
        (first._replace(text=f"{text}x"), *rest),
        (first._replace(text=f"x{text}"), *rest),
        tidy((first._replace(marks=first.marks ^ CODE), *rest)),
        tidy((first._replace(marks=first.marks ^ BOLD), *rest)),
        tidy((first._replace(link="https://new.io/"), *rest)),
        tidy((*written, Run(BREAK), Run("x"))),
    ]


@quick
@given(bodies, st.data())
def test_any_single_edit_that_can_be_seen_shows(body: Blocks, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(body) - 1))
    edited = data.draw(st.sampled_from(edits(body[at])))
    changed = (*body[:at], *([] if edited is None else [edited]), *body[at + 1 :])
    assert canonical(emit(changed)) != canonical(emit(body))


PIECES = """p div b strong code a ul ol li table tr td th caption pre h1 h3 details summary blockquote dl
dt img br hr iframe svg form input script style title textarea select template video x-y figure html
body head frameset plaintext noscript button""".split()  # noqa: SIM905 - a list of names reads better
ATTRIBUTES = [
    "", "", ' href="https://a.b"', ' href="javascript:x"', " src='https://i.io/x.png?a=1&b=2'",
    ' src="data:x"', ' src="https://www.youtube.com/embed/abc"', " align=center", " colspan=2",
    ' class="intercom-interblocks-callout" style="background-color:#FEDAF8"', " <", ' "', " type=checkbox",
    ' class="intercom-h2b-button" href="https://x.io/"', ' alt="&quot;<p>"', " data-line=4", " start=4",
]  # fmt: skip
BITS = [
    "a", "b", " ", "  ", "\n", "\u00a0", "\u200b", "e\u0301", "&amp;", "&lt;p&gt;", "<", ">", "\0", "\r\n",
    "\ud800", "&#13;", "&#x85;", "<!--", "-->", "<?", "`", "*", "**", "[", "](x)", "![", "\n\n", "\n- ",
    "\n1. ", "\n> ", "\n# ", "\n|a|b|\n|-|-|\n|c|d|\n", "\n```\n", "~~", "    ", "\t", "\\", "<a@b.c>", "\v",
    "\n:::callout red\n", "\n:::button\n", "\n:::collapsible T\n", "\n:::\n", ":::", "[^1]", "\n[^1]: ",
    "\n- [x] ", "\n> [!TIP] ", "{#h_0123456789}", "\n\nhttps://youtu.be/a\n\n", ' data-sourcepos="9:9"',
]  # fmt: skip
tag = st.builds(
    lambda close, name, attribute: f"</{name}>" if close else f"<{name}{attribute}>",
    st.booleans(),
    st.sampled_from(PIECES),
    st.sampled_from(ATTRIBUTES),
)
soup = st.lists(tag | st.sampled_from(BITS), max_size=25).map("".join)


@settings(quick, max_examples=120)
@given(soup, st.sampled_from(["md", "html"]))
def test_whatever_is_written_is_rendered_and_accepted(text: str, form: str) -> None:
    html = render(text, format="html" if form == "html" else "md", link=asis, image=asis).html
    assert canonical(server(html, images=False)) == canonical(html)
    assert render(html, format="html", link=asis, image=asis).html == html
    title, rest, taken = take_title(text)
    assert (title is None) == (taken == 0)
    assert text.endswith(rest)


@settings(quick, max_examples=120)
@given(soup)
def test_whatever_is_read_has_one_canonical_form(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert canonical(text.replace("\ud800", "?")) == once
