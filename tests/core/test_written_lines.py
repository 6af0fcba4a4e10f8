"""Places in bodies are those of the files, whatever templates made of the lines above them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconciler.workflow import open_project

CONFIG = "version: 1\nvars: {product: Acme, areas: [a, b, c]}\n"
PARTIAL = "One.\n\nTwo.\n\nThree.\n"
LOOP = "{% for one in areas %}\n- {{ one }}\n{% endfor %}\n"
LINK = "See [more](gone.md).\n"


def places(root: Path, page: str, *, name: str = "p.md") -> list[str]:
    files = {
        "reconciler.yaml": CONFIG,
        "specs/_partials/x.md": PARTIAL,
        f"specs/articles/{name}": page,
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    found = open_project(root).findings
    return [str(one.pos).partition(":")[2] for one in found if one.code == "dead-link"]


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("# T\n\n" + LINK, "3:12"),
        ('# T\n\n{% include "_partials/x.md" %}\n\n' + LINK, "5:12"),
        ("# T\n\n" + LOOP + "\n" + LINK, "7:12"),
        ("---\ntitle: T\n---\n{# no comment #}\n" + LOOP + "\n" + LINK, "9:12"),
        ("# T\n\n{% if false %}\nNo.\n\nNo.\n{% endif %}\n" + LINK, "8:12"),
        ("# T\n\n{{ product }} [more](gone.md)\n", "3:1"),
        ("# T\n\n{% for one in areas %}\n[{{ one }}](gone.md)\n{% endfor %}\n", "4:1"),
    ],
)
def test_a_link_is_where_it_is_written(tmp_path: Path, page: str, place: str) -> None:
    assert places(tmp_path, page)[0] == place


def test_text_without_templates_is_left_alone(tmp_path: Path) -> None:
    assert places(tmp_path, "<p>T</p>\n<p><a href='gone.md'>x</a></p>\n", name="p.html") == ["2:13"]
