"""What waits until it is delivered: texts that are rendered for each recipient.

Taken out before the rest of a file is rendered, and put back as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from reconciler.model import Map, TextFile
from reconciler.source.parts import FOR_EACH
from reconciler.source.rendered import Page, render_map
from reconciler.source.template import is_template

LATE: Mapping[str, tuple[str, ...]] = {
    "messages": ("body", "subject"), "replies": ("body", "note"), "events": ("metadata",),
}  # fmt: skip
"""Top-level key of a spec -> fields of its resources."""
FRONT = ("subject",)
RECIPIENT = re.compile(r"\b(contact|conversation)\b")
WAITING = ""


def early(data: Map, render: Callable[[], Map]) -> Map:
    """What `render` makes of the file, with the late texts as they are written.

    While it renders they are not in `data`, where they stand again when this returns.
    """
    taken = list(_late(data))
    for top, name, key, _ in taken:
        data[top][name][key] = WAITING
    made = render()
    for top, name, key, value in taken:
        data[top][name][key] = value
        made[top].setdefault(name, Map())[key] = value
    return made


def early_file(file: TextFile, page: Page) -> TextFile:
    """The front matter rendered but for the subject; the body waits."""
    front = Map(file.front, file.front.marks, file.front.mark)
    waiting = {key: front[key] for key in FRONT if key in front}
    front.update(dict.fromkeys(waiting, WAITING))
    made = render_map(front, page)
    made.update(waiting)
    return replace(file, front=made)


def _late(data: Map) -> Iterator[tuple[str, str, str, Any]]:
    """Key of the file, name, field, value; but of rows, where nobody is a recipient."""
    for top, keys in LATE.items():
        names = data.get(top)
        for name, fields in names.items() if isinstance(names, Map) else ():
            if isinstance(fields, Map) and FOR_EACH not in fields:
                yield from ((top, name, key, fields[key]) for key in keys
                            if key in fields and _waits(fields[key]))  # fmt: skip


def _waits(value: Any) -> bool:
    """A text with a template; a mapping where one of its texts speaks of the recipient."""
    if isinstance(value, Map):
        return any(is_template(one) and RECIPIENT.search(one) for one in value.values())
    return is_template(value)
