"""The Jinja2 environment of templates: what they may name, call, loop over and include.

Three walls: a syntax of expressions, conditions, loops, macros and includes only; lists of
what is allowed instead of what is not; a budget that every loop, call and value pays from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.loaders import BaseLoader
from jinja2.runtime import Context, LoopContext, Macro, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer

from reconciler.model.held import holder
from reconciler.source import bounds
from reconciler.source.allowed import FILTERS, METHODS, REFUSED, TESTS
from reconciler.source.bounds import STEP, Budget, LimitError

MAX_ARGUMENT = 1_000
"""Of a method of text: `strip` takes the product of both lengths."""
MAX_TOKENS = 50_000
TOKEN = 200
"""Units for each token, beside those for what it does: parsing and compiling takes time too."""
NEVER = "\x00{}\x00"
"""Delimiters of comments: NUL is in no file that was read."""
OWN: Mapping[str, Callable[..., Any]] = {
    "e": bounds.escaped,
    "escape": bounds.escaped,
    "join": bounds.join,
    "replace": bounds.replace,
    "round": bounds.rounded,
    "sum": bounds.summed,
    "trim": bounds.trimmed,
}


class Missing(StrictUndefined):
    """A name that is not defined. The message of its error begins with that name."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is missing:
            return str(self._undefined_name)
        return f"{self._undefined_name} of {named(self._undefined_obj)}"


class Each(dict[str, Any]):
    """The row of data that fills a template."""


class Recipient(dict[str, Any]):
    """Whom a text is rendered for, or a part of it; `path`: how templates call it."""

    def __init__(self, path: str, fields: Mapping[str, Any]) -> None:
        inner = {
            name: Recipient(f"{path}.{name}", one) if isinstance(one, Mapping) else one
            for name, one in fields.items()
        }
        super().__init__(inner)
        self.path = path


def named(value: Any) -> str:
    """What a value is, for people."""
    if isinstance(value, Each):
        return "the row"
    if isinstance(value, Recipient):
        return value.path
    kinds = {str: "text", dict: "a mapping", list: "a list", bool: "true or false"}
    words = (word for kind, word in kinds.items() if isinstance(value, kind))
    return next(words, "a number" if isinstance(value, int | float) else type(value).__name__)


class Sandbox(ImmutableSandboxedEnvironment):
    """Bounded by `budget`; `resolve` turns the name of an include into that of a file."""

    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "**", "%"])

    def __init__(self, loader: BaseLoader, resolve: Callable[[str, str], str]) -> None:
        super().__init__(
            loader=loader,
            undefined=Missing,
            autoescape=False,
            keep_trailing_newline=True,
            comment_start_string=NEVER.format("<"),
            comment_end_string=NEVER.format(">"),
            cache_size=-1,
        )
        self.budget = Budget()
        self.resolve = resolve
        self.held: list[str] | None = None
        """Values that the template writes, where they are kept out of its text."""
        self.finalize = _late(self._written)
        self.globals = {"range": bounds.span}
        own = {"bounded ": self.budget.bounded, "joined ": self._joined, "spent ": self._spent}
        late = {name: _late(call) for name, call in own.items()}
        self.filters = {**_paid(self.filters, FILTERS, self.budget), **late}
        self.tests = _paid(self.tests, TESTS, self.budget)
        self.binop_table |= {"*": bounds.multiply, "**": bounds.power, "%": bounds.modulo}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        self.tokens(source)
        parsed = super()._parse(source, name, filename)
        bounded: nodes.Template = Bounds().visit(parsed)
        return bounded

    def tokens(self, source: str) -> None:
        """Pays for the tokens of a template before they are parsed; LimitError where too many."""
        for count, _ in enumerate(self.lexer.tokeniter(source, None)):
            self.budget.spend(TOKEN)
            if count == MAX_TOKENS:
                raise LimitError(f"it has more than {MAX_TOKENS:,} words and signs")

    def join_path(self, template: str, parent: str) -> str:
        self.budget.spend(STEP)
        return self.resolve(str(template), parent)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Entries before methods: `plan.items` is an entry where the mapping has one."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        allowed = any(attr in names for kind, names in METHODS.items() if isinstance(obj, kind))
        return allowed and super().is_safe_attribute(obj, attr, value)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        hint = f"templates have no access to {attribute} of {named(obj)}"
        return self.undefined(hint, obj=obj, name=attribute, exc=SecurityError)

    def wrap_str_format(self, value: Any) -> None:
        """No `format` at all: a width in it makes text of any length."""

    def is_safe_callable(self, obj: Any) -> bool:
        known = obj is bounds.span or isinstance(obj, Macro | LoopContext)
        return known or isinstance(getattr(obj, "__self__", None), tuple(METHODS))

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        if isinstance(obj, Undefined):
            str(obj)  # raises, and names it
        if not self.is_safe_callable(obj):
            raise SecurityError(f"{named(obj)} cannot be called")
        given = sum(map(bounds.weight, args)) + sum(map(bounds.weight, kwargs.values()))
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, str) and given > MAX_ARGUMENT:
            raise LimitError(f"it searches for more than {MAX_ARGUMENT:,} characters")
        self.budget.spend(STEP + given + bounds.weight(owner))
        return self.budget.bounded(super().call(context, obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        self.budget.spend(bounds.weight(left) + bounds.weight(right))
        return self.budget.bounded(super().call_binop(context, operator, left, right))

    def _written(self, value: Any) -> str:
        if not isinstance(value, str):
            value = str(shown(self.budget.bounded(value)))
        self.budget.write(len(value))
        if self.held is None:
            return str(value)
        self.held.append(str(value))
        return holder(len(self.held) - 1)

    def _joined(self, parts: list[Any]) -> str:
        self.budget.bounded(parts)
        return "".join(str(shown(one)) for one in parts)

    def _spent(self, units: int) -> None:
        self.budget.spend(abs(units))


def _paid(table: Mapping[str, Any], names: Iterable[str], budget: Budget) -> dict[str, Any]:
    return {name: bounds.paid(OWN.get(name, table[name]), budget) for name in names}


def _late(call: Any) -> Callable[[Context, Any], Any]:
    """As a filter that runs when the template does, never while it is compiled."""

    @pass_context
    def late(context: Context, value: Any) -> Any:  # noqa: ARG001 - the shape of a filter
        return call(value)

    return late


def shown(value: Any) -> Any:
    """The value as plain JSON: no generator, macro or function, whose text is an address."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case float() if isfinite(value):
            return value
        case float():
            raise ValueError(f"{value} is no number that can be sent")
        case list() | tuple() | range():
            return [shown(one) for one in value]
        case dict():
            return {str(shown(key)): shown(inner) for key, inner in value.items()}
        case Undefined():
            return str(value)  # raises, and names it
    what = "is a list that is not built yet; add | list or | join"
    raise TypeError(f"{named(value)} {what if hasattr(value, '__iter__') else 'is no value'}")


class Bounds(NodeTransformer):
    """Puts the budget into the syntax tree: where a template loops, joins, builds, compares."""

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        if type(node) in REFUSED:
            what = REFUSED[type(node)]
            raise TemplateSyntaxError(f"{what} is not supported; use include", node.lineno)
        return super().generic_visit(node, *args, **kwargs)

    def visit_Template(self, node: nodes.Template) -> nodes.Node:  # noqa: N802 - jinja's name
        return self._counted(node)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        self._counted(node)
        if node.test is not None:
            paid = _filter("bounded ", nodes.Const(True, lineno=node.lineno), node.lineno)
            node.test = nodes.And(paid, node.test, lineno=node.lineno)
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return _filter("joined ", parts, node.lineno)

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        return self._weighed(node)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        return self._weighed(node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        return self._weighed(node) if node.ctx == "load" else node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.expr = _filter("bounded ", node.expr, node.lineno)
        for one in node.ops:
            one.expr = _filter("bounded ", one.expr, node.lineno)
        return node

    def _weighed(self, node: nodes.Expr) -> nodes.Node:
        self.generic_visit(node)
        return _filter("bounded ", node, node.lineno)

    def _counted(self, node: Any) -> nodes.Node:
        """Each pass through the body pays a step and the text that stands in it."""
        self.generic_visit(node)
        size = sum(len(one.data) for one in node.find_all(nodes.TemplateData))
        units = nodes.Const(STEP + size, lineno=node.lineno)
        paying = nodes.ExprStmt(_filter("spent ", units, node.lineno), lineno=node.lineno)
        node.body.insert(0, paying)
        return node  # type: ignore[no-any-return]  # one of four node classes with a body


def _filter(name: str, node: nodes.Expr, line: int) -> nodes.Filter:
    """The names end in a space, so that no template can write them."""
    return nodes.Filter(node, name, [], [], None, None, lineno=line)
