"""Code in a body: fences, code spans, and in HTML <pre> and <code>; never templated.

Finds where code stands, by the rules of CommonMark as far as they decide what is code.
Every step goes forward only: a hostile page costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LEAD = r"^(?P<lead>(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*)"
FENCE = LEAD + r"(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})"
TOKEN = re.compile(
    FENCE
    + r"|(?P<raw>\{%[-+]?\s*raw\s*[-+]?%\})|(?P<open>\{[{%])|(?P<escape>\\[\\`])|(?P<ticks>`+)",
    re.MULTILINE,
)
BLOCK = re.compile(
    r"^[ \t]*(?:\n|\Z|[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|`{3,}[^`\n]*$|~{3})", re.MULTILINE
)
ENDRAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
TICKS = re.compile("`+")
HTML_CODE = re.compile(r"<(pre|code)(?=[\s>/])", re.IGNORECASE)
TEMPLATE = re.compile(r"\{[{%]")
"""What begins a template anywhere."""

Span = tuple[int, int]


def pieces(text: str, form: str) -> list[str]:
    """The body in turns of what is outside of code and what is code; both may be empty."""
    parts, end = [], 0
    for start, stop in _html(text) if form == "html" else _markdown(text):
        parts += [text[end:start], text[start:stop]]
        end = stop
    return [*parts, text[end:]]


def protected(parts: list[str]) -> str:
    """The pieces as a template in which all code is literal.

    Line numbers stay: a literal is padded with the line ends it stands for.
    """
    return "".join(
        _literal(one) if index % 2 and ("{" in one or one[-1].isspace()) else one
        for index, one in enumerate(parts)
    )


def _literal(code: str) -> str:
    escaped = code.encode("unicode_escape").decode("ascii").replace("'", r"\'")
    return "{{ '" + escaped + "'" + "\n" * code.count("\n") + " }}"


def _html(text: str) -> Iterator[Span]:
    at = 0
    folded = text.lower()
    if len(folded) != len(text):  # a letter whose lower case is longer: places would shift
        folded = text
    while found := HTML_CODE.search(text, at):
        close = folded.find(f"</{found[1].lower()}", found.end())
        at = len(text) if close < 0 else close
        yield found.start(), at


def _markdown(text: str) -> Iterator[Span]:
    at, block, closers = 0, 0, {"{{": "}}", "{%": "%}"}
    while token := TOKEN.search(text, at):
        at = token.end()
        if token["fence"]:
            at = _fence_end(text, token)
            yield token.start("fence"), at
        elif token["ticks"]:
            if at >= block:
                block = _block_end(text, at)
            at = _span_end(text, token, block)
            if at > token.end():
                yield token.start(), at
        elif token["raw"]:
            end = ENDRAW.search(text, at)
            at = end.end() if end else len(text)
        elif token["open"] in closers:
            close = text.find(closers[token["open"]], at)
            if close < 0:
                del closers[token["open"]]
            at = max(at, close + 2)


def _fence_end(text: str, fence: re.Match[str]) -> int:
    """The end of the closing fence, of the container, or of the text."""
    mark, lead = fence["fence"], fence["lead"]
    closing = re.compile(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*\Z")
    quoted = ">" in lead
    inside = len(lead) if lead.strip(" \t>") else 0
    at = _line_end(text, fence.end())
    while at < len(text):
        end = _line_end(text, at + 1)
        line = text[at + 1 : end]
        if closing.match(line):
            return end
        if _left(line, quoted=quoted, inside=inside):
            return at
        at = end
    return at


def _left(line: str, *, quoted: bool, inside: int) -> bool:
    """Whether the line stands outside of the quote or list item that holds the fence."""
    if quoted:
        return not line.lstrip().startswith(">")
    return bool(line.strip()) and len(line) - len(line.lstrip()) < inside


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _block_end(text: str, at: int) -> int:
    """Where the paragraph or the like ends that holds the place."""
    found = BLOCK.search(text, at + 1)
    return found.start() if found else len(text)


def _span_end(text: str, opening: re.Match[str], limit: int) -> int:
    """The end of the code span; of the opening ticks where none closes in the block."""
    for found in TICKS.finditer(text, opening.end(), limit):
        if found.end() - found.start() == opening.end() - opening.start():
            return found.end()
    return opening.end()
