"""The one writer of stdout: text for people or one JSON document, also where a run fails."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from reconciler.cli.once import DOCUMENT
from reconciler.core.planned.saved import finding_json
from reconciler.errors import ApiError, Exit, ReconcilerError, SpecError, StoppedError
from reconciler.model import NOTHING, Finding, Pos
from reconciler.render.findings import counts, findings
from reconciler.render.safe import Paint, coloured, inert, plain, printable

DATA = (".csv", ".jsonl", ".json")


def painter(*, err: bool = False) -> Paint:
    """Colour by NO_COLOR, FORCE_COLOR and whether the stream is a terminal."""
    if os.environ.get("NO_COLOR"):
        return plain
    stream = sys.stderr if err else sys.stdout
    wanted = bool(os.environ.get("FORCE_COLOR")) or (
        stream.isatty() and os.environ.get("TERM") != "dumb"
    )
    return coloured if wanted else plain


def say(text: str, *, err: bool = False, exact: bool = False) -> None:
    """Text for people; characters that the stream cannot show are replaced.

    `exact`: a text that is copied or piped keeps its `::`, but not in the log of a build.
    """
    stream = sys.stderr if err else sys.stdout
    encoding = stream.encoding or "utf-8"
    logged = any(os.environ.get(one) for one in ("CI", "GITHUB_ACTIONS"))
    text = text if exact and not logged else inert(text)
    shown = text.encode(encoding, "replace").decode(encoding)
    click.echo(shown, err=err, color=True)


def annotate(lines: Sequence[str]) -> None:
    """Workflow commands, already escaped: the one text that a log is meant to carry out."""
    for line in lines:
        click.echo(line.encode("utf-8", "replace"))


def document(value: Any) -> None:
    """The one JSON document of a run."""
    DOCUMENT.printed = True
    text = harmless_json(value, indent=2)
    if DOCUMENT.begun:
        text = f"],\n{text[2:]}"
    click.echo(text)


def harmless_json(value: Any, *, indent: int | None = None) -> str:
    """JSON that no log takes for a command; equal JSON all the same."""
    return json.dumps(value, ensure_ascii=True, indent=indent).replace("##[", "##\\u005b")


def begin_document(key: str) -> None:
    """The one JSON document of a run, as a list that is written item by item."""
    DOCUMENT.begun = True
    click.echo(f"{{\n{json.dumps(key)}: [", nl=False)


def show_findings(
    found: Sequence[Finding], root: Path, *, err: bool = True, texts: Mapping[str, str] = NOTHING
) -> None:
    """Findings in full, or nothing."""
    if found:
        say(findings(found, painter(err=err), reader(root, texts)), err=err)


def reader(root: Path, texts: Mapping[str, str] = NOTHING) -> Any:
    """Reads single lines of spec files for snippets, each file once; `texts` instead of some.

    Lines that may be about people are shown on a terminal only: a log is kept, and read by many.
    """
    files = {file: text.split("\n") for file, text in texts.items()}

    def read_line(pos: Pos) -> str | None:
        if pos.file not in files:
            try:
                text = (root / pos.file).read_text("utf-8-sig", "replace")
            except (OSError, ValueError):
                text = ""
            hidden = _about_people(pos.file, text) and not sys.stderr.isatty()
            files[pos.file] = [] if hidden else text.split("\n")  # as places count, not splitlines
        lines = files[pos.file]
        return lines[pos.line - 1] if 0 < pos.line <= len(lines) else None

    return read_line


def _about_people(file: str, text: str) -> bool:
    """Rows of data, and specs of a kind that is personal."""
    if file.endswith(DATA):
        return True
    from reconciler.kinds import KINDS  # noqa: PLC0415 - only where a snippet is asked for

    plurals = [kind.plural for kind in KINDS.values() if kind.personal]
    return bool(re.search(rf"^\W*({'|'.join(plurals)})\W*:", text, re.MULTILINE))


def failure(error: ReconcilerError, *, as_json: bool, code: Exit | None = None) -> int:
    """Says why a run ended, and returns its exit code."""
    exit_code = int(error.exit if code is None else code)
    if as_json and not DOCUMENT.printed:
        document(_as_json(error, exit_code))
        return exit_code
    if isinstance(error, SpecError):
        root = getattr(error, "root", None) or Path.cwd()
        show_findings(error.findings, root, texts=error.texts)
        say(f"{counts(error.findings)}; {error.ended}.", err=True)
        return exit_code
    paint = painter(err=True)
    say(f"{paint('error', 'error')}: {printable(str(error))}", err=True)
    if error.hint:
        say(f"  {paint('dim', 'help:')} {printable(error.hint)}", err=True)
    return exit_code


def _as_json(error: ReconcilerError, exit_code: int) -> dict[str, Any]:
    found: dict[str, Any] = {"message": error.message, "hint": error.hint, "exit": exit_code}
    if isinstance(error, ApiError):
        found |= {"method": error.method, "path": error.path, "status": error.status,
                  "code": error.code, "request_id": error.request_id}  # fmt: skip
    document_: dict[str, Any] = {"errors": [found], "exit": exit_code}
    if isinstance(error, StoppedError) and error.requests is not None:
        document_["requests"] = dict(zip(("reads", "writes"), error.requests, strict=True))
    if isinstance(error, SpecError):
        document_["findings"] = [finding_json(one) for one in error.findings]
    return document_
