"""What a rule sends: a message in its languages, an event, or what is done to a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from reconciler.core.declared import typed
from reconciler.core.delivered.reading import Reading
from reconciler.core.delivered.rule import Event, Message, Reply, Text
from reconciler.model import Pos, Spec, TextFile, reserved

MESSAGE = ("channel", "template", "subject", "body", "format", "translations")
EVENT = ("event", "at", "metadata")
REPLY = ("body", "note", "format", "tags", "assign", "state", "snooze", "priority")
CHANNELS = ("in_app", "email")
STYLES = ("personal", "plain")
FORMATS = ("md", "html")
STATES = ("open", "closed", "snoozed")
ASSIGNEES = ("admin", "team", "nobody")
KEYS = 10
"""[D] Metadata of an event: the first ten keys are kept, the rest is ignored."""
RICH = (frozenset({"url", "value"}), frozenset({"amount", "currency"}))


def message_of(reading: Reading) -> Message | None:
    channel = reading.choice("channel", CHANNELS)
    if not channel and reading.raw("channel") is None:
        reading.problem(
            "missing-field", "channel is missing", hint="write channel: in_app, or email"
        )
    style = reading.choice("template", STYLES, "personal")
    texts = _files(reading) if reading.written.texts else _inline(reading)
    for locale, text in texts.items():
        if not text.body.strip():
            reading.problem("missing-field", f"the text is empty{_in(locale)}", "body",
                            hint="write body:, or the text below the front matter")  # fmt: skip
        if channel == "email" and not text.subject.strip():
            about = f"an e-mail has a subject, and none is written{_in(locale)}"
            reading.problem("missing-field", about, "channel", hint="write subject:")
    made: Literal["in_app", "email"] = "email" if channel == "email" else "in_app"
    return Message(made, texts, style) if channel and texts else None


def _in(locale: str) -> str:
    return f" ({locale})" if locale else ""


def _files(reading: Reading) -> dict[str, Text]:
    own = reading.written.texts
    first = next(iter(own.values()))
    subject = reading.text("subject")
    return {
        locale: _of_file(reading, file, subject if file is first else "", fallback=subject)
        for locale, file in own.items()
    }


def _of_file(reading: Reading, file: TextFile, subject: str, *, fallback: str) -> Text:
    """Of a translation the front matter has nothing but a subject of its own."""
    spec = Spec(reading.written.spec.ref, file.front, file.path, (1, 1))
    front = file.front.get("subject")
    if not subject and isinstance(front, str):
        subject = front
    pos = Pos(file.path, file.body_line or 1, 1)
    return Text(file.body, file.format, pos, subject or fallback, spec.pos("subject", value=True))


def _inline(reading: Reading) -> dict[str, Text]:
    spec, form = reading.written.spec, reading.choice("format", FORMATS, "md")
    texts = {"": _text(reading, spec.fields, form, ())}
    for locale, fields in reading.map_of_maps("translations").items():
        texts[locale] = _text(reading, {**spec.fields, **fields}, form, ("translations", locale))
    return texts


def _text(reading: Reading, fields: Mapping[str, Any], form: str, path: tuple[str, ...]) -> Text:
    spec = reading.written.spec
    body, subject = (
        reading.read("text", fields[name], *path, name) if name in fields else ""
        for name in ("body", "subject")
    )
    made: Literal["md", "html"] = "html" if form == "html" else "md"
    return Text(body or "", made, spec.pos(*path, "body", value=True), subject or "",
                spec.pos(*path, "subject", value=True))  # fmt: skip


# ---------------------------------------------------------------- events


def event_of(reading: Reading) -> Event | None:
    at = reading.moment("at")
    if reading.raw("at") is None:
        reading.problem("missing-field", "at is missing: Intercom tells events apart by their time",
                        hint="write a fixed one, such as at: 2026-12-01T09:00:00Z")  # fmt: skip
    name = reading.text("event") or reading.written.name
    metadata = reading.of("map", "metadata") or {}
    if len(metadata) > KEYS:
        about = f"metadata has {len(metadata)} keys; Intercom keeps {KEYS} and ignores the rest"
        reading.problem("invalid-field", about, "metadata", value=False,
                        hint=f"take keys out: at most {KEYS} arrive")  # fmt: skip
    made = {key: _metadata(reading, key, value) for key, value in metadata.items()}
    return Event(name, at, made) if at is not None else None


def _metadata(reading: Reading, key: str, value: Any) -> Any:
    if isinstance(value, dict) and value.keys() in RICH:
        return {inner: typed.core_schema(one) for inner, one in value.items()}
    if isinstance(value, dict | list):
        about = f"metadata.{key} is nested; there are {{url, value}} and {{amount, currency}} only"
        reading.problem("invalid-field", about, "metadata", key)
        return None
    return typed.core_schema(value)


# ---------------------------------------------------------------- replies


def reply_of(reading: Reading) -> Reply | None:
    if reading.raw("priority") is not None:
        about = "priority cannot be set: no call of Intercom's API does it"
        hint = "give a tag, and let a workflow in Intercom follow it"
        reading.problem("invalid-field", about, "priority", value=False, hint=hint)
    state = reading.choice("state", STATES)
    snooze = reading.span("snooze")
    if (state == "snoozed") is not (snooze is not None):
        reading.problem("missing-field", "state: snoozed and snooze: SPAN go together", "state"
                        if state else "snooze", value=False)  # fmt: skip
    made: Literal["", "open", "closed", "snoozed"] = state  # type: ignore[assignment] # of STATES
    found = Reply(
        _said(reading, "note"), _said(reading, "body"), _tags(reading), _assigned(reading),
        made, snooze or 0,
    )  # fmt: skip
    if found == Reply() and not reading.findings:
        reading.problem("missing-field", "nothing is to be done",
                        hint=f"write one of {', '.join(REPLY[:-1])}")  # fmt: skip
    return found


def _said(reading: Reading, name: str) -> Text | None:
    text = reading.text(name)
    if not text.strip():
        return None
    form: Literal["md", "html"] = "html" if reading.choice("format", FORMATS) == "html" else "md"
    return Text(text, form, reading.written.spec.pos(name, value=True))


def _tags(reading: Reading) -> tuple[str, ...]:
    found = reading.texts("tags")
    for number, name in enumerate(found):
        if reserved(name):
            about = f"tags: {typed.shown(name)} is one of our own, which record deliveries"
            reading.problem("invalid-field", about, "tags", str(number))
    return found


def _assigned(reading: Reading) -> tuple[str, str] | None:
    value = reading.raw("assign")
    if value is None:
        return None
    if value == "nobody":
        return "nobody", ""
    found = reading.map("assign", ASSIGNEES[:2])
    if len(found) != 1:
        reading.problem("missing-field", "assign names an admin, a team, or nobody", "assign",
                        hint="write assign: {team: Support}")  # fmt: skip
        return None
    kind, name = next(iter(found.items()))
    read = reading.read("text", name, "assign", kind)
    return (kind, read) if read else None
