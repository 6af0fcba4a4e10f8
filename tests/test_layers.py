"""Who may import whom: the table of the design, held against the imports of every file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "reconciler"
ALL = {"kinds", "content", "query", "core", "render", "source", "api", "ledger", "simulator",
       "apply", "deliver", "workflow", "cli", "web", "assets"}  # fmt: skip
BASE = {"align", "model", "codes", "errors", "garbage", "memory", "near", "parallel"}

OURS = {
    "align": set(),
    "model": set(),
    "codes": {"model", "explained"},
    "explained": set(),
    "errors": {"model"},
    "garbage": set(),
    "memory": set(),
    "near": set(),
    "parallel": {"errors"},
    "kinds": BASE | {"content"},
    "content": BASE,
    "query": BASE,
    "core": BASE | {"content", "query"},
    "render": BASE | {"core"},
    "source": BASE,
    "api": BASE,
    "ledger": BASE,
    "web": BASE,
    "assets": BASE | {"ledger"},
    "simulator": set(),
    "apply": BASE | {"core"},
    "deliver": BASE | {"core", "query"},
    "workflow": BASE | {"apply", "content", "core", "deliver", "kinds", "query", "source"},
    "cli": BASE | ALL | {"explained"},
}
STRANGERS = {
    "align": set(), "model": set(), "codes": set(), "explained": set(), "errors": set(), "garbage": set(),
    "memory": set(),
    "near": set(), "parallel": set(),
    "kinds": set(),
    "content": {"comrak", "selectolax"},
    "query": set(), "core": set(), "render": {"deepdiff"},
    "source": {"yaml", "jinja2", "markupsafe"},
    "api": {"httpx"}, "ledger": set(), "web": {"httpx"}, "assets": {"obstore"}, "apply": set(),
    "deliver": set(), "workflow": set(),
    "simulator": {"httpx", "markdown_it", "selectolax", "yaml"},
    "cli": {"click", "rich", "httpx"},
}  # fmt: skip
IMPURE = {"os", "time", "random", "pathlib", "subprocess", "socket", "shutil", "tempfile"}
PURE = {"align", "explained", "query", "core", "render", "content", "kinds", "model"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative imports hide who imports whom"
            yield node.module or ""


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = [one for one in sorted(PACKAGE.rglob("*.py")) if layer(one) not in {"__init__", "__main__"}]


@pytest.mark.parametrize("path", FILES, ids=lambda one: str(one.relative_to(PACKAGE)))
def test_a_file_imports_only_what_its_layer_may(path: Path) -> None:
    import sys  # noqa: PLC0415 - only for the list of the standard library

    here = layer(path)
    for name in imports(path):
        first, _, rest = name.partition(".")
        if first == "reconciler":
            other = rest.partition(".")[0]
            if here == "simulator":
                assert other == "simulator", f"the simulator imports {name}"
            assert not other or other == here or other in OURS[here], f"{here} imports {name}"
        elif first not in sys.stdlib_module_names:
            assert first in STRANGERS[here], f"{here} imports {name}"
        else:
            assert here not in PURE or first not in IMPURE, f"{here} is pure and imports {name}"


def test_every_folder_stands_in_the_table() -> None:
    assert {layer(one) for one in FILES} == set(OURS)


def test_no_file_is_longer_than_300_lines() -> None:
    long = {str(one): count for one in FILES
            if (count := len(one.read_text("utf-8").splitlines())) > 300}  # fmt: skip
    assert not long
