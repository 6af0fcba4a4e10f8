"""Which lines of a body are which of its blocks, so that one can be changed where it stands.

A part is what Markdown itself calls a block, at the outermost level; where several make one block
of an article, such as `<details>` with what is inside, they are one part. Comments, definitions
of links and blank lines between the parts are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reconciler.content.accept import Accepting, Resolve
from reconciler.content.blocks import blocks_of
from reconciler.content.canon import canonical, shift_of
from reconciler.content.emit import emit
from reconciler.content.parse import encodable
from reconciler.content.render import read
from reconciler.content.spans import outer_spans
from reconciler.content.tree import Blocks

SILENT = re.compile(r"(?:\s*<!--(?:(?!-->).)*-->)+\s*", re.DOTALL)


class Part(NamedTuple):
    """Lines `first` to before `end` of the text, from 0, and the blocks that they make."""

    first: int
    end: int
    blocks: tuple[str, ...]


class Placed(NamedTuple):
    """`shift`: how many levels higher headings are in the canonical form than in the text."""

    parts: tuple[Part, ...]
    shift: int


def placed(text: str, *, link: Resolve, image: Resolve) -> Placed:
    """The parts of a Markdown body with the canonical form of each block; see `render`.

    No parts where the blocks read otherwise together than alone.
    """
    text = encodable(text)
    blocks = read(text, "md", 1, lambda _: None)
    accepted: Blocks = tuple(Accepting(link, image, lambda _: None).blocks(blocks))
    forms = blocks_of(canonical(emit(accepted)))
    if len(forms) != len(accepted):
        return Placed((), 0)
    lines = [one.line - 1 for one in accepted]
    return Placed(tuple(_parts(text, lines, forms)), shift_of(accepted))


def _parts(text: str, lines: Sequence[int], forms: Sequence[str]) -> Iterator[Part]:
    spans = sorted(outer_spans(text))
    rows = text.split("\n")
    at = here = 0
    while at < len(lines):
        while here < len(spans) and spans[here][1] <= lines[at]:
            here += 1
        first, end = max(lines[at], 0), max(lines[at], 0) + 1
        if here < len(spans) and spans[here][0] <= lines[at]:
            first, end = spans[here]
        stop = at + 1
        while stop < len(lines) and first <= lines[stop] < end:
            stop += 1
        limit = lines[stop] if stop < len(lines) else len(rows)
        while here < len(spans) and spans[here][1] <= limit:
            if end <= spans[here][0] and not _is_silent(rows, spans[here]):
                end = spans[here][1]
            here += 1
        yield Part(first, _trimmed(rows, first, end), tuple(forms[at:stop]))
        at = stop


def _is_silent(rows: Sequence[str], span: tuple[int, int]) -> bool:
    return SILENT.fullmatch("\n".join(rows[span[0] : span[1]])) is not None


def _trimmed(rows: Sequence[str], first: int, end: int) -> int:
    while end > first + 1 and not rows[end - 1].strip():
        end -= 1
    return end
