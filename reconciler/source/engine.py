"""Jinja2 over one project: a template and what it may see to a value, or to what went wrong.

Runs in a process of its own (`worker`), or in ours where there can be none; knows neither
findings nor how places of a template map to those of a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.loaders import BaseLoader

from reconciler.source.bounds import LimitError
from reconciler.source.jobs import Failure, Job, within
from reconciler.source.partials import OWN, Partials
from reconciler.source.sandbox import Each, Recipient, Sandbox, shown
from reconciler.source.scan import protected
from reconciler.source.simple import MAX_OUTPUT

RESULT = "result"
"""The variable in which a lone expression leaves its value."""
ROW = 10_000
"""Units that each row adds to what a run may do, so that any number of rows may be rendered."""
SHOWN = 200
"""Characters of a message of Jinja2 or Python, which may quote what it is about."""


class Engine:
    """All templates of one run; each is compiled once."""

    def __init__(self, root: Path, folders: tuple[str, ...], values: Mapping[str, Any]) -> None:
        self.partials = Partials(root, folders)
        self.sandbox = Sandbox(Loader(self.partials), self._resolve)
        self.values = values
        self.compiled: dict[tuple[str, bool], tuple[Template, bool]] = {}

    def render(self, job: Job, rows: Sequence[Any]) -> Iterator[Any]:
        """For each row (None where the template has none) a value of plain JSON or a Failure."""
        self.partials.file, self.partials.locale = job.file, job.locale
        for row in rows:
            self.sandbox.budget.run += ROW * (row is not None)
            self.sandbox.budget.start()
            try:
                yield self._render(job, row)
            except Exception as error:  # noqa: BLE001 - a template may fail in any way
                yield self._failure(error)

    def _resolve(self, name: str, parent: str) -> str:
        path = self.partials.find(name, parent)
        if path is None:
            raise TemplateNotFound(name)
        return path

    def _render(self, job: Job, row: Any) -> Any:
        template, lone = self._compiled(job.source, native=job.native)
        values = {**self.values, "locale": job.locale}
        if row is not None:
            values[job.name] = _row(job, row)
        held: list[str] | None = [] if job.held else None
        self.sandbox.held = held
        context = template.new_context(values)
        size, chunks = 0, []
        for chunk in template.root_render_func(context):
            size += len(chunk)
            if size > MAX_OUTPUT:
                raise LimitError(f"it makes more than {MAX_OUTPUT:,} characters")
            chunks.append(chunk)
        text = "".join(chunks)
        if held is not None:
            return _sendable([text, held])
        return _sendable(shown(context.vars[RESULT]) if lone else text)

    def _compiled(self, source: str, *, native: bool) -> tuple[Template, bool]:
        known = self.compiled.get((source, native))
        if known is None:
            parsed = self.sandbox.parse(source, OWN)
            lone = native and _lone(parsed)
            code = self.sandbox.compile(parsed, OWN)
            template = Template.from_code(self.sandbox, code, self.sandbox.globals)
            known = self.compiled[source, native] = template, lone
        return known

    def _failure(self, error: Exception) -> Failure:
        what, message, word = _said(error)
        name, line = _where(error)
        if name == OWN:
            return Failure(what, message, word, line)
        column = within(self.partials.texts.get(name, ""), line, word)[1]
        return Failure(what, message, word, line, name, column)


def _row(job: Job, row: Any) -> Any:
    if job.held:
        return Recipient(job.name, row)
    return Each(zip(job.columns, row, strict=True)) if job.columns else row


class Loader(BaseLoader):
    """Partials for Jinja2; code in them is as untouched as in the page."""

    def __init__(self, partials: Partials) -> None:
        self.partials = partials

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        del environment
        folder = self.partials.folder
        # links are written as they lead from the page: of another folder, they are others
        return (
            protected(self.partials.split(template)),
            template,
            lambda: self.partials.folder == folder,
        )


def _sendable(value: Any) -> Any:
    """The value; UnicodeEncodeError for half of a surrogate pair, which no request can carry."""
    rest = [value]
    while rest:
        one = rest.pop()
        if isinstance(one, str):
            one.encode()
        elif isinstance(one, list):
            rest += one
        elif isinstance(one, dict):
            rest += [*one, *one.values()]
    return value


def _said(error: Exception) -> tuple[str, str, str]:
    """What kind of failure it is, its message, and the word it is about."""
    match error:
        case UndefinedError():
            message = str(error)
            return "undefined", message, message.split(" ", 1)[0]
        case TemplateSyntaxError():
            return "syntax", error.message or "", ""
        case TemplateNotFound():
            return "missing", str(error.name), str(error.name)
        case LimitError():
            return "limit", str(error), ""
        case MemoryError():
            return "limit", "it takes more memory than a template may", ""
        case RecursionError() | SyntaxError():
            return "limit", "it is nested too deep", ""
    return "failed", str(error)[:SHOWN], ""


def _where(error: BaseException) -> tuple[str, int]:
    if isinstance(error, TemplateSyntaxError):
        return error.name or OWN, error.lineno
    name, line = OWN, 1
    trace: TracebackType | None = error.__traceback__
    while trace:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            name, line = template.name, template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return name, line


def _lone(parsed: nodes.Template) -> bool:
    """Whether the template is one expression; then it is changed to leave its value in RESULT."""
    *first, last = parsed.body
    if len(first) != 1 or not isinstance(last, nodes.Output) or len(last.nodes) != 1:
        return False
    expression = last.nodes[0]
    if isinstance(expression, nodes.TemplateData):
        return False
    target = nodes.Name(RESULT, "store", lineno=last.lineno)
    parsed.body[-1] = nodes.Assign(target, expression, lineno=last.lineno)
    return True
