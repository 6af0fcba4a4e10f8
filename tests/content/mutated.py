"""Single edits of live bodies at random places: those that a reader sees, and those nobody sees.

Each takes the HTML and a source of chance, and gives the edited HTML, or None where it has no place
to be made at. What is seen and what is not: the lists of what is equal and what never is.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

Edit = Callable[[str, random.Random], "str | None"]
TEXT = re.compile(r">([^<>]*[^<>\s][^<>]*)<")
WORD = re.compile(r"(?<![&\w#;])[A-Za-z]{3,}(?![\w;])")
BLOCK = re.compile(
    r"<p[^>]*>[^<]*\w(?:(?!</?(?:p|div|li|td|ul|ol)\b).)*</p>|<h[1-6][^>]*>.*?</h[1-6]>"
)


def _at(
    html: str,
    pattern: str | re.Pattern[str],
    chance: random.Random,
    change: Callable[[re.Match[str]], str],
) -> str | None:
    found = list(re.finditer(pattern, html))
    if not found:
        return None
    one = chance.choice(found)
    new = change(one)
    return None if new == one.group() else html[: one.start()] + new + html[one.end() :]


def _word(html: str, chance: random.Random, change: Callable[[str], str]) -> str | None:
    """A word of a text, not of a tag."""

    def of_text(found: re.Match[str]) -> str:
        words = list(WORD.finditer(found[1]))
        if not words:
            return found.group()
        word = chance.choice(words)
        return f">{found[1][: word.start()]}{change(word.group())}{found[1][word.end() :]}<"

    return _at(html, TEXT, chance, of_text)


SEEN: dict[str, Edit] = {
    "a word changed": lambda html, chance: _word(html, chance, lambda word: f"{word}x"),
    "a word taken out": lambda html, chance: _word(html, chance, lambda _: ""),
    "a letter's case": lambda html, chance: _word(html, chance, str.swapcase),
    "a word put in": lambda html, chance: _word(html, chance, lambda word: f"{word} new"),
    "a break put in": lambda html, chance: _word(html, chance, lambda word: f"{word[:1]}<br>{word[1:]}"),
    "bold put on": lambda html, chance: _at(html, r'(?<=<p class="no-margin">)[A-Za-z]{3,}', chance, lambda found: f"<b>{found.group()}</b>"),
    "italics put on": lambda html, chance: _at(html, r'(?<=<p class="no-margin">)[A-Za-z]{3,}', chance, lambda found: f"<i>{found.group()}</i>"),
    "a mark taken off": lambda html, chance: _at(html, r"<(b|i)>([^<]+)</\1>", chance, lambda found: found[2]),
    "bold made italic": lambda html, chance: _at(html, r"<b>([^<]+)</b>", chance, lambda found: f"<i>{found[1]}</i>"),
    "code made text": lambda html, chance: _at(html, r"(?<!<pre>)<code>([^<]+)</code>", chance, lambda found: found[1]),
    "a space in code": lambda html, chance: _at(html, r"(?<=<pre><code>)([^<]+)", chance, lambda found: f"  {found[1]}"),
    "a line of code": lambda html, chance: _at(html, r'\n(?= *"[^<]*</code></pre>)', chance, lambda _: "\n\n"),
    "a link elsewhere": lambda html, chance: _at(html, r'(<a [^>]*href=")([^"]+)"', chance, lambda found: f'{found[1]}{found[2]}/x"'),
    "a link taken off": lambda html, chance: _at(html, r"<a [^>]*>([^<]*)</a>", chance, lambda found: found[1]),
    "another image": lambda html, chance: _at(html, r'(<img [^>]*src="[^"?]*)', chance, lambda found: f"{found[1]}x"),
    "another alt": lambda html, chance: _at(html, r'(<img [^>]*alt=")', chance, lambda found: f"{found[1]}new "),
    "an image taken out": lambda html, chance: _at(html, r"<img [^>]*>", chance, lambda _: ""),
    "a block taken out": lambda html, chance: _at(html, BLOCK, chance, lambda _: ""),
    "a block twice": lambda html, chance: _at(html, BLOCK, chance, lambda found: found.group() * 2),
    "a heading made text": lambda html, chance: _at(html, r"<h([1-6])[^>]*>(.*?)</h\1>", chance, lambda found: f"<p>{found[2]}</p>"),
    "a heading deeper": lambda html, chance: _at(html, r"<h[2-5]([^>]*)>(.*?)</h[2-5]>", chance, lambda found: f"<h6{found[1]}>{found[2]}</h6>"),
    "numbers for bullets": lambda html, chance: _at(html, r"<ul>((?:(?!</?[uo]l).)*)</ul>", chance, lambda found: f"<ol>{found[1]}</ol>"),
    "an item more": lambda html, chance: _at(html, r"</li>", chance, lambda _: "</li><li><p>new</p></li>"),
    "an item taken out": lambda html, chance: _at(html, r"<li>(?:(?!</?li).)*</li>", chance, lambda _: ""),
    "a row taken out": lambda html, chance: _at(html, r"<tr>.*?</tr>", chance, lambda _: ""),
    "a cell more": lambda html, chance: _at(html, r"</tr>", chance, lambda _: "<td><p></p></td></tr>"),
    "cells joined": lambda html, chance: _at(html, r"<td", chance, lambda _: '<td colspan="2"'),
    "another colour": lambda html, chance: _at(html, r'(callout" style="background-color: ?)#\w{6}', chance, lambda found: f"{found[1]}#123456"),
    "a callout taken off": lambda html, chance: _at(html, r'<div class="intercom-interblocks-callout"[^>]*>', chance, lambda _: "<div>"),
    "a rule put in": lambda html, chance: _at(html, r"(?<=</p>)(?=<(?:p|h\d)\b)", chance, lambda _: "<hr>"),
    "a text centred": lambda html, chance: _at(html, r'<p class="no-margin">(?=\w)', chance, lambda _: '<p class="intercom-align-center">'),
}  # fmt: skip


def _everywhere(pattern: str, new: str) -> Edit:
    return lambda html, _: re.sub(pattern, new, html) if re.search(pattern, html) else None


def _outside(pattern: str, change: Callable[[re.Match[str]], str]) -> Edit:
    """Outside of code."""

    def edit(html: str, chance: random.Random) -> str | None:
        pieces = re.split(r"(<code.*?</code>)", html, flags=re.DOTALL)
        number = chance.choice(range(0, len(pieces), 2))
        new = _at(pieces[number], pattern, chance, change)
        return None if new is None else "".join([*pieces[:number], new, *pieces[number + 1 :]])

    return edit


UNSEEN: dict[str, Edit] = {
    "strong for b": _everywhere(r"<(/?)b>", r"<\1strong>"),
    "em for i": _everywhere(r"<(/?)i>", r"<\1em>"),
    "no margin left": _everywhere(r' class="no-margin"', ""),
    "aligned left": _everywhere(r'class="no-margin"', 'class="intercom-align-left"'),
    "attributes of links": _everywhere(r"<a ", '<a rel="nofollow noopener noreferrer" data-x="1" '),
    "ids of headings": lambda html, chance: _at(html, r"<(h[1-6])[^>]*>", chance, lambda found: f'<{found[1]} id="h_{chance.randrange(16**10):010x}">'),
    "all headings a level deeper": lambda html, _: re.sub(r"<(/?)h([1-5])", lambda found: f"<{found[1]}h{int(found[2]) + 1}", html) if "<h6" not in html and "<h" in html else None,
    "an empty paragraph": lambda html, chance: _at(html, r"(?<=</p>)(?=<p)|\Z", chance, lambda _: '<p class="no-margin">&nbsp;</p>'),
    "a paragraph of a break": lambda html, _: f"{html}<p><br></p>",
    "a break at the end": lambda html, chance: _at(html, r"(?<=\w)</p>", chance, lambda _: "<br></p>"),
    "white space between blocks": lambda html, chance: _at(html, r"</(?:p|h1|h2|ul|ol)>(?=<)", chance, lambda found: found.group() + chance.choice(["\n", "\r\n  ", " "])),
    "a space that does not break": _outside(r"(?<=\w) (?=\w)(?![^<]*>)", lambda _: "&nbsp;"),
    "more spaces": _outside(r"(?<=\w) (?=\w)(?![^<]*>)", lambda _: " \n "),
    "a character that nobody sees": _outside(r"(?<=\w)(?=\w+[^<>]*<)", lambda _: "\u200b"),
    "decomposed letters": _outside("é", lambda found: unicodedata.normalize("NFD", found.group())),
    "entities": lambda html, chance: _at(html, r"(?<=>)[A-Z](?=[^<>]*<)", chance, lambda found: f"&#{ord(found.group())};"),
    "the signature of images": _everywhere(r'(<img [^>]*src="https://downloads\.intercomcdn\.com[^"?]*)(?:\?[^"]*)?"', r'\1?expires=9&amp;signature=ab&amp;req=c%0Ad"'),
    "the size of images": _everywhere(r"<img ", '<img width="7" height="9" style="height: auto;" title="t" '),
    "an image out of its container": _everywhere(r'<div class="intercom-container">(<img [^>]*>)</div>', r"\1"),
    "a table out of its container": _everywhere(r'<div class="intercom-interblocks-table-container">(<table.*?</table>)</div>', r"\1"),
    "the style of cells": _everywhere(r"<td(?=[ >])", '<td style="background: #e8e8e880; width: 20px; border: 1px"'),
    "cells as heads": _everywhere(r"<(/?)td(?=[ >])", r"<\1th"),
    "tables without a body": _everywhere(r"</?tbody>", ""),
    "cells and items without paragraphs": _everywhere(r'<(td|li)><p class="no-margin">((?:(?!</?p).)*)</p></\1>', r"<\1>\2</\1>"),
    "the start of lists": _everywhere(r"<ol>", '<ol start="3">'),
    "the language of code": _everywhere(r"<pre><code>", '<pre><code class="language-x">'),
    "a line feed behind code": _everywhere(r"</code></pre>", "\n</code></pre>"),
    "marks split": _everywhere(r"<(b|i)>(\w)(\w+)", r"<\1>\2</\1><\1>\3"),
    "marks around nothing": lambda html, chance: _at(html, r"(?<=</b>)|(?<=</i>)", chance, lambda _: "<b></b><i></i>"),
    "spaces into marks": _everywhere(r"</b> (?=\w)", " </b>"),
    "spans": lambda html, chance: _at(html, r'<p class="no-margin">(?=\w)', chance, lambda found: f"{found.group()}<span data-x=1></span>"),
    "colours in capitals": _everywhere(r"#e8e8e880", "#E8E8E880"),
    "wrappers of rendered pages": lambda html, chance: _at(html, r'<p class="no-margin">((?:(?!</?p|<div).)*)</p>', chance, lambda found: f'<div class="intercom-interblocks-paragraph">{found.group()}</div>'),
    "the spelling of an address": _everywhere(r'href="https://example', 'href="HTTPS://EXAMPLE'),
    "comments": lambda html, chance: _at(html, r"(?<=</p>)", chance, lambda _: "<!-- c -->"),
}  # fmt: skip


def mutated(html: str, edits: dict[str, Edit], chance: random.Random) -> tuple[str, str]:
    """The name of an edit, and the body after it: one that has a place in this body."""
    names = list(edits)
    while True:
        name = chance.choice(names)
        new = edits[name](html, chance)
        if new is not None and new != html:
            return name, new
