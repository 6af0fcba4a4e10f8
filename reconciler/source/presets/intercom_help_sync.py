"""intercom-help-sync: `articles/LANGUAGE/COLLECTION/TITLE.md`, with Intercom's number in front.

Written from its documents and its code, version 0.5. A title is the name of the file, so the
languages of an article are found by their number, or by what the original names as translations.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reconciler.model import Map, Page, TextFile
from reconciler.source.presets.preset import (
    KEYS,
    STATES,
    Neutral,
    Preset,
    Read,
    beside,
    front_of,
    id_of,
    text_of,
)
from reconciler.source.presets.prose import (
    ALONE,
    CLOSED,
    Body,
    Notes,
    fenced,
    opened,
    without_heading,
)

NOWHERE = "uncategorized"
USED = ("intercom_id", "intercom_collection_id", "locale", "translations", "updated_at", "status")
CALLOUT = re.compile(r"```callout-(gray|blue|green|red|yellow)[ \t]*\Z")
KINDS = {"gray": "note", "blue": "info", "green": "tip", "red": "danger", "yellow": "warning"}
ALIGNED = re.compile(r"<!-- align:(center|right|justify) -->(?=.)")

ALIGNMENTS = "alignments of lines that stand in a paragraph with others are left out"


def _neutral(read: Read) -> Neutral:
    source, notes = read.source, Notes()
    pages, aliases, homes = {}, dict[str, str](), {}
    for file in source.files:
        stem, locale = read.split(file)[0], read.locale(file)
        identity = id_of(file.front, "intercom_id")
        if stem.partition("/")[0] == NOWHERE:
            homes[stem] = ""
        if read.is_original:
            aliases |= {f"#{identity}": stem} if identity else {}
            aliases |= dict.fromkeys(_translations(file.front), stem)
        else:
            pages[file.path] = Page(locale, (f"#{identity}", f"{locale}/{stem}", stem))
    files = tuple(_page(one, read.is_original, notes) for one in source.files)
    made = replace(source, files=files, homes=homes, pages=pages, aliases=aliases,
                   keys=KEYS | {"id"})  # fmt: skip
    return Neutral(made, notes.findings())


def _translations(front: Map) -> list[str]:
    """Files that the original names, from the folder of all languages, without extension."""
    named = front.get("translations")
    found = named.values() if isinstance(named, Map) else ()
    return [str(one).removesuffix(".md") for one in found if isinstance(one, str)]


def _page(file: TextFile, original: bool, notes: Notes) -> TextFile:
    title, state = text_of(file.front, "title"), text_of(file.front, "status")
    put = {"id": id_of(file.front, "intercom_id")} if original else {}
    put["state"] = state if state in STATES else ""
    front = front_of(file.front, USED, {key: one for key, one in put.items() if one})
    body = _body(file.body, Body(file.path, file.body_line, notes))
    return replace(file, front=front, body=without_heading(body, title))


def _body(text: str, body: Body) -> str:
    lines, code = text.split("\n"), fenced(text)
    callout = False
    for number, line in enumerate(lines):
        opening = None if callout else CALLOUT.match(line)
        if opening:
            callout = True
            lines[number] = opened(KINDS[opening[1]], "")
        elif callout and line.startswith("```"):
            callout = False
            lines[number] = CLOSED
        elif number not in code and (aligned := ALIGNED.match(line)):
            _align(lines, number, aligned, body)
    return "\n".join(lines)


def _align(lines: list[str], number: int, found: re.Match[str], body: Body) -> None:
    """The empty lines around it become the block that is aligned, with Markdown inside."""
    lines[number] = lines[number][found.end() :]
    above, below = number - 1, number + 1
    free = above >= 0 and lines[above].strip() in ("", CLOSED)
    if not free or below >= len(lines) or lines[below].strip():
        body.note(ALIGNMENTS, number)
        return
    lines[above] = f'{lines[above] or ALONE}<div class="intercom-align-{found[1]}">'
    lines[below] = CLOSED


PRESET = Preset(endings=(".md",), translated=beside, neutral=_neutral)
