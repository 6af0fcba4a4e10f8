"""What a body lost on its way, in words: the form that was sent against the one that came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from reconciler.align import Span, spans
from reconciler.content.blocks import blocks_of
from reconciler.content.canon import without_image_hosts
from reconciler.content.inline import plain
from reconciler.content.parse import parse
from reconciler.content.tree import (
    Attachment,
    Block,
    Blocks,
    Button,
    Callout,
    Code,
    Collapsible,
    Heading,
    Image,
    List,
    Opaque,
    Paragraph,
    Rule,
    Runs,
    Table,
    Video,
)

NAMES: dict[type, str] = {
    Callout: "callout", Collapsible: "collapsible section", Button: "button", Video: "video",
    Table: "table", Code: "code block", Rule: "rule", Attachment: "attachment",
    Opaque: "embedded page",
}  # fmt: skip
SHORT = 40


class Loss(NamedTuple):
    """`block`: the number, from 0, of the outermost block of what was sent in which it is."""

    block: int
    what: str


@dataclass(slots=True)
class _Seen:
    """What a reader meets in some blocks."""

    kinds: Counter[str] = field(default_factory=Counter)
    images: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    headings: dict[str, int] = field(default_factory=dict)
    marked: Counter[str] = field(default_factory=Counter)
    words: list[str] = field(default_factory=list)
    depth: int = 0


def losses(sent: str, stored: str) -> list[Loss]:
    """In the order of the body, both in canonical form; none where they are equal.

    Where an image is served from is no loss: Intercom serves each from an address of its own.
    """
    old, new = blocks_of(sent), blocks_of(stored)
    alike = ([without_image_hosts(one) for one in some] for some in (old, new))
    return [
        Loss(i, what)
        for one in spans(*alike)
        if not one.same
        for i, j, k, m in _pairs(one)
        for what in _differences("\n".join(old[i:j]), "\n".join(new[k:m]))
    ]


def _pairs(one: Span) -> list[tuple[int, int, int, int]]:
    """Block by block where as many came back as were sent."""
    if one.j - one.i != one.m - one.k:
        return [one[1:]]
    return [(one.i + n, one.i + n + 1, one.k + n, one.k + n + 1) for n in range(one.j - one.i)]


def _differences(sent: str, stored: str) -> list[str]:
    before, after = _Seen(), _Seen()
    _see(before, parse(sent), 0)
    _see(after, parse(stored), 0)
    found = [*_gone(before, after), *_changed(before, after)]
    return found or ["stored in another form"]


def _gone(before: _Seen, after: _Seen) -> Iterator[str]:
    for name, count in (before.kinds - after.kinds).items():
        yield f"{name} dropped" + (f" ({count} times)" if count > 1 else "")
    for alt in before.images - after.images:
        yield "image left out" + (f': "{_short(alt)}"' if alt else "")
    for link in before.links - after.links:
        yield f"link lost: {_short(link)}"
    if before.depth > after.depth > 0:
        yield "nested list flattened"
    elif before.depth and not after.depth:
        yield "list dropped"


def _changed(before: _Seen, after: _Seen) -> Iterator[str]:
    for text, level in before.headings.items():
        now = after.headings.get(text)
        if now is None and text in after.words:
            yield f'heading turned into text: "{_short(text)}"'
        elif now not in (None, level):
            yield f'heading level changed from {level} to {now}: "{_short(text)}"'
    if before.words != after.words and not _same_words(before, after):
        yield "text changed"
    elif lost := before.marked - after.marked:
        yield f'emphasis lost: "{_short(next(iter(lost)))}"'


def _same_words(before: _Seen, after: _Seen) -> bool:
    return " ".join(before.words).split() == " ".join(after.words).split()


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


# ---------------------------------------------------------------- what is there


def _see(seen: _Seen, blocks: Blocks, depth: int) -> None:
    for block in blocks:
        if type(block) in NAMES:
            seen.kinds[NAMES[type(block)]] += 1
        match block:
            case Paragraph(runs):
                _runs(seen, runs)
            case Heading(level, runs):
                seen.headings[plain(runs)] = level
                _runs(seen, runs)
            case Image(_, alt, link):
                seen.images[alt] += 1
                seen.links.update([link] if link else [])
            case Button(text, link) | Attachment(text, link):
                seen.words.append(text)
                seen.links[link] += 1
            case Code(text):
                seen.words.append(text)
            case _:
                _held(seen, block, depth)


def _held(seen: _Seen, block: Block, depth: int) -> None:
    match block:
        case List(_, items):
            seen.depth = max(seen.depth, depth + 1)
            for item in items:
                _see(seen, item, depth + 1)
        case Table(rows):
            for row in rows:
                for cell in row:
                    _see(seen, cell.blocks, depth)
        case Collapsible(title, inner):
            _runs(seen, title)
            _see(seen, inner, depth)
        case Callout(_, _, inner):
            _see(seen, inner, depth)


def _runs(seen: _Seen, runs: Runs) -> None:
    seen.words.append(plain(runs))
    seen.links.update(one.link for one in runs if one.link)
    seen.marked.update(one.text for one in runs if one.marks)
