"""Templates in scalars and bodies: rendered once, after parsing, each mistake at its place.

Decides what a template may see (vars, `workspace`, `locale`) and what its failure is
called; what it may do is the sandbox's business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from jinja2 import Template, nodes
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError, UndefinedError

from reconciler.codes import finding
from reconciler.model import Finding, Pos
from reconciler.near import did_you_mean
from reconciler.source.bounds import MAX_OUTPUT, LimitError
from reconciler.source.partials import OWN, Loader, Partials
from reconciler.source.sandbox import Sandbox, shown
from reconciler.source.scan import TEMPLATE, protected

NAME = re.compile(r"(?<!\{)\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
SHOWN = 200
"""Characters of a message of Jinja2 or Python, which may quote what it is about."""
UNDEFINED = re.compile(r"(\w+)(?: of [\w ]+)?")
RAW = "write {% raw %}…{% endraw %} around text that is no template"
OUTS = "define it in vars, write {% raw %}…{% endraw %} around text that is no template, or \
set template: false for the file"

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


class Compiled(NamedTuple):
    """`lone`: one expression and nothing else, whose value is left in RESULT."""

    template: Template
    lone: bool


@dataclass(slots=True)
class Templates:
    """All templates of one run. `findings` are complete after `close`."""

    sandbox: Sandbox
    partials: Partials
    values: Mapping[str, Any]
    findings: list[Finding] = field(default_factory=list)
    undefined: dict[str, Undefined] = field(default_factory=dict)
    compiled: dict[tuple[str, bool], Compiled] = field(default_factory=dict)

    def value(self, text: str, origin: Origin) -> Any:
        """A scalar's value: of its own type where the scalar is one lone expression."""
        if not is_template(text):
            return text
        simple = self._substituted(text, origin.locale)
        return self._guarded(text, text, origin, native=True) if simple is UNKNOWN else simple

    def body(self, text: str, form: str, origin: Origin) -> str:
        """A body's text, with its code untouched; unchanged where the template failed."""
        source = protected(text, form)
        if source is None:
            return text
        rendered: str = self._guarded(source, text, origin, native=False)
        return rendered

    def close(self) -> list[Finding]:
        """All findings; each undefined name is one, with its first place and its count."""
        grouped = [self._grouped(name, found) for name, found in self.undefined.items()]
        return [*self.findings, *grouped]

    # ------------------------------------------------------------ rendering

    def _context(self, locale: str) -> dict[str, Any]:
        return {**self.values, "locale": locale}

    def _substituted(self, text: str, locale: str) -> Any:
        """`Hello {{ name }}` without compiling: nearly all templates are that."""
        parts = NAME.split(text)
        if any(TEMPLATE.search(one) for one in parts[::2]):
            return UNKNOWN
        known = self._context(locale)
        if not all(name in known for name in parts[1::2]):
            return UNKNOWN
        if parts[0] == parts[-1] == "" and len(parts) == LONE:
            return known[parts[1]]
        parts[1::2] = [str(known[name]) for name in parts[1::2]]
        rendered = "".join(parts)
        return rendered if len(rendered) <= MAX_OUTPUT else UNKNOWN

    def _guarded(self, source: str, text: str, origin: Origin, *, native: bool) -> Any:
        self.partials.file, self.partials.locale = origin.file, origin.locale
        self.sandbox.budget.start()
        try:
            return self._render(source, origin.locale, native=native)
        except Exception as error:  # noqa: BLE001 - a template may fail in any way
            self._failed(error, origin)
        return text

    def _render(self, source: str, locale: str, *, native: bool) -> Any:
        template, lone = self._compiled(source, native=native)
        context = template.new_context(self._context(locale))
        size, chunks = 0, []
        for chunk in template.root_render_func(context):
            size += len(chunk)
            if size > MAX_OUTPUT:
                raise LimitError(f"it makes more than {MAX_OUTPUT:,} characters")
            chunks.append(chunk)
        made = shown(context.vars[RESULT]) if lone else "".join(chunks)
        if isinstance(made, str):
            made.encode()  # half of a surrogate pair fails here, not when it is sent
        return made

    def _compiled(self, source: str, *, native: bool) -> Compiled:
        known = self.compiled.get((source, native))
        if known is None:
            parsed = self.sandbox.parse(source, OWN)
            lone = native and _lone(parsed)
            code = self.sandbox.compile(parsed, OWN)
            template = Template.from_code(self.sandbox, code, self.sandbox.globals)
            known = self.compiled[source, native] = Compiled(template, lone)
        return known

    # ------------------------------------------------------------ mistakes

    def _failed(self, error: Exception, origin: Origin) -> None:
        name = UNDEFINED.fullmatch(str(error)) if isinstance(error, UndefinedError) else None
        absent = str(error.name) if isinstance(error, TemplateNotFound) else ""
        pos = self._pos(error, origin, name[1] if name else absent)
        if not name:
            self.findings.append(self._finding(error, pos))
            return
        known = self.undefined.setdefault(name[0], Undefined(pos, 0))
        known.count += 1
        known.first = min(known.first, pos)

    def _finding(self, error: Exception, pos: Pos) -> Finding:
        match error:
            case TemplateSyntaxError():
                return finding("template-syntax", f"not a template: {error.message}", pos, hint=RAW)
            case TemplateNotFound():
                message = f"there is no {error.name} to include"
                folders = " or ".join(self.partials.folders)
                hint = f"partials lie beside the file or in {folders}, never hidden or outside"
                return finding("include-missing", message, pos, hint=hint)
            case LimitError():
                return finding("template-limit", f"the template is stopped: {error}", pos)
            case RecursionError() | MemoryError() | SyntaxError():
                return finding("template-limit", "the template is nested too deep", pos)
        return finding("template-failed", f"the template failed: {str(error)[:SHOWN]}", pos)

    def _grouped(self, name: str, found: Undefined) -> Finding:
        times = f", used {found.count} times" if found.count > 1 else ""
        hint = "; or ".join(filter(None, (did_you_mean(name, self.values), OUTS)))
        message = f"{name} is not defined{times}"
        return finding("template-undefined", message, found.first, hint=hint)

    def _pos(self, error: BaseException, origin: Origin, word: str) -> Pos:
        """The innermost line of a template in the traceback, in the file or in a partial."""
        name, line = _where(error)
        if name == OWN:
            return origin.locate(line, word)
        return Pos(name, *within(self.partials.texts.get(name, ""), line, word))


UNKNOWN = object()
"""No simple template: it is left to Jinja2."""
RESULT = "result"
LONE = 3


def templates(
    root: Path, folders: Iterable[str], values: Mapping[str, Any], workspace: str
) -> Templates:
    """For one run over the project at `root`, with the variables of one workspace."""
    partials = Partials(root, tuple(folders))
    sandbox = Sandbox(Loader(partials), partials.resolve)
    return Templates(sandbox, partials, {**values, "workspace": workspace})


def within(text: str, line: int, word: str) -> tuple[int, int]:
    """Line and column of a word, else of the line's first tag, else of its beginning."""
    lines = text.split("\n", line)
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    return line, column_of(written, word) or 1


def column_of(line: str, word: str, start: int = 0) -> int:
    """From 1; 0 where neither the word nor a tag stands in the line."""
    tag = TEMPLATE.search(line, start)
    begin = tag.start() if tag else start
    found = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(line, begin) if word else None
    return found.start() + 1 if found else (begin + 1 if tag else 0)


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
