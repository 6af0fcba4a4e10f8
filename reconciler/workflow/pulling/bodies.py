"""A teammate's edit of a body put into the text it was written as: only the blocks that changed.

Everything else stays to the letter: templates, includes, comments, the spelling of links. A block
that a template makes, and that cannot be told from its neighbours in the file, is refused.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from reconciler.content import Part, Placed, as_written, blocks_of, placed, take_title, to_markdown
from reconciler.content.parse import parse
from reconciler.core.merged.edited import Edit as Edited
from reconciler.core.merged.respelled import respelled
from reconciler.core.merged.threeway import Hunk, applied, hunks, merged
from reconciler.source.edit import Edit
from reconciler.source.rewrite import CannotError
from reconciler.workflow.pulling.parts import paired
from reconciler.workflow.pulling.spelling import Spell, form_of, lines_of, served, spelling, spelt

BULLET = re.compile(r"\s*([-*+]) ")
APART = "<!-- -->\n\n"
"""What keeps two lists apart."""
ITEM = re.compile(r"^(\s*)- ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Written:
    """A body as it stands in a file: `raw` with its own line ends, `rendered` after templates.

    titled  its title is written elsewhere, so that its first heading is part of it
    spell   how a link to a resource is written in this file
    """

    raw: str
    rendered: str
    html: bool = False
    titled: bool = True
    spell: Spell = str


class Sides(NamedTuple):
    """Edits of the raw text: without what both sides edited, and with theirs of that too."""

    ours: list[Edit]
    theirs: list[Edit]


def body_edits(written: Written, edited: Edited) -> Sides:
    """CannotError where the body cannot be edited in place."""
    old = blocks_of(edited.ours or "")
    theirs = [one._replace(who="theirs") if one.who == "conflict" else one
              for one in edited.meetings]  # fmt: skip
    texts = merged(old, edited.meetings), merged(old, theirs)
    if not all(texts):
        raise CannotError("nothing is left of the body")
    if written.html:
        return Sides(*(_whole(written, old, new) for new in texts))
    page = _Page.of(written, old)
    return Sides(*(list(page.edits(new)) for new in texts))


# ---------------------------------------------------------------- Markdown


@dataclass(frozen=True, slots=True)
class _Page:
    """A Markdown body: its rows, its parts, and what is known of each.

    raw     for each part of the rendered text that part of the file; None where a template
            makes several of them out of one
    near    a row of the file for each of them
    """

    rows: list[str]
    starts: list[int]
    skipped: int
    old: list[str]
    own: Placed
    raw: list[Part | None]
    near: list[int]
    templated: bool
    spell: Spell

    @classmethod
    def of(cls, written: Written, old: list[str]) -> _Page:
        rows = written.raw.split("\n")
        raw, skipped = _untitled(written.raw.replace("\r", ""), titled=written.titled)
        text, _ = _untitled(written.rendered, titled=written.titled)
        own = placed(text, link=as_written, image=served)
        blocks = [one for part in own.parts for one in part.blocks]
        if len(blocks) != len(old):
            raise CannotError("its blocks cannot be told apart in the file")
        templated = raw != text
        there = placed(raw, link=_any, image=_any) if templated else own
        same: tuple[list[Part | None], list[int]] = [*own.parts], [one.first for one in own.parts]
        pairs, near = paired(raw, there, text, own) if templated else same
        spell = spelling(old, blocks, written.spell)
        starts = [0, *accumulate(len(one) + 1 for one in rows)]
        return cls(rows, starts, skipped, old, own, pairs, near, templated, spell)

    def edits(self, new: Sequence[str]) -> Iterator[Edit]:
        """What makes the new blocks of the old ones, part by part."""
        starts = [0, *accumulate(len(one.blocks) for one in self.own.parts)]
        for first, last, inside in _by_part(hunks(self.old, new), starts):
            if last < first:
                yield self._put_in(first, inside[0].new)
                continue
            parts = [self._raw(number) for number in range(first, last + 1)]
            blocks = applied(self.old, starts[first], starts[last + 1], inside)
            before = self.old[starts[first] : starts[last + 1]]
            if blocks:
                yield self._replaced(parts[0].first, parts[-1].end, before, blocks)
            else:
                around = (
                    self.old[max(starts[first] - 1, 0) : starts[first]],
                    self.old[starts[last + 1] :][:1],
                )
                yield self._taken_out(parts[0].first, parts[-1].end, _one_list(*around))

    def _raw(self, number: int) -> Part:
        part = self.raw[number]
        if part is None:
            raise CannotError("a template makes this part of the body", self._near(number))
        return part

    def _near(self, number: int) -> int:
        return self.skipped + (self.near[number] if number < len(self.near) else len(self.rows) - 1)

    def _replaced(self, first: int, end: int, old: Sequence[str], new: Sequence[str]) -> Edit:
        first, end = first + self.skipped, end + self.skipped
        text = "\n".join(self.rows[first:end]).replace("\r", "")
        start = self._at(first)
        stop = start + len("\n".join(self.rows[first:end]).removesuffix("\r"))
        return Edit(start, stop, self._ended(self._markdown(text, old, new, first)))

    def _taken_out(self, first: int, end: int, one_list: bool) -> Edit:
        """With the blank lines behind; what stands around does not grow together."""
        first, end = first + self.skipped, end + self.skipped
        while end < len(self.rows) and not self.rows[end].strip():
            end += 1
        inside = first and self.rows[first - 1].strip() and end < len(self.rows)
        text = "\n" if inside else ""
        return Edit(self._at(first), self._at(end), self._ended(text + APART * one_list))

    def _put_in(self, number: int, new: Sequence[str]) -> Edit:
        """New blocks before a part, or behind the last one."""
        text = self._text(new)
        before = self.raw[number - 1] if number else None
        if before is not None:
            row = before.end + self.skipped
            at = self.starts[row] - 1 - self.rows[row - 1].endswith("\r")
            close = row < len(self.rows) and self.rows[row].strip()
            return Edit(at, at, self._ended(f"\n\n{text}" + ("\n" if close else "")))
        if number < len(self.raw) and (behind := self.raw[number]) is not None:
            at = self._at(behind.first + self.skipped)
            return Edit(at, at, self._ended(f"{text}\n\n"))
        if not self.raw:
            at = self.starts[-1] - 1
            return Edit(at, at, self._ended(f"{text}\n"))
        raise CannotError("a template makes what stands around the new block", self._near(number))

    def _markdown(self, text: str, old: Sequence[str], new: Sequence[str], line: int) -> str:
        """The new blocks in the words of the author where that says the same."""
        sign = BULLET.match(text)
        before, wanted = (_signed(self._text(one), sign[1] if sign else "-") for one in (old, new))
        made = respelled(text, before, wanted)
        if self.templated and "{" in text:
            if made is None:
                raise CannotError("the edit touches what a template makes", line)
            return made  # only the proof can tell what it says
        return made if made and form_of(made, html=False) == form_of(wanted, html=False) else wanted

    def _text(self, blocks: Sequence[str]) -> str:
        html = spelt(blocks, self.spell, self.own.shift)
        text = to_markdown(parse(html))
        if form_of(text, html=False) != form_of(html, html=True):
            raise CannotError("Markdown has no form for what it holds now")
        return text

    def _at(self, row: int) -> int:
        return self.starts[row] - (row >= len(self.rows))

    def _ended(self, text: str) -> str:
        crlf = any(one.endswith("\r") for one in self.rows[:2])
        return text.replace("\n", "\r\n") if crlf else text


def _one_list(before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether two lists that come to stand next to each other would be one."""
    return any(before and behind and before[-1].startswith(tag) and behind[0].startswith(tag)
               for tag in ("<ul", "<ol"))  # fmt: skip


def _signed(text: str, sign: str) -> str:
    """Lists with the sign that the author gives their items."""
    return ITEM.sub(rf"\g<1>{sign} ", text) if sign != "-" else text


def _any(_address: str, _line: int, _column: int) -> str:
    return "https://any.invalid/"


def _untitled(text: str, *, titled: bool) -> tuple[str, int]:
    if titled:
        return text, 0
    _, rest, taken = take_title(text)
    return rest, taken


def _by_part(found: Sequence[Hunk], starts: Sequence[int]) -> Iterator[tuple[int, int, list[Hunk]]]:
    """Hunks with the first and last part that they touch, those of one part together.

    An insertion between two parts has the one behind it as the first, and a last before that.
    """
    held: tuple[int, int, list[Hunk]] | None = None
    for one in found:
        first = bisect_right(starts, one.start) - 1
        if one.start == one.end and starts[first] == one.start:
            last = first - 1
        else:
            last = bisect_left(starts, max(one.end, one.start + 1)) - 1
        if held and first <= held[1] and last >= first:
            held = held[0], max(held[1], last), [*held[2], one]
            continue
        if held:
            yield held
        held = first, last, [one]
    if held:
        yield held


# ---------------------------------------------------------------- HTML


def _whole(written: Written, old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """In HTML no lines are anybody's: in the author's words where that can be, else anew."""
    if list(old) == list(new):
        return []
    own = blocks_of(form_of(written.rendered, html=True))
    if len(own) != len(old):
        raise CannotError("its blocks cannot be told apart in the file")
    spell = spelling(old, own, written.spell)
    before, after = (lines_of(spelt(blocks, spell, 0)) for blocks in (old, new))
    raw = written.raw.replace("\r", "")
    made = respelled(raw, before, after)
    if raw != written.rendered and made is None:
        raise CannotError("the edit touches what a template makes")
    if raw == written.rendered and (
        made is None or form_of(made, html=True) != form_of(after, html=True)
    ):
        made = after
    ended = (made or "").replace("\n", "\r\n") if "\r\n" in written.raw else made or ""
    return [Edit(0, len(written.raw), ended)]
