"""`:::` directives: each of their lines becomes a line of HTML before Markdown is read.

A comment that begins a line is HTML up to the end of that line and no further, wherever a block
may begin, in lists and quotations too; so what stands between two such lines stays Markdown. Each
line keeps its number, and where it turns out to be code it is put back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape

from reconciler.content import vocabulary as words
from reconciler.content.places import PLACE
from reconciler.content.tree import Note
from reconciler.content.urls import PLAYERS, video
from reconciler.near import nearest

LEAD = r"(?P<lead>(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*)"
LINE = re.compile(
    LEAD + r"(?:(?P<fence>`{3,}(?=[^`]*\Z)|~{3,})|:{3,}[ \t]*(?P<name>[A-Za-z][\w-]*)?(?P<rest>.*))"
)
ATTRIBUTE = re.compile(
    r"""([A-Za-z_][\w-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'{}]+))|\[([^\]]*)\]|([^\s{}=]+)"""
)
TAG_NAME = re.compile(r"\A<[\w-]+")
DEEPEST = 20
"""Directives inside of directives, as many as Intercom's own reader follows."""
UNCLOSED = 100
"""Directives open at once, those that stay text too, after which no more are read."""
KNOWN = {
    "callout": ("backgroundColor", "borderColor", "color", "background", "border", "title"),
    "collapsible": ("title",),
    "button": ("label", "href", "align"),
    "video": ("provider", "id", "url"),
    "attachment": ("name", "href"),
    "attachments": (),
    "intercom-block": ("data",),
}
"""Directives and what may be said with them."""


@dataclass(frozen=True, slots=True)
class Given:
    """What stands behind the name of a directive. `text`: the words that are no attribute."""

    named: Mapping[str, str]
    text: str = ""


@dataclass(slots=True)
class _Open:
    """A directive that is open, or what only looks like one (`html` is empty)."""

    number: int
    html: str
    end: str


@dataclass(frozen=True, slots=True)
class Directives:
    """The page with its directives as HTML, and what stood on their lines before."""

    text: str
    mark: str = ""
    written: tuple[str, ...] = ()

    def restored(self, code: str) -> str:
        """Code in which no line was changed."""
        if not self.mark or self.mark not in code:
            return code
        return re.sub(re.escape(self.mark) + r"(\d{1,9})-->.*", self._written, code)

    def _written(self, found: re.Match[str]) -> str:
        number = int(found[1])
        return self.written[number] if number < len(self.written) else found[0]


def read(text: str, line: int, note: Callable[[Note], None]) -> Directives:
    """`line` is the line of the file on which the text begins."""
    return _Reading(text, line, note).all() if ":::" in text else Directives(text)


class _Reading:
    def __init__(self, text: str, line: int, note: Callable[[Note], None]) -> None:
        self.lines = text.split("\n")
        self.first = line
        self.number = 0
        self.report = note
        self.open: list[_Open] = []
        self.deep = 0
        """How many of the open ones are more than text."""
        self.fence = ""
        self.written: list[str] = []
        longest = max(map(len, re.findall("<!--(:+)", text)), default=0)
        self.mark = "<!--" + ":" * max(3, longest + 1)

    def all(self) -> Directives:
        for number, line in enumerate(self.lines):
            found = LINE.match(line) if ":::" in line or "```" in line or "~~~" in line else None
            if found is None:
                continue
            self.number = number
            if found["fence"]:
                self._fence(found)
            elif not self.fence:
                self._directive(found)
            if len(self.open) > UNCLOSED:
                message = f"more than {UNCLOSED} directives are open; what follows is kept as text"
                hint = "close each with ::: on a line of its own"
                self.report(Note("body-refused", message, self.first + number, hint))
                self.open.clear()
                break
        for one in self.open:
            self.number = one.number
            self.note("this directive is never closed", "close it with ::: on a line of its own")
        return Directives("\n".join(self.lines), self.mark, tuple(self.written))

    def _fence(self, found: re.Match[str]) -> None:
        mark = found["fence"]
        if not self.fence:
            self.fence = mark
        elif mark.startswith(self.fence) and not found.string[found.end() :].strip():
            self.fence = ""

    def note(self, message: str, hint: str) -> None:
        self.report(Note("body-changed", message, self.first + self.number, hint))

    def put(self, lead: str, html: str) -> None:
        self.written.append(self.lines[self.number][len(lead) :])
        self.lines[self.number] = f"{lead}{self.mark}{len(self.written) - 1}-->{html}"

    def _directive(self, found: re.Match[str]) -> None:
        name, rest = found["name"], found["rest"].strip()
        if name is None:
            if not rest:
                self._close(found["lead"])
            return
        closed = rest.endswith(":::")
        html, end = self._opened(name.lower(), rest.rstrip(":").rstrip() if closed else rest)
        if html:
            self.put(found["lead"], html + (end if closed else ""))
        if not closed:
            self.open.append(_Open(self.number, html, end))
            self.deep += bool(html)

    def _close(self, lead: str) -> None:
        if not self.open:
            self.note("::: closes nothing and is shown as text", r"write \::: where it is text")
            return
        last = self.open.pop()
        if last.html:
            self.deep -= 1
            self.put(lead, last.end)

    def _opened(self, name: str, rest: str) -> tuple[str, str]:
        """The tags that begin and end it; empty for what stays text."""
        if name not in KNOWN:
            close = nearest(name, KNOWN)
            meant = f"did you mean :::{close}?" if close else f"there are {', '.join(KNOWN)}"
            self.note(f":::{name} is no directive and is shown as text", meant)
            return "", ""
        if self.deep >= DEEPEST:
            self.note(f"directives more than {DEEPEST} deep are shown as text", "nest them less")
            return "", ""
        given = self._given(name, rest)
        html, end = MAKERS[name](self, given)
        return TAG_NAME.sub(rf"\g<0> {self._here()}", html, count=1), end

    def _given(self, name: str, rest: str) -> Given:
        named, texts = dict[str, str](), list[str]()
        for key, *values, title, word in ATTRIBUTE.findall(rest):
            if not key:
                texts.append(title or word)
            elif key in KNOWN[name]:
                named[key] = unescape("".join(values))
            else:
                known = ", ".join(KNOWN[name]) or "none"
                self.note(
                    f":::{name} has no attribute {key}; it is left out", f"there are: {known}"
                )
        return Given(named, unescape(" ".join(texts)))

    # ------------------------------------------------------------ one for each directive

    def callout(self, given: Given) -> tuple[str, str]:
        named, text = given.named, given.text
        colour = named.get("color", "")
        first, _, rest = text.partition(" ")
        if not colour and (first.lower() in words.PAIRS or words.is_colour(first)):
            colour, text = first, rest
        pair = words.PAIRS.get(colour.lower()) or (colour, colour)
        background = named.get("backgroundColor") or named.get("background") or pair[0]
        border = named.get("borderColor") or named.get("border") or pair[1]
        for one in {background, border} - {""}:
            if not words.is_colour(one):
                self.note(
                    f"{one} is no colour of a callout; it is left out",
                    f"write {', '.join(words.PAIRS)}, or a hexadecimal colour such as #e3e7fa80",
                )
        background, border = (one if words.is_colour(one) else "" for one in (background, border))
        if not background and not border:
            background, border = words.PAIRS["grey"]
        style = f"background-color: {background}; border-color: {border}"
        title = named.get("title") or text.strip()
        return f'<div class="{words.CALLOUT}" style="{escape(style)}">{_bold(title)}', "</div>"

    def collapsible(self, given: Given) -> tuple[str, str]:
        title = given.named.get("title") or given.text
        if not title:
            self.note("a collapsible needs a title; its text is shown", ':::collapsible title=".."')
            return "<div>", "</div>"
        return f"<details><summary>{escape(title)}</summary>", "</details>"

    def button(self, given: Given) -> tuple[str, str]:
        label, href = given.named.get("label") or given.text, given.named.get("href", "")
        if not label or not href:
            return '<div data-directive="button">', "</div>"
        align = given.named.get("align", "")
        link = f'<a class="{words.BUTTON}" {self._here()} href="{escape(href)}">{escape(label)}</a>'
        return f'<div class="intercom-align-{escape(align)}">{link}', "</div>"

    def video(self, given: Given) -> tuple[str, str]:
        named = given.named
        address = named.get("url") or given.text
        if "id" in named:
            player = PLAYERS.get(named.get("provider", "").lower())
            address = player.format(named["id"]) if player else ""
        if not address and not named:
            return '<div data-directive="video">', "</div>"
        if video(address) is None:
            hint = f':::video provider=".." id="..", provider being one of {", ".join(PLAYERS)}'
            self.note("this is no video that Intercom can embed", hint)
        text = given.text if video(address) is None else ""
        shown = f"<p>{escape(text or address)}</p>" if video(address) is None else ""
        frame = f'<iframe src="{escape(address)}"></iframe>'
        return "<div>" + (shown or frame), "</div>"

    def attachment(self, given: Given) -> tuple[str, str]:
        href = given.named.get("href", "")
        name = given.named.get("name") or given.text or href
        if not href:
            return '<div data-directive="attachment">', "</div>"
        return f'<div><p><a {self._here()} href="{escape(href)}">{escape(name)}</a></p>', "</div>"

    def attachments(self, given: Given) -> tuple[str, str]:
        return f"<div>{f'<p>{escape(given.text)}</p>' if given.text else ''}", "</div>"

    def intercom_block(self, given: Given) -> tuple[str, str]:
        data = given.named.get("data", "")
        if not data:
            self.note("an intercom-block needs its data", "leave it as Intercom wrote it")
        return f'<intercom-block data="{escape(data)}">', "</intercom-block>"

    def _here(self) -> str:
        return f'{PLACE}="{self.number + 1}:1"'


def _bold(title: str) -> str:
    return f"<p><b>{escape(title)}</b></p>" if title else ""


MAKERS: dict[str, Callable[[_Reading, Given], tuple[str, str]]] = {
    name: getattr(_Reading, name.replace("-", "_")) for name in KNOWN
}
