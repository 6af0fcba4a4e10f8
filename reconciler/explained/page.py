"""What is told about a finding code besides its one line: why, the way out, wrong and right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Example = Mapping[str, str]
"""Text by the path of the file it stands in; a test runs each one."""
NONE: Example = {}


class Explained(NamedTuple):
    """why: what would go wrong without it. out: what to do. Examples are whole files."""

    why: str
    out: str
    wrong: Example = NONE
    right: Example = NONE

    def page(self, code: str, meaning: str, facts: str) -> str:
        """All of it as one Markdown page."""
        parts = [f"# {code}", meaning, facts, f"**Why it matters.** {self.why}",
                 f"**What to do.** {self.out}"]  # fmt: skip
        for title, example in (("Wrong", self.wrong), ("Right", self.right)):
            blocks = [_block(path, text) for path, text in example.items()]
            parts += [f"## {title}", *blocks] if blocks else []
        return "\n\n".join(parts) + "\n"


def _block(path: str, text: str) -> str:
    """The file's name and its text, with what cannot be seen as an escape."""
    form = path.rpartition(".")[2]
    shown = text.replace("\x00", "\\x00")
    return f"`{path}`\n\n````{form}\n{shown}````"


def spec(text: str) -> Example:
    return {"specs/workspace.yaml": text}


def article(text: str) -> Example:
    return {"specs/articles/install.md": text}


def config(text: str) -> Example:
    return {"reconciler.yaml": text}


def companies(data: str, *, form: str = "csv") -> Example:
    """A spec that makes companies of rows, and the rows."""
    path = f"_data/companies.{form}"
    text = (
        f"companies:\n  '{{{{ each.id }}}}':\n    for_each: {path}\n"
        "    company_id: '{{ each.id }}'\n    size: '{{ each.seats }}'\n"
    )
    return {"specs/workspace.yaml": text, f"specs/{path}": data}
