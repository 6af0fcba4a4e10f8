"""Sending one request: names become ids, a lost answer is looked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

from reconciler.apply.forms import encoded, keep_plain, misread, plainly, refused
from reconciler.apply.run import Run
from reconciler.apply.twins import joined, twin
from reconciler.core.compared.addresses import heading
from reconciler.core.compared.canonical import echo, field_at, live_of, same
from reconciler.core.compared.links import addressed, files, served, targets, unlinked
from reconciler.core.compared.match import CLOCK_SKEW
from reconciler.core.compared.names import Names
from reconciler.errors import ApiError, ReconcilerError
from reconciler.model import Json, Kind, Later, Live, Path, Ref, Request, Step, Target


def send(run: Run, step: Step) -> Json:
    """Texts go in the better form that the version has for them, unless that is misread."""
    kind = run.kinds[step.change.ref.kind]
    written = resolved(run, step.request)
    request = encoded(kind, written, better=False)
    better = request if run.plain.is_set() else encoded(kind, written, better=True)
    if better.body == request.body:
        return _sent(run, step, request)
    try:
        answer = _sent(run, step, better)
    except ApiError as error:
        if not refused(kind, error):
            raise
        keep_plain(run, step)
        return _sent(run, step, request)
    if not misread(run, step, kind, answer):
        return answer
    keep_plain(run, step)
    again = plainly(kind, request) if step.creates else request
    path = again.path.replace("{id}", quote(str(answer.get("id", "")), safe=""))
    try:
        return run.client.send(replace(again, path=path, ref=step.change.ref), repeatable=True)
    except ApiError:
        return answer  # it counts as it is, and what it lacks is named


def _sent(run: Run, step: Step, request: Request) -> Json:
    kind = run.kinds[step.change.ref.kind]
    creating = step.creates
    repeatable = not creating or kind.upsert
    try:
        answer = _once(run, step, request, repeatable=repeatable)
        if answer.get("id") or not creating:
            return answer
    except ApiError as error:
        if not creating or not error.maybe_done or run.stop.event.is_set():
            # Nothing can be looked for any more; the intent makes the next run do it.
            raise
    found = _look_up(run, step)
    return found if found is not None else _send_once_more(run, step, request)


def _once(run: Run, step: Step, request: Request, *, repeatable: bool) -> Json:
    """The answer; where somebody has the same details already, that object."""
    try:
        return run.client.send(request, repeatable=repeatable)
    except ApiError as error:
        other = twin(run.kinds[step.change.ref.kind], error) if step.creates else None
        if other is None:
            raise
    return joined(run, step, request, other)


def _send_once_more(run: Run, step: Step, request: Request) -> Json:
    """It was looked for and is not there: the call had no effect."""
    try:
        answer = _once(run, step, request, repeatable=False)
    except ApiError as error:
        found = _look_up(run, step) if error.maybe_done else None
        if found is None:
            raise
        return found
    if not answer.get("id"):
        raise ApiError("the answer names no id", method=request.method, path=request.path,
                       status=200, code="no_id", maybe_done=True)  # fmt: skip
    return answer


def _look_up(run: Run, step: Step) -> Json | None:
    """The object that a call without an answer may have made: new, unowned, as sent."""
    kind, names = run.kinds[step.change.ref.kind], run.planned.names
    intent = run.ledger.intents.get(step.change.ref)
    with run.lock:
        taken = {run.ids[ref] for ref in run.ids if ref.kind == kind.name}
    for wire in _possible(run, kind, step):
        live = live_of(kind, wire)
        fresh = intent is None or (live.created_at or intent.since) >= intent.since - CLOCK_SKEW
        if live.id not in taken and fresh and _holds(kind, live, step.sent, names):
            return wire
    return None


def _possible(run: Run, kind: Kind, step: Step) -> Sequence[Json]:
    one = step.change.desired
    if not kind.search or one is None:
        return run.client.list(kind).items
    return run.client.candidates(kind, {name: one.fields[name] for name in kind.key_of(one.fields)})


def _holds(kind: Kind, live: Live, sent: Mapping[Path, Any], names: Names) -> bool:
    return all(
        same(field_at(kind, path), value, echo(kind, live, path, value, names), loose=True)
        for path, value in sent.items()
    )


def resolved(run: Run, request: Request) -> Request:
    """The request with every Later and every link replaced by what it stands for."""
    path, at = request.path, {**request.at, **({"id": request.ref} if request.ref else {})}
    for name, ref in at.items():
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", quote(_identity(run, ref), safe=""))
    return replace(request, path=path, body=_resolved(run, request.body))


def sendable(run: Run, step: Step) -> Step:
    """The step without links to what failed: their text is written, the links come next time."""
    missing = {to for to in _links(step.request.body) if to not in run.urls}
    if not missing:
        return step
    run.incomplete.add(step.change.ref)
    kind = run.kinds[step.change.ref.kind]
    sent = {path: _without(kind, path, value, missing) for path, value in step.sent.items()}
    return replace(
        step, request=replace(step.request, body=_unlinked(step.request.body, missing)), sent=sent
    )


def _links(value: Any) -> list[Target]:
    if isinstance(value, dict):
        return [to for inner in value.values() for to in _links(inner)]
    return targets(value) if isinstance(value, str) else []


def missing_files(run: Run, value: Any) -> str:
    """Why a body cannot be sent: Intercom would refuse it whole for one image; else nothing."""
    if isinstance(value, dict):
        return next(filter(None, (missing_files(run, inner) for inner in value.values())), "")
    for one in files(value) if isinstance(value, str) else ():
        if one not in run.served.urls:
            why = run.served.problems.get(one, "has no address that it is served from")
            return f"{one.path} {why}"
    return ""


def _unlinked(value: Any, missing: set[Target]) -> Any:
    if isinstance(value, dict):
        return {key: _unlinked(inner, missing) for key, inner in value.items()}
    return unlinked(value, missing) if isinstance(value, str) else value


def _without(kind: Kind, path: Path, value: Any, missing: set[Target]) -> Any:
    table = field_at(kind, path)
    if table is None or not table.soft or not isinstance(value, str):
        return value
    return table.codec.canon(unlinked(value, missing))


def _resolved(run: Run, value: Any) -> Any:
    if isinstance(value, Later):
        return _later(run, value)
    if isinstance(value, dict):
        return {key: _resolved(run, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_resolved(run, inner) for inner in value]
    if isinstance(value, str) and "reconciler" in value:
        return served(addressed(value, run.urls, partial(_heading, run)), run.served.urls)
    return value


def _heading(run: Run, target: Target, key: str) -> str:
    found, names = run.planned.matches.get(target.ref), run.planned.names
    kind, identity = run.kinds[target.ref.kind], run.ids.get(target.ref, "")
    return heading(
        names, identity, target.locale, key, page=(kind, found.desired if found else None)
    )


def _later(run: Run, value: Later) -> Any:
    if value.what == "name":
        return run.texts.get(value.ref, value.ref.name)
    identity = _identity(run, value.ref)
    if value.as_int and not (identity.isascii() and identity.isdigit()):
        raise ReconcilerError(f"{value.ref} has the id {identity!a}, which should be a number")
    return int(identity) if value.as_int else identity


def _identity(run: Run, ref: Ref) -> str:
    """The id of an object; that of a stranger is its name."""
    identity = run.ids.get(ref)
    if identity is None and ref.name.startswith("#"):
        identity = ref.name[1:]
    if identity is None:
        raise ReconcilerError(f"{ref} does not exist in Intercom")
    return identity
