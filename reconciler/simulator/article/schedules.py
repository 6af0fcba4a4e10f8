"""Publishing and unpublishing at a set time: at most one of the two is pending. [D]

A time that has come takes effect when the article is next looked at, dated back to it.
"""

from __future__ import annotations

from datetime import datetime

from reconciler.simulator.article import drafts, view
from reconciler.simulator.errors import RefusalError, invalid
from reconciler.simulator.resources import help_centers
from reconciler.simulator.store import Row
from reconciler.simulator.wire import Call, Json

PUBLISH, UNPUBLISH = NAMES = ("scheduled_publish_at", "scheduled_unpublish_at")


def asked(call: Call, row: Row | None, *, state: str) -> Json:
    """The schedules after this write; `state` is the one that the article will have."""
    if call.version < view.NEWER_SINCE:
        return {}
    given = {name: call.body[name] for name in NAMES if name in call.body}
    set_ones = [name for name, value in given.items() if value is not None]
    if len(set_ones) > 1:
        raise _refusal(PUBLISH, "cannot be sent together with scheduled_unpublish_at")
    times = {name: _time(call, name) if name in set_ones else None for name in given}
    if PUBLISH in set_ones and call.body.get("state") == "draft":
        raise _refusal(PUBLISH, "cannot be combined with state draft")
    if UNPUBLISH in set_ones and state != "published" and not (row and row["published_before"]):
        raise _refusal(UNPUBLISH, "needs an article that has been published")
    return {**_others(call, row, set_ones), **times}


def _others(call: Call, row: Row | None, set_ones: list[str]) -> Json:
    """What becomes of a pending schedule of the other kind."""
    others = [name for name in NAMES if set_ones and row and row[name] and name not in set_ones]
    left = [name for name in others if name not in call.body]
    if left and not call.switches.schedule_replaces_other:
        raise _refusal(set_ones[0], f"cannot be set while {left[0]} is pending")
    return dict.fromkeys(left)


def _time(call: Call, name: str) -> int:
    value = call.body[name]
    try:
        moment = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise _refusal(name, "must be an ISO 8601 timestamp") from None
    if moment.tzinfo is None:
        raise _refusal(name, "must be an ISO 8601 timestamp with an offset")
    if moment.timestamp() <= call.store.now():
        raise _refusal(name, "must be in the future")
    return int(moment.timestamp())


def _refusal(name: str, why: str) -> RefusalError:
    return invalid(f"{name} {why}", field=name)


def current(call: Call, row: Row) -> Row:
    """The row after what was due."""
    now = call.store.now()
    if row[PUBLISH] and row[PUBLISH] <= now:
        return _done(call, row, PUBLISH, state="published")
    if row[UNPUBLISH] and row[UNPUBLISH] <= now:
        return _done(call, row, UNPUBLISH, state="draft")
    return row


def all_current(call: Call) -> None:
    pending = [row for row in call.store.rows("article") if row[PUBLISH] or row[UNPUBLISH]]
    for row in pending:
        current(call, row)


def _done(call: Call, row: Row, name: str, *, state: str) -> Row:
    at, language = row[name], help_centers.language(call.store)
    fields: Json = {"translations": row["translations"]}
    if state == "published" and row["draft"] is not None:
        fields = drafts.released(row, view.pending(row, language), own=language, now=at)
    if call.switches.schedule_covers == "all_locales":
        contents = fields["translations"].items()
        fields["translations"] = {locale: {**one, "state": state} for locale, one in contents}
    return call.store.edit(
        "article", row["id"],
        **{**fields, "state": state, "published_before": True, name: None, "updated_at": at},
    )  # fmt: skip
