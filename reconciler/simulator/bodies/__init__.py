"""Article bodies as the server rewrites them on every write, and signs them on every read.

Each rewrite is one that somebody recorded (reference: help center, 2.3); `Switches` turns the
disputed ones, or all of them, off. Knows nothing about articles.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from reconciler.simulator.bodies import blocks, refused
from reconciler.simulator.bodies.images import signed
from reconciler.simulator.bodies.setting import Setting
from reconciler.simulator.errors import invalid
from reconciler.simulator.wire import Call

__all__ = ["rewritten", "signed", "stored"]


def stored(html: str, call: Call) -> str:
    """The body as it is kept; RefusalError where Intercom refuses the whole article."""
    if not call.switches.body_rewriting:
        return html
    return rewritten(html, Setting(call.switches, call.store.count, call.store.app["region"]))


def rewritten(html: str, setting: Setting) -> str:
    body = LexborHTMLParser(f"<!doctype html><body>{html}").css("body")[0]
    refused.check(body, setting)
    try:
        return "".join(blocks.inside(body, blocks.levelled(body, setting), spaced=True))
    except RecursionError:
        raise invalid("The body is nested too deeply", field="body") from None
