"""Texts in the better form that a version has for them, and what to do where that is misread.

What Intercom makes of such a form is documented for its editor's own tools, not for the API. So
the first answer that shows something else is mended at once with the form of every version,
and the rest of the run keeps to that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from reconciler.apply.run import Run
from reconciler.codes import finding
from reconciler.core.compared.canonical import echo, field_at, live_of, same
from reconciler.errors import ApiError
from reconciler.model import Call, Field, Json, Kind, Request, Step


def encoded(kind: Kind, request: Request, *, better: bool) -> Request:
    """The request, whose links are addresses by now, with each text as it goes on the wire.

    `better`: in the form that the version has for it, where the text can take that.
    """
    body = _encoded(kind.fields, request.body or {}, better=better)
    return request if body == (request.body or {}) else replace(request, body=body)


def _encoded(fields: tuple[Field, ...], body: Mapping[str, Any], *, better: bool) -> Json:
    made: Json = dict(body)
    for one in fields:
        value = body.get(one.on_wire)
        if one.of and isinstance(value, dict):
            made[one.on_wire] = {
                key: _encoded(one.of, inner, better=better) if isinstance(inner, dict) else inner
                for key, inner in value.items()
            }
        elif one.soft and isinstance(value, str):
            text = one.form.encode(value) if one.form and better else None
            del made[one.on_wire]
            made[one.on_wire if text is None or not one.form else one.form.wire] = (
                one.codec.encode(value) if text is None else text
            )
    return made


def refused(kind: Kind, error: ApiError) -> bool:
    """Whether it is the better form that Intercom did not take."""
    return not error.maybe_done and any(name in error.message for name in _names(kind.fields))


def _names(fields: tuple[Field, ...]) -> Iterator[str]:
    for one in fields:
        yield from _names(one.of)
        if one.form:
            yield one.form.wire


def misread(run: Run, step: Step, kind: Kind, answer: Json) -> bool:
    """Whether the answer shows other texts than were sent."""
    live = live_of(kind, answer)
    for path, value in step.sent.items():
        table = field_at(kind, path)
        if table is not None and table.form:
            there = echo(kind, live, path, value, run.planned.names)
            if not same(table, value, there, loose=True):
                return True
    return False


def keep_plain(run: Run, step: Step) -> None:
    """From here on texts are sent as every version has them, which is said once."""
    if not run.plain.is_set():
        run.plain.set()
        pos = step.change.desired.spec.pos() if step.change.desired else None
        about = f"{step.change.ref}: Intercom takes its Markdown otherwise than it is documented"
        run.dropped.append(finding("form-misread", about, pos))


def plainly(kind: Kind, request: Request) -> Request:
    """An update of what was just made, with its texts alone, as every version has them."""
    update = kind.update or Call("PUT", kind.get)
    return Request(update.method, update.path, _texts(kind.fields, request.body or {}))


def _texts(fields: tuple[Field, ...], body: Mapping[str, Any]) -> Json:
    """What has a better form, and what must travel with every update."""
    kept: Json = {}
    for one in fields:
        value = body.get(one.on_wire)
        if one.of and isinstance(value, dict):
            kept[one.on_wire] = {key: _texts(one.of, inner) for key, inner in value.items()
                                 if isinstance(inner, dict)}  # fmt: skip
        elif one.on_wire in body and (one.form or one.always):
            kept[one.on_wire] = value
    return kept
