"""Templates in scalars and bodies: rendered once, after parsing, each mistake at its place.

Decides what a template may see (vars, `workspace`, `locale`, `each`) and what its failure
is called. Names and partials are put in here; whatever is more is for the engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from reconciler.codes import finding
from reconciler.model import Finding, Pos
from reconciler.near import did_you_mean
from reconciler.source import simple
from reconciler.source.jobs import Failure, Job
from reconciler.source.outside import NEVER, is_outside
from reconciler.source.partials import OWN, Partials
from reconciler.source.scan import TEMPLATE, pieces, protected
from reconciler.source.simple import UNKNOWN

RAW = "write {% raw %}…{% endraw %} around text that is no template"
OUTS = "define it in vars, write {% raw %}…{% endraw %} around text that is no template, or \
set template: false for the file"
NAMED = re.compile(r"(\w+)(?: of [\w ]+)?")

Locate = Callable[[int, str], Pos]
"""Line of the template and the word in question -> its place in the file."""


def is_template(value: Any) -> bool:
    return isinstance(value, str) and "{" in value and bool(TEMPLATE.search(value))


@dataclass(slots=True)
class Undefined:
    first: Pos
    count: int = 1


class Origin(NamedTuple):
    """Where a template stands: its file, its language, and how its lines map to the file's."""

    file: str
    locale: str
    locate: Locate


@dataclass(slots=True)
class Templates:
    """All templates of one run. `findings` are complete after `close`."""

    engine: Engine
    partials: Partials
    values: Mapping[str, Any]
    findings: list[Finding] = field(default_factory=list)
    undefined: dict[str, Undefined] = field(default_factory=dict)
    run: simple.Run = field(default_factory=simple.Run)

    def value(self, text: str, origin: Origin) -> Any:
        """A scalar's value: of its own type where the scalar is one lone expression."""
        if not is_template(text):
            return text
        made = simple.value(text, self.known(origin.locale), self.run)
        if made is not UNKNOWN:
            return made
        return self._rendered(Job(text, origin.file, origin.locale, native=True), text, origin)

    def body(self, text: str, form: str, origin: Origin) -> str:
        """A body's text, with its code untouched; unchanged where the template failed."""
        parts = pieces(text, form) if TEMPLATE.search(text) else [text]
        if not any(TEMPLATE.search(one) for one in parts[::2]):
            return text
        self.partials.file, self.partials.locale = origin.file, origin.locale
        known = self.known(origin.locale)
        made = simple.joined(parts, known, self.run, self.partials.pieces, file=OWN)
        if made is UNKNOWN:
            job = Job(protected(parts), origin.file, origin.locale, native=False)
            made = self._rendered(job, text, origin)
        return str(made)

    def rows(self, job: Job, rows: Sequence[Any]) -> list[Any]:
        """For each row a value or a Failure, which `fail` makes a finding."""
        return list(self.engine.render(job, rows))

    def known(self, locale: str) -> dict[str, Any]:
        return {**self.values, "locale": locale}

    def close(self) -> list[Finding]:
        """All findings; each undefined name is one, with its first place and its count."""
        self.engine.close()
        grouped = [self._grouped(name, found) for name, found in self.undefined.items()]
        return [*self.findings, *grouped]

    def _rendered(self, job: Job, text: str, origin: Origin) -> Any:
        (made,) = self.rows(job, [None])
        if isinstance(made, Failure):
            self.fail(made, origin)
            return text
        return made

    # ------------------------------------------------------------ mistakes

    def fail(self, failure: Failure, origin: Origin) -> None:
        """Notes it, at its place in the file or in a partial."""
        pos = (
            Pos(failure.file, failure.line, failure.column)
            if failure.file
            else origin.locate(failure.line, failure.word)
        )
        name = NAMED.fullmatch(failure.message) if failure.kind == "undefined" else None
        if not name:
            self.findings.append(self._finding(failure, pos))
            return
        known = self.undefined.setdefault(name[0], Undefined(pos, 0))
        known.count += 1
        known.first = min(known.first, pos)

    def _finding(self, failure: Failure, pos: Pos) -> Finding:
        said = failure.message
        match failure.kind:
            case "syntax":
                return finding("template-syntax", f"not a template: {said}", pos, hint=RAW)
            case "missing":
                folders = " or ".join(self.partials.folders)
                hint = f"partials lie beside the file or in {folders}, never hidden or outside"
                message = f"there is no {said} to include"
                return finding("include-missing", message, pos, hint=hint)
            case "limit":
                return finding("template-limit", f"the template is stopped: {said}", pos)
        return finding("template-failed", f"the template failed: {said}", pos)

    def _grouped(self, name: str, found: Undefined) -> Finding:
        times = f", used {found.count} times" if found.count > 1 else ""
        if is_outside(name):
            message = f"{name}: templates see nothing of the environment{times}"
            return finding("not-in-files", message, found.first, hint=NEVER)
        hint = "; or ".join(filter(None, (did_you_mean(name, self.values), OUTS)))
        message = f"{name} is not defined{times}"
        return finding("template-undefined", message, found.first, hint=hint)


@dataclass
class Engine:
    """What renders, made when the first template needs it; Jinja2 is loaded there alone."""

    root: Path
    folders: tuple[str, ...]
    values: Mapping[str, Any]
    isolated: bool = True
    """In a process of its own, which can be ended; else, and where there is none, in ours."""
    process: Any = None
    own: Any = None

    def render(self, job: Job, rows: Sequence[Any]) -> Iterator[Any]:
        if not self.isolated:
            return self.here(job, rows)
        from reconciler.source.process import Process  # noqa: PLC0415 - only for real templates

        if self.process is None:
            setup = {"root": str(self.root), "folders": self.folders, "values": self.values}
            self.process = Process(setup, self.here)
        made: Iterator[Any] = self.process.render(job, rows)
        return made

    def here(self, job: Job, rows: Sequence[Any]) -> Iterator[Any]:
        from reconciler.source import engine  # noqa: PLC0415 - loads Jinja2

        self.own = self.own or engine.Engine(self.root, self.folders, self.values)
        made: Iterator[Any] = self.own.render(job, rows)
        return made

    def close(self) -> None:
        if self.process is not None:
            self.process.close()


def templates(
    root: Path,
    folders: Iterable[str],
    values: Mapping[str, Any],
    workspace: str,
    *,
    isolated: bool = True,
) -> Templates:
    """For one run over the project at `root`, with the variables of one workspace."""
    known, places = {**values, "workspace": workspace}, tuple(folders)
    engine = Engine(root, places, known, isolated)
    return Templates(engine, Partials(root, places), known)
