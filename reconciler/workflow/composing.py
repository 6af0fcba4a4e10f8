"""Texts of a delivery: written, rendered for somebody, made HTML, and the values put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from reconciler.codes import finding
from reconciler.content import render
from reconciler.content.fill import filled, plain
from reconciler.core.declared.targets import SCHEME
from reconciler.core.delivered.due import language_of
from reconciler.core.delivered.recipient import (
    called,
    exists,
    invented,
    lacking,
    seen,
    with_field,
)
from reconciler.core.delivered.requests import Made, Trouble
from reconciler.core.delivered.rule import Event, Message, Rule, Text
from reconciler.model import Finding, Json, Pos, Severity
from reconciler.model.held import HELD, Held
from reconciler.near import did_you_mean
from reconciler.source.jobs import Failure
from reconciler.source.personal import Personal

CACHED = 1_000
FIELDS = 30
"""Custom attributes of one text that an invented contact is given."""
CODES = {"syntax": "template-syntax", "missing": "include-missing", "limit": "template-limit",
         "undefined": "template-undefined"}  # fmt: skip


class Composer:
    """Satisfies `deliver.Compose`. Thread-safe; to be closed."""

    def __init__(self, personal: Personal, locale: str) -> None:
        self._personal = personal
        self._locale = locale
        self._html: dict[tuple[str, str], str] = {}

    def __call__(self, rule: Rule, found: Sequence[Json]) -> list[Made | Trouble]:
        """In their order; those of one language are rendered together."""
        match rule.content:
            case Message(texts=texts):
                return self._messages(rule, texts, found)
            case Event(metadata=metadata):
                return [self._event(rule, metadata, one) for one in found]
        return [self._reply(rule, one) for one in found]

    def sample(self, rule: Rule, found: Json, language: str) -> Made | Trouble:
        """For an invented recipient, who has whatever the text asks for."""
        for _ in range(FIELDS):
            (made,) = self(_only(rule, language), [found])
            if not isinstance(made, Trouble) or not made.missing or not exists(made.missing):
                break
            found = with_field({called(rule): found}, made.missing)[called(rule)]
        return made

    def close(self) -> None:
        self._personal.close()

    def _messages(
        self, rule: Rule, texts: Mapping[str, Text], found: Sequence[Json]
    ) -> list[Made | Trouble]:
        groups: dict[str, list[int]] = {}
        for number, one in enumerate(found):
            groups.setdefault(language_of(rule, one, list(texts)), []).append(number)
        made: dict[int, Made | Trouble] = {}
        for locale, numbers in groups.items():
            rows = [seen(found[number]) for number in numbers]
            text = texts[locale]
            bodies = self.held(rule, text.body, text, rows, locale=locale)
            plain_ = Text(text.subject, "md", text.subject_at or text.at)
            subjects = self.held(rule, text.subject, plain_, rows, locale=locale, form="text")
            for number, body, subject in zip(numbers, bodies, subjects, strict=True):
                made[number] = self._message(text, body, subject, locale)
        return [made[number] for number in range(len(found))]

    def _message(
        self, text: Text, body: Held | Failure, subject: Held | Failure, locale: str
    ) -> Made | Trouble:
        for one in (body, subject):
            if isinstance(one, Failure):
                return trouble(one)
        assert isinstance(body, Held) and isinstance(subject, Held)  # noqa: PT018, S101 - as above
        try:
            return Made(self.html(text, body), plain(subject), language=locale)
        except ValueError as error:
            return Trouble(str(error))

    def _event(self, rule: Rule, metadata: Mapping[str, Any], found: Json) -> Made | Trouble:
        made: dict[str, Any] = {}
        for key, value in metadata.items():
            if not isinstance(value, str):
                made[key] = value
                continue
            text = Text(value, "md", rule.spec.pos("metadata", key, value=True))
            (held,) = self.held(rule, value, text, [seen(found)], form="text")
            if isinstance(held, Failure):
                return trouble(held)
            made[key] = plain(held)
        return Made(metadata=made)

    def _reply(self, rule: Rule, found: Json) -> Made | Trouble:
        made: dict[str, str] = {}
        for name in ("body", "note"):
            text = getattr(rule.content, name)
            if text is None:
                continue
            (held,) = self.held(rule, text.body, text, [seen(found)])
            if isinstance(held, Failure):
                return trouble(held)
            try:
                made[name] = self.html(text, held)
            except ValueError as error:
                return Trouble(str(error))
        return Made(made.get("body", ""), note=made.get("note", ""))

    def held(
        self,
        rule: Rule,
        body: str,
        text: Text,
        rows: Sequence[Mapping[str, Any]],
        *,
        locale: str = "",
        form: Literal["md", "html", "text"] | None = None,
    ) -> list[Held | Failure]:
        return self._personal.render(
            body, rows, form=form or text.form, file=text.at.file, locale=locale or self._locale,
            name=called(rule),
        )  # fmt: skip

    def html(self, text: Text, held: Held) -> str:
        """Texts that differ in their values alone are one text until these are put in."""
        key = (text.form, held.text)
        html = self._html.get(key)
        if html is None:
            if len(self._html) > CACHED:
                self._html.clear()
            html = render(held.text, format=text.form, link=_web, image=_web).html
            self._html[key] = html
        return filled(html, held.values)


def _only(rule: Rule, language: str) -> Rule:
    """The rule as if there were no other language."""
    if not isinstance(rule.content, Message):
        return rule
    return replace(
        rule, content=replace(rule.content, texts={language: rule.content.texts[language]})
    )


def _web(target: str, _line: int = 0, _column: int = 0) -> str | None:
    return target if _leads(target) else None


def _leads(target: str) -> bool:
    """A message has no folder around it: only a whole address leads anywhere."""
    return bool(SCHEME.match(target) or HELD.match(target))


def trouble(failure: Failure) -> Trouble:
    missing = lacking(failure.message) if failure.kind == "undefined" else ""
    return Trouble((missing and f"it has no {missing}") or failure.message, missing)


# ---------------------------------------------------------------- offline


def checked(composer: Composer, rule: Rule, attributes: Mapping[str, str]) -> list[Finding]:
    """What is wrong with the texts of a rule, found with an invented recipient."""
    found: list[Finding] = []
    for locale, text, form in _texts(rule):
        sample = invented(rule, attributes, locale)
        for _ in range(FIELDS):
            (held,) = composer.held(rule, text.body, text, [sample], locale=locale, form=form)
            missing = lacking(held.message) if isinstance(held, Failure) else ""
            if not missing or not exists(missing):
                break
            sample = with_field({called(rule): sample}, missing)[called(rule)]
        if isinstance(held, Failure):
            found.append(_failed(rule, text, held))
        elif form != "text":
            found += _noted(rule, text, held)
    return found


def _texts(rule: Rule) -> list[tuple[str, Text, Literal["text"] | None]]:
    content = rule.content
    if isinstance(content, Message):
        subjects = [(locale, Text(one.subject, "md", one.subject_at or one.at), "text")
                    for locale, one in content.texts.items() if one.subject]  # fmt: skip
        return [*((locale, one, None) for locale, one in content.texts.items()), *subjects]  # type: ignore[list-item] # of that literal
    if isinstance(content, Event):
        return [("", Text(value, "md", rule.spec.pos("metadata", key, value=True)), "text")
                for key, value in content.metadata.items() if isinstance(value, str)]  # fmt: skip
    return [("", one, None) for one in (content.note, content.body) if one is not None]


def _failed(rule: Rule, text: Text, failure: Failure) -> Finding:
    pos = _at(text, failure.line) if not failure.file else Pos(failure.file, failure.line,
                                                               failure.column)  # fmt: skip
    missing = lacking(failure.message)
    code = CODES.get(failure.kind, "template-failed")
    hint = ""
    if missing:
        known = [f"contact.{name}" for name in invented(rule, {})]
        hint = did_you_mean(missing, known) or "contact.custom_attributes.NAME for one's own"
    what = f"there is no {missing}" if missing else failure.message
    # what fails may fail for the invented one alone
    grave: Severity = "warning" if failure.kind == "failed" else "error"
    return finding(code, f"{rule.ref}: {what}", pos, hint=hint, severity=grave)


def _noted(rule: Rule, text: Text, held: Held) -> list[Finding]:
    found: list[Finding] = []
    first = text.at.line or 1

    def link(target: str, line: int, _column: int) -> str | None:
        if not _leads(target):
            about = f"{rule.ref}: the link to {target} leads nowhere from a message"
            pos = _at(text, line - first + 1)
            found.append(finding("dead-link", about, pos, hint="write the whole address"))
        return _web(target)

    def image(source: str, line: int, _column: int) -> str | None:
        if not _leads(source):
            about = f"{rule.ref}: the image {source} has no address to be fetched from"
            pos = _at(text, line - first + 1)
            hint = "write the whole address"
            found.append(finding("image-without-host", about, pos, hint=hint))
        return _web(source)

    made = render(held.text, format=text.form, link=link, image=image, line=first)
    found += [finding(one.code, one.message, Pos(text.at.file, one.line), hint=one.hint)
              for one in made.notes]  # fmt: skip
    return found


def _at(text: Text, line: int) -> Pos:
    """In a file exact; in a text of YAML the line, where it has several."""
    if line <= 1:
        return text.at
    return Pos(text.at.file, text.at.line + line - 1, 1)
