"""Blocks that hold blocks: how their frames open, and what is made of them at the end."""

from __future__ import annotations

from dataclasses import replace

from reconciler.content import vocabulary as words
from reconciler.content.build import Builder, Frame, Leave, Node
from reconciler.content.inline import line_of, plain, tidy
from reconciler.content.tree import (
    BOLD,
    Attachment,
    Block,
    Button,
    Callout,
    Cell,
    Collapsible,
    Heading,
    List,
    Paragraph,
    Run,
    Table,
    Video,
)


def open_list(build: Builder, node: Node) -> Leave:
    if build.too_deep():
        return build.block(node)
    if node.tag == "ol" and (build.attributes.get("start") or "1").strip() != "1":
        build.once("a numbered list begins at 1, Intercom drops any other start")
    return build.push("list", _close_list, node.tag == "ol")


def open_item(build: Builder, node: Node) -> Leave:
    if build.top.kind != "list":
        return build.block(node)
    settle(build)
    return build.push("item", _close_part)


def settle(build: Builder) -> None:
    """What stands in a list outside of its items belongs to the item before it."""
    build.flush()
    frame = build.top
    if frame.blocks:
        before = frame.parts.pop() if frame.parts else ()
        frame.parts.append((*before, *frame.blocks))
        frame.blocks.clear()


def open_table(build: Builder, node: Node) -> Leave:
    return build.block(node) if build.too_deep() else build.push("table", _close_table)


def open_row(build: Builder, node: Node) -> Leave:
    return build.push("row", _close_row) if build.top.kind == "table" else build.block(node)


def open_cell(build: Builder, node: Node) -> Leave:
    if build.top.kind != "row":
        return build.block(node)
    return build.push("cell", _close_cell, words.spans(build.attributes))


def open_details(build: Builder, node: Node) -> Leave:
    return build.block(node) if build.too_deep() else build.push("details", _close_details, ())


def open_summary(build: Builder, node: Node) -> Leave:
    """Only the first one is a title; the others are text like any other."""
    if build.top.kind != "details" or build.top.data:
        return build.block(node)
    return build.push("summary", _close_summary)


def open_callout(build: Builder, style: str) -> Leave:
    return build.push("callout", _close_callout, words.colours(style))


def open_alert(build: Builder, kind: str) -> Leave:
    return build.push("callout", _close_alert, kind)


def open_directive(build: Builder, name: str) -> Leave:
    """A directive whose link or video stands inside, and not in its attributes."""
    return build.push("directive", _close_directive, name)


def open_button(build: Builder, target: str) -> Leave:
    return build.push("button", _close_button, (target, build.align))


def _close_list(build: Builder, frame: Frame) -> None:
    if frame.blocks:
        before = frame.parts.pop() if frame.parts else ()
        frame.parts.append((*before, *frame.blocks))
    if frame.parts:
        build.add(List(frame.data, tuple(frame.parts), frame.line))


def _close_part(build: Builder, frame: Frame) -> None:
    build.top.parts.append(tuple(frame.blocks))


def _close_cell(build: Builder, frame: Frame) -> None:
    build.top.parts.append(Cell(tuple(frame.blocks), *frame.data))


def _close_row(build: Builder, frame: Frame) -> None:
    build.top.blocks += frame.blocks
    if frame.parts:
        build.top.parts.append(tuple(frame.parts))


def _close_table(build: Builder, frame: Frame) -> None:
    """A caption stands before its table."""
    build.top.blocks += frame.blocks
    if frame.parts:
        build.add(Table(tuple(frame.parts), frame.line))


def _close_callout(build: Builder, frame: Frame) -> None:
    background, border = frame.data
    if frame.blocks:
        build.add(Callout(background, border, tuple(frame.blocks), frame.line))


def _close_alert(build: Builder, frame: Frame) -> None:
    """The first paragraph is the title, in bold where it is more than the name of the alert."""
    kind = frame.data
    title, blocks = frame.blocks[0] if frame.blocks else None, frame.blocks[1:]
    if isinstance(title, Paragraph) and plain(title.runs) != kind.capitalize():
        runs = tuple(run._replace(marks=run.marks | BOLD) for run in title.runs)
        blocks = [Paragraph(runs, line=frame.line), *blocks]
    if blocks:
        background, border = words.ALERTS.get(kind, words.PAIRS["grey"])
        build.add(Callout(background, border, tuple(blocks), frame.line))


def _close_directive(build: Builder, frame: Frame) -> None:
    """Everything inside stays, whatever becomes of it."""
    name, found = frame.data, 0
    for block in frame.blocks:
        made = _meant(name, block)
        found += made is not None
        build.add(replace(made, line=frame.line) if made else block)
    if not found:
        build.line = frame.line
        build.note(f"this {name} has no address; what is inside is shown", hint=NEEDS.get(name, ""))


NEEDS = {
    "button": ':::button label=".." href="..", or a link inside of it',
    "video": ':::video provider=".." id="..", or its address inside of it',
    "attachment": ':::attachment name=".." href="..", or a link inside of it',
}


def _meant(name: str, block: Block) -> Button | Attachment | Video | None:
    """The button, file or video where the block is nothing but a link to it."""
    match block:
        case Video() if name == "video":
            return block
        case Attachment(text, link, line):
            return Button(text, link, "", line) if name == "button" else block
        case Paragraph((Run(text, _, str() as link),), align, line) if name != "video":
            if name == "button":
                return Button(text, link, align, line)
            return Attachment(text, link, line)
        case _:
            return None


def _close_summary(build: Builder, frame: Frame) -> None:
    """The title is one line of text; what is none comes first in the content."""
    texts = [one for one in frame.blocks if isinstance(one, Paragraph | Heading)]
    spaced = [run for one in texts for run in (*one.runs, Run(" "))]
    outer = build.top
    outer.data = tidy(spaced)
    outer.blocks += [one for one in frame.blocks if not isinstance(one, Paragraph | Heading)]


def _close_details(build: Builder, frame: Frame) -> None:
    if frame.data or frame.blocks:
        build.add(Collapsible(frame.data, tuple(frame.blocks), frame.line))


def _close_button(build: Builder, frame: Frame) -> None:
    target, align = frame.data
    texts = [plain(one.runs) for one in frame.blocks if isinstance(one, Paragraph | Heading)]
    if any(texts):
        build.add(Button(line_of(" ".join(texts)), target, align, frame.line))
    build.top.blocks += [one for one in frame.blocks if not isinstance(one, Paragraph | Heading)]
