"""The text of a query, read into filters and groups as they are written; knows no field.

    role = user and (name ~ "Ann" or email $ @acme.com) and custom_attributes."plan tier" in (a, b)

A value runs to the next `and`, `or`, comma or parenthesis; quotes hold anything. One pass, at
most `DEEPEST` parentheses in each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reconciler.model import Pos

LONGEST = 20_000
DEEPEST = 12
SPACE = re.compile(r"\s*")
NAME = re.compile(r"""[^\s=!<>~^$(),"']+(?:\.?"(?:[^"\\]|\\.)*")?""")
SIGN = re.compile(r"!=|!~|<=|>=|[=<>~^$]|(?:in|nin|not\s+in)(?=[\s(])", re.IGNORECASE)
QUOTED = re.compile(r"""(["'])((?:(?!\1)[^\\]|\\.)*)\1""", re.DOTALL)
WORD = re.compile(r"""[^\s(),"'=!<>~^$][^\s(),]*|[^\s(),"']+""")
JOIN = re.compile(r"(and|or)(?=[\s(]|$)", re.IGNORECASE)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
SIGNS = (
    "=, !=, <, >, <=, >=, ~ (contains), !~, ^ (begins with), $ (ends with), in (..), not in (..)"
)
QUOTE = "text with a comma, a parenthesis or the words and, or stands in quotes"


class RawValue(NamedTuple):
    text: str
    quoted: bool
    pos: Pos


@dataclass(frozen=True, slots=True)
class RawFilter:
    field: str
    sign: str
    values: tuple[RawValue, ...]
    pos: Pos
    sign_pos: Pos


@dataclass(frozen=True, slots=True)
class RawGroup:
    operator: Literal["AND", "OR"]
    parts: tuple[RawFilter | RawGroup, ...]
    pos: Pos


Raw = RawFilter | RawGroup


class QuerySyntaxError(ValueError):
    """What cannot be read, where, and the way out."""

    def __init__(self, message: str, pos: Pos, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.pos, self.hint = message, pos, hint


def read(text: str, spot: Callable[[int], Pos]) -> Raw:
    """The filter or group of a text. `spot`: offset -> place. QuerySyntaxError for what is none."""
    if len(text) > LONGEST:
        raise QuerySyntaxError(f"a query has at most {LONGEST:,} characters", spot(0))
    parser = _Parser(text, spot)
    found = parser.either()
    parser.end()
    return found


class _Parser:
    def __init__(self, text: str, spot: Callable[[int], Pos]) -> None:
        self.text, self.spot, self.at, self.depth = text, spot, 0, 0

    def either(self) -> Raw:
        return self._joined("or", "OR", lambda: self._joined("and", "AND", self._term))

    def end(self) -> None:
        self._space()
        if self.at < len(self.text):
            found = self.text[self.at]
            what = "a ) without its (" if found == ")" else f"{found} is not expected here"
            raise self._problem(what, QUOTE)

    def _joined(self, word: str, operator: Literal["AND", "OR"], part: Callable[[], Raw]) -> Raw:
        self._space()
        start = self.at
        parts = [part()]
        while self._word(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else RawGroup(operator, tuple(parts), self.spot(start))

    def _term(self) -> Raw:
        self._space()
        if not self._taken("("):
            return self._filter()
        start, self.depth = self.at - 1, self.depth + 1
        if self.depth > DEEPEST:
            raise self._problem("too many parentheses in each other", at=start)
        found = self.either()
        if not self._taken(")"):
            raise self._problem("a ( without its )", QUOTE, at=start)
        self.depth -= 1
        return found

    def _filter(self) -> RawFilter:
        start = self.at
        field = NAME.match(self.text, start)
        if field is None:
            raise self._problem(
                "a field is expected here", "write FIELD OPERATOR VALUE: role = user"
            )
        self.at = field.end()
        self._space()
        sign_at = self.at
        sign = SIGN.match(self.text, sign_at)
        if sign is None:
            raise self._problem(f"after {field[0]} an operator is expected", f"one of {SIGNS}")
        self.at = sign.end()
        spelled = _spelled(sign[0])
        values = self._several() if spelled in {"IN", "NIN"} else (self._value(),)
        return RawFilter(_named(field[0]), spelled, values, self.spot(start), self.spot(sign_at))

    def _several(self) -> tuple[RawValue, ...]:
        self._space()
        start = self.at
        if not self._taken("("):
            raise self._problem("a list is expected here: (one, two)")
        values = [self._value()]
        while self._taken(","):
            values.append(self._value())
        if not self._taken(")"):
            raise self._problem("a list without its )", QUOTE, at=start)
        return tuple(values)

    def _value(self) -> RawValue:
        self._space()
        start = self.at
        if quoted := QUOTED.match(self.text, start):
            self.at = quoted.end()
            return RawValue(ESCAPED.sub(r"\1", quoted[2]), True, self.spot(start))
        words: list[str] = []
        while (word := WORD.match(self.text, self.at)) and not JOIN.match(self.text, self.at):
            words.append(word[0])
            self.at = word.end()
            self._space()
        if not words:
            raise self._problem("a value is expected here", QUOTE)
        if words[0][0] in "=!<>~^$":
            raise self._problem(f"{words[0]} is no operator", f"one of {SIGNS}", at=start)
        return RawValue(" ".join(words), False, self.spot(start))

    def _word(self, word: str) -> bool:
        self._space()
        found = JOIN.match(self.text, self.at)
        if found is None or found[1].casefold() != word:
            return False
        self.at = found.end()
        return True

    def _taken(self, sign: str) -> bool:
        self._space()
        if not self.text.startswith(sign, self.at):
            return False
        self.at += 1
        return True

    def _space(self) -> None:
        found = SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _problem(self, message: str, hint: str = "", *, at: int | None = None) -> QuerySyntaxError:
        return QuerySyntaxError(message, self.spot(self.at if at is None else at), hint)


def _spelled(sign: str) -> str:
    """As Intercom spells it."""
    words = sign.casefold().split()
    return {"in": "IN", "nin": "NIN", "not": "NIN"}.get(words[0], sign)


def _named(field: str) -> str:
    """The name of a field without the quotes around its last part."""
    head, quote, tail = field.partition('"')
    return head + ESCAPED.sub(r"\1", tail[:-1]) if quote else field


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def field_text(name: str) -> str:
    """The name of a field as it can be read again."""
    if (found := NAME.fullmatch(name)) and '"' not in found[0]:
        return name
    head, dot, tail = name.partition(".")
    return head + dot + quoted(tail)
