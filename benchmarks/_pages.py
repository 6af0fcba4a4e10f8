"""Pages of a help center, made up: 4.4 kB of Markdown, each with what pages have, no two alike."""

from __future__ import annotations

import random
from collections.abc import Iterator

WORDS = (
    *("account", "address", "invoice", "payment", "workspace", "message", "customer", "report"),
    *("export", "import", "setting", "teammate", "inbox", "schedule", "reminder", "language"),
    *("template", "button", "field", "value", "filter", "segment", "plan", "trial", "upgrade"),
    *("period", "receipt", "currency", "country", "discount", "coupon", "résumé", "support"),
)
VERBS = ("open", "choose", "select", "send", "review", "change", "remove", "copy", "check")


def page(number: int) -> str:
    """The text of a page; the same number gives the same text."""
    pick = random.Random(number)
    parts = [f"# {_words(pick, 3).title()} {number}", _paragraph(pick)]
    for section in range(4):
        parts += [f"## {_words(pick, 3).capitalize()}", _paragraph(pick), *_section(pick, section)]
    return "\n\n".join(parts) + "\n"


def _section(pick: random.Random, number: int) -> Iterator[str]:
    if number == 0:
        yield "\n".join(f"{n}. {_sentence(pick)}" for n in range(1, 7))
        yield f"![{_words(pick, 2)}](https://cdn.example.com/{pick.randrange(10**9)}.png)"
    elif number == 1:
        rows = "\n".join(
            f"| {_words(pick, 1)} | `{_words(pick, 1)}` | {_sentence(pick)} |" for _ in range(8)
        )
        yield f"| Name | Field | Meaning |\n|---|---|---|\n{rows}"
    elif number == 2:
        lines = "\n".join(f'    "{_words(pick, 1)}": "{_words(pick, 1)}",' for _ in range(5))
        yield f"```json\n{{\n{lines}\n}}\n```"
        yield "\n".join(f"- **{_words(pick, 1)}**: {_sentence(pick)}" for _ in range(6))
    else:
        yield f"> [!NOTE]\n> {_sentence(pick)}"
        address = f"https://example.com/{_words(pick, 1)}/{pick.randrange(999)}"
        yield f"See [{_words(pick, 2)}]({address})."


def _words(pick: random.Random, count: int) -> str:
    return " ".join(pick.choice(WORDS) for _ in range(count))


def _sentence(pick: random.Random) -> str:
    return f"{pick.choice(VERBS).capitalize()} the {_words(pick, pick.randrange(5, 11))}."


def _paragraph(pick: random.Random) -> str:
    mark = pick.choice(("**{}**", "*{}*", "`{}`"))
    return " ".join([_sentence(pick), f"The {mark.format(_words(pick, 2))} {_words(pick, 6)}.",
                     *(_sentence(pick) for _ in range(5))])  # fmt: skip
