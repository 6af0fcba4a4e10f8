"""Texts that are rendered for each recipient, in the same bounds as all templates.

What a template writes is text, never markup, whoever it comes from: it is held back, and put in
once it is known where it lands.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from reconciler.model.held import Held
from reconciler.source.jobs import Failure, Job
from reconciler.source.scan import TEMPLATE, pieces
from reconciler.source.template import Engine

CHUNK = 200
"""Recipients in one line to the process that renders."""


@dataclass
class Personal:
    """Renders in a process of its own, for one caller at a time; to be closed."""

    root: Path
    folders: tuple[str, ...]
    values: Mapping[str, Any]
    isolated: bool = True
    engine: Engine = field(init=False)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.engine = Engine(self.root, self.folders, self.values, self.isolated)

    def render(  # a text, where it stands, and for whom
        self,
        text: str,
        rows: Sequence[Mapping[str, Any]],
        *,
        form: Literal["md", "html", "text"],
        file: str,
        locale: str,
        name: str,
    ) -> list[Held | Failure]:
        """For each row, which templates call `name`, its text. Code in a body stays as it is."""
        if not TEMPLATE.search(text):
            return [Held(text, ())] * len(rows)
        parts = [text] if form == "text" else pieces(text, form)
        source = "".join(_kept(index, one) if index % 2 else one for index, one in enumerate(parts))
        job = Job(source, file, locale, native=False, name=name, held=True)
        with self.guard:
            return [
                one if isinstance(one, Failure) else Held(_restored(one[0], parts), tuple(one[1]))
                for start in range(0, len(rows), CHUNK)
                for one in self.engine.render(job, rows[start : start + CHUNK])
            ]

    def close(self) -> None:
        self.engine.close()


def _kept(index: int, code: str) -> str:
    """Stands for code, which is no template; with its line ends: lines keep their number."""
    return f"\ue002{index}\ue003" + "\n" * code.count("\n")


def _restored(text: str, parts: Sequence[str]) -> str:
    for index in range(1, len(parts), 2):
        text = text.replace(_kept(index, parts[index]), parts[index])
    return text
