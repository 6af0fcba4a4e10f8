"""Values of a rule, each read by its type; problems are kept with their place, not raised."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from reconciler.codes import finding
from reconciler.core.declared import typed
from reconciler.core.delivered.rule import Written
from reconciler.model import Finding, Path, Pos, Seq, Spec, Type
from reconciler.near import did_you_mean

SPAN = re.compile(r"(\d{1,4}) *(minute|hour|day|week)s?")
SECONDS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
DAY = SECONDS["day"]
META = frozenset({"name", "template", "for_each"})


@dataclass(slots=True)
class Reading:
    """One rule while it is read. What its own fields do not say, the series around it does."""

    written: Written
    findings: list[Finding] = field(default_factory=list)

    def where(self, name: str) -> Spec:
        """The spec that says the field; the rule's own where none does."""
        specs = (self.written.spec, *self.written.series)
        return next((one for one in specs if name in one.fields), self.written.spec)

    def raw(self, name: str) -> Any:
        """What is written; None for nothing."""
        return self.where(name).fields.get(name)

    def problem(
        self, code: str, message: str, *path: str, hint: str = "", value: bool = True
    ) -> None:
        spec = self.where(path[0]) if path else self.written.spec
        pos = spec.pos(*path, value=value)
        about = f"{self.written.spec.ref}: {message}"
        self.findings.append(finding(code, about, pos, path=".".join(path), hint=hint))

    def known(self, own: Collection[str], series: Collection[str]) -> None:
        """Names every field that there is not, in each of the files."""
        for spec in (self.written.spec, *self.written.series):
            names = own if spec is self.written.spec else series
            for name in spec.fields:
                if name not in names and name not in META:
                    hint = did_you_mean(name, names) or f"fields: {', '.join(sorted(names))}"
                    about = f"{self.written.spec.ref}: there is no field {typed.shown(name)}"
                    self.findings.append(finding("unknown-field", about, spec.pos(name), path=name,
                                                 hint=hint))  # fmt: skip

    def of(self, type_: Type, name: str) -> Any:
        """The value; None where none is written or it was wrong."""
        value = self.raw(name)
        return None if value is None else self.read(type_, value, name)

    def read(self, type_: Type, value: Any, *path: str) -> Any:
        try:
            return typed.read(type_, value)
        except typed.WrongTypeError as wrong:
            self.problem("wrong-type", f"{'.'.join(path)}: {wrong}", *path)
            return None

    def text(self, name: str) -> str:
        found: str | None = self.of("text", name)
        return found or ""

    def flag(self, name: str) -> bool:
        return bool(self.of("boolean", name))

    def choice(self, name: str, choices: Collection[str], default: str = "") -> str:
        value = self.of("text", name)
        if value is None or value in choices:
            return value or default
        hint = did_you_mean(value, choices) or f"choices: {', '.join(choices)}"
        self.problem("bad-choice", f"{name}: {typed.shown(value)} is not one of its choices", name,
                     hint=hint)  # fmt: skip
        return default

    def whole(self, name: str, *inner: str) -> int | None:
        """A number that is not negative."""
        value = self.inside(name, *inner)
        if value is None:
            return None
        number = self.read("integer", value, name, *inner)
        if number is not None and number < 0:
            self.problem("wrong-type", f"{'.'.join((name, *inner))}: {number} is less than 0",
                         name, *inner)  # fmt: skip
            return None
        return None if number is None else int(number)

    def inside(self, name: str, *inner: str) -> Any:
        value = self.raw(name)
        for part in inner:
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def map(self, name: str, keys: Collection[str]) -> Mapping[str, Any]:
        """The mapping, less the keys that there are not."""
        value = self.of("map", name)
        if value is None:
            return {}
        for key in value:
            if key not in keys:
                hint = did_you_mean(key, keys) or f"fields: {', '.join(keys)}"
                self.problem("unknown-field", f"{name}: there is no field {typed.shown(key)}",
                             name, key, hint=hint, value=False)  # fmt: skip
        return {key: one for key, one in value.items() if key in keys}

    def map_of_maps(self, name: str) -> Mapping[str, Mapping[str, Any]]:
        """A mapping of mappings; what is none is left out, with its finding."""
        found = self.of("map", name) or {}
        read = {key: self.read("map", one, name, key) for key, one in found.items()}
        return {key: one for key, one in read.items() if one is not None}

    def day(self, name: str) -> date | None:
        text = self.of("text", name)
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.problem("wrong-type", f"{name}: {typed.shown(text)} is no day; write 2026-12-01",
                         name)  # fmt: skip
            return None

    def moment(self, name: str) -> int | None:
        """A day, a time with its zone, or seconds, as epoch seconds; of a day its first in UTC."""
        text = self.of("text", name)
        if text is None:
            return None
        try:
            if typed.INTEGER.fullmatch(text):
                return int(typed.read("integer", text))
            found = datetime.fromisoformat(text)
            return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
        except (ValueError, OverflowError):
            about = f"{name}: {typed.shown(text)} is no moment; write 2026-12-01T09:00:00Z"
            self.problem("wrong-type", about, name)
            return None

    def span(self, name: str) -> int | None:
        """`3 days` or `2 hours`, in seconds."""
        text = self.of("text", name)
        if text is None:
            return None
        found = SPAN.fullmatch(text.strip())
        if found is None:
            about = f"{name}: {typed.shown(text)} is no span of time; write 3 days, or 12 hours"
            self.problem("wrong-type", about, name)
            return None
        return int(found[1]) * SECONDS[found[2]]

    def days(self, name: str) -> int | None:
        """A span in whole days, or a number of them."""
        text = self.raw(name)
        if isinstance(text, str) and text.strip().isdigit():
            return self.whole(name)
        seconds = self.span(name)
        if seconds is not None and seconds % DAY:
            self.problem("wrong-type", f"{name}: is counted in whole days", name)
            return None
        return None if seconds is None else seconds // DAY

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        items = self.of("list", name)
        read = [self.read("text", one, name, str(index)) for index, one in enumerate(items or ())]
        return tuple(one for one in read if one is not None)

    def spot(self, name: str) -> Any:
        """For `query.parse`: the place of a part of what is written under a name."""
        spec = self.where(name)

        def place(path: Path, offset: int) -> Pos:
            value = spec.fields.get(name)
            for part in path:
                value = _inside(value, part)
            pos = spec.pos(name, *path, value=True)
            shift = offset if isinstance(value, str) else 0
            return pos._replace(column=pos.column + shift) if pos.line else pos

        return place


def _inside(value: Any, part: str) -> Any:
    if isinstance(value, Seq):
        return value[int(part)]
    return value[part] if isinstance(value, dict) else value
