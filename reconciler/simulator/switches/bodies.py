"""Switches: what becomes of an article's body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Bodies:
    body_rewriting: bool = True
    """[R] The rewriting of article bodies as a whole; off: bodies are kept as they were sent."""

    whitespace_makes_paragraphs: bool = True
    """[R] Whitespace between block tags becomes an empty paragraph (F1, F6)."""

    heading_ids_kept: bool = True
    """[R both] Ids that are sent are kept (exports two weeks apart), or made anew (F1, F2)."""

    heading_levels: Literal["shift", "h2"] = "shift"
    """[R] The shallowest becomes h1; or [D, the older guide] h3 to h6 become h2."""

    ordered_start_dropped: bool = True
    """[R] `ol start` is removed (verified on 12 articles)."""

    nested_lists: bool = True
    """[R] Stored and served; [D, the guide] answered with 400."""

    blocks_by_html: bool = True
    """[R] Callouts and collapsibles sent as HTML are kept; [D, the guide] div becomes p."""

    code_language_kept: bool = False
    """[R] Gone from HTML; the connector's Markdown documents it: is it in body_markdown again?"""

    images_hosted_anew: bool = True
    """[I] The same image sent twice gets a new path; otherwise the path goes by its URL."""

    unreachable_hosts: frozenset[str] = frozenset({"unreachable.example.com"})
    """Hosts from which no image can be fetched: 400 for the whole article [D]."""
