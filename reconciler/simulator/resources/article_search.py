"""Search of articles: another index, another shape (`data.articles`), a page of ten.

[I] How phrases match is not documented: here every word must occur, in any letter case, in
the title, the description or the text, and titles count more.
"""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from reconciler.simulator import pages
from reconciler.simulator.article import schedules, view
from reconciler.simulator.errors import invalid
from reconciler.simulator.resources import help_centers
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json, Route

SIZE, MOST = 10, 150
STATES = ("all", "published", "draft")
AROUND = 60
"""Characters shown on either side of what was found. [I]"""


def search(call: Call) -> Json:
    schedules.all_current(call)
    words = call.query.get("phrase", "").casefold().split()
    state = call.query.get("state", call.switches.articles_found_in)
    if state not in STATES:
        raise invalid(f"state must be one of {', '.join(STATES)}", field="state")
    rows = [row for row in call.store.indexed("article")
            if state in ("all", row["state"]) and _in_center(row, call)]  # fmt: skip
    found = pages.page(call, _ranked(rows, words), show=lambda row: row, size=SIZE, most=MOST)
    hits = found["data"]
    marked = [_highlighted(row, words) for row in hits] if _wants_highlights(call) else []
    around = view.frame(call)
    found["data"] = {"articles": [view.shown(row, around) for row in hits], "highlights": marked}
    return found


def _wants_highlights(call: Call) -> bool:
    return call.query.get("highlight") == "true"


def _in_center(row: Row, call: Call) -> bool:
    wanted = call.query.get("help_center_id")
    if wanted is None:
        return True
    center = view.center(row, call)
    if center is None and call.switches.standing_alone_in_default_center:
        center = help_centers.default(call.store)
    return center is not None and center["id"] == wanted


def _ranked(rows: list[Row], words: list[str]) -> list[Row]:
    """Those that have all the words: most in the title first, then the latest change."""
    scored = []
    for row in rows:
        title = row["title"].casefold()
        whole = f"{title}\n{_summary(row).casefold()}"
        if all(word in whole for word in words):
            scored.append((sum(word in title for word in words), row["updated_at"], row))
    return [row for _, _, row in sorted(scored, key=lambda one: one[:2], reverse=True)]


def _summary(row: Row) -> str:
    """[D] Description and body, in the default language."""
    return f"{row['description']}\n{_text(row['body'])}".strip()


@lru_cache(maxsize=65_536)
def _text(body: str) -> str:
    return " ".join(LexborHTMLParser(body).text(separator=" ").split()) if body else ""


def _highlighted(row: Row, words: list[str]) -> Json:
    found = re.compile("|".join(map(re.escape, words)) or "(?!)", re.IGNORECASE)
    summary = _summary(row)
    first = found.search(summary)
    cut = summary[max(first.start() - AROUND, 0) : first.end() + AROUND] if first else ""
    return {
        "article_id": row["id"],
        "highlighted_title": _pieces(row["title"], found),
        "highlighted_summary": [_pieces(cut, found)] if cut else [],
    }


def _pieces(text: str, found: re.Pattern[str]) -> list[Json]:
    pieces: list[Json] = []
    at = 0
    for hit in found.finditer(text):
        pieces += [_piece("plain", text[at : hit.start()]), _piece("highlight", hit[0])]
        at = hit.end()
    return [one for one in [*pieces, _piece("plain", text[at:])] if one["text"]]


def _piece(kind: str, text: str) -> Json:
    return {"type": kind, "text": text}


ROUTES = (Route("GET", "/articles/search", search),)
