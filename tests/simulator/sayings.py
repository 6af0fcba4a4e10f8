"""The words below each switch in the source."""

import ast
import inspect

from reconciler.simulator import Switches


def sayings() -> dict[str, str]:
    """In the order in which they stand there, topic by topic."""
    found: dict[str, str] = {}
    for topic in reversed(Switches.__mro__[1:-1]):
        found |= _below(topic)
    return found


def _below(topic: type) -> dict[str, str]:
    (body,) = ast.parse(inspect.getsource(topic)).body
    assert isinstance(body, ast.ClassDef)
    found, last = {}, ""
    for one in body.body:
        if isinstance(one, ast.AnnAssign):
            last = ast.unparse(one.target)
        elif isinstance(one, ast.Expr) and last:
            found[last] = str(ast.literal_eval(one.value))
    return found
