"""Pieces of text as Markdown in which nothing has a meaning of its own: escapes, code, addresses.

No more is escaped than needs it: a person reads and edits the files.
"""

from __future__ import annotations

import re

AT_START = re.compile(
    r"#{1,6}(?=\s|\Z)|[>|]|[-+](?=\s|\Z)|[-:|][-:| ]*\Z|=+\s*\Z|:::|\d{1,9}(?=[.)](?:\s|\Z))"
)
ENTITY = re.compile(r"&(?=#?\w{1,40};)")
TICKS = re.compile("`+")
LINE_ENDS = re.compile("[\u2028\u2029]")


def guarded(text: str) -> str:
    """A line that begins no block of its own."""
    found = AT_START.match(text)
    if found:
        start = found.group()
        text = f"{start}\\{text[len(start) :]}" if start.isdigit() else f"\\{text}"
    return edged(text)


def edged(text: str) -> str:
    """White space other than the space is lost at the ends of a line, but for its number."""
    core = text.strip()
    if len(core) == len(text):
        return text
    start = text.index(core) if core else len(text)
    return _numbered(text[:start]) + core + _numbered(text[start + len(core) :])


def _numbered(spaces: str) -> str:
    return "".join(one if one == " " else f"&#{ord(one)};" for one in spaces)


def code_span(text: str) -> str:
    ticks = "`" * (1 + max((len(one) for one in TICKS.findall(text)), default=0))
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def destination(address: str) -> str:
    """The address of a link or an image, in angle brackets where it needs them."""
    text = ENTITY.sub(r"\\&", address.replace("\\", "\\\\"))
    if text and not re.search(r"[\s()<>]", text):
        return text
    text = re.sub(r"\s", lambda found: f"%{ord(found.group()):02X}", text)
    return "<" + text.replace("<", "\\<").replace(">", "\\>") + ">"


def escaped(text: str, *, linked: bool = False) -> str:
    """Text in which no sign has a meaning; `linked`: between the brackets of a link."""
    text = (MEANT_IN_LINKS if linked else MEANT).sub(r"\\\g<0>", text)
    return LINE_ENDS.sub(lambda found: f"&#{ord(found.group())};", text)


_EVERYWHERE = r"""
      \\(?![\w ])                               # a backslash before a sign
    | `
    | (?<![ ])\* | \*(?![ ])
    | (?!(?<=[^\W_])_(?=[^\W_]))(?!(?<=[ ])_(?=[ ]))_       # snake_case needs no help
    | <(?=[A-Za-z/!?]) | (?<=<!)-                            # no comment, to whatever looks for one
    | &(?=\#?\w{1,40};)
    | !(?=\[)
    | (?<![ ])~ | ~(?![^\W_])                               # what can only open closes nothing
    | \{(?=\#h_)
"""
MEANT = re.compile(_EVERYWHERE + r" | (?<![^\n])\[ | \[(?=\^) | \](?=[(\[:])", re.VERBOSE)
MEANT_IN_LINKS = re.compile(_EVERYWHERE + r" | [\[\]] | (?<![^\n])\^", re.VERBOSE)
