"""Article bodies as the server rewrites them on every write, and signs them on every read.

Each rewrite is one that somebody recorded (reference: help center, 2.3); `Switches` turns the
disputed ones, or all of them, off. Knows nothing about articles.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from reconciler.simulator.bodies import blocks, markdown, refused
from reconciler.simulator.bodies.images import signed, signed_markdown
from reconciler.simulator.bodies.setting import Setting
from reconciler.simulator.bodies.unmarked import markdown_of
from reconciler.simulator.errors import invalid
from reconciler.simulator.store import Store
from reconciler.simulator.wire import Call

__all__ = ["from_markdown", "marked", "rewritten", "signed", "stored"]


def stored(html: str, call: Call) -> str:
    """The body as it is kept; RefusalError where Intercom refuses the whole article."""
    if not call.switches.body_rewriting:
        return html
    return rewritten(html, _setting(call))


def from_markdown(text: str, call: Call) -> str:
    """The same for a body that comes as Markdown, where lines between blocks mean nothing."""
    return rewritten(
        markdown.html(text, directives=call.switches.markdown_directives),
        _setting(call),
        spaced=False,
    )


def marked(body: str, store: Store) -> str:
    """A stored body as Markdown, its images signed for this read."""
    return signed_markdown(markdown_of(body), store)


def rewritten(html: str, setting: Setting, *, spaced: bool = True) -> str:
    """`spaced`: whitespace between blocks is seen."""
    body = LexborHTMLParser(f"<!doctype html><body>{html}").css("body")[0]
    refused.check(body, setting)
    try:
        return "".join(blocks.inside(body, blocks.levelled(body, setting), spaced=spaced))
    except RecursionError:
        raise invalid("The body is nested too deeply", field="body") from None


def _setting(call: Call) -> Setting:
    return Setting(call.switches, call.store.count, call.store.app["region"])
