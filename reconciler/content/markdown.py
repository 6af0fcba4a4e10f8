"""Markdown into HTML that knows its lines: CommonMark, tables, strikethrough, raw HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reconciler.content.bounds import LINE, numbered
from reconciler.content.inline import plain
from reconciler.content.parse import parse
from reconciler.content.tree import Heading, Note, Paragraph

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

DEEPEST = 60
"""Levels of nesting that the parser follows; what is deeper it leaves out."""
MOST_BRACKETS = 2000
"""Per paragraph; the search for the end of each link makes more of them cost too much."""
BRACKET = re.compile(r"[\[<\\]")
HEAD_LINES = 20
BEFORE_TITLE = re.compile(r"(?:[ \t]*\r?\n|[ ]{0,3}<!--.*?-->[ \t]*(?:\r?\n|\Z))*+", re.DOTALL)
MAYBE_TITLE = re.compile(
    r" {0,3}#{1,6}[ \t]|[^\n]+\n(?:[^\n]+\n)*? {0,3}(?:=+|-+)[ \t\r]*(?:\n|\Z)"
)


def to_html(text: str, line: int) -> tuple[str, list[Note]]:
    """Blocks carry the line of the file on which they begin; `line` is that of the text."""
    parser = _parser()
    notes: list[Note] = []
    tokens = parser.parse(text, {"line": line, "notes": notes})
    for token in tokens:
        if token.map and token.nesting >= 0 and token.type != "inline":
            token.attrs[LINE] = line + token.map[0]
            if token.type == "html_block":
                token.content = numbered(token.content, line + token.map[0])
    if max((token.level for token in tokens), default=0) >= DEEPEST - 1:
        notes.append(Note("body-refused", _too_deep(), _deep_line(tokens, line)))
    return parser.renderer.render(tokens, parser.options, {}), notes


def outer_tokens(text: str) -> list[tuple[int, int]]:
    """The lines, from 0, of what Markdown calls blocks, at the outermost level."""
    tokens = _parser().parse(text, {"line": 1, "notes": []})
    return [(one.map[0], one.map[1]) for one in tokens
            if one.map and not one.level and one.nesting >= 0]  # fmt: skip


def _too_deep() -> str:
    return f"lists and quotations are nested more than {DEEPEST // 2} deep; the rest is left out"


def _deep_line(tokens: Sequence[Token], line: int) -> int:
    deep = (one.map[0] for one in tokens if one.map and one.level >= DEEPEST // 2)
    return line + next(deep, 0)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where Markdown is read

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST})
    parser.enable(["table", "strikethrough"])
    parser.core.ruler.before("inline", "bounded", _bound)
    parser.normalizeLink = _as_written  # type: ignore[method-assign]  # callers get it as written
    parser.validateLink = _any_link  # type: ignore[method-assign,assignment]  # refused later, with a reason
    return parser


def _as_written(url: str) -> str:
    return url


def _any_link(_: str) -> bool:
    return True


def _bound(state: StateCore) -> None:
    """A paragraph with more brackets than any real one is not searched for links."""
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > MOST_BRACKETS:
            brackets = len(BRACKET.findall(token.content))
            if brackets > MOST_BRACKETS:
                token.children = [_text(token.content)]
                token.content = ""
                line = state.env["line"] + (token.map or [0])[0]
                state.env["notes"].append(
                    Note(
                        "body-changed",
                        f"{brackets} brackets in one paragraph are kept as text",
                        line,
                    )
                )


def _text(content: str) -> Token:
    from markdown_it.token import Token  # noqa: PLC0415 - only where Markdown is read

    return Token("text", "", 0, content=content)


def take_title(text: str) -> tuple[str | None, str, int]:
    """The text of the heading, of any level, that the page begins with; the rest; lines taken.

    Blank lines and comments may stand before it, and are taken with it.
    """
    before = BEFORE_TITLE.match(text)
    start = before.end() if before else 0
    head = "".join(text[start : start + 20_000].splitlines(keepends=True)[:HEAD_LINES])
    if not MAYBE_TITLE.match(head):
        return None, text, 0
    tokens: Sequence[Any] = _parser().parse(head, {"line": 1, "notes": []})
    title = _title(tokens)
    if not title:
        return None, text, 0
    lines = tokens[0].map[1]
    rest = text[start:].split("\n", lines)
    taken = text.count("\n", 0, start) + lines
    return title, rest[lines] if len(rest) > lines else "", taken


def _title(tokens: Sequence[Any]) -> str:
    if not tokens or tokens[0].type != "heading_open":
        return ""
    parser = _parser()
    html = parser.renderer.render(tokens[:3], parser.options, {})
    return " ".join(plain(one.runs) for one in parse(html) if isinstance(one, Heading | Paragraph))
