"""What each element of HTML does to the blocks that are being built."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reconciler.content import hold
from reconciler.content import vocabulary as words
from reconciler.content.build import Builder, Leave, Node
from reconciler.content.inline import line_of
from reconciler.content.places import PLACE
from reconciler.content.tree import (
    BOLD,
    BREAK,
    Image,
    Opaque,
    Rule,
    Run,
    Video,
)  # fmt: skip
from reconciler.content.urls import video


def enter(build: Builder, tag: str, node: Node) -> Leave | None:
    """Opens an element; answers how it is closed, or None where it is done with."""
    mark = words.MARKS.get(tag)
    if not mark:
        build.attributes = node.attributes
        if build.places is not None:
            build.line = build.places.reach(build.attributes.get(PLACE), tag)
    if build.code is not None:
        if tag == "br":
            build.code.append("\n")
        return _pass, None
    if mark:
        if tag in words.UNSENT and build.places is not None:
            if build.markdown and words.FOOTNOTE in (node.attributes.get("class") or ""):
                build.text(f"[{node.text()}]")
                return None
            build.reach(node, tag)
        before, build.marks = build.marks, build.marks | mark
        if tag in words.UNSENT:
            build.once(f"{words.UNSENT[tag]} is not shown by Intercom; its text is kept")
        return build.set_marks, before
    opener = OPENERS.get(tag)
    return opener(build, node) if opener else _unknown(build, tag)


def _pass(_: Any) -> None:
    """Nothing to close."""


def _unknown(build: Builder, tag: str) -> Leave | None:
    if tag in words.REMOVED:
        build.once(f"<{tag}> is left out, Intercom removes it")
        return None
    if tag not in words.SILENT:
        build.once(
            f"<{tag}> is no element of HTML; only what is inside is kept",
            hint=f"write \\<{tag}> or `<{tag}>` where the text itself is meant",
        )
    return _pass, None


def _heading(build: Builder, node: Node) -> Leave:
    leave = build.block(node)
    build.level = int(node.tag[1])
    build.id = build.attributes.get("id") or ""
    return leave


def _division(build: Builder, node: Node) -> Leave:
    attributes = build.attributes
    styled = attributes.get("class") or ""
    if words.CALLOUT in styled and not build.too_deep():
        return hold.open_callout(build, attributes.get("style") or "")
    if build.markdown:
        if (alert := words.ALERT.match(styled)) and not build.too_deep():
            return hold.open_alert(build, alert[1])
        if directive := attributes.get("data-directive"):
            return hold.open_directive(build, directive)
    return build.block(node)


def _section(build: Builder, node: Node) -> Leave:
    """Footnotes stand at the end, behind a rule."""
    if build.markdown and build.attributes.get("class") == "footnotes":
        build.flush()
        build.add(Rule(build.line))
    return build.block(node)


def _quote(build: Builder, node: Node) -> Leave:
    build.once("a quotation is shown as plain paragraphs, Intercom has no quotations")
    return build.block(node)


def _definitions(build: Builder, node: Node) -> Leave:
    build.note("a definition list is shown as paragraphs, the terms in bold")
    return build.block(node)


def _term(build: Builder, node: Node) -> Leave:
    close, before = build.block(node)
    marks, build.marks = build.marks, build.marks | BOLD

    def end(_: None) -> None:
        close(before)
        build.marks = marks

    return end, None


def _form(build: Builder, node: Node) -> Leave:
    build.once(f"<{node.tag}> is left out, only the text inside is kept")
    return build.block(node)


def _anchor(build: Builder, _: Node) -> Leave | None:
    attributes = build.attributes
    if build.markdown and attributes.get("class") == "footnote-backref":
        return None
    target = build.target(attributes.get("href") or "") or None
    if target and words.BUTTON in (attributes.get("class") or ""):
        return hold.open_button(build, target)
    before, build.link = build.link, target or build.link
    return build.end_link, before


def _break(build: Builder, _: Node) -> None:
    build.runs.append(Run(BREAK, build.marks, build.link))


def _rule(build: Builder, _: Node) -> None:
    build.flush()
    build.add(Rule(build.line))


def _pre(build: Builder, node: Node) -> Leave:
    build.flush()
    build.code = []
    return build.end_code, words.language(node)


def _image(build: Builder, _: Node) -> None:
    attributes = build.attributes
    source = build.target(attributes.get("src") or "")
    if any(not run.text.isspace() for run in build.runs):
        build.note_inline_image()
    build.end_line()
    if source:
        build.add(
            Image(
                source,
                line_of(attributes.get("alt") or ""),
                build.link,
                words.alignment(attributes) or build.align,
                words.pixels(attributes.get("width")),
                words.pixels(attributes.get("height")),
                build.line,
            )
        )
        build.after_image = True


def _frame(build: Builder, node: Node) -> None:
    build.flush()
    source = (build.attributes.get("src") or "").strip()
    embed = video(source)
    if embed:
        build.add(Video(embed, build.line))
    else:
        build.add(Opaque(node.tag, build.address(source), build.line))


def _media(build: Builder, node: Node) -> None:
    build.flush()
    attributes = build.attributes
    source = attributes.get("src") or attributes.get("data") or words.first_source(node)
    build.add(Opaque(node.tag, build.address(source or ""), build.line))


def _input(build: Builder, _: Node) -> None:
    attributes = build.attributes
    if (attributes.get("type") or "").lower() == "checkbox":
        build.flush()
        build.box = "\u2611 " if "checked" in attributes else "\u2610 "
    else:
        build.once("<input> is left out, Intercom removes it")


def _carried(build: Builder, node: Node) -> None:
    build.flush()
    build.add(Opaque(node.tag, build.attributes.get("data") or "", build.line))


OPENERS: dict[str, Callable[[Builder, Node], Leave | None]] = {
    **dict.fromkeys(words.BLOCKS, Builder.block),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), hold.open_list),
    **dict.fromkeys(words.MEDIA, _media),
    **dict.fromkeys(("form", "fieldset"), _form),
    "li": hold.open_item,
    "table": hold.open_table,
    "tr": hold.open_row,
    "td": hold.open_cell,
    "th": hold.open_cell,
    "details": hold.open_details,
    "summary": hold.open_summary,
    "div": _division,
    "blockquote": _quote,
    "dl": _definitions,
    "dt": _term,
    "a": _anchor,
    "br": _break,
    "hr": _rule,
    "pre": _pre,
    "img": _image,
    "iframe": _frame,
    "section": _section,
    "intercom-block": _carried,
    "input": _input,
}
